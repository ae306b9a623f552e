//! The parser of letters, told which headers it need not take apart: nobody asks for what servers wrote on its way.

use mail_parser::{HeaderName, MessageParser};
use std::sync::LazyLock;

/// For letters: what is read of a header is parsed, of others is known where they stand.
pub(super) fn letters() -> &'static MessageParser {
    static LETTERS: LazyLock<MessageParser> = LazyLock::new(|| {
        let parser = MessageParser::new().with_mime_headers().with_date_headers().with_address_headers().with_message_ids();
        parser.header_text(HeaderName::Subject).default_header_ignore()
    });
    &LETTERS
}

/// For what a part says of its own form.
pub(super) fn forms() -> &'static MessageParser {
    static FORMS: LazyLock<MessageParser> = LazyLock::new(|| MessageParser::new().with_mime_headers().default_header_ignore());
    &FORMS
}
