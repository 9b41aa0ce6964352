//! Who was trained in a period, counted once each.
//!
//! Somebody who took part in several trainings is one person: same name, institution and sex, however they are spelled
//! with accents and capitals. Two colleagues of one name at one institution count as one; a name that was written in two
//! ways counts twice. Who took part in any cascade counts as trained by cascade.

use std::collections::{BTreeMap, BTreeSet};

use super::{Participant, ParticipantRole, ParticipantSex, Training, TrainingKind};
use crate::fold;

/// What a report counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrainingCounts {
    /// Trainings.
    pub trainings: u32,
    /// People.
    pub trained: u32,
    /// Institutions that they work at; of whoever said none, the one that the training was held for.
    pub institutions: u32,
    /// Cities in which trainings were held.
    pub cities: u32,
    /// Departments in which trainings were held.
    pub departments: u32,
    /// People by role: the known roles in their order, then words of other versions.
    pub roles: Vec<RoleCount>,
    /// People who took part in a cascade.
    pub cascade: u32,
}

/// People of a role.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoleCount {
    /// Which.
    pub role: ParticipantRole,
    /// Women.
    pub women: u32,
    /// Men.
    pub men: u32,
    /// Whoever is neither, or has not said.
    pub other: u32,
}

impl RoleCount {
    /// All of the role.
    pub fn total(&self) -> u32 {
        self.women + self.men + self.other
    }

    fn add(&mut self, sex: &ParticipantSex) {
        match sex {
            ParticipantSex::Woman => self.women += 1,
            ParticipantSex::Man => self.men += 1,
            _ => self.other += 1,
        }
    }
}

/// Roles that a report always has.
const ROLES: [ParticipantRole; 3] =
    [ParticipantRole::Health, ParticipantRole::Administrative, ParticipantRole::Community];

/// Counts trainings, each with its participants.
pub fn people_of(held: &[(&Training, Vec<&Participant>)]) -> TrainingCounts {
    let mut sorted: Vec<_> = held.iter().collect();
    sorted.sort_by_key(|(training, _)| training.on);
    let (mut institutions, mut people, mut cascade) = (BTreeSet::new(), BTreeMap::new(), BTreeSet::new());
    for (training, participants) in sorted {
        for one in participants {
            let named = if one.institution.is_empty() { &training.institution } else { &one.institution };
            let institution = fold(named);
            let key = (fold(&one.name), institution.clone(), one.sex.clone());
            if training.kind == TrainingKind::Cascade {
                cascade.insert(key.clone());
            }
            // Of several, what they worked as at the last.
            people.insert(key, one.role.clone());
            institutions.insert(institution);
        }
    }
    let words = |of: &dyn Fn(&Training) -> String| {
        let words: BTreeSet<String> = held.iter().map(|(training, _)| fold(&of(training))).collect();
        count(words.iter().filter(|word| !word.is_empty()))
    };
    let mut roles: BTreeMap<ParticipantRole, RoleCount> = BTreeMap::new();
    for ((_, _, sex), role) in &people {
        let row = roles
            .entry(role.clone())
            .or_insert_with(|| RoleCount { role: role.clone(), ..RoleCount::default() });
        row.add(sex);
    }
    let known = ROLES.map(|role| roles.remove(&role).unwrap_or(RoleCount { role, ..RoleCount::default() }));
    TrainingCounts {
        trainings: count(held.iter()),
        trained: count(people.iter()),
        institutions: count(institutions.iter().filter(|name| !name.is_empty())),
        cities: words(&|training| training.city.clone()),
        departments: words(&|training| training.department.clone()),
        roles: known.into_iter().chain(roles.into_values()).collect(),
        cascade: count(cascade.iter()),
    }
}

fn count(of: impl Iterator) -> u32 {
    u32::try_from(of.count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;
    use crate::TrainingState;

    fn training(kind: TrainingKind, on: &str) -> Training {
        Training {
            kind,
            on: on.parse().ok(),
            city: "Oruro".into(),
            department: "04".into(),
            institution: "Hospital General".into(),
            state: TrainingState::Held,
            ..Training::default()
        }
    }

    fn somebody(name: &str, sex: &str, role: &str) -> Participant {
        Participant {
            name: name.into(),
            sex: ParticipantSex::from_word(sex),
            role: ParticipantRole::from_word(role),
            ..Participant::default()
        }
    }

    #[test]
    fn whoever_was_trained_twice_counts_once_with_the_last_role() {
        let (course, cascade) =
            (training(TrainingKind::Course, "2026-03-01"), training(TrainingKind::Cascade, "2026-05-01"));
        let (before, after) =
            (somebody("Ana Peña", "woman", "administrative"), somebody("ANA PENA", "woman", "health"));
        let other = somebody("Ana Peña", "man", "community");
        let counts = people_of(&[(&cascade, vec![&after]), (&course, vec![&before, &other])]);
        assert_eq!((counts.trainings, counts.trained, counts.cascade), (2, 2, 1));
        assert_eq!((counts.institutions, counts.cities, counts.departments), (1, 1, 1));
        let rows: Vec<_> =
            counts.roles.iter().map(|row| (row.role.as_str(), row.women, row.men, row.other)).collect();
        assert_eq!(rows, [("health", 1, 0, 0), ("administrative", 0, 0, 0), ("community", 0, 1, 0)]);
    }

    #[test]
    fn an_unknown_role_has_a_row_of_its_own_so_that_the_rows_add_up() {
        let course = training(TrainingKind::Course, "2026-03-01");
        let (one, two) = (somebody("Ana", "woman", "student"), somebody("Beto", "", "health"));
        let counts = people_of(&[(&course, vec![&one, &two])]);
        assert_eq!(counts.roles.iter().map(RoleCount::total).sum::<u32>(), counts.trained);
        assert_eq!((counts.roles[3].role.as_str(), counts.roles[0].other), ("student", 1));
    }

    #[test]
    fn nobody_is_a_report_of_zeros() {
        let counts = people_of(&[]);
        assert_eq!((counts.trained, counts.institutions, counts.roles.len()), (0, 0, 3));
    }
}
