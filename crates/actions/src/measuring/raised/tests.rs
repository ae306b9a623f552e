use super::{super::tests::house, *};
use domain::{id::Position, kind::Kind, moment::Moment};
use insight::dialogue::DAY;
use store::reading::raised::Spoke;

const UNTIL: i64 = 2_901 * WEEK;
const BEGAN: i64 = UNTIL - 70 * DAY;
const HER: PersonId = PersonId(7);
const SAMI: PersonId = PersonId(1);

fn at(day: i64) -> Moment {
    Moment(BEGAN + day * DAY)
}

fn end(day: i64, reason: &str) -> End {
    End { at: at(day), herself: false, reason: reason.to_owned(), undone_at: None }
}

fn spoke(day: i64, by: By) -> Spoke {
    Spoke { at: at(day), position: Position(day), by, deleted_at: None }
}

/// Whose it is from a day on.
fn raiser(person: PersonId, day: i64) -> Raiser {
    Raiser { person, at: at(day), gone_at: None, since: Some(Position(day)) }
}

/// A case of hers with words on these days: hers, and one of ours.
fn case(hers: &[i64], ours: &[i64], ends: Vec<End>) -> Raised {
    let spoke = |days: &[i64], by: By| days.iter().map(|day| spoke(*day, by)).collect::<Vec<_>>();
    let mut said = [spoke(hers, By::Outsider(HER)), spoke(ours, By::Colleague(SAMI))].concat();
    said.sort_by_key(|spoke| spoke.at);
    let began = said.first().map_or(at(0), |spoke| spoke.at);
    Raised { kind: Kind::Case, began, raisers: vec![raiser(HER, 0)], said, ends }
}

fn became(it: &Raised) -> Item {
    item(it, UNTIL).unwrap()
}

/// When it was decided and whether she heard of it in time.
fn decided(it: &Raised) -> Option<(i64, bool)> {
    let item = became(it);
    let decision = item.decision?;
    Some(((decision.at - BEGAN) / DAY, item.told[0].is_some_and(|told| told <= decision.at + TOLD_WITHIN)))
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
    it.raisers[0].since = None;
    assert_eq!(decided(&it), Some((3, false)), "she does not read there");
    for (since, told) in [(1, true), (2, false)] {
        it.raisers[0].since = Some(Position(since));
        assert_eq!(decided(&it), Some((3, told)), "she reads there from day {since} on");
    }
}

#[test]
fn what_was_deleted_was_said_until_then_and_not_afterwards() {
    let mut it = case(&[0], &[1], vec![end(3, "solved")]);
    it.said[1].deleted_at = Some(at(30));
    let told = |it: &Raised, day: i64| item(it, at(day).0).unwrap().told[0].is_some();
    assert_eq!([told(&it, 29), told(&it, 30)], [true, false]);
    it.ends[0].herself = true;
    let left = |it: &Raised, day: i64| item(it, at(day).0).unwrap().left.is_some();
    assert_eq!([left(&it, 29), left(&it, 30)], [false, true], "nobody of ours said anything before she closed it");
    // With her first word it was raised by the next, with all of them by none.
    let mut it = case(&[0, 2], &[1], Vec::new());
    it.said[0].deleted_at = Some(at(10));
    let raised = |it: &Raised, day: i64| item(it, at(day).0).map(|it| it.raised);
    assert_eq!([raised(&it, 9), raised(&it, 10)], [Some(at(0).0), Some(at(2).0)]);
    it.said[2].deleted_at = Some(at(20));
    assert_eq!([raised(&it, 19), raised(&it, 20)], [Some(at(2).0), None]);
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
    it.raisers.push(raiser(PersonId(8), 2));
    let told = |it: &Raised| became(it).told.iter().map(Option::is_some).collect::<Vec<_>>();
    assert_eq!(told(&it), [true, false], "she came behind the answer");
    it.said.push(spoke(4, By::SomeColleague));
    assert_eq!(told(&it), [true, true]);
    it.raisers[1].since = None;
    assert_eq!(told(&it), [true, false]);
    it.raisers[1] = Raiser { gone_at: Some(at(9)), ..raiser(PersonId(8), 2) };
    it.raisers.extend([raiser(PersonId(8), 12), raiser(PersonId(8), 13)]);
    let hers = |day: i64| item(&it, at(day).0).unwrap().told.len();
    assert_eq!([hers(1), hers(8), hers(9), hers(12), hers(13)], [1, 2, 1, 2, 2], "while it goes on there, and once");
}

#[test]
fn a_colleague_is_not_told_by_herself() {
    let mut it = case(&[], &[0, 1], vec![end(3, "solved")]);
    it.raisers[0].person = SAMI;
    assert_eq!(decided(&it), Some((3, false)));
    it.said.push(spoke(4, By::Colleague(PersonId(2))));
    assert_eq!(decided(&it), Some((3, true)));
}

/// Cases of so many people, one a day in turns, each answered on the next day; what is `solved` two days later.
fn cases(many: i64, people: i64, solved: impl Fn(i64) -> bool) -> Vec<Raised> {
    let one = |n: i64| {
        let day = n % 70;
        let mut it = case(&[day], &[day + 1], if solved(n) { vec![end(day + 3, "solved")] } else { Vec::new() });
        it.raisers[0].person = PersonId(100 + n % people);
        it.said[0].by = By::Outsider(PersonId(100 + n % people));
        it
    };
    (0..many).map(one).collect()
}

