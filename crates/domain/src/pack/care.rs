//! What a pack says for the care team: alerts, guides for observers, instruments.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::files::Files;
use super::{Pack, PackError};
use crate::Instrument;

/// Something that a team must not overlook.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Alert {
    /// Code, part of the flat key `alert/<code>`.
    pub code: String,
    /// Name, for the team only.
    pub name: String,
    /// What to do, one or two sentences.
    pub hint: String,
    /// Code of the guide for observers that belongs to it; may be blank.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub guide: String,
    /// The kind of service that it is referred to; may be blank.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub service: String,
    /// The instrument that looks into it; may be blank.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub instrument: String,
    /// Where it was read, or that it is the project's own.
    pub source: String,
}

/// One line of a guide for observers. It is shown; nothing about it can be stored.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Guide {
    /// Code of the line.
    pub code: String,
    /// Code of the guide that it belongs to.
    pub guide: String,
    /// The line.
    pub name: String,
    /// Where it was read, or that it is the project's own.
    pub source: String,
}

impl Pack {
    /// An instrument by its code.
    pub fn instrument(&self, code: &str) -> Option<&Instrument> {
        self.instruments.iter().find(|instrument| instrument.code == code)
    }
}

impl Files<'_> {
    /// # Errors
    /// An alert or instrument that names a service, guide or instrument that is not there; a line without a source.
    pub(super) fn check_care(&self, pack: &Pack) -> Result<(), PackError> {
        let services: BTreeSet<&str> = pack.service_kinds.iter().map(|kind| kind.code.as_str()).collect();
        let guides: BTreeSet<&str> = pack.guides.iter().map(|line| line.guide.as_str()).collect();
        let known = |set: &BTreeSet<&str>, code: &str| code.is_empty() || set.contains(code);
        for alert in &pack.alerts {
            let measured = alert.instrument.is_empty() || pack.instrument(&alert.instrument).is_some();
            if !known(&services, &alert.service) || !known(&guides, &alert.guide) || !measured {
                let reason = "an alert of no service, guide or instrument of this pack";
                return Err(self.refuse("alerts.json", &alert.code, reason));
            }
            if alert.hint.trim().is_empty() || alert.source.trim().is_empty() {
                return Err(self.refuse("alerts.json", &alert.code, "an alert without a step or a source"));
            }
        }
        for line in &pack.guides {
            if line.source.trim().is_empty() || line.guide.is_empty() {
                return Err(self.refuse(
                    "guides.json",
                    &line.code,
                    "a line of no guide, or without a source",
                ));
            }
        }
        for instrument in &pack.instruments {
            if !services.contains(instrument.service.as_str()) {
                let reason = "an instrument of no kind of service of this pack";
                return Err(self.refuse("instruments.json", &instrument.code, reason));
            }
        }
        Ok(())
    }
}
