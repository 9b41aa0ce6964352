//! Indicators of a period.

use posta_app::App;
use posta_app::view::{Figure, FiguresRequest};
use serde_json::json;

use crate::args::Figures;
use crate::outcome::{Failure, Outcome};

/// Shows them, or writes the report.
///
/// # Errors
/// What could not be done, with its exit code.
pub fn run(app: &App, act: Figures) -> Result<Outcome, Failure> {
    let Figures { from, to, post, language, pdf } = act;
    let request = FiguresRequest { from, to, post, language };
    if let Some(folder) = pdf {
        let saved = app.save_figures(&request, &folder)?;
        return Ok(Outcome::new(json!(saved), format!("{}\n", saved.path)));
    }
    let view = app.figures(&request)?;
    let mut text =
        format!("{} to {} (before: {} to {})\n", view.from, view.to, view.before_from, view.before_to);
    for figure in &view.figures {
        text.push_str(&format!("{:>8} {:>8}  {}\n", show(&figure.figure), show(&figure.before), figure.name));
    }
    Ok(Outcome::new(json!(view), text))
}

/// A number as it may be told.
pub fn show(figure: &Figure) -> String {
    match (figure.n, figure.hidden.as_str()) {
        (Some(n), "some") => format!(">={n}"),
        (Some(n), _) => n.to_string(),
        (None, hidden) => hidden.to_owned(),
    }
}
