//! What an entry says, and its CBOR.

use minicbor::{Decode, Encode};

use crate::ids::{DeviceId, Hash32, Incarnation, ScopeId, UserId, feed_of};
use crate::role::{Assignment, Lane, Role, Sensitivity};

const KNOWN_TAGS: std::ops::RangeInclusive<u32> = 1..=14;

/// Who or what a revocation ends. It is final: a person who comes back is invited anew, as a new user.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum Revoked {
    /// A user, with all the user's sessions on all devices.
    #[n(0)]
    User(#[n(0)] UserId),
    /// A device, with all its feeds.
    #[n(1)]
    Device(#[n(0)] DeviceId),
    /// One right of a user: the user's sessions in the scopes that it opened.
    #[n(2)]
    #[cbor(map)]
    Assignment {
        /// The user.
        #[n(0)]
        user: UserId,
        /// The role that ends.
        #[n(1)]
        role: Role,
        /// Its place.
        #[n(2)]
        place: String,
    },
}

impl Revoked {
    /// Whether this names a right of a user.
    pub(crate) fn ends_right(&self, of: UserId, right: &Assignment) -> bool {
        matches!(self, Self::Assignment { user, role, place }
            if *user == of && *role == right.role && *place == right.place)
    }
}

/// The last batch of a feed that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct Cut {
    /// The feed.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub feed: [u8; 16],
    /// Number of the batch.
    #[n(1)]
    pub n: u64,
    /// Hash of the batch.
    #[n(2)]
    pub hash: Hash32,
}

/// Of what scope, lane, device and life of the device a feed is: its id is derived from these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct FeedOrigin {
    /// The scope.
    #[n(0)]
    pub scope: ScopeId,
    /// The lane of it.
    #[n(1)]
    pub lane: Lane,
    /// Whose feed it is.
    #[n(2)]
    pub device: DeviceId,
    /// The life of the device.
    #[n(3)]
    pub incarnation: Incarnation,
}

impl FeedOrigin {
    /// Id of the feed.
    pub fn feed(&self) -> [u8; 16] {
        feed_of(&self.scope.lane(self.lane), &self.device, &self.incarnation)
    }
}

