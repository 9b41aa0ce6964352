//! Asking across departments: a question about somebody, signed by the session of whoever asks, and its answer. One
//! request and one answer, in no frame; a refusal is an error frame, as everywhere.

mod answer;
mod flat;
mod question;

use minicbor::{Decode, Encode};
use posta_identity::{BadSignature, DepartmentId, DeviceId, SessionCertificate, SessionKey, UserId, signing};

use crate::cbor::{self, DecodeError, VERSION};
use crate::{limits, signed};

pub use answer::{Candidate, ElsewhereAnswer, Proposal, Proposals, Taken};
pub use flat::{FlatFields, FlatValue};
pub use question::{Question, Sought, SoughtDocument};

const CONTEXT: &str = "posta elsewhere";
const FORMAT: &str = "question";

/// A question with who asks it. The session's key signs all of it; its certificate says who, on which device, in which
/// department.
#[derive(Clone, PartialEq, Eq)]
pub struct ElsewhereRequest {
    pub v: u8,
    /// Not verified yet.
    pub session: SessionCertificate,
    /// From the server's last answer; empty at first contact.
    pub nonce: Vec<u8>,
    pub question: Question,
    pub signature: [u8; 64],
    signed: Vec<u8>,
}

#[derive(Encode, Decode)]
struct Fields {
    #[n(0)]
    v: u8,
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    session: Vec<u8>,
    #[n(2)]
    #[cbor(with = "minicbor::bytes")]
    nonce: Vec<u8>,
    #[n(3)]
    kind: u8,
    #[n(4)]
    #[cbor(with = "minicbor::bytes")]
    body: Vec<u8>,
}

impl ElsewhereRequest {
    pub fn sign(nonce: Vec<u8>, question: Question, session: &SessionKey) -> Self {
        let certificate = session.certificate.clone();
        let (kind, body) = question.encode();
        let signed = cbor::encode(&Fields {
            v: VERSION,
            session: certificate.encode(),
            nonce: nonce.clone(),
            kind,
            body,
        });
        let signature = signing::sign(&session.sign, CONTEXT, &signed);
        Self { v: VERSION, session: certificate, nonce, question, signature, signed }
    }

    /// Whether the session that it names signed it (strict). Whether that session is anybody's, its certificate tells
    /// with the membership log.
    pub fn verify(&self) -> Result<(), BadSignature> {
        signing::verify(&self.session.session_public, CONTEXT, &self.signed, &self.signature)
    }

    pub fn department(&self) -> DepartmentId {
        self.session.department
    }

    pub fn user(&self) -> UserId {
        self.session.user
    }

    pub fn device(&self) -> DeviceId {
        self.session.device
    }

    pub fn encode(&self) -> Vec<u8> {
        signed::join(&self.signature, &self.signed)
    }

    /// Reads a request of at most [`limits::QUESTION`] bytes. Of a kind of question that this version does not know:
    /// [`DecodeError::UnknownVersion`].
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        if bytes.len() > limits::QUESTION {
            return Err(DecodeError::TooLarge { format: FORMAT });
        }
        let (signature, signed) = signed::split(FORMAT, bytes)?;
        let Fields { v, session, nonce, kind, body } = cbor::decode_versioned(FORMAT, signed)?;
        if nonce.len() > limits::NONCE {
            return Err(DecodeError::TooLarge { format: FORMAT });
        }
        let session =
            SessionCertificate::decode(&session).map_err(|_| DecodeError::Malformed { format: FORMAT })?;
        let question = Question::decode(kind, &body)?;
        Ok(Self { v, session, nonce, question, signature, signed: signed.to_vec() })
    }
}

impl std::fmt::Debug for ElsewhereRequest {
    /// Who asks, and the kind of question: what was typed is people's data.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ElsewhereRequest({:?} by {})", self.question, self.user())
    }
}
