//! Looking for something to read, by words of its title, summary or text.

use posta_domain::{Pack, ShelfEntry, fold};
use posta_store::PublicationRow;

use super::list::{item_of_pack, item_of_row};
use super::snippet::snippet;
use crate::app::App;
use crate::error::Error;
use crate::open::Open;
use crate::permission::Act;
use crate::view::{ShelfHit, ShelfItem};

/// Items that one search gives, at most.
const MOST: u32 = 50;
/// Words of a question that are looked for.
const WORDS: usize = 12;

/// An item that has every word, with where its text comes from.
struct Found {
    item: ShelfItem,
    text: Source,
    /// The more the better.
    rank: (usize, usize),
}

enum Source {
    Pack(&'static ShelfEntry),
    Department(PublicationRow),
}

impl App {
    /// What has every word that was typed, each by its beginning, blind to accents: first where the title has the most of
    /// them, then the latest. Nothing for a question without letters or digits.
    ///
    /// # Errors
    /// [`Error::NotAllowed`], [`Error::Locked`], [`Error::Unreadable`].
    pub fn search_shelf(&self, query: &str, limit: u32, language: &str) -> Result<Vec<ShelfHit>, Error> {
        let folded = fold(query);
        let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).take(WORDS).collect();
        self.read(|open| {
            open.allow(Act::SeeShelf)?;
            if words.is_empty() {
                return Ok(Vec::new());
            }
            let mut found = of_pack(open.desk.pack, &words, language);
            found.extend(open.of_department(query, &words, language)?);
            found.sort_by(|a, b| (b.rank, &b.item.date).cmp(&(a.rank, &a.item.date)));
            found.truncate(usize::try_from(limit.min(MOST)).unwrap_or_default());
            found.into_iter().map(|found| open.hit(found, &words)).collect()
        })
    }
}

impl Open {
    fn of_department(&self, query: &str, words: &[&str], language: &str) -> Result<Vec<Found>, Error> {
        let pack = self.desk.pack;
        let rows = self.registry()?.file.search_publications(query)?;
        let found = rows.into_iter().map(|row| {
            let item = item_of_row(pack, &row, language);
            Found { rank: rank(&item, words), item, text: Source::Department(row) }
        });
        Ok(found.collect())
    }

    fn hit(&self, found: Found, words: &[&str]) -> Result<ShelfHit, Error> {
        let text = match found.text {
            Source::Pack(entry) => entry.markdown(),
            Source::Department(row) if row.has_text => self.text_of(&row.id)?,
            Source::Department(_) => String::new(),
        };
        let item = found.item;
        let within = snippet(&item.summary, words).or_else(|| snippet(&text, words));
        Ok(ShelfHit {
            snippet: within.unwrap_or_else(|| item.summary.clone()),
            id: item.id,
            title: item.title,
            kind: item.kind,
            kind_name: item.kind_name,
        })
    }
}

fn of_pack(pack: &'static Pack, words: &[&str], language: &str) -> Vec<Found> {
    let all = pack.shelf.items.iter().filter(|entry| {
        let folded = fold(&format!("{} {} {}", entry.title, entry.summary, entry.markdown()));
        words.iter().all(|word| begins_in(&folded, word))
    });
    let found = all.map(|entry| {
        let item = item_of_pack(pack, entry, language);
        Found { rank: rank(&item, words), item, text: Source::Pack(entry) }
    });
    found.collect()
}

/// How many of the words the title has, then the summary.
fn rank(item: &ShelfItem, words: &[&str]) -> (usize, usize) {
    let of = |text: &str| {
        let folded = fold(text);
        words.iter().filter(|word| begins_in(&folded, word)).count()
    };
    (of(&item.title), of(&item.summary))
}

/// Whether a word of a folded text begins so.
fn begins_in(folded: &str, word: &str) -> bool {
    folded.split(' ').any(|one| one.starts_with(word))
}
