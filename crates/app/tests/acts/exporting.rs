//! The register as a file, and one person's own copy for other programs.

use std::fs::File;
use std::io::Cursor;
use std::path::Path;

use posta_app::view::{AuditFilter, AuditRow, ExportPreview, ExportRequest};
use posta_identity::{Keyring, Role, UserId};
use posta_store::DeviceFile;

use crate::department::{Department, Device, ORURO, PASSWORD, SABAYA};
use crate::enrollment::ANA;

const BETO: &str = "Beto Atiende";
const DINA: &str = "Dina Supervisa";
/// More than the people of one page.
const PEOPLE: usize = 230;

/// Lines of people: of every three, one agrees to all, one refuses that the file is shared, and one was not asked.
fn lines() -> String {
    let mut lines = String::new();
    for number in 0..PEOPLE {
        let (post, on) = if number < 9 { ("pisiga", "2026-10-05") } else { ("tambo-quemado", "2026-11-05") };
        lines.push_str(&format!(
            "{{\"kind\":\"person\",\"ref\":\"p{number}\",\"given_names\":\"Persona{number}\",\"surname1\":\"=Inventada\",\
             \"phone\":\"+5917{number:07}\",\"post\":\"{post}\",\"on\":\"{on}\"}}\n"
        ));
        lines
            .push_str(&format!("{{\"kind\":\"enrollment\",\"person\":\"p{number}\",\"program\":\"sus\"}}\n"));
        let share = ["given", "refused"].get(number % 3);
        if let Some(share) = share {
            lines.push_str(&format!(
                "{{\"kind\":\"consent\",\"person\":\"p{number}\",\"language\":\"es\",\"purposes\":{{\"register\":\"given\",\
                 \"share_facility\":\"{share}\",\"contact\":\"refused\"}}}}\n"
            ));
        }
    }
    lines
}

/// A device that holds them, with the supervisor unlocked.
fn register() -> Device {
    let device = Device::of_everybody();
    device.unlock(ANA);
    let report = device.app.import(Cursor::new(lines())).unwrap();
    assert!(report.rejected.is_empty() && report.persons as usize == PEOPLE);
    device.unlock(DINA);
    device
}

fn request(format: &str) -> ExportRequest {
    ExportRequest { format: format.into(), purpose: "Informe mensual".into(), ..ExportRequest::default() }
}

