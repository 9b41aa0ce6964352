//! People of two departments who may be one: found over all registries at once, and told to the supervisors of each.

use std::collections::BTreeSet;

use posta_identity::ids::ScopeId;
use posta_linkage::{Decided, Decision, Index};
use posta_protocol::{Proposal, Proposals, limits};

use super::known::{Found, Known};
use super::register::{Edition, read_again, read_key};
use super::{Noted, Others};
use crate::clock::now_seconds;
use crate::error::Error;
use crate::server::Server;

type Whom = (ScopeId, [u8; 16]);

/// All pairs across registries, the likeliest first.
pub struct Proposed {
    edition: Edition,
    /// Seconds since 1970.
    at: i64,
    pairs: Vec<(Whom, Whom, Found)>,
}

impl Proposed {
    fn find(index: &Index, edition: Edition) -> Self {
        let mut seen = BTreeSet::new();
        let mut pairs = Vec::new();
        // The best of two people comes first.
        for pair in index.dedupe(&Decided::default()) {
            let (Some(one), Some(other)) = (read_key(&pair.id_a), read_key(&pair.id_b)) else { continue };
            let crosses = one.0 != other.0 && pair.decision != Decision::No;
            if crosses && seen.insert((one.min(other), one.max(other))) {
                pairs.push((one, other, Found::of(&pair)));
            }
        }
        Self { edition, at: now_seconds(), pairs }
    }
}

/// Compares all registries again if anything of them has moved.
pub fn find_again(server: &Server) -> Result<(), Error> {
    read_again(server)?;
    let Some(register) = server.elsewhere.register.get() else { return Ok(()) };
    if server.elsewhere.proposed.get().is_none_or(|last| last.edition != register.edition) {
        server.elsewhere.proposed.put(Proposed::find(&register.index, register.edition));
    }
    Ok(())
}

/// One piece of the pairs that involve the asker's registry.
pub fn proposals(
    server: &Server,
    noted: &Noted,
    others: &Others,
    proposed: Option<&Proposed>,
    after: u32,
) -> Result<Proposals, Error> {
    let Some(proposed) = proposed else {
        return Ok(Proposals { pairs: Vec::new(), left: 0, at: 0, stale: true });
    };
    let own = noted.asker.registry;
    let involved: Vec<(Whom, Whom, &Found)> = proposed
        .pairs
        .iter()
        .map(|(one, other, found)| if one.0 == own { (*one, *other, found) } else { (*other, *one, found) })
        .filter(|(here, there, _)| here.0 == own && others.contains_key(&there.0))
        .collect();
    let piece = involved.iter().skip(after as usize).take(limits::PROPOSALS);
    let mut pairs = Vec::new();
    server.database.read(|connection| {
        for ((_, person), (scope, id), found) in piece {
            let read = |scope, id| {
                let known = Known::read(connection, scope, id)?;
                Ok::<_, Error>(known.filter(|known| known.may_be_found(noted.today)))
            };
            // Of whom is gone, or wishes to be found no more, nothing is told, however old the comparison is.
            let (Some(_), Some(known)) = (read(own, *person)?, read(*scope, *id)?) else { continue };
            let Some((department, code)) = others.get(scope) else { continue };
            let key = &server.elsewhere.key;
            let reference = key.reference(&noted.asker.department, scope, id);
            pairs.push(Proposal {
                person: *person,
                candidate: known.candidate(reference, code, found, noted.today),
                weight: found.weight,
                probability: found.probability,
                theirs: known.decision_about(&key.reference(department, &own, person)),
            });
        }
        Ok(())
    })?;
    let told = (after as usize).saturating_add(limits::PROPOSALS);
    let left = u32::try_from(involved.len().saturating_sub(told)).unwrap_or(u32::MAX);
    let stale = proposed.edition != Edition::now(&server.database)?;
    Ok(Proposals { pairs, left, at: proposed.at, stale })
}
