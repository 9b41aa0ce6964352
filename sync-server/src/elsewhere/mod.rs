//! Questions across departments: this server reads the registries of several, and answers one about the people of the
//! others with the least that decides (ADR 0022). What is asked is used to answer, and neither kept nor logged.

mod across;
mod found;
mod kept;
mod known;
mod look_up;
mod proposals;
mod register;
mod step;
mod take;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::database::Connection;
use chrono::{DateTime, NaiveDate};
use posta_identity::ids::{DepartmentId, DeviceId, Reference, ScopeId, UserId};
use posta_identity::{CertificateError, ReferenceKey, ServerKeys};
use posta_protocol::{Candidate, ElsewhereAnswer, ElsewhereRequest, Question, code};

use crate::clock::{now_hour, now_seconds};
use crate::database::{self as db, LookUp, Told, Turn};
use crate::error::Error;
use crate::merge::Turns;
use crate::server::Server;

use kept::Kept;
use proposals::Proposed;
use register::{Edition, Register};

/// Questions of each kind that one user may ask within an hour.
const LOOK_UPS: u32 = 30;
const TAKES: u32 = 10;
const PROPOSALS: u32 = 60;
/// How long a look-up waits for the register to be read again: whoever is at the counter is told what is, or to ask again.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long proposals wait before the last comparison is told, as such.
const PATIENCE_OF_PROPOSALS: Duration = Duration::from_secs(10);

/// What the server keeps in memory for such questions.
pub struct Elsewhere {
    pub(crate) key: ReferenceKey,
    register: Kept<Register>,
    proposed: Kept<Proposed>,
    /// Held while the register is read.
    reading: Mutex<()>,
    registering: Arc<Turns>,
    proposing: Arc<Turns>,
}

impl Elsewhere {
    /// Nothing is read yet.
    pub fn new(keys: &ServerKeys) -> Self {
        Self {
            key: ReferenceKey::of(keys),
            register: Kept::default(),
            proposed: Kept::default(),
            reading: Mutex::default(),
            registering: Arc::default(),
            proposing: Arc::default(),
        }
    }
}

/// Why a question is not answered.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// With this code, and a fresh nonce to try again with where that helps.
    Because(&'static str, Vec<u8>),
    /// Too many questions: the next is free in so many seconds.
    Wait(u64),
    /// The server failed.
    Trouble(Error),
}

impl Refusal {
    pub(crate) fn because(code: &'static str) -> Self {
        Self::Because(code, Vec::new())
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Trouble(error)
    }
}

/// Somebody who may ask.
#[derive(Clone, Copy)]
pub(crate) struct Asker {
    pub department: DepartmentId,
    pub user: UserId,
    pub device: DeviceId,
    /// Their own department's registry, of which nothing is told here.
    pub registry: ScopeId,
}

/// The other departments of the asker's country here, by their registries, each with its code.
pub(crate) type Others = BTreeMap<ScopeId, (DepartmentId, String)>;

/// Makes something in memory again.
type Refresh = fn(&Server) -> Result<(), Error>;

/// A question that was let in, the row that notes it, and the state of the registries that it was asked of.
pub(crate) struct Noted {
    pub asker: Asker,
    row: i64,
    edition: Edition,
}

/// Lets a question in: by whom it is, whether they may ask it, whether it says enough, and how often they asked.
pub(crate) fn let_in(server: &Server, request: &ElsewhereRequest) -> Result<Noted, Refusal> {
    let asker = authorise(server, request)?;
    let (question, most) = match &request.question {
        Question::LookUp(sought) if look_up::says_enough(&look_up::person_of(sought)).is_none() => {
            return Err(Refusal::because(code::TOO_LITTLE));
        }
        Question::LookUp(_) => ("look_up", LOOK_UPS),
        Question::Take(_) => ("take", TAKES),
        Question::Proposals { .. } => ("proposals", PROPOSALS),
    };
    let Asker { department, user, device, .. } = asker;
    let (asked, now) = (LookUp { department, user, device, question }, now_seconds());
    match server.database.write(|transaction| db::note_look_up(transaction, &asked, most, now))? {
        Turn::Noted(row) => Ok(Noted { asker, row, edition: Edition::now(&server.database)? }),
        Turn::Wait(seconds) => Err(Refusal::Wait(seconds)),
    }
}

