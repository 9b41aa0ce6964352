//! Where the database is: a file in the data folder, or a server of PostgreSQL that the folder names.

use std::path::PathBuf;
use std::str::FromStr as _;
use std::sync::Arc;
use std::time::Duration;

use postgres::config::{Host, SslMode};
use postgres::{Client, Config, NoTls};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::error::Error;

const CONNECT_PATIENCE: Duration = Duration::from_secs(5);

/// Where the database is. It may hold a password: it has no printed form.
#[derive(Clone)]
pub enum Address {
    /// A file of SQLite.
    File(PathBuf),
    /// A server of PostgreSQL, and whom its certificate must be from if it is reached over a network.
    Server(Box<Config>, Option<MakeRustlsConnect>),
}

impl Address {
    /// Reads an address `postgres://user:password@host/name`, with the certificates (PEM) that the server's must come from.
    ///
    /// # Errors
    /// [`Error::BadDatabase`] when it is none, [`Error::PlainDatabase`] when it leads over a network without certificates.
    pub fn parse(text: &str, roots: Option<&[u8]>) -> Result<Self, Error> {
        let text = text.trim();
        if !is_postgres(text) {
            return Err(Error::BadDatabase);
        }
        let mut config = Config::from_str(text).map_err(|_| Error::BadDatabase)?;
        if config.get_hosts().is_empty() {
            return Err(Error::BadDatabase);
        }
        config.application_name("posta-server").connect_timeout(CONNECT_PATIENCE);
        config.keepalives_idle(Duration::from_secs(20)).tcp_user_timeout(Duration::from_secs(60));
        let is_here = config.get_hostaddrs().iter().all(std::net::IpAddr::is_loopback)
            && config.get_hosts().iter().all(is_of_this_machine);
        match roots {
            Some(pem) => {
                config.ssl_mode(SslMode::Require);
                Ok(Self::Server(Box::new(config), Some(MakeRustlsConnect::new(trusting(pem)?))))
            }
            None if is_here => {
                config.ssl_mode(SslMode::Disable);
                Ok(Self::Server(Box::new(config), None))
            }
            None => Err(Error::PlainDatabase),
        }
    }

    /// Connects to a server of PostgreSQL.
    pub(super) fn connect(&self) -> Result<Client, Error> {
        match self {
            Self::File(_) => Err(Error::BadDatabase),
            Self::Server(config, Some(tls)) => Ok(config.connect(tls.clone())?),
            Self::Server(config, None) => Ok(config.connect(NoTls)?),
        }
    }
}

fn is_postgres(text: &str) -> bool {
    text.starts_with("postgres://") || text.starts_with("postgresql://")
}

fn is_of_this_machine(host: &Host) -> bool {
    match host {
        #[cfg(unix)]
        Host::Unix(_) => true,
        Host::Tcp(name) => {
            name == "localhost" || name.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
        }
    }
}

/// TLS 1.3 only, to a server whose certificate comes from one of these.
fn trusting(pem: &[u8]) -> Result<ClientConfig, Error> {
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(pem) {
        roots.add(certificate.map_err(|_| Error::Tls)?).map_err(|_| Error::Tls)?;
    }
    if roots.is_empty() {
        return Err(Error::Tls);
    }
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])
        .map_err(|_| Error::Tls)?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(config)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_leaves_this_machine_only_inside_of_tls() {
        let of = |text: &str| Address::parse(text, None);
        for here in [
            "postgres://posta@%2Frun%2Fpostgresql/posta",
            "postgresql://posta:word@127.0.0.1:5432/posta",
            "postgres://posta@localhost/posta\n",
            "postgres://posta@[::1]/posta",
        ] {
            assert!(of(here).is_ok(), "{here}");
        }
        for away in [
            "postgres://posta:word@db.example/posta",
            "postgres://posta:word@10.0.0.7/posta?sslmode=disable",
            "postgres://posta:word@localhost,db.example/posta",
            "postgres://posta:word@localhost/posta?hostaddr=10.0.0.7",
        ] {
            assert!(matches!(of(away), Err(Error::PlainDatabase)), "{away}");
        }
        for none in
            ["", "posta", "mysql://posta@localhost/posta", "postgres://", "postgres://localhost:port/x"]
        {
            assert!(matches!(of(none), Err(Error::BadDatabase)), "{none}");
        }
        let broken = Address::parse("postgres://posta@db.example/posta", Some(b"no certificate"));
        assert!(matches!(broken, Err(Error::Tls)));
    }
}
