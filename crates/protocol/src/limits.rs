//! The bounds of everything that arrives, in one place. Both ends and the USB file must agree on them.

/// Whole batch as sent: version, signature, header and body. Bytes.
pub const BATCH: usize = 256 * 1024;
/// Encoded batch header. Bytes.
pub const HEADER: usize = 1024;
/// Unpacked body: the CBOR inside the zstd frame. Bytes.
pub const UNPACKED: usize = 1024 * 1024;
/// Base-2 logarithm of the largest zstd window that is decoded (1 MiB).
pub const WINDOW_LOG: u32 = 20;
/// Changes in one body, or records in one inbox body.
pub const CHANGES: usize = 5000;
/// Length of a document's kind. Bytes.
pub const KIND: usize = 40;
/// A membership entry or a session certificate. Bytes.
pub const ENTRY: usize = 8 * 1024;
/// An exchange head or a receipt. Bytes.
pub const HEAD: usize = 1024 * 1024;
/// Lanes that one device tells of.
pub const LANES: usize = 4_000;
/// An error, refusal or end frame. Bytes.
pub const SMALL: usize = 1024;
/// A frame of a type that this version does not know is skipped up to this length. Bytes.
pub const UNKNOWN_FRAME: u32 = 1024 * 1024;
/// A server's nonce. Bytes.
pub const NONCE: usize = 64;
/// An error or refusal code. Bytes.
pub const CODE: usize = 40;
/// Sealed bodies are padded to a multiple of this before encryption. Bytes.
pub const PADDING: usize = 512;
/// What encryption adds to the padded body: XChaCha20 nonce (24) and Poly1305 tag (16). Bytes.
pub const SEAL_OVERHEAD: usize = 40;
/// The same of an inbox body: HPKE's encapsulated key (32) and Poly1305 tag (16). Bytes.
pub const INBOX_OVERHEAD: usize = 48;
/// A question to other departments, with who asks it. Bytes.
pub const QUESTION: usize = 16 * 1024;
/// One text of a question: 200 characters. Bytes.
pub const SOUGHT_TEXT: usize = 800;
/// Documents of one question that are looked for.
pub const SOUGHT_DOCUMENTS: usize = 1;
/// An answer from other departments. Bytes.
pub const ANSWER: usize = 2 * 1024 * 1024;
/// Candidates of one answer.
pub const CANDIDATES: usize = 5;
/// Pairs across departments in one answer.
pub const PROPOSALS: usize = 2000;
/// Reasons of one pair.
pub const REASONS: usize = 24;
/// Flat fields of one person.
pub const FLAT_FIELDS: usize = 1000;
/// One pack as sent. Bytes.
pub const PACK: usize = 512 * 1024;
/// Changes that one pack may hold, unpacked. Bytes.
pub const PACK_CONTENT: usize = 4 * 1024 * 1024;
/// Items of one pack.
pub const ITEMS: usize = 4096;
/// Changes of one batch that travel as rows; of more, the body travels as it is. Bytes.
pub const ROWS: usize = 192 * 1024;
/// Names, values and predecessors of one change that is a row. Bytes, and one each.
pub const ROW: usize = 96 * 1024;
/// Puts of one change that is a row, and values that they replace.
pub const PUTS: usize = 512;
/// Causes that one change names.
pub const CAUSES: usize = 16;
/// Length of a field's name in a row. Bytes.
pub const NAME: usize = 1024;
/// Seeds of ids in one batch.
pub const SEEDS: usize = 64;
