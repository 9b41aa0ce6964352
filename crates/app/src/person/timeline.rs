//! A person's events, newest first.

use posta_documents::Document;
use posta_domain::{DocumentId, Kind};
use posta_store::{ConsultationRow, PersonRow};

use crate::catalogue::post_name;
use crate::error::Error;
use crate::open::Open;
use crate::time::rfc3339;
use crate::view::TimelineEntry;

impl Open {
    pub(crate) fn timeline(
        &self,
        id: DocumentId,
        person: &PersonRow,
        document: &mut Document,
    ) -> Result<Vec<TimelineEntry>, Error> {
        let mut events = self.edits(document)?;
        self.events_of(&id, person, &mut events)?;
        let file = &self.registry()?.file;
        for other in self.linked_records(&id)?.into_iter().skip(1) {
            let Some(row) = file.person(&other)? else { continue };
            if let Some(mut document) = file.document(&Kind::Person, &other)? {
                events.extend(self.edits(&mut document)?);
            }
            self.events_of(&other, &row, &mut events)?;
        }
        // Of one second, what came later in this list happened first.
        events.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
        Ok(events.into_iter().map(|(_, entry)| entry).collect())
    }

    /// Registration, enrollments and consultations of one record.
    fn events_of(
        &self,
        id: &DocumentId,
        person: &PersonRow,
        events: &mut Vec<(i64, TimelineEntry)>,
    ) -> Result<(), Error> {
        for row in self.registry()?.file.enrollments_of(id)? {
            let event = self.event("enrollment", &row.id, row.origin.at, &row.origin.author, &row.post);
            let words = vec![row.program, row.status];
            events
                .push((row.origin.at, TimelineEntry { on: row.on, words, facility: row.facility, ..event }));
        }
        for scope in self.confidential() {
            for row in scope.file.consultations_of(id)? {
                let at = row.origin.at;
                let hidden = row.restricted && !self.was_opened(&row.id);
                let event = self.consultation_event(row);
                events.push((at, if hidden { without_content(event) } else { event }));
            }
        }
        let at = person.origin.at;
        let registered = self.event("registered", id, at, &person.origin.author, &person.registered_post);
        events.push((at, TimelineEntry { on: person.registered_on.clone(), ..registered }));
        Ok(())
    }

    /// A consultation with its content.
    pub(crate) fn consultation_event(&self, row: ConsultationRow) -> TimelineEntry {
        let event = self.event("consultation", &row.id, row.origin.at, &row.origin.author, &row.post);
        TimelineEntry {
            on: row.on,
            words: vec![row.reason],
            needs: row.needs,
            note: row.note,
            restricted: row.restricted,
            opened: row.restricted,
            ..event
        }
    }

    /// Changes after the first: who changed which fields.
    fn edits(&self, document: &mut Document) -> Result<Vec<(i64, TimelineEntry)>, Error> {
        let mut changes: Vec<(posta_documents::ChangeHash, i64, TimelineEntry)> = Vec::new();
        for field in document.history() {
            if let Some((_, _, entry)) = changes.iter_mut().find(|(hash, ..)| *hash == field.hash) {
                entry.words.push(field.field);
                continue;
            }
            let (author, post) = self.source(self.registry()?, field.actor)?;
            let at = rfc3339(field.at);
            let words = vec![field.field];
            changes.push((
                field.hash,
                field.at,
                TimelineEntry { at, author, post, words, ..blank("edited") },
            ));
        }
        Ok(changes.into_iter().skip(1).rev().map(|(_, at, entry)| (at, entry)).collect())
    }

    fn event(&self, kind: &str, id: &DocumentId, at: i64, author: &str, post: &str) -> TimelineEntry {
        TimelineEntry {
            id: id.to_string(),
            at: rfc3339(at),
            author: author.into(),
            post: post_name(self.desk.pack, post),
            ..blank(kind)
        }
    }
}

/// What is told of a restricted consultation before a reason is given: that it is there, by whom and when.
fn without_content(event: TimelineEntry) -> TimelineEntry {
    TimelineEntry { words: Vec::new(), needs: Vec::new(), note: String::new(), opened: false, ..event }
}

fn blank(kind: &str) -> TimelineEntry {
    TimelineEntry {
        kind: kind.into(),
        id: String::new(),
        at: String::new(),
        on: String::new(),
        author: String::new(),
        post: String::new(),
        words: Vec::new(),
        needs: Vec::new(),
        note: String::new(),
        facility: String::new(),
        restricted: false,
        opened: false,
    }
}
