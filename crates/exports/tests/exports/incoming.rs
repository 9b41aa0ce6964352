use std::io::{Cursor, Write};

use posta_domain::import::PersonLine;
use posta_domain::{Birth, Problem};
use posta_exports::incoming::{IncomingError, TableForm, guess_field, line_of, read_rows};
use posta_exports::{About, Bom, CsvFile, Table, Workbook};
use zip::write::SimpleFileOptions;

use crate::people::{leaving, pack, subject, unknown};

fn rows(form: TableForm, bytes: &[u8]) -> Result<Vec<(u32, Vec<String>)>, IncomingError> {
    let mut rows = Vec::new();
    read_rows(form, Cursor::new(bytes), |number, cells| rows.push((number, cells.to_vec())))?;
    Ok(rows)
}

/// The people of a table by what its headings say.
fn people(form: TableForm, bytes: &[u8]) -> Vec<Result<PersonLine, Problem>> {
    let rows = rows(form, bytes).unwrap();
    let mapping: Vec<String> = rows[0].1.iter().map(|heading| guess_field(heading).to_owned()).collect();
    rows[1..].iter().map(|(_, cells)| line_of(cells, &mapping, pack())).collect()
}

fn csv(text: &str) -> Vec<Result<PersonLine, Problem>> {
    people(TableForm::Csv, text.as_bytes())
}

/// What this program writes is what it reads.
fn check_own(form: TableForm, bytes: &[u8]) {
    let people = people(form, bytes);
    let first = people[0].as_ref().unwrap();
    assert_eq!(
        (first.given_names.as_str(), first.surname1.as_str(), first.surname2.as_str()),
        ("Yuleisy María", "Rondón", "Peña")
    );
    assert_eq!((first.sex.as_str(), first.birth.as_str()), ("female", "1990-05-17"));
    assert_eq!((first.nationality.as_str(), first.phone.as_str()), ("VE", "+591 70000001"));
    assert_eq!((first.residence.as_str(), first.post.as_str()), ("040901", "pisiga"));
    assert_eq!((first.on.as_str(), first.guardian_relation.as_str()), ("2026-11-20", "madre"));
    assert_eq!(first.languages, ["es"]);
    let document = &first.documents[0];
    assert_eq!((document.kind.as_str(), document.country.as_str()), ("national_id", "VE"));
    assert_eq!(document.number, "V-99.123.456");
    let second = people[1].as_ref().unwrap();
    assert!(second.name_undeclared && second.without_documents && second.given_names.is_empty());
    assert_eq!((second.birth.as_str(), second.nationality.as_str()), ("1992", "XXA"));
}

#[test]
fn a_table_that_this_program_wrote_comes_back_as_csv_and_as_a_workbook() {
    let mut whole = subject(&[]);
    whole.person.value.birth = Birth::parse("1990-05-17").unwrap();
    let people = [leaving(whole), leaving(unknown())];
    let mut file = CsvFile::begin(Vec::new(), Table::People, Bom::With, pack()).unwrap();
    people.iter().for_each(|one| file.add(one).unwrap());
    check_own(TableForm::Csv, &file.finish().unwrap());
    let mut book = Workbook::begin(Vec::new(), pack());
    book.table(Table::Enrollments).unwrap();
    book.table(Table::People).unwrap();
    people.iter().for_each(|one| book.add(one).unwrap());
    check_own(TableForm::Xlsx, &book.finish(&About::default()).unwrap());
}

#[test]
fn tables_of_others_are_read_with_semicolons_tabs_and_older_letters() {
    let expected = |people: Vec<Result<PersonLine, Problem>>| {
        let one = people[0].as_ref().unwrap();
        assert_eq!((one.given_names.as_str(), one.nationality.as_str()), ("Begoña", "CO"));
    };
    expected(csv("Nombre;Nacionalidad\r\nBegoña;Colombia\r\n"));
    expected(csv("Nombre\tNacionalidad\nBegoña\tCOL\n"));
    expected(people(TableForm::Csv, b"Nombre,Nacionalidad\nBego\xf1a,co\n"));
}

#[test]
fn a_name_in_one_column_beside_surnames_in_others_is_kept_and_two_given_names_are_said() {
    let one = csv("Nombre completo,Apellido paterno\nAna,Pérez\n").remove(0).unwrap();
    assert_eq!((one.given_names.as_str(), one.surname1.as_str()), ("Ana", "Pérez"));
    assert_eq!(csv("Nombre completo,Nombres\nAna Pérez,ANA\n").remove(0).unwrap().given_names, "ANA");
    let both = csv("Nombre completo,Nombres\nAna Pérez,Rosa\n").remove(0).unwrap_err();
    assert_eq!((both.field.as_str(), both.code), ("full_name", "name_twice"));
}

#[test]
fn days_of_people_and_of_spreadsheets_are_understood() {
    let birth =
        |word: &str| csv(&format!("Nombre,Fecha de nacimiento\nAna,{word}\n")).remove(0).map(|one| one.birth);
    assert_eq!(birth("17/05/1990").unwrap(), "17/05/1990");
    assert_eq!(birth("1990").unwrap(), "1990");
    assert_eq!(birth("33010").unwrap(), "1990-05-17");
    assert_eq!(birth("33010.5").unwrap(), "1990-05-17");
    assert_eq!(birth("1990-05-17T00:00:00").unwrap(), "1990-05-17");
    for word in ["ayer", "99999999", "31/02/1990"] {
        assert_eq!(birth(word).unwrap_err().code, "birth_unreadable", "{word}");
    }
}

