use super::*;

const CASE: ConversationId = ConversationId(5);
const OTHER: ConversationId = ConversationId(6);

fn a_letter() -> LetterFacts {
    LetterFacts {
        side: Side::Customer,
        at_home: false,
        barred: false,
        automatic: false,
        proof: Proof::Unproved,
        token: None,
        thread: None,
        rounds: Rounds::default(),
    }
}

/// Sees the conversation and holds a reply address issued to her.
const OWN: Option<Pointer> = Some(Pointer { conversation: CASE, seen: true, own: true, late: false });
/// Sees it, by somebody else's reply address or by a Message-ID.
const SEEN: Option<Pointer> = Some(Pointer { conversation: CASE, seen: true, own: false, late: false });
/// Does not see it.
const UNSEEN: Option<Pointer> = Some(Pointer { conversation: CASE, seen: false, own: false, late: false });
/// Was sent a reply address once and lost sight since.
const LOST: Option<Pointer> = Some(Pointer { conversation: CASE, seen: false, own: true, late: false });

#[test]
fn where_an_outsiders_letter_lands() {
    use Lands::{Joins, Starts};
    let table = [
        // proof, by reply address, by Message-ID, lands
        (Proof::Proved, OWN, None, Joins(CASE)),
        (Proof::Proved, SEEN, None, Joins(CASE)),
        (Proof::Proved, None, SEEN, Joins(CASE)),
        (Proof::Proved, UNSEEN, None, Starts(Some(CASE))),
        (Proof::Proved, LOST, None, Starts(Some(CASE))),
        (Proof::Proved, None, UNSEEN, Starts(None)),
        (Proof::Proved, None, None, Starts(None)),
        (Proof::Unproved, OWN, None, Joins(CASE)),
        (Proof::Unproved, SEEN, None, Joins(CASE)),
        (Proof::Unproved, None, SEEN, Joins(CASE)),
        (Proof::Unproved, UNSEEN, None, Starts(Some(CASE))),
        (Proof::Unknown, OWN, None, Joins(CASE)),
        (Proof::Unknown, None, SEEN, Joins(CASE)),
        (Proof::Unchecked, None, SEEN, Joins(CASE)),
        (Proof::Failed, OWN, None, Joins(CASE)),
        (Proof::Failed, SEEN, None, Starts(Some(CASE))),
        (Proof::Failed, None, SEEN, Starts(Some(CASE))),
        (Proof::Failed, LOST, None, Starts(Some(CASE))),
        (Proof::Failed, None, UNSEEN, Starts(None)),
        (Proof::Failed, None, None, Starts(None)),
    ];
    for (proof, token, thread, expect) in table {
        for side in [Side::Customer, Side::Partner, Side::Public] {
            let it = LetterFacts { side, proof, token, thread, ..a_letter() };
            assert_eq!(lands(&it), expect, "{it:?}");
        }
    }
}

#[test]
fn only_a_proved_letter_acts_as_an_employee() {
    for proof in Proof::ALL {
        for token in [OWN, SEEN, UNSEEN, None] {
            let it = LetterFacts { side: Side::Employee, proof, token, ..a_letter() };
            let expect = match token {
                _ if proof != Proof::Proved => Lands::Held("employee-unproved"),
                Some(pointer) if pointer.seen => Lands::Joins(CASE),
                Some(_) => Lands::Starts(Some(CASE)),
                None => Lands::Starts(None),
            };
            assert_eq!(lands(&it), expect, "{it:?}");
        }
    }
}

#[test]
fn nobody_borrows_an_address_of_our_own_domain() {
    for proof in Proof::ALL {
        let it = LetterFacts { at_home: true, proof, ..a_letter() };
        let expect = if proof == Proof::Proved { Lands::Starts(None) } else { Lands::Held("sender-is-ours") };
        assert_eq!(lands(&it), expect, "{proof:?}");
    }
}

