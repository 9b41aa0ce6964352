//! What people do, with the real application, and what they were told.

use std::cell::RefCell;

use posta_app::view::{ConsultationInput, FieldEdit, PersonInput, PersonView, RegistrationInput};
use posta_app::{App, Error};

use crate::cast::{MEMBERS, Scope};
use crate::model::{Fact, Kind, Known, Record};
use crate::step::{Deed, Field, PowerCut};
use crate::world::{Sabotage, Violation, World, violation};

/// What a deed writes, and where.
struct Plan {
    record: usize,
    field: Option<Field>,
    value: String,
}

impl World {
    /// Somebody at a disk does something.
    pub(crate) fn act(
        &mut self,
        disk: usize,
        member: usize,
        deed: Deed,
        cut: Option<PowerCut>,
    ) -> Result<String, Violation> {
        let who = MEMBERS[member];
        let number = self.model.facts.len();
        match deed {
            Deed::Register => self.register(disk, member, cut),
            Deed::Edit { person, field } => {
                let Some(record) = self.meant(Kind::Person, person) else { return Ok("nobody".into()) };
                let (value, id) = (value_of(field, number), self.model.records[record].id.clone());
                let plan = Plan { record, field: Some(field), value: value.clone() };
                self.write(disk, member, cut, plan, |app, seen| {
                    *seen.borrow_mut() = shown(&app.person(&id)?, field);
                    let edit = FieldEdit { field: key_of(field).into(), value: value.clone() };
                    app.edit_person(&id, &[edit]).map(|_| String::new())
                })
            }
            Deed::Decide { person, value } => self.decide(disk, member, cut, person, value),
            Deed::Attend { person } => {
                let Some(record) = self.meant(Kind::Person, person) else { return Ok("nobody".into()) };
                let Some(scope) = who.care().filter(|_| who.attends()) else {
                    return Ok("not theirs".into());
                };
                let person = self.model.records[record].id.clone();
                let note = value_of(Field::Note, number);
                let plan = self.new_record(Kind::Consultation, scope, Some(Field::Note), &note);
                let leaks = self.sabotage == Some(Sabotage::Leak);
                self.write(disk, member, cut, plan, |app, _| {
                    let saved = app.record_consultation(&ConsultationInput {
                        person: person.clone(),
                        reason: "control".into(),
                        needs: vec!["salud".into()],
                        note: note.clone(),
                        ..ConsultationInput::default()
                    })?;
                    if leaks {
                        let edit = FieldEdit { field: "surname1".into(), value: note.clone() };
                        app.edit_person(&person, &[edit])?;
                    }
                    Ok(saved.id)
                })
            }
            Deed::Rewrite { consultation } => self.rewrite(disk, member, cut, consultation),
            Deed::HandOver { person } => {
                let Some(record) = self.meant(Kind::Person, person) else { return Ok("nobody".into()) };
                let Some(scope) = who.care() else { return Ok("no team".into()) };
                let person = self.model.records[record].id.clone();
                let note = value_of(Field::Note, number);
                let plan = self.new_record(Kind::Notice, scope, None, &note);
                self.write(disk, member, cut, plan, |app, _| {
                    app.hand_over(&person, "other", &note).map(|_| String::new())
                })
            }
            Deed::Complain => {
                let text = value_of(Field::Note, number);
                let plan = self.new_record(Kind::Complaint, Scope::Audit, None, &text);
                self.write(disk, member, cut, plan, |app, _| {
                    app.record_complaint("complaint", &text, "").map(|()| String::new())
                })
            }
        }
    }

    fn register(&mut self, disk: usize, member: usize, cut: Option<PowerCut>) -> Result<String, Violation> {
        let number = self.model.facts.len();
        let person = PersonInput {
            given_names: ["Yuleisy", "Wilner", "Ñusta", "João", "Marie"][number % 5].into(),
            surname1: format!("Apellido{number}"),
            surname2: value_of(Field::Surname, number + 1),
            phone: value_of(Field::Phone, number),
            nationality: ["VE", "HT", "BO", "BR"][number % 4].into(),
            birth: format!("{}", 1950 + number % 40),
            ..PersonInput::default()
        };
        let input = RegistrationInput { person, ..RegistrationInput::default() };
        let plan = self.new_record(Kind::Person, Scope::Registry, Some(Field::Phone), &input.person.phone);
        let record = plan.record;
        let became =
            self.write(disk, member, cut, plan, |app, _| app.register_person(&input).map(|saved| saved.id))?;
        if let Some(made) = self.model.facts.get(number).cloned() {
            let surname = Fact { field: Some(Field::Surname), value: input.person.surname2, ..made };
            if surname.is_acknowledged && surname.record == record {
                self.disks[disk].known.insert(self.model.facts.len());
            }
            self.model.facts.push(surname);
        }
        Ok(became)
    }

