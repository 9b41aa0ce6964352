//! A new enrollment: with a registration, or of somebody who is registered already.

use posta_domain::{DocumentId, Enrollment, EnrollmentStatus, Kind, Person, Problem};
use posta_store::{EnrollmentRow, Write};

use super::{facts_of, read_answers};
use crate::app::App;
use crate::error::Error;
use crate::id::read_id;
use crate::open::Open;
use crate::permission::Act;
use crate::person::only_warnings;
use crate::scope::Deed;
use crate::time::Moment;
use crate::view::{EnrollmentInput, Saved};

impl App {
    /// Prepares an enrollment of somebody who is registered; returns its id once it is durable.
    ///
    /// # Errors
    /// [`Error::BadInput`], [`Error::NotFound`], [`Error::NotAllowed`], [`Error::Locked`], [`Error::Storage`].
    pub fn enroll_person(&self, person: &str, input: &EnrollmentInput) -> Result<Saved, Error> {
        let now = self.now();
        let id = read_id(person)?;
        self.with(|open| {
            open.allow(Act::TendEnrollment)?;
            let registry = open.registry()?;
            let document = registry.file.document(&Kind::Person, &id)?.ok_or(Error::NotFound)?;
            let person = Person::from_fields(&document.fields());
            let (write, mut problems) = open.new_enrollment(id, &person, input, now)?;
            if open.enrollments_of_all(&id)?.iter().any(|row| row.program == input.program) {
                problems.push(Problem::warning("program", "enrollment_exists"));
            }
            let warnings = only_warnings(problems)?;
            let saved = write.id.to_string();
            registry.commit(&open.desk, &[Deed { writes: vec![write], draft: None }], now.at)?;
            Ok(Saved { id: saved, warnings })
        })
    }
}

impl Open {
    /// Enrollments of all records of a person.
    fn enrollments_of_all(&self, id: &DocumentId) -> Result<Vec<EnrollmentRow>, Error> {
        let mut rows = Vec::new();
        for each in self.linked_records(id)? {
            rows.extend(self.registry()?.file.enrollments_of(&each)?);
        }
        Ok(rows)
    }

    /// What a new enrollment writes: with the decision of the pack, by whom and where, and what was odd.
    pub(crate) fn new_enrollment(
        &self,
        id: DocumentId,
        person: &Person,
        input: &EnrollmentInput,
        now: Moment,
    ) -> Result<(Write, Vec<Problem>), Error> {
        let pack = self.desk.pack;
        let campaign = pack.campaign_on(&self.desk.post.code, now.today);
        let mut enrollment = Enrollment {
            person: id,
            program: input.program.clone(),
            post: self.desk.post.code.clone(),
            on: Some(now.today),
            status: EnrollmentStatus::Prepared,
            recorder: self.desk.secrets.name.clone(),
            campaign: match (input.campaign.as_str(), campaign) {
                ("", Some(campaign)) => campaign.code.clone(),
                (code, _) => code.into(),
            },
            ..Enrollment::default()
        };
        enrollment.move_to(&input.facility, now.today);
        let answers = read_answers(&input.answers)?;
        let facts = facts_of(person, answers.clone(), now);
        let decision = pack.decide_with_documents(&input.program, &facts, &person.documents);
        enrollment.decide(pack, answers, &decision);
        let mut problems = Vec::new();
        for seen in &input.requirements {
            let by = &self.desk.secrets.name;
            problems.extend(enrollment.mark(&seen.code, &seen.state, by, now.today).err());
        }
        problems.extend(enrollment.problems(pack, now.today));
        let fields = enrollment.to_fields();
        Ok((Write { kind: Kind::Enrollment, id: self.new_record_id(&Kind::Enrollment), fields }, problems))
    }
}
