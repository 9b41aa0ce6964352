//! Changing an enrollment: exactly the fields that an act is about, also where two values of them are open.

use posta_documents::Document;
use posta_domain::{DocumentId, Enrollment, Fields, Kind, Problem, Scalar, Severity, is_act};
use posta_store::Write;

use crate::error::Error;
use crate::open::Open;
use crate::person::only_warnings;
use crate::scope::Deed;
use crate::time::Moment;
use crate::view::Saved;

impl Open {
    /// Does an act on a stored enrollment; returns once that is durable. `owns` tells the fields that the act is
    /// about: those in conflict are decided by it.
    pub(crate) fn change_enrollment(
        &self,
        id: DocumentId,
        now: Moment,
        owns: impl Fn(&str) -> bool,
        act: impl FnOnce(&mut Enrollment) -> Result<(), Problem>,
    ) -> Result<Saved, Error> {
        let registry = self.registry()?;
        let document = registry.file.document(&Kind::Enrollment, &id)?.ok_or(Error::NotFound)?;
        let stored = document.fields();
        let mut enrollment = Enrollment::from_fields(&stored);
        act(&mut enrollment).or_else(|problem| only_warnings(vec![problem]).map(drop))?;
        // What was odd before this act does not stop it.
        let found = enrollment.problems(self.desk.pack, now.today).into_iter();
        let problems = found.filter(|problem| problem.severity == Severity::Warning || owns(&problem.field));
        let warnings = only_warnings(problems.collect())?;
        let fields = written_fields(&document, &enrollment, owns);
        let writes = vec![Write { kind: Kind::Enrollment, id, fields }];
        registry.commit(&self.desk, &[Deed { writes, draft: None }], now.at)?;
        Ok(Saved { id: id.to_string(), warnings })
    }
}

/// What differs, the fields in conflict that an act is about, and all of a paper that it marks, also where that was
/// seen as it was before.
pub(super) fn written_fields(
    document: &Document,
    enrollment: &Enrollment,
    owns: impl Fn(&str) -> bool,
) -> Fields {
    let (mut fields, wanted) = (enrollment.changes_from(&document.fields()), enrollment.to_fields());
    let acts = wanted.iter().filter(|(field, _)| is_act(field) && owns(field));
    fields.extend(acts.map(|(field, value)| (field.clone(), value.clone())));
    for conflict in document.conflicts() {
        if owns(&conflict.field) && !fields.contains_key(&conflict.field) {
            let decided = wanted.get(&conflict.field).cloned();
            let blank = || if conflict.field.starts_with("group/") { false.into() } else { Scalar::from("") };
            fields.insert(conflict.field.clone(), decided.unwrap_or_else(blank));
        }
    }
    fields
}
