//! The enrollment slip: what the person takes along.

use chrono::NaiveDate;
use posta_domain::{EnrollmentStatus, Released};
use serde::Serialize;

use crate::page::Furniture;
use crate::press::{Press, Template};
use crate::printable::{Printable, printed};
use crate::qr::Qr;
use crate::{Language, Paper, Print, PrintError, PrintedCode};

/// The slip. There is no place in it for needs, protection, care, or the neutral flag of attention on the same day:
/// it is carried about and shown.
pub struct Slip {
    /// Language of our words; the texts below come in it too, as far as the pack has them.
    pub language: Language,
    /// The code of the person's card.
    pub code: PrintedCode,
    /// Released for `register`.
    pub registration: Released<Registration>,
    /// Released for `share_facility`; without it the slip names no facility.
    pub facility: Option<Released<FacilityAddress>>,
    /// Name of the post.
    pub post: String,
    /// Day of the enrollment.
    pub on: NaiveDate,
}

/// A person's file for a programme, as far as it is printed.
pub struct Registration {
    /// As the person wishes to be called; blank if undeclared.
    pub name: String,
    /// Name of the programme.
    pub program: String,
    /// How far the official procedure has come.
    pub status: EnrollmentStatus,
    /// The programme's own number; printed only when confirmed.
    pub official_number: String,
    /// What the rules found.
    pub coverage: Coverage,
    /// Names of requirements that are still missing.
    pub missing: Vec<String>,
    /// What to do next, one or two sentences; may be blank.
    pub next_step: String,
}

/// What the rules found, to the person. Never a refusal.
pub struct Coverage {
    /// Of which kind.
    pub finding: Finding,
    /// One sentence.
    pub sentence: String,
    /// Name of the norm, e.g. "Ley 1152".
    pub norm: String,
}

/// Of which kind a finding of the rules is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding {
    /// A covered group.
    Covered,
    /// Something is still to be asked.
    ToConfirm,
    /// Where to go.
    Orientation,
}

/// A facility and how to find it.
pub struct FacilityAddress {
    /// Name.
    pub name: String,
    /// How to find it, in words, one line each.
    pub lines: Vec<String>,
}

impl Slip {
    /// Lays the slip out.
    ///
    /// # Errors
    /// [`PrintError::Layout`].
    pub fn lay_out(&self, paper: Paper) -> Result<Print, PrintError> {
        Press::get().lay_out(Template::Slip, &self.page(paper)?)
    }

    fn page(&self, paper: Paper) -> Result<Page<'_>, PrintError> {
        let words = self.language.words();
        let held = self.registration.get();
        let facility = self.facility.as_ref().map(Released::get);
        let confirmed = held.status == EnrollmentStatus::Confirmed;
        Ok(Page {
            furniture: Furniture::of(self.language, words.slip_title, Language::Spanish.words().slip_title),
            paper: paper.code(),
            name: if held.name.trim().is_empty() { words.unnamed.into() } else { (&held.name).into() },
            program: (&held.program).into(),
            state: held.status.as_str().into(),
            step: step(&held.status),
            state_heading: words.state_heading,
            state_word: words.state_word(&held.status).into(),
            state_sentence: words.state_sentence(&held.status),
            caution: if confirmed { "" } else { words.not_the_confirmation },
            number_heading: words.number_heading,
            number: if confirmed { (&held.official_number).into() } else { Printable::default() },
            coverage_heading: words.coverage_heading(held.coverage.finding),
            coverage: (&held.coverage.sentence).into(),
            norm_heading: words.norm_heading,
            norm: (&held.coverage.norm).into(),
            missing_heading: words.missing_heading,
            missing: printed(&held.missing),
            missing_note: words.missing_note,
            next_heading: words.next_heading,
            next: (&held.next_step).into(),
            facility_heading: words.facility_heading,
            facility: facility.map(|facility| (&facility.name).into()),
            address: facility.map(|facility| printed(&facility.lines)).unwrap_or_default(),
            post_heading: words.post_heading,
            post: (&self.post).into(),
            day: words.day(self.on),
            qr: Qr::of(&self.code)?,
            qr_alt: format!("{} {}", words.qr_alt, self.code),
            code_groups: self.code.groups(),
            readers: words.readers,
            facility_reads: if facility.is_some() { words.facility_reads } else { "" },
        })
    }
}

/// Which of the steps is drawn as reached; a state of a later version has none.
fn step(status: &EnrollmentStatus) -> Option<u8> {
    match status {
        EnrollmentStatus::Prepared => Some(0),
        EnrollmentStatus::Submitted => Some(1),
        EnrollmentStatus::Confirmed | EnrollmentStatus::Observed => Some(2),
        EnrollmentStatus::Other(_) => None,
    }
}

/// What `templates/slip.typ` reads.
#[derive(Serialize)]
struct Page<'a> {
    #[serde(flatten)]
    furniture: Furniture,
    paper: &'static str,
    name: Printable,
    program: Printable,
    state: Printable,
    step: Option<u8>,
    state_heading: &'static str,
    state_word: Printable,
    state_sentence: &'static str,
    caution: &'static str,
    number_heading: &'static str,
    number: Printable,
    coverage_heading: &'static str,
    coverage: Printable,
    norm_heading: &'static str,
    norm: Printable,
    missing_heading: &'static str,
    missing: Vec<Printable>,
    missing_note: &'static str,
    next_heading: &'static str,
    next: Printable,
    facility_heading: &'static str,
    facility: Option<Printable>,
    address: Vec<Printable>,
    post_heading: &'static str,
    post: Printable,
    day: String,
    qr: Qr,
    qr_alt: String,
    code_groups: [Vec<&'a str>; 4],
    readers: &'static str,
    facility_reads: &'static str,
}
