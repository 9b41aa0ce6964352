//! The undecided fields of a record, each value with where it came from, and what was decided before.

use posta_documents::{ConflictValue, Document, FieldConflict};
use posta_domain::{
    Commitment, DocumentId, DocumentState, Enrollment, Kind, Person, Plan, Scalar, is_put_off,
    is_put_off_key, put_off_key,
};
use posta_identity::Actor;

use super::scalar_text;
use crate::catalogue::post_name;
use crate::error::Error;
use crate::open::Open;
use crate::scope::OpenScope;
use crate::time::rfc3339;
use crate::view::{ConflictView, DecidedConflict, PutOff, SourcedValue};

impl Open {
    pub(crate) fn conflicts_of(
        &self,
        scope: &OpenScope,
        kind: &Kind,
        id: DocumentId,
        document: &Document,
    ) -> Result<Vec<ConflictView>, Error> {
        let mut views = Vec::new();
        for conflict in document.conflicts().into_iter().filter(|conflict| is_asked(kind, &conflict.field)) {
            let later = self.put_off(scope, document, &conflict)?;
            let values = conflict.values.iter().map(|each| self.sourced(scope, document, &conflict, each));
            views.push(ConflictView {
                kind: kind.as_str().to_owned(),
                id: id.to_string(),
                values: values.collect::<Result<_, _>>()?,
                critical: *kind == Kind::Person && Person::is_critical(&conflict.field),
                later,
                field: conflict.field,
            });
        }
        Ok(views)
    }

    /// What was decided between several values of a record's fields, the last first.
    pub(crate) fn decided_conflicts_of(
        &self,
        scope: &OpenScope,
        kind: &Kind,
        id: DocumentId,
        document: &Document,
    ) -> Result<Vec<DecidedConflict>, Error> {
        let mut views = Vec::new();
        for decision in document.decisions().into_iter().rev().filter(|one| is_asked(kind, &one.field)) {
            let (author, post) = self.source(scope, decision.actor)?;
            let named = |value: &Scalar| -> Result<String, Error> {
                let text = scalar_text(value);
                let name =
                    if decision.field == "person" { self.name_of_person(&text)? } else { String::new() };
                Ok(if name.is_empty() { text } else { name })
            };
            views.push(DecidedConflict {
                kind: kind.as_str().to_owned(),
                id: id.to_string(),
                value: named(&decision.value)?,
                over: decision.over.iter().map(named).collect::<Result<_, _>>()?,
                author,
                post,
                at: rfc3339(decision.at),
                field: decision.field,
            });
        }
        Ok(views)
    }

    fn sourced(
        &self,
        scope: &OpenScope,
        document: &Document,
        conflict: &FieldConflict,
        each: &ConflictValue,
    ) -> Result<SourcedValue, Error> {
        let (author, post) = self.source(scope, each.actor)?;
        let value = scalar_text(&each.value);
        let name = if conflict.field == "person" { self.name_of_person(&value)? } else { String::new() };
        let papers = Person::from_fields(&document.fields_at(&each.hash)).documents;
        let seen = papers.into_iter().filter(|paper| paper.state != DocumentState::Declared);
        let mut seen: Vec<String> = seen.map(|paper| paper.kind).filter(|kind| !kind.is_empty()).collect();
        seen.dedup();
        Ok(SourcedValue { name, value, author, post, at: rfc3339(each.at), shown: each.shown, seen })
    }

    /// Who kept these values for later.
    fn put_off(
        &self,
        scope: &OpenScope,
        document: &Document,
        conflict: &FieldConflict,
    ) -> Result<Option<PutOff>, Error> {
        let values: Vec<String> = conflict.values.iter().map(|one| scalar_text(&one.value)).collect();
        let fields = document.fields();
        if !is_put_off(&fields, &conflict.field, &values) {
            return Ok(None);
        }
        let key = put_off_key(&conflict.field);
        let mark = fields.get(&key);
        let history = document.clone().history();
        let Some(put) = history.iter().rev().find(|one| one.field == key && Some(&one.value) == mark) else {
            return Ok(None);
        };
        let (author, post) = self.source(scope, put.actor)?;
        Ok(Some(PutOff { author, post, at: rfc3339(put.at) }))
    }

    /// What the person with an id is called; empty when unknown.
    fn name_of_person(&self, id: &str) -> Result<String, Error> {
        let Ok(id) = id.parse() else { return Ok(String::new()) };
        Ok(self.registry()?.file.person(&id)?.map(|row| row.display_name).unwrap_or_default())
    }

    /// Name of the user and of the post behind an actor; empty when unknown.
    pub(crate) fn source(&self, scope: &OpenScope, actor: [u8; 16]) -> Result<(String, String), Error> {
        let author = scope.file.author(&Actor::from(actor))?;
        Ok(author.map(|a| (a.name, post_name(self.desk.pack, &a.post))).unwrap_or_default())
    }
}

/// Whether a field is one that people decide: not what follows from another, nor a mark beside one.
fn is_asked(kind: &Kind, field: &str) -> bool {
    let is_derived = match kind {
        Kind::Enrollment => Enrollment::is_derived(field),
        Kind::Plan => Plan::is_derived(field),
        Kind::Commitment => Commitment::is_derived(field),
        _ => false,
    };
    !(is_derived || is_put_off_key(field))
}
