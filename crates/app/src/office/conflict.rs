//! What two wrote apart of a training, plan, meeting or commitment, for whoever keeps them to decide.

use posta_domain::{
    Commitment, DONT_KNOW, DocumentId, Fields, Kind, Meeting, Participant, Plan, Publication, Service,
    Training,
};

use super::is_office;
use crate::app::App;
use crate::catalogue::municipality_name;
use crate::error::Error;
use crate::id::read_id;
use crate::open::Open;
use crate::permission::Act;
use crate::training::department_name;
use crate::view::{ConflictView, OfficeConflict, OfficeConflicts};

/// Characters of a text that are shown beside another one.
const BEGINNING: usize = 600;

/// What a record of the office is called, and where it is seen.
pub(crate) struct Subject {
    pub title: String,
    pub of_kind: Kind,
    pub of: DocumentId,
}

impl App {
    /// The undecided fields of a training, participant, plan, meeting or commitment, in a language of the window.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::NotAllowed`], [`Error::Locked`], [`Error::Unreadable`].
    pub fn office_conflicts(&self, kind: &str, id: &str, language: &str) -> Result<OfficeConflicts, Error> {
        let kind = Kind::from_word(kind);
        self.read(|open| {
            open.allow(Act::ResolveConflict)?;
            open.allow(Act::TendOffice)?;
            if !is_office(&kind) {
                return Err(Error::NotFound);
            }
            let (id, registry) = (read_id(id)?, open.registry()?);
            let document = registry.file.document(&kind, &id)?.ok_or(Error::NotFound)?;
            let subject = open.office_subject(&kind, &id)?;
            let found = open.conflicts_of(registry, &kind, id, &document)?;
            let stored = document.fields();
            let fields =
                found.into_iter().map(|conflict| open.office_conflict(&kind, &stored, conflict, language));
            Ok(OfficeConflicts {
                kind: kind.as_str().to_owned(),
                id: id.to_string(),
                title: subject.title,
                of_kind: subject.of_kind.as_str().to_owned(),
                of: subject.of.to_string(),
                fields: fields.collect::<Result<_, _>>()?,
            })
        })
    }
}

/// As much of a text as tells it from another.
fn beginning(text: &str) -> String {
    let mut words: String = text.chars().take(BEGINNING).collect();
    if words.len() < text.len() {
        words.push('…');
    }
    words
}

impl Open {
    /// # Errors
    /// [`Error::NotFound`], [`Error::Unreadable`].
    pub(crate) fn office_subject(&self, kind: &Kind, id: &DocumentId) -> Result<Subject, Error> {
        let fields: Fields = self.registry()?.file.document(kind, id)?.ok_or(Error::NotFound)?.fields();
        let (title, of_kind, of) = match kind {
            Kind::Participant => {
                let participant = Participant::from_fields(&fields);
                (participant.name, Kind::Training, participant.training)
            }
            Kind::Plan => (Plan::from_fields(&fields).institution, Kind::Plan, *id),
            Kind::Meeting => (Meeting::from_fields(&fields).name, Kind::Meeting, *id),
            Kind::Commitment => {
                let commitment = Commitment::from_fields(&fields);
                (commitment.what, Kind::from_word(commitment.of_kind.as_str()), commitment.of)
            }
            Kind::Publication => (Publication::from_fields(&fields).title, Kind::Publication, *id),
            _ => (Training::from_fields(&fields).title, Kind::Training, *id),
        };
        Ok(Subject { title, of_kind, of })
    }

    fn office_conflict(
        &self,
        kind: &Kind,
        stored: &Fields,
        mut conflict: ConflictView,
        language: &str,
    ) -> Result<OfficeConflict, Error> {
        let pack = self.desk.pack;
        let (head, item) = conflict.field.split_once('/').unwrap_or((&conflict.field, ""));
        let about = match head {
            "theme" => pack.name_of("training_themes", item, language),
            "entry" | "exit" => pack.name_of("training_questions", item, language),
            _ => "",
        };
        let about = about.to_owned();
        for value in &mut conflict.values {
            value.name = match head {
                "text" if *kind == Kind::Publication => {
                    beginning(&Publication::text_named(stored, &value.value))
                }
                "file" if *kind == Kind::Publication => {
                    let bytes = value.value.split(' ').nth(1).and_then(|bytes| bytes.parse::<u64>().ok());
                    bytes.map(|bytes| format!("PDF, {} KB", bytes.div_ceil(1024))).unwrap_or_default()
                }
                "entry" | "exit" if value.value != DONT_KNOW && !value.value.is_empty() => {
                    pack.name_of("training_options", &format!("{item}.{}", value.value), language).to_owned()
                }
                "department" => department_name(pack, &value.value),
                "place" => municipality_name(pack, &value.value),
                "service" => self.name_of_service(&value.value)?,
                "trained_by" => self.name_of_trainer(&value.value)?,
                _ => String::new(),
            };
        }
        Ok(OfficeConflict { about, conflict })
    }

    fn name_of_service(&self, id: &str) -> Result<String, Error> {
        let Ok(id) = id.parse() else { return Ok(String::new()) };
        let service: Option<Service> = self.service(&id)?;
        Ok(service.map(|service| service.name).unwrap_or_default())
    }

    fn name_of_trainer(&self, id: &str) -> Result<String, Error> {
        let Ok(id) = id.parse() else { return Ok(String::new()) };
        Ok(self.registry()?.file.participant(&id)?.map(|one| one.name).unwrap_or_default())
    }
}
