//! What goes wrong at a border post, and how often.

use crate::random::Random;

/// How bad a register is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noise {
    Low,
    Medium,
    High,
}

macro_rules! errors {
    ($($(#[$about:meta])* $error:ident $low:literal $medium:literal $high:literal)*) => {
        /// One kind of error.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Error { $($(#[$about])* $error),* }

        impl Error {
            pub const ALL: &'static [Error] = &[$(Error::$error),*];

            /// Of all cases in which it could happen, the share in which it does.
            pub fn rate(self, noise: Noise) -> f64 {
                match (self, noise) {
                    $(
                        (Error::$error, Noise::Low) => $low,
                        (Error::$error, Noise::Medium) => $medium,
                        (Error::$error, Noise::High) => $high,
                    )*
                }
            }
        }
    };
}

errors! {
    /// A whole record without accents and ñ.
    AccentsLost 0.30 0.50 0.70
    /// A word with b/v, s/z/c, h, ll/y, qu/k, j/g, i/y or hu/w/gu changed.
    Respelled 0.03 0.07 0.13
    /// A name as in the table of variants (Jhon/John, Quispe/Kispe).
    Variant 0.04 0.10 0.20
    /// A word with a letter left out, put in, changed or moved.
    Mistyped 0.01 0.025 0.05
    /// The second surname missing.
    SecondSurnameMissing 0.05 0.14 0.25
    /// The two surnames in the other order.
    SurnamesSwapped 0.01 0.03 0.06
    /// Two surnames, or the words of one, with a hyphen or joined, in the first field.
    SurnamesJoined 0.02 0.04 0.07
    /// "de" and the husband's surname in the place of the second.
    HusbandsSurname 0.06 0.15 0.25
    /// Only the first given name.
    GivenCut 0.10 0.20 0.30
    /// Only the second given name.
    GivenSecondOnly 0.01 0.03 0.05
    /// Given names in the other order.
    GivenReordered 0.02 0.04 0.07
    /// The second given name as an initial.
    GivenInitial 0.03 0.06 0.09
    /// A given name as a nickname of the table.
    Nickname 0.02 0.05 0.10
    /// Given name and surname in each other's field.
    Inverted 0.005 0.015 0.03
    /// Day and month of birth swapped (where the day is 12 or less).
    DayMonthSwapped 0.01 0.03 0.06
    /// A digit of the birth date wrong.
    BirthMistyped 0.01 0.025 0.05
    /// Only the year told: written as the first of January, within 2 years.
    BirthEstimated 0.02 0.06 0.12
    /// Only the year written, or year and month.
    BirthShortened 0.005 0.01 0.02
    /// No birth date.
    BirthMissing 0.005 0.015 0.03
    /// The other sex.
    SexWrong 0.003 0.008 0.015
    SexMissing 0.01 0.03 0.06
    /// The country passed through, in the place of the nationality.
    NationalityWrong 0.003 0.008 0.015
    NationalityMissing 0.01 0.03 0.06
    /// Another city: where the family lived.
    CityWrong 0.04 0.08 0.14
    CityMissing 0.10 0.25 0.45
    /// The document was not there that day.
    DocumentMissing 0.15 0.30 0.50
    /// The other document, of who has two; else the same number under another kind.
    DocumentOther 0.10 0.15 0.20
    /// A digit wrong, or two moved.
    DocumentMistyped 0.015 0.035 0.07
    /// A child under a parent's number.
    DocumentOfParent 0.03 0.06 0.10
    PhoneMissing 0.20 0.35 0.50
    /// Another number: a new card was bought on the way.
    PhoneChanged 0.20 0.35 0.50
    PhoneMistyped 0.01 0.02 0.04
}

/// How often each error could have happened, and did.
#[derive(Clone, Debug, Default)]
pub struct Tally(Vec<(u32, u32)>);

impl Tally {
    /// Draws whether an error happens, and counts it.
    pub(crate) fn draw(&mut self, error: Error, noise: Noise, random: &mut Random) -> bool {
        let happens = random.chance(error.rate(noise));
        self.0.resize(Error::ALL.len(), (0, 0));
        if let Some((could, did)) = self.0.get_mut(error as usize) {
            *could += 1;
            *did += u32::from(happens);
        }
        happens
    }

    /// How often an error could have happened, and did.
    pub fn of(&self, error: Error) -> (u32, u32) {
        self.0.get(error as usize).copied().unwrap_or_default()
    }
}
