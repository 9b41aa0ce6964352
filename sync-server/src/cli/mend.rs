//! A damaged database, made anew.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;
use sync_server::{Error, Share, mend};

use crate::say;

#[derive(Args)]
pub struct MendArguments {
    /// The server's data folder, whose database is a file; nobody may serve it meanwhile
    #[arg(long)]
    data: PathBuf,
}

pub fn mend_database(wanted: &MendArguments, json: bool) -> Result<(), Error> {
    let mended = mend(&wanted.data)?;
    let tell = |share: &Share, what: &str| match (share.left_out, share.is_all) {
        (0, true) => format!("{} {what}, all there were", share.kept),
        (left_out, true) => format!("{} {what}, {left_out} left out", share.kept),
        (left_out, false) => format!("{} {what}, {left_out} left out and some that do not read", share.kept),
    };
    let text = format!(
        "made anew: {}; {}; {}; {}. The database as it was lies in {}: keep it, it is as confidential as the other. What is \
         missing here and on a device, that device sends again by itself",
        tell(&mended.entries, "entries of the log"),
        tell(&mended.sessions, "sessions"),
        tell(&mended.batches, "batches"),
        tell(&mended.others, "other rows"),
        mended.aside,
    );
    let share =
        |share: &Share| json!({ "kept": share.kept, "left_out": share.left_out, "all_read": share.is_all });
    let answer = json!({
        "entries": share(&mended.entries), "sessions": share(&mended.sessions), "batches": share(&mended.batches),
        "others": share(&mended.others), "aside": mended.aside,
    });
    say(json, &text, &answer);
    Ok(())
}
