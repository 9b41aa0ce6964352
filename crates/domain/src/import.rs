//! One line of an import file (JSON Lines): a person, an enrollment, a consent, a consultation or an edit.
//!
//! A line may carry a `ref`, the caller's own key, so that later lines can point at it; a pointer is such a key or
//! the 32 hex digits of a document. An unknown key is an error: a typing slip must not lose data.

mod convert;
mod parse;

use std::collections::BTreeMap;
use std::marker::PhantomData;

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use crate::DocumentId;

pub use parse::{LineError, parse_line};

/// One line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ImportLine {
    /// Registers a person.
    Person(Box<PersonLine>),
    /// Prepares an enrollment of a person.
    Enrollment(EnrollmentLine),
    /// Keeps what a person allows.
    Consent(ConsentLine),
    /// Records that a person was attended.
    Consultation(ConsultationLine),
    /// Changes fields of a record.
    Edit(EditLine),
}

/// Registers a person. Only a name is needed, or `name_undeclared`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct PersonLine {
    /// The caller's own key for this line.
    #[serde(rename = "ref", skip_serializing_if = "String::is_empty")]
    pub reference: String,
    /// Given names.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub given_names: String,
    /// First surname.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub surname1: String,
    /// Second surname.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub surname2: String,
    /// Whether no name was declared.
    #[serde(skip_serializing_if = "is_false")]
    pub name_undeclared: bool,
    /// Sex as in the document: `female`, `male` or `unknown`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub sex: String,
    /// Birth: `1990-05-17`, `1990-05`, `1990` or `age:34@2026-11-21`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub birth: String,
    /// Nationality, ISO 3166-1 alpha-2.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub nationality: String,
    /// Identity documents.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<DocumentLine>,
    /// Whether the person said to have no document.
    #[serde(skip_serializing_if = "is_false")]
    pub without_documents: bool,
    /// Languages spoken, ISO 639 codes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<String>,
    /// Telephone.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub phone: String,
    /// Municipality of residence, its official code.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub residence: String,
    /// Name of the guardian of a minor.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub guardian_name: String,
    /// What the guardian is to the minor.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub guardian_relation: String,
    /// The guardian's own record: a `ref` or an id.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub guardian_person: String,
    /// Post of registration; the user's own when blank.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub post: String,
    /// Day of registration; today when blank.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub on: String,
    /// The family group: any key, the same in the lines of one group; or its id.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub household: String,
    /// `head`, `partner`, `child` or `other`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub household_role: String,
    /// Attention the same day; it tells no reason.
    #[serde(skip_serializing_if = "is_false")]
    pub same_day: bool,
}

/// An identity document of a person line.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct DocumentLine {
    /// Kind of document by its code in the pack, e.g. `passport`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub kind: String,
    /// Issuing country, ISO 3166-1 alpha-2.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub country: String,
    /// Number as written.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub number: String,
    /// Complement of a Bolivian number (a digit and a letter), when it is not in the number.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub complement: String,
    /// `vigente`, `vencido`, `copia` or `declarado` (assumed when blank).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub state: String,
    /// Given names as the machine-readable lines write them; beside the typed ones, never in their place.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub mrz_given: String,
    /// Surname as the machine-readable lines write it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub mrz_surname: String,
}

/// Prepares an enrollment of a person.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EnrollmentLine {
    /// The caller's own key for this line.
    #[serde(rename = "ref", default, skip_serializing_if = "String::is_empty")]
    pub reference: String,
    /// Who: the `ref` of an earlier person line, or an id.
    pub person: String,
    /// Programme by its code in the pack: `sus`.
    pub program: String,
    /// Post; the user's own when blank.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub post: String,
    /// Day; today when blank.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub on: String,
    /// `preparada` (assumed when blank), `presentada`, `confirmada` or `observada`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub status: String,
    /// Health facility by its official code.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub facility: String,
    /// Answers by the facts that the programme asks: `{"disability": true}`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "without_repeats")]
    pub answers: BTreeMap<String, bool>,
    /// What was seen of requirements: `have`, `copy`, `missing` or `not_needed` by the requirement's code.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "without_repeats")]
    pub requirements: BTreeMap<String, String>,
    /// The programme's own number; only with `confirmada`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub official_number: String,
    /// Why it came back; only with `observada`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub observation: String,
    /// Campaign by its code in the pack.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub campaign: String,
}

