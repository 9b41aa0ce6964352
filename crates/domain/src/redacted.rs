//! `Debug` of records without their content, so that no log, assertion or error can carry a personal datum.

use std::fmt;

use crate::import::{
    ConsentLine, ConsultationLine, DocumentLine, EditLine, EditValue, EnrollmentLine, PersonLine, Pointer,
};
use crate::{
    Birth, BornInNumber, CardParts, Consent, Consultation, Enrollment, IdentityDocument, Mrz, Person,
    RequirementSeen, Scalar,
};

impl fmt::Debug for Scalar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(f, "Text({} characters)", text.chars().count()),
            Self::Flag(flag) => write!(f, "Flag({flag})"),
            Self::Number(_) => f.write_str("Number"),
            Self::Unreadable => f.write_str("Unreadable"),
        }
    }
}

impl fmt::Debug for Birth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unknown => "Unknown",
            Self::Date(_) => "Date",
            Self::YearMonth { .. } => "YearMonth",
            Self::Year(_) => "Year",
            Self::EstimatedAge { .. } => "EstimatedAge",
        })
    }
}

/// Shows which fields are there, not what they hold.
macro_rules! only_keys {
    ($($record:ident),+) => {$(
        impl fmt::Debug for $record {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($record), " "))?;
                f.debug_map().entries(self.to_fields()).finish()
            }
        }
    )+};
}
only_keys!(Person, Enrollment, Consultation, Consent);

/// Shows the type alone: even a `ref` may be a number of somebody's document.
macro_rules! only_type {
    ($($record:ident),+) => {$(
        impl fmt::Debug for $record {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($record)).finish_non_exhaustive()
            }
        }
    )+};
}
only_type!(IdentityDocument, RequirementSeen, Mrz, CardParts, BornInNumber);
only_type!(PersonLine, DocumentLine, EnrollmentLine, ConsentLine, ConsultationLine, EditLine, Pointer);

impl fmt::Debug for EditValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Flag(_) => "Flag",
            Self::Text(_) => "Text",
        })
    }
}
