//! A program that starts itself again.
#![cfg(all(target_os = "linux", target_env = "gnu"))]
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::process::Command;

const POOLS: &str = "MALLOC_ARENA_MAX";
const IS_CHILD: &str = "POSTA_TEST_CHILD";

#[test]
fn a_program_starts_again_once_with_its_words_and_shares_its_free_memory() {
    if std::env::var_os(IS_CHILD).is_some() {
        println!("began");
        posta_guard::share_free_memory();
        println!("goes on with {}", std::env::var(POOLS).unwrap_or_default());
        return;
    }
    let name = "a_program_starts_again_once_with_its_words_and_shares_its_free_memory";
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", name, "--nocapture", "--test-threads", "1"]).env(IS_CHILD, "1");
    let told = |child: &mut Command| String::from_utf8(child.output().unwrap().stdout).unwrap();
    let anew = told(child.env_remove(POOLS));
    assert_eq!(anew.matches("goes on with 2").count(), 1, "{anew}");
    assert!(anew.contains("1 passed"), "{anew}");
    let taken_away = told(child.env("POSTA_STARTED_AGAIN", "1"));
    assert_eq!(taken_away.matches("began").count(), 1, "for ever: {taken_away}");
    let as_asked = told(child.env(POOLS, "7"));
    assert_eq!(as_asked.matches("began").count(), 1, "{as_asked}");
    assert_eq!(as_asked.matches("goes on with 7").count(), 1, "{as_asked}");
}