    fn decide(
        &mut self,
        disk: usize,
        member: usize,
        cut: Option<PowerCut>,
        person: usize,
        value: usize,
    ) -> Result<String, Violation> {
        let Some(record) = self.meant(Kind::Person, person) else { return Ok("nobody".into()) };
        let id = self.model.records[record].id.clone();
        let (open, _) = self.disks[disk].work(member, None, |app| {
            let view = app.person(&id)?;
            let values = [Field::Phone, Field::Surname].map(|field| (field, shown(&view, field)));
            Ok(values.into_iter().find(|(_, values)| values.len() > 1))
        });
        let (field, values) = match open {
            Ok(Some(open)) => open,
            Ok(None) => return Ok("nothing to decide".into()),
            Err(error) => return self.refusal(disk, member, error),
        };
        let chosen = values[value % values.len()].clone();
        let plan = Plan { record, field: Some(field), value: chosen.clone() };
        self.write(disk, member, cut, plan, |app, seen| {
            seen.borrow_mut().clone_from(&values);
            app.resolve_conflict("person", &id, key_of(field), &chosen).map(|_| String::new())
        })
    }

    fn rewrite(
        &mut self,
        disk: usize,
        member: usize,
        cut: Option<PowerCut>,
        consultation: usize,
    ) -> Result<String, Violation> {
        let Some(record) = self.meant(Kind::Consultation, consultation) else { return Ok("none".into()) };
        let Record { id, scope, .. } = self.model.records[record].clone();
        if MEMBERS[member].team != Some(scope) {
            return Ok("not theirs".into());
        }
        let note = value_of(Field::Note, self.model.facts.len());
        let plan = Plan { record, field: Some(Field::Note), value: note.clone() };
        self.write(disk, member, cut, plan, |app, seen| {
            let view = app.consultation(&id)?;
            *seen.borrow_mut() = notes(&view);
            let input = ConsultationInput { note: note.clone(), ..view.content };
            app.write_part(&id, "social", &view.social_base, &input).map(|_| String::new())
        })
    }

    fn meant(&self, kind: Kind, number: usize) -> Option<usize> {
        let all = self.model.of_kind(kind);
        all.get(number.checked_rem(all.len())?).copied()
    }

    /// Makes room for a record; what it is called is known once it is kept.
    fn new_record(&mut self, kind: Kind, scope: Scope, field: Option<Field>, value: &str) -> Plan {
        self.model.records.push(Record { kind, scope, id: String::new() });
        Plan { record: self.model.records.len() - 1, field, value: value.into() }
    }

    /// Does it, and notes what was acknowledged.
    fn write(
        &mut self,
        disk: usize,
        member: usize,
        cut: Option<PowerCut>,
        plan: Plan,
        act: impl Fn(&App, &RefCell<Vec<String>>) -> Result<String, Error>,
    ) -> Result<String, Violation> {
        let seen = RefCell::new(Vec::new());
        let (done, is_out) = self.disks[disk].work(member, cut, |app| act(app, &seen));
        let Plan { record, field, value } = plan;
        let seen = seen.into_inner();
        let (over, surely_over) = match field {
            Some(field) => {
                let model = &self.model;
                (model.named(record, field, &seen), model.surely_named(record, field, &seen))
            }
            None => (Known::new(), Known::new()),
        };
        let (author, device, is_acknowledged) = (member, self.disks[disk].device, done.is_ok());
        let fact = Fact { record, field, value, over, surely_over, author, device, is_acknowledged };
        let number = self.model.facts.len();
        match done {
            Ok(id) => {
                if !id.is_empty() {
                    self.model.records[record].id = id;
                }
                self.model.facts.push(fact);
                self.disks[disk].known.insert(number);
                Ok(format!("kept as {number}{}", if is_out { ", then power lost" } else { "" }))
            }
            Err(_) if is_out => {
                self.model.facts.push(fact);
                Ok("power lost".into())
            }
            Err(error) => self.refusal(disk, member, error),
        }
    }

    /// What a refusal is called, if it is one that may be.
    fn refusal(&self, disk: usize, member: usize, error: Error) -> Result<String, Violation> {
        match error {
            Error::NotFound => Ok("not here".into()),
            Error::Revoked | Error::UnknownUser if self.model.is_cut_off(self.disks[disk].device, member) => {
                Ok("cut off".into())
            }
            error => Err(violation("act_failed", format!("{}: {error:?}", self.who(disk, member)))),
        }
    }
}

fn key_of(field: Field) -> &'static str {
    match field {
        Field::Phone => "phone",
        Field::Surname => "surname2",
        Field::Note => "note",
    }
}

/// A value that nobody else writes.
fn value_of(field: Field, number: usize) -> String {
    match field {
        Field::Phone => format!("7{number:07}"),
        Field::Surname => format!("Inventada{number}"),
        Field::Note => format!("{}{number}x", crate::secrecy::MARK),
    }
}

/// All values of a field that are shown of a person.
pub(crate) fn shown(view: &PersonView, field: Field) -> Vec<String> {
    let key = key_of(field);
    let conflict = view.conflicts.iter().find(|each| each.kind == "person" && each.field == key);
    let mut values = match (conflict, field) {
        (Some(conflict), _) => conflict.values.iter().map(|each| each.value.clone()).collect(),
        (None, Field::Phone) => vec![view.phone.clone()],
        (None, _) => vec![view.surname2.clone()],
    };
    values.sort();
    values
}

/// All values of the note of a consultation.
pub(crate) fn notes(view: &posta_app::view::ConsultationView) -> Vec<String> {
    let mut conflicts = view.conflicts.iter().chain(&view.apart);
    let mut values = match conflicts.find(|conflict| conflict.field == "note") {
        Some(conflict) => conflict.values.iter().map(|each| each.value.clone()).collect(),
        None => vec![view.content.note.clone()],
    };
    values.sort();
    values
}
