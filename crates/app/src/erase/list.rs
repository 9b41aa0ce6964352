//! Orders to erase, and what became of them.

use std::collections::BTreeMap;

use posta_domain::{AuditAct, AuditRecord, DocumentId};
use posta_identity::{Entry, EntryBody, Hash32, Sensitivity, UserId};
use posta_store::InboxFilter;

use crate::app::App;
use crate::error::Error;
use crate::home::count;
use crate::inbox::{AUDIT, name_of};
use crate::open::Open;
use crate::permission::Act;
use crate::time::rfc3339;
use crate::view::{CarriedOut, ErasureCard};

impl App {
    /// All orders to erase, those that wait for an agreement first.
    ///
    /// # Errors
    /// [`Error::NotAllowed`], [`Error::Locked`], [`Error::Unreadable`].
    pub fn erasures(&self) -> Result<Vec<ErasureCard>, Error> {
        self.read(|open| {
            open.allow(Act::ViewErasures)?;
            let times = open.times_of_orders()?;
            let orders: Vec<Hash32> = open.membership().orders().iter().map(|order| order.hash).collect();
            let mut cards = Vec::new();
            for order in orders {
                cards.push(open.card_of_order(&order, &times)?);
            }
            cards.sort_by_key(|card| card.agreed_by.is_some());
            Ok(cards)
        })
    }
}

/// When an order was noted as given and as agreed, by the audit: the membership log knows no time.
type Times = BTreeMap<(DocumentId, bool), i64>;

impl Open {
    pub(super) fn erasure_card(&self, order: &Hash32) -> Result<ErasureCard, Error> {
        self.card_of_order(order, &self.times_of_orders()?)
    }

    fn card_of_order(&self, hash: &Hash32, times: &Times) -> Result<ErasureCard, Error> {
        let membership = self.membership();
        let order = membership.orders().iter().find(|order| order.hash == *hash).ok_or(Error::NotFound)?;
        let person = DocumentId::from(order.document);
        let row = self.registry()?.file.person(&person)?;
        let time = |agreed| times.get(&(name_of(hash), agreed)).map(|at| rfc3339(*at));
        let agreed = self.agreed_by(hash).filter(|_| order.agreed);
        let scopes = membership.scopes().flat_map(|scope| {
            let done = membership.erased(scope.scope).iter().filter(|erased| erased.order == *hash);
            let documents: usize = done.clone().map(|erased| erased.documents.len()).sum();
            done.take(1).map(move |_| CarriedOut {
                scope: scope.scope.to_string(),
                sensitivity: scope.sensitivity.as_str().into(),
                place: self.place_name(&scope.place),
                documents: count(documents as u64),
                at: String::new(),
            })
        });
        Ok(ErasureCard {
            order: hash.to_string(),
            person: person.to_string(),
            name: row.map(|row| row.display_name).unwrap_or_default(),
            basis: order.basis.clone(),
            ordered_by: self.name_of_signer(order.by),
            ordered_at: time(false).unwrap_or_default(),
            agreed_by: order.agreed.then(|| self.name_of_signer(agreed)),
            agreed_at: time(true),
            carried_out: scopes.collect(),
            mine: order.by == Some(self.desk.secrets.user),
        })
    }

    /// Who agreed to an order; none for the authority.
    fn agreed_by(&self, order: &Hash32) -> Option<UserId> {
        let entries = self.desk.log.entries();
        let agreements = entries
            .iter()
            .filter_map(|bytes| Entry::decode(bytes).ok())
            .filter(|entry| matches!(&entry.body, EntryBody::Agree { order: named } if named == order));
        agreements
            .filter_map(|entry| {
                self.membership().users().find(|user| user.sign_public == entry.signer).map(|user| user.user)
            })
            .next()
    }

    /// A user's name; the authority has none.
    fn name_of_signer(&self, user: Option<UserId>) -> String {
        user.map(|user| self.name_of(user)).unwrap_or_default()
    }

    fn times_of_orders(&self) -> Result<Times, Error> {
        let mut times = Times::new();
        let audit = self.first(&Sensitivity::Audit)?;
        for (act, agreed) in [(AuditAct::ErasureOrdered, false), (AuditAct::ErasureAgreed, true)] {
            let act = act.as_str().to_owned();
            let filter = InboxFilter { kind: AUDIT.into(), act, ..InboxFilter::default() };
            for row in audit.file.inbox(&filter, 0, u32::MAX)?.rows {
                if let Some(record) = AuditRecord::decode(&row.bytes) {
                    times.insert((record.record, agreed), row.at);
                }
            }
        }
        Ok(times)
    }
}
