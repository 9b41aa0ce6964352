//! Somebody attended without identity: said later who it was, and taken back. What was made in the consultation goes along.

use posta_domain::{AuditAct, Consultation, DocumentId, Kind};
use posta_store::Write;

use crate::app::App;
use crate::audit::cannot_show;
use crate::catalogue::post_name;
use crate::error::Error;
use crate::id::read_id;
use crate::open::Open;
use crate::paper::bad;
use crate::permission::Act;
use crate::scope::Deed;
use crate::time::Moment;
use crate::view::{Saved, UnlinkedCard};

impl App {
    /// Says who somebody attended without identity was; returns once that is durable.
    ///
    /// # Errors
    /// [`Error::NotFound`] (no such person; a closed consultation), [`Error::BadInput`] (`consultation_linked`: to
    /// somebody else already), [`Error::NotAllowed`], [`Error::Locked`], [`Error::Storage`].
    pub fn link_consultation(&self, id: &str, person: &str) -> Result<Saved, Error> {
        let (now, id, person) = (self.now(), read_id(id)?, read_id(person)?);
        self.with(|open| {
            open.allow(Act::RecordConsultation)?;
            if !open.registry()?.file.holds(&Kind::Person, &person)? {
                return Err(Error::NotFound);
            }
            open.say_who(id, person, now, |before| before.person.is_none() || before.person == person)
        })
    }

    /// Takes back who somebody attended without identity was said to be; returns once that is durable.
    ///
    /// # Errors
    /// [`Error::BadInput`] (`consultation_linked`: the person was known from the beginning), and as
    /// [`App::link_consultation`].
    pub fn unlink_consultation(&self, id: &str) -> Result<Saved, Error> {
        let (now, id) = (self.now(), read_id(id)?);
        self.with(|open| {
            open.allow(Act::RecordConsultation)?;
            open.say_who(id, DocumentId::NONE, now, |before| before.unidentified)
        })
    }

    /// Those who were attended without identity and are not linked yet, the newest first; what the team calls them only
    /// where the consultation is not closed. That the list was shown is noted first, once a session.
    ///
    /// # Errors
    /// [`Error::NotAllowed`], [`Error::Locked`], [`Error::Unreadable`]; [`Error::Storage`] when it could not be noted, and
    /// is not shown.
    pub fn unlinked_consultations(&self) -> Result<Vec<UnlinkedCard>, Error> {
        let now = self.now();
        self.with(|open| {
            open.allow(Act::ReadConsultation)?;
            let mut cards = Vec::new();
            for scope in open.confidential() {
                let rows = scope.file.consultations_to_link().map_err(Error::from).map_err(cannot_show)?;
                cards.extend(rows.into_iter().map(|row| UnlinkedCard {
                    called: if row.restricted && !open.was_opened(&row.id) {
                        String::new()
                    } else {
                        row.called
                    },
                    id: row.id.to_string(),
                    on: row.on,
                    post: post_name(open.desk.pack, &row.post),
                    by: row.origin.author,
                }));
                open.note_list(scope, "unlinked", now)?;
            }
            Ok(cards)
        })
    }
}

impl Open {
    fn say_who(
        &self,
        id: DocumentId,
        person: DocumentId,
        now: Moment,
        may: impl FnOnce(&Consultation) -> bool,
    ) -> Result<Saved, Error> {
        let (scope, stored) = self.find_shown(&Kind::Consultation, &id)?;
        let mut consultation = Consultation::from_fields(&stored);
        if !may(&consultation) {
            return Err(bad("person", "consultation_linked"));
        }
        consultation.person = person;
        let fields = consultation.changes_from(&stored);
        let mut writes = vec![Write { kind: Kind::Consultation, id, fields }];
        let made = scope.file.made_in(&id)?;
        writes.extend(made.into_iter().map(|(kind, made)| about(kind, made, person)));
        self.note_in(scope, AuditAct::Amended, Kind::Consultation.as_str(), vec![id], now)?;
        scope.commit(&self.desk, &[Deed { writes, draft: None }], now.at)?;
        Ok(Saved { id: id.to_string(), warnings: Vec::new() })
    }

    /// What somebody made in a consultation without knowing that a colleague had said who it was, or had taken that back,
    /// is about whom the consultation is about. Run at unlock and after each exchange; idempotent, and two members who do so apart write the same.
    ///
    /// # Errors
    /// [`Error::Storage`]: what was not done is done the next time.
    pub(crate) fn follow_links(&self, now: Moment) -> Result<(), Error> {
        for scope in self.confidential() {
            for (kind, id, person) in scope.file.made_about_another()? {
                self.note_in(scope, AuditAct::Amended, kind.as_str(), vec![id], now)?;
                let writes = vec![about(kind, id, person)];
                scope.commit(&self.desk, &[Deed { writes, draft: None }], now.at)?;
            }
        }
        Ok(())
    }
}

fn about(kind: Kind, id: DocumentId, person: DocumentId) -> Write {
    let person = if person.is_none() { String::new() } else { person.to_string() };
    Write { kind, id, fields: [("person".to_owned(), person.into())].into_iter().collect() }
}
