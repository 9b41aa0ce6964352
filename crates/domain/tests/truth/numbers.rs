use posta_domain::odd_number;

type Vectors = std::collections::BTreeMap<String, Vec<(String, String)>>;

fn vectors() -> Vectors {
    serde_json::from_str(include_str!("../fixtures/id_numbers.json")).unwrap()
}

#[test]
fn valid_numbers_raise_no_warning() {
    for (country, number) in &vectors()["valid"] {
        assert_eq!(odd_number("national_id", country, number), None, "{country} {number}");
    }
}

#[test]
fn a_wrong_check_digit_is_noticed() {
    for (country, number) in &vectors()["wrong_check_digit"] {
        assert_eq!(
            odd_number("national_id", country, number),
            Some("number_check_digit"),
            "{country} {number}"
        );
    }
}

#[test]
fn a_number_of_no_known_form_is_noticed() {
    for (country, number) in &vectors()["wrong_format"] {
        assert_eq!(odd_number("national_id", country, number), Some("number_format"), "{country} {number}");
    }
}

#[test]
fn a_blank_number_and_other_kinds_are_never_odd() {
    assert_eq!(odd_number("national_id", "CL", " "), None);
    assert_eq!(odd_number("passport", "CL", "whatever"), None);
    assert_eq!(odd_number("bo_cie", "BO", "E-12345678"), None);
    assert_eq!(odd_number("bo_cie", "BO", "ABC"), Some("number_format"));
}

#[test]
fn one_changed_digit_of_a_run_is_always_noticed() {
    for at in 0..8 {
        let mut digits: Vec<char> = "12531909-2".chars().collect();
        digits[at] = if digits[at] == '9' { '0' } else { char::from(digits[at] as u8 + 1) };
        let number: String = digits.into_iter().collect();
        assert_eq!(odd_number("national_id", "CL", &number), Some("number_check_digit"), "{number}");
    }
}
