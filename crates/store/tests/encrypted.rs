//! PostgreSQL over TLS: what each `sslmode` lets through, against a server that takes encrypted connections only.

use store::{Opening, Store};
use testkit::postgres::Secured;

/// A root, and a certificate it issued for this name, with its key; all PEM.
fn issued(name: &str) -> (String, String, String) {
    let root_key = rcgen::KeyPair::generate().unwrap();
    let mut root = rcgen::CertificateParams::new(Vec::new()).unwrap();
    root.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let root_pem = root.self_signed(&root_key).unwrap().pem();
    let issuer = rcgen::Issuer::new(root, root_key);
    let key = rcgen::KeyPair::generate().unwrap();
    let certificate = rcgen::CertificateParams::new(vec![name.to_owned()]).unwrap().signed_by(&key, &issuer).unwrap();
    (root_pem, certificate.pem(), key.serialize_pem())
}

#[tokio::test(flavor = "multi_thread")]
async fn each_sslmode_keeps_its_word() {
    let (root, certificate, key) = issued("localhost");
    let Some(server) = Secured::start(&certificate, &key) else { return };
    let directory = tempfile::tempdir().unwrap();
    let (ours, another) = (directory.path().join("root.pem"), directory.path().join("another.pem"));
    std::fs::write(&ours, root).unwrap();
    std::fs::write(&another, issued("localhost").0).unwrap();
    let open = async |host: &str, wish: &str| {
        let opened = Store::open(Opening::postgres(format!("{}?{wish}", server.url(host))).backup_confirmed(true)).await;
        match opened {
            // Readers connect by themselves, with the same wish.
            Ok((store, _)) => store.people_count().await.map_err(|fault| fault.to_string()),
            Err(fault) => Err(fault.to_string()),
        }
    };
    let (ours, another) = (format!("sslrootcert={}", ours.display()), format!("sslrootcert={}", another.display()));

    assert_eq!(open("localhost", &format!("sslmode=require&{ours}")).await, Ok(0));
    assert_eq!(open("localhost", &format!("sslmode=verify-full&{ours}")).await, Ok(0));
    // As with libpq, who only prefers it asks nobody for proof.
    assert_eq!(open("localhost", "sslmode=prefer").await, Ok(0));
    assert_eq!(open("127.0.0.1", "connect_timeout=5").await, Ok(0));

    open("localhost", "sslmode=disable").await.expect_err("the server takes nothing unencrypted");
    open("localhost", "sslmode=require").await.expect_err("no root of this machine issued it");
    open("localhost", &format!("sslmode=require&{another}")).await.expect_err("issued by another root");
    open("127.0.0.1", &format!("sslmode=require&{ours}")).await.expect_err("it holds for another name");
}
