//! The referral letter (*Boleta de Referencia*): what a service reads, and the tear-off codes by which it answers.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use posta_domain::{AnswerCode, LetterPiece, ReferralState, Released, Urgency};
use serde::Serialize;

use crate::page::Furniture;
use crate::press::{Press, Template};
use crate::printable::{Printable, printed};
use crate::qr::Qr;
use crate::words::Words;
use crate::{Language, Paper, Print, PrintError};

/// A letter. There is no place in it for alerts, screening, notes or the health of the person: what is told beyond the
/// need is what they chose.
pub struct Letter {
    /// Language of our words.
    pub language: Language,
    /// Released for `share_referral`; without it the letter says the need and nothing of who comes.
    pub person: Option<Released<Told>>,
    /// Name of the need, in the language.
    pub need: String,
    /// How soon.
    pub urgency: Urgency,
    /// The service: name, then how to find and reach it, one line each.
    pub service: Vec<String>,
    /// The post, and how to reach it.
    pub from: Vec<String>,
    /// Day.
    pub on: NaiveDate,
    /// One an answer.
    pub codes: [AnswerCode; 3],
}

/// What the person agreed that the letter says.
pub struct Told {
    /// By the words of [`LetterPiece`], as they are to be read.
    pub pieces: BTreeMap<String, String>,
    /// Words for the service.
    pub message: String,
}

impl Letter {
    /// Papers that a letter is made for.
    pub const PAPERS: [Paper; 2] = [Paper::A4, Paper::A5];

    /// Lays the letter out, on A4 or A5.
    ///
    /// # Errors
    /// [`PrintError::Layout`].
    pub fn lay_out(&self, paper: Paper) -> Result<Print, PrintError> {
        Press::get().lay_out(Template::Letter, &self.page(paper)?)
    }

    fn page(&self, paper: Paper) -> Result<Page, PrintError> {
        let words = self.language.words();
        let told = self.person.as_ref().map(Released::get);
        let pieces = told.map(|told| pieces_of(&told.pieces, words)).unwrap_or_default();
        Ok(Page {
            furniture: Furniture::of(
                self.language,
                words.letter_title,
                Language::Spanish.words().letter_title,
            ),
            paper: paper.code(),
            to_heading: words.letter_to,
            to: printed(&self.service),
            from_heading: words.letter_from,
            from: printed(&self.from),
            day: words.day(self.on),
            need_heading: words.letter_need,
            need: (&self.need).into(),
            urgency_heading: words.letter_urgency_heading,
            urgency: urgency_of(&self.urgency, words).into(),
            person_heading: words.letter_person,
            nothing: if pieces.is_empty() { words.letter_nothing } else { "" },
            pieces,
            message_heading: words.letter_message,
            message: told.map(|told| (&told.message).into()).unwrap_or_default(),
            agreed: told.map(|_| words.letter_agreed).unwrap_or_default(),
            readers: words.letter_readers,
            answers_heading: words.letter_answers_heading,
            answers_line: words.letter_answers,
            answers: self.codes.iter().map(|code| strip(code, words)).collect::<Result<_, _>>()?,
        })
    }
}

fn strip(code: &AnswerCode, words: &Words) -> Result<Strip, PrintError> {
    let place = ReferralState::ANSWERS.iter().position(|state| *state == code.answer()).unwrap_or_default();
    let text = code.to_string();
    Ok(Strip {
        answer: words.letter_answer.get(place).copied().unwrap_or_default(),
        qr: Qr::of_text(&text)?,
        code: text.split('-').map(str::to_owned).collect(),
    })
}

fn urgency_of<'a>(urgency: &'a Urgency, words: &Words) -> &'a str {
    let place = match urgency {
        Urgency::Now => 0,
        Urgency::Soon => 1,
        Urgency::Normal => 2,
        Urgency::Other(word) => return word,
    };
    words.letter_urgency.get(place).copied().unwrap_or_default()
}

/// The pieces in their order, with their names.
fn pieces_of(told: &BTreeMap<String, String>, words: &Words) -> Vec<Piece> {
    let named = LetterPiece::WORDS.iter().zip(words.letter_pieces);
    let piece = |(word, name): (&&str, &'static str)| {
        let value = told.get(*word).filter(|value| !value.trim().is_empty())?;
        let value = match (*word, value.as_str()) {
            ("age", years) => format!("{years} {}", words.letter_years),
            ("sex", "female") => words.letter_sexes[0].to_owned(),
            ("sex", "male") => words.letter_sexes[1].to_owned(),
            (_, value) => value.to_owned(),
        };
        Some(Piece { name, value: (&value).into() })
    };
    named.filter_map(piece).collect()
}

/// What `templates/letter.typ` reads.
#[derive(Serialize)]
struct Page {
    #[serde(flatten)]
    furniture: Furniture,
    paper: &'static str,
    to_heading: &'static str,
    to: Vec<Printable>,
    from_heading: &'static str,
    from: Vec<Printable>,
    day: String,
    need_heading: &'static str,
    need: Printable,
    urgency_heading: &'static str,
    urgency: Printable,
    person_heading: &'static str,
    pieces: Vec<Piece>,
    nothing: &'static str,
    message_heading: &'static str,
    message: Printable,
    agreed: &'static str,
    readers: &'static str,
    answers_heading: &'static str,
    answers_line: &'static str,
    answers: Vec<Strip>,
}

#[derive(Serialize)]
struct Piece {
    name: &'static str,
    value: Printable,
}

#[derive(Serialize)]
struct Strip {
    answer: &'static str,
    qr: Qr,
    code: Vec<String>,
}
