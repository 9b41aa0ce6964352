//! Whether a batch may lie on this server: by what the membership log says of its place and its author, and by its signature.

use posta_identity::{Lane, Log, Sensitivity, SessionCertificate};
use posta_protocol::{BatchError, BatchHeader, Seal, SignedBatch, code};

use crate::database::NewBatch;

/// The author of a batch may not write in its scope.
const AUTHOR_NOT_GRANTED: &str = "author_not_granted";
/// The session of a batch is not known or does not verify.
pub(crate) const UNKNOWN_SESSION: &str = "unknown_session";
/// A confidential batch that is not encrypted, or a registry batch that is, or one sealed for another lane.
const WRONG_ENCRYPTION: &str = "wrong_encryption";

/// Whether there is such a lane, and the batch is sealed as it asks for. Returns whether the server reads it.
pub(crate) fn check_place(log: &Log, header: &BatchHeader) -> Result<bool, &'static str> {
    let Some((scope, lane)) = log.membership().lane(header.scope) else {
        return Err(code::SCOPE_NOT_GRANTED);
    };
    let readable = scope.sensitivity == Sensitivity::Registry;
    if is_sealed_well(header, readable, lane) { Ok(readable) } else { Err(WRONG_ENCRYPTION) }
}

/// A batch with its place, verified; else a code. `session`: verified, the one that the header names.
pub(crate) fn admit(
    log: &Log,
    session: &SessionCertificate,
    signed: SignedBatch,
) -> Result<NewBatch, &'static str> {
    let membership = log.membership();
    let header = signed.decode_header().map_err(|_| code::BAD_REQUEST)?;
    let readable = check_place(log, &header)?;
    if session.device != header.device {
        return Err(UNKNOWN_SESSION);
    }
    if !membership.may_write(session.user, header.scope) {
        return Err(AUTHOR_NOT_GRANTED);
    }
    // Whether it counts, or lies aside beyond a revocation, is decided when it is merged.
    let is_erased = membership.has_no_body(header.scope, &signed.hash());
    let verified = match signed.is_bodyless() && is_erased {
        true => signed.verify_bodyless(&session.session_public),
        false => signed.verify(&session.session_public),
    };
    match verified {
        Ok(_) => {}
        Err(BatchError::Signature | BatchError::OtherSession) => return Err(code::BAD_SIGNATURE),
        Err(_) => return Err(code::BAD_REQUEST),
    }
    Ok(NewBatch {
        scope: header.scope,
        feed: header.feed(),
        n: i64::try_from(header.n).map_err(|_| code::BAD_REQUEST)?,
        previous: header.previous,
        hash: signed.hash(),
        device: header.device,
        actor: header.session,
        // What the server reads is looked at when it is merged: whoever named it may have named too much.
        signed: if is_erased && !readable { signed.without_body() } else { signed },
        readable,
    })
}

/// Registry batches are readable; of a confidential scope, an inbox takes what is sealed to it, the other lanes what is
/// sealed under an epoch's key, or in a way of a newer program.
fn is_sealed_well(header: &BatchHeader, readable: bool, lane: Lane) -> bool {
    if readable {
        return !header.is_sealed();
    }
    let fits = match lane {
        Lane::Inbox => header.seal != Seal::Epoch,
        Lane::Main | Lane::Checkpoint => header.seal != Seal::Inbox,
    };
    header.is_sealed() && fits
}
