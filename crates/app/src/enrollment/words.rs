//! A decision in the words of the pack.

use std::collections::BTreeSet;

use posta_domain::{
    Decision, Enrollment, Extent, Facts, Group, IdentityDocument, Need, Outcome, Pack, Requirement,
};

use crate::open::Open;
use crate::view::{EligibilityView, GroupView, OrientationView, QuestionView, RequirementView};

impl Open {
    /// What is decided of an enrollment as of now, with questions, papers and places to go: answers of two posts came
    /// together, somebody grew older, or the rules changed since it was kept.
    pub(super) fn eligibility_view(
        &self,
        enrollment: &Enrollment,
        facts: &Facts,
        documents: &[IdentityDocument],
        language: &str,
    ) -> EligibilityView {
        let pack = self.desk.pack;
        let now = pack.decide_with_documents(&enrollment.program, facts, documents);
        let mut decided = enrollment.clone();
        let stale = is_stale(enrollment, &now);
        if stale {
            decided.decide_again(pack, &now);
        }
        EligibilityView {
            outcome: decided.outcome.as_ref().map_or("", Outcome::as_str).to_owned(),
            sentence: pack.sentence_of(&now, language).to_owned(),
            groups: now.groups.iter().map(|group| group_view(pack, group, language)).collect(),
            ask: questions(pack, facts, &now, language),
            orientation: now.orientation.iter().map(|code| orientation_view(pack, code, language)).collect(),
            requirements: requirement_views(pack, enrollment, facts, documents, language),
            version: decided.decided_with,
            on: decided.decided_on.map(|day| day.to_string()).unwrap_or_default(),
            stale,
        }
    }
}

/// Whether the rules say of what is known now something else than what was kept.
fn is_stale(enrollment: &Enrollment, now: &Decision) -> bool {
    let groups = now.groups.iter().map(|group| &group.code);
    let same = enrollment.outcome.as_ref() == Some(&now.outcome)
        && groups.collect::<BTreeSet<_>>() == enrollment.groups.iter().collect();
    enrollment.outcome.is_some() && !same
}

fn group_view(pack: &Pack, group: &Group, language: &str) -> GroupView {
    let rule = pack.rules.iter().find(|rule| rule.code == group.code);
    let extent = match &group.extent {
        // Nobody has read how far it goes: nothing is said of it.
        _ if !rule.is_some_and(|rule| rule.extent_verified) => "",
        Extent::Integral => "integral",
        Extent::Limited => "limited",
        Extent::Other(word) => word,
    };
    GroupView {
        code: group.code.clone(),
        name: pack.name_of("groups", &group.code, language).into(),
        extent: extent.into(),
        norm: pack.name_of("norms", &group.source, language).into(),
    }
}

/// What is asked of everybody, then what would decide more.
fn questions(pack: &Pack, facts: &Facts, now: &Decision, language: &str) -> Vec<QuestionView> {
    let first: Vec<&str> = pack.asked_of_everybody(facts).collect();
    let deciding = now.ask.iter().map(String::as_str).filter(|fact| !first.contains(fact));
    let asked = first.iter().copied().chain(deciding);
    asked.map(|fact| question_view(pack, fact, language)).collect()
}

fn question_view(pack: &Pack, fact: &str, language: &str) -> QuestionView {
    let hint = pack.name_of("facts.hint", fact, language);
    QuestionView {
        fact: fact.into(),
        text: pack.name_of("facts", fact, language).into(),
        hint: if hint == fact { String::new() } else { hint.into() },
    }
}

fn orientation_view(pack: &Pack, code: &str, language: &str) -> OrientationView {
    OrientationView {
        code: code.into(),
        title: pack.name_of("orientations", code, language).into(),
        text: pack.name_of("orientations.text", code, language).into(),
    }
}

/// The checklist of the case, then what was marked and is not of the case any more.
fn requirement_views(
    pack: &Pack,
    enrollment: &Enrollment,
    facts: &Facts,
    documents: &[IdentityDocument],
    language: &str,
) -> Vec<RequirementView> {
    let listed = pack.requirements_for(&enrollment.program, facts, documents);
    let mut codes: Vec<&str> = listed.iter().map(|requirement| requirement.code.as_str()).collect();
    codes.extend(enrollment.requirements.keys().map(String::as_str));
    let mut views: Vec<RequirementView> = Vec::new();
    for code in codes {
        if views.iter().all(|view| view.code != code) {
            let listed = listed.iter().find(|requirement| requirement.code == code);
            views.push(requirement_view(pack, enrollment, code, listed.copied(), documents, language));
        }
    }
    views
}

fn requirement_view(
    pack: &Pack,
    enrollment: &Enrollment,
    code: &str,
    listed: Option<&Requirement>,
    documents: &[IdentityDocument],
    language: &str,
) -> RequirementView {
    let hint = pack.name_of("requirements.hint", code, language);
    let seen = enrollment.requirements.get(code);
    RequirementView {
        code: code.into(),
        name: pack.name_of("requirements", code, language).into(),
        hint: if hint == code { String::new() } else { hint.into() },
        optional: listed.is_some_and(|requirement| requirement.need == Need::Optional),
        state: seen.map(|seen| seen.state.as_str().to_owned()).unwrap_or_default(),
        met: listed.is_some_and(|requirement| requirement.is_met_by(documents)),
        by: seen.map(|seen| seen.by.clone()).unwrap_or_default(),
        on: seen.and_then(|seen| seen.on).map(|day| day.to_string()).unwrap_or_default(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn how_far_a_group_goes_is_said_only_once_somebody_has_read_it() {
        let mut pack = Pack::all().first().unwrap().clone();
        let group = |pack: &Pack| {
            let rule = pack.rules.first().unwrap();
            let group = Group { code: rule.code.clone(), extent: Extent::Limited, source: rule.norm.clone() };
            group_view(pack, &group, "es").extent
        };
        for (verified, said) in [(false, ""), (true, "limited")] {
            pack.rules.first_mut().unwrap().extent_verified = verified;
            assert_eq!(group(&pack), said);
        }
    }
}
