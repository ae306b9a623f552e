//! Ties: whom each message turned to, which a consumer derives from the log, and their sums by pair and week and by day and
//! unit pair. What a message gives is defined in [`insight::tie`].
//!
//! Who is addressed: the author of the message it answers (of who spoke last before, where it does not say), colleagues it names,
//! people outside to whom it went as a letter, whom an archive's letter names in To and Cc. What machines wrote addresses nobody. Rows are kept only of people who may be
//! counted, from their own position on and from the day the notice says; whoever leaves takes hers along, and what she was
//! told with others is then given to the others alone, as if she had not been there.
//!
//! **Invariant.** What stands in the tables follows from what stands in the house now, in whatever order it came about:
//! derived anew from the log's beginning they are the same to the last bit.

use domain::{
    activity::{LogLine, Verb},
    id::{MessageId, PersonId, Position, UnitId},
    limits, markup,
    message::Channel,
    moment::{DAY, Moment},
    terms::{Half, Notice, TermsFacts, counts_since, counts_since_with},
};
use insight::tie::{HalfLife, Means, WEEK, each};
use std::collections::{BTreeMap, HashMap, hash_map::Entry};
use store::{
    Stop, Writing,
    writing::{
        person_merging::Spell,
        tie::{DayKey, Spoke, Turned, UnitStay, WeekKey},
    },
};

/// The consumer's name.
pub const CONSUMER: &str = "ties";
/// Weights are kept in these parts, so that they add up exactly.
pub const PARTS: f64 = 1e9;

/// Derives the ties of some lines of the log, in the consumer's transaction. Before the notice is published there are none.
///
/// # Errors
/// A fault of the store.
pub async fn derive(w: &mut Writing, lines: &[LogLine]) -> Result<(), Stop> {
    let Some(notice) = w.notice_standing().await? else { return Ok(()) };
    let mut batch = Batch::new(Some(notice));
    batch.recall(w, lines).await?;
    for line in lines {
        let message = MessageId(line.activity.object);
        match line.activity.verb {
            Verb::Started | Verb::Replied => batch.take(w, message).await?,
            Verb::Imported => {
                batch.take(w, message).await?;
                // An archive may bring an answer before what it answers.
                if let Some(conversation) = line.activity.conversation {
                    for answer in w.answering(conversation, message).await? {
                        batch.take(w, answer).await?;
                    }
                }
            }
            // Until somebody is in a unit, what she wrote stands in none; then her first stands for it.
            Verb::Entered => {
                let person = PersonId(line.activity.object);
                if w.units_of(person).await?.first().is_some_and(|(_, from, _)| *from == line.at) {
                    for message in w.turned_touching(person).await? {
                        batch.take(w, message).await?;
                    }
                }
            }
            Verb::Deleted => batch.replace(w, message, Vec::new()).await?,
            _ => {}
        }
    }
    batch.write(w).await
}

/// Takes somebody out of all ties: she left, ended her agreement, or is erased.
///
/// # Errors
/// A fault of the store.
pub async fn forget(w: &mut Writing, person: PersonId) -> Result<(), Stop> {
    let mut batch = Batch::new(None);
    for message in w.turned_touching(person).await? {
        let mut rows = w.turned_of(message).await?;
        rows.retain(|row| row.author != person && row.person != person);
        batch.replace(w, message, rows).await?;
    }
    batch.write(w).await
}

/// Drops all ties and has them derived from the log's beginning.
///
/// # Errors
/// A fault of the store.
pub async fn begin_anew(w: &mut Writing) -> Result<(), Stop> {
    w.clear_ties().await?;
    Ok(w.begin_anew(CONSUMER).await?)
}

/// Messages and weight to be added.
type Sum = (i64, i64);

/// What is known of people, and what is to be added, within one transaction.
struct Batch {
    notice: Option<Notice>,
    /// What is kept of messages, as far as it was asked for.
    kept: HashMap<MessageId, Vec<Turned>>,
    people: HashMap<PersonId, Standing>,
    was: HashMap<PersonId, Vec<Spell>>,
    weeks: BTreeMap<WeekKey, Sum>,
    days: BTreeMap<DayKey, Sum>,
}

/// Somebody as ties need her.
struct Standing {
    since: Option<Position>,
    stays: Vec<UnitStay>,
    halves: Vec<(Spell, Option<Position>)>,
}

impl Batch {
    fn new(notice: Option<Notice>) -> Batch {
        let (kept, people, was) = (HashMap::new(), HashMap::new(), HashMap::new());
        Batch { notice, kept, people, was, weeks: BTreeMap::new(), days: BTreeMap::new() }
    }

