//! What may be carried, and who has a copy of what waits.

use posta_identity::DeviceId;

use super::places::{places, places_of};
use crate::app::App;
use crate::error::Error;
use crate::home::count;
use crate::open::Open;
use crate::paper::bad;
use crate::permission::Act;
use crate::time::rfc3339;
use crate::view::{CarryPlace, CarryView, PeerCard};

impl App {
    /// Places for a file, and other devices that said what they store. Lengthens nobody's session.
    ///
    /// # Errors
    /// [`Error::Locked`], [`Error::Storage`].
    pub fn carry_view(&self) -> Result<CarryView, Error> {
        let places = places();
        self.quietly(|open| {
            open.allow(Act::Exchange)?;
            Ok(CarryView { waiting: open.pending()?, places, peers: open.peers()? })
        })
    }

    /// Sticks and other places with the files on them that another act takes in: `pdf` for the shelf, `table` (CSV and XLSX)
    /// of people, `figures` of another department. Lengthens nobody's session.
    ///
    /// # Errors
    /// [`Error::NotAllowed`]: to whoever may not do that act; [`Error::BadInput`]: another word; [`Error::Locked`].
    pub fn places_with(&self, what: &str) -> Result<Vec<CarryPlace>, Error> {
        let taken: Option<(Act, &[&str])> = match what {
            "pdf" => Some((Act::TendShelf, &[".pdf"])),
            "table" => Some((Act::RegisterPerson, &[".csv", ".xlsx"])),
            "figures" => Some((Act::SeeFigures, &["posta-figures.json"])),
            _ => None,
        };
        let (act, endings) = taken.ok_or_else(|| bad("what", "unknown_choice"))?;
        self.glance(|open| open.allow(act))?;
        Ok(places_of(endings))
    }
}

impl Open {
    fn peers(&self) -> Result<Vec<PeerCard>, Error> {
        let held = self.desk.device.holdings()?;
        // Of a device that was cut off nobody knows what it still has.
        let is_active = |held: &posta_store::Held| {
            self.membership().device(held.device).is_some_and(|device| device.active)
        };
        held.into_iter()
            .filter(is_active)
            .map(|held| {
                Ok(PeerCard {
                    device: held.device.to_string(),
                    names: self.names_on(held.device),
                    at: rfc3339(held.at),
                    way: held.way.as_str().into(),
                    has: count(self.has_of_waiting(held.device)?),
                })
            })
            .collect()
    }

    /// The people who work on a device.
    pub(crate) fn names_on(&self, device: DeviceId) -> Vec<String> {
        let users = self.membership().device(device).map(|device| &device.users);
        let active = |user: &&_| self.membership().user(**user).is_some_and(|user| user.active);
        users.into_iter().flatten().filter(active).map(|user| self.name_of(*user)).collect()
    }

    /// How many of the records that wait another device has, as [`Open::pending`] counts them.
    fn has_of_waiting(&self, peer: DeviceId) -> Result<u64, Error> {
        let device = &self.desk.device;
        let mut has = 0;
        for scope in &self.scopes {
            let waiting = scope.file.unsent_documents(&scope.file.covered(device)?)?.len();
            let alone = scope.file.unsent_documents(&scope.file.covered_or_held(device, &peer)?)?.len();
            has += waiting.saturating_sub(alone) as u64;
        }
        let open: Vec<_> = self.scopes.iter().map(|scope| scope.id).collect();
        for scope in device.scopes()?.into_iter().filter(|scope| !open.contains(scope)) {
            has += device.held_of_lane(&peer, &scope)?.changes;
        }
        Ok(has)
    }
}
