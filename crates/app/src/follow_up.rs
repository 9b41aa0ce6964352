//! The agenda: what is to be done about whom, on which day.

use chrono::{Days, NaiveDate};
use posta_domain::{AuditAct, DocumentId, FollowUp, FollowUpState, Kind, Person, Problem, Purpose, Scalar};
use posta_store::{AgendaFilter, FollowUpRow, Write};

use crate::app::App;
use crate::audit::cannot_show;
use crate::catalogue::post_name;
use crate::error::Error;
use crate::id::{random_document, read_id};
use crate::open::Open;
use crate::permission::Act;
use crate::person::only_warnings;
use crate::scope::{Deed, OpenScope};
use crate::screening::read_optional;
use crate::time::Moment;
use crate::view::{AgendaInput, FollowUpCard, FollowUpInput, ProblemView, Saved, TeamMate};

/// Items shown of one team, at most.
const MOST: u32 = 2000;
/// What was settled stays in sight so long. Days.
const SETTLED: u64 = 7;

impl App {
    /// The agenda of this user's teams, what is overdue first. Of what was planned in a closed consultation only whom it
    /// is about and when. That the agenda was shown is noted first, once a session.
    ///
    /// # Errors
    /// [`Error::NotAllowed`], [`Error::Locked`], [`Error::Unreadable`]; [`Error::Storage`] when it could not be noted, and
    /// is not shown.
    pub fn agenda(&self, input: &AgendaInput) -> Result<Vec<FollowUpCard>, Error> {
        let now = self.now();
        // Asked for again when something arrives, too.
        self.quietly(|open| {
            open.allow(Act::KeepAgenda)?;
            let since = now.today.checked_sub_days(Days::new(SETTLED)).filter(|_| input.settled);
            let filter = AgendaFilter { post: input.post.clone(), until: None, settled_since: since };
            let me = open.desk.secrets.user.to_string();
            let mut cards = Vec::new();
            for scope in open.confidential() {
                let closed = open.closed_in(scope).map_err(cannot_show)?;
                for row in scope.file.agenda(&filter, MOST).map_err(Error::from).map_err(cannot_show)? {
                    if !input.mine || row.assignee == me {
                        let is_closed = closed.contains(&row.id);
                        let card = open.follow_up_card(row, now).map_err(cannot_show)?;
                        cards.push(if is_closed { card.closed() } else { card });
                    }
                }
                open.note_list(scope, "agenda", now)?;
            }
            cards.sort_by(|one, other| {
                (one.state != "pendiente", &one.on).cmp(&(other.state != "pendiente", &other.on))
            });
            Ok(cards)
        })
    }

    /// Plans something; returns once that is durable.
    ///
    /// # Errors
    /// [`Error::BadInput`], [`Error::NotFound`], [`Error::NotAllowed`], [`Error::Locked`], [`Error::Storage`].
    pub fn plan_follow_up(&self, input: &FollowUpInput) -> Result<Saved, Error> {
        let now = self.now();
        self.with(|open| {
            open.allow(Act::KeepAgenda)?;
            let person = read_optional(&input.person)?;
            open.check_made_in(person, read_optional(&input.consultation)?)?;
            if !person.is_none() && !open.registry()?.file.holds(&Kind::Person, &person)? {
                return Err(Error::NotFound);
            }
            let (write, problems) = open.new_follow_up(input, person)?;
            let warnings = only_warnings(problems)?;
            let id = write.id.to_string();
            open.note_in(open.team()?, AuditAct::Recorded, Kind::FollowUp.as_str(), vec![write.id], now)?;
            open.team()?.commit(&open.desk, &[Deed { writes: vec![write], draft: None }], now.at)?;
            Ok(Saved { id, warnings })
        })
    }

