//! People of two departments who may be one: found over all registries at once, and told to the supervisors of each.

use std::collections::BTreeSet;

use posta_linkage::{Decided, Decision, Index};
use posta_protocol::{Proposal, Proposals, limits};

use super::found::Found;
use super::known::Known;
use super::register::{Edition, read_again, read_key};
use super::{Noted, Others};
use crate::clock::now_seconds;
use crate::database::Whom;
use crate::error::Error;
use crate::server::Server;

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
                Ok::<_, Error>(known.filter(|known| known.may_be_found(noted.edition.day)))
            };
            // Of whom is gone, or wishes to be found no more, nothing is told, however old the comparison is.
            let (Some(ours), Some(known)) = (read(own, *person)?, read(*scope, *id)?) else { continue };
            let Some((department, code)) = others.get(scope) else { continue };
            let key = &server.elsewhere.key;
            let reference = key.reference(&noted.asker.department, scope, id);
            pairs.push(Proposal {
                person: *person,
                candidate: known.candidate(
                    reference,
                    code,
                    found,
                    ours.person.birth.year(),
                    noted.edition.day,
                ),
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

#[cfg(test)]
mod tests {
    use posta_documents::Document;
    use posta_domain::{Birth, Person};
    use posta_identity::ids::{DeviceId, ScopeId, UserId};

    use super::super::{Asker, others};
    use super::*;
    use crate::database::{self as db, SavedDocument};
    use crate::folder::Folder;
    use crate::provision::init_department;
    use crate::quota::Quotas;

    fn put(server: &Server, scope: ScopeId, id: u8) {
        let rosa = Person {
            given_names: "Rosa Elena".into(),
            surname1: "Quispealta".into(),
            surname2: "Mamanirio".into(),
            birth: Birth::parse("1991-07-23").unwrap(),
            ..Person::default()
        };
        let (mut made, _) = Document::create([1; 16], &rosa.to_fields(), 1).unwrap();
        let merged = SavedDocument { heads: made.heads(), saved: made.save() };
        let act = |transaction: &crate::database::Transaction<'_>| {
            db::put_document(transaction, scope, "person", [id; 16], &merged)
        };
        server.database.write(act).unwrap();
    }

    #[test]
    fn an_old_comparison_is_told_as_stale_and_without_those_who_are_gone_meanwhile() {
        let folder = tempfile::tempdir().unwrap();
        let (data, authority) = (folder.path().join("data"), folder.path().join("authority"));
        let [here, there] =
            ["04", "05"].map(|code| init_department(&data, &authority, "bo", code).unwrap().department);
        let server = Server::open(&Folder::new(&data), Quotas::default()).unwrap();
        let registries = [here, there].map(|department| ScopeId::registry_of(&department));
        let asker = Asker {
            department: here,
            user: UserId::from([1; 16]),
            device: DeviceId::from([2; 16]),
            registry: registries[0],
        };
        let noted = Noted { asker, row: 0, edition: Edition::now(&server.database).unwrap() };
        let others = server.database.read(|connection| others(connection, here)).unwrap();
        let told = |proposed: Option<&Proposed>| proposals(&server, &noted, &others, proposed, 0).unwrap();
        let none = told(None);
        assert!(none.stale && none.pairs.is_empty() && none.at == 0);
        put(&server, registries[0], 1);
        put(&server, registries[1], 2);
        put(&server, registries[1], 3);
        find_again(&server).unwrap();
        let last = server.elsewhere.proposed.get().unwrap();
        let fresh = told(Some(&last));
        assert!(!fresh.stale && fresh.pairs.len() == 2 && fresh.at > 0);
        find_again(&server).unwrap();
        assert!(
            std::sync::Arc::ptr_eq(&last, &server.elsewhere.proposed.get().unwrap()),
            "nothing has moved"
        );
        let gone = |transaction: &crate::database::Transaction<'_>| {
            db::erase_document(transaction, registries[1], "person", [3; 16])
        };
        server.database.write(gone).unwrap();
        let old = told(Some(&last));
        assert!(old.stale && old.pairs.len() == 1, "{} pairs", old.pairs.len());
    }

    #[test]
    fn what_is_compared_moves_with_what_is_compared_and_with_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let database = db::Database::open(&db::Address::File(folder.path().join("server.sqlite"))).unwrap();
        let scope = ScopeId::from([1; 16]);
        let moved = || database.read(db::compared_moved).unwrap();
        let put = |kind: &str, person: &Person| {
            let (mut made, _) = Document::create([1; 16], &person.to_fields(), 1).unwrap();
            let merged = SavedDocument { heads: made.heads(), saved: made.save() };
            database
                .write(|transaction| db::put_document(transaction, scope, kind, [7; 16], &merged))
                .unwrap();
        };
        let ana = || Person { given_names: "Ana".into(), ..Person::default() };
        put("enrollment", &ana());
        assert_eq!(moved(), 0);
        put("person", &ana());
        put("person", &Person { residence: "040901".into(), guardian_name: "Eva".into(), ..ana() });
        assert_eq!(moved(), 1, "where somebody lives is not compared");
        put("person", &Person { phone: "71299431".into(), ..ana() });
        assert_eq!(moved(), 2);
        // However a document goes.
        type Act = fn(&crate::database::Transaction<'_>, ScopeId, &str, [u8; 16]) -> Result<(), Error>;
        let erase: Act =
            |transaction, scope, kind, id| db::erase_document(transaction, scope, kind, id).map(|_| ());
        for (number, act) in (0..).zip([db::take_out as Act, db::remove_document, erase]) {
            put("person", &Person { phone: format!("7129943{number}"), ..ana() });
            let before = moved();
            database.write(|transaction| act(transaction, scope, "person", [7; 16])).unwrap();
            assert_eq!(moved(), before + 1);
            assert!(
                database.read(|connection| db::compared_of(connection, scope, [7; 16])).unwrap().is_empty()
            );
        }
    }
}
