//! Who is who, and who may do what: a pure function of the set of accepted entries.

use std::collections::{BTreeMap, BTreeSet};

use crate::entry::{Entry, EntryBody};
use crate::ids::{DepartmentId, DeviceId, Hash32, ScopeId, UserId};
use crate::role::{Role, Sensitivity};

/// The department as its first entry describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Department {
    /// Department code of the pack.
    pub code: String,
    /// Name for people.
    pub name: String,
    /// Id of the country pack.
    pub pack: String,
    /// Ed25519 key of the authority.
    pub authority_public: [u8; 32],
    /// X25519 key to which epoch keys are sealed for recovery.
    pub recovery_public: [u8; 32],
}

/// The server that the authority named last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Server {
    /// Ed25519 key that signs receipts.
    pub server_public: [u8; 32],
    /// SHA-256 of the SPKI (DER) of its TLS certificate.
    pub tls_pin: Hash32,
}

/// A scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// Its id.
    pub scope: ScopeId,
    /// Department code for a registry, municipality code for care.
    pub place: String,
    /// Who may read it.
    pub sensitivity: Sensitivity,
}

/// A key epoch of a scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Epoch {
    /// [`crate::EpochKey::id`].
    pub epoch: Hash32,
    /// The key, sealed to the department's recovery key.
    pub sealed_to_recovery: Vec<u8>,
}

/// The right to join once.
#[derive(Clone, PartialEq, Eq)]
pub struct Grant {
    /// Hash of its entry.
    pub hash: Hash32,
    /// Ed25519 key derived from the one-time code.
    pub invitation: [u8; 32],
    /// The user that the join makes.
    pub user: UserId,
    /// Name of the user.
    pub name: String,
    /// What the user may do.
    pub role: Role,
    /// Municipality code; department code for supervisors.
    pub place: String,
    /// Hours since 1970 after which the server takes no join any more. The fold knows no time.
    pub expires_hour: u32,
    /// The join that used it.
    pub used_by: Option<Hash32>,
}

impl std::fmt::Debug for Grant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Grant({} of {})", self.hash, self.user)
    }
}

/// A user who joined.
#[derive(Clone, PartialEq, Eq)]
pub struct User {
    /// Its id.
    pub user: UserId,
    /// Name.
    pub name: String,
    /// What the user may do.
    pub role: Role,
    /// Municipality code; department code for supervisors.
    pub place: String,
    /// Ed25519 key.
    pub sign_public: [u8; 32],
    /// X25519 key.
    pub seal_public: [u8; 32],
    /// Devices on which the user joined.
    pub devices: BTreeSet<DeviceId>,
}

impl std::fmt::Debug for User {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "User({} {})", self.user, self.role)
    }
}

/// A device on which somebody joined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// Its id.
    pub device: DeviceId,
    /// Ed25519 key.
    pub sign_public: [u8; 32],
    /// X25519 key.
    pub seal_public: [u8; 32],
    /// Users who joined on it.
    pub users: BTreeSet<UserId>,
}

/// The members of a department. Access is denied unless a rule here grants it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    id: DepartmentId,
    department: Option<Department>,
    server: Option<Server>,
    scopes: BTreeMap<ScopeId, Scope>,
    epochs: BTreeMap<ScopeId, Vec<Epoch>>,
    grants: BTreeMap<Hash32, Grant>,
    users: BTreeMap<UserId, User>,
    devices: BTreeMap<DeviceId, Device>,
}

impl Membership {
    /// Folds entries given with their generation, in whatever order they come.
    pub(crate) fn fold<'a>(id: DepartmentId, entries: impl Iterator<Item = (&'a Entry, u32)>) -> Self {
        let mut entries: Vec<(&Entry, u32)> = entries.collect();
        entries.sort_by_key(|(entry, generation)| (*generation, entry.hash()));
        let mut membership = Self {
            id,
            department: None,
            server: None,
            scopes: BTreeMap::new(),
            epochs: BTreeMap::new(),
            grants: BTreeMap::new(),
            users: BTreeMap::new(),
            devices: BTreeMap::new(),
        };
        for (entry, _) in &entries {
            membership.take(entry);
        }
        let joins = entries.iter().map(|(entry, _)| *entry);
        membership.choose_joins(joins.clone());
        for entry in joins {
            membership.settle(entry);
        }
        // Revocations cut here, after the joins: a revocation beats a concurrent grant.
        membership
    }

    /// Takes everything but joins, in order of (generation, hash): the first department and scope count, the last
    /// server, and all epochs.
    fn take(&mut self, entry: &Entry) {
        match entry.body.clone() {
            EntryBody::Department { code, name, pack, recovery_public } => {
                let authority_public = entry.signer;
                self.department.get_or_insert(Department {
                    code,
                    name,
                    pack,
                    authority_public,
                    recovery_public,
                });
            }
            EntryBody::Server { server_public, tls_pin } => {
                self.server = Some(Server { server_public, tls_pin });
            }
            EntryBody::Scope { scope, place, sensitivity } => {
                self.scopes.entry(scope).or_insert(Scope { scope, place, sensitivity });
            }
            EntryBody::Epoch { scope, epoch, sealed_to_recovery } => {
                let epochs = self.epochs.entry(scope).or_default();
                if epochs.iter().all(|known| known.epoch != epoch) {
                    epochs.push(Epoch { epoch, sealed_to_recovery });
                }
            }
            EntryBody::Grant { invitation, user, name, role, place, expires_hour } => {
                let hash = entry.hash();
                let grant = Grant { hash, invitation, user, name, role, place, expires_hour, used_by: None };
                self.grants.insert(hash, grant);
            }
            EntryBody::Join { .. } | EntryBody::Unknown { .. } => {}
        }
    }

    /// A grant serves once: of several joins the one with the smallest hash counts, everywhere alike.
    fn choose_joins<'a>(&mut self, entries: impl Iterator<Item = &'a Entry>) {
        for entry in entries {
            if let EntryBody::Join { grant, .. } = &entry.body
                && let Some(grant) = self.grants.get_mut(grant)
                && grant.used_by.is_none_or(|used| entry.hash() < used)
            {
                grant.used_by = Some(entry.hash());
            }
        }
    }

    /// A user's and a device's first keys stay; a later grant of the same user changes role and place.
    fn settle(&mut self, entry: &Entry) {
        let EntryBody::Join { grant, user_sign, user_seal, device, device_sign, device_seal, .. } =
            &entry.body
        else {
            return;
        };
        let Some(grant) = self.grants.get(grant).filter(|grant| grant.used_by == Some(entry.hash())) else {
            return;
        };
        let user = self.users.entry(grant.user).or_insert_with(|| User {
            user: grant.user,
            name: grant.name.clone(),
            role: grant.role.clone(),
            place: grant.place.clone(),
            sign_public: *user_sign,
            seal_public: *user_seal,
            devices: BTreeSet::new(),
        });
        if user.sign_public != *user_sign {
            return;
        }
        user.name.clone_from(&grant.name);
        user.role.clone_from(&grant.role);
        user.place.clone_from(&grant.place);
        user.devices.insert(*device);
        let device = self.devices.entry(*device).or_insert_with(|| Device {
            device: *device,
            sign_public: *device_sign,
            seal_public: *device_seal,
            users: BTreeSet::new(),
        });
        device.users.insert(grant.user);
    }
}

