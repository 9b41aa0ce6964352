//! Scores against the owners' published rules.

use std::collections::BTreeMap;

use posta_domain::{Birth, Instrument, Pack, PackFile, REFUSED, RiskPath, Screening};

use crate::day;

fn instrument(code: &str) -> &'static Instrument {
    Pack::find("bo").unwrap().instrument(code).unwrap()
}

/// Answers by points, question by question; none leaves it out.
fn answers(instrument: &Instrument, points: &[Option<u16>]) -> BTreeMap<String, String> {
    let items = instrument.questionnaire.item.iter().zip(points);
    items
        .filter_map(|(item, points)| {
            let points = (*points)?;
            let option = item.answer_option.iter().find(|option| option.points() == points).unwrap();
            Some((item.link_id.clone(), option.code().to_owned()))
        })
        .collect()
}

fn all(points: &[u16]) -> Vec<Option<u16>> {
    points.iter().copied().map(Some).collect()
}

#[test]
fn a_phq9_total_falls_into_the_bands_of_its_owner() {
    let phq9 = instrument("phq9");
    for (points, total, band, positive) in [
        ([0; 9], 0, "minima", false),
        ([1, 1, 1, 1, 0, 0, 0, 0, 0], 4, "minima", false),
        ([1, 1, 1, 1, 1, 0, 0, 0, 0], 5, "leve", false),
        ([1, 1, 1, 1, 1, 1, 1, 2, 0], 9, "leve", false),
        ([2, 2, 2, 2, 2, 0, 0, 0, 0], 10, "moderada", true),
        ([2, 2, 2, 2, 2, 2, 2, 0, 0], 14, "moderada", true),
        ([2, 2, 2, 2, 2, 2, 3, 0, 0], 15, "moderada_grave", true),
        ([3, 3, 3, 3, 3, 3, 1, 0, 0], 19, "moderada_grave", true),
        ([3, 3, 3, 3, 3, 3, 2, 0, 0], 20, "grave", true),
        ([3; 9], 27, "grave", true),
    ] {
        let answers = answers(phq9, &all(&points));
        let score = phq9.score(&answers);
        let told = (score.total, score.band.map(|band| band.code.as_str()), score.positive);
        assert_eq!(told, (Some(total), Some(band), Some(positive)), "{points:?}");
    }
}

#[test]
fn the_ninth_question_of_the_phq9_opens_the_same_day_at_any_total_and_without_one() {
    let phq9 = instrument("phq9");
    let whole = answers(phq9, &all(&[0, 0, 0, 0, 0, 0, 0, 0, 1]));
    assert_eq!((phq9.score(&whole).total, phq9.score(&whole).risk), (Some(1), Some(RiskPath::SameDay)));
    let mut alone = vec![None; 8];
    alone.push(Some(1));
    let alone = answers(phq9, &alone);
    assert_eq!((phq9.score(&alone).total, phq9.score(&alone).risk), (None, Some(RiskPath::SameDay)));
    let none = answers(phq9, &all(&[3, 3, 3, 3, 3, 3, 3, 3, 0]));
    assert_eq!(phq9.score(&none).risk, None);
}

#[test]
fn there_is_no_total_and_no_band_before_every_question_is_answered() {
    for code in ["phq2", "phq9", "gad2", "gad7", "srq20"] {
        let instrument = instrument(code);
        let count = instrument.questionnaire.item.len();
        let mut points = vec![Some(1); count];
        points[count - 1] = None;
        let mut answers = answers(instrument, &points);
        let score = instrument.score(&answers);
        assert_eq!((score.total, score.band, score.positive), (None, None, None), "{code}");
        assert_eq!((score.asked, score.answered), (count, count - 1), "{code}");
        // To refuse one is no answer either.
        answers.insert(instrument.questionnaire.item[count - 1].link_id.clone(), REFUSED.to_owned());
        assert_eq!(instrument.score(&answers).total, None, "{code}");
    }
}

