//! A device or a user that was cut off, through the real programs: what was never sent is handed in and kept aside, no
//! data goes down, and by the authority's order the keys are destroyed, whatever cuts it short.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::process::{Child, Command};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use posta_identity::{Authority, Entry, EntryBody, Revoked};
use posta_protocol::Frame;
use posta_tests::people::{named, newcomer};
use posta_tests::world::{ANA, CARMEN, ELENA, LUIS, ROSA};
use posta_tests::{
    Device, Fault, Hands, ORURO, OpenHome, ProgramHands, Programs, Random, Who, World, copy_folder, search,
};

const ANA_THERE: Who = Who::new("pisiga", ANA);
const CARMEN_THERE: Who = Who::new("pisiga", CARMEN);
/// Phone of somebody whom the revoked device must never hear of.
const LATER: &str = "79081726";

/// A shared laptop with work that was never sent, and everybody else.
struct Cast {
    world: World,
    luis: Device,
    elena: Device,
    rosa: Device,
    /// Known to all.
    shared: String,
    /// Registered on the laptop, never sent.
    unsent: String,
    /// The laptop's id.
    device: String,
}

impl Cast {
    fn gather() -> Self {
        let world = World::with_program(false);
        let ana = world.device("pisiga", ANA);
        ana.join(&world.url(), &world.code_for(CARMEN)).unwrap();
        ana.unlock(ANA.name);
        let shared = ana.register(&newcomer(0));
        ana.sync();
        let device = ana.status().device;
        drop(ana);
        let (luis, elena) = (world.device("tambo", LUIS), world.device("oruro", ELENA));
        let rosa = world.device("sabaya", ROSA);
        for device in [&luis, &elena, &rosa] {
            device.sync();
        }
        let unsent = ProgramHands.register(&world, ANA_THERE, &named("Nunca", "Enviada", "1990", "VE"));
        ProgramHands.edit(&world, ANA_THERE, &shared, &[("phone", "71111111")]);
        ProgramHands.attend(&world, CARMEN_THERE, &shared, "nota que nunca salió");
        let mut later = newcomer(7);
        later.person.phone = LATER.into();
        luis.register(&later);
        luis.sync();
        Self { world, luis, elena, rosa, shared, unsent, device }
    }

    fn home(&self) -> PathBuf {
        self.world.home(ANA_THERE.device)
    }

    fn start_sync(&self) -> Child {
        Programs::find().start_posta(&self.home(), ANA.name, &["sync"])
    }

    fn sync_says(&self) -> (i32, String) {
        let said = Programs::find().posta(&self.home(), Some(ANA.name), &["sync"]);
        (said.exit, said.json()["error"]["code"].as_str().unwrap_or_default().to_owned())
    }

    fn others(&self) -> [&Device; 3] {
        [&self.luis, &self.elena, &self.rosa]
    }

    fn settle(&self) {
        for _ in 0..2 {
            self.others().iter().for_each(|device| drop(device.sync()));
        }
        self.world.assert_same(&self.others());
    }

    fn assert_destroyed(&self) {
        let left: Vec<_> = search::files(&self.home());
        assert_eq!(left, [self.home().join("destroyed")]);
        assert_eq!(std::fs::metadata(&left[0]).unwrap().len(), 0);
        assert_eq!(self.sync_says(), (5, "POSTA-L9".into()), "whoever tries is told");
    }

    /// Everybody holds the batches and nobody what is in them, until the supervisor lets it in.
    fn assert_handed_in_and_admitted(&self) {
        self.settle();
        for device in self.others() {
            assert!(!device.holds(&self.unsent) && device.view().aside > 0);
            assert_ne!(device.person(&self.shared).phone, "71111111");
        }
        // The supervisor is told that a consultation lies aside too, and so is nobody else.
        let told = self.elena.app.members().unwrap().elsewhere;
        assert_eq!(told.len(), 1, "{told:?}");
        assert_eq!((told[0].author.as_str(), told[0].sensitivity.as_str()), (CARMEN.name, "care"));
        assert_eq!((&told[0].device, told[0].batches), (&self.device, 1));
        assert_eq!(self.rosa.app.members().unwrap().elsewhere, []);
        let notes = |device: &Device| {
            let timeline = device.person(&self.shared).timeline;
            timeline.iter().filter(|event| event.kind == "consultation").count()
        };
        let before = notes(&self.rosa);
        admit_all(&self.elena);
        self.elena.sync();
        self.settle();
        assert_eq!(
            notes(&self.rosa),
            before,
            "what a supervisor may not read is for the authority to let in"
        );
        assert!(self.world.server.admit_all() > 0);
        self.settle();
        assert_eq!(self.world.server.admit_all(), 0);
        for device in self.others() {
            assert!(device.holds(&self.unsent));
            assert_eq!(device.person(&self.shared).phone, "71111111");
        }
        assert_eq!(notes(&self.rosa), before + 1, "the consultation too");
        assert_eq!(self.elena.app.members().unwrap().elsewhere, []);
    }
}

