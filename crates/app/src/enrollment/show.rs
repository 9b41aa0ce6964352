//! The enrollments of a person, as the page shows them.

use std::cmp::Reverse;

use posta_domain::{DocumentId, Enrollment, EnrollmentStatus, Kind, Person};

use super::facts_of;
use crate::error::Error;
use crate::open::Open;
use crate::time::Moment;
use crate::view::{AnswerInput, EnrollmentView, FacilityStay};

impl Open {
    /// Enrollments of a person, the newest first.
    pub(crate) fn enrollment_views(
        &self,
        id: &DocumentId,
        person: &Person,
        language: &str,
        now: Moment,
    ) -> Result<Vec<EnrollmentView>, Error> {
        let registry = self.registry()?;
        let mut views = Vec::new();
        for each in self.linked_records(id)? {
            let other = match each == *id {
                true => None,
                false => registry.file.document(&Kind::Person, &each)?,
            };
            let other = other.map(|document| Person::from_fields(&document.fields()));
            for row in registry.file.enrollments_of(&each)? {
                let Some(document) = registry.file.document(&Kind::Enrollment, &row.id)? else { continue };
                let enrollment = Enrollment::from_fields(&document.fields());
                let person = other.as_ref().unwrap_or(person);
                let view = self.enrollment_view(&row.id, &enrollment, person, language, now);
                let source = if each == *id { String::new() } else { each.to_string() };
                views.push((row.origin.at, EnrollmentView { source, ..view }));
            }
        }
        views.sort_by_key(|(at, _)| Reverse(*at));
        Ok(views.into_iter().map(|(_, view)| view).collect())
    }

    fn enrollment_view(
        &self,
        id: &DocumentId,
        enrollment: &Enrollment,
        person: &Person,
        language: &str,
        now: Moment,
    ) -> EnrollmentView {
        let pack = self.desk.pack;
        // What has grown old is asked again.
        let answers = enrollment.answers_on(pack, now.today);
        let facts = facts_of(person, answers.clone(), now);
        EnrollmentView {
            id: id.to_string(),
            program: enrollment.program.clone(),
            program_name: pack.name_of("programs", &enrollment.program, language).into(),
            status: enrollment.status.as_str().into(),
            next: enrollment.status.next().iter().map(EnrollmentStatus::to_string).collect(),
            official_number: enrollment.official_number.clone(),
            observation: enrollment.observation.clone(),
            facility: enrollment.facility.clone(),
            facility_name: self.facility_name(&enrollment.facility),
            facilities: self.stays(enrollment),
            eligibility: self.eligibility_view(enrollment, &facts, &person.documents, language),
            answers: answers.into_iter().map(|(fact, yes)| AnswerInput { fact, yes }).collect(),
            campaign: enrollment.campaign.clone(),
            campaign_name: pack.name_of("campaigns", &enrollment.campaign, language).into(),
            on: enrollment.on.map(|day| day.to_string()).unwrap_or_default(),
            source: String::new(),
        }
    }

    /// Where it was from which day on, the newest first. Older programs kept no history.
    fn stays(&self, enrollment: &Enrollment) -> Vec<FacilityStay> {
        let stay = |on: String, code: &String| FacilityStay {
            on,
            code: code.clone(),
            name: self.facility_name(code),
        };
        if enrollment.facilities.is_empty() && !enrollment.facility.is_empty() {
            let on = enrollment.on.map(|day| day.to_string()).unwrap_or_default();
            return vec![stay(on, &enrollment.facility)];
        }
        let mut stays: Vec<_> = enrollment.facilities.iter().collect();
        stays.sort_by_key(|(day, code)| (Reverse(*day), *code != enrollment.facility));
        stays.into_iter().map(|(day, code)| stay(day.to_string(), code)).collect()
    }

    /// A facility's name; its code when the pack does not know it.
    pub(crate) fn facility_name(&self, code: &str) -> String {
        self.desk.pack.facility(code).map_or_else(|| code.to_owned(), |facility| facility.name.clone())
    }
}
