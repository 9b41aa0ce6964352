//! One person who has several records: who they are, and who said so.

use posta_domain::{DocumentId, LinkageDecision};
use posta_store::LinkageRow;

use super::clusters::{clashes_among, held_with};
use crate::catalogue::post_name;
use crate::error::Error;
use crate::open::Open;
use crate::time::rfc3339;
use crate::view::{PairContradiction, PersonSource};

impl Open {
    /// The records of the person whose record this is, this one first; this one alone where nobody said otherwise.
    /// Whatever is shown or asked of a person is shown or asked of all of them.
    pub(crate) fn linked_records(&self, person: &DocumentId) -> Result<Vec<DocumentId>, Error> {
        let mut records = vec![*person];
        let linked = self.registry()?.file.linked_with(person)?;
        records.extend(linked.into_iter().filter(|id| id != person));
        Ok(records)
    }

    /// The other records of a person, with who said that they are one.
    pub(crate) fn sources(&self, person: &DocumentId) -> Result<Vec<PersonSource>, Error> {
        let file = &self.registry()?.file;
        let (covered, decided) = (self.covered()?, file.linkages_of(person)?);
        let mut sources = Vec::new();
        for id in self.linked_records(person)?.into_iter().skip(1) {
            let Some(row) = file.person(&id)? else { continue };
            let direct = decided
                .iter()
                .find(|row| row.linkage.is_about(&id) && row.linkage.decision == LinkageDecision::Same);
            // By way of a third: who said so of this one, whoever the third is.
            let of_it = file.linkages_of(&id)?;
            let said =
                direct.or_else(|| of_it.iter().find(|row| row.linkage.decision == LinkageDecision::Same));
            let (decided_by, decided_post, decided_at) =
                said.map(|row| self.decided_by(row)).transpose()?.unwrap_or_default();
            let card = self.card(&row, &covered)?;
            sources.push(PersonSource {
                card,
                decided_by,
                decided_post,
                decided_at,
                direct: direct.is_some(),
            });
        }
        Ok(sources)
    }

    /// Why records that were said to be one with this one are not shown as one.
    pub(crate) fn contradictions_of(&self, person: &DocumentId) -> Result<Vec<PairContradiction>, Error> {
        let file = &self.registry()?.file;
        let mut near = held_with(file, person)?;
        if near.is_empty() {
            return Ok(Vec::new());
        }
        near.insert(*person);
        let mut found = Vec::new();
        for clash in clashes_among(file, &near)? {
            found.extend(self.contradiction(&clash)?);
        }
        Ok(found)
    }

    pub(super) fn contradiction(
        &self,
        clash: &super::clusters::Clash,
    ) -> Result<Option<PairContradiction>, Error> {
        let file = &self.registry()?.file;
        let covered = self.covered()?;
        let (Some(a), Some(b)) = (file.person(&clash.a)?, file.person(&clash.b)?) else { return Ok(None) };
        let (a, b) = (self.card(&a, &covered)?, self.card(&b, &covered)?);
        Ok(Some(PairContradiction { a, b, cause: clash.cause.into() }))
    }

    /// Who decided last, at which post, and when.
    pub(crate) fn decided_by(&self, row: &LinkageRow) -> Result<(String, String, String), Error> {
        let scope = self.registry()?;
        let Some(mut document) = scope.file.document(&posta_domain::Kind::Linkage, &row.id)? else {
            return Ok(Default::default());
        };
        let last = document.history().into_iter().rev().find(|change| change.field == "decision");
        let Some(last) = last else { return Ok(Default::default()) };
        let author = scope.file.author(&last.actor.into())?;
        let (name, post) = author.map(|one| (one.name, one.post)).unwrap_or_default();
        Ok((name, post_name(self.desk.pack, &post), rfc3339(last.at)))
    }
}
