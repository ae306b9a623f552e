//! Where clients connect: a port, or a socket in the file system for servers on the same machine.

use super::wire::Stream;
use std::{
    fs, io,
    net::{Ipv4Addr, SocketAddr},
    os::unix::fs::{FileTypeExt, PermissionsExt},
    path::{Path, PathBuf},
};
use tokio::net::{TcpListener, UnixListener, UnixStream};

/// An open door.
pub enum Door {
    /// A port.
    Tcp(TcpListener),
    /// A socket in the file system, which goes when the door is closed.
    Unix(UnixListener, PathBuf),
}

impl From<TcpListener> for Door {
    fn from(listener: TcpListener) -> Door {
        Door::Tcp(listener)
    }
}

impl Door {
    /// Opens `unix:/path/of/socket` or `host:port`.
    ///
    /// # Errors
    /// A place that cannot be listened at, or where somebody listens already.
    pub async fn open(place: &str) -> io::Result<Door> {
        let Some(path) = place.strip_prefix("unix:") else { return Ok(Door::Tcp(TcpListener::bind(place).await?)) };
        let path = PathBuf::from(path);
        clear(&path).await?;
        let listener = UnixListener::bind(&path)?;
        // As open as a port of this machine; its directory keeps out whom it should.
        fs::set_permissions(&path, fs::Permissions::from_mode(0o666))?;
        Ok(Door::Unix(listener, path))
    }

    /// Where it is, as [`Door::open`] takes it.
    ///
    /// # Errors
    /// A socket that lost its place.
    pub fn place(&self) -> io::Result<String> {
        Ok(match self {
            Door::Tcp(listener) => listener.local_addr()?.to_string(),
            Door::Unix(_, path) => format!("unix:{}", path.display()),
        })
    }

    /// The next client. One at a socket of this machine has this machine's address.
    pub(super) async fn accept(&self) -> io::Result<(Box<dyn Stream>, SocketAddr)> {
        match self {
            Door::Tcp(listener) => {
                let (stream, peer) = listener.accept().await?;
                // Answers are single small packets; waiting to fill them costs 40 ms each.
                let _ = stream.set_nodelay(true);
                Ok((Box::new(stream), peer))
            }
            Door::Unix(listener, _) => {
                let (stream, _) = listener.accept().await?;
                Ok((Box::new(stream), SocketAddr::from((Ipv4Addr::LOCALHOST, 0))))
            }
        }
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        if let Door::Unix(_, path) = self {
            let _ = fs::remove_file(path);
        }
    }
}

/// Takes away the socket of a house that was killed; one at which somebody listens stays.
async fn clear(path: &Path) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        Ok(found) if found.file_type().is_socket() && UnixStream::connect(path).await.is_err() => fs::remove_file(path),
        Ok(_) => Err(io::ErrorKind::AddrInUse.into()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}