/// A supervisor lets in all that lies aside on her device.
fn admit_all(elena: &Device) {
    for batch in elena.app.members().unwrap().aside {
        elena.app.admit(&batch.feed, batch.n, &batch.hash).unwrap();
    }
    assert_eq!(elena.app.members().unwrap().aside, []);
}

fn kill(process: u32) {
    let killed = Command::new("kill").args(["-KILL", &process.to_string()]).status().unwrap();
    assert!(killed.success());
}

#[test]
fn a_device_that_is_to_be_destroyed_first_hands_in_what_it_never_sent() {
    let cast = Cast::gather();
    cast.world.server.revoke_device(&cast.device, true);
    assert_eq!(cast.sync_says(), (5, "POSTA-L9".into()));
    cast.assert_destroyed();
    cast.assert_handed_in_and_admitted();
}

#[test]
fn a_kill_before_or_while_it_hands_in_loses_nothing_and_the_next_start_goes_on() {
    for cut in [None, Some(900), Some(4_000)] {
        let cast = Cast::gather();
        cast.world.server.revoke_device(&cast.device, true);
        let process = Arc::new(AtomicU32::new(0));
        let kill = {
            let process = Arc::clone(&process);
            move || {
                while process.load(Ordering::SeqCst) == 0 {
                    std::thread::yield_now();
                }
                kill(process.load(Ordering::SeqCst));
            }
        };
        match cut {
            None => cast.world.network.on_connect(kill),
            Some(bytes) => {
                cast.world.network.on_cut(kill);
                cast.world.network.set(Fault::CutAfter(bytes));
            }
        }
        let mut child = cast.start_sync();
        process.store(child.id(), Ordering::SeqCst);
        assert!(!child.wait().unwrap().success(), "killed, or destroyed");
        cast.world.network.set(Fault::Whole);
        assert!(cast.home().join("keyring.cbor").exists(), "nothing goes before it is handed in");
        assert_eq!(cast.sync_says(), (5, "POSTA-L9".into()));
        cast.assert_destroyed();
        cast.assert_handed_in_and_admitted();
    }
}

#[test]
fn a_kill_while_it_destroys_is_made_good_by_whoever_starts_the_program() {
    let cast = Cast::gather();
    cast.world.server.revoke_device(&cast.device, true);
    // Nobody reads this pipe, so the program stops there: the keys are gone, the files are not.
    let (home, pipe) = (cast.home(), cast.home().join("joining.tmp"));
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let mut child = cast.start_sync();
    let keys = ["keyring.cbor", "keyring.cbor.bak"].map(|name| home.join(name));
    while keys.iter().any(|key| key.exists()) {
        assert!(child.try_wait().unwrap().is_none(), "ended before it was killed");
        std::thread::yield_now();
    }
    kill(child.id());
    child.wait().unwrap();
    std::fs::remove_file(&pipe).unwrap();
    assert!(home.join("destroying").exists() && !home.join("destroyed").exists());
    assert!(home.join("device.posta").exists());
    // Nobody has to unlock, nor to know a password.
    let said = Programs::find().posta(&home, None, &["status"]);
    assert_eq!(said.exit, 5, "{said:?}");
    cast.assert_destroyed();
    cast.assert_handed_in_and_admitted();
}

#[test]
fn a_kill_at_any_moment_of_the_contact_ends_with_the_work_handed_in_and_the_keys_gone() {
    let cast = Cast::gather();
    let before = cast.world.path().join("before");
    copy_folder(&cast.home(), &before);
    cast.world.server.revoke_device(&cast.device, true);
    let (mut while_destroying, mut seed) = (0, Random::new(6));
    for _ in 0..6 {
        copy_folder(&before, &cast.home());
        let marker = cast.home().join("destroying");
        let mut child = cast.start_sync();
        let mut turns = seed.draw() % 300;
        while child.try_wait().unwrap().is_none() {
            turns -= u64::from(turns > 0 && marker.exists());
            if turns == 0 && marker.exists() {
                child.kill().unwrap();
                break;
            }
        }
        child.wait().unwrap();
        while_destroying += u32::from(marker.exists());
        let _ = cast.sync_says();
        cast.assert_destroyed();
    }
    assert!(while_destroying > 0, "too quick to be cut at all");
    cast.assert_handed_in_and_admitted();
}