/// What the audit says of exports. A session sees what was noted before it began.
fn exported(device: &Device) -> Vec<AuditRow> {
    device.unlock(DINA);
    let filter = AuditFilter { act: "exported".into(), limit: 9, ..AuditFilter::default() };
    device.app.audit_page(&filter).unwrap().rows
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn only_who_agreed_leaves_each_once_and_the_telephone_only_of_who_may_be_called() {
    let device = register();
    let folder = tempfile::tempdir().unwrap();
    let done = device.app.export_run(&request("csv"), folder.path()).unwrap();
    assert_eq!((done.people, done.opposed, done.not_asked), (77, 77, 76));
    let text = std::fs::read_to_string(&done.path).unwrap();
    assert_eq!(text.len(), done.bytes as usize);
    assert_eq!(text.lines().count(), 78);
    for number in 0..PEOPLE {
        let times = text.matches(&format!(",Persona{number},")).count();
        assert_eq!(times, usize::from(number % 3 == 0), "Persona{number}");
    }
    assert!(text.contains(",'=Inventada,") && !text.contains(",=Inventada"));
    assert!(!text.contains("5917"), "nobody agreed to be called");
    assert_eq!(names(folder.path()).len(), 1, "nothing half written is left");
    let progress = device.app.export_progress().unwrap();
    assert_eq!((progress.running, progress.done, progress.of), (false, 230, 230));
}

#[test]
fn a_preview_says_what_the_file_will_hold_and_writes_nothing() {
    let device = register();
    let seen =
        device.app.export_preview(&ExportRequest { format: "fhir".into(), ..Default::default() }).unwrap();
    let expected =
        ExportPreview { people: 77, enrollments: 77, not_asked: 76, opposed: 77, ..ExportPreview::default() };
    assert_eq!(seen, expected);
    assert!(exported(&device).is_empty());
}

#[test]
fn days_and_post_of_registration_choose_who_leaves() {
    let device = register();
    let people = |from: &str, to: &str, post: &str| {
        let (from, to, post) = (from.into(), to.into(), post.into());
        device.app.export_preview(&ExportRequest { from, to, post, ..request("csv") }).unwrap().people
    };
    assert_eq!(people("", "", "pisiga"), 3);
    assert_eq!(people("", "2026-10-31", ""), 3);
    assert_eq!(people("2026-11-01", "", ""), 74);
    assert_eq!(people("2026-11-01", "", "pisiga"), 0);
}

#[test]
fn an_export_needs_a_written_purpose_and_is_noted_with_it() {
    let device = register();
    let folder = tempfile::tempdir().unwrap();
    for (purpose, code) in
        [("", "purpose_missing"), (" .", "purpose_missing"), (&"x".repeat(201), "text_too_long")]
    {
        let asked = ExportRequest { purpose: purpose.into(), ..request("csv") };
        let refused = format!("{:?}", device.app.export_run(&asked, folder.path()).unwrap_err());
        assert!(refused.contains(code), "{refused}");
    }
    assert!(exported(&device).is_empty() && names(folder.path()).is_empty());
    device.app.export_run(&request("xlsx"), folder.path()).unwrap();
    let rows = exported(&device);
    assert_eq!(rows.len(), 1);
    assert_eq!((rows[0].user.as_str(), rows[0].record.as_str()), (DINA, "0".repeat(32).as_str()));
    assert!(rows[0].reason.contains("Informe mensual"), "{}", rows[0].reason);
}

#[test]
fn what_is_no_choice_is_refused_and_nothing_is_noted() {
    let device = register();
    let folder = tempfile::tempdir().unwrap();
    for (asked, code) in [
        (request("pdf"), "unknown_choice"),
        (ExportRequest { from: "ayer".into(), ..request("csv") }, "date_unreadable"),
        (ExportRequest { post: "marte".into(), ..request("csv") }, "post_unknown"),
    ] {
        let refused = format!("{:?}", device.app.export_run(&asked, folder.path()).unwrap_err());
        assert!(refused.contains(code), "{refused}");
    }
    let missing = device.app.export_run(&request("csv"), &folder.path().join("none")).unwrap_err();
    assert!(format!("{missing:?}").contains("folder_unknown"));
    assert!(exported(&device).is_empty());
}

#[cfg(unix)]
#[test]
fn a_file_is_for_its_owner_only_and_whole() {
    use std::os::unix::fs::PermissionsExt;
    let device = register();
    let folder = tempfile::tempdir().unwrap();
    let done = device.app.export_run(&request("fhir"), folder.path()).unwrap();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(Path::new(&done.path)), 0o600);
    let ends = std::fs::read_to_string(&done.path).unwrap();
    assert!(ends.starts_with('{') && ends.ends_with("]}\n") && ends.contains("\"Provenance\""));
    assert!(!ends.contains("\"Encounter\""), "no care scope is open to a supervisor");
}

#[test]
fn what_a_cut_left_of_an_export_goes_at_the_next_unlock() {
    let device = register();
    let folder = tempfile::tempdir().unwrap();
    let done = device.app.export_run(&request("csv"), folder.path()).unwrap();
    // As a cut would leave it: the name while it is written, and the note of it in the device's file.
    let partial = Path::new(&done.path).with_extension("partial");
    std::fs::rename(&done.path, &partial).unwrap();
    let mut keyring = Keyring::load(device.home.path()).unwrap();
    let user =
        device.app.profile().unwrap().users.into_iter().find(|user| user.role == "supervisor").unwrap();
    device.app.lock_all();
    let secrets = keyring.unlock(&user.id, PASSWORD, 0).unwrap();
    let key = keyring.file_key("device", &secrets).unwrap();
    let file = DeviceFile::open(&device.home.path().join("device.posta"), &key).unwrap();
    assert_eq!(file.setting("exporting").unwrap(), None, "a whole export leaves no note");
    file.put_setting("exporting", partial.to_string_lossy().as_bytes()).unwrap();
    let held = File::open(&partial).unwrap();
    held.lock().unwrap();
    device.app.unlock(&user.id, PASSWORD).unwrap();
    assert!(partial.exists(), "somebody is writing it");
    drop(held);
    device.app.unlock(&user.id, PASSWORD).unwrap();
    assert_eq!((partial.exists(), file.setting("exporting").unwrap()), (false, None));
}

