//! Reading LEB128 numbers and run-length columns out of hostile bytes, without allocating.

use super::{Limits, Refusal};

/// A position in borrowed bytes.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a>(pub &'a [u8]);

impl<'a> Reader<'a> {
    pub fn is_done(&self) -> bool {
        self.0.is_empty()
    }

    pub fn take(&mut self, count: usize) -> Result<&'a [u8], Refusal> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(Refusal::Malformed)?;
        self.0 = rest;
        Ok(taken)
    }

    pub fn array<const N: usize>(&mut self) -> Result<[u8; N], Refusal> {
        let (taken, rest) = self.0.split_first_chunk().ok_or(Refusal::Malformed)?;
        self.0 = rest;
        Ok(*taken)
    }

    fn byte(&mut self) -> Result<u8, Refusal> {
        let (byte, rest) = self.0.split_first().ok_or(Refusal::Malformed)?;
        self.0 = rest;
        Ok(*byte)
    }

    /// An unsigned LEB128 number in its shortest form.
    pub fn unsigned(&mut self) -> Result<u64, Refusal> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            let bits = u64::from(byte & 0x7f);
            if shift == 63 && bits > 1 {
                return Err(Refusal::Malformed);
            }
            value |= bits << shift;
            if byte & 0x80 == 0 {
                return if byte == 0 && shift > 0 { Err(Refusal::Malformed) } else { Ok(value) };
            }
        }
        Err(Refusal::Malformed)
    }

    /// A signed LEB128 number in its shortest form.
    pub fn signed(&mut self) -> Result<i64, Refusal> {
        let mut value = 0_i64;
        let mut before = 0_u8;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            let is_last = byte & 0x80 == 0;
            if shift == 63 && byte != 0 && byte != 0x7f {
                return Err(Refusal::Malformed);
            }
            value |= i64::from(byte & 0x7f) << shift;
            if is_last {
                let is_negative = byte & 0x40 != 0;
                let overlong =
                    shift > 0 && ((byte == 0 && before & 0x40 == 0) || (byte == 0x7f && before & 0x40 != 0));
                if overlong {
                    return Err(Refusal::Malformed);
                }
                if is_negative && shift < 57 {
                    value |= -1_i64 << (shift + 7);
                }
                return Ok(value);
            }
            before = byte;
        }
        Err(Refusal::Malformed)
    }

    /// A length that must fit in what is left.
    pub fn length(&mut self) -> Result<usize, Refusal> {
        let length = usize::try_from(self.unsigned()?).map_err(|_| Refusal::Malformed)?;
        if length > self.0.len() { Err(Refusal::Malformed) } else { Ok(length) }
    }
}

/// A value in a run-length column.
pub(super) trait Cell<'a>: Copy {
    fn read(reader: &mut Reader<'a>) -> Result<Self, Refusal>;
}

impl Cell<'_> for u64 {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Refusal> {
        reader.unsigned()
    }
}

impl Cell<'_> for i64 {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Refusal> {
        reader.signed()
    }
}

impl<'a> Cell<'a> for &'a str {
    fn read(reader: &mut Reader<'a>) -> Result<Self, Refusal> {
        let length = reader.length()?;
        std::str::from_utf8(reader.take(length)?).map_err(|_| Refusal::Malformed)
    }
}

/// How many rows a column declares, by its run lengths alone. Flat fields have no empty rows, so none are allowed.
pub(super) fn count_rows<'a, T: Cell<'a>>(column: &'a [u8]) -> Result<u64, Refusal> {
    let mut reader = Reader(column);
    let mut rows = 0_u64;
    while !reader.is_done() {
        let run = reader.signed()?;
        let length = if run == 0 { reader.unsigned()? } else { run.unsigned_abs() };
        rows = rows.checked_add(length).filter(|rows| *rows <= Limits::ROWS).ok_or(Refusal::Expands)?;
        match run {
            0 => return Err(Refusal::Malformed),
            1.. => drop(T::read(&mut reader)?),
            _ => {
                for _ in 0..length {
                    T::read(&mut reader)?;
                }
            }
        }
    }
    Ok(rows)
}

/// The rows of a column that [`count_rows`] has passed, one at a time.
#[derive(Clone)]
pub(super) struct Rows<'a, T> {
    reader: Reader<'a>,
    left: u64,
    repeated: Option<T>,
}

impl<'a, T: Cell<'a>> Rows<'a, T> {
    pub fn of(column: &'a [u8]) -> Self {
        Self { reader: Reader(column), left: 0, repeated: None }
    }

    /// The next row; running out of rows is an error.
    pub fn row(&mut self) -> Result<T, Refusal> {
        if self.left == 0 {
            let run = self.reader.signed()?;
            self.left = run.unsigned_abs();
            self.repeated = if run > 0 { Some(T::read(&mut self.reader)?) } else { None };
        }
        self.left = self.left.checked_sub(1).ok_or(Refusal::Malformed)?;
        match self.repeated {
            Some(value) => Ok(value),
            None => T::read(&mut self.reader),
        }
    }
}
