//! How common a name is: counted in the register, blended with what is known of the countries before any record is.

use crate::vocabulary::{Role, Vocabulary, Word};

/// Records that the prior counts for.
const PRIOR_RECORDS: f64 = 1_500.0;
/// Frequency of a word that the prior does not know.
const RARE: f64 = 0.0003;
const RARE_PLACE: f32 = 0.02;

/// Folded names with their share of people at the posts, in thousandths. Own estimate from the published lists of most common
/// names of Venezuela, Colombia, Peru, Bolivia, Brazil and Haiti, weighted by who passes; only the order of size matters, as a
/// register of some thousand counts for itself.
const GIVEN: &[(&str, f64)] = &[
    ("alejandro", 6.0),
    ("ana", 14.0),
    ("andrea", 6.0),
    ("angel", 9.0),
    ("antonio", 12.0),
    ("carlos", 16.0),
    ("carmen", 7.0),
    ("daniel", 9.0),
    ("david", 8.0),
    ("eduardo", 8.0),
    ("francisco", 10.0),
    ("gabriel", 6.0),
    ("jean", 12.0),
    ("jesus", 14.0),
    ("joao", 5.0),
    ("jorge", 9.0),
    ("jose", 38.0),
    ("joseph", 4.0),
    ("juan", 20.0),
    ("luis", 24.0),
    ("luz", 6.0),
    ("manuel", 11.0),
    ("maria", 48.0),
    ("marie", 9.0),
    ("miguel", 11.0),
    ("pedro", 10.0),
    ("rafael", 6.0),
    ("rosa", 10.0),
    ("victor", 7.0),
];
const SURNAMES: &[(&str, f64)] = &[
    ("alves", 2.0),
    ("apaza", 3.0),
    ("castillo", 5.0),
    ("choque", 6.0),
    ("condori", 9.0),
    ("cruz", 8.0),
    ("diaz", 11.0),
    ("fernandez", 9.0),
    ("flores", 13.0),
    ("garcia", 19.0),
    ("gomez", 11.0),
    ("gonzalez", 24.0),
    ("gutierrez", 8.0),
    ("hernandez", 18.0),
    ("huaman", 6.0),
    ("jean", 5.0),
    ("jimenez", 6.0),
    ("joseph", 4.0),
    ("lopez", 15.0),
    ("mamani", 15.0),
    ("martinez", 16.0),
    ("mendoza", 7.0),
    ("morales", 6.0),
    ("oliveira", 3.0),
    ("perez", 18.0),
    ("pierre", 5.0),
    ("quispe", 15.0),
    ("ramirez", 12.0),
    ("rodriguez", 24.0),
    ("rojas", 10.0),
    ("romero", 7.0),
    ("sanchez", 15.0),
    ("santos", 6.0),
    ("silva", 10.0),
    ("souza", 3.0),
    ("torres", 9.0),
    ("vargas", 7.0),
];

/// Shares of people who bear a word as given name, surname or place, before any record is counted.
pub fn priors(word: &str) -> [f32; 3] {
    let of = |table: &[(&str, f64)]| {
        let found = table.binary_search_by_key(&word, |(name, _)| name).ok().and_then(|at| table.get(at));
        found.map_or(RARE, |(_, thousandths)| thousandths / 1_000.0) as f32
    };
    [of(GIVEN), of(SURNAMES), RARE_PLACE]
}

/// How common words are in a register of so many records.
#[derive(Clone, Copy)]
pub struct Frequency<'a> {
    pub vocabulary: &'a Vocabulary,
    pub records: usize,
}

impl Frequency<'_> {
    fn blend(&self, count: u32, prior: f64) -> f64 {
        (f64::from(count) + PRIOR_RECORDS * prior) / (self.records as f64 + PRIOR_RECORDS)
    }

    /// Share of records that bear the word in this role.
    pub fn of(&self, word: &Word, role: Role) -> f64 {
        self.blend(word.count(role), word.prior(role))
    }

    /// Share of records that bear a word of the same sound.
    pub fn of_sound(&self, word: &Word, role: Role) -> f64 {
        self.blend(self.vocabulary.sounding(word, role), word.prior(role))
    }
}

#[cfg(test)]
mod tests {
    use super::{GIVEN, SURNAMES};

    #[test]
    fn the_tables_are_in_order() {
        assert!(GIVEN.is_sorted_by_key(|(name, _)| name) && SURNAMES.is_sorted_by_key(|(name, _)| name));
    }
}
