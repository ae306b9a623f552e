//! The table of who may do what, printed from the very rules and compared with the kept one beside this file, so that
//! a change of a rule is a change somebody reads. `RAPPORT_REGENERATE=1` writes it anew.

use domain::{
    circle::Reach,
    conversation::*,
    erasure::{ErasureFacts, may_erase},
    forwarding::{may_forward, may_forward_outside},
    id::{CircleId, ConversationId, MessageId, PartyId, PersonId, SpaceId},
    kind::{Kind, Stage},
    merging::{Apart, may_merge, may_part},
    message::{MessageFacts, may_delete, may_edit, may_react},
    moving::{Exchange, may_move},
    person::{Actor, may_administer, may_invite},
    person_merging::{PersonFacts, may_merge_persons, may_part_persons},
    refusal::{Meaning, Refusal},
    side::Side,
    space::{SpaceFacts, may_start, may_tend},
    terms::{Agreement, COUNTED_TOO, Purpose, Term, may_choose_terms, may_observe, may_publish_notice},
};
use std::{fmt::Write, fs};

const KEPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/who_may_do_what.txt");

/// What somebody may be besides her side.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Plain,
    Administrator,
    Steward,
    Starter,
}

#[derive(Clone, Copy)]
struct Who {
    side: Side,
    role: Role,
}

impl Who {
    fn all() -> Vec<Who> {
        let roles = [Role::Plain, Role::Administrator, Role::Steward, Role::Starter];
        Side::ALL.into_iter().flat_map(|side| roles.map(|role| Who { side, role })).collect()
    }

    fn actor(self) -> Actor {
        Actor { person: PersonId(50), side: self.side, administrator: self.role == Role::Administrator }
    }

    fn words(self) -> String {
        let role = match self.role {
            Role::Plain => "",
            Role::Administrator => "+administrator",
            Role::Steward => "+steward",
            Role::Starter => "+starter",
        };
        format!("{}{role}", self.side.word())
    }
}

/// One kind of place, as somebody finds it.
struct Situation {
    name: &'static str,
    kind: Kind,
    stage: Stage,
    reach: Reach,
    beside: Option<ConversationId>,
    merged: bool,
    seen: bool,
    public: bool,
}

fn situations() -> Vec<Situation> {
    let outside = |name, kind| Situation {
        name,
        kind,
        stage: Stage::Open,
        reach: Reach::Outside,
        beside: None,
        merged: false,
        seen: true,
        public: false,
    };
    vec![
        outside("a case", Kind::Case),
        outside("a question", Kind::Question),
        Situation { public: true, ..outside("a public question", Kind::Question) },
        outside("a talk", Kind::Talk),
        Situation { reach: Reach::Inside, ..outside("a talk inside", Kind::Talk) },
        outside("an announcement", Kind::Announcement),
        Situation { public: true, ..outside("a public announcement", Kind::Announcement) },
        Situation { reach: Reach::Inside, beside: Some(ConversationId(9)), ..outside("a sidebar", Kind::Talk) },
        Situation { stage: Stage::Closed, ..outside("a closed case", Kind::Case) },
        Situation { stage: Stage::Closed, merged: true, ..outside("a case that goes on in another", Kind::Case) },
        Situation { seen: false, ..outside("a case she does not see", Kind::Case) },
    ]
}

impl Situation {
    fn conversation(&self, who: Who) -> ConversationFacts {
        ConversationFacts {
            id: ConversationId(1),
            space: SpaceId(2),
            circle: CircleId(3),
            reach: self.reach,
            kind: self.kind,
            stage: self.stage,
            starter: PersonId(if who.role == Role::Starter { 50 } else { 51 }),
            beside: self.beside,
            merged: self.merged,
            seen: self.seen,
            steward: who.role == Role::Steward,
            public: self.public,
        }
    }

    fn message(&self, author: i64) -> MessageFacts {
        MessageFacts { id: MessageId(4), author: PersonId(author), deleted: false, by_mail: false, seen: self.seen }
    }

