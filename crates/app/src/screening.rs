//! Putting an instrument to somebody, and what it says.

use std::collections::BTreeMap;

use posta_documents::Document;
use posta_domain::{AuditAct, Birth, DocumentId, Instrument, Kind, Person, Problem, Screening};
use posta_store::Write;

use crate::app::App;
use crate::audit::cannot_show;
use crate::catalogue::post_name;
use crate::draft::read_draft_id;
use crate::error::Error;
use crate::home::count;
use crate::id::read_id;
use crate::open::Open;
use crate::permission::Act;
use crate::person::only_warnings;
use crate::scope::Deed;
use crate::time::Moment;
use crate::view::{
    InstrumentCard, QuestionnaireItem, QuestionnaireOption, QuestionnaireView, Saved, ScoreView,
    ScreeningAnswer, ScreeningInput, ScreeningView,
};

impl App {
    /// The instruments of the pack, each with whether it may be put to this person here.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::NotAllowed`], [`Error::Locked`], [`Error::Unreadable`].
    pub fn instruments(&self, person: &str) -> Result<Vec<InstrumentCard>, Error> {
        let now = self.now();
        let id = read_id(person)?;
        let language = self.look().language;
        self.read(|open| {
            open.allow(Act::Screen)?;
            let (birth, doubted) = open.births_of(&id)?;
            let pack = open.desk.pack;
            let mut cards = Vec::new();
            for instrument in &pack.instruments {
                let withheld = match () {
                    () if !open.has_service(&instrument.service)? => "no_service",
                    () if doubted.iter().any(|one| !instrument.is_for(*one, now.today)) => "age_unknown",
                    () if instrument.is_for(birth, now.today) => "",
                    () if birth.is_unknown() => "age_unknown",
                    // Old enough only as somebody estimated.
                    () if birth.age_on(now.today) >= Some(u32::from(instrument.from_years)) => {
                        "age_estimated"
                    }
                    () => "too_young",
                };
                cards.push(InstrumentCard {
                    code: instrument.code.clone(),
                    name: instrument.name.clone(),
                    hint: hint(pack, instrument, &language),
                    questions: count(instrument.questionnaire.item.len() as u64),
                    withheld: withheld.into(),
                    from_years: u32::from(instrument.from_years),
                });
            }
            Ok(cards)
        })
    }

    /// An instrument's text, as validated.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::NotAllowed`], [`Error::Locked`].
    pub fn questionnaire(&self, code: &str) -> Result<QuestionnaireView, Error> {
        let language = self.look().language;
        self.read(|open| {
            open.allow(Act::Screen)?;
            let instrument = open.desk.pack.instrument(code).ok_or(Error::NotFound)?;
            let text = &instrument.questionnaire;
            let options = |item: &posta_domain::Item| {
                let option = |option: &posta_domain::AnswerOption| QuestionnaireOption {
                    code: option.code().into(),
                    label: option.value_coding.display.clone(),
                };
                item.answer_option.iter().map(option).collect()
            };
            let opened_by = |item: &posta_domain::Item| {
                let opens = item.enable_when.iter();
                opens
                    .map(|when| ScreeningAnswer {
                        item: when.question.clone(),
                        code: when.answer_coding.code.clone(),
                    })
                    .collect()
            };
            Ok(QuestionnaireView {
                code: instrument.code.clone(),
                title: text.title.clone(),
                language: text.language.clone(),
                purpose: text.purpose.clone(),
                copyright: text.copyright.clone(),
                hint: hint(open.desk.pack, instrument, &language),
                version: text.version.clone(),
                items: text
                    .item
                    .iter()
                    .map(|item| QuestionnaireItem {
                        id: item.link_id.clone(),
                        text: item.text.clone(),
                        options: options(item),
                        opened_by: opened_by(item),
                    })
                    .collect(),
            })
        })
    }

