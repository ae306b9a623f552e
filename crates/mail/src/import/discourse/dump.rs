//! One file of a dump: a topic, or several of them.

use crate::import::records::Records;
use serde::{
    Deserialize, Deserializer,
    de::{
        MapAccess, SeqAccess, Visitor,
        value::{MapAccessDeserializer, SeqAccessDeserializer},
    },
};
use std::fmt;

/// The topics of a file. It is told while it is read which of the forms it has: nothing of it is held twice.
#[derive(Debug)]
pub struct Dump(pub Vec<Topic>);

/// A topic as `/t/ID.json` gives it.
#[derive(Deserialize, Default, Debug)]
#[serde(default)]
pub struct Topic {
    /// Its number.
    pub id: i64,
    /// What it is called.
    pub title: String,
    /// `regular`, or who may see it.
    pub archetype: String,
    /// What was said.
    pub post_stream: Stream,
    /// Where this is a list of topics, those.
    topics: Option<Records<Topic>>,
}

/// The posts of a topic.
#[derive(Deserialize, Default, Debug)]
#[serde(default)]
pub struct Stream {
    /// Those that stand here.
    pub posts: Records<serde_json::Value>,
    /// The numbers of all.
    pub stream: Vec<i64>,
}

impl<'de> Deserialize<'de> for Dump {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Dump, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Dump;

    fn expecting(&self, words: &mut fmt::Formatter<'_>) -> fmt::Result {
        words.write_str("a topic, or a list of topics")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, topics: A) -> Result<Dump, A::Error> {
        Ok(Dump(Records::deserialize(SeqAccessDeserializer::new(topics))?.0))
    }

    fn visit_map<A: MapAccess<'de>>(self, topic: A) -> Result<Dump, A::Error> {
        let mut topic = Topic::deserialize(MapAccessDeserializer::new(topic))?;
        Ok(Dump(topic.topics.take().map_or_else(|| vec![topic], |topics| topics.0)))
    }
}
