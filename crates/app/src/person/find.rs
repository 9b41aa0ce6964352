//! Search: names in any order, accents or not, numbers, year of birth.

use crate::app::App;
use crate::error::Error;
use crate::paper::read_card;
use crate::permission::Act;
use crate::view::PersonCard;

/// More than anyone reads.
const MOST: u32 = 100;

impl App {
    /// The people that fit best, at most `limit` (1 to 100). Any text is a legal question; the code of a card and the
    /// machine-readable lines of a document, as scanners type them, are read as such.
    ///
    /// # Errors
    /// [`Error::Locked`], [`Error::NotAllowed`], [`Error::Unreadable`].
    pub fn find_people(&self, text: &str, limit: u32) -> Result<Vec<PersonCard>, Error> {
        let now = self.now();
        self.read(|open| {
            open.allow(Act::FindPerson)?;
            let (file, limit) = (&open.registry()?.file, limit.clamp(1, MOST));
            if let Some(id) = read_card(text) {
                return open.cards(file.person(&id)?.as_slice());
            }
            let rows = match open.find_by_mrz(text, limit, now)? {
                Some(rows) => rows,
                None => file.search(text, limit)?,
            };
            open.cards(&rows)
        })
    }
}
