//! Ids: 128 random bits, written as 32 hex digits.

use posta_domain::DocumentId;

use crate::error::Error;

pub(crate) fn random_document() -> Result<DocumentId, Error> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| Error::Unexpected(error.to_string()))?;
    Ok(DocumentId::from(bytes))
}

pub(crate) fn read_id(text: &str) -> Result<DocumentId, Error> {
    text.parse().map_err(|_| Error::NotFound)
}
