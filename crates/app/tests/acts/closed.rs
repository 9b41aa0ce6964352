//! A restricted consultation and what was made in it, before and after a reason was given.

use std::io::Cursor;

use posta_app::view::{
    AgendaInput, AuditFilter, ConsultationInput, DraftInput, FollowUpInput, PersonInput, ReferralInput,
    RegistrationInput, ScreeningAnswer, ScreeningInput, ServiceInput,
};

use crate::department::Device;
use crate::enrollment::ANA;

const BETO: &str = "Beto Atiende";
const DINA: &str = "Dina Supervisa";
const WHAT: &str = "Preguntar por la noche en el refugio";

struct Closed {
    device: Device,
    person: String,
    consultation: String,
    referral: String,
}

/// A restricted consultation with a referral, a follow-up and a screening, in a new session of the same team.
fn closed() -> Closed {
    let device = Device::of_everybody();
    device.unlock(DINA);
    let shelter = ServiceInput {
        name: "Refugio de mujeres".into(),
        kinds: vec!["albergue".into(), "salud_mental".into()],
        contact: "2-5270000".into(),
        coverage: vec!["04".into()],
        ..ServiceInput::default()
    };
    let service = device.app.save_service(&shelter).unwrap().id;
    device.unlock(ANA);
    let person = PersonInput { given_names: "Luz".into(), birth: "1990".into(), ..PersonInput::default() };
    let input = RegistrationInput { person, ..RegistrationInput::default() };
    let person = device.app.register_person(&input).unwrap().id;
    device.unlock(BETO);
    let referral = ReferralInput {
        person: person.clone(),
        need: "alojamiento".into(),
        service,
        ..ReferralInput::default()
    };
    let tomorrow = chrono::Local::now().date_naive() + chrono::Days::new(1);
    let follow_up = FollowUpInput { on: tomorrow.to_string(), what: WHAT.into(), ..FollowUpInput::default() };
    let input = ConsultationInput {
        person: person.clone(),
        reason: "orientacion_sus".into(),
        needs: vec!["alojamiento".into()],
        note: "lo que solo se lee con un motivo".into(),
        restricted: true,
        referrals: vec![referral],
        follow_up,
        ..ConsultationInput::default()
    };
    let consultation = device.app.record_consultation(&input).unwrap().id;
    let screening = ScreeningInput {
        person: person.clone(),
        consultation: consultation.clone(),
        instrument: "phq2".into(),
        answers: vec![ScreeningAnswer { item: "1".into(), code: "LA6571-9".into() }],
        ..ScreeningInput::default()
    };
    device.app.record_screening(&screening).unwrap();
    device.unlock(BETO);
    let referral = device.app.referrals(true).unwrap()[0].id.clone();
    Closed { device, person, consultation, referral }
}

#[test]
fn what_was_made_in_a_closed_consultation_is_closed_too_until_a_reason_is_given() {
    let Closed { device, person, consultation, referral } = closed();
    let app = &device.app;
    let card = &app.referrals(true).unwrap()[0];
    assert!(card.closed && card.person.is_some());
    assert_eq!((card.need.as_str(), card.service_name.as_str(), card.state.as_str()), ("", "", ""));
    assert_eq!(app.referral(&referral).unwrap_err().code(), "POSTA-B2");
    assert_eq!(app.step_referral(&referral, "enviada", "").unwrap_err().code(), "POSTA-B2");
    assert_eq!(app.referral_letter(&referral, "a5", "es").unwrap_err().code(), "POSTA-B2");
    assert!(app.screenings(&person).unwrap().is_empty());
    let agenda = app.agenda(&AgendaInput::default()).unwrap();
    assert_eq!((agenda.len(), agenda[0].what.as_str()), (1, ""), "somebody has to do it all the same");
    let folder = tempfile::tempdir().unwrap();
    let copy = std::fs::read_to_string(app.export_person(&person, folder.path()).unwrap().path).unwrap();
    assert!(!copy.contains("Refugio") && !copy.contains(WHAT));
    app.open_restricted(&consultation, "follow_up", "").unwrap();
    let card = &app.referrals(true).unwrap()[0];
    assert_eq!((card.closed, card.service_name.as_str()), (false, "Refugio de mujeres"));
    assert!(app.referral(&referral).is_ok());
    assert_eq!(app.agenda(&AgendaInput::default()).unwrap()[0].what, WHAT);
    assert_eq!(app.screenings(&person).unwrap().len(), 1);
    let copy = std::fs::read_to_string(app.export_person(&person, folder.path()).unwrap().path).unwrap();
    for kind in ["consultation", "referral", "screening", "follow_up"] {
        assert!(copy.contains(&format!("\"kind\": \"{kind}\"")), "{kind} is in the person's copy");
    }
    assert!(copy.contains("Refugio") && copy.contains(WHAT));
}

