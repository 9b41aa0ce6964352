//! Waiting, calling, comparing, exchanging.

use std::net::Ipv4Addr;
use std::sync::Arc;

use posta_identity::UserId;
use posta_sync::{Listener, Talk, call};

use super::stage::state;
use crate::app::App;
use crate::carry::view_taken;
use crate::catch_up::Left;
use crate::error::Error;
use crate::home::count;
use crate::open::Open;
use crate::view::{CarryTaken, PeerTalk, ProblemView};

impl App {
    /// Waits for another device to call, in the background; ends any other talk.
    ///
    /// # Errors
    /// [`Error::NoNetworkHere`] when this device is in no network with others; [`Error::Revoked`], [`Error::Locked`].
    pub async fn peer_listen(self: &Arc<Self>) -> Result<PeerTalk, Error> {
        self.refuse_in_practice()?;
        let user = self.talker()?;
        // Another that waits has the port.
        self.peer.end();
        let listener = Listener::listen().await?;
        let address = listener.addresses().into_iter().next().ok_or(Error::NoNetworkHere)?;
        self.wait(user, listener, address)
    }

    /// As [`App::peer_listen`], at one address of this device.
    ///
    /// # Errors
    /// As of that; [`Error::Unreachable`] when it is no address of this device.
    pub async fn peer_listen_at(self: &Arc<Self>, address: Ipv4Addr) -> Result<PeerTalk, Error> {
        self.refuse_in_practice()?;
        let user = self.talker()?;
        self.peer.end();
        let listener = Listener::at(address).await?;
        let address = format!("{address}:{}", listener.port());
        self.wait(user, listener, address)
    }

    /// Calls a device that waits: `192.168.1.20:45870`. Goes on in the background; ends any other talk.
    ///
    /// # Errors
    /// [`Error::BadInput`] when this is no address; [`Error::Revoked`], [`Error::Locked`].
    pub async fn peer_call(self: &Arc<Self>, address: &str) -> Result<PeerTalk, Error> {
        self.refuse_in_practice()?;
        let user = self.talker()?;
        let address = address.trim().to_owned();
        if address.parse::<std::net::SocketAddr>().is_err() {
            let (field, code, severity) = ("address".into(), "address_unreadable".into(), "error".into());
            return Err(Error::BadInput(vec![ProblemView { field, code, severity }]));
        }
        let calling = PeerTalk { address: address.clone(), ..state("calling") };
        Ok(self.go_on(user, calling, async move { call(&address).await }))
    }

    /// How far it is. Lengthens nobody's session.
    ///
    /// # Errors
    /// [`Error::Locked`].
    pub fn peer_view(&self) -> Result<PeerTalk, Error> {
        Ok(self.peer.view(self.talker()?))
    }

    /// The four words are the same on both screens.
    ///
    /// # Errors
    /// [`Error::Revoked`], [`Error::Locked`].
    pub fn peer_confirm(&self) -> Result<PeerTalk, Error> {
        let user = self.with(|open| open.allow_carrying().map(|()| open.desk.secrets.user))?;
        self.peer.agree(user);
        Ok(self.peer.view(user))
    }

    /// Ends whatever goes on: the words are not the same, or no more is wanted. What was handed over until then stays.
    ///
    /// # Errors
    /// [`Error::Locked`], [`Error::Storage`].
    pub fn peer_stop(&self) -> Result<PeerTalk, Error> {
        self.quietly(|_| Ok(()))?;
        if self.peer.end() {
            while self.quietly(Open::take_in_some)? == Left::Some {}
        }
        Ok(state("idle"))
    }

    fn wait(self: &Arc<Self>, user: UserId, listener: Listener, address: String) -> Result<PeerTalk, Error> {
        let svg = self.qr(&address)?;
        let waiting = PeerTalk { address, svg, ..state("listening") };
        Ok(self.go_on(user, waiting, async move { listener.accept().await }))
    }

    fn talker(&self) -> Result<UserId, Error> {
        self.quietly(|open| open.allow_carrying().map(|()| open.desk.secrets.user))
    }

    fn go_on(
        self: &Arc<Self>,
        user: UserId,
        talk: PeerTalk,
        connecting: impl Future<Output = Result<Talk, posta_sync::Error>> + Send + 'static,
    ) -> PeerTalk {
        let app = Arc::clone(self);
        let start = |number| {
            let task = tokio::spawn(async move {
                let outcome = app.converse(number, user, connecting).await;
                app.peer.step(number, |talk| match outcome {
                    Ok(done) => *talk = done,
                    Err(error) => *talk = PeerTalk { code: error.code().into(), ..state("failed") },
                });
            });
            task.abort_handle()
        };
        self.peer.begin(user, talk.clone(), start);
        talk
    }

    async fn converse(
        &self,
        number: u64,
        user: UserId,
        connecting: impl Future<Output = Result<Talk, posta_sync::Error>>,
    ) -> Result<PeerTalk, Error> {
        let mut talk = connecting.await.map_err(|error| match error {
            posta_sync::Error::Unreachable => Error::NoPeer,
            other => other.into(),
        })?;
        let words = talk.words().map(str::to_owned).to_vec();
        let agreed = self.peer.compare(number, words);
        agreed.await.map_err(|_| Error::PeerParted)?;
        talk.agree().await?;
        self.peer.step(number, |shown| shown.state = "running".into());
        let (taken, given) = self.meet(user, talk).await?;
        let names = taken.names.clone();
        Ok(PeerTalk { names, taken: Some(taken), given, ..state("done") })
    }

    /// Hands over what the other side of a talk lacks and takes what is lacked here, without comparing words; returns what
    /// was taken and how many batches were given.
    ///
    /// # Errors
    /// [`Error::Stranger`], [`Error::PeerParted`], [`Error::Revoked`], [`Error::Locked`], [`Error::Storage`]. What came until
    /// then stays.
    #[doc(hidden)]
    pub async fn meet_by(&self, talk: Talk) -> Result<(CarryTaken, u32), Error> {
        self.refuse_in_practice()?;
        self.meet(self.talker()?, talk).await
    }

    async fn meet(&self, user: UserId, talk: Talk) -> Result<(CarryTaken, u32), Error> {
        // Whoever agreed may have locked meanwhile: nobody else hands over in their name.
        if self.talker()? != user {
            return Err(Error::Locked);
        }
        let now = self.now();
        let (mut counter, mut log) = self.quietly(Open::prepare_to_carry)?;
        let outcome = talk.exchange(&mut counter, &mut log, now.at).await;
        drop(counter);
        let is_forked = outcome.as_ref().is_ok_and(|(taken, _)| !taken.report.forked.is_empty());
        self.take_in_all(&log, is_forked, now)?;
        let (taken, given) = outcome?;
        let taken = self.quietly(|open| Ok(view_taken(open, &taken)))?;
        Ok((taken, count(given)))
    }
}
