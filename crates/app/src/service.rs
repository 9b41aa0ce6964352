//! The directory of services and allies.

use std::collections::BTreeMap;

use posta_domain::{DocumentId, Kind, Service};
use posta_store::{ServiceRow, Write};

use crate::app::App;
use crate::catalogue::municipality_name;
use crate::error::Error;
use crate::home::count;
use crate::id::read_id;
use crate::open::Open;
use crate::permission::Act;
use crate::person::only_warnings;
use crate::scope::Deed;
use crate::time::Moment;
use crate::view::{Saved, ServiceCard, ServiceInput};

/// Referrals that are counted for the directory, at most.
const MOST: u32 = 5000;

impl App {
    /// The directory, those that attend here first, by name; closed ones only when asked for.
    ///
    /// # Errors
    /// [`Error::NotAllowed`], [`Error::Locked`], [`Error::Unreadable`].
    pub fn services(&self, with_closed: bool) -> Result<Vec<ServiceCard>, Error> {
        let now = self.now();
        self.read(|open| {
            open.allow(Act::SeeDirectory)?;
            let mut asked: BTreeMap<DocumentId, u32> = BTreeMap::new();
            for scope in open.confidential() {
                let closed = open.closed_in(scope)?;
                for row in scope.file.referrals(false, MOST)? {
                    if !closed.contains(&row.id) {
                        *asked.entry(row.service).or_default() += 1;
                    }
                }
            }
            let rows = open.registry()?.file.services(with_closed)?;
            let mut cards: Vec<ServiceCard> =
                rows.iter().map(|row| open.service_card(row, &asked, now)).collect();
            cards.sort_by_key(|card| !card.here);
            Ok(cards)
        })
    }

    /// Keeps an entry, new or changed; returns once that is durable. Whoever writes it has asked: it counts as verified
    /// today.
    ///
    /// # Errors
    /// [`Error::BadInput`], [`Error::NotFound`], [`Error::NotAllowed`], [`Error::Locked`], [`Error::Storage`].
    pub fn save_service(&self, input: &ServiceInput) -> Result<Saved, Error> {
        let now = self.now();
        self.with(|open| {
            open.allow(Act::TendDirectory)?;
            let registry = open.registry()?;
            let (id, document) = match input.id.as_str() {
                "" => (open.new_record_id(&Kind::Service), None),
                id => {
                    let id = read_id(id)?;
                    (id, Some(registry.file.document(&Kind::Service, &id)?.ok_or(Error::NotFound)?))
                }
            };
            let stored = document.map(|document| document.fields()).unwrap_or_default();
            let service = Service {
                verified_on: Some(now.today),
                verified_by: open.desk.secrets.name.clone(),
                ..read_service(input)
            };
            let warnings = only_warnings(service.problems(open.desk.pack, now.today))?;
            let writes = vec![Write { kind: Kind::Service, id, fields: service.changes_from(&stored) }];
            registry.commit(&open.desk, &[Deed { writes, draft: None }], now.at)?;
            Ok(Saved { id: id.to_string(), warnings })
        })
    }

    /// Says that somebody asked today, and all of an entry holds.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::NotAllowed`], [`Error::Locked`], [`Error::Storage`].
    pub fn verify_service(&self, id: &str) -> Result<Saved, Error> {
        let now = self.now();
        let id = read_id(id)?;
        self.with(|open| {
            open.allow(Act::TendDirectory)?;
            let registry = open.registry()?;
            let stored = registry.file.document(&Kind::Service, &id)?.ok_or(Error::NotFound)?.fields();
            let mut service = Service::from_fields(&stored);
            service.verified_on = Some(now.today);
            service.verified_by = open.desk.secrets.name.clone();
            let writes = vec![Write { kind: Kind::Service, id, fields: service.changes_from(&stored) }];
            registry.commit(&open.desk, &[Deed { writes, draft: None }], now.at)?;
            Ok(Saved { id: id.to_string(), warnings: Vec::new() })
        })
    }
}

impl Open {
    fn service_card(&self, row: &ServiceRow, asked: &BTreeMap<DocumentId, u32>, now: Moment) -> ServiceCard {
        let service = &row.service;
        let here = service.covers(&self.desk.post.municipality);
        ServiceCard {
            place_name: municipality_name(self.desk.pack, &service.place),
            verified_on: service.verified_on.map(|day| day.to_string()).unwrap_or_default(),
            verified_by: service.verified_by.clone(),
            stale: service.is_stale(now.today),
            here,
            referrals: count(u64::from(asked.get(&row.id).copied().unwrap_or_default())),
            service: ServiceInput {
                id: row.id.to_string(),
                name: service.name.clone(),
                kinds: service.kinds.iter().cloned().collect(),
                offers: service.offers.clone(),
                attends: service.attends.clone(),
                hours: service.hours.clone(),
                contact: service.contact.clone(),
                address: service.address.clone(),
                place: service.place.clone(),
                coverage: service.coverage.iter().cloned().collect(),
                closed: service.closed,
            },
        }
    }

    /// Whether a service of a kind attends people at this post: nobody is asked what nobody answers.
    pub(crate) fn has_service(&self, kind: &str) -> Result<bool, Error> {
        let place = &self.desk.post.municipality;
        let rows = self.registry()?.file.services(false)?;
        Ok(rows.iter().any(|row| row.service.kinds.contains(kind) && row.service.covers(place)))
    }

    /// An entry of the directory.
    pub(crate) fn service(&self, id: &DocumentId) -> Result<Option<Service>, Error> {
        let document = self.registry()?.file.document(&Kind::Service, id)?;
        Ok(document.map(|document| Service::from_fields(&document.fields())))
    }
}

fn read_service(input: &ServiceInput) -> Service {
    let line = |text: &String| text.trim().to_owned();
    let codes = |codes: &[String]| codes.iter().filter(|code| !code.is_empty()).cloned().collect();
    Service {
        name: line(&input.name),
        kinds: codes(&input.kinds),
        offers: line(&input.offers),
        attends: line(&input.attends),
        hours: line(&input.hours),
        contact: line(&input.contact),
        address: line(&input.address),
        place: line(&input.place),
        coverage: codes(&input.coverage),
        closed: input.closed,
        ..Service::default()
    }
}
