//! How long questions stood open that somebody was asked, or asked: clocks like those of [`crate::dialogue`], of one person.

use crate::survival::{Clock, Curve};

/// What a message is to the question that stands open.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// Asks.
    Asks {
        /// Whether from outside: then any of ours can answer.
        outside: bool,
    },
    /// Answers, whoever it was that was asked.
    Answers,
    /// Another of ours answered: whoever asked from outside no longer waits for this one.
    Relieves,
}

/// A message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Step {
    /// When, in microseconds UTC.
    pub at: i64,
    /// What it is.
    pub part: Part,
}

/// A question, from the first message that asked until somebody answered. Who asks once more meanwhile asks nothing new.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Question {
    /// When it was asked.
    pub since: i64,
    /// When it ended; `None` while it stands open.
    pub until: Option<i64>,
    /// Whether by an answer.
    pub answered: bool,
}

/// The questions of one conversation, whose steps stand in their order; `closed` is when it was closed, if it is.
pub fn questions(steps: &[Step], closed: Option<i64>) -> Vec<Question> {
    let mut all = Vec::new();
    let mut open: Option<(i64, bool)> = None;
    for step in steps {
        let answered = match (step.part, open) {
            (Part::Asks { outside }, None) => {
                open = Some((step.at, outside));
                continue;
            }
            (Part::Answers, Some(_)) => true,
            (Part::Relieves, Some((_, true))) => false,
            _ => continue,
        };
        all.extend(open.take().map(|(since, _)| Question { since, until: Some(step.at), answered }));
    }
    all.extend(open.map(|(since, _)| Question { since, until: closed.filter(|at| *at >= since), answered: false }));
    all
}

/// How they were answered, at `now`: what ended in another way was open until then, and what stands open is.
pub fn curve(questions: &[Question], now: i64) -> Curve {
    let clock = |it: &Question| Clock {
        ran: u64::try_from(it.until.unwrap_or(now).saturating_sub(it.since)).unwrap_or(0),
        ended: it.answered.then_some(0),
    };
    Curve::of(&questions.iter().map(clock).collect::<Vec<_>>(), 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survival::Reached;

    const OUTSIDE: Part = Part::Asks { outside: true };
    const COLLEAGUE: Part = Part::Asks { outside: false };

    fn steps(parts: &[(i64, Part)]) -> Vec<Step> {
        parts.iter().map(|(at, part)| Step { at: *at, part: *part }).collect()
    }

    fn question(since: i64, until: Option<i64>, answered: bool) -> Question {
        Question { since, until, answered }
    }

    #[test]
    fn asking_twice_is_one_question_and_each_answer_ends_one() {
        let said = [(1, OUTSIDE), (2, OUTSIDE), (5, Part::Answers), (6, Part::Answers), (7, COLLEAGUE)];
        assert_eq!(questions(&steps(&said), None), [question(1, Some(5), true), question(7, None, false)]);
    }

    #[test]
    fn another_of_ours_relieves_her_of_who_asked_from_outside_and_not_of_a_colleague() {
        assert_eq!(questions(&steps(&[(1, OUTSIDE), (3, Part::Relieves)]), None), [question(1, Some(3), false)]);
        let said = [(1, COLLEAGUE), (3, Part::Relieves), (9, Part::Answers)];
        assert_eq!(questions(&steps(&said), None), [question(1, Some(9), true)]);
    }

    #[test]
    fn closing_ends_a_question_without_an_answer_and_one_that_came_later_stands_open() {
        assert_eq!(questions(&steps(&[(1, OUTSIDE)]), Some(4)), [question(1, Some(4), false)]);
        assert_eq!(questions(&steps(&[(6, OUTSIDE)]), Some(4)), [question(6, None, false)]);
    }

    #[test]
    fn whoever_is_not_answered_makes_the_median_worse() {
        let mut all = vec![question(0, Some(10), true), question(0, Some(20), true), question(0, Some(30), true)];
        assert_eq!(curve(&all, 100).percentile(0.5), Ok(Reached::At(20)));
        all.push(question(0, None, false));
        all.push(question(0, None, false));
        assert_eq!(curve(&all, 100).percentile(0.5), Ok(Reached::At(30)));
        all.push(question(0, None, false));
        all.push(question(0, None, false));
        assert_eq!(curve(&all, 100).percentile(0.5), Ok(Reached::After(100)));
    }
}
