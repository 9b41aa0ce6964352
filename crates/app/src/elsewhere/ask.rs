//! One question to the server, and what its refusals mean here.

use posta_domain::Problem;
use posta_identity::SessionKey;
use posta_protocol::{Candidate, ElsewhereAnswer, Question, code};
use posta_store::DeviceFile;
use posta_sync::{DeviceDoor, Http, ask_elsewhere};

use crate::app::App;
use crate::catalogue::post_name;
use crate::error::Error;
use crate::open::Open;
use crate::person::only_warnings;
use crate::view::ElsewhereCandidate;

/// The question's own hand on the device file: acts go on meanwhile.
struct Hand(DeviceFile);

impl DeviceDoor for Hand {
    fn with<R>(&mut self, act: impl FnOnce(&DeviceFile) -> R) -> R {
        act(&self.0)
    }
}

impl App {
    /// Asks as whoever is unlocked; `may_ask` is the last act before anything leaves.
    pub(super) async fn ask(
        &self,
        question: Question,
        may_ask: impl FnOnce(&mut Open) -> Result<(), Error>,
    ) -> Result<ElsewhereAnswer, Error> {
        let (mut hand, http, session) = self.with(|open| {
            may_ask(open)?;
            prepare(open)
        })?;
        ask_elsewhere(&mut hand, &http, &session, question).await.map_err(refused)
    }
}

fn prepare(open: &mut Open) -> Result<(Hand, Http, SessionKey), Error> {
    let desk = &open.desk;
    let device = DeviceFile::open(&desk.folder.device(), &desk.device_key)?;
    Ok((Hand(device), desk.server()?, desk.session.borrow().clone()))
}

fn refused(error: posta_sync::Error) -> Error {
    let posta_sync::Error::ServerRefused { code } = &error else { return error.into() };
    match code.as_str() {
        code::TOO_LITTLE => bad("too_little"),
        code::NOT_CONSENTED => bad("not_consented"),
        code::RATE_LIMITED => bad("look_up_limit"),
        code::NOT_FOUND => Error::NotFound,
        code::NOT_ALLOWED => Error::NotAllowed,
        _ => error.into(),
    }
}

fn bad(code: &'static str) -> Error {
    only_warnings(vec![Problem::error("elsewhere", code)]).err().unwrap_or(Error::NotFound)
}

impl Open {
    /// Somebody of another department, in words of the pack.
    pub(super) fn candidate(&self, one: &Candidate) -> ElsewhereCandidate {
        ElsewhereCandidate {
            reference: one.reference.to_string(),
            department: self.department_name(&one.department),
            initials: one.initials.clone(),
            birth_year: one.birth_year,
            sex: one.sex.clone(),
            post_name: post_name(self.desk.pack, &one.post),
            month: one.month.clone(),
            certain: one.decision == "certain",
            reasons: one.reasons.clone(),
            may_bring: one.may_bring,
        }
    }

    /// A department's name; its code when the pack does not know it.
    pub(super) fn department_name(&self, code: &str) -> String {
        let known = self.desk.pack.departments.iter().find(|one| one.code == code);
        known.map_or_else(|| code.to_owned(), |one| one.name.clone())
    }
}
