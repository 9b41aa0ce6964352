//! What our programs keep from the rest of their machine, which each of them calls first, and what they ask of it.

/// Keeps the memory of this process, where keys and records are, out of files and away from other programs: no core
/// dump is written when it or a process that it starts crashes, and no other program of the same user may look into
/// it. On Linux; elsewhere it does nothing (docs/howto/keep-a-device-safe.md says what to set on Windows). Where the
/// system refuses, the program starts all the same: people at a post need it.
pub fn keep_memory_private() {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit};

        // The hard limit too, so that nothing started from here can raise it again.
        let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
        // Systems that pipe dumps to a program pass over the limit, not over this.
        let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    }
}

/// Starts this program again in its own place, so that its threads share two pools of free memory instead of eight for
/// each core: what one lets go of serves the others, where many wait at once and each needs some MiB for a moment. glibc
/// reads that only when a program starts. Returns where it was done already, on other systems, and where it cannot be done;
/// then a pipe that nobody reads may end the program (`SIGPIPE`), unless it says that it shall not. To be called before
/// threads begin.
pub fn share_free_memory() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    {
        use std::os::unix::process::CommandExt;

        const POOLS: &str = "MALLOC_ARENA_MAX";
        // Where the system takes the first away, of a program with rights of its own, this one says that it was tried.
        const AGAIN: &str = "POSTA_STARTED_AGAIN";
        if [POOLS, AGAIN].iter().any(|name| std::env::var_os(name).is_some()) {
            return;
        }
        let mut words = std::env::args_os();
        if let (Some(name), Ok(program)) = (words.next(), std::env::current_exe()) {
            let mut again = std::process::Command::new(program);
            // Comes back only when it failed.
            let _ = again.arg0(name).args(words).env(POOLS, "2").env(AGAIN, "1").exec();
        }
    }
}

/// Seconds of processor that this process has used, its own and the system's for it. `None` where the system does not say.
pub fn cpu_seconds() -> Option<f64> {
    #[cfg(target_os = "linux")]
    {
        // Fields 14 and 15 of proc(5), after the name in brackets, in ticks; Linux has 100 in a second on every machine.
        let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
        let fields = stat.rsplit_once(')')?.1.split_whitespace();
        let ticks: Vec<f64> = fields.skip(11).take(2).filter_map(|field| field.parse().ok()).collect();
        Some(ticks.iter().sum::<f64>() / 100.0)
    }
    #[cfg(not(target_os = "linux"))]
    None
}

/// Processor that this thread has used, exactly. `None` where the system does not say.
pub fn thread_processor() -> Option<std::time::Duration> {
    #[cfg(target_os = "linux")]
    {
        let spent = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
        let (seconds, nanos) = (u64::try_from(spent.tv_sec).ok()?, u32::try_from(spent.tv_nsec).ok()?);
        Some(std::time::Duration::new(seconds, nanos))
    }
    #[cfg(not(target_os = "linux"))]
    None
}

/// The most memory that this process has held, in bytes. `None` where the system does not say.
pub fn peak_memory_bytes() -> Option<u64> {
    #[cfg(target_os = "linux")]
    {
        let status = std::fs::read_to_string("/proc/self/status").ok()?;
        let kilobytes = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        Some(kilobytes.trim().trim_end_matches("kB").trim().parse::<u64>().ok()? * 1_024)
    }
    #[cfg(not(target_os = "linux"))]
    None
}

/// Bytes that a program of this user may still write to the disk that a folder is on. `None` where the system does not say.
pub fn free_bytes(folder: &std::path::Path) -> Option<u64> {
    #[cfg(target_os = "linux")]
    {
        let disk = rustix::fs::statvfs(folder).ok()?;
        disk.f_bavail.checked_mul(disk.f_frsize)
    }
    #[cfg(not(target_os = "linux"))]
    {
        let _ = folder;
        None
    }
}
