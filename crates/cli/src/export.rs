//! The register as a file.

use posta_app::App;
use posta_app::view::ExportRequest;
use serde_json::json;

use crate::args::Export;
use crate::outcome::{Failure, Outcome};

/// Writes it, or says what would leave.
///
/// # Errors
/// What could not be done, with its exit code.
pub fn run(app: &App, asked: Export) -> Result<Outcome, Failure> {
    let Export { format, from, to, post, purpose, to_folder, preview } = asked;
    let request = ExportRequest { format, from, to, post, purpose: purpose.unwrap_or_default() };
    if preview {
        let seen = app.export_preview(&request)?;
        let mut text = format!("people {} · enrollments {}\n", seen.people, seen.enrollments);
        if seen.care {
            text.push_str(&format!(
                "consultations {} · screenings {} · referrals {}\n",
                seen.consultations, seen.screenings, seen.referrals
            ));
        }
        text.push_str(&format!("left out: not asked {} · opposed {}\n", seen.not_asked, seen.opposed));
        return Ok(Outcome::new(json!(seen), text));
    }
    let done = app.export_run(&request, &to_folder.unwrap_or_default())?;
    let text = format!(
        "{}\nbytes {} · people {} · left out: not asked {} · opposed {}\n",
        done.path, done.bytes, done.people, done.not_asked, done.opposed
    );
    Ok(Outcome::new(json!(done), text))
}
