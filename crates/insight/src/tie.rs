//! From interactions to ties: who turned to whom, how much of it is still fresh.
//!
//! `w_ij(T) = SUM b(means) / n * 2^(-(T - t) / h)` over the messages by i that address j, n people each: a message gives out
//! the same weight however many it addresses. What addresses more than ten turns to nobody: one huge announcement makes no
//! ties. Silent members of an audience are not addressed. What comes from the future or a broken clock lies outside the
//! window and counts nothing.

use crate::arcs::Tie;
use crate::measured::{Name, Window};
use serde::Serialize;

/// Ties as defined here.
pub const MEASURE: Name = Name::first("ties");

/// Microseconds of a day.
pub const DAY: i64 = 86_400_000_000;
/// Microseconds of a week: the length of one rolled-up piece.
pub const WEEK: i64 = 7 * DAY;
/// More addressed people than this is no turning to somebody.
pub const ADDRESSED_MAX: usize = 10;

/// How somebody was addressed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Means {
    /// Her message was answered.
    Reply,
    /// She was named.
    Mention,
    /// A mail went to her.
    Mail,
    /// A sign without words: not conversation.
    Reaction,
}

impl Means {
    fn weight(self) -> f64 {
        match self {
            Means::Reply | Means::Mail => 1.0,
            Means::Mention => 0.5,
            Means::Reaction => 0.0,
        }
    }
}

/// What a message gives each of those it addresses, where there are so many of them: one message gives out the same
/// however many they are, and beyond [`ADDRESSED_MAX`] nothing.
pub fn each(means: Means, people: usize) -> f64 {
    if people > ADDRESSED_MAX { 0.0 } else { means.weight() / people.max(1) as f64 }
}

/// One message that addresses people. What a machine wrote or sent by itself is none.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Interaction {
    /// When, in microseconds UTC.
    pub at: i64,
    /// Who wrote.
    pub from: u32,
    /// The strongest way in which people were addressed.
    pub means: Means,
    /// Who was; the writer herself and repetitions do not count.
    pub to: Vec<u32>,
}

/// Half of a tie's weight is gone after so long; between 14 and 90 days.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct HalfLife(f64);

impl HalfLife {
    /// What the house uses unless it says otherwise.
    pub const USUAL: Self = Self(28.0 * DAY as f64);

    /// So many days; `None` outside 14 to 90.
    pub fn days(days: u32) -> Option<Self> {
        (14..=90).contains(&days).then(|| Self(f64::from(days) * DAY as f64))
    }

    fn left(self, age: i64) -> f64 {
        (-(age as f64) / self.0).exp2()
    }

    /// What a weight given at a moment has become at the end of its week.
    pub fn at_week_end(self, at: i64, weight: f64) -> f64 {
        weight * self.left(WEEK - at.rem_euclid(WEEK))
    }
}

/// What one person gave another within one week. The weight is that at the week's end, from where it decays as a whole:
/// `2^-(T-t)/h` is `2^-(T-end)/h` times `2^-(end-t)/h`, so that nothing is lost by rolling up.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Rolled {
    /// Who turned.
    pub from: u32,
    /// To whom.
    pub to: u32,
    /// The week, counted from 1970-01-01 (a Thursday).
    pub week: i64,
    /// Messages.
    pub messages: u32,
    /// Weight at the end of the week.
    pub weight: f64,
}

/// Interactions by pair and week, in ascending order; the same whatever order they come in.
pub fn roll(interactions: &[Interaction], half_life: HalfLife) -> Vec<Rolled> {
    let mut parts: Vec<(Rolled, i64)> = Vec::new();
    for interaction in interactions {
        let mut to: Vec<u32> = interaction.to.iter().copied().filter(|to| *to != interaction.from).collect();
        to.sort_unstable();
        to.dedup();
        let each = each(interaction.means, to.len());
        if each <= 0.0 {
            continue;
        }
        let week = interaction.at.div_euclid(WEEK);
        let (weight, messages) = (half_life.at_week_end(interaction.at, each), 1);
        parts.extend(to.into_iter().map(|to| (Rolled { from: interaction.from, to, week, messages, weight }, interaction.at)));
    }
    parts.sort_unstable_by(|(a, a_at), (b, b_at)| {
        (a.from, a.to, a.week, a_at).cmp(&(b.from, b.to, b.week, b_at)).then(a.weight.total_cmp(&b.weight))
    });
    let mut rolled: Vec<Rolled> = Vec::new();
    for (part, _) in parts {
        match rolled.last_mut().filter(|last| (last.from, last.to, last.week) == (part.from, part.to, part.week)) {
            Some(last) => {
                last.messages = last.messages.saturating_add(part.messages);
                last.weight += part.weight;
            }
            None => rolled.push(part),
        }
    }
    rolled
}

/// One pair's ties over a window.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Turned {
    /// Who turned.
    pub from: u32,
    /// To whom.
    pub to: u32,
    /// Messages.
    pub messages: u32,
    /// Weight at the end of the window.
    pub weight: f64,
}

impl From<Turned> for Tie {
    fn from(turned: Turned) -> Self {
        Self { from: turned.from, to: turned.to, weight: turned.weight }
    }
}

