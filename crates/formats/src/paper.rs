//! The papers that prints are made for.

/// A paper. The card has its own size, that of a bank card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// 210 by 297 mm.
    A4,
    /// 148 by 210 mm.
    A5,
    /// 105 by 148 mm.
    A6,
    /// A roll 80 mm wide, of which 72 mm print; as long as it needs to be. Black only.
    Receipt,
}

impl Paper {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::A4, Self::A5, Self::A6, Self::Receipt];

    /// The word in calls and templates.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::A4 => "a4",
            Self::A5 => "a5",
            Self::A6 => "a6",
            Self::Receipt => "receipt",
        }
    }

    /// Reads the word of [`Paper::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|paper| paper.code() == code)
    }
}
