//! Rows of the supervisor's office, as lists and reports read them: each the whole record, so that no list opens
//! documents.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use posta_domain::{
    Commitment, CommitmentOf, CommitmentState, CommitmentTerm, DocumentId, Meeting, MeetingKind, Participant,
    ParticipantRole, ParticipantSex, Plan, Training, TrainingKind, TrainingState,
};
use rusqlite::{Row, ToSql, named_params};

use super::ScopeFile;
use super::row::split;
use crate::batch_rows::{count_of, id_of};
use crate::error::Error;

/// How many take part in a training.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ParticipantCount {
    /// Participants.
    pub participants: u64,
    /// Of them, who answered before.
    pub entries: u64,
    /// Of them, who answered after.
    pub exits: u64,
}

/// The commitments of a plan or meeting.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CommitmentCount {
    /// Still to do.
    pub open: u64,
    /// Of them, due before today.
    pub overdue: u64,
    /// Done.
    pub done: u64,
}

impl ScopeFile {
    /// Every training, the latest first; those without a day first of all.
    pub fn trainings(&self) -> Result<Vec<(DocumentId, Training)>, Error> {
        self.office("SELECT * FROM training ORDER BY on_day = '' DESC, on_day DESC, row", &[], |row| {
            Ok((id_of(row, "id")?, training_of(row)?))
        })
    }

