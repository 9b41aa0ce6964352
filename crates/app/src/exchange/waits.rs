//! What waits to be sent, and why.

use std::collections::BTreeMap;

use posta_store::Exchanged;

use crate::error::Error;
use crate::home::count;
use crate::join::pending;
use crate::open::Open;
use crate::view::WaitCard;

/// It goes with the next exchange.
const NEXT: &str = "next_exchange";
/// It goes with the one that runs, or with the next.
const RUNNING: &str = "running";
/// The server has to hear of its author's join first, and does with the next exchange.
const JOIN: &str = "join";
/// Work of a device that was cut off is kept aside at the server, which does not count it as sent.
const REVOKED: &str = "revoked";

impl Open {
    /// Everything that waits, by whose it is and by what keeps it. `last`: the last exchange.
    pub(crate) fn waits(&self, last: Option<&Exchanged>, is_running: bool) -> Result<Vec<WaitCard>, Error> {
        let refused: BTreeMap<_, _> = posta_sync::refused_last(&self.desk.device)?.into_iter().collect();
        let general = self.what_keeps_all(last, is_running)?;
        let mut waits: BTreeMap<(String, String), u64> = BTreeMap::new();
        for (scope, records) in self.unsent_by_scope()? {
            let lane = self.membership().lane(scope);
            let whose = lane.map_or_else(String::new, |(info, _)| info.sensitivity.as_str().to_owned());
            let word = match refused.get(&scope) {
                Some(code) if general != REVOKED && general != JOIN => code,
                _ => &general,
            };
            *waits.entry((whose, word.clone())).or_default() += records;
        }
        let card = |((sensitivity, reason), records): ((String, String), u64)| {
            let code = code_of(&reason).to_owned();
            WaitCard { sensitivity, records: count(records), reason, code }
        };
        Ok(waits.into_iter().map(card).collect())
    }

    fn what_keeps_all(&self, last: Option<&Exchanged>, is_running: bool) -> Result<String, Error> {
        let desk = &self.desk;
        let is_cut_off = self.membership().device(desk.keys.device).is_some_and(|device| !device.active);
        let word = match last {
            _ if is_cut_off => REVOKED,
            _ if is_running => RUNNING,
            Some(failed) if !failed.ok => &failed.code,
            _ if pending::waiting(&desk.device, desk.secrets.user)?.is_some() => JOIN,
            _ => NEXT,
        };
        Ok(word.to_owned())
    }
}

/// The code whose sentence and action a word of an exchange has; "" of one that is no trouble.
pub(super) fn code_of(word: &str) -> &'static str {
    use posta_sync::Error as Sync;
    let error = match word {
        "" | NEXT | RUNNING | JOIN => return "",
        REVOKED => Error::Revoked,
        "storage" => Error::Storage(String::new()),
        "unreachable" => Sync::Unreachable.into(),
        "not_our_server" => Sync::NotOurServer.into(),
        "captive_portal" => Sync::CaptivePortal.into(),
        "proxy" => Sync::Proxy.into(),
        "address" => Sync::Address.into(),
        "not_joined" => Sync::NotJoined.into(),
        code => Sync::ServerRefused { code: code.to_owned() }.into(),
    };
    error.code()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_of_what_hinders_has_its_own_sentence_and_what_is_no_trouble_has_none() {
        let codes = [
            ("next_exchange", ""),
            ("running", ""),
            ("join", ""),
            ("revoked", "POSTA-L8"),
            ("unreachable", "POSTA-S1"),
            ("not_our_server", "POSTA-S2"),
            ("not_granted", "POSTA-S3"),
            ("scope_not_granted", "POSTA-S3"),
            ("a_word_of_a_later_server", "POSTA-S3"),
            ("server_trouble", "POSTA-S4"),
            ("rate_limited", "POSTA-S4"),
            ("captive_portal", "POSTA-S5"),
            ("proxy", "POSTA-S6"),
            ("quota", "POSTA-S7"),
            ("unsupported_version", "POSTA-S8"),
            ("storage", "POSTA-D1"),
        ];
        for (word, code) in codes {
            assert_eq!(code_of(word), code, "{word}");
        }
    }
}
