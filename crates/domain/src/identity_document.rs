//! An identity document as it was shown or told. None is required of anybody.

use serde::{Deserialize, Serialize};

use crate::fields::{Fields, Reader, Writer};
use crate::words::words;
use crate::{Pack, Problem, odd_number, text};

words! {
    /// In what state a document was seen.
    DocumentState, default Declared {
        /// In force.
        Valid = "vigente",
        /// Past its date.
        Expired = "vencido",
        /// Only a copy or a photograph was seen.
        Copy = "copia",
        /// Not seen, only told.
        Declared = "declarado",
    }
}

/// One identity document of a person.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct IdentityDocument {
    /// The item's own short id within the person, `[a-z0-9]{1,12}`.
    pub key: String,
    /// What document it is, by its code in the pack, e.g. `passport`.
    pub kind: String,
    /// Issuing country, ISO 3166-1 alpha-2; may be blank.
    pub country: String,
    /// The number as written on it; may be blank.
    pub number: String,
    /// In what state it was seen.
    pub state: DocumentState,
}

impl IdentityDocument {
    /// A key made from what the document says, so that the same document added at two posts becomes one item.
    pub fn key_for(kind: &str, country: &str, number: &str) -> String {
        let number: String = crate::fold(number).split(' ').collect();
        let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
        for byte in [kind, country, &number].join("|").bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        format!("{:010x}", hash >> 24)
    }

    /// Whether a text may be an item's key.
    pub fn is_key(key: &str) -> bool {
        text::is_code(key, 12) && key.bytes().all(|byte| byte.is_ascii_alphanumeric())
    }

    /// All documents of a person that are not removed, by key.
    pub(crate) fn read_all(fields: &Fields) -> Vec<Self> {
        let reader = Reader(fields);
        let mut keys: Vec<&str> = reader
            .items("document/")
            .filter_map(|(rest, _)| rest.split_once('/'))
            .filter(|(key, part)| {
                Self::is_key(key) && matches!(*part, "kind" | "country" | "number" | "state")
            })
            .map(|(key, _)| key)
            .collect();
        keys.sort_unstable();
        keys.dedup();
        keys.into_iter()
            .filter(|key| !reader.flag(&format!("document/{key}/removed")))
            .map(|key| Self {
                key: key.to_owned(),
                kind: reader.text(&format!("document/{key}/kind")),
                country: reader.text(&format!("document/{key}/country")),
                number: reader.text(&format!("document/{key}/number")),
                state: match reader.str(&format!("document/{key}/state")) {
                    "" => DocumentState::default(),
                    word => DocumentState::from_word(word),
                },
            })
            .collect()
    }

    pub(crate) fn write(&self, writer: &mut Writer) {
        let prefix = format!("document/{}/", self.key);
        writer.text(&format!("{prefix}kind"), &self.kind);
        writer.text(&format!("{prefix}country"), &self.country);
        writer.text(&format!("{prefix}number"), &self.number);
        writer.text(&format!("{prefix}state"), self.state.as_str());
    }

    /// Sets one part from typed text; false when there is no such part.
    pub(crate) fn set(&mut self, part: &str, typed: &str) -> bool {
        match part {
            "kind" => self.kind = text::line(typed),
            "country" => self.country = text::country(typed),
            "number" => self.number = text::line(typed),
            "state" => self.state = DocumentState::from_word(&text::line(typed)),
            _ => return false,
        }
        true
    }

    pub(crate) fn check(&self, pack: &Pack, problems: &mut Vec<Problem>) {
        let prefix = format!("document/{}", self.key);
        if !Self::is_key(&self.key) {
            problems.push(Problem::error("document", "document_key_shape"));
        }
        for (part, value) in
            [("kind", self.kind.as_str()), ("number", &self.number), ("state", self.state.as_str())]
        {
            text::check_line(&format!("{prefix}/{part}"), value, problems);
        }
        text::check_country(&format!("{prefix}/country"), &self.country, pack, problems);
        if !self.kind.is_empty() && !pack.document_kinds.iter().any(|kind| kind.code == self.kind) {
            problems.push(Problem::warning(format!("{prefix}/kind"), "document_kind_unknown"));
        }
        if let Some(code) = odd_number(&self.kind, &self.country, &self.number) {
            problems.push(Problem::warning(format!("{prefix}/number"), code));
        }
    }
}
