//! People of the register with what is kept of them, and what may leave of it.

use posta_documents::Document;
use posta_domain::{
    Consent, Consents, Consultation, DocumentId, Enrollment, Fields, Kind, Person, Referral, Screening,
};
use posta_exports::{Care, Kept, Leaving, LeftOut, Origin, Subject, Table};
use posta_identity::Sensitivity;
use posta_store::ScopeFile;

use super::asked::Asked;
use crate::app::App;
use crate::error::Error;
use crate::open::Open;
use crate::permission::Act;
use crate::time::Moment;

/// People of one page: the lock is given back after each.
const PAGE: u32 = 100;

/// What of a person is looked up: only what will be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Parts {
    /// The rows of one table.
    Of(Table),
    /// Everything, with or without what care teams keep.
    All { care: bool },
}

/// A page of people.
#[derive(Default)]
pub(super) struct Page {
    /// Those who leave.
    pub leaving: Vec<Leaving>,
    /// Those who stay.
    pub left_out: LeftOut,
    /// Row of the last that was looked at.
    last: i64,
}

impl Page {
    /// How many people were looked at.
    pub fn seen(&self) -> u64 {
        self.left_out.total().saturating_add(self.leaving.len() as u64)
    }
}

impl Parts {
    fn enrollments(self) -> bool {
        matches!(self, Self::All { .. } | Self::Of(Table::People | Table::Enrollments))
    }

    fn takes(self, table: Table) -> bool {
        self == Self::Of(table) || self == Self::All { care: true }
    }
}

impl App {
    /// Hands over the register page by page; between two pages others may work.
    pub(super) fn each_page(
        &self,
        asked: &Asked,
        parts: Parts,
        mut take: impl FnMut(&Page) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut after = 0;
        loop {
            let now = self.now();
            let page = self.read(|open| open.export_page(asked, parts, after, now))?;
            if page.seen() == 0 {
                return Ok(());
            }
            take(&page)?;
            after = page.last;
        }
    }
}

impl Open {
    fn export_page(&self, asked: &Asked, parts: Parts, after: i64, now: Moment) -> Result<Page, Error> {
        self.allow(Act::ExportRegister)?;
        if self.desk.secrets.user != asked.user {
            // Somebody else has sat down here meanwhile.
            return Err(Error::Locked);
        }
        let mut page = Page { last: after, ..Page::default() };
        for (row, person) in self.registry()?.file.register_after(&asked.filter(), after, PAGE)? {
            page.last = row;
            let decided = self.consents(&person.id, now)?;
            let leaving = match Leaving::may_be_shared(&decided) {
                true => Leaving::shared(self.subject(&person.id, decided.clone(), parts, now)?),
                false => None,
            };
            match leaving {
                Some(leaving) => page.leaving.push(leaving),
                None => page.left_out.count(&decided),
            }
        }
        Ok(page)
    }

    /// A person who decided this, with what is kept of them in all of their records.
    pub(crate) fn subject(
        &self,
        person: &DocumentId,
        decided: Consents,
        parts: Parts,
        now: Moment,
    ) -> Result<Subject, Error> {
        let file = &self.registry()?.file;
        let row = file.person(person)?.ok_or(Error::NotFound)?;
        let found = kept(file, &Kind::Person, person, &row.origin, Person::from_fields)?;
        let person_kept = found.ok_or(Error::NotFound)?;
        let mut subject = Subject { person: person_kept, decided, ..Subject::default() };
        let guardian = subject.person.value.guardian_person.parse::<DocumentId>().ok();
        subject.guardian = guardian.map(|guardian| self.consents(&guardian, now)).transpose()?;
        for each in self.linked_records(person)? {
            if parts.enrollments() {
                for row in file.enrollments_of(&each)? {
                    let read = Enrollment::from_fields;
                    subject.enrollments.extend(kept(file, &Kind::Enrollment, &row.id, &row.origin, read)?);
                }
            }
            if matches!(parts, Parts::All { .. }) {
                for row in file.consents_of(&each)? {
                    let read = Consent::from_fields;
                    subject.consents.extend(kept(file, &Kind::Consent, &row.id, &row.origin, read)?);
                }
            }
        }
        subject.enrollments.sort_by_key(|one| std::cmp::Reverse((one.value.on, one.origin.at)));
        // Only what care teams keep: a protection team's never leaves in a file for others.
        for scope in self.of(&Sensitivity::Care) {
            for each in self.linked_records(person)? {
                care_of(&scope.file, &each, parts, &mut subject.care)?;
            }
        }
        Ok(subject)
    }
}

fn care_of(file: &ScopeFile, person: &DocumentId, parts: Parts, care: &mut Care) -> Result<(), Error> {
    // What is restricted is told by the consultations, so that they are looked at for whatever was made in them.
    let any = [Table::Consultations, Table::Screenings, Table::Referrals].iter().any(|one| parts.takes(*one));
    if any {
        for row in file.consultations_of(person)? {
            let read = Consultation::from_fields;
            care.consultations.extend(kept(file, &Kind::Consultation, &row.id, &row.origin, read)?);
        }
    }
    if parts.takes(Table::Screenings) {
        for row in file.screenings_of(person)? {
            care.screenings.extend(kept(
                file,
                &Kind::Screening,
                &row.id,
                &row.origin,
                Screening::from_fields,
            )?);
        }
    }
    if parts.takes(Table::Referrals) {
        for row in file.referrals_of(person)? {
            care.referrals.extend(kept(file, &Kind::Referral, &row.id, &row.origin, Referral::from_fields)?);
        }
    }
    Ok(())
}

/// A document as it is read, with who made it; none when it has gone meanwhile.
fn kept<T>(
    file: &ScopeFile,
    kind: &Kind,
    id: &DocumentId,
    origin: &posta_store::Origin,
    read: impl FnOnce(&Fields) -> T,
) -> Result<Option<Kept<T>>, Error> {
    let origin = Origin { at: origin.at, by: origin.author.clone(), post: origin.post.clone() };
    let document: Option<Document> = file.document(kind, id)?;
    Ok(document.map(|document| Kept { id: *id, origin, value: read(&document.fields()) }))
}
