//! Rights sheets: what is read or given to the person, in their language.

use serde::{Deserialize, Serialize};

use super::files::{Files, whole};
use super::{Pack, PackError};

/// The purposes that consent is asked for, each by itself.
pub const PURPOSES: &[&str] = &["register", "share_facility", "share_referral", "statistics", "contact"];

/// A rights and requirements sheet in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sheet {
    /// ISO 639 code.
    pub language: String,
    /// Name of the language in itself.
    pub name: String,
    /// Whether it is offered; an empty slot waits for its translator.
    pub offered: bool,
    /// False until somebody who speaks it and knows health work has read it: screens and prints say so.
    pub reviewed: bool,
    /// Title of the sheet.
    pub title: String,
    /// Its parts.
    pub sections: Vec<Section>,
    /// What is said before consent is asked for.
    pub consent_intro: String,
    /// What is asked for, one a purpose.
    pub consent: Vec<ConsentText>,
}

/// A part of a sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Code, the same in every language.
    pub code: String,
    /// Title.
    pub title: String,
    /// Short sentences, each a paragraph of its own.
    pub lines: Vec<String>,
}

/// What is explained before consent to one purpose.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsentText {
    /// The purpose, one of [`PURPOSES`].
    pub purpose: String,
    /// Short title.
    pub title: String,
    /// The explanation, to be read aloud.
    pub text: String,
}

impl Sheet {
    /// The explanation of a purpose.
    pub fn consent_to(&self, purpose: &str) -> Option<&ConsentText> {
        self.consent.iter().find(|text| text.purpose == purpose)
    }
}

impl Pack {
    /// The sheet in a language; none where it is not offered.
    pub fn sheet(&self, language: &str) -> Option<&Sheet> {
        self.sheets().find(|sheet| sheet.language == language)
    }

    /// The sheets that are offered, the pack's own language first.
    pub fn sheets(&self) -> impl Iterator<Item = &Sheet> {
        self.sheets.iter().filter(|sheet| sheet.offered)
    }
}

impl Files<'_> {
    /// The sheets, the pack's own language first.
    ///
    /// # Errors
    /// A sheet whose file names another language, an offered one with a blank or a missing part, the pack's own
    /// language or a translation without one.
    pub fn read_sheets(&self, own: &str, translations: &[String]) -> Result<Vec<Sheet>, PackError> {
        let mut sheets: Vec<Sheet> = Vec::new();
        for (file, language) in self.between("sheet.", ".json") {
            let sheet: Sheet = self.read(file)?;
            if sheet.language != language {
                return Err(self.refuse(
                    file,
                    &sheet.language,
                    "a sheet of another language than its file's",
                ));
            }
            sheets.push(sheet);
        }
        sheets.sort_by_key(|sheet| sheet.language != own);
        for language in std::iter::once(own).chain(translations.iter().map(String::as_str)) {
            if !sheets.iter().any(|sheet| sheet.language == language && sheet.offered) {
                return Err(whole(&format!("sheet.{language}.json"), "no sheet is offered in this language"));
            }
        }
        let parts = sheets.first().map(parts_of).unwrap_or_default();
        for sheet in sheets.iter().filter(|sheet| sheet.offered) {
            let file = format!("sheet.{}.json", sheet.language);
            if let Some((blank, reason)) = fault_of(sheet) {
                return Err(self.refuse(&file, blank, reason));
            }
            if parts_of(sheet) != parts {
                return Err(whole(
                    &file,
                    "its sections are not those of the pack's own language, line for line",
                ));
            }
        }
        Ok(sheets)
    }
}

/// The sections with how many lines each has: what one language says, each does.
fn parts_of(sheet: &Sheet) -> Vec<(String, usize)> {
    sheet.sections.iter().map(|section| (section.code.clone(), section.lines.len())).collect()
}

/// What an offered sheet lacks, with the word in whose line it is.
fn fault_of(sheet: &Sheet) -> Option<(&str, &'static str)> {
    let blank = |text: &str| text.trim().is_empty();
    if [&sheet.name, &sheet.title, &sheet.consent_intro].into_iter().any(|text| blank(text)) {
        return Some((&sheet.language, "an offered sheet with a blank name, title or introduction"));
    }
    if sheet.sections.is_empty() {
        return Some((&sheet.language, "an offered sheet without sections"));
    }
    for section in &sheet.sections {
        let lines = &section.lines;
        if blank(&section.title) || lines.is_empty() || lines.iter().any(|line| blank(line)) {
            return Some((&section.code, "a section with a blank title or line"));
        }
    }
    for text in &sheet.consent {
        if blank(&text.title) || blank(&text.text) || !PURPOSES.contains(&text.purpose.as_str()) {
            return Some((&text.purpose, "a consent without words, or to no purpose"));
        }
    }
    let asked: Vec<&str> = sheet.consent.iter().map(|text| text.purpose.as_str()).collect();
    (asked != PURPOSES).then_some((&sheet.language, "not each purpose of consent once, in their order"))
}
