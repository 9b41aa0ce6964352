//! The membership log in the hands of insiders who have keys.

use posta_identity::ids::{Hash32, ScopeId, UserId};
use posta_identity::{
    Cut as FeedCut, Entry, EntryBody, Lane, Limit, Log, Membership, Revoked, Role, SealSecret, Sensitivity,
    signing::public_of,
};

use crate::cut::Cut;
use crate::members::{PLACE, World, join, key, world};

/// Entries that one input adds.
const MOST: usize = 16;

/// What insiders of all roles, the authority among them, may do to a log: operations of five bytes each (who signs,
/// what, three that say of whom), after a first byte whose lowest bit leaves the authority out. Whoever holds the
/// same entries, in whatever order they came, holds the same membership; and without the authority nobody gains a
/// right, and no revocation ends.
pub(crate) fn log(bytes: &[u8]) {
    let world = world();
    let (straight, made, without_authority) = grow(bytes);
    let mut backwards = world.log.clone();
    for entry in made.iter().rev() {
        let _ = backwards.insert(&entry.encode());
    }
    let mut relayed = Log::new(world.log.department());
    for entry in straight.entries() {
        let _ = relayed.insert(&entry);
    }
    assert_eq!((straight.head(), straight.orphans()), (backwards.head(), backwards.orphans()));
    assert_eq!((straight.head(), 0), (relayed.head(), relayed.orphans()));
    for other in [&backwards, &relayed] {
        assert!(straight.membership() == other.membership(), "two replicas disagree");
    }
    check(world, straight.membership(), without_authority);
}

/// The log after all operations, the entries that they made, and whether the authority was left out.
fn grow(bytes: &[u8]) -> (Log, Vec<Entry>, bool) {
    let world = world();
    let mut cut = Cut(bytes);
    let without_authority = cut.byte() & 1 == 1;
    let mut log = world.log.clone();
    let mut made: Vec<Entry> = Vec::new();
    while !cut.is_done() && made.len() < MOST {
        let (who, what, of, at, over) = (cut.byte(), cut.byte(), cut.byte(), cut.byte(), cut.byte());
        let signer = match usize::from(who) % (world.users.len() + 2) {
            0 if !without_authority => world.authority.clone(),
            0 => key(250),
            place if place <= world.users.len() => world.users[place - 1].1.clone(),
            _ => key(60 + of % 8),
        };
        let body = body(world, &made, what, of, at, &mut cut);
        let entry = Entry::sign(world.log.department(), parents(&log, &made, over), body, &signer);
        let before = ended(log.membership(), without_authority);
        let _ = log.insert(&entry.encode());
        let after = ended(log.membership(), without_authority);
        assert!(before.iter().all(|end| after.contains(end)), "a revocation ended");
        made.push(entry);
    }
    (log, made, without_authority)
}

/// The devices that are revoked, and the users: for good, unless the authority gives a right again.
fn ended(membership: &Membership, users_too: bool) -> Vec<[u8; 16]> {
    let world = world();
    let users = world.users.iter().map(|(user, ..)| *user);
    let users = users.filter(|user| users_too && membership.user(*user).is_some_and(|user| !user.active));
    let devices = world.devices.iter().map(|keys| keys.device);
    let devices = devices.filter(|device| membership.device(*device).is_some_and(|device| !device.active));
    users.map(|user| *user.as_bytes()).chain(devices.map(|device| *device.as_bytes())).collect()
}

/// Entries to build on: the tips, or one or two that were made before.
fn parents(log: &Log, made: &[Entry], over: u8) -> Vec<Hash32> {
    let pick = |byte: u8| made.get(usize::from(byte) % made.len().max(1)).map(Entry::hash);
    match over {
        0..=127 => log.tips(),
        128..=191 => world().log.tips(),
        _ => [pick(over), pick(over / 16)]
            .into_iter()
            .flatten()
            .chain(made.is_empty().then(|| world().log.tips()[0]))
            .collect(),
    }
}

fn body(world: &World, made: &[Entry], what: u8, of: u8, at: u8, cut: &mut Cut<'_>) -> EntryBody {
    let place = |length: usize| usize::from(of) % length;
    let user = world.users[place(world.users.len())].0;
    let right = &world.users[place(world.users.len())].2;
    let device = world.devices[place(world.devices.len())].device;
    let scope = world.scopes[usize::from(at) % world.scopes.len()];
    let epoch = match at {
        0..=127 => world.epochs[usize::from(at) % world.epochs.len()],
        _ => Hash32::of(&[at]),
    };
    let feed = [at % 4; 16];
    let order = made.get(place(made.len().max(1))).map_or(Hash32::ZERO, Entry::hash);
    let document = [at % 8; 16];
    let cuts =
        |count: u8| (0..count % 3).map(|n| FeedCut { feed, n: n.into(), hash: Hash32::of(&[n]) }).collect();
    match what % 16 {
        0 => EntryBody::Revoke { who: Revoked::User(user), cuts: cuts(at), destroy: at > 200 },
        1 => EntryBody::Revoke { who: Revoked::Device(device), cuts: cuts(at), destroy: at > 127 },
        2 => {
            let (role, place) = (right.role.clone(), right.place.clone());
            let who = Revoked::Assignment { user, role, place };
            EntryBody::Revoke { who, cuts: cuts(at), destroy: false }
        }
        3 => EntryBody::Admit { feed, n: u64::from(of), hash: Hash32::of(&[of]), of: None },
        4 => EntryBody::Erase { scope, kind: "person".into(), document, basis: "request".into() },
        5 => EntryBody::Agree { order },
        6 => {
            let documents = vec![("person".into(), document), ("enrollment".into(), [at; 16])];
            EntryBody::Erased { order, scope, documents, batches: vec![Hash32::of(&[at])] }
        }
        7 => EntryBody::Epoch {
            scope,
            epoch: Hash32::of(&[at]),
            sealed_to_recovery: vec![at; 80],
            inbox_public: SealSecret::from_bytes([at; 32]).public(),
        },
        8 => EntryBody::Share { scope, epoch, user, sealed: vec![of; 80] },
        9 => EntryBody::Assign { user, role: role(at), place: if at > 127 { PLACE } else { "04" }.into() },
        10 => world.devices[usize::from(at) % world.devices.len()].attach(&world.log.department(), user),
        11 => EntryBody::Grant {
            invitation: public_of(&key(60 + of % 8)),
            user: UserId::from([of % 2 + 200; 16]),
            name: "Nadie".into(),
            role: role(at),
            place: PLACE.into(),
            expires_hour: 500_000,
        },
        12 => {
            let (user, keys) = (key(of % 4 + 140), &world.devices[place(world.devices.len())]);
            join(&world.log.department(), order, &user, of % 16, keys)
        }
        13 => EntryBody::Scope {
            scope: ScopeId::from([at; 16]),
            place: PLACE.into(),
            sensitivity: Sensitivity::Care,
        },
        14 => EntryBody::Server { server_public: public_of(&key(at)), tls_pin: Hash32::of(&[of]) },
        _ => minicbor::decode(cut.piece())
            .unwrap_or(EntryBody::Unknown { tag: 99, raw: minicbor::to_vec(u64::from(at)).unwrap() }),
    }
}

