//! Everything on the shelf.

use posta_domain::{FILE_BYTES_MAX, Pack, PublicationKind, SHELF_TEXT_MAX, ShelfEntry, fold};
use posta_store::PublicationRow;

use crate::app::App;
use crate::catalogue::choice;
use crate::error::Error;
use crate::home::count;
use crate::permission::Act;
use crate::view::{Choice, ShelfFile, ShelfItem, ShelfView};

/// How ids of what the pack brings begin.
const OF_PACK: &str = "pack:";

impl App {
    /// What there is to read, kind by kind, by title; with the words of a language. What was withdrawn is there for those
    /// who keep the shelf.
    ///
    /// # Errors
    /// [`Error::NotAllowed`], [`Error::Locked`], [`Error::Unreadable`].
    pub fn shelf(&self, language: &str) -> Result<ShelfView, Error> {
        self.read(|open| {
            open.allow(Act::SeeShelf)?;
            let (pack, can_tend) = (open.desk.pack, open.allow(Act::TendShelf).is_ok());
            let rows = open.registry()?.file.publications()?;
            let of_department = rows.iter().filter(|row| can_tend || !row.withdrawn);
            let mut items: Vec<ShelfItem> =
                pack.shelf.items.iter().map(|entry| item_of_pack(pack, entry, language)).collect();
            items.extend(of_department.map(|row| item_of_row(pack, row, language)));
            items.sort_by_cached_key(|item| (place_of(&item.kind), fold(&item.title)));
            Ok(ShelfView {
                items,
                kinds: choices(pack, "shelf_kinds", &pack.shelf.kinds, language),
                languages: choices(pack, "languages", &pack.languages, language),
                can_tend,
                text_limit: count(SHELF_TEXT_MAX as u64),
                file_limit: count(FILE_BYTES_MAX as u64),
            })
        })
    }
}

fn choices(pack: &Pack, list: &str, words: &[posta_domain::Word], language: &str) -> Vec<Choice> {
    let named =
        |word: &posta_domain::Word| choice(&word.code, pack.name_of(list, &word.code, language), word.common);
    words.iter().map(named).collect()
}

/// Where a kind stands among them; one of a later version is last.
fn place_of(kind: &str) -> usize {
    PublicationKind::WORDS.iter().position(|word| *word == kind).unwrap_or(usize::MAX)
}

/// The code of an item of the pack, if an id is of one.
pub(super) fn code_of_pack(id: &str) -> Option<&str> {
    id.strip_prefix(OF_PACK)
}

pub(super) fn item_of_pack(pack: &Pack, entry: &ShelfEntry, language: &str) -> ShelfItem {
    ShelfItem {
        id: format!("{OF_PACK}{}", entry.code),
        kind: entry.kind.clone(),
        kind_name: pack.name_of("shelf_kinds", &entry.kind, language).into(),
        title: entry.title.clone(),
        summary: entry.summary.clone(),
        language: entry.language.clone(),
        language_name: pack.name_of("languages", &entry.language, language).into(),
        date: entry.date.clone(),
        source: entry.source.clone(),
        origin: "pack".into(),
        has_text: true,
        file: (!entry.pdf.is_empty()).then(|| ShelfFile {
            bytes: count(entry.pdf.len() as u64),
            here: 1,
            pieces: 1,
        }),
        withdrawn: false,
        unreviewed: entry.unreviewed,
    }
}

pub(super) fn item_of_row(pack: &Pack, row: &PublicationRow, language: &str) -> ShelfItem {
    let kind = row.kind.as_str();
    let file = row.file.as_ref();
    ShelfItem {
        id: row.id.to_string(),
        kind: kind.into(),
        kind_name: pack.name_of("shelf_kinds", kind, language).into(),
        title: row.title.clone(),
        summary: row.summary.clone(),
        language: row.language.clone(),
        language_name: pack.name_of("languages", &row.language, language).into(),
        date: row.date.clone(),
        source: row.source.clone(),
        origin: "department".into(),
        has_text: row.has_text,
        file: file.map(|file| ShelfFile { bytes: file.bytes, here: row.here, pieces: file.pieces() }),
        withdrawn: row.withdrawn,
        unreviewed: false,
    }
}
