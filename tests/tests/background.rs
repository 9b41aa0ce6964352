//! Exchanges that nobody asks for: when they go, that they are quiet, and that what is told of them is true.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use futures_util::future::BoxFuture;
use futures_util::{StreamExt, stream};
use posta_app::view::{SyncTurn, WaitCard};
use posta_app::{Clock, Error, Moment};
use posta_identity::Hash32;
use posta_sync::{Answer, ByteStream, Http, Transport, TransportError};
use posta_tests::people::newcomer;
use posta_tests::world::{ANA, LUIS};
use posta_tests::{Device, Fault, World, runtime};
use tokio::sync::oneshot;

/// A clock that stands still until it is told to go on.
#[derive(Clone)]
struct MadeUp(Arc<Mutex<Moment>>);

impl MadeUp {
    fn new() -> Self {
        Self(Arc::new(Mutex::new(Moment::now())))
    }

    fn clock(&self) -> Clock {
        let moment = Arc::clone(&self.0);
        Clock::new(move || *moment.lock().unwrap())
    }

    fn pass(&self, seconds: u64) {
        let mut moment = self.0.lock().unwrap();
        moment.at += i64::try_from(seconds).unwrap();
        moment.up += Duration::from_secs(seconds);
    }
}

/// Ana's device at Pisiga, unlocked, by a clock of ours.
fn pisiga(world: &World, time: &MadeUp) -> Device {
    drop(world.device("pisiga", ANA));
    let device = Device::by(&world.home("pisiga"), time.clock());
    device.unlock(ANA.name);
    device
}

fn turn(device: &Device) -> SyncTurn {
    runtime().block_on(device.app.sync_if_due()).unwrap()
}

/// Seconds until the window's timer finds an exchange due, somebody being there; and what it found.
fn until_due(device: &Device, time: &MadeUp) -> (u64, SyncTurn) {
    let mut waited = 0;
    loop {
        let turn = turn(device);
        if turn.report.is_some() {
            return (waited, turn);
        }
        assert!((1..=15).contains(&turn.next_in_seconds), "{turn:?}");
        time.pass(turn.next_in_seconds.into());
        waited += u64::from(turn.next_in_seconds);
        device.app.touch().unwrap();
    }
}

fn waits(device: &Device) -> Vec<(u32, String, String)> {
    let told = |wait: WaitCard| (wait.records, wait.reason, wait.code);
    let view = device.view();
    assert_eq!(view.waits.iter().map(|wait| wait.records).sum::<u32>(), view.pending);
    view.waits.into_iter().map(told).collect()
}

#[test]
fn what_a_burst_of_saves_leaves_goes_by_itself_in_one_exchange_and_without_news_seldom() {
    let (world, time) = (World::new(), MadeUp::new());
    let ana = pisiga(&world, &time);
    assert!(turn(&ana).report.is_some_and(|report| report.ok), "the first contact is due at once");
    for number in 0..3 {
        ana.register(&newcomer(number));
        assert_eq!(turn(&ana).report, None);
        time.pass(9);
    }
    assert_eq!(waits(&ana), [(6, "next_exchange".into(), String::new())]);
    let (waited, sent) = until_due(&ana, &time);
    assert!(waited <= 20, "{waited}");
    let report = sent.report.unwrap();
    assert!(report.ok && report.records_up >= 6, "{report:?}");
    assert_eq!((ana.pending(), waits(&ana)), (0, Vec::new()));
    let progress = ana.app.sync_progress().unwrap();
    assert!(!progress.running && progress.records >= 6, "{progress:?}");
    assert_eq!((progress.records_done, progress.bytes_done), (progress.records, progress.bytes));
    let (waited, quiet) = until_due(&ana, &time);
    assert!((600..=675).contains(&waited), "{waited}");
    assert_eq!(quiet.report.unwrap().records_up, 0);
}

#[test]
fn exchanges_that_go_by_themselves_keep_nobody_unlocked_and_none_goes_while_nobody_is() {
    let (world, time) = (World::new(), MadeUp::new());
    let ana = pisiga(&world, &time);
    for _ in 0..19 {
        turn(&ana);
        ana.app.sync_progress().ok();
        ana.app.note_network().ok();
        time.pass(10);
    }
    let locked = turn(&ana);
    assert_eq!((locked.report, locked.next_in_seconds), (None, 60));
    assert!(matches!(ana.app.home(), Err(Error::Locked)));
}

#[test]
fn failures_are_told_as_they_are_and_further_apart_until_a_network_or_a_person_comes() {
    let (world, time) = (World::new(), MadeUp::new());
    let ana = pisiga(&world, &time);
    turn(&ana);
    world.network.set(Fault::Down);
    ana.register(&newcomer(0));
    let mut pauses = Vec::new();
    for _ in 0..4 {
        let (waited, failed) = until_due(&ana, &time);
        let report = failed.report.unwrap();
        assert_eq!((report.ok, report.code.as_str()), (false, "POSTA-S1"));
        pauses.push(waited);
    }
    assert!(pauses.windows(2).skip(1).all(|two| two[1] > two[0] * 5 / 4), "{pauses:?}");
    let view = ana.view();
    assert_eq!((view.failures, view.history[0].code.as_str()), (4, "POSTA-S1"));
    assert!(view.next_try.is_some());
    assert_eq!(waits(&ana), [(2, "unreachable".into(), "POSTA-S1".into())]);
    assert_eq!(ana.status().failures, 4);
    world.network.set(Fault::Whole);
    assert_eq!(turn(&ana).report, None, "the pause goes on");
    ana.app.note_network().unwrap();
    assert!(turn(&ana).report.is_some_and(|report| report.ok));
    assert_eq!((ana.view().failures, ana.pending()), (0, 0));

    world.network.set(Fault::Down);
    ana.register(&newcomer(1));
    until_due(&ana, &time);
    world.network.set(Fault::Whole);
    assert!(ana.sync().ok, "whoever presses waits for no pause");
    assert_eq!(ana.pending(), 0);
}

