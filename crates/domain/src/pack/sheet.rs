//! Rights sheets: what is read or given to the person, in their language.

use serde::{Deserialize, Serialize};

use super::files::Files;
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
    pub fn read_sheets(&self, own: &str) -> Result<Vec<Sheet>, PackError> {
        let files = self.between("sheet.", ".json");
        let mut sheets = files.map(|(file, _)| self.read(file)).collect::<Result<Vec<Sheet>, _>>()?;
        sheets.sort_by_key(|sheet| sheet.language != own);
        Ok(sheets)
    }
}
