//! Values that travel to the database: the four column types and NULL.

use bytes::BytesMut;
use domain::id::*;
use domain::moment::Moment;
use rusqlite::types::{ToSqlOutput, ValueRef};
use tokio_postgres::types::{IsNull, ToSql, Type};

/// One parameter of a statement.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Null,
    Int(i64),
    Text(String),
    Bytes(Vec<u8>),
}

macro_rules! ints {
    ($($type:ty),*) => {$(
        impl From<$type> for Value {
            fn from(id: $type) -> Value { Value::Int(id.0) }
        }
    )*};
}
ints!(
    PersonId,
    PartyId,
    UnitId,
    OrganizationId,
    GroupId,
    CircleId,
    SpaceId,
    ConversationId,
    MessageId,
    AttachmentId,
    SessionId,
    AddressId,
    DeliveryId,
    PlannedId,
    LetterId,
    NoticeId,
    InvitationId,
    ImportId,
    Position,
    Moment
);

impl From<i64> for Value {
    fn from(n: i64) -> Value {
        Value::Int(n)
    }
}
impl From<usize> for Value {
    fn from(n: usize) -> Value {
        Value::Int(i64::try_from(n).unwrap_or(i64::MAX))
    }
}
impl From<&str> for Value {
    /// PostgreSQL has no NUL in text; it becomes the replacement character on both engines.
    fn from(text: &str) -> Value {
        Value::Text(text.replace('\0', "\u{fffd}"))
    }
}
impl From<String> for Value {
    fn from(text: String) -> Value {
        if text.contains('\0') { Value::from(text.as_str()) } else { Value::Text(text) }
    }
}
impl From<&String> for Value {
    fn from(text: &String) -> Value {
        Value::from(text.as_str())
    }
}
impl From<Vec<u8>> for Value {
    fn from(bytes: Vec<u8>) -> Value {
        Value::Bytes(bytes)
    }
}
impl From<&[u8]> for Value {
    fn from(bytes: &[u8]) -> Value {
        Value::Bytes(bytes.to_vec())
    }
}
impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Value {
        value.map_or(Value::Null, Into::into)
    }
}

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Int(n) => ValueRef::Integer(*n),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

impl ToSql for Value {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match (self, ty) {
            (Value::Null, _) => Ok(IsNull::Yes),
            (Value::Int(n), &Type::INT8) => n.to_sql(ty, out),
            (Value::Text(text), &Type::TEXT) => text.to_sql(ty, out),
            (Value::Bytes(bytes), &Type::BYTEA) => bytes.to_sql(ty, out),
            // Arguments out of order, or a parameter without a CAST whose type PostgreSQL had to guess. Never the value:
            // it may be somebody's words.
            (Value::Int(_), _) => Err(format!("a statement takes {ty} where it is given a number").into()),
            _ => Err(format!("a statement takes {ty} where it is given text or octets").into()),
        }
    }

    fn accepts(ty: &Type) -> bool {
        [Type::INT8, Type::TEXT, Type::BYTEA].contains(ty)
    }

    tokio_postgres::types::to_sql_checked!();
}

/// The parameters of a statement.
macro_rules! args {
    ($($value:expr),* $(,)?) => { vec![$($crate::value::Value::from($value)),*] };
}
pub(crate) use args;
