//! The decision that an enrollment keeps: what was answered and when, what the pack said, with which version and when.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::{Decision, Enrollment, Pack};

impl Enrollment {
    /// Keeps new answers and what the pack said of them. An answer that was kept before and still counted is as old as
    /// it was; any other is of the day of the decision.
    pub fn decide(&mut self, pack: &Pack, answers: BTreeMap<String, bool>, decision: &Decision) {
        let counting = self.answers_on(pack, decision.on);
        let day = |code: &String, yes: &bool| match self.answered_on(code) {
            Some(day) if counting.get(code) == Some(yes) => day,
            _ => decision.on,
        };
        let passing = answers.iter().filter(|(code, _)| grows_old(pack, code));
        let answered = passing.map(|(code, yes)| (code.clone(), day(code, yes))).collect();
        (self.answers, self.answered) = (answers, answered);
        self.keep(decision);
    }

    /// Keeps what the pack says now of the answers that are kept: they stay as old as they are.
    pub fn decide_again(&mut self, pack: &Pack, decision: &Decision) {
        let passing = self.answers.keys().filter(|code| grows_old(pack, code));
        let days = passing.filter_map(|code| Some((code.clone(), self.answered_on(code)?)));
        self.answered = days.collect();
        self.keep(decision);
    }

    fn keep(&mut self, decision: &Decision) {
        self.outcome = Some(decision.outcome.clone());
        self.groups = decision.groups.iter().map(|group| group.code.clone()).collect();
        self.decided_with = format!("{} {}", decision.pack, decision.version);
        self.decided_on = Some(decision.on);
    }

    /// The answers that count on a day. One that has grown old, or whose day nobody knows, is not known any more.
    pub fn answers_on(&self, pack: &Pack, day: NaiveDate) -> BTreeMap<String, bool> {
        let counts = |code: &str| {
            let Some(days) = pack.fact(code).and_then(|fact| fact.valid_days) else { return true };
            self.answered_on(code).is_some_and(|on| (day - on).num_days() <= i64::from(days))
        };
        let counting = self.answers.iter().filter(|(code, _)| counts(code));
        counting.map(|(code, yes)| (code.clone(), *yes)).collect()
    }

    fn answered_on(&self, code: &str) -> Option<NaiveDate> {
        self.answered.get(code).copied().or(self.decided_on).or(self.on)
    }

    /// Whether a field follows from others: who and when of a requirement's state, when of an answer, what the pack
    /// said of the answers. Two values of such a field are no question to anybody: whoever decides what it follows
    /// from writes it again.
    pub fn is_derived(field: &str) -> bool {
        let of_decision = ["group/", "fact_on/"].iter().any(|start| field.starts_with(start))
            || matches!(field, "decided_with" | "decided_on");
        let of_requirement =
            field.starts_with("requirement/") && (field.ends_with("/by") || field.ends_with("/on"));
        of_decision || of_requirement
    }
}

fn grows_old(pack: &Pack, code: &str) -> bool {
    pack.fact(code).is_some_and(|fact| fact.valid_days.is_some())
}
