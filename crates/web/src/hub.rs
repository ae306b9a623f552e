//! The live hub: reads the log in order and sends each connected viewer what she may see, at the moment of sending.
//!
//! Per message: the circle's few sight rows are read once and matched in memory with the parties each connection is;
//! the fragment is rendered once per side of the wall (inside, outside) and the same bytes go to all. Lists and counts
//! get a `look` tick without content, at most one per viewer in two seconds.
//!
//! **Invariants.** A subscription grants nothing. Lines are handled in log order, so a membership that ended before a
//! message was written is gone before that message is sent. At most [`limits::LIVE_WAITING_MAX`] fragments wait for a
//! connection; then it is cut and catches up from its own page.

use bytes::Bytes;
use domain::{
    activity::{LogLine, Verb},
    circle::Reach,
    id::{ConversationId, MessageId, PersonId, Position, SessionId},
    limits,
};
use std::{
    collections::{HashMap, HashSet},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};
use store::{Fault, Reading, Store, Viewer};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

/// Lines of the log taken at once.
const BATCH: usize = 256;
/// At most one look per viewer in this time.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// A sign of life, so that proxies keep the connection.
const ALIVE_EVERY: Duration = Duration::from_secs(25);

/// One connected page.
struct Connection {
    viewer: Viewer,
    conversations: Vec<ConversationId>,
    lane: mpsc::Sender<Bytes>,
    looked: Option<Instant>,
    look_owed: bool,
}

/// The connected pages of this node.
pub struct Hub {
    store: Store,
    next: AtomicU64,
    rooms: Mutex<Rooms>,
    stop: CancellationToken,
}

#[derive(Default)]
struct Rooms {
    connections: HashMap<u64, Connection>,
    by_conversation: HashMap<ConversationId, HashSet<u64>>,
}

/// A page's end of its connection; dropping it leaves the hub.
pub struct Subscription {
    hub: Arc<Hub>,
    id: u64,
    /// What is sent to the page.
    pub lane: mpsc::Receiver<Bytes>,
}

impl Drop for Subscription {
    fn drop(&mut self) {
        self.hub.rooms().leave(self.id);
    }
}

impl Hub {
    /// A hub over this store, until `stop`.
    pub fn new(store: Store, stop: CancellationToken) -> Arc<Hub> {
        Arc::new(Hub { store, next: AtomicU64::new(1), rooms: Mutex::default(), stop })
    }

    /// Connects a page that shows these conversations. Costs the same in a room of two and of two thousand.
    pub fn subscribe(self: &Arc<Hub>, viewer: Viewer, conversations: Vec<ConversationId>) -> Subscription {
        let (lane, received) = mpsc::channel(limits::LIVE_WAITING_MAX);
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let mut rooms = self.rooms();
        for conversation in &conversations {
            rooms.by_conversation.entry(*conversation).or_default().insert(id);
        }
        rooms.connections.insert(id, Connection { viewer, conversations, lane, looked: None, look_owed: false });
        Subscription { hub: self.clone(), id, lane: received }
    }

