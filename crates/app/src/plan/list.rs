//! Plans and meetings to look at: all of them with what is due, or one with its commitments.

use std::collections::BTreeMap;

use chrono::Days;
use posta_domain::{Commitment, DocumentId, Meeting, Pack, Plan, Service};
use posta_store::{CommitmentCount, ServiceRow};

use crate::app::App;
use crate::catalogue::municipality_name;
use crate::error::Error;
use crate::home::count;
use crate::id::read_id;
use crate::open::Open;
use crate::permission::Act;
use crate::time::Moment;
use crate::view::{
    CommitmentCard, CommitmentInput, MeetingCard, MeetingInput, MeetingView, PlanCard, PlanInput, PlanView,
    PlansView, StaleService,
};

/// Open commitments that are listed, at most.
const MOST: u32 = 1000;
/// Days for which an ally who left is named.
const LEFT_DAYS: u64 = 365;

/// What a list is made from, read once.
struct Agreed {
    plans: Vec<(DocumentId, Plan)>,
    meetings: Vec<(DocumentId, Meeting)>,
    counts: BTreeMap<DocumentId, CommitmentCount>,
}

impl App {
    /// Plans, meetings, what is due, and which allies left or were not asked for half a year.
    ///
    /// # Errors
    /// [`Error::NotAllowed`], [`Error::Locked`], [`Error::Unreadable`].
    pub fn plans(&self) -> Result<PlansView, Error> {
        let now = self.now();
        self.read(|open| {
            open.allow(Act::SeeOffice)?;
            let (agreed, file) = (open.agreed(now)?, &open.registry()?.file);
            let services = file.services(true)?;
            let due = file.commitments_open(MOST)?;
            Ok(PlansView {
                plans: agreed
                    .plans
                    .iter()
                    .map(|(id, plan)| agreed.plan_card(open.desk.pack, id, plan))
                    .collect(),
                meetings: agreed
                    .meetings
                    .iter()
                    .map(|(id, meeting)| agreed.meeting_card(id, meeting))
                    .collect(),
                due: due.iter().map(|(id, one)| agreed.commitment_card(id, one, now)).collect(),
                allies_left: left(&services, now),
                stale_services: stale(&services, now),
            })
        })
    }

    /// A work plan with its commitments.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::NotAllowed`], [`Error::Locked`], [`Error::Unreadable`].
    pub fn plan(&self, id: &str) -> Result<PlanView, Error> {
        let now = self.now();
        self.read(|open| {
            open.allow(Act::SeeOffice)?;
            let (id, agreed) = (read_id(id)?, open.agreed(now)?);
            let (_, plan) = agreed.plans.iter().find(|(one, _)| *one == id).ok_or(Error::NotFound)?;
            let service = open.service(&plan.service)?;
            Ok(PlanView {
                card: agreed.plan_card(open.desk.pack, &id, plan),
                commitments: open.commitments(&agreed, &id, now)?,
                service_left: service.as_ref().is_some_and(|service| service.closed),
                service_stale: service.is_some_and(|service| !service.closed && service.is_stale(now.today)),
            })
        })
    }

    /// A meeting with its commitments.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::NotAllowed`], [`Error::Locked`], [`Error::Unreadable`].
    pub fn meeting(&self, id: &str) -> Result<MeetingView, Error> {
        let now = self.now();
        self.read(|open| {
            open.allow(Act::SeeOffice)?;
            let (id, agreed) = (read_id(id)?, open.agreed(now)?);
            let (_, meeting) = agreed.meetings.iter().find(|(one, _)| *one == id).ok_or(Error::NotFound)?;
            Ok(MeetingView {
                card: agreed.meeting_card(&id, meeting),
                commitments: open.commitments(&agreed, &id, now)?,
            })
        })
    }
}

impl Open {
    fn agreed(&self, now: Moment) -> Result<Agreed, Error> {
        let file = &self.registry()?.file;
        Ok(Agreed {
            plans: file.plans()?,
            meetings: file.meetings()?,
            counts: file.commitment_counts(now.today)?,
        })
    }

