use super::*;

const NOW: Moment = Moment(1_000);

fn notice() -> Notice {
    Notice { words: String::from("We count."), published_at: Moment(100), counts_from: Moment(50), group_min: 5 }
}

fn somebody(side: Side, records: &[Record]) -> TermsFacts {
    TermsFacts { person: PersonId(50), side, erased: false, records: records.to_vec(), halves: Vec::new() }
}

fn record(term: Term, since: i64, until: Option<i64>) -> Record {
    Record { term, since: Moment(since), position: Position(since), until: until.map(|until| (Moment(until), Position(until))) }
}

fn agreed(id: &str) -> Term {
    Term::Agreed(Agreement::of(id).unwrap())
}

const PURPOSES: [Purpose; 10] = [
    Purpose::ServiceDelivery,
    Purpose::Aggregates,
    Purpose::Personal,
    Purpose::Analytics,
    Purpose::Tracking,
    Purpose::Profiling,
    Purpose::ShareAnonymous,
    Purpose::AiTraining,
    Purpose::PublicGood,
    Purpose::Intent,
];

#[test]
fn each_agreement_permits_what_the_roster_says_and_serving_her_always() {
    // Columns in the order of PURPOSES.
    for (id, permitted) in [
        ("SD-BASE", "y........."),
        ("SD-BASE-DP", "y........."),
        ("SD-BASE-A", "yyyy......"),
        ("SD-BASE-AT-DP", "yyyyy....."),
        ("SD-BASE-ATP", "yyyyyy...."),
        ("SD-BASE-ATP-S3P", "yyyyyyy..."),
        ("PDC-AI", "y......y.."),
        ("PDC-GOOD", "y.......y."),
        ("PDC-INTENT", "y........y"),
    ] {
        let maya = somebody(Side::Customer, &[record(agreed(id), 10, None)]);
        let row: String = PURPOSES.map(|purpose| if may(&maya, None, purpose, NOW).is_ok() { 'y' } else { '.' }).iter().collect();
        assert_eq!(row, permitted, "{id}");
    }
}

#[test]
fn who_agreed_to_nothing_is_served_and_counted_nowhere() {
    for side in [Side::Partner, Side::Customer, Side::Public] {
        let maya = somebody(side, &[]);
        for purpose in PURPOSES {
            let answer = may(&maya, Some(&notice()), purpose, NOW);
            assert_eq!(answer.is_ok(), purpose == Purpose::ServiceDelivery, "{side:?} {purpose:?}");
        }
    }
}

#[test]
fn before_the_notice_is_published_nothing_is_measured_over_employees() {
    let sami = somebody(Side::Employee, &[]);
    assert_eq!(may(&sami, None, Purpose::Aggregates, NOW), Err(Denied::NoNotice));
    assert_eq!(may(&sami, Some(&notice()), Purpose::Aggregates, Moment(99)), Err(Denied::NoNotice));
    assert_eq!(may(&sami, Some(&notice()), Purpose::Aggregates, NOW), Ok(()));
    assert_eq!(may(&sami, Some(&notice()), Purpose::Analytics, NOW), Err(Denied::NotInNotice));
    // An employee's agreement to more counts for nothing: she is not free to refuse it.
    let sami = somebody(Side::Employee, &[record(agreed("SD-BASE-ATP"), 1, None)]);
    assert_eq!(may(&sami, Some(&notice()), Purpose::Profiling, NOW), Err(Denied::NotInNotice));
    assert_eq!(counted(&[sami], None, Purpose::Aggregates, NOW).unwrap_err(), Denied::NoNotice);
}

