//! Where the figures were measured.

use std::fmt;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use serde_json::{Value, json};

/// One machine on one day.
pub struct Machine {
    cores: usize,
    processor: String,
    memory_mb: u64,
    kernel: String,
    /// Of the folder where homes and server are.
    filesystem: String,
    rustc: String,
    profile: &'static str,
    date: String,
}

impl Machine {
    pub fn look(work: &Path) -> Self {
        let memory =
            field("/proc/meminfo", "MemTotal").and_then(|text| text.split(' ').next()?.parse::<u64>().ok());
        Self {
            cores: std::thread::available_parallelism().map_or(0, usize::from),
            processor: field("/proc/cpuinfo", "model name").unwrap_or_else(unknown),
            memory_mb: memory.unwrap_or(0) / 1024,
            kernel: std::fs::read_to_string("/proc/sys/kernel/osrelease").map_or_else(|_| unknown(), trimmed),
            filesystem: filesystem_of(work).unwrap_or_else(unknown),
            rustc: rustc().unwrap_or_else(unknown),
            profile: if cfg!(debug_assertions) { "debug" } else { "release" },
            date: chrono::Utc::now().date_naive().to_string(),
        }
    }

    pub fn to_json(&self) -> Value {
        json!({
            "cores": self.cores, "processor": self.processor, "memory_mb": self.memory_mb, "kernel": self.kernel,
            "filesystem": self.filesystem, "rustc": self.rustc, "profile": self.profile, "date": self.date,
        })
    }
}

impl fmt::Display for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { cores, processor, memory_mb, kernel, filesystem, rustc, profile, date } = self;
        write!(
            f,
            "{date}: {cores} cores of {processor}, {memory_mb} MB, Linux {kernel}, {filesystem}, {rustc}, {profile}"
        )
    }
}

/// The value after `name` and a colon in a file of such lines.
fn field(file: &str, name: &str) -> Option<String> {
    let text = std::fs::read_to_string(file).ok()?;
    let line = text.lines().find(|line| line.starts_with(name))?;
    line.split_once(':').map(|(_, value)| trimmed(value.to_owned()))
}

/// What this thread has used of a processor so far. Unlike the time on the clock, it says nothing of other programs.
pub fn own_processor_time() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}

/// Programs that wanted a processor in the last minute, on average. More than there are cores: figures of time suffer.
pub fn load() -> Option<f64> {
    std::fs::read_to_string("/proc/loadavg").ok()?.split(' ').next()?.parse().ok()
}

/// Kibibytes of this process, by the name that the kernel gives them: `VmRSS` now, `VmHWM` at most.
pub fn own_memory(name: &str) -> Option<u64> {
    memory_of("self", name)
}

/// The same of a process, named by its number.
pub fn memory_of(process: &str, name: &str) -> Option<u64> {
    field(&format!("/proc/{process}/status"), name)?.split(' ').next()?.parse().ok()
}

/// Bytes of this process at most; 0 where the kernel does not say.
pub fn memory() -> u64 {
    own_memory("VmHWM").unwrap_or(0) * 1024
}

/// What all threads of this process have used of the processors.
pub fn processor_time() -> Duration {
    processor_time_of("self")
}

/// The same of a process, named by its number.
pub fn processor_time_of(process: &str) -> Duration {
    let text = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let fields = text.rsplit(')').next().unwrap_or_default().split_whitespace();
    // User and system time, in hundredths of a second.
    Duration::from_millis(
        fields.skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum::<u64>() * 10,
    )
}

fn filesystem_of(work: &Path) -> Option<String> {
    let work = work.canonicalize().ok()?;
    let mounts = std::fs::read_to_string("/proc/mounts").ok()?;
    let mounts = mounts.lines().filter_map(|line| {
        let mut words = line.split(' ').skip(1);
        Some((words.next()?, words.next()?)).filter(|(place, _)| work.starts_with(place))
    });
    mounts.max_by_key(|(place, _)| place.len()).map(|(_, kind)| kind.to_owned())
}

fn rustc() -> Option<String> {
    let said = Command::new("rustc").arg("--version").output().ok()?;
    String::from_utf8(said.stdout).ok().map(trimmed)
}

fn trimmed(text: String) -> String {
    text.trim().to_owned()
}

fn unknown() -> String {
    "unknown".into()
}
