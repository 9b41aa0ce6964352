//! Practice: the whole application over a department that exists nowhere else, with invented people. Nothing goes out of it
//! and nothing comes in; its password is known to nobody and gone with the program, and all of it is destroyed at its end. So a
//! person of flesh and blood who was typed into it by mistake lies nowhere either.

mod people;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use posta_domain::Pack;
use posta_identity::keyring::Keyring;
use posta_identity::private_file::{create_private_folder, temporary_of, write_private};
use posta_identity::{
    Authority, CodeKeys, EntryBody, GrantRequest, Hash32, Invitation, KdfCost, Role, ServerKeys,
};

use crate::app::App;
use crate::catalogue::post_for;
use crate::country::kept_pack;
use crate::error::Error;
use crate::folder::{Folder, MARK, storage};
use crate::join::Opened;
use crate::view::SessionView;

/// Who practises, and what as; each department has one of each.
const USERS: [(&str, Role); 4] = [
    ("Bruno Práctica", Role::Care),
    ("Alma Práctica", Role::Registrar),
    ("Carla Práctica", Role::Protection),
    ("Darío Práctica", Role::Supervisor),
];

/// Its file that is held.
const HELD: &str = "held";

/// A practice that is under way.
pub struct Practice {
    app: Arc<App>,
    home: PathBuf,
    /// Of all users; nobody types it.
    password: String,
    /// Held as long as it goes on, so that another program of this device does not take it for a leftover.
    held: Mutex<Option<File>>,
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
        let place = place_of(home);
        create_private_folder(&place).map_err(storage)?;
        // Before anything else: whatever is found here later is known as what it is.
        write_private(&place.join(MARK), b"").map_err(storage)?;
        let held = File::options().create(true).append(true).open(place.join(HELD)).map_err(storage)?;
        let _ = held.try_lock();
        Folder::at(&place)?.prepare()?;
        let mut secret = [0; 32];
        getrandom::fill(&mut secret).map_err(unexpected)?;
        let password = secret.iter().map(|byte| format!("{byte:02x}")).collect();
        // Its 256 random bits need no slow derivation.
        let app = Arc::new(App::open_with_cost(&place, KdfCost::FLOOR)?);
        let practice = Practice { app, home: home.into(), password, held: Mutex::new(Some(held)) };
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
        drop(self.held.lock().unwrap_or_else(PoisonError::into_inner).take());
        Self::clear(&self.home)
    }

    /// Removes what a practice left that was not ended, as after a cut; the mark goes last, so that what a further cut
    /// leaves is known too.
    ///
    /// # Errors
    /// [`Error::Storage`], also where one goes on, or where the folder is none of a practice.
    pub fn clear(home: &Path) -> Result<(), Error> {
        let place = place_of(home);
        if !place.exists() {
            return Ok(());
        }
        // Only ever what this program made for a practice; of a beginning that was cut there are empty folders at most.
        if !place.join(MARK).exists() {
            let _ = std::fs::remove_file(temporary_of(&place.join(MARK)));
            let _ = std::fs::remove_dir(place.join("scopes"));
            return std::fs::remove_dir(&place).map_err(storage);
        }
        let held = place.join(HELD);
        if File::open(&held).is_ok_and(|file| file.try_lock().is_err()) {
            return Err(Error::Storage("a practice goes on".into()));
        }
        for entry in std::fs::read_dir(&place).map_err(storage)? {
            let path = entry.map_err(storage)?.path();
            if path == place.join(MARK) {
                continue;
            }
            if path.is_dir() { std::fs::remove_dir_all(&path) } else { std::fs::remove_file(&path) }
                .map_err(storage)?;
        }
        std::fs::remove_dir_all(&place).map_err(storage)
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
