//! Complaints of discrimination and suggestions: sealed to the supervisors, with or without identity.

use posta_domain::{AuditAct, Complaint, DocumentId, Kind};
use posta_identity::Sensitivity;
use posta_store::InboxFilter;

use crate::app::App;
use crate::audit::cannot_show;
use crate::catalogue::post_name;
use crate::error::Error;
use crate::id::read_id;
use crate::inbox::{COMPLAINT, name_of};
use crate::open::Open;
use crate::permission::Act;
use crate::person::only_warnings;
use crate::time::rfc3339;
use crate::view::ComplaintView;

/// Complaints shown, at most.
const MOST: u32 = 500;

impl App {
    /// Writes down a complaint or suggestion in the person's own words; `person` is "" when it is made without
    /// identity. Durable when it returns; only supervisors read it, not even its writer.
    ///
    /// # Errors
    /// [`Error::BadInput`], [`Error::NotFound`] (no such person), [`Error::NotAllowed`], [`Error::Locked`],
    /// [`Error::Storage`]: it was not kept.
    pub fn record_complaint(&self, kind: &str, text: &str, person: &str) -> Result<(), Error> {
        let now = self.now();
        let person = if person.is_empty() { DocumentId::NONE } else { read_id(person)? };
        self.with(|open| {
            open.allow(Act::RecordComplaint)?;
            if !person.is_none() && !open.registry()?.file.holds(&Kind::Person, &person)? {
                return Err(Error::NotFound);
            }
            let complaint = Complaint::new(kind, text, person, now.at);
            only_warnings(complaint.problems())?;
            open.seal_to(open.membership().audit(), COMPLAINT, vec![complaint.encode()], now)
        })
    }

    /// What was complained of and proposed in the department, the last first. Noted for the supervisors first, once a
    /// session.
    ///
    /// # Errors
    /// [`Error::NotAllowed`], [`Error::Locked`], [`Error::Unreadable`]; [`Error::Storage`] when it could not be noted,
    /// and is not shown.
    pub fn complaints(&self) -> Result<Vec<ComplaintView>, Error> {
        let now = self.now();
        self.with(|open| {
            open.allow(Act::ReadComplaints)?;
            let views = open.complaint_views().map_err(cannot_show)?;
            let audit = open.first(&Sensitivity::Audit)?;
            let shown: Vec<DocumentId> = views.iter().filter_map(|view| view.id.parse().ok()).collect();
            let shown = open.not_noted(&shown);
            open.note_in(audit, AuditAct::Opened, COMPLAINT, shown.clone(), now)?;
            open.remember_noted(shown);
            Ok(views)
        })
    }
}

impl Open {
    fn complaint_views(&self) -> Result<Vec<ComplaintView>, Error> {
        let audit = self.first(&Sensitivity::Audit)?;
        let filter = InboxFilter { kind: COMPLAINT.into(), ..InboxFilter::default() };
        let mut views = Vec::new();
        for row in audit.file.inbox(&filter, 0, MOST)?.rows {
            let Some(complaint) = Complaint::decode(&row.bytes) else { continue };
            let person = match self.registry()?.file.person(&complaint.person)? {
                Some(row) => self.cards(&[row])?.pop(),
                None => None,
            };
            views.push(ComplaintView {
                id: name_of(&row.hash).to_string(),
                at: rfc3339(complaint.at),
                kind: complaint.kind.as_str().into(),
                text: complaint.text.clone(),
                person,
                from: self.name_of(row.user),
                post: post_name(self.desk.pack, &row.post),
            });
        }
        Ok(views)
    }
}
