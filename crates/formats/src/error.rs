//! Why something could not be printed.

/// Why something could not be printed. Says nothing of what was to be printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PrintError {
    /// The text is not the code of a card.
    #[error("this is no code of a card")]
    NotACard,
    /// The page could not be laid out.
    #[error("the page could not be laid out")]
    Layout,
    /// The PDF could not be written.
    #[error("the PDF could not be written")]
    Pdf,
    /// The picture could not be drawn.
    #[error("the picture could not be drawn")]
    Picture,
}

impl PrintError {
    /// The stable code that a person can tell on the phone.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotACard => "POSTA-F1",
            Self::Layout => "POSTA-F2",
            Self::Pdf => "POSTA-F3",
            Self::Picture => "POSTA-F4",
        }
    }
}
