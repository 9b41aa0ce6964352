//! What all devices came to.

use anyhow::{Context, Result};

use super::outpost::Taken;
use super::way::{Halts, Moment};
use crate::figure::Figures;
use crate::sample::Sample;

/// One exchange of one device, from its first byte to its last.
pub struct Leg {
    taken: Taken,
    went: Moment,
    came: Moment,
}

impl Leg {
    pub fn of(taken: Taken, halts: &Halts) -> Result<Self> {
        let [went, came] = halts.moments().context("an exchange that went")?;
        Ok(Self { taken, went, came })
    }
}

/// From the first byte of all to the last of all, and what the devices used of the processors meanwhile.
#[derive(Clone, Copy)]
struct Span {
    went: Moment,
    came: Moment,
}

impl Span {
    fn with(self, leg: &Leg) -> Self {
        let went = if leg.went.at < self.went.at { leg.went } else { self.went };
        let came = if leg.came.at > self.came.at { leg.came } else { self.came };
        Self { went, came }
    }

    fn seconds(self) -> f64 {
        self.came.at.saturating_duration_since(self.went.at).as_secs_f64()
    }

    fn used(self) -> f64 {
        self.came.used.saturating_sub(self.went.used).as_secs_f64()
    }
}

#[derive(Default)]
pub struct Tally {
    sum: Taken,
    failed: u32,
    /// Of the exchange that sends, and of the one that fetches the rest.
    spans: [Option<Span>; 2],
    waits: [Sample; 2],
}

impl Tally {
    pub fn add(&mut self, legs: &[Leg; 2]) {
        for ((leg, span), waits) in legs.iter().zip(&mut self.spans).zip(&mut self.waits) {
            self.sum.add(&leg.taken);
            let before = span.unwrap_or(Span { went: leg.went, came: leg.came });
            *span = Some(before.with(leg));
            waits.add(leg.came.at.saturating_duration_since(leg.went.at));
        }
    }

    pub fn fail(&mut self, error: &anyhow::Error) {
        eprintln!("a device failed: {error}");
        self.failed += 1;
    }

    pub fn tell(&self, name: &str, figures: &mut Figures) -> Result<()> {
        let [sending, fetching] = self.spans;
        let spans = [sending.context("somebody who sent")?, fetching.context("somebody who fetched")?];
        let seconds = spans.map(Span::seconds);
        let mut aim =
            |what: &str, value, unit, aim| figures.aim("crowd", format!("{name}: {what}"), value, unit, aim);
        aim("all done, on the server and the link", seconds.iter().sum(), "s", 60.0);
        aim("devices that failed", self.failed.into(), "", 0.0);
        let mut say = |what: &str, value, unit| figures.add("crowd", format!("{name}: {what}"), value, unit);
        for ((what, seconds), waits) in ["all have sent and are answered", "all have fetched the rest"]
            .iter()
            .zip(seconds)
            .zip(&self.waits)
        {
            say(what, seconds, "s");
            say(&format!("{what}: a device waits, p50"), waits.percentile(50.0) / 1000.0, "s");
        }
        say("processor, of all devices, meanwhile", spans.map(Span::used).iter().sum(), "s");
        say("tried again", self.sum.retries.into(), "times");
        say("requests", self.sum.requests as f64, "");
        say("bytes up", self.sum.up as f64, "bytes");
        say("bytes down", self.sum.down as f64, "bytes");
        Ok(())
    }
}
