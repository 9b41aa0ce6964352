//! People of a table that others made.

use std::path::{Path, PathBuf};

use posta_app::view::ExportRequest;

use crate::department::Device;
use crate::enrollment::ANA;

const TABLE: &str = "Nombres;Apellidos;F. nac.;Nacionalidad;Celular;Notas\n\
    Yuleisy;Rondón;17/05/1990;Venezuela;70000001;algo\n\
    Marlenys;Peña;ayer;Venezuela;;\n\
    \n\
    Jean;Baptiste;1988;Haití;;\n\
    ;;1990;Perú;;\n";

fn file(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path
}

#[test]
fn a_table_is_shown_with_its_columns_and_problems_by_line_and_then_taken_in() {
    let device = Device::of_everybody();
    device.unlock(ANA);
    let folder = tempfile::tempdir().unwrap();
    let table = file(folder.path(), "lista.csv", TABLE);
    let preview = device.app.preview_table(&table, &[]).unwrap();
    let columns: Vec<(&str, &str)> =
        preview.columns.iter().map(|one| (one.heading.as_str(), one.field.as_str())).collect();
    assert_eq!(columns[..3], [("Nombres", "given_names"), ("Apellidos", "surname1"), ("F. nac.", "birth")]);
    assert_eq!((columns[5], preview.columns[5].sample.as_str()), (("Notas", ""), "algo"));
    assert_eq!((preview.rows, preview.good), (4, 2));
    let problems: Vec<(u32, &str)> =
        preview.problems.iter().map(|one| (one.line, one.code.as_str())).collect();
    assert_eq!(problems, [(3, "birth_unreadable"), (6, "name_missing")]);
    assert!(device.app.find_people("Yuleisy", 5).unwrap().is_empty(), "nothing is taken in by looking");
    let report = device.app.import_table(&table, &[]).unwrap();
    assert_eq!(report.persons, 2);
    let rejected: Vec<(u32, &str)> =
        report.rejected.iter().map(|one| (one.line, one.reason.as_str())).collect();
    assert_eq!(rejected, problems, "what was shown is what happens");
    assert_eq!(device.app.find_people("Yuleisy Rondon 1990", 5).unwrap().len(), 1);
}

#[test]
fn somebody_says_what_a_column_is_when_its_heading_does_not() {
    let device = Device::of_everybody();
    device.unlock(ANA);
    let folder = tempfile::tempdir().unwrap();
    let table = file(folder.path(), "lista.csv", "A,B,C\nLuz,Mamani,secreto\n");
    assert_eq!(device.app.preview_table(&table, &[]).unwrap().good, 0);
    let columns = ["given_names", "surname1", ""].map(str::to_owned);
    assert_eq!(device.app.preview_table(&table, &columns).unwrap().good, 1);
    assert_eq!(device.app.import_table(&table, &columns).unwrap().persons, 1);
    let unknown = device.app.import_table(&table, &["shoe_size".to_owned()]).unwrap_err();
    assert!(format!("{unknown:?}").contains("column_unknown"));
}

#[test]
fn a_file_that_is_no_table_is_refused_with_its_reason() {
    let device = Device::of_everybody();
    device.unlock(ANA);
    let folder = tempfile::tempdir().unwrap();
    for (name, code) in [("no.xlsx", "table_unreadable"), ("none.csv", "file_unreadable")] {
        let path = folder.path().join(name);
        if name == "no.xlsx" {
            file(folder.path(), name, "Nombres\nAna\n");
        }
        let refused = format!("{:?}", device.app.preview_table(&path, &[]).unwrap_err());
        assert!(refused.contains(code), "{refused}");
    }
}

#[test]
fn what_one_department_exported_another_takes_in() {
    let device = Device::of_everybody();
    device.unlock(ANA);
    let person = "{\"kind\":\"person\",\"ref\":\"p\",\"given_names\":\"Yuleisy\",\"surname1\":\"=Rondón\",\"birth\":\"1990-05\",\"nationality\":\"VE\"}\n\
        {\"kind\":\"consent\",\"person\":\"p\",\"purposes\":{\"register\":\"given\",\"share_facility\":\"given\"}}\n";
    assert!(device.app.import(std::io::Cursor::new(person)).unwrap().rejected.is_empty());
    device.unlock("Dina Supervisa");
    let folder = tempfile::tempdir().unwrap();
    for format in ["csv", "xlsx"] {
        let request =
            ExportRequest { format: format.into(), purpose: "Traspaso".into(), ..ExportRequest::default() };
        let done = device.app.export_run(&request, folder.path()).unwrap();
        let other = Device::of_everybody();
        other.unlock(ANA);
        let report = other.app.import_table(Path::new(&done.path), &[]).unwrap();
        assert_eq!((report.persons, report.rejected.len()), (1, 0), "{format}");
        let found = other.app.find_people("Rondon", 5).unwrap();
        assert_eq!(found[0].name, "Yuleisy =Rondón");
    }
}
