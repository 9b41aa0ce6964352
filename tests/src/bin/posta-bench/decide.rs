//! What it takes to decide who is covered: every kind of person, with everything, nothing and something answered.

use anyhow::{Context, Result};
use chrono::NaiveDate;
use posta_domain::{Birth, Facts, Pack, Sex};

use crate::figure::Figures;
use crate::sample::{Sample, milliseconds, timed};

/// Decisions of one figure, repeated so that the clock can see them.
const TIMES: u32 = 20;

pub fn measure(figures: &mut Figures) -> Result<()> {
    let (read, time) = timed(|| Pack::find("bo"));
    let pack = read.context("the pack of Bolivia")?;
    figures.add("decide", "all packs read, once a process", milliseconds(time), "ms");
    let program = pack.programs.first().context("a programme")?;
    let (mut times, mut people) = (Sample::default(), 0);
    for facts in everybody(pack)? {
        let (outcome, time) = timed(|| {
            let mut asked = 0;
            for _ in 0..TIMES {
                asked += pack.decide(&program.code, &facts).ask.len();
            }
            asked
        });
        std::hint::black_box(outcome);
        times.add(time / TIMES);
        people += 1;
    }
    figures.add("decide", "situations", f64::from(people), "");
    figures.add("decide", "one decision: p50", times.percentile(50.0) * 1000.0, "µs");
    figures.add("decide", "one decision: p99", times.percentile(99.0) * 1000.0, "µs");
    Ok(())
}

/// Ages, sexes and nationalities with each subset of the first answers.
fn everybody(pack: &Pack) -> Result<Vec<Facts>> {
    let on = NaiveDate::from_ymd_opt(2026, 11, 29).context("no such day")?;
    let codes: Vec<&str> =
        pack.facts.iter().map(|fact| fact.code.as_str()).filter(|code| *code != "birth").take(9).collect();
    let mut everybody = Vec::new();
    for birth in ["", "2026", "2023-05", "2010-02-03", "1990", "1960-01-01"] {
        let birth = Birth::parse(birth).unwrap_or_default();
        for sex in ["", "female", "male"] {
            for nationality in ["", "BO", "VE"] {
                for known in 0..1_u32 << codes.len().min(6) {
                    let answered = codes.iter().rev().enumerate().filter(|(at, _)| known >> at & 1 == 1);
                    let answers = answered.map(|(at, code)| ((*code).to_owned(), at % 2 == 1)).collect();
                    let sex = Sex::from_word(sex);
                    everybody.push(Facts { birth, sex, nationality: nationality.into(), on, answers });
                }
            }
        }
    }
    Ok(everybody)
}
