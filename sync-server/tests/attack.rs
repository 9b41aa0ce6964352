//! The enemy at the server's door: everything that may not come in, on a real loopback server. After each attack the
//! server is up, honest devices exchange, and nothing forged is merged.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::{Device, SABAYA, TURCO, World, person, post};
use posta_identity::ids::{Hash32, ScopeId};
use posta_identity::{
    CodeKeys, DeviceKeys, EntryBody, Invitation, KdfCost, Revoked, Role, SessionKey, UserId, mint_epoch,
};
use posta_protocol::{ExchangeHead, Frame, SignedBatch, Vector, code, limits};

/// An honest pair beside which an attack happens.
struct Honest {
    one: Device,
    other: Device,
    sent: u8,
}

impl Honest {
    async fn join(world: &World) -> Self {
        let one = world.join(Role::Registrar, SABAYA).await;
        Self { one, other: world.join(Role::Registrar, TURCO).await, sent: 0 }
    }

    /// The server is up, work goes from one to the other, and nothing but honest work has been merged.
    async fn goes_on(&mut self, world: &World) {
        let (url, registry) = (world.running.url(), self.one.registry());
        let before = world.digest(registry);
        self.sent += 1;
        let (_, change) = person(self.one.actor(), [self.sent; 16], "Rosa");
        let batch = self.one.batch(registry, &[change]);
        assert!(self.one.exchange(&url, registry, &[&batch]).await.covers(&batch));
        assert!(self.other.exchange(&url, registry, &[]).await.batches.contains(&batch));
        assert_ne!(world.digest(registry), before);
    }
}

const EVERYBODY: [Role; 5] =
    [Role::Registrar, Role::Care, Role::Protection, Role::Supervisor, Role::Administrator];

/// What one role may do in each lane of each scope: bring and be given. The table of docs and of `identity::access`,
/// written out once more.
fn may(role: &Role, lane: &str) -> (bool, bool) {
    let team = match lane.split(' ').next().unwrap() {
        "registry" => *role != Role::Administrator,
        "care" => *role == Role::Care,
        "protection" => *role == Role::Protection,
        "audit" => *role == Role::Supervisor,
        other => panic!("{other}"),
    };
    match lane.split(' ').nth(1).unwrap() {
        "main" => (team && !lane.starts_with("audit"), team),
        "inbox" => (!lane.starts_with("registry"), team && !lane.starts_with("registry")),
        "checkpoint" => (team && (*role == Role::Supervisor || !lane.starts_with("registry")), team),
        other => panic!("{other}"),
    }
}

