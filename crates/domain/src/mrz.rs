//! The machine-readable zone of passports and cards (ICAO 9303), as a scanner types it or somebody pastes it.
//!
//! What the check digits find: they are sums of the characters' values, weighted 7, 3, 1, modulo 10. As 7, 3 and 1
//! have no factor in common with 10, one wrong character is found unless its value differs by a multiple of ten.
//! That is never so between two digits, nor for the slips O/0, I/1, B/8, S/5 and Z/2; it is so inside each of these
//! groups: `<0AKU`, `1BLV`, `2CMW`, `3DNX`, `4EOY`, `5FPZ`, `6GQ`, `7HR`, `8IS`, `9JT`. In dates and check digits,
//! where only digits stand, a letter is noticed all the same. Two neighbours changed for each other are missed when
//! their values differ by a multiple of 5. Three places say the same with `0` and with `<`: the
//! digit of an empty optional part of a passport, the digit of a wholly unknown date, and, on cards, the place of the
//! number's digit when chance makes a long number of it (with what stands in the optional part). Not covered by any
//! digit are the kind, the issuer, the nationality, the sex and the names.

mod compose;
mod country;
mod digit;
mod layout;
mod name;
mod read;

use chrono::NaiveDate;

use crate::pack::CardOf;
use crate::{Birth, DocumentState, IdentityDocument, Pack, Problem, Sex};

pub use country::{alpha2, alpha3};
pub use digit::check_digit;

/// Which of the three layouts it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MrzForm {
    /// Three lines of 30: cards of the size of a credit card.
    Td1,
    /// Two lines of 36: larger cards.
    Td2,
    /// Two lines of 44: passports.
    #[default]
    Td3,
}

/// What a machine-readable zone says. Everything as it stands there: capital letters, fillers as spaces.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Mrz {
    /// Its layout.
    pub form: MrzForm,
    /// One or two letters: `P` passport, `I`, `A` or `C` card.
    pub code: String,
    /// Issuing state or organisation as ICAO writes it, 1 to 3 letters.
    pub issuer: String,
    /// Number of the document; on some cards that of the piece of plastic and not of the person.
    pub number: String,
    /// Nationality as ICAO writes it, 1 to 3 letters.
    pub nationality: String,
    /// Birth, with month or day unknown where the document says so.
    pub birth: Birth,
    /// Sex; unknown when the document does not say it.
    pub sex: Sex,
    /// Last day on which it is in force; none when the document does not say it or it could not be read.
    pub expiry: Option<NaiveDate>,
    /// Surnames (ICAO's primary identifier), transliterated and perhaps cut.
    pub surname: String,
    /// Given names, transliterated and perhaps cut; blank when the document has one name only.
    pub given_names: String,
    /// What the issuer put into the (first) optional part, without fillers at its end.
    pub optional1: String,
    /// The optional part of a card's second line.
    pub optional2: String,
    /// What is odd: warnings, with the fields `mrz/number`, `mrz/birth` and so on.
    pub problems: Vec<Problem>,
}

impl Mrz {
    /// Reads what a scanner typed or somebody pasted: in any case, with spaces, with or without line breaks, among
    /// other lines, without the fillers at the end of the names. `today` tells the century of the birth: the later one
    /// that is not in the future, so that somebody over 99 is read as a child.
    ///
    /// A letter in the place of a digit (O for 0, I for 1, ...) is corrected only where the check digit then agrees,
    /// and said.
    ///
    /// # Errors
    /// `mrz_unreadable` when it is none; `mrz_visa` when it is that of a visa, which is no identity document.
    pub fn read(text: &str, today: NaiveDate) -> Result<Self, Problem> {
        let Some((form, zone)) = layout::lay_out(text) else {
            return Err(Problem::error("mrz", "mrz_unreadable"));
        };
        if zone.first() == Some(&b'V') {
            return Err(Problem::error("mrz", "mrz_visa"));
        }
        Ok(read::read(form, zone, today))
    }

    /// First and second surname as far as they can be told apart: where people carry two, the first word is the
    /// first, together with the particles before it (`DE LA CRUZ MAMANI`); elsewhere all of it is the first. A
    /// compound surname is for the person to put right.
    pub fn surnames(&self) -> (String, String) {
        name::split_surname(&self.surname, &self.nationality)
    }

    /// Nationality as the registry stores it: ISO 3166-1 alpha-2, or XXA, XXB, XXC, XXX; blank when it is none.
    pub fn nationality_code(&self) -> String {
        alpha2(&self.nationality).unwrap_or_default().to_owned()
    }

    /// In force or expired by its date; none when it has none that can be read. It was scanned all the same: nothing
    /// of that is "declared".
    pub fn state(&self, today: NaiveDate) -> Option<DocumentState> {
        let state = |last| if last < today { DocumentState::Expired } else { DocumentState::Valid };
        self.expiry.map(state)
    }

    /// The document as the registry keeps it, with the names as scanned. Without a date its state is a proposal, see
    /// [`Mrz::state`]. The kind is a proposal: a card of another country than its owner's is `other`.
    /// A card of the pack's own country has the kind that the pack says.
    pub fn document(&self, pack: &Pack, today: NaiveDate) -> IdentityDocument {
        let country = alpha2(&self.issuer).unwrap_or_default();
        let own = self.issuer == self.nationality;
        let of = if own { CardOf::Nationals } else { CardOf::Foreigners };
        let card =
            pack.document_kinds.iter().find(|kind| country == pack.country && kind.card_of == Some(of));
        let kind = match (self.code.chars().next(), card, own) {
            (Some('P'), ..) => "passport",
            (_, Some(card), _) => &card.code,
            (_, None, true) => "national_id",
            _ => "other",
        };
        IdentityDocument {
            key: IdentityDocument::key_for(kind, country, &self.number),
            kind: kind.to_owned(),
            country: country.to_owned(),
            number: self.number.clone(),
            state: self.state(today).unwrap_or_default(),
            mrz_given: self.given_names.clone(),
            mrz_surname: self.surname.clone(),
            ..IdentityDocument::default()
        }
    }
}

/// Whether a text typed into the search box is a machine-readable zone, whole and of plausible form.
pub fn looks_like_mrz(text: &str) -> bool {
    layout::lay_out(text).is_some()
}