/// What an entry says.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub enum EntryBody {
    /// The first entry: a department and its recovery key. By the authority.
    #[n(1)]
    #[cbor(map)]
    Department {
        /// Department code of the pack, "04".
        #[n(0)]
        code: String,
        /// Name for people.
        #[n(1)]
        name: String,
        /// Id of the country pack, "bo".
        #[n(2)]
        pack: String,
        /// X25519 key to which epoch keys are sealed for recovery.
        #[cbor(n(3), with = "minicbor::bytes")]
        recovery_public: [u8; 32],
    },
    /// The server of the department. By the authority; the latest one counts.
    #[n(2)]
    #[cbor(map)]
    Server {
        /// Ed25519 key that signs receipts.
        #[cbor(n(0), with = "minicbor::bytes")]
        server_public: [u8; 32],
        /// SHA-256 of the SPKI (DER) of its TLS certificate.
        #[n(1)]
        tls_pin: Hash32,
    },
    /// A scope of the department. By the authority.
    #[n(3)]
    #[cbor(map)]
    Scope {
        /// The scope.
        #[n(0)]
        scope: ScopeId,
        /// Department code for registry and audit, municipality code for care and protection.
        #[n(1)]
        place: String,
        /// Who may read it.
        #[n(2)]
        sensitivity: Sensitivity,
    },
    /// A key epoch of a scope. By the authority; of a confidential scope, by any member too.
    #[n(4)]
    #[cbor(map)]
    Epoch {
        /// The scope.
        #[n(0)]
        scope: ScopeId,
        /// [`crate::EpochKey::id`].
        #[n(1)]
        epoch: Hash32,
        /// The key, sealed to the recovery key of the department.
        #[cbor(n(2), with = "minicbor::bytes")]
        sealed_to_recovery: Vec<u8>,
        /// The public half of [`crate::EpochKey::inbox`].
        #[cbor(n(3), with = "minicbor::bytes")]
        inbox_public: [u8; 32],
    },
    /// The right to join once as a user. By the authority.
    #[n(5)]
    #[cbor(map)]
    Grant {
        /// Ed25519 key derived from the one-time code.
        #[cbor(n(0), with = "minicbor::bytes")]
        invitation: [u8; 32],
        /// The user that the join makes.
        #[n(1)]
        user: UserId,
        /// Name of the user.
        #[n(2)]
        name: String,
        /// What the user may do.
        #[n(3)]
        role: Role,
        /// Municipality code; department code for supervisors.
        #[n(4)]
        place: String,
        /// Hours since 1970 after which the server takes no join any more.
        #[n(5)]
        expires_hour: u32,
    },
    /// A user joins on a device. By the invitation key of the grant.
    #[n(6)]
    #[cbor(map)]
    Join {
        /// Hash of the grant's entry.
        #[n(0)]
        grant: Hash32,
        /// The user's Ed25519 key.
        #[cbor(n(1), with = "minicbor::bytes")]
        user_sign: [u8; 32],
        /// The user's X25519 key.
        #[cbor(n(2), with = "minicbor::bytes")]
        user_seal: [u8; 32],
        /// The device: [`DeviceId::of`] its signing key.
        #[n(3)]
        device: DeviceId,
        /// The device's Ed25519 key.
        #[cbor(n(4), with = "minicbor::bytes")]
        device_sign: [u8; 32],
        /// The device's X25519 key.
        #[cbor(n(5), with = "minicbor::bytes")]
        device_seal: [u8; 32],
        /// Signature of `user_sign` over department, grant and all the keys.
        #[cbor(n(6), with = "minicbor::bytes")]
        user_proof: [u8; 64],
        /// Signature of `device_sign` over the same.
        #[cbor(n(7), with = "minicbor::bytes")]
        device_proof: [u8; 64],
    },
    /// Ends a user, a device, or a right of a user. By the authority, a supervisor or an administrator.
    #[n(7)]
    #[cbor(map)]
    Revoke {
        /// Who or what ends.
        #[n(0)]
        who: Revoked,
        /// The last batch that counts in each feed; in a feed without a cut nothing counts.
        #[n(1)]
        cuts: Vec<Cut>,
        /// Whether the device is to destroy its keys once all that it wrote is received. By the authority only.
        #[n(2)]
        destroy: bool,
    },
    /// An epoch key, sealed to a member. By the authority or a member of the scope.
    #[n(8)]
    #[cbor(map)]
    Share {
        /// The scope.
        #[n(0)]
        scope: ScopeId,
        /// [`crate::EpochKey::id`].
        #[n(1)]
        epoch: Hash32,
        /// For whom.
        #[n(2)]
        user: UserId,
        /// The key, sealed to the user's X25519 key.
        #[cbor(n(3), with = "minicbor::bytes")]
        sealed: Vec<u8>,
    },
    /// Gives a user a further right. By the authority.
    #[n(9)]
    #[cbor(map)]
    Assign {
        /// The user.
        #[n(0)]
        user: UserId,
        /// What the user may do.
        #[n(1)]
        role: Role,
        /// Municipality code; department code for supervisors and administrators.
        #[n(2)]
        place: String,
    },
    /// Lets batches beyond a revocation's cut count after all, through this one. By the authority or a supervisor; of a
    /// confidential scope also by its members, who then say of what the feed is.
    #[n(10)]
    #[cbor(map)]
    Admit {
        /// The feed.
        #[cbor(n(0), with = "minicbor::bytes")]
        feed: [u8; 16],
        /// Number of the last batch that counts.
        #[n(1)]
        n: u64,
        /// Hash of that batch.
        #[n(2)]
        hash: Hash32,
        /// Of what the feed is; if this is given, it derives the feed.
        #[n(3)]
        of: Option<FeedOrigin>,
    },
    /// The first of two persons orders the erasure of a document. By the authority or a supervisor.
    #[n(11)]
    #[cbor(map)]
    Erase {
        /// Its scope.
        #[n(0)]
        scope: ScopeId,
        /// Its kind.
        #[n(1)]
        kind: String,
        /// Its id.
        #[cbor(n(2), with = "minicbor::bytes")]
        document: [u8; 16],
        /// Why: a word of the pack.
        #[n(3)]
        basis: String,
    },
    /// The second person agrees. By the authority or a supervisor, other than who ordered.
    #[n(12)]
    #[cbor(map)]
    Agree {
        /// Hash of the [`EntryBody::Erase`].
        #[n(0)]
        order: Hash32,
    },
    /// A member has carried an order out in a scope. By the authority or a member of the scope; of the registry, by a
    /// supervisor.
    #[n(13)]
    #[cbor(map)]
    Erased {
        /// Hash of the [`EntryBody::Erase`].
        #[n(0)]
        order: Hash32,
        /// The scope.
        #[n(1)]
        scope: ScopeId,
        /// Kind and id of each document that is gone, and refused for ever.
        #[cbor(n(2), with = "documents")]
        documents: Vec<(String, [u8; 16])>,
        /// Batches whose bodies are replaced by nothing.
        #[n(3)]
        batches: Vec<Hash32>,
    },
    /// A user takes up work on a further device that is known already. By that user.
    #[n(14)]
    #[cbor(map)]
    Attach {
        /// The user.
        #[n(0)]
        user: UserId,
        /// The device.
        #[n(1)]
        device: DeviceId,
        /// Signature of the device's key over department, user and device.
        #[cbor(n(2), with = "minicbor::bytes")]
        device_proof: [u8; 64],
    },
    /// A body of a later version: kept and relayed, without effect. By the authority.
    #[n(4294967295)]
    #[cbor(map)]
    Unknown {
        /// Its tag.
        #[n(0)]
        tag: u32,
        /// Its CBOR.
        #[cbor(n(1), with = "minicbor::bytes")]
        raw: Vec<u8>,
    },
}

