//! Practice: the whole application over a department that exists nowhere else, with invented people. Nothing goes out of it
//! and nothing comes in; its password is known to nobody and gone with the program, and all of it is destroyed at its end. So a
//! person of flesh and blood who was typed into it by mistake lies nowhere either.

mod people;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use posta_domain::Pack;
use posta_identity::keyring::Keyring;
use posta_identity::private_file::{create_private_folder, write_private};
use posta_identity::{
    Authority, CodeKeys, EntryBody, GrantRequest, Hash32, Invitation, KdfCost, Role, ServerKeys,
};

use crate::app::App;
use crate::catalogue::post_for;
use crate::country::kept_pack;
use crate::error::Error;
use crate::folder::{Folder, storage};
use crate::join::Opened;
use crate::view::SessionView;

/// Who practises, and what as; each department has one of each.
const USERS: [(&str, Role); 4] = [
    ("Bruno Práctica", Role::Care),
    ("Alma Práctica", Role::Registrar),
    ("Carla Práctica", Role::Protection),
    ("Darío Práctica", Role::Supervisor),
];

/// A practice that is under way.
pub struct Practice {
    app: Arc<App>,
    home: PathBuf,
    /// Of all users; nobody types it.
    password: String,
}

impl Practice {
    /// Begins one for the device at `home`, with people invented for its country and place. Takes some seconds. What an
    /// earlier one left there, as after a cut, goes.
    ///
    /// # Errors
    /// [`Error::Storage`]; [`Error::Unexpected`] when there is no randomness or no memory for the password.
    pub fn begin(home: &Path) -> Result<Self, Error> {
        Self::clear(home)?;
        let device = Folder::at(home)?;
        create_private_folder(device.keyring()).map_err(storage)?;
        let folder = Folder::at(&place_of(home))?;
        folder.prepare()?;
        // Before anything else: whatever is found here later is known as what it is.
        write_private(&folder.practice(), b"").map_err(storage)?;
        let mut secret = [0; 32];
        getrandom::fill(&mut secret).map_err(unexpected)?;
        let password = secret.iter().map(|byte| format!("{byte:02x}")).collect();
        // Its 256 random bits need no slow derivation.
        let app = App::open_with_cost(&place_of(home), KdfCost::FLOOR)?;
        let practice = Practice { app: Arc::new(app), home: home.into(), password };
        match practice.found(&device) {
            Ok(()) => Ok(practice),
            Err(error) => {
                practice.end()?;
                Err(error)
            }
        }
    }

    /// The application that answers while it goes on.
    #[must_use]
    pub fn app(&self) -> Arc<App> {
        Arc::clone(&self.app)
    }

    /// Goes on in it as somebody of this role: `registrar`, `care`, `protection` or `supervisor`.
    ///
    /// # Errors
    /// [`Error::UnknownUser`]: no such role; those of [`App::unlock`].
    pub fn practise_as(&self, role: &str) -> Result<SessionView, Error> {
        let known = USERS.iter().find(|(_, one)| one.as_str() == role);
        let (name, _) = known.ok_or(Error::UnknownUser)?;
        self.app.lock_all();
        self.app.unlock(name, &self.password)
    }

    /// Ends it: all of it goes.
    ///
    /// # Errors
    /// [`Error::Storage`]; what is left goes before the next one begins.
    pub fn end(&self) -> Result<(), Error> {
        self.app.lock_all();
        Self::clear(&self.home)
    }

    /// Removes what a practice left that was not ended, as after a cut.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub fn clear(home: &Path) -> Result<(), Error> {
        let folder = Folder::at(&place_of(home))?;
        if !folder.keyring().exists() {
            return Ok(());
        }
        // Only ever what this program made for a practice.
        if !folder.is_practice() {
            return match std::fs::remove_dir(folder.keyring()) {
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
                done => done.map_err(storage),
            };
        }
        std::fs::remove_dir_all(folder.keyring()).map_err(storage)
    }

    /// Makes its department, whose authority nobody keeps, with a user for each role, and what they have done so far.
    fn found(&self, device: &Folder) -> Result<(), Error> {
        let (pack, municipality) = setting_of(device)?;
        let department = municipality.get(..2).unwrap_or_default().to_owned();
        let name = pack.department(&department).map(|one| one.name.clone()).unwrap_or_default();
        let (mut authority, mut log) = Authority::create(&department, &name, &pack.id).map_err(unexpected)?;
        let server = EntryBody::Server {
            server_public: ServerKeys::random().public(),
            tls_pin: Hash32::of(self.password.as_bytes()),
        };
        authority.sign(server, &mut log).map_err(unexpected)?;
        let mut issued = Vec::new();
        for (name, role) in &USERS {
            let place = if *role == Role::Supervisor { &department } else { &municipality };
            let request = GrantRequest { name, role: role.clone(), place, expires_hour: u32::MAX };
            issued.push(authority.grant(&mut log, &request, KdfCost::FLOOR).map_err(unexpected)?);
        }
        for one in &issued {
            let keys = CodeKeys::derive(&one.code, KdfCost::FLOOR).map_err(unexpected)?;
            let invitation = Invitation::open(&keys, &one.sealed).map_err(unexpected)?;
            self.app.settle(&Opened { keys, invitation }, None, &self.password, false)?;
            if self.app.profile()?.session.is_none() {
                // The first takes the others in.
                self.practise_as(Role::Care.as_str())?;
            }
        }
        // As the last invitation knows everybody.
        self.app.lock_all();
        self.practise_as(Role::Supervisor.as_str())?;
        people::office(&self.app, pack, &municipality)?;
        self.practise_as(Role::Care.as_str())?;
        people::register(&self.app, pack, &municipality)?;
        self.app.lock_all();
        Ok(())
    }
}

/// Where the practice of a device lies.
fn place_of(home: &Path) -> PathBuf {
    home.join("practice")
}

/// The pack of the device and the municipality that its first user works in; what the first pack begins with where nobody
/// has joined.
fn setting_of(device: &Folder) -> Result<(&'static Pack, String), Error> {
    let none = || Error::Unexpected("no pack".into());
    let pack = kept_pack(device).or_else(|| Pack::find(Pack::default_id())).ok_or_else(none)?;
    let place = Keyring::load(device.keyring())
        .ok()
        .and_then(|ring| ring.users().first().map(|user| user.place.clone()));
    let of_department = |place: &str| pack.posts.iter().find(|post| post.municipality.starts_with(place));
    let found = place.as_deref().and_then(|place| match pack.municipality(place) {
        Some(_) => Some(post_for(pack, place).municipality).filter(|post| !post.is_empty()),
        None => of_department(place).map(|post| post.municipality.clone()),
    });
    let first = || pack.posts.iter().find(|post| pack.municipality(&post.municipality).is_some());
    let municipality = found.or_else(|| first().map(|post| post.municipality.clone())).ok_or_else(none)?;
    Ok((pack, municipality))
}

fn unexpected(error: impl std::fmt::Display) -> Error {
    Error::Unexpected(error.to_string())
}
