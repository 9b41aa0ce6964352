//! At the door: who of the register may be the person of a form that is being filled in, and why.

use posta_domain::DocumentId;
use posta_linkage::{Decision, Pair};

use super::read_person;
use crate::app::App;
use crate::error::Error;
use crate::linkage::record_of_form;
use crate::permission::Act;
use crate::view::{PersonInput, SamePersonView};

/// More than anyone compares at a counter.
const MOST: u32 = 5;
/// Reasons told of each, the strongest first.
const REASONS: usize = 4;

impl App {
    /// Those of the register who may be the person of a form, the likeliest first, at most `limit` (1 to 5): by linkage,
    /// and after them those whom a search for the name finds. `household` is the family group that is being enrolled:
    /// its members are not each other. Advice: it never keeps anything from being saved.
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
        self.read(|open| {
            open.allow(Act::FindPerson)?;
            let (file, limit) = (&open.registry()?.file, limit.clamp(1, MOST));
            let (person, _) = read_person(input, now.today);
            let record = record_of_form(&person, household);
            let pairs = open.desk.linkage.borrow_mut().ask(file, &record, limit as usize)?;
            let mut found = Vec::new();
            for pair in pairs.iter().filter(|pair| pair.decision != Decision::No) {
                let Some(row) = other_of(pair).map(|id| file.person(&id)).transpose()?.flatten() else {
                    continue;
                };
                let Some(card) = open.cards(&[row])?.pop() else { continue };
                found.push(SamePersonView {
                    card,
                    certain: pair.decision == Decision::Certain,
                    reasons: reasons_of(pair),
                });
            }
            let named = person.display_name();
            let rows = if named.is_empty() { Vec::new() } else { file.search(&named, limit)? };
            for row in rows {
                let is_new = found.iter().all(|one| one.card.id != row.id.to_string());
                let is_family = !household.is_empty() && row.household == household;
                if is_new && !is_family && found.len() < limit as usize {
                    let card = open.cards(&[row])?.pop();
                    let view = |card| SamePersonView { card, certain: false, reasons: Vec::new() };
                    found.extend(card.map(view));
                }
            }
            Ok(found)
        })
    }
}

/// Whom a pair with a form is about: the form has no id.
fn other_of(pair: &Pair) -> Option<DocumentId> {
    let id = if pair.id_a.is_empty() { &pair.id_b } else { &pair.id_a };
    id.parse().ok()
}

/// What speaks for it, the strongest first.
fn reasons_of(pair: &Pair) -> Vec<String> {
    let mut reasons: Vec<_> = pair.reasons.iter().filter(|(_, bits)| *bits >= 1.0).collect();
    reasons.sort_by(|one, other| other.1.total_cmp(&one.1));
    let mut codes: Vec<String> = reasons.iter().map(|(reason, _)| reason.code().to_owned()).collect();
    codes.dedup();
    codes.truncate(REASONS);
    codes
}
