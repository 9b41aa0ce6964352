//! Carries a step out, and notes what became of it.

use posta_app::Error;

use crate::cast::{DEVICES, MEMBERS, SUPERVISED, SUPERVISOR};
use crate::link::{Fault, Kind};
use crate::model::CutOff;
use crate::step::{PowerCut, Step};
use crate::way::Way;
use crate::world::{Sabotage, Violation, World, violation};

/// Between two steps. Seconds.
const PAUSE: i64 = 37;
/// What became of what cannot fail.
const DONE: &str = "done";
/// Cut off in one world, at most.
const CUT_OFF: usize = 2;

impl World {
    /// One step. What became of it, in words that hold nothing random, goes into the trace.
    ///
    /// # Errors
    /// What a check found wrong already.
    pub fn play(&mut self, step: &Step) -> Result<(), Violation> {
        self.pass_time(PAUSE);
        let count = self.disks.len();
        let became = match step {
            Step::Act { disk, by, deed, cut } => {
                let disk = disk % count;
                self.act(disk, self.user(disk, *by), *deed, *cut)?
            }
            Step::Exchange { disk, by, fault, cut } => {
                let disk = disk % count;
                self.exchange(disk, self.user(disk, *by), *fault, *cut)?.0
            }
            Step::Carry { from, to, is_all, harm, cut } => {
                let [from, to] = [from, to].map(|[disk, by]| (disk % count, self.user(disk % count, *by)));
                self.carry(from, to, *is_all, *harm, *cut)?
            }
            Step::Meet { one, other, pieces, cut } => {
                let [one, other] =
                    [one, other].map(|[disk, by]| (disk % count, self.user(disk % count, *by)));
                self.meet(one, other, *pieces, *cut)?
            }
            Step::Restart { disk } => {
                self.disks[disk % count].restart();
                DONE.into()
            }
            Step::Save { disk } => {
                self.disks[disk % count].lay_by();
                DONE.into()
            }
            Step::Restore { disk } => self.restore_disk(disk % count),
            Step::Copy { disk } => done_or_not(self.copy_disk(disk % count)),
            Step::SetClock { disk, hours } => {
                self.disks[disk % count].set_clock(*hours);
                DONE.into()
            }
            Step::SaveServer => {
                self.host.lay_by(&self.runtime);
                DONE.into()
            }
            Step::RestoreServer => done_or_not(self.host.restore(&self.runtime)),
            Step::RevokeUser { user } => self.cut_off_user(user % SUPERVISOR)?,
            Step::RevokeDevice { device } => self.cut_off_device(device % SUPERVISED)?,
        };
        let place = match step {
            Step::Act { disk, by, .. } | Step::Exchange { disk, by, .. } => {
                format!("{}: ", self.who(disk % count, self.user(disk % count, *by)))
            }
            _ => String::new(),
        };
        self.trace.push(format!("{place}{step:?}: {became}"));
        Ok(())
    }

    fn restore_disk(&mut self, disk: usize) -> String {
        let before = self.disks[disk].known.clone();
        let done = self.disks[disk].restore();
        self.may_branch |= done;
        if self.sabotage == Some(Sabotage::LoseSilently) {
            self.disks[disk].known = before;
        }
        done_or_not(done)
    }

    fn user(&self, disk: usize, by: usize) -> usize {
        let users = self.disks[disk].users();
        users[by % users.len()]
    }

