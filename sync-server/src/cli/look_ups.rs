//! Who asked about people of other departments.

use clap::Args;
use serde_json::json;
use sync_server::{Error, look_ups};

use super::Which;
use crate::say;

#[derive(Args)]
pub struct LookUpsArguments {
    #[command(flatten)]
    which: Which,
}

pub fn list_look_ups(wanted: &LookUpsArguments, json: bool) -> Result<(), Error> {
    for counted in look_ups(&wanted.which.department()?)? {
        let (user, question) = (counted.user, counted.question);
        let (asked, found) = (counted.asked, counted.found);
        let text = format!("{user} {question}: asked {asked}, told of {found}");
        say(json, &text, &json!({ "user": user, "question": question, "asked": asked, "found": found }));
    }
    Ok(())
}
