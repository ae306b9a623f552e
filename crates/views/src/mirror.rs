//! A person's own mirror, drawn: her reach, her answers, who begins, her words to the market, whom she never meets.
//!
//! **Invariant.** It is shown at an address without a person in it, so that it can be nobody's but the reader's.

use crate::{
    observatory::{Bars, Share, saying},
    page::page,
    spreadsheet::{MARK, line, number, words},
    words::{t, t_with},
};
use domain::{
    kind::Kind,
    mirror::{Answers, Looked, Mirror, Unmet},
    moment::Moment,
    party::PartyKind,
    terms::Denied,
};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use store::{Fault, Reading};

/// A question that still waits.
#[derive(Clone, Debug, Serialize)]
pub struct OpenQuestion {
    /// The conversation's number.
    pub number: i64,
    /// Its subject.
    pub subject: String,
    /// Its kind.
    pub kind: Kind,
    /// Since when it waits.
    pub since: Moment,
    /// Where it stands.
    pub links: BTreeMap<&'static str, String>,
}

/// The page.
#[derive(Clone, Debug, Serialize)]
pub struct MirrorView {
    /// Why nothing is computed, where nothing is: `left` or `no_notice`.
    pub lacking: Option<&'static str>,
    /// A colleague's.
    pub mirror: Option<Mirror>,
    /// How what somebody outside asked was answered.
    pub answers: Option<Answers>,
    /// What still waits, the longest first.
    pub waiting: Vec<OpenQuestion>,
    /// The same as shares.
    pub bars: Vec<Bars>,
    /// This page, the same for a spreadsheet, and where she chooses whether it is computed.
    pub links: BTreeMap<&'static str, String>,
}

page!(MirrorView, "mirror.html");

