//! What every request needs: the store, the live hub, and how this house is reached.

use crate::{assets::Assets, hub::Hub, pace::Paces};
use std::sync::Arc;
use store::Store;
use views::observatory::Gallery;

/// How the house is reached from outside.
#[derive(Clone, Debug)]
pub struct Reach {
    /// The address people type, without a slash at its end: `https://talk.velo-lind.example`.
    pub origin: String,
    /// The domain behind the `@` of the spaces' addresses.
    pub mail_domain: String,
    /// Where letters are taken, as `host:port`; `None` where that door is shut.
    pub smtp: Option<String>,
    /// Whether a relay is there to send letters.
    pub relay: bool,
    /// How many proxies stand before us: the client's address is that many from the right in X-Forwarded-For.
    pub proxies: usize,
    /// The secret that `POST /intake/mail` asks for; `None` closes that door.
    pub intake_token: Option<String>,
    /// Domains, besides the mail domain, from which spaces may write.
    pub sender_domains: Vec<String>,
}

/// The house as the web sees it; cheap to clone.
#[derive(Clone)]
pub struct House(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub store: Store,
    pub hub: Arc<Hub>,
    pub reach: Reach,
    pub assets: Assets,
    pub paces: Paces,
    pub gallery: Gallery,
}

impl House {
    /// The house behind these doors.
    pub fn new(store: Store, hub: Arc<Hub>, reach: Reach) -> House {
        House(Arc::new(Inner {
            store,
            hub,
            reach,
            assets: Assets::embedded(),
            paces: Paces::default(),
            gallery: Gallery::default(),
        }))
    }

    pub(crate) fn store(&self) -> &Store {
        &self.0.store
    }

    pub(crate) fn hub(&self) -> &Arc<Hub> {
        &self.0.hub
    }

    pub(crate) fn reach(&self) -> &Reach {
        &self.0.reach
    }

    pub(crate) fn assets(&self) -> &Assets {
        &self.0.assets
    }

    pub(crate) fn paces(&self) -> &Paces {
        &self.0.paces
    }

    pub(crate) fn gallery(&self) -> &Gallery {
        &self.0.gallery
    }

    /// Whether cookies may be bound to TLS.
    pub(crate) fn secure(&self) -> bool {
        self.0.reach.origin.starts_with("https://")
    }
}