    /// Reads once more who a page's viewer is, now that lines about her reach it: what changed between her request and
    /// her subscription was told to nobody. Ends the page where she is gone or its session is.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn renew(&self, subscription: &Subscription) -> Result<(), Fault> {
        let Some(viewer) = self.rooms().connections.get(&subscription.id).map(|c| c.viewer.clone()) else { return Ok(()) };
        let Some(person) = viewer.person() else { return Ok(()) };
        let renewed = self.store.recipient(person).await?.map(|now| now.in_session(viewer.session()));
        let sessions = Reading::new(&self.store, viewer).my_sessions().await?;
        let mut rooms = self.rooms();
        match (renewed, rooms.connections.get_mut(&subscription.id)) {
            (Some(now), Some(connection)) if sessions.iter().any(|it| Some(it.id) == now.session()) => connection.viewer = now,
            _ => rooms.end(subscription.id),
        }
        Ok(())
    }

    /// Lets one page look again, for what changed before it listened.
    pub fn look_again(&self, subscription: &Subscription) {
        let mut rooms = self.rooms();
        if let Some(connection) = rooms.connections.get_mut(&subscription.id) {
            connection.look_owed = true;
        }
        rooms.settle_looks();
    }

    /// How many pages are connected.
    pub fn connected(&self) -> usize {
        self.rooms().connections.len()
    }

    /// Follows the log until the house stops.
    pub async fn follow(self: Arc<Hub>, mut from: Position) {
        let mut ticks = self.store.ticks();
        let mut alive = tokio::time::interval(ALIVE_EVERY);
        let mut looks = tokio::time::interval(LOOK_EVERY / 4);
        loop {
            tokio::select! {
                () = self.stop.cancelled() => break,
                _ = alive.tick() => self.rooms().send_all(&Bytes::from_static(b": alive\n\n")),
                _ = looks.tick() => self.rooms().settle_looks(),
                changed = ticks.changed() => {
                    if changed.is_err() {
                        break;
                    }
                    ticks.borrow_and_update();
                    from = self.catch_up(from).await;
                }
            }
        }
        self.rooms().connections.clear();
    }

    /// Handles all lines behind a position; gives the position reached.
    async fn catch_up(&self, mut from: Position) -> Position {
        loop {
            let lines = match self.store.lines_after(from, BATCH).await {
                Ok(lines) => lines,
                Err(error) => {
                    tracing::warn!(%error, "the live hub could not read the log");
                    return from;
                }
            };
            for line in &lines {
                // With nobody connected there is nothing to send; who comes now catches up from her own page.
                if self.connected() > 0
                    && let Err(error) = self.handle(line).await
                {
                    // Who may see what is no longer sure: everybody comes again, with parties read anew.
                    tracing::warn!(%error, position = line.position.0, "live pages were cut, since a line could not be handled");
                    self.rooms().cut_all();
                }
                from = line.position;
            }
            if lines.len() < BATCH {
                return from;
            }
        }
    }

    async fn handle(&self, line: &LogLine) -> Result<(), Fault> {
        let activity = &line.activity;
        match activity.verb {
            Verb::Entered | Verb::Left | Verb::Deactivated | Verb::Reactivated | Verb::Joined | Verb::Erased => {
                self.refresh(PersonId(activity.object)).await?;
            }
            Verb::PersonsMerged | Verb::PersonsParted => {
                self.refresh(PersonId(activity.object)).await?;
                self.refresh(PersonId(activity.other)).await?;
            }
            Verb::Arranged => self.refresh_all().await?,
            Verb::SignedOut => self.rooms().end_session(SessionId(activity.object)),
            Verb::Started | Verb::Replied => self.spoken(line, MessageId(activity.object), Change::New).await?,
            Verb::Edited | Verb::Deleted | Verb::Reacted => self.spoken(line, MessageId(activity.object), Change::Same).await?,
            // How its letters fare stands on the message.
            Verb::Delivered if activity.other != 0 => self.spoken(line, MessageId(activity.other), Change::Same).await?,
            Verb::Closed
            | Verb::Reopened
            | Verb::Assigned
            | Verb::Accepted
            | Verb::Brought
            | Verb::Removed
            | Verb::Forwarded
            | Verb::Merged
            | Verb::Parted
            | Verb::Moved
            | Verb::MovedBack
            | Verb::SidebarOpened
            | Verb::Imported => {
                self.look(line).await?;
            }
            // What goes is gone by then; lists look again.
            Verb::Undone => self.rooms().look_all(),
            Verb::Read => self.rooms().look_person(activity.actor),
            _ => {}
        }
        Ok(())
    }

    /// Reads a person's parties anew for each of her connections; ends them where she is gone.
    async fn refresh(&self, person: PersonId) -> Result<(), Fault> {
        if !self.rooms().connections.values().any(|c| c.viewer.person() == Some(person)) {
            return Ok(());
        }
        let viewer = self.store.recipient(person).await?;
        self.rooms().refresh(person, viewer.as_ref());
        Ok(())
    }

    async fn refresh_all(&self) -> Result<(), Fault> {
        let people: HashSet<PersonId> = self.rooms().connections.values().filter_map(|c| c.viewer.person()).collect();
        for person in people {
            self.refresh(person).await?;
        }
        Ok(())
    }

    /// Sends a message to those who have its conversation open, and a look to those whose lists it changes.
    async fn spoken(&self, line: &LogLine, message: MessageId, change: Change) -> Result<(), Fault> {
        let Some(conversation) = line.activity.conversation else { return Ok(()) };
        let Some(circle) = self.store.circle_of(conversation).await? else { return Ok(()) };
        let Some(at) = self.store.position_of(message).await? else { return Ok(()) };
        let sees = |viewer: &Viewer| circle.sees_since(viewer).is_some_and(|since| since <= at);
        for inside in [true, false] {
            let eyes = self.rooms().first_in(conversation, |viewer| viewer.inside() == inside && sees(viewer));
            let Some(eyes) = eyes else { continue };
            let Some(frame) = self.frame(eyes, message, line.position, change).await? else { continue };
            self.rooms().send_to(conversation, &frame, |viewer| viewer.inside() == inside && sees(viewer));
        }
        if line.activity.verb != Verb::Delivered {
            self.rooms().look(conversation, line.activity.actor, sees);
        }
        Ok(())
    }

    async fn frame(&self, eyes: Viewer, message: MessageId, id: Position, change: Change) -> Result<Option<Bytes>, Fault> {
        let reading = Reading::new(&self.store, eyes);
        let Some(message) = reading.message(message).await? else { return Ok(None) };
        let Some(of) = reading.conversation_by_id(message.conversation).await? else { return Ok(None) };
        let viewers = if reading.viewer().inside() { Reach::Inside } else { Reach::Outside };
        let stream = match change {
            Change::New => views::message::appended(&message, &of, viewers),
            Change::Same => views::message::replaced(&message, &of, viewers),
        };
        Ok(Some(frame("message", id, &stream)))
    }

    async fn look(&self, line: &LogLine) -> Result<(), Fault> {
        let Some(conversation) = line.activity.conversation else { return Ok(()) };
        if line.activity.verb == Verb::Removed {
            // Who lost sight looks again and finds what she may still see.
            self.rooms().look_watchers(conversation);
        }
        if matches!(line.activity.verb, Verb::Moved | Verb::MovedBack) {
            // Who lost sight is among those who saw it before: their lists and pages look too.
            self.rooms().look_watchers(conversation);
            for circle in self.store.circles_of_moving(line.activity.other).await? {
                self.rooms().look(conversation, PersonId(0), |viewer| circle.sees_since(viewer).is_some());
            }
        }
        let Some(circle) = self.store.circle_of(conversation).await? else { return Ok(()) };
        let sees = |viewer: &Viewer| circle.sees_since(viewer).is_some();
        let mut rooms = self.rooms();
        rooms.look_watchers_who(conversation, sees);
        rooms.look(conversation, PersonId(0), sees);
        Ok(())
    }

    fn rooms(&self) -> MutexGuard<'_, Rooms> {
        self.rooms.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether a message is new on the page or stands there already.
