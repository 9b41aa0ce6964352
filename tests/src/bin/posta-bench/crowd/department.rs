//! A department with as many devices as are wanted: the first joins as everybody does, and tells the server of the others,
//! whose invitations the authority made at the same desk.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result};
use posta_domain::Pack;
use posta_identity::{Authority, Code, CodeKeys, DeviceKeys, GrantRequest, Invitation, KdfCost, Log, Role};
use posta_sync::{join, keep_answer};
use sync_server::{InviteRequest, init_department, invite};

use super::day::{Acts, Files};
use super::now;
use super::outpost::Outpost;

/// Codes are not measured here.
const COST: KdfCost = KdfCost { memory_kib: 64, passes: 1 };
/// Municipalities over which the devices are spread, each with a care team.
const TEAMS: usize = 5;

pub struct Department {
    pub code: String,
    pub outposts: Vec<Outpost>,
    /// Batches of the registry that all of them wrote.
    pub written: u64,
}

/// Makes a department of the server, before it serves.
pub fn found(data: &Path, authority: &Path, number: usize) -> Result<String> {
    let code = format!("{number:02}");
    init_department(data, authority, "bo", &code)?;
    Ok(code)
}

impl Department {
    /// `first`: number of its first device among all.
    pub async fn people(
        folder: &Path,
        url: &str,
        code: &str,
        (first, count): (usize, usize),
    ) -> Result<Self> {
        let (data, desk) = (folder.join("server"), folder.join("authority"));
        let places = places(code)?;
        let place = |turn: usize| places.get(turn % places.len()).map(String::as_str).context("a place");
        let request = InviteRequest {
            pack: "bo",
            name: "Usuaria Inventada",
            role: Role::Care,
            place: place(0)?,
            hours: 72,
            cost: COST,
        };
        let issued = invite(&data, &desk, &request)?;
        let (keys, accepted, invitation) = accept(&issued.code, &issued.sealed)?;
        let joined = join(url, &invitation, &accepted.join).await?;
        let mut log = accepted.log.clone();
        let homes = homes(folder);
        let outpost = Outpost::make(&homes, first, keys, accepted)?;
        keep_answer(&outpost.device, &joined.receipt, now())?;
        let mut outposts = vec![outpost];
        let mut authority = Authority::load(&desk, code)?;
        for turn in 1..count {
            let name = format!("Usuaria Inventada {turn}");
            let request =
                GrantRequest { name: &name, role: Role::Care, place: place(turn)?, expires_hour: u32::MAX };
            let issued = authority.grant(&mut log, &request, COST)?;
            let (keys, accepted, _) = accept(&issued.code, &issued.sealed)?;
            log.insert(&accepted.join.encode())?;
            outposts.push(Outpost::make(&homes, first + turn, keys, accepted)?);
        }
        let mut department = Self { code: code.to_owned(), outposts, written: 0 };
        department.meet(&log, url).await?;
        Ok(department)
    }

    /// All know each other, and the server knows them: an exchange of each, as of the day before.
    async fn meet(&mut self, log: &Log, url: &str) -> Result<()> {
        for outpost in &mut self.outposts {
            outpost.learn(log)?;
            outpost.exchange(url, &Arc::default()).await?;
        }
        Ok(())
    }

    /// Each device's day, invented for it alone.
    pub fn work(&mut self, folder: &Path) -> Result<()> {
        let (mut files, folder) = (Files::default(), homes(folder).join(format!("days-{}", self.code)));
        std::fs::create_dir_all(&folder)?;
        for outpost in &self.outposts {
            let seed = u64::from_be_bytes(*outpost.keys().device.as_bytes().first_chunk().context("an id")?);
            files.write(&folder, outpost, &Acts::invent(seed, &outpost.session)?, now())?;
            self.written += outpost.batches()?[0];
        }
        Ok(())
    }
}

fn homes(folder: &Path) -> std::path::PathBuf {
    folder.join("homes")
}

fn places(code: &str) -> Result<Vec<String>> {
    let pack = Pack::find("bo").context("the pack")?;
    Ok(pack.municipalities_of(code).iter().take(TEAMS).map(|place| place.code.clone()).collect())
}

fn accept(code: &Code, sealed: &[u8]) -> Result<(DeviceKeys, posta_identity::Acceptance, Invitation)> {
    let (keys, code_keys) = (DeviceKeys::random(), CodeKeys::derive(code, COST)?);
    let invitation = Invitation::open(&code_keys, sealed)?;
    let accepted = invitation.accept(&code_keys, &keys)?;
    Ok((keys, accepted, invitation))
}
