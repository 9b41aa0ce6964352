//! Keeping what supervisors add.

use posta_domain::{Fields, Kind, Problem, Publication, PublicationKind};
use posta_store::Write;

use super::list::code_of_pack;
use crate::app::App;
use crate::error::Error;
use crate::office::{line, note};
use crate::permission::Act;
use crate::person::only_warnings;
use crate::scope::Deed;
use crate::view::{Saved, ShelfInput};

impl App {
    /// Keeps an item, new or changed, withdrawn or shown again; returns once that is durable. Its PDF stays as it was. `base`
    /// is the form as it began, none of a new one: only what differs from it is written.
    ///
    /// # Errors
    /// [`Error::BadInput`] (also `office_moved`: somebody else changed the same field meanwhile); [`Error::NotFound`], also of what the pack brings, which is nobody's to change;
    /// [`Error::NotAllowed`], [`Error::Locked`], [`Error::Storage`].
    pub fn save_shelf_item(&self, input: &ShelfInput, base: Option<&ShelfInput>) -> Result<Saved, Error> {
        let now = self.now();
        self.with(|open| {
            open.allow(Act::TendShelf)?;
            if code_of_pack(&input.id).is_some() {
                return Err(Error::NotFound);
            }
            let (id, stored) = open.office_record(&Kind::Publication, &input.id)?;
            let mut problems = Vec::new();
            let publication = written_over(&stored, input, base, &mut problems);
            problems.extend(publication.problems(open.desk.pack));
            let warnings = only_warnings(problems)?;
            let document = open.registry()?.file.document(&Kind::Publication, &id)?;
            let conflicts = document.map(|document| document.conflicts()).unwrap_or_default();
            let texts = conflicts.into_iter().filter(|one| one.field == "text").flat_map(|one| one.values);
            let undecided: Vec<String> =
                texts.filter_map(|one| one.value.as_text().map(str::to_owned)).collect();
            let changes = publication.changes_from(&stored, &undecided).into_iter();
            let writes = changes.map(|fields| Write { kind: Kind::Publication, id, fields }).collect();
            open.registry()?.commit(&open.desk, &[Deed { writes, draft: None }], now.at)?;
            Ok(Saved { id: id.to_string(), warnings })
        })
    }
}

fn told(input: &ShelfInput) -> Publication {
    Publication {
        kind: PublicationKind::from_word(&line(&input.kind)),
        title: line(&input.title),
        summary: note(&input.summary),
        language: line(&input.language),
        date: line(&input.date),
        source: line(&input.source),
        text: note(&input.text),
        file: None,
        withdrawn: input.withdrawn,
    }
}

/// What is kept, with what the form changed of what it began from. A field that somebody else changed too, and to something
/// else, is a problem by its name.
fn written_over(
    stored: &Fields,
    input: &ShelfInput,
    base: Option<&ShelfInput>,
    problems: &mut Vec<Problem>,
) -> Publication {
    let (told_now, kept) = (told(input), Publication::from_fields(stored));
    let Some(base) = base.filter(|_| !stored.is_empty()).map(told) else {
        return Publication { file: kept.file, ..told_now };
    };
    let mut moved = |field, is_changed: bool, is_moved: bool| {
        if is_changed && is_moved {
            problems.push(Problem::error(field, "office_moved"));
        }
        is_changed
    };
    macro_rules! pick {
        ($field:ident) => {
            if moved(
                stringify!($field),
                told_now.$field != base.$field,
                kept.$field != base.$field && kept.$field != told_now.$field,
            ) {
                told_now.$field
            } else {
                kept.$field
            }
        };
    }
    Publication {
        kind: pick!(kind),
        title: pick!(title),
        summary: pick!(summary),
        language: pick!(language),
        date: pick!(date),
        source: pick!(source),
        text: pick!(text),
        withdrawn: pick!(withdrawn),
        file: kept.file,
    }
}
