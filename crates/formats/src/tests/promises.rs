//! What a slip says, and what it must not.

use posta_domain::{EnrollmentStatus, Purpose};

use super::pixels::Grey;
use super::samples::{
    CODE, LONG_NAME, PIECES, agreed, card, code, day, facility, least, letter, most, registration, sheet,
    slip, slip_of,
};
use crate::{Language, Paper, Print, Registration, Review, Slip};

fn text(slip: &Slip, paper: Paper) -> String {
    running(&slip.lay_out(paper).unwrap())
}

/// The words of a print without the ends of its lines.
fn running(print: &Print) -> String {
    print.texts().concat().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn with(change: impl Fn(&mut Registration)) -> Slip {
    let mut held = registration(Language::Spanish);
    change(&mut held);
    slip_of(Language::Spanish, held, Some(facility()))
}

#[test]
fn a_slip_says_what_the_person_needs_on_every_paper() {
    for paper in Paper::ALL {
        let text = text(&slip(Language::Spanish), paper);
        for words in [
            "Sistema Único de Salud (SUS)",
            "preparada",
            "no es la confirmación oficial",
            "Ley 1152",
            "Le corresponde el SUS.",
            "Cédula de identidad boliviana",
            "Centro de Salud Pisiga",
            "frente al mercado",
            "14 de noviembre de 2026",
            "usted decide a quién la muestra",
        ] {
            let words = words.replace(' ', "");
            assert!(
                text.replace([' ', '\u{ad}', '-'], "").contains(&words.replace('-', "")),
                "{paper:?}: {words} in {text}"
            );
        }
    }
}

#[test]
fn the_official_number_stands_there_only_when_the_procedure_is_confirmed() {
    for status in ["preparada", "presentada", "observada", "anulada", "confirmada"] {
        let text = text(
            &with(|held| {
                held.status = EnrollmentStatus::from_word(status);
                held.official_number = "990017".into();
            }),
            Paper::A5,
        );
        assert_eq!(text.contains("990017"), status == "confirmada", "{status}");
        assert_eq!(text.contains("no es la confirmación oficial"), status != "confirmada", "{status}");
        assert!(text.contains(status), "{status} in {text}");
    }
}

#[test]
fn without_the_persons_yes_the_slip_names_no_facility_and_promises_it_no_copy() {
    let refused = agreed(&[Purpose::Register]);
    let slip = Slip {
        language: Language::Spanish,
        code: code(),
        registration: refused.release(&Purpose::Register, registration(Language::English)).unwrap(),
        facility: refused.release(&Purpose::ShareFacility, facility()),
        post: "Tambo Quemado".into(),
        on: day(),
    };
    let text = text(&slip, Paper::A5);
    assert!(
        !text.contains("mercado")
            && !text.contains("copia de su carpeta")
            && !text.contains("Establecimiento")
    );
}

#[test]
fn what_is_confidential_has_no_word_on_any_print() {
    for language in Language::ALL {
        for paper in Paper::ALL {
            let text = text(&slip(language), paper).to_lowercase();
            for word in [
                "confidencial",
                "confidential",
                "mismo día",
                "same day",
                "protecci",
                "proteção",
                "violen",
                "migratori",
                "embaraz",
                "prenatal",
                "gravid",
                "pregnan",
                "discapac",
                "reproductiv",
            ] {
                assert!(!text.contains(word), "{word}: {language:?}");
            }
        }
    }
}

#[test]
fn the_code_is_read_back_from_the_picture_of_every_print_and_holds_nothing_else() {
    for paper in Paper::ALL {
        let picture = slip(Language::Spanish).lay_out(paper).unwrap().png(203).unwrap();
        assert_eq!(Grey::read(&picture[0]).codes(), [CODE], "{paper:?}");
    }
    let picture = card("Yuleisy Carolina Rondón Peña").lay_out().unwrap().png(150).unwrap();
    assert_eq!(Grey::read(&picture[0]).codes(), [CODE]);
}

#[test]
fn four_modules_around_the_code_are_white() {
    for paper in Paper::ALL {
        for slip in [slip(Language::Spanish), most(Language::HaitianCreole), least()] {
            let picture = slip.lay_out(paper).unwrap().png(203).unwrap();
            assert_eq!(Grey::read(&picture[0]).unquiet(), 0, "{paper:?}");
        }
    }
    for name in ["", "Yuleisy Carolina Rondón Peña", LONG_NAME] {
        let picture = card(name).lay_out().unwrap().png(203).unwrap();
        assert_eq!(Grey::read(&picture[0]).unquiet(), 0, "{name}");
    }
}

#[test]
fn the_code_stands_there_in_letters_too() {
    for paper in Paper::ALL {
        let text = text(&slip(Language::Spanish), paper).replace(' ', "");
        assert!(text.contains(CODE), "{paper:?}: {text}");
    }
    assert!(card("").lay_out().unwrap().texts()[0].replace([' ', '\n'], "").contains(CODE));
}

#[test]
fn an_unreviewed_text_says_so_in_its_language_and_in_spanish() {
    for language in Language::ALL {
        let words = language.words();
        for (review, marked) in [(Review::Reviewed, false), (Review::NotReviewed, true)] {
            for paper in Paper::ALL {
                let text = running(&sheet(language, review).lay_out(paper).unwrap());
                assert_eq!(text.contains("Traducción sin revisar"), marked, "{language:?} {review:?}");
                assert_eq!(text.contains(words.not_reviewed), marked, "{language:?} {review:?}");
            }
        }
        let slip = text(&slip(language), Paper::A5);
        assert_eq!(slip.contains("Traducción sin revisar"), !language.words_are_reviewed(), "{language:?}");
    }
}

#[test]
fn a_slip_in_another_language_keeps_the_official_words_of_the_state() {
    for language in Language::ALL {
        let text = text(&slip(language), Paper::A5);
        assert!(
            text.contains("preparada") && text.contains("presentada") && text.contains("confirmada"),
            "{text}"
        );
        assert!(text.contains("Boleta de adscripción"), "{text}");
    }
}

#[test]
fn somebody_who_declared_no_name_is_not_left_blank() {
    let slip = with(|held| held.name = "  ".into());
    assert!(text(&slip, Paper::A6).contains("Sin nombre declarado"));
}

#[test]
fn every_letter_of_the_region_has_a_glyph() {
    let letters = "áéíóúñüäïöâêôãõçàèìòùœæ’ʼ ẽĩũỹ g\u{303} āēīōū łşğđß ¿¡«»“”—–…°ºª№";
    let slip = with(|held| held.name = letters.into());
    let text = text(&slip, Paper::A5);
    assert!(!text.contains('\u{fffd}'), "{text}");
}

#[test]
fn a_letter_says_that_the_person_agreed_only_where_they_did_and_never_why_not() {
    let said = |pieces: &[(&str, &str)]| {
        running(&letter(Language::Spanish, pieces, "").lay_out(Paper::A4).unwrap()).replace('\u{ad}', "")
    };
    let (all, nothing) = (said(&PIECES), said(&[]));
    assert!(all.contains("autorizó") && !nothing.contains("autorizó"), "{nothing}");
    assert!(nothing.contains("no lleva datos de la persona") && !nothing.contains("prefirió"), "{nothing}");
    for text in [all, nothing] {
        assert!(text.contains("ninguna autoridad migratoria"), "{text}");
    }
}
