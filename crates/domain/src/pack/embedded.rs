//! The packs that are part of the program: every folder of `packs/`, read once.

use std::sync::OnceLock;

use super::{Pack, PackError, PackFile, PackPdf};

/// Id, files and PDFs of every pack, listed by the build script.
const EMBEDDED: &[(&str, &[PackFile<'static>], &[PackPdf])] = include!(concat!(env!("OUT_DIR"), "/packs.rs"));

impl Pack {
    /// A pack by its id, e.g. of the department that a device belongs to.
    pub fn find(id: &str) -> Option<&'static Self> {
        Self::all().iter().find(|pack| pack.id == id)
    }

    /// The id of the pack that is meant where none is named: the one that says so of itself, or the first.
    pub fn default_id() -> &'static str {
        let all = Self::all();
        all.iter().find(|pack| pack.is_default).or(all.first()).map_or("", |pack| &pack.id)
    }

    /// All packs of this program, by id. None is refused here: the builds of `posta-app` and `sync-server` fail over a
    /// pack that does not read, see [`check_packs`].
    pub fn all() -> &'static [Self] {
        static PACKS: OnceLock<Vec<Pack>> = OnceLock::new();
        PACKS.get_or_init(|| EMBEDDED.iter().filter_map(|(_, files, pdfs)| whole(files, pdfs).ok()).collect())
    }
}

/// What is wrong with the packs of this program; for each that is refused the file in `packs/`, the line and the reason.
pub fn check_packs() -> Vec<PackError> {
    EMBEDDED.iter().filter_map(|(id, files, pdfs)| check_pack(id, files, pdfs).err()).collect()
}

/// Reads the files of `packs/<id>`.
fn check_pack(id: &str, files: &[PackFile<'_>], pdfs: &[PackPdf]) -> Result<(), PackError> {
    let place = |file: &str| format!("packs/{id}/{file}");
    match whole(files, pdfs) {
        Ok(pack) if pack.id == id => Ok(()),
        Ok(_) => Err(PackError {
            file: place("pack.json"),
            line: 1,
            reason: "the id is not the folder's name".to_owned(),
        }),
        Err(error) => Err(PackError { file: place(&error.file), ..error }),
    }
}

fn whole(files: &[PackFile<'_>], pdfs: &[PackPdf]) -> Result<Pack, PackError> {
    let mut pack = Pack::from_json(files)?;
    pack.shelf.take_pdfs(pdfs)?;
    Ok(pack)
}
