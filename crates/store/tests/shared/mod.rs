//! A diary: the smallest thing worth writing whole. Each entry is one action of several rows and two lines of the log,
//! so that half of one would show.

use domain::{
    activity::{Activity, LogLine, Verb},
    circle::{Reach, Sight},
    conversation::{ConversationFacts, may_reply},
    id::{CircleId, ConversationId, Position, SpaceId},
    kind::{Kind, Stage},
    message::Channel,
    party::{EVERYONE, MACHINE},
    person::Actor,
    side::Side,
    space::{SpaceFacts, may_start},
};
use std::collections::{BTreeMap, BTreeSet};
use store::{
    Custodian, Stop, Store,
    writing::{conversation::NewConversation, message::NewMessage},
};

/// A space that no page shows: entries only need its number.
const SPACE: SpaceId = SpaceId(7);

fn facts(id: ConversationId, circle: CircleId) -> ConversationFacts {
    ConversationFacts {
        id,
        space: SPACE,
        circle,
        reach: Reach::Outside,
        kind: Kind::Talk,
        stage: Stage::Open,
        starter: MACHINE,
        beside: None,
        merged: false,
        seen: true,
        steward: false,
        public: true,
    }
}

/// Writes an entry: a circle with one sight, a conversation, two messages, two lines of the log.
pub async fn entry(store: &Store) -> Result<ConversationId, Stop> {
    let actor = Actor { person: MACHINE, side: Side::Employee, administrator: false };
    store
        .act(async move |w| {
            let circle = w.add_circle(Reach::Outside).await?;
            w.give_sight(circle, Reach::Outside, Sight { party: EVERYONE, since: Position::START }, MACHINE).await?;
            let kinds = vec![Kind::Talk];
            let space = SpaceFacts { id: SPACE, circle, reach: Reach::Outside, kinds, open: true, seen: true, steward: true };
            let permit = may_start(&actor, &space, Kind::Talk)?;
            let new = NewConversation { subject: "Entry".into(), circle, starter: MACHINE, at: w.at(), linked: None };
            let (id, _) = w.add_conversation(&permit, &new).await?;
            let permit = may_reply(&actor, &facts(id, circle))?;
            let new = NewMessage {
                author: MACHINE,
                channel: Channel::Web,
                at: w.at(),
                answers: None,
                source: "Dear diary".into(),
                html: String::new(),
                history: String::new(),
                signature: String::new(),
                automatic: true,
                mailed: false,
            };
            let first = w.add_message(&permit, &new).await?;
            w.record(Activity::at(MACHINE, Verb::Started, SPACE, id).message(first)).await?;
            let second = w.add_message(&permit, &new).await?;
            Ok(w.record(Activity::at(MACHINE, Verb::Replied, SPACE, id).message(second)).await?.with(id))
        })
        .await
}

/// All lines of the log, page by page as consumers read it.
pub async fn whole_log(store: &Store) -> Vec<LogLine> {
    let mut lines: Vec<LogLine> = Vec::new();
    loop {
        let after = lines.last().map_or(Position::START, |line| line.position);
        let more = store.lines_after(after, 256).await.unwrap();
        if more.is_empty() {
            return lines;
        }
        lines.extend(more);
    }
}

/// Checks that the log is dense, that every entry is whole and stands where the log says, and that those acknowledged
/// are there; gives how many there are.
pub async fn is_sound(store: &Store, keys: &Custodian, acknowledged: &[ConversationId]) -> usize {
    let lines = whole_log(store).await;
    let positions: Vec<i64> = lines.iter().map(|line| line.position.0).collect();
    assert_eq!(positions, (1..=lines.len() as i64).collect::<Vec<_>>(), "the log has gaps");
    assert_eq!(store.head().await.unwrap().0, lines.len() as i64, "the head is the last line");

    let rows = store.plain_rows(keys).await.unwrap();
    let mut said: BTreeMap<ConversationId, Vec<(i64, i64)>> = BTreeMap::new();
    for (message, conversation, position, _) in &rows.messages {
        said.entry(*conversation).or_default().push((position.0, message.0));
    }
    let mut logged: BTreeMap<ConversationId, Vec<(i64, i64)>> = BTreeMap::new();
    for line in lines.iter().filter(|line| line.activity.conversation.is_some()) {
        logged.entry(line.activity.conversation.unwrap()).or_default().push((line.position.0, line.activity.object));
    }
    assert_eq!(said, logged, "messages and the log speak of the same");
    assert!(said.values().all(|entry| entry.len() == 2), "half an entry");

    let there: BTreeSet<ConversationId> = rows.conversations.iter().map(|(id, _)| *id).collect();
    assert_eq!(there, said.keys().copied().collect(), "a conversation without words");
    let sights: BTreeSet<_> = rows.sights.iter().map(|(circle, ..)| *circle).collect();
    assert!(rows.conversations.iter().all(|(_, circle)| sights.contains(circle)), "a conversation nobody sees");
    let lost: Vec<_> = acknowledged.iter().filter(|id| !there.contains(id)).collect();
    assert!(lost.is_empty(), "{} of {} acknowledged entries are lost: {lost:?}", lost.len(), acknowledged.len());
    there.len()
}
