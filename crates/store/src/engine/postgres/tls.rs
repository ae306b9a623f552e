//! How the way to PostgreSQL is secured: what `sslmode` and `sslrootcert` of its address ask for.
//!
//! | `sslmode` | |
//! |---|---|
//! | `disable` | nothing is encrypted |
//! | `prefer`, the default | encrypted where the server can; who it is is not proved, as with libpq |
//! | `require`, `verify-full` | encrypted, and the server's certificate holds for its name: issued by one of the machine's roots, or by those in the file `sslrootcert` |

use crate::fault::Fault;
use std::{path::PathBuf, sync::Arc};
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres_rustls::MakeRustlsConnect;
use tokio_rustls::rustls::{
    ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme,
    client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    crypto::{CryptoProvider, aws_lc_rs, verify_tls12_signature, verify_tls13_signature},
    pki_types::{CertificateDer, ServerName, UnixTime, pem::PemObject},
};

/// The address of a database, taken apart.
#[derive(Debug)]
pub(super) struct Address {
    pub config: tokio_postgres::Config,
    roots: Option<PathBuf>,
}

impl Address {
    /// Takes an address apart: `postgres://…?sslmode=…`, or words `name=value`.
    pub fn parse(text: &str) -> Result<Address, Fault> {
        let (base, words, between) = match text.split_once('?') {
            Some((base, query)) => (format!("{base}?"), query, "&"),
            None if text.contains("://") => (text.to_owned(), "", "&"),
            None => (String::new(), text, " "),
        };
        let mut roots = None;
        let mut kept = Vec::new();
        for word in words.split(between).filter(|word| !word.is_empty()) {
            match word.split_once('=') {
                Some(("sslrootcert", path)) => roots = Some(PathBuf::from(decoded(path))),
                // We never encrypt to somebody who proves another name: `require` means no less.
                Some(("sslmode", "verify-full" | "verify-ca")) => kept.push("sslmode=require"),
                _ => kept.push(word),
            }
        }
        let config = format!("{base}{}", kept.join(between)).parse()?;
        Ok(Address { config, roots })
    }

    /// What secures the connection; `None` where nothing has to.
    pub fn tls(&self) -> Result<Option<MakeRustlsConnect>, Fault> {
        let by_socket = !self.config.get_hosts().iter().any(|host| matches!(host, Host::Tcp(_)));
        let provider = Arc::new(aws_lc_rs::default_provider());
        let builder = ClientConfig::builder_with_provider(provider.clone()).with_safe_default_protocol_versions();
        let builder = builder.map_err(|error| Fault::Unfit(error.to_string()))?;
        let client = match self.config.get_ssl_mode() {
            SslMode::Disable => return Ok(None),
            // Nobody stands between two ends of a socket of this machine.
            _ if by_socket => return Ok(None),
            SslMode::Prefer => builder.dangerous().with_custom_certificate_verifier(Arc::new(AnyServer(provider))),
            _ => builder.with_root_certificates(self.roots()?),
        };
        Ok(Some(MakeRustlsConnect::new(client.with_no_client_auth())))
    }

    fn roots(&self) -> Result<RootCertStore, Fault> {
        let mut store = RootCertStore::empty();
        let Some(path) = &self.roots else {
            // A root that cannot be read proves nothing and hinders nothing.
            store.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
            return Ok(store);
        };
        let unfit = |error: &dyn std::fmt::Display| Fault::Unfit(format!("sslrootcert {}: {error}", path.display()));
        for certificate in CertificateDer::pem_file_iter(path).map_err(|error| unfit(&error))? {
            store.add(certificate.map_err(|error| unfit(&error))?).map_err(|error| unfit(&error))?;
        }
        Ok(store)
    }
}

/// `%2F` is `/`; a plus sign stands for itself.
fn decoded(path: &str) -> String {
    let mut octets = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let code = behind.get(..2).filter(|_| *first == b'%').and_then(|hex| data_encoding::HEXLOWER_PERMISSIVE.decode(hex).ok());
        octets.push(code.as_ref().map_or(*first, |octet| octet[0]));
        rest = if code.is_some() { &behind[2..] } else { behind };
    }
    String::from_utf8_lossy(&octets).into_owned()
}

/// Takes any server at its word, but not a broken handshake.
#[derive(Debug)]
struct AnyServer(Arc<CryptoProvider>);

impl ServerCertVerifier for AnyServer {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, cert, dss, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, cert, dss, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_roots_are_taken_out_of_both_ways_to_write_an_address() {
        for text in [
            "postgres://house@db.example/house?sslmode=require&sslrootcert=%2Fetc%2Four%20root.pem&connect_timeout=5",
            "host=db.example sslrootcert=/etc/our%20root.pem sslmode=verify-full user=house",
        ] {
            let it = Address::parse(text).unwrap();
            assert_eq!(it.roots.as_deref().and_then(|path| path.to_str()), Some("/etc/our root.pem"));
            assert_eq!(it.config.get_ssl_mode(), SslMode::Require);
            assert_eq!(it.config.get_hosts(), [Host::Tcp(String::from("db.example"))]);
        }
    }

    #[test]
    fn a_root_file_that_is_not_there_is_said_and_not_passed_over() {
        let it = Address::parse("postgres://house@db.example/house?sslmode=require&sslrootcert=/no/such.pem").unwrap();
        let Err(fault) = it.tls() else { panic!("it connects without its root") };
        assert!(fault.to_string().contains("/no/such.pem"), "{fault}");
    }

    #[test]
    fn sockets_of_this_machine_and_who_says_so_go_without() {
        for text in ["postgres://house@%2Frun%2Fpg/house", "postgres://house@db.example/house?sslmode=disable"] {
            assert!(Address::parse(text).unwrap().tls().unwrap().is_none(), "{text}");
        }
        assert!(Address::parse("postgres://house@db.example/house").unwrap().tls().unwrap().is_some());
    }
}
