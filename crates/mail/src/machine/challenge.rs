//! Challenge and response: a program that wants its correspondent to prove that she is a person before it delivers.

use super::notice::Notice;

/// Fields that only such programs write.
const FIELDS: [&str; 7] = [
    "x-challenge",
    "x-challenge-id",
    "x-cr-challenge",
    "x-tmda-fingerprint",
    "x-boxbe-id",
    "x-spamarrest-challenge",
    "x-bluebottle-request",
];

/// What their subjects and first lines say, in lower case.
const PHRASES: [&str; 14] = [
    "please confirm your message",
    "please confirm your email",
    "confirm that you sent",
    "confirm you are human",
    "confirm that you are a person",
    "verify that you are a real",
    "verify that you're a real",
    "sender verification required",
    "requires sender verification",
    "waiting for your verification",
    "awaiting verification",
    "your message is being held until",
    "will be delivered as soon as you confirm",
    "(waiting list)",
];

/// Only what also says that it is automatic, or has the null sender: a person may write the same words.
pub(super) fn is_one(notice: &Notice) -> bool {
    let field = notice.fields.iter().any(|field| FIELDS.contains(&field.as_str()));
    field || (notice.null_sender || notice.automatic.is_some_and(|kind| kind.answers_machines())) && notice.says(&PHRASES)
}
