//! Which package may use which: prints the allowed edges and fails on any other.

use crate::house::House;
use crate::metadata::Metadata;
use anyhow::{Result, bail};
use std::collections::{BTreeMap, BTreeSet};

/// The direction of the house: a package and what it may use of this workspace (docs/architecture.md).
const ALLOWED: &[(&str, &[&str])] = &[
    ("posta-domain", &[]),
    ("posta-documents", &["posta-domain"]),
    ("posta-exports", &["posta-domain"]),
    ("posta-formats", &["posta-domain"]),
    ("posta-hostile", &["posta-documents", "posta-domain", "posta-identity", "posta-protocol"]),
    ("posta-identity", &["posta-domain"]),
    ("posta-linkage", &["posta-domain"]),
    ("posta-protocol", &["posta-identity"]),
    ("posta-store", &["posta-documents", "posta-domain", "posta-identity", "posta-protocol", "posta-wal"]),
    ("posta-sync", &["posta-identity", "posta-protocol", "posta-store"]),
    (
        "posta-app",
        &[
            "posta-documents",
            "posta-domain",
            "posta-exports",
            "posta-formats",
            "posta-identity",
            "posta-linkage",
            "posta-protocol",
            "posta-store",
            "posta-sync",
        ],
    ),
    // Every program of ours, and only they, keep their memory to themselves with it.
    ("posta-guard", &[]),
    ("posta-cli", &["posta-app", "posta-domain", "posta-guard", "posta-linkage"]),
    ("posta-shell", &["posta-app", "posta-guard"]),
    (
        "sync-server",
        &[
            "posta-documents",
            "posta-domain",
            "posta-guard",
            "posta-identity",
            "posta-linkage",
            "posta-protocol",
            "posta-wal",
        ],
    ),
    // What lies beside a file of SQLite, read without SQLite.
    ("posta-wal", &[]),
    // Cuts the power below SQLite; the tests' own package may use it too.
    ("posta-power", &["posta-domain", "posta-identity", "posta-protocol", "posta-store"]),
    // Invents registers with duplicates: nothing of this house, so that what links records shares nothing with it.
    ("posta-register", &[]),
    // Plays whole worlds: the application, its exchange and the server, on disks without power.
    (
        "posta-sim",
        &[
            "posta-app",
            "posta-identity",
            "posta-power",
            "posta-protocol",
            "posta-store",
            "posta-sync",
            "sync-server",
        ],
    ),
    ("xtask", &[]),
];

/// The package that may use everything, and that nothing uses.
const TESTS: &str = "posta-tests";

/// The package that looks below SQLite.
const POWER: &str = "posta-power";

/// The package that plays worlds.
const SIM: &str = "posta-sim";

/// Foreign packages with one door, and who may name them.
const DOORS: &[(&str, &[&str])] = &[
    ("automerge", &["posta-documents"]),
    ("axum", &["sync-server"]),
    ("reqwest", &["posta-sync"]),
    ("rusqlite", &["posta-store", "sync-server", POWER, SIM]),
    ("rustix", &["posta-guard"]),
    ("tauri", &["posta-shell"]),
    ("typst", &["posta-formats"]),
];

/// Foreign packages that must not be reachable at all, except from these.
const HIDDEN: &[(&str, &[&str])] = &[
    ("tauri", &["posta-shell"]),
    // Large: the server, and whoever only stores and sends, build without it.
    ("typst", &["posta-formats", "posta-app", "posta-cli", "posta-shell", SIM, TESTS]),
    (
        "automerge",
        &[
            "posta-documents",
            "posta-hostile",
            "posta-store",
            "posta-sync",
            "posta-app",
            "posta-cli",
            "posta-shell",
            "sync-server",
            POWER,
            SIM,
            TESTS,
        ],
    ),
    ("reqwest", &["posta-sync", "posta-app", "posta-cli", "posta-shell", SIM, TESTS]),
    (
        "rusqlite",
        &[
            "posta-store",
            "posta-sync",
            "posta-app",
            "posta-cli",
            "posta-shell",
            "sync-server",
            POWER,
            SIM,
            TESTS,
        ],
    ),
];

/// Prints the allowed edges and checks the workspace against them.
///
/// # Errors
/// Names every edge that is not allowed.
pub fn run(house: &House) -> Result<()> {
    for (package, uses) in ALLOWED {
        println!(
            "{package} -> {}",
            if uses.is_empty() { "nothing of this house".into() } else { uses.join(", ") }
        );
    }
    println!("{TESTS} -> everything");
    for (foreign, doors) in DOORS {
        println!("{foreign} <- only {}", doors.join(", "));
    }
    let broken = broken_edges(&Metadata::read(house)?);
    if broken.is_empty() {
        println!("every edge of the workspace is one of these");
        return Ok(());
    }
    bail!("edges that are not allowed:\n  {}", broken.join("\n  "))
}

