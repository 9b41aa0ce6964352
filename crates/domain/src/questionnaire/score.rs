//! What answers add up to. No total before every question is answered: nothing is imputed.

use std::collections::BTreeMap;

use super::instrument::{Band, Instrument, Positive, RiskPath};
use super::item::Item;

/// Stored instead of an option when the person did not want to answer a question.
pub const REFUSED: &str = "refused";

/// What the answers to an instrument say. A score is not a diagnosis.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Score<'a> {
    /// Questions that are asked with these answers.
    pub asked: usize,
    /// Questions of those with an option as answer.
    pub answered: usize,
    /// Sum of points; only when every question is answered, and the instrument has a total.
    pub total: Option<u16>,
    /// The total's band.
    pub band: Option<&'a Band>,
    /// Whether it is positive; none while that is not known.
    pub positive: Option<bool>,
    /// The most urgent path that an answer opens, at any total.
    pub risk: Option<RiskPath>,
}

impl Instrument {
    /// The questions that are asked with these answers, in order.
    pub fn asked<'a>(&'a self, answers: &BTreeMap<String, String>) -> Vec<&'a Item> {
        let opens = |item: &&Item| {
            item.enable_when.is_empty()
                || item.enable_when.iter().any(|when| {
                    answers.get(&when.question).is_some_and(|answer| *answer == when.answer_coding.code)
                })
        };
        self.questionnaire.item.iter().filter(opens).collect()
    }

    /// What the answers say; a code that is no option counts as not answered.
    pub fn score(&self, answers: &BTreeMap<String, String>) -> Score<'_> {
        let asked = self.asked(answers);
        let refused = |item: &Item| answers.get(&item.link_id).is_some_and(|answer| answer == REFUSED);
        let points: Vec<Option<u16>> = asked
            .iter()
            .map(|item| answers.get(&item.link_id).and_then(|answer| item.points_of(answer)))
            .collect();
        let answered = points.iter().flatten().count();
        let is_whole = answered == asked.len() && answered > 0;
        let sum: u16 = points.iter().flatten().sum();
        let total = (self.total && is_whole).then_some(sum);
        let any = |from: u16| points.iter().flatten().any(|points| *points >= from);
        let positive = match self.positive {
            Positive::TotalFrom(from) => is_whole.then_some(sum >= from),
            Positive::AnyFrom(from) if any(from) => Some(true),
            Positive::AnyFromOrRefused(from) if any(from) || asked.iter().any(|item| refused(item)) => {
                Some(true)
            }
            Positive::AnyFrom(_) | Positive::AnyFromOrRefused(_) => is_whole.then_some(false),
        };
        let risk = self.risk.iter().filter(|rule| {
            rule.items.iter().filter_map(|id| asked.iter().find(|item| item.link_id == *id)).any(|item| {
                let answer = answers.get(&item.link_id).and_then(|answer| item.points_of(answer));
                answer.is_some_and(|points| points >= rule.from) || (rule.refused && refused(item))
            })
        });
        Score {
            asked: asked.len(),
            answered,
            total,
            band: total.and_then(|sum| self.bands.iter().find(|band| (band.from..=band.to).contains(&sum))),
            positive,
            risk: risk.map(|rule| rule.path.clone()).max(),
        }
    }
}
