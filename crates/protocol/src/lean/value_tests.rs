use super::*;

#[test]
fn days_come_out_as_they_went_in_or_are_left_as_text() {
    for text in ["1880-01-01", "1970-01-01", "1999-12-31", "2000-02-29", "2026-11-29", "2059-06-06"] {
        let day = day_of(text.as_bytes()).unwrap();
        assert_eq!(text_of_day(day), text.as_bytes());
    }
    for text in
        ["1879-12-31", "2059-06-07", "2026-02-30", "2026-2-30", "+026-02-03", "2026-11-29 ", "abcd-ef-gh"]
    {
        assert_eq!(day_of(text.as_bytes()), None, "{text}");
    }
}

#[test]
fn only_lowercase_digits_are_an_id() {
    assert_eq!(unhex(b"00ff7a"), Some(vec![0, 255, 122]));
    assert_eq!(hex(&[0, 255, 122]), b"00ff7a");
    assert!([&b"00FF"[..], b"0", b"0g"].iter().all(|text| unhex(text).is_none()));
}
