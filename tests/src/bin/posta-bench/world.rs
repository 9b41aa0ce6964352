//! A department in a temporary folder: its server, in this process, and the homes of its devices.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use posta_app::App;
use posta_app::view::SyncReport;
use posta_identity::{KdfCost, Role};
use sync_server::{InviteRequest, Running, init_department, invite, start};
use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::meter::Meter;

pub const DEPARTMENT: &str = "04";
pub const PLACE: &str = "040901";
pub const PASSWORD: &str = "posta-bench-2026";

/// A server over TLS on loopback.
pub struct World {
    server: Option<Running>,
    meter: Meter,
    metered: SocketAddr,
    runtime: Runtime,
    folder: TempDir,
    tls: bool,
}

/// A device with one user, unlocked.
pub struct Device {
    pub home: PathBuf,
    pub app: App,
}

impl World {
    pub fn open(work: &Path) -> Result<Self> {
        Self::open_at(work, true)
    }

    /// With a server that speaks plain HTTP, to count bytes without TLS.
    pub fn open_plain(work: &Path) -> Result<Self> {
        Self::open_at(work, false)
    }

    fn open_at(work: &Path, tls: bool) -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("posta-bench-").tempdir_in(work)?;
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        init_department(&folder.path().join("server"), &folder.path().join("authority"), "bo", DEPARTMENT)?;
        let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let server = runtime.block_on(start(&folder.path().join("server"), listen, tls))?;
        let meter = Meter::default();
        let metered = meter.open(server.addr)?;
        Ok(Self { server: Some(server), meter, metered, runtime, folder, tls })
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Invites somebody, joins on a new device, straight or through the meter.
    pub fn join(&self, name: &str, role: Role, metered: bool) -> Result<Device> {
        self.join_at(name, role, metered, KdfCost::STANDARD)
    }

    /// Where the server listens.
    pub fn server(&self) -> Result<SocketAddr> {
        Ok(self.server.as_ref().context("the server was stopped")?.addr)
    }

    pub fn block_on<T>(&self, act: impl Future<Output = T>) -> T {
        self.runtime.block_on(act)
    }

    /// As [`World::join`], with a password at another cost.
    pub fn join_at(&self, name: &str, role: Role, metered: bool, cost: KdfCost) -> Result<Device> {
        let address = if metered { self.metered } else { self.server()? };
        self.join_with(name, role, address, cost)
    }

    /// Joins by way of another address.
    pub fn join_over(&self, name: &str, role: Role, address: SocketAddr) -> Result<Device> {
        self.join_with(name, role, address, KdfCost::STANDARD)
    }

    fn join_with(&self, name: &str, role: Role, address: SocketAddr, cost: KdfCost) -> Result<Device> {
        let request =
            InviteRequest { pack: "bo", name, role, place: PLACE, hours: 1, cost: KdfCost::STANDARD };
        let (data, authority) = (self.path().join("server"), self.path().join("authority"));
        let code = invite(&data, &authority, &request)?.code.to_string();
        let home = self.path().join(name);
        let app = App::open_with_cost(&home, cost)?;
        let url = format!("{}://{address}", if self.tls { "https" } else { "http" });
        self.runtime.block_on(app.join(&url, &code, PASSWORD))?;
        Ok(Device { home, app })
    }

    pub fn exchange(&self, device: &Device) -> Result<SyncReport> {
        let report = self.runtime.block_on(device.app.sync_now())?;
        anyhow::ensure!(report.ok && report.refused == 0, "the exchange did not go through: {}", report.code);
        Ok(report)
    }

    /// Bytes that passed the meter since the last call, up and down.
    pub fn metered(&self) -> (u64, u64) {
        self.meter.take()
    }

    /// Ends the server, and waits for what it is still merging.
    pub fn stop_server(&mut self) -> Result<()> {
        self.server.take().map_or(Ok(()), |server| Ok(self.runtime.block_on(server.stop())?))
    }
}

/// Bytes of all files below a folder.
pub fn size_of(folder: &Path) -> Result<u64> {
    let mut bytes = 0;
    for entry in folder.read_dir()? {
        let entry = entry?;
        let meta = entry.metadata()?;
        bytes += if meta.is_dir() { size_of(&entry.path())? } else { meta.len() };
    }
    Ok(bytes)
}
