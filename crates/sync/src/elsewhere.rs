//! Asking the server about people of other departments: one question, one answer, nothing kept but the nonce.

use posta_identity::SessionKey;
use posta_protocol::{ElsewhereAnswer, ElsewhereRequest, Question, code, limits};

use crate::{
    Error,
    door::DeviceDoor,
    http::collect,
    join::read_refusal,
    portal::look_for_portal,
    setting,
    transport::{Answer, Transport},
};

/// How long an answer may take: the server waits up to a minute for what is newest, and then says that it is busy.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(75);

/// Asks as the user of this session. A stale nonce costs one more request. Nothing that was asked or answered is kept here
/// or logged.
///
/// # Errors
/// [`Error::ServerRefused`] with `too_little`, `not_allowed`, `not_consented`, `not_found`, `rate_limited` or `revoked`;
/// [`Error::NotGranted`] while the server does not know this device (an exchange tells it); [`Error::NotOurServer`] also
/// when the server is of a version that answers no such questions; others as in [`Error`].
pub async fn ask_elsewhere<D: DeviceDoor>(
    device: &mut D,
    transport: &dyn Transport,
    session: &SessionKey,
    question: Question,
) -> Result<ElsewhereAnswer, Error> {
    let mut nonce = device.with(setting::nonce)?;
    let mut may_renew = true;
    loop {
        let request = ElsewhereRequest::sign(nonce, question.clone(), session).encode();
        let answer = async {
            let Answer { status, body } = transport.elsewhere(request.into()).await?;
            Ok::<_, Error>((status, collect(body, limits::ANSWER).await?))
        };
        let answer = tokio::time::timeout(PATIENCE, answer).await;
        let refusal = match answer.unwrap_or(Err(Error::Unreachable)) {
            Ok((200, bytes)) => return read_answer(&question, &bytes),
            Ok((status, bytes)) => read_refusal(status, &bytes),
            Err(error) => Err(error),
        };
        let refusal = match refusal {
            Err(error) => return Err(look_for_portal(transport, error).await),
            Ok(refusal) => refusal,
        };
        if refusal.code != code::STALE_NONCE || !std::mem::take(&mut may_renew) {
            return Err(Error::refused(&refusal.code));
        }
        nonce = refusal.nonce;
        device.with(|device| setting::keep_nonce(device, &nonce))?;
    }
}

/// An answer to that kind of question. Of a newer program it is said so; anything else is somebody else's.
fn read_answer(question: &Question, bytes: &[u8]) -> Result<ElsewhereAnswer, Error> {
    let answer = ElsewhereAnswer::decode(bytes).map_err(|error| match error.code() {
        code @ code::UNSUPPORTED_VERSION => Error::ServerRefused { code: code.to_owned() },
        _ => Error::NotOurServer,
    })?;
    let fits = matches!(
        (question, &answer),
        (Question::LookUp(_), ElsewhereAnswer::Candidates(_))
            | (Question::Take(_), ElsewhereAnswer::Taken(_))
            | (Question::Proposals { .. }, ElsewhereAnswer::Proposals(_))
    );
    if fits { Ok(answer) } else { Err(Error::NotOurServer) }
}