#[test]
fn a_device_cut_off_by_a_supervisor_hands_in_gets_no_data_and_keeps_its_keys() {
    let cast = Cast::gather();
    cast.elena.app.revoke_device(&cast.device, "lost").unwrap();
    cast.elena.sync();
    let report = ProgramHands.sync(&cast.world, ANA_THERE);
    assert_eq!((&report["ok"], &report["batches_down"]), (&true.into(), &0.into()), "{report}");
    assert!(report["batches_up"].as_u64().unwrap() > 0, "{report}");
    // Again and again: nothing comes, nothing goes.
    for who in [CARMEN_THERE, ANA_THERE] {
        let report = ProgramHands.sync(&cast.world, who);
        assert_eq!((&report["batches_down"], &report["batches_up"]), (&0.into(), &0.into()), "{report}");
    }
    let status = Programs::find().posta(&cast.home(), Some(ANA.name), &["status"]);
    assert_eq!(
        (status.exit, &status.json()["error"]["code"]),
        (5, &"POSTA-L8".into()),
        "shows nothing any more"
    );
    assert!(!cast.home().join("destroying").exists() && !cast.home().join("destroyed").exists());
    let home = OpenHome::unlock(&cast.home(), ANA.name);
    let held = home.everything();
    assert!(
        search::holds(&held, "Enviada") && !search::holds(&held, LATER),
        "what came later never came here"
    );
    drop(home);
    cast.assert_handed_in_and_admitted();
}

/// Answers one exchange as a hostile server would, with these entries.
fn answer_with(entries: Vec<Vec<u8>>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let addr = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let (mut said, mut piece) = (Vec::new(), [0; 4096]);
        while !said.windows(4).any(|four| four == b"\r\n\r\n") {
            let read = stream.read(&mut piece).unwrap();
            said.extend_from_slice(&piece[..read]);
        }
        stream.write_all(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n").unwrap();
        let frames = entries.into_iter().map(Frame::Entry).chain([Frame::End]);
        frames.for_each(|frame| stream.write_all(&frame.encode()).unwrap());
        stream.shutdown(std::net::Shutdown::Write).unwrap();
        while matches!(stream.read(&mut piece), Ok(read) if read > 0) {}
    });
    addr
}

#[test]
fn an_order_to_destroy_that_the_authority_did_not_give_does_nothing() {
    let cast = Cast::gather();
    let who = Revoked::Device(cast.device.parse().unwrap());
    let order = || EntryBody::Revoke { who: who.clone(), cuts: Vec::new(), destroy: true };
    let elena = OpenHome::unlock(cast.elena.home(), ELENA.name);
    let mut log = elena.log();
    let by_supervisor = Entry::sign(log.department(), log.tips(), order(), &elena.secrets.sign).encode();
    let elsewhere = World::new();
    let other = Authority::load(&elsewhere.server.authority, ORURO).unwrap();
    let foreign = device_of(&elsewhere);
    let mut of_others = OpenHome::unlock(foreign.home(), ANA.name).log();
    let by_another = other.sign(order(), &mut of_others).unwrap().encode();
    let authority = Authority::load(&cast.world.server.authority, ORURO).unwrap();
    let mut altered = authority.sign(order(), &mut log).unwrap().encode();
    *altered.last_mut().unwrap() ^= 1;
    for forged in [by_supervisor, by_another, altered] {
        cast.world.network.lead_to(answer_with(vec![forged]));
        assert_eq!(cast.sync_says(), (6, "POSTA-S2".into()));
        assert!(cast.home().join("keyring.cbor").exists() && !cast.home().join("destroying").exists());
    }
    cast.world.network.lead_to(cast.world.server.addr());
    assert_eq!(ProgramHands.sync(&cast.world, ANA_THERE)["ok"], true, "goes on as before");
    cast.settle();
    assert!(cast.others().iter().all(|device| device.holds(&cast.unsent)));
    // The authority's own, told by the same hostile server, is obeyed, but not before all is handed in.
    let late = ProgramHands.register(&cast.world, ANA_THERE, &newcomer(9).person);
    let mut log = OpenHome::unlock(&cast.home(), ANA.name).log();
    let authentic = authority.sign(order(), &mut log).unwrap().encode();
    cast.world.network.lead_to(answer_with(vec![authentic]));
    assert_eq!(cast.sync_says(), (6, "POSTA-S2".into()));
    assert!(cast.home().join("keyring.cbor").exists());
    cast.world.network.lead_to(cast.world.server.addr());
    assert_eq!(cast.sync_says(), (5, "POSTA-L9".into()));
    cast.assert_destroyed();
    cast.settle();
    cast.world.server.admit_all();
    cast.settle();
    assert!(cast.luis.holds(&late));
}

