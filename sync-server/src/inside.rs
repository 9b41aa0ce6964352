//! A server that no network leads to: whoever opened it hands exchanges in within the same process.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use axum::body::Body;
use bytes::Bytes;
use futures_util::Stream;
use posta_identity::ids::{Hash32, ScopeId};

use crate::error::Error;
use crate::folder::Folder;
use crate::quota::Quotas;
use crate::routes::answer_exchange;
use crate::server::Server;

/// An initialised data folder that is open for exchanges, by the same code as over a network.
pub struct Inside(Arc<Server>);

impl Inside {
    /// Opens a data folder, and lets what a crash left unmerged be merged.
    ///
    /// # Errors
    /// When the folder was not initialised or is served already, or the disk refuses.
    pub async fn open(data: &Path, quotas: Quotas) -> Result<Self, Error> {
        let folder = Folder::new(data);
        let opened = tokio::task::spawn_blocking(move || Server::open(&folder, quotas));
        let server = Arc::new(opened.await.map_err(|_| Error::Task)??);
        server.ask_for_merge();
        Ok(Self(server))
    }

    /// What `POST /v1/exchange` answers to a request from this address: the status, and the body as it comes.
    pub async fn exchange(
        &self,
        from: SocketAddr,
        request: impl Stream<Item = std::io::Result<Bytes>> + Send + 'static,
    ) -> (u16, impl Stream<Item = Result<Bytes, axum::Error>> + Send + 'static) {
        let response = answer_exchange(Arc::clone(&self.0), from, Body::from_stream(request)).await;
        (response.status().as_u16(), response.into_body().into_data_stream())
    }

    /// Waits until all that was brought so far is merged, and nothing is written any more.
    pub async fn settle(&self) {
        let number = self.0.ask_for_merge();
        self.0.wait_for_merge(number).await;
    }

    /// One hash over a registry scope's documents, by the formula that devices use.
    ///
    /// # Errors
    /// When the database fails.
    pub fn document_digest(&self, scope: ScopeId) -> Result<Hash32, Error> {
        self.0.document_digest(scope)
    }

    /// Gives the folder free; nothing of this server writes any more.
    ///
    /// # Errors
    /// When the disk refuses.
    pub async fn close(self) -> Result<(), Error> {
        self.0.begin_to_stop();
        let server = self.0;
        tokio::task::spawn_blocking(move || server.release()).await.map_err(|_| Error::Task)?
    }
}
