//! Words that decide access. A word of a later version is kept, and grants nothing.

use minicbor::{Decode, Encode};

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)+
            /// A word that this version does not know.
            Other(String),
        }

        impl $name {
            /// The stored word.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $word,)+
                    Self::Other(word) => word,
                }
            }

            /// The value of a stored word; never fails.
            pub fn from_word(word: &str) -> Self {
                match word {
                    $($word => Self::$variant,)+
                    other => Self::Other(other.to_owned()),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl<C> minicbor::Encode<C> for $name {
            fn encode<W: minicbor::encode::Write>(
                &self,
                encoder: &mut minicbor::Encoder<W>,
                _: &mut C,
            ) -> Result<(), minicbor::encode::Error<W::Error>> {
                encoder.str(self.as_str())?.ok()
            }
        }

        impl<'b, C> minicbor::Decode<'b, C> for $name {
            fn decode(
                decoder: &mut minicbor::Decoder<'b>,
                _: &mut C,
            ) -> Result<Self, minicbor::decode::Error> {
                decoder.str().map(Self::from_word)
            }
        }
    };
}

words! {
    /// What a user does.
    Role {
        /// Registers people.
        Registrar = "registrar",
        /// Registers and attends people of one municipality.
        Care = "care",
        /// Registers people, and protects those of one municipality.
        Protection = "protection",
        /// Oversees a department's register; reads its audit.
        Supervisor = "supervisor",
        /// Looks after devices and accounts; reads no record.
        Administrator = "administrator",
    }
}

words! {
    /// Who may read the documents of a scope.
    Sensitivity {
        /// Every member of the department, and its server.
        Registry = "registry",
        /// The care team of one municipality only.
        Care = "care",
        /// The protection team of one municipality only.
        Protection = "protection",
        /// Supervisors of the department only.
        Audit = "audit",
    }
}

/// A right of a user: a role at a place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Assignment {
    /// What the user may do.
    pub role: Role,
    /// Municipality code; department code for supervisors and administrators.
    pub place: String,
}

/// The part of a scope that an id names. Each lane is a scope of its own for feeds, vectors and receipts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum Lane {
    /// The documents.
    #[n(0)]
    Main,
    /// Records that anybody of the department may seal to the scope's members.
    #[n(1)]
    Inbox,
    /// Checkpoints by members for members.
    #[n(2)]
    Checkpoint,
}
