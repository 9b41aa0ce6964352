//! A post: the place where people are registered and attended.

use serde::{Deserialize, Serialize};

/// A place where people are registered and attended.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Post {
    /// Stable code in small letters, e.g. `pisiga`.
    pub code: String,
    /// The name people use, e.g. "Tambo Quemado".
    pub name: String,
    /// `border`, `facility` or `mobile`; another word is kept.
    pub kind: String,
    /// Municipality by its official code.
    pub municipality: String,
    /// The health facility where it works, if any, by its official code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub facility: Option<String>,
    /// About where it is: latitude and longitude in hundredths of a degree, WGS 84; of a post that has a place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<[i32; 2]>,
}
