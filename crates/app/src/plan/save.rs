//! Keeping plans, meetings and commitments.

use posta_domain::{
    Commitment, CommitmentOf, CommitmentState, CommitmentTerm, DocumentId, Kind, Meeting, MeetingKind, Plan,
    Problem,
};

use super::list::{commitment_input, meeting_input, plan_input};
use crate::app::App;
use crate::error::Error;
use crate::office::{after, line, note, read_day, read_reference, shown_now, written_over};
use crate::open::Open;
use crate::permission::Act;
use crate::view::{CommitmentInput, MeetingInput, PlanInput, Saved};

impl App {
    /// Keeps a work plan, new or changed; returns once that is durable. `base` is the form as it began, none of a new one:
    /// only what differs from it is written, so that what others wrote meanwhile stays.
    ///
    /// # Errors
    /// [`Error::BadInput`] (also `office_moved`: somebody else changed the same field meanwhile), [`Error::NotFound`],
    /// [`Error::NotAllowed`], [`Error::Locked`], [`Error::Storage`].
    pub fn save_plan(&self, input: &PlanInput, base: Option<&PlanInput>) -> Result<Saved, Error> {
        let now = self.now();
        self.with(|open| {
            open.allow(Act::TendOffice)?;
            let mut problems = Vec::new();
            let plan = read_plan(input, &mut problems);
            if !plan.service.is_none() && !open.registry()?.file.holds(&Kind::Service, &plan.service)? {
                problems.push(Problem::error("service", "plan_service_unknown"));
            }
            let (id, stored) = open.office_record(&Kind::Plan, &input.id)?;
            let shown = |input: &PlanInput| read_plan(input, &mut Vec::new()).to_fields();
            let base = base.map(shown).unwrap_or_default();
            let kept = shown_now(&stored, |stored| shown(&plan_input(&id, &Plan::from_fields(stored))));
            let mut put = written_over(&base, &plan.to_fields(), &kept, &mut problems);
            put.extend(Plan::also_gone(&stored, &put));
            problems.extend(Plan::from_fields(&after(&stored, &put)).problems(open.desk.pack));
            open.keep_office_record(Kind::Plan, id, put, problems, now)
        })
    }

    /// Keeps a meeting, new or changed; returns once that is durable. `base` as in [`App::save_plan`].
    ///
    /// # Errors
    /// As [`App::save_plan`].
    pub fn save_meeting(&self, input: &MeetingInput, base: Option<&MeetingInput>) -> Result<Saved, Error> {
        let now = self.now();
        self.with(|open| {
            open.allow(Act::TendOffice)?;
            let mut problems = Vec::new();
            let meeting = read_meeting(input, &mut problems);
            let (id, stored) = open.office_record(&Kind::Meeting, &input.id)?;
            let shown = |input: &MeetingInput| read_meeting(input, &mut Vec::new()).to_fields();
            let base = base.map(shown).unwrap_or_default();
            let kept = shown_now(&stored, |stored| shown(&meeting_input(&id, &Meeting::from_fields(stored))));
            let put = written_over(&base, &meeting.to_fields(), &kept, &mut problems);
            let meeting = Meeting::from_fields(&after(&stored, &put));
            problems.extend(meeting.problems(open.desk.pack, now.today));
            open.keep_office_record(Kind::Meeting, id, put, problems, now)
        })
    }

    /// Keeps a commitment of a plan or meeting, new or changed; returns once that is durable. `base` as in
    /// [`App::save_plan`].
    ///
    /// # Errors
    /// As [`App::save_plan`]; [`Error::NotFound`] also where there is no such plan or meeting, or where a commitment would
    /// move to another one.
    pub fn save_commitment(
        &self,
        input: &CommitmentInput,
        base: Option<&CommitmentInput>,
    ) -> Result<Saved, Error> {
        let now = self.now();
        self.with(|open| {
            open.allow(Act::TendOffice)?;
            let mut problems = Vec::new();
            let of = read_reference("of", &input.of, "commitment_of_missing", &mut problems);
            let of_kind = open.kind_of_subject(&of)?;
            let read = |input: &CommitmentInput, problems: &mut Vec<Problem>| Commitment {
                of,
                of_kind: of_kind.clone(),
                ..read_commitment(input, problems)
            };
            let told = read(input, &mut problems).to_fields();
            let (id, stored) = open.office_record(&Kind::Commitment, &input.id)?;
            if !stored.is_empty() && Commitment::from_fields(&stored).of != of {
                return Err(Error::NotFound);
            }
            let shown = |input: &CommitmentInput| read(input, &mut Vec::new()).to_fields();
            let base = base.map(shown).unwrap_or_default();
            let kept =
                shown_now(&stored, |stored| shown(&commitment_input(&id, &Commitment::from_fields(stored))));
            let put = written_over(&base, &told, &kept, &mut problems);
            problems.extend(Commitment::from_fields(&after(&stored, &put)).problems());
            open.keep_office_record(Kind::Commitment, id, put, problems, now)
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

fn read_plan(input: &PlanInput, problems: &mut Vec<Problem>) -> Plan {
    let practices = input.good_practices.iter().map(|one| line(one));
    Plan {
        institution: line(&input.institution),
        service: read_reference("service", &input.service, "plan_service_unknown", problems),
        place: line(&input.place),
        from: read_day("from", &input.from, problems),
        to: read_day("to", &input.to, problems),
        note: note(&input.note),
        practices: practices.filter(|one| !one.is_empty()).collect(),
    }
}

fn read_meeting(input: &MeetingInput, problems: &mut Vec<Problem>) -> Meeting {
    Meeting {
        kind: MeetingKind::from_word(&line(&input.kind)),
        name: line(&input.name),
        on: read_day("on", &input.on, problems),
        place: line(&input.place),
        institution: line(&input.institution),
        women: input.women,
        men: input.men,
        other: input.other,
        agreements: note(&input.agreements),
    }
}

/// Without what it belongs to.
fn read_commitment(input: &CommitmentInput, problems: &mut Vec<Problem>) -> Commitment {
    Commitment {
        what: note(&input.what),
        responsible: line(&input.responsible),
        due: read_day("due", &input.due, problems),
        term: CommitmentTerm::from_word(&line(&input.term)),
        state: CommitmentState::from_word(&line(&input.state)),
        evidence: note(&input.evidence),
        ..Commitment::default()
    }
}
