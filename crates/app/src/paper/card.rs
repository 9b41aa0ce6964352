//! The person's card: an opaque code that opens their page.

use posta_domain::{DocumentId, Kind};

use crate::app::App;
use crate::error::Error;
use crate::permission::Act;

impl App {
    /// The id of the person whose card this is.
    ///
    /// # Errors
    /// [`Error::NotACard`], [`Error::UnknownCard`] (of ours, but the person has not come to this device yet),
    /// [`Error::NotAllowed`], [`Error::Locked`].
    pub fn open_card(&self, text: &str) -> Result<String, Error> {
        self.with(|open| {
            open.allow(Act::FindPerson)?;
            let id = read_card(text).ok_or(Error::NotACard)?;
            let is_here = open.registry()?.file.holds(&Kind::Person, &id)?;
            if is_here { Ok(id.to_string()) } else { Err(Error::UnknownCard) }
        })
    }
}

/// What a person's card shows.
pub(crate) fn card_code(_id: &DocumentId) -> String {
    String::new()
}

/// The person that a card code names; none for any other text.
pub(crate) fn read_card(_text: &str) -> Option<DocumentId> {
    None
}
