//! What a person carries to the next post: what they chose, if they agree, read by whom it is for.

use posta_app::view::{
    ConsentDecision, ConsentInput, ConsultationInput, FollowUpInput, HealthView, PersonInput,
    RegistrationInput, SocialView, SummaryReading,
};
use posta_identity::Role;

use crate::department::{Department, Device, PASSWORD, SABAYA};
use crate::enrollment::ANA;

const BETO: &str = "Beto Atiende";
const CARO: &str = "Caro Protege";

fn words(items: &[&str]) -> Vec<String> {
    items.iter().map(|item| (*item).to_owned()).collect()
}

fn every_item() -> Vec<String> {
    words(posta_domain::SummaryItem::WORDS)
}

/// Somebody whom Beto attended; unlocked by him.
fn attended() -> (Device, String) {
    let device = Device::of_everybody();
    device.unlock(ANA);
    let person = PersonInput {
        given_names: "Luz".into(),
        birth: "1990".into(),
        languages: words(&["qu"]),
        ..PersonInput::default()
    };
    let id =
        device.app.register_person(&RegistrationInput { person, ..RegistrationInput::default() }).unwrap().id;
    device.unlock(BETO);
    let input = ConsultationInput {
        person: id.clone(),
        reason: "atencion_salud".into(),
        needs: words(&["alojamiento", "proteccion"]),
        health: HealthView {
            chronic: words(&["diabetes"]),
            interrupted: "insulina".into(),
            ..HealthView::default()
        },
        social: SocialView { words: "Zqsocial".into(), ..SocialView::default() },
        note: "Zqnote".into(),
        ..ConsultationInput::default()
    };
    device.app.record_consultation(&input).unwrap();
    let due = FollowUpInput {
        person: id.clone(),
        on: "2099-01-02".into(),
        what: "Zqwhat".into(),
        ..FollowUpInput::default()
    };
    device.app.plan_follow_up(&due).unwrap();
    (device, id)
}

fn decide(device: &Device, person: &str, decision: &str) {
    let decision = ConsentDecision { purpose: "share_referral".into(), decision: decision.into() };
    let input = ConsentInput { language: "es".into(), decisions: vec![decision], ..ConsentInput::default() };
    device.app.record_consent(person, &input).unwrap();
}

/// The text of the code on a page, as another post's camera reads it.
fn scanned(device: &Device, person: &str, choice: &[String]) -> String {
    use base64::Engine;
    let pages = device.app.summary_page(person, choice, "a6", "es").unwrap().pages;
    let mut codes = pages.into_iter().filter_map(|page| {
        let png = base64::engine::general_purpose::STANDARD.decode(page).unwrap();
        let mut reader = png::Decoder::new(std::io::Cursor::new(png)).read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut pixels).unwrap();
        let luma: Vec<u8> = pixels.chunks(info.color_type.samples()).map(|pixel| pixel[0]).collect();
        device.app.read_qr(info.width, info.height, &luma).ok()
    });
    codes.next().unwrap()
}

fn items_of(reading: &SummaryReading) -> Vec<&str> {
    reading.lines.iter().map(|line| line.item.as_str()).collect()
}

#[test]
fn what_was_chosen_is_printed_scanned_and_read_and_nothing_else() {
    let (device, person) = attended();
    decide(&device, &person, "given");
    let offer = device.app.summary_offer(&person).unwrap();
    let offered: Vec<&str> = offer.items.iter().map(|line| line.item.as_str()).collect();
    assert_eq!(offered, ["name", "birth", "language", "chronic", "medicines", "needs", "follow_up"]);
    assert_eq!((offer.first.as_slice(), offer.agreed), (&words(&["language", "follow_up"])[..], true));
    let text = scanned(&device, &person, &words(&["language", "medicines"]));
    let reading = device.app.read_summary(&text).unwrap();
    assert_eq!((reading.standing.as_str(), items_of(&reading)), ("verified", vec!["language", "medicines"]));
    assert_eq!(reading.lines[1].values, ["insulina"]);
    let all = device.app.read_summary(&scanned(&device, &person, &every_item())).unwrap();
    assert_eq!(items_of(&all), offered);
    assert!(!format!("{all:?}{offer:?}").contains("Zq"), "{all:?}");
    assert_eq!(all.lines[5].values, ["Vivienda o alojamiento (normal)"], "and no protection");
}

