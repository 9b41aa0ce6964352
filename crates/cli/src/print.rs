//! Results for people at a terminal; with `--json` the same as one object.

use std::fmt::Write as _;

use posta_app::report::{CheckView, ImportReport, ScopeDigest, StatusReport};
use posta_app::view::{
    AuditFault, AuditPage, CodeView, MembersView, PersonCard, PersonView, Saved, SessionView, SyncReport,
    TablePreview,
};
use serde_json::json;

use crate::outcome::Outcome;

pub fn session(session: &SessionView) -> Outcome {
    let text = format!("{} · {} · {}\n", session.user.name, session.user.role, session.post.name);
    Outcome::new(json!(session), text)
}

/// A code to be shown to another device.
pub fn code(view: &CodeView) -> Outcome {
    Outcome::new(
        json!({ "text": view.text, "words": view.words }),
        format!("{}\n{}\n", view.text, view.words.join(" ")),
    )
}

pub fn import(report: &ImportReport) -> Outcome {
    let mut text = format!(
        "persons {} · enrollments {} · consents {} · consultations {} · edits {} · rejected {}\n",
        report.persons,
        report.enrollments,
        report.consents,
        report.consultations,
        report.edits,
        report.rejected.len()
    );
    for line in &report.rejected {
        let _ = writeln!(text, "line {}: {} {}", line.line, line.reason, line.field);
    }
    if let Some(code) = &report.stopped_by {
        let _ = writeln!(text, "stopped early ({code}): what is counted is in, later lines were not tried");
    }
    let exit = match (&report.stopped_by, report.rejected.is_empty()) {
        (Some(_), _) => 7,
        (None, false) => 3,
        (None, true) => 0,
    };
    Outcome { value: json!(report), text, exit }
}

/// What of a table would go in; exit code 3 when a row would not.
pub fn table(preview: &TablePreview) -> Outcome {
    let mut text = String::new();
    for column in &preview.columns {
        let field = if column.field.is_empty() { "(left out)" } else { &column.field };
        let _ = writeln!(text, "{}: {field}", column.heading);
    }
    let _ = writeln!(text, "rows {} · good {}", preview.rows, preview.good);
    for problem in &preview.problems {
        let _ = writeln!(text, "line {}: {} {}", problem.line, problem.code, problem.field);
    }
    Outcome { value: json!(preview), text, exit: if preview.good == preview.rows { 0 } else { 3 } }
}

pub fn people(people: &[PersonCard]) -> Outcome {
    let mut text = String::new();
    for person in people {
        let _ = writeln!(text, "{}  {}", person.id, person_line(person));
    }
    Outcome::new(json!({ "people": people }), text)
}

pub fn saved(saved: &Saved) -> Outcome {
    let mut text = format!("{}\n", saved.id);
    for warning in &saved.warnings {
        let _ = writeln!(text, "{}: {}", warning.field, warning.code);
    }
    Outcome::new(json!(saved), text)
}

