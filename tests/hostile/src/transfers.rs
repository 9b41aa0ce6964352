//! A user's keys on their way to a further device: whoever saw the request can seal anything to it.

use posta_identity::ids::DepartmentId;
use posta_identity::seal::hpke_seal;
use posta_identity::signing::sign;
use posta_identity::{Transfer, TransferError, TransferRequest};

use crate::samples::{department, device, inbox, session_key};
use crate::texts::typed;

const REQUEST: &str = "PEDIDO";
const TRANSFER: &str = "TRASLADO";

/// As request, as transfer, and as the keys inside a transfer that opens.
pub(crate) fn transfer(bytes: &[u8]) {
    let raw = String::from_utf8_lossy(bytes).into_owned();
    for text in [typed(REQUEST, bytes), typed(TRANSFER, bytes), raw] {
        let request = TransferRequest::from_text(&text);
        if let Ok(request) = &request {
            assert!(TransferRequest::from_text(&request.to_text()).is_ok_and(|again| again == *request));
        }
        if let Ok(transfer) = Transfer::from_text(&text) {
            assert!(request.is_err(), "one text is two things");
            assert!(Transfer::from_text(&transfer.to_text()).is_ok_and(|again| again == transfer));
            assert!(matches!(transfer.open(&asked().1, &inbox()), Err(TransferError::DoesNotOpen)));
        }
    }
    let (signed, request) = asked();
    let sealed = hpke_seal(&inbox().public(), b"posta transfer", &signed, bytes).unwrap();
    let Ok(transfer) = Transfer::from_text(&typed(TRANSFER, &[&[1], sealed.as_slice()].concat())) else {
        assert!(bytes.len() > 30_000, "an honest transfer is read");
        return;
    };
    if let Ok(secrets) = transfer.open(&request, &inbox()) {
        assert_eq!(secrets.department, department());
        let latest = secrets.epochs.last().map(|(scope, _)| secrets.latest_epoch(*scope));
        assert!(latest.is_none_or(|found| found.is_some()));
    }
}

/// A request as its device signs it, and as it is read.
fn asked() -> (Vec<u8>, TransferRequest) {
    let public = inbox().public();
    let mut bytes = [&[2], department().as_bytes().as_slice(), device().as_bytes(), &public].concat();
    let signature = sign(&session_key(), "posta request", &bytes);
    bytes.extend(signature);
    let request = TransferRequest::from_text(&typed(REQUEST, &bytes)).unwrap();
    (bytes, request)
}

/// A request, a transfer, and keys: of one's own department with two epochs, of another, of another version.
pub(crate) fn transfers() -> Vec<Vec<u8>> {
    let ours = keys(1, department());
    let others = keys(1, DepartmentId::from([8; 16]));
    let sealed = [&[1][..], &[7; 80]].concat();
    vec![asked().0, sealed, ours, others, keys(2, department())]
}

fn keys(version: u8, department: DepartmentId) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = minicbor::Encoder::new(&mut bytes);
    let result: Result<(), minicbor::encode::Error<_>> = (|| {
        encoder.map(10)?.u8(0)?.u8(version)?;
        encoder.u8(1)?.bytes(department.as_bytes())?.u8(2)?.bytes(&[3; 16])?;
        encoder.u8(3)?.str("Delia Nina")?.u8(4)?.str("care")?.u8(5)?.str("040901")?;
        encoder.u8(6)?.bytes(&[1; 32])?.u8(7)?.bytes(&[2; 32])?;
        encoder.u8(8)?.array(2)?;
        for scope in [1, 2] {
            encoder.map(2)?.u8(0)?.bytes(&[scope; 16])?.u8(1)?.bytes(&[9; 32])?;
        }
        encoder.u8(9)?.bytes(&[4; 32])?;
        Ok(())
    })();
    result.unwrap();
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keys_to_begin_with_are_opened_and_those_of_another_department_or_version_are_not() {
        let (signed, request) = asked();
        let opens = |plain: &[u8]| {
            let sealed = hpke_seal(&inbox().public(), b"posta transfer", &signed, plain).unwrap();
            let text = typed(TRANSFER, &[&[1], sealed.as_slice()].concat());
            Transfer::from_text(&text)
                .unwrap()
                .open(&request, &inbox())
                .is_ok_and(|keys| keys.epochs.len() == 2)
        };
        let begin = transfers();
        assert_eq!([opens(&begin[2]), opens(&begin[3]), opens(&begin[4])], [true, false, false]);
    }
}
