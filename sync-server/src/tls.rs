//! The server's own certificate: self-signed, made once, known to devices by the hash of its public key.
//!
//! Devices check the pin and never the dates, so the validity is as long as the format allows to say.

use std::sync::Arc;

use posta_identity::ids::Hash32;
use posta_identity::private_file::write_private;
use rcgen::{CertificateParams, DnType, KeyPair, PublicKeyData};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

use crate::error::Error;
use crate::folder::{Folder, read_if_present};

/// Makes the key and certificate where they are missing and returns the pin: SHA-256 of the leaf's SPKI (DER).
///
/// # Errors
/// When the disk refuses or the stored key cannot be read.
pub fn make_certificate(folder: &Folder) -> Result<Hash32, Error> {
    let key = match read_if_present(&folder.tls_key())? {
        Some(der) => read_key(&der)?,
        None => {
            let key = KeyPair::generate().map_err(|_| Error::Tls)?;
            write_private(&folder.tls_key(), key.serialized_der())?;
            key
        }
    };
    if read_if_present(&folder.tls_certificate())?.is_none() {
        let mut params = CertificateParams::new(vec!["posta-server".to_owned()]).map_err(|_| Error::Tls)?;
        params.distinguished_name.push(DnType::CommonName, "posta-server");
        params.not_before = rcgen::date_time_ymd(2000, 1, 1);
        params.not_after = rcgen::date_time_ymd(2099, 12, 31);
        let certificate = params.self_signed(&key).map_err(|_| Error::Tls)?;
        write_private(&folder.tls_certificate(), certificate.der())?;
    }
    Ok(Hash32::of(&key.subject_public_key_info()))
}

/// TLS 1.3 only, HTTP/1.1 only, with the folder's certificate.
///
/// # Errors
/// When the folder has no readable key and certificate.
pub fn server_config(folder: &Folder) -> Result<Arc<ServerConfig>, Error> {
    let key = read_if_present(&folder.tls_key())?.ok_or(Error::NotInitialised)?;
    let certificate = read_if_present(&folder.tls_certificate())?.ok_or(Error::NotInitialised)?;
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])
        .map_err(|_| Error::Tls)?
        .with_no_client_auth()
        .with_single_cert(
            vec![CertificateDer::from(certificate)],
            PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key)),
        )
        .map_err(|_| Error::Tls)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}

fn read_key(der: &[u8]) -> Result<KeyPair, Error> {
    KeyPair::try_from(der).map_err(|_| Error::Damaged("TLS key"))
}
