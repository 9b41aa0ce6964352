//! A practice: everything works in it, nothing leaves it, nothing is left of it.

use std::path::Path;
use std::sync::Arc;

use posta_app::view::{ExportRequest, FirstDayView, PersonInput};
use posta_app::{App, Error, Practice};

use crate::department::{Device, PASSWORD, PEOPLE, block_on};

const ROLES: [&str; 4] = ["registrar", "care", "protection", "supervisor"];

#[test]
fn a_practice_has_people_work_and_every_role_and_leaves_the_device_as_it_was() {
    let device = Device::of_everybody();
    let before = device.files();
    let practice = Practice::begin(device.home.path()).unwrap();
    let app = practice.app();
    for role in ROLES {
        let view = practice.practise_as(role).unwrap();
        assert_eq!((view.user.role.as_str(), view.practice), (role, true));
        let home = app.home().unwrap();
        assert!(home.people > 40, "{role} sees {} people", home.people);
        let people = app.practice_people().unwrap();
        assert!(people.adult.is_some() && people.child.is_some());
    }
    assert!(app.look_for_pairs().is_ok());
    assert!(app.pairs_page("open", 0, 10).unwrap().total >= 2, "somebody is there twice");
    assert_eq!(app.trainings().unwrap().len(), 1);
    practice.practise_as("care").unwrap();
    assert!(app.services(false).unwrap().len() >= 2);
    practice.end().unwrap();
    assert!(device.files() == before, "something of the practice is left, or of the device changed");
    assert!(!device.app.profile().unwrap().practice);
    assert!(practice.practise_as("care").is_err(), "it has ended");
}

type Leaving = (&'static str, fn(&Arc<App>, &Path) -> Result<(), Error>);

/// Everything by which something could go out, or come in.
const LEAVING: [Leaving; 22] = [
    ("sync_now", |app, _| block_on(app.sync_now()).map(drop)),
    ("carry_save", |app, folder| app.carry_save(folder, "all").map(drop)),
    ("carry_take", |app, folder| app.carry_take(&folder.join("x.posta")).map(drop)),
    ("peer_listen", |app, _| block_on(app.peer_listen()).map(drop)),
    ("peer_listen_at", |app, _| block_on(app.peer_listen_at([127, 0, 0, 1].into())).map(drop)),
    ("peer_call", |app, _| block_on(app.peer_call("127.0.0.1:9")).map(drop)),
    ("meet_by", |app, _| {
        let (near, _) = tokio::io::duplex(64);
        block_on(app.meet_by(posta_sync::Talk::over(Box::new(near), [7; 32]))).map(drop)
    }),
    ("export_run", |app, folder| app.export_run(&ExportRequest::default(), folder).map(drop)),
    ("export_person", |app, folder| app.export_person(&"ab".repeat(16), folder).map(drop)),
    ("look_up_elsewhere", |app, _| block_on(app.look_up_elsewhere(&PersonInput::default())).map(drop)),
    ("bring_person", |app, _| block_on(app.bring_person("x")).map(drop)),
    ("import_table", |app, folder| app.import_table(&folder.join("x.csv"), &[]).map(drop)),
    ("take_national_figures", |app, folder| app.take_national_figures(folder).map(drop)),
    ("add_shelf_file", |app, folder| app.add_shelf_file("x", &folder.join("x.pdf")).map(drop)),
    ("save_shelf_file", |app, folder| app.save_shelf_file("x", folder).map(drop)),
    ("preview_table", |app, folder| app.preview_table(&folder.join("x.csv"), &[]).map(drop)),
    ("join", |app, _| block_on(app.join("https://x", "0123-4567-89AB-CDEF", PASSWORD)).map(drop)),
    ("join_from_file", |app, folder| app.join_from_file(folder, "0123-4567-89AB-CDEF", PASSWORD).map(drop)),
    ("attach_request", |app, _| app.attach_request().map(drop)),
    ("attach_answer", |app, _| app.attach_answer("x", PASSWORD).map(drop)),
    ("begin_recovery", |app, _| app.begin_recovery(&"ab".repeat(16)).map(drop)),
    ("change_password", |app, _| app.change_password("x", PASSWORD).map(drop)),
];

#[test]
fn nothing_goes_out_of_a_practice_and_nothing_comes_in() {
    let device = Device::of_everybody();
    let practice = Practice::begin(device.home.path()).unwrap();
    let away = tempfile::tempdir().unwrap();
    for role in ROLES {
        practice.practise_as(role).unwrap();
        for (name, call) in LEAVING {
            let answer = call(&practice.app(), away.path());
            assert!(matches!(answer, Err(Error::Practice)), "{name} as {role}: {answer:?}");
        }
        let turn = block_on(practice.app().sync_if_due()).unwrap();
        assert!(turn.report.is_none(), "nothing is tried by itself");
    }
    assert_eq!(std::fs::read_dir(away.path()).unwrap().count(), 0);
    practice.end().unwrap();
}

#[test]
fn what_a_practice_prints_is_taken_for_nothing_else() {
    let device = Device::of_everybody();
    let practice = Practice::begin(device.home.path()).unwrap();
    practice.practise_as("registrar").unwrap();
    device.unlock(PEOPLE[0].0);
    let print = |app: &App| app.sheet_print("es", "a5").unwrap().pages;
    assert_ne!(print(&practice.app()), print(&device.app), "the word across the page");
    practice.end().unwrap();
}

#[test]
fn a_practice_that_was_cut_goes_before_the_next_and_a_folder_that_is_none_stays() {
    let device = Device::of_everybody();
    let cut = Practice::begin(device.home.path()).unwrap();
    cut.practise_as("care").unwrap();
    drop(cut);
    let left = device.home.path().join("practice");
    assert!(left.exists());
    // A cut while it is removed, and one while it began.
    std::fs::remove_file(left.join("device.posta")).unwrap();
    Practice::clear(device.home.path()).unwrap();
    std::fs::create_dir_all(left.join("scopes")).unwrap();
    Practice::clear(device.home.path()).unwrap();
    assert!(!left.exists());

    std::fs::create_dir_all(left.join("scopes")).unwrap();
    std::fs::write(left.join("device.posta"), b"somebody's").unwrap();
    assert!(Practice::begin(device.home.path()).is_err());
    assert_eq!(std::fs::read(left.join("device.posta")).unwrap(), b"somebody's");
}

#[test]
fn a_second_window_leaves_a_practice_that_goes_on_alone() {
    let device = Device::of_everybody();
    let practice = Practice::begin(device.home.path()).unwrap();
    practice.practise_as("registrar").unwrap();
    assert!(matches!(Practice::clear(device.home.path()), Err(Error::Storage(_))));
    assert!(practice.app().home().unwrap().people > 40);
    // Nor does it become anything else when its mark goes.
    std::fs::remove_file(device.home.path().join("practice").join("invented")).unwrap();
    assert!(practice.app().profile().unwrap().practice);
    assert!(matches!(block_on(practice.app().sync_now()), Err(Error::Practice)));
}

#[test]
fn one_can_practise_before_anybody_has_joined() {
    let device = Device::blank();
    let practice = Practice::begin(device.home.path()).unwrap();
    assert!(practice.practise_as("supervisor").unwrap().can_supervise);
    let (app, day) = (&device.app, FirstDayView { state: "begun".into(), role: "care".into(), step: 2 });
    app.set_first_day("", &day).unwrap();
    practice.end().unwrap();
    assert_eq!(app.first_day(""), day, "a practice takes nothing of the first day with it");
    assert!(!app.profile().unwrap().joined);
}
