//! Two departments of one server, and questions from one to the other.

use chrono::NaiveDate;
use posta_documents::Document;
use posta_domain::{
    Consent, ConsentDecision, DocumentId, DocumentState, Fields, IdentityDocument, Person, Purpose, Sex,
};
use posta_identity::ids::{DepartmentId, Reference, ScopeId};
use posta_identity::{ReferenceKey, Role, ServerKeys};
use posta_protocol::{
    Candidate, ElsewhereAnswer, ElsewhereRequest, Proposals, Question, Sought, SoughtDocument, Taken,
};
use sync_server::init_department;

use super::{Answer, Device, SABAYA, World, client_from, entry};

/// Villazón, in Potosí.
pub const VILLAZON: &str = "051501";
pub const ROSA: [u8; 16] = [0x11; 16];

/// Oruro asks, Potosí has registered people.
pub struct Neighbours {
    pub world: World,
    pub here: Device,
    pub there: Device,
}

impl Neighbours {
    pub async fn start(role: Role) -> Self {
        let world = World::start().await;
        init_department(&world.data(), &world.authority(), "bo", "05").unwrap();
        let place = if role == Role::Supervisor || role == Role::Administrator { "04" } else { SABAYA };
        let here = world.join(role, place).await;
        let there = world.join(Role::Registrar, VILLAZON).await;
        Self { world, here, there }
    }

    /// With Rosa registered there, and her yes to all.
    pub async fn with_rosa(role: Role) -> Self {
        let mut both = Self::start(role).await;
        both.register(ROSA, &rosa()).await;
        both.agree(ROSA, &yes_to_all(), 1).await;
        both
    }

    pub fn url(&self) -> String {
        self.world.running.url()
    }

    pub async fn register(&mut self, id: [u8; 16], person: &Person) {
        let url = self.url();
        put(&mut self.there, &url, "person", id, &person.to_fields()).await;
    }

    /// A conversation about consent with somebody there; a later number is of a later day.
    pub async fn agree(&mut self, id: [u8; 16], said: &[(Purpose, ConsentDecision)], number: u8) {
        let url = self.url();
        let consent = Consent {
            person: DocumentId::from(id),
            on: NaiveDate::from_ymd_opt(2026, 11, u32::from(number)),
            purposes: said.iter().cloned().collect(),
            ..Consent::default()
        };
        let mut document = id;
        document[15] ^= number;
        put(&mut self.there, &url, "consent", document, &consent.to_fields()).await;
    }

    pub async fn look_up(&mut self, sought: Sought) -> Vec<Candidate> {
        let url = self.url();
        candidates(ask(&mut self.here, &url, Question::LookUp(sought)).await)
    }

    pub async fn take(&mut self, reference: Reference) -> Result<Taken, String> {
        let url = self.url();
        match ask(&mut self.here, &url, Question::Take(reference)).await {
            Asked { answer: Some(ElsewhereAnswer::Taken(taken)), .. } => Ok(taken),
            other => Err(other.code),
        }
    }

    pub async fn proposals(&mut self) -> Proposals {
        let url = self.url();
        proposals(&mut self.here, &url).await
    }

    /// How a department names somebody, by the server's key in its folder.
    pub fn reference(&self, asking: DepartmentId, scope: ScopeId, person: [u8; 16]) -> Reference {
        let bytes = std::fs::read(self.world.data().join("server.key")).unwrap();
        ReferenceKey::of(&ServerKeys::from_bytes(&bytes).unwrap()).reference(&asking, &scope, &person)
    }
}

pub async fn proposals(device: &mut Device, url: &str) -> Proposals {
    match ask(device, url, Question::Proposals { after: 0 }).await.answer {
        Some(ElsewhereAnswer::Proposals(proposals)) => proposals,
        _ => panic!("no proposals"),
    }
}

/// Writes a new document into the registry of a device.
pub async fn put(device: &mut Device, url: &str, kind: &str, id: [u8; 16], fields: &Fields) {
    let registry = device.registry();
    let (_, change) = Document::create(*device.actor().as_bytes(), fields, 1).unwrap();
    let batch = device.batch(registry, &[entry(kind, id, &change)]);
    assert!(device.exchange(url, registry, &[&batch]).await.covers(&batch));
}

/// What came back.
pub struct Asked {
    pub status: u16,
    pub code: String,
    pub answer: Option<ElsewhereAnswer>,
    pub bytes: Vec<u8>,
    /// Seconds.
    pub retry_after: Option<u64>,
}

pub fn candidates(asked: Asked) -> Vec<Candidate> {
    match asked.answer {
        Some(ElsewhereAnswer::Candidates(candidates)) => candidates,
        _ => panic!("refused: {} {}", asked.status, asked.code),
    }
}

pub async fn ask(device: &mut Device, url: &str, question: Question) -> Asked {
    let request = ElsewhereRequest::sign(device.nonce.clone(), question, &device.session);
    send(url, request.encode()).await
}

pub async fn send(url: &str, request: Vec<u8>) -> Asked {
    let client = client_from([127, 0, 0, 1].into());
    let response = client.post(format!("{url}/v1/elsewhere")).body(request).send().await.unwrap();
    let status = response.status().as_u16();
    let wait = response.headers().get("retry-after").map(|value| value.to_str().unwrap().parse().unwrap());
    let bytes = response.bytes().await.unwrap().to_vec();
    let (code, answer) = match status {
        200 => (String::new(), Some(ElsewhereAnswer::decode(&bytes).unwrap())),
        _ => (Answer::read(status, &bytes).code().to_owned(), None),
    };
    Asked { status, code, answer, bytes, retry_after: wait }
}

pub fn rosa() -> Person {
    Person {
        given_names: "Rosa Elena".into(),
        surname1: "Quispealta".into(),
        surname2: "Mamanirio".into(),
        sex: Sex::Female,
        birth: posta_domain::Birth::parse("1991-07-23").unwrap(),
        nationality: "VE".into(),
        documents: vec![IdentityDocument {
            key: "k1".into(),
            kind: "passport".into(),
            country: "VE".into(),
            number: "X7731942".into(),
            state: DocumentState::Valid,
            mrz_given: "ROSA ELENA".into(),
            mrz_surname: "QUISPEALTA".into(),
            ..IdentityDocument::default()
        }],
        languages: ["es".to_owned(), "gn".to_owned()].into(),
        phone: "71299431".into(),
        residence: VILLAZON.into(),
        guardian_name: "Tía Canaria".into(),
        registered_post: "villazon".into(),
        registered_on: NaiveDate::from_ymd_opt(2026, 11, 18),
        household: "ab".repeat(16),
        same_day: true,
        ..Person::default()
    }
}

/// Rosa registered a second time, here, with another group: those of one are not each other.
pub fn rosa_again() -> Person {
    Person { household: "cd".repeat(16), ..rosa() }
}

/// Rosa as a colleague of another department types her.
pub fn rosa_typed() -> Sought {
    Sought {
        given_names: "Rosa Elena".into(),
        surname1: "Quispealta".into(),
        surname2: "Mamanirio".into(),
        birth: "23/07/1991".into(),
        sex: "female".into(),
        nationality: "VE".into(),
        documents: vec![SoughtDocument {
            kind: "passport".into(),
            country: "VE".into(),
            number: "X7731942".into(),
        }],
        phone: String::new(),
    }
}

pub fn yes_to_all() -> Vec<(Purpose, ConsentDecision)> {
    Purpose::WORDS.iter().map(|word| (Purpose::from_word(word), ConsentDecision::Given)).collect()
}
