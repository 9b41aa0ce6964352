//! Somebody as they truly are.

use crate::names::{People, Sex};

#[derive(Clone, Debug)]
pub struct Person {
    pub people: People,
    pub given: Vec<String>,
    pub surname1: String,
    /// Blank for who has one surname.
    pub surname2: String,
    /// Of a woman who bears it at times.
    pub husbands_surname: String,
    /// Days since 1970-01-01.
    pub born: i64,
    pub sex: Sex,
    pub nationality: &'static str,
    pub birth_city: String,
    /// Kind and number of each document; the first is the usual one.
    pub documents: Vec<(&'static str, String)>,
    pub phone: String,
    /// Number of a parent's document that a child is written under at times.
    pub parents_document: Option<(&'static str, String)>,
}
