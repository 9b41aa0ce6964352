//! The register as linkage asks it: built at the first question of a session, beside other acts, kept up to date with what
//! is saved here, and made anew after others' work came in. It lives in memory only.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, PoisonError};

use posta_domain::{Birth, DocumentId, IdentityDocument, Kind, Person, Sex};
use posta_linkage::{DOCUMENTS, Decided, Index, Pair, Reason, Record, record_id, records_of};
use posta_store::{PersonRow, ScopeFile};

use crate::app::App;
use crate::error::Error;

/// Reasons told of each pair, the strongest first.
const REASONS: usize = 4;

/// What is known of the register.
#[derive(Default)]
pub(crate) struct Linkage {
    index: Option<Index>,
    /// Saved since the index was asked last, or since its building began.
    changed: BTreeSet<DocumentId>,
    is_being_built: bool,
    /// Another one whenever all is forgotten, and in every session.
    age: Arc<()>,
}

impl Linkage {
    /// Notes what was saved.
    pub fn note(&mut self, documents: &[(Kind, DocumentId)]) {
        if self.index.is_some() || self.is_being_built {
            self.changed
                .extend(documents.iter().filter(|(kind, _)| *kind == Kind::Person).map(|(_, id)| *id));
        }
    }

    /// Others' work came in, or something went: the register is read again at the next question.
    pub fn forget(&mut self) {
        *self = Self::default();
    }

    /// None while the register is known; else what it is to be given back with, once it was built.
    fn begin(&mut self) -> Option<Arc<()>> {
        if self.index.is_some() {
            return None;
        }
        (self.is_being_built, self.changed) = (true, BTreeSet::new());
        Some(Arc::clone(&self.age))
    }

    /// Takes what was built; none when it could not be. What others' work made old meanwhile, or was of another session, is
    /// dropped. Returns whether the register is known.
    fn end(&mut self, age: &Arc<()>, built: Option<Index>) -> bool {
        if Arc::ptr_eq(age, &self.age) {
            (self.is_being_built, self.index) = (false, built);
        }
        self.index.is_some()
    }

    /// Who may be the same person as the one of these records, the likeliest first, each once.
    ///
    /// # Errors
    /// [`Error::Unreadable`]: the register cannot be read; it is read anew at the next question.
    pub fn ask(&mut self, file: &ScopeFile, records: &[Record], limit: usize) -> Result<Vec<Pair>, Error> {
        let Some(index) = self.known(file)? else { return Ok(Vec::new()) };
        let decided = Decided::default();
        let asked = records.iter().flat_map(|record| index.query(record, &decided, limit * DOCUMENTS));
        let mut best: BTreeMap<DocumentId, Pair> = BTreeMap::new();
        for pair in asked {
            let Some(id) = person_of(&pair) else { continue };
            let known = best.entry(id).or_insert_with(|| pair.clone());
            if pair.weight > known.weight {
                *known = pair;
            }
        }
        let mut pairs: Vec<Pair> = best.into_values().collect();
        pairs.sort_by(|one, other| other.weight.total_cmp(&one.weight));
        pairs.truncate(limit);
        Ok(pairs)
    }

    /// What speaks for and against two people of the register being one; none where either is not there.
    ///
    /// # Errors
    /// As [`Linkage::ask`].
    pub fn explain(
        &mut self,
        file: &ScopeFile,
        one: &DocumentId,
        other: &DocumentId,
    ) -> Result<Option<Pair>, Error> {
        let Some(index) = self.known(file)? else { return Ok(None) };
        let numbers = || 0..DOCUMENTS;
        let ids = |id: &DocumentId| id.to_string();
        let pairs = numbers().flat_map(|a| numbers().map(move |b| (a, b))).filter_map(|(a, b)| {
            index.explain(&record_id(&ids(one), a), &record_id(&ids(other), b), &Decided::default())
        });
        Ok(pairs.max_by(|one, other| one.weight.total_cmp(&other.weight)))
    }

    /// The register with what was saved since; none while it is not known. On an error nothing is known any more.
    fn known(&mut self, file: &ScopeFile) -> Result<Option<&Index>, Error> {
        let Some(mut index) = self.index.take() else { return Ok(None) };
        for id in std::mem::take(&mut self.changed) {
            for number in 0..DOCUMENTS {
                index.remove(&record_id(&id.to_string(), number));
            }
            let row = file.person(&id)?;
            row.iter().flat_map(records_of_row).for_each(|record| index.insert(&record));
        }
        Ok(Some(self.index.insert(index)))
    }
}