    /// What answers say so far. Nothing is kept.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::NotAllowed`], [`Error::Locked`].
    pub fn score_screening(&self, code: &str, answers: &[ScreeningAnswer]) -> Result<ScoreView, Error> {
        let language = self.look().language;
        self.read(|open| {
            open.allow(Act::Screen)?;
            let instrument = open.desk.pack.instrument(code).ok_or(Error::NotFound)?;
            Ok(open.score(instrument, &read_answers(answers), &language))
        })
    }

    /// Keeps answers; returns once that is durable.
    ///
    /// # Errors
    /// [`Error::BadInput`] (no such instrument or option; one that is not for this age, or that nobody here could act
    /// on), [`Error::NotFound`], [`Error::NotAllowed`], [`Error::Locked`], [`Error::Storage`].
    pub fn record_screening(&self, input: &ScreeningInput) -> Result<Saved, Error> {
        let now = self.now();
        let person = read_id(&input.person)?;
        let consultation = read_optional(&input.consultation)?;
        self.with(|open| {
            open.allow(Act::Screen)?;
            let team = open.team()?;
            open.check_made_in(person, consultation)?;
            let (write, problems) = open.new_screening(input, person, consultation, now)?;
            let warnings = only_warnings(problems)?;
            let id = write.id;
            open.note_in(team, AuditAct::Recorded, Kind::Screening.as_str(), vec![id], now)?;
            let draft = read_draft_id(&input.draft)?;
            team.commit(&open.desk, &[Deed { writes: vec![write], draft }], now.at)?;
            Ok(Saved { id: id.to_string(), warnings })
        })
    }

    /// What a person answered over time, the oldest first, without what closed consultations hold. That it was shown is
    /// noted first.
    ///
    /// # Errors
    /// [`Error::NotAllowed`], [`Error::NotFound`], [`Error::Locked`], [`Error::Unreadable`]; [`Error::Storage`] when it
    /// could not be noted, and is not shown.
    pub fn screenings(&self, person: &str) -> Result<Vec<ScreeningView>, Error> {
        let now = self.now();
        let person = read_id(person)?;
        let language = self.look().language;
        self.with(|open| {
            open.allow(Act::ReadConsultation)?;
            let mut views = Vec::new();
            for scope in open.confidential() {
                let closed = open.closed_in(scope).map_err(cannot_show)?;
                let mut rows = Vec::new();
                for each in open.linked_records(&person).map_err(cannot_show)? {
                    rows.extend(scope.file.screenings_of(&each).map_err(Error::from).map_err(cannot_show)?);
                }
                rows.retain(|row| !closed.contains(&row.id));
                let ids: Vec<DocumentId> = rows.iter().map(|row| row.id).collect();
                open.note_in(scope, AuditAct::Opened, Kind::Screening.as_str(), ids, now)?;
                for row in rows {
                    let Some(document) = scope.file.document(&Kind::Screening, &row.id)? else { continue };
                    let Some(instrument) = open.desk.pack.instrument(&row.instrument) else { continue };
                    let answers = Screening::from_fields(&document.fields()).answers;
                    views.push(ScreeningView {
                        id: row.id.to_string(),
                        instrument: row.instrument,
                        name: instrument.name.clone(),
                        on: row.on,
                        by: row.origin.author,
                        post: post_name(open.desk.pack, &row.origin.post),
                        score: open.score(instrument, &answers, &language),
                    });
                }
            }
            views.sort_by(|one, other| one.on.cmp(&other.on));
            Ok(views)
        })
    }
}

/// Births that were written apart and not decided between: whoever may be too young by one of them is.
fn births_apart(document: &Document) -> Vec<Birth> {
    let of_birth = document.conflicts().into_iter().filter(|conflict| conflict.field == "birth");
    let values = of_birth.flat_map(|conflict| conflict.values);
    values.map(|one| Birth::parse(one.value.as_text().unwrap_or_default()).unwrap_or_default()).collect()
}

