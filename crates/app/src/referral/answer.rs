//! Answers by the code of a letter: written down by whoever it is told to, anywhere; taken up by the team of the referral.

use posta_domain::{
    AnswerCode, AuditAct, DocumentId, Fields, Kind, Referral, ReferralEvent, ReferralSecret, ReferralWay,
};
use posta_store::Write;

use crate::app::App;
use crate::error::Error;
use crate::open::Open;
use crate::permission::Act;
use crate::person::only_warnings;
use crate::scope::Deed;
use crate::time::Moment;
use crate::view::ReferralAnswerView;

impl App {
    /// Writes down an answer by code; returns once that is durable. What is written names nobody. The reason of a
    /// rejection is asked of the service by the team.
    ///
    /// # Errors
    /// [`Error::BadInput`] (no such code), [`Error::NotAllowed`], [`Error::Locked`], [`Error::Storage`].
    pub fn answer_referral(&self, code: &str) -> Result<ReferralAnswerView, Error> {
        let now = self.now();
        self.with(|open| {
            open.allow(Act::AnswerReferral)?;
            let code = match AnswerCode::parse(code) {
                Ok(code) => code,
                Err(problem) => return Err(only_warnings(vec![problem]).err().unwrap_or(Error::NotFound)),
            };
            let id = id_of(&code);
            let registry = open.registry()?;
            if !registry.file.holds(&Kind::ReferralAnswer, &id)? {
                let fields: Fields = [("code".to_owned(), code.to_string().into())].into_iter().collect();
                let writes = vec![Write { kind: Kind::ReferralAnswer, id, fields }];
                registry.commit(&open.desk, &[Deed { writes, draft: None }], now.at)?;
            }
            let known = open.referral_of(&code)?.is_some();
            open.take_answers(now)?;
            Ok(ReferralAnswerView { state: code.answer().to_string(), known })
        })
    }
}

impl Open {
    /// The own team's referral that a code was made for.
    fn referral_of(&self, code: &AnswerCode) -> Result<Option<DocumentId>, Error> {
        for scope in self.confidential() {
            for id in scope.file.referrals_named(code)? {
                let Some(document) = scope.file.document(&Kind::Referral, &id)? else { continue };
                let referral = Referral::from_fields(&document.fields());
                if ReferralSecret::from_hex(&referral.secret).is_some_and(|secret| secret.made(code)) {
                    return Ok(Some(id));
                }
            }
        }
        Ok(None)
    }

    /// Takes up the answers by code that belong to referrals of the open teams. Run at unlock and after each exchange;
    /// idempotent, and two members who do so apart write the same event.
    ///
    /// # Errors
    /// [`Error::Storage`]: what was not taken up is taken up the next time.
    pub(crate) fn take_answers(&self, now: Moment) -> Result<(), Error> {
        if self.allow(Act::ReadConsultation).is_err() {
            return Ok(());
        }
        for (_, code, origin) in self.registry()?.file.referral_answers()? {
            let Ok(code) = AnswerCode::parse(&code) else { continue };
            let Some(id) = self.referral_of(&code)? else { continue };
            let (scope, stored) = self.find_in_teams(&Kind::Referral, &id)?;
            let mut referral = Referral::from_fields(&stored);
            let event = ReferralEvent {
                state: code.answer(),
                at: origin.at,
                by: String::new(),
                way: ReferralWay::Code,
                ..ReferralEvent::default()
            };
            if !referral.add_answer(&event_of(&code), event) {
                continue;
            }
            let fields = referral.changes_from(&stored);
            self.note_in(scope, AuditAct::Amended, Kind::Referral.as_str(), vec![id], now)?;
            self.tell_across(scope, id, &referral, &fields, now)?;
            let writes = vec![Write { kind: Kind::Referral, id, fields }];
            scope.commit(&self.desk, &[Deed { writes, draft: None }], now.at)?;
        }
        Ok(())
    }
}

/// The id of the document that says a code was told: made from the code, so that two posts make one.
fn id_of(code: &AnswerCode) -> DocumentId {
    DocumentId(code.document())
}

/// The id of the event that a code makes, the same on every device.
fn event_of(code: &AnswerCode) -> String {
    let hex = id_of(code).to_string();
    format!("c{}", hex.get(..15).unwrap_or_default())
}
