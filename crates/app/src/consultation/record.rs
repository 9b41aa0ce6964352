//! Atender: a consultation with what came of it, sealed for the members of the team's scope.

use posta_domain::{AuditAct, DocumentId, Kind, NeedState, Part};
use posta_store::Write;

use super::read::read_content;
use crate::app::App;
use crate::draft::read_draft_id;
use crate::error::Error;
use crate::permission::Act;
use crate::person::only_warnings;
use crate::scope::Deed;
use crate::screening::read_optional;
use crate::view::{ConsultationInput, Saved};

impl App {
    /// Records that somebody was attended, with the referrals, the answers to instruments and the follow-up that came of
    /// it; returns once all of it is durable, in one transaction.
    ///
    /// # Errors
    /// [`Error::NotAllowed`], [`Error::NotFound`] (no such person, or answers of nobody known), [`Error::BadInput`],
    /// [`Error::Locked`], [`Error::Storage`]: nothing was saved.
    pub fn record_consultation(&self, input: &ConsultationInput) -> Result<Saved, Error> {
        let now = self.now();
        let person = read_optional(&input.person)?;
        self.with(|open| {
            open.allow(Act::RecordConsultation)?;
            let team = open.team()?;
            if !person.is_none() && !open.registry()?.file.holds(&Kind::Person, &person)? {
                return Err(Error::NotFound);
            }
            let id = open.desk.new_sealed_id();
            let mut consultation = read_content(input);
            consultation.person = person;
            consultation.post.clone_from(&open.desk.post.code);
            consultation.on = Some(now.today);
            let (mut problems, mut writes) = (Vec::new(), Vec::new());
            for referral in &input.referrals {
                let (write, odd) = open.new_referral(referral, person, id, now)?;
                if let Some(seen) = consultation.needs.get(&referral.need).cloned() {
                    consultation.about_needs.entry(seen).or_default().state = NeedState::Referred;
                }
                problems.extend(odd);
                writes.push(write);
            }
            if !input.follow_up.on.is_empty() {
                let (mut write, odd) = open.new_follow_up(&input.follow_up, person)?;
                write.fields.insert("consultation".into(), id.to_string().into());
                problems.extend(odd);
                writes.push(write);
            }
            for screening in &input.screenings {
                let (write, odd) = open.new_screening(screening, person, id, now)?;
                problems.extend(odd);
                writes.push(write);
            }
            let user = open.desk.secrets.user.to_string();
            for part in &input.signs {
                problems.extend(consultation.sign(&Part::from_word(part), &user).err());
            }
            problems.extend(consultation.problems(open.desk.pack, now.today));
            let warnings = only_warnings(problems)?;
            open.note_in(team, AuditAct::Recorded, Kind::Consultation.as_str(), vec![id], now)?;
            for kind in [Kind::Referral, Kind::Screening] {
                let made: Vec<DocumentId> =
                    writes.iter().filter(|write| write.kind == kind).map(|write| write.id).collect();
                open.note_in(team, AuditAct::Recorded, kind.as_str(), made, now)?;
            }
            writes.insert(0, Write { kind: Kind::Consultation, id, fields: consultation.to_fields() });
            let draft = read_draft_id(&input.draft)?;
            team.commit(&open.desk, &[Deed { writes, draft }], now.at)?;
            Ok(Saved { id: id.to_string(), warnings })
        })
    }
}
