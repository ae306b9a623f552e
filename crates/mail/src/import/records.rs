//! A list of an export, refused while it is read where it is longer than any is: in memory its records are many times
//! what they are in the file.

use domain::limits;
use serde::{
    Deserialize, Deserializer,
    de::{Error, SeqAccess, Visitor},
};
use std::{fmt, marker::PhantomData};

/// At most [`limits::IMPORT_RECORDS_MAX`] of them.
#[derive(Debug)]
pub struct Records<T>(pub Vec<T>);

impl<T> Default for Records<T> {
    fn default() -> Records<T> {
        Records(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Records<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Records<T>, D::Error> {
        deserializer.deserialize_seq(Reader(PhantomData))
    }
}

struct Reader<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Reader<T> {
    type Value = Records<T>;

    fn expecting(&self, words: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(words, "at most {} records", limits::IMPORT_RECORDS_MAX)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Records<T>, A::Error> {
        let mut records = Vec::new();
        while let Some(record) = list.next_element()? {
            if records.len() == limits::IMPORT_RECORDS_MAX {
                return Err(A::Error::custom(format_args!("more than {} records", limits::IMPORT_RECORDS_MAX)));
            }
            records.push(record);
        }
        Ok(Records(records))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_without_end_is_refused_where_it_becomes_too_long() {
        let list = |records: usize, end: &str| format!("[{}0{end}", "0,".repeat(records - 1));
        let read = |text: &str| serde_json::from_str::<Records<i64>>(text);
        assert_eq!(read(&list(limits::IMPORT_RECORDS_MAX, "]")).unwrap().0.len(), limits::IMPORT_RECORDS_MAX);
        // What stands behind is not looked at any more.
        let error = read(&list(limits::IMPORT_RECORDS_MAX + 1, " and so on")).unwrap_err().to_string();
        assert!(error.contains("more than 200000 records"), "{error}");
    }
}
