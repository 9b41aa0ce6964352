//! The two signatures of an erasure.

use std::collections::BTreeSet;

use posta_domain::{AuditAct, DocumentId, ErasureBasis, Kind, Problem};
use posta_identity::{EntryBody, Hash32};

use crate::app::App;
use crate::error::Error;
use crate::id::read_id;
use crate::inbox::name_of;
use crate::members::{append, unknown_reason};
use crate::open::Open;
use crate::permission::Act;
use crate::person::only_warnings;
use crate::time::Moment;
use crate::view::ErasureCard;

impl App {
    /// Orders that a person be erased, everywhere: one order for each of their records. Nothing happens until another
    /// supervisor agrees to each. `others` are their other records as they were shown: if they are others by now, nothing
    /// is ordered. Answers the order of the record that was asked for.
    ///
    /// # Errors
    /// [`Error::BadInput`] (no such basis; other records than were shown), [`Error::NotAllowed`], [`Error::NotFound`], [`Error::Erased`] (ordered and agreed already), [`Error::Locked`], [`Error::Storage`].
    pub fn order_erasure(&self, person: &str, basis: &str, others: &[String]) -> Result<ErasureCard, Error> {
        let now = self.now();
        let person = read_id(person)?;
        let others = others.iter().map(|id| read_id(id)).collect::<Result<BTreeSet<_>, _>>()?;
        self.with(|open| {
            open.allow(Act::OrderErasure)?;
            if matches!(ErasureBasis::from_word(basis), ErasureBasis::Other(_) | ErasureBasis::Unlisted) {
                return Err(unknown_reason());
            }
            let registry = open.membership().registry();
            let kind = Kind::Person.as_str();
            if open.membership().is_erased(registry, kind, *person.as_bytes()) {
                return Err(Error::Erased);
            }
            if !open.registry()?.file.holds(&Kind::Person, &person)? {
                return Err(Error::NotFound);
            }
            let records: BTreeSet<DocumentId> = open.linked_records(&person)?.into_iter().skip(1).collect();
            if records != others {
                return only_warnings(vec![Problem::error("others", "records_changed")])
                    .and(Err(Error::NotFound));
            }
            for other in records {
                open.order_one(other, basis, now)?;
            }
            let order = open.order_one(person, basis, now)?;
            open.erasure_card(&order)
        })
    }

    /// Agrees to another supervisor's order: from now on it is carried out, everywhere.
    ///
    /// # Errors
    /// [`Error::NotAllowed`], [`Error::NotFound`], [`Error::SecondPerson`] (one's own order), [`Error::Locked`],
    /// [`Error::Storage`].
    pub fn agree_erasure(&self, order: &str) -> Result<ErasureCard, Error> {
        let now = self.now();
        let order: Hash32 = order.parse().map_err(|_| Error::NotFound)?;
        self.with(|open| {
            open.allow(Act::AgreeErasure)?;
            let known = open.membership().orders().iter().find(|known| known.hash == order);
            let known = known.ok_or(Error::NotFound)?;
            if known.by == Some(open.desk.secrets.user) {
                return Err(Error::SecondPerson);
            }
            if !known.agreed {
                let basis = known.basis.clone();
                let mut log = open.desk.log.clone();
                append(&mut log, EntryBody::Agree { order }, open)?;
                open.note_act(AuditAct::ErasureAgreed, "order", name_of(&order), &basis, now)?;
                open.publish(log)?;
                open.carry_out_erasures(now)?;
            }
            open.erasure_card(&order)
        })
    }
}

impl Open {
    /// Orders that one record be erased, unless this user did, or it is gone; answers the order.
    fn order_one(&mut self, person: DocumentId, basis: &str, now: Moment) -> Result<Hash32, Error> {
        let (registry, me) = (self.membership().registry(), self.desk.secrets.user);
        let ordered = self.membership().orders().iter().find(|order| {
            order.scope == registry && order.document == *person.as_bytes() && order.by == Some(me)
        });
        if let Some(order) = ordered {
            return Ok(order.hash);
        }
        let mut log = self.desk.log.clone();
        let (kind, document) = (Kind::Person.as_str().to_owned(), *person.as_bytes());
        let body = EntryBody::Erase { scope: registry, kind, document, basis: basis.into() };
        let order = append(&mut log, body, self)?;
        self.note_act(AuditAct::ErasureOrdered, "order", name_of(&order), basis, now)?;
        self.publish(log)?;
        Ok(order)
    }
}
