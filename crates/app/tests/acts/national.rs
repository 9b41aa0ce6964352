//! Departments together: what one lets out, another puts beside its own.

use std::path::PathBuf;

use posta_app::view::{ExportRequest, Figure, NationalView};
use posta_app::{Clock, Error, Moment};
use posta_identity::Role;
use tempfile::TempDir;

use crate::department::{Department, Device, PASSWORD};

const LA_PAZ: &str = "02";

/// A supervisor's device on which these were registered in October.
fn office(code: &str, women: usize, men: usize) -> Device {
    let mut department = Department::of(code);
    let device =
        Device::blank_with(Clock::new(|| Moment { today: "2026-11-16".parse().unwrap(), ..Moment::now() }));
    let (file, invitation) = department.invite("Dina Supervisa", Role::Supervisor, code);
    device.app.join_from_file(&file, &invitation, PASSWORD).unwrap();
    let person = |n: usize| {
        let sex = if n < women { "female" } else { "male" };
        format!(
            "{{\"kind\":\"person\",\"given_names\":\"Persona {n}\",\"surname1\":\"Inventada\",\"sex\":\"{sex}\",\
             \"birth\":\"1990\",\"nationality\":\"VE\",\"on\":\"2026-10-{:02}\"}}\n",
            1 + n % 28
        )
    };
    let lines: String = (0..women + men).map(person).collect();
    let report = device.app.import(lines.as_bytes()).unwrap();
    assert_eq!((report.rejected.len(), report.stopped_by), (0, None));
    device
}

/// The file that a department lets out.
fn let_out(device: &Device) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let request = ExportRequest {
        format: "national".into(),
        from: "2026-10-01".into(),
        to: "2026-10-31".into(),
        purpose: "Informe nacional".into(),
        ..ExportRequest::default()
    };
    let done = device.app.export_run(&request, folder.path()).unwrap();
    (folder, PathBuf::from(done.path))
}

fn number(n: u32) -> Figure {
    Figure { n: Some(n), hidden: String::new() }
}

fn sexes(view: &NationalView) -> Vec<(String, Figure)> {
    let registered = view.figures.iter().find(|figure| figure.code == "registered").unwrap();
    let by = registered.breakdowns.iter().find(|one| one.dimension == "sex").unwrap();
    let mut cells: Vec<_> = by.cells.iter().map(|cell| (cell.code.clone(), cell.figure.clone())).collect();
    cells.sort_by(|(one, _), (other, _)| one.cmp(other));
    cells
}

#[test]
fn two_departments_are_added_up_and_what_one_does_not_tell_makes_the_sum_at_least() {
    let (oruro, la_paz) = (office("04", 30, 40), office(LA_PAZ, 25, 3));
    let (_folder, path) = let_out(&la_paz);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(!text.contains("Persona"), "nobody is in it");
    assert!(!text.contains(":3") && !text.contains(":25"), "nor the three, nor what would tell them");

    let alone = oruro.app.national_figures("2026-10-01", "es").unwrap();
    assert_eq!(sexes(&alone), [("female".to_owned(), number(30)), ("male".to_owned(), number(40))]);
    let taken = oruro.app.take_national_figures(&path).unwrap();
    assert_eq!((taken.department.as_str(), taken.months), (LA_PAZ, 1));
    oruro.app.take_national_figures(&path).unwrap();

    let both = oruro.app.national_figures("2026-10-01", "es").unwrap();
    let registered = both.figures.iter().find(|figure| figure.code == "registered").unwrap();
    assert_eq!(registered.figure, number(98), "taken twice, counted once");
    let some = |n| Figure { n: Some(n), hidden: "some".into() };
    assert_eq!(sexes(&both), [("female".to_owned(), some(30)), ("male".to_owned(), some(40))]);
    let department = |code: &str| both.departments.iter().find(|one| one.code == code).unwrap();
    assert_eq!((department("04").own, department("04").people.clone()), (true, number(70)));
    assert_eq!(
        (department(LA_PAZ).made_on.as_str(), department(LA_PAZ).people.clone()),
        ("2026-11-16", number(28))
    );
    assert_eq!(department("07").people.hidden, "unknown", "nothing came from there");
    assert_eq!(
        oruro.app.national_figures("", "pt").unwrap().month,
        "2026-10-01",
        "the last month that is over"
    );
}

#[test]
fn what_is_no_file_of_another_department_is_refused_with_its_reason_and_changes_nothing() {
    let (oruro, la_paz) = (office("04", 30, 40), office(LA_PAZ, 25, 30));
    let (folder, path) = let_out(&la_paz);
    let good = std::fs::read_to_string(&path).unwrap();
    let (_own_folder, own) = let_out(&oruro);
    let wrong = |name: &str, text: String| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    for (path, code) in [
        (own, "figures_own"),
        (wrong("a", "{}".into()), "figures_malformed"),
        (wrong("b", good.replace("posta-figures-1", "posta-figures-2")), "figures_newer"),
        (wrong("c", good.replace("\"bo\"", "\"cl\"")), "figures_other_country"),
        (wrong("d", good.replace(":25", ":2")), "figures_malformed"),
        (wrong("e", " ".repeat(2_000_000)), "figures_malformed"),
    ] {
        let error = oruro.app.take_national_figures(&path).unwrap_err();
        assert_eq!(error.fields().first().map(|field| field.code.as_str()), Some(code));
    }
    assert!(matches!(oruro.app.take_national_figures(&folder.path().join("none")), Err(Error::Stick(_))));
    let view = oruro.app.national_figures("2026-10-01", "es").unwrap();
    assert!(view.departments.iter().all(|one| one.own || one.made_on.is_empty()));
    for month in ["2026-10-02", "2026-11-01", "x"] {
        assert_eq!(oruro.app.national_figures(month, "es").unwrap_err().fields()[0].code, "month_unknown");
    }
}
