//! What our programs keep from the rest of their machine. Every program of ours calls it first.

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