    /// Each rule's name and what it says.
    fn rules(&self, who: Who) -> Vec<(&'static str, Result<(), Refusal>)> {
        let (actor, it) = (who.actor(), self.conversation(who));
        let usual = self.kind.life().closings[0].word;
        vec![
            ("reply", may_reply(&actor, &it).map(drop)),
            ("close", may_close(&actor, &it, usual).map(drop)),
            ("reopen", may_reopen(&actor, &it).map(drop)),
            ("assign", may_assign(&actor, &it).map(drop)),
            ("bring somebody", may_bring(&actor, &it).map(drop)),
            ("remove another", may_remove(&actor, &it, 77).map(drop)),
            ("remove herself", may_remove(&actor, &it, 50).map(drop)),
            ("accept an answer", may_accept(&actor, &it).map(drop)),
            ("open a sidebar", may_open_sidebar(&actor, &it).map(drop)),
            (
                "move it",
                may_move(&actor, &it, &elsewhere(self.reach), &Exchange { gains: vec![PartyId(99)], ..Exchange::default() })
                    .map(drop),
            ),
            ("merge it", may_merge(&actor, &it, &another(&it), &Apart::default(), false).map(drop)),
            ("take it apart", may_part(&actor, &it, Some(&another(&it))).map(drop)),
            ("keep a mark or draft", may_follow(&actor, &it).map(drop)),
            ("edit her message", may_edit(&actor, &it, &self.message(50)).map(drop)),
            ("edit another's message", may_edit(&actor, &it, &self.message(77)).map(drop)),
            ("delete her message", may_delete(&actor, &it, &self.message(50)).map(drop)),
            ("delete another's message", may_delete(&actor, &it, &self.message(77)).map(drop)),
            ("forward to colleagues", may_forward(&actor, &it, &self.message(77)).map(drop)),
            ("forward out of the house", may_forward_outside(&actor, &it, &self.message(77)).map(drop)),
            ("react", may_react(&actor, &it, &self.message(77)).map(drop)),
        ]
    }
}

/// Another conversation like it, open.
fn another(it: &ConversationFacts) -> ConversationFacts {
    ConversationFacts { id: ConversationId(21), stage: Stage::Open, beside: None, merged: false, seen: true, ..it.clone() }
}

/// Another space, which takes everything she may start.
fn elsewhere(reach: Reach) -> SpaceFacts {
    SpaceFacts { id: SpaceId(12), circle: CircleId(13), reach, kinds: Kind::ALL.to_vec(), open: true, seen: true, steward: false }
}

fn space(reach: Reach, open: bool, seen: bool, who: Who) -> SpaceFacts {
    let steward = who.role == Role::Steward;
    SpaceFacts { id: SpaceId(2), circle: CircleId(3), reach, kinds: Kind::ALL.to_vec(), open, seen, steward }
}

/// The rules about spaces and the house.
fn house_rules(who: Who) -> Vec<(String, Result<(), Refusal>)> {
    let actor = who.actor();
    let mut rules = Vec::new();
    for (name, reach, open, seen) in [
        ("an open space", Reach::Outside, true, true),
        ("a space outside that is not open", Reach::Outside, false, true),
        ("a space inside", Reach::Inside, false, true),
        ("a space she does not see", Reach::Outside, true, false),
    ] {
        let it = space(reach, open, seen, who);
        for kind in [Kind::Talk, Kind::Announcement] {
            rules.push((format!("start: {} in {name}", kind.word()), may_start(&actor, &it, kind).map(drop)));
        }
        rules.push((format!("tend {name}"), may_tend(&actor, &it).map(drop)));
    }
    rules.push(("administer".into(), may_administer(&actor).map(drop)));
    rules.push(("publish the notice about measuring".into(), may_publish_notice(&actor).map(drop)));
    rules.push(("see who waits, and the observatory".into(), may_observe(&actor)));
    let agreed = Term::Agreed(Agreement::of(COUNTED_TOO).unwrap());
    for (name, term) in [("leave the numbers", Term::Left(Purpose::Aggregates)), ("agree to be counted", agreed)] {
        rules.push((name.into(), may_choose_terms(&actor, term).map(drop)));
    }
    for (name, person, last_administrator) in
        [("erase herself", 50, false), ("erase herself, the last administrator", 50, true), ("erase somebody", 51, false)]
    {
        let it = ErasureFacts { person: PersonId(person), name: "A".into(), erased: false, last_administrator, merged: false };
        rules.push((name.into(), may_erase(&actor, &it, "A").map(drop)));
    }
    let person = |id, side| {
        let (gone, erased, stands_inside) = (false, false, false);
        PersonFacts { person: PersonId(id), side, gone, erased, merged_into: None, halves: 0, stands_inside }
    };
    let maya = person(60, Side::Customer);
    for (name, it, into, inside) in [
        ("let somebody outside be somebody outside", maya, person(61, Side::Public), false),
        ("let somebody outside be a colleague, unsaid", maya, person(62, Side::Employee), false),
        ("let somebody outside be a colleague, by a word", maya, person(62, Side::Employee), true),
        ("let a colleague be anybody", person(63, Side::Employee), maya, true),
    ] {
        rules.push((name.into(), may_merge_persons(&actor, &it, &into, inside).map(drop)));
    }
    let merged = PersonFacts { gone: true, merged_into: Some(PersonId(61)), ..maya };
    rules.push(("let them be two again".into(), may_part_persons(&actor, &merged).map(drop)));
    for to in [Side::Employee, Side::Customer] {
        rules.push((format!("invite: {}", to.word()), may_invite(&actor, to)));
    }
    rules
}