#[derive(Clone, Copy)]
enum Change {
    New,
    Same,
}

/// One server-sent event.
pub fn frame(event: &str, id: Position, content: &str) -> Bytes {
    let mut text = String::with_capacity(content.len() + 64);
    text.push_str(&format!("event: {event}\nid: {id}\n"));
    for line in content.lines() {
        text.push_str("data: ");
        text.push_str(line);
        text.push('\n');
    }
    text.push('\n');
    Bytes::from(text)
}

impl Rooms {
    fn leave(&mut self, id: u64) {
        let Some(connection) = self.connections.remove(&id) else { return };
        for conversation in connection.conversations {
            if let Some(ids) = self.by_conversation.get_mut(&conversation) {
                ids.remove(&id);
                if ids.is_empty() {
                    self.by_conversation.remove(&conversation);
                }
            }
        }
    }

    /// A viewer among those who have a conversation open, if one passes.
    fn first_in(&self, conversation: ConversationId, passes: impl Fn(&Viewer) -> bool) -> Option<Viewer> {
        let ids = self.by_conversation.get(&conversation)?;
        ids.iter().filter_map(|id| self.connections.get(id)).map(|c| &c.viewer).find(|v| passes(v)).cloned()
    }

    fn send_to(&mut self, conversation: ConversationId, frame: &Bytes, passes: impl Fn(&Viewer) -> bool) {
        let Some(ids) = self.by_conversation.get(&conversation) else { return };
        let mut cut = Vec::new();
        for id in ids {
            if let Some(connection) = self.connections.get(id)
                && passes(&connection.viewer)
                && connection.lane.try_send(frame.clone()).is_err()
            {
                cut.push(*id);
            }
        }
        cut.into_iter().for_each(|id| self.leave(id));
    }