#[test]
fn figures_leave_by_whole_months_and_nothing_of_a_few_people() {
    let device = register();
    let folder = tempfile::tempdir().unwrap();
    let of = |format: &str, from: &str, to: &str| {
        let request = ExportRequest { from: from.into(), to: to.into(), ..request(format) };
        device.app.export_run(&request, folder.path())
    };
    for (format, figure) in [("dhis2", "\"value\":\"221\""), ("adx", "value=\"221\"")] {
        let text = |from, to| std::fs::read_to_string(of(format, from, to).unwrap().path).unwrap();
        assert!(text("2026-11-01", "2026-11-30").contains(figure), "{}", text("2026-11-01", "2026-11-30"));
        let few = text("2026-10-01", "2026-10-31");
        assert!(!few.contains("registered"), "nine people at one post: {few}");
        let refused = format!("{:?}", of(format, "2026-11-02", "2026-11-30").unwrap_err());
        assert!(refused.contains("no_whole_month"), "{refused}");
    }
}

/// Somebody who supervises and was made a member of the care team too.
#[test]
fn what_care_teams_keep_leaves_only_for_who_has_their_scope_open() {
    let mut department = Department::new();
    let device = Device::blank();
    for (name, role, place) in [(BETO, Role::Care, SABAYA), (DINA, Role::Supervisor, ORURO)] {
        let (file, code) = department.invite(name, role, place);
        device.app.join_from_file(&file, &code, PASSWORD).unwrap();
    }
    device.unlock(BETO);
    let care = "{\"kind\":\"person\",\"ref\":\"p\",\"given_names\":\"Luz\"}\n\
        {\"kind\":\"consent\",\"person\":\"p\",\"purposes\":{\"register\":\"given\",\"share_facility\":\"given\"}}\n\
        {\"kind\":\"consultation\",\"person\":\"p\",\"reason\":\"atencion_salud\",\"needs\":[\"salud\",\"atencion_confidencial\"],\"note\":\"SOLO AQUI\"}\n\
        {\"kind\":\"consultation\",\"person\":\"p\",\"reason\":\"apoyo_social\",\"note\":\"SOLO AQUI\",\"restricted\":true}\n";
    assert!(device.app.import(Cursor::new(care)).unwrap().rejected.is_empty());
    device.unlock(DINA);
    let consultations = || {
        let seen = device.app.export_preview(&request("fhir")).unwrap();
        (seen.people, seen.care, seen.consultations)
    };
    assert_eq!(consultations(), (1, false, 0));
    department.hear_of(&device);
    let dina: UserId = device.id(DINA).parse().unwrap();
    department.authority.assign(&mut department.log, dina, Role::Care, SABAYA).unwrap();
    device.app.lock_all();
    department.tell(&device);
    // The keys of the scope come from a member of it.
    device.unlock(BETO);
    device.unlock(DINA);
    assert_eq!(consultations(), (1, true, 1));
    let folder = tempfile::tempdir().unwrap();
    let done = device.app.export_run(&request("fhir"), folder.path()).unwrap();
    let text = std::fs::read_to_string(done.path).unwrap();
    assert!(text.contains("\"Encounter\"") && text.contains("atencion_salud"));
    for word in ["SOLO AQUI", "confidencial", "apoyo_social"] {
        assert!(!text.contains(word), "{word}");
    }
    let csv = device.app.export_run(&request("csv"), folder.path()).unwrap();
    assert!(!std::fs::read_to_string(csv.path).unwrap().contains("Atención de salud"));
}

#[test]
fn a_persons_own_copy_has_a_bundle_beside_it_whatever_was_refused_to_others() {
    let device = register();
    let found = device.app.find_people("Persona1", 20).unwrap();
    let person = found.iter().find(|one| one.name.starts_with("Persona1 ")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let copy = device.app.export_person(&person.id, folder.path()).unwrap();
    let bundle = std::fs::read_to_string(Path::new(&copy.path).with_extension("fhir.json")).unwrap();
    assert!(bundle.contains("\"Patient\"") && bundle.contains("Persona1") && bundle.contains("+59170000001"));
    assert_eq!(names(folder.path()).len(), 2);
}

#[test]
fn whoever_is_one_person_leaves_once_and_by_the_stricter_of_what_they_said() {
    let device = register();
    let id = |name: &str| {
        let found = device.app.find_people(name, 20).unwrap();
        found.into_iter().find(|one| one.name.starts_with(&format!("{name} "))).unwrap().id
    };
    let counts = || {
        let seen = device.app.export_preview(&request("csv")).unwrap();
        (seen.people, seen.opposed, seen.not_asked)
    };
    assert_eq!(counts(), (77, 77, 76));
    device.app.decide_pair(&id("Persona0"), &id("Persona3"), "same").unwrap();
    assert_eq!(counts(), (76, 77, 76), "two who agreed are one");
    device.app.decide_pair(&id("Persona6"), &id("Persona7"), "same").unwrap();
    assert_eq!(counts(), (75, 77, 76), "one no is a no");
}
