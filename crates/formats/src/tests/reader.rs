//! A PDF read and drawn again by another program than the one that wrote it.

use hayro::hayro_interpret::font::Glyph;
use hayro::hayro_interpret::hayro_cmap::BfString;
use hayro::hayro_interpret::{
    BlendMode, ClipPath, Context, Device, GlyphDrawMode, Image, InterpreterCache, InterpreterSettings, Paint,
    PathDrawMode, SoftMask, interpret_page,
};
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{RenderCache, RenderSettings, render};
use kurbo::{Affine, BezPath, Rect};

use super::pixels::Grey;

/// The pages of a PDF, drawn.
pub fn pictures(pdf: &[u8], dots_per_inch: f32) -> Vec<Grey> {
    let pdf = Pdf::new(pdf.to_vec()).unwrap();
    let scale = dots_per_inch / 72.0;
    let settings =
        RenderSettings { x_scale: scale, y_scale: scale, bg_color: WHITE, ..RenderSettings::default() };
    let (cache, reading) = (RenderCache::new(), InterpreterSettings::default());
    let draw = |page| Grey::read(&render(page, &cache, &reading, &settings).into_png().unwrap());
    pdf.pages().iter().map(draw).collect()
}

/// The letters of a PDF in the order in which they are drawn, without blanks at ends of lines.
pub fn letters(pdf: &[u8]) -> String {
    let pdf = Pdf::new(pdf.to_vec()).unwrap();
    let (cache, mut letters) = (InterpreterCache::new(), Letters::default());
    for page in pdf.pages().iter() {
        let all = Rect::new(0.0, 0.0, 1e5, 1e5);
        let mut context =
            Context::new(Affine::IDENTITY, all, &cache, page.xref(), InterpreterSettings::default());
        interpret_page(page, &mut context, &mut letters);
    }
    letters.0
}

#[derive(Default)]
struct Letters(String);

impl<'a> Device<'a> for Letters {
    fn draw_glyph(&mut self, glyph: &Glyph<'a>, _: Affine, _: Affine, _: &Paint<'a>, _: &GlyphDrawMode) {
        match glyph.as_unicode() {
            Some(BfString::Char(letter)) => self.0.push(letter),
            Some(BfString::String(letters)) => self.0.push_str(&letters),
            None => self.0.push('\u{fffd}'),
        }
    }

    fn set_soft_mask(&mut self, _: Option<SoftMask<'a>>) {}
    fn set_blend_mode(&mut self, _: BlendMode) {}
    fn draw_path(&mut self, _: &BezPath, _: Affine, _: &Paint<'a>, _: &PathDrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn draw_image(&mut self, _: Image<'a, '_>, _: Affine) {}
    fn pop_clip_path(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}
