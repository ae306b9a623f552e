//! What keeps a house in order while it runs: signals, certificates, the slow poll behind the ticks.

use anyhow::Context;
use std::{path::Path, sync::Arc, time::Duration};
use store::Store;
use tokio_rustls::rustls::{
    ServerConfig,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};
use tokio_util::sync::CancellationToken;

/// How often the log is asked for what other nodes and processes wrote.
const POLL: Duration = Duration::from_millis(1000);

/// Returns when the house is asked to stop.
pub async fn signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}

/// The TLS settings of a certificate and its key.
///
/// # Errors
/// Files that cannot be read or do not fit each other.
pub fn tls(cert: &Path, key: &Path) -> anyhow::Result<Arc<ServerConfig>> {
    let read = |path: &Path| format!("{} cannot be used", path.display());
    let chain = CertificateDer::pem_file_iter(cert)
        .with_context(|| read(cert))?
        .collect::<Result<Vec<_>, _>>()
        .with_context(|| read(cert))?;
    let key = PrivateKeyDer::from_pem_file(key).with_context(|| read(key))?;
    Ok(Arc::new(ServerConfig::builder().with_no_client_auth().with_single_cert(chain, key)?))
}

/// Looks at the log from time to time, until the house stops.
pub async fn look_at_log(store: Store, stop: CancellationToken) {
    while stop.run_until_cancelled(tokio::time::sleep(POLL)).await.is_some() {
        if let Err(error) = store.look_at_log().await {
            tracing::warn!(%error, "the log could not be read");
        }
    }
}

/// How often blobs that no row names are swept.
const SWEEP: Duration = Duration::from_secs(6 * 3600);

/// Sweeps from time to time, until the house stops.
pub async fn sweep(store: Store, stop: CancellationToken) {
    while stop.run_until_cancelled(tokio::time::sleep(SWEEP)).await.is_some() {
        match store.sweep_blobs().await {
            Ok(0) => {}
            Ok(swept) => tracing::info!(swept, "blobs that nothing names were removed"),
            Err(error) => tracing::warn!(%error, "blobs could not be swept"),
        }
    }
}
