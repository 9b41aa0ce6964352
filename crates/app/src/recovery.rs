//! A forgotten password, and a new one. Nothing here needs a network, and nobody learns another's password.

use std::path::Path;

use posta_identity::keyring::Keyring;
use posta_identity::{
    Answer, Authority, AuthorityError, Challenge, RecoveryError, RecoveryKey, RecoveryShare, UserId,
};

use crate::app::App;
use crate::code::{view_code, words_to_show};
use crate::error::Error;
use crate::open::Open;
use crate::permission::Act;
use crate::view::{ChallengeView, CodeView, SessionView};

impl App {
    /// What a user of this device who forgot the password asks of the supervisor. The same until it is answered.
    ///
    /// # Errors
    /// [`Error::UnknownUser`], [`Error::NotJoined`], [`Error::Storage`].
    pub fn begin_recovery(&self, user: &str) -> Result<CodeView, Error> {
        self.refuse_in_practice()?;
        let challenge = Keyring::load(self.folder.keyring())?.challenge(read_user(user)?)?;
        view_code(challenge.to_text(), challenge.words())
    }

    /// Who asks, as this device's membership log knows them. Changes nothing.
    ///
    /// # Errors
    /// [`Error::NotThatCode`], [`Error::NotAllowed`], [`Error::Locked`].
    pub fn inspect_challenge(&self, text: &str) -> Result<ChallengeView, Error> {
        let (challenge, view) = self.read(|open| {
            open.allow(Act::AnswerRecovery)?;
            let challenge = Challenge::from_text(text).map_err(|_| Error::NotThatCode)?;
            let view = open.view_challenge(&challenge);
            Ok((challenge, view))
        })?;
        Ok(ChallengeView { words: words_to_show(challenge.words()), ..view })
    }

    /// Answers a challenge with the recovery key: of the authority's folder, or of enough shares. The answer opens one
    /// user's slot on one device, where the user then types a new password.
    ///
    /// # Errors
    /// [`Error::NotThatCode`] (of the challenge or of a share), [`Error::NoRecoveryKey`], [`Error::TooFewShares`],
    /// [`Error::NotFound`] (user and device do not belong together, or are cut off), [`Error::OtherDepartment`],
    /// [`Error::NotAllowed`], [`Error::Locked`].
    pub fn answer_recovery(
        &self,
        text: &str,
        authority_folder: &Path,
        shares: &[String],
    ) -> Result<CodeView, Error> {
        let answer = self.read(|open| {
            open.allow(Act::AnswerRecovery)?;
            let challenge = Challenge::from_text(text).map_err(|_| Error::NotThatCode)?;
            let key = open.recovery_key(authority_folder, shares)?;
            Ok(key.answer(open.membership(), &challenge)?)
        })?;
        view_code(answer.to_text(), answer.words())
    }

    /// Opens the user's slot with the answer, seals it under a new password, and unlocks.
    ///
    /// # Errors
    /// [`Error::NotThatCode`], [`Error::OtherChallenge`], [`Error::PasswordTooShort`], [`Error::UnknownUser`];
    /// [`Error::JoinWaits`] when the new password stands, and the join has still to be gone on with.
    pub fn finish_recovery(&self, user: &str, text: &str, password: &str) -> Result<SessionView, Error> {
        let now = self.now();
        let answer = Answer::from_text(text).map_err(|_| Error::NotThatCode)?;
        let mut keyring = Keyring::load(self.folder.keyring())?;
        let secrets = keyring.reset_password(read_user(user)?, &answer, password, self.cost)?;
        self.refuse_pending(&keyring, &secrets)?;
        // A session that still waits was opened by the password that serves no more.
        self.turns(now).end(secrets.user);
        self.begin(self.start(&mut keyring, secrets, None, now, || self.turns(now).pause(now))?, now)
    }

    /// Gives the unlocked user a new password, known the old one. Wrong tries count as at the unlock screen.
    ///
    /// # Errors
    /// [`Error::WrongPassword`], [`Error::TooSoon`], [`Error::PasswordTooShort`], [`Error::Locked`].
    pub fn change_password(&self, old: &str, new: &str) -> Result<(), Error> {
        self.refuse_in_practice()?;
        let now = self.now();
        let user = self.with(|open| open.allow(Act::KeepSession).map(|()| open.desk.secrets.user))?;
        let mut keyring = Keyring::load(self.folder.keyring())?;
        Ok(keyring.change_password(user, old, new, self.cost, now.at)?)
    }
}

impl Open {
    /// All but the words: they are a slow hash.
    fn view_challenge(&self, challenge: &Challenge) -> ChallengeView {
        let membership = self.membership();
        let user = membership.user(challenge.user).filter(|_| challenge.department == membership.id());
        let device = membership.device(challenge.device).filter(|device| device.active);
        ChallengeView {
            name: user.map(|user| user.name.clone()).unwrap_or_default(),
            roles: user
                .into_iter()
                .flat_map(|user| &user.assignments)
                .map(|right| right.role.as_str().to_owned())
                .collect(),
            device: challenge.device.to_string(),
            words: Vec::new(),
            known: user.is_some_and(|user| user.active)
                && device.is_some_and(|device| device.users.contains(&challenge.user)),
        }
    }

    /// The recovery key of this department: from shares if some are given, else from the authority's folder.
    fn recovery_key(&self, folder: &Path, shares: &[String]) -> Result<RecoveryKey, Error> {
        let department = self.membership().department().ok_or(Error::NoRecoveryKey)?;
        if !shares.is_empty() {
            let shares: Vec<RecoveryShare> = shares
                .iter()
                .map(|share| RecoveryShare::from_text(share).map_err(|_| Error::NotThatCode))
                .collect::<Result<_, _>>()?;
            return Ok(RecoveryKey::combine(&shares, self.membership().id(), &department.recovery_public)?);
        }
        let authority = Authority::load(folder, &department.code).map_err(|error| match error {
            AuthorityError::Io(error) => Error::Unreadable(error.kind().to_string()),
            _ => Error::NoRecoveryKey,
        })?;
        let ours = authority.department() == self.membership().id();
        authority.recovery().filter(|_| ours).cloned().ok_or(Error::NoRecoveryKey)
    }
}

fn read_user(text: &str) -> Result<UserId, Error> {
    text.parse().map_err(|_| Error::UnknownUser)
}

impl From<RecoveryError> for Error {
    fn from(error: RecoveryError) -> Self {
        match error {
            RecoveryError::ForeignDepartment => Error::OtherDepartment,
            RecoveryError::NotAllowed => Error::NotFound,
            RecoveryError::OtherChallenge => Error::OtherChallenge,
            RecoveryError::TooFewShares { .. } => Error::TooFewShares,
            RecoveryError::Typed(_) => Error::NotThatCode,
            RecoveryError::NoRecoveryKey
            | RecoveryError::DoesNotOpen
            | RecoveryError::MixedShares
            | RecoveryError::WrongShares
            | RecoveryError::BadSplit => Error::NoRecoveryKey,
            RecoveryError::Seal(error) => Error::Unexpected(error.to_string()),
        }
    }
}
