//! The register of the department.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{PersonCard, PostCard};

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(default)]
pub struct RegisterFilter {
    pub text: String,
    /// Post code or "".
    pub post: String,
    /// Days, inclusive, or "".
    pub from: String,
    pub to: String,
    pub only_conflicts: bool,
    /// `registered_at`, `name`, `post`; a leading `-` reverses.
    pub order: String,
    pub offset: u32,
    /// At most 200.
    pub limit: u32,
}

/// A page of the department's register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct RegisterPage {
    pub total: u32,
    pub rows: Vec<PersonCard>,
    pub posts: Vec<PostCard>,
}