fn device_of(world: &World) -> Device {
    let device = world.device("elsewhere", ANA);
    device.app.lock();
    device
}

#[test]
fn a_revoked_user_of_a_shared_device_is_taken_out_once_others_handed_in_and_they_go_on() {
    let cast = Cast::gather();
    let members = cast.elena.app.members().unwrap();
    let ana = members.users.iter().find(|user| user.name == ANA.name).unwrap();
    cast.world.server.revoke_user(&ana.id);
    let report = ProgramHands.sync(&cast.world, CARMEN_THERE);
    assert_eq!(report["ok"], true, "{report}");
    let gone = Programs::find().posta(&cast.home(), Some(ANA.name), &["sync"]);
    assert_eq!((gone.exit, &gone.json()["error"]["code"]), (4, &"POSTA-L1".into()));
    let device = Device::at(&cast.home());
    let users = device.app.profile().unwrap().users;
    assert_eq!(users.iter().map(|user| user.name.as_str()).collect::<Vec<_>>(), [CARMEN.name]);
    // Carmen, on the same device and in the same feeds, is not cut.
    device.unlock(CARMEN.name);
    let later = device.register(&newcomer(8));
    device.attend(&later, "después");
    device.sync();
    cast.settle();
    for other in cast.others() {
        assert!(other.holds(&later) && !other.holds(&cast.unsent), "hers counts, Ana's lies aside");
    }
    assert_eq!(device.digest_of("care"), cast.rosa.digest_of("care"));
    admit_all(&cast.elena);
    cast.elena.sync();
    device.sync();
    cast.settle();
    cast.world.assert_same(&[&cast.luis, &cast.elena, &cast.rosa, &device]);
    assert!(device.holds(&cast.unsent) && cast.luis.holds(&cast.unsent));
}

#[test]
fn a_stolen_copy_of_the_disk_that_goes_on_below_the_cut_brings_nothing_in() {
    let cast = Cast::gather();
    let stolen = Who::new("stolen", ANA);
    copy_folder(&cast.home(), &cast.world.home(stolen.device));
    let honest = ProgramHands.register(&cast.world, ANA_THERE, &newcomer(20).person);
    ProgramHands.edit(&cast.world, ANA_THERE, &cast.shared, &[("residence", "040101")]);
    ProgramHands.sync(&cast.world, ANA_THERE);
    ProgramHands.register(&cast.world, ANA_THERE, &newcomer(21).person);
    ProgramHands.sync(&cast.world, ANA_THERE);
    cast.settle();
    let digest = cast.luis.digest();
    cast.world.server.revoke_device(&cast.device, true);
    // The thief knows the password, and goes on from the older state: numbers that the cut covers, another branch.
    let forged = ProgramHands.register(&cast.world, stolen, &newcomer(30).person);
    ProgramHands.edit(&cast.world, stolen, &cast.shared, &[("phone", "70000666")]);
    let sync = Programs::find().posta(&cast.world.home(stolen.device), Some(ANA.name), &["sync"]);
    assert_eq!(sync.exit, 5, "handed in, then destroyed: {sync:?}");
    cast.settle();
    for device in cast.others() {
        assert!(!device.holds(&forged) && device.holds(&honest) && device.holds(&cast.unsent));
        assert_ne!(device.person(&cast.shared).phone, "70000666");
        assert_eq!(device.digest(), digest);
    }
    assert!(!cast.elena.app.members().unwrap().aside.is_empty(), "shown to the supervisor");
    assert_eq!(cast.sync_says(), (5, "POSTA-L9".into()), "the honest disk obeys too");
    cast.assert_destroyed();
}