/// Keeps what a person allows: one conversation.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ConsentLine {
    /// The caller's own key for this line.
    #[serde(rename = "ref", default, skip_serializing_if = "String::is_empty")]
    pub reference: String,
    /// Who: the `ref` of an earlier person line, or an id.
    pub person: String,
    /// Day; today when blank.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub on: String,
    /// Language it was explained in, ISO 639.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub language: String,
    /// Whether somebody interpreted.
    #[serde(default, skip_serializing_if = "is_false")]
    pub interpreter: bool,
    /// `oral` (assumed when blank) or `written`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub mode: String,
    /// Of a minor: whether the child agrees too.
    #[serde(default, skip_serializing_if = "is_false")]
    pub assent: bool,
    /// The adult who answers for a minor: a `ref` or an id.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub caregiver: String,
    /// `given`, `refused` or `withdrawn` by purpose: `register`, `share_facility`, `share_referral`, `statistics`,
    /// `contact`.
    #[serde(deserialize_with = "without_repeats")]
    pub purposes: BTreeMap<String, String>,
}

/// Records that a person was attended. Needs the role of care.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ConsultationLine {
    /// The caller's own key for this line.
    #[serde(rename = "ref", default, skip_serializing_if = "String::is_empty")]
    pub reference: String,
    /// Who: the `ref` of an earlier person line, or an id.
    pub person: String,
    /// Post; the user's own when blank.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub post: String,
    /// Day; today when blank.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub on: String,
    /// Why, by its code in the pack.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// Needs by their codes in the pack.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<String>,
    /// Free note, at most 4000 characters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Whether a member gives a reason before reading it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub restricted: bool,
}

/// Changes fields of a record.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EditLine {
    /// Which record: the `ref` of an earlier line, or an id.
    pub id: String,
    /// Flat keys and their new values as typed, e.g. `"phone"`, `"language/ay"`; blank takes a value away.
    #[serde(deserialize_with = "without_repeats")]
    pub set: BTreeMap<String, EditValue>,
}

/// A value of an edit.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum EditValue {
    /// Yes or no.
    Flag(bool),
    /// Text as typed.
    Text(String),
}

impl EditValue {
    /// The value as [`crate::Person::set`] takes it.
    pub fn as_typed(&self) -> &str {
        match self {
            Self::Flag(true) => "true",
            Self::Flag(false) => "false",
            Self::Text(text) => text,
        }
    }
}

/// How a line points at a record.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pointer {
    /// A document by its id.
    Id(DocumentId),
    /// An earlier line by its `ref`.
    Reference(String),
}

impl Pointer {
    /// 32 hex digits are an id; anything else is a `ref`.
    pub fn parse(text: &str) -> Self {
        text.parse().map_or_else(|_| Self::Reference(text.to_owned()), Self::Id)
    }
}

impl ImportLine {
    /// The line's own key, if it carries one.
    pub fn reference(&self) -> Option<&str> {
        let reference = match self {
            Self::Person(line) => &line.reference,
            Self::Enrollment(line) => &line.reference,
            Self::Consent(line) => &line.reference,
            Self::Consultation(line) => &line.reference,
            Self::Edit(_) => return None,
        };
        (!reference.is_empty()).then_some(reference)
    }
}

/// The JSON Schema (2020-12) of one line.
#[cfg(feature = "schema")]
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(ImportLine).to_value()
}

/// A map that refuses a key written twice, where JSON would quietly keep the last.
fn without_repeats<'de, D: Deserializer<'de>, V: Deserialize<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, V>, D::Error> {
    struct Pairs<V>(PhantomData<V>);
    impl<'de, V: Deserialize<'de>> Visitor<'de> for Pairs<V> {
        type Value = BTreeMap<String, V>;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("an object of texts and flags")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut pairs: A) -> Result<Self::Value, A::Error> {
            let mut set = BTreeMap::new();
            while let Some((key, value)) = pairs.next_entry()? {
                if set.insert(key, value).is_some() {
                    return Err(serde::de::Error::custom("a repeated key"));
                }
            }
            Ok(set)
        }
    }
    deserializer.deserialize_map(Pairs(PhantomData))
}

fn is_false(flag: &bool) -> bool {
    !*flag
}
