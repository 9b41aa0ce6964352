//! What somebody decided of two records: whether they are of one person. A document, so that decisions merge, and two
//! that contradict each other are seen.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::fields::{Reader, Writer};
use crate::words::words;
use crate::{DocumentId, Fields};

words! {
    /// What was decided of a pair.
    LinkageDecision, default Open {
        /// One person: the two are shown as one, with two sources. Both stay whole.
        Same = "same",
        /// Two people. The pair is not proposed again.
        Different = "different",
        /// Nobody knows yet.
        Later = "later",
        /// What was decided before is taken back.
        Open = "open",
    }
}

/// Of two records of one scope, or of one and somebody of another scope, who is named by an opaque reference.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Linkage {
    /// Of two in one scope, the smaller id.
    pub person: DocumentId,
    /// The other of the scope; [`DocumentId::NONE`] where it is elsewhere.
    pub other: DocumentId,
    /// 32 hex digits that say nothing of anybody; blank where both are here.
    pub elsewhere: String,
    /// What holds.
    pub decision: LinkageDecision,
}

impl Linkage {
    /// The pair of two records, whichever came first; nothing is decided yet.
    pub fn of(one: DocumentId, other: DocumentId) -> Self {
        let (person, other) = if one <= other { (one, other) } else { (other, one) };
        Self { person, other, ..Self::default() }
    }

    /// The pair of a record and somebody of another scope; nothing is decided yet.
    pub fn with_elsewhere(person: DocumentId, reference: DocumentId) -> Self {
        Self { person, elsewhere: reference.to_string(), ..Self::default() }
    }

    /// The id of its document: from the pair, so that two who decide apart decide in one document.
    pub fn id(&self) -> DocumentId {
        let hash = Sha256::new()
            .chain_update(b"posta linkage 1")
            .chain_update(self.person.as_bytes())
            .chain_update(self.other.as_bytes())
            .chain_update(self.elsewhere.as_bytes())
            .finalize();
        let mut id = [0; 16];
        id.iter_mut().zip(hash).for_each(|(byte, hash)| *byte = hash);
        DocumentId(id)
    }

    /// Whether a document of this id can be this decision: of one pair, in order, with the id that follows from it. Anything
    /// else decides nothing, whoever wrote it.
    pub fn is_sound(&self, id: &DocumentId) -> bool {
        let here = !self.other.is_none() && self.person < self.other && self.elsewhere.is_empty();
        let is_reference =
            || self.elsewhere.parse::<DocumentId>().is_ok_and(|one| one.to_string() == self.elsewhere);
        let elsewhere = self.other.is_none() && is_reference();
        !self.person.is_none() && (here || elsewhere) && self.id() == *id
    }

    /// Whether it is about somebody of this scope.
    pub fn is_about(&self, person: &DocumentId) -> bool {
        !person.is_none() && (self.person == *person || self.other == *person)
    }

    /// Reads flat fields; total and tolerant.
    pub fn from_fields(fields: &Fields) -> Self {
        let read = Reader(fields);
        let id = |key| read.str(key).parse().unwrap_or_default();
        Self {
            person: id("person"),
            other: id("other"),
            elsewhere: read.text("elsewhere"),
            decision: match read.str("decision") {
                "" => LinkageDecision::Open,
                word => LinkageDecision::from_word(word),
            },
        }
    }

    /// Writes flat fields.
    pub fn to_fields(&self) -> Fields {
        let mut write = Writer::default();
        write.text("person", &self.person.to_string());
        if !self.other.is_none() {
            write.text("other", &self.other.to_string());
        }
        write.text("elsewhere", &self.elsewhere);
        write.text("decision", self.decision.as_str());
        write.0
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const ONE: DocumentId = DocumentId([1; 16]);
    const OTHER: DocumentId = DocumentId([2; 16]);

    #[test]
    fn a_pair_is_one_document_whoever_is_named_first() {
        assert_eq!(Linkage::of(ONE, OTHER), Linkage::of(OTHER, ONE));
        assert_eq!(Linkage::of(ONE, OTHER).id(), Linkage::of(OTHER, ONE).id());
        assert_ne!(Linkage::of(ONE, OTHER).id(), Linkage::with_elsewhere(ONE, OTHER).id());
        let decided = Linkage { decision: LinkageDecision::Same, ..Linkage::of(ONE, OTHER) };
        assert_eq!(decided.id(), Linkage::of(ONE, OTHER).id());
    }

    #[test]
    fn only_a_pair_in_order_under_its_own_id_decides_anything() {
        let pair = Linkage::of(ONE, OTHER);
        assert!(pair.is_sound(&pair.id()));
        let elsewhere = Linkage::with_elsewhere(ONE, OTHER);
        assert!(elsewhere.is_sound(&elsewhere.id()));
        let reference = OTHER.to_string();
        for odd in [
            Linkage::of(ONE, ONE),
            Linkage::of(ONE, DocumentId::NONE),
            Linkage { person: OTHER, other: ONE, ..pair.clone() },
            Linkage { elsewhere: reference.clone(), ..pair.clone() },
            Linkage { elsewhere: "somebody".into(), other: DocumentId::NONE, ..pair.clone() },
            Linkage { person: DocumentId::NONE, elsewhere: reference, ..Linkage::default() },
        ] {
            assert!(!odd.is_sound(&odd.id()), "{odd:?}");
        }
        assert!(!pair.is_sound(&OTHER));
    }

    #[test]
    fn what_was_written_is_read_again() {
        let decided = Linkage { decision: LinkageDecision::Different, ..Linkage::of(OTHER, ONE) };
        assert_eq!(Linkage::from_fields(&decided.to_fields()), decided);
        let elsewhere = Linkage { decision: LinkageDecision::Later, ..Linkage::with_elsewhere(OTHER, ONE) };
        assert_eq!(Linkage::from_fields(&elsewhere.to_fields()), elsewhere);
        assert!(elsewhere.is_about(&OTHER) && !elsewhere.is_about(&ONE));
        assert!(!elsewhere.is_about(&DocumentId::NONE));
    }
}
