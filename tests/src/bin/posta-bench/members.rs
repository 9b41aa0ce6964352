//! The membership log: verifying it, folding it, and a new key epoch for a team.

use std::path::Path;

use anyhow::Result;
use posta_identity::{Role, SealSecret, UserId, UserSecrets, signing};

use crate::alone::ask;
use crate::figure::Figures;
use crate::log_of::{Growing, log_of, write};
use crate::sample::{Sample, timed};

const SIZES: [usize; 2] = [1_000, 5_000];
const TEAM: usize = 30;
const ROTATIONS: usize = 9;

pub fn measure(work: &Path, figures: &mut Figures) -> Result<()> {
    let folder = tempfile::tempdir_in(work)?;
    for entries in SIZES {
        let log = log_of(entries)?;
        let bytes: usize = log.iter().map(Vec::len).sum();
        let path = folder.path().join("log");
        write(&path, &log)?;
        drop(log);
        let alone = ask("log", &path)?;
        let mut say = |what: &str, value, unit| {
            figures.add("members", format!("{entries} entries: {what}"), value, unit)
        };
        say("bytes", bytes as f64, "bytes");
        say("verified and taken in", alone.median("insert"), "ms");
        say("of it per entry", 1000.0 * alone.median("insert") / entries as f64, "us");
        say("folded", alone.median("fold"), "ms");
        say("memory beyond the bytes themselves", alone.after - alone.before, "MiB");
        say("memory at most, of the process", alone.most, "MiB");
    }
    rotation(figures)
}

/// The authority makes a new epoch for a team; a member hears of it.
fn rotation(figures: &mut Figures) -> Result<()> {
    let mut growing = Growing::with_teams(1)?;
    let team = growing.team()?;
    let mut somebody = None;
    for _ in 0..TEAM {
        somebody = Some(growing.join(Role::Care)?);
    }
    let Some((user, seal)) = somebody else { anyhow::bail!("nobody joined") };
    let mut member = member(&growing, user, seal);
    let (mut minted, mut heard, mut opened, mut bytes) =
        (Sample::default(), Sample::default(), Sample::default(), 0);
    for _ in 0..ROTATIONS {
        // As everybody has it who works: folded.
        growing.log.membership();
        let mut replica = growing.log.clone();
        let tips = growing.log.tips();
        let (key, time) = timed(|| growing.authority.rotate_scope(&mut growing.log, team));
        let key = key?;
        minted.add(time);
        let news = growing.log.lacked_by(&tips);
        bytes = news.iter().map(Vec::len).sum();
        anyhow::ensure!(news.len() == TEAM + 1, "a member was left out");
        let (done, time) = timed(|| news.iter().try_for_each(|entry| replica.insert(entry).map(drop)));
        done?;
        heard.add(time);
        let (current, time) = timed(|| {
            member.open_shares(replica.membership());
            replica.membership().current_epoch(team)
        });
        opened.add(time);
        anyhow::ensure!(current == Some(key.id) && member.epoch(team, key.id).is_some(), "no key came");
    }
    let mut say =
        |what: &str, value, unit| figures.add("members", format!("new epoch for 30: {what}"), value, unit);
    say("entries", (TEAM + 1) as f64, "");
    say("bytes", bytes as f64, "bytes");
    say("bytes a member", bytes as f64 / TEAM as f64, "bytes");
    say("made and shared, p50", minted.percentile(50.0), "ms");
    say("verified by a member, p50", heard.percentile(50.0), "ms");
    say("folded and opened by a member, p50", opened.percentile(50.0), "ms");
    Ok(())
}

fn member(growing: &Growing, user: UserId, seal: SealSecret) -> UserSecrets {
    UserSecrets {
        department: growing.log.department(),
        user,
        name: "Usuaria Inventada".into(),
        role: Role::Care,
        place: "040000".into(),
        sign: signing::random_key(),
        seal,
        recovery_public: growing.authority.recovery_public(),
        epochs: Vec::new(),
    }
}