    /// One exchange. In what was known to be told, nothing is taken for told unless all went well. Also how many records
    /// were received for the first time, and how many batches came.
    pub(crate) fn exchange(
        &mut self,
        disk: usize,
        member: usize,
        fault: Option<Fault>,
        cut: Option<PowerCut>,
    ) -> Result<(String, [u32; 2]), Violation> {
        let folders = [self.host.data(), self.host.left()];
        let past = [self.requests.clone(), self.answers[disk].clone()];
        let way = Way::new(self.host.inside(), folders, fault, past);
        let runtime = &self.runtime;
        let (done, is_out) = self.disks[disk].work(member, cut, |app| runtime.block_on(app.sync_by(&way)));
        let happened = way.happened();
        drop(way);
        if matches!(happened, Some(Kind::Kill { .. })) {
            self.host.rise(&self.runtime);
        }
        let is_clean = happened.is_none() && !is_out;
        let moved = done.as_ref().map_or([0; 2], |report| [report.records_up, report.batches_down]);
        let became = match done {
            Ok(_) if is_clean => {
                self.tell(disk);
                "exchanged".to_owned()
            }
            Ok(_) => "exchanged over a bad link".to_owned(),
            Err(Error::Revoked | Error::UnknownUser)
                if self.model.is_cut_off(self.disks[disk].device, member) =>
            {
                "cut off".to_owned()
            }
            Err(error) if is_clean => {
                let text = format!("{}, {}: {error:?}", self.name(disk), MEMBERS[member].name);
                return Err(violation("exchange_failed", text));
            }
            Err(Error::Damaged(what)) if !is_out => {
                return Err(violation("damaged", format!("{}: {what}", self.name(disk))));
            }
            Err(_) if is_out => "power lost".to_owned(),
            Err(error) => error.code().to_owned(),
        };
        Ok((became, moved))
    }

    /// What both sides have after an exchange that went well.
    fn tell(&mut self, disk: usize) {
        let (model, disk) = (&self.model, &mut self.disks[disk]);
        if model.is_device_cut_off(disk.device) {
            return;
        }
        let scope = |number: &usize| model.records[model.facts[*number].record].scope;
        let goes = |number: &&usize| {
            model.holds(disk.device, scope(number)) || model.facts[**number].device == disk.device
        };
        self.host.known.extend(disk.known.iter().filter(goes));
        let comes = |number: &&usize| model.holds(disk.device, scope(number));
        let coming: Vec<usize> = self.host.known.iter().filter(comes).copied().collect();
        disk.known.extend(coming);
    }

    fn cut_off_user(&mut self, user: usize) -> Result<String, Violation> {
        if self.model.is_user_cut_off(user) || self.model.cut_off.len() >= CUT_OFF {
            return Ok("not".into());
        }
        let device = DEVICES.iter().position(|users| users.contains(&user)).unwrap();
        let (done, _) = self.disks[SUPERVISED].work(SUPERVISOR, None, |app| {
            let members = app.members()?;
            let id = members.users.iter().find(|card| card.name == MEMBERS[user].name).unwrap().id.clone();
            app.revoke_user(&id, "left").map(drop)
        });
        self.note_cut_off(done, Some(user), device)
    }

    fn cut_off_device(&mut self, device: usize) -> Result<String, Violation> {
        if self.model.is_device_cut_off(device) || self.model.cut_off.len() >= CUT_OFF {
            return Ok("not".into());
        }
        let (done, _) = self.disks[SUPERVISED].work(SUPERVISOR, None, |app| {
            let members = app.members()?;
            let name = MEMBERS[DEVICES[device][0]].name.to_owned();
            let id = members.devices.iter().find(|card| card.users.contains(&name)).unwrap().id.clone();
            app.revoke_device(&id, "lost").map(drop)
        });
        self.note_cut_off(done, None, device)
    }

    fn note_cut_off(
        &mut self,
        done: Result<(), Error>,
        user: Option<usize>,
        device: usize,
    ) -> Result<String, Violation> {
        match done {
            Ok(()) => {
                let known = self.disks[SUPERVISED].known.clone();
                self.model.cut_off.push(CutOff { user, device, known });
                Ok("cut off".into())
            }
            // A disk that was set back, or copied, learns it from the others.
            Err(Error::NotFound) => Ok("not there".into()),
            Err(error) => Err(violation("act_failed", format!("cutting off: {error:?}"))),
        }
    }
}

fn done_or_not(done: bool) -> String {
    if done { DONE } else { "not" }.into()
}
