//! Nothing stands outside of its page.

use typst::layout::{Abs, Frame, FrameItem, Point, Size, Transform};

use super::samples::{GALLERY, LONG_NAME, card, least, most, registration, sheet, slip, slip_of};
use crate::{Language, Paper, Print, Review};

/// What stands outside of the margins, by its words or its kind.
fn outside(print: &Print, margin: Abs) -> Vec<String> {
    let mut out = Vec::new();
    for page in print.document().pages() {
        let (low, high) = (margin, page.frame.width() - margin);
        walk(&page.frame, Transform::identity(), &mut |at, size, name| {
            let fits = at.x >= low - Abs::pt(0.1)
                && at.x + size.x <= high + Abs::pt(0.1)
                && at.y >= Abs::pt(-0.1)
                && at.y + size.y <= page.frame.height() + Abs::pt(0.1);
            if !fits {
                out.push(format!("{name} at {at:?} {size:?} of {:?}", page.frame.size()));
            }
        });
    }
    out
}

/// Every piece with its upper left corner and size on the page. All transforms of our templates are shifts.
fn walk(frame: &Frame, shift: Transform, see: &mut impl FnMut(Point, Size, &str)) {
    for (place, item) in frame.items() {
        let at = Point::new(place.x + shift.tx, place.y + shift.ty);
        match item {
            FrameItem::Group(group) => {
                let inner = Transform::translate(at.x, at.y).pre_concat(group.transform);
                walk(&group.frame, inner, see);
            }
            FrameItem::Text(text) => {
                // From the top of the letters to their feet, about.
                let top = Point::new(at.x, at.y - text.size * 0.8);
                see(top, Size::new(text.width(), text.size), &text.text);
            }
            FrameItem::Shape(shape, _) => {
                let bounds = shape.geometry.bbox(None);
                see(at + bounds.min, bounds.size(), "a shape");
            }
            FrameItem::Image(_, size, _) => see(at, *size, "an image"),
            FrameItem::Link(..) | FrameItem::Tag(_) => {}
        }
    }
}

#[test]
fn no_print_of_the_gallery_leaves_its_page() {
    for (name, print) in GALLERY.iter() {
        assert_eq!(outside(print, Abs::mm(2.5)), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn words_without_end_stay_on_every_paper() {
    let word = "Wolfeschlegelsteinhausenbergerdorff".repeat(3).to_uppercase();
    for paper in Paper::ALL {
        let mut held = registration(Language::Spanish);
        held.name = format!("{word} {word}");
        held.program = word.clone();
        held.missing = vec![word.clone()];
        held.next_step = word.clone();
        held.coverage.sentence = word.clone();
        held.coverage.norm = word.clone();
        held.status = posta_domain::EnrollmentStatus::Confirmed;
        held.official_number = word.clone();
        let facility = crate::FacilityAddress { name: word.clone(), lines: vec![word.clone()] };
        let mut slip = slip_of(Language::Spanish, held, Some(facility));
        slip.post = word.clone();
        assert_eq!(outside(&slip.lay_out(paper).unwrap(), Abs::mm(2.5)), Vec::<String>::new(), "{paper:?}");
        let mut sheet = sheet(Language::Spanish, Review::NotReviewed);
        sheet.title = word.clone();
        sheet.edition = word.clone();
        for section in &mut sheet.sections {
            section.heading = word.clone();
            section.paragraphs.push(word.clone());
        }
        assert_eq!(outside(&sheet.lay_out(paper).unwrap(), Abs::mm(2.5)), Vec::<String>::new(), "{paper:?}");
    }
    assert_eq!(outside(&card(&word).lay_out().unwrap(), Abs::mm(2.5)), Vec::<String>::new());
}

#[test]
fn a_page_too_full_is_found() {
    let print = slip(Language::Spanish).lay_out(Paper::A6).unwrap();
    assert!(!outside(&print, Abs::mm(12.0)).is_empty(), "the check sees nothing");
}

#[test]
fn a_usual_slip_and_the_least_are_one_page_and_the_fullest_goes_on() {
    for paper in Paper::ALL {
        for language in Language::ALL {
            assert_eq!(slip(language).lay_out(paper).unwrap().pages().len(), 1, "{language:?} {paper:?}");
        }
        assert_eq!(least().lay_out(paper).unwrap().pages().len(), 1);
    }
    for paper in [Paper::A4, Paper::A5, Paper::A6] {
        assert_eq!(most(Language::Spanish).lay_out(paper).unwrap().pages().len(), 2, "{paper:?}");
    }
    assert_eq!(most(Language::Spanish).lay_out(Paper::Receipt).unwrap().pages().len(), 1);
    assert_eq!(card(LONG_NAME).lay_out().unwrap().pages().len(), 1);
}

#[test]
fn papers_have_their_sizes_and_a_receipt_grows_with_what_it_says() {
    let size = |print: Print| print.pages()[0];
    let a5 = size(slip(Language::Spanish).lay_out(Paper::A5).unwrap());
    assert!((a5.width_mm - 148.0).abs() < 0.01 && (a5.height_mm - 210.0).abs() < 0.01);
    let card = size(card("").lay_out().unwrap());
    assert!((card.width_mm - 85.6).abs() < 0.01 && (card.height_mm - 53.98).abs() < 0.01);
    let lengths = [least(), slip(Language::Spanish), most(Language::Spanish)].map(|slip| {
        let page = size(slip.lay_out(Paper::Receipt).unwrap());
        assert!((page.width_mm - 80.0).abs() < 0.01);
        page.height_mm
    });
    assert!(lengths[0] + 20.0 < lengths[1] && lengths[1] + 60.0 < lengths[2], "{lengths:?}");
}
