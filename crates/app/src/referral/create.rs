//! Making a referral: what it says of the person is what they agreed to, as it is now.

use std::collections::{BTreeMap, BTreeSet};

use posta_domain::{
    AuditAct, Consultation, DocumentId, Kind, LetterPiece, NeedState, Person, Problem, Purpose, Referral,
    ReferralEvent, ReferralSecret, ReferralState, Released, Urgency,
};
use posta_store::Write;

use crate::app::App;
use crate::draft::read_draft_id;
use crate::error::Error;
use crate::id::random_document;
use crate::open::Open;
use crate::permission::Act;
use crate::person::only_warnings;
use crate::scope::Deed;
use crate::screening::read_optional;
use crate::time::Moment;
use crate::view::{ReferralInput, Saved};

impl App {
    /// Prepares a referral; returns once that is durable.
    ///
    /// # Errors
    /// [`Error::BadInput`] (also when the person did not agree to sharing), [`Error::NotFound`], [`Error::NotAllowed`],
    /// [`Error::Locked`], [`Error::Storage`].
    pub fn create_referral(&self, input: &ReferralInput) -> Result<Saved, Error> {
        let now = self.now();
        let (person, consultation) = (read_optional(&input.person)?, read_optional(&input.consultation)?);
        self.with(|open| {
            open.allow(Act::Refer)?;
            let team = open.team()?;
            open.check_made_in(person, consultation)?;
            let (write, problems) = open.new_referral(input, person, consultation, now)?;
            let warnings = only_warnings(problems)?;
            let id = write.id;
            open.note_in(team, AuditAct::Recorded, Kind::Referral.as_str(), vec![id], now)?;
            let mut writes = vec![write];
            if let Some(write) = open.referred_need(consultation, &input.need)? {
                open.note_in(team, AuditAct::Amended, Kind::Consultation.as_str(), vec![write.id], now)?;
                writes.push(write);
            }
            let draft = read_draft_id(&input.draft)?;
            team.commit(&open.desk, &[Deed { writes, draft }], now.at)?;
            Ok(Saved { id: id.to_string(), warnings })
        })
    }
}

impl Open {
    /// What comes of a consultation is about whom it is about; what is about nobody known comes of one. To add to a
    /// closed one shows nothing of it, and asks for no reason.
    ///
    /// # Errors
    /// [`Error::NotFound`]: there is no such consultation here, or it is of somebody else.
    pub(crate) fn check_made_in(&self, person: DocumentId, made_in: DocumentId) -> Result<(), Error> {
        if made_in.is_none() && !person.is_none() {
            return Ok(());
        }
        let (_, fields) = self.find_in_teams(&Kind::Consultation, &made_in)?;
        if Consultation::from_fields(&fields).person == person { Ok(()) } else { Err(Error::NotFound) }
    }

