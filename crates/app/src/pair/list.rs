//! The supervisor's list of pairs: what contradicts itself, what waits, what was decided.

use posta_domain::{DocumentId, LinkageDecision};
use posta_store::{Decided, LinkageRow, ProposedPair};

use super::clusters::{Clash, clashes};
use super::look::is_stale;
use crate::app::App;
use crate::error::Error;
use crate::home::count;
use crate::open::Open;
use crate::permission::Act;
use crate::view::{PairCounts, PairRow, PairsPage};

/// Rows of a page, at most.
const MOST: u32 = 200;

impl App {
    /// A page of pairs: `open` (what contradicts itself first, then by how likely it is), `later`, or `decided`, the last
    /// first. Pairs of which a record went are left out.
    ///
    /// # Errors
    /// [`Error::NotAllowed`], [`Error::Locked`], [`Error::Unreadable`].
    pub fn pairs_page(&self, group: &str, offset: u32, limit: u32) -> Result<PairsPage, Error> {
        let limit = limit.clamp(1, MOST);
        self.read(|open| {
            open.allow(Act::ViewPairs)?;
            let (counts, clashes) = open.counts_and_clashes()?;
            let file = &open.registry()?.file;
            let (rows, total) = match group {
                "later" => open.decided_rows(Decided::Later, offset, limit)?,
                "decided" => open.decided_rows(Decided::Decided, offset, limit)?,
                _ => {
                    let total = counts.contradicted + counts.certain + counts.possible;
                    (open.open_rows(&clashes, offset, limit)?, total)
                }
            };
            Ok(PairsPage { rows, total, counts, stale: is_stale(file.looked()?) })
        })
    }
}

impl Open {
    /// How many pairs wait, and how many were decided.
    pub(super) fn pair_counts(&self) -> Result<PairCounts, Error> {
        Ok(self.counts_and_clashes()?.0)
    }

    fn counts_and_clashes(&self) -> Result<(PairCounts, Vec<Clash>), Error> {
        let file = &self.registry()?.file;
        let (undecided, clashes) = (file.undecided()?, clashes(file)?);
        let of = |which| Ok::<_, Error>(count(file.linkage_page(which, 0, 0)?.1));
        let counts = PairCounts {
            contradicted: count(clashes.len() as u64),
            certain: count(undecided.certain),
            possible: count(undecided.possible),
            later: of(Decided::Later)?,
            decided: of(Decided::Decided)?,
        };
        Ok((counts, clashes))
    }

    /// Contradictions, and after them what waits.
    fn open_rows(&self, clashes: &[Clash], offset: u32, limit: u32) -> Result<Vec<PairRow>, Error> {
        let file = &self.registry()?.file;
        let mut rows = Vec::new();
        for clash in clashes.iter().skip(offset as usize).take(limit as usize) {
            let reasons = file.proposed(&clash.a, &clash.b)?.map(|pair| pair.reasons).unwrap_or_default();
            rows.extend(self.pair_row(clash.a, clash.b, "contradicted", reasons, None)?);
        }
        let before = clashes.len().min(u32::MAX as usize) as u32;
        let left = limit.saturating_sub(before.saturating_sub(offset).min(limit));
        if left > 0 {
            for pair in file.undecided_page(offset.saturating_sub(before), left)? {
                let ProposedPair { a, b, proposal, reasons, .. } = pair;
                rows.extend(self.pair_row(a, b, &proposal, reasons, None)?);
            }
        }
        Ok(rows)
    }

    fn decided_rows(&self, which: Decided, offset: u32, limit: u32) -> Result<(Vec<PairRow>, u32), Error> {
        let file = &self.registry()?.file;
        let (decided, total) = file.linkage_page(which, offset, limit)?;
        let mut rows = Vec::new();
        for row in decided {
            let (a, b) = (row.linkage.person, row.linkage.other);
            let reasons = file.proposed(&a, &b)?.map(|pair| pair.reasons).unwrap_or_default();
            let standing = standing_of(&row.linkage.decision);
            rows.extend(self.pair_row(a, b, standing, reasons, Some(&row))?);
        }
        Ok((rows, count(total)))
    }

    fn pair_row(
        &self,
        a: DocumentId,
        b: DocumentId,
        standing: &str,
        reasons: Vec<String>,
        decided: Option<&LinkageRow>,
    ) -> Result<Option<PairRow>, Error> {
        let file = &self.registry()?.file;
        let covered = self.covered()?;
        let (Some(a), Some(b)) = (file.person(&a)?, file.person(&b)?) else { return Ok(None) };
        let (decided_by, decided_post, decided_at) =
            decided.map(|row| self.decided_by(row)).transpose()?.unwrap_or_default();
        Ok(Some(PairRow {
            a: self.card(&a, &covered)?,
            b: self.card(&b, &covered)?,
            standing: standing.into(),
            reasons,
            decided_by,
            decided_post,
            decided_at,
        }))
    }
}

/// What a list says of a decision; nothing while it is open.
pub(crate) fn standing_of(decision: &LinkageDecision) -> &'static str {
    match decision {
        LinkageDecision::Same => "same",
        LinkageDecision::Different => "different",
        LinkageDecision::Later => "later",
        LinkageDecision::Open | LinkageDecision::Other(_) => "",
    }
}
