//! Departments together.

use posta_app::App;
use serde_json::json;

use crate::args::National;
use crate::figures::show;
use crate::outcome::{Failure, Outcome};

/// Takes files in, then shows a month.
///
/// # Errors
/// What could not be done, with its exit code.
pub fn run(app: &App, act: &National) -> Result<Outcome, Failure> {
    let mut text = String::new();
    for file in &act.take {
        let taken = app.take_national_figures(file)?;
        text.push_str(&format!("{}: {} months\n", taken.department_name, taken.months));
    }
    let view = app.national_figures(&act.month, &act.language)?;
    text.push_str(&format!("{}\n", view.month));
    for figure in &view.figures {
        text.push_str(&format!("{:>8} {:>8}  {}\n", show(&figure.figure), show(&figure.before), figure.name));
    }
    for one in view.departments.iter().filter(|one| !one.made_on.is_empty()) {
        text.push_str(&format!("{:>8} {:>8}  {}\n", show(&one.people), show(&one.enrolled), one.name));
    }
    Ok(Outcome::new(json!(view), text))
}
