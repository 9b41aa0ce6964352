//! Plain checks of national numbers. They only warn: a card can be misread, and some are issued wrong.

/// The code of what is odd about a number of a document kind and country, if anything.
pub fn odd_number(_kind: &str, _country: &str, _number: &str) -> Option<&'static str> {
    None
}