    fn commitments(
        &self,
        agreed: &Agreed,
        of: &DocumentId,
        now: Moment,
    ) -> Result<Vec<CommitmentCard>, Error> {
        let found = self.registry()?.file.commitments_of(of)?;
        Ok(found.iter().map(|(id, one)| agreed.commitment_card(id, one, now)).collect())
    }
}

impl Agreed {
    fn counted(&self, id: &DocumentId) -> CommitmentCount {
        self.counts.get(id).copied().unwrap_or_default()
    }

    fn plan_card(&self, pack: &Pack, id: &DocumentId, plan: &Plan) -> PlanCard {
        let counted = self.counted(id);
        PlanCard {
            open: count(counted.open),
            done: count(counted.done),
            overdue: count(counted.overdue),
            place_name: municipality_name(pack, &plan.place),
            plan: plan_input(id, plan),
        }
    }

    fn meeting_card(&self, id: &DocumentId, meeting: &Meeting) -> MeetingCard {
        let counted = self.counted(id);
        MeetingCard {
            participants: meeting.people(),
            open: count(counted.open),
            overdue: count(counted.overdue),
            meeting: meeting_input(id, meeting),
        }
    }

    fn commitment_card(&self, id: &DocumentId, commitment: &Commitment, now: Moment) -> CommitmentCard {
        let plan =
            || self.plans.iter().find(|(id, _)| *id == commitment.of).map(|(_, plan)| &plan.institution);
        let meeting = || self.meetings.iter().find(|(id, _)| *id == commitment.of).map(|(_, one)| &one.name);
        CommitmentCard {
            of_name: plan().or_else(meeting).cloned().unwrap_or_default(),
            of_kind: commitment.of_kind.to_string(),
            overdue: commitment.is_overdue(now.today),
            commitment: commitment_input(id, commitment),
        }
    }
}

/// The form of a plan as it is kept.
pub(super) fn plan_input(id: &DocumentId, plan: &Plan) -> PlanInput {
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    PlanInput {
        id: id.to_string(),
        institution: plan.institution.clone(),
        service: if plan.service.is_none() { String::new() } else { plan.service.to_string() },
        place: plan.place.clone(),
        from: day(plan.from),
        to: day(plan.to),
        note: plan.note.clone(),
        good_practices: plan.practices.clone(),
    }
}

/// The form of a meeting as it is kept.
pub(super) fn meeting_input(id: &DocumentId, meeting: &Meeting) -> MeetingInput {
    MeetingInput {
        id: id.to_string(),
        kind: meeting.kind.to_string(),
        name: meeting.name.clone(),
        on: meeting.on.map(|day| day.to_string()).unwrap_or_default(),
        place: meeting.place.clone(),
        institution: meeting.institution.clone(),
        women: meeting.women,
        men: meeting.men,
        other: meeting.other,
        agreements: meeting.agreements.clone(),
    }
}

/// The form of a commitment as it is kept.
pub(super) fn commitment_input(id: &DocumentId, commitment: &Commitment) -> CommitmentInput {
    CommitmentInput {
        id: id.to_string(),
        of: commitment.of.to_string(),
        what: commitment.what.clone(),
        responsible: commitment.responsible.clone(),
        due: commitment.due.map(|day| day.to_string()).unwrap_or_default(),
        term: commitment.term.to_string(),
        state: commitment.state.to_string(),
        evidence: commitment.evidence.clone(),
    }
}

/// Names of those that were closed in the last year. Whoever closes an entry has asked, so that its last question is the
/// day on which it was closed.
fn left(services: &[ServiceRow], now: Moment) -> Vec<String> {
    let since = now.today.checked_sub_days(Days::new(LEFT_DAYS)).unwrap_or(now.today);
    let gone = |service: &&Service| service.closed && service.verified_on.is_some_and(|day| day >= since);
    services.iter().map(|row| &row.service).filter(gone).map(|service| service.name.clone()).collect()
}

fn stale(services: &[ServiceRow], now: Moment) -> Vec<StaleService> {
    let kept = services.iter().filter(|row| !row.service.closed && row.service.is_stale(now.today));
    kept.map(|row| StaleService {
        id: row.id.to_string(),
        name: row.service.name.clone(),
        verified_on: row.service.verified_on.map(|day| day.to_string()).unwrap_or_default(),
    })
    .collect()
}
