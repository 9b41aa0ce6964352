//! What was found of a pair of people, as far as it is told.

use posta_linkage::{Pair, Reason};

/// Names that agree in any way.
const NAMES: &[Reason] = &[
    Reason::SurnameEqual,
    Reason::SurnameSounds,
    Reason::SurnameNear,
    Reason::SurnameSimilar,
    Reason::SurnameJoined,
    Reason::SurnamesSwapped,
    Reason::SurnameOther,
    Reason::GivenEqual,
    Reason::GivenSounds,
    Reason::GivenNear,
    Reason::GivenSimilar,
    Reason::GivenShort,
    Reason::GivenInitial,
    Reason::GivenOther,
    Reason::NamesInverted,
];

/// What was found of a pair of people.
#[derive(Clone)]
pub struct Found {
    pub weight: f64,
    pub probability: f64,
    /// `certain` or `possible`.
    pub decision: &'static str,
    /// Codes of what agrees: never how nearly, nor of what does not. Of birth nothing, see [`reasons`](Self::reasons).
    agreeing: Vec<&'static str>,
    /// Whether a number of a document is the same.
    pub is_numbered: bool,
}

impl Found {
    pub fn of(pair: &Pair) -> Self {
        let agrees = |wanted: &[Reason]| {
            pair.reasons.iter().any(|(reason, bits)| *bits > 0.0 && wanted.contains(reason))
        };
        let is_numbered = agrees(&[Reason::DocumentEqual]);
        let told = [(is_numbered, Reason::DocumentEqual), (agrees(NAMES), Reason::GivenEqual)];
        Self {
            weight: pair.weight,
            probability: pair.probability,
            decision: pair.decision.code(),
            agreeing: told.into_iter().filter(|(is, _)| *is).map(|(_, reason)| reason.code()).collect(),
            is_numbered,
        }
    }

    /// Why, in codes. Of birth no more than whether the years are equal, as the year is told besides: by how nearly two
    /// days agree, whoever types one after the other would learn the day (ADR 0022).
    pub fn reasons(&self, one: Option<i32>, other: Option<i32>) -> Vec<String> {
        let is_year_equal = one.is_some() && one == other;
        let birth = is_year_equal.then_some(Reason::BirthSameYear.code());
        self.agreeing.iter().copied().chain(birth).map(str::to_owned).collect()
    }
}
