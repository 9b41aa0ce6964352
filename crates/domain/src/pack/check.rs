//! What a pack has to keep to, beyond the form of its files.

use std::collections::BTreeSet;

use super::files::Files;
use super::{Pack, PackError};
use crate::eligibility::condition::Condition;

impl Files<'_> {
    /// # Errors
    /// The first contradiction, with file, line and reason.
    pub fn check(&self, pack: &Pack) -> Result<(), PackError> {
        self.check_codes(pack)?;
        self.check_places(pack)?;
        self.check_retention(pack)?;
        self.check_conditions(pack)
    }

    fn check_conditions(&self, pack: &Pack) -> Result<(), PackError> {
        for rule in &pack.rules {
            let mut wrong = Ok(());
            rule.when.walk(&mut |condition| {
                if let Condition::Age(band) = condition {
                    wrong = wrong.and(band.check());
                }
            });
            wrong.map_err(|reason| self.refuse("rules.json", &rule.code, reason))?;
        }
        Ok(())
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
        check!(languages, countries, reasons, relations);
        Ok(())
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
        for place in &pack.municipalities {
            let shape = place.code.len() == 6 && place.code.bytes().all(|byte| byte.is_ascii_digit());
            if !shape || pack.department(place.department()).is_none() {
                return Err(self.refuse(
                    "municipalities.json",
                    &place.code,
                    "a municipality of no department",
                ));
            }
        }
        let known: BTreeSet<&str> = pack.municipalities.iter().map(|place| place.code.as_str()).collect();
        for facility in &pack.facilities {
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
