//! Sealed batches taken apart: what of their bytes is content, padding, seal, header and signature.

use anyhow::{Context, Result};
use posta_identity::EpochKey;
use posta_identity::seal::{aead_open, hpke_open};
use posta_protocol::{BatchHeader, ChangeEntry, InboxRecord, Seal, SignedBatch, aad_of};

use crate::figure::Figures;

/// A batch with what is in it.
pub struct Opened {
    pub batch: SignedBatch,
    pub header: BatchHeader,
    pub key: EpochKey,
    pub content: Content,
    /// Bytes of the packed content, without length and padding.
    packed: usize,
    padding: usize,
    seal: usize,
}

/// What it carries.
pub enum Content {
    Changes(Vec<ChangeEntry>),
    Records(Vec<InboxRecord>),
}

/// A day's batches by lane.
#[derive(Default)]
pub struct Day {
    /// Under the epoch's key.
    pub consultations: Vec<Opened>,
    /// To the inbox of the supervisors.
    pub audit: Vec<Opened>,
    /// To the inbox of the care team.
    pub notices: Vec<Opened>,
}

impl Opened {
    pub fn of(batch: SignedBatch, header: BatchHeader, key: EpochKey) -> Result<Self> {
        let aad = aad_of(&batch.header)?;
        let (padded, content) = match header.seal {
            Seal::Epoch => {
                (aead_open(&key.key, &aad, &batch.body)?, Content::Changes(batch.open(Some(&key))?))
            }
            _ => (
                hpke_open(&key.inbox(), b"posta inbox", &aad, &batch.body)?,
                Content::Records(batch.open_inbox(&key.inbox())?),
            ),
        };
        let length = padded.first_chunk::<4>().context("a length")?;
        let packed = usize::try_from(u32::from_le_bytes(*length))?;
        let (padding, seal) = (padded.len() - packed - 4, batch.body.len() - padded.len() + 4);
        Ok(Self { batch, header, key, content, packed, padding, seal })
    }

    /// Changes or records.
    pub fn items(&self) -> usize {
        match &self.content {
            Content::Changes(changes) => changes.len(),
            Content::Records(records) => records.len(),
        }
    }
}

impl Day {
    pub fn batches(&self) -> impl Iterator<Item = &Opened> {
        self.consultations.iter().chain(&self.audit).chain(&self.notices)
    }

    pub fn say_bytes(&self, figures: &mut Figures) {
        let lanes: [(&str, Vec<&Opened>); 4] = [
            ("20 consultations, AEAD", self.consultations.iter().collect()),
            ("60 audit records, HPKE", self.audit.iter().collect()),
            ("5 notices, HPKE", self.notices.iter().collect()),
            ("the day", self.batches().collect()),
        ];
        for (name, batches) in lanes {
            let sum = |of: fn(&Opened) -> usize| batches.iter().map(|batch| of(batch)).sum::<usize>() as f64;
            let (sealed, seal, padding) =
                (sum(|batch| batch.batch.byte_len()), sum(|batch| batch.seal), sum(|batch| batch.padding));
            let plain = sealed - seal - padding;
            let mut say =
                |what: &str, value, unit| figures.add("sealing", format!("{name}: {what}"), value, unit);
            say("batches", batches.len() as f64, "");
            say("bytes sealed", sealed, "bytes");
            say("bytes unsealed", plain, "bytes");
            say("of the sealed ones: content", sum(|batch| batch.packed), "bytes");
            say("of the sealed ones: padding", padding, "bytes");
            say("of the sealed ones: seal", seal, "bytes");
            say("padding, share of the sealed", 100.0 * padding / sealed, "%");
            say("sealed : unsealed", sealed / plain, "times");
        }
    }
}