#[test]
fn short_forms_are_positive_from_three() {
    for code in ["phq2", "gad2"] {
        let instrument = instrument(code);
        for (points, positive) in [([1, 1], false), ([0, 2], false), ([1, 2], true), ([3, 3], true)] {
            let answers = answers(instrument, &all(&points));
            assert_eq!(instrument.score(&answers).positive, Some(positive), "{code} {points:?}");
        }
    }
}

#[test]
fn a_gad7_total_falls_into_the_bands_of_its_owner() {
    let gad7 = instrument("gad7");
    for (points, total, band, positive) in [
        ([1, 1, 1, 1, 0, 0, 0], 4, "minima", false),
        ([1, 1, 1, 1, 1, 0, 0], 5, "leve", false),
        ([2, 2, 2, 2, 2, 0, 0], 10, "moderada", true),
        ([2, 2, 2, 2, 2, 2, 3], 15, "grave", true),
    ] {
        let answers = answers(gad7, &all(&points));
        let score = gad7.score(&answers);
        let told = (score.total, score.band.map(|band| band.code.as_str()), score.positive);
        assert_eq!(told, (Some(total), Some(band), Some(positive)));
    }
}

#[test]
fn the_srq20_counts_yes_and_its_seventeenth_question_opens_the_same_day() {
    let srq = instrument("srq20");
    assert!(srq.adjustable, "no cut-off of it is universal");
    let mut points = [0; 20];
    points[..7].fill(1);
    let seven = answers(srq, &all(&points));
    assert_eq!((srq.score(&seven).total, srq.score(&seven).positive), (Some(7), Some(false)));
    points[7] = 1;
    let eight = answers(srq, &all(&points));
    assert_eq!((srq.score(&eight).total, srq.score(&eight).positive), (Some(8), Some(true)));
    assert_eq!(srq.score(&eight).risk, None);
    let mut only = [0; 20];
    only[16] = 1;
    let only = answers(srq, &all(&only));
    assert_eq!((srq.score(&only).positive, srq.score(&only).risk), (Some(false), Some(RiskPath::SameDay)));
}

#[test]
fn the_asq_asks_its_fifth_question_after_a_yes_or_a_refusal_and_a_yes_to_it_is_now() {
    let asq = instrument("asq");
    let no = answers(asq, &all(&[0, 0, 0, 0]));
    assert_eq!((asq.score(&no).asked, asq.score(&no).positive, asq.score(&no).risk), (4, Some(false), None));
    let yes = answers(asq, &all(&[0, 0, 0, 1]));
    let score = asq.score(&yes);
    assert_eq!((score.asked, score.positive, score.risk), (5, Some(true), Some(RiskPath::SameDay)));
    let mut refused = no.clone();
    refused.insert("2".into(), REFUSED.into());
    let score = asq.score(&refused);
    assert_eq!((score.asked, score.positive, score.risk), (5, Some(true), Some(RiskPath::SameDay)));
    let acute = answers(asq, &all(&[1, 0, 0, 0, 1]));
    assert_eq!(asq.score(&acute).risk, Some(RiskPath::Now));
    // A fifth answer that is no longer asked opens nothing.
    let stray = answers(asq, &all(&[0, 0, 0, 0, 1]));
    assert_eq!((asq.score(&stray).risk, asq.score(&stray).positive), (None, Some(false)));
}

#[test]
fn much_difficulty_in_one_domain_is_enough_for_the_washington_group() {
    let wgss = instrument("wgss");
    for (points, positive) in [
        ([0; 6], Some(false)),
        ([1; 6], Some(false)),
        ([0, 0, 2, 0, 0, 0], Some(true)),
        ([3, 0, 0, 0, 0, 0], Some(true)),
    ] {
        assert_eq!(wgss.score(&answers(wgss, &all(&points))).positive, positive);
    }
    let one = answers(wgss, &[Some(3)]);
    assert_eq!(wgss.score(&one).positive, Some(true), "the rest may be skipped");
    assert_eq!(wgss.score(&answers(wgss, &[Some(1)])).positive, None);
}

