//! Between the form of a consultation and the consultation.

use posta_domain::{
    AttentionMode, Consultation, HealthPart, NeedSeen, NeedState, Pregnancy, SocialPart, Urgency,
};

use crate::view::{ConsultationInput, HealthView, NeedView, SignView, SocialView};

/// What the form says. Who, where and when is added by whoever saves it.
pub(super) fn read_content(input: &ConsultationInput) -> Consultation {
    let line = |text: &String| text.trim().to_owned();
    let about_needs = input.about_needs.iter().filter(|need| input.needs.contains(&need.code));
    Consultation {
        unidentified: input.unidentified,
        called: line(&input.called),
        mode: if input.mode.is_empty() {
            AttentionMode::default()
        } else {
            AttentionMode::from_word(&input.mode)
        },
        reason: input.reason.clone(),
        needs: input.needs.iter().cloned().collect(),
        about_needs: about_needs.map(|need| (need.code.clone(), read_need(need))).collect(),
        health: HealthPart {
            complaint: line(&input.health.complaint),
            signs: input.health.signs.iter().map(|sign| (sign.sign.clone(), i64::from(sign.value))).collect(),
            pregnancy: match input.health.pregnancy.as_str() {
                "" => Pregnancy::default(),
                word => Pregnancy::from_word(word),
            },
            weeks: i64::from(input.health.weeks),
            chronic: input.health.chronic.iter().cloned().collect(),
            interrupted: line(&input.health.interrupted),
            given: line(&input.health.given),
            hygiene: input.health.hygiene.iter().cloned().collect(),
        },
        social: SocialPart {
            states: input.social.states.iter().cloned().collect(),
            supports: input.social.supports.iter().cloned().collect(),
            words: line(&input.social.words),
        },
        alerts: input.alerts.iter().cloned().collect(),
        note: line(&input.note),
        restricted: input.restricted,
        ..Consultation::default()
    }
}

pub(super) fn read_need(need: &NeedView) -> NeedSeen {
    NeedSeen {
        urgency: if need.urgency.is_empty() { Urgency::default() } else { Urgency::from_word(&need.urgency) },
        done: need.done.trim().to_owned(),
        state: if need.state.is_empty() { NeedState::default() } else { NeedState::from_word(&need.state) },
    }
}

/// A consultation as its form would say it.
pub(super) fn content_of(consultation: &Consultation) -> ConsultationInput {
    let codes = |codes: &std::collections::BTreeSet<String>| codes.iter().cloned().collect();
    let need = |code: &String| {
        let seen = consultation.about_needs.get(code).cloned().unwrap_or_default();
        NeedView {
            code: code.clone(),
            urgency: seen.urgency.to_string(),
            done: seen.done,
            state: seen.state.to_string(),
        }
    };
    let health = &consultation.health;
    ConsultationInput {
        person: if consultation.person.is_none() { String::new() } else { consultation.person.to_string() },
        unidentified: consultation.unidentified,
        called: consultation.called.clone(),
        mode: consultation.mode.to_string(),
        reason: consultation.reason.clone(),
        needs: codes(&consultation.needs),
        about_needs: consultation.needs.iter().map(need).collect(),
        health: HealthView {
            complaint: health.complaint.clone(),
            signs: health
                .signs
                .iter()
                .map(|(sign, value)| SignView {
                    sign: sign.clone(),
                    value: i32::try_from(*value).unwrap_or_default(),
                })
                .collect(),
            pregnancy: health.pregnancy.to_string(),
            weeks: u32::try_from(health.weeks).unwrap_or_default(),
            chronic: codes(&health.chronic),
            interrupted: health.interrupted.clone(),
            given: health.given.clone(),
            hygiene: codes(&health.hygiene),
        },
        social: SocialView {
            states: codes(&consultation.social.states),
            supports: codes(&consultation.social.supports),
            words: consultation.social.words.clone(),
        },
        alerts: codes(&consultation.alerts),
        note: consultation.note.clone(),
        restricted: consultation.restricted,
        ..ConsultationInput::default()
    }
}
