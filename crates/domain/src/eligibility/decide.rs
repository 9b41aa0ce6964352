//! Asks the rules.

use super::ask::facts_to_ask;
use super::rule::{Orientation, Rule};
use super::situation::Situation;
use super::truth::Truth;
use super::{Decision, Extent, Facts, Group, Outcome};
use crate::{IdentityDocument, Pack};

impl Pack {
    /// What the rules of a programme say of somebody. Documents never decide; without looking at them, what is said to
    /// whoever has none is left out.
    pub fn decide(&self, program: &str, facts: &Facts) -> Decision {
        self.decide_seeing(program, facts, None)
    }

    /// As [`Pack::decide`], with the documents in view: whoever has none is also told how to get some.
    pub fn decide_with_documents(
        &self,
        program: &str,
        facts: &Facts,
        documents: &[IdentityDocument],
    ) -> Decision {
        self.decide_seeing(program, facts, Some(documents))
    }

    fn decide_seeing(
        &self,
        program: &str,
        facts: &Facts,
        documents: Option<&[IdentityDocument]>,
    ) -> Decision {
        let situation = Situation::new(self, facts, documents);
        let rules: Vec<&Rule> = self.rules.iter().filter(|rule| rule.program == program).collect();
        let groups = groups_of(&situation, &rules);
        let (outcome, mut ask) = match covers(&situation, &rules) {
            Truth::Yes => (Outcome::Covered, Vec::new()),
            Truth::No => (Outcome::Orientation, Vec::new()),
            Truth::NotKnown => facts_to_ask(&situation, &rules),
        };
        // A limited right does not end the questions: some of them may add an integral one.
        let is_whole = groups.iter().any(|group| group.extent != Extent::Limited);
        if outcome == Outcome::Covered && !is_whole {
            let whole: Vec<&Rule> =
                rules.iter().copied().filter(|rule| rule.extent != Extent::Limited).collect();
            ask = facts_to_ask(&situation, &whole).1;
        }
        let orientation = self
            .orientations
            .iter()
            .filter(|place| is_shown(place, &outcome, &situation))
            .map(|p| p.code.clone());
        Decision {
            groups,
            ask,
            orientation: orientation.collect(),
            outcome,
            pack: self.id.clone(),
            version: self.version.clone(),
            on: facts.on,
        }
    }

    /// What is asked of everybody before anything else and is not answered yet, in the order of the pack. It decides
    /// nothing, so that it is not in [`Decision::ask`].
    pub fn asked_of_everybody<'a>(&'a self, facts: &'a Facts) -> impl Iterator<Item = &'a str> {
        let unanswered = |code: &&str| !facts.answers.contains_key(*code);
        self.facts.iter().filter(|fact| fact.always).map(|fact| fact.code.as_str()).filter(unanswered)
    }

    /// One sentence to the person about a decision, in a language of the pack.
    pub fn sentence_of<'a>(&'a self, decision: &'a Decision, language: &str) -> &'a str {
        match decision.groups.first() {
            Some(group) if decision.outcome == Outcome::Covered => {
                self.name_of("groups.sentence", &group.code, language)
            }
            _ => self.name_of("outcomes.sentence", decision.outcome.as_str(), language),
        }
    }

    /// One sentence about an outcome that names no ground, for papers that others see. Where all the groups, by their
    /// codes, are limited, it promises no more than that.
    pub fn neutral_sentence<'a>(&'a self, outcome: &'a Outcome, groups: &[&str], language: &str) -> &'a str {
        let is_limited =
            |code: &&str| self.rules.iter().any(|rule| rule.code == **code && rule.extent == Extent::Limited);
        let all_limited = !groups.is_empty() && groups.iter().all(is_limited);
        let list = match outcome {
            Outcome::Covered if all_limited => "outcomes.limited",
            _ => "outcomes.sentence",
        };
        self.name_of(list, outcome.as_str(), language)
    }
}

/// Whether one of the rules covers.
pub(super) fn covers(situation: &Situation<'_>, rules: &[&Rule]) -> Truth {
    Truth::any(rules.iter().map(|rule| situation.judge(&rule.when)))
}

fn groups_of(situation: &Situation<'_>, rules: &[&Rule]) -> Vec<Group> {
    let holding = rules.iter().filter(|rule| situation.judge(&rule.when) == Truth::Yes);
    let mut groups: Vec<Group> = holding
        .map(|rule| Group { code: rule.code.clone(), extent: rule.extent.clone(), source: rule.norm.clone() })
        .collect();
    groups.sort_by_key(|group| group.extent != Extent::Integral);
    groups
}

fn is_shown(place: &Orientation, outcome: &Outcome, situation: &Situation<'_>) -> bool {
    let concerns = !place.by_hand && (place.outcomes.is_empty() || place.outcomes.contains(outcome));
    concerns && place.when.as_ref().is_none_or(|when| situation.judge(when) == Truth::Yes)
}
