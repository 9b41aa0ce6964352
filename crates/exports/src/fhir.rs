//! A FHIR R4 (4.0.1) bundle of people: Patient, RelatedPerson, Consent, Coverage and Task of an enrollment, Encounter,
//! QuestionnaireResponse, ServiceRequest and Task of a referral, Location, Organization, Provenance.
//!
//! Resources are written one after another; of what was written only the codes of places and programmes are kept.

mod answers;
mod consent;
mod coverage;
mod element;
mod encounter;
mod id;
mod patient;
mod place;
mod provenance;
mod referral;
mod systems;
mod task;

use std::collections::BTreeSet;
use std::io::Write;

use posta_domain::{DocumentId, Pack};
use serde::Serialize;

use crate::error::ExportError;
use crate::leaving::Leaving;
use crate::subject::{Origin, Subject};
use crate::table::LANGUAGE;
use crate::text::instant;

/// A bundle that is being written.
pub struct Bundle<'a, W: Write> {
    to: W,
    pack: &'a Pack,
    is_empty: bool,
    /// Ids of places and programmes that are in it.
    places: BTreeSet<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Entry<'a, T> {
    full_url: String,
    resource: &'a T,
}

impl<'a, W: Write> Bundle<'a, W> {
    /// Begins a collection, made at `at` (Unix seconds).
    ///
    /// # Errors
    /// [`ExportError::Write`].
    pub fn begin(mut to: W, at: i64, pack: &'a Pack) -> Result<Self, ExportError> {
        let at = instant(at);
        write!(
            to,
            "{{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"timestamp\":\"{at}\",\"entry\":["
        )?;
        Ok(Self { to, pack, is_empty: true, places: BTreeSet::new() })
    }

    /// Writes a person with what is kept of them.
    ///
    /// # Errors
    /// [`ExportError::Write`].
    pub fn add(&mut self, person: &Leaving) -> Result<(), ExportError> {
        let (subject, pack) = (person.get(), self.pack);
        self.place_of(subject)?;
        let person = &subject.person;
        self.record(&person.id, &person.origin, &patient::patient(person, pack))?;
        if let Some(guardian) = patient::guardian(subject, pack) {
            self.entry(&guardian.id, &guardian)?;
        }
        for kept in &subject.consents {
            self.record(&kept.id, &kept.origin, &consent::consent(subject, kept, pack))?;
        }
        for kept in &subject.enrollments {
            self.record(&kept.id, &kept.origin, &coverage::coverage(subject, kept, pack))?;
            let task = coverage::task(subject, kept, pack);
            self.entry(&task.id, &task)?;
        }
        for kept in &subject.care.consultations {
            self.record(&kept.id, &kept.origin, &encounter::encounter(subject, kept, pack))?;
        }
        for kept in &subject.care.screenings {
            self.record(&kept.id, &kept.origin, &answers::response(subject, kept, pack))?;
        }
        for kept in &subject.care.referrals {
            self.record(&kept.id, &kept.origin, &referral::request(subject, kept, pack))?;
            let task = referral::task(subject, kept, pack);
            self.entry(&task.id, &task)?;
        }
        Ok(())
    }

    /// Ends the bundle.
    ///
    /// # Errors
    /// [`ExportError::Write`].
    pub fn finish(mut self) -> Result<W, ExportError> {
        self.to.write_all(b"\n]}\n")?;
        self.to.flush()?;
        Ok(self.to)
    }

    /// The posts, facilities and programmes that are referred to, those that are not in the bundle yet.
    fn place_of(&mut self, subject: &Subject) -> Result<(), ExportError> {
        let (pack, care) = (self.pack, &subject.care);
        let posts = std::iter::once(&subject.person.origin.post)
            .chain(subject.consents.iter().map(|one| &one.origin.post))
            .chain(subject.enrollments.iter().flat_map(|one| [&one.origin.post, &one.value.post]))
            .chain(care.consultations.iter().flat_map(|one| [&one.origin.post, &one.value.post]))
            .chain(care.screenings.iter().map(|one| &one.origin.post))
            .chain(care.referrals.iter().flat_map(|one| [&one.origin.post, &one.value.post]));
        let posts: BTreeSet<&String> = posts.filter(|code| !code.is_empty()).collect();
        let of_posts = posts.iter().filter_map(|code| pack.post(code)?.facility.as_ref());
        let chosen = subject.enrollments.iter().map(|one| &one.value.facility);
        let facilities: BTreeSet<&String> = of_posts.chain(chosen).filter(|code| !code.is_empty()).collect();
        let programs = subject.enrollments.iter().map(|one| &one.value.program);
        let programs: BTreeSet<&String> = programs.filter(|code| !code.is_empty()).collect();
        for code in facilities {
            self.once(place::facility_id(code), &place::facility(code, pack))?;
        }
        for code in programs {
            self.once(place::program_id(code), &place::program(code, pack))?;
        }
        for code in posts {
            self.once(place::post_id(code), &place::post(code, pack))?;
        }
        Ok(())
    }

    fn once(&mut self, id: String, resource: &impl Serialize) -> Result<(), ExportError> {
        if !self.places.contains(&id) {
            self.entry(&id, resource)?;
            self.places.insert(id);
        }
        Ok(())
    }

    /// One of our records, with who wrote it.
    fn record(
        &mut self,
        id: &DocumentId,
        origin: &Origin,
        resource: &impl Serialize,
    ) -> Result<(), ExportError> {
        let id = id::of_record(id);
        self.entry(&id, resource)?;
        match provenance::provenance(&id, origin, self.pack) {
            Some(provenance) => self.entry(&provenance.id, &provenance),
            None => Ok(()),
        }
    }

    fn entry(&mut self, id: &str, resource: &impl Serialize) -> Result<(), ExportError> {
        self.to.write_all(if self.is_empty { b"\n" } else { b",\n" })?;
        self.is_empty = false;
        Ok(serde_json::to_writer(&mut self.to, &Entry { full_url: id::url(id), resource })?)
    }
}
