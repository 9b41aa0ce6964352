//! A forgotten password: the device asks, the supervisor answers, the device takes a new password.

use std::path::Path;

use posta_app::{App, Error};

use crate::args::Recover;
use crate::outcome::{Failure, Outcome};
use crate::password::{read_new_password, read_password};
use crate::print;

/// One step of a recovery.
///
/// # Errors
/// What could not be done, with its exit code.
pub fn run(home: &Path, user: Option<String>, recover: Recover) -> Result<Outcome, Failure> {
    let app = App::open(home)?;
    match recover {
        Recover::Begin => Ok(print::code(&app.begin_recovery(&id_of(&app, user.as_deref())?)?)),
        Recover::Answer { challenge, authority, shares } => {
            app.unlock_by_name(user.as_deref(), &read_password()?)?;
            let texts = shares.iter().map(std::fs::read_to_string).collect::<Result<Vec<_>, _>>();
            Ok(print::code(&app.answer_recovery(&challenge, &authority, &texts.map_err(Failure::File)?)?))
        }
        Recover::Finish { answer } => {
            let user = id_of(&app, user.as_deref())?;
            Ok(print::session(&app.finish_recovery(&user, &answer, &read_new_password()?)?))
        }
    }
}

/// The id of a user of this device by name or id; of the only one without either.
fn id_of(app: &App, user: Option<&str>) -> Result<String, Failure> {
    let users = app.profile()?.users;
    let fits = |who: &str, name: &str, id: &str| id == who || name.to_lowercase() == who.to_lowercase();
    match (user, users.as_slice()) {
        (None, [only]) => Ok(only.id.clone()),
        (None, []) => Err(Error::NotJoined.into()),
        (None, _) => Err(Error::WhichUser.into()),
        (Some(who), all) => {
            let found = all.iter().find(|user| fits(who.trim(), &user.name, &user.id));
            Ok(found.ok_or(Error::UnknownUser)?.id.clone())
        }
    }
}
