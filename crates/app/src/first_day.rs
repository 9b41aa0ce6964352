//! How far each user of this device is in the guided first day. A plain file of opaque ids and numbers: it is read and
//! written while a practice goes on and everything else is locked.

use std::collections::BTreeMap;
use std::path::PathBuf;

use posta_identity::keyring::Keyring;
use posta_identity::private_file::{create_private_folder, write_private};

use crate::app::App;
use crate::error::Error;
use crate::folder::{Folder, storage};
use crate::view::{FirstDayView, ProblemView};

const STATES: [&str; 4] = ["new", "begun", "done", "skipped"];
const ROLES: [&str; 5] = ["", "registrar", "care", "protection", "supervisor"];
/// More steps than any guide has.
const MOST: u32 = 99;

type Kept = BTreeMap<String, FirstDayView>;

impl App {
    /// How far a user is; "" is whoever practises without being a user. What cannot be read begins anew.
    #[must_use]
    pub fn first_day(&self, user: &str) -> FirstDayView {
        let new = || FirstDayView { state: "new".into(), ..FirstDayView::default() };
        kept(&self.folder).remove(user).unwrap_or_else(new)
    }

    /// Keeps how far a user of this device is. Nobody has to be unlocked.
    ///
    /// # Errors
    /// [`Error::UnknownUser`]; [`Error::BadInput`] for a word or number that is none of a guide; [`Error::Storage`].
    pub fn set_first_day(&self, user: &str, view: &FirstDayView) -> Result<(), Error> {
        let known = user.is_empty()
            || Keyring::load(self.folder.keyring())
                .is_ok_and(|ring| ring.users().iter().any(|one| one.user.to_string() == user));
        if !known {
            return Err(Error::UnknownUser);
        }
        let problem = [
            ("state", STATES.contains(&view.state.as_str())),
            ("role", ROLES.contains(&view.role.as_str())),
            ("step", view.step <= MOST),
        ];
        if let Some((field, _)) = problem.into_iter().find(|(_, good)| !good) {
            let (field, code, severity) = (field.into(), "other".into(), "error".into());
            return Err(Error::BadInput(vec![ProblemView { field, code, severity }]));
        }
        // One at a time: two that write at once would take each other's temporary file.
        let _turns = self.turns(self.now());
        let mut all = kept(&self.folder);
        all.insert(user.to_owned(), view.clone());
        let bytes = serde_json::to_vec(&all).map_err(|error| Error::Unexpected(error.to_string()))?;
        create_private_folder(self.folder.keyring()).map_err(storage)?;
        write_private(&file(&self.folder), &bytes).map_err(storage)
    }
}

fn kept(folder: &Folder) -> Kept {
    let bytes = std::fs::read(file(folder)).ok();
    bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
}

fn file(folder: &Folder) -> PathBuf {
    folder.keyring().join("first-day.json")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn view(state: &str, step: u32) -> FirstDayView {
        FirstDayView { state: state.into(), role: "care".into(), step }
    }

    #[test]
    fn a_first_day_goes_on_after_a_restart_where_it_was_left() {
        let folder = tempfile::tempdir().unwrap();
        let app = App::open(folder.path()).unwrap();
        assert_eq!(app.first_day("").state, "new");
        app.set_first_day("", &view("begun", 4)).unwrap();
        assert_eq!(App::open(folder.path()).unwrap().first_day(""), view("begun", 4));
    }

    #[test]
    fn only_words_of_a_guide_and_users_of_this_device_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        let app = App::open(folder.path()).unwrap();
        for (wrong, field) in [(view("lost", 1), "state"), (view("begun", 100), "step")] {
            let error = app.set_first_day("", &wrong).unwrap_err();
            assert_eq!((error.code(), error.fields()[0].field.as_str()), ("POSTA-B1", field));
        }
        assert_eq!(app.set_first_day(&"ab".repeat(16), &view("begun", 1)).unwrap_err().code(), "POSTA-L1");
        std::fs::write(folder.path().join("first-day.json"), "no json").unwrap();
        assert_eq!(app.first_day("").state, "new", "a damaged file begins anew");
    }
}
