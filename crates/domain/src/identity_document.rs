//! An identity document as it was shown or told. None is required of anybody.

use serde::{Deserialize, Serialize};

use crate::fields::{Fields, Reader, Writer};
use crate::names_apart::{NamesApart, compare_names};
use crate::number_check::{family, has_complement, is_complement};
use crate::words::words;
use crate::{Birth, Pack, Person, Problem, Sex, born_in_number, normal_number, odd_number, read_card, text};

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
    /// Complement of a Bolivian number (a digit and a letter), when it was written apart from the number. Part of
    /// who it is.
    pub complement: String,
    /// Given names as the machine-readable zone spells them: without accents, perhaps cut. Kept beside the typed
    /// names and never instead of them.
    pub mrz_given: String,
    /// Surnames as the machine-readable zone spells them.
    pub mrz_surname: String,
}

/// The parts that make an item a document.
const PARTS: &[&str] = &["kind", "country", "number", "state", "complement", "mrz_given", "mrz_surname"];

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

    /// The key of a document whose number has a complement: that of the number with the complement in it, as devices
    /// wrote it before the complement had a place of its own. Without one it is [`Self::key_for`].
    pub fn key_with_complement(kind: &str, country: &str, number: &str, complement: &str) -> String {
        if complement.trim().is_empty() {
            return Self::key_for(kind, country, number);
        }
        Self::key_for(kind, country, &normal_number(kind, country, number, complement))
    }

    /// Whether two documents are one: of one kind and country, with the same number (and complement) in its
    /// [`normal_number`]. Documents without a number never are.
    pub fn is_same_as(&self, other: &Self) -> bool {
        let identity = |document: &Self| {
            let number =
                normal_number(&document.kind, &document.country, &document.number, &document.complement);
            let (kind, country) = family(&document.kind, &document.country);
            (kind.to_owned(), country.to_owned(), number)
        };
        let own = identity(self);
        !own.2.is_empty() && own == identity(other)
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
            .filter(|(key, part)| Self::is_key(key) && PARTS.contains(part))
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
                complement: reader.text(&format!("document/{key}/complement")),
                mrz_given: reader.text(&format!("document/{key}/mrz_given")),
                mrz_surname: reader.text(&format!("document/{key}/mrz_surname")),
            })
            .collect()
    }

    pub(crate) fn write(&self, writer: &mut Writer) {
        let prefix = format!("document/{}/", self.key);
        writer.text(&format!("{prefix}kind"), &self.kind);
        writer.text(&format!("{prefix}country"), &self.country);
        writer.text(&format!("{prefix}number"), &self.number);
        writer.text(&format!("{prefix}state"), self.state.as_str());
        writer.text(&format!("{prefix}complement"), &self.complement);
        writer.text(&format!("{prefix}mrz_given"), &self.mrz_given);
        writer.text(&format!("{prefix}mrz_surname"), &self.mrz_surname);
    }

    /// Sets one part from typed text; false when there is no such part.
    pub(crate) fn set(&mut self, part: &str, typed: &str) -> bool {
        match part {
            "kind" => self.kind = text::line(typed),
            "country" => self.country = text::country(typed),
            "number" => self.number = text::line(typed),
            "state" => self.state = DocumentState::from_word(&text::line(typed)),
            "complement" => self.complement = text::line(typed).to_uppercase(),
            "mrz_given" => self.mrz_given = text::line(typed),
            "mrz_surname" => self.mrz_surname = text::line(typed),
            _ => return false,
        }
        true
    }

    /// What is odd about the document, also against what is typed about its owner.
    pub(crate) fn check(&self, pack: &Pack, owner: &Person, problems: &mut Vec<Problem>) {
        let prefix = format!("document/{}", self.key);
        if !Self::is_key(&self.key) {
            problems.push(Problem::error("document", "document_key_shape"));
        }
        for (part, value) in [
            ("kind", self.kind.as_str()),
            ("number", &self.number),
            ("state", self.state.as_str()),
            ("complement", &self.complement),
            ("mrz_given", &self.mrz_given),
            ("mrz_surname", &self.mrz_surname),
        ] {
            text::check_line(&format!("{prefix}/{part}"), value, problems);
        }
        text::check_country(&format!("{prefix}/country"), &self.country, pack, problems);
        let mut warn = |odd: bool, part: &str, code: &'static str| {
            if odd {
                problems.push(Problem::warning(format!("{prefix}/{part}"), code));
            }
        };
        let kind_known =
            self.kind.is_empty() || pack.document_kinds.iter().any(|kind| kind.code == self.kind);
        warn(!kind_known, "kind", "document_kind_unknown");
        if let Some(code) = odd_number(&self.kind, &self.country, &self.number) {
            warn(true, "number", code);
        }
        let complement_fits = self.complement.is_empty()
            || (has_complement(&self.kind, &self.country) && is_complement(&self.complement));
        warn(!complement_fits, "complement", "complement_format");
        let inside = read_card(&self.number).map(|card| card.complement).unwrap_or_default();
        let complement_agrees =
            self.complement.is_empty() || inside.is_empty() || inside == self.complement || !complement_fits;
        warn(!complement_agrees, "complement", "complement_differs");
        if let Some(told) = born_in_number(&self.kind, &self.country, &self.number) {
            warn(is_another_birth(&owner.birth, &told.birth), "number", "number_birth_differs");
            let both_known = [&owner.sex, &told.sex].iter().all(|s| matches!(s, Sex::Female | Sex::Male));
            warn(both_known && owner.sex != told.sex, "number", "number_sex_differs");
        }
        let surnames = format!("{} {}", owner.surname1, owner.surname2);
        let given_differ = compare_names(&owner.given_names, &self.mrz_given) == NamesApart::Different;
        warn(given_differ, "mrz_given", "name_differs_from_document");
        let surname_differs = compare_names(&surnames, &self.mrz_surname) == NamesApart::Different;
        warn(surname_differs, "mrz_surname", "name_differs_from_document");
    }
}

/// Whether a typed birth rules out the one that a document tells. An estimated age rules out nothing.
fn is_another_birth(typed: &Birth, told: &Birth) -> bool {
    if matches!(typed, Birth::EstimatedAge { .. }) {
        return false;
    }
    match (typed.earliest(), typed.latest(), told.earliest(), told.latest()) {
        (Some(from), Some(to), Some(told_from), Some(told_to)) => to < told_from || told_to < from,
        _ => false,
    }
}