impl EntryBody {
    /// A short word for logs.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Department { .. } => "department",
            Self::Server { .. } => "server",
            Self::Scope { .. } => "scope",
            Self::Epoch { .. } => "epoch",
            Self::Grant { .. } => "grant",
            Self::Join { .. } => "join",
            Self::Revoke { .. } => "revoke",
            Self::Share { .. } => "share",
            Self::Assign { .. } => "assign",
            Self::Admit { .. } => "admit",
            Self::Erase { .. } => "erase",
            Self::Agree { .. } => "agree",
            Self::Erased { .. } => "erased",
            Self::Attach { .. } => "attach",
            Self::Unknown { .. } => "unknown",
        }
    }

    /// Whether some user may sign such a body; the others are the authority's alone, or an invitation key's.
    pub(crate) fn is_for_users(&self) -> bool {
        matches!(
            self,
            Self::Epoch { .. }
                | Self::Revoke { .. }
                | Self::Share { .. }
                | Self::Admit { .. }
                | Self::Erase { .. }
                | Self::Agree { .. }
                | Self::Erased { .. }
                | Self::Attach { .. }
        )
    }
}

/// Names the kind of body only: a grant carries a person's name.
impl std::fmt::Debug for EntryBody {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.word())
    }
}

/// The body as it stands inside a payload: `[tag, fields]`, also when the tag is unknown.
pub(super) struct BodyForm(pub EntryBody);

impl<C> Encode<C> for BodyForm {
    fn encode<W: minicbor::encode::Write>(
        &self,
        encoder: &mut minicbor::Encoder<W>,
        context: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        match &self.0 {
            EntryBody::Unknown { tag, raw } => {
                encoder.array(2)?.u32(*tag)?;
                encoder.writer_mut().write_all(raw).map_err(minicbor::encode::Error::write)
            }
            known => known.encode(encoder, context),
        }
    }
}

impl<'b, C> Decode<'b, C> for BodyForm {
    fn decode(decoder: &mut minicbor::Decoder<'b>, context: &mut C) -> Result<Self, minicbor::decode::Error> {
        let start = decoder.position();
        if decoder.array()? != Some(2) {
            return Err(minicbor::decode::Error::message("a body is a pair"));
        }
        let tag = decoder.u32()?;
        if KNOWN_TAGS.contains(&tag) {
            decoder.set_position(start);
            return EntryBody::decode(decoder, context).map(Self);
        }
        let from = decoder.position();
        decoder.skip()?;
        let raw = decoder.input().get(from..decoder.position()).unwrap_or_default().to_vec();
        Ok(Self(EntryBody::Unknown { tag, raw }))
    }
}

/// A list of (kind, id) pairs, the ids as byte strings.
mod documents {
    use minicbor::bytes::ByteArray;
    use minicbor::decode::{Decoder, Error};
    use minicbor::encode::{self, Encoder, Write};

    pub fn encode<C, W: Write>(
        documents: &[(String, [u8; 16])],
        encoder: &mut Encoder<W>,
        context: &mut C,
    ) -> Result<(), encode::Error<W::Error>> {
        encoder.array(documents.len() as u64)?;
        for (kind, id) in documents {
            encoder.encode_with((kind, ByteArray::from(*id)), context)?;
        }
        Ok(())
    }

    pub fn decode<'b, C>(
        decoder: &mut Decoder<'b>,
        context: &mut C,
    ) -> Result<Vec<(String, [u8; 16])>, Error> {
        let pairs: Vec<(String, ByteArray<16>)> = decoder.decode_with(context)?;
        Ok(pairs.into_iter().map(|(kind, id)| (kind, *id)).collect())
    }
}
