//! Reading a summary that somebody carries, without a network.

use posta_domain::Summary;
use posta_identity::{SignedSummary, SignedSummaryError, Vouched};

use super::lines_of;
use crate::app::App;
use crate::error::Error;
use crate::permission::Act;
use crate::view::SummaryReading;

impl App {
    /// What a scanned summary says, and how far this device can vouch for it. Stores nothing.
    ///
    /// # Errors
    /// [`Error::NotASummary`] (another text, or misread), [`Error::ForgedSummary`] (its device did not sign this),
    /// [`Error::NewerSummary`], [`Error::NotAllowed`], [`Error::Locked`].
    pub fn read_summary(&self, text: &str) -> Result<SummaryReading, Error> {
        let language = self.words_language();
        self.with(|open| {
            open.allow(Act::ReadSummary)?;
            let signed = SignedSummary::from_text(text).map_err(|error| match error {
                SignedSummaryError::UnsupportedVersion(_) => Error::NewerSummary,
                _ => Error::NotASummary,
            })?;
            // Who altered it is told so before its content is looked at.
            let vouched = signed.verify(open.membership()).map_err(|_| Error::ForgedSummary)?;
            let summary = Summary::decode(&signed.content).ok_or(Error::NotASummary)?;
            let standing = match vouched {
                Vouched::Yes => "verified",
                Vouched::OtherDepartment => "other_department",
                Vouched::UnknownDevice => "unknown_device",
                Vouched::Ended => "ended",
            };
            Ok(SummaryReading {
                standing: standing.into(),
                on: summary.on.to_string(),
                lines: lines_of(open.desk.pack, language, &summary),
            })
        })
    }
}