impl MirrorView {
    /// What was found, with the conversations it speaks of as far as the viewer sees them.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn of(reading: &Reading, looked: Looked) -> Result<MirrorView, Fault> {
        let links = ["/mirror", "/mirror.csv", "/settings/terms"].map(str::to_owned);
        let mut view = MirrorView {
            lacking: None,
            mirror: None,
            answers: None,
            waiting: Vec::new(),
            bars: Vec::new(),
            links: ["self", "csv", "terms"].into_iter().zip(links).collect(),
        };
        match looked {
            Looked::Not(Denied::NoNotice | Denied::NotInNotice) => view.lacking = Some("no_notice"),
            Looked::Not(_) => view.lacking = Some("left"),
            Looked::Outside(answers) => {
                view.waiting = open(reading, &answers).await?;
                view.bars = within(&answers, false).into_iter().collect();
                view.answers = Some(answers);
            }
            Looked::Colleague(mirror) => {
                view.waiting = open(reading, &mirror.answers).await?;
                view.bars = [reach(&mirror), within(&mirror.answers, true), balance(&mirror)].into_iter().flatten().collect();
                view.mirror = Some(*mirror);
            }
        }
        Ok(view)
    }

    fn since(&self) -> String {
        self.mirror.as_ref().map_or_else(String::new, |it| saying::date(it.since))
    }

    fn picture(&self, name: &str) -> Option<&Bars> {
        self.bars.iter().find(|bars| bars.name == name)
    }

    /// How questions were answered, in sentences.
    fn answered(&self) -> Vec<String> {
        let Some(answers) = self.answers.as_ref().or(self.mirror.as_ref().map(|it| &it.answers)) else { return Vec::new() };
        let whose = if self.mirror.is_some() { "mirror-asked-me" } else { "mirror-i-asked" };
        let elsewhere = answers.asked.saturating_sub(answers.answered + answers.waiting.len());
        let gaps = [("asked", answers.asked.into()), ("answered", answers.answered.into()), ("elsewhere", elsewhere.into())];
        let mut said = vec![t_with(whose, &gaps)];
        match answers.median_hours {
            Some(hours) => said.push(t_with("mirror-median", &[("time", time(hours).into())])),
            None if answers.asked > 0 => said.push(t("mirror-median-none").into_owned()),
            None => {}
        }
        said.extend(answers.cut.then(|| t_with("mirror-cut", &[("most", domain::limits::MIRROR_FOLLOWED.into())])));
        said
    }

    /// The same for a spreadsheet: a line for each number, then one for each who was never met.
    pub fn csv(&self) -> String {
        let mut out = format!("{MARK}{}", line(["observatory-figure", "observatory-value"].map(|key| words(&t(key)))));
        for (name, value) in self.numbers() {
            out.push_str(&line([words(&t(name)), number(value)]));
        }
        for it in self.mirror.iter().flat_map(|mirror| &mirror.unmet) {
            out.push_str(&line([words(&t("mirror-unmet")), words(&it.name)]));
        }
        out
    }

    fn numbers(&self) -> Vec<(&'static str, Option<f64>)> {
        let count = |number: usize| Some(number as f64);
        let mut all = Vec::new();
        if let Some(mirror) = &self.mirror {
            let told = |people: Option<usize>| people.map(|people| people as f64);
            all.push(("mirror-to-people", mirror.ties.and_then(|ties| told(ties.turned_to))));
            all.push(("mirror-by-people", mirror.ties.and_then(|ties| told(ties.turned_by))));
            all.push(("mirror-units-met", count(mirror.units.met)));
            all.push(("mirror-units-all", count(mirror.units.all)));
            all.push(("mirror-outside-people", count(mirror.outside.people)));
            all.push(("mirror-outside-organizations", count(mirror.outside.organizations)));
            all.push(("mirror-begun-me", count(mirror.begun.by_me)));
            all.push(("mirror-begun-others", count(mirror.begun.by_others)));
            all.push(("mirror-words-outside", count(mirror.words.outside)));
            all.push(("mirror-words-count", count(mirror.words.words)));
            all.push(("mirror-words-inside", count(mirror.words.inside)));
        }
        if let Some(answers) = self.answers.as_ref().or(self.mirror.as_ref().map(|it| &it.answers)) {
            all.push(("mirror-questions", count(answers.asked)));
            all.push(("mirror-answered", count(answers.answered)));
            all.push(("mirror-median-hours", answers.median_hours));
            all.push(("mirror-waiting-count", count(answers.waiting.len())));
        }
        all
    }

    /// How many colleagues, where they are enough to be spoken of.
    fn people(&self, people: &Option<usize>) -> String {
        people.map_or_else(|| t("mirror-people-few").into_owned(), |people| t_with("mirror-people", &[("people", people.into())]))
    }

    /// What she wrote to those outside, in a sentence.
    fn market(&self) -> String {
        let Some(written) = self.mirror.as_ref().map(|it| it.words) else { return String::new() };
        let gaps = [
            ("messages", written.outside.into()),
            ("words", written.words.into()),
            ("conversations", written.conversations.into()),
            ("inside", written.inside.into()),
        ];
        t_with("mirror-market", &gaps)
    }

    fn link(&self, to: &str) -> &str {
        self.links.get(to).map_or("/mirror", String::as_str)
    }

    fn unmet(&self, kind: PartyKind) -> Vec<&Unmet> {
        self.mirror.iter().flat_map(|it| &it.unmet).filter(|it| it.kind == kind).collect()
    }
}

impl OpenQuestion {
    fn href(&self) -> &str {
        self.links.get("self").map_or("/", String::as_str)
    }
}

async fn open(reading: &Reading, answers: &Answers) -> Result<Vec<OpenQuestion>, Fault> {
    let ids: Vec<i64> = answers.waiting.iter().map(|(conversation, _)| conversation.0).collect();
    let heads: HashMap<i64, _> = reading.headlines(&ids).await?.into_iter().map(|head| (head.id.0, head)).collect();
    let question = |(conversation, since): &(domain::id::ConversationId, Moment)| {
        let head = heads.get(&conversation.0)?;
        Some(OpenQuestion {
            number: head.number,
            subject: head.subject.clone(),
            kind: head.kind,
            since: *since,
            links: BTreeMap::from([("self", format!("/conversations/{}", head.number))]),
        })
    };
    Ok(answers.waiting.iter().filter_map(question).collect())
}

