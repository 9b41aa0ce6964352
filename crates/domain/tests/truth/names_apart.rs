use posta_domain::{NamesApart, compare_names};

#[test]
fn the_zone_s_spelling_of_a_typed_name_is_the_same_name() {
    for (typed, scanned) in [
        ("Núñez", "NUNEZ"),
        ("Núñez", "NUNXXEZ"),
        ("Müller Peña", "MUELLER PENXXA"),
        ("Müller", "MULLER"),
        ("Müller", "MUXXLLER"),
        ("Ch'oque", "CHOQUE"),
        ("Jean-Baptiste", "JEAN BAPTISTE"),
        ("  de la  Cruz ", "DE<LA<CRUZ"),
        ("Straße", "STRASSE"),
        ("Jose\u{301} Luis", "jose luis"),
        ("Manuel", "MANUEL"),
        ("Ángela", "ANGELA"),
    ] {
        assert_eq!(compare_names(typed, scanned), NamesApart::Same, "{typed} {scanned}");
    }
}

#[test]
fn what_was_cut_or_goes_on_is_told_from_what_is_another_name() {
    for (typed, scanned, apart) in [
        ("Ana María", "ANA", NamesApart::Cut),
        ("Papandropoulos", "PAPANDROP", NamesApart::Cut),
        ("Quispe", "QUISPE MAMANI", NamesApart::Longer),
        ("Ana", "ANABEL", NamesApart::Different),
        ("Ana", "EVA", NamesApart::Different),
        ("Peña", "PENXX", NamesApart::Cut),
        ("", "ANA", NamesApart::Unknown),
        ("Ana", " ", NamesApart::Unknown),
    ] {
        assert_eq!(compare_names(typed, scanned), apart, "{typed} {scanned}");
    }
}