#[test]
fn what_is_not_understood_is_said_by_its_field_and_never_dropped() {
    let problem = |heading: &str, word: &str| {
        let problem = csv(&format!("Nombre,{heading}\nAna,{word}\n")).remove(0).unwrap_err();
        (problem.field, problem.code)
    };
    for (heading, word, field, code) in [
        ("Sexo", "dama", "sex", "sex_unreadable"),
        ("Nacionalidad", "Atlántida", "nationality", "country_unknown"),
        ("Tipo de documento", "carnet de club", "document_kind", "document_kind_unknown"),
        ("Idiomas", "klingon", "languages", "language_unknown"),
        ("Municipio", "Marte", "residence", "residence_unknown"),
        ("Puesto", "Marte", "post", "post_unknown"),
        ("Fecha de registro", "hoy", "on", "date_unreadable"),
        ("Sin documentos", "quizás", "without_documents", "flag_unreadable"),
    ] {
        assert_eq!(problem(heading, word), (field.to_owned(), code), "{heading}");
    }
}

#[test]
fn rows_keep_their_numbers_and_blank_ones_are_passed_over() {
    for text in [
        "Nombre,Sexo\nAna,F\n,\n\nLuz,\"F\n\"\nEva,F",
        "Nombre,Sexo\r\nAna,F\r\n,\r\n\r\nLuz,\"F\r\n\"\r\nEva,F\r\n",
    ] {
        let read = rows(TableForm::Csv, text.as_bytes()).unwrap();
        assert_eq!(read.iter().map(|(number, _)| *number).collect::<Vec<_>>(), [1, 2, 5, 7]);
    }
}

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

const BOOK: &[u8] =
    br#"<workbook xmlns:r="r"><sheets><sheet name="Hoja1" sheetId="1" r:id="a"/></sheets></workbook>"#;
const RELS: &[u8] =
    br#"<Relationships><Relationship Id="a" Target="worksheets/sheet1.xml"/></Relationships>"#;

fn book(sheet: &[u8], shared: &[u8]) -> Vec<u8> {
    archive(&[
        ("xl/workbook.xml", BOOK),
        ("xl/_rels/workbook.xml.rels", RELS),
        ("xl/sharedStrings.xml", shared),
        ("xl/worksheets/sheet1.xml", sheet),
    ])
}

#[test]
fn a_workbook_of_another_program_is_read_with_shared_texts_gaps_and_long_numbers() {
    let shared = b"<sst><si><t>Nombre</t></si><si><r><t>Be</t></r><r><t>a &amp; &#241;</t></r><rPh><t>no</t></rPh></si></sst>";
    let sheet = br#"<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row>
        <row r="4"><c r="A4" t="s"><v>1</v></c><c r="C4"><v>9.9123456E7</v></c><c r="D4" t="b"><v>1</v></c>
        <c r="E4" t="inlineStr"><is><t>_x0041_ _x</t></is></c><c r="F4" t="e"><v>#REF!</v></c></row></sheetData></worksheet>"#;
    let read = rows(TableForm::Xlsx, &book(sheet, shared)).unwrap();
    assert_eq!(read[0], (1, vec!["Nombre".to_owned()]));
    assert_eq!(read[1].0, 4);
    assert_eq!(read[1].1, ["Bea & ñ", "", "99123456", "Sí", "A _x", ""]);
}

#[test]
fn a_file_that_is_no_table_or_defines_things_for_itself_is_refused() {
    let refused = |form: TableForm, bytes: &[u8]| rows(form, bytes).unwrap_err();
    assert_eq!(refused(TableForm::Xlsx, b"Nombre,Sexo\n"), IncomingError::NotATable);
    assert_eq!(refused(TableForm::Xlsx, &archive(&[("a.txt", b"x")])), IncomingError::NotATable);
    assert_eq!(refused(TableForm::Csv, &archive(&[("a.txt", b"x")])), IncomingError::NotATable);
    let bomb = br#"<!DOCTYPE a [<!ENTITY b "x">]><worksheet><sheetData><row><c><v>&b;</v></c></row></sheetData></worksheet>"#;
    assert_eq!(refused(TableForm::Xlsx, &book(bomb, b"<sst/>")), IncomingError::NotATable);
    let cut = b"<worksheet><sheetData><row r=\"1\"><c><v>1</v></c><";
    assert_eq!(refused(TableForm::Xlsx, &book(cut, b"<sst/>")), IncomingError::NotATable);
}

#[test]
fn what_would_unpack_beyond_the_limit_or_is_too_wide_is_refused() {
    let blanks = vec![b' '; 65 * 1024 * 1024];
    let packed = book(&[b"<worksheet>".as_slice(), &blanks].concat(), b"<sst/>");
    assert!(packed.len() < 256 * 1024);
    assert_eq!(rows(TableForm::Xlsx, &packed).unwrap_err(), IncomingError::TooLarge);
    let far = br#"<worksheet><sheetData><row r="1"><c r="ZZZ1"><v>1</v></c></row></sheetData></worksheet>"#;
    assert_eq!(rows(TableForm::Xlsx, &book(far, b"<sst/>")).unwrap_err(), IncomingError::TooLarge);
    let wide = format!("{}\n", "a,".repeat(500));
    assert_eq!(rows(TableForm::Csv, wide.as_bytes()).unwrap_err(), IncomingError::TooLarge);
}
