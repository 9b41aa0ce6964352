//! The country pack of a device: the one that its department names in the membership log.

use posta_domain::Pack;
use posta_identity::Log;
use posta_identity::private_file::write_private;

use crate::error::Error;
use crate::folder::{Folder, storage};

/// The pack that a department names.
///
/// # Errors
/// [`Error::Damaged`] when this program has no such pack: a newer one has.
pub(crate) fn pack_of(log: &Log) -> Result<&'static Pack, Error> {
    let named = log.membership().department().and_then(|department| Pack::find(&department.pack));
    named.ok_or_else(|| Error::Damaged("the pack of this department is not part of this program".into()))
}

/// Keeps the pack's id in the clear, for what is shown before anyone unlocks.
pub(crate) fn keep_pack(folder: &Folder, pack: &Pack) -> Result<(), Error> {
    if kept_pack(folder) == Some(pack) {
        return Ok(());
    }
    write_private(&folder.pack(), pack.id.as_bytes()).map_err(storage)
}

/// The pack as it was kept; none on a device that has not joined, or was never unlocked since packs are kept.
pub(crate) fn kept_pack(folder: &Folder) -> Option<&'static Pack> {
    Pack::find(&std::fs::read_to_string(folder.pack()).ok()?)
}
