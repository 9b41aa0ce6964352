//! What was typed or scanned into the field of an invitation's code.

use posta_identity::Code;

use crate::error::Error;

/// A code, and the server where it is good if the text says so.
pub(crate) struct Typed {
    pub code: Code,
    pub server: Option<String>,
}

/// Beginning of what an invitation's picture says.
const PAYLOAD: &str = "posta:join?";

impl Typed {
    /// Reads a code, or the payload `posta:join?s=<server>&c=<code>` of an invitation's picture.
    pub fn read(text: &str) -> Result<Self, Error> {
        let Some(query) = text.trim().strip_prefix(PAYLOAD) else {
            return Ok(Typed { code: read_code(text)?, server: None });
        };
        let part = |name: &str| {
            let mut parts = query.split('&').filter_map(|part| part.split_once('='));
            parts.find(|(key, _)| *key == name).and_then(|(_, value)| unescape(value))
        };
        let code = part("c").ok_or(Error::MalformedCode)?;
        Ok(Typed { code: read_code(&code)?, server: part("s").filter(|server| !server.is_empty()) })
    }

    /// The server of the picture, else the one that was typed.
    pub fn server_or(&self, typed: &str) -> String {
        self.server.clone().unwrap_or_else(|| typed.trim().to_owned())
    }
}

fn read_code(text: &str) -> Result<Code, Error> {
    Code::parse(text).map_err(|_| Error::MalformedCode)
}

/// Undoes `%3A` and the like; none if that leaves no text.
fn unescape(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        // Each by itself: a number may have a plus before it.
        let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        let (high, low) = (digit(rest.next()?)?, digit(rest.next()?)?);
        bytes.push(high << 4 | low);
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const CODE: &str = "0123-4567-89AB-CDEF";

    #[test]
    fn a_picture_says_server_and_code_and_a_typed_code_only_itself() {
        let plain = Typed::read(CODE).unwrap();
        assert_eq!(plain.server, None);
        assert_eq!(plain.server_or(" https://a:1 "), "https://a:1");
        for text in [
            format!("posta:join?s=https%3A%2F%2Fserver.example%3A8443&c={CODE}"),
            format!(" posta:join?c={CODE}&x=1&s=https://server.example:8443\n"),
        ] {
            let scanned = Typed::read(&text).unwrap();
            assert_eq!(scanned.server_or("https://typed"), "https://server.example:8443", "{text}");
            assert!(scanned.code == plain.code);
        }
    }

    #[test]
    fn anything_else_is_a_malformed_code() {
        for text in
            ["", "posta:join?", "posta:join?s=a", "posta:join?c=%", "posta:join?c=%zz", "https://a", "c=1"]
        {
            assert!(matches!(Typed::read(text), Err(Error::MalformedCode)), "{text}");
        }
    }

    #[test]
    fn an_escape_is_two_hexadecimal_digits_and_nothing_else() {
        assert_eq!(unescape("%3A%2f").as_deref(), Some(":/"));
        for text in ["%+1", "%-1", "% 1", "%1+", "%1", "%", "%g0", "%ff"] {
            assert_eq!(unescape(text), None, "{text}");
        }
        let signed = format!("posta:join?c={}", CODE.replacen('0', "%+30", 1));
        assert!(matches!(Typed::read(&signed), Err(Error::MalformedCode)));
    }
}
