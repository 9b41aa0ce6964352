//! Who takes part: a dupla at Pisiga, a team in the city, the supervisor who keeps the directory.

use posta_app::view::{
    ConsentDecision, ConsentInput, ConsultationInput, HealthView, NeedView, ReferralInput, ServiceInput,
    SignView,
};
use posta_domain::{AnswerCode, DocumentId, Kind, Referral, ReferralSecret};
use posta_store::ScopeFile;
use posta_tests::people::newcomer;
use posta_tests::world::{CARMEN, ELENA, ROSA};
use posta_tests::{Device, Invited, OpenHome, World};

/// Of the care team of the city, where the shelter is.
pub const JULIA: Invited = Invited::new("Julia Poma", "care", "040101");

/// The second person whom an erasure needs.
pub const OLGA: Invited = Invited::new("Olga Ortiz", "supervisor", posta_tests::ORURO);

/// Who registers at the same place.
pub const NORA: Invited = Invited::new("Nora Choque", "registrar", "040101");

pub const COMPLAINT: &str = "Zqhealthcanary fiebre desde ayer";
pub const WORDS: &str = "Zqsocialcanary viaja con su hermana";
pub const MESSAGE: &str = "Zqmessagecanary necesita dormir esta noche";

pub fn agree(device: &Device, person: &str, purpose: &str, decision: &str) {
    let decision = ConsentDecision { purpose: purpose.into(), decision: decision.into() };
    let input = ConsentInput { language: "es".into(), decisions: vec![decision], ..ConsentInput::default() };
    device.app.record_consent(person, &input).unwrap();
}

/// A shelter in the city that attends the whole department, and somebody to talk to.
pub fn directory(supervisor: &Device) -> String {
    let shelter = ServiceInput {
        name: "Casa del Migrante".into(),
        kinds: vec!["albergue".into()],
        contact: "2-5270000".into(),
        place: "040101".into(),
        coverage: vec!["04".into()],
        ..ServiceInput::default()
    };
    let health = ServiceInput {
        name: "Salud mental Oruro".into(),
        kinds: vec!["salud_mental".into()],
        contact: "2-5271111".into(),
        coverage: vec!["04".into()],
        ..shelter.clone()
    };
    supervisor.app.save_service(&health).unwrap();
    supervisor.app.save_service(&shelter).unwrap().id
}

pub struct Cast {
    pub world: World,
    pub carmen: Device,
    pub rosa: Device,
    pub elena: Device,
    pub shelter: String,
    pub person: String,
}

/// A health worker and a psychosocial one at Pisiga, each on their own device, and somebody whom both know.
pub fn cast() -> Cast {
    let world = World::new();
    let elena = world.device("oruro", ELENA);
    let shelter = directory(&elena);
    elena.sync();
    let (carmen, rosa) = (world.device("carmen", CARMEN), world.device("rosa", ROSA));
    carmen.sync();
    rosa.sync();
    carmen.sync();
    let person = carmen.register(&newcomer(0));
    carmen.sync();
    rosa.sync();
    Cast { world, carmen, rosa, elena, shelter, person }
}

pub fn health() -> HealthView {
    HealthView {
        complaint: COMPLAINT.into(),
        signs: vec![SignView { sign: "temperature_tenths_c".into(), value: 385 }],
        ..HealthView::default()
    }
}

impl Cast {
    pub fn consultation(&self) -> String {
        let input = ConsultationInput {
            person: self.person.clone(),
            reason: "atencion_salud".into(),
            needs: vec!["salud".into(), "alojamiento".into()],
            about_needs: vec![NeedView {
                code: "alojamiento".into(),
                urgency: "pronta".into(),
                ..NeedView::default()
            }],
            health: health(),
            signs: vec!["health".into()],
            ..ConsultationInput::default()
        };
        self.carmen.app.record_consultation(&input).unwrap().id
    }

    pub fn referral(&self) -> String {
        let input = ReferralInput {
            person: self.person.clone(),
            need: "alojamiento".into(),
            service: self.shelter.clone(),
            urgency: "pronta".into(),
            shares: vec!["name".into(), "phone".into()],
            message: MESSAGE.into(),
            ..ReferralInput::default()
        };
        self.carmen.app.create_referral(&input).unwrap().id
    }

    /// The codes of the letter, as only the team of the referral has them.
    pub fn codes(&self, referral: &str) -> [AnswerCode; 3] {
        let secret = self.secret_at(&self.carmen, CARMEN, referral);
        ReferralSecret::from_hex(&secret).unwrap().codes()
    }

    /// What makes the codes of a referral, as it lies in the team's file on a device; blank for none.
    pub fn secret_at(&self, device: &Device, user: Invited, referral: &str) -> String {
        device.app.lock();
        let home = OpenHome::unlock(device.home(), user.name);
        let id: DocumentId = referral.parse().unwrap();
        let scope = home.log().membership().care_scope(user.place).unwrap();
        let (path, key) = home.scope_file(scope);
        let file = ScopeFile::open(&path, &key.unwrap()).unwrap();
        let fields = file.document(&Kind::Referral, &id).unwrap().unwrap().fields();
        drop((home, file));
        device.unlock(user.name);
        Referral::from_fields(&fields).secret
    }
}
