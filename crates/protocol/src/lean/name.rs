//! Names of fields, with the key of an identity document taken out of them.
//!
//! Such a key says which of a person's documents a field is of. It is made from the document itself
//! (`posta_domain::IdentityDocument::key_for`), so a change that says the document need not say its key.

use super::Malformed;
use super::chunk::Put;
use super::value::{hex, unhex};

/// What stands for the key in a name.
pub(super) const STAR: &str = "*";
/// The fields of which a key is made.
const MADE_OF: [&str; 3] = ["document/*/kind", "document/*/country", "document/*/number"];

/// The key in some names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    /// Made of the fields that bear it; the first of a change is 1.
    Own(u32),
    Raw([u8; 5]),
    /// An id, as of a device that signed a part.
    Id([u8; 16]),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    pub word: String,
    pub key: Option<Key>,
}

impl Name {
    /// The names of the puts of a change.
    pub fn of_all(puts: &[Put]) -> Vec<Self> {
        let mut names: Vec<Self> = puts.iter().map(|put| Self::raw(&put.key)).collect();
        let mut own = 0;
        let mut last = None;
        for place in 0..names.len() {
            let Some(key) = names.get(place).and_then(|name| name.key) else { continue };
            if last == Some(key) {
                continue;
            }
            last = Some(key);
            let value = |field: &str| value_of(puts.iter().zip(&names), field, key);
            if !is_one_group(&names, key)
                || made_of(MADE_OF.map(value)).is_none_or(|made| Key::Raw(made) != key)
            {
                continue;
            }
            own += 1;
            names
                .iter_mut()
                .filter(|name| name.key == Some(key))
                .for_each(|name| name.key = Some(Key::Own(own)));
            last = Some(Key::Own(own));
        }
        names
    }

    fn raw(name: &str) -> Self {
        let key_in = |part: &str| {
            let bytes = matches!(part.len(), 10 | 32).then(|| unhex(part.as_bytes())).flatten()?;
            let id = || <[u8; 16]>::try_from(bytes.as_slice()).ok().map(Key::Id);
            <[u8; 5]>::try_from(bytes.as_slice()).ok().map(Key::Raw).or_else(id)
        };
        let found = name.split('/').find_map(|part| Some((part, key_in(part)?)));
        match found {
            Some((part, key)) => Self { word: name.replacen(part, STAR, 1), key: Some(key) },
            None => Self { word: name.to_owned(), key: None },
        }
    }
}

/// Gives puts their names.
pub(super) fn named(puts: &mut [Put], names: Vec<Name>) -> Result<(), Malformed> {
    let mut whole = Vec::with_capacity(names.len());
    let mut made: std::collections::BTreeMap<u32, [u8; 5]> = std::collections::BTreeMap::new();
    for name in &names {
        let key = match name.key.filter(|_| name.word.contains(STAR)) {
            None => None,
            Some(Key::Raw(key)) => Some(hex(&key)),
            Some(Key::Id(id)) => Some(hex(&id)),
            Some(own @ Key::Own(number)) => {
                let value = |field: &str| value_of(puts.iter().zip(&names), field, own);
                let key = match made.get(&number) {
                    Some(key) => *key,
                    None => made_of(MADE_OF.map(value)).ok_or(Malformed)?,
                };
                made.insert(number, key);
                Some(hex(&key))
            }
        };
        whole.push(match key {
            Some(key) => {
                let key = String::from_utf8(key).map_err(|_| Malformed)?;
                name.word.replacen(STAR, &key, 1)
            }
            None => name.word.clone(),
        });
    }
    puts.iter_mut().zip(whole).for_each(|(put, name)| put.key = name);
    Ok(())
}

/// Whether the names with a key stand together: a key that comes back would be counted twice.
fn is_one_group(names: &[Name], key: Key) -> bool {
    names
        .chunk_by(|a, b| a.key == b.key)
        .filter(|group| group.first().is_some_and(|name| name.key == Some(key)))
        .count()
        == 1
}

fn value_of<'a>(puts: impl Iterator<Item = (&'a Put, &'a Name)>, field: &str, key: Key) -> &'a [u8] {
    let mut found = puts.filter(|(_, name)| name.key == Some(key) && name.word == field);
    found.next().map(|(put, _)| put.value.as_slice()).unwrap_or_default()
}

/// FNV-1a of kind, country and the number in small letters and digits. Numbers with other letters go by their bytes.
fn made_of([kind, country, number]: [&[u8]; 3]) -> Option<[u8; 5]> {
    if kind.is_empty() {
        return None;
    }
    let number: Vec<u8> =
        number.iter().filter(|byte| byte.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase).collect();
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in [kind, b"|", country, b"|", &number].concat() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    let mut key = [0; 5];
    key.copy_from_slice(hash.to_be_bytes().split_at(5).0);
    Some(key)
}
