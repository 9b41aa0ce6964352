use posta_domain::{Birth, Person};

use super::*;
use crate::database::SavedDocument;
use crate::folder::Folder;
use crate::provision::init_department;
use crate::quota::Quotas;

#[test]
fn a_look_up_is_never_answered_by_an_earlier_register_than_it_was_asked_of() {
    let folder = tempfile::tempdir().unwrap();
    let (data, authority) = (folder.path().join("data"), folder.path().join("authority"));
    let [here, there] =
        ["04", "05"].map(|code| init_department(&data, &authority, "bo", code).unwrap().department);
    let server = Server::open(&Folder::new(&data), Quotas::default()).unwrap();
    let asker = Asker {
        department: here,
        user: UserId::from([1; 16]),
        device: DeviceId::from([2; 16]),
        registry: ScopeId::registry_of(&here),
    };
    let sought = posta_protocol::Sought {
        given_names: "Rosa".into(),
        surname1: "Quispealta".into(),
        birth: "1991-07-23".into(),
        ..posta_protocol::Sought::default()
    };
    let rosa = Person {
        given_names: "Rosa".into(),
        surname1: "Quispealta".into(),
        birth: Birth::parse("1991-07-23").unwrap(),
        ..Person::default()
    };
    let ask = || {
        let noted = Noted { asker, row: 0, edition: Edition::now(&server.database).unwrap() };
        answer(&server, &noted, &Question::LookUp(sought.clone()))
    };
    let is_late = |refusal: &Refusal| matches!(refusal, Refusal::Trouble(error) if error.is_busy());
    assert!(is_late(&ask().err().unwrap()), "nothing was read");
    register::read_again(&server).unwrap();
    assert_eq!(ask().unwrap(), ElsewhereAnswer::Candidates(Vec::new()));
    let (mut made, _) = posta_documents::Document::create([1; 16], &rosa.to_fields(), 1).unwrap();
    let merged = SavedDocument { heads: made.heads(), saved: made.save() };
    let there = ScopeId::registry_of(&there);
    let put = |transaction: &crate::database::Transaction<'_>| {
        db::put_document(transaction, there, "person", [7; 16], &merged)
    };
    server.database.write(put).unwrap();
    assert!(is_late(&ask().err().unwrap()), "nobody was found in what was read before");
    register::read_again(&server).unwrap();
    let Ok(ElsewhereAnswer::Candidates(found)) = ask() else { panic!("refused") };
    assert_eq!(found.len(), 1);
}
