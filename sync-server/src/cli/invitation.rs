//! An invitation as a picture.

use std::fmt::Write as _;

use qrcodegen::{QrCode, QrCodeEcc};

/// What a QR code of an invitation says: `posta:join?s=URL&c=CODE`. `None` when the address cannot be one.
pub fn join_link(url: &str, code: &str) -> Option<String> {
    let plain = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'&' | b'?' | b'#' | b'%' | b'"');
    let fits = url.starts_with("https://") || url.starts_with("http://");
    (fits && url.len() <= 200 && url.bytes().all(plain)).then(|| format!("posta:join?s={url}&c={code}"))
}

/// A QR code of half blocks, two rows a line, with its quiet zone: dark on light whatever the terminal's colours.
pub fn draw_qr(text: &str) -> Option<String> {
    const QUIET: i32 = 4;
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let mut drawn = String::new();
    for y in (-QUIET..code.size() + QUIET).step_by(2) {
        drawn.push_str("\u{1b}[30;47m");
        for x in -QUIET..code.size() + QUIET {
            drawn.push(match (code.get_module(x, y), code.get_module(x, y + 1)) {
                (true, true) => '█',
                (true, false) => '▀',
                (false, true) => '▄',
                (false, false) => ' ',
            });
        }
        // Writing to a String cannot fail.
        let _ = writeln!(drawn, "\u{1b}[0m");
    }
    Some(drawn)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_carries_the_address_and_the_code_and_nothing_else_fits_in() {
        let link = join_link("https://posta.example:8443", "ABCD-EFGH-JKMN-PQRS").unwrap();
        assert_eq!(link, "posta:join?s=https://posta.example:8443&c=ABCD-EFGH-JKMN-PQRS");
        for wrong in
            ["ftp://x", "https://x&c=other", "https://x?y", "https://x y", "https://x\n", "javascript:1"]
        {
            assert_eq!(join_link(wrong, "A"), None, "{wrong}");
        }
    }

    #[test]
    fn the_picture_holds_every_module_and_a_quiet_zone() {
        let text = join_link("https://posta.example:8443", "ABCD-EFGH-JKMN-PQRS").unwrap();
        let code = QrCode::encode_text(&text, QrCodeEcc::Medium).unwrap();
        let drawn = draw_qr(&text).unwrap();
        let lines: Vec<Vec<char>> = drawn
            .lines()
            .map(|line| line.replace("\u{1b}[30;47m", "").replace("\u{1b}[0m", "").chars().collect())
            .collect();
        for y in 0..code.size() {
            for x in 0..code.size() {
                let (line, column) = (usize::try_from((y + 4) / 2).unwrap(), usize::try_from(x + 4).unwrap());
                let cell = lines.get(line).and_then(|line| line.get(column)).copied().unwrap();
                let dark = if (y + 4) % 2 == 0 { "█▀" } else { "█▄" }.contains(cell);
                assert_eq!(dark, code.get_module(x, y));
            }
        }
        assert!(lines.iter().take(2).flatten().all(|cell| *cell == ' '));
    }
}
