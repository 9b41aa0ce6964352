//! Waiting, calling, comparing, exchanging.

use std::net::Ipv4Addr;
use std::sync::Arc;

use posta_sync::{Listener, Talk, call};
use tokio::sync::oneshot;

use super::stage::state;
use crate::app::App;
use crate::carry::view_taken;
use crate::error::Error;
use crate::home::count;
use crate::open::Open;
use crate::view::{PeerTalk, ProblemView};

impl App {
    /// Waits for another device to call, in the background; ends any other talk.
    ///
    /// # Errors
    /// [`Error::NoNetworkHere`] when this device is in no network with others; [`Error::Revoked`], [`Error::Locked`].
    pub async fn peer_listen(self: &Arc<Self>) -> Result<PeerTalk, Error> {
        self.quietly(|open| open.allow_carrying())?;
        // Another that waits has the port.
        self.peer.begin(state("idle"));
        let listener = Listener::listen().await?;
        let address = listener.addresses().into_iter().next().ok_or(Error::NoNetworkHere)?;
        self.wait(listener, address)
    }

    /// As [`App::peer_listen`], at one address of this device.
    ///
    /// # Errors
    /// As of that; [`Error::Unreachable`] when it is no address of this device.
    pub async fn peer_listen_at(self: &Arc<Self>, address: Ipv4Addr) -> Result<PeerTalk, Error> {
        self.quietly(|open| open.allow_carrying())?;
        self.peer.begin(state("idle"));
        let listener = Listener::at(address).await?;
        let address = format!("{address}:{}", listener.port());
        self.wait(listener, address)
    }

    fn wait(self: &Arc<Self>, listener: Listener, address: String) -> Result<PeerTalk, Error> {
        let svg = self.qr(&address)?;
        let waiting = PeerTalk { address, svg, ..state("listening") };
        Ok(self.go_on(waiting, async move { listener.accept().await }))
    }

    /// Calls a device that waits: `192.168.1.20:45870`. Goes on in the background; ends any other talk.
    ///
    /// # Errors
    /// [`Error::BadInput`] when this is no address; [`Error::Revoked`], [`Error::Locked`].
    pub async fn peer_call(self: &Arc<Self>, address: &str) -> Result<PeerTalk, Error> {
        self.quietly(|open| open.allow_carrying())?;
        let address = address.trim().to_owned();
        if address.parse::<std::net::SocketAddr>().is_err() {
            let (field, code, severity) = ("address".into(), "address_unreadable".into(), "error".into());
            return Err(Error::BadInput(vec![ProblemView { field, code, severity }]));
        }
        let calling = PeerTalk { address: address.clone(), ..state("calling") };
        Ok(self.go_on(calling, async move { call(&address).await }))
    }

    /// How far it is. Lengthens nobody's session.
    ///
    /// # Errors
    /// [`Error::Locked`].
    pub fn peer_view(&self) -> Result<PeerTalk, Error> {
        self.quietly(|open| open.allow_carrying())?;
        Ok(self.peer.view())
    }

    /// The four words are the same on both screens.
    ///
    /// # Errors
    /// [`Error::Locked`].
    pub fn peer_confirm(&self) -> Result<PeerTalk, Error> {
        self.with(|open| open.allow_carrying())?;
        let agree = self.peer.stage().agree.take();
        if let Some(agree) = agree {
            self.peer.step(|talk| talk.state = "waiting".into());
            let _ = agree.send(());
        }
        Ok(self.peer.view())
    }

    /// Ends whatever goes on: the words are not the same, or no more is wanted.
    ///
    /// # Errors
    /// [`Error::Locked`].
    pub fn peer_stop(&self) -> Result<PeerTalk, Error> {
        self.quietly(|open| open.allow_carrying())?;
        Ok(self.peer.begin(state("idle")))
    }

    fn go_on(
        self: &Arc<Self>,
        talk: PeerTalk,
        connecting: impl Future<Output = Result<Talk, posta_sync::Error>> + Send + 'static,
    ) -> PeerTalk {
        let begun = self.peer.begin(talk);
        let app = Arc::clone(self);
        let task = tokio::spawn(async move {
            let outcome = app.converse(connecting).await;
            app.peer.step(|talk| match outcome {
                Ok(done) => *talk = done,
                Err(error) => *talk = PeerTalk { code: error.code().into(), ..state("failed") },
            });
        });
        self.peer.stage().task = Some(task.abort_handle());
        begun
    }

    async fn converse(
        &self,
        connecting: impl Future<Output = Result<Talk, posta_sync::Error>>,
    ) -> Result<PeerTalk, Error> {
        let mut talk = connecting.await.map_err(|error| match error {
            posta_sync::Error::Unreachable => Error::NoPeer,
            other => other.into(),
        })?;
        let (sender, agreed) = oneshot::channel();
        let words = talk.words().map(str::to_owned).to_vec();
        self.peer.step(|shown| *shown = PeerTalk { words, ..state("comparing") });
        self.peer.stage().agree = Some(sender);
        agreed.await.map_err(|_| Error::PeerParted)?;
        talk.agree().await?;
        self.peer.step(|shown| shown.state = "running".into());
        let now = self.now();
        let (mut counter, mut log) = self.quietly(Open::prepare_to_carry)?;
        let outcome = talk.exchange(&mut counter, &mut log, now.at).await;
        drop(counter);
        let is_forked = outcome.as_ref().is_ok_and(|(taken, _)| !taken.report.forked.is_empty());
        self.take_in_all(&log, is_forked, now)?;
        let (taken, given) = outcome?;
        let taken = self.quietly(|open| Ok(view_taken(open, &taken)))?;
        let names = taken.names.clone();
        Ok(PeerTalk { names, taken: Some(taken), given: count(given), ..state("done") })
    }
}
