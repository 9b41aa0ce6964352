//! A device that has joined, without window and without passwords: what it exchanges is real, and nothing else is there.

use std::net::{IpAddr, Ipv4Addr};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use posta_identity::{
    Acceptance, DeviceKeys, FileKey, Hash32, Incarnation, Log, ScopeId, SessionKey, UserSecrets,
};
use posta_store::DeviceFile;
use posta_sync::{Http, Report, exchange};

use super::now;
use super::way::{Halts, Way};

/// How often an exchange that does not go through is tried again, and after how long.
const TRIES: u32 = 60;
const PAUSE: Duration = Duration::from_secs(1);

pub struct Outpost {
    pub device: DeviceFile,
    pub log: Log,
    pub secrets: UserSecrets,
    pub session: SessionKey,
    keys: DeviceKeys,
    /// Where it stands: an address of loopback of its own.
    address: IpAddr,
    pin: Hash32,
}

/// What exchanges came to.
#[derive(Default, Clone)]
pub struct Taken {
    pub up: u64,
    pub down: u64,
    pub requests: u64,
    pub retries: u32,
}

impl Taken {
    pub fn add(&mut self, other: &Self) {
        self.up += other.up;
        self.down += other.down;
        self.requests += other.requests;
        self.retries += other.retries;
    }
}

impl Outpost {
    /// Makes the device's file in a folder of its own.
    pub fn make(folder: &Path, number: usize, keys: DeviceKeys, accepted: Acceptance) -> Result<Self> {
        let home = folder.join(number.to_string());
        std::fs::create_dir_all(&home)?;
        let device = DeviceFile::open(&home.join("device.posta"), &FileKey::random())?;
        device.put_device_keys(&keys)?;
        device.append_entries(&accepted.log.entries())?;
        let Acceptance { secrets, log, .. } = accepted;
        let hour = u32::try_from(now() / 3600)?;
        let session = SessionKey::start(&secrets, &keys, "pisiga", hour, log.head());
        device.put_session(&session.certificate)?;
        let [.., high, low] = u32::try_from(number)?.to_be_bytes();
        let address = IpAddr::V4(Ipv4Addr::new(127, 1, high, low));
        let pin = log.membership().server().context("a server")?.tls_pin;
        Ok(Self { device, log, secrets, session, keys, address, pin })
    }

    /// Who joined meanwhile.
    pub fn learn(&mut self, log: &Log) -> Result<()> {
        self.device.append_entries(&log.entries())?;
        self.log = log.clone();
        Ok(())
    }

    pub fn registry(&self) -> ScopeId {
        self.log.membership().registry()
    }

    pub fn care(&self) -> Result<ScopeId> {
        self.log.membership().care_scope(&self.secrets.place).context("a care team")
    }

    /// Of this device in a scope; made at the first call.
    pub fn incarnation(&self, scope: &ScopeId) -> Result<Incarnation> {
        if let Some(incarnation) = self.device.incarnation(scope)? {
            return Ok(incarnation);
        }
        let incarnation = Incarnation::random();
        self.device.put_incarnation(scope, &incarnation)?;
        Ok(incarnation)
    }

    /// Batches here, of the registry and of the care team.
    pub fn batches(&self) -> Result<[u64; 2]> {
        let count = |scope| anyhow::Ok(self.device.counts(&scope)?.batches);
        Ok([count(self.registry())?, count(self.care()?)?])
    }

    /// Whether no receipt is missing.
    pub fn has_sent(&self) -> Result<bool> {
        Ok(self.device.unsent()?.iter().all(|(_, pending)| pending.batches == 0))
    }

    /// Exchanges over a connection of its own, again until it goes through.
    pub async fn exchange(&mut self, url: &str, halts: &Arc<Halts>) -> Result<Taken> {
        let mut taken = Taken::default();
        loop {
            let http = Http::from_address(url, self.pin, self.address)?;
            let way = Way { http, halts: Arc::clone(halts) };
            match exchange(&mut self.device, &way, &mut self.log, now()).await {
                Ok(report) => return self.done(&report, taken),
                Err(error) if taken.retries >= TRIES => return Err(error.into()),
                Err(error) => {
                    if taken.retries == 0 {
                        eprintln!("tried again: {error}");
                    }
                    taken.retries += 1;
                    tokio::time::sleep(PAUSE).await;
                }
            }
        }
    }

    fn done(&self, report: &Report, mut taken: Taken) -> Result<Taken> {
        anyhow::ensure!(report.refused.is_empty() && report.quarantined == 0, "something was refused");
        taken.up += report.bytes_up;
        taken.down += report.bytes_down;
        taken.requests += report.requests;
        Ok(taken)
    }

    pub fn keys(&self) -> &DeviceKeys {
        &self.keys
    }
}
