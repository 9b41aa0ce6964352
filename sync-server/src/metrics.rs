//! Numbers for those who watch over the server, in Prometheus' text format. No id, no address, nothing of anybody.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::http::StatusCode;

use crate::database as db;
use crate::error::Error;
use crate::request_log::Counters;
use crate::server::{REQUESTS, Server};

/// A number that only grows.
#[derive(Default)]
pub struct Count(AtomicU64);

impl Count {
    /// Adds to it.
    pub fn add(&self, more: u64) {
        self.0.fetch_add(more, Ordering::Relaxed);
    }

    fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// What one node has done since it started.
#[derive(Default)]
pub struct Metrics {
    answered: Count,
    refused: Count,
    busy: Count,
    failed: Count,
    stored: Count,
    known: Count,
    forked: Count,
    gaps: Count,
    batches_refused: Count,
    quota: Count,
    sent: Count,
    /// Requests of any kind that were told to come later.
    turned_away: Count,
    /// Bodies of requests. Bytes.
    pub received: Count,
    /// Bodies of answers. Bytes.
    pub answered_bytes: Count,
    merges: Count,
    merges_failed: Count,
    merge_micros: Count,
}

impl Metrics {
    /// Counts an answer; `counters`: of an exchange.
    pub fn note_answer(&self, route: &str, status: StatusCode, counters: Option<&Counters>) {
        let is_busy = [StatusCode::SERVICE_UNAVAILABLE, StatusCode::TOO_MANY_REQUESTS].contains(&status);
        if is_busy {
            self.turned_away.add(1);
        }
        if route == "/v1/exchange" {
            match status {
                _ if is_busy => self.busy.add(1),
                _ if status.is_success() => self.answered.add(1),
                _ if status.is_server_error() => self.failed.add(1),
                _ => self.refused.add(1),
            }
        }
        if let Some(counters) = counters {
            // Those that forked are among the stored.
            self.stored.add(u64::from(counters.stored.saturating_sub(counters.forked)));
            self.known.add(counters.known.into());
            self.forked.add(counters.forked.into());
            self.gaps.add(counters.gaps.into());
            self.batches_refused.add(counters.refused.into());
            self.quota.add(counters.quota.into());
            self.sent.add(counters.sent.into());
        }
    }

    /// Counts a pass of merging.
    pub fn note_merge(&self, took: Duration, is_done: bool) {
        let count = if is_done { &self.merges } else { &self.merges_failed };
        count.add(1);
        self.merge_micros.add(u64::try_from(took.as_micros()).unwrap_or(u64::MAX));
    }
}

/// Everything, as it is now.
///
/// # Errors
/// When the database does not answer.
pub fn render(server: &Server) -> Result<String, Error> {
    let (waiting, pending) = server
        .database
        .read(|connection| Ok((db::waiting_total(connection)?, db::pending_total(connection)?)))?;
    let it = &server.metrics;
    let mut text = String::new();
    let exchanges =
        [("ok", &it.answered), ("refused", &it.refused), ("busy", &it.busy), ("failed", &it.failed)];
    write_counts(&mut text, "posta_exchanges_total", "Exchanges by outcome.", "outcome", &exchanges);
    let batches = [
        ("stored", &it.stored),
        ("known", &it.known),
        ("forked", &it.forked),
        ("gap", &it.gaps),
        ("refused", &it.batches_refused),
        ("quota", &it.quota),
        ("sent", &it.sent),
    ];
    write_counts(&mut text, "posta_batches_total", "Batches by what became of them.", "outcome", &batches);
    let bytes = [("in", &it.received), ("out", &it.answered_bytes)];
    write_counts(&mut text, "posta_body_bytes_total", "Bytes of bodies.", "way", &bytes);
    let merges = [("done", &it.merges), ("failed", &it.merges_failed)];
    write_counts(&mut text, "posta_merge_passes_total", "Passes of merging.", "outcome", &merges);
    let seconds = |micros: u64| Duration::from_micros(micros).as_secs_f64();
    let open = REQUESTS.saturating_sub(server.requests.available_permits());
    let plain = [
        ("posta_merge_seconds_total", "counter", "Seconds of merging.", seconds(it.merge_micros.get())),
        ("posta_database_seconds_total", "counter", "Seconds of reading and writing the database.", {
            server.database.spent().as_secs_f64()
        }),
        ("posta_turned_away_total", "counter", "Requests told to come later.", it.turned_away.get() as f64),
        ("posta_waiting_batches", "gauge", "Batches that wait to be merged.", waiting as f64),
        ("posta_pending_changes", "gauge", "Changes that wait for their causes.", pending as f64),
        ("posta_open_requests", "gauge", "Requests that are open.", open as f64),
    ];
    for (name, kind, help, value) in plain {
        // Writing to a String cannot fail.
        let _ = write!(text, "# HELP {name} {help}\n# TYPE {name} {kind}\n{name} {value}\n");
    }
    if let Some(free) = server.free_bytes() {
        let name = "posta_free_bytes";
        let _ = write!(
            text,
            "# HELP {name} Bytes free on the disk of the data folder.\n# TYPE {name} gauge\n{name} {free}\n"
        );
    }
    Ok(text)
}

fn write_counts(text: &mut String, name: &str, help: &str, label: &str, counts: &[(&str, &Count)]) {
    let _ = write!(text, "# HELP {name} {help}\n# TYPE {name} counter\n");
    for (word, count) in counts {
        let _ = writeln!(text, "{name}{{{label}=\"{word}\"}} {}", count.get());
    }
}
