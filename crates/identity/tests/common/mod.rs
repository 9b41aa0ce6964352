//! A synthetic department for the tests.
#![allow(dead_code)]

pub mod desk;

use posta_identity::{
    Acceptance, Authority, Code, CodeKeys, Cut, DeviceKeys, Entry, EntryBody, EntryError, GrantRequest,
    Hash32, Invitation, IssuedInvitation, KdfCost, Limit, Log, Revoked, Role, ServerKeys, UserId,
    UserSecrets,
};

pub const WEAK: KdfCost = KdfCost::weak_for_tests();
pub const SABAYA: &str = "040901";
pub const TURCO: &str = "040402";
pub const PASSWORD: &str = "correct horse battery";

pub struct Department {
    pub authority: Authority,
    pub log: Log,
}

impl Department {
    pub fn new() -> Self {
        let (authority, mut log) = Authority::create("04", "Oruro", "bo").unwrap();
        let server = EntryBody::Server {
            server_public: ServerKeys::random().public(),
            tls_pin: Hash32::of(b"certificate"),
        };
        authority.sign(server, &mut log).unwrap();
        Self { authority, log }
    }

    pub fn invite(&mut self, name: &str, role: Role, place: &str) -> IssuedInvitation {
        let request = GrantRequest { name, role, place, expires_hour: 500_000 };
        self.authority.grant(&mut self.log, &request, WEAK).unwrap()
    }

    /// Invites somebody, who joins on `device`; the join is in the log afterwards.
    pub fn join(&mut self, name: &str, role: Role, place: &str, device: &DeviceKeys) -> Acceptance {
        let issued = self.invite(name, role, place);
        let (keys, invitation) = open(&issued);
        let acceptance = invitation.accept(&keys, device).unwrap();
        self.log.insert(&acceptance.join.encode()).unwrap();
        acceptance
    }
}

pub fn keys_of(code: &Code) -> CodeKeys {
    CodeKeys::derive(code, WEAK).unwrap()
}

pub fn open(issued: &IssuedInvitation) -> (CodeKeys, Invitation) {
    let keys = keys_of(&issued.code);
    let invitation = Invitation::open(&keys, &issued.sealed).unwrap();
    (keys, invitation)
}

/// Somebody who joined on a device of their own.
pub struct Member {
    pub secrets: UserSecrets,
    pub device: DeviceKeys,
}

impl Member {
    pub fn user(&self) -> UserId {
        self.secrets.user
    }
}

impl Department {
    pub fn member(&mut self, role: Role, place: &str) -> Member {
        let device = DeviceKeys::random();
        let secrets = self.join(role.as_str(), role.clone(), place, &device).secrets;
        Member { secrets, device }
    }

    /// The authority signs.
    pub fn order(&mut self, body: EntryBody) -> Entry {
        self.authority.sign(body, &mut self.log).unwrap()
    }

    /// A branch on which nothing of this one arrives.
    pub fn branch(&self) -> Self {
        Self { authority: self.authority.clone(), log: self.log.clone() }
    }

    pub fn merge(&mut self, other: &Department) {
        for entry in other.log.lacked_by(&self.log.tips()) {
            self.log.insert(&entry).unwrap();
        }
    }
}

/// Somebody signs an entry on top of a log.
pub fn sign(log: &mut Log, by: &Member, body: EntryBody) -> Result<Entry, EntryError> {
    log.append(body, &by.secrets.sign)
}

pub fn revoke(who: Revoked, cuts: &[Cut]) -> EntryBody {
    EntryBody::Revoke { who, cuts: cuts.to_vec(), destroy: false }
}

pub fn revoke_user(user: UserId) -> EntryBody {
    revoke(Revoked::User(user), &[])
}

pub const FEED: [u8; 16] = [7; 16];

pub fn cut(n: u64) -> Cut {
    Cut { feed: FEED, n, hash: Hash32::of(&n.to_be_bytes()) }
}

pub fn through(n: u64) -> Limit {
    Limit::Through([(n, cut(n).hash)].into())
}

/// The number of the last batch that counts in the one chain of the batches that [`cut`] names.
pub fn reach(limit: &Limit) -> u64 {
    match limit {
        Limit::Free => u64::MAX,
        Limit::Through(points) => {
            points.iter().filter(|(n, hash)| cut(*n).hash == *hash).map(|(n, _)| *n).max().unwrap_or(0)
        }
        Limit::All(limits) => limits.iter().map(reach).min().unwrap_or(u64::MAX),
        Limit::Any(limits) => limits.iter().map(reach).max().unwrap_or(0),
        Limit::Nothing => 0,
    }
}
