//! What a fresh machine lacks: system packages (Debian and its kin) and the packages of the ui.

use crate::house::{House, output, run as run_command};
use anyhow::{Context, Result, bail};
use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

/// System packages beyond Rust, Node, git and gcc, and what needs them.
const PACKAGES: &[(&str, &str)] = &[
    ("libc6-dev", "linking"),
    ("pkg-config", "finding the libraries below"),
    ("libssl-dev", "the encryption of SQLCipher files"),
    ("libwebkit2gtk-4.1-dev", "the window"),
    ("webkit2gtk-driver", "driving the window in tests"),
    ("xvfb", "a virtual display for tests"),
    ("xauth", "a virtual display for tests"),
    ("postgresql", "the server with several nodes: tests start their own"),
];

/// Installs what is missing and says so first.
///
/// # Errors
/// When something is missing and this user may not install it, or when an installation fails.
pub fn run(house: &House) -> Result<()> {
    system_packages(house)?;
    ui_packages(house)
}

fn system_packages(house: &House) -> Result<()> {
    let names: Vec<&str> = PACKAGES.iter().map(|(name, _)| *name).collect();
    let mut query = house.command("dpkg-query");
    query.args(["--show", "--showformat", "${Package} ${Status}\n"]).args(&names);
    let Ok(answer) = query.output() else {
        println!(
            "this is not Debian: the packages are not checked. Needed, by Debian's names: {}",
            names.join(", ")
        );
        return Ok(());
    };
    let missing = missing(&String::from_utf8_lossy(&answer.stdout));
    if missing.is_empty() {
        println!("system packages: all {} are here", PACKAGES.len());
        return Ok(());
    }
    println!("system packages to install:");
    for (name, purpose) in &missing {
        println!("  {name}: {purpose}");
    }
    let missing: Vec<&str> = missing.iter().map(|(name, _)| *name).collect();
    if !is_root()? {
        println!("\nThis user may not install them. Run once:\n");
        println!(
            "  sudo sh -c 'apt-get update && apt-get install --yes --no-install-recommends {}'\n",
            missing.join(" ")
        );
        bail!("system packages are missing");
    }
    run_command(apt(house).arg("update"))?;
    run_command(apt(house).args(["install", "--yes", "--no-install-recommends"]).args(&missing))
}

/// Packages that dpkg does not report as installed.
fn missing(answer: &str) -> Vec<(&'static str, &'static str)> {
    let installed = |name: &str| {
        answer.lines().any(|line| {
            line.split_once(' ')
                .is_some_and(|(first, status)| first == name && status == "install ok installed")
        })
    };
    PACKAGES.iter().copied().filter(|(name, _)| !installed(name)).collect()
}

fn apt(house: &House) -> Command {
    let mut command = house.command("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive").arg("--quiet=2");
    command.args(["-o", "Acquire::Retries=3", "-o", "DPkg::Lock::Timeout=300", "-o", "Dpkg::Use-Pty=0"]);
    command
}

fn is_root() -> Result<bool> {
    Ok(output(Command::new("id").arg("-u"))?.trim() == "0")
}

fn ui_packages(house: &House) -> Result<()> {
    let ui = house.root.join("ui");
    let lock = ui.join("package-lock.json");
    let installed = ui.join("node_modules").join(".package-lock.json");
    let changed = changed_at(&lock).context("ui/package-lock.json is missing")?;
    if changed_at(&installed).is_some_and(|installed| installed >= changed) {
        println!("ui packages: as in ui/package-lock.json");
        return Ok(());
    }
    println!("ui packages: installing as in ui/package-lock.json");
    run_command(&mut house.npm(&["ci", "--no-audit", "--no-fund"]))
}

fn changed_at(path: &Path) -> Option<SystemTime> {
    path.metadata().and_then(|metadata| metadata.modified()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_dpkg_calls_installed_counts() {
        let all: String = PACKAGES.iter().map(|(name, _)| format!("{name} install ok installed\n")).collect();
        assert!(missing(&all).is_empty());
        assert_eq!(missing("").len(), PACKAGES.len());
        let removed = all.replace("xauth install ok installed", "xauth deinstall ok config-files");
        assert_eq!(missing(&removed), [("xauth", "a virtual display for tests")]);
    }
}
