//! The posters of the packs: each is the text of its item of the shelf, set. `POSTA_RENEW_POSTERS=1 cargo test
//! -p posta-formats posters` makes them anew.

use std::path::PathBuf;

use chrono::NaiveDate;
use posta_domain::{Pack, ShelfEntry};

use super::reader::letters;
use crate::{Language, Poster};

fn is_poster(item: &ShelfEntry) -> bool {
    // What somebody has to review or confirm first is not made ready for a wall.
    item.kind == "campaign" && !item.unreviewed
}

/// The poster of an item.
pub fn poster(item: &ShelfEntry) -> Poster {
    let line = |line: &String| line.strip_prefix("- ").unwrap_or(line).to_owned();
    Poster {
        language: Language::from_code(&item.language).unwrap(),
        title: item.title.clone(),
        lines: item.text.iter().map(line).collect(),
        foot: item.date.clone(),
    }
}

fn set(item: &ShelfEntry) -> Vec<u8> {
    let poster = poster(item);
    let print = poster.lay_out().unwrap();
    assert_eq!(print.pages().len(), 1, "{}", item.code);
    let day = item.date.parse::<NaiveDate>();
    print.pdf(day.unwrap_or_else(|_| panic!("{}: its date is not a day", item.code))).unwrap()
}

#[test]
fn the_posters_of_a_pack_say_what_their_items_say() {
    let renew = std::env::var_os("POSTA_RENEW_POSTERS").is_some();
    let mut posters = 0;
    for pack in Pack::all() {
        let folder =
            PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../packs").join(&pack.id).join("shelf");
        for item in pack.shelf.items.iter().filter(|item| is_poster(item)) {
            let set = set(item);
            if renew {
                std::fs::create_dir_all(&folder).unwrap();
                std::fs::write(folder.join(format!("{}.pdf", item.code)), &set).unwrap();
            } else if !item.pdf.is_empty() {
                assert_eq!(letters(item.pdf), letters(&set), "{}: not what its text says", item.code);
                let title: String = item.title.split_whitespace().collect();
                let said: String = letters(&set).split_whitespace().collect();
                assert!(said.contains(&title), "{}: {said}", item.code);
                posters += 1;
            }
        }
        let early = pack.shelf.items.iter().filter(|item| item.kind == "campaign" && item.unreviewed);
        for item in early {
            assert!(item.pdf.is_empty(), "{}: to be reviewed before it is made ready for a wall", item.code);
        }
    }
    assert!(renew || posters >= 2, "{posters}");
}

#[test]
fn the_longest_poster_stays_on_one_page() {
    let poster = Poster {
        language: Language::Spanish,
        title: "Palabras y palabras ".repeat(9),
        lines: vec!["Una frase larga que nadie lee de lejos y que sigue sin fin. ".repeat(3); 12],
        foot: String::new(),
    };
    assert_eq!(poster.lay_out().unwrap().pages().len(), 1);
    let word = Poster { title: "x".repeat(60), lines: vec!["y".repeat(200)], ..poster };
    assert_eq!(word.lay_out().unwrap().pages().len(), 1);
}
