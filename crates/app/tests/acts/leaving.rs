//! Everything by which something of a person leaves asks what that person allows.

use std::path::Path;

/// What stands in the code of an act that writes outside of the home, prints or hands on.
const SIGNS: [&str; 10] = [
    "write_private",
    "save_pdf(",
    "std::fs::write",
    "File::create",
    "AuditAct::Printed",
    "AuditAct::Exported",
    "posta_formats",
    "posta_exports",
    "create_private(",
    "PrintView {",
];

/// Files of the app that write, and nothing of a registered person; each with what it writes.
const NOTHING_OF_ANYBODY: [(&str, &str); 24] = [
    ("carry/places.rs", "a test of what a stick holds"),
    ("carry/save.rs", "what an exchange carries, sealed to the department's own devices that may read it"),
    ("export/preview.rs", "how many would leave, and headings of a table"),
    ("figures/paper.rs", "numbers without anybody, small ones left out"),
    ("figures/words.rs", "words of numbers"),
    ("first_day.rs", "how far users are in a guide"),
    ("practice.rs", "that a folder is a practice's"),
    ("look.rs", "language and theme"),
    ("country.rs", "the id of the pack"),
    ("destroy.rs", "that the device was destroyed"),
    ("destroy_tests.rs", "a test"),
    ("export/figures.rs", "figures, which name nobody"),
    ("export/run.rs", "what `export/people.rs` hands over: only what a person's consents released"),
    ("export/write.rs", "the same"),
    ("import/table.rs", "nothing: it reads a table that comes in"),
    ("join/pending.rs", "the join of a user"),
    ("mend_device.rs", "the name of a folder"),
    ("paper/print.rs", "what a file that calls `save_pdf` or makes a `Print` is asked for"),
    ("paper/registration.rs", "words that `slip.rs` prints once the person's consent released them"),
    ("paper/sheet.rs", "the rights sheet"),
    ("shelf/file.rs", "the PDF of a publication, which is about nobody"),
    ("summary.rs", "words for the screen, of what its user may read"),
    ("training/certificate.rs", "the certificate of somebody who was trained, who is nobody registered"),
    ("view/paper.rs", "the shape of an answer"),
];

/// The one check, or what is made of it.
const CHECKS: [&str; 3] = [".consents(", ".agreed_purposes(", ".chosen_summary("];

fn scan(folder: &Path, within: &Path, unchecked: &mut Vec<String>, seen: &mut usize) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            scan(&path, within, unchecked, seen);
            continue;
        }
        let name = path.strip_prefix(within).unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        let leaves = SIGNS.iter().any(|sign| text.contains(sign));
        if !leaves || NOTHING_OF_ANYBODY.iter().any(|(known, _)| *known == name) {
            continue;
        }
        *seen += 1;
        if !CHECKS.iter().any(|check| text.contains(check)) {
            unchecked.push(name);
        }
    }
}

#[test]
fn every_act_by_which_something_leaves_asks_what_the_person_allows() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (mut unchecked, mut seen) = (Vec::new(), 0);
    scan(&source, &source, &mut unchecked, &mut seen);
    assert_eq!(unchecked, Vec::<String>::new(), "ask `Open::consents`, and hand on only what it released");
    assert!(seen >= 4, "a scan that finds nothing proves nothing");
}
