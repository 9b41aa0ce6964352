//! The summary that a person carries to the next post: in words, and signed in a QR code.

use posta_domain::{FollowUpKind, Outcome, Pack, ReferralState, Released, Summary, SummaryItem, Urgency};
use serde::Serialize;

use crate::page::Furniture;
use crate::press::{Press, Template};
use crate::printable::{Printable, printed};
use crate::qr::Qr;
use crate::words::SummaryWords;
use crate::{Language, Paper, Print, PrintError};

/// A summary on paper. What it says in words is what the code says.
pub struct SummarySheet<'a> {
    /// Language of the words.
    pub language: Language,
    /// Names of the catalogues.
    pub pack: &'a Pack,
    /// Released for `share_referral`.
    pub summary: &'a Released<Summary>,
    /// The same, signed, as the text of the code.
    pub text: &'a str,
}

/// One item of a summary in words; for the screen too.
#[derive(Clone, PartialEq, Eq)]
pub struct SummaryLine {
    /// Which.
    pub item: SummaryItem,
    /// Its name in the language.
    pub title: &'static str,
    /// What is said of it, one line each.
    pub values: Vec<String>,
}

impl SummarySheet<'_> {
    /// Papers that a summary is made for.
    pub const PAPERS: [Paper; 3] = [Paper::A5, Paper::A6, Paper::Receipt];

    /// Lays the summary out.
    ///
    /// # Errors
    /// [`PrintError::Layout`].
    pub fn lay_out(&self, paper: Paper) -> Result<Print, PrintError> {
        let (words, summary) = (self.language.summary_words(), self.summary.get());
        let lines = summary_lines(self.pack, self.language, summary);
        let line = |line: SummaryLine| Line { title: line.title, values: printed(&line.values) };
        let page = Page {
            furniture: Furniture::of(self.language, words.title, Language::Spanish.summary_words().title),
            paper: paper.code(),
            day: self.language.words().day(summary.on),
            lines: lines.into_iter().map(line).collect(),
            qr: Qr::of_text(self.text)?,
            qr_alt: words.qr_alt,
            readers: words.readers,
        };
        Press::get().lay_out(Template::Summary, &page)
    }
}

/// What a summary says, item by item; only the items that say something.
#[must_use]
pub fn summary_lines(pack: &Pack, language: Language, summary: &Summary) -> Vec<SummaryLine> {
    let titles = SummaryItem::WORDS.iter().zip(language.summary_words().items);
    let line = |(word, title): (&&str, &'static str)| {
        let item = SummaryItem::from_word(word);
        let values = values_of(&item, pack, language, summary);
        Some(SummaryLine { item, title, values }).filter(|line| !line.values.is_empty())
    };
    titles.filter_map(line).collect()
}

fn values_of(item: &SummaryItem, pack: &Pack, language: Language, summary: &Summary) -> Vec<String> {
    let words = language.summary_words();
    let name = |list: &str, code: &str| pack.name_of(list, code, language.code()).to_owned();
    let text = |text: &String| Some(text.clone()).filter(|text| !text.is_empty()).into_iter().collect();
    match item {
        SummaryItem::Name => text(&summary.name),
        SummaryItem::Birth => summary.born.map(|year| year.to_string()).into_iter().collect(),
        SummaryItem::Language => summary.languages.iter().map(|code| name("languages", code)).collect(),
        SummaryItem::Coverage => {
            let found = |(program, found): &(String, Outcome)| {
                format!("{}: {}", name("programs", program), name("outcomes", found.as_str()))
            };
            summary.coverage.iter().map(found).collect()
        }
        SummaryItem::Pregnancy => summary.pregnancy.map(|weeks| weeks_in(words, weeks)).into_iter().collect(),
        SummaryItem::Chronic => summary.chronic.iter().map(|code| name("chronic", code)).collect(),
        SummaryItem::Medicines => text(&summary.medicines),
        SummaryItem::Needs => {
            let need = |(code, urgency): (&String, &Urgency)| {
                format!("{} ({})", name("needs", code), urgency_in(words, urgency))
            };
            summary.needs.iter().map(need).collect()
        }
        SummaryItem::Referral => {
            let one = |(need, state): (&String, &ReferralState)| {
                format!("{}: {}", name("needs", need), state_in(words, state))
            };
            summary.referrals.iter().map(one).collect()
        }
        SummaryItem::FollowUp => {
            let due = |(on, kind): &(chrono::NaiveDate, FollowUpKind)| {
                let [visit, referral] = words.follow_ups;
                let kind = if *kind == FollowUpKind::Referral { referral } else { visit };
                format!("{}: {kind}", language.words().day(*on))
            };
            summary.follow_up.iter().map(due).collect()
        }
        SummaryItem::Other(_) => Vec::new(),
    }
}

fn weeks_in(words: &SummaryWords, weeks: u8) -> String {
    if weeks == 0 { words.pregnant.to_owned() } else { (words.weeks)(weeks) }
}

fn urgency_in<'a>(words: &SummaryWords, urgency: &'a Urgency) -> &'a str {
    let [normal, soon, now] = words.urgency;
    match urgency {
        Urgency::Normal => normal,
        Urgency::Soon => soon,
        Urgency::Now => now,
        Urgency::Other(word) => word,
    }
}

fn state_in<'a>(words: &SummaryWords, state: &'a ReferralState) -> &'a str {
    let [prepared, sent, received, accepted] = words.states;
    match state {
        ReferralState::Prepared => prepared,
        ReferralState::Sent => sent,
        ReferralState::Received => received,
        ReferralState::Accepted => accepted,
        other => other.as_str(),
    }
}

/// What `templates/summary.typ` reads.
#[derive(Serialize)]
struct Page {
    #[serde(flatten)]
    furniture: Furniture,
    paper: &'static str,
    day: String,
    lines: Vec<Line>,
    qr: Qr,
    qr_alt: &'static str,
    readers: &'static str,
}

#[derive(Serialize)]
struct Line {
    title: &'static str,
    values: Vec<Printable>,
}
