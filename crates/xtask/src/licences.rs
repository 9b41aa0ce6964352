//! Licences, bans and sources of every dependency, by `deny.toml`.
//!
//! `deny.toml` is written for cargo-deny and can be checked by it. This verb reads the part of that format which
//! we use, so that the check runs on every machine and at every test (docs/adr/0007). A key that it does not know is
//! an error, so that no rule is ever believed to hold without being checked.

use crate::house::House;
use crate::metadata::{Metadata, Package};
use crate::spdx::is_met;
use anyhow::{Context, Result, bail};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rules {
    /// Which graph cargo-deny looks at; this check always looks at all of it.
    #[serde(rename = "graph", default)]
    _graph: toml::Table,
    licenses: Licences,
    bans: Bans,
    sources: Sources,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Licences {
    allow: BTreeSet<String>,
    #[serde(default)]
    exceptions: Vec<Exception>,
    /// Packages of this repository are not published and need no permission.
    #[serde(rename = "private")]
    _private: toml::Table,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Exception {
    #[serde(rename = "crate")]
    name: String,
    allow: BTreeSet<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Bans {
    /// Only "allow" is understood: duplicates are counted, not refused.
    #[serde(rename = "multiple-versions")]
    multiple_versions: String,
    deny: Vec<Ban>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Ban {
    #[serde(rename = "crate")]
    name: String,
    reason: String,
    /// Direct dependents for which the ban does not hold.
    #[serde(default)]
    wrappers: BTreeSet<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Sources {
    unknown_registry: String,
    unknown_git: String,
    allow_registry: BTreeSet<String>,
}

/// Checks the whole dependency graph, of all platforms and features.
///
/// # Errors
/// Names every package that breaks a rule, or a rule that this check does not understand.
pub fn run(house: &House) -> Result<()> {
    let path = house.root.join("deny.toml");
    let text = std::fs::read_to_string(&path).context("deny.toml cannot be read")?;
    let rules = understood(&text)?;
    let metadata = Metadata::read(house)?;
    let broken = broken_rules(&rules, &metadata)?;
    if broken.is_empty() {
        let names: BTreeSet<&str> = metadata.packages.iter().map(|package| package.name.as_str()).collect();
        println!("{} packages of {} names keep deny.toml", metadata.packages.len(), names.len());
        return Ok(());
    }
    bail!("against deny.toml:\n  {}", broken.join("\n  "))
}

fn understood(text: &str) -> Result<Rules> {
    let rules: Rules = toml::from_str(text).context("deny.toml has a rule that xtask does not understand")?;
    if rules.bans.multiple_versions != "allow" {
        bail!("bans.multiple-versions: only \"allow\" is understood");
    }
    if rules.sources.unknown_registry != "deny" || rules.sources.unknown_git != "deny" {
        bail!("sources: only \"deny\" is understood for the unknown");
    }
    if let Some(ban) = rules.bans.deny.iter().find(|ban| ban.name.contains(['@', ':', '*'])) {
        bail!("bans.deny: '{}': only whole packages are understood", ban.name);
    }
    Ok(rules)
}

fn broken_rules(rules: &Rules, metadata: &Metadata) -> Result<Vec<String>> {
    let packages = metadata.by_id();
    let users = users(metadata);
    let mut broken = Vec::new();
    for package in &metadata.packages {
        let Some(source) = &package.source else {
            if !metadata.workspace_members.contains(&package.id) {
                broken.push(format!("{} {}: a path outside the workspace", package.name, package.version));
            }
            continue;
        };
        let known =
            source.strip_prefix("registry+").is_some_and(|url| rules.sources.allow_registry.contains(url));
        if !known {
            broken.push(format!("{} {}: comes from {source}", package.name, package.version));
        }
        if let Some(trouble) = licence_trouble(&rules.licenses, package)? {
            broken.push(format!("{} {}: {trouble}", package.name, package.version));
        }
        for ban in rules.bans.deny.iter().filter(|ban| ban.name == package.name) {
            let by = users.get(package.id.as_str()).into_iter().flatten();
            let names = by.filter_map(|id| packages.get(id)).map(|user| user.name.as_str());
            let outside: Vec<&str> = names.filter(|name| !ban.wrappers.contains(*name)).collect();
            if ban.wrappers.is_empty() || !outside.is_empty() {
                let by = outside.join(", ");
                broken.push(format!(
                    "{} {}: banned ({}); used by {by}",
                    package.name, package.version, ban.reason
                ));
            }
        }
    }
    Ok(broken)
}

fn licence_trouble(rules: &Licences, package: &Package) -> Result<Option<String>> {
    let Some(expression) = &package.license else {
        return Ok(Some("names no licence".into()));
    };
    let own = rules.exceptions.iter().filter(|exception| exception.name == package.name);
    let own: BTreeSet<&String> = own.flat_map(|exception| &exception.allow).collect();
    let is_allowed = |name: &str| rules.allow.contains(name) || own.iter().any(|own| *own == name);
    let met = is_met(expression, &is_allowed)
        .with_context(|| format!("the licence of {} {} is not understood", package.name, package.version))?;
    Ok((!met).then(|| format!("licence {expression}")))
}

/// The direct dependents of each package, by ids.
fn users(metadata: &Metadata) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut users: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (user, used) in metadata.dependencies(true) {
        for id in used {
            users.entry(id).or_default().insert(user);
        }
    }
    users
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const RULES: &str = r#"
        [licenses]
        allow = ["MIT"]
        exceptions = [{ crate = "minicbor", allow = ["BlueOak-1.0.0"] }]
        private = { ignore = true }
        [bans]
        multiple-versions = "allow"
        deny = [
            { crate = "sqlx", reason = "links sqlite3" },
            { crate = "openssl-sys", reason = "one door", wrappers = ["libsqlite3-sys"] },
        ]
        [sources]
        unknown-registry = "deny"
        unknown-git = "deny"
        allow-registry = ["https://crates.example"]
    "#;

    fn broken(user: &str, name: &str, licence: Option<&str>, source: &str) -> Vec<String> {
        let one = |name: &str, licence: Option<&str>, source: &str| json!({ "id": name, "name": name, "version": "1.0.0", "license": licence, "source": source });
        let metadata = json!({
            "packages": [one(user, Some("MIT"), "registry+https://crates.example"), one(name, licence, source)],
            "workspace_members": [],
            "resolve": { "nodes": [{ "id": user, "deps": [{ "pkg": name, "dep_kinds": [{ "kind": null }] }] }] },
        });
        broken_rules(&understood(RULES).unwrap(), &serde_json::from_value(metadata).unwrap()).unwrap()
    }

    const HOME: &str = "registry+https://crates.example";

    #[test]
    fn a_licence_is_allowed_for_all_or_for_one() {
        assert!(broken("a", "b", Some("MIT"), HOME).is_empty());
        assert!(broken("a", "minicbor", Some("BlueOak-1.0.0"), HOME).is_empty());
        assert_eq!(broken("a", "b", Some("BlueOak-1.0.0"), HOME), ["b 1.0.0: licence BlueOak-1.0.0"]);
        assert_eq!(broken("a", "b", None, HOME), ["b 1.0.0: names no licence"]);
    }

    #[test]
    fn a_banned_package_comes_only_through_its_door() {
        assert_eq!(broken("a", "sqlx", Some("MIT"), HOME), ["sqlx 1.0.0: banned (links sqlite3); used by a"]);
        assert!(broken("libsqlite3-sys", "openssl-sys", Some("MIT"), HOME).is_empty());
        assert_eq!(
            broken("a", "openssl-sys", Some("MIT"), HOME),
            ["openssl-sys 1.0.0: banned (one door); used by a"]
        );
    }

    #[test]
    fn an_unknown_source_is_refused() {
        assert_eq!(
            broken("a", "b", Some("MIT"), "git+https://x.example"),
            ["b 1.0.0: comes from git+https://x.example"]
        );
    }

    #[test]
    fn a_rule_that_is_not_understood_is_an_error() {
        assert!(understood(&RULES.replace("multiple-versions", "wildcards")).is_err());
        assert!(understood(&RULES.replace("\"sqlx\"", "\"sqlx@1\"")).is_err());
        assert!(understood(&RULES.replace("unknown-git = \"deny\"", "unknown-git = \"warn\"")).is_err());
    }
}
