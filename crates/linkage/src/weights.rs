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
    DocumentEqual "document_equal" 0.84 0.000005 0.06
    /// One digit or letter apart, and not a neighbour's number. u is the judgement that numbers are near for a reason.
    DocumentOneEdit "document_one_edit" 0.06 0.00002 0.008
    /// Numbers at most three apart: issued one after the other, as to siblings. u is a judgement: it must speak against.
    DocumentConsecutive "document_consecutive" 0.004 0.02 0.18
    /// Two numbers of one kind.
    DocumentDifferent "document_different" 0.04 0.75 0.63
    /// Two numbers, where the kinds differ or are not known.
    DocumentOther "document_other" 0.06 0.25 0.12

    BirthEqual "birth_equal" 0.78 0.00006 0.009
    BirthDayMonthSwapped "birth_day_month_swapped" 0.02 0.00003 0.00016
    BirthOneEdit "birth_one_edit" 0.043 0.0011 0.002
    /// One is an estimate, and the years are equal, one, or two or three apart, or more. Shares among these four.
    BirthEstimateSameYear "birth_estimate_same_year" 0.39 0.02 0.029
    BirthEstimateNextYear "birth_estimate_next_year" 0.41 0.039 0.068
    BirthEstimateNear "birth_estimate_near" 0.185 0.08 0.155
    BirthEstimateFar "birth_estimate_far" 0.015 0.86 0.75
    /// One has no day, and year and month are equal. Shares among pairs with a short date.
    BirthSameMonth "birth_same_month" 0.95 0.002 0.006
    /// One has the year alone, and it is equal.
    BirthSameYear "birth_same_year" 0.95 0.02 0.03
    BirthShortDifferent "birth_short_different" 0.02 0.97 0.96
    /// Two of year, month and day are equal.
    BirthTwoParts "birth_two_parts" 0.004 0.0025 0.003
    /// m was counted as 0.001; the rest is for slips that the generator does not make.
    BirthDifferent "birth_different" 0.02 0.95 0.94

    /// Each surname by itself; u is how common it is. r is the share of the first; a second one adds nothing.
    SurnameEqual "surname_equal" 0.69 0.015 0.47
    SurnameSounds "surname_sounds_equal" 0.155 0.0044 0.10
    SurnameNear "surname_nearly_equal" 0.063 0.003 0.04
    SurnameSimilar "surname_similar" 0.02 0.006 0.0125
    /// Two written as one, or one as two.
    SurnameJoined "surname_joined" 0.04 0.001 0.03
    /// All agree, in another order. Shares among pairs with an agreement.
    SurnamesSwapped "surnames_swapped" 0.037 0.11 0.08
    /// One agrees, and each record has another besides. Shares among pairs with an agreement.
    SurnameOther "surname_other" 0.035 0.7 0.24
    SurnamesDifferent "surnames_different" 0.015 0.95 0.13

    /// r is of namesakes, beside how common the name is.
    GivenEqual "given_name_equal" 0.72 0.008 0.04
    GivenSounds "given_name_sounds_equal" 0.137 0.0017 0.009
    GivenNear "given_name_nearly_equal" 0.057 0.0042 0.0067
    GivenSimilar "given_name_similar" 0.012 0.006 0.0055
    GivenShort "given_name_short_form" 0.03 0.0018 0.0035
    /// An initial where the other has the name.
    GivenInitial "given_name_initial" 0.025 0.006 0.0058
    /// One agrees, and each record has another besides. Shares among pairs with an agreement; m was counted as 0.009.
    GivenOther "given_name_other" 0.02 0.45 0.17
    GivenDifferent "given_names_different" 0.022 0.96 0.91
    /// Given name and surname stand in each other's place. m of the generator's medium noise, u and r that it need not be so.
    NamesInverted "names_inverted" 0.05 1.0 1.0

    SexEqual "sex_equal" 0.983 0.5 0.434
    SexDifferent "sex_different" 0.017 0.5 0.566
    NationalityEqual "nationality_equal" 0.985 0.22 0.985
    NationalityDifferent "nationality_different" 0.015 0.78 0.015
    /// u was counted as 0.00015; a telephone is lent. r is of relatives in two enrollments: that of one, 0.72, times m.
    PhoneEqual "phone_equal" 0.42 0.0004 0.33
    PhoneOneEdit "phone_one_edit" 0.016 0.0005 0.014
    PhoneDifferent "phone_different" 0.56 1.0 0.65
    CityEqual "city_equal" 0.85 0.013 0.34
    /// m of registers whose cities are typed, by judgement: the generator's are picked from a list.
    CityNear "city_nearly_equal" 0.02 0.0023 0.004
    CityDifferent "city_different" 0.14 0.985 0.66

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

/// Pairs of relatives there are for each pair of one person, in bits: by judgement 2.6, of which 1.8 were counted
/// within the enrollments of the development registers; kin comes besides.
pub const RELATIVES: f64 = 1.4;
/// The most that agreement of one word may say, in bits: that a word is rare is known less well than that.
pub const MOST_OF_A_WORD: f64 = 12.0;
