//! The letter of a referral, for the service; with it the referral counts as sent.

use std::path::Path;

use posta_domain::{AuditAct, Kind, Purpose, Referral, ReferralSecret, ReferralState, Released};
use posta_formats::{Language, Letter, Paper, Print, Told};

use crate::app::App;
use crate::catalogue::{municipality_name, post_name};
use crate::error::Error;
use crate::id::read_id;
use crate::open::Open;
use crate::paper::{bad, pages, read_language, read_paper, save_pdf};
use crate::permission::Act;
use crate::scope::OpenScope;
use crate::time::Moment;
use crate::view::{ExportView, PrintView};

impl App {
    /// The letter as pages, to be looked at. That it was shown is noted for the supervisors first, once a session.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::BadInput`] (no such paper or language; not this team's; it is over),
    /// [`Error::CannotPrint`], [`Error::NotAllowed`], [`Error::Locked`]; [`Error::Storage`] when it could not be noted,
    /// and is not shown.
    pub fn referral_letter(&self, id: &str, paper: &str, language: &str) -> Result<PrintView, Error> {
        let now = self.now();
        let (paper, language) = (read_paper(paper, &Letter::PAPERS)?, read_language(language)?);
        self.with(|open| {
            open.allow(Act::Refer)?;
            let (scope, print) = open.lay_letter_out(id, paper, language, now)?;
            let new = open.not_noted(&[read_id(id)?]);
            open.note_in(scope, AuditAct::Opened, Kind::Referral.as_str(), new.clone(), now)?;
            open.remember_noted(new);
            pages(&self.folder, print)
        })
    }

    /// Notes that the letter goes to the printer; with it a referral that was only prepared is sent. Call it before
    /// printing.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::NotAllowed`], [`Error::Locked`], [`Error::Storage`]: do not print then.
    pub fn note_letter_printed(&self, id: &str) -> Result<(), Error> {
        let now = self.now();
        let referral = read_id(id)?;
        self.with(|open| {
            open.allow(Act::Refer)?;
            let (scope, _) = open.find_shown(&Kind::Referral, &referral)?;
            open.note_in(scope, AuditAct::Printed, Kind::Referral.as_str(), vec![referral], now)
        })?;
        self.send_with_letter(id)
    }

    /// The letter as a PDF in a folder, under a name that tells nothing: noted as printed first, and sent with it.
    ///
    /// # Errors
    /// As [`App::referral_letter`]; [`Error::BadInput`]: there is no such folder; [`Error::Storage`].
    pub fn save_referral_letter(
        &self,
        id: &str,
        paper: &str,
        language: &str,
        folder: &Path,
    ) -> Result<ExportView, Error> {
        let now = self.now();
        let (paper, language) = (read_paper(paper, &Letter::PAPERS)?, read_language(language)?);
        let view = self.with(|open| {
            open.allow(Act::Refer)?;
            if !folder.is_dir() {
                return Err(bad("folder", "folder_unknown"));
            }
            let (scope, print) = open.lay_letter_out(id, paper, language, now)?;
            open.note_in(scope, AuditAct::Printed, Kind::Referral.as_str(), vec![read_id(id)?], now)?;
            save_pdf(&self.folder, print, folder, now.today)
        })?;
        self.send_with_letter(id)?;
        Ok(view)
    }

    fn send_with_letter(&self, id: &str) -> Result<(), Error> {
        let id_read = read_id(id)?;
        let state = self.read(|open| {
            let (_, stored) = open.find_in_teams(&Kind::Referral, &id_read)?;
            Ok(Referral::from_fields(&stored).standing().state)
        })?;
        if state == ReferralState::Prepared {
            self.step_referral(id, ReferralState::Sent.as_str(), "")?;
        }
        Ok(())
    }
}

impl Open {
    fn lay_letter_out(
        &self,
        id: &str,
        paper: Paper,
        language: Language,
        now: Moment,
    ) -> Result<(&OpenScope, Print), Error> {
        let id = read_id(id)?;
        let (scope, stored) = self.find_shown(&Kind::Referral, &id)?;
        let referral = Referral::from_fields(&stored);
        let secret = ReferralSecret::from_hex(&referral.secret);
        let Some(secret) =
            secret.filter(|_| referral.origin.is_empty() && !referral.standing().state.is_over())
        else {
            return Err(bad("referral", "letter_of_others"));
        };
        let pack = self.desk.pack;
        let word = language.code();
        let service = self.service(&referral.service)?.unwrap_or_default();
        let mut pieces = referral.told.clone();
        for (piece, list) in [("nationality", "countries"), ("language", "languages")] {
            if let Some(codes) = pieces.get_mut(piece) {
                let named: Vec<&str> =
                    codes.split_whitespace().map(|code| pack.name_of(list, code, word)).collect();
                *codes = named.join(", ");
            }
        }
        // Asked again: who withdrew it since is named in no letter.
        let told = Told { pieces, message: referral.message.clone() };
        let person: Option<Released<Told>> =
            self.consents(&referral.person, now)?.release(&Purpose::ShareReferral, told);
        let place = municipality_name(pack, &self.desk.post.municipality);
        let letter = Letter {
            language,
            person,
            need: pack.name_of("needs", &referral.need, word).to_owned(),
            urgency: referral.urgency.clone(),
            service: vec![referral.service_name.clone(), service.address, service.contact, service.hours],
            from: vec![post_name(pack, &referral.post), place],
            on: referral.on.unwrap_or(now.today),
            codes: secret.codes(),
        };
        Ok((scope, letter.lay_out(paper).map_err(|_| Error::CannotPrint)?))
    }
}
