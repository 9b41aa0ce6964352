//! Who may ask across departments, how often, and what is kept of it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::path::Path;

use common::neighbours::*;
use common::process::{Serving, command, init, invite, json, paths};
use common::{SABAYA, accept_at};
use posta_domain::{Person, Purpose};
use posta_identity::{Code, DeviceKeys, EntryBody, KdfCost, Revoked, Role, SessionKey, UserId, UserSecrets};
use posta_protocol::{ElsewhereRequest, Question, Sought, SoughtDocument, code, limits};
use sync_server::{Department, LookUps, assign, init_department, look_ups};

const CANARY: &str = "CANARIO-buscada-7731";

fn question() -> Question {
    Question::LookUp(rosa_typed())
}

fn signed(both: &Neighbours, session: &SessionKey) -> Vec<u8> {
    ElsewhereRequest::sign(both.here.nonce.clone(), question(), session).encode()
}

/// Every byte of every file below a folder.
fn contents(folder: &Path) -> Vec<u8> {
    let files = std::fs::read_dir(folder).unwrap();
    files.flat_map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect()
}

fn holds(haystack: &[u8], needle: &str) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle.as_bytes())
}

fn database(both: &Neighbours) -> rusqlite::Connection {
    rusqlite::Connection::open(both.world.data().join("server.sqlite")).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_registers_people_may_look_up_and_an_administrator_may_not() {
    let roles = [
        (Role::Registrar, 200, ""),
        (Role::Care, 200, ""),
        (Role::Protection, 200, ""),
        (Role::Supervisor, 200, ""),
        (Role::Administrator, 403, code::NOT_ALLOWED),
    ];
    let mut both = Neighbours::with_rosa(Role::Registrar).await;
    let url = both.url();
    for (role, status, code) in roles {
        let place = if matches!(role, Role::Supervisor | Role::Administrator) { "04" } else { SABAYA };
        both.here = both.world.join(role.clone(), place).await;
        let asked = ask(&mut both.here, &url, question()).await;
        assert_eq!((asked.status, asked.code.as_str()), (status, code), "{role}");
        if role == Role::Administrator {
            let known = both.reference(both.here.log.department(), both.there.registry(), ROSA);
            assert_eq!(both.take(known).await.err().unwrap(), code::NOT_ALLOWED);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_who_also_registers_people_may_look_up() {
    let mut both = Neighbours::with_rosa(Role::Administrator).await;
    let url = both.url();
    let (data, authority) = (both.world.data(), both.world.authority());
    let department = Department { data: &data, authority: &authority, pack: "bo", code: "04" };
    assign(&department, both.here.secrets.user, Role::Registrar, SABAYA).unwrap();
    assert_eq!(ask(&mut both.here, &url, question()).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_forgers_and_those_who_ask_in_another_s_name_are_refused() {
    let both = Neighbours::with_rosa(Role::Registrar).await;
    let elsewhere = Neighbours::with_rosa(Role::Registrar).await;
    let (here, there) = (&both.here, &both.there);
    let start = |secrets: &UserSecrets, keys: &DeviceKeys| {
        SessionKey::start(secrets, keys, "pisiga", 1, here.log.head())
    };
    let unknown_user = UserSecrets { user: UserId::random(), ..here.secrets.clone() };
    // The certificate of one session, with the key of another.
    let forged = SessionKey { sign: there.session.sign.clone(), ..here.session.clone() };
    let refused = [
        (elsewhere.here.session.clone(), code::UNKNOWN_DEVICE),
        (start(&here.secrets, &DeviceKeys::random()), code::UNKNOWN_DEVICE),
        (start(&unknown_user, &here.keys), code::UNKNOWN_DEVICE),
        (
            start(&UserSecrets { sign: there.secrets.sign.clone(), ..here.secrets.clone() }, &here.keys),
            code::BAD_SIGNATURE,
        ),
        (
            start(&UserSecrets { department: there.secrets.department, ..here.secrets.clone() }, &here.keys),
            code::UNKNOWN_DEVICE,
        ),
        (forged, code::BAD_SIGNATURE),
    ];
    for (place, (session, code)) in refused.into_iter().enumerate() {
        let asked = send(&both.url(), signed(&both, &session)).await;
        assert_eq!((asked.status, asked.code.as_str()), (401, code), "{place}");
    }
    let colleague = both.world.join(Role::Registrar, SABAYA).await;
    let not_theirs = start(&colleague.secrets, &here.keys);
    let asked = send(&both.url(), signed(&both, &not_theirs)).await;
    assert_eq!((asked.status, asked.code.as_str()), (401, code::BAD_SIGNATURE));
    assert_eq!(send(&both.url(), signed(&both, &here.session)).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_revoked_as_a_user_or_with_their_device_is_told_so_and_nothing_else() {
    for by_device in [false, true] {
        let mut both = Neighbours::with_rosa(Role::Supervisor).await;
        let mut colleague = both.world.join(Role::Registrar, SABAYA).await;
        let url = both.url();
        let who = match by_device {
            true => Revoked::Device(both.here.device()),
            false => Revoked::User(both.here.secrets.user),
        };
        let end = both.world.entry(&colleague, EntryBody::Revoke { who, cuts: Vec::new(), destroy: false });
        colleague.bring(&url, &[end]).await;
        for question in [question(), Question::Take([1; 16].into()), Question::Proposals { after: 0 }] {
            let asked = ask(&mut both.here, &url, question).await;
            assert_eq!((asked.status, asked.code.as_str()), (403, code::REVOKED));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stale_or_foreign_nonce_is_answered_with_a_fresh_one() {
    let mut both = Neighbours::with_rosa(Role::Registrar).await;
    let url = both.url();
    let good = std::mem::take(&mut both.here.nonce);
    for nonce in [Vec::new(), vec![0; 20], both.there.nonce.clone()] {
        both.here.nonce = nonce;
        let asked = ask(&mut both.here, &url, question()).await;
        assert_eq!((asked.status, asked.code.as_str()), (401, code::STALE_NONCE));
        let answer = common::Answer::read(401, &asked.bytes);
        both.here.nonce = answer.error.unwrap().1;
        assert_eq!(ask(&mut both.here, &url, question()).await.status, 200);
    }
    both.here.nonce = good;
    assert_eq!(ask(&mut both.here, &url, question()).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn too_little_to_mean_one_person_is_refused_and_counts_for_nothing() {
    let mut both = Neighbours::with_rosa(Role::Registrar).await;
    let url = both.url();
    let sought = |given: &str, surname: &str, birth: &str, number: &str| Sought {
        given_names: given.into(),
        surname1: surname.into(),
        birth: birth.into(),
        documents: vec![SoughtDocument { number: number.into(), ..SoughtDocument::default() }],
        ..Sought::default()
    };
    let too_little = [
        Sought::default(),
        sought("Rosa", "Quispealta", "", ""),
        sought("", "", "1991-07-23", ""),
        sought("R", "Q", "1991-07-23", ""),
        sought("R.", "¿?", "1991", ""),
        sought("Rosa", "", "ayer", ""),
        sought("Rosa", "", "", "X7"),
        sought("Rosa", "Quispealta", "", "0X-77.3"),
        sought("", "", "", "00-12"),
        Sought { phone: "71299431".into(), nationality: "VE".into(), ..Sought::default() },
    ];
    for (place, sought) in too_little.into_iter().enumerate() {
        let asked = ask(&mut both.here, &url, Question::LookUp(sought)).await;
        assert_eq!((asked.status, asked.code.as_str()), (400, code::TOO_LITTLE), "{place}");
    }
    let rows: i64 = database(&both).query_row("SELECT count(*) FROM look_up", [], |row| row.get(0)).unwrap();
    assert_eq!(rows, 0);
    for enough in [
        sought("Rosa", "", "1991", ""),
        sought("", "Qu", "age:30@2026-11-21", ""),
        sought("", "", "", "X7731942"),
    ] {
        assert_eq!(ask(&mut both.here, &url, Question::LookUp(enough)).await.status, 200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_asks_thirty_times_and_takes_ten_people_within_an_hour_also_over_a_restart() {
    let mut both = Neighbours::with_rosa(Role::Registrar).await;
    both.register([2; 16], &rosa_again()).await;
    let known = both.look_up(rosa_typed()).await.into_iter().find(|one| one.may_bring).unwrap().reference;
    for _ in 1..30 {
        both.look_up(rosa_typed()).await;
    }
    for _ in 0..10 {
        both.take(known).await.unwrap();
    }
    let Neighbours { world, here, there } = both;
    let mut both = Neighbours { world: world.restart().await, here, there };
    let url = both.url();
    for question in [question(), Question::Take(known)] {
        let asked = ask(&mut both.here, &url, question).await;
        assert_eq!((asked.status, asked.code.as_str()), (429, code::RATE_LIMITED));
        assert!((3_000..=3_600).contains(&asked.retry_after.unwrap()));
    }
    // A colleague has their own.
    let mut colleague = both.world.join(Role::Registrar, SABAYA).await;
    assert_eq!(ask(&mut colleague, &url, question()).await.status, 200);
    // As the first of them becomes an hour old, one place is free.
    let sql = "UPDATE look_up SET at = at - 3601 WHERE id = (SELECT min(id) FROM look_up)";
    database(&both).execute(sql, []).unwrap();
    assert_eq!(ask(&mut both.here, &url, question()).await.status, 200);
    assert_eq!(ask(&mut both.here, &url, question()).await.status, 429);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_says_who_asked_how_often_and_not_what_and_is_kept_for_ninety_days() {
    let mut both = Neighbours::with_rosa(Role::Registrar).await;
    both.register([2; 16], &rosa_again()).await;
    let told = both.look_up(rosa_typed()).await;
    let known = told.iter().find(|one| one.may_bring).unwrap().reference;
    both.look_up(Sought { given_names: CANARY.into(), birth: "1980".into(), ..Sought::default() }).await;
    both.take(known).await.unwrap();
    both.take([9; 16].into()).await.unwrap_err();
    both.agree(ROSA, &[(Purpose::ShareFacility, posta_domain::ConsentDecision::Refused)], 2).await;
    both.agree(ROSA, &[(Purpose::ShareReferral, posta_domain::ConsentDecision::Refused)], 3).await;
    both.take(known).await.unwrap_err();
    let (data, authority) = (both.world.data(), both.world.authority());
    let department = Department { data: &data, authority: &authority, pack: "bo", code: "04" };
    let user = both.here.secrets.user;
    let counts = |question: &str, asked, found| LookUps { user, question: question.into(), asked, found };
    assert_eq!(look_ups(&department).unwrap(), [counts("look_up", 2, 2), counts("take", 3, 1)]);
    let none = Department { code: "05", ..department };
    assert_eq!(look_ups(&none).unwrap(), []);
    let kept = database(&both);
    let sql = "SELECT elsewhere, reference, found FROM look_up ORDER BY id";
    type Row = (Option<Vec<u8>>, Option<Vec<u8>>, i64);
    let rows: Vec<Row> = kept
        .prepare(sql)
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let named = |reference: posta_identity::ids::Reference, found| {
        let there = both.there.log.department().as_bytes().to_vec();
        (Some(there), Some(reference.as_bytes().to_vec()), found)
    };
    let nobody = (None, None, 0);
    let [one, other] = [0, 1].map(|place| named(told[place].reference, 1));
    let expected = [one, other, nobody.clone(), named(known, 1), nobody, named(known, 0)];
    assert_eq!(rows, expected, "each of whom a question told, and of nobody one");
    assert!(!holds(&contents(&data), CANARY), "what was typed is in a file");
    kept.execute("UPDATE look_up SET at = at - 91 * 86400", []).unwrap();
    both.look_up(rosa_typed()).await;
    assert_eq!(look_ups(&department).unwrap(), [counts("look_up", 1, 2)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_typed_is_in_no_line_that_the_program_writes_and_its_counts_are_listed_by_command() {
    let folder = tempfile::tempdir().unwrap();
    init(folder.path());
    let (data, authority) = paths(folder.path());
    init_department(Path::new(&data), Path::new(&authority), "bo", "05").unwrap();
    let serving = Serving::start(folder.path(), &["--plain-http"]);
    let invited = json(&invite(folder.path(), "Ana Quispe", "registrar", SABAYA));
    let code: Code = invited["code"].as_str().unwrap().parse().unwrap();
    let (device, join) = accept_at(&serving.url, &code, DeviceKeys::random(), KdfCost::STANDARD).await;
    let mut device = device.finish_join(&serving.url, &join).await;
    let sought = Sought { surname1: CANARY.into(), birth: "1990".into(), ..Sought::default() };
    assert_eq!(ask(&mut device, &serving.url, Question::LookUp(sought.clone())).await.status, 200);
    let little = Sought { birth: String::new(), ..sought };
    assert_eq!(ask(&mut device, &serving.url, Question::LookUp(little)).await.code, code::TOO_LITTLE);
    assert_eq!(send(&serving.url, CANARY.into()).await.code, code::BAD_REQUEST);
    let which = ["--json", "--data", &data, "--authority", &authority, "--department", "04"];
    let listed = json(&command().arg("look-ups").args(which).output().unwrap());
    let user = device.secrets.user.to_string();
    let expected = serde_json::json!({ "user": user, "question": "look_up", "asked": 1, "found": 0 });
    assert_eq!(listed, expected);
    let (_, said) = serving.stop();
    assert!(said.contains("POST /v1/elsewhere 200"), "{said}");
    assert!(!holds(said.as_bytes(), "CANARIO"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn altered_and_hostile_questions_are_refused_and_the_next_honest_one_is_answered() {
    let mut both = Neighbours::with_rosa(Role::Registrar).await;
    let honest = signed(&both, &both.here.session);
    let url = both.url();
    // Each is a failure of this address: fewer than what it may have at once.
    for place in (0..honest.len()).step_by(honest.len() / 45) {
        let mut altered = honest.clone();
        altered[place] ^= 0x41;
        let asked = send(&url, altered).await;
        assert!(matches!(asked.status, 400 | 401), "{place}: {} {}", asked.status, asked.code);
    }
    let large = vec![0; limits::QUESTION + 1];
    assert_eq!(send(&url, large).await.code, code::TOO_LARGE);
    assert_eq!(send(&url, Vec::new()).await.code, code::BAD_REQUEST);
    // Somebody in the registry who is all odd words.
    let odd = Person {
        registered_post: "Villazón, calle 3".into(),
        sex: posta_domain::Sex::Other("x y".into()),
        ..rosa()
    };
    both.register([2; 16], &odd).await;
    let found = both.look_up(rosa_typed()).await;
    let odd = found.iter().find(|one| one.post.is_empty()).unwrap();
    assert_eq!((odd.sex.as_str(), odd.initials.as_str()), ("unknown", "REQM"));
}
