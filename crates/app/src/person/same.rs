//! At the door: who of the register may be the person of a form that is being filled in, and why.

use std::collections::BTreeSet;

use posta_domain::{Person, fold};
use posta_linkage::{Decision, Reason};
use posta_store::PersonRow;

use super::read_person;
use crate::app::App;
use crate::error::Error;
use crate::linkage::{person_of, reasons_of, records_of_form};
use crate::permission::Act;
use crate::view::{PersonCard, PersonInput, SamePersonView};

/// More than anyone compares at a counter.
const MOST: u32 = 5;
/// Records of one person that may come before somebody else.
const EACH: usize = 4;
/// Looked at of what a search finds: a large family has one surname.
const SEARCHED: u32 = 40;

impl App {
    /// Those of the register who may be the person of a form, the likeliest first, at most `limit` (1 to 5): by linkage,
    /// and after them those whom a search for a number or the name finds. `household` is the family group that is being
    /// enrolled: its members are not each other. Advice: it never keeps anything from being saved.
    ///
    /// # Errors
    /// [`Error::Locked`], [`Error::NotAllowed`], [`Error::Unreadable`].
    pub fn same_people(
        &self,
        input: &PersonInput,
        household: &str,
        limit: u32,
    ) -> Result<Vec<SamePersonView>, Error> {
        let now = self.now();
        self.read(|open| open.allow(Act::FindPerson))?;
        // If others' work came in at the same time the search alone advises.
        self.know_register()?;
        self.read(|open| {
            open.allow(Act::FindPerson)?;
            let (file, limit) = (&open.registry()?.file, limit.clamp(1, MOST) as usize);
            let (person, _) = read_person(input, now.today);
            let records = records_of_form(&person, household);
            let pairs = open.desk.linkage.borrow_mut().ask(file, &records, limit * EACH)?;
            let mut found: Vec<SamePersonView> = Vec::new();
            // Whoever is one person comes once.
            let mut heads = BTreeSet::new();
            for pair in pairs.iter().filter(|pair| pair.decision != Decision::No) {
                if found.len() == limit {
                    break;
                }
                let Some(row) = person_of(pair).map(|id| file.person(&id)).transpose()?.flatten() else {
                    continue;
                };
                if !heads.insert(file.head_of(&row.id)?) {
                    continue;
                }
                let certain = pair.decision == Decision::Certain;
                found.extend(open.cards(&[row])?.pop().map(|card| same(card, certain, reasons_of(pair))));
            }
            let numbers =
                person.documents.iter().map(|one| one.number.clone()).filter(|number| number.len() > 4);
            let named = Some(person.display_name()).filter(|_| person.is_identified_by_name());
            for text in numbers.chain(named) {
                for row in file.search(&text, SEARCHED)? {
                    let reasons = told_by_search(&person, household, &row).filter(|_| found.len() < limit);
                    if let Some(reasons) = reasons
                        && heads.insert(file.head_of(&row.id)?)
                    {
                        found.extend(open.cards(&[row])?.pop().map(|card| same(card, false, reasons)));
                    }
                }
            }
            Ok(found)
        })
    }
}

fn same(card: PersonCard, certain: bool, reasons: Vec<String>) -> SamePersonView {
    SamePersonView { card, certain, reasons }
}

/// What speaks for somebody whom a search found; none of another member of the family that is being enrolled.
fn told_by_search(person: &Person, household: &str, row: &PersonRow) -> Option<Vec<String>> {
    let has = |number: &str| row.documents.iter().any(|text| text.ends_with(&format!(" {number}")));
    if person.documents.iter().any(|one| !one.number.is_empty() && has(&one.number)) {
        return Some(vec![Reason::DocumentEqual.code().into()]);
    }
    let is_family = !household.is_empty() && row.household == household;
    match (is_family, fold(&row.given_names) == fold(&person.given_names)) {
        (false, _) => Some(Vec::new()),
        (true, true) => Some(vec![Reason::GivenEqual.code().into()]),
        (true, false) => None,
    }
}
