//! The table of weights: for each thing that a comparison can find, how often it is found of one person (m), of two people
//! who have nothing to do with each other (u), and of two of one family (r).
//!
//! Weights are bits, log2 (m / u), as Fellegi and Sunter (1969) add them. m and r were counted on the development registers
//! of `posta-register` (`examples/count.rs`; m over true pairs, r over pairs of one enrollment, which are relatives and never one
//! person), rounded and averaged over the three levels of noise; u over pairs drawn by chance, or as it says. They are fixed: learning
//! them on a small register learns "same family" (docs/adr/0019). Of names and places u is the frequency in the register
//! itself (frequency.rs) and the u here is not used.

/// What a comparison finds. The codes are stable: screens have words for them.
macro_rules! reasons {
    ($($(#[$about:meta])* $reason:ident $code:literal $m:literal $u:literal $r:literal)*) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Reason { $($(#[$about])* $reason),* }

        impl Reason {
            pub const ALL: &'static [Reason] = &[$(Reason::$reason),*];

            /// Its stable code.
            pub fn code(self) -> &'static str {
                match self { $(Reason::$reason => $code),* }
            }

            /// m, u and r.
            pub fn shares(self) -> (f64, f64, f64) {
                match self { $(Reason::$reason => ($m, $u, $r)),* }
            }
        }
    };
}

reasons! {
    DocumentEqual "document_equal" 0.80 0.000005 0.03
    /// One digit or letter apart, and not a neighbour's number.
    DocumentOneEdit "document_one_edit" 0.06 0.00002 0.004
    /// Numbers at most three apart: issued one after the other, as to siblings.
    DocumentConsecutive "document_consecutive" 0.005 0.02 0.20
    /// Two numbers of one kind.
    DocumentDifferent "document_different" 0.06 0.999 0.75
    /// Two numbers, where the kinds differ or are not known.
    DocumentOther "document_other" 0.5 0.7 0.5

    BirthEqual "birth_equal" 0.80 0.00006 0.012
    BirthDayMonthSwapped "birth_day_month_swapped" 0.03 0.00004 0.0005
    BirthOneEdit "birth_one_edit" 0.04 0.0015 0.005
    /// One is an estimate, and the years are equal, one, or two or three apart, or more.
    BirthEstimateSameYear "birth_estimate_same_year" 0.45 0.03 0.04
    BirthEstimateNextYear "birth_estimate_next_year" 0.33 0.055 0.13
    BirthEstimateNear "birth_estimate_near" 0.18 0.10 0.22
    BirthEstimateFar "birth_estimate_far" 0.04 0.81 0.6
    /// One has no day, and year and month are equal.
    BirthSameMonth "birth_same_month" 0.9 0.0025 0.02
    /// One has the year alone, and it is equal.
    BirthSameYear "birth_same_year" 0.9 0.028 0.05
    BirthShortDifferent "birth_short_different" 0.08 0.96 0.9
    /// Two of year, month and day are equal.
    BirthTwoParts "birth_two_parts" 0.015 0.006 0.008
    BirthDifferent "birth_different" 0.02 0.985 0.97

    /// Each surname by itself; u is how common it is, up to four.
    SurnameEqual "surname_equal" 0.78 0.01 0.6
    SurnameSounds "surname_sounds_equal" 0.10 0.01 0.08
    SurnameNear "surname_nearly_equal" 0.05 0.01 0.04
    SurnameSimilar "surname_similar" 0.03 0.008 0.03
    /// Two written as one, or one as two.
    SurnameJoined "surname_joined" 0.04 0.001 0.03
    SurnamesSwapped "surnames_swapped" 0.25 0.5 0.4
    /// One agrees, and each record has another besides.
    SurnameOther "surname_other" 0.05 0.75 0.30
    SurnamesDifferent "surnames_different" 0.02 0.95 0.25

    GivenEqual "given_name_equal" 0.80 0.01 0.05
    GivenSounds "given_name_sounds_equal" 0.07 0.01 0.004
    GivenNear "given_name_nearly_equal" 0.05 0.01 0.006
    GivenSimilar "given_name_similar" 0.02 0.01 0.02
    GivenShort "given_name_short_form" 0.03 0.004 0.005
    /// An initial where the other has the name.
    GivenInitial "given_name_initial" 0.9 0.07 0.1
    /// One agrees, and each record has another besides.
    GivenOther "given_name_other" 0.05 0.75 0.75
    GivenDifferent "given_names_different" 0.03 0.97 0.9
    /// Given name and surname stand in each other's place.
    NamesInverted "names_inverted" 0.02 1.0 0.1

    SexEqual "sex_equal" 0.985 0.5 0.5
    SexDifferent "sex_different" 0.015 0.5 0.5
    NationalityEqual "nationality_equal" 0.975 0.25 0.975
    NationalityDifferent "nationality_different" 0.025 0.8 0.05
    PhoneEqual "phone_equal" 0.40 0.0004 0.45
    PhoneOneEdit "phone_one_edit" 0.03 0.0005 0.02
    PhoneDifferent "phone_different" 0.57 0.999 0.53
    CityEqual "city_equal" 0.82 0.05 0.6
    CityNear "city_nearly_equal" 0.06 0.01 0.03
    CityDifferent "city_different" 0.12 0.9 0.35

    /// What relatives share counts no more than the rest of the evidence allows.
    HouseholdCap "household_cap" 1.0 1.0 1.0
    /// Both of one enrollment: two people.
    SameEnrollment "same_enrollment" 1.0 1.0 1.0
    DecidedSame "decided_same" 1.0 1.0 1.0
    DecidedDifferent "decided_different" 1.0 1.0 1.0
}

/// Bits of one reason against the two ways not to be one person.
#[derive(Clone, Copy, Debug, Default)]
pub struct Bits {
    /// log2 (m / u).
    pub stranger: f64,
    /// log2 (m / r).
    pub relative: f64,
}

/// All bits of the table, by the place of the reason.
pub fn bits(reason: Reason) -> Bits {
    static BITS: std::sync::LazyLock<Vec<Bits>> = std::sync::LazyLock::new(|| {
        let of = |(m, u, r): (f64, f64, f64)| Bits { stranger: (m / u).log2(), relative: (m / r).log2() };
        Reason::ALL.iter().map(|reason| of(reason.shares())).collect()
    });
    BITS.get(reason as usize).copied().unwrap_or_default()
}

/// Pairs of relatives there are for each pair of one person, in bits: the development registers have between two and three.
pub const RELATIVES: f64 = 1.3;
/// The most that agreement of one word may say, in bits: that a word is rare is known less well than that.
pub const MOST_OF_A_WORD: f64 = 12.0;
