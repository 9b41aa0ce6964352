//! Reads a pack from its JSON files. A pack that contradicts itself is refused with the line to mend.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::files::Files;
use super::{Pack, PackError, PackFile};
use crate::{Post, fold};

/// The files of a pack besides `words.<language>.json`, `sheet.<language>.json` and `questionnaire.<instrument>.json`.
pub(super) const FILES: &[&str] = &[
    "pack.json",
    "departments.json",
    "municipalities.json",
    "posts.json",
    "facilities.json",
    "document_kinds.json",
    "document_states.json",
    "needs.json",
    "programs.json",
    "languages.json",
    "countries.json",
    "reasons.json",
    "relations.json",
    "retention.json",
    "norms.json",
    "rules.json",
    "facts.json",
    "outcomes.json",
    "orientations.json",
    "requirements.json",
    "campaigns.json",
    "service_kinds.json",
    "alerts.json",
    "guides.json",
    "chronic.json",
    "hygiene.json",
    "states.json",
    "supports.json",
    "instruments.json",
    "indicators.json",
    "trainings.json",
    "shelf.json",
];

/// What `pack.json` says of the whole.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Head {
    id: String,
    version: String,
    name: String,
    country: String,
    language: String,
    /// Languages besides, in which every word has to be there.
    translations: Vec<String>,
    #[serde(default)]
    default: bool,
    #[serde(rename = "sources")]
    _sources: Vec<String>,
}

impl Pack {
    /// Reads a pack from its files, by name.
    ///
    /// # Errors
    /// The file, line and reason: a missing file, bad JSON, an unknown key, a blank or repeated code, a place, norm,
    /// fact or programme that is not there, a rule without a source, a word that is not translated.
    pub fn from_json(files: &[PackFile<'_>]) -> Result<Self, PackError> {
        let files = Files(files);
        let head: Head = files.read("pack.json")?;
        if crate::birth::date(&head.version).is_none() {
            return Err(files.refuse("pack.json", &head.version, "the version is not a date"));
        }
        files.check_names(FILES, &head.translations)?;
        let mut pack = Self {
            id: head.id,
            version: head.version,
            name: head.name,
            country: head.country,
            departments: files.read("departments.json")?,
            municipalities: files.read("municipalities.json")?,
            posts: files.read("posts.json")?,
            facilities: files.read("facilities.json")?,
            document_kinds: files.read("document_kinds.json")?,
            document_states: files.read("document_states.json")?,
            needs: files.read("needs.json")?,
            programs: files.read("programs.json")?,
            languages: files.read("languages.json")?,
            countries: files.read("countries.json")?,
            reasons: files.read("reasons.json")?,
            relations: files.read("relations.json")?,
            retention: files.read("retention.json")?,
            norms: files.read("norms.json")?,
            rules: files.read("rules.json")?,
            facts: files.read("facts.json")?,
            outcomes: files.read("outcomes.json")?,
            orientations: files.read("orientations.json")?,
            requirements: files.read("requirements.json")?,
            campaigns: files.read("campaigns.json")?,
            service_kinds: files.read("service_kinds.json")?,
            alerts: files.read("alerts.json")?,
            guides: files.read("guides.json")?,
            chronic: files.read("chronic.json")?,
            hygiene: files.read("hygiene.json")?,
            states: files.read("states.json")?,
            supports: files.read("supports.json")?,
            instruments: files.read_instruments()?,
            indicators: files.read("indicators.json")?,
            trainings: files.read("trainings.json")?,
            shelf: files.read("shelf.json")?,
            sheets: Vec::new(),
            names: Default::default(),
            is_default: head.default,
            language: head.language,
            made_posts: Vec::new(),
        };
        files.check(&pack)?;
        pack.sheets = files.read_sheets(&pack.language, &head.translations)?;
        pack.names = files.read_names(&pack, &head.translations)?;
        pack.made_posts = made_posts(&pack);
        Ok(pack)
    }
}

/// One post for each municipality that declares none. Its code ends in the municipality's, so that it stays the
/// same and never meets a declared one: `challapata-040201`.
fn made_posts(pack: &Pack) -> Vec<Post> {
    let declared: BTreeSet<&str> = pack.posts.iter().map(|post| post.municipality.as_str()).collect();
    let lacking = pack.municipalities.iter().filter(|place| !declared.contains(place.code.as_str()));
    lacking
        .map(|place| Post {
            code: format!("{}-{}", fold(&place.name).replace(' ', "-"), place.code),
            name: place.name.clone(),
            kind: "facility".to_owned(),
            municipality: place.code.clone(),
            facility: None,
            at: None,
        })
        .collect()
}