fn lanes(device: &Device) -> Vec<(String, ScopeId)> {
    let membership = device.log.membership();
    let scopes = [
        ("registry", membership.registry()),
        ("care", membership.care_scope(SABAYA).unwrap()),
        ("protection", membership.protection_scope(SABAYA).unwrap()),
        ("audit", membership.audit()),
    ];
    let lanes_of = |(name, scope): (&str, ScopeId)| {
        [("main", scope), ("inbox", scope.inbox()), ("checkpoint", scope.checkpoint())]
            .map(|(lane, id)| (format!("{name} {lane}"), id))
    };
    scopes.into_iter().flat_map(lanes_of).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_cell_of_role_scope_lane_and_direction_is_as_the_table_says() {
    let world = World::start().await;
    let url = world.running.url();
    let mut honest = Honest::join(&world).await;
    let mut devices = Vec::new();
    for role in EVERYBODY {
        let place = if matches!(role, Role::Supervisor | Role::Administrator) { "04" } else { SABAYA };
        devices.push((role.clone(), world.join(role, place).await));
    }
    // Something of a member lies in every lane that has members, to be given or withheld.
    let mut cells = 0;
    for (role, device) in &mut devices {
        // Everybody knows the whole log by now.
        device.exchange(&url, device.registry(), &[]).await;
        for (name, lane) in lanes(device) {
            let (brings, reads) = may(role, &name);
            let batch = device.batch(lane, &[]);
            let answer = device.exchange(&url, lane, &[&batch]).await;
            let granted = answer.receipt.as_ref().unwrap().vector(&lane).is_some();
            let stored = granted && answer.covers(&batch);
            assert_eq!(stored, brings, "{role} brings to {name}: {:?}", answer.refused);
            let given = answer.batches.iter().any(|given| given == &batch);
            assert_eq!(given, brings && reads, "{role} is given {name}");
            assert_eq!(granted, brings || reads, "{role} asks for {name}");
            if !granted {
                assert!(
                    answer.refused.contains(&(lane, code::SCOPE_NOT_GRANTED.to_owned())),
                    "{role} {name}"
                );
            }
            cells += 2;
        }
    }
    assert_eq!(cells, 5 * 12 * 2);
    // Once all have brought theirs: who may read is given all of it, who may only bring is told of nothing but its own.
    for (role, device) in &mut devices {
        for (name, lane) in lanes(device) {
            let (brings, reads) = may(role, &name);
            let answer = device.exchange(&url, lane, &[]).await;
            let known = answer.receipt.as_ref().unwrap().vector(&lane).cloned().unwrap_or_default();
            let writers = EVERYBODY.iter().filter(|other| may(other, &name).0).count();
            let others = usize::from(name == "registry main" && honest.sent > 0);
            if reads {
                assert_eq!(answer.batches.len(), writers + others, "{role} reads {name}");
            } else {
                assert!(answer.batches.is_empty() && answer.sessions.is_empty(), "{role} reads {name}");
                assert_eq!(known.0.len(), usize::from(brings), "{role} hears of {name}");
            }
        }
    }
    honest.goes_on(&world).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_role_elsewhere_is_a_stranger() {
    let world = World::start().await;
    let url = world.running.url();
    let mut here = world.join(Role::Care, SABAYA).await;
    let mut there = world.join(Role::Care, TURCO).await;
    let scope = here.care();
    let batch = here.batch(scope, &[]);
    here.exchange(&url, scope, &[&batch]).await;
    there.exchange(&url, there.registry(), &[]).await;
    let forged = there.batch(scope, &[]);
    let answer = there.exchange(&url, scope, &[&forged]).await;
    assert!(answer.batches.is_empty());
    let reasons = ["author_not_granted", code::SCOPE_NOT_GRANTED];
    assert_eq!(answer.refused, reasons.map(|reason| (scope, reason.to_owned())));
    let mine = here.exchange(&url, scope, &[]).await;
    assert_eq!(mine.batches, [batch]);
}

#[tokio::test(flavor = "multi_thread")]
async fn heads_that_are_forged_replayed_stale_or_another_s_open_nothing() {
    let world = World::start().await;
    let url = world.running.url();
    let mut honest = Honest::join(&world).await;
    honest.goes_on(&world).await;
    let (victim, registry) = (&honest.one, honest.one.registry());
    let (mallory, endpoint) = (DeviceKeys::random(), format!("{url}/v1/exchange"));
    let department = victim.log.department();
    let scopes = || vec![(registry, Vector::new())];
    let send = |head: ExchangeHead| {
        let endpoint = endpoint.clone();
        async move { post(&endpoint, &[Frame::Head(Box::new(head)), Frame::End]).await }
    };
    // The victim's name under another key.
    let forged = ExchangeHead::sign(
        department,
        victim.device(),
        victim.nonce.clone(),
        vec![],
        scopes(),
        &mallory.sign,
    );
    let answer = send(forged).await;
    assert_eq!((answer.status, answer.code()), (401, code::BAD_SIGNATURE));
    assert!(answer.batches.is_empty() && answer.entries.is_empty());
    // Nobody's name.
    let stranger = ExchangeHead::sign(department, mallory.device, vec![], vec![], scopes(), &mallory.sign);
    let answer = send(stranger).await;
    assert_eq!((answer.status, answer.code()), (401, code::UNKNOWN_DEVICE));
    // Without a nonce, with one of another device, and with one altered.
    let mut altered = victim.nonce.clone();
    altered[6] ^= 1;
    for nonce in [vec![], honest.other.nonce.clone(), altered, vec![0; 64]] {
        let head =
            ExchangeHead::sign(department, victim.device(), nonce, vec![], scopes(), &victim.keys.sign);
        let answer = send(head).await;
        assert_eq!((answer.status, answer.code()), (401, code::STALE_NONCE));
        assert!(answer.batches.is_empty() && answer.entries.is_empty());
    }
    // One bit of a good head.
    let good = ExchangeHead::sign(
        department,
        victim.device(),
        victim.nonce.clone(),
        vec![],
        scopes(),
        &victim.keys.sign,
    );
    let mut bytes = good.encode();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    if let Ok(broken) = ExchangeHead::decode(&bytes) {
        assert!(matches!(send(broken).await.status, 400 | 401));
    }
    // A recorded head on another path.
    let elsewhere = post(&format!("{url}/v1/join"), &[Frame::Head(Box::new(good.clone())), Frame::End]).await;
    assert_eq!((elsewhere.status, elsewhere.code()), (400, code::BAD_REQUEST));
    // Of another department.
    let foreign = World::start().await;
    let answer =
        post(&format!("{}/v1/exchange", foreign.running.url()), &[Frame::Head(Box::new(good)), Frame::End])
            .await;
    assert_eq!((answer.status, answer.code()), (401, code::UNKNOWN_DEVICE));
    honest.goes_on(&world).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recorded_exchange_that_is_sent_again_changes_nothing() {
    let world = World::start().await;
    let url = world.running.url();
    let mut honest = Honest::join(&world).await;
    let registry = honest.one.registry();
    let (_, change) = person(honest.one.actor(), [77; 16], "Eva");
    let batch = honest.one.batch(registry, &[change]);
    let frames = [
        honest.one.head(&[(registry, Vector::new())]),
        honest.one.session_frame(),
        Frame::Batch { bytes: batch.to_bytes() },
        Frame::End,
    ];
    let endpoint = format!("{url}/v1/exchange");
    post(&endpoint, &frames).await;
    let digest = world.digest(registry);
    for _ in 0..3 {
        let again = post(&endpoint, &frames).await;
        assert_eq!(again.vector(registry).0.len(), 1);
    }
    assert_eq!(world.digest(registry), digest);
    honest.goes_on(&world).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn batches_of_another_s_session_device_or_department_are_refused() {
    let world = World::start().await;
    let url = world.running.url();
    let mut honest = Honest::join(&world).await;
    let mut mallory = world.join(Role::Registrar, SABAYA).await;
    let registry = mallory.registry();
    honest.goes_on(&world).await;
    let digest = world.digest(registry);
    let (_, change) = person(mallory.actor(), [66; 16], "Forjada");
    let changes = [change];
    // In the victim's feed, under mallory's session.
    let mut header = mallory.header(registry, 2, Hash32::of(b"x"), false);
    header.device = honest.one.device();
    header.incarnation = honest.one.incarnation;
    let in_anothers_feed = mallory.sign(&header, &changes);
    // Of the victim's session, signed by mallory's key.
    let mut header = honest.one.header(registry, 2, honest.one.last[&registry].1, false);
    header.session = honest.one.actor();
    let under_anothers_name = mallory.sign(&header, &changes);
    // A body exchanged after signing.
    let mut swapped = mallory.sign(&mallory.header(registry, 1, Hash32::ZERO, false), &changes);
    swapped.body = mallory.sign(&mallory.header(registry, 1, Hash32::ZERO, false), &[]).body;
    // A session that mallory certified for the victim's user.
    let mut other = Device::new(
        mallory.keys.clone(),
        honest.one.secrets.clone(),
        mallory.log.clone(),
        mallory.server_public,
    );
    other.session = SessionKey::start(&honest.one.secrets, &mallory.keys, "pisiga", 1, mallory.log.head());
    let certified = other.sign(&other.header(registry, 1, Hash32::ZERO, false), &changes);
    let frames = [
        mallory.head(&[(registry, Vector::new())]),
        mallory.session_frame(),
        honest.one.session_frame(),
        other.session_frame(),
        Frame::Batch { bytes: in_anothers_feed.to_bytes() },
        Frame::Batch { bytes: under_anothers_name.to_bytes() },
        Frame::Batch { bytes: swapped.to_bytes() },
        Frame::Batch { bytes: certified.to_bytes() },
        Frame::Batch { bytes: b"no batch".to_vec() },
        Frame::End,
    ];
    let answer = mallory.send(&url, &frames).await;
    let mut codes: Vec<_> = answer.refused.iter().map(|(_, code)| code.as_str()).collect();
    codes.sort_unstable();
    assert_eq!(codes, [code::BAD_REQUEST, code::BAD_SIGNATURE, "unknown_session"]);
    assert_eq!(answer.batches.len(), 1, "only the honest one is there");
    // A device of another department knows neither the scopes nor the server's key.
    let foreign = World::start().await;
    let mut stranger = foreign.join(Role::Registrar, SABAYA).await;
    let batch = stranger.batch(registry, &[]);
    let answer = stranger.exchange(&url, registry, &[&batch]).await;
    assert_eq!((answer.status, answer.code()), (401, code::UNKNOWN_DEVICE));
    assert_eq!(world.digest(registry), digest);
    honest.goes_on(&world).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_large_too_much_or_out_of_order_is_refused_with_a_code() {
    let world = World::start().await;
    let url = world.running.url();
    let mut honest = Honest::join(&world).await;
    let mut mallory = world.join(Role::Registrar, SABAYA).await;
    let registry = mallory.registry();
    let endpoint = format!("{url}/v1/exchange");
    let mut too_large = mallory.sign(&mallory.header(registry, 1, Hash32::ZERO, false), &[]);
    too_large.body = vec![0; limits::BATCH + 1];
    let frames = [mallory.head(&[]), Frame::Batch { bytes: too_large.to_bytes() }, Frame::End];
    let answer = post(&endpoint, &frames).await;
    assert_eq!((answer.status, answer.code()), (400, code::TOO_LARGE));
    let scopes: Vec<_> = (0..1_001).map(|_| (ScopeId::random(), Vector::new())).collect();
    let answer = post(&endpoint, &[mallory.head(&scopes), Frame::End]).await;
    assert_eq!((answer.status, answer.code()), (400, code::BAD_REQUEST));
    let answer = post(&endpoint, &[Frame::End]).await;
    assert_eq!((answer.status, answer.code()), (400, code::BAD_REQUEST));
    // Numbers that do not fit their chain, and feeds in reverse.
    let wild = mallory.batch_at(registry, u64::MAX, Hash32::of(b"x"), &[]);
    let zero = mallory.batch_at(registry, 0, Hash32::ZERO, &[]);
    let unchained = mallory.batch_at(registry, 2, Hash32::of(b"no such"), &[]);
    let batches = [&wild, &zero, &unchained];
    let answer = mallory.exchange(&url, registry, &batches).await;
    assert!(answer.vector(registry).tips(&wild.decode_header().unwrap().feed()).next().is_none());
    // A frame stream that breaks in the middle keeps what came whole before.
    honest.goes_on(&world).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn entries_that_their_signer_may_not_sign_never_enter_the_log() {
    let world = World::start().await;
    let url = world.running.url();
    let mut honest = Honest::join(&world).await;
    let mut registrar = world.join(Role::Registrar, SABAYA).await;
    let mut supervisor = world.join(Role::Supervisor, "04").await;
    let mut administrator = world.join(Role::Administrator, "04").await;
    for device in [&mut registrar, &mut supervisor, &mut administrator] {
        device.exchange(&url, honest.one.registry(), &[]).await;
    }
    let victim = Revoked::User(honest.one.secrets.user);
    let revoke = |destroy| EntryBody::Revoke { who: victim.clone(), cuts: vec![], destroy };
    let assign =
        EntryBody::Assign { user: registrar.secrets.user, role: Role::Supervisor, place: "04".into() };
    let grant = EntryBody::Grant {
        invitation: [1; 32],
        user: UserId::random(),
        name: "Mallory".into(),
        role: Role::Supervisor,
        place: "04".into(),
        expires_hour: u32::MAX,
    };
    let admit = EntryBody::Admit { feed: [1; 16], n: 1, hash: Hash32::ZERO, of: None };
    let erase = EntryBody::Erase {
        scope: honest.one.registry(),
        kind: "person".into(),
        document: [1; 16],
        basis: "x".into(),
    };
    let share = EntryBody::Share {
        scope: honest.one.registry(),
        epoch: Hash32::ZERO,
        user: registrar.secrets.user,
        sealed: vec![0; 80],
    };
    let server = EntryBody::Server { server_public: [7; 32], tls_pin: Hash32::ZERO };
    let forbidden = [
        (0, vec![revoke(false), revoke(true), assign.clone(), grant.clone(), admit.clone(), erase.clone()]),
        (0, vec![share, server.clone()]),
        (1, vec![revoke(true), assign.clone(), grant.clone(), server.clone()]),
        (2, vec![revoke(true), assign, grant, admit, erase, server]),
    ];
    let before = honest.one.log.len();
    let mut devices = [registrar, supervisor, administrator];
    for (who, bodies) in forbidden {
        let device = &mut devices[who];
        let entries: Vec<_> = bodies
            .iter()
            .flat_map(|body| {
                // Under their own key, and under one that nobody knows.
                let own = device.entry_by(body.clone(), &device.secrets.sign);
                [own, device.entry_by(body.clone(), &DeviceKeys::random().sign)]
            })
            .collect();
        let answer = device.bring(&url, &entries).await;
        assert_eq!(answer.status, 200);
    }
    honest.goes_on(&world).await;
    honest.one.exchange(&url, honest.one.registry(), &[]).await;
    let joined_since = honest.one.log.len() - before;
    assert_eq!(joined_since, 8, "four grants and joins, nothing else");
    assert!(honest.one.log.membership().user(honest.one.secrets.user).unwrap().active);
    // What a supervisor may sign does enter.
    let victim = Revoked::User(devices[0].secrets.user);
    let body = EntryBody::Revoke { who: victim, cuts: vec![], destroy: false };
    let entry = devices[1].entry_by(body, &devices[1].secrets.sign);
    devices[1].bring(&url, &[entry]).await;
    honest.one.exchange(&url, honest.one.registry(), &[]).await;
    assert!(!honest.one.log.membership().user(devices[0].secrets.user).unwrap().active);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_join_that_comes_too_late_is_not_vouched_for_by_what_its_own_user_signs() {
    let world = World::start().await;
    let url = world.running.url();
    let mut honest = Honest::join(&world).await;
    let request = common::request(Role::Care, SABAYA);
    let issued = sync_server::invite_until(&world.data(), &world.authority(), &request, 1).unwrap();
    // Fetched in time, kept, and used years later.
    let keys = CodeKeys::derive(&issued.code, KdfCost::weak_for_tests()).unwrap();
    let invitation = Invitation::open(&keys, &issued.sealed).unwrap();
    let late = invitation.accept(&keys, &DeviceKeys::random()).unwrap();
    let join = late.join.encode();
    assert_eq!(common::send_join(&url, &join).await.status, 404);
    let mut log = late.log.clone();
    let (tips, scope) = (log.tips(), log.membership().care_scope(SABAYA).unwrap());
    mint_epoch(&mut log, scope, &late.secrets.sign).unwrap();
    let entries: Vec<_> = std::iter::once(join).chain(log.lacked_by(&tips)).collect();
    assert!(entries.len() > 1);
    honest.one.bring(&url, &entries).await;
    honest.goes_on(&world).await;
    honest.one.exchange(&url, honest.one.registry(), &[]).await;
    assert!(honest.one.log.membership().user(late.secrets.user).is_none());
    assert!(honest.one.log.membership().grant(issued_grant(&late)).is_some(), "the grant itself is known");
}

fn issued_grant(late: &posta_identity::Acceptance) -> Hash32 {
    match &late.join.body {
        EntryBody::Join { grant, .. } => *grant,
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_brings_no_more_than_its_quota_and_is_told_so_while_others_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let (data, authority) = (folder.path().join("data"), folder.path().join("authority"));
    sync_server::init_department(&data, &authority, "bo", "04").unwrap();
    let quotas = sync_server::Quotas { bytes_a_day: 2_000, ..sync_server::Quotas::default() };
    let running =
        sync_server::start_with(&data, "127.0.0.1:0".parse().unwrap(), false, quotas).await.unwrap();
    let world = World { folder, running };
    let url = world.running.url();
    let mut honest = Honest::join(&world).await;
    let mut greedy = world.join(Role::Registrar, SABAYA).await;
    let registry = greedy.registry();
    let batches: Vec<SignedBatch> = (0..20).map(|_| greedy.batch(registry, &[])).collect();
    let all: Vec<&SignedBatch> = batches.iter().collect();
    let answer = greedy.exchange(&url, registry, &all).await;
    assert!(answer.refused.contains(&(registry, code::QUOTA.to_owned())), "{:?}", answer.refused);
    let stored = answer.vector(registry).0.values().next().unwrap().first().unwrap().n;
    assert!((3..20).contains(&stored), "{stored}");
    // What is here already costs nothing.
    let again = greedy.exchange(&url, registry, &[&batches[0]]).await;
    assert!(again.refused.is_empty());
    honest.goes_on(&world).await;
}
