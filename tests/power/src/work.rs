//! A time of work at a post, recorded: every kind of write that the store knows, some of them many times.

use std::path::PathBuf;

use posta_identity::ids::{Hash32, ScopeId};
use posta_protocol::{BatchHeader, ChangeEntry, SignedBatch, Tip, VERSION, Vector, pack_body};
use posta_store::{Draft, Exchanged, Incoming, Write};
use tempfile::TempDir;

use crate::content::{content, take_back_to_format_one};
use crate::desk::{Desk, Files, consultation, enrollment, person};
use crate::disk::{Care, Disk, Op, Watch};

/// People registered one by one: so many that SQLite moves the scope's log into its file by itself, at 1,000 pages.
const PEOPLE: u16 = 62;

/// What the two files say, in the order scope, device.
pub(crate) type State = [Hash32; 2];

/// Work that was done and recorded.
pub struct Worked {
    pub desk: Desk,
    pub(crate) log: Vec<Op>,
    /// `states[n]`: what the files said after `n + 1` acts were acknowledged; the first is their creation.
    pub(crate) states: Vec<State>,
}

impl Worked {
    /// Operations recorded.
    pub fn operations(&self) -> usize {
        self.log.len()
    }

    /// Acts acknowledged, each a call of the store that writes.
    pub fn acts(&self) -> usize {
        self.states.len()
    }

    /// How often a log was moved into its file after the files were made.
    pub fn checkpoints(&self) -> usize {
        let begun = self.log.iter().skip_while(|op| !matches!(op, Op::Acknowledged));
        let is_file = |file: &usize| {
            self.log.iter().any(|op| matches!(op, Op::Present { file: present, .. } if present == file))
        };
        begun.filter(|op| matches!(op, Op::Sync { file } if is_file(file))).count()
    }
}

pub(crate) struct Recorder {
    pub desk: Desk,
    folder: PathBuf,
    watch: Watch,
    files: Option<Files>,
    states: Vec<State>,
    _temporary: TempDir,
}

impl Recorder {
    pub fn begin(care: Care) -> Self {
        let temporary = tempfile::tempdir().unwrap();
        let folder = temporary.path().to_owned();
        let watch = Disk::record(&folder, care);
        let desk = Desk::new(ScopeId::random());
        let files = Some(desk.open(&folder).unwrap());
        let mut recorder = Self { desk, folder, watch, files, states: Vec::new(), _temporary: temporary };
        recorder.acknowledge();
        recorder
    }

    fn acknowledge(&mut self) {
        self.watch.disk.acknowledge();
        self.states.push(self.state());
    }

    fn state(&self) -> State {
        let scope = content(&self.desk.scope_path(&self.folder), &self.desk.scope_key).unwrap();
        [scope, content(&self.desk.device_path(&self.folder), &self.desk.device_key).unwrap()]
    }

    /// One call of the store that writes.
    pub fn step<T>(&mut self, act: impl FnOnce(&Desk, &Files) -> Result<T, posta_store::Error>) -> T {
        let done = act(&self.desk, self.files.as_ref().unwrap()).unwrap();
        self.acknowledge();
        done
    }

    /// An act as the program does it: marked in the device's file, into the scope's file, then on the shelf.
    pub fn save(&mut self, writes: &[Write], draft: Option<&Draft>) {
        self.step(|desk, files| files.device.mark_unshelved(&desk.scope));
        let committed = self.step(|desk, files| {
            let sealed_through = files.device.offered_through(&desk.feed())?;
            files.scope.commit(&desk.act(writes, draft.map(|draft| draft.id), sealed_through))
        });
        for own in &committed.batches {
            self.step(|_, files| files.device.put_own(&own.batch, own.changes));
        }
        self.desk.at += 60;
    }

    fn import(&mut self, first: u16, count: u16) {
        let lines: Vec<[Write; 2]> = (first..first + count)
            .map(|n| {
                [
                    person(n, &[("given_names", "Importada"), ("surname1", "Mamani")]),
                    enrollment(n + 10_000, n),
                ]
            })
            .collect();
        self.step(|desk, files| files.device.mark_unshelved(&desk.scope));
        let committed = self.step(|desk, files| {
            let sealed_through = files.device.offered_through(&desk.feed())?;
            let acts: Vec<_> = lines.iter().map(|line| desk.act(line, None, sealed_through)).collect();
            files.scope.commit_many(&acts)
        });
        self.step(|_, files| files.device.put_all_own(&committed.batches));
    }

    /// An exchange that sent everything and brought something.
    pub fn exchange(&mut self, from: &Desk, arriving: &[SignedBatch]) {
        self.step(|desk, files| files.device.unmark_unshelved(&desk.scope));
        self.step(|_, files| files.device.offer_own());
        self.step(|_, files| files.device.append_entries(&[vec![9; 300], vec![arriving.len() as u8; 200]]));
        self.step(|_, files| files.device.put_session(&from.session.certificate));
        self.step(|_, files| files.device.put_batches(arriving, false));
        self.step(|_, files| {
            let certificate = &from.session.certificate;
            let incoming: Vec<_> = arriving
                .iter()
                .map(|batch| Incoming { batch, certificate, epoch: None, denied: &[] })
                .collect();
            files.scope.apply_many(&incoming)
        });
        self.step(|desk, files| {
            let (n, hash) = files.scope.own_tip(&desk.feed())?.unwrap();
            let mut vector = Vector::new();
            vector.insert(desk.feed(), Tip::of(n, &hash));
            files.device.set_receipt(&desk.scope, &vector, desk.at)
        });
        let (at, ok) = (self.desk.at, true);
        self.step(|_, files| files.device.add_exchange(&Exchanged { at, ok, ..Exchanged::default() }));
    }

