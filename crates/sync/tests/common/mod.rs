//! A department in memory: its authority, desks with a device file each, and a server with faults.
#![allow(dead_code, unused_imports)]

pub mod desk;
pub mod server;

use std::sync::{Arc, Mutex};

use posta_identity::{
    Authority, Code, CodeKeys, EntryBody, GrantRequest, Invitation, KdfCost, Log, Role, ServerKeys,
    ids::{Hash32, ScopeId},
};

pub use desk::{Desk, NOW};
pub use server::{FakeServer, Faults};

pub const SABAYA: &str = "040901";

/// The authority with the log as it knows it.
pub struct World {
    pub authority: Mutex<(Authority, Log)>,
    pub server: ServerKeys,
}

impl World {
    pub fn new() -> Arc<Self> {
        Self::with_pin(Hash32::of(b"a pin"))
    }

    pub fn with_pin(tls_pin: Hash32) -> Arc<Self> {
        let (authority, mut log) = Authority::create("04", "Departamento sintético", "bo").unwrap();
        let server = ServerKeys::random();
        authority.sign(EntryBody::Server { server_public: server.public(), tls_pin }, &mut log).unwrap();
        Arc::new(Self { authority: Mutex::new((authority, log)), server })
    }

    pub fn log(&self) -> Log {
        self.authority.lock().unwrap().1.clone()
    }

    pub fn registry(&self) -> ScopeId {
        self.log().membership().registry()
    }

    pub fn care(&self) -> ScopeId {
        self.log().membership().care_scope(SABAYA).unwrap()
    }

    /// An invitation and the keys of its code, with its id.
    pub fn invite(&self, name: &str, role: Role) -> (Invitation, CodeKeys, Vec<u8>) {
        let mut held = self.authority.lock().unwrap();
        let (authority, log) = &mut *held;
        let place = if role == Role::Supervisor { "04" } else { SABAYA };
        let request = GrantRequest { name, role, place, expires_hour: u32::MAX };
        let issued = authority.grant(log, &request, KdfCost::weak_for_tests()).unwrap();
        let code = Code::parse(&issued.code.to_string()).unwrap();
        let keys = CodeKeys::derive(&code, KdfCost::weak_for_tests()).unwrap();
        (Invitation::open(&keys, &issued.sealed).unwrap(), keys, issued.sealed)
    }

    /// Takes a join into the authority's log, as if the server had told it.
    pub fn take(&self, entry: &[u8]) {
        self.authority.lock().unwrap().1.insert(entry).unwrap();
    }
}
