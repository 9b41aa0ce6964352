//! Out of what this user may read of a person: what could be said, and what leaves of it.

use std::collections::BTreeSet;

use posta_domain::{
    Consultation, DocumentId, FollowUp, Kind, Outcome, Person, Purpose, Referral, Released, Summary,
    SummaryItem, SummarySource,
};
use posta_identity::{Sensitivity, SignedSummary};

use super::lines_of;
use crate::app::App;
use crate::audit::cannot_show;
use crate::catalogue::{choice as choice_of, municipality_name};
use crate::error::Error;
use crate::id::read_id;
use crate::open::Open;
use crate::paper::bad;
use crate::permission::Act;
use crate::person::only_warnings;
use crate::time::Moment;
use crate::view::{Choice, SummaryOffer};

impl App {
    /// What a summary could say of a person, item by item, for them to choose from. That consultations were read for it
    /// is noted first.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::NotAllowed`], [`Error::Locked`], [`Error::Unreadable`]; [`Error::Storage`] when it
    /// could not be noted, and is not shown.
    pub fn summary_offer(&self, person: &str) -> Result<SummaryOffer, Error> {
        let now = self.now();
        let (id, language) = (read_id(person)?, self.words_language());
        self.with(|open| {
            open.allow(Act::ShareSummary)?;
            let all = open.all_of(&id, now).map_err(cannot_show)?;
            let agreed = open.consents(&id, now).map_err(cannot_show)?.is_given(&Purpose::ShareReferral);
            open.note_shown(posta_domain::AuditAct::Opened, &id, now)?;
            Ok(SummaryOffer {
                items: lines_of(open.desk.pack, language, &all),
                first: SummaryItem::FIRST_CHOICE.map(|item| item.to_string()).to_vec(),
                agreed,
                teams: open.other_teams(),
            })
        })
    }
}

impl Open {
    /// What the person chose of a summary, if they agree today that it is shared.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::BadInput`]: `summary_item_unknown`, `summary_blank`, `sharing_not_agreed`.
    pub(crate) fn chosen_summary(
        &self,
        person: &DocumentId,
        choice: &[String],
        now: Moment,
    ) -> Result<Released<Summary>, Error> {
        let all = self.all_of(person, now)?;
        let chosen = match SummaryItem::read_choice(choice) {
            Ok(chosen) => chosen,
            Err(problem) => return Err(only_warnings(vec![problem]).err().unwrap_or(Error::NotFound)),
        };
        self.released(person, all, &chosen, now)
    }

    fn released(
        &self,
        person: &DocumentId,
        all: Summary,
        chosen: &BTreeSet<SummaryItem>,
        now: Moment,
    ) -> Result<Released<Summary>, Error> {
        let released = self.consents(person, now)?.release(&Purpose::ShareReferral, all.keep(chosen));
        let released = released.ok_or_else(|| bad("choice", "sharing_not_agreed"))?;
        if released.get().is_blank() { Err(bad("choice", "summary_blank")) } else { Ok(released) }
    }

    /// A summary as the signed text of a QR code.
    ///
    /// # Errors
    /// [`Error::BadInput`]: `summary_too_long`.
    pub(super) fn signed_text(&self, summary: &Released<Summary>) -> Result<String, Error> {
        let content = summary.get().encode();
        let signed = SignedSummary::sign(self.membership().id(), &self.desk.keys, &content);
        signed.map(|signed| signed.to_text()).map_err(|_| bad("choice", "summary_too_long"))
    }

    /// All that a summary could say of a person.
    fn all_of(&self, id: &DocumentId, now: Moment) -> Result<Summary, Error> {
        let document = self.registry()?.file.document(&Kind::Person, id)?.ok_or(Error::NotFound)?;
        let person = Person::from_fields(&document.fields());
        let enrollments = self.enrollment_views(id, &person, "", now)?;
        let coverage = enrollments
            .first()
            .map(|one| (one.program.clone(), Outcome::from_word(&one.eligibility.outcome)));
        let (mut consultations, mut follow_ups, mut referrals) = (Vec::new(), Vec::new(), Vec::new());
        let records = self.linked_records(id)?;
        // Never out of what the protection team keeps, whoever asks.
        for scope in self.of(&Sensitivity::Care) {
            let file = &scope.file;
            let mut attended = each_of(&records, |id| file.consultations_of(id))?;
            attended.sort_by_key(|row| std::cmp::Reverse(row.origin.at));
            for row in attended {
                if let Some(document) = file.document(&Kind::Consultation, &row.id)? {
                    consultations.push((row.id, Consultation::from_fields(&document.fields())));
                }
            }
            for row in each_of(&records, |id| file.follow_ups_of(id))? {
                if let Some(document) = file.document(&Kind::FollowUp, &row.id)? {
                    follow_ups.push(FollowUp::from_fields(&document.fields()));
                }
            }
            let mut referred = each_of(&records, |id| file.referrals_of(id))?;
            referred.sort_by_key(|row| std::cmp::Reverse(row.origin.at));
            for row in referred {
                if let Some(document) = file.document(&Kind::Referral, &row.id)? {
                    referrals.push((row.id, Referral::from_fields(&document.fields())));
                }
            }
        }
        let source = SummarySource {
            pack: self.desk.pack,
            today: now.today,
            person: &person,
            coverage,
            consultations: &consultations,
            follow_ups: &follow_ups,
            referrals: &referrals,
        };
        Ok(source.gather())
    }

    /// Municipalities of the department whose care team is another one.
    fn other_teams(&self) -> Vec<Choice> {
        let others = self.membership().scopes().filter(|scope| {
            scope.sensitivity == Sensitivity::Care && self.confidential().all(|own| own.id != scope.scope)
        });
        let pack = self.desk.pack;
        let mut teams: Vec<Choice> = others
            .map(|scope| choice_of(&scope.place, &municipality_name(pack, &scope.place), false))
            .collect();
        teams.sort_by(|one, other| one.label.cmp(&other.label));
        teams
    }
}

/// What is kept of all records of a person.
fn each_of<T>(
    records: &[DocumentId],
    of: impl Fn(&DocumentId) -> Result<Vec<T>, posta_store::Error>,
) -> Result<Vec<T>, Error> {
    let mut all = Vec::new();
    for id in records {
        all.extend(of(id)?);
    }
    Ok(all)
}
