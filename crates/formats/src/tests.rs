//! The prints, read back: as pictures, as words, and as what stands where.

mod bounds;
mod certificate;
mod golden;
mod hostile;
mod pdf;
mod pixels;
mod posters;
mod promises;
mod reader;
mod samples;
mod sheets;
mod summary;

use typst::diag::{SourceDiagnostic, SourceResult, Warned};
use typst::ecow::EcoVec;
use typst_layout::PagedDocument;

/// Says in a test what the library complained about; programs never do, because it may quote data.
#[allow(clippy::print_stderr, reason = "only in tests")]
pub(crate) fn complain(problems: &EcoVec<SourceDiagnostic>) {
    for problem in problems {
        eprintln!("{:?}: {} {:?}", problem.severity, problem.message, problem.hints);
    }
}

/// Says what was odd in a layout, and lets no warning pass.
pub(crate) fn show(laid: &Warned<SourceResult<PagedDocument>>) {
    complain(&laid.warnings);
    if let Err(errors) = &laid.output {
        complain(errors);
    }
    assert!(laid.warnings.is_empty(), "a template warns");
}
