//! The house's notice about measuring, in the administration.

use crate::{
    action::Actions,
    administration::administers,
    observatory::{NoticeWords, notice},
    page::page,
};
use domain::{limits, terms::field_day};
use serde::Serialize;
use store::{Fault, Reading};

/// The page of the notice.
#[derive(Clone, Debug, Serialize)]
pub struct PublishedNoticeView {
    /// The notice that stands.
    pub notice: Option<NoticeWords>,
    /// Publishing and ending it.
    pub actions: Actions,
    /// Today, as the form's field writes it.
    #[serde(skip)]
    today: String,
}

page!(PublishedNoticeView, "published_notice.html");

impl PublishedNoticeView {
    /// The notice; `None` for everyone but administrators.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn gather(reading: &Reading) -> Result<Option<PublishedNoticeView>, Fault> {
        if !administers(reading) {
            return Ok(None);
        }
        let notice = notice(reading).await?;
        let mut actions = Actions::default();
        actions.offer("publish", "/administration/notice", &["words", "group_min", "counts_from"]);
        if notice.is_some() {
            actions.offer("end-notice", "/administration/notice/end", &[]);
        }
        Ok(Some(PublishedNoticeView { notice, actions, today: field_day(reading.store().clock().now()) }))
    }

    fn words(&self) -> String {
        self.notice.as_ref().map_or_else(|| crate::words::t("notice-proposal").into_owned(), |it| it.words.clone())
    }

    fn group_min(&self) -> String {
        self.notice.as_ref().map_or(limits::GROUP_PEOPLE_MIN, |it| it.group_min).to_string()
    }

    fn counts_from(&self) -> String {
        self.notice.as_ref().map_or_else(|| self.today.clone(), |it| field_day(it.counts_from))
    }
}