    /// A newer program opens what an older one left: the scope's file goes to the newest format.
    fn upgrade(&mut self) {
        self.files = None;
        take_back_to_format_one(&self.desk.scope_path(&self.folder), &self.desk.scope_key);
        self.files = Some(self.desk.open(&self.folder).unwrap());
        self.acknowledge();
    }

    /// What was recorded; all of it must be sound.
    pub fn end(self) -> Worked {
        let Self { desk, watch, states, files, .. } = self;
        let files = files.unwrap();
        let report = desk.check(&files).unwrap();
        assert!(report.is_clean() && report.quarantined > 0, "{report:?}");
        let log = watch.disk.log();
        // Closed only now: what closing does is no part of the record.
        drop(files);
        Worked { desk, log, states }
    }

    /// Closes the files, which moves everything from their logs into them, and opens them again.
    fn reopen(&mut self) {
        self.files = None;
        self.files = Some(self.desk.open(&self.folder).unwrap());
        self.acknowledge();
    }
}

/// Somebody else's batches of the same scope: some that are good, and one with a change that is none.
pub(crate) fn colleague(scope: ScopeId) -> (Desk, Vec<SignedBatch>) {
    let temporary = tempfile::tempdir().unwrap();
    let _hurry = Disk::hurry(temporary.path());
    let desk = Desk::new(scope);
    let files = desk.open(temporary.path()).unwrap();
    for n in 0..3 {
        desk.commit(&files, &[person(500 + n, &[("given_names", "Colega")]), enrollment(600 + n, 500 + n)])
            .unwrap();
        desk.commit(&files, &[person(1, &[("phone", &format!("7001234{n}"))])]).unwrap_or_default();
        let own = files.scope.own_batches(&desk.feed(), 0).unwrap();
        files.device.put_all_own(&own).unwrap();
        files.device.offer_own().unwrap();
    }
    let mut batches: Vec<_> =
        files.scope.own_batches(&desk.feed(), 0).unwrap().into_iter().map(|own| own.batch).collect();
    let last = batches.last().unwrap();
    let header = last.decode_header().unwrap();
    let bad = ChangeEntry { kind: "person".into(), document: [3; 16], bytes: vec![0x85; 90] };
    let header = BatchHeader { v: VERSION, n: header.n + 1, previous: last.hash(), ..header };
    batches.push(SignedBatch::sign(&header, pack_body(&[bad], None).unwrap(), &desk.session.sign));
    (desk, batches)
}

/// Does the work: creation, an upgrade, registrations, edits, drafts, consultations, imports, exchanges, a restart.
pub fn work(care: Care) -> Worked {
    let mut recorder = Recorder::begin(care);
    let (from, arriving) = colleague(recorder.desk.scope);
    let certificate = recorder.desk.session.certificate.clone();
    recorder.step(|desk, files| files.device.put_device_keys(&desk.keys));
    recorder.step(|desk, files| files.device.put_incarnation(&desk.scope, &desk.incarnation));
    recorder.step(|_, files| files.device.put_session(&certificate));
    for n in 1..=PEOPLE {
        let draft = recorder.desk.draft(n as u8, &format!("{{\"person\":{{\"given_names\":\"Ana {n}\"}}}}"));
        recorder.step(|_, files| files.scope.save_draft(&draft));
        let names = [("given_names", "Ana"), ("surname1", "Quispe"), ("sex", "f"), ("birth", "1990-01-01")];
        recorder.save(&[person(n, &names), enrollment(n + 100, n)], Some(&draft));
        match n % 6 {
            1 => recorder.save(&[person(n, &[("phone", "70012345")])], None),
            3 => recorder.save(&[consultation(n + 200, n, &"nota ".repeat(40))], None),
            4 => {
                let left = recorder.desk.draft(100 + n as u8, "{}");
                recorder.step(|_, files| files.scope.save_draft(&left));
                let (owner, id) = (left.owner, left.id);
                recorder.step(|_, files| files.scope.remove_draft(&owner, &id));
            }
            _ => {}
        }
        match n {
            4 => recorder.upgrade(),
            5 => recorder.exchange(&from, &arriving[..2]),
            8 => recorder.import(300, 25),
            58 => recorder.reopen(),
            12 => recorder.exchange(&from, &arriving[2..]),
            14 => {
                recorder.desk.unlock_again();
                let certificate = recorder.desk.session.certificate.clone();
                recorder.step(|_, files| files.device.put_session(&certificate));
                let scope = recorder.desk.scope;
                recorder.step(|_, files| files.device.quarantine_batch(&scope, "signature", 1, &[1; 700]));
            }
            _ => {}
        }
    }
    recorder.import(400, 10);
    recorder.end()
}
