//! What it takes to make a slip: the first of a process, which also reads the fonts and templates, and later ones.

use std::path::Path;

use anyhow::{Context, Result};
use chrono::NaiveDate;
use posta_domain::{ConsentDecision, Consents, EnrollmentStatus, Purpose};
use posta_formats::{Coverage, FacilityAddress, Finding, Language, Paper, PrintedCode, Registration, Slip};

use crate::alone::ask;
use crate::figure::Figures;
use crate::sample::{Sample, milliseconds, timed};

/// Slips after the first.
const LATER: usize = 50;

pub fn measure(work: &Path, figures: &mut Figures) -> Result<()> {
    let alone = ask("print", work)?;
    for (name, times) in &alone.parts {
        figures.add("print", format!("{name}: p50"), times.percentile(50.0), "ms");
        figures.add("print", format!("{name}: p95"), times.percentile(95.0), "ms");
    }
    figures.add("print", "memory before", alone.before, "MiB");
    figures.add("print", "memory after all of them", alone.after, "MiB");
    figures.add("print", "memory at most", alone.most, "MiB");
    Ok(())
}

/// Times of each part, in the process that does nothing else.
pub fn parts() -> Result<Vec<(&'static str, Sample)>> {
    let on = NaiveDate::from_ymd_opt(2026, 11, 14).context("no such day")?;
    let once = |act: &dyn Fn() -> Result<()>| -> Result<Sample> {
        let (done, time) = timed(act);
        done?;
        Ok(std::iter::once(milliseconds(time)).collect())
    };
    let first = once(&|| {
        slip(0, on)?.lay_out(Paper::A5)?.pdf(on)?;
        Ok(())
    })?;
    let (mut laid, mut pdf, mut png) = (Sample::default(), Sample::default(), Sample::default());
    for number in 1..=LATER {
        let slip = slip(number, on)?;
        let (print, time) = timed(|| slip.lay_out(Paper::A5));
        laid.add(time);
        let print = print?;
        let (done, time) = timed(|| print.pdf(on));
        done?;
        pdf.add(time);
        let (done, time) = timed(|| print.png(110));
        done?;
        png.add(time);
    }
    Ok(vec![
        ("the first slip, A5, to its PDF", first),
        ("a later slip laid out", laid),
        ("its PDF", pdf),
        ("its picture, 110 dpi", png),
    ])
}

fn slip(number: usize, on: NaiveDate) -> Result<Slip> {
    let given = |purpose| (purpose, ConsentDecision::Given, Some(on));
    let consents = Consents::on(on, [Purpose::Register, Purpose::ShareFacility].map(given));
    let registration = Registration {
        name: format!("Yuleisy Carolina Rondón Peña {number}"),
        program: "Sistema Único de Salud (SUS)".into(),
        status: EnrollmentStatus::Prepared,
        official_number: String::new(),
        coverage: Coverage {
            finding: Finding::Covered,
            sentence: "Está cubierta durante el embarazo y hasta seis meses después del parto.".into(),
            norm: "Ley 1152".into(),
        },
        missing: vec!["Certificado de embarazo".into(), "Fotocopia del pasaporte".into()],
        next_step: "Vaya al establecimiento con esta boleta.".into(),
    };
    let facility =
        FacilityAddress { name: "Centro de Salud Pisiga".into(), lines: vec!["Frente al mercado".into()] };
    let code: PrintedCode = "POSTA1-3M7Q2Z8V0KX4T9BRJ5WD1HCENG-6F2A".parse()?;
    Ok(Slip {
        language: Language::Spanish,
        code,
        registration: consents.release(&Purpose::Register, registration).context("not released")?,
        facility: consents.release(&Purpose::ShareFacility, facility),
        post: "Pisiga".into(),
        on,
    })
}