#[test]
fn no_file_that_is_read_in_opens_a_closed_consultation_or_writes_over_a_signed_part() {
    let Closed { device, consultation, .. } = closed();
    let rejected = |line: String| {
        let report = device.app.import(Cursor::new(line)).unwrap();
        report.rejected.into_iter().map(|one| one.reason).collect::<Vec<_>>()
    };
    let edit = |field: &str, value: &str| {
        serde_json::json!({ "kind": "edit", "id": consultation, "set": { field: value } }).to_string()
    };
    assert_eq!(rejected(edit("restricted", "false")), ["unknown_ref"]);
    device.app.open_restricted(&consultation, "follow_up", "").unwrap();
    let base = device.app.consultation(&consultation).unwrap().social_base;
    device.app.sign_part(&consultation, "social", &base).unwrap();
    assert_eq!(rejected(edit("note", "otra cosa")), ["part_signed"]);
    device.unlock(ANA);
    assert_eq!(rejected(edit("note", "otra cosa")), ["unknown_ref"], "nor is there any such for a registrar");
}

#[test]
fn lists_of_a_team_and_changes_to_its_agenda_are_noted() {
    let Closed { device, .. } = closed();
    let app = &device.app;
    let item = app.agenda(&AgendaInput::default()).unwrap()[0].id.clone();
    app.agenda(&AgendaInput::default()).unwrap();
    app.unlinked_consultations().unwrap();
    app.settle_follow_up(&item, "hecho", "").unwrap();
    device.unlock(DINA);
    let filter = AuditFilter { limit: 100, ..AuditFilter::default() };
    let rows = app.audit_page(&filter).unwrap().rows;
    // Beto opened three lists in the last of his sessions; the second time goes without saying.
    let lists = rows.iter().filter(|row| row.record == "0".repeat(32) && row.act == "opened");
    assert_eq!(lists.count(), 3);
    assert_eq!(rows.iter().filter(|row| row.record == item && row.act == "amended").count(), 1);
}

#[test]
fn no_row_of_the_audit_tells_whose_the_exported_consultations_are() {
    let Closed { device, person, consultation, .. } = closed();
    let folder = tempfile::tempdir().unwrap();
    device.app.open_restricted(&consultation, "follow_up", "").unwrap();
    device.app.export_person(&person, folder.path()).unwrap();
    device.unlock(DINA);
    let filter = AuditFilter { act: "exported".into(), limit: 100, ..AuditFilter::default() };
    let rows = device.app.audit_page(&filter).unwrap().rows;
    assert!(rows.iter().any(|row| row.record == consultation));
    assert!(rows.iter().all(|row| row.record != person));
}

#[test]
fn a_conflict_is_decided_only_by_who_may_change_such_a_record() {
    let Closed { device, referral, .. } = closed();
    device.unlock(ANA);
    let refused = |kind: &str, id: &str| device.app.resolve_conflict(kind, id, "name", "x").unwrap_err();
    let service = device.app.services(true).unwrap()[0].service.id.clone();
    assert_eq!(refused("service", &service).code(), "POSTA-P1");
    assert_eq!(refused("referral", &referral).code(), "POSTA-P1");
}

#[test]
fn a_draft_of_a_closed_consultation_shows_what_it_is_of_and_nothing_of_it_until_a_reason_is_given() {
    let Closed { device, person, consultation, .. } = closed();
    let app = &device.app;
    app.open_restricted(&consultation, "follow_up", "").unwrap();
    let form = serde_json::json!({
        "work": "part", "person": person, "consultation": consultation, "part": "social",
        "content": { "note": "lo que se lee con un motivo" },
    });
    let draft = DraftInput { kind: "consultation".into(), form: form.to_string(), ..DraftInput::default() };
    app.save_draft(&draft).unwrap();
    assert!(app.home().unwrap().drafts[0].form.contains("con un motivo"));
    device.unlock(BETO);
    let shown = &app.home().unwrap().drafts[0].form;
    assert!(
        !shown.contains("con un motivo") && shown.contains(&consultation) && shown.contains("\"social\"")
    );
    app.open_restricted(&consultation, "follow_up", "").unwrap();
    assert!(app.home().unwrap().drafts[0].form.contains("con un motivo"));
}

#[test]
fn what_is_planned_about_a_closed_referral_is_closed_and_nobody_gives_it_away_unseen() {
    let Closed { device, person, consultation, referral } = closed();
    let app = &device.app;
    app.open_restricted(&consultation, "follow_up", "").unwrap();
    let input = FollowUpInput {
        person,
        referral,
        on: "2030-01-01".into(),
        what: "llamar al refugio".into(),
        ..FollowUpInput::default()
    };
    let planned = app.plan_follow_up(&input).unwrap().id;
    device.unlock(BETO);
    let agenda = app.agenda(&AgendaInput::default()).unwrap();
    assert!(agenda.iter().all(|item| item.what.is_empty() && item.referral.is_empty()), "{agenda:?}");
    let given = FollowUpInput { what: "otra cosa".into(), ..FollowUpInput::default() };
    assert_eq!(app.reassign_follow_up(&planned, &given).unwrap_err().code(), "POSTA-B2");
    app.settle_follow_up(&planned, "hecho", "").unwrap();
}