fn outcome(answer: &Result<(), Refusal>) -> String {
    match answer {
        Ok(()) => String::from("yes"),
        Err(refusal) => {
            let status = match refusal.meaning {
                Meaning::Hidden => 404,
                Meaning::Forbidden => 403,
                Meaning::Stranger => 401,
                Meaning::Moved => 409,
                Meaning::Invalid => 422,
                Meaning::TooOften => 429,
            };
            format!("{status} {}", refusal.key)
        }
    }
}

/// The people of one outcome in few words: `partner*` where all of a side share it.
fn people(of: &[Who]) -> String {
    if of.len() == Who::all().len() {
        return String::from("everybody");
    }
    let mut words = Vec::new();
    for side in Side::ALL {
        let (here, others): (Vec<Who>, Vec<Who>) =
            Who::all().into_iter().filter(|who| who.side == side).partition(|who| of.iter().any(|it| it.words() == who.words()));
        match (here.len(), &others[..]) {
            (_, []) => words.push(format!("{}*", side.word())),
            (3, [but]) => words.push(format!("{}* but {}", side.word(), but.words())),
            _ => words.extend(here.into_iter().map(Who::words)),
        }
    }
    words.join(", ")
}

fn section(out: &mut String, title: &str, rules: impl Fn(Who) -> Vec<(String, Result<(), Refusal>)>) {
    writeln!(out, "\n{title}").unwrap();
    let names: Vec<String> = rules(Who::all()[0]).into_iter().map(|(name, _)| name).collect();
    for (n, name) in names.iter().enumerate() {
        let mut outcomes: Vec<(String, Vec<Who>)> = Vec::new();
        for who in Who::all() {
            let said = outcome(&rules(who)[n].1);
            match outcomes.iter_mut().find(|(outcome, _)| *outcome == said) {
                Some((_, people)) => people.push(who),
                None => outcomes.push((said, vec![who])),
            }
        }
        outcomes.sort_by_key(|(outcome, _)| outcome != "yes");
        writeln!(out, "  {name}").unwrap();
        for (outcome, of) in outcomes {
            writeln!(out, "    {outcome:<32} {}", people(&of)).unwrap();
        }
    }
}

fn table() -> String {
    let mut out = String::from(
        "Who may do what, by the rules of crates/domain. A star stands for all of a side, whatever else they are.\n\
         Sides that a circle inside keeps out are listed with it all the same: they never get as far as the rule.\n",
    );
    for situation in situations() {
        section(&mut out, situation.name, |who| {
            situation.rules(who).into_iter().map(|(name, answer)| (name.to_owned(), answer)).collect()
        });
    }
    section(&mut out, "spaces and the house", house_rules);
    out
}

#[test]
fn the_table_of_who_may_do_what_is_the_kept_one() {
    let table = table();
    if std::env::var_os("RAPPORT_REGENERATE").is_some() {
        fs::write(KEPT, &table).unwrap();
    }
    let kept = fs::read_to_string(KEPT).unwrap_or_default();
    for (n, (now, before)) in table.lines().zip(kept.lines()).enumerate() {
        assert_eq!(now, before, "line {} changed: read it, then run again with RAPPORT_REGENERATE=1", n + 1);
    }
    assert_eq!(table.lines().count(), kept.lines().count(), "lines came or went: RAPPORT_REGENERATE=1 writes them");
}

#[test]
fn nobody_does_anything_with_what_she_does_not_see() {
    let unseen = situations().into_iter().find(|it| !it.seen).unwrap();
    for who in Who::all() {
        for (rule, answer) in unseen.rules(who) {
            assert_eq!(answer.unwrap_err(), Refusal::hidden(), "{rule} by {}", who.words());
        }
    }
}

#[test]
fn no_hat_lets_an_outsider_do_what_is_for_employees() {
    for situation in situations().iter().filter(|it| it.seen) {
        for who in Who::all().into_iter().filter(|who| !who.side.inside()) {
            let plain = Who { role: Role::Plain, ..who };
            if who.role == Role::Starter {
                continue;
            }
            for ((rule, with_hat), (_, without)) in situation.rules(who).into_iter().zip(situation.rules(plain)) {
                assert_eq!(with_hat.is_ok(), without.is_ok(), "{rule} in {} by {}", situation.name, who.words());
            }
            for ((rule, with_hat), (_, without)) in house_rules(who).into_iter().zip(house_rules(plain)) {
                assert_eq!(with_hat, without, "{rule} by {}", who.words());
            }
        }
    }
}
