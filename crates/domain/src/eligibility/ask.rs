//! What is still to ask: the facts that could change the outcome, the most deciding first.

use std::cell::Cell;
use std::collections::BTreeSet;

use super::Outcome;
use super::condition::Condition;
use super::decide::covers;
use super::rule::Rule;
use super::situation::Situation;
use super::truth::Truth;

/// A country that no rule names stands for all of those.
const ANY_OTHER: &str = "ZZ";
/// How often the rules are judged for one decision. What is not settled by then is asked: no honest pack gets near it.
const MOST_JUDGEMENTS: u32 = 50_000;

/// Something that is not known yet, with what it may turn out to be.
struct Unknown<'a> {
    code: &'a str,
    values: Vec<Value<'a>>,
}

#[derive(Clone, Copy)]
enum Value<'a> {
    Age(u32),
    Sex(&'static str),
    Nationality(&'a str),
    /// By the place of the fact in the pack.
    Fact(usize, bool),
}

/// The outcome while rules are not settled, with what to ask. If nothing that is unknown can change it, it is decided.
pub(super) fn facts_to_ask(situation: &Situation<'_>, rules: &[&Rule]) -> (Outcome, Vec<String>) {
    let unknowns = unknowns_of(situation, rules);
    let search = Search { rules, left: Cell::new(MOST_JUDGEMENTS) };
    let mut ask: Vec<(&Unknown<'_>, usize)> = Vec::new();
    for (place, unknown) in unknowns.iter().enumerate() {
        let others: Vec<&Unknown<'_>> =
            unknowns.iter().enumerate().filter(|(other, _)| *other != place).map(|(_, one)| one).collect();
        if search.matters(situation, unknown, &others) {
            let deciding = unknown
                .values
                .iter()
                .filter(|value| search.outcome(&suppose(situation, **value)) != Truth::NotKnown);
            ask.push((unknown, deciding.count()));
        }
    }
    if ask.is_empty() {
        // Every completion says the same; one of them says what.
        let first = unknowns.iter().filter_map(|unknown| unknown.values.first());
        let whole = first.fold(*situation, |whole, value| suppose(&whole, *value));
        let covered = search.outcome(&whole) == Truth::Yes;
        return (if covered { Outcome::Covered } else { Outcome::Orientation }, Vec::new());
    }
    ask.sort_by(|(a, a_deciding), (b, b_deciding)| {
        // Shares compared crosswise; equals stay in the order of the pack.
        (b_deciding * a.values.len()).cmp(&(a_deciding * b.values.len()))
    });
    (Outcome::ToConfirm, ask.into_iter().map(|(unknown, _)| unknown.code.to_owned()).collect())
}

struct Search<'a> {
    rules: &'a [&'a Rule],
    left: Cell<u32>,
}

impl Search<'_> {
    fn outcome(&self, situation: &Situation<'_>) -> Truth {
        self.left.set(self.left.get().saturating_sub(1));
        covers(situation, self.rules)
    }

    /// Whether, with the others known in some way, this one makes a difference.
    fn matters(&self, situation: &Situation<'_>, unknown: &Unknown<'_>, others: &[&Unknown<'_>]) -> bool {
        if self.left.get() == 0 {
            return true;
        }
        let mut outcomes =
            unknown.values.iter().map(|value| self.outcome(&suppose(situation, *value))).collect::<Vec<_>>();
        outcomes.dedup();
        match (outcomes.as_slice(), others.split_first()) {
            ([Truth::Yes | Truth::No], _) => false,
            (several, _) if !several.contains(&Truth::NotKnown) => true,
            (_, Some((next, rest))) => {
                next.values.iter().any(|value| self.matters(&suppose(situation, *value), unknown, rest))
            }
            (_, None) => false,
        }
    }
}

fn suppose<'a>(situation: &Situation<'a>, value: Value<'a>) -> Situation<'a> {
    let mut supposed = *situation;
    match value {
        Value::Age(months) => supposed.ages = (months, months),
        Value::Sex(sex) => supposed.sex = Some(sex),
        Value::Nationality(code) => supposed.nationality = Some(code),
        Value::Fact(at, holds) => {
            if let Some(fact) = supposed.supposed.get_mut(at) {
                *fact = Some(holds);
            }
        }
    }
    supposed
}

/// What the rules look at and nobody knows yet, in the order of the pack's facts.
fn unknowns_of<'a>(situation: &Situation<'a>, rules: &[&'a Rule]) -> Vec<Unknown<'a>> {
    let mut facts = BTreeSet::new();
    let mut ages = BTreeSet::from([situation.ages.0]);
    let mut countries = BTreeSet::from([ANY_OTHER]);
    let pack = situation.pack;
    let asked_when = pack.facts.iter().filter_map(|fact| fact.asked_when.as_ref());
    for condition in rules.iter().map(|rule| &rule.when).chain(asked_when) {
        condition.walk(&mut |one| note(one, &mut facts, &mut ages, &mut countries));
    }
    ages.retain(|age| (situation.ages.0..=situation.ages.1).contains(age));
    let values = |at: usize, code: &'a str| -> Vec<Value<'a>> {
        let answered = situation.answers.get(at).copied().flatten().is_some();
        match code {
            "birth" => ages.iter().map(|age| Value::Age(*age)).collect(),
            "sex" if situation.sex.is_none() => vec![Value::Sex("female"), Value::Sex("male")],
            "nationality" if situation.nationality.is_none() => {
                countries.iter().map(|code| Value::Nationality(code)).collect()
            }
            "sex" | "nationality" => Vec::new(),
            _ if facts.contains(code) && !answered => vec![Value::Fact(at, true), Value::Fact(at, false)],
            _ => Vec::new(),
        }
    };
    let facts_in_order = pack.facts.iter().enumerate();
    let unknowns =
        facts_in_order.map(|(at, fact)| Unknown { code: &fact.code, values: values(at, &fact.code) });
    unknowns.filter(|unknown| unknown.values.len() > 1).collect()
}

fn note<'a>(
    condition: &'a Condition,
    facts: &mut BTreeSet<&'a str>,
    ages: &mut BTreeSet<u32>,
    countries: &mut BTreeSet<&'a str>,
) {
    match condition {
        Condition::Fact(code) => drop(facts.insert(code)),
        Condition::Nationality(codes) => countries.extend(codes.iter().map(String::as_str)),
        Condition::Age(band) => ages.extend([band.from()].into_iter().chain(band.below())),
        _ => {}
    }
}
