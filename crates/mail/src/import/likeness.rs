//! Which letter one answers where no header says it: told by subject, people, time and quoted lines.
//!
//! Archives without reply headers exist (Exchange wrote none), and every archive has some letters like that. A first look
//! at the heads tells which letters ask for it; only then are the letters read that could be their parents. All that is
//! kept of a letter is numbers: marks of its subject, people and telling lines.

use crate::letter::{Letter, Words};
use actions::import::Heard;
use domain::{
    limits,
    moment::{DAY, Moment},
    quoted::{self, QUOTED_LINES_MIN},
    subject::Subject,
};
use std::collections::{HashMap, HashSet, hash_map::Entry};
use store::secret;

/// People of one letter that are remembered: a larger crowd tells nothing.
const PEOPLE_MAX: usize = 12;
/// Letters of one subject looked at for one reply: the latest.
const CANDIDATES_MAX: usize = 200;
/// A line that stands in more letters is a footer or a proverb.
const LINE_LETTERS_MAX: usize = 8;
/// Clocks were wrong by hours; a quote tells the order better.
const CLOCK_WRONG_MAX: i64 = DAY;
/// From this share of letters on, an archive has no reply headers, and all its letters are compared.
const ALONE_SHARE: usize = 5;

/// Lines remembered of a whole archive, four octets each: some hundred thousand letters without headers. The others are
/// told by subject and people alone.
const MARKS_MAX: usize = 16_000_000;

/// What a letter must weigh to be taken for the answered one.
const WEIGHT_MIN: f32 = 3.0;
const SUBJECT: f32 = 2.0;
const ADDRESSED: f32 = 2.0;
const ACQUAINTED: f32 = 1.0;
/// One line that no other letter has says as much as the subject; three are as good as a header.
const QUOTE: f32 = 6.0;
const QUOTES_MAX: f32 = 6.0;
/// A letter that is dated later than the one that quotes it: rather the same words once more.
const LATE: f32 = 0.4;
/// A line that may be quoted itself.
const BELOW: f32 = 0.5;
/// What is quoted under another subject weighs less than the same words under the same.
const OTHER_SUBJECT: f32 = 0.5;

/// Letters as they look.
#[derive(Default)]
pub struct Likeness {
    looks: Vec<Look>,
    numbers: HashMap<Heard, usize>,
    by_subject: HashMap<u32, Vec<usize>>,
    asked: usize,
    /// Marks of lines, of all letters together.
    remembered: usize,
}

/// What is remembered of a letter.
struct Look {
    heard: Heard,
    at: Moment,
    subject: u32,
    /// What its subject was before it was changed; else the same.
    former: u32,
    /// It is a reply and does not say to what.
    asks: bool,
    author: u32,
    people: Box<[u32]>,
    marks: Marks,
}

/// What a letter says and quotes, line by line as digests.
#[derive(Default)]
pub struct Marks {
    said: Box<[u32]>,
    /// Lines below its new words that nobody marked as quoted: they may be its own all the same.
    below: Box<[u32]>,
    quoted: Box<[u32]>,
}

impl Marks {
    /// Those of a letter's words.
    pub fn of(words: &Words) -> Marks {
        Marks {
            said: quoted::own_marks(&format!("{}\n{}", words.new_text, words.signature)).into(),
            quoted: quoted::nearest_marks(&format!("{}\n{}", quotes_in(&words.new_text), words.history)).into(),
            below: quoted::own_marks(&words.history).into(),
        }
    }
}

fn mark(text: &str) -> u32 {
    let digest = secret::digest(text);
    u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]])
}

impl Likeness {
    /// Hears of a letter; `alone` says that it names no letter it answers.
    pub fn hear(&mut self, letter: &Letter, heard: Heard, at: Moment, alone: bool) {
        let subject = Subject::of(&letter.subject);
        let own = if subject.plain.is_empty() { 0 } else { mark(&subject.plain) };
        let people = letter.to.iter().chain(&letter.cc).map(|who| mark(&who.address)).take(PEOPLE_MAX).collect();
        let look = Look {
            heard,
            at,
            subject: own,
            former: subject.former.as_deref().map_or(own, mark),
            asks: alone && subject.reply,
            author: letter.from.first().map_or(0, |who| mark(&who.address)),
            people,
            marks: Marks::default(),
        };
        let number = self.looks.len();
        // The same letter found twice looks the same.
        if let Entry::Vacant(place) = self.numbers.entry(heard) {
            place.insert(number);
            self.asked += usize::from(look.asks);
            self.by_subject.entry(own).or_default().push(number);
            self.looks.push(look);
        }
    }

    /// The letters whose words are needed, once all were heard; empty where no letter asks.
    pub fn wanted(&self) -> HashSet<Heard> {
        if self.asked * ALONE_SHARE > self.looks.len() {
            return self.looks.iter().map(|look| look.heard).collect();
        }
        let asking = self.looks.iter().filter(|look| look.asks && look.subject != 0);
        let subjects: HashSet<u32> = asking.flat_map(|look| [look.subject, look.former]).collect();
        self.looks.iter().filter(|look| subjects.contains(&look.subject)).map(|look| look.heard).collect()
    }

