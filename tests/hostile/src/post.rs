//! The body of a request to the server, in pieces as the network cuts it, taken in the order in which the server
//! takes it: head, entries, sessions, batches.

use posta_identity::SessionCertificate;
use posta_protocol::{Frame, FrameReader, SignedBatch, limits};

use crate::cut::Cut;
use crate::members::{honest_certificate, honest_log};
use crate::samples::{session_public, signed};
use crate::wire::honest_head;

/// The first byte is the length of the pieces.
pub(crate) fn post(bytes: &[u8]) {
    let mut cut = Cut(bytes);
    let size = usize::from(cut.byte()).max(1) * 16;
    let mut reader = FrameReader::with_packs();
    let mut log = honest_log();
    let mut is_first = true;
    for piece in cut.0.chunks(size) {
        reader.push(piece);
        while let Ok(Some(frame)) = reader.next() {
            match frame {
                Frame::Head(head) if is_first => {
                    let _ = head.verify(&session_public());
                    let _ = log.lacked_by(&head.tips);
                }
                _ if is_first => return,
                Frame::Entry(bytes) => {
                    assert!(bytes.len() <= limits::ENTRY);
                    let _ = log.insert(&bytes);
                }
                Frame::Session(bytes) => {
                    let certificate = SessionCertificate::decode(&bytes);
                    let _ = certificate.map(|certificate| certificate.verify(log.membership()));
                }
                Frame::Batch { bytes } => take_batch(&bytes),
                Frame::End => return,
                Frame::Head(_)
                | Frame::Receipt(_)
                | Frame::Refused { .. }
                | Frame::Error(_)
                | Frame::Pack { .. }
                | Frame::Recall(_)
                | Frame::Brief(_)
                | Frame::Holding(_)
                | Frame::Aside(_) => {}
            }
            is_first = false;
        }
    }
}

fn take_batch(bytes: &[u8]) {
    assert!(bytes.len() <= limits::BATCH);
    let Ok(batch) = SignedBatch::from_bytes(bytes) else { return };
    if batch.verify(&session_public()).is_ok() {
        let _ = batch.open(None);
    }
}

pub(crate) fn posts() -> Vec<Vec<u8>> {
    let mut frames = vec![Frame::Head(Box::new(honest_head()))];
    frames.extend(honest_log().entries().into_iter().take(3).map(Frame::Entry));
    frames.push(Frame::Session(honest_certificate().encode()));
    frames.extend(signed().iter().take(2).map(|batch| Frame::Batch { bytes: batch.to_bytes() }));
    frames.push(Frame::End);
    let stream: Vec<u8> = frames.iter().flat_map(Frame::encode).collect();
    vec![[&[2][..], &stream].concat(), [&[90][..], &stream].concat()]
}
