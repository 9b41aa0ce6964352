//! Departments, invitations and joins.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::{Device, SABAYA, World, get_error, hex, person, request, send_join};
use posta_identity::{
    Authority, CodeKeys, DeviceKeys, EntryBody, GrantRequest, Hash32, KdfCost, Log, Role, ServerKeys,
};
use posta_protocol::{Frame, Receipt, Vector, code};
use sync_server::{Error, InviteRequest, init_department, invite, invite_until};

fn invitation_url(world: &World, code: &posta_identity::Code) -> String {
    let keys = CodeKeys::derive(code, KdfCost::weak_for_tests()).unwrap();
    format!("{}/v1/invitation/{}", world.running.url(), hex(&keys.id))
}

#[tokio::test(flavor = "multi_thread")]
async fn who_joins_gets_the_whole_log_and_a_signed_receipt() {
    let world = World::start().await;
    let device = world.join(Role::Registrar, SABAYA).await;
    let membership = device.log.membership();
    assert!(membership.device(device.device()).is_some());
    assert!(membership.may_hold(device.device(), device.registry()));
    assert!(!device.nonce.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_admits_one_device_only() {
    let world = World::start().await;
    let url = world.running.url();
    let issued = world.invite(Role::Registrar, SABAYA);
    let (_, first) = world.accept(&issued, DeviceKeys::random()).await;
    let (_, second) = world.accept(&issued, DeviceKeys::random()).await;
    assert_eq!(send_join(&url, &first).await.status, 200);
    let refused = send_join(&url, &second).await;
    assert_eq!((refused.status, refused.code()), (409, code::INVITATION_USED));
    let (status, code) = get_error(&invitation_url(&world, &issued.code)).await;
    assert_eq!((status, code.as_str()), (410, code::INVITATION_USED));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_used_code_is_also_refused_inside_an_exchange() {
    let world = World::start().await;
    let url = world.running.url();
    let issued = world.invite(Role::Registrar, SABAYA);
    let (_, second) = world.accept(&issued, DeviceKeys::random()).await;
    let (device, first) = world.accept(&issued, DeviceKeys::random()).await;
    let mut device = device.finish_join(&url, &first).await;
    let before = device.log.len();
    let scopes = [(device.registry(), posta_protocol::Vector::new())];
    let frames =
        [device.head(&scopes), posta_protocol::Frame::Entry(second.clone()), posta_protocol::Frame::End];
    assert_eq!(common::post(&format!("{url}/v1/exchange"), &frames).await.status, 200);
    let mut fresh = world.join(Role::Registrar, SABAYA).await;
    assert_eq!(fresh.log.len(), before + 2, "only the new grant and its join");
    device.exchange(&url, device.registry(), &[]).await;
    fresh.exchange(&url, fresh.registry(), &[]).await;
    assert_eq!(device.log.head(), fresh.log.head());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_join_whose_answer_was_lost_may_be_sent_again() {
    let world = World::start().await;
    let url = world.running.url();
    let issued = world.invite(Role::Registrar, SABAYA);
    let (device, join) = world.accept(&issued, DeviceKeys::random()).await;
    assert_eq!(send_join(&url, &join).await.status, 200);
    let device = device.finish_join(&url, &join).await;
    assert!(device.log.membership().device(device.device()).is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn whether_a_join_was_taken_is_told_to_whoever_knows_its_hash() {
    let world = World::start().await;
    let url = world.running.url();
    let issued = world.invite(Role::Registrar, SABAYA);
    let (_, join) = world.accept(&issued, DeviceKeys::random()).await;
    let asked = format!("{url}/v1/join/{}", Hash32::of(&join));
    assert_eq!(get_error(&asked).await, (404, code::UNKNOWN_JOIN.to_owned()));
    assert_eq!(send_join(&url, &join).await.status, 200);
    assert_eq!(common::get(&asked).await.0, 200);
    let other = format!("{url}/v1/join/no-hash");
    assert_eq!(get_error(&other).await, (404, code::UNKNOWN_JOIN.to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_users_share_one_device() {
    let world = World::start().await;
    let url = world.running.url();
    let registrar = world.join(Role::Registrar, SABAYA).await;
    let issued = world.invite(Role::Care, SABAYA);
    let (care, join) = world.accept(&issued, registrar.keys.clone()).await;
    let care = care.finish_join(&url, &join).await;
    assert_eq!(care.log.membership().device(care.device()).unwrap().users.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_invitation_is_as_unknown_as_one_that_never_was() {
    let world = World::start().await;
    let url = world.running.url();
    let request = request(Role::Registrar, SABAYA);
    let expired = invite_until(&world.data(), &world.authority(), &request, 1).unwrap();
    let (status, answer) = get_error(&invitation_url(&world, &expired.code)).await;
    assert_eq!((status, answer.as_str()), (404, code::UNKNOWN_INVITATION));
    let never = format!("{url}/v1/invitation/{}", "0".repeat(32));
    assert_eq!(get_error(&never).await, (404, code::UNKNOWN_INVITATION.to_owned()));
    let odd = format!("{url}/v1/invitation/not-an-id");
    assert_eq!(get_error(&odd).await, (404, code::UNKNOWN_INVITATION.to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_join_after_the_expiry_is_refused() {
    let world = World::start().await;
    let issued = world.invite(Role::Registrar, SABAYA);
    let (_, join) = world.accept(&issued, DeviceKeys::random()).await;
    common::beside::change(&world.data(), "UPDATE invitation SET expires = 1");
    let refused = send_join(&world.running.url(), &join).await;
    assert_eq!((refused.status, refused.code()), (404, code::UNKNOWN_INVITATION));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_join_with_broken_bytes_is_a_bad_request() {
    let world = World::start().await;
    let url = world.running.url();
    let issued = world.invite(Role::Registrar, SABAYA);
    let (_, mut join) = world.accept(&issued, DeviceKeys::random()).await;
    let last = join.len() - 1;
    join[last] ^= 1;
    let refused = send_join(&url, &join).await;
    assert_eq!(refused.status, 400);
    assert_eq!(send_join(&url, b"nonsense").await.code(), code::BAD_REQUEST);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_server_keeps_two_departments_apart() {
    let world = World::start().await;
    let url = world.running.url();
    let other = init_department(&world.data(), &world.authority(), "bo", "02").unwrap();
    assert!(!other.already);
    let again = init_department(&world.data(), &world.authority(), "bo", "02").unwrap();
    assert!(again.already);
    assert_eq!((again.department, again.tls_pin), (other.department, other.tls_pin));
    let mut paceno = world.join(Role::Supervisor, "02").await;
    let mut orureno = world.join(Role::Supervisor, "04").await;
    assert_eq!(paceno.log.department(), other.department);
    assert_ne!(orureno.registry(), paceno.registry());
    let refused = paceno.exchange(&url, orureno.registry(), &[]).await;
    assert_eq!(refused.refused, [(orureno.registry(), code::SCOPE_NOT_GRANTED.to_owned())]);
    assert_eq!(orureno.exchange(&url, orureno.registry(), &[]).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn making_a_department_again_changes_nothing() {
    let world = World::start().await;
    let file = world.authority().join("authority-04.cbor");
    let before = std::fs::read(&file).unwrap();
    assert!(init_department(&world.data(), &world.authority(), "bo", "04").unwrap().already);
    assert_eq!(std::fs::read(&file).unwrap(), before);
    let elsewhere = world.folder.path().join("elsewhere");
    assert!(init_department(&world.data(), &elsewhere, "bo", "04").unwrap().already);
    assert!(!elsewhere.exists());
}

#[test]
fn an_authority_of_another_server_is_not_taken_over() {
    let folder = tempfile::tempdir().unwrap();
    let authority = folder.path().join("authority");
    init_department(&folder.path().join("one"), &authority, "bo", "04").unwrap();
    let second = init_department(&folder.path().join("two"), &authority, "bo", "04");
    assert!(matches!(second, Err(Error::AuthorityElsewhere)));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_needs_a_place_of_the_pack_and_the_authority() {
    let world = World::start().await;
    let try_invite = |request: &InviteRequest<'_>| invite(&world.data(), &world.authority(), request);
    let outcome = try_invite(&request(Role::Registrar, "999999"));
    assert!(matches!(outcome, Err(Error::BadPlace)));
    assert!(matches!(try_invite(&request(Role::Care, "04")), Err(Error::BadPlace)));
    assert!(matches!(try_invite(&request(Role::Supervisor, "02")), Err(Error::UnknownDepartment)));
    assert!(matches!(try_invite(&request(Role::Other("director".to_owned()), SABAYA)), Err(Error::BadRole)));
    let endless = InviteRequest { hours: 100_000, ..request(Role::Registrar, SABAYA) };
    assert!(matches!(try_invite(&endless), Err(Error::BadHours)));
    let away = world.folder.path().join("away");
    let without = invite(&world.data(), &away, &request(Role::Registrar, SABAYA));
    assert!(matches!(without, Err(Error::Authority)));
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn only_the_owner_reads_the_keys_and_the_database() {
    use std::os::unix::fs::PermissionsExt;
    let world = World::start().await;
    // What names a database elsewhere may hold a password.
    let files =
        if common::beside::is_postgres() { ["database"; 2] } else { ["server.sqlite", "server.sqlite-wal"] };
    for name in ["server.key", "tls.key"].into_iter().chain(files) {
        let mode = std::fs::metadata(world.data().join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
    let folder = std::fs::metadata(world.data()).unwrap().permissions().mode();
    assert_eq!(folder & 0o777, 0o700);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_restored_from_before_a_join_takes_it_from_the_log_that_the_device_brings() {
    let world = World::start().await;
    let url = world.running.url();
    // Never sent, as if the server had forgotten it.
    let issued = world.invite(Role::Registrar, SABAYA);
    let (mut device, _) = world.accept(&issued, DeviceKeys::random()).await;
    let registry = device.registry();
    let stranger = device.exchange(&url, registry, &[]).await;
    assert_eq!((stranger.status, stranger.code()), (401, code::UNKNOWN_DEVICE));
    let (_, made) = person(device.actor(), [7; 16], "Rosa");
    let batch = device.batch(registry, &[made]);
    let mut frames = vec![device.head(&[(registry, Vector::new())])];
    frames.extend(device.log.entries().into_iter().map(Frame::Entry));
    frames.extend([device.session_frame(), Frame::Batch { bytes: batch.to_bytes() }, Frame::End]);
    let answer = device.send(&url, &frames).await;
    assert_eq!(answer.status, 200);
    assert!(answer.covers(&batch));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_leaves_no_entry_behind_whatever_log_it_brings() {
    let world = World::start().await;
    let url = world.running.url();
    let known = world.join(Role::Registrar, SABAYA).await;
    let issued = world.invite(Role::Registrar, SABAYA);
    let (mut device, _) = world.accept(&issued, DeviceKeys::random()).await;
    let brought = device.log.entries();
    device.keys = DeviceKeys::random();
    let mut frames = vec![device.head(&[])];
    frames.extend(brought.into_iter().map(Frame::Entry));
    frames.push(Frame::End);
    assert_eq!(device.send(&url, &frames).await.code(), code::UNKNOWN_DEVICE);
    let mut known = known;
    let answer = known.exchange(&url, known.registry(), &[]).await;
    // The grant made meanwhile is all that is new to somebody who joined before it.
    assert_eq!(answer.entries.len(), 1);
}

/// A Join whose grant has expired, as from an invitation that was fetched in time.
async fn accept_expired(world: &World) -> (Device, Vec<u8>) {
    let request = request(Role::Registrar, SABAYA);
    let issued = invite_until(&world.data(), &world.authority(), &request, 1).unwrap();
    common::beside::change(&world.data(), "UPDATE invitation SET expires = 1000000000000");
    world.accept(&issued, DeviceKeys::random()).await
}

/// Lets a member bring entries.
async fn bring(world: &World, member: &mut Device, entries: Vec<Vec<u8>>) {
    let mut frames = vec![member.head(&[])];
    frames.extend(entries.into_iter().map(Frame::Entry));
    frames.push(Frame::End);
    assert_eq!(member.send(&world.running.url(), &frames).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_join_is_not_taken_from_a_member_either() {
    let world = World::start().await;
    let mut member = world.join(Role::Registrar, SABAYA).await;
    let (late, join) = accept_expired(&world).await;
    bring(&world, &mut member, vec![join]).await;
    member.exchange(&world.running.url(), member.registry(), &[]).await;
    assert!(member.log.membership().device(late.device()).is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_join_that_the_authority_has_built_on_is_taken_by_a_restored_server() {
    let world = World::start().await;
    let mut member = world.join(Role::Registrar, SABAYA).await;
    let (late, _) = accept_expired(&world).await;
    // What the authority went on with before the server was set back.
    let mut log = late.log.clone();
    let mut authority = Authority::load(&world.authority(), "04").unwrap();
    let grant = GrantRequest { name: "Luz", role: Role::Registrar, place: SABAYA, expires_hour: u32::MAX };
    authority.grant(&mut log, &grant, KdfCost::weak_for_tests()).unwrap();
    bring(&world, &mut member, log.entries()).await;
    member.exchange(&world.running.url(), member.registry(), &[]).await;
    assert!(member.log.membership().device(late.device()).is_some());
    assert_eq!(member.log.head(), log.head());
}

#[tokio::test(flavor = "multi_thread")]
async fn entries_beyond_what_one_request_may_bring_are_not_taken() {
    let world = World::start().await;
    let mut member = world.join(Role::Registrar, SABAYA).await;
    let issued = world.invite(Role::Registrar, SABAYA);
    let (newcomer, join) = world.accept(&issued, DeviceKeys::random()).await;
    for (garbage, taken) in [(20_000, false), (19_999, true)] {
        let mut entries = vec![vec![0]; garbage];
        entries.push(join.clone());
        bring(&world, &mut member, entries).await;
        member.exchange(&world.running.url(), member.registry(), &[]).await;
        assert_eq!(member.log.membership().device(newcomer.device()).is_some(), taken);
    }
}

/// The server's receipt for a log, signed by these keys.
fn receipt(log: &Log, keys: &ServerKeys) -> Receipt {
    Receipt::sign_with_tips(log.department(), Vec::new(), log.tips(), 1, vec![1], &keys.sign)
}

/// A device that this server does not know brings its log, and a receipt after it.
async fn introduce(world: &World, stranger: &mut Device, receipt: Option<Receipt>) -> String {
    let mut frames = vec![stranger.head(&[])];
    frames.extend(stranger.log.entries().into_iter().map(Frame::Entry));
    frames.extend(receipt.map(|receipt| Frame::Receipt(Box::new(receipt))));
    frames.push(Frame::End);
    stranger.send(&world.running.url(), &frames).await.code().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_join_is_let_in_only_with_this_server_s_own_receipt_for_it() {
    let world = World::start().await;
    let mut member = world.join(Role::Registrar, SABAYA).await;
    let (mut late, join) = accept_expired(&world).await;
    late.log.insert(&join).unwrap();
    let (log, device) = (late.log.clone(), late.device());
    let keys = ServerKeys::from_bytes(&std::fs::read(world.data().join("server.key")).unwrap()).unwrap();
    let forged = [
        ("none", None),
        ("another server's", Some(receipt(&log, &ServerKeys::random()))),
        ("one from before", Some(receipt(&member.log, &keys))),
    ];
    for (name, proof) in forged {
        assert_eq!(introduce(&world, &mut late, proof).await, code::UNKNOWN_DEVICE, "{name}");
        late.log = log.clone();
    }
    member.exchange(&world.running.url(), member.registry(), &[]).await;
    assert!(member.log.membership().device(device).is_none());
    // It came in time, and the server was set back since: nothing else makes it sign such a receipt. The first answer
    // may ask for a fresh nonce.
    let answered = introduce(&world, &mut late, Some(receipt(&log, &keys))).await;
    assert!(["", code::STALE_NONCE].contains(&answered.as_str()), "{answered}");
    member.exchange(&world.running.url(), member.registry(), &[]).await;
    assert!(member.log.membership().device(device).is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_users_sign_into_the_log_is_bounded_a_day_and_what_the_server_once_had_is_free() {
    let folder = tempfile::tempdir().unwrap();
    let (data, authority) = (folder.path().join("data"), folder.path().join("authority"));
    init_department(&data, &authority, "bo", "04").unwrap();
    let quotas = sync_server::Quotas { entries_a_day: 3_000, ..sync_server::Quotas::default() };
    let running =
        sync_server::start_with(&data, "127.0.0.1:0".parse().unwrap(), false, quotas).await.unwrap();
    let world = World { folder, running };
    let mut elena = world.join(Role::Supervisor, "04").await;
    let mut witness = world.join(Role::Supervisor, "04").await;
    let registry = elena.registry();
    let mut log = elena.log.clone();
    for number in 0..40 {
        let (kind, basis) = ("person".into(), "request".into());
        let order = EntryBody::Erase { scope: registry, kind, document: [number; 16], basis };
        let entry = posta_identity::Entry::sign(log.department(), log.tips(), order, &elena.secrets.sign);
        log.insert(&entry.encode()).unwrap();
    }
    let orders = async |witness: &mut Device| {
        witness.exchange(&world.running.url(), registry, &[]).await;
        witness.log.membership().orders().len()
    };
    let entries = log.lacked_by(&elena.log.tips());
    for _ in 0..3 {
        elena.bring(&world.running.url(), &entries).await;
    }
    let taken = orders(&mut witness).await;
    assert!((2..20).contains(&taken), "{taken}");
    // The server was set back: its own receipt says that it had them all.
    let keys = ServerKeys::from_bytes(&std::fs::read(world.data().join("server.key")).unwrap()).unwrap();
    let mut frames = vec![elena.head(&[])];
    frames.extend(entries.into_iter().map(Frame::Entry));
    frames.push(Frame::Receipt(Box::new(receipt(&log, &keys))));
    frames.push(Frame::End);
    assert_eq!(elena.send(&world.running.url(), &frames).await.status, 200);
    assert_eq!(orders(&mut witness).await, 40);
}
