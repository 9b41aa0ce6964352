//! Import of JSON Lines: the good lines go in, the bad ones are named by number and reason.

mod table;

use std::collections::BTreeMap;
use std::io::BufRead;

use posta_domain::import::{ImportLine, Pointer, parse_line};
use posta_domain::{AuditAct, DocumentId, Enrollment, Facts, Kind, Person, Problem};
use posta_store::Write;

use crate::app::App;
use crate::enrollment::facts_of;
use crate::error::Error;
use crate::open::Open;
use crate::permission::Act;
use crate::person::only_warnings;
use crate::report::{ImportReport, RejectedLine};
use crate::scope::Deed;
use crate::time::Moment;

/// Acts that share one transaction.
const GROUP: usize = 200;
/// Longest line. Bytes.
const LINE: usize = 64 * 1024;

impl App {
    /// Imports lines as acts of the user; returns once all that was taken is durable.
    ///
    /// # Errors
    /// [`Error::Locked`], [`Error::NotAllowed`], [`Error::Storage`]: what earlier groups took stays.
    pub fn import(&self, lines: impl BufRead) -> Result<ImportReport, Error> {
        let now = self.now();
        self.with(|open| {
            open.allow(Act::RegisterPerson)?;
            let mut import = Import {
                open,
                now,
                report: ImportReport::default(),
                kinds: BTreeMap::new(),
                people: BTreeMap::new(),
                households: BTreeMap::new(),
                conversations: BTreeMap::new(),
                registry: Vec::new(),
                care: Vec::new(),
                waiting: Vec::new(),
            };
            for (index, line) in lines.split(b'\n').enumerate() {
                let line = line.map_err(|error| Error::Storage(error.kind().to_string()))?;
                let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
                if let Err(error) = import.take(number, &line) {
                    import.report.stopped_by = Some(error.code().into());
                    return Ok(import.report);
                }
            }
            if let Err(error) = import.flush() {
                import.report.stopped_by = Some(error.code().into());
            }
            Ok(import.report)
        })
    }
}

struct Import<'a> {
    open: &'a Open,
    now: Moment,
    report: ImportReport,
    /// What each `ref` became.
    kinds: BTreeMap<String, (Kind, DocumentId)>,
    registry: Vec<Deed>,
    care: Vec<Deed>,
    /// People of this file, for what a programme says of them.
    people: BTreeMap<DocumentId, Person>,
    /// What each key of a family group became.
    households: BTreeMap<String, DocumentId>,
    /// Conversations of this file by person.
    conversations: BTreeMap<DocumentId, Vec<DocumentId>>,
    /// Lines that count once they are durable, with their `ref` and what they become.
    waiting: Vec<(ImportLine, String, DocumentId)>,
}

/// Why a line stays out: field and reason.
struct Rejected(String, String);

impl From<Problem> for Rejected {
    fn from(problem: Problem) -> Self {
        Rejected(problem.field, problem.code.into())
    }
}

