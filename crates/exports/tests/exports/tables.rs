use std::io::Cursor;

use calamine::{Data, DataType, Reader, Xlsx};
use posta_domain::{Birth, Purpose};
use posta_exports::{About, Bom, CsvFile, LeftOut, Subject, Table, Workbook};

use crate::golden::compare;
use crate::people::{care, day, leaving, pack, subject, unknown};

fn csv(table: Table, bom: Bom, people: &[Subject]) -> String {
    let mut file = CsvFile::begin(Vec::new(), table, bom, pack()).unwrap();
    for person in people {
        file.add(&leaving(person.clone())).unwrap();
    }
    String::from_utf8(file.finish().unwrap()).unwrap()
}

fn about() -> About {
    About {
        at: 1_795_964_645,
        by: "Ana Quispe".into(),
        purpose: "=Informe mensual".into(),
        from: Some(day(1)),
        to: None,
        post: String::new(),
        people: 2,
        left_out: LeftOut { not_asked: 3, opposed: 1 },
    }
}

fn workbook(rows: u32, tables: &[Table], people: &[Subject]) -> Xlsx<Cursor<Vec<u8>>> {
    let mut book = Workbook::begin(Vec::new(), pack()).with_rows_per_sheet(rows);
    for table in tables {
        book.table(*table).unwrap();
        for person in people {
            book.add(&leaving(person.clone())).unwrap();
        }
    }
    Xlsx::new(Cursor::new(book.finish(&about()).unwrap())).unwrap()
}

fn hostile() -> Subject {
    let mut hostile = subject(&[]);
    let person = &mut hostile.person.value;
    person.given_names = "=HYPERLINK(\"http://x\",\"y\")".into();
    person.surname1 = "@SUM(A1:A9)".into();
    person.surname2 = "<&\"_x0041_\u{b}\u{1f3e5}".into();
    hostile
}

#[test]
fn a_table_as_csv_is_as_it_is_kept() {
    compare("people.csv", csv(Table::People, Bom::With, &[subject(&[]), unknown()]).as_bytes());
    let mut with_care = subject(&[]);
    with_care.care = care();
    let tables = [Table::Enrollments, Table::Consultations, Table::Screenings, Table::Referrals];
    let all = tables.map(|table| csv(table, Bom::Without, std::slice::from_ref(&with_care)));
    compare("records.csv", all.join("\r\n").as_bytes());
}

#[test]
fn a_csv_has_the_mark_of_utf_8_only_when_it_is_wanted() {
    assert!(csv(Table::People, Bom::With, &[]).starts_with('\u{feff}'));
    assert!(csv(Table::People, Bom::Without, &[]).starts_with("Identificador,"));
}

#[test]
fn no_cell_of_a_csv_begins_a_formula() {
    let written = csv(Table::People, Bom::Without, &[hostile()]);
    let mut rows = ::csv::Reader::from_reader(written.as_bytes());
    let row = rows.records().next().unwrap().unwrap();
    let suspicious: Vec<&str> =
        row.iter().filter(|cell| cell.trim_start().starts_with(['=', '+', '-', '@', '\t', '\r'])).collect();
    assert!(suspicious.is_empty(), "{suspicious:?}");
    assert!(row.iter().any(|cell| cell.starts_with("'=HYPERLINK")));
    assert!(row.iter().any(|cell| cell == "'+591 70000001"));
}