#[test]
fn a_portal_is_told_as_a_portal_and_what_waits_goes_on_waiting() {
    let (world, time) = (World::new(), MadeUp::new());
    let ana = pisiga(&world, &time);
    ana.register(&newcomer(0));
    world.network.set(Fault::Portal);
    assert!(matches!(ana.try_sync(), Err(Error::CaptivePortal)));
    assert_eq!(waits(&ana), [(2, "captive_portal".into(), "POSTA-S5".into())]);
    assert_eq!(ana.app.sync_progress().unwrap().records_done, 0);
    world.network.set(Fault::Whole);
    ana.sync();
    assert_eq!(ana.pending(), 0);
}

#[test]
fn two_exchanges_at_once_are_one_and_the_second_is_told_what_came_of_it() {
    let (world, time) = (World::new(), MadeUp::new());
    let ana = pisiga(&world, &time);
    ana.register(&newcomer(0));
    let (first, second) = runtime().block_on(async { tokio::join!(ana.app.sync_now(), ana.app.sync_now()) });
    assert_eq!(first.unwrap(), second.unwrap());
    assert_eq!(ana.view().history.len(), 1);
    let (pressed, timer) =
        runtime().block_on(async { tokio::join!(ana.app.sync_now(), ana.app.sync_if_due()) });
    assert!(pressed.unwrap().ok);
    assert_eq!(timer.unwrap().report, None, "the timer waits for nobody");
    assert_eq!(ana.view().history.len(), 2);
}

#[test]
fn while_an_exchange_runs_it_is_seen_to_and_what_is_saved_meanwhile_goes_when_somebody_presses() {
    let (world, time) = (World::new(), MadeUp::new());
    let ana = Arc::new(pisiga(&world, &time));
    ana.register(&newcomer(0));
    let seen = Arc::new(Mutex::new(None));
    world.network.on_connect({
        let (ana, seen) = (Arc::clone(&ana), Arc::clone(&seen));
        move || {
            ana.register(&newcomer(1));
            *seen.lock().unwrap() = Some((ana.app.sync_progress().unwrap(), ana.view()));
        }
    });
    let (first, second) = runtime().block_on(async { tokio::join!(ana.app.sync_now(), ana.app.sync_now()) });
    assert!(first.unwrap().ok && second.unwrap().ok);
    let (progress, view) = seen.lock().unwrap().take().unwrap();
    assert!(progress.running && progress.records > 0 && progress.records_done == 0, "{progress:?}");
    assert_eq!((view.next_try, view.waits[0].reason.as_str()), (None, "running"));
    assert_eq!((ana.pending(), ana.view().history.len()), (0, 2));
}

#[test]
fn an_exchange_that_is_given_up_half_way_holds_up_no_other() {
    let (world, time) = (World::new(), MadeUp::new());
    let ana = pisiga(&world, &time);
    ana.register(&newcomer(0));
    runtime().block_on(async {
        let given_up = tokio::select! {
            biased;
            _ = ana.app.sync_now() => false,
            () = tokio::task::yield_now() => true,
        };
        assert!(given_up);
    });
    assert!(!ana.app.sync_progress().unwrap().running);
    assert!(ana.sync().ok);
}

/// Gives the end of an answer only once it is told to.
struct Held {
    http: Http,
    go_on: Mutex<Option<oneshot::Receiver<()>>>,
}

impl Transport for Held {
    fn exchange(&self, request: ByteStream) -> BoxFuture<'_, Result<Answer, TransportError>> {
        Box::pin(async move {
            let Answer { status, mut body } = self.http.exchange(request).await?;
            let mut all = Vec::new();
            while let Some(piece) = body.next().await {
                all.extend_from_slice(&piece?);
            }
            let end = all.split_off(all.len().saturating_sub(100));
            let go_on = if status == 200 { self.go_on.lock().unwrap().take() } else { None };
            let rest = async move {
                if let Some(go_on) = go_on {
                    go_on.await.unwrap();
                }
                Ok(Bytes::from(end))
            };
            let body = stream::once(async { Ok(Bytes::from(all)) }).chain(stream::once(rest));
            Ok(Answer { status, body: Box::pin(body) })
        })
    }

    fn elsewhere(&self, request: Bytes) -> BoxFuture<'_, Result<Answer, TransportError>> {
        self.http.elsewhere(request)
    }
}

#[test]
fn people_are_found_while_the_rest_of_an_exchange_is_still_on_its_way() {
    let world = World::new();
    let ana = world.device("pisiga", ANA);
    for number in 0..20 {
        ana.register(&newcomer(number));
    }
    ana.sync();
    let luis = world.device("tambo", LUIS);
    let http = Http::new(&world.url(), Hash32::ZERO).unwrap();
    let (sender, go_on) = oneshot::channel();
    let held = Held { http, go_on: Mutex::new(Some(go_on)) };
    runtime().block_on(async {
        let seen = async {
            while luis.people() == 0 {
                tokio::task::yield_now().await;
            }
            sender.send(()).unwrap();
        };
        let (report, ()) = tokio::join!(luis.app.sync_by(&held), seen);
        assert!(report.unwrap().ok);
    });
    assert_eq!(luis.digest(), ana.digest());
}
