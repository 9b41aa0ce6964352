//! Three values: yes, no, and not known yet (Kleene's strong logic).

/// A value that may not be known yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Truth {
    Yes,
    No,
    NotKnown,
}

impl Truth {
    pub fn of(known: bool) -> Self {
        if known { Self::Yes } else { Self::No }
    }

    /// Known only with something to judge by.
    pub fn of_option(known: Option<bool>) -> Self {
        known.map_or(Self::NotKnown, Self::of)
    }

    /// No as soon as one is no; yes when all are.
    pub fn all(values: impl Iterator<Item = Self>) -> Self {
        !Self::any(values.map(|value| !value))
    }

    /// Yes as soon as one is yes; no when all are.
    pub fn any(values: impl Iterator<Item = Self>) -> Self {
        let mut found = Self::No;
        for value in values {
            match value {
                Self::Yes => return Self::Yes,
                Self::NotKnown => found = Self::NotKnown,
                Self::No => {}
            }
        }
        found
    }
}

impl std::ops::Not for Truth {
    type Output = Self;

    fn not(self) -> Self {
        match self {
            Self::Yes => Self::No,
            Self::No => Self::Yes,
            Self::NotKnown => Self::NotKnown,
        }
    }
}