    /// Says what became of an item: `hecho`, `no_localizada` (again on a day, or no more), `cancelado`.
    ///
    /// # Errors
    /// [`Error::BadInput`], [`Error::NotFound`], [`Error::NotAllowed`], [`Error::Locked`], [`Error::Storage`].
    pub fn settle_follow_up(&self, id: &str, state: &str, again: &str) -> Result<Saved, Error> {
        let now = self.now();
        let (again, tried) = (read_day(again)?, random_document()?.to_string());
        self.change_follow_up(id, |open, item| {
            item.settle(&tried, state, again, &open.desk.secrets.name, now.today)
        })
    }

    /// Gives an item to somebody (to whoever is there with ""), to a post or to another day; of these "" leaves it.
    ///
    /// # Errors
    /// As [`App::settle_follow_up`].
    pub fn reassign_follow_up(&self, id: &str, input: &FollowUpInput) -> Result<Saved, Error> {
        let on = read_day(&input.on)?;
        let asked = read_id(id)?;
        self.read(|open| {
            open.allow(Act::KeepAgenda)?;
            open.find_shown(&Kind::FollowUp, &asked).map(drop)
        })?;
        self.change_follow_up(id, |open, item| {
            if !input.assignee.is_empty() && !open.mates().iter().any(|mate| mate.user == input.assignee) {
                return Err(Problem::error("assignee", "assignee_unknown"));
            }
            item.assignee.clone_from(&input.assignee);
            item.on = on.or(item.on);
            if !input.post.is_empty() {
                open.check_own_post(&input.post)?;
                item.post.clone_from(&input.post);
            }
            if !input.what.is_empty() {
                item.what.clone_from(&input.what);
            }
            item.state = FollowUpState::Due;
            Ok(())
        })
    }

    /// Those whom an item of this user's team may be given to.
    ///
    /// # Errors
    /// [`Error::NotAllowed`], [`Error::Locked`].
    pub fn team_mates(&self) -> Result<Vec<TeamMate>, Error> {
        self.read(|open| open.allow(Act::KeepAgenda).map(|()| open.mates()))
    }

    fn change_follow_up(
        &self,
        id: &str,
        act: impl FnOnce(&Open, &mut FollowUp) -> Result<(), Problem>,
    ) -> Result<Saved, Error> {
        let now = self.now();
        let id = read_id(id)?;
        self.with(|open| {
            open.allow(Act::KeepAgenda)?;
            let (scope, stored) = open.find_in_teams(&Kind::FollowUp, &id)?;
            let document = scope.file.document(&Kind::FollowUp, &id)?.ok_or(Error::NotFound)?;
            let mut item = FollowUp::from_fields(&stored);
            act(open, &mut item).or_else(|problem| only_warnings(vec![problem]).map(drop))?;
            let warnings = only_warnings(item.problems(open.desk.pack))?;
            open.note_in(scope, AuditAct::Amended, Kind::FollowUp.as_str(), vec![id], now)?;
            let mut fields = item.changes_from(&stored);
            // What two said apart is decided by whoever says something next.
            let says = item.to_fields();
            for conflict in document.conflicts() {
                let value = says.get(&conflict.field).cloned().unwrap_or_else(|| Scalar::from(""));
                fields.entry(conflict.field).or_insert(value);
            }
            let writes = vec![Write { kind: Kind::FollowUp, id, fields }];
            scope.commit(&open.desk, &[Deed { writes, draft: None }], now.at)?;
            Ok(Saved { id: id.to_string(), warnings })
        })
    }
}

impl Open {
    /// A document of the open teams: where it is and its fields.
    pub(crate) fn find_in_teams(
        &self,
        kind: &Kind,
        id: &DocumentId,
    ) -> Result<(&OpenScope, posta_domain::Fields), Error> {
        for scope in self.confidential() {
            if let Some(document) = scope.file.document(kind, id)? {
                return Ok((scope, document.fields()));
            }
        }
        Err(Error::NotFound)
    }