    /// Asks at once what is kept of the messages of some lines: mostly nothing, for they are new.
    async fn recall(&mut self, w: &Writing, lines: &[LogLine]) -> Result<(), Stop> {
        let speaks = |line: &&LogLine| matches!(line.activity.verb, Verb::Started | Verb::Replied | Verb::Imported);
        let messages: Vec<MessageId> = lines.iter().filter(speaks).map(|line| MessageId(line.activity.object)).collect();
        self.kept = messages.iter().map(|message| (*message, Vec::new())).collect();
        for row in w.turned_of_all(&messages).await? {
            self.kept.entry(row.message).or_default().push(row);
        }
        Ok(())
    }

    /// Keeps whom a message turned to.
    async fn take(&mut self, w: &mut Writing, message: MessageId) -> Result<(), Stop> {
        let rows = match w.spoke(message).await? {
            Some(spoke) => self.turned(w, message, &spoke).await?,
            None => Vec::new(),
        };
        self.replace(w, message, rows).await
    }

    async fn turned(&mut self, w: &Writing, message: MessageId, spoke: &Spoke) -> Result<Vec<Turned>, Stop> {
        if self.notice.as_ref().is_none_or(|notice| spoke.at < notice.counts_from) {
            return Ok(Vec::new());
        }
        let author = self.who_was(w, spoke.author, spoke.position).await?;
        let Some(author_unit) = self.counts(w, author, spoke).await? else { return Ok(Vec::new()) };
        // Whom she was found to be by then is whom it turned to; once, by the strongest means, and not herself.
        let mut turned: BTreeMap<PersonId, &'static str> = BTreeMap::new();
        for (person, means) in addressed(w, message, spoke).await? {
            let person = self.who_was(w, person, spoke.position).await?;
            if person != author {
                turned.entry(person).and_modify(|kept| *kept = stronger(kept, means)).or_insert(means);
            }
        }
        let mut rows = Vec::new();
        for (person, means) in turned {
            if let Some(person_unit) = self.counts(w, person, spoke).await? {
                let (at, means) = (spoke.at, means.to_owned());
                rows.push(Turned { message, person, author, at, means, author_unit, person_unit });
            }
        }
        Ok(rows)
    }

    /// Who somebody was when it was said.
    async fn who_was(&mut self, w: &Writing, person: PersonId, at: Position) -> Result<PersonId, Stop> {
        let spells = match self.was.entry(person) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(w.whom_she_was(person).await?),
        };
        Ok(spells.iter().find(|spell| spell.held(at)).map_or(person, |spell| spell.other))
    }

    /// Her unit when it was said, where she may be counted from before it on, and so may who was her by then.
    async fn counts(&mut self, w: &Writing, person: PersonId, spoke: &Spoke) -> Result<Option<UnitId>, Stop> {
        let known = match self.people.entry(person) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => {
                let facts = w.terms_facts(person).await?;
                let since = facts.as_ref().and_then(|facts| counts_since(facts, self.notice.as_ref(), w.at()));
                let halves = match &facts {
                    Some(facts) => halves(w, facts).await?,
                    None => Vec::new(),
                };
                new.insert(Standing { since, stays: w.units_of(person).await?, halves })
            }
        };
        let by_then = |since: Option<Position>| since.is_some_and(|since| since <= spoke.position);
        let halves = known.halves.iter().filter(|(spell, _)| spell.held(spoke.position)).all(|(_, since)| by_then(*since));
        Ok((by_then(known.since) && halves).then(|| unit_at(&known.stays, spoke.at)))
    }

    /// Puts rows in the place of what is kept of a message, and the difference into the sums.
    async fn replace(&mut self, w: &mut Writing, message: MessageId, rows: Vec<Turned>) -> Result<(), Stop> {
        let before = match self.kept.remove(&message) {
            Some(kept) => kept,
            None => w.turned_of(message).await?,
        };
        if before != rows {
            self.add(&before, -1);
            self.add(&rows, 1);
            if !before.is_empty() {
                w.drop_turned(message).await?;
            }
            w.keep_turned(&rows).await?;
        }
        self.kept.insert(message, rows);
        Ok(())
    }

    fn add(&mut self, rows: &[Turned], sign: i64) {
        for (row, given) in rows.iter().zip(given(rows)) {
            let Some((now, at_week_end)) = given else { continue };
            let units = (row.author_unit, row.person_unit);
            let week = (row.at.0.div_euclid(WEEK), row.author, row.person, units.0, units.1);
            let sum = self.weeks.entry(week).or_default();
            *sum = (sum.0 + sign, sum.1 + sign * at_week_end);
            // Outside the house nobody is in a unit of ours, nor are some within.
            if units.0.0 != 0 && units.1.0 != 0 {
                let sum = self.days.entry((row.at.0.div_euclid(DAY), units.0, units.1)).or_default();
                *sum = (sum.0 + sign, sum.1 + sign * now);
            }
        }
    }

    async fn write(self, w: &mut Writing) -> Result<(), Stop> {
        for (key, (messages, weight)) in self.weeks {
            if (messages, weight) != (0, 0) {
                w.add_to_week(key, messages, weight).await?;
            }
        }
        for (key, (messages, weight)) in self.days {
            if (messages, weight) != (0, 0) {
                w.add_to_day(key, messages, weight).await?;
            }
        }
        Ok(())
    }
}

