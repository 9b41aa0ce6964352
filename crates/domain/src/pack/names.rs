//! Every word of a pack by language, list and code.

use std::collections::BTreeMap;

use super::files::Files;
use super::{Pack, PackError};

/// Words by list and code.
pub(super) type Lists = BTreeMap<String, BTreeMap<String, String>>;

impl Pack {
    /// A word in a language: the pack's own word where that language has none, the code where there is no word at all.
    ///
    /// Lists are named like the files (`countries`, `document_kinds`, `needs`, `requirements`, `facts`, ...). Besides:
    /// `groups` and `groups.sentence` of the rules, `outcomes.sentence`, `facts.hint`, `requirements.hint`,
    /// `orientations.text`, and `facility_kinds`, whose codes are the words in the pack's language. Proper names
    /// (`departments`, `municipalities`, `posts`, `facilities`, `norms`, `campaigns`) are the same in every language.
    pub fn name_of<'a>(&'a self, list: &str, code: &'a str, language: &str) -> &'a str {
        let word = |language: &str| self.names.get(language)?.get(list)?.get(code);
        word(language).or_else(|| word(&self.language)).map_or(code, String::as_str)
    }
}

impl Files<'_> {
    /// The words of every language: the pack's own out of its lists, the others out of `words.<language>.json`.
    pub fn read_names(
        &self,
        pack: &Pack,
        translations: &[String],
    ) -> Result<BTreeMap<String, Lists>, PackError> {
        let mut names = BTreeMap::from([(pack.language.clone(), own_words(pack))]);
        for language in translations {
            let lists: Lists = self.read(&format!("words.{language}.json"))?;
            names.insert(language.clone(), lists);
        }
        Ok(names)
    }
}

/// The words of the lists themselves.
fn own_words(pack: &Pack) -> Lists {
    let mut lists = Lists::new();
    let mut put = |list: &str, code: &str, word: &str| {
        if !word.is_empty() {
            lists.entry(list.to_owned()).or_default().insert(code.to_owned(), word.to_owned());
        }
    };
    macro_rules! put {
        ($($list:ident),+) => {$(
            for entry in &pack.$list {
                put(stringify!($list), &entry.code, &entry.name);
            }
        )+};
    }
    put!(departments, municipalities, posts, facilities, norms, campaigns);
    put!(document_kinds, document_states, needs, programs, languages, countries, reasons, relations);
    put!(facts, outcomes, orientations, requirements);
    pack.facilities.iter().for_each(|entry| put("facility_kinds", &entry.kind, &entry.kind));
    for rule in &pack.rules {
        put("groups", &rule.code, &rule.name);
        put("groups.sentence", &rule.code, &rule.sentence);
    }
    pack.facts.iter().for_each(|entry| put("facts.hint", &entry.code, &entry.hint));
    pack.outcomes.iter().for_each(|entry| put("outcomes.sentence", &entry.code, &entry.sentence));
    pack.orientations.iter().for_each(|entry| put("orientations.text", &entry.code, &entry.text));
    pack.requirements.iter().for_each(|entry| put("requirements.hint", &entry.code, &entry.hint));
    lists
}
