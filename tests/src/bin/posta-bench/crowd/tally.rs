//! What all devices came to.

use anyhow::{Context, Result};

use super::outpost::Taken;
use super::way::Moment;
use crate::figure::Figures;
use crate::sample::Sample;

/// Of one device: the exchange in which it sent, and that in which it fetched, each from its first byte to its last.
pub struct Day {
    pub up: Taken,
    pub down: Taken,
    pub up_moments: [Moment; 2],
    pub down_moments: [Moment; 2],
}

#[derive(Default)]
pub struct Tally {
    sum: Taken,
    failed: u32,
    fetching: Sample,
    /// The first that went; the last answer to what was sent; the last that came.
    moments: Option<[Moment; 3]>,
}

impl Tally {
    pub fn add(&mut self, day: &Day) {
        for taken in [&day.up, &day.down] {
            self.sum.up += taken.up;
            self.sum.down += taken.down;
            self.sum.requests += taken.requests;
            self.sum.retries += taken.retries;
        }
        let ([went, told], [asked, came]) = (day.up_moments, day.down_moments);
        self.fetching.add(came.at.saturating_duration_since(asked.at));
        let (mut first, mut sent, mut last) = (went, told, came);
        if let Some(moments) = self.moments {
            if moments[0].at < first.at {
                first = moments[0];
            }
            if moments[1].at > sent.at {
                sent = moments[1];
            }
            if moments[2].at > last.at {
                last = moments[2];
            }
        }
        self.moments = Some([first, sent, last]);
    }

    pub fn fail(&mut self, error: &anyhow::Error) {
        eprintln!("a device failed: {error}");
        self.failed += 1;
    }

    pub fn tell(&self, name: &str, figures: &mut Figures) -> Result<()> {
        let [first, sent, last] = self.moments.context("a device that did not fail")?;
        let since = |moment: Moment| moment.at.duration_since(first.at).as_secs_f64();
        let mut aim =
            |what: &str, value, unit, aim| figures.aim("crowd", format!("{name}: {what}"), value, unit, aim);
        aim("all done", since(last), "s", 60.0);
        aim("devices that failed", self.failed.into(), "", 0.0);
        let mut say = |what: &str, value, unit| figures.add("crowd", format!("{name}: {what}"), value, unit);
        say("all days sent", since(sent), "s");
        say("processor, of all devices, meanwhile", (last.used - first.used).as_secs_f64(), "s");
        say("tried again", self.sum.retries.into(), "times");
        say("requests", self.sum.requests as f64, "");
        say("bytes up", self.sum.up as f64, "bytes");
        say("bytes down", self.sum.down as f64, "bytes");
        say("fetching the others' days, p50", self.fetching.percentile(50.0) / 1000.0, "s");
        Ok(())
    }
}
