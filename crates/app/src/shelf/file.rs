//! PDFs of the shelf: taken in from a stick in pieces, put together again, written into a folder.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use posta_domain::{
    DocumentId, FILE_BYTES_MAX, Kind, PIECE_BYTES, PublicationFile, PublicationPiece, fold, is_pdf,
};
use posta_identity::private_file::{temporary_of, write_private};
use posta_store::Write;

use super::list::code_of_pack;
use crate::app::App;
use crate::error::Error;
use crate::open::Open;
use crate::paper::bad;
use crate::permission::Act;
use crate::scope::Deed;
use crate::view::{ExportView, Saved};

/// Longest part of a file's name that is made of the title, in characters.
const NAME: usize = 60;

impl App {
    /// Takes a PDF into an item, in place of the one that it had; returns once that is durable. The pieces of the one before
    /// stay in the register: documents are never deleted.
    ///
    /// # Errors
    /// [`Error::BadInput`]: there is no such file (`file_unreadable`), it is larger than 1 MiB (`file_too_large`) or no PDF
    /// (`not_a_pdf`); [`Error::NotFound`], also of what the pack brings; [`Error::NotAllowed`], [`Error::Locked`],
    /// [`Error::Storage`].
    pub fn add_shelf_file(&self, id: &str, path: &Path) -> Result<Saved, Error> {
        self.refuse_in_practice()?;
        let now = self.now();
        self.read(|open| open.allow(Act::TendShelf))?;
        if id.is_empty() || code_of_pack(id).is_some() {
            return Err(Error::NotFound);
        }
        let content = read_pdf(path)?;
        let file = PublicationFile::of(&content).ok_or_else(|| bad("file", "file_too_large"))?;
        self.with(|open| {
            open.allow(Act::TendShelf)?;
            let (id, _) = open.office_record(&Kind::Publication, id)?;
            let mut writes: Vec<Write> = pieces_of(&content, &file, &id).collect();
            // After its pieces, so that it is named by nobody before they are there.
            writes.push(Write { kind: Kind::Publication, id, fields: file.to_fields() });
            open.registry()?.commit(&open.desk, &[Deed { writes, draft: None }], now.at)?;
            Ok(Saved { id: id.to_string(), warnings: Vec::new() })
        })
    }

    /// The PDF of an item in base64, to be shown.
    ///
    /// # Errors
    /// [`Error::BadInput`]: not all of it is here yet (`file_incomplete`), or what is here is not what was added
    /// (`file_altered`); [`Error::NotFound`]: no such item, or one without a PDF; [`Error::NotAllowed`], [`Error::Locked`],
    /// [`Error::Unreadable`].
    pub fn shelf_file(&self, id: &str) -> Result<String, Error> {
        self.read(|open| Ok(STANDARD.encode(open.shelf_content(id)?.1)))
    }

    /// Writes the PDF of an item into a folder, under a name made of its title.
    ///
    /// # Errors
    /// As [`App::shelf_file`]; [`Error::BadInput`]: there is no such folder; [`Error::Stick`]: it could not be written, and
    /// nothing of it is left.
    pub fn save_shelf_file(&self, id: &str, folder: &Path) -> Result<ExportView, Error> {
        self.refuse_in_practice()?;
        let (name, content) = self.read(|open| open.shelf_content(id))?;
        if !folder.is_dir() {
            return Err(bad("folder", "folder_unknown"));
        }
        let path = folder.join(name);
        if let Err(error) = write_private(&path, &content) {
            let _ = std::fs::remove_file(temporary_of(&path));
            return Err(Error::Stick(error.kind().to_string()));
        }
        Ok(ExportView { path: path.to_string_lossy().into_owned(), records: 1 })
    }
}

impl Open {
    /// A name for the PDF of an item, and its bytes: as the pack has them, or as they were added.
    fn shelf_content(&self, id: &str) -> Result<(String, Vec<u8>), Error> {
        self.allow(Act::SeeShelf)?;
        if let Some(code) = code_of_pack(id) {
            let entry = self.desk.pack.shelf.item(code).filter(|entry| !entry.pdf.is_empty());
            let entry = entry.ok_or(Error::NotFound)?;
            let file = PublicationFile::of(entry.pdf).ok_or(Error::NotFound)?;
            return Ok((name_of(&entry.title, &file), entry.pdf.to_vec()));
        }
        let row = self.publication(id)?;
        let file = row.file.ok_or(Error::NotFound)?;
        let registry = &self.registry()?.file;
        let mut content = Vec::new();
        for number in 0..file.pieces() {
            let document = registry.document(&Kind::PublicationPiece, &file.piece_id(&row.id, number))?;
            let document = document.ok_or_else(|| bad("file", "file_incomplete"))?;
            let piece = PublicationPiece::from_fields(&document.fields());
            content.extend(STANDARD.decode(piece.data).map_err(|_| bad("file", "file_altered"))?);
        }
        if !file.is(&content) {
            return Err(bad("file", "file_altered"));
        }
        Ok((name_of(&row.title, &file), content))
    }
}

/// Of the title and the hash: two files of one title have two names.
fn name_of(title: &str, file: &PublicationFile) -> String {
    let title: String = fold(title).chars().take(NAME).collect();
    let hash: String = file.sha256.chars().take(8).collect();
    format!("{}-{hash}.pdf", title.trim().replace(' ', "-"))
}

/// A file that is a PDF and not too large.
fn read_pdf(path: &Path) -> Result<Vec<u8>, Error> {
    let unreadable = |_| bad("file", "file_unreadable");
    if !path.is_file() {
        return Err(bad("file", "file_unreadable"));
    }
    let mut content = Vec::new();
    let most = FILE_BYTES_MAX as u64 + 1;
    File::open(path).map_err(unreadable)?.take(most).read_to_end(&mut content).map_err(unreadable)?;
    if content.len() > FILE_BYTES_MAX {
        return Err(bad("file", "file_too_large"));
    }
    if is_pdf(&content) { Ok(content) } else { Err(bad("file", "not_a_pdf")) }
}

/// The documents of a file's pieces.
fn pieces_of<'a>(
    content: &'a [u8],
    file: &'a PublicationFile,
    publication: &'a DocumentId,
) -> impl Iterator<Item = Write> + 'a {
    content.chunks(PIECE_BYTES).zip(0..).map(|(bytes, number)| {
        let piece = PublicationPiece {
            publication: *publication,
            sha256: file.sha256.clone(),
            number,
            data: STANDARD.encode(bytes),
        };
        let (kind, id) = (Kind::PublicationPiece, file.piece_id(publication, number));
        Write { kind, id, fields: piece.to_fields() }
    })
}
