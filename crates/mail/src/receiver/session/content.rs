//! DATA: the letter itself, from the first byte to the desk's word on it.

use super::super::doorway::Burden;
use super::super::ending::Ending;
use super::{Envelope, Flow, ON, OVER, Reply, Session, Trouble};
use crate::letter::hops;
use std::sync::Arc;
use tokio::time::timeout;

/// Bytes on the wire that are not the letter's: its end, and stuffed dots of an ordinary letter.
const DOTS_BYTES: usize = 64 * 1024;

/// How the letter came in.
enum Came {
    Whole(Vec<u8>),
    /// Longer than a letter may be; read to its end and thrown away.
    TooLarge,
    /// All letters coming in together hold too much.
    NoRoom,
    /// The client went away or was too slow.
    Broken,
}

impl Session<'_> {
    pub(super) async fn content(&mut self) -> Flow {
        if self.sender.is_none() || self.recipients.is_empty() {
            return self.mistake(503, "5.5.1", "Say MAIL FROM and RCPT TO first.");
        }
        if !self.entered.may_send() {
            return self.hang_up(421, "4.7.0", "You send too many letters at once; please try again in a minute.");
        }
        self.wire.say(&Reply::new(354, "", "Send the letter, end it with a line that is a dot."));
        let mut burden = self.receiver.doorway.burden();
        let came = timeout(self.receiver.limits.letter, self.receive(&mut burden)).await.unwrap_or(Came::Broken);
        let (recipients, oversized) = (self.recipients.len(), matches!(came, Came::TooLarge));
        let reply = match came {
            Came::Whole(raw) if hops(&raw) > self.receiver.limits.hops => {
                Reply::new(554, "5.4.6", "This letter has passed too many servers; it runs in a circle.")
            }
            Came::Whole(raw) => self.keep(raw).await,
            Came::TooLarge => self.too_large_words(),
            Came::NoRoom => Reply::new(452, "4.3.1", "Too many letters are coming in; please try again later."),
            Came::Broken => return OVER,
        };
        drop(burden);
        self.reset();
        if !reply.is_refusal() {
            self.commands = 0;
        } else if oversized {
            self.mistakes += 1;
        }
        // LMTP answers for each recipient (RFC 2033, 4.2); the desk keeps a letter for all or none.
        for _ in 0..if self.lmtp() { recipients } else { 1 } {
            self.wire.say(&reply);
        }
        if self.mistakes > self.receiver.limits.mistakes { OVER } else { ON }
    }

    async fn receive(&mut self, burden: &mut Burden) -> Came {
        let letter_bytes_max = self.receiver.limits.letter_bytes;
        let (mut ending, mut letter, mut read) = (Ending::new(), Vec::new(), 0_usize);
        let mut room = true;
        loop {
            let Ok(piece) = self.wire.piece().await else { return Came::Broken };
            let end = ending.take(&piece, &mut letter);
            read += end.unwrap_or(piece.len());
            let fits = letter.len() <= letter_bytes_max && read <= letter_bytes_max.saturating_add(DOTS_BYTES);
            room = room && (!fits || burden.grow_to(letter.len()));
            if !fits || !room {
                // Read on to the end, so that the refusal is understood; the bytes are not kept.
                letter = Vec::new();
            }
            let Some(end) = end else {
                if read > letter_bytes_max.saturating_mul(2).saturating_add(DOTS_BYTES) {
                    return Came::Broken;
                }
                continue;
            };
            self.wire.put_back(&piece[end..]);
            return match (fits, room) {
                (false, _) => Came::TooLarge,
                (true, false) => Came::NoRoom,
                (true, true) => Came::Whole(letter),
            };
        }
    }

    /// The desk keeps the letter in a task of its own: a client that hangs up cannot interrupt it.
    async fn keep(&mut self, raw: Vec<u8>) -> Reply {
        let envelope = Envelope {
            peer: self.peer,
            helo: self.helo.clone().unwrap_or_default(),
            from: self.sender.as_ref().map(|sender| sender.address.clone()).unwrap_or_default(),
            to: std::mem::take(&mut self.recipients),
            tls: self.tls,
            utf8: self.sender.as_ref().is_some_and(|sender| sender.utf8),
        };
        let desk = Arc::clone(&self.receiver.desk);
        let keeping = self.receiver.keeping.spawn(async move { desk.keep(envelope, raw).await });
        match timeout(self.receiver.limits.keeping, keeping).await {
            Ok(Ok(Ok(id))) => Reply::new(250, "2.0.0", &format!("Kept as {id}")),
            Ok(Ok(Err(Trouble::Later(sentence)))) => Reply::new(451, "4.3.0", &sentence),
            Ok(Ok(Err(Trouble::Never(sentence)))) => Reply::new(554, "5.6.0", &sentence),
            Ok(Err(_panicked)) => Reply::new(451, "4.3.0", "Something went wrong here; please try again later."),
            Err(_late) => Reply::new(451, "4.3.0", "Keeping the letter took too long; please try again later."),
        }
    }
}
