//! A day's care work of a pair: bytes of its exchange, sealed, beside the same forms as packed JSON lines.

use std::fmt::Write;
use std::path::Path;

use anyhow::Result;
use posta_app::view::{
    ConsultationInput, FollowUpInput, HealthView, NeedView, ReferralInput, SignView, SocialView,
};
use posta_domain::synthetic::Synthetic;
use posta_identity::Role;
use serde_json::Value;

use crate::figure::Figures;
use crate::sample::{milliseconds, timed};
use crate::work::registration_of;
use crate::world::World;

const SEED: u64 = 2026;
const CONSULTATIONS: usize = 20;
/// Of those with a follow-up, and of those with a referral, one in so many.
const FOLLOW_UP_IN: usize = 2;
const REFERRAL_IN: usize = 4;

pub fn measure(work: &Path, figures: &mut Figures) -> Result<()> {
    let mut world = World::open(work)?;
    let device = world.join("care", Role::Care, true)?;
    let mut invent = Synthetic::new(SEED);
    let people: Vec<_> = (0..CONSULTATIONS).map(|_| invent.person()).collect();
    let mut forms = Vec::new();
    for (turn, person) in people.iter().enumerate() {
        let id = device.app.register_person(&registration_of(person))?.id;
        let line = invent.consultation(person);
        forms.push(form(turn, &id, line.reason, line.needs, line.note));
    }
    // Twice: what the first brings, the second tells.
    world.exchange(&device)?;
    world.exchange(&device)?;
    let text = to_text(&forms)?;
    let best = zstd::bulk::compress(text.as_bytes(), 19)?.len() as f64;
    for form in &forms {
        device.app.record_consultation(form)?;
    }
    world.metered();
    let (sent, time) = timed(|| world.exchange(&device));
    let (sent, wire) = (sent?, world.metered().0 as f64);
    let up = f64::from(sent.bytes_up);
    let mut say = |what: &str, value, unit| figures.add("care", what, value, unit);
    say("consultations", CONSULTATIONS as f64, "");
    say("JSON lines of their forms, without what is blank", text.len() as f64, "bytes");
    say("the same, zstd-19", best, "bytes");
    say("exchange: batches", sent.batches_up.into(), "");
    say("exchange: bytes up, sealed, with the audit", up, "bytes");
    say("exchange: wire up, with TLS and HTTP", wire, "bytes");
    say("bytes up : zstd-19 of the JSON lines", up / best, "times");
    say("exchange: time", milliseconds(time), "ms");
    drop(device);
    world.stop_server()
}

/// What the pair writes of one attention, both parts signed.
pub fn form(
    turn: usize,
    person: &str,
    reason: String,
    needs: Vec<String>,
    note: String,
) -> ConsultationInput {
    let now_and_then = |one_in: usize| turn.is_multiple_of(one_in);
    let signs = [("temperature_tenths_c", 365), ("pulse_per_minute", 72), ("systolic_mmhg", 118)];
    let sign = |(at, (sign, value)): (usize, (&str, i32))| SignView {
        sign: sign.into(),
        value: value + i32::try_from((turn * 7 + at * 3) % 20).unwrap_or_default(),
    };
    let about_need = |code: &String| NeedView {
        code: code.clone(),
        urgency: "pronta".into(),
        done: format!("orientada, turno {turn}"),
        ..NeedView::default()
    };
    let need = needs.first().cloned().unwrap_or_else(|| "salud".into());
    let referral = ReferralInput {
        need,
        service_name: format!("Servicio {turn}"),
        urgency: "pronta".into(),
        message: "Necesita atención esta semana.".into(),
        ..ReferralInput::default()
    };
    let follow_up = FollowUpInput {
        on: format!("2026-12-{:02}", 1 + turn),
        what: "Ver si llegó al servicio".into(),
        ..FollowUpInput::default()
    };
    ConsultationInput {
        person: person.to_owned(),
        mode: "post".into(),
        reason,
        about_needs: needs.iter().map(about_need).collect(),
        needs,
        health: HealthView {
            complaint: format!("dolor de cabeza desde hace {turn} días"),
            signs: signs.into_iter().enumerate().map(sign).collect(),
            chronic: if now_and_then(5) { vec!["diabetes".into()] } else { Vec::new() },
            given: "hidratación y reposo".into(),
            ..HealthView::default()
        },
        social: SocialView { words: format!("viaja con {turn} personas más"), ..SocialView::default() },
        note,
        signs: ["health", "social"].map(Into::into).to_vec(),
        referrals: if now_and_then(REFERRAL_IN) { vec![referral] } else { Vec::new() },
        follow_up: if now_and_then(FOLLOW_UP_IN) { follow_up } else { FollowUpInput::default() },
        ..ConsultationInput::default()
    }
}

fn to_text(forms: &[ConsultationInput]) -> Result<String> {
    let mut text = String::new();
    for form in forms {
        writeln!(text, "{}", said(serde_json::to_value(form)?).unwrap_or_default())?;
    }
    Ok(text)
}

/// A value without what says nothing; none of one that says nothing at all.
fn said(value: Value) -> Option<Value> {
    let value = match value {
        Value::Object(fields) => {
            Value::Object(fields.into_iter().filter_map(|(key, value)| Some((key, said(value)?))).collect())
        }
        Value::Array(values) => Value::Array(values.into_iter().filter_map(said).collect()),
        other => other,
    };
    let blank = match &value {
        Value::Object(fields) => fields.is_empty(),
        Value::Array(values) => values.is_empty(),
        Value::String(text) => text.is_empty(),
        Value::Bool(yes) => !yes,
        Value::Number(number) => number.as_i64() == Some(0),
        Value::Null => true,
    };
    (!blank).then_some(value)
}
