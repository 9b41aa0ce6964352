//! CBOR that is one value and nothing behind it.

/// Reads exactly one value; bytes after it are refused, so that a record has one form only.
pub(crate) fn decode<'b, T: minicbor::Decode<'b, ()>>(bytes: &'b [u8]) -> Option<T> {
    let mut decoder = minicbor::Decoder::new(bytes);
    let value = decoder.decode().ok()?;
    (decoder.position() == bytes.len()).then_some(value)
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_stands_behind_a_value_makes_it_none() {
        assert_eq!(super::decode::<u8>(&[7]), Some(7));
        assert_eq!(super::decode::<u8>(&[7, 0]), None);
    }
}
