use posta_domain::synthetic::Random;
use posta_domain::{CardCode, DocumentId};
use proptest::prelude::*;

const ALPHABET: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

fn code(text: &str) -> Result<CardCode, &'static str> {
    CardCode::parse(text).map_err(|problem| problem.code)
}

/// Cards are printed and kept in pockets: this text stays readable for ever.
#[test]
fn a_code_is_the_same_in_every_version() {
    let card = CardCode(DocumentId(*b"0123456789abcdef"));
    assert_eq!(card.to_string(), GOLDEN);
    assert_eq!(code(GOLDEN), Ok(card));
    assert_eq!(card.person(), DocumentId(*b"0123456789abcdef"));
}

const GOLDEN: &str = "POSTA1-1G64S36D1N6RVKGEB1C9HP8SB6-7JKD";

#[test]
fn a_code_is_read_however_it_is_typed() {
    let card = CardCode(DocumentId([0x42; 16]));
    let text = card.to_string();
    let bare = text.trim_start_matches("POSTA1-").to_owned();
    for spelling in [
        text.to_lowercase(),
        text.replace('-', ""),
        text.replace('-', " – "),
        format!("  {text}\r\n"),
        text.replace('0', "o").replace('1', "l"),
        text.replace('1', "I"),
        bare.clone(),
        bare.chars().map(|c| format!("{c} ")).collect(),
    ] {
        assert_eq!(code(&spelling), Ok(card), "{spelling}");
    }
}

#[test]
fn what_is_no_code_is_told_from_a_wrong_one_and_from_a_later_one() {
    let text = CardCode(DocumentId([0x42; 16])).to_string();
    for none in [
        "",
        "POSTA1",
        "POSTA1-",
        &text[..37],
        &format!("{text}0"),
        &text.replace("-2", "-U"),
        "Ñandú",
        &"0".repeat(300),
    ] {
        assert_eq!(code(none), Err("card_code_unreadable"), "{none}");
    }
    assert_eq!(code(&text.replace("POSTA1", "POSTA2")), Err("card_code_newer"));
    assert_eq!(code("POSTA9-ABC"), Err("card_code_newer"));
    // The first character holds three bits.
    assert_eq!(code(&text.replacen("-2", "-8", 1)), Err("card_code_check"));
}

/// Every other character in every place, and every swap of neighbours, of many codes. The check has 20 bits: about one
/// slip in a million passes unless it is in the check itself, where none does.
#[test]
fn one_wrong_character_or_two_swapped_are_found() {
    let mut random = Random::new(4);
    let (mut slips, mut passed) = (0_u32, 0_u32);
    for _ in 0..60 {
        let id = std::array::from_fn(|_| random.below(256) as u8);
        let text: Vec<char> = CardCode(DocumentId(id)).to_string().chars().collect();
        let places: Vec<usize> = (7..33).chain(34..38).collect();
        for place in &places {
            for other in ALPHABET.chars().filter(|other| *other != text[*place]) {
                let mut wrong = text.clone();
                wrong[*place] = other;
                let found = code(&wrong.iter().collect::<String>()).is_err();
                assert!(found || *place < 33, "the check itself");
                slips += 1;
                passed += u32::from(!found);
            }
        }
        for pair in places.windows(2).filter(|pair| text[pair[0]] != text[pair[1]]) {
            let mut wrong = text.clone();
            wrong.swap(pair[0], pair[1]);
            slips += 1;
            passed += u32::from(code(&wrong.iter().collect::<String>()).is_ok());
        }
    }
    assert!(slips > 55_000);
    assert_eq!(passed, 0, "of {slips}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_code_of_any_record_reads_back(id: [u8; 16]) {
        let card = CardCode(DocumentId(id));
        let text = card.to_string();
        prop_assert_eq!(text.len(), 38);
        prop_assert!(text.bytes().all(|b| b == b'-' || ALPHABET.contains(char::from(b)) || b == b'O'));
        prop_assert_eq!(code(&text), Ok(card));
    }

    #[test]
    fn no_text_breaks_the_reader(text in "\\PC{0,60}") {
        if let Ok(card) = CardCode::parse(&text) {
            prop_assert_eq!(code(&card.to_string()), Ok(card));
        }
    }
}
