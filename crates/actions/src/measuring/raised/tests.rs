use super::*;
use domain::{kind::Kind, moment::Moment};
use store::reading::raised::Spoke;

const UNTIL: i64 = 2_900 * WEEK;
const BEGAN: i64 = UNTIL - 60 * DAY;
const HER: PersonId = PersonId(7);
const SAMI: PersonId = PersonId(1);

fn at(day: i64) -> Moment {
    Moment(BEGAN + day * DAY)
}

fn end(day: i64, reason: &str) -> End {
    End { at: at(day), herself: false, reason: reason.to_owned(), undone_at: None }
}

/// A case of hers with words on these days: hers, and one of ours.
fn case(hers: &[i64], ours: &[i64], ends: Vec<End>) -> Raised {
    let spoke = |days: &[i64], by: By| days.iter().map(|day| Spoke { at: at(*day), by }).collect::<Vec<_>>();
    let mut said = [spoke(hers, By::Outsider(HER)), spoke(ours, By::Colleague(SAMI))].concat();
    said.sort_by_key(|spoke| spoke.at);
    let raisers = vec![Raiser { person: HER, since: Moment(i64::MIN), reads: true }];
    Raised { kind: Kind::Case, raisers, said, ends }
}

fn became(it: &Raised) -> Item {
    item(it, UNTIL).unwrap()
}

/// When it was decided and whether she heard of it in time.
fn decided(it: &Raised) -> Option<(i64, bool)> {
    let item = became(it);
    let decision = item.decision?;
    Some(((decision.at - BEGAN) / DAY, item.told[0].is_some_and(|told| told <= decision.at + TOLD_AFTER)))
}

#[test]
fn she_is_told_by_a_word_behind_her_last_or_within_two_weeks() {
    for (hers, ours, told) in [
        (&[0][..], &[1][..], true),
        // With it, and behind it.
        (&[0], &[3], true),
        (&[0], &[17], true),
        (&[0], &[18], false),
        (&[0], &[], false),
        // She spoke again, and nobody answered that.
        (&[0, 2], &[1], false),
        (&[0, 2], &[1, 4], true),
        // What she says afterwards asks for something else.
        (&[0, 5], &[1], true),
    ] {
        let it = case(hers, ours, vec![end(3, "solved")]);
        assert_eq!(decided(&it), Some((3, told)), "{hers:?} {ours:?}");
    }
    let mut it = case(&[0], &[1], vec![end(3, "solved")]);
    it.raisers[0].reads = false;
    assert_eq!(decided(&it), Some((3, false)), "she does not read there");
}

#[test]
fn what_came_of_it_is_what_the_reason_says() {
    let of = |reason: &str| became(&case(&[0], &[1], vec![end(3, reason)]));
    assert_eq!(of("solved").decision.map(|it| it.changes), Some(true));
    assert_eq!(of("not-for-us").decision.map(|it| it.changes), Some(false));
    for reason in ["duplicate", "no-answer", "merged"] {
        assert_eq!((of(reason).decision, of(reason).left), (None, Some(at(3).0)), "{reason}");
    }
    assert_eq!(item(&case(&[0], &[1], vec![end(3, "junk")]), UNTIL), None, "junk was not raised");
    assert_eq!(item(&case(&[], &[1], vec![end(3, "solved")]), UNTIL), None, "nor what she did not say");
    assert_eq!((of("of-a-later-day").decision, of("of-a-later-day").left), (None, None));
}

#[test]
fn opening_it_again_undoes_what_was_decided() {
    let undone = End { undone_at: Some(at(5)), reason: String::new(), ..end(3, "") };
    assert_eq!(decided(&case(&[0], &[1], vec![undone.clone()])), None);
    let again = case(&[0], &[1], vec![undone, end(9, "solved")]);
    assert_eq!(decided(&again), Some((9, true)));
    assert_eq!(standing(&again, at(4).0).map(|it| it.1), Some(Stands::Ended), "on the fourth day it had ended, somehow");
    assert_eq!(standing(&again, at(2).0).map(|it| it.1), Some(Stands::Open));
    assert_eq!(standing(&again, at(0).0 - 1), None, "and before the first it was not raised");
}

#[test]
fn who_decides_it_herself_knows_and_who_gives_up_was_not_helped() {
    let hers = |reason: &str| End { herself: true, ..end(3, reason) };
    // She thanks, and closes it.
    assert_eq!(decided(&case(&[0, 2], &[1], vec![hers("solved")])), Some((3, true)));
    let alone = became(&case(&[0], &[], vec![hers("solved")]));
    assert_eq!((alone.decision, alone.left), (None, Some(at(3).0)));
    let accepted = Raised { kind: Kind::Question, ..case(&[0], &[], vec![hers("accepted")]) };
    assert_eq!(decided(&accepted), Some((3, true)), "another customer knew");
}

#[test]
fn whose_own_went_on_in_it_is_told_there_too() {
    let mut it = case(&[0], &[1], vec![end(3, "solved")]);
    it.raisers.push(Raiser { person: PersonId(8), since: at(2), reads: true });
    let told = |it: &Raised| became(it).told.iter().map(Option::is_some).collect::<Vec<_>>();
    assert_eq!(told(&it), [true, false], "she came behind the answer");
    it.said.push(Spoke { at: at(4), by: By::SomeColleague });
    assert_eq!(told(&it), [true, true]);
    it.raisers[1].reads = false;
    assert_eq!(told(&it), [true, false]);
}

#[test]
fn a_colleague_is_not_told_by_herself() {
    let mut it = case(&[], &[0, 1], vec![end(3, "solved")]);
    it.raisers[0].person = SAMI;
    assert_eq!(decided(&it), Some((3, false)));
    it.said.push(Spoke { at: at(4), by: By::Colleague(PersonId(2)) });
    assert_eq!(decided(&it), Some((3, true)));
}
