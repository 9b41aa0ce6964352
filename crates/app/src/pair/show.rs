//! Two records side by side, with what speaks for and against, and what was decided of them.

use std::collections::BTreeSet;

use posta_domain::{DocumentId, Kind, Linkage, LinkageDecision, Person};
use posta_linkage::Decision;

use super::clusters::{clashes_among, held_with};
use super::compare::compare;
use super::list::standing_of;
use crate::app::App;
use crate::catalogue::post_name;
use crate::error::Error;
use crate::id::read_id;
use crate::open::Open;
use crate::permission::Act;
use crate::time::rfc3339;
use crate::view::{PairBond, PairDecision, PairReason, PairView};

impl App {
    /// Two records of the register side by side.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::NotAllowed`], [`Error::Locked`], [`Error::Unreadable`].
    pub fn pair(&self, a: &str, b: &str) -> Result<PairView, Error> {
        let (a, b) = (read_id(a)?, read_id(b)?);
        self.read(|open| open.allow(Act::DecidePair))?;
        self.know_register()?;
        self.read(|open| {
            open.allow(Act::DecidePair)?;
            open.show_pair(a, b)
        })
    }
}

impl Open {
    fn show_pair(&self, a: DocumentId, b: DocumentId) -> Result<PairView, Error> {
        let file = &self.registry()?.file;
        let covered = self.covered()?;
        let row = |id: &DocumentId| file.person(id)?.ok_or(Error::NotFound);
        let (row_a, row_b) = (row(&a)?, row(&b)?);
        let person = |id: &DocumentId| {
            let document = file.document(&Kind::Person, id)?.ok_or(Error::NotFound)?;
            Ok::<_, Error>(Person::from_fields(&document.fields()))
        };
        let explained = self.desk.linkage.borrow_mut().explain(file, &a, &b)?;
        // What was proposed last serves while others' work comes in.
        let (proposal, probability, reasons) = match (explained, file.proposed(&a.min(b), &a.max(b))?) {
            (Some(pair), _) => {
                let reasons = pair.reasons.iter().map(|(reason, bits)| (reason.code().to_owned(), *bits));
                (pair.decision.code().to_owned(), pair.probability, reasons.collect())
            }
            (None, Some(pair)) => {
                let reasons: Vec<_> = pair.reasons.into_iter().map(|code| (code, 1.0)).collect();
                (pair.proposal, pair.probability, reasons)
            }
            (None, None) => (Decision::No.code().to_owned(), 0.0, Vec::new()),
        };
        let decisions = self.decisions_of(&Linkage::of(a, b))?;
        let mut near = held_with(file, &a)?;
        near.extend(held_with(file, &b)?);
        near.extend([a, b]);
        let (mut contradictions, mut others) = (Vec::new(), Vec::new());
        for clash in clashes_among(file, &near)? {
            contradictions.extend(self.contradiction(&clash)?);
        }
        for id in near.iter().filter(|id| **id != a && **id != b) {
            if let Some(row) = file.person(id)? {
                others.push(self.card(&row, &covered)?);
            }
        }
        let held: Vec<&PairDecision> = decisions.iter().filter(|one| one.holds).collect();
        let standing = match held.as_slice() {
            _ if contradictions.iter().any(|one| is_of(&one.a.id, &one.b.id, &a, &b)) => "contradicted",
            [one] => standing_of(&LinkageDecision::from_word(&one.decision)),
            _ => "",
        };
        let standing = if standing.is_empty() { proposal.clone() } else { standing.to_owned() };
        Ok(PairView {
            a: self.card(&row_a, &covered)?,
            b: self.card(&row_b, &covered)?,
            standing,
            proposal,
            probability,
            reasons: reasons.into_iter().map(|(code, bits)| PairReason { code, bits }).collect(),
            fields: compare(&person(&a)?, &person(&b)?),
            decisions,
            others,
            contradictions,
            bonds: self.bonds(&near)?,
        })
    }

    /// What was said that holds some people together.
    fn bonds(&self, people: &BTreeSet<DocumentId>) -> Result<Vec<PairBond>, Error> {
        let (file, covered) = (&self.registry()?.file, self.covered()?);
        let mut bonds = Vec::new();
        for id in people {
            for row in file.linkages_of(id)? {
                let is_same = row.linkage.decision == LinkageDecision::Same && row.origin.conflicts == 0;
                let holds = is_same && row.linkage.elsewhere.is_empty();
                if !holds || row.linkage.person != *id {
                    continue;
                }
                let (Some(a), Some(b)) = (file.person(id)?, file.person(&row.linkage.other)?) else {
                    continue;
                };
                let (decided_by, decided_post, decided_at) = self.decided_by(&row)?;
                let (a, b) = (self.card(&a, &covered)?, self.card(&b, &covered)?);
                bonds.push(PairBond { a, b, decided_by, decided_post, decided_at });
            }
        }
        Ok(bonds)
    }

    /// Everything that was said of a pair, the last first, and what of it holds.
    fn decisions_of(&self, linkage: &Linkage) -> Result<Vec<PairDecision>, Error> {
        let scope = self.registry()?;
        let Some(mut document) = scope.file.document(&Kind::Linkage, &linkage.id())? else {
            return Ok(Vec::new());
        };
        let conflicts = document.conflicts();
        let open = conflicts.iter().find(|conflict| conflict.field == "decision");
        let mut decisions: Vec<PairDecision> = Vec::new();
        let said: Vec<_> =
            document.history().into_iter().filter(|change| change.field == "decision").collect();
        for (place, change) in said.iter().enumerate() {
            let holds = match open {
                Some(conflict) => conflict.values.iter().any(|value| {
                    value.actor == change.actor && value.at == change.at && value.value == change.value
                }),
                None => place + 1 == said.len(),
            };
            let author = scope.file.author(&change.actor.into())?;
            let (name, post) = author.map(|one| (one.name, one.post)).unwrap_or_default();
            decisions.push(PairDecision {
                decision: change.value.as_text().unwrap_or_default().into(),
                author: name,
                post: post_name(self.desk.pack, &post),
                at: rfc3339(change.at),
                holds,
            });
        }
        decisions.reverse();
        Ok(decisions)
    }
}

fn is_of(one: &str, other: &str, a: &DocumentId, b: &DocumentId) -> bool {
    let (a, b) = (a.to_string(), b.to_string());
    (one == a && other == b) || (one == b && other == a)
}
