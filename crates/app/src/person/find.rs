//! Search: names in any order, accents or not, numbers, year of birth.

use crate::app::App;
use crate::error::Error;
use crate::permission::Act;
use crate::view::PersonCard;

/// More than anyone reads.
const MOST: u32 = 100;

impl App {
    /// The people that fit best, at most `limit` (1 to 100). Any text is a legal question.
    ///
    /// # Errors
    /// [`Error::Locked`], [`Error::NotAllowed`], [`Error::Unreadable`].
    pub fn find_people(&self, text: &str, limit: u32) -> Result<Vec<PersonCard>, Error> {
        self.read(|open| {
            open.allow(Act::FindPerson)?;
            let rows = open.registry()?.file.search(text, limit.clamp(1, MOST))?;
            open.cards(&rows)
        })
    }
}