fn role(byte: u8) -> Role {
    let known = [
        Role::Registrar,
        Role::Care,
        Role::Protection,
        Role::Supervisor,
        Role::Administrator,
        Role::Other("x".into()),
    ];
    known[usize::from(byte) % known.len()].clone()
}

/// Denied unless the table says so, whatever was signed.
fn check(world: &World, membership: &Membership, without_authority: bool) {
    for (user, _, right) in &world.users {
        let known = membership.user(*user).unwrap();
        if without_authority {
            assert!(known.assignments.iter().all(|now| now == right), "a right from nowhere");
        }
        for scope in &world.scopes {
            for id in [*scope, scope.inbox(), scope.checkpoint()] {
                let Some((scope, lane)) = membership.lane(id) else { continue };
                let reads = membership.may_read(*user, id);
                assert!(known.active || !reads, "a revoked user reads");
                if scope.sensitivity == Sensitivity::Audit && reads {
                    assert!(known.assignments.iter().any(|right| right.role == Role::Supervisor));
                }
                if lane == Lane::Main && scope.sensitivity == Sensitivity::Audit {
                    assert!(!membership.may_write(*user, id), "somebody writes audit");
                }
                for keys in &world.devices {
                    if !known.active {
                        assert_ne!(membership.limit(*user, keys.device, id, [9; 16]), Limit::Free);
                    }
                    let _ = (membership.may_hold(keys.device, id), membership.may_send(keys.device, id));
                }
            }
            let _ = (
                membership.members(*scope),
                membership.current_epoch(*scope),
                membership.lacks_share(*scope),
            );
            let _ = (membership.needs_rotation(*scope), membership.erased(*scope));
        }
        let _ = membership.shares(*user).count();
    }
    if without_authority {
        assert!(world.devices.iter().all(|keys| !membership.must_destroy(keys.device)), "a false order");
    }
    for order in membership.orders().iter().filter(|order| order.agreed) {
        assert!(membership.is_erased(order.scope, &order.kind, order.document));
    }
}

pub(crate) fn logs() -> Vec<Vec<u8>> {
    let script = |first: u8, steps: &[[u8; 5]]| [&[first][..], steps.concat().as_slice()].concat();
    vec![
        // A supervisor revokes a registrar, then lets batches in; another orders an erasure, the first agrees.
        script(1, &[[4, 0, 0, 1, 0], [4, 3, 1, 0, 0], [5, 4, 0, 0, 0], [4, 5, 2, 0, 0], [4, 6, 2, 0, 0]]),
        // Two supervisors revoke each other at once; an administrator revokes a device.
        script(1, &[[4, 0, 4, 1, 128], [5, 0, 3, 1, 128], [6, 1, 0, 2, 0]]),
        // A member makes an epoch and shares it; a right ends and is given again by the authority.
        script(
            0,
            &[[2, 7, 0, 129, 0], [2, 8, 1, 129, 0], [0, 2, 1, 1, 0], [0, 9, 1, 129, 0], [0, 1, 0, 200, 0]],
        ),
        // Grant, join, attach, a later body.
        script(
            0,
            &[[0, 11, 0, 1, 0], [7, 12, 0, 0, 0], [1, 10, 0, 1, 0], [0, 13, 0, 3, 0], [0, 15, 0, 7, 0]],
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scripts_to_begin_with_are_accepted_and_have_effect() {
        let grown: Vec<Log> = logs().iter().map(|script| grow(script).0).collect();
        let added: Vec<usize> = grown.iter().map(|log| log.len() - world().log.len()).collect();
        assert_eq!(added, [5, 3, 5, 5]);
        let users = &world().users;
        assert!(!grown[0].membership().user(users[0].0).unwrap().active);
        assert!(grown[0].membership().orders()[0].agreed);
        assert!([3, 4].iter().all(|place| !grown[1].membership().user(users[*place].0).unwrap().active));
        assert!(grown[2].membership().must_destroy(world().devices[0].device));
        assert!(grown[3].membership().user(UserId::from([200; 16])).is_some());
    }
}
