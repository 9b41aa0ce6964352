//! From lines to records, through the same typed setters as forms and edits, so that all ways in clean alike.

use super::{ConsentLine, ConsultationLine, EditLine, EnrollmentLine, PersonLine};
use crate::{Consent, ConsentMode, Consultation, DocumentId, Enrollment, IdentityDocument, Person, Problem};

impl PersonLine {
    /// The person of the line. `guardian_person` stays as written: the caller resolves it with
    /// [`super::Pointer`], which may need earlier lines.
    ///
    /// # Errors
    /// What cannot be read at all: `birth_unreadable`, `date_unreadable`. Everything else is for
    /// [`Person::problems`].
    pub fn to_person(&self) -> Result<Person, Problem> {
        let mut person = Person {
            name_undeclared: self.name_undeclared,
            without_documents: self.without_documents,
            same_day: self.same_day,
            ..Person::default()
        };
        for (key, value) in [
            ("given_names", &self.given_names),
            ("surname1", &self.surname1),
            ("surname2", &self.surname2),
            ("sex", &self.sex),
            ("birth", &self.birth),
            ("nationality", &self.nationality),
            ("phone", &self.phone),
            ("residence", &self.residence),
            ("guardian_name", &self.guardian_name),
            ("guardian_relation", &self.guardian_relation),
            ("guardian_person", &self.guardian_person),
            ("registered_post", &self.post),
            ("registered_on", &self.on),
            ("household", &self.household),
            ("household_role", &self.household_role),
        ] {
            // The setter's key names the flat field; the line calls two of them otherwise.
            person
                .set(key, value)
                .map_err(|problem| Problem { field: line_key(key).to_owned(), ..problem })?;
        }
        for code in &self.languages {
            let wrong = |_| Problem::error("languages", "language_unreadable");
            person.set(&format!("language/{}", code.trim()), "true").map_err(wrong)?;
        }
        for document in &self.documents {
            let clean = |text: &str| crate::text::line(text);
            let (kind, country) = (clean(&document.kind), crate::text::country(&document.country));
            let (number, complement) = (&document.number, &document.complement);
            let key = IdentityDocument::key_with_complement(&kind, &country, number, complement);
            for (part, value) in [
                ("kind", &document.kind),
                ("country", &document.country),
                ("number", number),
                ("complement", complement),
                ("state", &document.state),
                ("mrz_given", &document.mrz_given),
                ("mrz_surname", &document.mrz_surname),
            ] {
                if !value.trim().is_empty() {
                    person.set(&format!("document/{key}/{part}"), value)?;
                }
            }
        }
        Ok(person)
    }
}

fn line_key(key: &str) -> &str {
    match key {
        "registered_post" => "post",
        "registered_on" => "on",
        other => other,
    }
}

impl EnrollmentLine {
    /// The enrollment of the line for a person already resolved; the caller adds the recorder, and the post and
    /// day when blank.
    ///
    /// # Errors
    /// `date_unreadable`.
    pub fn to_enrollment(&self, person: DocumentId) -> Result<Enrollment, Problem> {
        let mut enrollment = Enrollment { person, ..Enrollment::default() };
        for (key, value) in [
            ("program", &self.program),
            ("post", &self.post),
            ("on", &self.on),
            ("status", &self.status),
            ("facility", &self.facility),
            ("official_number", &self.official_number),
            ("observation", &self.observation),
            ("campaign", &self.campaign),
        ] {
            enrollment.set(key, value)?;
        }
        for (code, yes) in &self.answers {
            let wrong = |_| Problem::error("answers", "fact_unknown");
            enrollment.set(&format!("fact/{code}"), if *yes { "true" } else { "false" }).map_err(wrong)?;
        }
        for (code, state) in &self.requirements {
            let wrong = |_| Problem::error("requirements", "requirement_unknown");
            enrollment.set(&format!("requirement/{code}/state"), state).map_err(wrong)?;
        }
        Ok(enrollment)
    }
}

impl ConsentLine {
    /// The conversation of the line with a person already resolved; the caller adds who explained it, the caregiver,
    /// what it replaces, and the day when blank.
    ///
    /// # Errors
    /// `date_unreadable`, `purpose_unknown`, `consent_decision_unknown`.
    pub fn to_consent(&self, person: DocumentId) -> Result<Consent, Problem> {
        let mut consent = Consent {
            person,
            on: crate::text::date("on", &self.on)?,
            language: crate::text::line(&self.language),
            interpreter: self.interpreter,
            assent: self.assent,
            ..Consent::default()
        };
        if !self.mode.is_empty() {
            consent.mode = ConsentMode::from_word(&crate::text::line(&self.mode));
        }
        for (purpose, decision) in &self.purposes {
            consent.decide(purpose, decision)?;
        }
        Ok(consent)
    }
}

impl ConsultationLine {
    /// The consultation of the line for a person already resolved; the caller adds the post and day when blank.
    ///
    /// # Errors
    /// `date_unreadable`, `need_unreadable`.
    pub fn to_consultation(&self, person: DocumentId) -> Result<Consultation, Problem> {
        let mut consultation =
            Consultation { person, restricted: self.restricted, ..Consultation::default() };
        for (key, value) in
            [("post", &self.post), ("on", &self.on), ("reason", &self.reason), ("note", &self.note)]
        {
            consultation.set(key, value)?;
        }
        for code in &self.needs {
            let wrong = |_| Problem::error("needs", "need_unreadable");
            consultation.set(&format!("need/{}", code.trim()), "true").map_err(wrong)?;
        }
        Ok(consultation)
    }
}

impl EditLine {
    /// The keys to set with their typed values.
    pub fn typed(&self) -> impl Iterator<Item = (&str, &str)> {
        self.set.iter().map(|(key, value)| (key.as_str(), value.as_typed()))
    }
}