fn person_line(person: &PersonCard) -> String {
    let name = if person.name.is_empty() { posta_domain::UNNAMED } else { &person.name };
    let parts = [name, &person.birth, &person.nationality, &person.document, &person.post_name];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

pub fn person(person: &PersonView) -> Outcome {
    let mut text = format!("{}\n", person_line(&person.card));
    for conflict in &person.conflicts {
        let _ = writeln!(text, "{} has {} values:", conflict.field, conflict.values.len());
        for value in &conflict.values {
            let _ = writeln!(text, "  {} ({}, {}, {})", value.value, value.author, value.post, value.at);
        }
    }
    for enrollment in &person.enrollments {
        let decided = &enrollment.eligibility;
        let _ = writeln!(
            text,
            "{} {} · {} · {} ({}, {}) · {}",
            enrollment.id,
            enrollment.program,
            enrollment.status,
            decided.outcome,
            decided.version,
            decided.on,
            enrollment.facility
        );
        for paper in decided.requirements.iter().filter(|paper| !paper.state.is_empty()) {
            let _ = writeln!(text, "  {} {} ({}, {})", paper.code, paper.state, paper.by, paper.on);
        }
    }
    for consent in &person.consents {
        let _ = writeln!(
            text,
            "{} {} ({}, {})",
            consent.purpose, consent.decision, consent.explained_by, consent.on
        );
    }
    for member in &person.household_members {
        let _ = writeln!(text, "{} {}  {}", member.card.id, member.role, person_line(&member.card));
    }
    for entry in &person.timeline {
        let _ = writeln!(text, "{} {} · {} · {}", entry.at, entry.kind, entry.author, entry.post);
    }
    Outcome::new(json!(person), text)
}

pub fn sync(report: &SyncReport) -> Outcome {
    let text = format!(
        "sent {} batches, {} records, {} bytes; received {} batches, {} records, {} bytes; {} requests, {} ms\n",
        report.batches_up,
        report.records_up,
        report.bytes_up,
        report.batches_down,
        report.records_down,
        report.bytes_down,
        report.requests,
        report.milliseconds
    );
    let exit = if report.refused > 0 { 5 } else { 0 };
    Outcome { value: json!(report), text, exit }
}

pub fn status(status: &StatusReport) -> Outcome {
    let mut text = format!(
        "{} ({}) · {} · {} people · {} conflicts · {} to send · {} set aside\n",
        status.user,
        status.role,
        status.post,
        status.people,
        status.conflicts,
        status.pending,
        status.quarantined
    );
    let _ = match status.last_contact.and_then(|at| chrono::DateTime::from_timestamp(at, 0)) {
        Some(at) => writeln!(text, "last contact with the server {}", at.format("%Y-%m-%dT%H:%M:%SZ")),
        None => writeln!(text, "no contact with the server yet"),
    };
    for wait in &status.waits {
        let code = if wait.code.is_empty() { String::new() } else { format!(" ({})", wait.code) };
        let _ = writeln!(text, "waits  {} {}: {}{code}", wait.records, wait.sensitivity, wait.reason);
    }
    if status.failures > 0 {
        let _ = writeln!(text, "{} exchanges in a row failed", status.failures);
    }
    for scope in &status.scopes {
        let _ = writeln!(
            text,
            "{} {}: {} documents, {} batches",
            scope.sensitivity, scope.place, scope.documents, scope.batches
        );
    }
    Outcome::new(json!(status), text)
}

pub fn digest(digests: &[ScopeDigest]) -> Outcome {
    let mut text = String::new();
    for scope in digests {
        let _ = writeln!(text, "{}  {} {}", scope.digest, scope.sensitivity, scope.place);
    }
    Outcome::new(json!({ "scopes": digests }), text)
}

pub fn check(check: &CheckView) -> Outcome {
    let mut text = format!("{} batches, {} documents, {} rows\n", check.batches, check.documents, check.rows);
    for fault in &check.faults {
        let _ = writeln!(text, "fault: {fault}");
    }
    let exit = if check.ok { 0 } else { 7 };
    Outcome { value: json!(check), text, exit }
}

pub fn members(members: &MembersView) -> Outcome {
    let mut text = String::new();
    for user in &members.users {
        let roles: Vec<&str> = user.roles.iter().map(|right| right.role.as_str()).collect();
        let state = match (user.active, user.joined) {
            (false, _) => "cut off",
            (true, false) => "invited",
            (true, true) => "active",
        };
        let _ = writeln!(text, "user {}  {} · {} · {state}", user.id, user.name, roles.join(", "));
    }
    for device in &members.devices {
        let state = if device.active { "active" } else { "cut off" };
        let users = device.users.join(", ");
        let _ = writeln!(text, "device {}  {users} · {} batches · {state}", device.id, device.batches);
    }
    for aside in &members.aside {
        let _ = writeln!(
            text,
            "aside {} {} {}  {} · {} · {} bytes",
            aside.feed, aside.n, aside.hash, aside.author, aside.sensitivity, aside.bytes
        );
    }
    for line in &members.elsewhere {
        let _ = writeln!(
            text,
            "aside elsewhere  {} · {} {} · {} batches of device {}",
            line.author, line.sensitivity, line.place, line.batches, line.device
        );
    }
    Outcome::new(json!(members), text)
}

pub fn audit(page: &AuditPage) -> Outcome {
    let mut text = String::new();
    for row in &page.rows {
        let _ = writeln!(text, "{} {} {} · {} · {}", row.at, row.act, row.record, row.user, row.reason);
    }
    let _ = writeln!(text, "{} of {}", page.rows.len(), page.total);
    let exit = if page.faults.is_empty() { 0 } else { 7 };
    Outcome { value: json!(page), text, exit }
}

pub fn audit_faults(faults: &[AuditFault]) -> Outcome {
    let mut text = String::new();
    for fault in faults {
        let _ =
            writeln!(text, "{}: feed {}, batch {}, device {}", fault.code, fault.feed, fault.n, fault.device);
    }
    if faults.is_empty() {
        text.push_str("the audit is whole\n");
    }
    let exit = if faults.is_empty() { 0 } else { 7 };
    Outcome { value: json!({ "ok": faults.is_empty(), "faults": faults }), text, exit }
}

#[cfg(test)]
mod tests {
    use posta_app::view::WaitCard;

    use super::*;

    #[test]
    fn a_status_says_what_waits_why_and_since_when_nobody_was_heard() {
        let wait = |records, sensitivity: &str, reason: &str, code: &str| WaitCard {
            sensitivity: sensitivity.into(),
            records,
            reason: reason.into(),
            code: code.into(),
        };
        let report = StatusReport {
            user: "Ana".into(),
            role: "registrar".into(),
            post: "Pisiga".into(),
            device: String::new(),
            server: String::new(),
            people: 3,
            conflicts: 0,
            scopes: Vec::new(),
            pending: 5,
            waits: vec![
                wait(3, "registry", "captive_portal", "POSTA-S5"),
                wait(2, "care", "next_exchange", ""),
            ],
            failures: 4,
            last_contact: Some(1_795_000_000),
            quarantined: 0,
        };
        let told = status(&report).text;
        assert!(told.contains("last contact with the server 2026-11-18T11:06:40Z\n"), "{told}");
        assert!(told.contains("waits  3 registry: captive_portal (POSTA-S5)\n"), "{told}");
        assert!(told.contains("waits  2 care: next_exchange\n"), "{told}");
        assert!(told.contains("4 exchanges in a row failed\n"), "{told}");
        let never = status(&StatusReport { last_contact: None, failures: 0, ..report }).text;
        assert!(never.contains("no contact with the server yet\n") && !never.contains("in a row"), "{never}");
    }
}
