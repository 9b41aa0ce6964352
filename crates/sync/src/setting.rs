//! What the exchange remembers between two runs, in the device file's settings.

use std::collections::BTreeMap;

use posta_identity::{
    Log,
    ids::{Hash32, ScopeId},
};
use posta_protocol::{AsideLine, Frame, FrameReader, Receipt, Vector};
use posta_store::{DeviceFile, Error};

const NONCE: &str = "exchange/nonce";
const CLOCK_SKEW: &str = "exchange/clock_skew";
const ASK_FIRST: &str = "exchange/ask_first";
const TIPS: &str = "exchange/tips";
const RECEIPT: &str = "exchange/receipt";
const ASIDE: &str = "exchange/aside";
const REFUSED: &str = "exchange/refused";
const CUT: &str = "exchange/cut";
const WHOLE_RECEIPT: &str = "exchange/whole_receipt";
const HEARD: &str = "exchange/heard";

/// The nonce of the server's last answer; empty before the first.
pub(crate) fn nonce(device: &DeviceFile) -> Result<Vec<u8>, Error> {
    Ok(device.setting(NONCE)?.unwrap_or_default())
}

/// Keeps a nonce that came with a refusal, for the next request.
pub(crate) fn keep_nonce(device: &DeviceFile, nonce: &[u8]) -> Result<(), Error> {
    device.put_setting(NONCE, nonce)
}

/// Keeps what a verified receipt brings for the next exchange: its nonce, what the server knows of the membership log
/// and, compared with `at`, the clock skew. The first one comes with the join.
pub fn keep_answer(device: &DeviceFile, receipt: &Receipt, at: i64) -> Result<(), Error> {
    device.put_setting(NONCE, &receipt.nonce)?;
    if !receipt.tips.is_empty() {
        keep_tips(device, &receipt.tips)?;
        device.put_setting(RECEIPT, &receipt.encode())?;
    }
    device.put_setting(CLOCK_SKEW, &receipt.time.saturating_sub(at).to_be_bytes())
}

/// Seconds that the server's clock was ahead of this device's at the last answer.
pub fn clock_skew(device: &DeviceFile) -> Result<Option<i64>, Error> {
    let bytes = device.setting(CLOCK_SKEW)?;
    Ok(bytes.and_then(|bytes| Some(i64::from_be_bytes(bytes.try_into().ok()?))))
}

/// Whether batches left without a receipt coming back: nobody knows how many arrived.
pub(crate) fn asks_first(device: &DeviceFile) -> Result<bool, Error> {
    Ok(device.setting(ASK_FIRST)?.is_some())
}

pub(crate) fn set_asks_first(device: &DeviceFile, asks: bool) -> Result<(), Error> {
    match asks {
        true => device.put_setting(ASK_FIRST, &[1]),
        false if asks_first(device)? => device.remove_setting(ASK_FIRST),
        false => Ok(()),
    }
}

/// What is known of a link that cut the last exchange.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Cut {
    /// How much came through before. Bytes; 0: not known.
    pub through: u64,
    /// How much went up, and as how many batches: when the server has told how many of them came, it is known how much
    /// came through.
    pub up: u64,
    pub batches: u64,
}

/// The last exchange, if it ended on the way.
pub(crate) fn cut(device: &DeviceFile) -> Result<Option<Cut>, Error> {
    let bytes = device.setting(CUT)?.unwrap_or_default();
    let number = |place: usize| Some(u64::from_le_bytes(*bytes.as_chunks::<8>().0.get(place)?));
    Ok(number(0).zip(number(1)).zip(number(2)).map(|((through, up), batches)| Cut { through, up, batches }))
}

pub(crate) fn set_cut(device: &DeviceFile, cut: Option<Cut>) -> Result<(), Error> {
    match cut {
        _ if self::cut(device)? == cut => Ok(()),
        Some(Cut { through, up, batches }) => {
            device.put_setting(CUT, &[through, up, batches].map(u64::to_le_bytes).concat())
        }
        None => device.remove_setting(CUT),
    }
}

/// What came down, lane by lane, before an answer was cut: the server has it, though no receipt says so yet. Only of the
/// feeds of others: by a receipt alone does own work count as sent.
pub(crate) fn heard(device: &DeviceFile) -> Result<BTreeMap<ScopeId, Vector>, Error> {
    let bytes = device.setting(HEARD)?.unwrap_or_default();
    let (mut heard, mut rest) = (BTreeMap::new(), bytes.as_slice());
    while let Some((scope, after)) = rest.split_first_chunk::<16>()
        && let Some((length, after)) = after.split_first_chunk::<4>()
        && let Ok(length) = usize::try_from(u32::from_le_bytes(*length))
        && let Some((vector, after)) = after.split_at_checked(length)
        && let Ok(vector) = Vector::decode(vector)
    {
        heard.insert(ScopeId::from(*scope), vector);
        rest = after;
    }
    Ok(heard)
}

