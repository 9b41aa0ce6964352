//! A day of one device, as the application would write it: one act a commit, in the batches that the store makes of them.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::path::Path;

use anyhow::{Context, Result, anyhow};
use posta_domain::import::ImportLine;
use posta_domain::synthetic::Synthetic;
use posta_domain::{DocumentId, Kind, Person, Problem};
use posta_identity::{FileKey, IdUse, ScopeId, SessionKey};
use posta_store::{Commit, CommittedBatch, ScopeFile, Write};

use super::outpost::Outpost;

/// Enrollments, consultations, edits.
const WORK: (usize, usize, usize) = (60, 20, 40);

/// The acts, each what it writes.
pub struct Acts {
    registry: Vec<Vec<Write>>,
    care: Vec<Vec<Write>>,
}

impl Acts {
    /// Invented by a number of its own, with ids drawn by this session.
    pub fn invent(seed: u64, session: &SessionKey) -> Result<Self> {
        let (enrollments, consultations, edits) = WORK;
        let mut acts = Self { registry: Vec::new(), care: Vec::new() };
        let mut people: BTreeMap<String, (DocumentId, Person)> = BTreeMap::new();
        for line in Synthetic::new(seed).day_of_work(enrollments, consultations, edits) {
            let open = || DocumentId(session.draw_id(IdUse::Open));
            let of = |reference: &str| people.get(reference).cloned().context("somebody of this day");
            match line {
                ImportLine::Person(line) => {
                    let (id, person) = (open(), line.to_person().map_err(odd)?);
                    acts.registry.push(vec![Write { kind: Kind::Person, id, fields: person.to_fields() }]);
                    people.insert(line.reference.clone(), (id, person));
                }
                ImportLine::Enrollment(line) => {
                    let fields = line.to_enrollment(of(&line.person)?.0).map_err(odd)?.to_fields();
                    acts.add(Write { kind: Kind::Enrollment, id: open(), fields })?;
                }
                ImportLine::Consent(line) => {
                    let fields = line.to_consent(of(&line.person)?.0).map_err(odd)?.to_fields();
                    acts.add(Write { kind: Kind::Consent, id: open(), fields })?;
                }
                ImportLine::Consultation(line) => {
                    let fields = line.to_consultation(of(&line.person)?.0).map_err(odd)?.to_fields();
                    let id = DocumentId(session.draw_id(IdUse::Sealed));
                    acts.care.push(vec![Write { kind: Kind::Consultation, id, fields }]);
                }
                ImportLine::Edit(line) => {
                    let (id, before) = of(&line.id)?;
                    let mut person = before.clone();
                    for (field, value) in &line.set {
                        person.set(field, value.as_typed()).map_err(odd)?;
                    }
                    let fields = person.changes_from(&before.to_fields());
                    acts.registry.push(vec![Write { kind: Kind::Person, id, fields }]);
                    people.insert(line.id.clone(), (id, person));
                }
            }
        }
        Ok(acts)
    }

    /// What belongs to the registration before.
    fn add(&mut self, write: Write) -> Result<()> {
        self.registry.last_mut().context("a registration")?.push(write);
        Ok(())
    }
}

fn odd(problem: Problem) -> anyhow::Error {
    anyhow!("{} {}", problem.field, problem.code)
}

/// The files in which the days of one department are written, each lane's in one: devices have each their own, but all that
/// comes of it here are the batches.
#[derive(Default)]
pub struct Files(BTreeMap<ScopeId, ScopeFile>);

impl Files {
    /// Writes a day and lays its batches on the device's shelf, as yet unsent.
    pub fn write(&mut self, folder: &Path, outpost: &Outpost, acts: &Acts, at: i64) -> Result<()> {
        for (scope, acts) in [(outpost.registry(), &acts.registry), (outpost.care()?, &acts.care)] {
            let batches = self.write_lane(folder, outpost, scope, acts, at)?;
            outpost.device.put_all_own(&batches)?;
        }
        Ok(())
    }

    fn write_lane(
        &mut self,
        folder: &Path,
        outpost: &Outpost,
        scope: ScopeId,
        acts: &[Vec<Write>],
        at: i64,
    ) -> Result<Vec<CommittedBatch>> {
        let file = match self.0.entry(scope) {
            Entry::Occupied(opened) => opened.into_mut(),
            Entry::Vacant(place) => {
                let path = folder.join(format!("{scope}.posta"));
                place.insert(ScopeFile::open(&path, &FileKey::random())?)
            }
        };
        let (session, log) = (&outpost.session, &outpost.log);
        let vector = outpost.device.vector(&scope)?.hash();
        let is_sealed = scope != outpost.registry();
        let commits = acts.iter().map(|writes| {
            Ok(Commit {
                session,
                incarnation: outpost.incarnation(&scope)?,
                membership: log.head(),
                vector,
                epoch: outpost.secrets.latest_epoch(scope).filter(|_| is_sealed),
                sealed_through: 0,
                at,
                writes,
                draft: None,
            })
        });
        Ok(file.commit_many(&commits.collect::<Result<Vec<_>>>()?)?.batches)
    }
}
