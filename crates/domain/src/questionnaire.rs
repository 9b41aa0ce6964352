//! Screening instruments: a FHIR R4 Questionnaire with what its owner says of scores. One engine for all of them.

mod instrument;
mod item;
mod read;
mod score;

pub use instrument::{Band, Instrument, Positive, RiskPath, RiskRule};
pub use item::{AnswerOption, Item, Questionnaire};
pub use score::{REFUSED, Score};
