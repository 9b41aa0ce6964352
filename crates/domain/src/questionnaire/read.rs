//! Reads the instruments of a pack, each with its FHIR Questionnaire, and holds them to their scoring.

use std::collections::BTreeSet;

use super::instrument::{Instrument, Positive};
use super::item::{Item, ORDINAL};
use crate::PackError;
use crate::pack::files::{Files, whole};
use crate::text::is_code;

impl Files<'_> {
    /// The instruments with their questions.
    ///
    /// # Errors
    /// The file, line and reason: an instrument without its questionnaire, a question without options or words, a
    /// repeated id, bands with a gap or beyond the highest total, a risk of no question, a blank notice or source.
    pub fn read_instruments(&self) -> Result<Vec<Instrument>, PackError> {
        let mut instruments: Vec<Instrument> = self.read("instruments.json")?;
        let known: BTreeSet<String> = instruments.iter().map(|one| one.code.clone()).collect();
        for (file, code) in self.between("questionnaire.", ".json") {
            if !known.contains(code) {
                return Err(whole(file, "instruments.json does not name it"));
            }
        }
        for instrument in &mut instruments {
            let file = format!("questionnaire.{}.json", instrument.code);
            instrument.questionnaire = self.read(&file)?;
            if let Some((word, reason)) = wrong_text(instrument) {
                return Err(self.refuse(&file, &word, reason));
            }
            if let Some(reason) = wrong_scoring(instrument, &known) {
                return Err(self.refuse("instruments.json", &instrument.code, reason));
            }
        }
        Ok(instruments)
    }
}

fn wrong_text(instrument: &Instrument) -> Option<(String, &'static str)> {
    let text = &instrument.questionnaire;
    if text.resource_type != "Questionnaire" || text.name != instrument.code {
        return Some((text.name.clone(), "not the Questionnaire of this instrument"));
    }
    if [&text.title, &text.copyright, &text.url, &text.language].iter().any(|word| word.trim().is_empty()) {
        return Some((text.name.clone(), "a blank title, notice, url or language"));
    }
    if text.item.is_empty() {
        return Some((text.name.clone(), "no questions"));
    }
    let mut seen: Vec<&Item> = Vec::new();
    for item in &text.item {
        let id = || item.link_id.clone();
        let mut codes = BTreeSet::new();
        if !is_code(&item.link_id, 20) || item.text.trim().is_empty() || item.kind != "choice" {
            return Some((id(), "a question without id or words, or that is no choice"));
        }
        if seen.iter().any(|one| one.link_id == item.link_id) {
            return Some((id(), "a repeated question"));
        }
        let odd = |option: &super::AnswerOption| {
            option.code().is_empty()
                || option.code() == super::REFUSED
                || option.value_coding.display.trim().is_empty()
                || !option.extension.iter().any(|one| one.url == ORDINAL)
        };
        if item.answer_option.len() < 2 || item.answer_option.iter().any(odd) {
            return Some((id(), "a question without two options that have code, words and points"));
        }
        if !item.answer_option.iter().all(|option| codes.insert(option.code())) {
            return Some((id(), "a repeated option"));
        }
        let asked = |when: &super::item::EnableWhen| {
            let before = seen.iter().find(|one| one.link_id == when.question);
            let code = &when.answer_coding.code;
            let known = before.is_some_and(|one| code == super::REFUSED || one.points_of(code).is_some());
            when.operator == "=" && known
        };
        if !item.enable_when.iter().all(asked) {
            return Some((id(), "it depends on an answer that no earlier question has"));
        }
        seen.push(item);
    }
    None
}

fn wrong_scoring(instrument: &Instrument, known: &BTreeSet<String>) -> Option<&'static str> {
    let items = &instrument.questionnaire.item;
    let most: u16 = items.iter().map(Item::most).sum();
    let mut next = 0;
    for band in &instrument.bands {
        if band.from != next || band.to < band.from || band.code.is_empty() || band.name.trim().is_empty() {
            return Some("bands that leave a gap, overlap or have no name");
        }
        next = band.to + 1;
    }
    if !instrument.bands.is_empty() && (next != most + 1 || !instrument.total) {
        return Some("bands that do not reach from 0 to the highest total");
    }
    let reachable = match instrument.positive {
        Positive::TotalFrom(from) => (1..=most).contains(&from),
        Positive::AnyFrom(from) | Positive::AnyFromOrRefused(from) => {
            items.iter().any(|item| (1..=item.most()).contains(&from))
        }
    };
    if !reachable {
        return Some("it can never be positive, or always is");
    }
    let has = |id: &String| items.iter().any(|item| item.link_id == *id);
    if instrument
        .risk
        .iter()
        .any(|rule| rule.items.is_empty() || !rule.items.iter().all(has) || rule.from == 0)
    {
        return Some("a risk of no question, or of no points");
    }
    if instrument.source.trim().is_empty() || instrument.service.is_empty() {
        return Some("no source, or no service to refer to");
    }
    (!instrument.leads_to.is_empty() && !known.contains(&instrument.leads_to))
        .then_some("it leads to no instrument")
}
