//! A department on paper: an authority that invites by file, and devices that meet by a carrier.

use posta_identity::{Authority, EntryBody, GrantRequest, Hash32, KdfCost, Log, Revoked, Role};
use posta_tests::search::holds;
use posta_tests::{Device, Invited, ORURO, OpenHome, PASSWORD};
use tempfile::TempDir;

use crate::carry::{carry, everything};

pub struct Paper {
    authority: Authority,
    log: Log,
    folder: TempDir,
}

/// A device with its one user.
pub struct Desk {
    pub device: Device,
    pub user: Invited,
}

impl Paper {
    pub fn new() -> Self {
        let (authority, mut log) = Authority::create(ORURO, "Oruro", "bo").unwrap();
        let server = EntryBody::Server { server_public: [7; 32], tls_pin: Hash32::of(b"certificate") };
        authority.sign(server, &mut log).unwrap();
        Self { authority, log, folder: tempfile::tempdir().unwrap() }
    }

    /// A device that this user joined from a file, unlocked.
    pub fn desk(&mut self, home: &str, user: Invited) -> Desk {
        let request = GrantRequest {
            name: user.name,
            role: Role::from_word(user.role),
            place: user.place,
            expires_hour: u32::MAX,
        };
        let issued = self.authority.grant(&mut self.log, &request, KdfCost::STANDARD).unwrap();
        let file = self.folder.path().join(format!("{home}.invitation"));
        std::fs::write(&file, &issued.sealed).unwrap();
        let device = Device::at(&self.folder.path().join(home));
        device.app.join_from_file(&file, &issued.code.to_string(), PASSWORD).unwrap();
        Desk { device, user }
    }

    /// The authority ends somebody, names no batch that counts, and tells one device, on which its user unlocks again.
    pub fn cut_off(&mut self, who: &Desk, told: &Desk) {
        for entry in who.home().log().entries() {
            self.log.insert(&entry).unwrap();
        }
        let user = who.home().secrets.user;
        self.authority.revoke(&mut self.log, Revoked::User(user), Vec::new(), false).unwrap();
        told.home().device().append_entries(&self.log.entries()).unwrap();
        told.device.unlock(told.user.name);
    }

    /// The authority gives somebody another role instead of the present one, and tells it to their device.
    pub fn change_role(&mut self, who: &Desk, role: Role) {
        for entry in who.home().log().entries() {
            self.log.insert(&entry).unwrap();
        }
        let (user, place) = (who.home().secrets.user, who.user.place.to_owned());
        let given = EntryBody::Assign { user, role, place: place.clone() };
        self.authority.sign(given, &mut self.log).unwrap();
        let ended = Revoked::Assignment { user, role: Role::from_word(who.user.role), place };
        self.authority.revoke(&mut self.log, ended, Vec::new(), false).unwrap();
        who.home().device().append_entries(&self.log.entries()).unwrap();
        who.device.unlock(who.user.name);
    }
}

impl Desk {
    /// The home as this user's password opens it.
    pub fn home(&self) -> OpenHome {
        OpenHome::unlock(self.device.home(), self.user.name)
    }

    /// Takes to another device all that was saved here; both users unlock again, as what is saved goes to the shelf
    /// then.
    pub fn carry_to(&self, other: &Desk) {
        self.device.unlock(self.user.name);
        carry(&self.home(), &other.home());
        other.device.unlock(other.user.name);
    }

    /// Both learn all of the other, and what each does at unlock because of it.
    pub fn meet(&self, other: &Desk) {
        self.carry_to(other);
        other.carry_to(self);
        self.carry_to(other);
    }

    /// Whether a text is in anything that this user's keys open here.
    pub fn can_read(&self, text: &str) -> bool {
        holds(&everything(&mut self.home()), text)
    }

    /// Id of this user.
    pub fn id(&self) -> String {
        self.home().secrets.user.to_string()
    }
}
