//! A conversation about consent, kept as a document that nobody edits.

use posta_domain::{Consent, ConsentDecision, ConsentMode, DocumentId, Kind, Problem, Purpose};
use posta_store::Write;

use crate::app::App;
use crate::error::Error;
use crate::id::read_id;
use crate::open::Open;
use crate::permission::Act;
use crate::person::only_warnings;
use crate::scope::Deed;
use crate::time::Moment;
use crate::view::{ConsentInput, Saved};

/// What the form says of a conversation.
pub(crate) enum Wish {
    /// Nobody asked.
    Unasked,
    /// Asked and decided.
    Decided(Box<Consent>),
}

impl App {
    /// Keeps a new conversation; returns once that is durable. It stands in the place of those that are known here, for
    /// the purposes that it speaks of. Whatever the person says, it is kept and nothing is refused for it.
    ///
    /// # Errors
    /// [`Error::BadInput`], [`Error::NotFound`], [`Error::NotAllowed`], [`Error::Locked`], [`Error::Storage`].
    pub fn record_consent(&self, person: &str, input: &ConsentInput) -> Result<Saved, Error> {
        let now = self.now();
        let person = read_id(person)?;
        self.with(|open| {
            open.allow(Act::RecordConsent)?;
            let registry = open.registry()?;
            if !registry.file.holds(&Kind::Person, &person)? {
                return Err(Error::NotFound);
            }
            let (wish, mut problems) = read_wish(input);
            let consent = match wish {
                Wish::Decided(consent) => open.conversation(person, *consent, now)?,
                Wish::Unasked => Consent { person, ..Consent::default() },
            };
            problems.extend(consent.problems(now.today));
            if consent.purposes.get(&Purpose::Register).is_some_and(|said| *said != ConsentDecision::Given) {
                problems.push(Problem::warning("consent/register", "consent_register_withdrawn"));
            }
            let warnings = only_warnings(problems)?;
            let write = open.write_consent(&consent);
            let id = write.id.to_string();
            registry.commit(&open.desk, &[Deed { writes: vec![write], draft: None }], now.at)?;
            Ok(Saved { id, warnings })
        })
    }
}

impl Open {
    /// A conversation with a person, held by this user today, which knows all that are here.
    pub(crate) fn conversation(
        &self,
        person: DocumentId,
        said: Consent,
        now: Moment,
    ) -> Result<Consent, Error> {
        let known = self.consent_rows(&person)?;
        Ok(Consent {
            person,
            on: Some(now.today),
            explained_by: self.desk.secrets.name.clone(),
            replaces: known.into_iter().map(|row| row.id).collect(),
            ..said
        })
    }

    /// A new document of a conversation.
    pub(crate) fn write_consent(&self, consent: &Consent) -> Write {
        Write { kind: Kind::Consent, id: self.new_record_id(&Kind::Consent), fields: consent.to_fields() }
    }
}

/// Reads what the form says of a conversation; problems of what cannot be read come back beside it.
pub(crate) fn read_wish(input: &ConsentInput) -> (Wish, Vec<Problem>) {
    let mut problems = Vec::new();
    if input.decisions.is_empty() {
        return (Wish::Unasked, problems);
    }
    let mut consent = Consent {
        language: input.language.trim().into(),
        interpreter: input.interpreter,
        mode: match input.mode.as_str() {
            "" => ConsentMode::default(),
            word => ConsentMode::from_word(word),
        },
        assent: input.assent,
        caregiver: input.caregiver.parse().unwrap_or_default(),
        ..Consent::default()
    };
    for said in &input.decisions {
        problems.extend(consent.decide(&said.purpose, &said.decision).err());
    }
    (Wish::Decided(Box::new(consent)), problems)
}
