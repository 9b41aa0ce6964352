//! Registrar: a person and, usually, their enrollment, in one transaction.

use posta_domain::{DocumentId, Enrollment, EnrollmentStatus, Kind, Person};
use posta_store::Write;

use super::input::{check_input, only_warnings, read_input};
use crate::app::App;
use crate::draft::read_draft_id;
use crate::error::Error;
use crate::id::random_document;
use crate::open::Open;
use crate::permission::Act;
use crate::scope::Deed;
use crate::time::Moment;
use crate::view::{PersonInput, ProblemView, RegistrationInput, Saved};

impl App {
    /// Registers a person; returns once that is durable.
    ///
    /// # Errors
    /// [`Error::BadInput`], [`Error::NotAllowed`], [`Error::Locked`], [`Error::Storage`]: nothing was saved.
    pub fn register_person(&self, input: &RegistrationInput) -> Result<Saved, Error> {
        let now = Moment::now();
        self.with(|open| {
            open.allow(Act::RegisterPerson)?;
            let (mut person, unread) = read_input(&input.person, now.today);
            person.registered_post = open.desk.post.code.clone();
            person.registered_on = Some(now.today);
            let mut problems = unread;
            problems.extend(person.problems(open.desk.pack, now.today));
            let id = random_document()?;
            let mut writes = vec![write_person(id, &person)];
            if !input.program.is_empty() {
                let enrollment = open.new_enrollment(id, &input.program, &input.facility, now);
                problems.extend(enrollment.problems(open.desk.pack, now.today));
                let fields = enrollment.to_fields();
                writes.push(Write { kind: Kind::Enrollment, id: random_document()?, fields });
            }
            let warnings = only_warnings(problems)?;
            let draft = read_draft_id(&input.draft)?;
            open.registry()?.commit(&open.desk, &[Deed { writes, draft }], now.at)?;
            Ok(Saved { id: id.to_string(), warnings })
        })
    }

    /// What is odd or wrong in a form that is being filled in. Saves nothing.
    ///
    /// # Errors
    /// [`Error::Locked`], [`Error::NotAllowed`].
    pub fn check_person(&self, input: &PersonInput) -> Result<Vec<ProblemView>, Error> {
        self.with(|open| {
            open.allow(Act::RegisterPerson)?;
            Ok(check_input(input, open.desk.pack, Moment::now().today))
        })
    }
}

impl Open {
    fn new_enrollment(&self, person: DocumentId, program: &str, facility: &str, now: Moment) -> Enrollment {
        Enrollment {
            person,
            program: program.into(),
            post: self.desk.post.code.clone(),
            on: Some(now.today),
            status: EnrollmentStatus::Prepared,
            facility: facility.into(),
            recorder: self.desk.secrets.name.clone(),
        }
    }
}

pub(crate) fn write_person(id: DocumentId, person: &Person) -> Write {
    Write { kind: Kind::Person, id, fields: person.to_fields() }
}
