//! Where the repository and its build cache are, and how child processes are started in them.

use anyhow::{Context, Result, bail};
use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The one feature set for every build: another one would compile tauri a second time.
const FEATURES: &[&str] = &["--features", "posta-shell/custom-protocol"];

/// Variables that cargo sets for xtask itself. Build scripts that watch them would rebuild with every change of
/// caller (plain cargo, xtask), so children do not inherit them.
const CARGOS_OWN: &[&str] = &[
    "CARGO",
    "CARGO_BIN_NAME",
    "CARGO_CRATE_NAME",
    "CARGO_MANIFEST_DIR",
    "CARGO_MANIFEST_LINKS",
    "CARGO_MANIFEST_PATH",
    "CARGO_PRIMARY_PACKAGE",
    "OUT_DIR",
];

/// The repository on this machine.
#[derive(Debug)]
pub struct House {
    /// The folder of the workspace's Cargo.toml.
    pub root: PathBuf,
    /// Cargo's target directory, shared by developers and CI.
    pub target: PathBuf,
    /// Whether cargo may change Cargo.lock.
    pub locked: bool,
}

impl House {
    /// Finds the repository from the working directory upwards.
    ///
    /// # Errors
    /// When the working directory is not inside the repository, or there is no place for the build cache.
    pub fn find() -> Result<Self> {
        let here = env::current_dir().context("the working directory cannot be read")?;
        let root = here
            .ancestors()
            .find(|folder| folder.join("crates/xtask/Cargo.toml").is_file())
            .context("run this inside the repository")?
            .to_path_buf();
        let target = target_directory(|name| env::var_os(name).map(PathBuf::from))?;
        Ok(Self { root, target, locked: false })
    }

    /// A command in the repository's folder, without input, building into the shared cache.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root).stdin(Stdio::null()).env("CARGO_TARGET_DIR", &self.target);
        for (name, _) in env::vars_os() {
            let own = name
                .to_str()
                .is_some_and(|name| name.starts_with("CARGO_PKG_") || CARGOS_OWN.contains(&name));
            if own {
                command.env_remove(name);
            }
        }
        command
    }

    /// `cargo VERB ARGS`, with the lock file held fast where it must be.
    pub fn cargo(&self, verb: &str, arguments: &[&str]) -> Command {
        let mut command = self.command("cargo");
        command.arg(verb);
        if self.locked {
            command.arg("--locked");
        }
        command.args(arguments);
        command
    }

    /// `cargo VERB` with the one feature set, then ARGS.
    pub fn build(&self, verb: &str, arguments: &[&str]) -> Command {
        let mut command = self.cargo(verb, FEATURES);
        command.args(arguments);
        command
    }

    /// `npm ARGS` in the ui folder.
    pub fn npm(&self, arguments: &[&str]) -> Command {
        let mut command = self.command("npm");
        command.args(arguments).current_dir(self.root.join("ui")).env("npm_config_update_notifier", "false");
        command
    }

    /// The path of a built program; `profile` is `debug` or `release`.
    pub fn program(&self, profile: &str, name: &str) -> PathBuf {
        self.target.join(profile).join(format!("{name}{}", env::consts::EXE_SUFFIX))
    }
}

/// Says what is run, runs it, and fails when it fails.
///
/// # Errors
/// When the program cannot be started or ends with another status than success.
pub fn run(command: &mut Command) -> Result<()> {
    println!("$ {}", shown(command));
    let status = command.status().with_context(|| format!("{} did not start", shown(command)))?;
    if status.success() { Ok(()) } else { bail!("{} ended with {status}", shown(command)) }
}

/// The output of a command whose errors go to the terminal.
///
/// # Errors
/// As [`run`], or when the output is not UTF-8.
pub fn output(command: &mut Command) -> Result<String> {
    let done = command
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("{} did not start", shown(command)))?;
    if !done.status.success() {
        bail!("{} ended with {}", shown(command), done.status);
    }
    String::from_utf8(done.stdout).with_context(|| format!("{} did not answer with text", shown(command)))
}

fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    let mut words = vec![program.to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|word| word.to_string_lossy().into_owned()));
    words.join(" ")
}

/// `$CARGO_TARGET_DIR`, else `posta/target` in the user's cache.
fn target_directory(variable: impl Fn(&str) -> Option<PathBuf>) -> Result<PathBuf> {
    let filled = |name: &str| variable(name).filter(|path| !path.as_os_str().is_empty());
    if let Some(target) = filled("CARGO_TARGET_DIR") {
        return std::path::absolute(target).context("CARGO_TARGET_DIR is not a path");
    }
    let cache = filled("XDG_CACHE_HOME")
        .or_else(|| filled("HOME").map(|home| home.join(".cache")))
        .or_else(|| filled("LOCALAPPDATA"))
        .context("set CARGO_TARGET_DIR: this user has no home folder")?;
    Ok(cache.join("posta").join("target"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(set: &[(&str, &str)]) -> PathBuf {
        target_directory(|name| {
            set.iter().find(|(key, _)| *key == name).map(|(_, value)| PathBuf::from(value))
        })
        .unwrap()
    }

    #[test]
    fn the_build_cache_is_the_users_unless_one_is_named() {
        assert_eq!(target(&[("HOME", "/ana")]), Path::new("/ana/.cache/posta/target"));
        assert_eq!(target(&[("HOME", "/ana"), ("XDG_CACHE_HOME", "/c")]), Path::new("/c/posta/target"));
        assert_eq!(target(&[("HOME", "/ana"), ("CARGO_TARGET_DIR", "/t")]), Path::new("/t"));
        assert_eq!(
            target(&[("HOME", "/ana"), ("CARGO_TARGET_DIR", "")]),
            Path::new("/ana/.cache/posta/target")
        );
    }
}
