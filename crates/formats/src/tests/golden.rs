//! Pages compared with pictures in `golden/`. `POSTA_RENEW_PAGES=1 cargo test -p posta-formats golden` makes them
//! anew: look at them before they are committed.

use std::path::PathBuf;

use super::pixels::Grey;
use super::samples::GALLERY;

/// Fineness of the pictures in the repository.
const DOTS_PER_INCH: u16 = 72;
/// Two greys differ when they are this far apart of 255: processors round the edges of letters differently.
const FAR: u8 = 48;
/// How many pixels of a page may differ: one in two thousand. A letter more or a line moved is above it.
const FEW: f64 = 1.0 / 2000.0;

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("golden").join(format!("{name}.png"))
}

fn difference(page: &Grey, golden: &Grey) -> f64 {
    if (page.width, page.height) != (golden.width, golden.height) {
        return 1.0;
    }
    let far = page.light.iter().zip(&golden.light).filter(|(a, b)| a.abs_diff(**b) > FAR).count();
    far as f64 / page.light.len() as f64
}

#[test]
fn every_page_looks_as_its_golden_picture() {
    let renew = std::env::var_os("POSTA_RENEW_PAGES").is_some();
    let mut wrong = Vec::new();
    for (name, print) in GALLERY.iter() {
        for (number, picture) in print.png(DOTS_PER_INCH).unwrap().iter().enumerate() {
            let (page, path) = (Grey::read(picture), path(&format!("{name}-{}", number + 1)));
            if renew {
                std::fs::write(&path, page.to_png()).unwrap();
            }
            let golden = std::fs::read(&path).map(|bytes| difference(&page, &Grey::read(&bytes)));
            match golden {
                Ok(difference) if difference <= FEW => {}
                Ok(difference) => wrong.push(format!("{name}-{}: {difference:.5} of it differs", number + 1)),
                Err(_) => wrong.push(format!("{name}-{}: no golden picture", number + 1)),
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_golden_picture_is_left_of_a_page_that_is_no_more() {
    let pages: Vec<PathBuf> = GALLERY
        .iter()
        .flat_map(|(name, print)| {
            (1..=print.pages().len()).map(move |number| path(&format!("{name}-{number}")))
        })
        .collect();
    let kept = std::fs::read_dir(path("x").parent().unwrap()).unwrap().map(|entry| entry.unwrap().path());
    assert_eq!(kept.filter(|kept| !pages.contains(kept)).collect::<Vec<_>>(), Vec::<PathBuf>::new());
}

#[test]
fn a_word_more_on_a_page_is_seen() {
    let mut slip = super::samples::slip(crate::Language::Spanish);
    let before = slip.lay_out(crate::Paper::A6).unwrap().png(DOTS_PER_INCH).unwrap();
    slip.post = "Pisiga B".into();
    let after = slip.lay_out(crate::Paper::A6).unwrap().png(DOTS_PER_INCH).unwrap();
    assert!(difference(&Grey::read(&before[0]), &Grey::read(&after[0])) > FEW);
}
