//! The family group of a person.

use std::collections::BTreeSet;

use posta_domain::{DocumentId, Fields, Kind, Person, Problem, Scalar};
use posta_store::Write;

use crate::app::App;
use crate::error::Error;
use crate::id::read_id;
use crate::open::Open;
use crate::permission::Act;
use crate::person::only_warnings;
use crate::scope::Deed;
use crate::view::{HouseholdMember, Saved};

/// Asks for a new group.
const NEW: &str = "new";

impl App {
    /// Puts a person into a family group: "" none, `new`, or its id; returns once that is durable.
    ///
    /// # Errors
    /// [`Error::BadInput`], [`Error::NotFound`], [`Error::NotAllowed`], [`Error::Locked`], [`Error::Storage`].
    pub fn set_household(&self, person: &str, household: &str, role: &str) -> Result<Saved, Error> {
        let now = self.now();
        let id = read_id(person)?;
        self.with(|open| {
            open.allow(Act::EditPerson)?;
            let registry = open.registry()?;
            let document = registry.file.document(&Kind::Person, &id)?.ok_or(Error::NotFound)?;
            let stored = document.fields();
            let mut person = Person::from_fields(&stored);
            join_household(&mut person, household, role, || open.desk.new_open_id())
                .or_else(|problem| only_warnings(vec![problem]).map(drop))?;
            let mut fields = person.changes_from(&stored);
            fields.retain(|key, _| key.starts_with("household"));
            decide_open(&mut fields, &person.to_fields(), &document);
            let writes = vec![Write { kind: Kind::Person, id, fields }];
            registry.commit(&open.desk, &[Deed { writes, draft: None }], now.at)?;
            Ok(Saved { id: id.to_string(), warnings: Vec::new() })
        })
    }
}

/// Two groups written apart are decided by this act.
fn decide_open(fields: &mut Fields, wanted: &Fields, document: &posta_documents::Document) {
    for conflict in document.conflicts().into_iter().filter(|one| one.field.starts_with("household")) {
        let value = wanted.get(&conflict.field).cloned().unwrap_or_else(|| Scalar::from(""));
        fields.entry(conflict.field).or_insert(value);
    }
}

/// Puts a person into a group as typed.
pub(crate) fn join_household(
    person: &mut Person,
    household: &str,
    role: &str,
    new: impl FnOnce() -> DocumentId,
) -> Result<(), Problem> {
    let household = match household.trim() {
        "" => String::new(),
        NEW => new().to_string(),
        id => id.parse::<DocumentId>().map_err(|_| unreadable())?.to_string(),
    };
    let role = if household.is_empty() { "" } else { role };
    person.set("household", &household)?;
    person.set("household_role", role)?;
    if matches!(person.household_role, Some(posta_domain::HouseholdRole::Other(_))) {
        return Err(Problem::error("household_role", "household_role_unknown"));
    }
    Ok(())
}

fn unreadable() -> Problem {
    Problem::error("household", "household_unreadable")
}

impl Open {
    /// The others of a person's groups, those of all their records; each once.
    pub(crate) fn household_members(&self, person: &DocumentId) -> Result<Vec<HouseholdMember>, Error> {
        let (file, covered) = (&self.registry()?.file, self.covered()?);
        let records = self.linked_records(person)?;
        let mut seen: BTreeSet<DocumentId> = BTreeSet::new();
        for each in &records {
            seen.insert(file.head_of(each)?);
        }
        let mut members = Vec::new();
        for each in &records {
            let Some(own) = file.person(each)? else { continue };
            for row in file.household(&own.household)? {
                if row.id != *each && seen.insert(file.head_of(&row.id)?) {
                    let role = row.household_role.clone();
                    members.push(HouseholdMember { card: self.card(&row, &covered)?, role });
                }
            }
        }
        Ok(members)
    }
}
