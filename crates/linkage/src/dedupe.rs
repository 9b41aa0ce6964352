//! The whole register against itself.

use crate::comparison::SeenWords;
use crate::decision::Scale;
use crate::index::{Asked, Index, Worth, in_order};
use crate::pair::{Decided, Pair};

/// Records between two looks at whether to go on.
const PATIENCE: usize = 256;

impl Index {
    /// All pairs of the register that may be of one person, the likeliest first.
    pub fn dedupe(&self, decided: &Decided) -> Vec<Pair> {
        self.dedupe_while(decided, &|| true).unwrap_or_default()
    }

    /// As [`Index::dedupe`]; none once `go_on` says no, which is asked every few hundred records.
    pub fn dedupe_while(&self, decided: &Decided, go_on: &dyn Fn() -> bool) -> Option<Vec<Pair>> {
        let (words, scale) = (self.words(&[]), Scale::of(self.len()));
        let asked = Asked { words, scale, decided, seen: SeenWords::many() };
        let mut candidates = Vec::new();
        let mut pairs = Vec::new();
        for (slot, (id, profile)) in self.ids.iter().zip(&self.profiles).enumerate() {
            if slot % PATIENCE == 0 && !go_on() {
                return None;
            }
            let Some(profile) = profile else { continue };
            let slot = slot as u32;
            self.candidates(profile, &words, Some(slot), slot, &mut candidates);
            pairs.extend(candidates.iter().filter_map(|other| {
                let other_id = self.ids.get(*other as usize)?;
                let other = self.profiles.get(*other as usize)?.as_ref()?;
                self.pair((id, profile), (other_id, other), &asked, Worth::Returning)
            }));
        }
        in_order(&mut pairs);
        Some(pairs)
    }

    /// Whether blocking lets two records be compared at all.
    pub fn is_compared(&self, one: &str, other: &str) -> bool {
        let (Some((slot, profile)), Some((wanted, _))) = (self.slot(one), self.slot(other)) else {
            return false;
        };
        let mut candidates = Vec::new();
        self.candidates(profile, &self.words(&[]), Some(slot), u32::MAX, &mut candidates);
        candidates.binary_search(&wanted).is_ok()
    }
}
