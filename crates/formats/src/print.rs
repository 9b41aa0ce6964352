//! Something laid out: its pages as PDF, as pixels and as words.

use chrono::{Datelike, NaiveDate};
use typst::foundations::{Datetime, Smart};
use typst::layout::{Abs, Frame, FrameItem};
use typst::utils::Scalar;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};
use typst_render::RenderOptions;

use crate::PrintError;
use crate::press::{Press, Template};

/// Points in an inch.
const POINTS_PER_INCH: f64 = 72.0;

/// Something laid out.
pub struct Print {
    document: PagedDocument,
    template: Template,
    data: serde_json::Value,
}

/// The size of a page, in millimetres.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PageSize {
    /// From left to right.
    pub width_mm: f64,
    /// From top to bottom.
    pub height_mm: f64,
}

impl Print {
    pub(crate) fn new(document: PagedDocument, template: Template, data: serde_json::Value) -> Self {
        Self { document, template, data }
    }

    /// The same with PRÁCTICA across every page: what a practice prints is taken for nothing else.
    ///
    /// # Errors
    /// [`PrintError::Layout`].
    pub fn as_practice(mut self) -> Result<Self, PrintError> {
        self.data.as_object_mut().ok_or(PrintError::Layout)?.insert("practice".into(), true.into());
        Press::get().lay_out(self.template, &self.data)
    }

    /// The size of each page.
    #[must_use]
    pub fn pages(&self) -> Vec<PageSize> {
        let size =
            |frame: &Frame| PageSize { width_mm: frame.width().to_mm(), height_mm: frame.height().to_mm() };
        self.document.pages().iter().map(|page| size(&page.frame)).collect()
    }

    /// The words of each page, for those who cannot see its picture. A word cut at the end of a line stays cut.
    #[must_use]
    pub fn texts(&self) -> Vec<String> {
        let text = |frame: &Frame| {
            let mut words = String::new();
            collect(frame, &mut words);
            words
        };
        self.document.pages().iter().map(|page| text(&page.frame)).collect()
    }

    /// The pages as a tagged PDF by PDF/UA-1, which screen readers can read. The same print on the same day gives the
    /// same bytes.
    ///
    /// # Errors
    /// [`PrintError::Pdf`].
    pub fn pdf(&self, on: NaiveDate) -> Result<Vec<u8>, PrintError> {
        let (month, day) = (u8::try_from(on.month()), u8::try_from(on.day()));
        let midnight =
            month.ok().zip(day.ok()).and_then(|(month, day)| Datetime::from_ymd(on.year(), month, day));
        let options = PdfOptions {
            creator: Smart::Custom(Some("Posta".into())),
            timestamp: midnight.map(Timestamp::new_utc),
            standards: PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|_| PrintError::Pdf)?,
            ..PdfOptions::default()
        };
        let written = typst_pdf::pdf(&self.document, &options);
        typst::comemo::evict(0);
        #[cfg(test)]
        if let Err(errors) = &written {
            crate::tests::complain(errors);
        }
        written.map_err(|_| PrintError::Pdf)
    }

    /// The pages as PNG pictures, `dots_per_inch` fine: 96 to 200 for a screen, 203 for most receipt printers.
    ///
    /// # Errors
    /// [`PrintError::Picture`].
    pub fn png(&self, dots_per_inch: u16) -> Result<Vec<Vec<u8>>, PrintError> {
        let pixel_per_pt = Scalar::new(f64::from(dots_per_inch) / POINTS_PER_INCH);
        let options = RenderOptions { pixel_per_pt, ..RenderOptions::default() };
        let pages = self.document.pages().iter();
        let pictures = pages
            .map(|page| typst_render::render(page, &options).encode_png().map_err(|_| PrintError::Picture))
            .collect();
        typst::comemo::evict(0);
        pictures
    }

    #[cfg(test)]
    pub(crate) fn document(&self) -> &PagedDocument {
        &self.document
    }
}

/// Words in the order of the layout, a new line for each line.
fn collect(frame: &Frame, words: &mut String) {
    let mut line: Option<Abs> = None;
    for (place, item) in frame.items() {
        match item {
            FrameItem::Group(group) => {
                if !words.is_empty() && !words.ends_with('\n') {
                    words.push('\n');
                }
                collect(&group.frame, words);
                line = None;
            }
            FrameItem::Text(text) => {
                if line.is_some_and(|line| line != place.y) && !words.ends_with('\n') {
                    words.push('\n');
                }
                line = Some(place.y);
                words.push_str(&text.text);
            }
            _ => {}
        }
    }
}