/// Hours as people say them.
fn time(hours: f64) -> String {
    let (key, amount) = match hours {
        minutes if minutes < 1.0 => ("mirror-minutes", minutes * 60.0),
        days if days >= 48.0 => ("mirror-days", days / 24.0),
        hours => ("mirror-hours", hours),
    };
    t_with(key, &[("n", (amount.round() as i64).into())])
}

fn bars(name: &'static str, shares: Vec<(String, Option<f64>)>) -> Bars {
    let (title, says) = (t(&format!("mirror-{name}-title")).into_owned(), t(&format!("mirror-{name}-says")).into_owned());
    let share = |(name, value)| Share { name, value, low: None, high: None };
    Bars { name, title, says, shares: shares.into_iter().map(share).collect() }
}

fn part(some: usize, of: usize) -> Option<f64> {
    (of > 0).then(|| some as f64 / of as f64)
}

/// How many of the other units she is in conversation with.
fn reach(mirror: &Mirror) -> Option<Bars> {
    let units = mirror.units;
    let name = t_with("mirror-reach-met", &[("met", units.met.into()), ("units", units.all.into())]);
    (units.all > 0).then(|| bars("reach", vec![(name, part(units.met, units.all))]))
}

fn within(answers: &Answers, hers: bool) -> Option<Bars> {
    answers.within.iter().any(|it| it.share.is_some()).then(|| {
        let shares = answers.within.iter().map(|it| (saying::hours(&it.hours.to_string()), it.share)).collect();
        bars(if hers { "answers" } else { "answered" }, shares)
    })
}

/// Who begins, and whom her messages reach.
fn balance(mirror: &Mirror) -> Option<Bars> {
    let (begun, written) = (mirror.begun, mirror.words);
    let shares = vec![
        (t("mirror-balance-begun").into_owned(), part(begun.by_me, begun.by_me + begun.by_others)),
        (t("mirror-balance-outside").into_owned(), part(written.outside, written.outside + written.inside)),
    ];
    shares.iter().any(|(_, share)| share.is_some()).then(|| bars("balance", shares))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_told_in_sentences_with_those_that_others_gave() {
        let told = |asked, answered, waiting: usize| {
            let waiting = vec![(domain::id::ConversationId(1), Moment(0)); waiting];
            let answers = Answers { asked, answered, waiting, median_hours: Some(2.0), ..Answers::default() };
            let mut view = MirrorView {
                lacking: None,
                mirror: None,
                answers: Some(answers.clone()),
                waiting: Vec::new(),
                bars: Vec::new(),
                links: BTreeMap::new(),
            };
            let told_outside = view.answered();
            let ties = None;
            let (since, units, outside, begun, words, unmet) =
                (Moment(0), Default::default(), Default::default(), Default::default(), Default::default(), Vec::new());
            view.mirror = Some(Mirror { since, ties, units, outside, answers, begun, words, unmet });
            view.answers = None;
            (view.answered(), told_outside)
        };
        let (inside, outside) = told(20, 5, 3);
        assert!(inside[0].ends_with("you answered 5 times, and 12 times a colleague did, or it was closed."), "{inside:?}");
        assert!(inside[1].contains("2 hours") && outside[0].starts_with("You waited for an answer 20 times"), "{outside:?}");
        let (inside, _) = told(4, 3, 1);
        assert!(inside[0].ends_with("you answered 3 times."), "{inside:?}");
        assert!(told(1, 0, 1).0[0].ends_with("you have not answered."));
        assert!(told(0, 0, 0).0[0].starts_with("Nobody waited"));
    }

    #[test]
    fn hours_are_told_as_people_say_them() {
        assert_eq!([0.5, 1.0, 7.4, 72.0].map(time), ["30 minutes", "1 hour", "7 hours", "3 days"]);
    }
}