    /// Learns what a letter says.
    pub fn learn(&mut self, heard: Heard, marks: Marks) {
        let Some(look) = self.numbers.get(&heard).and_then(|number| self.looks.get_mut(*number)) else { return };
        if self.remembered < MARKS_MAX {
            self.remembered += marks.said.len() + marks.below.len() + marks.quoted.len();
            look.marks = marks;
        }
    }

    /// Each letter that asks, with the letter it most likely answers.
    pub fn answers(self) -> Vec<(Heard, Heard)> {
        let mut letters: HashMap<u32, Vec<usize>> = HashMap::new();
        for (number, look) in self.looks.iter().enumerate() {
            look.marks.said.iter().chain(&look.marks.below).for_each(|line| letters.entry(*line).or_default().push(number));
        }
        let asking = self.looks.iter().enumerate().filter(|(_, look)| look.asks);
        let found = asking.filter_map(|(number, look)| Some((look.heard, self.looks[self.parent(number, &letters)?].heard)));
        found.collect()
    }

    fn parent(&self, child: usize, letters: &HashMap<u32, Vec<usize>>) -> Option<usize> {
        let look = &self.looks[child];
        let mut candidates: Vec<usize> = Vec::new();
        for subject in [look.subject, look.former] {
            let same = self.by_subject.get(&subject).filter(|_| subject != 0).map_or(&[][..], Vec::as_slice);
            candidates.extend(self.latest_before(same, look.at));
        }
        for line in &look.marks.quoted {
            let of = letters.get(line).filter(|of| of.len() <= LINE_LETTERS_MAX);
            candidates.extend(of.into_iter().flatten());
        }
        candidates.sort_unstable();
        candidates.dedup();
        candidates.retain(|number| *number != child);
        let weighed = candidates.into_iter().map(|number| (self.weight(look, &self.looks[number], letters), number));
        let best = weighed.max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| self.later(a.1, b.1)))?;
        (best.0 >= WEIGHT_MIN).then_some(best.1)
    }

    fn later(&self, one: usize, other: usize) -> std::cmp::Ordering {
        let order = |number: usize| (self.looks[number].at, number);
        order(one).cmp(&order(other))
    }

    /// The latest letters of one subject up to a moment, a wrong clock allowed for.
    fn latest_before(&self, same: &[usize], at: Moment) -> Vec<usize> {
        let near = |number: &&usize| {
            let candidate = self.looks[**number].at;
            candidate <= at.plus(CLOCK_WRONG_MAX) && at.0.saturating_sub(candidate.0) <= limits::IMPORT_SUBJECT_DAYS * DAY
        };
        let mut latest: Vec<usize> = same.iter().filter(near).copied().collect();
        if latest.len() > CANDIDATES_MAX {
            latest.sort_unstable_by(|one, other| self.later(*other, *one));
            latest.truncate(CANDIDATES_MAX);
        }
        latest
    }

    fn weight(&self, child: &Look, parent: &Look, letters: &HashMap<u32, Vec<usize>>) -> f32 {
        let stands = |line: &&u32| parent.marks.said.contains(line) || parent.marks.below.contains(line);
        let shared: Vec<&u32> = child.marks.quoted.iter().filter(stands).collect();
        // A line that many wrote tells less, and so does one that may itself be quoted.
        let own = |line: &u32| if parent.marks.said.contains(line) { 1.0 } else { BELOW };
        let rare = |line: &&u32| QUOTE * own(line) / letters.get(line).map_or(1.0, |of| of.len() as f32);
        let quotes = shared.iter().map(rare).sum::<f32>().min(QUOTES_MAX);
        let late = parent.at > child.at || parent.at == child.at && parent.heard > child.heard;
        if late && (shared.len() < QUOTED_LINES_MIN || parent.at > child.at.plus(CLOCK_WRONG_MAX)) {
            return 0.0;
        }
        let quotes = if late { quotes * LATE } else { quotes };
        let addressed = parent.author != 0 && child.people.contains(&parent.author);
        let together = |one: &Look, other: &Look| one.people.contains(&other.author) || one.author == other.author;
        let met = together(parent, child) || child.people.iter().any(|who| parent.people.contains(who));
        let people = if addressed {
            ADDRESSED
        } else if met {
            ACQUAINTED
        } else {
            0.0
        };
        let same = parent.subject != 0 && [child.subject, child.former].contains(&parent.subject);
        let same = same || child.subject != 0 && child.subject == parent.former;
        if same {
            return SUBJECT + people + quotes;
        }
        let known = shared.len() >= QUOTED_LINES_MIN && addressed;
        if known { people + quotes * OTHER_SUBJECT } else { 0.0 }
    }
}

/// The quoted lines that stand between new ones.
fn quotes_in(text: &str) -> String {
    text.lines().filter(|line| line.trim_start().starts_with('>')).collect::<Vec<_>>().join("\n")
}
