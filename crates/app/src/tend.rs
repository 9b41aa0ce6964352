//! Keys of confidential scopes: made anew when somebody left, and handed on to members who lack them.

use posta_identity::{Log, ScopeId, Sensitivity, mint_epoch, share_epoch};

use crate::error::Error;
use crate::open::Open;
use crate::time::Moment;

/// How long what the server said of other departments is kept. Seconds: 30 days.
const ELSEWHERE_KEPT: i64 = 30 * 24 * 3600;

impl Open {
    /// What the program does on its own at unlock and after each exchange. Nothing once the access has ended.
    ///
    /// # Errors
    /// As [`Open::tend_scopes`].
    pub fn tend(&mut self, now: Moment) -> Result<(), Error> {
        if self.desk.has_ended() {
            return Ok(());
        }
        self.tend_scopes(now)?;
        self.carry_out_erasures(now)?;
        self.take_told(now)?;
        self.take_answers(now)?;
        self.follow_links(now)?;
        if let Ok(registry) = self.registry() {
            registry.file.forget_elsewhere(now.at - ELSEWHERE_KEPT)?;
        }
        self.ask_for_the_past()
    }

    /// What a member of confidential scopes owes the others: a new epoch of each scope that somebody left, or whose key
    /// this user never got or does not open the epoch's inbox, and the present key to whoever lacks it. Entries are
    /// durable on this device before they are used, and travel with the next exchange. Run at unlock and after each
    /// exchange; idempotent.
    ///
    /// # Errors
    /// [`Error::Storage`]; [`Error::Unexpected`] when an entry could not be made. The keys are then as before.
    pub fn tend_scopes(&mut self, now: Moment) -> Result<(), Error> {
        let mut log = self.desk.log.clone();
        let mut newcomers = Vec::new();
        for scope in self.confidential_of_mine() {
            if log.membership().lacks_share(scope).iter().any(|user| *user != self.desk.secrets.user) {
                newcomers.push(scope);
            }
            self.tend_scope(&mut log, scope)?;
        }
        self.publish(log)?;
        // Whoever lacked the present key lacks some of those before it too.
        newcomers.into_iter().try_for_each(|scope| self.write_checkpoint(scope, now))
    }

    fn confidential_of_mine(&self) -> Vec<ScopeId> {
        let membership = self.membership();
        let mine = membership.scopes_for(self.desk.secrets.user).into_iter();
        mine.filter(|id| {
            membership.scope(*id).is_some_and(|scope| scope.sensitivity != Sensitivity::Registry)
        })
        .collect()
    }

    fn tend_scope(&self, log: &mut Log, scope: ScopeId) -> Result<(), Error> {
        let secrets = &self.desk.secrets;
        let key = match secrets.sound_epoch(log.membership(), scope) {
            Some(key) if !log.membership().needs_rotation(scope) => key.clone(),
            _ => mint_epoch(log, scope, &secrets.sign).map_err(unexpected)?,
        };
        for user in log.membership().lacks_share(scope) {
            share_epoch(log, scope, &key, user, &secrets.sign).map_err(unexpected)?;
        }
        Ok(())
    }

    /// Keeps what a log holds beyond this session's, then goes on with it.
    ///
    /// # Errors
    /// [`Error::Storage`]: nothing was kept, and the session goes on as before.
    pub fn publish(&mut self, log: Log) -> Result<(), Error> {
        let new = log.lacked_by(&self.desk.log.tips());
        if new.is_empty() {
            return Ok(());
        }
        self.desk.device.append_entries(&new)?;
        self.adopt(log);
        Ok(())
    }

    /// Goes on with what is now known of the members: the head that batches name, the keys that were shared, and the
    /// current epoch of each scope. What could not be read for want of a key is looked at again.
    pub fn adopt(&mut self, log: Log) {
        self.desk.log = log;
        self.desk.membership_head = self.desk.log.head();
        let held = self.desk.secrets.epochs.len();
        self.desk.secrets.open_shares(self.desk.log.membership());
        let more = self.desk.secrets.epochs.len() > held;
        for scope in &mut self.scopes {
            if scope.epoch.is_some() {
                scope.epoch = self.desk.secrets.latest_epoch(scope.id).cloned();
            }
            if more {
                scope.looked_through = Default::default();
            }
        }
    }

    /// Whether the key of a scope of this user should be made anew: somebody left.
    pub fn must_rotate(&self) -> bool {
        self.confidential_of_mine().into_iter().any(|scope| self.membership().needs_rotation(scope))
    }
}

fn unexpected(error: impl std::fmt::Display) -> Error {
    Error::Unexpected(error.to_string())
}
