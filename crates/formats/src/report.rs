//! The report of figures: numbers without anybody, with what they count and what they do not say.

use chrono::NaiveDate;
use serde::Serialize;

use crate::page::Furniture;
use crate::press::{Press, Template};
use crate::printable::Printable;
use crate::words::ReportWords;
use crate::{Language, Paper, Print, PrintError};

/// The length of the longest bar. Thousandths.
const LONGEST: u64 = 1000;

/// A report of a period.
pub struct Report {
    /// Language of the words.
    pub language: Language,
    /// What it is about: a department, or one post of it.
    pub place: String,
    /// First and last day.
    pub period: (NaiveDate, NaiveDate),
    /// The period that it is compared with.
    pub before: (NaiveDate, NaiveDate),
    /// Day on which it was made.
    pub made_on: NaiveDate,
    /// Numbers under this are not in it.
    pub below: u32,
    /// Weeks of care teams that are in it.
    pub care_weeks: usize,
    /// Indicators, in the order in which they are shown.
    pub parts: Vec<ReportPart>,
    /// Posts.
    pub posts: Vec<ReportPost>,
}

/// A number that may not be shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Counted {
    /// So many.
    Known(u32),
    /// At least so many.
    AtLeast(u32),
    /// Not shown, so that nothing is told of a few people.
    Small,
    /// Nobody told it.
    #[default]
    Unknown,
}

/// An indicator.
pub struct ReportPart {
    /// Code of the theme.
    pub theme: String,
    /// Name.
    pub name: String,
    /// Whether the numbers are percentages.
    pub is_percent: bool,
    /// Now and before.
    pub counted: [Counted; 2],
    /// What it counts.
    pub definition: String,
    /// From what.
    pub source: String,
    /// What it does not say; may be blank.
    pub limits: String,
    /// What it is told apart by.
    pub tables: Vec<ReportTable>,
}

/// An indicator told apart by a trait.
pub struct ReportTable {
    /// The trait.
    pub by: String,
    /// Names of the values, with now and before.
    pub rows: Vec<(String, [Counted; 2])>,
}

/// A post.
pub struct ReportPost {
    /// Name.
    pub name: String,
    /// People in the period.
    pub people: Counted,
    /// Last day on which somebody was registered there.
    pub heard_on: Option<NaiveDate>,
}

impl Report {
    /// Lays the report out, on A4.
    ///
    /// # Errors
    /// [`PrintError::Layout`].
    pub fn lay_out(&self) -> Result<Print, PrintError> {
        let (words, days) = (self.language.report_words(), self.language.words());
        let range = |(from, to): (NaiveDate, NaiveDate)| format!("{} – {}", days.day(from), days.day(to));
        let mut notes = vec![(words.suppression)(self.below)];
        notes.push((words.care)(self.care_weeks));
        let mut themes: Vec<Theme> = Vec::new();
        for part in &self.parts {
            let name = named(words.themes, &part.theme).unwrap_or(&part.theme);
            let view = self.part(part, words);
            match themes.last_mut().filter(|theme| theme.code == part.theme) {
                Some(theme) => theme.parts.push(view),
                None => themes.push(Theme { code: part.theme.clone(), name: name.into(), parts: vec![view] }),
            }
        }
        let post = |post: &ReportPost| PostRow {
            name: (&post.name).into(),
            people: show(post.people, false, words),
            heard: post.heard_on.map_or_else(|| words.never.to_owned(), |day| days.day(day)),
        };
        let page = Page {
            furniture: Furniture::of(self.language, words.title, Language::Spanish.report_words().title),
            paper: Paper::A4.code(),
            place: (&self.place).into(),
            period: [words.period.to_owned(), range(self.period)],
            compared: [words.compared.to_owned(), range(self.before)],
            made_on: days.day(self.made_on),
            heads: [words.now, words.before],
            method: words.method,
            source: words.source,
            limits: words.limits,
            nothing: words.nothing,
            notes,
            themes,
            posts_title: words.posts,
            post_heads: [words.post, words.now, words.heard],
            posts: self.posts.iter().map(post).collect(),
        };
        Press::get().lay_out(Template::Report, &page)
    }

    fn part(&self, part: &ReportPart, words: &ReportWords) -> Part {
        let [now, before] = part.counted.map(|counted| show(counted, part.is_percent, words));
        let table = |table: &ReportTable| {
            let most = table.rows.iter().map(|(_, [now, _])| amount(*now)).max().unwrap_or(0).max(1);
            let row = |(name, [now, before]): &(String, [Counted; 2])| Row {
                name: name.into(),
                now: show(*now, false, words),
                before: show(*before, false, words),
                bar: amount(*now) * LONGEST / most,
            };
            let by = named(words.traits, &table.by).unwrap_or(&table.by);
            Table { by: by.into(), rows: table.rows.iter().map(row).collect() }
        };
        Part {
            name: (&part.name).into(),
            now,
            before,
            definition: (&part.definition).into(),
            source: (&part.source).into(),
            limits: (&part.limits).into(),
            tables: part.tables.iter().filter(|table| !table.rows.is_empty()).map(table).collect(),
        }
    }
}

fn named<'a>(words: &'a [(&str, &'a str)], code: &str) -> Option<&'a str> {
    words.iter().find(|(known, _)| *known == code).map(|(_, word)| *word)
}

fn amount(counted: Counted) -> u64 {
    match counted {
        Counted::Known(n) | Counted::AtLeast(n) => n.into(),
        Counted::Small | Counted::Unknown => 0,
    }
}

fn show(counted: Counted, is_percent: bool, words: &ReportWords) -> String {
    match counted {
        Counted::Known(n) if is_percent => format!("{n} %"),
        Counted::Known(n) => grouped(n),
        Counted::AtLeast(n) => format!("{} {}", words.at_least, grouped(n)),
        Counted::Small => words.small.to_owned(),
        Counted::Unknown => words.unknown.to_owned(),
    }
}

/// Groups of three digits with a thin space that does not break (ISO 80000-1, 7.3.1), from five digits on.
fn grouped(n: u32) -> String {
    let digits = n.to_string();
    if digits.len() < 5 {
        return digits;
    }
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

/// What `templates/report.typ` reads.
#[derive(Serialize)]
struct Page {
    #[serde(flatten)]
    furniture: Furniture,
    paper: &'static str,
    place: Printable,
    period: [String; 2],
    compared: [String; 2],
    made_on: String,
    heads: [&'static str; 2],
    method: &'static str,
    source: &'static str,
    limits: &'static str,
    nothing: &'static str,
    notes: Vec<String>,
    themes: Vec<Theme>,
    posts_title: &'static str,
    post_heads: [&'static str; 3],
    posts: Vec<PostRow>,
}

#[derive(Serialize)]
struct Theme {
    #[serde(skip)]
    code: String,
    name: Printable,
    parts: Vec<Part>,
}

#[derive(Serialize)]
struct Part {
    name: Printable,
    now: String,
    before: String,
    definition: Printable,
    source: Printable,
    limits: Printable,
    tables: Vec<Table>,
}

#[derive(Serialize)]
struct Table {
    by: Printable,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    name: Printable,
    now: String,
    before: String,
    bar: u64,
}

#[derive(Serialize)]
struct PostRow {
    name: Printable,
    people: String,
    heard: String,
}

#[cfg(test)]
#[path = "tests/report.rs"]
mod tests;
