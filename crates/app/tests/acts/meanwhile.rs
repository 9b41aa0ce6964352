//! What is slow, a hash or a check of the whole audit, keeps nobody else waiting. No clock takes part: at the very moment
//! that something slow is done, somebody else saves.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::{Arc, mpsc};
use std::time::Duration;

use posta_app::App;
use posta_app::view::{AuditFilter, PersonInput, RegistrationInput};
use posta_identity::{Role, slow};

use crate::department::{Department, Device, ORURO, PASSWORD, SABAYA};

const ANA: &str = "Ana Registra";
const BETO: &str = "Beto Atiende";
const DINA: &str = "Dina Supervisa";
const CARMEN: &str = "Carmen Atiende";
const NEW: &str = "otra frase nueva";
const PIN: &str = "4071";
/// Only who really has to wait waits so long.
const PATIENCE: Duration = Duration::from_secs(20);

/// A shared device, Carmen's own, and the authority's folder. Ana is unlocked on the one, Carmen on the other.
struct Post {
    department: Department,
    shared: Device,
    own: Device,
    folder: tempfile::TempDir,
}

impl Post {
    fn new() -> Self {
        let mut department = Department::new();
        let (shared, own) = (Device::blank(), Device::blank());
        for (name, role, place) in
            [(ANA, Role::Registrar, SABAYA), (BETO, Role::Care, SABAYA), (DINA, Role::Supervisor, ORURO)]
        {
            let (file, code) = department.invite(name, role, place);
            shared.app.join_from_file(&file, &code, PASSWORD).unwrap();
        }
        shared.unlock(DINA);
        department.hear_of(&shared);
        let (file, code) = department.invite(CARMEN, Role::Care, SABAYA);
        own.app.join_from_file(&file, &code, PASSWORD).unwrap();
        department.hear_of(&own);
        shared.app.lock_all();
        department.tell(&shared);
        shared.unlock(ANA);
        let folder = tempfile::tempdir().unwrap();
        department.authority.save(folder.path()).unwrap();
        Post { department, shared, own, folder }
    }
}

fn save(app: &App) -> bool {
    let person = PersonInput { given_names: "Rosa".into(), surname1: "Mamani".into(), ..Default::default() };
    app.register_person(&RegistrationInput { person, ..Default::default() }).is_ok()
}

/// Does `act`, and `other` in another thread each time that something slow begins in it.
fn while_slow(app: &Arc<App>, other: fn(&App) -> bool, act: impl FnOnce()) {
    let done = Rc::new(RefCell::new(Vec::new()));
    let (app, seen) = (Arc::clone(app), Rc::clone(&done));
    slow::do_meanwhile(move || {
        let (app, (say, hear)) = (Arc::clone(&app), mpsc::channel());
        std::thread::spawn(move || say.send(other(&app)));
        seen.borrow_mut().push(hear.recv_timeout(PATIENCE).unwrap_or(false));
    });
    act();
    slow::do_meanwhile(|| {});
    let done = done.take();
    assert!(!done.is_empty(), "nothing slow was done");
    assert!(done.iter().all(|done| *done), "somebody had to wait: {done:?}");
}

#[test]
fn somebody_saves_while_another_one_s_password_or_pin_is_tried_or_made() {
    let Post { shared, .. } = Post::new();
    while_slow(&shared.app, save, || shared.app.change_password(PASSWORD, NEW).unwrap());
    shared.app.change_password(NEW, PASSWORD).unwrap();
    while_slow(&shared.app, save, || shared.app.set_pin(PIN).unwrap());
    while_slow(&shared.app, save, || shared.unlock(BETO));
    while_slow(&shared.app, save, || drop(shared.app.resume(&shared.id(ANA), "0000").unwrap_err()));
    while_slow(&shared.app, save, || drop(shared.app.resume(&shared.id(ANA), PIN).unwrap()));
}

#[test]
fn somebody_saves_while_a_newcomer_or_a_colleague_is_taken_in() {
    let Post { mut department, shared, own, .. } = Post::new();
    let (file, code) = department.invite("Luz Nueva", Role::Registrar, SABAYA);
    while_slow(&shared.app, save, || drop(shared.app.join_from_file(&file, &code, PASSWORD).unwrap()));
    let mut request = None;
    while_slow(&shared.app, save, || request = shared.app.attach_request().ok());
    let request = request.unwrap();
    let mut answer = None;
    while_slow(&own.app, save, || answer = own.app.attach_answer(&request.text, PASSWORD).ok());
    let answer = answer.unwrap();
    while_slow(&shared.app, save, || drop(shared.app.attach_finish(&answer.text, NEW).unwrap()));
}

#[test]
fn every_session_can_be_ended_while_a_colleague_s_slot_is_made_and_the_answer_serves_no_more() {
    let Post { shared, own, .. } = Post::new();
    let request = shared.app.attach_request().unwrap();
    let answer = own.app.attach_answer(&request.text, PASSWORD).unwrap();
    let end = |app: &App| {
        app.lock_all();
        true
    };
    while_slow(&shared.app, end, || {
        assert_eq!(shared.app.attach_finish(&answer.text, NEW).unwrap_err().code(), "POSTA-R2");
    });
    assert_eq!(shared.app.profile().unwrap().users.len(), 3);
}

#[test]
fn somebody_saves_while_a_forgotten_password_is_replaced() {
    let Post { shared, folder, .. } = Post::new();
    let beto = shared.id(BETO);
    let mut asked = None;
    while_slow(&shared.app, save, || asked = shared.app.begin_recovery(&beto).ok());
    let asked = asked.unwrap();
    shared.unlock(DINA);
    while_slow(&shared.app, save, || drop(shared.app.inspect_challenge(&asked.text).unwrap()));
    let mut answer = None;
    while_slow(&shared.app, save, || {
        answer = shared.app.answer_recovery(&asked.text, folder.path(), &[]).ok();
    });
    let answer = answer.unwrap();
    while_slow(&shared.app, save, || drop(shared.app.finish_recovery(&beto, &answer.text, NEW).unwrap()));
}

#[test]
fn somebody_saves_while_the_audit_is_checked_and_later_pages_do_not_check_it_again() {
    let Post { shared, .. } = Post::new();
    shared.unlock(DINA);
    let page = |offset| AuditFilter { offset, limit: 10, ..Default::default() };
    while_slow(&shared.app, save, || assert!(shared.app.audit_page(&page(0)).unwrap().faults.is_empty()));
    while_slow(&shared.app, save, || assert!(shared.app.check_audit().unwrap().is_empty()));
    slow::do_meanwhile(|| panic!("a page that is not the first checks the audit"));
    shared.app.audit_page(&page(10)).unwrap();
}
