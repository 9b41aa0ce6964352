//! What went by in a stream of packs, as it was before compression: the next pack is packed as what follows it.

/// How much of it is remembered, by both sides. Bytes.
pub(super) const KEPT: usize = 128 * 1024;

/// The last bytes that went by.
#[derive(Default)]
pub(super) struct Past(Vec<u8>);

impl Past {
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    pub fn push(&mut self, plain: &[u8]) {
        self.0.extend_from_slice(plain);
        let too_many = self.0.len().saturating_sub(KEPT);
        self.0.drain(..too_many);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_bytes_are_kept_however_they_came() {
        let bytes: Vec<u8> = (0..KEPT + 1000).map(|place| place.to_le_bytes()[0]).collect();
        let (mut whole, mut parts) = (Past::default(), Past::default());
        whole.push(&bytes);
        bytes.chunks(777).for_each(|part| parts.push(part));
        assert_eq!(whole.bytes(), &bytes[1000..]);
        assert_eq!(whole.bytes(), parts.bytes());
    }
}
