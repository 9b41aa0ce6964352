//! Whether a licence expression (SPDX) can be met with a set of allowed licences.

use anyhow::{Result, bail};

/// True when a choice within `expression` needs only licences that `is_allowed`. A licence with an exception is
/// asked for as `"X WITH Y"`. The old way of writing OR as `/` is understood.
///
/// # Errors
/// When the expression is not well formed.
pub fn is_met(expression: &str, is_allowed: &dyn Fn(&str) -> bool) -> Result<bool> {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut reader = Reader { words: &words, is_allowed };
    let met = reader.either()?;
    if let Some(word) = reader.words.first() {
        bail!("'{word}' is not expected in '{expression}'")
    } else {
        Ok(met)
    }
}

struct Reader<'a> {
    words: &'a [&'a str],
    is_allowed: &'a dyn Fn(&str) -> bool,
}

impl<'a> Reader<'a> {
    fn take(&mut self, word: &str) -> bool {
        let next = self.words.first().is_some_and(|first| first.eq_ignore_ascii_case(word));
        if next {
            self.words = self.words.split_first().map_or(&[], |(_, rest)| rest);
        }
        next
    }

    fn either(&mut self) -> Result<bool> {
        let mut met = self.both()?;
        while self.take("OR") {
            met |= self.both()?;
        }
        Ok(met)
    }

    fn both(&mut self) -> Result<bool> {
        let mut met = self.one()?;
        while self.take("AND") {
            met &= self.one()?;
        }
        Ok(met)
    }

    fn one(&mut self) -> Result<bool> {
        if self.take("(") {
            let met = self.either()?;
            return if self.take(")") { Ok(met) } else { bail!("a bracket is not closed") };
        }
        let name = self.name()?;
        if self.take("WITH") {
            let exception = self.name()?;
            return Ok((self.is_allowed)(&format!("{name} WITH {exception}")));
        }
        Ok((self.is_allowed)(name))
    }

    fn name(&mut self) -> Result<&'a str> {
        match self.words.split_first() {
            Some((word, rest)) if !["AND", "OR", "WITH", "(", ")"].contains(word) => {
                self.words = rest;
                Ok(word)
            }
            _ => bail!("a licence is missing"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn met(expression: &str) -> bool {
        is_met(expression, &|name| ["MIT", "ISC", "Apache-2.0 WITH LLVM-exception"].contains(&name)).unwrap()
    }

    #[test]
    fn one_choice_is_enough_and_all_parts_are_needed() {
        assert!(met("MIT"));
        assert!(met("GPL-3.0-only OR MIT"));
        assert!(met("Apache-2.0 / MIT") && met("MIT/Apache-2.0"));
        assert!(!met("MIT AND GPL-3.0-only"));
        assert!(met("ISC AND (Apache-2.0 OR ISC)"));
        assert!(!met("ISC AND (Apache-2.0 OR ISC) AND Apache-2.0"));
        assert!(met("GPL-3.0-only AND ISC OR MIT"));
    }

    #[test]
    fn an_exception_belongs_to_its_licence() {
        assert!(met("Apache-2.0 WITH LLVM-exception"));
        assert!(!met("Apache-2.0") && !met("MIT WITH LLVM-exception"));
    }

    #[test]
    fn what_is_not_understood_is_not_allowed_by_accident() {
        for odd in ["", "MIT OR", "(MIT", "MIT ISC", "MIT)", "WITH"] {
            assert!(is_met(odd, &|_| true).is_err(), "{odd}");
        }
    }
}
