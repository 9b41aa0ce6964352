//! Acts on people.

mod card;
mod edit;
mod export;
mod find;
mod input;
mod register;
mod resolve;
mod same;
mod show;
mod timeline;

pub(crate) use input::{only_warnings, read_birth, read_documents, read_input as read_person, view_problem};
pub(crate) use show::{scalar_text, view_document};
