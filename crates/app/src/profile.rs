//! What is known of users and sessions: before anyone unlocks, and of the open session.

use posta_domain::Pack;
use posta_identity::Sensitivity;
use posta_identity::keyring::Keyring;

use crate::app::App;
use crate::catalogue::{municipality_name, post_card, post_for};
use crate::country::kept_pack;
use crate::destroy::is_destroyed;
use crate::error::Error;
use crate::join::pending::Marker;
use crate::open::{Asleep, Open};
use crate::permission::Act;
use crate::session::turns::Turns;
use crate::time::rfc3339;
use crate::view::{PausedCard, ProfileView, SessionView, UserCard};

impl App {
    /// What can be known before anyone unlocks.
    ///
    /// # Errors
    /// [`Error::Damaged`] when keyring and copy cannot be read.
    pub fn profile(&self) -> Result<ProfileView, Error> {
        let mut profile = ProfileView {
            joined: false,
            users: Vec::new(),
            session: None,
            paused: Vec::new(),
            destroyed: is_destroyed(&self.folder),
            joining: Marker::read(&self.folder).map(Marker::card),
            practice: self.folder.is_practice(),
        };
        if !Keyring::exists(self.folder.keyring()) {
            return Ok(profile);
        }
        let keyring = Keyring::load(self.folder.keyring())?;
        profile.joined = true;
        let pack = kept_pack(&self.folder);
        let card = |user: &posta_identity::UserSlot| {
            user_card(pack, user.user.to_string(), &user.name, user.role.as_str(), &user.place)
        };
        profile.users = keyring.users().iter().map(card).collect();
        let turns = self.turns(self.now());
        profile.session = turns.session_view();
        profile.paused = turns
            .waiting()
            .iter()
            .map(|waiting| PausedCard {
                user: waiting.user.to_string(),
                has_pin: true,
                since: rfc3339(waiting.since.at),
            })
            .collect();
        Ok(profile)
    }
}

/// A user as lists show one.
pub(crate) fn user_card(pack: Option<&Pack>, id: String, name: &str, role: &str, place: &str) -> UserCard {
    let place = pack.map_or_else(|| place.to_owned(), |pack| place_name(pack, place));
    UserCard { id, name: name.into(), role: role.into(), place, roles: vec![role.into()] }
}

/// Name of the municipality or department that a role is for.
pub(crate) fn place_name(pack: &Pack, place: &str) -> String {
    match pack.municipality(place) {
        Some(_) => municipality_name(pack, place),
        None => post_for(pack, place).name,
    }
}

impl Turns<Open, Asleep> {
    /// The active session.
    pub fn session_view(&self) -> Option<SessionView> {
        self.shown().map(|open| open.session_view(self.has_pin()))
    }
}

impl Open {
    fn session_view(&self, has_pin: bool) -> SessionView {
        let secrets = &self.desk.secrets;
        let may = |act| self.allow(act).is_ok();
        let (id, role) = (secrets.user.to_string(), secrets.role.as_str());
        let card = user_card(Some(self.desk.pack), id, &secrets.name, role, &secrets.place);
        SessionView {
            user: UserCard { roles: self.roles().map(|role| role.as_str().to_owned()).collect(), ..card },
            post: post_card(self.desk.pack, &self.desk.post),
            can_register: may(Act::RegisterPerson),
            can_attend: may(Act::RecordConsultation) && self.team().is_ok(),
            can_protect: may(Act::RecordConsultation) && self.first(&Sensitivity::Protection).is_ok(),
            can_supervise: may(Act::ViewRegister),
            can_manage: may(Act::ViewMembers),
            can_audit: may(Act::ViewAudit),
            can_erase: may(Act::OrderErasure),
            idle_seconds: self.desk.idle_seconds,
            has_pin,
            must_rotate: self.must_rotate(),
            practice: self.desk.folder.is_practice(),
        }
    }
}
