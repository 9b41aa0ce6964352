//! Who takes part: invented people with different rights, and the devices that they share.

/// Municipality of the border post Pisiga.
const SABAYA: &str = "040901";
/// Municipality of the border post Tambo Quemado.
const TURCO: &str = "040402";
/// The department of both.
pub const ORURO: &str = "04";
/// Everybody's password.
pub const PASSWORD: &str = "clave-larga-sintética";

/// Somebody with a role in a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    pub name: &'static str,
    pub role: &'static str,
    pub place: &'static str,
    /// The team whose sealed scope they read.
    pub team: Option<Scope>,
}

/// What a record is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    Registry,
    CareOfSabaya,
    CareOfTurco,
    Audit,
}

pub const MEMBERS: [Member; 6] = [
    Member { name: "Ana Quispe", role: "registrar", place: SABAYA, team: None },
    Member { name: "Carmen Flores", role: "care", place: SABAYA, team: Some(Scope::CareOfSabaya) },
    Member { name: "Luis Mamani", role: "registrar", place: TURCO, team: None },
    Member { name: "Mario Choque", role: "care", place: TURCO, team: Some(Scope::CareOfTurco) },
    Member { name: "Rosa Condori", role: "care", place: SABAYA, team: Some(Scope::CareOfSabaya) },
    Member { name: "Elena Villca", role: "supervisor", place: ORURO, team: Some(Scope::Audit) },
];

/// The only one who cuts others off, and whom nobody cuts off.
pub const SUPERVISOR: usize = 5;

/// Who works on each device, by their places among the members.
pub const DEVICES: [&[usize]; 4] = [&[0, 1], &[2, 3], &[4], &[5]];

/// The device of the supervisor.
pub const SUPERVISED: usize = 3;

impl Member {
    /// Whether they may read what is of a scope.
    pub fn reads(&self, scope: Scope) -> bool {
        scope == Scope::Registry || self.team == Some(scope)
    }

    /// The care team of the municipality of their post.
    pub fn care(&self) -> Option<Scope> {
        match self.place {
            SABAYA => Some(Scope::CareOfSabaya),
            TURCO => Some(Scope::CareOfTurco),
            _ => None,
        }
    }

    /// Whether they record consultations.
    pub fn attends(&self) -> bool {
        self.role == "care"
    }
}
