//! What the check digits of a zone find, and exactly what they cannot.

use posta_domain::{Mrz, MrzForm};
use proptest::prelude::*;

use crate::day;
use crate::mrz::{LONG, TD1, TD2, TD3, any_mrz};

const CHARACTERS: &[u8] = b"<0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

fn value(byte: u8) -> u32 {
    match byte {
        b'<' => 0,
        digit if digit.is_ascii_digit() => u32::from(digit - b'0'),
        letter => u32::from(letter - b'A') + 10,
    }
}

/// Where a check digit covers the zone, from 0: places of any character, and places of digits only.
fn covered(form: MrzForm) -> (Vec<usize>, Vec<usize>) {
    let digits = |birth: usize, more: &[usize]| {
        (birth..birth + 7).chain(birth + 8..birth + 15).chain(more.to_vec()).collect()
    };
    match form {
        MrzForm::Td1 => ((5..14).chain(15..30).chain(48..59).collect(), digits(30, &[14, 59])),
        MrzForm::Td2 => ((36..45).chain(64..71).collect(), digits(49, &[45, 71])),
        MrzForm::Td3 => ((44..53).chain(72..86).collect(), digits(57, &[53, 86, 87])),
    }
}

/// Whether a slip is one that no reader can find (the head of `mrz.rs` names them).
fn is_blind(form: MrzForm, zone: &[u8], place: usize, other: u8) -> bool {
    let held = zone[place];
    let (any, _) = covered(form);
    if any.contains(&place) {
        return value(held) % 10 == value(other) % 10;
    }
    let filler_for_zero = matches!((held, other), (b'0', b'<') | (b'<', b'0'));
    let empty = |from: usize, to: usize| zone[from..to].iter().all(|byte| *byte == b'<');
    let (digit_of_number, birth) = match form {
        MrzForm::Td1 => (Some(14), 30),
        MrzForm::Td2 => (Some(45), 49),
        MrzForm::Td3 => (None, 57),
    };
    let digit_of_empty = (place == 86 && form == MrzForm::Td3 && empty(72, 86))
        || (place == birth + 6 && empty(birth, place))
        || (place == birth + 14 && empty(birth + 8, place));
    filler_for_zero && (digit_of_empty || Some(place) == digit_of_number)
}

fn is_found(zone: &[u8]) -> bool {
    let Ok(mrz) = Mrz::read(std::str::from_utf8(zone).unwrap(), day("2026-11-29")) else { return true };
    let tells = |code: &str| {
        matches!(code, "mrz_check_digit" | "mrz_corrected" | "mrz_birth_unreadable" | "mrz_expiry_unreadable")
    };
    mrz.problems.iter().any(|problem| tells(problem.code))
}

fn every_slip_is_found(form: MrzForm, text: &str) -> (u32, u32) {
    let zone: Vec<u8> = text.bytes().filter(|byte| *byte != b'\n').collect();
    assert!(!is_found(&zone));
    let (any, digits) = covered(form);
    let (mut found, mut blind) = (0, 0);
    for place in any.into_iter().chain(digits) {
        for other in CHARACTERS.iter().filter(|other| **other != zone[place]) {
            let mut wrong = zone.clone();
            wrong[place] = *other;
            if is_blind(form, &zone, place, *other) {
                blind += 1;
            } else {
                assert!(is_found(&wrong), "{} at {place}", char::from(*other));
                found += 1;
            }
        }
    }
    (found, blind)
}

#[test]
fn any_one_wrong_character_under_a_check_digit_is_found_outside_of_the_blind_spots() {
    for (form, text) in [(MrzForm::Td3, TD3), (MrzForm::Td1, TD1), (MrzForm::Td2, TD2), (MrzForm::Td1, LONG)]
    {
        let (found, blind) = every_slip_is_found(form, text);
        assert!(blind * 10 < found, "{found} found, {blind} not");
    }
}

/// So that the list of blind spots is not longer than it must be: inside each group nothing is noticed.
#[test]
fn the_blind_spots_are_as_blind_as_they_are_said_to_be() {
    let zone: Vec<u8> = TD3.bytes().filter(|byte| *byte != b'\n').collect();
    for group in ["<0AKU", "1BLV", "2CMW", "3DNX", "4EOY", "5FPZ", "6GQ", "7HR", "8IS", "9JT"] {
        for (one, other) in group.bytes().zip(group.bytes().skip(1)) {
            assert_eq!(value(one) % 10, value(other) % 10);
            let place = (44..53).find(|place| value(zone[*place]) % 10 == value(one) % 10);
            for byte in [one, other] {
                let Some(place) = place else { continue };
                let mut wrong = zone.clone();
                wrong[place] = byte;
                assert!(!is_found(&wrong), "{} at {place}", char::from(byte));
            }
        }
    }
    for slip in ["O0", "I1", "B8", "S5", "Z2"] {
        let [one, other] = slip.as_bytes() else { panic!("pairs") };
        assert_ne!(value(*one) % 10, value(*other) % 10, "{slip}");
    }
}

/// The other digits say nothing here: `0` and the filler count the same in the last one.
#[test]
fn the_digit_of_an_optional_part_may_be_left_out_only_where_the_part_is_empty() {
    let text = |optional: &str| {
        let mrz = Mrz { optional1: optional.into(), ..Mrz::read(TD3, day("2026-11-29")).unwrap() };
        mrz.compose().unwrap().concat().into_bytes()
    };
    for (optional, found) in [("", false), ("A", true)] {
        let mut zone = text(optional);
        assert_eq!((zone[86], is_found(&zone)), (b'0', false));
        zone[86] = b'<';
        assert_eq!(is_found(&zone), found, "{optional}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(12) })]

    #[test]
    fn any_one_wrong_character_of_any_zone_is_found(mrz in any_mrz()) {
        every_slip_is_found(mrz.form, &mrz.compose().unwrap().concat());
    }

    #[test]
    fn two_neighbours_changed_for_each_other_in_a_number_or_date_are_found(mrz in any_mrz()) {
        let zone: Vec<u8> = mrz.compose().unwrap().concat().into_bytes();
        let (number, birth) = match mrz.form { MrzForm::Td1 => (5, 30), MrzForm::Td2 => (36, 49), MrzForm::Td3 => (44, 57) };
        for place in (number..number + 8).chain(birth..birth + 5).chain(birth + 8..birth + 13) {
            if !value(zone[place]).abs_diff(value(zone[place + 1])).is_multiple_of(5) {
                let mut wrong = zone.clone();
                wrong.swap(place, place + 1);
                prop_assert!(is_found(&wrong), "{place}");
            }
        }
    }
}
