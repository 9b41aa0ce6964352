//! Reads a pack from its JSON files. A pack that contradicts itself is refused with the line to mend.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::{Pack, PackError};
use crate::{Post, fold};

/// One file of a pack: its name and its text.
pub type PackFile<'a> = (&'a str, &'a str);

macro_rules! bo {
    ($($file:literal),+) => {
        &[$(($file, include_str!(concat!("../../../../packs/bo/", $file)))),+]
    };
}

/// The files of the pack of Bolivia.
pub(super) const BO: &[PackFile<'static>] = bo!(
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
    "retention.json"
);

/// What `pack.json` says of the whole.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    id: String,
    version: String,
    name: String,
    country: String,
    #[serde(rename = "language")]
    _language: String,
    #[serde(rename = "sources")]
    _sources: Vec<String>,
}

impl Pack {
    /// Reads a pack from its files, by name; a file that is not named here is ignored.
    ///
    /// # Errors
    /// The file, line and reason: a missing file, bad JSON, an unknown key, a blank or repeated code, a
    /// municipality of no department, a post or facility of no municipality.
    pub fn from_json(files: &[PackFile<'_>]) -> Result<Self, PackError> {
        let files = Files(files);
        let head: Head = files.read("pack.json")?;
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
            made_posts: Vec::new(),
        };
        files.check_codes(&pack)?;
        files.check_places(&pack)?;
        files.check_retention(&pack)?;
        pack.made_posts = made_posts(&pack);
        Ok(pack)
    }
}

struct Files<'a>(&'a [PackFile<'a>]);

impl Files<'_> {
    fn text(&self, file: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| *name == file).map(|(_, text)| *text)
    }

    fn read<T: DeserializeOwned>(&self, file: &str) -> Result<T, PackError> {
        let text = self.text(file).ok_or_else(|| PackError {
            file: file.to_owned(),
            line: 0,
            reason: "the file is missing".to_owned(),
        })?;
        serde_json::from_str(text).map_err(|error| PackError {
            file: file.to_owned(),
            line: error.line(),
            reason: error.to_string(),
        })
    }

    /// An error at the last line that names a code.
    fn refuse(&self, file: &str, code: &str, reason: &str) -> PackError {
        let quoted = format!("\"{code}\"");
        let lines = self.text(file).unwrap_or_default().lines().enumerate();
        let line = lines.filter(|(_, line)| line.contains(&quoted)).last().map_or(0, |(at, _)| at + 1);
        PackError { file: file.to_owned(), line, reason: format!("{reason}: {code}") }
    }

    fn check_codes(&self, pack: &Pack) -> Result<(), PackError> {
        macro_rules! check {
            ($($list:ident),+) => {$({
                let file = concat!(stringify!($list), ".json");
                let mut seen = BTreeSet::new();
                for entry in &pack.$list {
                    if entry.code.is_empty() || entry.name.trim().is_empty() {
                        return Err(self.refuse(file, &entry.code, "a blank code or name"));
                    }
                    if !seen.insert(&entry.code) {
                        return Err(self.refuse(file, &entry.code, "a repeated code"));
                    }
                }
            })+};
        }
        check!(
            departments,
            municipalities,
            posts,
            facilities,
            document_kinds,
            document_states,
            needs,
            programs
        );
        check!(languages, countries, reasons, relations);
        Ok(())
    }

    fn check_retention(&self, pack: &Pack) -> Result<(), PackError> {
        let mut seen = BTreeSet::new();
        for rule in &pack.retention {
            if let Err(reason) = rule.check() {
                return Err(self.refuse("retention.json", &rule.code, reason));
            }
            if !seen.insert(&rule.code) {
                return Err(self.refuse("retention.json", &rule.code, "a repeated code"));
            }
        }
        Ok(())
    }

    fn check_places(&self, pack: &Pack) -> Result<(), PackError> {
        for place in &pack.municipalities {
            let shape = place.code.len() == 6 && place.code.bytes().all(|byte| byte.is_ascii_digit());
            if !shape || pack.department(place.department()).is_none() {
                return Err(self.refuse(
                    "municipalities.json",
                    &place.code,
                    "a municipality of no department",
                ));
            }
        }
        let known: BTreeSet<&str> = pack.municipalities.iter().map(|place| place.code.as_str()).collect();
        for facility in &pack.facilities {
            if !known.contains(facility.municipality.as_str()) {
                return Err(self.refuse("facilities.json", &facility.code, "a facility of no municipality"));
            }
        }
        for post in &pack.posts {
            let housed = post.facility.as_ref().is_none_or(|code| pack.facility(code).is_some());
            if !housed || !known.contains(post.municipality.as_str()) {
                return Err(self.refuse("posts.json", &post.code, "a post of no municipality or facility"));
            }
        }
        Ok(())
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
        })
        .collect()
}
