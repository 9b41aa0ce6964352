//! A birth date as written, also half a one.

/// Digits as written; a part that is missing is 0. Not checked against the calendar: a slip may make a 13th month, and is
/// still compared digit by digit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Birth {
    pub year: u16,
    pub month: u8,
    pub day: u8,
    /// Told or known to be an estimate; the first of January is how a year alone is written.
    pub estimated: bool,
}

impl Birth {
    /// Reads `YYYY-MM-DD`, `YYYYMMDD`, `YYYY-MM` or `YYYY`; anything else is missing.
    pub fn read(text: &str, approx: &str) -> Self {
        let text = text.trim();
        let (whole, parts): (bool, Vec<&str>) = (text.len() == 8, text.split(['-', '/']).collect());
        let parts = match parts.as_slice() {
            [all] if whole => [all.get(..4), all.get(4..6), all.get(6..)],
            [year] => [Some(*year), None, None],
            [year, month] => [Some(*year), Some(*month), None],
            [year, month, day] => [Some(*year), Some(*month), Some(*day)],
            _ => [None; 3],
        };
        let is_number = |part: &&str, most: usize| {
            (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())
        };
        let [year, month, day] = parts;
        let Some(year) =
            year.filter(|part| part.len() == 4 && is_number(part, 4)).and_then(|part| part.parse().ok())
        else {
            return Self::default();
        };
        let small = |part: Option<&str>| {
            part.filter(|part| is_number(part, 2)).and_then(|part| part.parse().ok()).unwrap_or(0)
        };
        let (month, day) = (small(month), small(day));
        let told =
            !matches!(approx.trim().to_ascii_lowercase().as_str(), "" | "0" | "no" | "n" | "false" | "f");
        Self { year, month, day, estimated: told || (month, day) == (1, 1) }
    }

    pub fn is_missing(self) -> bool {
        self.year == 0
    }

    pub fn is_whole(self) -> bool {
        self.year != 0 && self.month != 0 && self.day != 0
    }

    /// One number of the written date; 0 when missing.
    pub fn number(self) -> u32 {
        u32::from(self.year) * 10_000 + u32::from(self.month) * 100 + u32::from(self.day)
    }

    /// The same with the smaller of day and month first.
    pub fn sorted(self) -> u32 {
        let (small, large) = (self.month.min(self.day), self.month.max(self.day));
        u32::from(self.year) * 10_000 + u32::from(small) * 100 + u32::from(large)
    }

    pub fn digits(self) -> [u8; 8] {
        let mut number = self.number();
        let mut digits = [0; 8];
        for digit in digits.iter_mut().rev() {
            *digit = (number % 10) as u8;
            number /= 10;
        }
        digits
    }
}

#[cfg(test)]
mod tests {
    use super::Birth;

    #[test]
    fn four_forms_are_read_and_others_are_missing() {
        assert_eq!(Birth::read("1996-03-02", "").number(), 19_960_302);
        assert_eq!(Birth::read("19960302", ""), Birth::read("1996-03-02", "false"));
        assert_eq!(Birth::read("1996-03", "").number(), 19_960_300);
        assert_eq!(Birth::read("1996", "").number(), 19_960_000);
        assert_eq!(Birth::read("1996-3-2", "").number(), 19_960_302);
        assert!(Birth::read("1996-01-01", "").estimated && Birth::read("1996-05-03", "yes").estimated);
        assert!(
            ["", "ayer", "96", "03/02/1996", "1996-3-2-1", "1996030"]
                .iter()
                .all(|text| Birth::read(text, "").is_missing())
        );
    }
}