#[test]
fn without_the_persons_yes_nothing_leaves_either_way() {
    let (device, person) = attended();
    let refusals = || {
        let page = device.app.summary_page(&person, &every_item(), "a6", "es").map(drop);
        let saved = device.app.save_summary(&person, &every_item(), "a6", "es", device.home.path()).map(drop);
        let handed = device.app.hand_on(&person, "040101", &every_item()).map(drop);
        [page, saved, handed]
            .map(|refused| refused.unwrap_err().fields().first().map(|field| field.code.clone()))
    };
    let not_agreed = Some("sharing_not_agreed".to_owned());
    for decision in ["", "refused", "withdrawn"] {
        if !decision.is_empty() {
            decide(&device, &person, decision);
        }
        assert!(refusals().iter().all(|code| *code == not_agreed), "{decision}: {:?}", refusals());
    }
    assert!(!device.app.summary_offer(&person).unwrap().agreed);
}

#[test]
fn an_unknown_item_and_a_choice_that_says_nothing_are_refused() {
    let (device, person) = attended();
    decide(&device, &person, "given");
    for (choice, code) in [
        (words(&["note"]), "summary_item_unknown"),
        (words(&["pregnancy"]), "summary_blank"),
        (Vec::new(), "summary_blank"),
    ] {
        let refused = device.app.summary_page(&person, &choice, "a6", "es").unwrap_err();
        assert_eq!(refused.fields()[0].code, code);
    }
    assert_eq!(device.app.hand_on(&person, "999999", &every_item()).unwrap_err().code(), "POSTA-N1");
}

#[test]
fn nothing_leaves_of_what_the_protection_team_keeps() {
    let (device, person) = attended();
    decide(&device, &person, "given");
    device.unlock(CARO);
    let input = ConsultationInput {
        person: person.clone(),
        needs: words(&["salud"]),
        health: HealthView { chronic: words(&["epilepsia"]), ..HealthView::default() },
        ..ConsultationInput::default()
    };
    device.app.record_consultation(&input).unwrap();
    let offer = device.app.summary_offer(&person).unwrap();
    let offered: Vec<&str> = offer.items.iter().map(|line| line.item.as_str()).collect();
    assert_eq!(offered, ["name", "birth", "language"]);
}

#[test]
fn an_altered_text_and_another_text_say_what_they_are() {
    let (device, person) = attended();
    decide(&device, &person, "given");
    let text = scanned(&device, &person, &every_item());
    let mut altered = posta_identity::SignedSummary::from_text(&text).unwrap();
    altered.content = altered.content.iter().map(|byte| if *byte == b'z' { b's' } else { *byte }).collect();
    let code = |text: &str| device.app.read_summary(text).unwrap_err().code();
    assert_eq!(code(&altered.to_text()), "POSTA-Q5");
    assert_eq!(code(&text[..text.len() - 1]), "POSTA-Q4");
    assert_eq!(code("POSTA1-3M7Q2Z8V0KX4T9BRJ5WD1HCENG-6F2A"), "POSTA-Q4");
    // Another department can vouch for nothing, and still reads it.
    let (elsewhere, mut department) = (Device::blank(), Department::new());
    let (file, code) = department.invite(BETO, Role::Care, SABAYA);
    elsewhere.app.join_from_file(&file, &code, PASSWORD).unwrap();
    let reading = elsewhere.app.read_summary(&text).unwrap();
    assert_eq!(reading.standing, "other_department");
    assert_eq!(reading.lines, device.app.read_summary(&text).unwrap().lines);
}
