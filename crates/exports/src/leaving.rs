//! What may leave of a person.

use posta_domain::{CONFIDENTIAL_NEED, Consents, Purpose, Released};

use crate::subject::{Care, Subject};

/// What may leave of a person. Only [`Leaving::shared`] and [`Leaving::to_the_person`] make one.
pub struct Leaving(Subject);

/// What somebody has to agree to before anything that names them leaves for others: being registered (C1), and that
/// their file is shared (C2).
pub(crate) const REQUIRED: [Purpose; 2] = [Purpose::Register, Purpose::ShareFacility];

impl Leaving {
    /// Whether anything of whoever decided this may leave for others.
    pub fn may_be_shared(decided: &Consents) -> bool {
        REQUIRED.iter().all(|purpose| decided.is_given(purpose))
    }

    /// What others may get: nothing of whoever did not agree that the file is shared (C2), or is not to be registered;
    /// the telephone only of who may be called (C5), referrals only of who lets them be shared (C3). Whoever answers for a
    /// minor and is registered is named only if they agreed themselves. Free words stay: nobody can tell what is in them.
    pub fn shared(mut subject: Subject) -> Option<Self> {
        let consents = std::mem::take(&mut subject.decided);
        keep_back_confidential(&mut subject.care);
        let guardian = subject.guardian.take();
        if guardian.is_some_and(|decided| !Self::may_be_shared(&decided)) {
            subject.person.value.guardian_name.clear();
            subject.person.value.guardian_person.clear();
        }
        for one in &mut subject.enrollments {
            one.value.observation.clear();
        }
        if !consents.is_given(&Purpose::Contact) {
            subject.person.value.phone.clear();
        }
        if !consents.is_given(&Purpose::ShareReferral) {
            subject.care.referrals.clear();
        }
        subject.decided = consents.clone();
        let [register, share] = REQUIRED;
        let registered = consents.release(&register, subject)?;
        consents.release(&share, registered.into_inner()).map(Released::into_inner).map(Self)
    }

    /// What a person gets of themselves, whatever they refused to others. What is confidential stays out all the same:
    /// a file is read by whoever finds it.
    pub fn to_the_person(mut subject: Subject) -> Self {
        keep_back_confidential(&mut subject.care);
        Self(subject)
    }

    /// What may leave.
    pub fn get(&self) -> &Subject {
        &self.0
    }
}

/// Needs that no export names, nor what came of them: they give no reason, and are one.
const UNSPOKEN: [&str; 2] = [CONFIDENTIAL_NEED, "proteccion"];

/// Restricted consultations and what was made in them, and the needs that are not spoken of, never leave.
fn keep_back_confidential(care: &mut Care) {
    let restricted: Vec<_> =
        care.consultations.iter().filter(|one| one.value.restricted).map(|one| one.id).collect();
    care.consultations.retain(|one| !one.value.restricted);
    care.screenings.retain(|one| !restricted.contains(&one.value.consultation));
    care.referrals.retain(|one| {
        let spoken_of = [&one.value.need, &one.value.service_kind].iter().all(|code| !is_unspoken(code));
        spoken_of && !restricted.contains(&one.value.consultation)
    });
    // Why a service said no may tell of somebody else.
    for event in care.referrals.iter_mut().flat_map(|one| one.value.events.values_mut()) {
        event.reason.clear();
    }
    for one in &mut care.consultations {
        one.value.needs.retain(|code| !is_unspoken(code));
        one.value.about_needs.retain(|code, _| !is_unspoken(code));
        one.value.alerts.clear();
    }
}

fn is_unspoken(code: &str) -> bool {
    UNSPOKEN.contains(&code)
}
