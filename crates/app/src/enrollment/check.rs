//! What a programme says, while the form is being filled in.

use posta_domain::{Enrollment, Person};

use super::{facts_of, read_answers};
use crate::app::App;
use crate::error::Error;
use crate::permission::Act;
use crate::person::{read_documents, read_person};
use crate::view::{EligibilityInput, EligibilityView, PersonInput};

impl App {
    /// What the pack says of a case, what is still to ask, and which papers it needs. Keeps nothing.
    ///
    /// # Errors
    /// [`Error::BadInput`] (a fact of no code), [`Error::NotAllowed`], [`Error::Locked`].
    pub fn check_eligibility(&self, input: &EligibilityInput) -> Result<EligibilityView, Error> {
        let now = self.now();
        self.with(|open| {
            open.allow(Act::RegisterPerson)?;
            let form = PersonInput {
                birth: input.birth.clone(),
                sex: input.sex.clone(),
                nationality: input.nationality.clone(),
                ..PersonInput::default()
            };
            // What cannot be read is not known; the form's own check tells it.
            let (person, _) = read_person(&form, now.today);
            let person = Person { documents: read_documents(&input.documents), ..person };
            let answers = read_answers(&input.answers)?;
            let facts = facts_of(&person, answers.clone(), now);
            let decision = open.desk.pack.decide_with_documents(&input.program, &facts, &person.documents);
            let mut asked = Enrollment { program: input.program.clone(), ..Enrollment::default() };
            asked.decide(open.desk.pack, answers, &decision);
            Ok(open.eligibility_view(&asked, &facts, &person.documents, &input.language))
        })
    }
}