/// Adds to it.
pub(crate) fn add_heard(device: &DeviceFile, new: &BTreeMap<ScopeId, Vector>) -> Result<(), Error> {
    let mut heard = self::heard(device)?;
    for (scope, vector) in new {
        let all = heard.get(scope).map(|before| before.union(vector));
        heard.insert(*scope, all.unwrap_or_else(|| vector.clone()));
    }
    let entry = |(scope, vector): (ScopeId, Vector)| {
        let vector = vector.encode();
        let length = u32::try_from(vector.len()).unwrap_or_default().to_le_bytes();
        [scope.as_bytes().as_slice(), &length, &vector].concat()
    };
    device.put_setting(HEARD, &heard.into_iter().flat_map(entry).collect::<Vec<u8>>())
}

/// Whether what is kept under this name goes by what lay on the shelf: not to be taken over by a shelf that lost something.
#[must_use]
pub fn goes_by_shelf(name: &str) -> bool {
    name == HEARD
}

/// A receipt says what the server has.
pub(crate) fn forget_heard(device: &DeviceFile) -> Result<(), Error> {
    if device.setting(HEARD)?.is_some() { device.remove_setting(HEARD) } else { Ok(()) }
}

/// Whether receipts must tell everything: once what this device has was not what the server has.
pub(crate) fn needs_whole_receipt(device: &DeviceFile) -> Result<bool, Error> {
    Ok(device.setting(WHOLE_RECEIPT)?.is_some())
}

pub(crate) fn set_needs_whole_receipt(device: &DeviceFile, needs: bool) -> Result<(), Error> {
    match (needs, needs_whole_receipt(device)?) {
        (true, false) => device.put_setting(WHOLE_RECEIPT, &[1]),
        (false, true) => device.remove_setting(WHOLE_RECEIPT),
        _ => Ok(()),
    }
}

/// Remembers what the server told last of what lies aside in scopes that this device does not hold.
pub(crate) fn keep_aside(device: &DeviceFile, lines: &[AsideLine]) -> Result<(), Error> {
    let bytes: Vec<u8> = lines.iter().flat_map(|line| Frame::Aside(line.clone()).encode()).collect();
    match device.setting(ASIDE)?.unwrap_or_default() {
        known if known == bytes => Ok(()),
        _ if bytes.is_empty() => device.remove_setting(ASIDE),
        _ => device.put_setting(ASIDE, &bytes),
    }
}

/// The same as it was kept.
pub(crate) fn aside_bytes(device: &DeviceFile) -> Result<Vec<u8>, Error> {
    Ok(device.setting(ASIDE)?.unwrap_or_default())
}

/// What the server told last of what lies aside in scopes that this device does not hold. Nobody signed it: it is for
/// looking at only.
///
/// # Errors
/// When the device file cannot be read.
pub fn aside_elsewhere(device: &DeviceFile) -> Result<Vec<AsideLine>, Error> {
    let mut reader = FrameReader::new();
    reader.push(&device.setting(ASIDE)?.unwrap_or_default());
    let mut lines = Vec::new();
    while let Ok(Some(Frame::Aside(line))) = reader.next() {
        lines.push(line);
    }
    Ok(lines)
}

/// Remembers what the last exchange that went through could not send, and why.
pub(crate) fn keep_refused(device: &DeviceFile, refused: &[(ScopeId, String)]) -> Result<(), Error> {
    let frames = refused.iter().map(|(scope, code)| Frame::Refused { scope: *scope, code: code.clone() });
    let bytes: Vec<u8> = frames.flat_map(|frame| frame.encode()).collect();
    match device.setting(REFUSED)?.unwrap_or_default() {
        known if known == bytes => Ok(()),
        _ if bytes.is_empty() => device.remove_setting(REFUSED),
        _ => device.put_setting(REFUSED, &bytes),
    }
}

/// Scopes and lanes that the last exchange which went through could not send, or not all of, each with its code.
///
/// # Errors
/// When the device file cannot be read.
pub fn refused_last(device: &DeviceFile) -> Result<Vec<(ScopeId, String)>, Error> {
    let mut reader = FrameReader::new();
    reader.push(&device.setting(REFUSED)?.unwrap_or_default());
    let mut refused = Vec::new();
    while let Ok(Some(Frame::Refused { scope, code })) = reader.next() {
        refused.push((scope, code));
    }
    Ok(refused)
}

/// Remembers what the server knows of the membership log: what does not lie below these tips goes up with the next
/// exchange.
fn keep_tips(device: &DeviceFile, tips: &[Hash32]) -> Result<(), Error> {
    let tips: Vec<u8> = tips.iter().flat_map(|tip| *tip.as_bytes()).collect();
    if device.setting(TIPS)?.unwrap_or_default() == tips {
        return Ok(());
    }
    device.put_setting(TIPS, &tips)
}

/// The last receipt that names tips of the log: a server that was set back believes by it what it once had.
pub(crate) fn receipt(device: &DeviceFile) -> Result<Option<Receipt>, Error> {
    Ok(device.setting(RECEIPT)?.and_then(|bytes| Receipt::decode(&bytes).ok()))
}

/// Entries that the server lacked when it answered last, and those made since; all of them when it never told.
pub(crate) fn untold(device: &DeviceFile, log: &Log) -> Result<Vec<Vec<u8>>, Error> {
    let bytes = device.setting(TIPS)?.unwrap_or_default();
    let (tips, _) = bytes.as_chunks::<32>();
    let tips: Vec<Hash32> = tips.iter().copied().map(Hash32::from).collect();
    Ok(log.lacked_by(&tips))
}
