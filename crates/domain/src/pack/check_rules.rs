//! What rules, questions, advice and campaigns of a pack have to keep to.

use super::files::{Files, whole};
use super::{Pack, PackError};
use crate::eligibility::condition::Condition;
use crate::eligibility::situation::MOST_FACTS;
use crate::eligibility::{Extent, Outcome};
use crate::text;

/// Most rules of a pack: deciding stays quick.
const MOST: usize = 64;
/// Longest code that becomes part of a flat key.
const LONGEST_CODE: usize = 40;
/// The person's own fields, which `ask` may name.
const OWN_FIELDS: [&str; 3] = ["birth", "sex", "nationality"];

/// Where a condition stands, and so what it may look at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Who is covered: never for a paper.
    Rule,
    /// Whom to ask: only age, sex and nationality, so that no question hangs on another.
    Question,
    /// Where to go and what to bring.
    Advice,
}

impl Files<'_> {
    pub(super) fn check_rules(&self, pack: &Pack) -> Result<(), PackError> {
        for norm in &pack.norms {
            self.need("norms.json", &norm.code, &norm.source, "a norm without a source")?;
        }
        if pack.rules.len() > MOST {
            return Err(whole("rules.json", "more than 64 rules"));
        }
        for rule in &pack.rules {
            let wrong = |reason: &str| Err(self.refuse("rules.json", &rule.code, reason));
            self.need("rules.json", &rule.code, &rule.source, "a rule without a source")?;
            self.need("rules.json", &rule.code, &rule.sentence, "a rule without a sentence")?;
            match pack.norm(&rule.norm) {
                None => return wrong("a rule of a norm that is not in norms.json"),
                Some(norm) if !norm.verified => return wrong("a rule of a norm that nobody has verified"),
                Some(_) => {}
            }
            if !has(&pack.programs, &rule.program) {
                return wrong("a rule of no programme");
            }
            if matches!(rule.extent, Extent::Other(_)) {
                return wrong("an extent that is neither integral nor limitada");
            }
            self.check_key("rules.json", &rule.code)?;
            self.check_condition(pack, "rules.json", &rule.code, Some(&rule.when), Place::Rule)?;
        }
        Ok(())
    }

    pub(super) fn check_questions(&self, pack: &Pack) -> Result<(), PackError> {
        if pack.facts.len() > MOST_FACTS {
            return Err(whole("facts.json", "more than 16 questions"));
        }
        for fact in &pack.facts {
            self.check_key("facts.json", &fact.code)?;
            if fact.always && is_own(&fact.code) {
                return Err(self.refuse(
                    "facts.json",
                    &fact.code,
                    "a field of the person is not asked always",
                ));
            }
            if fact.valid_days == Some(0) || (fact.valid_days.is_some() && is_own(&fact.code)) {
                let reason = "an answer counts for one day or more, a field of the person always";
                return Err(self.refuse("facts.json", &fact.code, reason));
            }
            self.check_condition(pack, "facts.json", &fact.code, fact.asked_when.as_ref(), Place::Question)?;
        }
        for field in OWN_FIELDS {
            if pack.fact(field).is_none() {
                return Err(whole("facts.json", &format!("no question for the field: {field}")));
            }
        }
        for word in Outcome::WORDS {
            if !pack.outcomes.iter().any(|outcome| outcome.code == *word) {
                return Err(whole("outcomes.json", &format!("an outcome without words: {word}")));
            }
        }
        for outcome in &pack.outcomes {
            if matches!(Outcome::from_word(&outcome.code), Outcome::Other(_)) {
                return Err(self.refuse("outcomes.json", &outcome.code, "no such outcome"));
            }
            self.need("outcomes.json", &outcome.code, &outcome.sentence, "an outcome without a sentence")?;
            let covered = outcome.code == Outcome::Covered.as_str();
            if covered && pack.rules.iter().any(|rule| rule.extent == Extent::Limited) {
                let reason = "no sentence for whom only limited rules cover";
                self.need("outcomes.json", &outcome.code, &outcome.limited, reason)?;
            }
        }
        Ok(())
    }

    pub(super) fn check_advice(&self, pack: &Pack) -> Result<(), PackError> {
        let file = "orientations.json";
        for place in &pack.orientations {
            self.need(file, &place.code, &place.source, "an orientation without a source")?;
            self.need(file, &place.code, &place.text, "an orientation without a text")?;
            if place.outcomes.iter().any(|outcome| matches!(outcome, Outcome::Other(_))) {
                return Err(self.refuse(file, &place.code, "an orientation for no outcome"));
            }
            self.check_condition(pack, file, &place.code, place.when.as_ref(), Place::Advice)?;
        }
        let file = "requirements.json";
        for paper in &pack.requirements {
            self.need(file, &paper.code, &paper.source, "a requirement without a source")?;
            self.check_key(file, &paper.code)?;
            if !has(&pack.programs, &paper.program) {
                return Err(self.refuse(file, &paper.code, "a requirement of no programme"));
            }
            if paper.documents.iter().any(|kind| pack.document_kind(kind).is_none()) {
                return Err(self.refuse(file, &paper.code, "a requirement met by no kind of document"));
            }
            self.check_condition(pack, file, &paper.code, paper.when.as_ref(), Place::Advice)?;
        }
        Ok(())
    }

    pub(super) fn check_campaigns(&self, pack: &Pack) -> Result<(), PackError> {
        let file = "campaigns.json";
        for campaign in &pack.campaigns {
            self.need(file, &campaign.code, &campaign.source, "a campaign without a source")?;
            if campaign.to < campaign.from {
                return Err(self.refuse(file, &campaign.code, "a campaign that ends before it begins"));
            }
            if campaign.posts.iter().any(|code| !pack.posts.iter().any(|post| post.code == *code)) {
                return Err(self.refuse(
                    file,
                    &campaign.code,
                    "a campaign at a post that is not in posts.json",
                ));
            }
        }
        Ok(())
    }

    fn need(&self, file: &str, code: &str, text: &str, reason: &str) -> Result<(), PackError> {
        if text.trim().is_empty() { Err(self.refuse(file, code, reason)) } else { Ok(()) }
    }

    fn check_key(&self, file: &str, code: &str) -> Result<(), PackError> {
        let good = text::is_code(code, LONGEST_CODE);
        if good { Ok(()) } else { Err(self.refuse(file, code, "a code that cannot be part of a key")) }
    }

    fn check_condition(
        &self,
        pack: &Pack,
        file: &str,
        code: &str,
        condition: Option<&Condition>,
        place: Place,
    ) -> Result<(), PackError> {
        let mut wrong = None;
        if let Some(condition) = condition {
            condition.walk(&mut |one| wrong = wrong.take().or_else(|| fault_of(pack, one, place)));
        }
        wrong.map_or(Ok(()), |reason| Err(self.refuse(file, code, reason)))
    }
}

