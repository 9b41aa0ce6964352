//! A file of a country pack that somebody wrote wrong: refused with its file and line, or a pack that decides.

use chrono::NaiveDate;
use posta_domain::{Birth, Facts, Pack, PackFile, Sex};

/// The files of the smaller pack.
macro_rules! files {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../../packs/cl/", $name)))),*]
    };
}

const FILES: &[PackFile<'static>] = files![
    "campaigns.json",
    "countries.json",
    "departments.json",
    "document_kinds.json",
    "document_states.json",
    "facilities.json",
    "facts.json",
    "languages.json",
    "municipalities.json",
    "needs.json",
    "norms.json",
    "orientations.json",
    "outcomes.json",
    "pack.json",
    "posts.json",
    "programs.json",
    "reasons.json",
    "relations.json",
    "requirements.json",
    "retention.json",
    "rules.json",
    "sheet.es.json",
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

/// The first byte says which file the rest stands for. What is refused is refused at a line that is there; what is read
/// decides for anybody, and refuses nobody.
pub(crate) fn pack(bytes: &[u8]) {
    let Some((which, rest)) = bytes.split_first() else { return };
    let text = String::from_utf8_lossy(rest);
    let mut files = FILES.to_vec();
    let place = usize::from(*which) % files.len();
    files[place].1 = &text;
    let pack = match Pack::from_json(&files) {
        Ok(pack) => pack,
        Err(error) => {
            let (_, lines) = files.iter().find(|(name, _)| *name == error.file).unwrap();
            assert!(error.line <= lines.lines().count().max(1), "{error}");
            assert!(!error.reason.is_empty());
            return;
        }
    };
    for (birth, sex, nationality) in [("", "", ""), ("1990", "male", "VE"), ("2026-01-31", "female", "CL")] {
        let facts = Facts {
            birth: Birth::parse(birth).unwrap_or_default(),
            sex: Sex::from_word(sex),
            nationality: nationality.into(),
            on: NaiveDate::from_ymd_opt(2026, 11, 29).unwrap(),
            answers: pack.facts.iter().map(|fact| (fact.code.clone(), true)).collect(),
        };
        for program in &pack.programs {
            let decision = pack.decide(&program.code, &facts);
            assert!(!decision.outcome.as_str().is_empty(), "everybody has an outcome");
            let _ = pack.sentence_of(&decision, "pt");
        }
    }
}

pub(crate) fn packs() -> Vec<Vec<u8>> {
    let small = FILES.iter().enumerate().filter(|(_, (_, text))| text.len() < 6000);
    small.map(|(place, (_, text))| [&[u8::try_from(place).unwrap()], text.as_bytes()].concat()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_to_begin_with_make_a_pack() {
        assert_eq!(Pack::from_json(FILES).map(|pack| pack.id).unwrap(), "cl");
        assert_eq!(packs().len(), FILES.len());
    }
}
