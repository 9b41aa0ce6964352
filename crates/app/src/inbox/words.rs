//! Reading what arrived in an inbox once, so that it can be looked up: when, what was done, what it is about.

use std::collections::BTreeSet;

use posta_domain::{Accompaniment, AuditRecord, Complaint, DocumentId, HandedOn, Kind, Notice, ReferralTold};
use posta_identity::Hash32;
use posta_store::{InboxFilter, InboxRow, InboxWords, ScopeFile};

use super::{ACCOMPANIMENT, AUDIT, COMPLAINT, HANDED_ON, NOTICE, NOTICES};
use crate::error::Error;
use crate::referral::REFERRAL;

/// Records read by one transaction.
const GROUP: u32 = 200;

/// Notes the words of records that are new, and sets those aside that do not read; then marks those hand-overs that
/// somebody took care of.
pub(crate) fn sort_inbox(file: &ScopeFile) -> Result<(), Error> {
    loop {
        let new = file.inbox_to_note(GROUP)?;
        if new.is_empty() {
            break;
        }
        let mut noted = Vec::new();
        for row in &new {
            match words_of(row) {
                Some(words) => noted.push((row.hash, words)),
                None => drop(file.refuse_inbox(&row.hash, "unreadable")?),
            }
        }
        file.note_inbox(&noted)?;
    }
    for kind in NOTICES {
        let filter = InboxFilter { kind: kind.into(), only_open: true, ..InboxFilter::default() };
        for row in file.inbox(&filter, 0, u32::MAX)?.rows {
            if file.holds(&Kind::Notice, &name_of(&row.hash))? {
                file.settle_inbox(&row.hash, row.at)?;
            }
        }
    }
    settle_repeats(file)?;
    settle_handed_on_again(file)
}

/// Hand-ons that say the same of one person arrive again when somebody was not sure that the first was saved: one of them
/// waits, and none once a member took care of any.
fn settle_handed_on_again(file: &ScopeFile) -> Result<(), Error> {
    let filter = InboxFilter { kind: HANDED_ON.into(), ..InboxFilter::default() };
    let rows = file.inbox(&filter, 0, u32::MAX)?.rows;
    let mut seen = BTreeSet::new();
    for row in &rows {
        if file.holds(&Kind::Notice, &name_of(&row.hash))? {
            seen.extend(said_by(row));
        }
    }
    for row in rows.iter().filter(|row| !row.settled) {
        if said_by(row).is_some_and(|said| !seen.insert(said)) {
            file.settle_inbox(&row.hash, row.at)?;
        }
    }
    Ok(())
}

/// What a hand-on says and of whom; equal for one that arrived twice.
pub(crate) fn said_by(row: &InboxRow) -> Option<(DocumentId, Vec<u8>)> {
    HandedOn::decode(&row.bytes).map(|handed| (handed.person, handed.summary.encode()))
}

/// A registration that was done again after a power cut seals its answer again: of equal answers about one person, the
/// last one waits for the team.
fn settle_repeats(file: &ScopeFile) -> Result<(), Error> {
    let filter = InboxFilter { kind: ACCOMPANIMENT.into(), only_open: true, ..InboxFilter::default() };
    let mut seen = BTreeSet::new();
    for row in file.inbox(&filter, 0, u32::MAX)?.rows {
        let Some(answer) = Accompaniment::decode(&row.bytes) else { continue };
        if !seen.insert((answer.person, answer.answer)) {
            file.settle_inbox(&row.hash, row.at)?;
        }
    }
    Ok(())
}

/// What a document made from a record takes as its id, whoever makes it.
pub(crate) fn name_of(record: &Hash32) -> DocumentId {
    DocumentId::from(record.half())
}

/// The person that a record hands over or is from; none of a noted act, which names records by opaque ids only.
fn person_of(kind: &str, bytes: &[u8]) -> Option<DocumentId> {
    match kind {
        NOTICE => Notice::decode(bytes).map(|notice| notice.person),
        ACCOMPANIMENT => Accompaniment::decode(bytes).map(|answer| answer.person),
        HANDED_ON => HandedOn::decode(bytes).map(|handed| handed.person),
        COMPLAINT => Complaint::decode(bytes).map(|complaint| complaint.person),
        _ => None,
    }
}

/// What a record is about: the person, and a referral that another team tells of.
pub(crate) fn subjects_of(kind: &str, bytes: &[u8]) -> Vec<(Kind, DocumentId)> {
    let mut subjects = Vec::from_iter(person_of(kind, bytes).map(|person| (Kind::Person, person)));
    if kind == REFERRAL
        && let Some(told) = ReferralTold::decode(bytes)
    {
        subjects.push((Kind::Referral, told.referral));
        subjects.extend(told.person().map(|person| (Kind::Person, person)));
    }
    subjects
}

fn words_of(row: &InboxRow) -> Option<InboxWords> {
    match row.kind.as_str() {
        NOTICE => {
            let notice = Notice::decode(&row.bytes)?;
            Some(InboxWords { at: notice.at, act: String::new(), documents: vec![notice.person] })
        }
        ACCOMPANIMENT => {
            let answer = Accompaniment::decode(&row.bytes)?;
            Some(InboxWords { at: answer.at, act: String::new(), documents: vec![answer.person] })
        }
        HANDED_ON => {
            let handed = HandedOn::decode(&row.bytes)?;
            Some(InboxWords { at: handed.at, act: String::new(), documents: vec![handed.person] })
        }
        COMPLAINT => {
            let complaint = Complaint::decode(&row.bytes)?;
            let of = Some(complaint.person).filter(|person| !person.is_none());
            Some(InboxWords { at: complaint.at, act: String::new(), documents: of.into_iter().collect() })
        }
        REFERRAL => {
            let told = ReferralTold::decode(&row.bytes)?;
            let documents = std::iter::once(told.referral).chain(told.person()).collect();
            Some(InboxWords { at: row.at, act: String::new(), documents })
        }
        AUDIT => {
            let record = AuditRecord::decode(&row.bytes)?;
            let act = record.act.as_str().to_owned();
            Some(InboxWords { at: record.at, act, documents: vec![record.record] })
        }
        // Of a later version: kept as it is.
        _ => Some(InboxWords { at: row.at, ..InboxWords::default() }),
    }
}
