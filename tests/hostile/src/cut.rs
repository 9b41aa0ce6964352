//! Fuzzed bytes taken apart, never failing: what is missing is empty or zero.

/// What is left of an input.
pub(crate) struct Cut<'a>(pub &'a [u8]);

impl<'a> Cut<'a> {
    pub fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        *first
    }

    /// Two bytes of length, little endian, and that much, or what is left.
    pub fn piece(&mut self) -> &'a [u8] {
        let length = usize::from(u16::from_le_bytes([self.byte(), self.byte()]));
        let (piece, rest) = self.0.split_at(length.min(self.0.len()));
        self.0 = rest;
        piece
    }

    pub fn is_done(&self) -> bool {
        self.0.is_empty()
    }
}

/// A piece as [`Cut::piece`] reads it.
pub(crate) fn piece(bytes: &[u8]) -> Vec<u8> {
    [&u16::try_from(bytes.len()).unwrap().to_le_bytes(), bytes].concat()
}
