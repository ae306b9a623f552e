//! What keeps a house in order while it runs: signals, certificates, the slow poll behind the ticks.

use anyhow::Context;
use domain::limits;
use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, SystemTime},
};
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

/// How often blobs that no row names, and what was left of cut-short imports, are swept.
const SWEEP: Duration = Duration::from_secs(6 * 3600);

/// Sweeps from time to time, until the house stops.
pub async fn sweep(store: Store, pasts: PathBuf, stop: CancellationToken) {
    while stop.run_until_cancelled(tokio::time::sleep(SWEEP)).await.is_some() {
        match store.sweep_blobs().await {
            Ok(0) => {}
            Ok(swept) => tracing::info!(swept, "blobs that nothing names were removed"),
            Err(error) => tracing::warn!(%error, "blobs could not be swept"),
        }
        match sweep_pasts(&pasts) {
            Ok(0) => {}
            Ok(swept) => tracing::info!(swept, "letters that a cut-short import left were removed"),
            Err(error) => tracing::warn!(%error, "letters that a cut-short import left could not be removed"),
        }
    }
}

/// How long nothing was written into the past of a mailbox before it is taken for left behind: a large one is read and
/// imported within hours.
const PAST_MAX: Duration = Duration::from_secs(24 * 3600);

/// Removes the letters that imports left here which were cut short; how many imports.
///
/// # Errors
/// A directory that cannot be read or removed.
pub fn sweep_pasts(directory: &Path) -> std::io::Result<usize> {
    let mut swept = 0;
    if directory.is_dir() {
        for past in std::fs::read_dir(directory)? {
            let past = past?;
            if past.file_type()?.is_dir() && newest(&past.path())?.elapsed().unwrap_or_default() > PAST_MAX {
                std::fs::remove_dir_all(past.path())?;
                swept += 1;
            }
        }
    }
    Ok(swept)
}

/// When something was last written into a directory.
fn newest(directory: &Path) -> std::io::Result<SystemTime> {
    let mut newest = std::fs::metadata(directory)?.modified()?;
    for entry in std::fs::read_dir(directory)? {
        newest = newest.max(entry?.metadata()?.modified()?);
    }
    Ok(newest)
}

/// Throws away the backups made before migrations when they are too old, until the house stops.
pub async fn expire_backups(directory: PathBuf, stop: CancellationToken) {
    loop {
        match expire(&directory, Duration::from_secs(limits::BACKUP_DAYS.unsigned_abs() * 24 * 3600)) {
            Ok(0) => {}
            Ok(expired) => tracing::info!(expired, days = limits::BACKUP_DAYS, "old backups were removed"),
            Err(error) => tracing::warn!(%error, "old backups could not be removed"),
        }
        if stop.run_until_cancelled(tokio::time::sleep(SWEEP)).await.is_none() {
            return;
        }
    }
}

/// Removes what this house itself backed up longer ago than this; how many.
fn expire(directory: &Path, age_max: Duration) -> std::io::Result<usize> {
    if !directory.is_dir() {
        return Ok(0);
    }
    let mut expired = 0;
    for entry in std::fs::read_dir(directory)? {
        let entry = entry?;
        let ours = entry.file_name().to_string_lossy().starts_with("before-migration-");
        if ours && entry.metadata()?.modified()?.elapsed().unwrap_or_default() > age_max {
            std::fs::remove_file(entry.path())?;
            expired += 1;
        }
    }
    Ok(expired)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::File;

    #[test]
    fn only_our_own_old_backups_expire() {
        let directory = std::env::temp_dir().join(format!("rapport-expiring-{}", std::process::id()));
        std::fs::create_dir_all(&directory).unwrap();
        let day = Duration::from_secs(24 * 3600);
        for (name, days) in [("before-migration-1.db", 31), ("before-migration-2.db", 29), ("mine.db", 400)] {
            let file = File::create(directory.join(name)).unwrap();
            file.set_modified(SystemTime::now() - day * days).unwrap();
        }
        assert_eq!(expire(&directory, day * 30).unwrap(), 1);
        assert!(!directory.join("before-migration-1.db").exists() && directory.join("mine.db").exists());
        assert_eq!(expire(&directory.join("none"), day).unwrap(), 0);
        std::fs::remove_dir_all(&directory).unwrap();
    }

    #[test]
    fn letters_of_an_import_that_was_cut_short_go_and_those_of_one_that_runs_stay() {
        let house = tempfile::tempdir().unwrap();
        let pasts = house.path().join("past");
        assert_eq!(sweep_pasts(&pasts).unwrap(), 0);
        let hour = Duration::from_secs(3600);
        for (name, begun, last) in [("left", 50, 25), ("running", 50, 23), ("begun", 1, 1)] {
            let past = pasts.join(name);
            std::fs::create_dir_all(&past).unwrap();
            for (letter, hours) in [("00-1.eml", begun), ("00-2.eml", last)] {
                File::create(past.join(letter)).unwrap().set_modified(SystemTime::now() - hour * hours).unwrap();
            }
            File::open(&past).unwrap().set_modified(SystemTime::now() - hour * begun).unwrap();
        }
        File::create(pasts.join("mine")).unwrap().set_modified(SystemTime::now() - hour * 99).unwrap();
        assert_eq!(sweep_pasts(&pasts).unwrap(), 1);
        assert!(!pasts.join("left").exists() && pasts.join("mine").exists());
        assert!(pasts.join("running/00-1.eml").exists() && pasts.join("begun/00-2.eml").exists());
    }
}
