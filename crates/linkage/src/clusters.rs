//! Records of one person, as the pairs say, and where pairs contradict each other.

use std::collections::BTreeMap;

use crate::pair::Verdict;

/// Records that pairs hold together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cluster {
    /// In order.
    pub ids: Vec<String>,
    /// Pairs within that cannot be one person: decided different, or of one enrollment. Reported, and never guessed away:
    /// some pair of the cluster is wrong, and a person has to find out which.
    pub contradictions: Vec<Contradiction>,
}

/// Two records of one cluster that are two people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contradiction {
    pub id_a: String,
    pub id_b: String,
    pub cause: Cause,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    DecidedDifferent,
    SameEnrollment,
    /// More records than anybody has: a mistake, or worse.
    TooMany,
}

/// Records of one person at most.
const MOST: usize = 100;

/// Clusters of two records and more: `same` are the pairs that are taken to be one person (decided, or certain where a list
/// of proposals is wanted); `decided` says what people decided, and `group_of` the enrollment of a record, or nothing.
pub fn clusters<'a>(
    same: impl IntoIterator<Item = (&'a str, &'a str)>,
    decided: impl Fn(&str, &str) -> Option<Verdict>,
    group_of: impl Fn(&str) -> Option<&'a str>,
) -> Vec<Cluster> {
    let mut of: BTreeMap<&str, usize> = BTreeMap::new();
    let mut members: Vec<Vec<&str>> = Vec::new();
    for (one, other) in same {
        let [mut one, mut other] = [one, other].map(|id| {
            *of.entry(id).or_insert_with(|| {
                members.push(vec![id]);
                members.len() - 1
            })
        });
        if one == other {
            continue;
        }
        let size = |place: usize| members.get(place).map_or(0, Vec::len);
        if size(one) < size(other) {
            std::mem::swap(&mut one, &mut other);
        }
        let moved = members.get_mut(other).map(std::mem::take).unwrap_or_default();
        for id in &moved {
            of.insert(id, one);
        }
        if let Some(all) = members.get_mut(one) {
            all.extend(moved);
        }
    }
    let mut found: Vec<Cluster> = members
        .into_iter()
        .filter(|ids| ids.len() > 1)
        .map(|ids| cluster(ids, &decided, &group_of))
        .collect();
    found.sort_by(|a, b| a.ids.cmp(&b.ids));
    found
}

fn cluster<'a>(
    mut ids: Vec<&'a str>,
    decided: &impl Fn(&str, &str) -> Option<Verdict>,
    group_of: &impl Fn(&str) -> Option<&'a str>,
) -> Cluster {
    ids.sort_unstable();
    let mut contradictions = Vec::new();
    if let ([one, other, ..], true) = (ids.as_slice(), ids.len() > MOST) {
        let (id_a, id_b) = ((*one).to_owned(), (*other).to_owned());
        contradictions.push(Contradiction { id_a, id_b, cause: Cause::TooMany });
        return Cluster { ids: ids.into_iter().map(str::to_owned).collect(), contradictions };
    }
    for (at, one) in ids.iter().enumerate() {
        for other in ids.iter().skip(at + 1) {
            let cause = match decided(one, other) {
                Some(Verdict::Different) => Cause::DecidedDifferent,
                Some(Verdict::Same) => continue,
                None if group_of(one).is_some() && group_of(one) == group_of(other) => Cause::SameEnrollment,
                None => continue,
            };
            contradictions.push(Contradiction { id_a: (*one).into(), id_b: (*other).into(), cause });
        }
    }
    Cluster { ids: ids.into_iter().map(str::to_owned).collect(), contradictions }
}
