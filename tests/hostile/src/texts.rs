//! Texts that people type or cameras read.

use posta_identity::ids::DepartmentId;
use posta_identity::{Answer, Challenge, Code, RecoveryKey, RecoveryShare, TypedError};
use sha2::{Digest, Sha256};

use crate::members::recovery_public;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const WORDS: [&str; 3] = ["RETO", "RESPUESTA", "PARTE"];

/// A typed one-time code.
pub(crate) fn code(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let Ok(code) = Code::parse(&text) else { return };
    let shown = code.to_string();
    assert_eq!(shown.len(), 19);
    assert!(Code::parse(&shown).is_ok_and(|again| again == code));
}

pub(crate) fn codes() -> Vec<Vec<u8>> {
    ["0123-4567-89AB-CDEF", "ghjk mnpq rstv wxyz", "OIL0–OIL0_oil0-oil0", "123"]
        .map(|text| text.as_bytes().to_vec())
        .to_vec()
}

/// A challenge, an answer or a share of the recovery key: as text, and as bytes to which the letters of the check are
/// added.
pub(crate) fn recovery(bytes: &[u8]) {
    let raw = String::from_utf8_lossy(bytes).into_owned();
    for text in WORDS.map(|word| typed(word, bytes)).into_iter().chain([raw]) {
        let mut read = 0;
        if let Ok(challenge) = Challenge::from_text(&text) {
            read += 1;
            assert!(Challenge::from_text(&challenge.to_text()).is_ok_and(|again| again == challenge));
        }
        if let Ok(answer) = Answer::from_text(&text) {
            read += 1;
            assert!(Answer::from_text(&answer.to_text()).is_ok_and(|again| again == answer));
        }
        if let Ok(share) = RecoveryShare::from_text(&text) {
            read += 1;
            let again = RecoveryShare::from_text(&share.to_text()).unwrap();
            assert_eq!(*again.to_text(), *share.to_text());
            let shares = [share.clone(), again, share];
            let department = shares[0].department;
            assert!(RecoveryKey::combine(&shares, department, &recovery_public()).is_err());
        }
        assert!(read <= 1, "one text is two things");
    }
    let long = "0".repeat(bytes.len() * 64);
    assert!(bytes.len() < 64 || matches!(Challenge::from_text(&long), Err(TypedError::TooLong)));
}

pub(crate) fn recoveries() -> Vec<Vec<u8>> {
    let department = DepartmentId::from([4; 16]);
    let ids = [&[1][..], department.as_bytes(), &[2; 16], &[3; 16]].concat();
    let challenge = [ids.as_slice(), &[5; 32], &[6; 80]].concat();
    let answer = [&[1][..], &[7; 16], &[8; 80]].concat();
    let share = [&[1][..], department.as_bytes(), &[9; 8], &[2, 1], &[10; 32]].concat();
    let texts = [typed(WORDS[0], &challenge), typed(WORDS[2], &share).to_lowercase()];
    [challenge, answer, share].into_iter().chain(texts.map(String::into_bytes)).collect()
}

/// `WORD:` and the bytes with their check in base 32, without groups.
pub(crate) fn typed(word: &str, bytes: &[u8]) -> String {
    let check = Sha256::new().chain_update(b"posta typed").chain_update(word).chain_update(bytes).finalize();
    let mut text = format!("{word}:");
    let (mut bits, mut held) = (0_u32, 0);
    for byte in bytes.iter().chain(&check[..5]) {
        bits = bits << 8 | u32::from(*byte);
        held += 8;
        while held >= 5 {
            held -= 5;
            text.push(char::from(ALPHABET[(bits >> held & 31) as usize]));
        }
        bits &= (1 << held) - 1;
    }
    if held > 0 {
        text.push(char::from(ALPHABET[(bits << (5 - held) & 31) as usize]));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_texts_to_begin_with_are_read() {
        let bytes = recoveries();
        assert!(Challenge::from_text(&typed(WORDS[0], &bytes[0])).is_ok());
        assert!(Answer::from_text(&typed(WORDS[1], &bytes[1])).is_ok());
        assert!(RecoveryShare::from_text(&typed(WORDS[2], &bytes[2])).is_ok());
        assert!(Challenge::from_text(std::str::from_utf8(&bytes[3]).unwrap()).is_ok());
        assert!(RecoveryShare::from_text(std::str::from_utf8(&bytes[4]).unwrap()).is_ok());
    }
}
