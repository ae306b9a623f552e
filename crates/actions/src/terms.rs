//! Terms: the house tells its people what it measures; each says what she agrees to, or leaves.

use crate::tie;
use domain::{
    activity::{Activity, Verb},
    id::PersonId,
    moment::Moment,
    refusal::Refusal,
    terms::{Agreement, Purpose, Term, counts_from_behind, may_choose_terms, may_publish_notice, notice_words},
};
use store::{Stop, Store, writing::terms::Published};

/// A notice to be published.
#[derive(Clone, Debug)]
pub struct Publishing {
    /// What it says.
    pub words: String,
    /// The least number of people a number speaks of.
    pub group_min: u32,
    /// From when on what is written counts; now, where it does not say.
    pub counts_from: Option<Moment>,
}

/// Publishes the house's notice, in the place of the one that stands. From then on ties are derived, and windows measured
/// that begin behind the moment it says.
///
/// # Errors
/// Refuses who is no administrator, an empty notice, a group below five, a moment to come, and what [`counts_from_behind`] refuses.
pub async fn publish(store: &Store, by: Option<PersonId>, it: Publishing) -> Result<(), Stop> {
    let words = notice_words(&it.words, it.group_min)?;
    store
        .act(async move |w| {
            let me = w.acting(by).await?;
            let permit = may_publish_notice(&me.actor)?;
            let counts_from = it.counts_from.unwrap_or(w.at());
            if counts_from > w.at() {
                return Err(Refusal::invalid("counts_from", "notice-to-come").into());
            }
            let counts_from = counts_from_behind(&w.former_notices().await?, w.at(), it.group_min, counts_from)?;
            let id = w.publish_notice(&permit, me.person(), &Published { words, group_min: it.group_min, counts_from }).await?;
            tie::begin_anew(w).await?;
            Ok(w.record(Activity::of(me.person(), Verb::Notified, id)).await?)
        })
        .await
}

/// Ends the notice: nothing more is measured, and the ties derived under it go.
///
/// # Errors
/// Refuses who is no administrator, and where none stands.
pub async fn end(store: &Store, by: Option<PersonId>) -> Result<(), Stop> {
    store
        .act(async move |w| {
            let me = w.acting(by).await?;
            if !w.end_notice(&may_publish_notice(&me.actor)?, me.person()).await? {
                return Err(Refusal::moved("notice-none").into());
            }
            w.clear_ties().await?;
            Ok(w.record(Activity::of(me.person(), Verb::Notified, 0)).await?)
        })
        .await
}

/// An employee leaves what the notice permits, or comes back; whoever leaves the numbers is out of all ties at once.
///
/// # Errors
/// As [`may_choose_terms`]; moved where it is so already.
pub async fn leave(store: &Store, by: Option<PersonId>, purpose: Purpose, leaves: bool) -> Result<(), Stop> {
    choose(store, by, Term::Left(purpose), leaves, leaves && purpose == Purpose::Aggregates).await
}

/// Somebody outside agrees to a standard agreement, or ends it; whoever ends hers is out of all ties at once.
///
/// # Errors
/// As [`may_choose_terms`]; refuses what is not in the roster; moved where it is so already.
pub async fn agree(store: &Store, by: Option<PersonId>, agreement: &str, agrees: bool) -> Result<(), Stop> {
    let agreement = Agreement::of(agreement).ok_or_else(|| Refusal::invalid("agreement", "agreement-unknown"))?;
    choose(store, by, Term::Agreed(agreement), agrees, !agrees).await
}

async fn choose(store: &Store, by: Option<PersonId>, term: Term, holds: bool, forgets: bool) -> Result<(), Stop> {
    store
        .act(async move |w| {
            let me = w.acting(by).await?;
            let permit = may_choose_terms(&me.actor, term)?;
            let changed = if holds { w.take_term(&permit, term).await? } else { w.end_term(&permit, term).await? };
            if !changed {
                return Err(Refusal::moved("terms-so-already").into());
            }
            if forgets {
                for half in [vec![me.person()], w.halves_of(me.person()).await?].concat() {
                    tie::forget(w, half).await?;
                }
            }
            Ok(w.record(Activity::of(me.person(), Verb::Agreed, me.person().0)).await?)
        })
        .await
}