#[test]
fn leaving_and_ending_count_from_their_own_moment_on() {
    let left = record(Term::Left(Purpose::Aggregates), 200, Some(300));
    let sami = somebody(Side::Employee, &[left]);
    let counts = |at| may(&sami, Some(&notice()), Purpose::Aggregates, Moment(at)).is_ok();
    assert_eq!([199, 200, 299, 300].map(counts), [true, false, false, true]);
    assert_eq!(may(&sami, Some(&notice()), Purpose::Personal, Moment(250)), Ok(()));
    let maya = somebody(Side::Customer, &[record(agreed(COUNTED_TOO), 200, Some(300))]);
    let counts = |at| may(&maya, None, Purpose::Aggregates, Moment(at)).is_ok();
    assert_eq!([199, 200, 299, 300].map(counts), [false, true, true, false]);
}

#[test]
fn who_comes_back_counts_from_her_return() {
    let since = |side, records: &[Record]| counts_since(&somebody(side, records), Some(&notice()), NOW);
    let left = |until| record(Term::Left(Purpose::Aggregates), 200, until);
    assert_eq!(since(Side::Employee, &[]), Some(Position::START));
    assert_eq!(since(Side::Employee, &[left(None)]), None);
    assert_eq!(since(Side::Employee, &[left(Some(300))]), Some(Position(300)));
    assert_eq!(since(Side::Employee, &[record(Term::CameInside, 400, None), left(Some(300))]), Some(Position(400)));
    assert_eq!(since(Side::Customer, &[]), None);
    assert_eq!(since(Side::Customer, &[record(agreed(COUNTED_TOO), 250, None)]), Some(Position(250)));
    let ended = record(agreed("SD-BASE-AT"), 100, Some(300));
    assert_eq!(since(Side::Customer, &[record(agreed(COUNTED_TOO), 250, None), ended]), Some(Position(300)));
}

#[test]
fn the_machine_and_who_was_erased_are_nobody() {
    let erased = TermsFacts { erased: true, ..somebody(Side::Employee, &[]) };
    let machine = TermsFacts { person: MACHINE, ..somebody(Side::Public, &[]) };
    for it in [erased, machine] {
        assert_eq!(may(&it, Some(&notice()), Purpose::ServiceDelivery, NOW), Err(Denied::Nobody));
    }
}

#[test]
fn each_word_is_read_as_the_term_it_was_written_for_and_others_as_none() {
    let all = ROSTER.iter().map(Term::Agreed).chain(Term::LEAVABLE.map(Term::Left)).chain([Term::CameInside]);
    for term in all {
        assert_eq!(Term::from_word(term.word()), Some(term));
    }
    assert_eq!(Term::from_word("SD-EVERYTHING"), None);
}

#[test]
fn each_side_has_its_own_terms() {
    let actor = |side| Actor { person: PersonId(50), side, administrator: false };
    assert!(may_choose_terms(&actor(Side::Employee), Term::Left(Purpose::Aggregates)).is_ok());
    assert!(may_choose_terms(&actor(Side::Employee), agreed(COUNTED_TOO)).is_err());
    assert!(may_choose_terms(&actor(Side::Customer), agreed(COUNTED_TOO)).is_ok());
    assert!(may_choose_terms(&actor(Side::Customer), Term::Left(Purpose::Aggregates)).is_err());
    assert!(may_choose_terms(&actor(Side::Employee), Term::CameInside).is_err());
}

#[test]
fn a_day_is_read_as_it_is_written() {
    assert_eq!(day(" ").unwrap(), None);
    let written = day("2026-11-26").unwrap().unwrap();
    assert_eq!((field_day(written), written.0 % crate::moment::DAY), (String::from("2026-11-26"), 0));
    for odd in ["yesterday", "2026-13-01", "99999-01-01"] {
        assert_eq!(day(odd).unwrap_err().key, "day-unknown", "{odd}");
    }
}

#[test]
fn a_group_can_be_raised_and_never_lowered() {
    assert!(notice_words("We count.", 5).is_ok() && notice_words("We count.", 10).is_ok());
    for (words, group) in [("We count.", 4), ("We count.", 0), (" \n", 5), ("We count.", 5_000)] {
        assert!(notice_words(words, group).is_err());
    }
}
