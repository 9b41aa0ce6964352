//! A decision in the words of the pack.

use posta_domain::{Enrollment, Facts, IdentityDocument, Outcome};

use crate::open::Open;
use crate::view::EligibilityView;

impl Open {
    /// What was decided of an enrollment, with questions and papers as of now.
    pub(super) fn eligibility_view(
        &self,
        enrollment: &Enrollment,
        _facts: &Facts,
        _documents: &[IdentityDocument],
        _language: &str,
    ) -> EligibilityView {
        EligibilityView {
            outcome: enrollment.outcome.as_ref().map_or("", Outcome::as_str).to_owned(),
            version: enrollment.decided_with.clone(),
            on: enrollment.decided_on.map(|day| day.to_string()).unwrap_or_default(),
            ..EligibilityView::default()
        }
    }
}