/// Who was found to be somebody, while they were one, and from where on what the one person said counts as far as she goes.
async fn halves(w: &Writing, facts: &TermsFacts) -> Result<Vec<(Spell, Option<Position>)>, Stop> {
    let mut found = Vec::new();
    for spell in w.who_was_her(facts.person).await? {
        let records = w.terms_facts(spell.other).await?.map(|it| it.records).unwrap_or_default();
        found.push((spell, counts_since_with(facts, &Half { merged: spell.from, records }, w.at())));
    }
    Ok(found)
}

/// Of two means by which one message turned to one person, the stronger.
fn stronger(one: &'static str, other: &'static str) -> &'static str {
    ["reply", "mail"].into_iter().find(|means| [one, other].contains(means)).unwrap_or(one)
}

/// Whom a message addresses, each by the strongest means, in the order of their ids; nobody twice, and not its author.
async fn addressed(w: &Writing, message: MessageId, spoke: &Spoke) -> Result<Vec<(PersonId, &'static str)>, Stop> {
    let mut found: BTreeMap<PersonId, &'static str> = BTreeMap::new();
    for handle in markup::mentions(&spoke.source) {
        if let Some(person) = w.named_at(&handle, spoke.position).await? {
            found.insert(person, "mention");
        }
    }
    let letter = match spoke.channel {
        Channel::Import => w.addressees_of(message).await?,
        _ if spoke.mailed => w.mailed_to(message).await?,
        _ => Vec::new(),
    };
    found.extend(letter.into_iter().map(|person| (person, "mail")));
    // A letter of an archive says by its own headers what it answers, or answers nothing.
    let answered = if spoke.answered.0 != 0 || spoke.channel == Channel::Import { spoke.answered } else { spoke.before };
    if answered.0 != 0 {
        found.insert(answered, "reply");
    }
    found.remove(&spoke.author);
    Ok(found.into_iter().take(limits::ADDRESSED_KEPT).collect())
}

/// The unit somebody was in at a moment. Of before the house knew any, her first stands: else imported mail would have none.
fn unit_at(stays: &[UnitStay], at: Moment) -> UnitId {
    let then = stays.iter().rfind(|(_, from, until)| *from <= at && until.is_none_or(|until| at < until));
    let first = stays.first().filter(|(_, from, _)| at < *from);
    then.or(first).map_or(UnitId(0), |(unit, ..)| *unit)
}

/// For each row of one message what it gives, in parts: now, and at its week's end. `None` where it gives nothing.
fn given(rows: &[Turned]) -> Vec<Option<(i64, i64)>> {
    let means = |row: &Turned| match row.means.as_str() {
        "reply" => Means::Reply,
        "mail" => Means::Mail,
        _ => Means::Mention,
    };
    // One message has one weight: that of the strongest means, shared by all it addresses.
    let strongest = rows.iter().map(|row| each(means(row), rows.len())).fold(0.0, f64::max);
    let of = |row: &Turned| {
        let parts = |weight: f64| (weight * PARTS).round() as i64;
        (strongest > 0.0).then(|| (parts(strongest), parts(HalfLife::USUAL.at_week_end(row.at.0, strongest))))
    };
    rows.iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(person: i64, means: &str) -> Turned {
        Turned {
            message: MessageId(1),
            person: PersonId(person),
            author: PersonId(9_999),
            at: Moment(WEEK - 1),
            means: means.to_owned(),
            author_unit: UnitId(0),
            person_unit: UnitId(0),
        }
    }

    #[test]
    fn a_message_gives_out_one_weight_by_its_strongest_means() {
        let now = |rows: &[Turned]| given(rows).into_iter().map(|given| given.map(|it| it.0)).collect::<Vec<_>>();
        assert_eq!(now(&[row(1, "reply"), row(2, "mention")]), [Some(500_000_000), Some(500_000_000)]);
        assert_eq!(now(&[row(2, "mention")]), [Some(500_000_000)]);
        let many: Vec<Turned> = (0..11).map(|person| row(person, "mention")).collect();
        assert!(now(&many).iter().all(Option::is_none), "an announcement turns to nobody");
        assert!(now(&many[1..]).iter().all(Option::is_some));
    }

    #[test]
    fn the_unit_of_a_message_is_that_of_its_day() {
        let stays = [(UnitId(1), Moment(10), Some(Moment(20))), (UnitId(2), Moment(30), None)];
        let units = [5, 10, 19, 20, 30, 99].map(|at| unit_at(&stays, Moment(at)).0);
        assert_eq!(units, [1, 1, 1, 0, 2, 2]);
        assert_eq!(unit_at(&[], Moment(5)), UnitId(0));
    }
}
