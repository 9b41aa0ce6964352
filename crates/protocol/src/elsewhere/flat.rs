//! Flat fields as a document holds them, in CBOR of the plainest kind: a map of texts to texts, flags and numbers.

use std::collections::BTreeMap;
use std::fmt;

use minicbor::data::Type;
use minicbor::encode::Write;
use minicbor::{Decode, Decoder, Encode, Encoder};

use crate::cbor::{self, DecodeError};
use crate::limits;

const FORMAT: &str = "flat fields";

/// One value.
#[derive(Clone, PartialEq, Eq)]
pub enum FlatValue {
    Text(String),
    Flag(bool),
    Number(i64),
}

/// Flat fields by key.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct FlatFields(pub BTreeMap<String, FlatValue>);

impl FlatFields {
    pub fn encode(&self) -> Vec<u8> {
        cbor::encode(self)
    }

    /// Reads at most [`limits::FLAT_FIELDS`] fields.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        cbor::decode::<Self>(FORMAT, bytes)?.check()
    }

    pub(super) fn check(self) -> Result<Self, DecodeError> {
        if self.0.len() > limits::FLAT_FIELDS {
            return Err(DecodeError::TooLarge { format: FORMAT });
        }
        Ok(self)
    }
}

impl<C> Encode<C> for FlatFields {
    fn encode<W: Write>(
        &self,
        encoder: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        encoder.map(self.0.len() as u64)?;
        for (key, value) in &self.0 {
            encoder.str(key)?;
            match value {
                FlatValue::Text(text) => encoder.str(text)?,
                FlatValue::Flag(flag) => encoder.bool(*flag)?,
                FlatValue::Number(number) => encoder.i64(*number)?,
            };
        }
        Ok(())
    }
}

impl<'b, C> Decode<'b, C> for FlatFields {
    fn decode(decoder: &mut Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
        let wrong = minicbor::decode::Error::message;
        let length = decoder.map()?.ok_or_else(|| wrong("a map without a length"))?;
        let mut fields = BTreeMap::new();
        for _ in 0..length {
            let key = decoder.str()?.to_owned();
            let value = match decoder.datatype()? {
                Type::String => FlatValue::Text(decoder.str()?.to_owned()),
                Type::Bool => FlatValue::Flag(decoder.bool()?),
                _ => FlatValue::Number(decoder.i64()?),
            };
            // One form only: keys in order, each once.
            if fields.last_key_value().is_some_and(|(last, _)| *last >= key) {
                return Err(wrong("keys out of order"));
            }
            fields.insert(key, value);
        }
        Ok(Self(fields))
    }
}

impl fmt::Debug for FlatValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text(_) => "Text",
            Self::Flag(_) => "Flag",
            Self::Number(_) => "Number",
        })
    }
}

impl fmt::Debug for FlatFields {
    /// How many: they are people's data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FlatFields({})", self.0.len())
    }
}
