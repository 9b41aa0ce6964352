//! The register as a file: how long it takes, how large it is, and whether memory grows with the people.

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use anyhow::Result;
use posta_app::App;
use posta_app::view::ExportRequest;

use crate::figure::Figures;
use crate::machine::own_memory;
use crate::sample::timed;

/// How often memory is looked at.
const LOOK: Duration = Duration::from_millis(50);

/// Exports everybody who agreed in every form that names people.
pub fn measure(app: &App, work: &Path, records: usize, figures: &mut Figures) -> Result<()> {
    for format in ["csv", "xlsx", "fhir"] {
        let folder = tempfile::tempdir_in(work)?;
        let request =
            ExportRequest { format: format.into(), purpose: "Medición".into(), ..ExportRequest::default() };
        let before = own_memory("VmRSS").unwrap_or_default();
        let ((done, time), most) = watching(|| timed(|| app.export_run(&request, folder.path())));
        let done = done?;
        let mut say = |what: &str, value: f64, unit| {
            figures.add("exports", format!("{records} records as {format}: {what}"), value, unit);
        };
        say("people", f64::from(done.people), "");
        say("seconds", time.as_secs_f64(), "s");
        say("size", f64::from(done.bytes) / 1024.0 / 1024.0, "MiB");
        say("memory more than before, at most", most.saturating_sub(before) as f64 / 1024.0, "MiB");
    }
    Ok(())
}

/// What something gives, and the memory of this process at most meanwhile. KiB.
fn watching<T>(act: impl FnOnce() -> T) -> (T, u64) {
    let (most, is_over) = (AtomicU64::new(0), AtomicBool::new(false));
    thread::scope(|scope| {
        scope.spawn(|| {
            while !is_over.load(Ordering::Relaxed) {
                most.fetch_max(own_memory("VmRSS").unwrap_or_default(), Ordering::Relaxed);
                thread::sleep(LOOK);
            }
        });
        let given = act();
        is_over.store(true, Ordering::Relaxed);
        (given, most.load(Ordering::Relaxed))
    })
}
