//! The part of `cargo metadata` that the checks read.

use crate::house::{House, output};
use anyhow::{Context, Result};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// All packages that any target platform and any feature of the workspace may bring in.
#[derive(Debug, Deserialize)]
pub struct Metadata {
    pub packages: Vec<Package>,
    pub workspace_members: BTreeSet<String>,
    pub resolve: Resolve,
}

#[derive(Debug, Deserialize)]
pub struct Package {
    pub id: String,
    pub name: String,
    pub version: String,
    pub license: Option<String>,
    /// None for a package of this repository.
    pub source: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct Resolve {
    pub nodes: Vec<Node>,
}

#[derive(Debug, Deserialize)]
pub struct Node {
    pub id: String,
    pub deps: Vec<Dependency>,
}

#[derive(Debug, Deserialize)]
pub struct Dependency {
    pub pkg: String,
    pub dep_kinds: Vec<DependencyKind>,
}

#[derive(Debug, Deserialize)]
pub struct DependencyKind {
    /// None for a normal dependency, else "build" or "dev".
    pub kind: Option<String>,
}

impl Dependency {
    /// Whether the built thing needs it, and not only its tests.
    pub fn is_needed(&self) -> bool {
        self.dep_kinds.iter().any(|kind| kind.kind.as_deref() != Some("dev"))
    }
}

impl Metadata {
    /// Asks cargo.
    ///
    /// # Errors
    /// When cargo fails or answers with something else.
    pub fn read(house: &House) -> Result<Self> {
        let text =
            output(&mut house.cargo("metadata", &["--format-version", "1", "--all-features", "--quiet"]))?;
        serde_json::from_str(&text).context("cargo metadata is not understood")
    }

    /// Packages by their id.
    pub fn by_id(&self) -> BTreeMap<&str, &Package> {
        self.packages.iter().map(|package| (package.id.as_str(), package)).collect()
    }

    /// Direct dependencies of each package, by ids; with those of tests only when asked.
    pub fn dependencies(&self, with_tests: bool) -> BTreeMap<&str, BTreeSet<&str>> {
        let mut found = BTreeMap::new();
        for node in &self.resolve.nodes {
            let wanted = node.deps.iter().filter(|dependency| with_tests || dependency.is_needed());
            found.insert(node.id.as_str(), wanted.map(|dependency| dependency.pkg.as_str()).collect());
        }
        found
    }
}
