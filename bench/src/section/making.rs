//! How fast the house was made: the import rate of our own actions, and the index behind them.

use crate::{house::Making, report::Report, size::Size};

/// Reports the figures kept when the house was generated.
pub fn report(report: &mut Report, size: Size, making: &Making) {
    let messages = making.messages as f64;
    report.add(
        "making",
        format!("{}: messages written by actions, when it was made", size.name),
        messages / making.writing_seconds,
        "/s",
    );
    report.add("making", format!("{}: messages indexed, when it was made", size.name), messages / making.indexing_seconds, "/s");
    let both = making.writing_seconds + making.indexing_seconds;
    report.add("making", format!("{}: messages written and indexed", size.name), messages / both, "/s");
}
