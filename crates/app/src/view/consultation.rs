//! An attention, part by part.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{ConflictView, FollowUpInput, PersonCard, ReferralInput, ScreeningInput};

/// A need with what is known of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(default)]
pub struct NeedView {
    pub code: String,
    /// `inmediata`, `pronta`, `normal`.
    pub urgency: String,
    /// What was done.
    pub done: String,
    /// `abierta`, `derivada`, `resuelta`, `no_desea`.
    pub state: String,
}

/// A short sign, a whole number in the unit that its word says: `temperature_tenths_c`, `pulse_per_minute`,
/// `breaths_per_minute`, `systolic_mmhg`, `diastolic_mmhg`, `oxygen_percent`, `weight_grams`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct SignView {
    pub sign: String,
    pub value: i32,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(default)]
pub struct HealthView {
    pub complaint: String,
    pub signs: Vec<SignView>,
    /// `unasked`, `yes`, `no`, `unknown`.
    pub pregnancy: String,
    /// Weeks; 0 when not known.
    pub weeks: u32,
    /// Codes of the pack.
    pub chronic: Vec<String>,
    pub interrupted: String,
    pub given: String,
    /// Codes of the pack.
    pub hygiene: Vec<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(default)]
pub struct SocialView {
    /// Codes of the pack.
    pub states: Vec<String>,
    /// Codes of the pack.
    pub supports: Vec<String>,
    pub words: String,
}

/// An attention, saved with the referrals and the follow-up that came of it in one transaction.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(default)]
pub struct ConsultationInput {
    /// "" with `unidentified`.
    pub person: String,
    pub unidentified: bool,
    /// What the team calls somebody without identity.
    pub called: String,
    /// `post`, `street`, `shelter`, `phone`.
    pub mode: String,
    pub reason: String,
    /// Codes of needs.
    pub needs: Vec<String>,
    /// What is known of them; those of `needs` that are missing here are open and normal.
    pub about_needs: Vec<NeedView>,
    pub health: HealthView,
    pub social: SocialView,
    /// Codes of the pack.
    pub alerts: Vec<String>,
    pub note: String,
    /// Opened afterwards with a reason only.
    pub restricted: bool,
    /// Parts that this user signs: `health`, `social`.
    pub signs: Vec<String>,
    pub referrals: Vec<ReferralInput>,
    /// Answers to instruments; `person`, `consultation` and `draft` are those of the consultation.
    pub screenings: Vec<ScreeningInput>,
    /// Without a day nothing is planned.
    pub follow_up: FollowUpInput,
    pub draft: String,
}

/// A signature of a part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct SignatureView {
    /// `health`, `social`.
    pub part: String,
    pub user: String,
    pub name: String,
    pub at: String,
    /// False when the part was changed by somebody who had not seen the signature.
    pub holds: bool,
    /// False when the session behind it is not of the user whom it names: believe it not.
    pub genuine: bool,
}

/// Something added to a signed part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct AmendmentView {
    pub part: String,
    pub text: String,
    pub by: String,
    pub at: String,
}

/// An attention whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ConsultationView {
    pub id: String,
    pub person: Option<PersonCard>,
    /// What was written; `person`, `referrals`, `follow_up` and `draft` are not filled in.
    pub content: ConsultationInput,
    pub on: String,
    pub post: String,
    pub by: String,
    pub signatures: Vec<SignatureView>,
    pub amendments: Vec<AmendmentView>,
    /// To be decided by the team.
    pub conflicts: Vec<ConflictView>,
    /// Of signed parts: what two wrote without knowing of each other. All of it stays; nothing is decided.
    pub apart: Vec<ConflictView>,
    /// The state of each part, to hand back when it is written.
    pub health_base: String,
    pub social_base: String,
}

/// Somebody attended without identity, not linked yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct UnlinkedCard {
    pub id: String,
    pub called: String,
    pub on: String,
    pub post: String,
    pub by: String,
}
