//! Codes on screens: text as a picture, and a photo of a picture as text.

use qrcodegen::{QrCode, QrCodeEcc};

use crate::app::App;
use crate::error::Error;
use crate::view::CodeView;

/// Light modules around a picture, by its standard.
const QUIET: i32 = 4;
/// Widest and highest photo. Pixels.
const LARGEST: u32 = 4096;

impl App {
    /// A text as a QR picture: SVG, black on white, with its quiet zone.
    ///
    /// # Errors
    /// [`Error::BadInput`] when the text is longer than a picture holds (about 2900 bytes).
    pub fn qr(&self, text: &str) -> Result<String, Error> {
        draw(text)
    }

    /// The text of a QR picture in a photo, given as rows of one byte a pixel, 0 for black.
    ///
    /// # Errors
    /// [`Error::NoCode`] when nothing readable is in it, or the sizes do not agree.
    pub fn read_qr(&self, width: u32, height: u32, luma: &[u8]) -> Result<String, Error> {
        let (w, h) = (width as usize, height as usize);
        if width > LARGEST || height > LARGEST || luma.len() != w * h {
            return Err(Error::NoCode);
        }
        // A photo is foreign input to foreign code: whatever it does there, nothing readable was in it.
        let read = std::panic::catch_unwind(|| {
            let light = |x: usize, y: usize| luma.get(y * w + x).copied().unwrap_or(u8::MAX);
            let mut image = rqrr::PreparedImage::prepare_from_greyscale(w, h, light);
            image.detect_grids().into_iter().find_map(|grid| grid.decode().ok()).map(|(_, text)| text)
        });
        read.ok().flatten().ok_or(Error::NoCode)
    }
}

/// A code with its picture and the words to compare.
pub(crate) fn view_code(text: String, words: [&str; 4]) -> Result<CodeView, Error> {
    let svg = draw(&text)?;
    Ok(CodeView { text, svg, words: words_to_show(words) })
}

pub(crate) fn words_to_show(words: [&str; 4]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn draw(text: &str) -> Result<String, Error> {
    // A text of few kinds of letters is packed tighter, so that old cameras read it; M is its correction unless it is
    // too long.
    let code = QrCode::encode_text(text, QrCodeEcc::Medium)
        .or_else(|_| QrCode::encode_text(text, QrCodeEcc::Low))
        .map_err(|_| Error::BadInput(Vec::new()))?;
    let (size, side) = (code.size(), code.size() + 2 * QUIET);
    let mut path = String::new();
    for y in 0..size {
        let mut x = 0;
        while x < size {
            let begin = x;
            while x < size && code.get_module(x, y) {
                x += 1;
            }
            if x > begin {
                path.push_str(&format!("M{} {}h{}v1h-{}z", begin + QUIET, y + QUIET, x - begin, x - begin));
            }
            x += 1;
        }
    }
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\">\
         <rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/><path fill=\"#000\" d=\"{path}\"/></svg>"
    ))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;

    /// A photo of the picture: 4 pixels a module.
    fn photo(svg: &str) -> (u32, Vec<u8>) {
        let side: usize =
            svg.split("viewBox=\"0 0 ").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
        let width = side * 4;
        let mut luma = vec![230; width * width];
        for run in svg.split(" d=\"").nth(1).unwrap().split('M').skip(1) {
            let numbers: Vec<usize> =
                run.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse().ok()).collect();
            let (x, y, length) = (numbers[0], numbers[1], numbers[2]);
            for row in y * 4..y * 4 + 4 {
                luma[row * width + x * 4..row * width + (x + length) * 4].fill(20);
            }
        }
        (u32::try_from(width).unwrap(), luma)
    }

    fn app() -> App {
        App::open(std::path::Path::new("/nonexistent")).unwrap()
    }

    #[test]
    fn what_is_drawn_is_read_again() {
        let long = "RETO ".to_owned() + &"0123456789ABCDEFGHJKMNPQRSTVWXYZ".repeat(20);
        for text in ["posta:join?s=https%3A%2F%2Fserver&c=0123-4567-89AB-CDEF", "a", &long] {
            let (width, luma) = photo(&app().qr(text).unwrap());
            assert_eq!(app().read_qr(width, width, &luma).unwrap(), text);
        }
    }

    #[test]
    fn a_picture_without_a_code_or_of_other_sizes_says_so() {
        let luma = vec![128; 64 * 64];
        for (width, height) in [(64, 64), (64, 63), (0, 0), (u32::MAX, u32::MAX), (4097, 1)] {
            assert_eq!(app().read_qr(width, height, &luma).unwrap_err().code(), "POSTA-Q1", "{width}");
        }
    }

    #[test]
    fn a_text_in_a_picture_stays_out_of_its_markup() {
        let svg = app().qr("\"/><script>alert(1)</script>").unwrap();
        assert!(!svg.contains("script"));
        assert!(app().qr(&"x".repeat(4000)).is_err());
    }
}
