//! Every word of a pack by language, list and code.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::files::Files;
use super::{Pack, PackError};

/// Words by list and code.
pub(super) type Lists = BTreeMap<String, BTreeMap<String, String>>;

impl Pack {
    /// A word in a language: the pack's own word where that language has none, the code where there is no word at all.
    ///
    /// Lists are named like the files (`countries`, `document_kinds`, `needs`, `requirements`, `facts`, ...). Besides:
    /// `groups` and `groups.sentence` of the rules, `outcomes.sentence`, `document_kinds.hint`, `facts.hint`,
    /// `requirements.hint`, `orientations.text`, `training_themes`, `training_questions`, `training_options` (by
    /// `<question>.<option>`), `shelf_kinds`, and `facility_kinds`, whose codes are the words in the pack's language. Proper names
    /// (`departments`, `municipalities`, `posts`, `facilities`, `norms`, `campaigns`) are the same in every language.
    pub fn name_of<'a>(&'a self, list: &str, code: &'a str, language: &str) -> &'a str {
        let word = |language: &str| self.names.get(language)?.get(list)?.get(code);
        word(language).or_else(|| word(&self.language)).map_or(code, String::as_str)
    }
}

/// Proper names, the same in every language.
const PROPER: [&str; 6] = ["departments", "municipalities", "posts", "facilities", "norms", "campaigns"];

impl Files<'_> {
    /// The words of every language: the pack's own out of its lists, the others out of `words.<language>.json`.
    ///
    /// # Errors
    /// A word that a translation lacks, has twice or blank, or that the pack does not have.
    pub fn read_names(
        &self,
        pack: &Pack,
        translations: &[String],
    ) -> Result<BTreeMap<String, Lists>, PackError> {
        let own = own_words(pack);
        let mut names = BTreeMap::new();
        for language in translations {
            let file = format!("words.{language}.json");
            let Unique(lists) = self.read::<Unique<Unique<String>>>(&file)?;
            let lists: Lists = lists.into_iter().map(|(list, Unique(words))| (list, words)).collect();
            self.check_words(&file, &own, &lists)?;
            names.insert(language.clone(), lists);
        }
        names.insert(pack.language.clone(), own);
        Ok(names)
    }

    fn check_words(&self, file: &str, own: &Lists, lists: &Lists) -> Result<(), PackError> {
        let wrong = |list: &str, code: &str, reason: &str| {
            let line = line_of(self.text(file).unwrap_or_default(), list, code);
            let reason = format!("{reason}: {list} {code}");
            Err(PackError { file: file.to_owned(), line, reason: reason.trim_end().to_owned() })
        };
        let translated = |list: &&String| !PROPER.contains(&list.as_str());
        for (list, words) in own.iter().filter(|(list, _)| translated(list)) {
            let given = lists.get(list);
            for code in words.keys() {
                match given.and_then(|given| given.get(code)) {
                    None => return wrong(list, code, "a word is not translated"),
                    Some(word) if word.trim().is_empty() => return wrong(list, code, "a blank word"),
                    Some(_) => {}
                }
            }
        }
        for (list, words) in lists {
            let Some(known) = own.get(list).filter(|_| translated(&list)) else {
                return wrong(list, "", "no such list, or one of proper names");
            };
            if let Some(code) = words.keys().find(|code| !known.contains_key(*code)) {
                return wrong(list, code, "a word that the pack does not have");
            }
        }
        Ok(())
    }
}

/// The line of a word, else of its list, else the first.
fn line_of(text: &str, list: &str, code: &str) -> usize {
    let is_key = |line: &str, key: &str| {
        let rest = line.trim_start().strip_prefix('"').and_then(|rest| rest.strip_prefix(key));
        rest.and_then(|rest| rest.strip_prefix('"')).is_some_and(|rest| rest.trim_start().starts_with(':'))
    };
    let mut lines = text.lines().enumerate();
    let Some((head, _)) = lines.find(|(_, line)| is_key(line, list)) else { return 1 };
    let within = lines.take_while(|(_, line)| !line.trim_start().starts_with('}'));
    within.into_iter().find(|(_, line)| is_key(line, code)).map_or(head + 1, |(at, _)| at + 1)
}

/// An object whose keys are all different; JSON would let the last one win.
struct Unique<V>(BTreeMap<String, V>);

impl<'de, V: Deserialize<'de>> Deserialize<'de> for Unique<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(UniqueKeys(PhantomData))
    }
}

struct UniqueKeys<V>(PhantomData<V>);

impl<'de, V: Deserialize<'de>> Visitor<'de> for UniqueKeys<V> {
    type Value = Unique<V>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut found = BTreeMap::new();
        while let Some(key) = map.next_key::<String>()? {
            if found.contains_key(&key) {
                return Err(A::Error::custom(format!("a repeated word: {key}")));
            }
            found.insert(key, map.next_value()?);
        }
        Ok(Unique(found))
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
    put!(service_kinds, alerts, guides, chronic, hygiene, states, supports, indicators);
    for one in &pack.indicators {
        put("indicators.definition", &one.code, &one.definition);
        put("indicators.source", &one.code, &one.source);
        put("indicators.limits", &one.code, &one.limits);
    }
    pack.alerts.iter().for_each(|entry| put("alerts.hint", &entry.code, &entry.hint));
    for instrument in &pack.instruments {
        put("instruments.hint", &instrument.code, &instrument.hint);
        for band in &instrument.bands {
            put("bands", &format!("{}.{}", instrument.code, band.code), &band.name);
        }
    }
    pack.trainings.themes.iter().for_each(|entry| put("training_themes", &entry.code, &entry.name));
    for question in &pack.trainings.questions {
        put("training_questions", &question.code, &question.text);
        for option in &question.options {
            put("training_options", &format!("{}.{}", question.code, option.code), &option.text);
        }
    }
    pack.shelf.kinds.iter().for_each(|entry| put("shelf_kinds", &entry.code, &entry.name));
    pack.facilities.iter().for_each(|entry| put("facility_kinds", &entry.kind, &entry.kind));
    for rule in &pack.rules {
        put("groups", &rule.code, &rule.name);
        put("groups.sentence", &rule.code, &rule.sentence);
    }
    pack.document_kinds.iter().for_each(|entry| put("document_kinds.hint", &entry.code, &entry.hint));
    pack.facts.iter().for_each(|entry| put("facts.hint", &entry.code, &entry.hint));
    pack.outcomes.iter().for_each(|entry| put("outcomes.sentence", &entry.code, &entry.sentence));
    pack.outcomes.iter().for_each(|entry| put("outcomes.limited", &entry.code, &entry.limited));
    pack.orientations.iter().for_each(|entry| put("orientations.text", &entry.code, &entry.text));
    pack.requirements.iter().for_each(|entry| put("requirements.hint", &entry.code, &entry.hint));
    lists
}