    /// Trainings that were held in a period, of which both days belong to it, the earliest first.
    pub fn trainings_held(
        &self,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<(DocumentId, Training)>, Error> {
        self.office(
            "SELECT * FROM training WHERE state = 'held' AND on_day BETWEEN :from AND :to ORDER BY on_day, row",
            named_params! { ":from": from.to_string(), ":to": to.to_string() },
            |row| Ok((id_of(row, "id")?, training_of(row)?)),
        )
    }

    /// How many take part, training by training, without who was written down by mistake; one without participants is not there.
    pub fn participant_counts(&self) -> Result<BTreeMap<DocumentId, ParticipantCount>, Error> {
        let counts = self.office(
            "SELECT training, count(*) AS participants, sum(entry <> '') AS entries, sum(exit_answers <> '') AS exits
             FROM participant WHERE withdrawn = 0 GROUP BY training",
            &[],
            |row| {
                let count = ParticipantCount {
                    participants: count_of(row, "participants")?,
                    entries: count_of(row, "entries")?,
                    exits: count_of(row, "exits")?,
                };
                Ok((id_of(row, "training")?, count))
            },
        )?;
        Ok(counts.into_iter().collect())
    }

    /// The participants of a training, by name; those who were written down by mistake too.
    pub fn participants_of(&self, training: &DocumentId) -> Result<Vec<(DocumentId, Participant)>, Error> {
        self.office(
            "SELECT * FROM participant WHERE training = :training ORDER BY sort_name, row",
            named_params! { ":training": training.as_bytes() },
            participant_row,
        )
    }

    /// The participants of every training that was held in a period, of which both days belong to it; nobody who was
    /// written down by mistake.
    pub fn participants_held(
        &self,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<(DocumentId, Participant)>, Error> {
        self.office(
            "SELECT participant.* FROM training JOIN participant ON participant.training = training.id
             WHERE training.state = 'held' AND training.on_day BETWEEN :from AND :to AND participant.withdrawn = 0
             ORDER BY participant.sort_name, participant.row",
            named_params! { ":from": from.to_string(), ":to": to.to_string() },
            participant_row,
        )
    }

    /// Somebody who took part in a training, by their document.
    pub fn participant(&self, id: &DocumentId) -> Result<Option<Participant>, Error> {
        let found = self.office(
            "SELECT * FROM participant WHERE id = :id",
            named_params! { ":id": id.as_bytes() },
            participant_row,
        )?;
        Ok(found.into_iter().next().map(|(_, participant)| participant))
    }

    /// The work plans, by institution.
    pub fn plans(&self) -> Result<Vec<(DocumentId, Plan)>, Error> {
        self.office("SELECT * FROM work_plan ORDER BY sort_name, row", &[], |row| {
            Ok((id_of(row, "id")?, plan_of(row)?))
        })
    }

    /// The meetings, the latest first.
    pub fn meetings(&self) -> Result<Vec<(DocumentId, Meeting)>, Error> {
        self.office("SELECT * FROM meeting ORDER BY on_day DESC, row", &[], |row| {
            Ok((id_of(row, "id")?, meeting_of(row)?))
        })
    }

    /// The meetings of a period, of which both days belong to it.
    pub fn meetings_between(&self, from: NaiveDate, to: NaiveDate) -> Result<Vec<Meeting>, Error> {
        self.office(
            "SELECT * FROM meeting WHERE on_day BETWEEN :from AND :to ORDER BY on_day, row",
            named_params! { ":from": from.to_string(), ":to": to.to_string() },
            meeting_of,
        )
    }

    /// The commitments of a plan or meeting, those due first before the others, those without a day last.
    pub fn commitments_of(&self, subject: &DocumentId) -> Result<Vec<(DocumentId, Commitment)>, Error> {
        self.office(
            "SELECT * FROM commitment WHERE subject = :subject ORDER BY due = '', due, row",
            named_params! { ":subject": subject.as_bytes() },
            |row| Ok((id_of(row, "id")?, commitment_of(row)?)),
        )
    }

    /// What is still to be done, what is due first before the others, without a day last.
    pub fn commitments_open(&self, most: u32) -> Result<Vec<(DocumentId, Commitment)>, Error> {
        self.office(
            "SELECT * FROM commitment WHERE state = 'open' ORDER BY due = '', due, row LIMIT :most",
            named_params! { ":most": most },
            |row| Ok((id_of(row, "id")?, commitment_of(row)?)),
        )
    }

    /// How the commitments of each plan and meeting stand on a day; one without any is not there.
    pub fn commitment_counts(
        &self,
        today: NaiveDate,
    ) -> Result<BTreeMap<DocumentId, CommitmentCount>, Error> {
        let counts = self.office(
            "SELECT subject, sum(state = 'open') AS open, sum(state = 'done') AS done,
                    sum(state = 'open' AND due <> '' AND due < :today) AS overdue
             FROM commitment GROUP BY subject",
            named_params! { ":today": today.to_string() },
            |row| {
                let count = CommitmentCount {
                    open: count_of(row, "open")?,
                    overdue: count_of(row, "overdue")?,
                    done: count_of(row, "done")?,
                };
                Ok((id_of(row, "subject")?, count))
            },
        )?;
        Ok(counts.into_iter().collect())
    }

    fn office<T>(
        &self,
        sql: &str,
        named: &[(&str, &dyn ToSql)],
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, Error> {
        let mut sql = self.connection.prepare_cached(sql)?;
        Ok(sql.query_map(named, read)?.collect::<Result<_, _>>()?)
    }
}

fn date(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<NaiveDate>> {
    Ok(row.get::<_, String>(column)?.parse().ok())
}

fn training_of(row: &Row<'_>) -> rusqlite::Result<Training> {
    Ok(Training {
        kind: TrainingKind::from_word(&row.get::<_, String>("kind")?),
        title: row.get("title")?,
        themes: split(&row.get::<_, String>("themes")?, ' ').into_iter().collect(),
        on: date(row, "on_day")?,
        hours: row.get("hours")?,
        city: row.get("city")?,
        department: row.get("department")?,
        institution: row.get("institution")?,
        trainers: row.get("trainers")?,
        trained_by: id_of(row, "trained_by")?,
        state: TrainingState::from_word(&row.get::<_, String>("state")?),
        note: row.get("note")?,
    })
}

fn participant_row(row: &Row<'_>) -> rusqlite::Result<(DocumentId, Participant)> {
    let participant = Participant {
        training: id_of(row, "training")?,
        name: row.get("name")?,
        sex: ParticipantSex::from_word(&row.get::<_, String>("sex")?),
        role: ParticipantRole::from_word(&row.get::<_, String>("role")?),
        institution: row.get("institution")?,
        entry: answers(&row.get::<_, String>("entry")?),
        entry_on: date(row, "entry_on")?,
        exit: answers(&row.get::<_, String>("exit_answers")?),
        exit_on: date(row, "exit_on")?,
        withdrawn: row.get("withdrawn")?,
    };
    Ok((id_of(row, "id")?, participant))
}

fn answers(given: &str) -> BTreeMap<String, String> {
    let pairs = given.split(' ').filter_map(|pair| pair.split_once('='));
    pairs.map(|(question, option)| (question.to_owned(), option.to_owned())).collect()
}

fn plan_of(row: &Row<'_>) -> rusqlite::Result<Plan> {
    Ok(Plan {
        institution: row.get("institution")?,
        service: id_of(row, "service")?,
        place: row.get("place")?,
        from: date(row, "from_day")?,
        to: date(row, "to_day")?,
        note: row.get("note")?,
        practices: split(&row.get::<_, String>("practices")?, '\n'),
    })
}

fn meeting_of(row: &Row<'_>) -> rusqlite::Result<Meeting> {
    Ok(Meeting {
        kind: MeetingKind::from_word(&row.get::<_, String>("kind")?),
        name: row.get("name")?,
        on: date(row, "on_day")?,
        place: row.get("place")?,
        institution: row.get("institution")?,
        women: row.get("women")?,
        men: row.get("men")?,
        other: row.get("other")?,
        agreements: row.get("agreements")?,
    })
}

fn commitment_of(row: &Row<'_>) -> rusqlite::Result<Commitment> {
    Ok(Commitment {
        of: id_of(row, "subject")?,
        of_kind: CommitmentOf::from_word(&row.get::<_, String>("subject_kind")?),
        what: row.get("what")?,
        responsible: row.get("responsible")?,
        due: date(row, "due")?,
        term: CommitmentTerm::from_word(&row.get::<_, String>("term")?),
        state: CommitmentState::from_word(&row.get::<_, String>("state")?),
        evidence: row.get("evidence")?,
    })
}
