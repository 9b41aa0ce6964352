//! What must hold once all is quiet.

use std::collections::{BTreeMap, BTreeSet};

use posta_app::{App, Error};

use crate::act::{notes, shown};
use crate::cast::{MEMBERS, SUPERVISOR, Scope};
use crate::model::{Kind, Known};
use crate::step::Field;
use crate::world::{Sabotage, Violation, World, violation};

impl World {
    /// Checks everything.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn judge(&mut self) -> Result<(), Violation> {
        self.judge_equality()?;
        let exists = self.disks.iter().fold(self.host.known.clone(), |all, disk| &all | &disk.known);
        let due = self.model.due(&exists);
        self.judge_people(&due)?;
        for scope in [Scope::CareOfSabaya, Scope::CareOfTurco] {
            self.judge_team(scope, &due)?;
        }
        self.judge_complaints(&due)?;
        self.judge_secrecy()
    }

    /// As a member at a disk sees it.
    pub(crate) fn look<T>(
        &mut self,
        (disk, member): (usize, usize),
        act: impl Fn(&App) -> Result<T, Error>,
    ) -> Result<T, Violation> {
        let (seen, _) = self.disks[disk].work(member, None, act);
        seen.map_err(|error| violation("look_failed", format!("{}: {error:?}", self.who(disk, member))))
    }

    /// Equal documents wherever a scope is open, equal rows to those made anew, and nothing left to send.
    fn judge_equality(&mut self) -> Result<(), Violation> {
        let mut known = BTreeMap::from([("registry".to_owned(), self.host.digest(self.registry))]);
        let mut checked = BTreeSet::new();
        for (disk, member) in self.standing() {
            let who = self.who(disk, member);
            let first = checked.insert(disk);
            let (digests, status, check) = self.look((disk, member), |app| {
                let check = if first { Some(app.check()?) } else { None };
                Ok((app.digest()?, app.status()?, check))
            })?;
            for scope in digests {
                let name = match scope.sensitivity.as_str() {
                    "registry" => "registry".to_owned(),
                    sensitivity => format!("{sensitivity} {}", scope.place),
                };
                if *known.entry(name.clone()).or_insert_with(|| scope.digest.clone()) != scope.digest {
                    return Err(violation("differs", format!("{name} on {who}")));
                }
            }
            if status.pending > 0 {
                return Err(violation("pending", format!("{} on {who}", status.pending)));
            }
            if let Some(check) = check.filter(|check| !check.ok) {
                let codes: BTreeSet<&str> =
                    check.faults.iter().filter_map(|fault| fault.split(' ').next()).collect();
                return Err(violation("unsound", format!("{codes:?} on {who}")));
            }
        }
        Ok(())
    }

    fn judge_people(&mut self, due: &Known) -> Result<(), Violation> {
        let Some(reader) = self.standing().into_iter().next() else { return Ok(()) };
        for record in self.model.of_kind(Kind::Person) {
            let id = self.model.records[record].id.clone();
            let view = self.look(reader, |app| match app.person(&id) {
                Err(Error::NotFound) => Ok(None),
                found => found.map(Some),
            })?;
            for field in [Field::Phone, Field::Surname] {
                let values = view.as_ref().map(|view| shown(view, field)).unwrap_or_default();
                self.judge_field(record, field, values, due)?;
            }
        }
        Ok(())
    }

    /// The consultations of a team, and what was handed over to it.
    fn judge_team(&mut self, scope: Scope, due: &Known) -> Result<(), Violation> {
        let reads = |(_, member): &(usize, usize)| MEMBERS[*member].team == Some(scope);
        let Some(reader) = self.standing().into_iter().find(reads) else { return Ok(()) };
        for record in self.model.of_kind(Kind::Consultation) {
            if self.model.records[record].scope != scope {
                continue;
            }
            let id = self.model.records[record].id.clone();
            let view = self.look(reader, |app| match app.consultation(&id) {
                Err(Error::NotFound) => Ok(None),
                found => found.map(Some),
            })?;
            let values = view.as_ref().map(notes).unwrap_or_default();
            self.judge_field(record, Field::Note, values, due)?;
        }
        let told = self.look(reader, App::notices)?;
        let told: BTreeSet<String> = told.into_iter().map(|notice| notice.note).collect();
        self.judge_told(Kind::Notice, scope, &told, due)
    }

    fn judge_complaints(&mut self, due: &Known) -> Result<(), Violation> {
        let reads = |(_, member): &(usize, usize)| *member == SUPERVISOR;
        let Some(reader) = self.standing().into_iter().find(reads) else { return Ok(()) };
        let told = self.look(reader, App::complaints)?;
        let told = told.into_iter().map(|complaint| complaint.text).collect();
        self.judge_told(Kind::Complaint, Scope::Audit, &told, due)
    }

    fn judge_told(
        &self,
        kind: Kind,
        scope: Scope,
        told: &BTreeSet<String>,
        due: &Known,
    ) -> Result<(), Violation> {
        for number in due {
            let fact = &self.model.facts[*number];
            let record = &self.model.records[fact.record];
            if (record.kind, record.scope) == (kind, scope) && !told.contains(&fact.value) {
                return Err(violation("lost", format!("{kind:?} {number} of {}", MEMBERS[fact.author].name)));
            }
        }
        Ok(())
    }

    /// What is due of a field is shown, or was seen by whoever wrote what is shown; and nothing is shown that somebody
    /// wrote over.
    fn judge_field(
        &self,
        record: usize,
        field: Field,
        mut values: Vec<String>,
        due: &Known,
    ) -> Result<(), Violation> {
        if self.sabotage == Some(Sabotage::HideValue) && values.len() > 1 {
            values.pop();
        }
        let model = &self.model;
        let Some(written) = model.fields(record).remove(&field) else { return Ok(()) };
        let named = model.named(record, field, &values);
        let what = |number: usize| {
            let facts = written.iter().map(|each| {
                let fact = &model.facts[*each];
                let place = if due.contains(each) { "due" } else { "not due" };
                format!("{each} over {:?} by {} on device {}, {place}", fact.over, fact.author, fact.device)
            });
            let facts: Vec<String> = facts.collect();
            format!("{field:?} of record {record}: fact {number}, shown {named:?}; {}", facts.join("; "))
        };
        let strange =
            values.iter().find(|value| written.iter().all(|fact| model.facts[*fact].value != **value));
        if strange.is_some() && !values.is_empty() {
            return Err(violation("strange", format!("{field:?} of record {record}")));
        }
        let explained =
            named.iter().fold(Known::new(), |all, fact| &all | &model.and_before(*fact, |fact| &fact.over));
        let missing = written.intersection(due).find(|fact| !explained.contains(fact));
        if let Some(missing) = missing {
            let is_gone = values.is_empty();
            return Err(violation(if is_gone { "lost" } else { "value_missing" }, what(*missing)));
        }
        let mut beaten = Known::new();
        for fact in written.intersection(due) {
            let before = model.and_before(*fact, |fact| &fact.surely_over);
            beaten.extend(before.into_iter().filter(|other| other != fact));
        }
        for value in &values {
            let facts = model.named(record, field, std::slice::from_ref(value));
            if let Some(back) = facts.iter().next().filter(|_| facts.is_subset(&beaten)) {
                return Err(violation("value_back", what(*back)));
            }
        }
        Ok(())
    }
}
