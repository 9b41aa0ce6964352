//! Single pairs that matter, and a whole invented register.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use posta_linkage::csv::{CsvError, read_records, read_truth, write_pairs};
use posta_linkage::{
    CERTAIN, Cause, Decided, Decision, Index, Pair, Reason, Record, Scale, Verdict, clusters, evaluate,
};
use posta_register::{Noise, Settings, invent, write_records, write_truth};

/// A register of 3,000 invented records, and `given | surname1 | surname2 | dob | document | phone` lines after it.
fn pair_among_others(lines: [&str; 2]) -> Pair {
    let mut records = invented(Noise::Low, 3_000).0;
    for (number, line) in lines.into_iter().enumerate() {
        let fields: Vec<&str> = line.split('|').map(str::trim).collect();
        let field = |place: usize| fields.get(place).copied().unwrap_or_default().to_owned();
        records.push(Record {
            record_id: format!("own{number}"),
            given_names: field(0),
            surname1: field(1),
            surname2: field(2),
            dob: field(3),
            doc_type: "id_card".into(),
            doc_number: field(4),
            phone: field(5),
            ..Record::default()
        });
    }
    Index::build(&records).explain("own0", "own1", &Decided::default()).unwrap()
}

fn invented(noise: Noise, records: usize) -> (Vec<Record>, Vec<(String, String)>) {
    let register = invent(Settings { seed: 99, noise, records });
    let (mut lines, mut truth) = (Vec::new(), Vec::new());
    write_records(&register.records, &mut lines).unwrap();
    write_truth(&register.truth, &mut truth).unwrap();
    (read_records(lines.as_slice()).unwrap(), read_truth(truth.as_slice()).unwrap())
}

fn has(pair: &Pair, reason: Reason) -> bool {
    pair.reasons.iter().any(|(own, _)| *own == reason)
}

#[test]
fn errors_of_a_border_post_are_seen_through() {
    for (lines, reason) in [
        (
            ["Yuleisy | Rondón | Peña | 1996-03-02", "Juleisi | Rondon | Pena | 1996-02-03"],
            Reason::BirthDayMonthSwapped,
        ),
        (
            ["Ñusta | Quispe | Huanca | 1990-05-07", "NUSTA | KISPE | GUANCA | 1990-05-07"],
            Reason::SurnameSounds,
        ),
        (
            ["Ana María | Cusicanqui | Loza | 1981-10-09", "Cusicanqui | Ana María | Loza | 1981-10-09"],
            Reason::NamesInverted,
        ),
        (
            ["Francisco | Uzcátegui | Leal | 1975-04-03", "Pancho | Uscategui | | 1975-04-03"],
            Reason::GivenShort,
        ),
        (
            ["Wilner | Jean-Baptiste | | 1988-08-17", "Wilner | Jean Baptiste | | 1988-08-17"],
            Reason::SurnameEqual,
        ),
        (
            ["Carla | Urdaneta | Chirinos | 1999-09-12", "Carla | UrdanetaChirinos | | 1999-09-12"],
            Reason::SurnameJoined,
        ),
        (
            ["João | Nóbrega | Paiva | 1979-12-24", "Joao | Paiva | Nobrega | 1979-12-24"],
            Reason::SurnamesSwapped,
        ),
    ] {
        let pair = pair_among_others(lines);
        assert!(pair.decision >= Decision::Possible && has(&pair, reason), "{lines:?} {pair:?}");
    }
}

#[test]
fn relatives_are_not_one_person() {
    for lines in [
        // Twins.
        [
            "Nayra | Mamani | Ticona | 2015-06-07 | 9421883 | 71234567",
            "Wara | Mamani | Ticona | 2015-06-07 | 9421884 | 71234567",
        ],
        // A son named after his father.
        [
            "José Luis | Uzcátegui | Leal | 1970-02-11 | | 71234567",
            "José Luis | Uzcátegui | Parra | 1995-09-23 | | 71234567",
        ],
        // A child under the mother's number.
        [
            "Carmen | Viloria | Sosa | 1985-03-19 | 17421883",
            "Keyla | Rojas | Viloria | 2012-11-02 | 17421883",
        ],
    ] {
        let pair = pair_among_others(lines);
        assert_eq!(pair.decision, Decision::No, "{pair:?}");
    }
}

#[test]
fn neighbouring_numbers_speak_against_and_a_slip_of_a_digit_for() {
    let bits = |number: &str| {
        let other = format!("Ana | Rojas | Gil | 1990-05-07 | {number}");
        let pair = pair_among_others(["Ana | Rojas | Gil | 1990-05-07 | 17421883", &other]);
        pair.reasons
            .iter()
            .find(|(reason, _)| reason.code().starts_with("document"))
            .map_or(0.0, |(_, bits)| *bits)
    };
    assert!(bits("17421884") < 0.0 && bits("17421882") < 0.0);
    assert!(bits("17421838") > 5.0 && bits("V-17421883") > bits("17421838"));
    assert!(bits("") == 0.0);
}

