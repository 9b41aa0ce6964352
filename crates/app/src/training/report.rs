//! The report of a period: who was trained, what they gained, which tables and networks met.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use posta_domain::{DocumentId, MeetingKind, Participant, RoleCount, people_of, tables_of};

use super::gain::gains;
use crate::app::App;
use crate::error::Error;
use crate::paper::bad;
use crate::permission::Act;
use crate::view::{RoleRow, TrainingReport};

impl App {
    /// What was trained between two days, which both belong to it.
    ///
    /// # Errors
    /// [`Error::BadInput`] (no such day, or the wrong way round), [`Error::NotAllowed`], [`Error::Locked`],
    /// [`Error::Unreadable`].
    pub fn training_report(&self, from: &str, to: &str, language: &str) -> Result<TrainingReport, Error> {
        self.read(|open| {
            open.allow(Act::SeeOffice)?;
            let (first, last) = read_period(from, to)?;
            let file = &open.registry()?.file;
            let (trainings, everybody) =
                (file.trainings_held(first, last)?, file.participants_held(first, last)?);
            let mut by_training: BTreeMap<DocumentId, Vec<&Participant>> = BTreeMap::new();
            for (_, participant) in &everybody {
                by_training.entry(participant.training).or_default().push(participant);
            }
            let held: Vec<_> = trainings
                .iter()
                .map(|(id, training)| (training, by_training.remove(id).unwrap_or_default()))
                .collect();
            let counts = people_of(&held);
            let themes: BTreeSet<String> =
                trainings.iter().flat_map(|(_, training)| training.themes.iter().cloned()).collect();
            let meetings = file.meetings_between(first, last)?;
            let (tables, table_participants) = tables_of(&meetings, &MeetingKind::Table);
            let (networks, network_members) = tables_of(&meetings, &MeetingKind::Network);
            Ok(TrainingReport {
                from: first.to_string(),
                to: last.to_string(),
                trainings: counts.trainings,
                trained: counts.trained,
                institutions: counts.institutions,
                cities: counts.cities,
                departments: counts.departments,
                roles: counts.roles.iter().map(role_row).collect(),
                cascade: counts.cascade,
                tables,
                table_participants,
                networks,
                network_members,
                gains: gains(open.desk.pack, &themes, everybody.iter().map(|(_, one)| one), language),
            })
        })
    }
}

fn read_period(from: &str, to: &str) -> Result<(NaiveDate, NaiveDate), Error> {
    let day =
        |field: &str, typed: &str| typed.parse::<NaiveDate>().map_err(|_| bad(field, "date_unreadable"));
    let (first, last) = (day("from", from)?, day("to", to)?);
    if last < first { Err(bad("to", "period_swapped")) } else { Ok((first, last)) }
}

fn role_row(row: &RoleCount) -> RoleRow {
    RoleRow {
        role: row.role.to_string(),
        women: row.women,
        men: row.men,
        other: row.other,
        total: row.total(),
    }
}
