//! Indicators over many records: the first count of all, a dashboard of a month and of years, and after a day's change; and
//! everybody who agreed as files.

use std::path::Path;

use anyhow::Result;
use chrono::{Days, NaiveDate, Utc};
use posta_app::view::FiguresRequest;
use posta_domain::import::ImportLine;
use posta_domain::synthetic::Synthetic;
use posta_identity::Role;

use crate::exports;
use crate::figure::Figures;
use crate::sample::{Sample, milliseconds, timed};
use crate::work::to_text;
use crate::world::World;

/// Milliseconds that a dashboard may take.
const AIM: f64 = 200.0;
/// Days over which the records are spread.
const DAYS: usize = 3 * 365;
/// Posts, as many as the campaign of 2021 had.
const POSTS: [&str; 13] = [
    "oruro",
    "pisiga",
    "tambo-quemado",
    "la-paz",
    "desaguadero",
    "kasani",
    "charana",
    "villazon",
    "yacuiba-060301",
    "cobija",
    "guayaramerin",
    "riberalta",
    "montero",
];
/// Times that each dashboard is asked for.
const TIMES: usize = 30;
/// People of one import.
const PART: usize = 20_000;
/// People who come in a day.
const A_DAY: usize = 60;

pub fn measure(work: &Path, sizes: &[usize], figures: &mut Figures) -> Result<()> {
    sizes.iter().try_for_each(|people| home_of(work, *people, figures))
}

fn home_of(work: &Path, people: usize, figures: &mut Figures) -> Result<()> {
    let mut world = World::open(work)?;
    let device = world.join("supervisor", Role::Supervisor, false)?;
    let today = Utc::now().date_naive();
    let mut records = 0;
    // In parts, so that the text of a million records is never in memory.
    for part in 0..people.div_ceil(PART) {
        let wanted = people.saturating_sub(part * PART).min(PART);
        let mut lines = registry_lines(part as u64, wanted);
        spread(&mut lines, today);
        records += lines.len();
        let report = device.app.import(to_text(&lines)?.as_bytes())?;
        anyhow::ensure!(report.rejected.is_empty(), "a line was rejected: {:?}", report.rejected.first());
    }
    let mut say = |what: &str, value: f64, unit| {
        figures.add("figures", format!("{records} records: {what}"), value, unit);
    };
    let month = period(today, 30);
    let years = period(today, DAYS as u64);
    let (view, time) = timed(|| device.app.figures(&month));
    view?;
    say("first count of all", milliseconds(time), "ms");
    let mut slowest: f64 = 0.0;
    for (name, request) in [("a month", &month), ("three years", &years)] {
        let mut times = Sample::default();
        for _ in 0..TIMES {
            let (view, time) = timed(|| device.app.figures(request));
            view?;
            times.add(time);
        }
        say(&format!("dashboard of {name}, p50"), times.percentile(50.0), "ms");
        say(&format!("dashboard of {name}, p95"), times.percentile(95.0), "ms");
        slowest = slowest.max(times.percentile(95.0));
    }
    let mut lines = registry_lines(u64::MAX, A_DAY);
    for line in &mut lines {
        if let ImportLine::Person(person) = line {
            person.on = today.to_string();
        }
    }
    device.app.import(to_text(&lines)?.as_bytes())?;
    let (view, time) = timed(|| device.app.figures(&month));
    view?;
    say("dashboard after a day's 60 people", milliseconds(time), "ms");
    figures.aim("figures", format!("{records} records: slowest dashboard, p95"), slowest, "ms", AIM);
    exports::measure(&device.app, work, records, figures)?;
    device.app.lock();
    world.stop_server()
}

/// What a registry holds of invented people.
fn registry_lines(seed: u64, people: usize) -> Vec<ImportLine> {
    let is_of_registry = |line: &ImportLine| !matches!(line, ImportLine::Consultation(_));
    Synthetic::new(seed).lines(people).filter(is_of_registry).collect()
}

fn period(today: NaiveDate, days: u64) -> FiguresRequest {
    let from = today - Days::new(days);
    FiguresRequest {
        from: from.to_string(),
        to: today.to_string(),
        language: "es".into(),
        ..Default::default()
    }
}

/// Gives each person a day and a post, and those who come with them the same.
fn spread(lines: &mut [ImportLine], today: NaiveDate) {
    let (mut on, mut post) = (today.to_string(), POSTS[0].to_owned());
    for (at, line) in lines.iter_mut().enumerate() {
        match line {
            ImportLine::Person(person) => {
                on = (today - Days::new((at * 7919 % DAYS) as u64)).to_string();
                post = POSTS.get(at * 31 % POSTS.len()).copied().unwrap_or_default().to_owned();
                (person.on, person.post) = (on.clone(), post.clone());
            }
            ImportLine::Enrollment(enrollment) => {
                (enrollment.on, enrollment.post) = (on.clone(), post.clone());
            }
            ImportLine::Consent(consent) => consent.on.clone_from(&on),
            _ => {}
        }
    }
}
