//! From lines to records, through the same typed setters as forms and edits, so that all ways in clean alike.

use super::{ConsultationLine, EditLine, EnrollmentLine, PersonLine};
use crate::{Consultation, DocumentId, Enrollment, IdentityDocument, Person, Problem};

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
        ] {
            enrollment.set(key, value)?;
        }
        Ok(enrollment)
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