#[test]
fn the_same_evidence_is_worth_less_in_a_larger_register() {
    let [small, large] = [Scale::of(10_000), Scale::of(1_000_000)];
    assert!((large.weight_at(CERTAIN) - small.weight_at(CERTAIN) - 100_f64.log2()).abs() < 1e-9);
    assert!(small.probability(20.0) > large.probability(20.0));
    // A small register is part of a larger one.
    assert!(Scale::of(2).probability(20.0) == Scale::of(2_000).probability(20.0));
}

#[test]
fn a_key_that_too_many_share_chooses_nobody_and_another_still_does() {
    let crowd = |size: usize| {
        let mut records: Vec<Record> = (0..size)
            .map(|number| Record {
                record_id: format!("{number}"),
                given_names: "María".into(),
                surname1: "González".into(),
                ..Record::default()
            })
            .collect();
        records[0].doc_number = "17421883".into();
        records[1].doc_number = "17421883".into();
        Index::build(&records)
    };
    let (few, many) = (crowd(150), crowd(400));
    assert!(few.is_compared("5", "6") && !many.is_compared("5", "6"));
    assert!(few.is_compared("0", "1") && many.is_compared("0", "1"));
}

#[test]
fn an_invented_register_is_linked_well() {
    let (records, truth) = invented(Noise::Medium, 6_000);
    let index = Index::build(&records);
    let figures = evaluate(&index, &index.dedupe(&Decided::default()), &truth);
    assert!(figures.best_f1 > 0.97, "{figures:?}");
    assert!(figures.certain.precision > 0.985 && figures.certain.recall > 0.8, "{figures:?}");
    assert!(figures.pair_completeness > 0.99, "{figures:?}");
    assert!(index.bytes() / index.len() < 1_000, "{} bytes a record", index.bytes() / index.len());
}

#[test]
fn clusters_report_what_contradicts_itself() {
    let mut decided = Decided::default();
    decided.decide("a", "c", Verdict::Different);
    let group = |id: &str| if id == "d" || id == "b" { Some("g") } else { None };
    let found = clusters(
        [("a", "b"), ("b", "c"), ("c", "d"), ("x", "y")],
        |one, other| decided.of(one, other),
        group,
    );
    assert_eq!(found.iter().map(|cluster| cluster.ids.join("")).collect::<Vec<_>>(), ["abcd", "xy"]);
    let causes: Vec<_> =
        found[0].contradictions.iter().map(|c| (c.id_a.as_str(), c.id_b.as_str(), c.cause)).collect();
    assert_eq!(causes, [("a", "c", Cause::DecidedDifferent), ("b", "d", Cause::SameEnrollment)]);
    assert!(found[1].contradictions.is_empty());
}

const COLUMNS: &str = "record_id,given_names,surname1,surname2,dob,dob_approx,sex,nationality,birth_city,doc_type,doc_number,phone,post,enrolled_on,group_id";

#[test]
fn a_file_of_another_program_is_read() {
    let file = format!(
        "\u{feff}extra,{COLUMNS}\r\nx,1,\"Ana, María\",Quispe,,1990,,F,,,,,,,,\r\nx,2,,,,,,,,,,,,,,\r\n"
    );
    let records = read_records(file.as_bytes()).unwrap();
    assert_eq!(
        (records.len(), records[0].given_names.as_str(), records[0].dob.as_str()),
        (2, "Ana, María", "1990")
    );
    let mut out = Vec::new();
    write_pairs(&Index::build(&records).dedupe(&Decided::default()), &mut out).unwrap();
    assert_eq!(out, b"id_a,id_b,weight,probability,decision,reasons\n");
}

#[test]
fn a_file_that_is_no_register_is_refused_with_a_reason() {
    let code = |file: &str| read_records(file.as_bytes()).unwrap_err().code();
    assert_eq!(code("record_id,given_names\n1,Ana\n"), "missing_column");
    assert_eq!(code(&format!("{COLUMNS}\n1,Ana\n")), "ragged_line");
    assert_eq!(code(&format!("{COLUMNS}\n,,,,,,,,,,,,,,\n")), "no_record_id");
    assert_eq!(code(&format!("{COLUMNS}\n1,,,,,,,,,,,,,,\n1,,,,,,,,,,,,,,\n")), "same_record_id");
    let latin = [COLUMNS.as_bytes(), b"\n1,\xd1usta,,,,,,,,,,,,,\n"].concat();
    assert!(matches!(read_records(latin.as_slice()), Err(CsvError::NotText(2))));
}
