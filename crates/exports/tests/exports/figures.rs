use posta_exports::{Aggregate, ExportError, Month, write_adx, write_dhis2};
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::{Value, json};

use crate::golden::compare;

fn figure(org_unit: &str, month: u8, measure: &str, category: &[(&str, &str)], value: u64) -> Aggregate {
    Aggregate {
        org_unit: org_unit.into(),
        period: Month { year: 2026, month },
        measure: measure.into(),
        category: category.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect(),
        value,
    }
}

fn figures() -> Vec<Aggregate> {
    vec![
        figure("pisiga", 11, "registered", &[("sex", "female"), ("age", "20-39")], 12),
        figure("desaguadero", 11, "registered", &[("sex", "male"), ("age", "5-9")], 7),
        figure("pisiga", 10, "registered", &[], 40),
        figure("pisiga", 11, "enrolled", &[("sex", "female & \"<other>\"")], 9),
    ]
}

fn adx(figures: &[Aggregate]) -> Result<String, ExportError> {
    let mut written = Vec::new();
    write_adx(&mut written, "posta \"1\"", 1_795_964_645, figures)?;
    Ok(String::from_utf8(written).unwrap())
}

#[test]
fn figures_for_dhis2_are_by_codes_and_as_they_are_kept() {
    let mut written = Vec::new();
    write_dhis2(&mut written, "posta", &figures()).unwrap();
    compare("figures.json", &written);
    let set: Value = serde_json::from_slice(&written).unwrap();
    assert_eq!(set["idScheme"], "CODE");
    let last = &set["dataValues"][3];
    let expected = json!({ "dataElement": "registered", "period": "202611", "orgUnit": "pisiga",
        "categoryOptionCombo": "female_20-39", "value": "12" });
    assert_eq!(*last, expected);
    assert!(set["dataValues"][1].get("categoryOptionCombo").is_none());
}

#[test]
fn adx_is_well_formed_and_as_it_is_kept() {
    let written = adx(&figures()).unwrap();
    compare("figures.xml", written.as_bytes());
    let mut reader = Reader::from_str(&written);
    reader.config_mut().check_end_names = true;
    let (mut groups, mut values) = (Vec::new(), 0);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) if tag.name().as_ref() == "group" => {
                let attributes: Vec<_> = tag.attributes().map(Result::unwrap).collect();
                let of = |name: &str| {
                    let one = attributes.iter().find(|one| one.key.as_ref() == name).unwrap();
                    one.value.to_string()
                };
                groups.push((of("orgUnit"), of("period")));
            }
            Event::Empty(tag) => {
                assert!(tag.attributes().all(|one| one.is_ok()));
                values += 1;
            }
            Event::Eof => break,
            _ => {}
        }
    }
    let group = |place: &str, period: &str| (place.to_owned(), period.to_owned());
    assert_eq!(
        groups,
        [
            group("desaguadero", "2026-11-01/P1M"),
            group("pisiga", "2026-10-01/P1M"),
            group("pisiga", "2026-11-01/P1M")
        ]
    );
    assert_eq!(values, 4);
}

#[test]
fn equal_figures_make_equal_files_in_whatever_order_they_come() {
    let mut reversed = figures();
    reversed.reverse();
    assert_eq!(adx(&figures()).unwrap(), adx(&reversed).unwrap());
}

#[test]
fn a_category_that_cannot_name_an_attribute_is_refused() {
    for code in ["", "1a", "a b", "value", "dataElement", "xmlns", "a\"b", "sex=\"x\" y"] {
        let refused = adx(&[figure("pisiga", 11, "registered", &[(code, "x")], 1)]);
        assert!(matches!(refused, Err(ExportError::Code("attribute"))), "{code}");
    }
    let twice = adx(&[figure("pisiga", 11, "registered", &[("sex", "x"), ("sex", "y")], 1)]);
    assert!(twice.is_err());
}

#[test]
fn no_figures_make_an_empty_file_that_is_whole() {
    assert!(adx(&[]).unwrap().ends_with("</adx>\n"));
    let mut written = Vec::new();
    write_dhis2(&mut written, "posta", &[]).unwrap();
    let set: Value = serde_json::from_slice(&written).unwrap();
    assert_eq!(set["dataValues"], json!([]));
}
