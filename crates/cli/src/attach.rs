//! A further device of a user: it asks, the user's own device answers, and it takes the user in.

use std::io::{BufRead as _, Write as _};
use std::path::Path;

use posta_app::App;
use serde_json::json;

use crate::args::Attach;
use crate::outcome::{Failure, Outcome};
use crate::password::{read_new_password, read_password};
use crate::print;

/// One side of it. The request and its end are one process: what opens the answer is kept in memory only.
///
/// # Errors
/// What could not be done, with its exit code.
pub fn run(home: &Path, user: Option<&str>, attach: Attach, json: bool) -> Result<Outcome, Failure> {
    let app = App::open(home)?;
    app.unlock_by_name(user, &read_password()?)?;
    match attach {
        Attach::Answer { request } => Ok(print::code(&app.attach_answer(&request, &read_password()?)?)),
        Attach::Request => {
            print::code(&app.attach_request()?).print(json);
            std::io::stdout().flush().map_err(Failure::File)?;
            let mut answer = String::new();
            std::io::stdin().lock().read_line(&mut answer).map_err(Failure::File)?;
            let card = app.attach_finish(answer.trim(), &read_new_password()?)?;
            Ok(Outcome::new(json!({ "user": card }), format!("{} {} {}\n", card.name, card.role, card.place)))
        }
    }
}
