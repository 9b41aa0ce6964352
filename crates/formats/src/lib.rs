//! What leaves on paper: the enrollment slip, the card, the sheet of rights, the letter of a referral, the summary for
//! the next post, the report of figures, the certificate of a training and the poster for a wall, as PDF and as pixels.
//!
//! Data in, bytes out: no file, no network, no clock, no font of the system. The layout stands in `templates/`, in
//! the language of the typesetting library; data reach it as a JSON value and never as markup. What depends on a
//! purpose the person decides about comes as [`posta_domain::Released`], which this crate cannot make.

mod card;
mod card_code;
mod certificate;
mod error;
mod language;
mod letter;
mod page;
mod paper;
mod poster;
mod press;
mod print;
mod printable;
mod qr;
mod report;
mod sheet;
mod slip;
mod summary;
mod words;

#[cfg(test)]
mod tests;

pub use card::Card;
pub use card_code::PrintedCode;
pub use certificate::Certificate;
pub use error::PrintError;
pub use language::Language;
pub use letter::{Letter, Told};
pub use paper::Paper;
pub use poster::Poster;
pub use print::{PageSize, Print};
pub use report::{Counted, Report, ReportPart, ReportPost, ReportTable};
pub use sheet::{Review, Section, Sheet};
pub use slip::{Coverage, FacilityAddress, Finding, Registration, Slip};
pub use summary::{SummaryLine, SummarySheet, summary_lines};