#[test]
fn a_workbook_is_read_by_an_independent_reader_with_types() {
    let mut whole = subject(&[]);
    whole.person.value.birth = Birth::Date(day(1).with_year_of(1990));
    let mut book = workbook(1_000, &Table::REGISTRY, &[whole, unknown()]);
    assert_eq!(book.sheet_names(), ["Acerca de", "Personas", "Adscripciones"]);
    let people = book.worksheet_range("Personas").unwrap();
    assert_eq!(people.height(), 3);
    let column = |heading: &str| {
        let at = |column: usize| people.get((0, column)).is_some_and(|cell| *cell == heading);
        (0..people.width()).find(|one| at(*one)).unwrap()
    };
    let cell = |row: usize, heading: &str| people.get((row, column(heading))).cloned().unwrap_or_default();
    assert_eq!(cell(1, "Nombre completo"), Data::String("Yuleisy María Rondón Peña".into()));
    assert_eq!(cell(1, "Nacimiento").as_date(), Some(day(1).with_year_of(1990)));
    assert_eq!(cell(1, "Registro").as_date(), Some(day(20)));
    assert_eq!(cell(1, "Edad al registro (años)"), Data::Float(36.0));
    assert_eq!(cell(1, "Nacionalidad"), Data::String("Venezuela".into()));
    assert_eq!(cell(1, "Estado de la adscripción"), Data::String("Observada".into()));
    assert_eq!(cell(2, "Nombre completo"), Data::String("Sin nombre declarado".into()));
    assert_eq!(cell(2, "Nacimiento"), Data::String("1992".into()));
    let enrollments = book.worksheet_range("Adscripciones").unwrap();
    assert_eq!(enrollments.height(), 2);
}

#[test]
fn a_text_of_a_workbook_is_never_a_formula_and_comes_back_as_it_was() {
    let mut book = workbook(1_000, &[Table::People], &[hostile()]);
    assert!(book.worksheet_formula("Personas").unwrap().is_empty());
    let people = book.worksheet_range("Personas").unwrap();
    let texts: Vec<String> = people.rows().nth(1).unwrap().iter().map(ToString::to_string).collect();
    for text in ["=HYPERLINK(\"http://x\",\"y\")", "@SUM(A1:A9)", "<&\"_x0041_ \u{1f3e5}"] {
        assert!(texts.iter().any(|one| one == text), "{text}: {texts:?}");
    }
}

#[test]
fn what_a_sheet_does_not_hold_goes_to_the_next() {
    let people: Vec<Subject> = (0..5).map(|_| subject(&[])).collect();
    let mut book = workbook(3, &[Table::People, Table::Enrollments], &people);
    let names = [
        "Acerca de",
        "Personas",
        "Personas 2",
        "Personas 3",
        "Adscripciones",
        "Adscripciones 2",
        "Adscripciones 3",
    ];
    assert_eq!(book.sheet_names(), names);
    let rows: Vec<usize> =
        names[1..4].iter().map(|name| book.worksheet_range(name).unwrap().height()).collect();
    assert_eq!(rows, [3, 3, 2], "each with its heading");
}

#[test]
fn the_first_sheet_says_what_this_is_and_who_was_left_out() {
    let mut book = workbook(1_000, &[Table::People], &[]);
    let sheet = book.worksheet_range("Acerca de").unwrap();
    let line = |label: &str| {
        let row = sheet.rows().find(|row| row[0] == label).unwrap();
        row[1].to_string()
    };
    assert_eq!(line("Para qué"), "=Informe mensual");
    assert_eq!(line("Hecho el (UTC)"), "2026-11-29T15:04:05Z");
    assert_eq!(line("Registradas desde"), "2026-11-01");
    assert_eq!(line("Fuera: no se les preguntó"), "3");
    assert_eq!(line("Fuera: no quisieron"), "1");
}

#[test]
fn no_table_shows_free_words_alerts_or_secrets() {
    let mut with_care = subject(&[Purpose::Contact]);
    with_care.care = care();
    for table in [Table::REGISTRY.as_slice(), &Table::CARE].concat() {
        let written = csv(table, Bom::Without, std::slice::from_ref(&with_care));
        for word in ["NOTA LIBRE", "PALABRAS LIBRES", "5ec7e7", "confidencial", "70000001"] {
            assert!(!written.contains(word), "{word} in {}", table.name());
        }
    }
}

trait OfYear {
    fn with_year_of(self, year: i32) -> Self;
}

impl OfYear for chrono::NaiveDate {
    fn with_year_of(self, year: i32) -> Self {
        chrono::Datelike::with_year(&self, year).unwrap()
    }
}
