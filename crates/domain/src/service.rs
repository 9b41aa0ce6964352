//! An entry of the directory: a service or ally that people can be referred to. Not confidential: it lives in the
//! registry, is kept by supervisors, and holds nothing about whom it attended.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::fields::{Reader, Writer, changed_fields};
use crate::{Fields, Pack, Problem, text};

/// Days after which what is known of a service is to be asked again.
pub const VERIFY_AFTER_DAYS: i64 = 180;

/// A service or ally.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Service {
    /// Name.
    pub name: String,
    /// What it is, by codes of the pack: `albergue`, `salud_mental`, ...
    pub kinds: BTreeSet<String>,
    /// What it offers, in its own words; at most 4000 characters.
    pub offers: String,
    /// To whom, in its own words.
    pub attends: String,
    /// When.
    pub hours: String,
    /// Telephone or other contact of the service.
    pub contact: String,
    /// Where people go.
    pub address: String,
    /// Municipality where it is.
    pub place: String,
    /// Municipalities or departments that it attends, by code; empty: its own municipality.
    pub coverage: BTreeSet<String>,
    /// Last day on which somebody asked whether all this holds.
    pub verified_on: Option<NaiveDate>,
    /// Who asked, as shown to people.
    pub verified_by: String,
    /// Whether it no longer works.
    pub closed: bool,
}

impl Service {
    /// Reads flat fields; total and tolerant.
    pub fn from_fields(fields: &Fields) -> Self {
        let read = Reader(fields);
        Self {
            name: read.text("name"),
            kinds: read.set("kind/"),
            offers: read.text("offers"),
            attends: read.text("attends"),
            hours: read.text("hours"),
            contact: read.text("contact"),
            address: read.text("address"),
            place: read.text("place"),
            coverage: read.set("coverage/"),
            verified_on: read.date("verified_on"),
            verified_by: read.text("verified_by"),
            closed: read.flag("closed"),
        }
    }

    /// Writes flat fields, only those that say something.
    pub fn to_fields(&self) -> Fields {
        let mut write = Writer::default();
        write.text("name", &self.name);
        write.set("kind/", &self.kinds);
        write.text("offers", &self.offers);
        write.text("attends", &self.attends);
        write.text("hours", &self.hours);
        write.text("contact", &self.contact);
        write.text("address", &self.address);
        write.text("place", &self.place);
        write.set("coverage/", &self.coverage);
        write.date("verified_on", self.verified_on);
        write.text("verified_by", &self.verified_by);
        write.flag("closed", self.closed);
        write.0
    }

    /// The fields to put so that a document holding `stored` says what this says: only what differs.
    pub fn changes_from(&self, stored: &Fields) -> Fields {
        changed_fields(stored, &Self::from_fields(stored).to_fields(), &self.to_fields())
    }

    /// Whether it attends people who are in a municipality.
    pub fn covers(&self, municipality: &str) -> bool {
        let department = municipality.get(..2).unwrap_or_default();
        if self.coverage.is_empty() {
            return self.place == municipality;
        }
        self.coverage.contains(municipality) || (!department.is_empty() && self.coverage.contains(department))
    }

    /// Whether it is to be asked again whether all holds.
    pub fn is_stale(&self, today: NaiveDate) -> bool {
        self.verified_on.is_none_or(|day| (today - day).num_days() > VERIFY_AFTER_DAYS)
    }

    /// Problems on a day; a missing name, and unusable text, block.
    pub fn problems(&self, pack: &Pack, today: NaiveDate) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (key, value) in [
            ("name", &self.name),
            ("attends", &self.attends),
            ("hours", &self.hours),
            ("contact", &self.contact),
            ("address", &self.address),
            ("place", &self.place),
            ("verified_by", &self.verified_by),
        ] {
            text::check_line(key, value, &mut problems);
        }
        text::check_note("offers", &self.offers, &mut problems);
        if self.name.is_empty() {
            problems.push(Problem::error("name", "service_name_missing"));
        }
        let mut warn = |odd: bool, field: &str, code: &'static str| {
            if odd {
                problems.push(Problem::warning(field, code));
            }
        };
        warn(self.kinds.is_empty(), "kinds", "service_kind_missing");
        let strange = |code: &String| !pack.service_kinds.iter().any(|known| known.code == *code);
        warn(self.kinds.iter().any(strange), "kinds", "service_kind_unknown");
        let placed = self.place.is_empty() || pack.municipality(&self.place).is_some();
        warn(!placed, "place", "place_unknown");
        let nowhere = |code: &String| pack.municipality(code).is_none() && pack.department(code).is_none();
        warn(self.coverage.iter().any(nowhere), "coverage", "place_unknown");
        warn(self.verified_on.is_some_and(|day| day > today), "verified_on", "date_in_future");
        warn(self.contact.is_empty() && self.address.is_empty(), "contact", "service_unreachable");
        problems
    }
}
