//! A device: one home, and the application over it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use posta_app::report::StatusReport;
use posta_app::view::{
    ConsultationInput, FieldEdit, PersonView, RegistrationInput, SessionView, SyncReport, SyncView,
};
use posta_app::{App, Clock, Error};
use posta_identity::{KdfCost, ScopeId};

use crate::{PASSWORD, runtime};

/// A device of a test. Its user is unlocked after [`Device::join`] and [`Device::unlock`].
pub struct Device {
    home: PathBuf,
    pub app: Arc<App>,
}

impl Device {
    /// Opens a home with passwords that cost nothing.
    pub fn at(home: &Path) -> Self {
        let app = App::open_with_cost(home, KdfCost::weak_for_tests()).unwrap();
        Self { home: home.into(), app: Arc::new(app) }
    }

    /// The same, by a clock of the test's.
    pub fn by(home: &Path, clock: Clock) -> Self {
        let app = App::open_with_clock(home, KdfCost::weak_for_tests(), clock).unwrap();
        Self { home: home.into(), app: Arc::new(app) }
    }

    pub fn home(&self) -> &Path {
        &self.home
    }

    pub fn join(&self, url: &str, code: &str) -> Result<SessionView, Error> {
        // On a device with users one of them takes the newcomer in.
        let profile = self.app.profile().unwrap();
        if let (None, None, Some(host)) = (profile.session, profile.joining, profile.users.first()) {
            self.app.unlock(&host.id, PASSWORD)?;
        }
        runtime().block_on(self.app.join(url, code, PASSWORD))
    }

    /// Locks, and unlocks as this user: a new session.
    pub fn unlock(&self, user: &str) {
        self.app.lock();
        self.app.unlock(user, PASSWORD).unwrap();
    }

    pub fn register(&self, input: &RegistrationInput) -> String {
        self.app.register_person(input).unwrap().id
    }

    pub fn edit(&self, id: &str, edits: &[(&str, &str)]) {
        let edit = |(field, value): &(&str, &str)| FieldEdit {
            field: (*field).to_owned(),
            value: (*value).to_owned(),
        };
        let edits: Vec<FieldEdit> = edits.iter().map(edit).collect();
        self.app.edit_person(id, &edits).unwrap();
    }

    /// Records a consultation; returns its id.
    pub fn attend(&self, person: &str, note: &str) -> String {
        let input = ConsultationInput {
            person: person.into(),
            reason: "control".into(),
            needs: vec!["salud".into()],
            note: note.into(),
            restricted: false,
            draft: String::new(),
            ..ConsultationInput::default()
        };
        self.app.record_consultation(&input).unwrap().id
    }

    pub fn try_sync(&self) -> Result<SyncReport, Error> {
        runtime().block_on(self.app.sync_now())
    }

    pub fn sync(&self) -> SyncReport {
        self.try_sync().unwrap()
    }

    pub fn person(&self, id: &str) -> PersonView {
        self.app.person(id).unwrap()
    }

    pub fn holds(&self, id: &str) -> bool {
        match self.app.person(id) {
            Ok(_) => true,
            Err(Error::NotFound | Error::Erased) => false,
            Err(error) => panic!("{error}"),
        }
    }

    /// Whether a consultation of this person can be read here.
    pub fn reads(&self, person: &str, consultation: &str) -> bool {
        self.person(person).timeline.iter().any(|event| event.id == consultation)
    }

    pub fn status(&self) -> StatusReport {
        self.app.status().unwrap()
    }

    pub fn view(&self) -> SyncView {
        self.app.sync_view().unwrap()
    }

    pub fn pending(&self) -> u32 {
        self.status().pending
    }

    pub fn people(&self) -> u32 {
        self.status().people
    }

    /// Digest of the registry.
    pub fn digest(&self) -> String {
        self.digest_of("registry")
    }

    /// Digest of the scope of this sensitivity.
    pub fn digest_of(&self, sensitivity: &str) -> String {
        let digests = self.app.digest().unwrap();
        digests.into_iter().find(|scope| scope.sensitivity == sensitivity).unwrap().digest
    }

    pub fn registry(&self) -> ScopeId {
        let digests = self.app.digest().unwrap();
        let registry = digests.iter().find(|scope| scope.sensitivity == "registry").unwrap();
        registry.scope.parse().unwrap()
    }

    /// Batches of the registry on the shelf.
    pub fn batches(&self) -> u32 {
        let scopes = self.status().scopes;
        scopes.iter().find(|scope| scope.sensitivity == "registry").unwrap().batches
    }

    /// Chains, signatures, documents, and projections beside a rebuild.
    pub fn assert_sound(&self) {
        let check = self.app.check().unwrap();
        assert!(check.ok, "{:?}", check.faults);
    }

    /// Values of a field in conflict, as "value author post", sorted; empty without conflict.
    pub fn conflict(&self, id: &str, field: &str) -> Vec<String> {
        let conflicts = self.person(id).conflicts;
        let values = conflicts.into_iter().filter(|conflict| conflict.field == field);
        let mut values: Vec<String> = values
            .flat_map(|conflict| conflict.values)
            .map(|value| format!("{} {} {}", value.value, value.author, value.post))
            .collect();
        values.sort();
        values
    }
}
