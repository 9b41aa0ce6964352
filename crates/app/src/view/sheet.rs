//! The rights and requirements sheet, for the person across the table.

use serde::Serialize;
use specta::Type;

/// A language that the sheet is written in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct SheetLanguage {
    pub code: String,
    /// In its own words, as "Kreyòl ayisyen".
    pub name: String,
    /// Whether a native translator of health texts has read it.
    pub reviewed: bool,
}

/// The sheet in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct SheetView {
    pub language: String,
    /// Of the language, in its own words.
    pub name: String,
    pub reviewed: bool,
    pub title: String,
    pub sections: Vec<SheetSection>,
    /// What is said before consent is asked for.
    pub consent_intro: String,
    /// One a purpose.
    pub consent: Vec<ConsentText>,
}

/// What is explained before consent to one purpose, to be read aloud.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ConsentText {
    pub purpose: String,
    pub title: String,
    pub text: String,
}

/// A part of the sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct SheetSection {
    pub code: String,
    pub title: String,
    pub lines: Vec<String>,
}