    fn send_all(&mut self, frame: &Bytes) {
        let full = |c: &Connection| c.lane.try_send(frame.clone()).is_err();
        let cut: Vec<u64> = self.connections.iter().filter(|(_, c)| full(c)).map(|(id, _)| *id).collect();
        cut.into_iter().for_each(|id| self.leave(id));
    }

    fn refresh(&mut self, person: PersonId, viewer: Option<&Viewer>) {
        let hers: Vec<u64> =
            self.connections.iter().filter(|(_, c)| c.viewer.person() == Some(person)).map(|(id, _)| *id).collect();
        for id in hers {
            match viewer {
                Some(viewer) => {
                    if let Some(connection) = self.connections.get_mut(&id) {
                        connection.viewer = viewer.clone().in_session(connection.viewer.session());
                        connection.look_owed = true;
                    }
                }
                None => self.end(id),
            }
        }
    }

    fn cut_all(&mut self) {
        self.connections.clear();
        self.by_conversation.clear();
    }

    fn end_session(&mut self, session: SessionId) {
        let hers: Vec<u64> =
            self.connections.iter().filter(|(_, c)| c.viewer.session() == Some(session)).map(|(id, _)| *id).collect();
        hers.into_iter().for_each(|id| self.end(id));
    }

    fn end(&mut self, id: u64) {
        if let Some(connection) = self.connections.get(&id) {
            // A page that cannot even be told is cut all the same.
            let _ = connection.lane.try_send(Bytes::from_static(b"event: end\ndata: end\n\n"));
        }
        self.leave(id);
    }

    /// Everyone whose lists this conversation stands in, but who does not have it open, and not who did it.
    fn look(&mut self, conversation: ConversationId, actor: PersonId, sees: impl Fn(&Viewer) -> bool) {
        for connection in self.connections.values_mut() {
            let open = connection.conversations.contains(&conversation);
            if !open && connection.viewer.person() != Some(actor) && sees(&connection.viewer) {
                connection.look_owed = true;
            }
        }
        self.settle_looks();
    }

    fn look_watchers(&mut self, conversation: ConversationId) {
        self.look_watchers_who(conversation, |_| true);
    }

    fn look_watchers_who(&mut self, conversation: ConversationId, sees: impl Fn(&Viewer) -> bool) {
        let ids = self.by_conversation.get(&conversation).cloned().unwrap_or_default();
        for id in ids {
            if let Some(connection) = self.connections.get_mut(&id)
                && sees(&connection.viewer)
            {
                connection.look_owed = true;
            }
        }
        self.settle_looks();
    }

    fn look_all(&mut self) {
        self.connections.values_mut().for_each(|connection| connection.look_owed = true);
        self.settle_looks();
    }

    fn look_person(&mut self, person: PersonId) {
        for connection in self.connections.values_mut().filter(|c| c.viewer.person() == Some(person)) {
            connection.look_owed = true;
        }
        self.settle_looks();
    }

    /// Sends the looks that are owed and not too soon after the last.
    fn settle_looks(&mut self) {
        let now = Instant::now();
        let mut cut = Vec::new();
        for (id, connection) in &mut self.connections {
            let soon = connection.looked.is_some_and(|at| now.duration_since(at) < LOOK_EVERY);
            if connection.look_owed && !soon {
                connection.look_owed = false;
                connection.looked = Some(now);
                if connection.lane.try_send(Bytes::from_static(b"event: look\ndata: look\n\n")).is_err() {
                    cut.push(*id);
                }
            }
        }
        cut.into_iter().for_each(|id| self.leave(id));
    }
}
