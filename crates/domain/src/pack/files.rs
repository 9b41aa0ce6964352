//! The files of a pack: how they are read, and how a line that is wrong is found.

use serde::de::DeserializeOwned;

use super::PackError;

/// One file of a pack: its name and its text.
pub type PackFile<'a> = (&'a str, &'a str);

/// All files of a pack.
pub(crate) struct Files<'a>(pub &'a [PackFile<'a>]);

impl<'a> Files<'a> {
    pub fn text(&self, file: &str) -> Option<&'a str> {
        self.0.iter().find(|(name, _)| *name == file).map(|(_, text)| *text)
    }

    /// The files whose names begin and end so, with what is between.
    pub fn between(&self, start: &'a str, end: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.0.iter().filter_map(move |(name, _)| {
            name.strip_prefix(start)?.strip_suffix(end).map(|middle| (*name, middle))
        })
    }

    pub fn read<T: DeserializeOwned>(&self, file: &str) -> Result<T, PackError> {
        let text = self.text(file).ok_or_else(|| whole(file, "the file is missing"))?;
        serde_json::from_str(text).map_err(|error| PackError {
            file: file.to_owned(),
            // A file that ends too early is refused at its last line, not at the one after it.
            line: error.line().min(text.lines().count().max(1)),
            reason: error.to_string(),
        })
    }

    /// An error at the last line whose code this is, or else the last that names it.
    pub fn refuse(&self, file: &str, code: &str, reason: &str) -> PackError {
        let quoted = format!("\"{code}\"");
        let text = self.text(file).unwrap_or_default();
        let is_code = |line: &str| {
            let rest = line.split_once("\"code\"").map(|(_, rest)| rest.trim_start_matches([' ', ':']));
            rest.is_some_and(|rest| rest.starts_with(&quoted))
        };
        let line = last_line(text, is_code).or(last_line(text, |line| line.contains(&quoted)));
        PackError { file: file.to_owned(), line: line.unwrap_or(0), reason: format!("{reason}: {code}") }
    }
}

impl Files<'_> {
    /// Refuses a file that no pack has: a name that was mistyped would be left out in silence.
    pub fn check_names(&self, known: &[&str], translations: &[String]) -> Result<(), PackError> {
        for (name, _) in self.0 {
            let words = name.strip_prefix("words.").and_then(|rest| rest.strip_suffix(".json"));
            let is_words = words.is_some_and(|language| translations.iter().any(|one| one == language));
            let is_sheet = name.starts_with("sheet.") && name.ends_with(".json");
            let is_questionnaire = name.starts_with("questionnaire.") && name.ends_with(".json");
            if !is_words && !is_sheet && !is_questionnaire && !known.contains(name) {
                return Err(whole(name, "no pack has such a file, or pack.json does not name its language"));
            }
        }
        Ok(())
    }
}

/// An error about a whole file.
pub(crate) fn whole(file: &str, reason: &str) -> PackError {
    PackError { file: file.to_owned(), line: 0, reason: reason.to_owned() }
}

fn last_line(text: &str, wanted: impl Fn(&str) -> bool) -> Option<usize> {
    text.lines().enumerate().filter(|(_, line)| wanted(line)).last().map(|(at, _)| at + 1)
}