fn has(words: &[super::Word], code: &str) -> bool {
    words.iter().any(|word| word.code == code)
}

fn is_own(code: &str) -> bool {
    OWN_FIELDS.contains(&code)
}

/// What is wrong with one condition where it stands.
fn fault_of(pack: &Pack, condition: &Condition, place: Place) -> Option<&'static str> {
    match condition {
        Condition::All(inner) | Condition::Any(inner) if inner.is_empty() => Some("a condition of nothing"),
        Condition::Fact(_) if place == Place::Question => Some("a question that hangs on another"),
        Condition::Fact(code) if is_own(code) => Some("a field of the person is not a fact"),
        Condition::Fact(code) if pack.fact(code).is_none() => Some("a fact that is not in facts.json"),
        Condition::Age(band) => band.check().err(),
        Condition::Sex(word) if !matches!(word.as_str(), "female" | "male") => {
            Some("a sex is female or male")
        }
        Condition::Nationality(codes) if codes.is_empty() => Some("a nationality of no country"),
        Condition::Nationality(codes) if codes.iter().any(|code| !has(&pack.countries, code)) => {
            Some("a country that is not in countries.json")
        }
        Condition::Document(_) | Condition::Documents(_) if place != Place::Advice => {
            Some("a paper is never asked for to be covered or questioned")
        }
        Condition::Document(kinds) if kinds.iter().any(|kind| pack.document_kind(kind).is_none()) => {
            Some("a kind of document that is not in document_kinds.json")
        }
        _ => None,
    }
}
