//! The two parts of a consultation, one of each worker of the pair: health and psychosocial.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::fields::{Reader, Writer};
use crate::words::words;
use crate::{Problem, text};

words! {
    /// A part of a consultation; each is written and signed by itself.
    Part, default Health {
        /// Of the health worker.
        Health = "health",
        /// Of the psychosocial worker.
        Social = "social",
    }
}

words! {
    /// A short sign, a whole number in the unit that its name says.
    Sign, default TemperatureTenthsCelsius {
        /// Temperature, tenths of a degree Celsius, 300 to 450.
        TemperatureTenthsCelsius = "temperature_tenths_c",
        /// Pulse, beats a minute, 20 to 300.
        PulsePerMinute = "pulse_per_minute",
        /// Breaths a minute, 5 to 120.
        BreathsPerMinute = "breaths_per_minute",
        /// Systolic pressure, mmHg, 40 to 300.
        SystolicMmhg = "systolic_mmhg",
        /// Diastolic pressure, mmHg, 20 to 200.
        DiastolicMmhg = "diastolic_mmhg",
        /// Oxygen saturation, percent, 40 to 100.
        OxygenPercent = "oxygen_percent",
        /// Weight, grams, 300 to 400,000.
        WeightGrams = "weight_grams",
    }
}

words! {
    /// Whether somebody is pregnant, as they say.
    Pregnancy, default Unasked {
        /// Not asked.
        Unasked = "unasked",
        /// Yes.
        Yes = "yes",
        /// No.
        No = "no",
        /// They do not know, or do not say.
        Unknown = "unknown",
    }
}

impl Sign {
    /// The least and the most that is believed; beyond it somebody mistyped.
    pub fn range(&self) -> (i64, i64) {
        match self {
            Self::TemperatureTenthsCelsius => (300, 450),
            Self::PulsePerMinute => (20, 300),
            Self::BreathsPerMinute => (5, 120),
            Self::SystolicMmhg => (40, 300),
            Self::DiastolicMmhg => (20, 200),
            Self::OxygenPercent => (40, 100),
            Self::WeightGrams => (300, 400_000),
            Self::Other(_) => (i64::MIN, i64::MAX),
        }
    }
}

/// What the health worker writes.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct HealthPart {
    /// Why they come, in short words.
    pub complaint: String,
    /// Short signs by their words.
    pub signs: BTreeMap<String, i64>,
    /// Pregnancy.
    pub pregnancy: Pregnancy,
    /// Weeks of it, 1 to 44; 0 is not known.
    pub weeks: i64,
    /// Chronic illnesses by their codes in the pack.
    pub chronic: BTreeSet<String>,
    /// Medicines that were interrupted, at most 200 characters.
    pub interrupted: String,
    /// First attention that was given, at most 200 characters.
    pub given: String,
    /// Needs of water, sanitation and hygiene by their codes in the pack.
    pub hygiene: BTreeSet<String>,
}

/// What the psychosocial worker writes.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SocialPart {
    /// How the person is, by codes of the pack.
    pub states: BTreeSet<String>,
    /// Who or what supports them, by codes of the pack.
    pub supports: BTreeSet<String>,
    /// In short words.
    pub words: String,
}

impl HealthPart {
    pub(super) fn read(read: &Reader<'_>) -> Self {
        Self {
            complaint: read.text("health/complaint"),
            signs: read
                .items("health/sign/")
                .filter_map(|(word, value)| match value {
                    crate::Scalar::Number(number) if *number != 0 => Some((word.to_owned(), *number)),
                    _ => None,
                })
                .collect(),
            pregnancy: match read.str("health/pregnancy") {
                "" => Pregnancy::default(),
                word => Pregnancy::from_word(word),
            },
            weeks: read.number("health/weeks"),
            chronic: read.set("health/chronic/"),
            interrupted: read.text("health/interrupted"),
            given: read.text("health/given"),
            hygiene: read.set("health/hygiene/"),
        }
    }

    pub(super) fn write(&self, write: &mut Writer) {
        write.text("health/complaint", &self.complaint);
        for (word, number) in &self.signs {
            write.number(&format!("health/sign/{word}"), *number);
        }
        if self.pregnancy != Pregnancy::default() {
            write.text("health/pregnancy", self.pregnancy.as_str());
        }
        write.number("health/weeks", self.weeks);
        write.set("health/chronic/", &self.chronic);
        write.text("health/interrupted", &self.interrupted);
        write.text("health/given", &self.given);
        write.set("health/hygiene/", &self.hygiene);
    }

    pub(super) fn check(&self, problems: &mut Vec<Problem>) {
        for (key, value) in [
            ("health/complaint", &self.complaint),
            ("health/interrupted", &self.interrupted),
            ("health/given", &self.given),
        ] {
            text::check_note(key, value, problems);
        }
        for (word, number) in &self.signs {
            let (least, most) = Sign::from_word(word).range();
            if !(least..=most).contains(number) {
                problems.push(Problem::warning(format!("health/sign/{word}"), "sign_unbelievable"));
            }
        }
        if self.weeks != 0 && !(1..=44).contains(&self.weeks) {
            problems.push(Problem::warning("health/weeks", "weeks_unbelievable"));
        }
    }
}

impl SocialPart {
    pub(super) fn read(read: &Reader<'_>) -> Self {
        Self {
            states: read.set("social/state/"),
            supports: read.set("social/support/"),
            words: read.text("social/words"),
        }
    }

    pub(super) fn write(&self, write: &mut Writer) {
        write.set("social/state/", &self.states);
        write.set("social/support/", &self.supports);
        write.text("social/words", &self.words);
    }

    pub(super) fn check(&self, problems: &mut Vec<Problem>) {
        text::check_note("social/words", &self.words, problems);
    }
}
