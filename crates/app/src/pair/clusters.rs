//! Who is held to be one person by way of others, and where that cannot be.

use std::collections::{BTreeMap, BTreeSet};

use posta_domain::{DocumentId, LinkageDecision};
use posta_linkage::{Cause, Verdict, clusters};
use posta_store::{LinkageRow, ScopeFile};

use crate::error::Error;

/// Two records that are held to be one person and cannot be.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Clash {
    pub a: DocumentId,
    pub b: DocumentId,
    /// As the screens know it.
    pub cause: &'static str,
}

/// All contradictions of a register's decisions, each pair once.
///
/// # Errors
/// [`Error::Unreadable`], [`Error::Storage`].
pub(super) fn clashes(file: &ScopeFile) -> Result<Vec<Clash>, Error> {
    clashes_of(file, file.linkages()?)
}

/// The contradictions among some people.
///
/// # Errors
/// As [`clashes`].
pub(super) fn clashes_among(file: &ScopeFile, people: &BTreeSet<DocumentId>) -> Result<Vec<Clash>, Error> {
    let mut rows = BTreeMap::new();
    for id in people {
        let among = file.linkages_of(id)?.into_iter();
        let among =
            among.filter(|row| people.contains(&row.linkage.person) && people.contains(&row.linkage.other));
        rows.extend(among.map(|row| (row.id, row)));
    }
    clashes_of(file, rows.into_values().collect())
}

fn clashes_of(file: &ScopeFile, rows: Vec<LinkageRow>) -> Result<Vec<Clash>, Error> {
    let mut decided: BTreeMap<(String, String), Verdict> = BTreeMap::new();
    let mut same: Vec<(String, String)> = Vec::new();
    let mut found: BTreeMap<(DocumentId, DocumentId), &'static str> = BTreeMap::new();
    for row in rows {
        let (a, b) = (row.linkage.person, row.linkage.other);
        let ids = (a.to_string(), b.to_string());
        match row.linkage.decision {
            _ if row.origin.conflicts > 0 => drop(found.insert((a, b), "decided_both")),
            LinkageDecision::Same => {
                decided.insert(ids.clone(), Verdict::Same);
                same.push(ids);
            }
            LinkageDecision::Different => drop(decided.insert(ids, Verdict::Different)),
            _ => {}
        }
    }
    let groups: BTreeMap<String, String> =
        file.households_of_decided()?.into_iter().map(|(id, group)| (id.to_string(), group)).collect();
    let verdict = |one: &str, other: &str| {
        let (a, b) = if one <= other { (one, other) } else { (other, one) };
        decided.get(&(a.to_owned(), b.to_owned())).copied()
    };
    let pairs = same.iter().map(|(one, other)| (one.as_str(), other.as_str()));
    for cluster in clusters(pairs, verdict, |id| groups.get(id).map(String::as_str)) {
        for clash in cluster.contradictions {
            let (Ok(a), Ok(b)) = (clash.id_a.parse(), clash.id_b.parse()) else { continue };
            let cause = match clash.cause {
                Cause::DecidedDifferent => "decided_different",
                Cause::SameEnrollment => "same_enrollment",
                Cause::TooMany => "too_many",
            };
            found.entry((a, b)).or_insert(cause);
        }
    }
    Ok(found.into_iter().map(|((a, b), cause)| Clash { a, b, cause }).collect())
}

/// Everybody whom decisions hold together with somebody, contradictions or not, without them; in order.
///
/// # Errors
/// As [`clashes`].
pub(super) fn held_with(file: &ScopeFile, person: &DocumentId) -> Result<BTreeSet<DocumentId>, Error> {
    const MOST: usize = 200;
    let (mut seen, mut next) = (BTreeSet::from([*person]), vec![*person]);
    while let Some(id) = next.pop().filter(|_| seen.len() < MOST) {
        for row in file.linkages_of(&id)? {
            let holds = row.linkage.decision == LinkageDecision::Same || row.origin.conflicts > 0;
            if !holds || !row.linkage.elsewhere.is_empty() {
                continue;
            }
            for other in [row.linkage.person, row.linkage.other] {
                if seen.insert(other) {
                    next.push(other);
                }
            }
        }
    }
    seen.remove(person);
    Ok(seen)
}
