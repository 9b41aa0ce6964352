//! The typesetting library's world: our fonts, our templates, the data of one print, and nothing of the machine.

use std::path::PathBuf;
use std::sync::LazyLock;

use serde::Serialize;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;

use crate::{Print, PrintError};

/// Fonts by preference: what the first family lacks, the second has.
const FONTS: [&[u8]; 4] = [
    include_bytes!("../fonts/AtkinsonHyperlegibleNext-Regular.ttf"),
    include_bytes!("../fonts/AtkinsonHyperlegibleNext-Bold.ttf"),
    include_bytes!("../fonts/NotoSans-Regular.ttf"),
    include_bytes!("../fonts/NotoSans-Bold.ttf"),
];

/// What templates import.
const COMMON: (&str, &str) = ("common.typ", include_str!("../templates/common.typ"));
/// Where a template reads what it is to print.
const DATA: &str = "data.json";

/// A layout.
#[derive(Clone, Copy)]
pub(crate) enum Template {
    Slip,
    Card,
    Sheet,
    Letter,
    Summary,
    Report,
    Certificate,
    Poster,
}

impl Template {
    fn file(self) -> (&'static str, &'static str) {
        match self {
            Self::Slip => ("slip.typ", include_str!("../templates/slip.typ")),
            Self::Card => ("card.typ", include_str!("../templates/card.typ")),
            Self::Sheet => ("sheet.typ", include_str!("../templates/sheet.typ")),
            Self::Letter => ("letter.typ", include_str!("../templates/letter.typ")),
            Self::Report => ("report.typ", include_str!("../templates/report.typ")),
            Self::Summary => ("summary.typ", include_str!("../templates/summary.typ")),
            Self::Certificate => ("certificate.typ", include_str!("../templates/certificate.typ")),
            Self::Poster => ("poster.typ", include_str!("../templates/poster.typ")),
        }
    }
}

/// What all prints share; made once.
pub(crate) struct Press {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
}

static PRESS: LazyLock<Press> = LazyLock::new(|| {
    let fonts: Vec<Font> = FONTS.into_iter().flat_map(|font| Font::iter(Bytes::new(font))).collect();
    Press {
        library: LazyHash::new(Library::default()),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
    }
});

impl Press {
    pub fn get() -> &'static Self {
        &PRESS
    }

    pub fn first_font_has(&self, character: char) -> bool {
        self.fonts.first().is_some_and(|font| has(font, character))
    }

    pub fn any_font_has(&self, character: char) -> bool {
        self.fonts.iter().any(|font| has(font, character))
    }

    /// Lays out `data` by a template.
    ///
    /// # Errors
    /// [`PrintError::Layout`]. The library's own words are left out: they may quote what was to be printed.
    pub fn lay_out(&'static self, template: Template, data: &impl Serialize) -> Result<Print, PrintError> {
        let data = serde_json::to_value(data).map_err(|_| PrintError::Layout)?;
        let bytes = serde_json::to_vec(&data).map_err(|_| PrintError::Layout)?;
        let job = Job { press: self, template, data: Bytes::new(bytes) };
        let laid = typst::compile::<PagedDocument>(&job);
        // What the library remembers of this print is somebody's: forgotten at once.
        typst::comemo::evict(0);
        #[cfg(test)]
        crate::tests::show(&laid);
        laid.output.map(|laid| Print::new(laid, template, data)).map_err(|_| PrintError::Layout)
    }
}

fn has(font: &Font, character: char) -> bool {
    font.info().coverage.contains(u32::from(character))
}

/// One print on its way.
struct Job {
    press: &'static Press,
    template: Template,
    data: Bytes,
}

impl World for Job {
    fn library(&self) -> &LazyHash<Library> {
        &self.press.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.press.book
    }

    fn main(&self) -> FileId {
        // A name of ours is always a path.
        VirtualPath::new(self.template.file().0).map_or_else(
            |_| FileId::from_raw(std::num::NonZeroU16::MIN),
            |path| RootedPath::new(VirtualRoot::Project, path).intern(),
        )
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let name = name_of(id)?;
        let known = [self.template.file(), COMMON].into_iter().find(|(file, _)| *file == name);
        let (_, text) = known.ok_or_else(|| FileError::NotFound(PathBuf::from(name)))?;
        Ok(Source::new(id, text.to_owned()))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let name = name_of(id)?;
        if name == DATA { Ok(self.data.clone()) } else { Err(FileError::NotFound(PathBuf::from(name))) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.press.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// The name of a file of ours; packages of the library's own register are not.
fn name_of(id: FileId) -> FileResult<&'static str> {
    let path = id.get();
    match path.root() {
        VirtualRoot::Project => Ok(path.vpath().get_without_slash()),
        VirtualRoot::Package(_) => Err(FileError::AccessDenied),
    }
}