/// One sentence for each edge that breaks a rule.
fn broken_edges(metadata: &Metadata) -> Vec<String> {
    let packages = metadata.by_id();
    let needed = metadata.dependencies(false);
    let with_tests = metadata.dependencies(true);
    let name_of = |id: &str| packages.get(id).map_or("?", |package| package.name.as_str());
    let ours: BTreeSet<&str> = metadata.workspace_members.iter().map(|id| name_of(id)).collect();
    let mut broken = Vec::new();
    for member in &metadata.workspace_members {
        let name = name_of(member);
        let names = |edges: &BTreeMap<&str, BTreeSet<&str>>| -> BTreeSet<&str> {
            edges.get(member.as_str()).into_iter().flatten().map(|id| name_of(id)).collect()
        };
        if names(&with_tests).contains(TESTS) {
            broken.push(format!("{name} -> {TESTS}: nothing may use the tests"));
        }
        if name == TESTS {
            continue;
        }
        let Some((_, allowed)) = ALLOWED.iter().find(|(package, _)| *package == name) else {
            broken.push(format!("{name} has no line in the table of edges"));
            continue;
        };
        let direct = names(&needed);
        let strange =
            direct.iter().filter(|used| ours.contains(*used) && **used != TESTS && !allowed.contains(used));
        broken.extend(strange.map(|used| format!("{name} -> {used}")));
        let doors =
            DOORS.iter().filter(|(foreign, doors)| direct.contains(foreign) && !doors.contains(&name));
        broken
            .extend(doors.map(|(foreign, doors)| format!("{name} -> {foreign}: only {}", doors.join(", "))));
        let reached: BTreeSet<&str> = reachable(member, &needed).into_iter().map(name_of).collect();
        let hidden =
            HIDDEN.iter().filter(|(foreign, from)| reached.contains(foreign) && !from.contains(&name));
        broken.extend(hidden.map(|(foreign, _)| format!("{name} reaches {foreign} by way of others")));
    }
    broken
}

fn reachable<'a>(from: &'a str, edges: &BTreeMap<&'a str, BTreeSet<&'a str>>) -> BTreeSet<&'a str> {
    let mut seen = BTreeSet::new();
    let mut open = vec![from];
    while let Some(id) = open.pop() {
        for next in edges.get(id).into_iter().flatten() {
            if seen.insert(*next) {
                open.push(next);
            }
        }
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// A workspace of these edges; names that begin with `posta-` are its members.
    fn workspace(edges: &[(&str, &str, Option<&str>)]) -> Metadata {
        let names: BTreeSet<&str> = edges.iter().flat_map(|(from, to, _)| [*from, *to]).collect();
        let deps = |name: &str| -> Vec<_> {
            let own = edges.iter().filter(|(from, ..)| *from == name);
            own.map(|(_, to, kind)| json!({ "pkg": to, "dep_kinds": [{ "kind": kind }] })).collect()
        };
        let packages: Vec<_> =
            names.iter().map(|name| json!({ "id": name, "name": name, "version": "1.0.0" })).collect();
        let nodes: Vec<_> = names.iter().map(|name| json!({ "id": name, "deps": deps(name) })).collect();
        let members: Vec<_> = names.iter().filter(|name| name.starts_with("posta-")).collect();
        serde_json::from_value(
            json!({ "packages": packages, "workspace_members": members, "resolve": { "nodes": nodes } }),
        )
        .unwrap()
    }

    #[test]
    fn an_edge_against_the_direction_of_the_house_is_refused() {
        let broken = broken_edges(&workspace(&[("posta-domain", "posta-store", None)]));
        assert_eq!(broken, ["posta-domain -> posta-store"]);
    }

    #[test]
    fn a_foreign_package_is_named_only_at_its_door() {
        assert!(broken_edges(&workspace(&[("posta-documents", "automerge", None)])).is_empty());
        let broken = broken_edges(&workspace(&[("posta-domain", "automerge", None)]));
        assert_eq!(
            broken,
            [
                "posta-domain -> automerge: only posta-documents",
                "posta-domain reaches automerge by way of others"
            ]
        );
    }

    #[test]
    fn tauri_is_not_reached_from_the_app_even_by_way_of_others() {
        let broken = broken_edges(&workspace(&[("posta-app", "plugin", None), ("plugin", "tauri", None)]));
        assert_eq!(broken, ["posta-app reaches tauri by way of others"]);
    }

    #[test]
    fn what_only_tests_use_is_free_except_the_tests_package() {
        assert!(broken_edges(&workspace(&[("posta-domain", "posta-store", Some("dev"))])).is_empty());
        let broken = broken_edges(&workspace(&[("posta-domain", "posta-tests", Some("dev"))]));
        assert_eq!(broken, ["posta-domain -> posta-tests: nothing may use the tests"]);
    }

    #[test]
    fn a_new_package_needs_a_line_in_the_table() {
        let broken = broken_edges(&workspace(&[("posta-novelty", "posta-domain", None)]));
        assert_eq!(broken, ["posta-novelty has no line in the table of edges"]);
    }
}
