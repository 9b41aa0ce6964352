//! The person's card: an opaque code that opens their page.

use posta_domain::{CardCode, DocumentId, Kind};

use crate::app::App;
use crate::error::Error;
use crate::permission::Act;
use crate::person::view_problem;

impl App {
    /// The id of the person whose card this is.
    ///
    /// # Errors
    /// [`Error::NotACard`], [`Error::BadInput`] (a wrong character, or a card of a later version), [`Error::UnknownCard`] (of ours, but the person has not come to this device yet),
    /// [`Error::NotAllowed`], [`Error::Locked`].
    pub fn open_card(&self, text: &str) -> Result<String, Error> {
        self.with(|open| {
            open.allow(Act::FindPerson)?;
            let id = CardCode::parse(text).map_err(|problem| match problem.code {
                "card_code_unreadable" => Error::NotACard,
                _ => Error::BadInput(vec![view_problem(problem)]),
            })?;
            let id = id.person();
            let is_here = open.registry()?.file.holds(&Kind::Person, &id)?;
            if is_here { Ok(id.to_string()) } else { Err(Error::UnknownCard) }
        })
    }
}

/// What a person's card shows.
pub(crate) fn card_code(id: &DocumentId) -> String {
    CardCode(*id).to_string()
}

/// The person that a card code names; none for any other text.
pub(crate) fn read_card(text: &str) -> Option<DocumentId> {
    CardCode::parse(text).ok().map(|code| code.person())
}
