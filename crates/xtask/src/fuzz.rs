//! Feeds every decoder that meets foreign bytes with bytes that look for new paths through it (libFuzzer).
//!
//! Needs a nightly compiler (`rustup toolchain install nightly`), which nothing else here needs; the tests replay the
//! corpus on the stable one. The fuzzer's own, larger corpus stays in the build cache.

use crate::house::{House, output, run as run_command};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};

/// Of one input. Bytes.
const MOST_BYTES: usize = 4096;
/// Inputs that one run adds to the kept corpus of a target at most.
const KEPT_AT_ONCE: usize = 24;
/// Of one input: seconds until it counts as a hang, and mebibytes of the whole process.
const LIMITS: &[&str] = &["-timeout=10", "-rss_limit_mb=1024"];
/// How LLVM is told to count the edges taken and to tell the fuzzer what was compared with what.
const INSTRUMENTED: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing";

/// What is asked for.
#[derive(Debug, PartialEq, Eq)]
struct Wish {
    /// One target, or all.
    target: Option<String>,
    /// For each target.
    seconds: u64,
    /// Whether what is new is put into the kept corpus afterwards.
    keep: bool,
}

/// Runs `[TARGET] [--seconds N] [--keep]`.
///
/// # Errors
/// When a target panics, hangs or takes too much memory: the input is left in the cache and named. Also without
/// nightly.
pub fn run(house: &House, words: &[String]) -> Result<()> {
    let wish = understand(words)?;
    let program = build(house)?;
    let targets = match wish.target {
        Some(ref target) => vec![target.clone()],
        None => targets(house)?,
    };
    for target in targets {
        fuzz(house, &program, &target, wish.seconds)?;
        if wish.keep {
            keep(house, &program, &target)?;
        }
    }
    Ok(())
}

fn understand(words: &[String]) -> Result<Wish> {
    let mut wish = Wish { target: None, seconds: 60, keep: false };
    let mut words = words.iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--seconds" => {
                let seconds = words.next().context("--seconds needs a number")?;
                wish.seconds = seconds.parse().context("--seconds needs a number")?;
            }
            "--keep" => wish.keep = true,
            target if !target.starts_with('-') && wish.target.is_none() => {
                wish.target = Some(target.to_owned());
            }
            other => bail!("'{other}' is not understood here"),
        }
    }
    Ok(wish)
}

/// The names of all targets: the folders of the kept corpus, which a test holds to the list of targets.
fn targets(house: &House) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for folder in fs::read_dir(house.root.join("tests/hostile/corpus"))? {
        names.push(folder?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}

fn cache(house: &House) -> PathBuf {
    house.target.join("fuzz")
}

fn build(house: &House) -> Result<PathBuf> {
    let host = output(house.command("rustc").args(["+nightly", "--print", "host-tuple"]))
        .context("fuzzing needs a nightly compiler: rustup toolchain install nightly")?;
    let host = host.trim();
    let mut cargo = house.command("cargo");
    cargo.args([
        "+nightly",
        "build",
        "--release",
        "--manifest-path",
        "tests/fuzz/Cargo.toml",
        "--target",
        host,
    ]);
    run_command(cargo.env("CARGO_TARGET_DIR", cache(house)).env("RUSTFLAGS", INSTRUMENTED))?;
    Ok(cache(house).join(host).join("release").join("posta-fuzz"))
}

fn fuzz(house: &House, program: &Path, target: &str, seconds: u64) -> Result<()> {
    let own = made(cache(house).join("corpus").join(target))?;
    let found = made(cache(house).join("found").join(target))?;
    let mut command = house.command(&program.to_string_lossy());
    command.env("POSTA_TARGET", target).env("POSTA_SEEDS", &own).args(LIMITS);
    command.arg(format!("-max_len={MOST_BYTES}")).arg(format!("-max_total_time={seconds}"));
    command.arg("-print_final_stats=1").arg(format!("-artifact_prefix={}/", found.display()));
    command.arg(own).arg(house.root.join("tests/hostile/corpus").join(target));
    run_command(&mut command).with_context(|| format!("{target}: see {}", found.display()))
}

/// Puts inputs that take edges which the kept corpus does not take into it: the largest few of the fewest, which take
/// the most. What was kept stays.
fn keep(house: &House, program: &Path, target: &str) -> Result<()> {
    let own = cache(house).join("corpus").join(target);
    let kept = made(house.root.join("tests/hostile/corpus").join(target))?;
    let chosen = cache(house).join("chosen").join(target);
    if chosen.exists() {
        fs::remove_dir_all(&chosen)?;
    }
    let chosen = made(chosen)?;
    let mut command = house.command(&program.to_string_lossy());
    command.env("POSTA_TARGET", target).args(LIMITS).args(["-use_counters=0", "-set_cover_merge=1"]);
    for file in fs::read_dir(&kept)? {
        let file = file?;
        fs::copy(file.path(), chosen.join(file.file_name()))?;
    }
    run_command(command.arg(format!("-max_len={MOST_BYTES}")).arg(&chosen).arg(own))?;
    let mut new = Vec::new();
    for file in fs::read_dir(&chosen)? {
        let file = file?;
        let size = file.metadata()?.len();
        if !kept.join(file.file_name()).exists() && size <= MOST_BYTES as u64 {
            new.push((size, file.file_name()));
        }
    }
    new.sort_by(|one, other| other.cmp(one));
    for (_, name) in new.iter().take(KEPT_AT_ONCE) {
        fs::copy(chosen.join(name), kept.join(name))?;
    }
    println!("{target}: {} of {} new inputs kept", new.len().min(KEPT_AT_ONCE), new.len());
    Ok(())
}

fn made(folder: PathBuf) -> Result<PathBuf> {
    fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    Ok(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn understood(words: &[&str]) -> Result<Wish> {
        understand(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn a_target_a_time_and_whether_to_keep_are_understood_and_nothing_else() {
        let all = Wish { target: None, seconds: 60, keep: false };
        assert_eq!(understood(&[]).unwrap(), all);
        let one = Wish { target: Some("log".into()), seconds: 5, keep: true };
        assert_eq!(understood(&["log", "--seconds", "5", "--keep"]).unwrap(), one);
        for wrong in [&["--seconds"][..], &["--seconds", "x"], &["--fast"], &["log", "batch"]] {
            assert!(understood(wrong).is_err(), "{wrong:?}");
        }
    }
}
