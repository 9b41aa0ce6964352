//! How the window looks on this device: a plain file, because it holds nothing of anybody and counts while locked.

use posta_domain::Problem;
use posta_identity::private_file::write_private;

use crate::app::App;
use crate::error::Error;
use crate::folder::{Folder, storage};
use crate::person::only_warnings;
use crate::view::LookView;

/// Languages of the whole interface.
const LANGUAGES: [&str; 3] = ["es", "pt", "en"];
/// Longest file that is read. Bytes.
const LONGEST: usize = 1024;

impl App {
    /// Language and theme; what cannot be read is as nobody chose.
    ///
    /// # Errors
    /// None today.
    pub fn look(&self) -> Result<LookView, Error> {
        Ok(self.folder.look())
    }

    /// Chooses language and theme for this device.
    ///
    /// # Errors
    /// [`Error::BadInput`] for one that there is not; [`Error::Storage`].
    pub fn set_look(&self, language: &str, theme: &str) -> Result<LookView, Error> {
        if !LANGUAGES.contains(&language) {
            only_warnings(vec![Problem::error("language", "language_unknown")])?;
        }
        if !matches!(theme, "" | "light" | "dark") {
            only_warnings(vec![Problem::error("theme", "theme_unknown")])?;
        }
        let look = LookView { language: language.into(), theme: theme.into() };
        let text = serde_json::to_vec(&look).map_err(|error| Error::Unexpected(error.to_string()))?;
        self.folder.prepare()?;
        write_private(&self.folder.look_file(), &text).map_err(storage)?;
        Ok(look)
    }

    /// The language of words that come from the pack.
    pub(crate) fn language(&self) -> String {
        self.folder.look().language
    }
}

impl Folder {
    fn look(&self) -> LookView {
        let bytes = std::fs::read(self.look_file()).unwrap_or_default();
        let read = (bytes.len() <= LONGEST).then(|| serde_json::from_slice(&bytes).ok()).flatten();
        let look: LookView = read.unwrap_or_default();
        let known = LANGUAGES.contains(&look.language.as_str());
        LookView { language: if known { look.language } else { "es".into() }, ..look }
    }
}
