//! Quiet: all links are good, and everybody exchanges until nothing moves any more.

use crate::cast::MEMBERS;
use crate::world::{Violation, World, violation};

/// Rounds until it must be quiet.
const ROUNDS: usize = 14;
/// Rounds in which nothing moves: what one round tells the server, the next brings to the others.
const SILENT: usize = 2;

impl World {
    /// Lets everybody exchange until nothing moves.
    ///
    /// # Errors
    /// When an exchange fails, or it never gets quiet.
    pub fn rest(&mut self) -> Result<(), Violation> {
        let (mut silent, mut last) = (0, Vec::new());
        for _ in 0..ROUNDS {
            let moved = self.round()?;
            silent = if moved.is_empty() { silent + 1 } else { 0 };
            if silent == SILENT {
                return Ok(());
            }
            last = moved;
        }
        Err(violation("not_quiet", format!("after {ROUNDS} rounds; in the last: {last:?}")))
    }

    /// Each user of each disk exchanges once. Returns what moved, up and down, for whom.
    fn round(&mut self) -> Result<Vec<(String, [u32; 2])>, Violation> {
        let mut moved = Vec::new();
        for disk in 0..self.disks.len() {
            for member in self.disks[disk].users() {
                self.pass_time(60);
                let batches = self.exchange(disk, *member, None, None)?.1;
                if batches != [0, 0] {
                    moved.push((self.who(disk, *member), batches));
                }
            }
        }
        Ok(moved)
    }

    /// Disks, with those of their users, who have to end equal: nobody cut them off.
    pub(crate) fn standing(&self) -> Vec<(usize, usize)> {
        let disks =
            (0..self.disks.len()).filter(|disk| !self.model.is_device_cut_off(self.disks[*disk].device));
        let users = disks.flat_map(|disk| self.disks[disk].users().iter().map(move |user| (disk, *user)));
        users.filter(|(_, user)| !self.model.is_user_cut_off(*user)).collect()
    }

    pub(crate) fn who(&self, disk: usize, member: usize) -> String {
        format!("{}, {}", self.name(disk), MEMBERS[member].name)
    }
}
