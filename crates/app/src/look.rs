//! How the window looks on this device: its language, day or night. A plain file that says nothing of anybody, so it is
//! read and written while everything is locked.

use std::path::PathBuf;

use posta_identity::private_file::{create_private_folder, write_private};
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::error::Error;
use crate::folder::{Folder, storage};
use crate::view::{LookView, ProblemView};

/// Languages of the interface.
const LANGUAGES: [&str; 3] = ["es", "pt", "en"];
const THEMES: [&str; 2] = ["day", "night"];

/// What the file holds.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Look {
    language: String,
    theme: String,
}

impl App {
    /// What was chosen on this device. "" where nothing was, or what was cannot be read or is of a later version: the
    /// window then looks as it does at first, and no trouble with this file keeps anybody from working.
    #[must_use]
    pub fn look(&self) -> LookView {
        let kept = std::fs::read(file(&self.folder)).ok();
        let look: Look = kept.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default();
        let known =
            |word: String, words: &[&str]| if words.contains(&word.as_str()) { word } else { String::new() };
        LookView { language: known(look.language, &LANGUAGES), theme: known(look.theme, &THEMES) }
    }

    /// Chooses for everybody who uses this device; "" leaves it to the window. Nobody has to be unlocked.
    ///
    /// # Errors
    /// [`Error::BadInput`] for any other word, [`Error::Storage`].
    pub fn set_look(&self, language: &str, theme: &str) -> Result<(), Error> {
        let mut problems = Vec::new();
        let mut expect = |field: &str, word: &str, words: &[&str], code: &str| {
            if !word.is_empty() && !words.contains(&word) {
                problems.push(ProblemView {
                    field: field.into(),
                    code: code.into(),
                    severity: "error".into(),
                });
            }
        };
        expect("language", language, &LANGUAGES, "language_unknown");
        expect("theme", theme, &THEMES, "other");
        if !problems.is_empty() {
            return Err(Error::BadInput(problems));
        }
        let look = Look { language: language.into(), theme: theme.into() };
        let bytes = serde_json::to_vec(&look).map_err(|error| Error::Unexpected(error.to_string()))?;
        // One at a time: two that write at once would take each other's temporary file.
        let _turns = self.turns(self.now());
        create_private_folder(self.folder.keyring()).map_err(storage)?;
        write_private(&file(&self.folder), &bytes).map_err(storage)
    }
}

fn file(folder: &Folder) -> PathBuf {
    folder.keyring().join("look.json")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn look(language: &str, theme: &str) -> LookView {
        LookView { language: language.into(), theme: theme.into() }
    }

    #[test]
    fn the_look_is_kept_before_anybody_joins_and_over_restarts() {
        let folder = tempfile::tempdir().unwrap();
        let home = folder.path().join("not yet there");
        let app = App::open(&home).unwrap();
        assert_eq!(app.look(), look("", ""));
        app.set_look("pt", "night").unwrap();
        assert_eq!(App::open(&home).unwrap().look(), look("pt", "night"));
        app.set_look("en", "").unwrap();
        assert_eq!(App::open(&home).unwrap().look(), look("en", ""));
        assert!(!app.profile().unwrap().joined);
    }

    #[test]
    fn only_known_words_are_written() {
        let folder = tempfile::tempdir().unwrap();
        let app = App::open(folder.path()).unwrap();
        app.set_look("es", "day").unwrap();
        for (language, theme, field) in
            [("ay", "day", "language"), ("es", "dusk", "theme"), ("../x", "", "language")]
        {
            let error = app.set_look(language, theme).unwrap_err();
            assert_eq!((error.code(), error.fields()[0].field.as_str()), ("POSTA-B1", field));
        }
        assert_eq!(app.look(), look("es", "day"));
    }

    #[test]
    fn a_file_that_is_damaged_or_of_a_later_version_is_looked_past() {
        let folder = tempfile::tempdir().unwrap();
        let app = App::open(folder.path()).unwrap();
        for (text, expected) in [
            ("not json", look("", "")),
            ("[1]", look("", "")),
            (r#"{"language":"qu","theme":"night"}"#, look("", "night")),
            (r#"{"language":"pt","size":"large"}"#, look("pt", "")),
        ] {
            std::fs::write(folder.path().join("look.json"), text).unwrap();
            assert_eq!(app.look(), expected, "{text}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_of_the_folder_reads_it() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let home = folder.path().join("home");
        App::open(&home).unwrap().set_look("pt", "day").unwrap();
        let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&home), mode(&home.join("look.json"))), (0o700, 0o600));
    }
}
