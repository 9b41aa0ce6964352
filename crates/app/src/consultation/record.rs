//! Atender: a thin consultation, sealed for the members of the team's scope.

use posta_domain::{AuditAct, Consultation, Kind};
use posta_store::Write;

use crate::app::App;
use crate::draft::read_draft_id;
use crate::error::Error;
use crate::id::{random_document, read_id};
use crate::permission::Act;
use crate::person::only_warnings;
use crate::scope::Deed;
use crate::view::{ConsultationInput, Saved};

impl App {
    /// Records that a person was attended; returns once that is durable.
    ///
    /// # Errors
    /// [`Error::NotAllowed`], [`Error::NotFound`] (no such person), [`Error::BadInput`], [`Error::Locked`],
    /// [`Error::Storage`]: nothing was saved.
    pub fn record_consultation(&self, input: &ConsultationInput) -> Result<Saved, Error> {
        let now = self.now();
        let person = read_id(&input.person)?;
        self.with(|open| {
            open.allow(Act::RecordConsultation)?;
            let team = open.team()?;
            if !open.registry()?.file.holds(&Kind::Person, &person)? {
                return Err(Error::NotFound);
            }
            let consultation = Consultation {
                person,
                post: open.desk.post.code.clone(),
                on: Some(now.today),
                reason: input.reason.clone(),
                needs: input.needs.iter().cloned().collect(),
                note: input.note.trim().into(),
                restricted: input.restricted,
            };
            let warnings = only_warnings(consultation.problems(open.desk.pack, now.today))?;
            let id = random_document()?;
            open.note_in(team, AuditAct::Recorded, "consultation", vec![id], now)?;
            let writes = vec![Write { kind: Kind::Consultation, id, fields: consultation.to_fields() }];
            let draft = read_draft_id(&input.draft)?;
            team.commit(&open.desk, &[Deed { writes, draft }], now.at)?;
            Ok(Saved { id: id.to_string(), warnings })
        })
    }
}
