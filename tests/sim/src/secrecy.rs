//! Sealed words must be readable by those of their scope, and by nobody else: neither on the server nor with the keys
//! of whoever shares a device.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use posta_identity::{EpochKey, Keyring, Log, UserSecrets};
use posta_store::DeviceFile;

use crate::cast::{MEMBERS, PASSWORD, Scope};
use crate::dump::{dump, dump_sealed};
use crate::world::{Violation, World, violation};

/// How every sealed word begins; then its fact's number, then an `x`.
pub(crate) const MARK: &str = "zqnota";

impl World {
    /// Looks for sealed words in everything that lies anywhere.
    pub(crate) fn judge_secrecy(&mut self) -> Result<(), Violation> {
        self.runtime.block_on(self.host.inside().settle());
        let server = self.host.data();
        let mut bytes = dump(&server.join("server.sqlite"));
        files(&server).iter().for_each(|file| bytes.extend(std::fs::read(file).unwrap()));
        if let Some(fact) = marked(&bytes).first() {
            return Err(violation("leak", format!("fact {fact} on the server")));
        }
        let standing = self.standing();
        for disk in 0..self.disks.len() {
            // What is still open stays so; files are read beside it.
            let home = self.disks[disk].home();
            for file in files(&home) {
                if let Some(fact) = marked(&std::fs::read(&file).unwrap()).first() {
                    return Err(violation("leak", format!("fact {fact} unsealed on {}", self.name(disk))));
                }
            }
            for member in self.disks[disk].users() {
                let Some(bytes) = readable(&home, MEMBERS[*member].name) else { continue };
                let found = marked(&bytes);
                self.judge_readable(disk, *member, &found)?;
                if standing.contains(&(disk, *member)) {
                    self.judge_blindness(disk, *member, &found)?;
                }
            }
        }
        Ok(())
    }

    fn scope_of(&self, fact: usize) -> Option<Scope> {
        self.model.facts.get(fact).map(|fact| self.model.records[fact.record].scope)
    }

    fn judge_readable(&self, disk: usize, member: usize, found: &BTreeSet<usize>) -> Result<(), Violation> {
        for fact in found {
            if !self.scope_of(*fact).is_some_and(|scope| MEMBERS[member].reads(scope)) {
                return Err(violation("leak", format!("fact {fact} to {}", self.who(disk, member))));
            }
        }
        Ok(())
    }

    /// A search that never finds what is there proves nothing.
    fn judge_blindness(&self, disk: usize, member: usize, found: &BTreeSet<usize>) -> Result<(), Violation> {
        let is_theirs = |fact: &&usize| {
            let scope = self.scope_of(**fact);
            scope.is_some_and(|scope| scope != Scope::Registry && MEMBERS[member].reads(scope))
        };
        let doubtful = self.model.doubtful();
        let sure = |fact: &&usize| !doubtful.contains(&self.model.facts[**fact].record);
        let known = &self.disks[disk].known;
        match known.iter().filter(is_theirs).filter(sure).find(|fact| !found.contains(fact)) {
            Some(fact) => Err(violation("blind", format!("fact {fact} to {}", self.who(disk, member)))),
            None => Ok(()),
        }
    }
}

/// Every file under a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}

/// Everything that this user's keys open on a home; nothing once they have none there.
fn readable(home: &Path, user: &str) -> Option<Vec<u8>> {
    let mut keyring = Keyring::load(home).unwrap();
    let mut secrets = keyring.unlock(user, PASSWORD, i64::MAX).ok()?;
    learn_keys(home, &keyring, &mut secrets);
    let epochs: Vec<EpochKey> = secrets.epochs.iter().map(|(_, key)| key.clone()).collect();
    let mut all = Vec::new();
    for path in files(home) {
        let name = path.file_stem()?.to_str()?;
        let is_sealed = path.extension().is_some_and(|extension| extension == "posta");
        if is_sealed && let Some(key) = keyring.file_key(name, &secrets) {
            all.extend(dump_sealed(&path, &key, &epochs));
        }
    }
    Some(all)
}

/// Also the keys that the membership log hands out.
fn learn_keys(home: &Path, keyring: &Keyring, secrets: &mut UserSecrets) {
    let Some(key) = keyring.file_key("device", secrets) else { return };
    let device = DeviceFile::open(&home.join("device.posta"), &key).unwrap();
    let mut log = Log::new(secrets.department);
    for entry in device.entries().unwrap() {
        log.insert(&entry).unwrap();
    }
    secrets.open_shares(log.membership());
}

/// The numbers of the facts whose sealed words stand in these bytes.
fn marked(bytes: &[u8]) -> BTreeSet<usize> {
    let mark = MARK.as_bytes();
    let starts = bytes.iter().enumerate().filter(|(_, byte)| **byte == mark[0]);
    let rests = starts.map(|(at, _)| &bytes[at..]).filter(|rest| rest.starts_with(mark));
    let number = |rest: &[u8]| {
        let digits: String = rest[mark.len()..]
            .iter()
            .take(8)
            .map(|byte| char::from(*byte))
            .take_while(char::is_ascii_digit)
            .collect();
        digits.parse().unwrap_or(usize::MAX)
    };
    rests.map(number).collect()
}
