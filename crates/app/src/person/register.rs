//! Registrar: a person and, usually, their enrollment and what they allow, in one transaction. Whom a minor came with
//! is sealed to the care team before.

use posta_domain::{
    Accompaniment, ConsentDecision, DocumentId, Kind, LinkageDecision, Person, Problem, Purpose,
};
use posta_store::{DraftId, Write};

use super::input::{check_input, only_warnings, read_input, view_problem};
use crate::accompaniment::read_accompaniment;
use crate::app::App;
use crate::consent::{Wish, read_wish};
use crate::draft::read_draft_id;
use crate::error::Error;
use crate::household::join_household;
use crate::id::read_id;
use crate::open::Open;
use crate::pair::write_decision;
use crate::permission::Act;
use crate::scope::Deed;
use crate::time::Moment;
use crate::view::{EnrollmentInput, PersonInput, ProblemView, RegistrationInput, Saved};

/// What a registration writes, and what was odd.
struct Registration {
    id: DocumentId,
    writes: Vec<Write>,
    accompaniment: Option<Accompaniment>,
    problems: Vec<Problem>,
}

impl App {
    /// Registers a person; returns once that is durable. The answer of a minor is sealed to the care team first: after
    /// a power cut between the two, the same registration done again seals it again, and the team sees it once.
    ///
    /// # Errors
    /// [`Error::BadInput`] (also when the person refuses to be registered), [`Error::NotAllowed`], [`Error::Locked`],
    /// [`Error::Storage`]: nothing was saved.
    pub fn register_person(&self, input: &RegistrationInput) -> Result<Saved, Error> {
        let now = self.now();
        self.with(|open| {
            open.allow(Act::RegisterPerson)?;
            let draft = read_draft_id(&input.draft)?;
            let registration = open.registration(input, draft, now)?;
            let mut warnings = only_warnings(registration.problems)?;
            if let Some(answer) = &registration.accompaniment {
                warnings.extend(open.seal_accompaniment(answer, now)?.map(view_problem));
            }
            let writes = registration.writes;
            open.registry()?.commit(&open.desk, &[Deed { writes, draft }], now.at)?;
            Ok(Saved { id: registration.id.to_string(), warnings })
        })
    }

    /// What is odd or wrong in a form that is being filled in. Saves nothing.
    ///
    /// # Errors
    /// [`Error::Locked`], [`Error::NotAllowed`].
    pub fn check_person(&self, input: &PersonInput) -> Result<Vec<ProblemView>, Error> {
        let today = self.now().today;
        self.with(|open| {
            open.allow(Act::RegisterPerson)?;
            Ok(check_input(input, open.desk.pack, today))
        })
    }
}

impl Open {
    fn registration(
        &self,
        input: &RegistrationInput,
        draft: Option<DraftId>,
        now: Moment,
    ) -> Result<Registration, Error> {
        let id = self.new_person(draft)?;
        let (mut person, mut problems) = read_input(&input.person, now.today);
        person.registered_post = self.desk.post.code.clone();
        person.registered_on = Some(now.today);
        problems.extend(
            join_household(&mut person, &input.household, &input.household_role, || self.desk.new_open_id())
                .err(),
        );
        let (accompaniment, odd) = read_accompaniment(id, &person, &input.accompaniment, now);
        problems.extend(odd);
        person.same_day = accompaniment.as_ref().is_some_and(Accompaniment::is_same_day);
        problems.extend(person.problems(self.desk.pack, now.today));
        let mut writes = vec![write_person(id, &person)];
        if !input.program.is_empty() {
            let enrollment = EnrollmentInput {
                program: input.program.clone(),
                facility: input.facility.clone(),
                answers: input.answers.clone(),
                requirements: input.requirements.clone(),
                campaign: input.campaign.clone(),
            };
            let (write, odd) = self.new_enrollment(id, &person, &enrollment, now)?;
            problems.extend(odd);
            writes.push(write);
        }
        let file = &self.registry()?.file;
        for (others, decision) in
            [(&input.same_as, LinkageDecision::Same), (&input.different_from, LinkageDecision::Different)]
        {
            for other in others {
                writes.push(write_decision(file, id, read_id(other)?, decision.clone())?);
            }
        }
        let (wish, odd) = read_wish(&input.consent);
        problems.extend(odd);
        match wish {
            Wish::Unasked => problems.push(Problem::warning("consent", "consent_missing")),
            Wish::Decided(consent) => {
                let consent = self.conversation(id, *consent, now)?;
                problems.extend(consent.problems(now.today));
                let register = consent.purposes.get(&Purpose::Register);
                if register.is_some_and(|said| *said != ConsentDecision::Given) {
                    // Who does not want to be registered is attended all the same, without a record.
                    problems.push(Problem::error("consent/register", "consent_register_refused"));
                }
                writes.push(self.write_consent(&consent));
            }
        }
        Ok(Registration { id, writes, accompaniment, problems })
    }

    /// The id of a person to be. A draft gives it its own, which is as random, so that a registration done again after
    /// a power cut is of the same person.
    fn new_person(&self, draft: Option<DraftId>) -> Result<DocumentId, Error> {
        if let Some(draft) = draft {
            let id = DocumentId(draft.0);
            let file = &self.registry()?.file;
            if !file.holds(&Kind::Person, &id)? && !file.is_erased(&Kind::Person, &id)? {
                return Ok(id);
            }
        }
        Ok(self.new_record_id(&Kind::Person))
    }
}

pub(crate) fn write_person(id: DocumentId, person: &Person) -> Write {
    Write { kind: Kind::Person, id, fields: person.to_fields() }
}
