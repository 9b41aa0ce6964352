//! Looking at what the membership log names as erased before anything of it goes. Whoever carried an order out chose the
//! names: what is here and is not about the ordered one stays, and is noted for the supervisors.

use std::collections::{BTreeMap, BTreeSet};

use posta_domain::{AuditAct, AuditRecord, DocumentId, Kind};
use posta_identity::{EpochKey, Hash32};

use super::carry_out::documents_about;
use super::late::hands_over;
use crate::error::Error;
use crate::open::Open;
use crate::scope::OpenScope;
use crate::setting;
use crate::time::Moment;

/// A document by its kind and id.
type Place = (Kind, DocumentId);

/// The documents that entries name in a scope, told apart by what is here.
#[derive(Default)]
pub(crate) struct NamedDocuments {
    /// Of the ordered ones, as far as anybody here can tell: erased already, to be erased, or not here.
    pub gone: BTreeSet<Place>,
    /// Those of them that are not erased here yet.
    pub due: Vec<Place>,
    /// About somebody else.
    pub spared: Vec<Place>,
}

/// The batches that entries name in a scope.
#[derive(Default)]
pub(crate) struct NamedBatches {
    /// That carry something that is gone, or have no body here.
    pub due: Vec<Hash32>,
    /// That carry nothing of it.
    pub spared: Vec<Hash32>,
}

impl Open {
    /// Tells the documents that entries name in an open scope from those that nobody ordered. One that is not here is
    /// neither erased nor refused: it is looked at once it comes.
    pub(crate) fn named_documents(&self, scope: &OpenScope) -> Result<NamedDocuments, Error> {
        let mut named = NamedDocuments::default();
        let mut about: BTreeMap<Hash32, Vec<Place>> = BTreeMap::new();
        let orders = self.membership().orders().iter().filter(|order| order.done.contains(&scope.id));
        for order in orders {
            let subject = (Kind::from_word(&order.kind), DocumentId(order.document));
            // Hand-overs about a person go with the order itself, wherever it is carried out.
            if !scope.file.is_erased(&subject.0, &subject.1)? {
                named.due.push(subject.clone());
            }
            about.insert(order.hash, documents_about(scope, &subject.0, subject.1)?);
            named.gone.insert(subject);
        }
        for erased in self.membership().erased(scope.id) {
            let about = about.get(&erased.order).map_or(&[][..], Vec::as_slice);
            for (kind, id) in &erased.documents {
                let place = (Kind::from_word(kind), DocumentId(*id));
                let is_gone = named.gone.contains(&place) || scope.file.is_erased(&place.0, &place.1)?;
                if !is_gone && scope.file.holds(&place.0, &place.1)? {
                    if !about.contains(&place) {
                        named.spared.push(place);
                        continue;
                    }
                    named.due.push(place.clone());
                }
                named.gone.insert(place);
            }
        }
        Ok(named)
    }

    /// Tells the batches that entries name in an open scope from those that carry nothing of what is gone. One that was
    /// not taken in yet, or does not open, waits.
    pub(crate) fn named_batches(
        &self,
        scope: &OpenScope,
        gone: &BTreeSet<Place>,
    ) -> Result<NamedBatches, Error> {
        let mut named = NamedBatches::default();
        let hashes = self.membership().erased(scope.id).iter().flat_map(|erased| &erased.batches);
        for hash in hashes.collect::<BTreeSet<_>>() {
            let is_empty_here = self.desk.device.has_body(hash)? == Some(false);
            if is_empty_here || scope.file.is_hollow(hash)? {
                named.due.push(*hash);
            } else if scope.file.is_applied(hash)? {
                match self.is_about(scope, hash, gone)? {
                    Some(true) => named.due.push(*hash),
                    Some(false) => named.spared.push(*hash),
                    None => {}
                }
            }
        }
        Ok(named)
    }

    /// Whether a batch of any lane carries something of what is gone; none when it does not open.
    fn is_about(
        &self,
        scope: &OpenScope,
        hash: &Hash32,
        gone: &BTreeSet<Place>,
    ) -> Result<Option<bool>, Error> {
        let device = &self.desk.device;
        let epoch = |id: &Hash32| -> Option<&EpochKey> { self.desk.secrets.epoch(scope.id, *id) };
        let Some(batch) = device.batch(hash)? else { return Ok(None) };
        match batch.decode_header() {
            Ok(header) if header.scope == scope.id.inbox() => {
                Ok(epoch(&header.epoch).and_then(|key| hands_over(&batch, key, gone)))
            }
            _ => Ok(scope.file.carries(hash, gone, device, epoch)?),
        }
    }

    /// Whether a batch that the log names is here with its body, because it is not known to carry anything of what is
    /// gone.
    pub(crate) fn keeps_body(&self, hash: &Hash32) -> bool {
        self.desk.device.has_body(hash).ok().flatten() == Some(true)
    }

    /// Notes for the supervisors what was named and stays, each once.
    pub(super) fn note_spared(
        &self,
        scope: &OpenScope,
        documents: &[Place],
        batches: &[Hash32],
        now: Moment,
    ) -> Result<(), Error> {
        let name = setting::noted_as_spared(&scope.id);
        let mut noted = self.desk.device.setting(&name)?.unwrap_or_default();
        let documents = documents.iter().map(|(kind, id)| (kind.as_str().to_owned(), *id));
        let batches = batches.iter().map(|hash| ("batch".to_owned(), DocumentId::from(hash.half())));
        let mut records = Vec::new();
        for (kind, record) in documents.chain(batches) {
            if noted.chunks_exact(16).any(|id| id == record.as_bytes()) {
                continue;
            }
            noted.extend_from_slice(record.as_bytes());
            records.push(AuditRecord {
                at: now.at,
                act: AuditAct::ErasureRefused,
                sensitivity: scope.sensitivity.as_str().into(),
                place: scope.place.clone(),
                kind,
                record,
                ..AuditRecord::default()
            });
        }
        if records.is_empty() {
            return Ok(());
        }
        self.note(&records, now)?;
        Ok(self.desk.device.put_setting(&name, &noted)?)
    }
}
