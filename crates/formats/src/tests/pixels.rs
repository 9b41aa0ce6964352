//! Pictures as grey values.

use png::{BitDepth, ColorType, Decoder, Encoder, Transformations};
use std::io::Cursor;

/// A picture in 256 greys.
pub struct Grey {
    pub width: usize,
    pub height: usize,
    pub light: Vec<u8>,
}

impl Grey {
    pub fn read(bytes: &[u8]) -> Self {
        let mut decoder = Decoder::new(Cursor::new(bytes));
        decoder.set_transformations(Transformations::EXPAND | Transformations::STRIP_16);
        let mut reader = decoder.read_info().unwrap();
        let mut buffer = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut buffer).unwrap();
        let step = info.color_type.samples();
        let grey = |pixel: &[u8]| match pixel {
            [red, green, blue, ..] => u8::try_from(
                (u32::from(*red) * 299 + u32::from(*green) * 587 + u32::from(*blue) * 114) / 1000,
            )
            .unwrap(),
            [grey, ..] => *grey,
            [] => 255,
        };
        Self {
            width: info.width as usize,
            height: info.height as usize,
            light: buffer[..info.buffer_size()].chunks(step).map(grey).collect(),
        }
    }

    /// As a PNG of sixteen greys: small, and enough to see a difference.
    pub fn to_png(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut encoder = Encoder::new(&mut bytes, self.width as u32, self.height as u32);
        encoder.set_color(ColorType::Grayscale);
        encoder.set_depth(BitDepth::Four);
        encoder.set_compression(png::Compression::High);
        let row = |row: &[u8]| -> Vec<u8> {
            row.chunks(2).map(|pair| (pair[0] & 0xf0) | (pair.get(1).copied().unwrap_or(0) >> 4)).collect()
        };
        let rows: Vec<u8> = self.light.chunks(self.width).flat_map(row).collect();
        encoder.write_header().unwrap().write_image_data(&rows).unwrap();
        bytes
    }

    /// What the QR codes in the picture say.
    pub fn codes(&self) -> Vec<String> {
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(self.width, self.height, |x, y| {
            self.light[y * self.width + x]
        });
        image.detect_grids().iter().filter_map(|grid| grid.decode().ok()).map(|(_, text)| text).collect()
    }

    /// How many of the pixels less than four modules away from the one QR code are not white.
    pub fn unquiet(&self) -> usize {
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(self.width, self.height, |x, y| {
            self.light[y * self.width + x]
        });
        let grids = image.detect_grids();
        let corners = grids[0].bounds;
        let (left, beyond) =
            (corners.iter().map(|c| c.x).min().unwrap(), corners.iter().map(|c| c.x).max().unwrap());
        let top = corners.iter().map(|c| c.y).min().unwrap();
        // A code of this length has 25 modules; the reader's far corners are those of one module more.
        let side = (beyond - left) * 25 / 26;
        let (right, bottom) = (left + side, top + side);
        let is_dark = |x: i32, y: i32| self.light[y as usize * self.width + x as usize] < 128;
        let edges = [(left + 3, bottom - 3, bottom + 3), (right - 3, top + 3, top - 3)];
        for (x, within, without) in edges {
            assert!(is_dark(x, within) && !is_dark(x, without), "the code is not where the reader says");
        }
        assert!(is_dark(right - 3, top + 3) && !is_dark(right + 3, top + 3), "the code is wider or narrower");
        // Two pixels of each side are for rounding.
        let zone = side * 4 / 25 - 2;
        let inside = |x: i32, y: i32| x >= left - 2 && x <= right + 2 && y >= top - 2 && y <= bottom + 2;
        let mut dark = 0;
        for y in (top - zone).max(0)..(bottom + zone).min(self.height as i32) {
            for x in (left - zone).max(0)..(right + zone).min(self.width as i32) {
                dark += usize::from(!inside(x, y) && self.light[y as usize * self.width + x as usize] < 250);
            }
        }
        dark
    }
}
