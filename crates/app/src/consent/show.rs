//! What holds now of what a person allows, and the one check of everything that leaves.

use posta_domain::{Consent, Consents, DocumentId, Kind, Purpose};

use posta_store::ConsentRow;

use crate::catalogue::post_name;
use crate::error::Error;
use crate::open::Open;
use crate::time::Moment;
use crate::view::ConsentView;

impl Open {
    /// What a person allows today. Every act by which something leaves asks this, and hands on only what it released.
    pub(crate) fn consents(&self, person: &DocumentId, now: Moment) -> Result<Consents, Error> {
        Ok(Consent::consents(&self.conversations(person)?, now.today))
    }

    /// The purposes that a person agrees to today, by their words.
    pub(crate) fn agreed_purposes(&self, person: &DocumentId, now: Moment) -> Result<Vec<String>, Error> {
        let consents = self.consents(person, now)?;
        let agreed = |word: &&&str| consents.release(&Purpose::from_word(word), ()).is_some();
        Ok(Purpose::WORDS.iter().filter(agreed).map(|word| (*word).to_owned()).collect())
    }

    /// One view a purpose that was ever spoken of.
    pub(crate) fn consent_views(&self, person: &DocumentId, now: Moment) -> Result<Vec<ConsentView>, Error> {
        let rows = self.consent_rows(person)?;
        let all = self.conversations(person)?;
        let view = |word: &&str| {
            let purpose = Purpose::from_word(word);
            let (id, consent) = Consent::standing(&all, &purpose, now.today)?;
            let post = rows.iter().find(|row| row.id == *id).map(|row| row.origin.post.clone());
            Some(ConsentView {
                purpose: (*word).into(),
                decision: consent.purposes.get(&purpose)?.as_str().into(),
                on: consent.on.map(|day| day.to_string()).unwrap_or_default(),
                language: consent.language.clone(),
                interpreter: consent.interpreter,
                mode: consent.mode.as_str().into(),
                assent: consent.assent,
                explained_by: consent.explained_by.clone(),
                post: post.map(|code| post_name(self.desk.pack, &code)).unwrap_or_default(),
            })
        };
        Ok(Purpose::WORDS.iter().filter_map(view).collect())
    }

    /// Conversations with a person, whichever of their records they were written with.
    pub(crate) fn consent_rows(&self, person: &DocumentId) -> Result<Vec<ConsentRow>, Error> {
        let mut rows = Vec::new();
        for each in self.linked_records(person)? {
            rows.extend(self.registry()?.file.consents_of(&each)?);
        }
        Ok(rows)
    }

    fn conversations(&self, person: &DocumentId) -> Result<Vec<(DocumentId, Consent)>, Error> {
        let registry = self.registry()?;
        let mut all = Vec::new();
        for row in self.consent_rows(person)? {
            if let Some(document) = registry.file.document(&Kind::Consent, &row.id)? {
                all.push((row.id, Consent::from_fields(&document.fields())));
            }
        }
        Ok(all)
    }
}
