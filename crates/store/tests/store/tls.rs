//! What goes to a server over a network is protected, and only the server meant can read it.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use evenhand_store::{Place, StoreError};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use tempfile::TempDir;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

use crate::bench::{Bench, register, save};
use crate::postgres;
use crate::proxy::{address, protected};

/// An authority of a test's own, with its certificate in a file.
struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
    folder: TempDir,
}

impl Authority {
    fn new(name: &str) -> Authority {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let issuer = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
        let authority = Authority { issuer, folder: TempDir::new().unwrap() };
        fs::write(authority.file(), authority.issuer.pem()).unwrap();
        authority
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("authority.pem")
    }

    /// What a server of a name shows.
    fn server(&self, name: &str) -> TlsAcceptor {
        let key = KeyPair::generate().unwrap();
        let certificate = CertificateParams::new(vec![name.to_owned()]).unwrap();
        let certificate = certificate.signed_by(&key, &self.issuer).unwrap();
        let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()));
        let config = config.with_safe_default_protocol_versions().unwrap().with_no_client_auth();
        let config = config.with_single_cert(vec![certificate.der().clone()], key).unwrap();
        TlsAcceptor::from(Arc::new(config))
    }
}

/// Opens a record on the server of a port, by the name `localhost`.
async fn open(port: u16, protection: &str) -> Result<Bench, StoreError> {
    let Place::Server { schema, .. } = postgres::new_place().await else { panic!("a server was asked for") };
    let url = format!("{} {protection}", address("localhost", port));
    Bench::at(Place::Server { url, schema }, TempDir::new().unwrap()).await
}

async fn refused(port: u16, protection: &str) -> String {
    open(port, protection).await.map(|_| ()).unwrap_err().to_string()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_whose_certificate_and_name_are_right_is_used() {
    if postgres::url().is_none() {
        return;
    }
    let authority = Authority::new("ours");
    let port = protected(authority.server("localhost")).await;
    for mode in ["require", "verify-full"] {
        let protection = format!("sslmode={mode} sslrootcert='{}'", authority.file().display());
        let bench = open(port, &protection).await.unwrap();
        save(&bench.store, register("c")).await.unwrap();
        assert_eq!(bench.store.load(&"customer:c".parse().unwrap()).await.unwrap().len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_cannot_show_who_it_is_is_refused() {
    if postgres::url().is_none() {
        return;
    }
    let (authority, another) = (Authority::new("ours"), Authority::new("another"));
    let trusted = format!("sslrootcert='{}'", authority.file().display());

    let other_name = protected(authority.server("db.example")).await;
    let other_authority = protected(another.server("localhost")).await;
    for mode in ["require", "verify-full"] {
        let says = refused(other_name, &format!("sslmode={mode} {trusted}")).await;
        assert!(says.contains("not valid for name"), "{says}");
        let says = refused(other_authority, &format!("sslmode={mode} {trusted}")).await;
        assert!(says.contains("UnknownIssuer"), "{says}");
        // The authorities of the system do not know it either.
        let says = refused(other_authority, &format!("sslmode={mode}")).await;
        assert!(says.contains("UnknownIssuer") || says.contains("to trust"), "{says}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_sent_in_the_clear_where_protection_is_asked_for() {
    if postgres::url().is_none() {
        return;
    }
    let authority = Authority::new("ours");
    let Place::Server { url, schema } = postgres::new_place().await else { panic!("a server was asked for") };
    let url = format!("{url} sslmode=require sslrootcert='{}'", authority.file().display());
    let place = Place::Server { url, schema };
    // The server of the test command has no certificate of this authority, if it has one at all.
    let says = Bench::at(place, TempDir::new().unwrap()).await.map(|_| ()).unwrap_err().to_string();
    assert!(says.contains("TLS"), "{says}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_of_authorities_that_is_none_is_named() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("authority.pem");
    fs::write(&file, "nothing").unwrap();
    for (path, expected) in
        [(&file, "no certificate of an authority"), (&folder.path().join("none.pem"), "none.pem")]
    {
        let url = format!("host=db.example sslmode=verify-full sslrootcert='{}'", path.display());
        let place = Place::Server { url, schema: "s".to_owned() };
        let says = Bench::at(place, TempDir::new().unwrap()).await.map(|_| ()).unwrap_err().to_string();
        assert!(says.contains(expected), "{says}");
    }
}