impl Open {
    /// When somebody was born, and what else is said of it: by two who wrote apart, or with another of their records.
    fn births_of(&self, person: &DocumentId) -> Result<(Birth, Vec<Birth>), Error> {
        let file = &self.registry()?.file;
        let (mut birth, mut others) = (None, Vec::new());
        for each in self.linked_records(person)? {
            let Some(document) = file.document(&Kind::Person, &each)? else { continue };
            others.extend(births_apart(&document));
            let said = Person::from_fields(&document.fields()).birth;
            match birth {
                None => birth = Some(said),
                Some(one) if Birth::is_unknown(&one) => birth = Some(said),
                Some(_) if !said.is_unknown() => others.push(said),
                Some(_) => {}
            }
        }
        Ok((birth.ok_or(Error::NotFound)?, others))
    }

    /// What new answers to an instrument write, and what was odd. What is wrong with the instrument for this person
    /// here is of the field `instrument`.
    pub(crate) fn new_screening(
        &self,
        input: &ScreeningInput,
        person: DocumentId,
        consultation: DocumentId,
        now: Moment,
    ) -> Result<(Write, Vec<Problem>), Error> {
        let (birth, mut births) = self.births_of(&person)?;
        births.push(birth);
        let instrument = self.desk.pack.instrument(&input.instrument);
        let screening = Screening {
            person,
            consultation,
            instrument: input.instrument.clone(),
            version: instrument.map(|one| one.questionnaire.version.clone()).unwrap_or_default(),
            post: self.desk.post.code.clone(),
            on: Some(now.today),
            answers: read_answers(&input.answers),
        };
        let mut problems = screening.problems(self.desk.pack);
        if let Some(instrument) = instrument {
            let refuse = |code| Problem::error("instrument", code);
            if births.iter().any(|birth| !instrument.is_for(*birth, now.today)) {
                problems.push(refuse("instrument_not_for_age"));
            }
            if !self.has_service(&instrument.service)? {
                problems.push(refuse("instrument_without_service"));
            }
        }
        Ok((
            Write { kind: Kind::Screening, id: self.desk.new_sealed_id(), fields: screening.to_fields() },
            problems,
        ))
    }

    fn score(
        &self,
        instrument: &Instrument,
        answers: &BTreeMap<String, String>,
        language: &str,
    ) -> ScoreView {
        let score = instrument.score(answers);
        let band = score.band.map(|band| band.code.clone()).unwrap_or_default();
        let band_code = format!("{}.{band}", instrument.code);
        let positive = match score.positive {
            Some(true) => "yes",
            Some(false) => "no",
            None => "",
        };
        ScoreView {
            asked: count(score.asked as u64),
            answered: count(score.answered as u64),
            total: score.total.map(u32::from),
            most: instrument.questionnaire.item.iter().map(|item| u32::from(item.most())).sum(),
            band_name: score
                .band
                .map(|_| self.desk.pack.name_of("bands", &band_code, language).to_owned())
                .unwrap_or_default(),
            band,
            positive: positive.into(),
            risk: score.risk.map(|path| path.to_string()).unwrap_or_default(),
            leads_to: if positive == "yes" { instrument.leads_to.clone() } else { String::new() },
            adjustable: instrument.adjustable,
        }
    }
}

fn hint(pack: &posta_domain::Pack, instrument: &Instrument, language: &str) -> String {
    if instrument.hint.is_empty() {
        return String::new();
    }
    pack.name_of("instruments.hint", &instrument.code, language).to_owned()
}

fn read_answers(answers: &[ScreeningAnswer]) -> BTreeMap<String, String> {
    answers.iter().map(|answer| (answer.item.clone(), answer.code.clone())).collect()
}

/// An id that may be left out.
pub(crate) fn read_optional(text: &str) -> Result<DocumentId, Error> {
    if text.is_empty() { Ok(DocumentId::NONE) } else { read_id(text) }
}
