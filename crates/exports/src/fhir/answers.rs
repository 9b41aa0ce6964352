//! QuestionnaireResponse: answers to an instrument.

use posta_domain::{Item, Pack, REFUSED, Screening};
use serde::Serialize;

use super::element::{Coding, Reference};
use super::{id, systems};
use crate::subject::{Kept, Subject};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct QuestionnaireResponse {
    resource_type: &'static str,
    id: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    questionnaire: String,
    status: &'static str,
    subject: Reference,
    #[serde(skip_serializing_if = "Option::is_none")]
    encounter: Option<Reference>,
    #[serde(skip_serializing_if = "String::is_empty")]
    authored: String,
    item: Vec<Asked>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Asked {
    link_id: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    text: String,
    answer: Vec<Answer>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    value_coding: Coding,
}

pub(super) fn response(subject: &Subject, kept: &Kept<Screening>, pack: &Pack) -> QuestionnaireResponse {
    let one = &kept.value;
    let instrument = pack.instrument(&one.instrument);
    let items = instrument.map(|known| known.questionnaire.item.as_slice()).unwrap_or_default();
    let version = if one.version.is_empty() { String::new() } else { format!("|{}", one.version) };
    let score = instrument.map(|known| known.score(&one.answers)).unwrap_or_default();
    // In the order of the questionnaire; what it does not know comes after.
    let known =
        items.iter().filter_map(|item| Some((Some(item), &item.link_id, one.answers.get(&item.link_id)?)));
    let strange = one.answers.iter().filter(|(id, _)| items.iter().all(|item| item.link_id != **id));
    let asked = known.chain(strange.map(|(id, code)| (None, id, code)));
    QuestionnaireResponse {
        resource_type: "QuestionnaireResponse",
        id: id::of_record(&kept.id),
        questionnaire: instrument
            .map(|known| format!("{}{version}", known.questionnaire.url))
            .unwrap_or_default(),
        status: if score.asked == one.answers.len() { "completed" } else { "in-progress" },
        subject: Reference::to(&id::of_record(&subject.person.id)),
        encounter: subject
            .care
            .consultations
            .iter()
            .find(|consultation| consultation.id == one.consultation)
            .map(|consultation| Reference::to(&id::of_record(&consultation.id))),
        authored: one.on.map(|day| day.to_string()).unwrap_or_default(),
        item: asked.map(|(item, id, code)| answered(item, id, code)).collect(),
    }
}

fn answered(item: Option<&Item>, link_id: &str, code: &str) -> Asked {
    let option = item.and_then(|item| item.answer_option.iter().find(|option| option.code() == code));
    let value_coding = match option {
        Some(option) => Coding::new(&option.value_coding.system, code, &option.value_coding.display),
        None if code == REFUSED => Coding::new(systems::ANSWER, code, "No quiso responder"),
        None => Coding::new(systems::ANSWER, code, ""),
    };
    Asked {
        link_id: link_id.to_owned(),
        text: item.map(|item| item.text.clone()).unwrap_or_default(),
        answer: vec![Answer { value_coding }],
    }
}
