//! Trainings of staff and allies.

use serde::{Deserialize, Serialize};
use specta::Type;

/// What is known of a training, as its form tells it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct TrainingInput {
    /// Id of the training; "" for a new one.
    pub id: String,
    /// `course` or `cascade`.
    pub kind: String,
    pub title: String,
    /// Codes of the pack.
    pub themes: Vec<String>,
    /// Day, or "".
    pub on: String,
    /// Whole hours.
    pub hours: u32,
    pub city: String,
    /// Code of the pack.
    pub department: String,
    pub institution: String,
    pub trainers: String,
    /// Of a cascade, id of the participant who teaches here; "" else.
    pub trained_by: String,
    /// `planned`, `held` or `cancelled`.
    pub state: String,
    pub note: String,
}

/// A training in a list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Type)]
pub struct TrainingCard {
    pub training: TrainingInput,
    pub participants: u32,
    /// Who answered before.
    pub entries: u32,
    /// Who answered after.
    pub exits: u32,
    pub theme_names: Vec<String>,
    /// Of the department, by its code; the words that were written where it is none of the pack's.
    pub department_name: String,
    /// Day by which to train again, or "".
    pub renew_by: String,
    /// That day is near or over, and nobody has trained again.
    pub to_renew: bool,
    /// Who teaches in a cascade, or "".
    pub trained_by_name: String,
}

/// A participant, as their form tells it.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ParticipantInput {
    /// Id of the participant; "" for a new one.
    pub id: String,
    /// Id of the training.
    pub training: String,
    pub name: String,
    /// `woman`, `man` or `other`.
    pub sex: String,
    /// `health`, `administrative` or `community`.
    pub role: String,
    pub institution: String,
}

/// A participant in a training.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Type)]
pub struct ParticipantCard {
    pub participant: ParticipantInput,
    /// Right answers before; null before it was answered.
    pub entry_right: Option<u32>,
    /// How many were asked before.
    pub entry_asked: u32,
    /// Right answers after; null before it was answered.
    pub exit_right: Option<u32>,
    /// How many were asked after.
    pub exit_asked: u32,
    /// Written down by mistake: in no count.
    pub withdrawn: bool,
    /// Day of the training that the certificate is of, or "" while there is none to give.
    pub certified_on: String,
    /// People trained afterwards by them.
    pub trained: u32,
}

/// A question as it is put: it never tells the right answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Type)]
pub struct TrainingQuestion {
    pub code: String,
    pub theme: String,
    pub theme_name: String,
    pub text: String,
    pub options: Vec<TrainingOption>,
}

/// An answer that is offered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Type)]
pub struct TrainingOption {
    pub code: String,
    pub text: String,
}

/// The answers of a participant at a moment.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct EvaluationInput {
    /// Id of the participant.
    pub participant: String,
    /// `entry` or `exit`.
    pub moment: String,
    pub answers: Vec<EvaluationAnswer>,
}

/// One answer.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct EvaluationAnswer {
    /// Code of the question.
    pub question: String,
    /// Code of the option; `dont_know`, or "" where it was left blank, which is the same.
    pub option: String,
}

/// What a theme gained, in percentage points. The numbers are always numbers.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Type)]
pub struct ThemeGain {
    pub theme: String,
    pub name: String,
    /// Participants with both evaluations.
    pub n: u32,
    /// Mean of right answers before. Percent.
    #[specta(type = u32)]
    pub entry: f64,
    /// Mean of right answers after. Percent.
    #[specta(type = u32)]
    pub exit: f64,
    /// Mean difference.
    #[specta(type = i32)]
    pub gain: f64,
    /// 95 % interval of the difference; null of fewer than two.
    pub low: Option<f64>,
    pub high: Option<f64>,
}

/// A training with everybody in it.
#[derive(Clone, Default, PartialEq, Serialize, Type)]
pub struct TrainingView {
    pub card: TrainingCard,
    pub participants: Vec<ParticipantCard>,
    pub questions: Vec<TrainingQuestion>,
    pub gains: Vec<ThemeGain>,
}

/// People of a role.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Type)]
pub struct RoleRow {
    pub role: String,
    pub women: u32,
    pub men: u32,
    pub other: u32,
    pub total: u32,
}

/// What was trained in a period.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Type)]
pub struct TrainingReport {
    pub from: String,
    pub to: String,
    pub trainings: u32,
    pub trained: u32,
    pub institutions: u32,
    pub cities: u32,
    pub departments: u32,
    pub roles: Vec<RoleRow>,
    /// Of the trained, who took part in a cascade.
    pub cascade: u32,
    pub tables: u32,
    pub table_participants: u32,
    pub networks: u32,
    pub network_members: u32,
    pub gains: Vec<ThemeGain>,
}
