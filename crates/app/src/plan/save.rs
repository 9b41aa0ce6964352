//! Keeping plans, meetings and commitments.

use posta_domain::{
    Commitment, CommitmentOf, CommitmentState, CommitmentTerm, DocumentId, Kind, Meeting, MeetingKind, Plan,
    Problem,
};

use crate::app::App;
use crate::error::Error;
use crate::office::{line, note, read_day, read_reference};
use crate::open::Open;
use crate::permission::Act;
use crate::view::{CommitmentInput, MeetingInput, PlanInput, Saved};

impl App {
    /// Keeps a work plan, new or changed; returns once that is durable.
    ///
    /// # Errors
    /// [`Error::BadInput`], [`Error::NotFound`], [`Error::NotAllowed`], [`Error::Locked`], [`Error::Storage`].
    pub fn save_plan(&self, input: &PlanInput) -> Result<Saved, Error> {
        let now = self.now();
        self.with(|open| {
            open.allow(Act::TendOffice)?;
            let mut problems = Vec::new();
            let plan = Plan {
                institution: line(&input.institution),
                service: read_reference("service", &input.service, "plan_service_unknown", &mut problems),
                place: line(&input.place),
                from: read_day("from", &input.from, &mut problems),
                to: read_day("to", &input.to, &mut problems),
                note: note(&input.note),
                practices: input
                    .good_practices
                    .iter()
                    .map(|one| line(one))
                    .filter(|one| !one.is_empty())
                    .collect(),
            };
            if !plan.service.is_none() && !open.registry()?.file.holds(&Kind::Service, &plan.service)? {
                problems.push(Problem::error("service", "plan_service_unknown"));
            }
            let (id, stored) = open.office_record(&Kind::Plan, &input.id)?;
            problems.extend(plan.problems(open.desk.pack));
            open.keep_office_record(Kind::Plan, id, plan.changes_from(&stored), problems, now)
        })
    }

    /// Keeps a meeting, new or changed; returns once that is durable.
    ///
    /// # Errors
    /// As [`App::save_plan`].
    pub fn save_meeting(&self, input: &MeetingInput) -> Result<Saved, Error> {
        let now = self.now();
        self.with(|open| {
            open.allow(Act::TendOffice)?;
            let mut problems = Vec::new();
            let meeting = Meeting {
                kind: MeetingKind::from_word(&line(&input.kind)),
                name: line(&input.name),
                on: read_day("on", &input.on, &mut problems),
                place: line(&input.place),
                institution: line(&input.institution),
                women: input.women,
                men: input.men,
                other: input.other,
                agreements: note(&input.agreements),
            };
            let (id, stored) = open.office_record(&Kind::Meeting, &input.id)?;
            problems.extend(meeting.problems(open.desk.pack, now.today));
            open.keep_office_record(Kind::Meeting, id, meeting.changes_from(&stored), problems, now)
        })
    }

    /// Keeps a commitment of a plan or meeting, new or changed; returns once that is durable.
    ///
    /// # Errors
    /// As [`App::save_plan`]; [`Error::NotFound`] also where there is no such plan or meeting.
    pub fn save_commitment(&self, input: &CommitmentInput) -> Result<Saved, Error> {
        let now = self.now();
        self.with(|open| {
            open.allow(Act::TendOffice)?;
            let mut problems = Vec::new();
            let of = read_reference("of", &input.of, "commitment_of_missing", &mut problems);
            let commitment = Commitment {
                of,
                of_kind: open.kind_of_subject(&of)?,
                what: note(&input.what),
                responsible: line(&input.responsible),
                due: read_day("due", &input.due, &mut problems),
                term: CommitmentTerm::from_word(&line(&input.term)),
                state: CommitmentState::from_word(&line(&input.state)),
                evidence: note(&input.evidence),
            };
            let (id, stored) = open.office_record(&Kind::Commitment, &input.id)?;
            problems.extend(commitment.problems());
            open.keep_office_record(Kind::Commitment, id, commitment.changes_from(&stored), problems, now)
        })
    }
}

impl Open {
    fn kind_of_subject(&self, id: &DocumentId) -> Result<CommitmentOf, Error> {
        let file = &self.registry()?.file;
        if file.holds(&Kind::Plan, id)? {
            Ok(CommitmentOf::Plan)
        } else if file.holds(&Kind::Meeting, id)? {
            Ok(CommitmentOf::Meeting)
        } else {
            Err(Error::NotFound)
        }
    }
}
