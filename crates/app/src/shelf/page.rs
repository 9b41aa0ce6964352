//! One item to read.

use posta_domain::{DocumentId, Kind, Publication};
use posta_store::PublicationRow;

use super::list::{code_of_pack, item_of_pack, item_of_row};
use crate::app::App;
use crate::error::Error;
use crate::id::read_id;
use crate::open::Open;
use crate::permission::Act;
use crate::view::ShelfPage;

impl App {
    /// An item with its text.
    ///
    /// # Errors
    /// [`Error::NotFound`] (also of what was withdrawn, for those who only read), [`Error::NotAllowed`], [`Error::Locked`],
    /// [`Error::Unreadable`].
    pub fn shelf_page(&self, id: &str, language: &str) -> Result<ShelfPage, Error> {
        self.read(|open| {
            open.allow(Act::SeeShelf)?;
            let pack = open.desk.pack;
            if let Some(code) = code_of_pack(id) {
                let entry = pack.shelf.item(code).ok_or(Error::NotFound)?;
                return Ok(ShelfPage { item: item_of_pack(pack, entry, language), text: entry.markdown() });
            }
            let row = open.publication(id)?;
            let text = open.text_of(&row.id)?;
            Ok(ShelfPage { item: item_of_row(pack, &row, language), text })
        })
    }
}

impl Open {
    /// A publication of the department that this user may read.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub(super) fn publication(&self, id: &str) -> Result<PublicationRow, Error> {
        let row = self.registry()?.file.publication(&read_id(id)?)?;
        let may_read = |row: &PublicationRow| !row.withdrawn || self.allow(Act::TendShelf).is_ok();
        row.filter(may_read).ok_or(Error::NotFound)
    }

    /// The text of a publication; blank where there is none.
    pub(super) fn text_of(&self, id: &DocumentId) -> Result<String, Error> {
        let document = self.registry()?.file.document(&Kind::Publication, id)?;
        Ok(document.map(|document| Publication::from_fields(&document.fields()).text).unwrap_or_default())
    }
}