impl App {
    /// Sees to it that the register is known to linkage: whoever asks first builds it beside other acts, and whoever asks
    /// meanwhile waits for that. Returns whether it is known: not when others' work came in at the same time.
    ///
    /// # Errors
    /// [`Error::Locked`], [`Error::NotAllowed`], [`Error::Unreadable`].
    pub(crate) fn know_register(&self) -> Result<bool, Error> {
        let _one = self.building.lock().unwrap_or_else(PoisonError::into_inner);
        let begun = self.read(|open| {
            let registry = open.registry()?;
            let age = open.desk.linkage.borrow_mut().begin();
            age.map(|age| Ok((registry.file.again()?, age))).transpose()
        })?;
        let Some((file, age)) = begun else { return Ok(true) };
        let built = records_of_register(&file).map(|records| Index::build(&records));
        let (built, failed) = match built {
            Ok(index) => (Some(index), None),
            Err(error) => (None, Some(error)),
        };
        let is_known = self.quietly(|open| Ok(open.desk.linkage.borrow_mut().end(&age, built)))?;
        match failed {
            Some(Error::Storage(what)) => Err(Error::Unreadable(what)),
            Some(other) => Err(other),
            None => Ok(is_known),
        }
    }
}

/// Everybody of a register, as linkage compares them.
///
/// # Errors
/// [`Error::Unreadable`], [`Error::Storage`].
pub(crate) fn records_of_register(file: &ScopeFile) -> Result<Vec<Record>, Error> {
    let mut records = Vec::new();
    file.each_person(|row| records.extend(records_of_row(&row)))?;
    Ok(records)
}

/// Whom a pair with a form is about: the form has no id.
pub(crate) fn person_of(pair: &Pair) -> Option<DocumentId> {
    let id = if pair.id_a.is_empty() { &pair.id_b } else { &pair.id_a };
    posta_linkage::person_of(id).parse().ok()
}

/// What speaks for a pair, by its codes, the strongest first.
pub(crate) fn reasons_of(pair: &Pair) -> Vec<String> {
    // That names stand in each other's place lessens what they say, and is what has to be told.
    let is_told = |(reason, bits): &&(Reason, f64)| *bits >= 1.0 || *reason == Reason::NamesInverted;
    let mut reasons: Vec<_> = pair.reasons.iter().filter(is_told).collect();
    reasons.sort_by(|one, other| other.1.total_cmp(&one.1));
    let mut codes: Vec<String> = Vec::new();
    for (reason, _) in reasons {
        if codes.len() < REASONS && !codes.iter().any(|code| code == reason.code()) {
            codes.push(reason.code().to_owned());
        }
    }
    codes
}

fn records_of_row(row: &PersonRow) -> Vec<Record> {
    let documents = row.documents.iter().filter_map(|text| {
        // "kind country number"
        let mut parts = text.splitn(3, ' ').map(str::to_owned);
        let (kind, country, number) = (parts.next()?, parts.next()?, parts.next()?);
        Some(IdentityDocument { kind, country, number, ..IdentityDocument::default() })
    });
    let person = Person {
        given_names: row.given_names.clone(),
        surname1: row.surname1.clone(),
        surname2: row.surname2.clone(),
        sex: Sex::from_word(&row.sex),
        birth: Birth::parse(&row.birth).unwrap_or_default(),
        nationality: row.nationality.clone(),
        documents: documents.collect(),
        phone: row.phone.clone(),
        registered_post: row.registered_post.clone(),
        registered_on: row.registered_on.parse().ok(),
        household: row.household.clone(),
        ..Person::default()
    };
    records_of(&row.id.to_string(), &person)
}

/// The person of a form, who is nobody of the register yet, within the family group that is being enrolled.
pub(crate) fn records_of_form(person: &Person, household: &str) -> Vec<Record> {
    let person = Person { household: household.to_owned(), ..person.clone() };
    let records = records_of("", &person).into_iter();
    records.map(|record| Record { record_id: String::new(), ..record }).collect()
}
