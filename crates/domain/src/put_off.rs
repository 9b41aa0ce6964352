//! A field with several values that somebody keeps for later. It is written in the record, so that others see who did.

use sha2::{Digest, Sha256};

use crate::{Fields, Scalar};

const PREFIX: &str = "later/";

/// The key beside a field that tells that its values are kept for later.
pub fn put_off_key(field: &str) -> String {
    format!("{PREFIX}{field}")
}

/// Whether a key is such a mark, and no field of its own.
pub fn is_put_off_key(key: &str) -> bool {
    key.starts_with(PREFIX)
}

/// The mark of several values that were seen together, as typed text, in any order. Another value makes another mark, so
/// that what came later is asked again.
pub fn put_off_mark(field: &str, values: &[String]) -> String {
    let mut values: Vec<&String> = values.iter().collect();
    values.sort_unstable();
    values.dedup();
    let mut hash = Sha256::new().chain_update(b"posta later 1").chain_update(field);
    for value in values {
        hash.update([0]);
        hash.update(value);
    }
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// Whether these values of a field were kept for later.
pub fn is_put_off(fields: &Fields, field: &str, values: &[String]) -> bool {
    let mark = fields.get(&put_off_key(field)).and_then(Scalar::as_text);
    mark.is_some_and(|mark| mark == put_off_mark(field, values))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_further_value_is_asked_again() {
        let [one, other, third] = ["1990-05-17", "1990-07-15", "1991"].map(str::to_owned);
        let mark = put_off_mark("birth", &[other.clone(), one.clone()]);
        let fields: Fields = [(put_off_key("birth"), Scalar::from(mark))].into_iter().collect();
        assert!(is_put_off(&fields, "birth", &[one.clone(), other.clone()]));
        assert!(!is_put_off(&fields, "birth", &[one.clone(), other.clone(), third]));
        assert!(!is_put_off(&fields, "phone", &[one, other]));
        assert!(is_put_off_key(&put_off_key("birth")) && !is_put_off_key("birth"));
    }
}
