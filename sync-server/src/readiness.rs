//! Whether this node is to be sent anything.

use std::time::{Duration, Instant};

use tokio::sync::Mutex;

use crate::error::Error;
use crate::request_log::write_line;
use crate::server::Server;

/// How long an answer is good: whoever asks often, and all who ask at once, are told the same.
const GOOD: Duration = Duration::from_secs(1);

/// What stands in the way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Readiness {
    /// Nothing.
    Ready,
    /// The node is on its way out.
    Stopping,
    /// The database does not answer, or promises no durability.
    Database,
    /// A page of the database does not read: it is to be mended.
    Damaged,
    /// Hardly anything is left of the disk.
    Disk,
}

impl Readiness {
    /// One word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Stopping => "stopping",
            Self::Database => "database",
            Self::Damaged => "damaged",
            Self::Disk => "disk",
        }
    }
}

/// The last answer.
#[derive(Default)]
pub struct Asked(Mutex<Option<(Instant, Readiness)>>);

/// Whether this node is to be sent anything now.
pub async fn readiness(server: &std::sync::Arc<Server>) -> Readiness {
    if server.is_stopping() {
        return Readiness::Stopping;
    }
    let mut last = server.asked.0.lock().await;
    if let Some((at, readiness)) = *last
        && at.elapsed() < GOOD
    {
        return readiness;
    }
    let looking = std::sync::Arc::clone(server);
    let found = tokio::task::spawn_blocking(move || look(&looking)).await;
    let readiness = found.unwrap_or(Readiness::Database);
    *last = Some((Instant::now(), readiness));
    readiness
}

fn look(server: &Server) -> Readiness {
    if server.free_bytes().is_some_and(|free| free < server.quotas.free) {
        return Readiness::Disk;
    }
    match server.database.check() {
        Ok(()) => Readiness::Ready,
        // Others use it: it is there.
        Err(Error::Busy) => Readiness::Ready,
        Err(error) => {
            write_line(&format!("not ready: {error}"));
            if matches!(error, Error::DamagedFile) { Readiness::Damaged } else { Readiness::Database }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::folder::Folder;
    use crate::quota::Quotas;

    #[tokio::test(flavor = "multi_thread")]
    async fn a_node_that_leaves_or_has_no_room_is_not_ready() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        crate::init_department(&data, &folder.path().join("authority"), "bo", "04").unwrap();
        let open = |free| {
            let quotas = Quotas { free, ..Quotas::default() };
            std::sync::Arc::new(Server::open(&Folder::new(&data), quotas).unwrap())
        };
        let server = open(0);
        assert_eq!(readiness(&server).await, Readiness::Ready);
        server.begin_to_stop();
        assert_eq!(readiness(&server).await, Readiness::Stopping);
        drop(server);
        assert_eq!(readiness(&open(u64::MAX)).await, Readiness::Disk);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_node_that_met_a_damaged_page_writes_nothing_more_and_is_not_ready() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        crate::init_department(&data, &folder.path().join("authority"), "bo", "04").unwrap();
        let quotas = Quotas { free: 0, ..Quotas::default() };
        let server = std::sync::Arc::new(Server::open(&Folder::new(&data), quotas).unwrap());
        server.database.write(|_| Ok(())).unwrap();
        server.database.read::<()>(|_| Err(Error::DamagedFile)).unwrap_err();
        assert!(matches!(server.database.write(|_| Ok(())), Err(Error::DamagedFile)));
        assert_eq!(readiness(&server).await, Readiness::Damaged);
    }
}