    /// What a new item writes.
    pub(crate) fn new_follow_up(
        &self,
        input: &FollowUpInput,
        person: DocumentId,
    ) -> Result<(Write, Vec<Problem>), Error> {
        let post = if input.post.is_empty() { self.desk.post.code.clone() } else { input.post.clone() };
        let item = FollowUp {
            person,
            consultation: read_optional(&input.consultation)?,
            referral: read_optional(&input.referral)?,
            on: read_day(&input.on)?,
            post,
            assignee: input.assignee.clone(),
            what: input.what.trim().to_owned(),
            ..FollowUp::default()
        };
        let mut problems = item.problems(self.desk.pack);
        problems.extend(self.check_own_post(&item.post).err());
        Ok((
            Write { kind: Kind::FollowUp, id: self.desk.new_sealed_id(), fields: item.to_fields() },
            problems,
        ))
    }

    /// Another municipality's team does not read this one's agenda: an item given to its post would be nobody's.
    fn check_own_post(&self, post: &str) -> Result<(), Problem> {
        let of = self.desk.pack.post(post).map(|post| post.municipality.as_str());
        if of.is_some_and(|of| of != self.desk.post.municipality) {
            return Err(Problem::error("post", "post_of_others"));
        }
        Ok(())
    }

    pub(crate) fn follow_up_card(&self, row: FollowUpRow, now: Moment) -> Result<FollowUpCard, Error> {
        let registry = self.registry()?;
        let person = match registry.file.person(&row.person)? {
            Some(person) => self.cards(&[person])?.pop(),
            None => None,
        };
        let is_due = row.state == FollowUpState::Due.as_str();
        let phone = match registry.file.document(&Kind::Person, &row.person)?.filter(|_| is_due) {
            Some(document) => {
                let phone = Person::from_fields(&document.fields()).phone;
                let consents = self.consents(&row.person, now)?;
                consents.release(&Purpose::Contact, phone).map(posta_domain::Released::into_inner)
            }
            None => None,
        };
        let on: Option<NaiveDate> = row.on.parse().ok();
        Ok(FollowUpCard {
            id: row.id.to_string(),
            called: self.called(&row.person, &row.consultation)?,
            person,
            referral: if row.referral.is_none() { String::new() } else { row.referral.to_string() },
            overdue: is_due && on.is_some_and(|day| day < now.today),
            on: row.on,
            what: row.what,
            post_name: post_name(self.desk.pack, &row.post),
            post: row.post,
            assignee_name: row.assignee.parse().map(|user| self.name_of(user)).unwrap_or_default(),
            assignee: row.assignee,
            state: row.state,
            settled_on: row.settled_on,
            contested: row.origin.conflicts > 0,
            tries: u32::try_from(row.tries).unwrap_or_default(),
            phone: phone.unwrap_or_default(),
        })
    }

    /// The members of this user's team.
    fn mates(&self) -> Vec<TeamMate> {
        let Ok(team) = self.team() else { return Vec::new() };
        let membership = self.membership();
        let members = membership
            .users()
            .filter(|user| user.active)
            .filter(|user| membership.scopes_for(user.user).contains(&team.id));
        let mut mates: Vec<TeamMate> =
            members.map(|user| TeamMate { user: user.user.to_string(), name: user.name.clone() }).collect();
        mates.sort_by(|one, other| one.name.cmp(&other.name));
        mates
    }

    /// Items that are due today or before, of this post.
    pub(crate) fn due_here(&self, now: Moment) -> Result<u64, Error> {
        let filter =
            AgendaFilter { post: self.desk.post.code.clone(), until: Some(now.today), settled_since: None };
        let mut due = 0;
        for scope in self.confidential() {
            due += scope.file.agenda(&filter, MOST)?.len() as u64;
        }
        Ok(due)
    }
}

/// A day as a form sends it; "" is none.
pub(crate) fn read_day(text: &str) -> Result<Option<NaiveDate>, Error> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| {
        let (field, code, severity) = ("on".into(), "date_unreadable".into(), "error".into());
        Error::BadInput(vec![ProblemView { field, code, severity }])
    })
}
