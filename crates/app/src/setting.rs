//! Names of what the device file keeps beside records.

/// URL of the server.
pub(crate) const SERVER: &str = "server";
/// Present once this device found its own feed continued elsewhere.
pub(crate) const FORKED: &str = "forked";

/// How damaged files were made anew.
pub(crate) const MENDED: &str = "mended";

/// Present once a mend could only carry work that was written here.
pub(crate) const CARRIES_OWN: &str = "carries_own";

/// Paths of exports that are being written, a line each: what is left of one is in the clear.
pub(crate) const EXPORTING: &str = "exporting";

/// Figures that another department let out, by its code.
pub(crate) fn figures_of(department: &str) -> String {
    format!("figures/{department}")
}

/// Present while a scope's file is made anew: the folder in which the damaged one lies.
pub(crate) fn mending(scope: &posta_identity::ScopeId) -> String {
    format!("mending/{scope}")
}

/// How far a scope was looked through for what comes of erased persons.
pub(crate) fn looked_for_late(scope: &posta_identity::ScopeId) -> String {
    format!("erased/{scope}")
}

/// Whether what is kept under this name goes by numbers of rows or batches of the shelf as it was: incarnations, and how far
/// it was looked through. A shelf that lost something begins new ones.
pub(crate) fn goes_by_rows(name: &str) -> bool {
    ["incarnation/", "erased/"].iter().any(|kind| name.starts_with(kind))
}

/// What was noted of a scope as named by an erasure that nobody ordered: ids of 16 bytes.
pub(crate) fn noted_as_spared(scope: &posta_identity::ScopeId) -> String {
    format!("spared/{scope}")
}

/// What was found to carry nothing of what is gone, and which documents were gone then: hashes of 32 bytes.
pub(crate) fn found_spared(scope: &posta_identity::ScopeId) -> String {
    format!("kept/{scope}")
}

/// Present while a file, of a scope or the device's, may still hold free pages with what was erased.
pub(crate) fn to_write_anew(file: Option<posta_identity::ScopeId>) -> String {
    file.map_or_else(|| "anew/device".to_owned(), |scope| format!("anew/{scope}"))
}