    /// What a new referral writes, and what was odd. Of somebody without identity the letter says nothing.
    pub(crate) fn new_referral(
        &self,
        input: &ReferralInput,
        person: DocumentId,
        consultation: DocumentId,
        now: Moment,
    ) -> Result<(Write, Vec<Problem>), Error> {
        let known = self.known_person(&person)?;
        let service_id = read_optional(&input.service)?;
        let service = if service_id.is_none() { None } else { self.service(&service_id)? };
        let shares: BTreeSet<String> = input.shares.iter().cloned().collect();
        let told =
            self.consents(&person, now)?.release(&Purpose::ShareReferral, told_of(&known, &shares, now));
        let mut problems = Vec::new();
        if told.is_none() && !shares.is_empty() {
            // The letter may still be made: it says the need, and nothing of who comes.
            problems.push(Problem::error("shares", "sharing_not_agreed"));
        }
        if told.is_none() && !input.message.trim().is_empty() {
            // Words about somebody are theirs: no letter would carry them.
            problems.push(Problem::error("message", "sharing_not_agreed"));
        }
        let mut referral = Referral {
            person,
            consultation,
            post: self.desk.post.code.clone(),
            on: Some(now.today),
            need: input.need.clone(),
            service: service_id,
            service_kind: service.as_ref().and_then(|one| one.kinds.first().cloned()).unwrap_or_default(),
            service_name: service
                .as_ref()
                .map_or_else(|| input.service_name.trim().to_owned(), |one| one.name.clone()),
            place: service.map(|one| one.place).unwrap_or_default(),
            urgency: if input.urgency.is_empty() {
                Urgency::default()
            } else {
                Urgency::from_word(&input.urgency)
            },
            shares,
            told: told.map(Released::into_inner).unwrap_or_default(),
            message: input.message.trim().to_owned(),
            secret: ReferralSecret(random_document()?.0).to_hex(),
            ..Referral::default()
        };
        let event = self.happened(ReferralState::Prepared, "", now);
        referral.add(&event_id()?, event).or_else(|problem| only_warnings(vec![problem]).map(drop))?;
        problems.extend(referral.problems(self.desk.pack, now.today));
        Ok((
            Write { kind: Kind::Referral, id: self.desk.new_sealed_id(), fields: referral.to_fields() },
            problems,
        ))
    }

    /// What says, in the consultation that a referral comes of, that its need is referred; none where the need is not
    /// open, or the consultation is closed.
    fn referred_need(&self, made_in: DocumentId, need: &str) -> Result<Option<Write>, Error> {
        let stored = match self.find_shown(&Kind::Consultation, &made_in) {
            Ok((_, stored)) => stored,
            Err(Error::NotFound) => return Ok(None),
            Err(error) => return Err(error),
        };
        let mut consultation = Consultation::from_fields(&stored);
        if !consultation.needs.contains(need) {
            return Ok(None);
        }
        let seen = consultation.about_needs.entry(need.to_owned()).or_default();
        if seen.state != NeedState::Open {
            return Ok(None);
        }
        seen.state = NeedState::Referred;
        let fields = consultation.changes_from(&stored);
        Ok(Some(Write { kind: Kind::Consultation, id: made_in, fields }))
    }

    /// A person as registered; of nobody known, nothing.
    fn known_person(&self, id: &DocumentId) -> Result<Person, Error> {
        if id.is_none() {
            return Ok(Person::default());
        }
        let document = self.registry()?.file.document(&Kind::Person, id)?.ok_or(Error::NotFound)?;
        Ok(Person::from_fields(&document.fields()))
    }

    /// What this user says happened, now and here.
    pub(super) fn happened(&self, state: ReferralState, reason: &str, now: Moment) -> ReferralEvent {
        ReferralEvent {
            state,
            at: now.at,
            reason: reason.to_owned(),
            by: self.desk.secrets.name.clone(),
            post: self.desk.post.code.clone(),
            ..ReferralEvent::default()
        }
    }
}

/// The id of a new event.
pub(super) fn event_id() -> Result<String, Error> {
    let id = random_document()?.to_string();
    Ok(id.chars().take(16).collect())
}

/// What the letter says, piece by piece.
fn told_of(person: &Person, shares: &BTreeSet<String>, now: Moment) -> BTreeMap<String, String> {
    let value = |piece: &LetterPiece| match piece {
        LetterPiece::Name => person.display_name(),
        LetterPiece::Age => person.birth.age_on(now.today).map(|years| years.to_string()).unwrap_or_default(),
        LetterPiece::Sex => person.sex.as_str().to_owned(),
        LetterPiece::Nationality => person.nationality.clone(),
        LetterPiece::Language => person.languages.iter().cloned().collect::<Vec<_>>().join(" "),
        LetterPiece::Phone => person.phone.clone(),
        LetterPiece::Other(_) => String::new(),
    };
    let pieces = shares.iter().map(|word| (word.clone(), value(&LetterPiece::from_word(word))));
    pieces.filter(|(_, value)| !value.is_empty()).collect()
}