/// Answers a question that was let in; notes first what it tells. A look-up that would have to be answered by an earlier
/// register than it was asked of is [`Error::Late`]; proposals say that they are.
pub(crate) fn answer(
    server: &Server,
    noted: &Noted,
    question: &Question,
) -> Result<ElsewhereAnswer, Refusal> {
    let others = server.database.read(|connection| others(connection, noted.asker.department))?;
    let mut told = Told::default();
    let answer = match question {
        Question::LookUp(sought) => {
            let candidates = look_up::look_up(server, noted, &others, &look_up::person_of(sought))?;
            told.found = candidates.len();
            told.whom = whom(&others, &candidates);
            Ok(ElsewhereAnswer::Candidates(candidates))
        }
        Question::Take(reference) => match take::take(server, noted, &others, *reference)? {
            take::Outcome::Taken(from, taken) => {
                told = Told { whom: vec![(from, *reference)], found: 1 };
                Ok(ElsewhereAnswer::Taken(taken))
            }
            take::Outcome::NotConsented(from) => {
                told.whom = vec![(from, *reference)];
                Err(code::NOT_CONSENTED)
            }
            take::Outcome::NotFound => Err(code::NOT_FOUND),
        },
        Question::Proposals { after } => {
            let proposed = server.elsewhere.proposed.get();
            let proposals = proposals::proposals(server, noted, &others, proposed.as_deref(), *after)?;
            told.found = proposals.pairs.len();
            Ok(ElsewhereAnswer::Proposals(proposals))
        }
    };
    server.database.write(|transaction| db::note_found(transaction, noted.row, &told))?;
    answer.map_err(Refusal::because)
}

/// By whom and how the candidates of a look-up are named.
fn whom(others: &Others, candidates: &[Candidate]) -> Vec<(DepartmentId, Reference)> {
    let department =
        |code: &str| others.values().find(|(_, of)| of == code).map(|(department, _)| *department);
    candidates.iter().filter_map(|one| Some((department(&one.department)?, one.reference))).collect()
}

/// Waits until what a question needs is up to date, but not for ever: [`answer`] looks whether it is.
pub(crate) async fn refresh(server: &Arc<Server>, question: &Question) {
    let (turns, act, patience): (_, Refresh, _) = match question {
        Question::LookUp(_) => (&server.elsewhere.registering, register::read_again, PATIENCE),
        Question::Proposals { .. } => {
            (&server.elsewhere.proposing, proposals::find_again, PATIENCE_OF_PROPOSALS)
        }
        Question::Take(_) => return,
    };
    let reading = Arc::clone(server);
    let number = turns.ask(move || {
        if let Err(error) = act(&reading) {
            crate::request_log::write_line(&format!("trouble while comparing: {error}"));
        }
    });
    let _ = tokio::time::timeout(patience, turns.wait(number)).await;
}

fn authorise(server: &Server, request: &ElsewhereRequest) -> Result<Asker, Refusal> {
    let (department, user, device) = (request.department(), request.user(), request.device());
    let away = |code| Refusal::Because(code, server.nonces.make(device, now_hour()));
    let log = server.members.log(&server.database, department)?.ok_or_else(|| away(code::UNKNOWN_DEVICE))?;
    let membership = log.membership();
    request.session.verify(membership).map_err(|error| match error {
        CertificateError::UnknownUser | CertificateError::UnknownDevice => away(code::UNKNOWN_DEVICE),
        _ => away(code::BAD_SIGNATURE),
    })?;
    request.verify().map_err(|_| away(code::BAD_SIGNATURE))?;
    if !server.nonces.knows(&request.nonce, device, now_hour()) {
        return Err(away(code::STALE_NONCE));
    }
    let stands = membership.user(user).is_some_and(|user| user.active)
        && membership.device(device).is_some_and(|device| device.active);
    if !stands {
        return Err(Refusal::because(code::REVOKED));
    }
    let may = match request.question {
        Question::LookUp(_) | Question::Take(_) => membership.may_look_elsewhere(user, device),
        Question::Proposals { .. } => membership.may_see_proposals(user, device),
    };
    if !may {
        return Err(Refusal::because(code::NOT_ALLOWED));
    }
    Ok(Asker { department, user, device, registry: membership.registry() })
}

/// Codes are of a pack, and consent is asked by the rules of a country: departments of other packs are not asked.
fn others(connection: &Connection, asking: DepartmentId) -> Result<Others, Error> {
    let mut others = Others::new();
    let Some((_, pack)) = db::code_of_department(connection, asking)? else { return Ok(others) };
    for department in db::departments(connection)?.into_iter().filter(|one| *one != asking) {
        if let Some((code, of)) = db::code_of_department(connection, department)?
            && of == pack
        {
            others.insert(ScopeId::registry_of(&department), (department, code));
        }
    }
    Ok(others)
}

/// The day by this server's clock, UTC.
fn today() -> NaiveDate {
    DateTime::from_timestamp(now_seconds(), 0).map_or(NaiveDate::MIN, |now| now.date_naive())
}

#[cfg(test)]
mod register_tests;