#[test]
fn the_reply_address_goes_before_the_message_ids() {
    let elsewhere = Some(Pointer { conversation: OTHER, seen: true, own: false, late: false });
    assert_eq!(lands(&LetterFacts { token: OWN, thread: elsewhere, ..a_letter() }), Lands::Joins(CASE));
    assert_eq!(lands(&LetterFacts { token: UNSEEN, thread: elsewhere, ..a_letter() }), Lands::Joins(OTHER));
}

#[test]
fn no_machine_starts_anything_or_speaks_for_a_colleague() {
    let machine = LetterFacts { automatic: true, ..a_letter() };
    assert_eq!(lands(&machine), Lands::Held("machine-starts-nothing"));
    assert_eq!(lands(&LetterFacts { token: UNSEEN, ..machine }), Lands::Held("machine-starts-nothing"));
    assert_eq!(lands(&LetterFacts { thread: SEEN, ..machine }), Lands::Joins(CASE));
    assert_eq!(lands(&LetterFacts { thread: SEEN, proof: Proof::Failed, ..machine }), Lands::Held("machine-starts-nothing"));
    let colleague = LetterFacts { side: Side::Employee, proof: Proof::Proved, token: OWN, ..machine };
    assert_eq!(lands(&colleague), Lands::Held("machine-of-colleague"));
}

#[test]
fn nobody_on_the_block_list_gets_through() {
    for side in Side::ALL {
        let it = LetterFacts { side, barred: true, proof: Proof::Proved, token: OWN, ..a_letter() };
        assert_eq!(lands(&it), Lands::Held("sender-barred"));
    }
}

#[test]
fn a_loop_ends_after_some_rounds() {
    let round =
        |automatic, hour, day| lands(&LetterFacts { automatic, thread: SEEN, rounds: Rounds { hour, day }, ..a_letter() });
    assert_eq!(round(true, limits::MACHINE_LETTERS_PER_HOUR - 1, 0), Lands::Joins(CASE));
    assert_eq!(round(true, limits::MACHINE_LETTERS_PER_HOUR, 0), Lands::Held("letters-too-many"));
    assert_eq!(round(true, 0, limits::MACHINE_LETTERS_PER_DAY), Lands::Held("letters-too-many"));
    assert_eq!(round(false, limits::MACHINE_LETTERS_PER_HOUR, 0), Lands::Joins(CASE));
    assert_eq!(round(false, limits::LETTERS_PER_HOUR, 0), Lands::Held("letters-too-many"));
    assert_eq!(round(false, 0, limits::LETTERS_PER_DAY), Lands::Held("letters-too-many"));
}

#[test]
fn a_loop_that_begins_something_new_each_time_ends_too() {
    let colleague = LetterFacts { side: Side::Employee, proof: Proof::Proved, ..a_letter() };
    for it in [a_letter(), colleague] {
        let round = |hour, day| lands(&LetterFacts { rounds: Rounds { hour, day }, ..it });
        assert_eq!(round(limits::BEGINNINGS_PER_HOUR - 1, limits::BEGINNINGS_PER_DAY - 1), Lands::Starts(None));
        assert_eq!(round(limits::BEGINNINGS_PER_HOUR, 0), Lands::Held("letters-too-many"));
        assert_eq!(round(0, limits::BEGINNINGS_PER_DAY), Lands::Held("letters-too-many"));
    }
}

#[test]
fn a_receipt_answers_people_only_and_not_for_ever() {
    let few = Rounds::default();
    assert!(gets_receipt(false, Proof::Unproved, few));
    assert!(gets_receipt(false, Proof::Proved, few));
    assert!(!gets_receipt(true, Proof::Proved, few));
    assert!(!gets_receipt(false, Proof::Failed, few));
    assert!(!gets_receipt(false, Proof::Proved, Rounds { hour: limits::RECEIPTS_PER_HOUR, day: 0 }));
    assert!(!gets_receipt(false, Proof::Proved, Rounds { hour: 0, day: limits::RECEIPTS_PER_DAY }));
}
