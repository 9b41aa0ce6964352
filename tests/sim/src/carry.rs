//! A file on a stick: written at one disk, taken in at another, whole or not.

use std::path::{Path, PathBuf};

use posta_app::Error;

use crate::step::{FileHarm, PowerCut};
use crate::world::{Violation, World, violation};

/// Somebody at a disk.
pub(crate) type Place = (usize, usize);

impl World {
    /// Carries a file. What was on the one disk is on the other for sure only when all of it was asked for and all went
    /// well.
    pub(crate) fn carry(
        &mut self,
        from: Place,
        to: Place,
        is_all: bool,
        harm: Option<FileHarm>,
        cut: Option<PowerCut>,
    ) -> Result<String, Violation> {
        let stick = self.folder.path().join("stick");
        std::fs::create_dir_all(&stick).unwrap();
        let what = if is_all { "all" } else { "unsent" };
        let (written, _) =
            self.disks[from.0].work(from.1, None, |app| app.carry_save(&stick, what).map(|saved| saved.path));
        let file = match written {
            Ok(path) => PathBuf::from(path),
            Err(error) => return self.refused_file(from, to, "writing", &error),
        };
        befall(&file, harm);
        let (taken, is_out) = self.disks[to.0].work(to.1, cut, |app| app.carry_take(&file));
        std::fs::remove_file(&file).unwrap();
        match taken {
            Ok(taken) if harm.is_none() && !is_out => {
                if !taken.complete {
                    return Err(violation("carry_failed", format!("not whole, {}", self.places(from, to))));
                }
                if is_all {
                    self.tell_by_file(from.0, to.0);
                }
                Ok("carried".into())
            }
            Ok(_) => Ok("carried in part".into()),
            Err(_) if is_out => Ok("power lost".into()),
            Err(Error::Damaged(what)) => {
                Err(violation("damaged", format!("{what}, {}", self.places(from, to))))
            }
            Err(_) if harm.is_some() => Ok("not read".into()),
            Err(error) => self.refused_file(from, to, "taking", &error),
        }
    }

    /// A refusal is right only where somebody was cut off; and a device takes no file that it wrote itself, nor a copy
    /// of its disk.
    fn refused_file(&self, from: Place, to: Place, act: &str, error: &Error) -> Result<String, Violation> {
        if matches!(error, Error::Stranger) && self.disks[from.0].device == self.disks[to.0].device {
            return Ok("its own".into());
        }
        let is_cut_off = |(disk, user): Place| self.model.is_cut_off(self.disks[disk].device, user);
        if self.model.cut_off.is_empty() || !(is_cut_off(from) || is_cut_off(to)) {
            return Err(violation("carry_failed", format!("{act}: {error:?}, {}", self.places(from, to))));
        }
        Ok("cut off".into())
    }

    pub(crate) fn places(&self, from: Place, to: Place) -> String {
        format!("{} to {}", self.who(from.0, from.1), self.who(to.0, to.1))
    }

    /// What comes from a disk by a file: of the scopes that both hold, all.
    pub(crate) fn tell_by_file(&mut self, from: usize, to: usize) {
        let model = &self.model;
        let [giver, taker] = [self.disks[from].device, self.disks[to].device];
        let comes = |number: &&usize| {
            let scope = model.records[model.facts[**number].record].scope;
            model.holds(giver, scope) && model.holds(taker, scope)
        };
        let coming: Vec<usize> = self.disks[from].known.iter().filter(comes).copied().collect();
        self.disks[to].known.extend(coming);
    }
}

/// What a stick does to a file.
fn befall(file: &Path, harm: Option<FileHarm>) {
    let mut bytes = std::fs::read(file).unwrap();
    match harm {
        None => return,
        Some(FileHarm::Cut { part }) => bytes.truncate(bytes.len() * part / 1000),
        Some(FileHarm::Alter { part, by }) => {
            let at = bytes.len() * part / 1000;
            bytes[at] ^= by;
        }
    }
    std::fs::write(file, bytes).unwrap();
}
