//! What the operator does with the real program: inviting, revoking, giving rights, recovering.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::io::Write;
use std::path::Path;
use std::process::{Output, Stdio};

use common::process::{Serving, command, init, invite, json, paths, run};
use common::{Device, SABAYA, TURCO, accept_at, person};
use posta_identity::{Code, CodeKeys, DeviceKeys, Invitation, KdfCost};
use posta_protocol::code;
use serde_json::Value;

/// Runs a command with the folders and department of a test.
fn act(folder: &Path, words: &[&str], more: &[&str], input: &str) -> Output {
    let (data, authority) = paths(folder);
    let which = ["--json", "--data", &data, "--authority", &authority, "--department", "04"];
    let mut child = command()
        .args(words)
        .args(which)
        .args(more)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Whoever reads nothing may be gone already.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

fn lines(output: &Output) -> Vec<Value> {
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

async fn join(folder: &Path, serving: &Serving, role: &str) -> Device {
    let invited = json(&invite(folder, "CANARIO Quispe", role, SABAYA));
    let code: Code = invited["code"].as_str().unwrap().parse().unwrap();
    let (device, join) = accept_at(&serving.url, &code, DeviceKeys::random(), KdfCost::STANDARD).await;
    device.finish_join(&serving.url, &join).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_is_revoked_at_what_was_accepted_and_late_work_is_admitted_by_command() {
    let folder = tempfile::tempdir().unwrap();
    init(folder.path());
    let serving = Serving::start(folder.path(), &["--plain-http"]);
    let mut device = join(folder.path(), &serving, "registrar").await;
    let registry = device.registry();
    let data = folder.path().join("data");
    let digest = || sync_server::document_digest(&data, registry).unwrap();
    let batch = |device: &mut Device, id: u8| {
        let (_, change) = person(device.actor(), [id; 16], "Rosa");
        device.batch(registry, &[change])
    };
    let sent = batch(&mut device, 1);
    device.exchange(&serving.url, registry, &[&sent]).await;
    let accepted = digest();

    let id = device.device().to_string();
    let said = lines(&act(folder.path(), &["revoke"], &["--device", &id, "--destroy"], ""));
    assert_eq!((&said[0]["feeds"], &said[0]["destroy"]), (&1.into(), &true.into()));
    let late = batch(&mut device, 2);
    let answer = device.exchange(&serving.url, registry, &[&late]).await;
    assert_eq!(answer.refused, [(registry, code::REVOKED.to_owned())]);
    assert!(answer.covers(&late));
    assert!(device.log.membership().must_destroy(device.device()));
    assert_eq!(digest(), accepted);
    let members = act(folder.path(), &["members"], &[], "");
    assert!(!String::from_utf8_lossy(&members.stdout).contains("CANARIO"), "ids, no names");
    assert_eq!(lines(&members)[0]["devices"][0]["active"], false);

    let aside = act(folder.path(), &["aside"], &[], "");
    assert!(!String::from_utf8_lossy(&aside.stdout).contains("Rosa"), "ids and sizes");
    let aside = lines(&aside);
    assert_eq!((aside.len(), &aside[0]["sensitivity"]), (1, &"registry".into()));
    lines(&act(folder.path(), &["admit"], &["--batch", aside[0]["batch"].as_str().unwrap()], ""));
    assert_eq!(lines(&act(folder.path(), &["aside"], &[], "")), Vec::<serde_json::Value>::new());
    device.exchange(&serving.url, registry, &[]).await;
    assert_ne!(digest(), accepted);
    let user = device.secrets.user.to_string();
    assert_eq!(act(folder.path(), &["revoke"], &["--user", &user, "--destroy"], "").status.code(), Some(3));
    assert_eq!(act(folder.path(), &["revoke"], &[], "").status.code(), Some(2));
    let nobody = "00".repeat(16);
    assert_eq!(act(folder.path(), &["revoke"], &["--user", &nobody], "").status.code(), Some(3));
    assert_eq!(act(folder.path(), &["admit"], &["--batch", &"00".repeat(32)], "").status.code(), Some(3));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_is_given_a_role_and_then_revoked_by_command() {
    let folder = tempfile::tempdir().unwrap();
    init(folder.path());
    let serving = Serving::start(folder.path(), &["--plain-http"]);
    let mut device = join(folder.path(), &serving, "registrar").await;
    let user = device.secrets.user.to_string();
    let rights = ["--user", &user, "--role", "care", "--place"];
    let elsewhere = act(folder.path(), &["assign"], &[rights.as_slice(), &["010101"]].concat(), "");
    assert_eq!(elsewhere.status.code(), Some(3), "a municipality of another department");
    lines(&act(folder.path(), &["assign"], &[rights.as_slice(), &[TURCO]].concat(), ""));
    let said = lines(&act(folder.path(), &["members"], &[], ""));
    assert_eq!(said[0]["rights"][1], serde_json::json!({ "role": "care", "place": TURCO }));
    let registry = device.registry();
    device.exchange(&serving.url, registry, &[]).await;
    let scope = device.log.membership().care_scope(TURCO).unwrap();
    device.secrets.open_shares(device.log.membership());
    let batch = device.batch(scope, &[]);
    assert!(device.exchange(&serving.url, scope, &[&batch]).await.covers(&batch));
    lines(&act(folder.path(), &["revoke"], &["--user", &user], ""));
    assert_eq!(lines(&act(folder.path(), &["members"], &[], ""))[0]["active"], false);
    let answer = device.exchange(&serving.url, scope, &[]).await;
    assert!(answer.batches.is_empty());
}

#[test]
fn an_invitation_comes_with_words_a_picture_and_a_file_that_joins_without_a_connection() {
    let folder = tempfile::tempdir().unwrap();
    init(folder.path());
    let (data, authority) = paths(folder.path());
    let file = folder.path().join("invitation.posta");
    let base = ["invite", "--data", &data, "--authority", &authority, "--name", "Ana", "--place", SABAYA];
    let url = ["--url", "https://posta.example:8443", "--file", file.to_str().unwrap()];
    let invited = run(&[base.as_slice(), &["--role", "protection"], &url, &["--json"]].concat());
    let invited = json(&invited);
    let code: Code = invited["code"].as_str().unwrap().parse().unwrap();
    let link = format!("posta:join?s=https://posta.example:8443&c={}", invited["code"].as_str().unwrap());
    assert_eq!(invited["link"], link.as_str());
    let keys = CodeKeys::derive(&code, KdfCost::STANDARD).unwrap();
    let sealed = std::fs::read(&file).unwrap();
    let invitation = Invitation::open(&keys, &sealed).unwrap();
    assert_eq!(invited["words"], serde_json::json!(invitation.words()));
    assert_eq!(invited["words"].as_array().unwrap().len(), 4);
    // For people: code, words, picture.
    let shown = run(&[base.as_slice(), &["--role", "administrator"], &url].concat());
    let shown = String::from_utf8(shown.stdout).unwrap();
    let lines: Vec<&str> = shown.lines().collect();
    assert!(lines[0].parse::<Code>().is_ok());
    assert_eq!(lines[1].split(' ').count(), 4);
    assert!(lines.len() > 20 && lines[10].contains('█'));
    let wrong = [base.as_slice(), &["--role", "care", "--url", "https://x&c=AAAA", "--json"]].concat();
    assert_eq!(run(&wrong).status.code(), Some(3));
}

fn authority_bytes(folder: &Path) -> Vec<u8> {
    let mut files: Vec<_> =
        std::fs::read_dir(folder.join("authority")).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    files.iter().flat_map(|file| std::fs::read(file).unwrap()).collect()
}

#[test]
fn the_recovery_key_is_split_drilled_and_joined_by_command_and_the_drill_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    init(folder.path());
    invite(folder.path(), "Ana", "care", SABAYA);
    let before = authority_bytes(folder.path());
    let drilled = lines(&act(folder.path(), &["recovery", "drill"], &[], ""));
    // Registry, audit and the care scope of Sabaya.
    assert_eq!((&drilled[0]["serves"], &drilled[0]["epochs"]), (&true.into(), &3.into()));
    assert_eq!(authority_bytes(folder.path()), before);

    let split = ["--needed", "2", "--shares", "3", "--remove"];
    let made = lines(&act(folder.path(), &["recovery", "split"], &split, ""));
    let shares: Vec<&str> = made.iter().map(|line| line["share"].as_str().unwrap()).collect();
    assert_eq!(shares.len(), 3);
    let exit =
        |words: &[&str], more: &[&str], input: &str| act(folder.path(), words, more, input).status.code();
    assert_eq!(exit(&["recovery", "drill"], &[], ""), Some(5), "the key is out of the folder");
    let by_shares = |input: &str| exit(&["recovery", "drill"], &["--shares"], input);
    assert_eq!(by_shares(&format!("{}\n{}\n", shares[0], shares[2])), Some(0));
    assert_eq!(by_shares(&format!("{}\n\n{}", shares[2].to_lowercase(), shares[1])), Some(0));
    assert_eq!(by_shares(shares[0]), Some(5), "one is too few");
    assert_eq!(by_shares(&format!("{0}\n{0}", shares[0])), Some(5), "the same twice is one");
    assert_eq!(by_shares("no share"), Some(5));
    assert_eq!(by_shares(""), Some(5));
    assert_eq!(exit(&["recovery", "answer"], &["--challenge", "no challenge"], ""), Some(5));
    assert_eq!(exit(&["recovery", "join"], &[], shares[1]), Some(5));
    let joined = format!("{}\n{}\n", shares[1], shares[2]);
    assert_eq!(exit(&["recovery", "join"], &[], &joined), Some(0));
    assert_eq!(exit(&["recovery", "drill"], &[], ""), Some(0));
    assert_eq!(authority_bytes(folder.path()), before);
    // Shares of another department's key do not serve.
    let other = tempfile::tempdir().unwrap();
    init(other.path());
    let drill = act(other.path(), &["recovery", "drill"], &["--shares"], &joined);
    assert_eq!(drill.status.code(), Some(5));
}
