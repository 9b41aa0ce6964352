//! The decision that an enrollment keeps: what was answered, what the pack said, with which version and when.

use std::collections::BTreeMap;

use crate::{Decision, Enrollment};

impl Enrollment {
    /// Keeps what the pack said of these answers.
    pub fn decide(&mut self, answers: BTreeMap<String, bool>, decision: &Decision) {
        self.answers = answers;
        self.outcome = Some(decision.outcome.clone());
        self.groups = decision.groups.iter().map(|group| group.code.clone()).collect();
        self.decided_with = format!("{} {}", decision.pack, decision.version);
        self.decided_on = Some(decision.on);
    }

    /// Whether a field follows from others: who and when of a requirement's state, what the pack said of the answers.
    /// Two values of such a field are no question to anybody: whoever decides what it follows from writes it again.
    pub fn is_derived(field: &str) -> bool {
        let of_decision = field.starts_with("group/") || matches!(field, "decided_with" | "decided_on");
        let of_requirement =
            field.starts_with("requirement/") && (field.ends_with("/by") || field.ends_with("/on"));
        of_decision || of_requirement
    }
}
