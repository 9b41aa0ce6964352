//! One person's data, for the person: everything that this user may read of them, with who said it and when.

use std::collections::BTreeSet;
use std::path::Path;

use posta_documents::Document;
use posta_domain::{AuditAct, DocumentId, Kind};
use posta_exports::{Bundle, Leaving};
use posta_identity::private_file::{temporary_of, write_private};
use serde_json::{Map, Value, json};

use super::show::scalar_text;
use crate::app::App;
use crate::audit::cannot_show;
use crate::error::Error;
use crate::export::Parts;
use crate::id::{random_document, read_id};
use crate::inbox::name_of;
use crate::open::Open;
use crate::permission::Act;
use crate::scope::OpenScope;
use crate::time::{Moment, rfc3339};
use crate::view::{ExportView, ProblemView};

impl App {
    /// Writes one person's data as JSON into a folder, readable by its owner only, under a name that tells nothing; and
    /// beside it, as `.fhir.json`, what other programs read: a FHIR R4 bundle, without anything restricted. A restricted
    /// consultation comes with its content only if this session gave a reason for it. Noted for the supervisors first.
    ///
    /// # Errors
    /// [`Error::NotAllowed`], [`Error::NotFound`], [`Error::Locked`], [`Error::Unreadable`]; [`Error::BadInput`]:
    /// there is no such folder, and nothing was noted; [`Error::Storage`]: it could not be noted, or the file could not be written.
    pub fn export_person(&self, person: &str, folder: &Path) -> Result<ExportView, Error> {
        self.refuse_in_practice()?;
        let now = self.now();
        let person = read_id(person)?;
        self.with(|open| {
            open.allow(Act::ExportPerson)?;
            if !folder.is_dir() {
                let (field, code, severity) = ("folder".into(), "folder_unknown".into(), "error".into());
                return Err(Error::BadInput(vec![ProblemView { field, code, severity }]));
            }
            let records = open.records_of(&person).map_err(cannot_show)?;
            // The person's own copy is the person's right, whatever was refused to others; it says what was.
            let agreed = open.agreed_purposes(&person, now).map_err(cannot_show)?;
            let count = u32::try_from(records.len()).unwrap_or(u32::MAX);
            let bundle = open.bundle_of(&person, now).map_err(cannot_show)?;
            open.note_exported(&person, now)?;
            let content = json!({
                "format": "posta person 1",
                "exported_at": rfc3339(now.at),
                "exported_by": open.desk.secrets.name,
                "post": open.desk.post.name,
                "agreed": agreed,
                "records": records,
            });
            let path = folder.join(format!("{}.json", random_document()?));
            write_all(&path.with_extension("fhir.json"), &bundle)?;
            write_all(&path, format!("{content:#}\n").as_bytes())?;
            Ok(ExportView { path: path.to_string_lossy().into_owned(), records: count })
        })
    }
}

fn write_all(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    write_private(path, bytes).map_err(|error| {
        // What was written of it is in the clear.
        let _ = std::fs::remove_file(temporary_of(path));
        Error::Storage(error.kind().to_string())
    })
}

impl Open {
    /// The person's own copy as a FHIR bundle: theirs, whatever was refused to others.
    fn bundle_of(&self, person: &DocumentId, now: Moment) -> Result<Vec<u8>, Error> {
        let subject = self.subject(person, self.consents(person, now)?, Parts::All { care: true }, now)?;
        let unwritten = |error: posta_exports::ExportError| Error::Unexpected(error.to_string());
        let mut bundle = Bundle::begin(Vec::new(), now.at, self.desk.pack).map_err(unwritten)?;
        bundle.add(&Leaving::to_the_person(subject)).map_err(unwritten)?;
        bundle.finish().map_err(unwritten)
    }

    /// Notes what of a person is exported: of each team what it shows. Never with the person, so that no row tells who
    /// was attended; the person alone where nothing of a team is shown.
    fn note_exported(&self, person: &DocumentId, now: Moment) -> Result<(), Error> {
        let mut any = false;
        for scope in self.confidential() {
            for (kind, id) in self.shown_about(scope, person)? {
                any = true;
                self.note_in(scope, AuditAct::Exported, kind.as_str(), vec![id], now)?;
            }
            for each in self.linked_records(person)? {
                for (row, _) in self.handed_over(scope, &each)? {
                    any = true;
                    self.note_in(scope, AuditAct::Exported, &row.kind, vec![name_of(&row.hash)], now)?;
                }
            }
        }
        if any {
            return Ok(());
        }
        self.note_in(self.registry()?, AuditAct::Exported, Kind::Person.as_str(), vec![*person], now)
    }

    fn records_of(&self, person: &DocumentId) -> Result<Vec<Value>, Error> {
        let registry = self.registry()?;
        let linked = self.linked_records(person)?;
        let mut records = Vec::new();
        for each in &linked {
            let mut document = registry.file.document(&Kind::Person, each)?.ok_or(Error::NotFound)?;
            records.push(self.record(registry, &Kind::Person, each, &mut document)?);
        }
        for scope in std::iter::once(registry).chain(self.confidential()) {
            let closed = self.closed_in(scope)?;
            let mut about = BTreeSet::new();
            for each in &linked {
                about.extend(scope.file.documents_about(each)?);
            }
            for (kind, id) in about {
                if closed.contains(&id) {
                    records.push(json!({ "kind": kind.as_str(), "id": id.to_string(), "restricted": true }));
                } else if let Some(mut document) = scope.file.document(&kind, &id)? {
                    records.push(self.record(scope, &kind, &id, &mut document)?);
                }
            }
        }
        for scope in self.confidential() {
            for each in &linked {
                records.extend(self.handed_over(scope, each)?.into_iter().map(|(_, record)| record));
            }
        }
        Ok(records)
    }

    /// Every value that a record's fields have now; more than one where a conflict is open.
    fn record(
        &self,
        scope: &OpenScope,
        kind: &Kind,
        id: &DocumentId,
        document: &mut Document,
    ) -> Result<Value, Error> {
        let mut fields = Map::new();
        let history = document.history();
        for (key, value) in document.fields() {
            let said = history.iter().rev().find(|change| change.field == key && change.value == value);
            let (author, post, at) = match said {
                Some(change) => {
                    let (author, post) = self.source(scope, change.actor)?;
                    (author, post, rfc3339(change.at))
                }
                None => Default::default(),
            };
            let value = json!({ "value": scalar_text(&value), "author": author, "post": post, "at": at });
            fields.insert(key, json!([value]));
        }
        for conflict in document.conflicts() {
            let mut values = Vec::new();
            for each in conflict.values {
                let (author, post) = self.source(scope, each.actor)?;
                let (value, at) = (scalar_text(&each.value), rfc3339(each.at));
                values.push(json!({ "value": value, "author": author, "post": post, "at": at }));
            }
            fields.insert(conflict.field, Value::Array(values));
        }
        Ok(json!({ "kind": kind.as_str(), "id": id.to_string(), "fields": fields }))
    }
}