/// Look-ups.
impl Membership {
    /// The department's id.
    pub fn id(&self) -> DepartmentId {
        self.id
    }

    /// The department, once its first entry is known.
    pub fn department(&self) -> Option<&Department> {
        self.department.as_ref()
    }

    /// The server that was named last.
    pub fn server(&self) -> Option<&Server> {
        self.server.as_ref()
    }

    /// A user who joined.
    pub fn user(&self, user: UserId) -> Option<&User> {
        self.users.get(&user)
    }

    /// All who joined.
    pub fn users(&self) -> impl Iterator<Item = &User> {
        self.users.values()
    }

    /// A device on which somebody joined.
    pub fn device(&self, device: DeviceId) -> Option<&Device> {
        self.devices.get(&device)
    }

    /// All devices.
    pub fn devices(&self) -> impl Iterator<Item = &Device> {
        self.devices.values()
    }

    /// A grant by the hash of its entry.
    pub fn grant(&self, hash: Hash32) -> Option<&Grant> {
        self.grants.get(&hash)
    }

    /// All grants.
    pub fn grants(&self) -> impl Iterator<Item = &Grant> {
        self.grants.values()
    }

    /// A scope.
    pub fn scope(&self, scope: ScopeId) -> Option<&Scope> {
        self.scopes.get(&scope)
    }

    /// All scopes.
    pub fn scopes(&self) -> impl Iterator<Item = &Scope> {
        self.scopes.values()
    }

    /// The registry scope of the department.
    pub fn registry(&self) -> ScopeId {
        ScopeId::registry_of(&self.id)
    }

    /// The care scope of a municipality.
    pub fn care_scope(&self, place: &str) -> Option<ScopeId> {
        self.care_scopes(place).next()
    }

    /// All care scopes of a municipality: more than one if two copies of the authority made one each.
    pub(crate) fn care_scopes<'a>(&'a self, place: &'a str) -> impl Iterator<Item = ScopeId> + 'a {
        self.scopes
            .values()
            .filter(move |scope| scope.sensitivity == Sensitivity::Care && scope.place == place)
            .map(|scope| scope.scope)
    }

    /// The epochs of a scope, oldest first.
    pub fn epochs(&self, scope: ScopeId) -> &[Epoch] {
        self.epochs.get(&scope).map_or(&[], Vec::as_slice)
    }

    /// The epoch in which new batches of a scope are written. Rotation when a member leaves adds a later one.
    pub fn current_epoch(&self, scope: ScopeId) -> Option<Hash32> {
        self.epochs(scope).last().map(|epoch| epoch.epoch)
    }

    /// Whether a user may read and write a scope.
    pub fn may_write(&self, user: UserId, scope: ScopeId) -> bool {
        match (self.users.get(&user), self.scopes.get(&scope)) {
            (Some(user), Some(scope)) => is_member(&user.role, &user.place, scope),
            _ => false,
        }
    }

    /// The scopes that a user may read and write, the registry first.
    pub fn scopes_for(&self, user: UserId) -> Vec<ScopeId> {
        let mut scopes: Vec<ScopeId> =
            self.scopes.keys().copied().filter(|scope| self.may_write(user, *scope)).collect();
        scopes.sort_by_key(|scope| (*scope != self.registry(), *scope));
        scopes
    }

    /// Whether a device may hold a scope: some user of the device may open it.
    pub fn may_hold(&self, device: DeviceId, scope: ScopeId) -> bool {
        self.devices
            .get(&device)
            .is_some_and(|device| device.users.iter().any(|user| self.may_write(*user, scope)))
    }
}

/// The one rule of access.
fn is_member(role: &Role, place: &str, scope: &Scope) -> bool {
    match (&scope.sensitivity, role) {
        (Sensitivity::Registry, Role::Registrar | Role::Care | Role::Supervisor) => true,
        (Sensitivity::Care, Role::Care) => scope.place == place,
        _ => false,
    }
}
