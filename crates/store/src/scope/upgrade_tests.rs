//! Files that an older program left, opened by this one.

use posta_documents::Document;
use posta_domain::{DocumentId, Fields, Linkage, LinkageDecision, Scalar};
use posta_identity::FileKey;
use posta_identity::ids::ScopeId;
use rusqlite::named_params;

use super::ScopeFile;
use crate::error::Error;
use crate::file::open_file;
use crate::migration::{Family, Migration, SCOPE};
use crate::transaction::{self, Writer};

const FIRST: &Migration = &SCOPE.migrations[0];

/// Format 1, as the program that knew no other wrote it.
const OLD: Family = Family {
    application: SCOPE.application,
    migrations: &[Migration { number: FIRST.number, sql: FIRST.sql, then: None }],
};

/// Format 1, and a step to 2 that fails at its end.
const FAILING: Family = Family {
    application: SCOPE.application,
    migrations: &[
        Migration { number: FIRST.number, sql: FIRST.sql, then: None },
        Migration {
            number: 2,
            sql: include_str!("../../migrations/scope/0002_enrollment.sql"),
            then: Some(|_| Err(Error::Busy)),
        },
    ],
};

const PERSON: DocumentId = DocumentId([1; 16]);
const ENROLLMENT: DocumentId = DocumentId([2; 16]);
const CONSENT: DocumentId = DocumentId([3; 16]);

fn fields(pairs: &[(&str, Scalar)]) -> Fields {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect()
}

/// A document as a file of format 1 holds it; of words that its program does not know it made no rows.
fn keep(writer: &Writer<'_>, kind: &str, id: DocumentId, fields: &Fields) {
    let (mut document, _) = Document::create([9; 16], fields, 1_790_000_000).unwrap();
    let (saved, heads) = (document.save(), document.heads().concat());
    let sql = "INSERT INTO document (kind, id, heads, saved) VALUES (:kind, :id, :heads, :saved)";
    let named = named_params! { ":kind": kind, ":id": id.as_bytes(), ":heads": heads, ":saved": saved };
    writer.insert(sql, named).unwrap();
}

/// A file of format 1 with a person, an enrollment and a consent that came from newer devices.
fn old_file(folder: &tempfile::TempDir, key: &FileKey) -> std::path::PathBuf {
    let path = folder.path().join(format!("{}.posta", ScopeId::from([7; 16])));
    let connection = open_file(&path, key, &OLD).unwrap();
    transaction::write(&connection, |writer| {
        writer.execute("INSERT INTO identity (row, scope) VALUES (1, :scope)", [[7_u8; 16]])?;
        let person = [
            ("given_names", "Rosa".into()),
            ("surname1", "Mamani".into()),
            ("household", "0b".repeat(16).into()),
            ("household_role", "head".into()),
            ("same_day", true.into()),
        ];
        keep(writer, "person", PERSON, &fields(&person));
        let of_her = ("person", Scalar::from(PERSON.to_string()));
        let enrollment = [of_her.clone(), ("program", "sus".into()), ("outcome", "cubierta".into())];
        keep(writer, "enrollment", ENROLLMENT, &fields(&enrollment));
        let consent = [of_her, ("on", "2026-11-20".into()), ("purpose/contact", "refused".into())];
        keep(writer, "consent", CONSENT, &fields(&consent));
        Ok(())
    })
    .unwrap();
    path
}

fn assert_new(path: &std::path::Path, key: &FileKey) {
    let file = ScopeFile::open(path, key).unwrap();
    let person = file.person(&PERSON).unwrap().unwrap();
    assert_eq!((person.household_role.as_str(), person.same_day), ("head", true));
    assert_eq!(file.household(&"0b".repeat(16)).unwrap().len(), 1);
    assert_eq!(file.household("").unwrap(), []);
    assert_eq!(file.search("mamani", 5).unwrap().len(), 1);
    assert_eq!(file.enrollments_of(&PERSON).unwrap()[0].outcome, "cubierta");
    let consents = file.consents_of(&PERSON).unwrap();
    assert_eq!((consents[0].id, consents[0].on.as_str()), (CONSENT, "2026-11-20"));
    let report = file.check(&[]).unwrap();
    assert!(report.faults.is_empty() && report.documents == 3, "{report:?}");
}

#[test]
fn a_file_of_format_one_is_opened_with_everything_it_held() {
    let (folder, key) = (tempfile::tempdir().unwrap(), FileKey::random());
    let path = old_file(&folder, &key);
    assert_new(&path, &key);
    assert_new(&path, &key);
}

#[test]
fn an_upgrade_that_ends_early_leaves_the_file_as_it_was() {
    let (folder, key) = (tempfile::tempdir().unwrap(), FileKey::random());
    let path = old_file(&folder, &key);
    assert!(matches!(open_file(&path, &key, &FAILING), Err(Error::Busy)));
    let connection = open_file(&path, &key, &OLD).unwrap();
    let format: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    assert_eq!(format, 1);
    drop(connection);
    assert_new(&path, &key);
}