impl Import<'_> {
    fn take(&mut self, line: u32, bytes: &[u8]) -> Result<(), Error> {
        let rejected = match self.read(bytes) {
            Ok(None) => return Ok(()),
            Ok(Some(parsed)) => self.carry_out(parsed)?,
            Err(rejected) => Some(rejected),
        };
        if let Some(Rejected(field, reason)) = rejected {
            self.report.rejected.push(RejectedLine { line, field, reason });
        }
        if self.registry.len() + self.care.len() >= GROUP {
            self.flush()?;
        }
        Ok(())
    }

    fn read(&self, bytes: &[u8]) -> Result<Option<ImportLine>, Rejected> {
        if bytes.len() > LINE {
            return Err(Rejected(String::new(), "line_too_long".into()));
        }
        let text = std::str::from_utf8(bytes).map_err(|_| Rejected(String::new(), "not_utf8".into()))?;
        if text.trim().is_empty() {
            return Ok(None);
        }
        parse_line(text)
            .map(Some)
            .map_err(|error| Rejected(error.field.unwrap_or_default(), error.code.to_owned()))
    }

    fn carry_out(&mut self, line: ImportLine) -> Result<Option<Rejected>, Error> {
        let reference = line.reference().map(str::to_owned).unwrap_or_default();
        let outcome = match &line {
            ImportLine::Edit(edit) => {
                // An edit builds on what is stored, so earlier lines have to be.
                self.flush()?;
                self.edit(edit)?
            }
            _ => self.create(&line)?,
        };
        let (kind, id, write) = match outcome {
            Ok(made) => made,
            Err(rejected) => return Ok(Some(rejected)),
        };
        let deed = Deed { writes: vec![write], draft: None };
        match kind {
            Kind::Consultation => self.care.push(deed),
            _ => self.registry.push(deed),
        }
        let is_edit = matches!(line, ImportLine::Edit(_));
        if !reference.is_empty() && !is_edit {
            self.kinds.insert(reference.clone(), (kind, id));
        }
        self.waiting.push((line, reference, id));
        if is_edit {
            // The next edit of the same record must see this one.
            self.flush()?;
        }
        Ok(None)
    }

    fn create(&mut self, line: &ImportLine) -> Result<Result<(Kind, DocumentId, Write), Rejected>, Error> {
        let id = match line {
            ImportLine::Consultation(_) => self.open.desk.new_sealed_id(),
            ImportLine::Enrollment(_) => self.open.new_record_id(&Kind::Enrollment),
            ImportLine::Consent(_) => self.open.new_record_id(&Kind::Consent),
            _ => self.open.new_record_id(&Kind::Person),
        };
        Ok(self.fields_of(line, id)?.map(|(kind, fields)| (kind.clone(), id, Write { kind, id, fields })))
    }

    fn fields_of(
        &mut self,
        line: &ImportLine,
        id: DocumentId,
    ) -> Result<Result<(Kind, posta_domain::Fields), Rejected>, Error> {
        let (pack, today) = (self.open.desk.pack, self.now.today);
        let household = match line {
            ImportLine::Person(line) => self.household(&line.household)?,
            _ => String::new(),
        };
        let own_post = &self.open.desk.post.code;
        let made = match line {
            ImportLine::Person(line) => line.to_person().map_err(Rejected::from).and_then(|mut person| {
                if !person.guardian_person.is_empty() {
                    let (_, id) = self.find(&person.guardian_person, "guardian_person")?;
                    person.guardian_person = id.to_string();
                }
                fill(&mut person.registered_post, own_post);
                person.registered_on.get_or_insert(today);
                person.household = household;
                let problems = person.problems(pack, today);
                let fields = person.to_fields();
                self.people.insert(id, person);
                Ok((Kind::Person, fields, problems))
            }),
            ImportLine::Enrollment(line) => self.person(&line.person).and_then(|person| {
                let mut enrollment = line.to_enrollment(person)?;
                fill(&mut enrollment.post, own_post);
                enrollment.on.get_or_insert(today);
                enrollment.recorder = self.open.desk.secrets.name.clone();
                self.complete(&mut enrollment);
                let held = self.open.is_held_up(&person, &enrollment.status);
                if held.map_err(|_| Rejected("person".into(), "unknown_ref".into()))? {
                    return Err(Rejected("status".into(), "critical_undecided".into()));
                }
                Ok((Kind::Enrollment, enrollment.to_fields(), enrollment.problems(pack, today)))
            }),
            ImportLine::Consent(line) => self.person(&line.person).and_then(|person| {
                let mut consent = line.to_consent(person)?;
                if !line.caregiver.is_empty() {
                    (_, consent.caregiver) = self.find(&line.caregiver, "caregiver")?;
                }
                consent.on.get_or_insert(today);
                consent.explained_by = self.open.desk.secrets.name.clone();
                let unread = |_| Rejected("person".into(), "unknown_ref".into());
                // Of what was said later, or with another record, whoever spoke then knew nothing.
                let known = self.open.registry().and_then(|scope| Ok(scope.file.consents_of(&person)?));
                let on = consent.on.map(|day| day.to_string()).unwrap_or_default();
                let earlier =
                    known.map_err(unread)?.into_iter().filter(|row| row.on <= on && !row.on.is_empty());
                consent.replaces.extend(earlier.map(|row| row.id));
                let of_file = self.conversations.entry(person).or_default();
                consent.replaces.extend(of_file.iter());
                of_file.push(id);
                Ok((Kind::Consent, consent.to_fields(), consent.problems(today)))
            }),
            ImportLine::Consultation(line) => self.person(&line.person).and_then(|person| {
                if self.open.allow(Act::RecordConsultation).is_err() || self.open.team().is_err() {
                    return Err(Rejected("kind".into(), "not_allowed".into()));
                }
                let mut consultation = line.to_consultation(person)?;
                fill(&mut consultation.post, own_post);
                consultation.on.get_or_insert(today);
                Ok((Kind::Consultation, consultation.to_fields(), consultation.problems(pack, today)))
            }),
            ImportLine::Edit(_) => Err(Rejected("kind".into(), "kind_unknown".into())),
        };
        Ok(made.and_then(|(kind, fields, problems)| first_error(problems).map_or(Ok((kind, fields)), Err)))
    }

    fn edit(
        &self,
        line: &posta_domain::import::EditLine,
    ) -> Result<Result<(Kind, DocumentId, Write), Rejected>, Error> {
        let (kind, id) = match self.find(&line.id, "id") {
            Ok(found) => found,
            Err(rejected) => return Ok(Err(rejected)),
        };
        match self.open.edit_of(&kind, id, line.typed(), self.now) {
            Ok((write, _)) => Ok(Ok((kind, id, write))),
            Err(Error::BadInput(problems)) => {
                let first = problems.into_iter().find(|problem| problem.severity == "error");
                Ok(Err(first.map_or_else(unreadable, |problem| Rejected(problem.field, problem.code))))
            }
            Err(Error::NotFound) => Ok(Err(Rejected("id".into(), "unknown_ref".into()))),
            Err(Error::NotAllowed) => Ok(Err(Rejected("id".into(), "not_allowed".into()))),
            Err(error) => Err(error),
        }
    }

    /// The id of a family group by the file's key for it.
    fn household(&mut self, key: &str) -> Result<String, Error> {
        if key.is_empty() {
            return Ok(String::new());
        }
        if let Pointer::Id(id) = Pointer::parse(key) {
            return Ok(id.to_string());
        }
        if let Some(id) = self.households.get(key) {
            return Ok(id.to_string());
        }
        let id = self.open.desk.new_open_id();
        self.households.insert(key.to_owned(), id);
        Ok(id.to_string())
    }

    /// What the acts of a form add: who saw the papers, the history of facilities, what the programme says.
    fn complete(&self, enrollment: &mut Enrollment) {
        let day = enrollment.on.unwrap_or(self.now.today);
        for seen in enrollment.requirements.values_mut() {
            (seen.by, seen.on) = (enrollment.recorder.clone(), Some(day));
        }
        let facility = std::mem::take(&mut enrollment.facility);
        enrollment.move_to(&facility, day);
        let stored = || {
            let document =
                self.open.registry().ok()?.file.document(&Kind::Person, &enrollment.person).ok()??;
            Some(Person::from_fields(&document.fields()))
        };
        let Some(person) = self.people.get(&enrollment.person).cloned().or_else(stored) else { return };
        let answers = enrollment.answers.clone();
        let facts = Facts { on: day, ..facts_of(&person, answers.clone(), self.now) };
        let pack = self.open.desk.pack;
        let decision = pack.decide_with_documents(&enrollment.program, &facts, &person.documents);
        enrollment.decide(pack, answers, &decision);
    }

    fn person(&self, pointer: &str) -> Result<DocumentId, Rejected> {
        match self.find(pointer, "person")? {
            (Kind::Person, id) => Ok(id),
            _ => Err(Rejected("person".into(), "unknown_ref".into())),
        }
    }

    /// A record by an earlier line's `ref` or by its id.
    fn find(&self, pointer: &str, field: &str) -> Result<(Kind, DocumentId), Rejected> {
        let unknown = || Rejected(field.into(), "unknown_ref".into());
        match Pointer::parse(pointer) {
            Pointer::Reference(reference) => self.kinds.get(&reference).cloned().ok_or_else(unknown),
            Pointer::Id(id) => {
                if let Some(found) = self.kinds.values().find(|(_, known)| *known == id) {
                    return Ok(found.clone());
                }
                [Kind::Person, Kind::Enrollment, Kind::Consent, Kind::Consultation]
                    .into_iter()
                    .find(|kind| {
                        let scope = self.open.scope_of(kind).ok();
                        scope.is_some_and(|scope| scope.file.holds(kind, &id).unwrap_or(false))
                    })
                    .map(|kind| (kind, id))
                    .ok_or_else(unknown)
            }
        }
    }

    /// Whether a line that waits makes this record, rather than changing one.
    fn is_new(&self, id: DocumentId) -> bool {
        self.waiting.iter().any(|(line, _, made)| *made == id && !matches!(line, ImportLine::Edit(_)))
    }

    fn flush(&mut self) -> Result<(), Error> {
        let desk = &self.open.desk;
        if !self.registry.is_empty() {
            self.open.registry()?.commit(desk, &self.registry, self.now.at)?;
            self.registry.clear();
        }
        if !self.care.is_empty() {
            let team = self.open.team()?;
            let writes = || self.care.iter().flat_map(|deed| &deed.writes);
            for (act, is_new) in [(AuditAct::Recorded, true), (AuditAct::Amended, false)] {
                let named = writes().filter(|write| self.is_new(write.id) == is_new).map(|write| write.id);
                self.open.note_in(team, act, "consultation", named.collect(), self.now)?;
            }
            team.commit(desk, &self.care, self.now.at)?;
            self.care.clear();
        }
        for (line, reference, id) in self.waiting.drain(..) {
            match line {
                ImportLine::Person(_) => self.report.persons += 1,
                ImportLine::Enrollment(_) => self.report.enrollments += 1,
                ImportLine::Consent(_) => self.report.consents += 1,
                ImportLine::Consultation(_) => self.report.consultations += 1,
                ImportLine::Edit(_) => {
                    self.report.edits += 1;
                    continue;
                }
            }
            if !reference.is_empty() {
                self.report.refs.insert(reference, id.to_string());
            }
        }
        Ok(())
    }
}

fn fill(text: &mut String, default: &str) {
    if text.is_empty() {
        *text = default.to_owned();
    }
}

fn first_error(problems: Vec<Problem>) -> Option<Rejected> {
    match only_warnings(problems) {
        Err(Error::BadInput(problems)) => {
            let first = problems.into_iter().find(|problem| problem.severity == "error");
            Some(first.map_or_else(unreadable, |problem| Rejected(problem.field, problem.code)))
        }
        _ => None,
    }
}

fn unreadable() -> Rejected {
    Rejected(String::new(), "not_a_line".into())
}
