//! Invented people as import lines, for demos and tests.

use std::io::Write as _;

use posta_domain::Pack;
use posta_domain::import::ImportLine;
use posta_domain::synthetic::Synthetic;
use serde_json::Value;

use crate::outcome::{Failure, Outcome};

/// Writes the lines to standard output as they are invented.
///
/// # Errors
/// Usage, for a post that the pack does not know.
pub fn write_lines(
    people: u32,
    seed: u64,
    post: Option<&str>,
    consultations: bool,
) -> Result<Outcome, Failure> {
    let mut synthetic = Synthetic::new(seed).on(chrono::Local::now().date_naive());
    if let Some(code) = post {
        let post = Pack::all()
            .iter()
            .find_map(|pack| pack.post(code))
            .ok_or_else(|| Failure::Usage("no such post".into()))?;
        synthetic = synthetic.at([post]);
    }
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let wanted = |line: &ImportLine| consultations || !matches!(line, ImportLine::Consultation(_));
    for line in synthetic.lines(people as usize).filter(wanted) {
        let text = serde_json::to_string(&line).map_err(|error| Failure::File(error.into()))?;
        writeln!(out, "{text}").map_err(Failure::File)?;
    }
    out.flush().map_err(Failure::File)?;
    Ok(Outcome::new(Value::Null, String::new()))
}
