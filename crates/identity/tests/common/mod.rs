//! A synthetic department for the tests.
#![allow(dead_code)]

use posta_identity::{
    Acceptance, Authority, Code, CodeKeys, DeviceKeys, EntryBody, GrantRequest, Hash32, Invitation,
    IssuedInvitation, KdfCost, Log, Role, ServerKeys,
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