#[test]
fn an_older_program_does_not_touch_a_file_of_a_newer_format() {
    let (folder, key) = (tempfile::tempdir().unwrap(), FileKey::random());
    let path = old_file(&folder, &key);
    drop(ScopeFile::open(&path, &key).unwrap());
    assert!(
        matches!(open_file(&path, &key, &OLD), Err(Error::Newer { found, known: 1 }) if found == SCOPE.newest())
    );
}

#[test]
fn what_was_decided_of_two_records_and_was_not_known_is_shown_after_the_upgrade() {
    let (folder, key) = (tempfile::tempdir().unwrap(), FileKey::random());
    let path = old_file(&folder, &key);
    let other = DocumentId([8; 16]);
    let decided = Linkage { decision: LinkageDecision::Same, ..Linkage::of(PERSON, other) };
    let connection = open_file(&path, &key, &OLD).unwrap();
    transaction::write(&connection, |writer| {
        keep(writer, "person", other, &fields(&[("given_names", "Rosita".into())]));
        keep(writer, "linkage", decided.id(), &decided.to_fields());
        Ok(())
    })
    .unwrap();
    drop(connection);
    let file = ScopeFile::open(&path, &key).unwrap();
    assert_eq!(file.linked_with(&other).unwrap().len(), 2);
    assert!(file.check(&[]).unwrap().faults.is_empty());
}

#[test]
fn trainings_and_publications_that_an_older_program_kept_without_knowing_them_are_listed_after_the_upgrade() {
    let (folder, key) = (tempfile::tempdir().unwrap(), FileKey::random());
    let path = old_file(&folder, &key);
    let (training, participant) = (DocumentId([4; 16]), DocumentId([5; 16]));
    let connection = open_file(&path, &key, &OLD).unwrap();
    transaction::write(&connection, |writer| {
        keep(
            writer,
            "training",
            training,
            &fields(&[("title", "Derechos".into()), ("state", "held".into())]),
        );
        let of_it = ("training", Scalar::from(training.to_string()));
        keep(writer, "participant", participant, &fields(&[of_it, ("name", "Ana".into())]));
        keep(writer, "publication", DocumentId([6; 16]), &fields(&[("title", "Año nuevo".into())]));
        Ok(())
    })
    .unwrap();
    drop(connection);
    let file = ScopeFile::open(&path, &key).unwrap();
    assert_eq!(file.trainings().unwrap()[0].0, training);
    assert_eq!(file.participants_of(&training).unwrap()[0].0, participant);
    assert_eq!(file.search_publications("ano").unwrap()[0].id, DocumentId([6; 16]));
    assert!(file.check(&[]).unwrap().faults.is_empty());
}

/// Format 3, as the program that knew no later one left it.
const THIRD: Family = Family {
    application: SCOPE.application,
    migrations: &[
        Migration { number: FIRST.number, sql: FIRST.sql, then: None },
        Migration { number: 2, sql: SCOPE.migrations[1].sql, then: None },
        Migration { number: 3, sql: SCOPE.migrations[2].sql, then: None },
    ],
};

#[test]
fn a_file_of_format_three_with_referrals_and_follow_ups_learns_in_what_they_were_made() {
    let (folder, key) = (tempfile::tempdir().unwrap(), FileKey::random());
    let path = folder.path().join(format!("{}.posta", ScopeId::from([7; 16])));
    let (made_in, referral, follow_up) = (DocumentId([4; 16]), DocumentId([5; 16]), DocumentId([6; 16]));
    let connection = open_file(&path, &key, &THIRD).unwrap();
    transaction::write(&connection, |writer| {
        writer.execute("INSERT INTO identity (row, scope) VALUES (1, :scope)", [[7_u8; 16]])?;
        let of_it = ("consultation", Scalar::from(made_in.to_string()));
        keep(writer, "referral", referral, &fields(&[of_it.clone(), ("need", "salud".into())]));
        keep(writer, "follow_up", follow_up, &fields(&[of_it, ("state", "pendiente".into())]));
        writer.execute_script(
            "INSERT INTO referral SELECT row, id, zeroblob(16), '', '', 'salud', zeroblob(16), '', '', '', '', 'preparada',
                 0, 0, NULL, zeroblob(16), 0, 0, 0 FROM document WHERE kind = 'referral';
             INSERT INTO follow_up SELECT row, id, zeroblob(16), zeroblob(16), '', '', '', '', 'pendiente', '', 3,
                 zeroblob(16), 0, 0, 0 FROM document WHERE kind = 'follow_up';",
        )?;
        Ok(())
    })
    .unwrap();
    drop(connection);
    let file = ScopeFile::open(&path, &key).unwrap();
    let made = file.made_in(&made_in).unwrap();
    assert_eq!(made, [(posta_domain::Kind::Referral, referral), (posta_domain::Kind::FollowUp, follow_up)]);
    assert!(file.check(&[]).unwrap().faults.is_empty());
}
