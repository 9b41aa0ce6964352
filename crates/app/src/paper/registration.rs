//! A person's file for a programme, as far as a slip tells it.

use posta_domain::{EnrollmentStatus, Outcome, Pack, Person, RequirementState};
use posta_formats::{Coverage, Finding, Registration};

use crate::view::{EnrollmentView, RequirementView};

/// As the person wishes to be called; blank if undeclared.
pub(super) fn printed_name(person: &Person) -> String {
    if person.is_identified_by_name() { person.display_name() } else { String::new() }
}

/// What a slip tells. It is shown at counters: of the ground that covers somebody it has the norm, and nothing of a
/// pregnancy, a disability or the care that is sought.
pub(super) fn registration(
    pack: &Pack,
    person: &Person,
    enrollment: &EnrollmentView,
    language: &str,
) -> Registration {
    let found = &enrollment.eligibility;
    let outcome = match Outcome::from_word(&found.outcome) {
        Outcome::Other(_) => Outcome::ToConfirm,
        known => known,
    };
    // What somebody wrote down of a paper wins over the documents of the person.
    let is_missing = |one: &&RequirementView| match one.state.as_str() {
        "" => !one.met,
        state => state == RequirementState::Missing.as_str(),
    };
    let groups: Vec<&str> = found.groups.iter().map(|group| group.code.as_str()).collect();
    let missing = found.requirements.iter().filter(|one| !one.optional).filter(is_missing);
    Registration {
        name: printed_name(person),
        program: enrollment.program_name.clone(),
        status: EnrollmentStatus::from_word(&enrollment.status),
        official_number: enrollment.official_number.clone(),
        coverage: Coverage {
            finding: match &outcome {
                Outcome::Covered => Finding::Covered,
                Outcome::Orientation => Finding::Orientation,
                Outcome::ToConfirm | Outcome::Other(_) => Finding::ToConfirm,
            },
            sentence: pack.neutral_sentence(&outcome, &groups, language).to_owned(),
            norm: found.groups.first().map(|group| group.norm.clone()).unwrap_or_default(),
        },
        missing: missing.map(|one| one.name.clone()).collect(),
        next_step: found.orientation.first().map(|one| one.text.clone()).unwrap_or_default(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use posta_domain::Extent;

    use super::*;
    use crate::view::{EligibilityView, GroupView};

    fn of(found: EligibilityView) -> Registration {
        let enrollment = EnrollmentView { eligibility: found, ..EnrollmentView::default() };
        registration(Pack::all().first().unwrap(), &Person::default(), &enrollment, "es")
    }

    #[test]
    fn a_slip_says_that_somebody_is_covered_and_by_which_norm_and_never_why() {
        let pack = Pack::all().first().unwrap();
        for rule in &pack.rules {
            let group = GroupView { code: rule.code.clone(), norm: "Norma 1".into(), ..GroupView::default() };
            let found = EligibilityView {
                outcome: "cubierta".into(),
                groups: vec![group],
                sentence: rule.sentence.clone(),
                ..EligibilityView::default()
            };
            let told = of(found).coverage;
            let word = pack.outcomes.iter().find(|word| word.code == "cubierta").unwrap();
            let neutral = if rule.extent == Extent::Limited { &word.limited } else { &word.sentence };
            assert_eq!((&told.sentence, told.norm.as_str()), (neutral, "Norma 1"));
        }
        let unknown = of(EligibilityView::default()).coverage;
        assert!(unknown.finding == Finding::ToConfirm && !unknown.sentence.is_empty());
    }

    #[test]
    fn a_slip_promises_only_some_care_to_whom_every_group_is_limited() {
        let pack = Pack::all().first().unwrap();
        let word = pack.outcomes.iter().find(|word| word.code == "cubierta").unwrap();
        let told = |codes: &[&str]| {
            let group = |code: &&str| GroupView { code: (*code).into(), ..GroupView::default() };
            let groups = codes.iter().map(group).collect();
            of(EligibilityView { outcome: "cubierta".into(), groups, ..EligibilityView::default() })
                .coverage
                .sentence
        };
        assert_eq!(
            told(&["reproductive_health"]),
            "Le corresponde el SUS para algunas atenciones; pregunte cuáles."
        );
        assert_eq!(told(&["disability", "reproductive_health"]), word.sentence);
        for language in ["pt", "en"] {
            let limited = pack.neutral_sentence(&Outcome::Covered, &["reproductive_health"], language);
            assert!(limited.ends_with('.') && limited != word.limited, "{limited}");
        }
    }

    #[test]
    fn what_somebody_wrote_down_of_a_paper_wins_over_the_documents() {
        let paper = |state: &str, met: bool, optional: bool| RequirementView {
            name: format!("{state} {met} {optional}"),
            state: state.into(),
            met,
            optional,
            ..RequirementView::default()
        };
        let requirements = vec![
            paper("", false, false),
            paper("", true, false),
            paper("missing", true, false),
            paper("have", false, false),
            paper("copy", false, false),
            paper("not_needed", false, false),
            paper("missing", false, true),
        ];
        let missing = of(EligibilityView { requirements, ..EligibilityView::default() }).missing;
        assert_eq!(missing, [" false false", "missing true false"]);
    }
}
