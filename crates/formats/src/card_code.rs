//! The code of a card, as printed.

use std::fmt;
use std::str::FromStr;

use crate::PrintError;

/// The code of a card: `POSTA1-`, 26 characters of Crockford's base 32 for the opaque id, `-`, and 4 of check. Its
/// shape leaves no room for a personal datum, so nothing else gets into a QR code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintedCode(String);

const PREFIX: &str = "POSTA1-";
const ID: usize = 26;
const CHECK: usize = 4;

fn is_base_32(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'A'..=b'H' | b'J' | b'K' | b'M' | b'N' | b'P'..=b'T' | b'V'..=b'Z'))
}

impl FromStr for PrintedCode {
    type Err = PrintError;

    fn from_str(text: &str) -> Result<Self, PrintError> {
        let (id, check) =
            text.strip_prefix(PREFIX).and_then(|rest| rest.split_once('-')).ok_or(PrintError::NotACard)?;
        let fits = id.len() == ID && check.len() == CHECK && is_base_32(id) && is_base_32(check);
        fits.then(|| Self(text.to_owned())).ok_or(PrintError::NotACard)
    }
}

impl PrintedCode {
    /// The code as it stands in the QR code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The code in four lines of groups that an eye can follow: what it is, half the id, the other half, the check.
    /// Blanks between them do not count when it is typed.
    pub(crate) fn groups(&self) -> [Vec<&str>; 4] {
        let rest = self.0.get(PREFIX.len()..).unwrap_or_default();
        let part = |from: usize, to: usize| rest.get(from..to).unwrap_or_default();
        let half =
            |from: usize| vec![part(from, from + 4), part(from + 4, from + 8), part(from + 8, from + 13)];
        [vec![PREFIX], half(0), half(13), vec![part(ID, ID + 1 + CHECK)]]
    }
}

impl fmt::Display for PrintedCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_shape_of_a_card_code_is_a_card_code() {
        let good = "POSTA1-0123456789ABCDEFGHJKMNPQRS-7ZVT";
        assert_eq!(good.parse::<PrintedCode>().unwrap().as_str(), good);
        for bad in [
            "",
            "POSTA1-",
            "POSTA2-0123456789ABCDEFGHJKMNPQRS-7ZVT",
            "POSTA1-0123456789ABCDEFGHJKMNPQR-7ZVT",
            "POSTA1-0123456789ABCDEFGHJKMNPQRSS-7ZVT",
            "POSTA1-0123456789ABCDEFGHJKMNPQRS-7ZV",
            "POSTA1-0123456789abcdefghjkmnpqrs-7ZVT",
            "POSTA1-YULEISY CAROLINA RONDON PE-7ZVT",
            "POSTA1-0123456789ABCDEFGHJKMNPQRU-7ZVT",
            "POSTA1-0123456789ABCDEFGHJKMNPQRS-7ZVT\n",
        ] {
            assert_eq!(bad.parse::<PrintedCode>(), Err(PrintError::NotACard), "{bad:?}");
        }
    }

    #[test]
    fn the_groups_are_the_code_cut_up() {
        let code: PrintedCode = "POSTA1-0123456789ABCDEFGHJKMNPQRS-7ZVT".parse().unwrap();
        assert_eq!(code.groups().concat().concat(), code.as_str());
        assert!(code.groups().concat().iter().all(|group| (4..=7).contains(&group.len())));
    }
}
