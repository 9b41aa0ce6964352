//! Cuts the power again and again, and looks what is left.

use std::fmt;
use std::path::Path;

use crate::content::{content, is_consistent, is_sealed};
use crate::cut::{Cut, Platter, choose};
use crate::disk::Disk;
use crate::work::{State, Worked};

/// In so many states, work goes on after the cut, and everything is checked with a rebuild.
const GOES_ON: usize = 12;

/// What the cuts came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Survival {
    /// States of the disk that were tried, all different in moment, damage or choice.
    pub states: usize,
    /// Those in which something acknowledged was not there.
    pub lost: usize,
    /// Those that are neither before nor after the act that was cut.
    pub half: usize,
    /// Those that did not open with their key.
    pub unopenable: usize,
    /// Those with a bad page or index.
    pub unsound: usize,
    /// Those in which work was continued.
    pub continued: usize,
    /// Those of them in which that went wrong.
    pub stuck: usize,
    /// The first trouble of each kind, for whoever has to find it.
    pub examples: Vec<(Cut, String)>,
}

impl Survival {
    /// States with any trouble.
    pub fn troubles(&self) -> usize {
        self.lost + self.half + self.unopenable + self.unsound + self.stuck
    }

    fn absorb(&mut self, other: Self) {
        self.states += other.states;
        self.lost += other.lost;
        self.half += other.half;
        self.unopenable += other.unopenable;
        self.unsound += other.unsound;
        self.continued += other.continued;
        self.stuck += other.stuck;
        self.examples.extend(other.examples);
    }
}

/// What is wrong with a state.
enum Trouble {
    Lost(String),
    Half(String),
    Unopenable(String),
    Unsound,
    Stuck(String),
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lost(why) => write!(f, "lost: {why}"),
            Self::Half(why) => write!(f, "half: {why}"),
            Self::Unopenable(why) => write!(f, "does not open: {why}"),
            Self::Unsound => write!(f, "a page or index is bad"),
            Self::Stuck(why) => write!(f, "cannot go on: {why}"),
        }
    }
}

/// Cuts the recorded work at `count` moments and damages, chosen by `seed`, on two threads.
pub fn survive_cuts(worked: &Worked, count: usize, seed: u64) -> Survival {
    let cuts = choose(&worked.log, count, seed);
    let mut survival = Survival::default();
    std::thread::scope(|threads| {
        let halves = [0, 1].map(|half| {
            let cuts: Vec<Cut> = cuts.iter().copied().skip(half).step_by(2).collect();
            threads.spawn(move || survive(worked, &cuts))
        });
        halves.into_iter().for_each(|half| survival.absorb(half.join().unwrap()));
    });
    survival
}

fn survive(worked: &Worked, cuts: &[Cut]) -> Survival {
    let mut survival = Survival::default();
    let mut platter = Platter::default();
    for (place, cut) in cuts.iter().enumerate() {
        platter.follow(&worked.log, cut.at);
        let temporary = crate::disk::quick_folder();
        for (name, content) in platter.after(cut.damage, cut.seed) {
            std::fs::write(temporary.path().join(name), content).unwrap();
        }
        let _hurry = Disk::hurry(temporary.path());
        survival.states += 1;
        let goes_on = place % GOES_ON == 0;
        survival.continued += usize::from(goes_on);
        let Err(trouble) = look(worked, temporary.path(), platter.acknowledged, goes_on) else { continue };
        let count = match trouble {
            Trouble::Lost(_) => &mut survival.lost,
            Trouble::Half(_) => &mut survival.half,
            Trouble::Unopenable(_) => &mut survival.unopenable,
            Trouble::Unsound => &mut survival.unsound,
            Trouble::Stuck(_) => &mut survival.stuck,
        };
        *count += 1;
        if *count == 1 {
            survival.examples.push((*cut, trouble.to_string()));
        }
    }
    survival
}

/// Opens what a cut left after so many acknowledged acts.
fn look(worked: &Worked, folder: &Path, acknowledged: usize, goes_on: bool) -> Result<(), Trouble> {
    let desk = &worked.desk;
    let broken = |error: posta_store::Error| Trouble::Unopenable(error.to_string());
    let files = desk.open(folder).map_err(broken)?;
    let (scope, device) = (desk.scope_path(folder), desk.device_path(folder));
    let read = |error: rusqlite::Error| Trouble::Unopenable(error.to_string());
    let state: State =
        [content(&scope, &desk.scope_key).map_err(read)?, content(&device, &desk.device_key).map_err(read)?];
    judge(&worked.states, acknowledged, &state)?;
    let both = [(&scope, &desk.scope_key), (&device, &desk.device_key)];
    for (path, key) in both {
        if !is_consistent(path, key).map_err(read)? {
            return Err(Trouble::Unsound);
        }
    }
    if desk.forgets_to_say(&files).map_err(broken)? {
        return Err(Trouble::Lost("not on the shelf, and nothing says so".into()));
    }
    let stuck = |error: posta_store::Error| Trouble::Stuck(error.to_string());
    if goes_on && let Some(why) = desk.go_on(folder, &files).map_err(stuck)? {
        return Err(Trouble::Stuck(why));
    }
    drop(files);
    for (path, key) in both {
        if !is_sealed(path, key).map_err(read)? {
            return Err(Trouble::Unsound);
        }
    }
    Ok(())
}

/// After `acknowledged` acts the files must say what they said then, or what the next act made them say.
fn judge(states: &[State], acknowledged: usize, state: &State) -> Result<(), Trouble> {
    let now = acknowledged.saturating_sub(1);
    if states[now..].iter().take(2).any(|allowed| allowed == state) {
        return Ok(());
    }
    match states[..now].iter().rposition(|earlier| earlier == state) {
        Some(earlier) => Err(Trouble::Lost(format!("{} of {acknowledged} acts are there", earlier + 1))),
        None => {
            let last =
                |file: usize| states.iter().take(now + 2).rposition(|before| before[file] == state[file]);
            match (last(0), last(1)) {
                // Both files are whole, of different moments.
                (Some(scope), Some(device)) => Err(Trouble::Lost(format!(
                    "the files are of acts {scope} and {device} of {acknowledged}"
                ))),
                _ => Err(Trouble::Half(format!("after {acknowledged} acts"))),
            }
        }
    }
}
