//! The desk behind the SMTP and the LMTP door: knows our addresses, keeps letters before the door says 250.

use crate::{
    post_office::{PostOffice, Target},
    receiver::{Desk, Envelope, Trouble, Verdict},
};
use futures_util::future::BoxFuture;
use store::{Store, writing::intake::Arrival};

/// The house's desk.
pub struct HouseDesk {
    store: Store,
    office: PostOffice,
    door: &'static str,
}

impl HouseDesk {
    /// A desk that keeps letters in this store.
    pub fn new(store: Store, office: PostOffice) -> HouseDesk {
        HouseDesk { store, office, door: "smtp" }
    }

    /// The same behind a door of another name.
    pub fn behind(mut self, door: &'static str) -> HouseDesk {
        self.door = door;
        self
    }

    async fn verdict(&self, address: &str) -> Verdict {
        let unknown = || Verdict::Unknown(String::from("Nobody here has that address"));
        let mail = match self.office.target(address) {
            None => return unknown(),
            Some(Target::Answer { .. } | Target::Bounce { .. } | Target::Unsubscribe(_)) => return Verdict::Known,
            Some(Target::Space(mail)) => mail,
        };
        match self.store.space_has_mail(&mail).await {
            Ok(true) => Verdict::Known,
            Ok(false) if mail == "postmaster" => Verdict::Known,
            Ok(false) => unknown(),
            Err(error) => {
                tracing::warn!(%error, "the desk could not look an address up");
                Verdict::Later(String::from("Please try again in some minutes"))
            }
        }
    }
}

impl Desk for HouseDesk {
    fn recipient<'a>(&'a self, address: &'a str) -> BoxFuture<'a, Verdict> {
        Box::pin(self.verdict(address))
    }

    fn keep<'a>(&'a self, envelope: Envelope, raw: Vec<u8>) -> BoxFuture<'a, Result<String, Trouble>> {
        Box::pin(async move {
            let arrivals = arrivals(self.door, &envelope, &raw);
            match actions::letter::keep(&self.store, arrivals).await {
                Ok(ids) => Ok(ids.first().map_or_else(String::new, |id| id.to_string())),
                Err(error) => {
                    tracing::warn!(%error, "a letter could not be kept; the sender keeps it");
                    Err(Trouble::Later(String::from("We could not keep your letter just now; please try again")))
                }
            }
        })
    }
}

/// One arrival per address it came to: a letter to two spaces makes a conversation in each.
pub fn arrivals(door: &'static str, envelope: &Envelope, raw: &[u8]) -> Vec<Arrival> {
    let arrival = |recipient: &String| Arrival {
        door,
        peer: envelope.peer.ip().to_canonical().to_string(),
        helo: envelope.helo.clone(),
        vouched: String::new(),
        believed: String::new(),
        sender: envelope.from.clone(),
        recipient: recipient.clone(),
        raw: raw.to_vec(),
    };
    envelope.to.iter().map(arrival).collect()
}
