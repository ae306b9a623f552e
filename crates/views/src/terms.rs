//! What somebody agreed to, and whether she is counted: her own choice, as easily taken back as made.

use crate::{
    action::Actions,
    observatory::{NoticeWords, notice},
    page::page,
};
use domain::terms::{Agreement, COUNTED_TOO, Purpose, Term, TermsFacts};
use serde::Serialize;
use store::{Fault, Reading};

/// The page of her terms.
#[derive(Clone, Debug, Serialize)]
pub struct TermsView {
    /// The house's notice, for employees; none where nothing is measured.
    pub notice: Option<NoticeWords>,
    /// Whether she counts in numbers about groups, as far as she chose it.
    pub aggregates: bool,
    /// Whether what is computed of her alone is computed, for her alone.
    pub personal: bool,
    /// What she agreed to, for who stands outside.
    pub agreements: Vec<&'static str>,
    /// Choosing.
    pub actions: Actions,
    #[serde(skip)]
    inside: bool,
}

page!(TermsView, "terms.html");

impl TermsView {
    /// The viewer's terms; `None` for the stranger.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn gather(reading: &Reading) -> Result<Option<TermsView>, Fault> {
        let Some(mine) = reading.my_terms().await? else { return Ok(None) };
        let inside = reading.viewer().inside();
        let mut actions = Actions::default();
        let fields: &[&str] = if inside { &["aggregates", "personal"] } else { &["agreement"] };
        actions.offer("choose-terms", "/settings/terms", fields);
        let holds = |term: Term| holds(&mine, term);
        let agreed = |it: &'static Agreement| holds(Term::Agreed(it)).then_some(it.id);
        let agreements: Vec<&'static str> = domain::terms::ROSTER.iter().filter_map(agreed).collect();
        let counted = |purpose| if inside { !holds(Term::Left(purpose)) } else { agreements.contains(&COUNTED_TOO) };
        Ok(Some(TermsView {
            notice: if inside { notice(reading).await? } else { None },
            aggregates: counted(Purpose::Aggregates),
            personal: counted(Purpose::Personal),
            agreements,
            actions,
            inside,
        }))
    }

    fn action(&self) -> &str {
        self.actions.get("choose-terms").unwrap_or_default()
    }
}

fn holds(mine: &TermsFacts, term: Term) -> bool {
    mine.records.iter().any(|record| record.term == term && record.until.is_none())
}