#[test]
fn what_is_for_adults_is_put_to_nobody_who_may_be_a_child() {
    let today = day("2026-11-29");
    for code in ["phq2", "phq9", "gad2", "gad7", "srq20"] {
        let instrument = instrument(code);
        for (birth, may) in [
            ("", false),
            ("2008-11-30", false),
            ("2008-11-29", true),
            ("2008", false),
            ("1990", true),
            ("age:20@2026-11-29", false),
            ("age:21@2026-11-29", true),
            ("age:20@2025-11-29", true),
        ] {
            assert_eq!(instrument.is_for(Birth::parse(birth).unwrap(), today), may, "{code} {birth}");
        }
    }
    assert!(instrument("asq").is_for(Birth::parse("2015").unwrap(), today));
    assert!(instrument("asq").is_for(Birth::parse("age:10@2026-11-29").unwrap(), today));
}

#[test]
fn every_instrument_carries_the_notice_of_its_owner_and_the_words_of_the_text_that_was_checked() {
    let texts: serde_json::Value =
        serde_json::from_str(include_str!("../fixtures/instruments_es.json")).unwrap();
    for instrument in &Pack::find("bo").unwrap().instruments {
        assert!(instrument.questionnaire.copyright.len() > 40, "{}", instrument.code);
        let whole = match instrument.code.as_str() {
            "phq2" => "phq9",
            "gad2" => "gad7",
            code => code,
        };
        let checked = texts[whole]["items"].as_array().unwrap();
        let count = instrument.questionnaire.item.len();
        assert!(whole != instrument.code || checked.len() == count, "{}", instrument.code);
        for (item, text) in instrument.questionnaire.item.iter().zip(checked) {
            assert_eq!(item.text, text.as_str().unwrap());
        }
    }
}

#[test]
fn answers_that_are_no_options_are_refused_and_nothing_of_a_screening_is_lost_on_its_way() {
    let pack = Pack::find("bo").unwrap();
    let mut screening = Screening {
        person: posta_domain::DocumentId([7; 16]),
        instrument: "phq2".into(),
        version: "2026-11-29".into(),
        on: Some(day("2026-11-29")),
        answers: answers(instrument("phq2"), &all(&[1, 2])),
        ..Screening::default()
    };
    assert_eq!(screening.problems(pack), []);
    assert!(Screening::from_fields(&screening.to_fields()) == screening);
    screening.answers.insert("1".into(), "seguido".into());
    assert_eq!(screening.problems(pack)[0].code, "answer_unknown");
    screening.answers.clear();
    assert_eq!(screening.problems(pack)[0].code, "answers_missing");
}

#[test]
fn a_pack_whose_scoring_contradicts_its_questions_is_refused_with_the_line() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/bo");
    let all: Vec<(String, String)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .filter(|path| path.is_file())
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read_to_string(path).unwrap())
        })
        .collect();
    let good = &all.iter().find(|(name, _)| name == "instruments.json").unwrap().1;
    for (from, to, reason) in [
        (r#""to": 4, "name": "mínima""#, r#""to": 3, "name": "mínima""#, "bands that leave a gap"),
        (r#""from": 20, "to": 27"#, r#""from": 20, "to": 26"#, "bands that do not reach"),
        (r#"{"items": ["9"]"#, r#"{"items": ["10"]"#, "a risk of no question"),
        (r#"{"total_from": 10}"#, r#"{"total_from": 28}"#, "it can never be positive"),
        (r#""leads_to": "phq9""#, r#""leads_to": "phq8""#, "it leads to no instrument"),
        (r#""service": "salud_mental""#, r#""service": "astrologia""#, "an instrument of no kind of service"),
    ] {
        assert!(good.contains(from), "{from}");
        let bad = good.replace(from, to);
        let files: Vec<PackFile<'_>> = all
            .iter()
            .map(|(name, text)| (name.as_str(), if name == "instruments.json" { bad.as_str() } else { text }))
            .collect();
        let error = Pack::from_json(&files).unwrap_err();
        assert_eq!(error.file, "instruments.json");
        assert!(error.reason.contains(reason) && error.line > 0, "{error}");
    }
}
