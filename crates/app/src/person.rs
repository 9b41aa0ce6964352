//! Acts on people.

mod card;
mod conflict;
mod edit;
mod export;
mod find;
mod input;
mod register;
mod resolve;
mod same;
mod show;
mod timeline;

pub(crate) use edit::act_to_change;
pub(crate) use input::{only_warnings, read_birth, read_documents, read_input as read_person, view_problem};
pub(crate) use show::{scalar_text, view_document};