/// The `weeks` weeks up to and with `last`, from what was rolled up in ascending order.
pub fn over(rolled: &[Rolled], last: i64, weeks: i64, half_life: HalfLife) -> Vec<Turned> {
    let mut ties: Vec<Turned> = Vec::new();
    for part in rolled.iter().filter(|part| (last - weeks + 1..=last).contains(&part.week)) {
        let weight = part.weight * half_life.left((last - part.week) * WEEK);
        match ties.last_mut().filter(|tie| (tie.from, tie.to) == (part.from, part.to)) {
            Some(tie) => {
                tie.messages = tie.messages.saturating_add(part.messages);
                tie.weight += weight;
            }
            None => ties.push(Turned { from: part.from, to: part.to, messages: part.messages, weight }),
        }
    }
    ties
}

/// The window which [`over`] speaks of.
pub fn window(last: i64, weeks: i64) -> Window {
    Window { from: (last - weeks + 1) * WEEK, until: (last + 1) * WEEK }
}

/// The same straight from interactions, at any moment: each message decayed by itself.
pub fn at(interactions: &[Interaction], window: Window, half_life: HalfLife) -> Vec<Turned> {
    // Shifted so that the window ends where a week does; the weight at a week's end is then the weight asked for.
    let shift = (WEEK - window.until.rem_euclid(WEEK)) % WEEK;
    let inside = interactions.iter().filter(|interaction| window.holds(interaction.at));
    let shifted: Vec<Interaction> = inside.map(|one| Interaction { at: one.at.saturating_add(shift), ..one.clone() }).collect();
    let last = window.until.saturating_add(shift).div_euclid(WEEK) - 1;
    let weeks = window.until.saturating_sub(window.from).max(0) / WEEK + 2;
    over(&roll(&shifted, half_life), last, weeks, half_life)
}

/// Pairs who are in conversation, as counting measures see it: at least two messages, at least one each way.
pub fn mutual(ties: &[Turned]) -> Vec<(u32, u32)> {
    let back = |tie: &Turned| ties.binary_search_by_key(&(tie.to, tie.from), |other| (other.from, other.to)).ok();
    ties.iter().filter(|tie| tie.from < tie.to && back(tie).is_some()).map(|tie| (tie.from, tie.to)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail(at: i64, from: u32, to: &[u32]) -> Interaction {
        Interaction { at, from, means: Means::Mail, to: to.to_vec() }
    }

    const NOW: i64 = 20_000 * DAY + 12_345;
    const FOUR_WEEKS: Window = Window { from: NOW - 28 * DAY, until: NOW };

    #[test]
    fn a_fresh_letter_and_half_of_a_shared_one_four_weeks_old_are_one_and_a_quarter() {
        let letters = [mail(NOW - 1, 0, &[1]), mail(NOW - 28 * DAY, 0, &[1, 2])];
        let ties = at(&letters, FOUR_WEEKS, HalfLife::USUAL);
        let weights: Vec<(u32, u32, f64)> = ties.iter().map(|tie| (tie.from, tie.to, tie.weight)).collect();
        assert!(
            matches!(weights[..], [(0, 1, a), (0, 2, b)] if (a - 1.25).abs() < 1e-9 && (b - 0.25).abs() < 1e-9),
            "{weights:?}"
        );
    }

    #[test]
    fn what_is_dated_1970_or_2038_and_what_is_no_conversation_makes_no_tie() {
        let far = Interaction { at: 2_147_483_647_000_000, ..mail(0, 0, &[1]) };
        let sign = Interaction { means: Means::Reaction, ..mail(NOW - 1, 0, &[1]) };
        let letters = [mail(0, 0, &[1]), far, sign, mail(NOW - 1, 0, &[0]), mail(NOW - 1, 0, &[]), mail(NOW, 0, &[1])];
        assert_eq!(at(&letters, FOUR_WEEKS, HalfLife::USUAL), []);
        for odd in [i64::MIN / 2, -1, i64::MAX / 2] {
            assert_eq!(roll(&[mail(odd, 0, &[1])], HalfLife::USUAL).len(), 1);
        }
    }

    #[test]
    fn a_letter_to_ten_gives_out_no_more_than_one_to_one_and_an_announcement_turns_to_nobody() {
        let people = |last: u32| (0..last).collect::<Vec<u32>>();
        let letters = [mail(NOW - 1, 20, &people(10)), mail(NOW - 1, 21, &people(2000)), mail(NOW - 1, 0, &[21])];
        let ties = at(&letters, FOUR_WEEKS, HalfLife::USUAL);
        let given: f64 = ties.iter().filter(|tie| tie.from == 20).map(|tie| tie.weight).sum();
        assert!((given - 1.0).abs() < 1e-9);
        assert!(ties.iter().all(|tie| tie.from != 21) && mutual(&ties).is_empty());
    }

    #[test]
    fn a_letter_and_its_answer_are_a_conversation() {
        let ties = at(&[mail(NOW - 2, 3, &[1]), mail(NOW - 1, 1, &[3, 2])], FOUR_WEEKS, HalfLife::USUAL);
        assert_eq!(mutual(&ties), [(1, 3)]);
    }
}