fn read(raised: Vec<Raised>) -> Read {
    Read { raised, ..house(&[(1, 8), (2, 9)]) }
}

/// The values of decided, told, the loop and changed.
fn said(read: &Read) -> [Option<f64>; 4] {
    let (figures, _) = figures(&Veil::WHOLE, read, true);
    ["decided", "told", "loop_closed", "changed"].map(|name| figures.iter().find(|it| it.name == name).unwrap().value)
}

#[test]
fn a_hundred_that_nobody_ever_answers_worsen_what_is_published_closed_in_silence_or_not() {
    let cases = || cases(60, 12, |n| n % 4 > 0);
    let before = said(&read(cases()));
    assert!(before[0].is_some_and(|it| it > 0.7) && before[1] == Some(1.0) && before[3] == Some(1.0), "{before:?}");
    // Of a hundred of one person nothing could be said: they are many.
    let ignored = |ends: &dyn Fn(i64) -> Vec<End>| -> Vec<Raised> {
        let one = |n: i64| {
            let (day, who) = (n % 55, PersonId(500 + n));
            let mut it = case(&[day], &[], ends(day));
            (it.raisers[0].person, it.said[0].by) = (who, By::Outsider(who));
            it
        };
        (0..100).map(one).collect()
    };
    let (open, silent) = (ignored(&|_| Vec::new()), ignored(&|day| vec![end(day + 1, "solved")]));
    for more in [open, silent] {
        let after = said(&read([cases(), more].concat()));
        assert!(after[2].unwrap() < before[2].unwrap() / 2.0, "{before:?}, then {after:?}");
    }
}

#[test]
fn of_few_of_one_above_all_and_of_a_house_that_is_silent_nothing_is_said() {
    assert!(said(&read(cases(60, 5, |_| true))).iter().all(Option::is_some));
    assert_eq!(said(&read(cases(60, 4, |_| true))), [None; 4]);
    let mut one = cases(60, 6, |_| true);
    one.iter_mut().take(50).for_each(|it| (it.raisers[0].person, it.said[0].by) = (HER, By::Outsider(HER)));
    assert_eq!(said(&read(one)), [None; 4]);
    let (hidden, groups) = figures(&Veil::WHOLE, &read(cases(60, 12, |_| true)), false);
    assert!(hidden.iter().all(|it| it.value.is_none() && it.n.is_none() && it.lacking.as_deref() == Some("too_few")));
    assert_eq!(groups, []);
    // Four of five decided matters, and what was decided is theirs.
    let few = said(&read(cases(12, 12, |n| n < 4)));
    assert!(few[0].is_some() && few[1..] == [None; 3], "{few:?}");
}

#[test]
fn what_is_said_next_differs_by_nobody_or_by_enough() {
    let mut before = read(cases(60, 20, |n| n % 2 == 0));
    let until = before.window.until;
    before.window = Window { from: before.window.from - WEEK, until: until - WEEK };
    let (first, groups) = figures(&Veil::WHOLE, &before, true);
    assert!(first.iter().all(|it| it.value.is_some()), "{first:?}");
    let spoken: Vec<_> =
        groups.iter().flat_map(|(unit, people)| people.iter().map(|person| (*unit, Moment(until - WEEK), *person))).collect();
    assert!(spoken.iter().all(|(unit, ..)| (GROUPS.0..GROUPS.1).contains(unit)));
    // In the week between some more are solved, all of them old.
    let next = |more: i64| {
        let mut now = read(cases(60, 20, |n| n % 2 == 0));
        for it in now.raised.iter_mut().filter(|it| it.ends.is_empty()).take(usize::try_from(more).unwrap()) {
            it.ends.push(end(65, "solved"));
        }
        now.raised_before.clone_from(&spoken);
        said(&now)
    };
    let (few, enough) = (next(3), next(8));
    assert_eq!((few[0], few[3]), (None, None), "three people's matters moved");
    assert!(enough[0].is_some() && enough[3].is_some(), "{enough:?}");
}

#[test]
fn words_deleted_in_between_make_no_other_of_what_was_said_before() {
    let before = read(cases(60, 20, |n| n % 2 == 0));
    let (until, then) = (before.window.until, before.window.until - WEEK);
    let (_, told) = Matters::of(&before).given(Of::Told, then);
    let differ = |many: usize| {
        let mut now = read(cases(60, 20, |n| n % 2 == 0));
        let some = now.raised.iter_mut().filter(|it| it.ends.iter().any(|end| end.at <= at(40))).take(many);
        some.for_each(|it| it.said[1].deleted_at = Some(at(66)));
        let matters = Matters::of(&now);
        matters.differ(&matters.given(Of::Told, until), then, &told, Of::Told).0
    };
    let more: Vec<PersonId> = differ(3).difference(&differ(0)).copied().collect();
    assert_eq!(more, [100, 102, 104].map(PersonId), "who was told then, was told, and is not now");
}
