//! What was acknowledged, by whom, of which scope, and what its author had seen: all that the checks rest on.

use std::collections::{BTreeMap, BTreeSet};

use crate::cast::{DEVICES, MEMBERS, Scope};
use crate::step::Field;

/// Numbers of facts.
pub(crate) type Known = BTreeSet<usize>;

/// A value that somebody wrote.
#[derive(Debug, Clone)]
pub(crate) struct Fact {
    pub record: usize,
    /// None: that the record is there.
    pub field: Option<Field>,
    pub value: String,
    /// Facts of the same field that its author may have been shown: whoever decides for a value writes it once more, so a
    /// value may be of several facts.
    pub over: Known,
    /// Those of them that its author was shown, or what was written over them, for sure.
    pub surely_over: Known,
    pub author: usize,
    pub device: usize,
    /// Whether its author was told that it is kept.
    pub is_acknowledged: bool,
}

/// Something with an identity.
#[derive(Debug, Clone)]
pub(crate) struct Record {
    pub kind: Kind,
    pub scope: Scope,
    /// By which the program knows it; unknown of what is sealed, and of what was not acknowledged.
    pub id: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Person,
    Consultation,
    Notice,
    Complaint,
}

/// Somebody who was cut off, with what whoever did it had of theirs.
#[derive(Debug, Clone)]
pub(crate) struct CutOff {
    pub user: Option<usize>,
    pub device: usize,
    pub known: Known,
}

/// Everything that was said to have happened.
#[derive(Debug, Default)]
pub(crate) struct Model {
    pub facts: Vec<Fact>,
    pub records: Vec<Record>,
    pub cut_off: Vec<CutOff>,
}

impl Model {
    /// The records of a kind that have an identity, in the order in which they were made.
    pub fn of_kind(&self, kind: Kind) -> Vec<usize> {
        let of_kind =
            |number: &usize| self.records[*number].kind == kind && !self.records[*number].id.is_empty();
        (0..self.records.len()).filter(of_kind).collect()
    }

    /// The facts of a field with these values.
    pub fn named(&self, record: usize, field: Field, values: &[String]) -> Known {
        let is_meant = |fact: &&(usize, &Fact)| fact.1.record == record && fact.1.field == Some(field);
        let facts = self.facts.iter().enumerate().filter(|each| is_meant(&each));
        facts.filter(|(_, fact)| values.contains(&fact.value)).map(|(number, _)| number).collect()
    }

    /// What somebody who is shown these values has seen for sure: of a value, what all facts stand over that have it.
    pub fn surely_named(&self, record: usize, field: Field, values: &[String]) -> Known {
        let of_value = |value: &String| {
            let named = self.named(record, field, std::slice::from_ref(value));
            let mut before = named.iter().map(|fact| self.and_before(*fact, |fact| &fact.surely_over));
            let first = before.next().unwrap_or_default();
            before.fold(first, |all, each| &all & &each)
        };
        values.iter().flat_map(of_value).collect()
    }

    /// A fact with everything that it stands over, itself included.
    pub fn and_before(&self, fact: usize, over: impl Fn(&Fact) -> &Known) -> Known {
        let (mut all, mut open) = (Known::new(), vec![fact]);
        while let Some(next) = open.pop() {
            if all.insert(next) {
                open.extend(over(&self.facts[next]));
            }
        }
        all
    }

    pub fn is_user_cut_off(&self, user: usize) -> bool {
        self.cut_off.iter().any(|cut| cut.user == Some(user))
    }

    pub fn is_device_cut_off(&self, device: usize) -> bool {
        self.cut_off.iter().any(|cut| cut.user.is_none() && cut.device == device)
    }

    /// Whether a user or the device that they are at was cut off.
    pub fn is_cut_off(&self, device: usize, user: usize) -> bool {
        self.is_device_cut_off(device) || self.is_user_cut_off(user)
    }

    /// Whether a device may be sent what is of a scope, by those of its users who stand.
    pub fn holds(&self, device: usize, scope: Scope) -> bool {
        let stands = |user: &&usize| !self.is_user_cut_off(**user);
        !self.is_device_cut_off(device)
            && DEVICES[device].iter().filter(stands).any(|user| MEMBERS[*user].reads(scope))
    }

    /// Whether somebody who was cut off wrote it, and whoever cut them off may not have had it.
    fn is_beyond(&self, number: usize) -> bool {
        let fact = &self.facts[number];
        self.cut_off.iter().any(|cut| {
            let is_theirs = match cut.user {
                Some(user) => fact.author == user,
                None => fact.device == cut.device,
            };
            is_theirs && !cut.known.contains(&number)
        })
    }

    /// Records of which something may not count: what others built on it goes with it.
    pub fn doubtful(&self) -> BTreeSet<usize> {
        let beyond = (0..self.facts.len()).filter(|number| self.is_beyond(*number));
        beyond.map(|number| self.facts[number].record).collect()
    }

    /// What must be there in the end: acknowledged, on a disk or server that still exists, and counting.
    pub fn due(&self, exists: &Known) -> Known {
        let doubtful = self.doubtful();
        let counts = |number: &usize| {
            let fact = &self.facts[*number];
            fact.is_acknowledged && !doubtful.contains(&fact.record)
        };
        exists.iter().copied().filter(counts).collect()
    }

    /// The fields of a record that were ever written.
    pub fn fields(&self, record: usize) -> BTreeMap<Field, Known> {
        let mut fields = BTreeMap::<Field, Known>::new();
        for (number, fact) in self.facts.iter().enumerate().filter(|(_, fact)| fact.record == record) {
            if let Some(field) = fact.field {
                fields.entry(field).or_default().insert(number);
            }
        }
        fields
    }
}
