//! What a pack has to keep to, beyond the form of its files.

use std::collections::BTreeSet;

use super::files::Files;
use super::{Pack, PackError};

impl Files<'_> {
    /// # Errors
    /// The first contradiction, with file, line and reason.
    pub fn check(&self, pack: &Pack) -> Result<(), PackError> {
        self.check_codes(pack)?;
        self.check_places(pack)?;
        self.check_retention(pack)?;
        self.check_rules(pack)?;
        self.check_questions(pack)?;
        self.check_advice(pack)?;
        self.check_care(pack)?;
        self.check_trainings(pack)?;
        self.check_shelf(pack)?;
        self.check_campaigns(pack)?;
        self.check_indicators(pack)
    }

    fn check_codes(&self, pack: &Pack) -> Result<(), PackError> {
        macro_rules! check {
            ($($list:ident),+) => {$({
                let file = concat!(stringify!($list), ".json");
                let mut seen = BTreeSet::new();
                for entry in &pack.$list {
                    if entry.code.is_empty() || entry.name.trim().is_empty() {
                        return Err(self.refuse(file, &entry.code, "a blank code or name"));
                    }
                    if !seen.insert(&entry.code) {
                        return Err(self.refuse(file, &entry.code, "a repeated code"));
                    }
                }
            })+};
        }
        check!(
            departments,
            municipalities,
            posts,
            facilities,
            document_kinds,
            document_states,
            needs,
            programs
        );
        check!(languages, countries, reasons, relations, norms, rules, facts, outcomes);
        check!(orientations, requirements, campaigns);
        check!(service_kinds, alerts, guides, chronic, hygiene, states, supports, instruments, indicators);
        Ok(())
    }

    fn check_indicators(&self, pack: &Pack) -> Result<(), PackError> {
        pack.indicators.iter().try_for_each(|one| {
            one.check().map_err(|reason| self.refuse("indicators.json", &one.code, reason))
        })
    }

    fn check_retention(&self, pack: &Pack) -> Result<(), PackError> {
        let mut seen = BTreeSet::new();
        for rule in &pack.retention {
            if let Err(reason) = rule.check() {
                return Err(self.refuse("retention.json", &rule.code, reason));
            }
            if !seen.insert(&rule.code) {
                return Err(self.refuse("retention.json", &rule.code, "a repeated code"));
            }
        }
        Ok(())
    }

    fn check_places(&self, pack: &Pack) -> Result<(), PackError> {
        let length = pack.municipalities.first().map_or(0, |place| place.code.len());
        for place in &pack.municipalities {
            let digits = place.code.bytes().all(|byte| byte.is_ascii_digit());
            if !digits || place.code.len() != length {
                return Err(self.refuse(
                    "municipalities.json",
                    &place.code,
                    "a municipality whose code is not as long as the others, in digits",
                ));
            }
            if pack.department(place.department()).is_none() {
                return Err(self.refuse(
                    "municipalities.json",
                    &place.code,
                    "a municipality of no department",
                ));
            }
        }
        let known: BTreeSet<&str> = pack.municipalities.iter().map(|place| place.code.as_str()).collect();
        for facility in &pack.facilities {
            if !(1..=3).contains(&facility.level) {
                return Err(self.refuse("facilities.json", &facility.code, "a level of care is 1, 2 or 3"));
            }
            if !known.contains(facility.municipality.as_str()) {
                return Err(self.refuse("facilities.json", &facility.code, "a facility of no municipality"));
            }
        }
        for post in &pack.posts {
            let housed = post.facility.as_ref().is_none_or(|code| pack.facility(code).is_some());
            if !housed || !known.contains(post.municipality.as_str()) {
                return Err(self.refuse("posts.json", &post.code, "a post of no municipality or facility"));
            }
        }
        Ok(())
    }
}
