//! The audience line: who will get what is written, in plain words, above every button that sends.
//!
//! **Invariant.** The line and its digest come from the same audience. Parties and counts are told to employees only.

use crate::{
    filters,
    words::{joined, t, t_with},
};
use domain::{
    circle::Reach,
    id::{PersonId, Position},
    markup::escape,
    party::{EMPLOYEES, EVERYONE, PartyKind, SIGNED_IN},
    side::Side,
};
use serde::Serialize;
use store::{
    Reading, Seen,
    reading::{
        audience::{Audience, AudienceParty, once_each},
        conversation::Headline,
        space::Space,
    },
};

/// Marks where a name begins and ends inside a sentence; taken out of names themselves.
const MARKS: [char; 2] = ['\u{e000}', '\u{e001}'];

/// Who will get what is written.
#[derive(Clone, Debug, Serialize)]
pub struct AudienceView {
    /// What the form sends along: if it no longer matches, nothing is sent and the new line is shown.
    pub digest: String,
    /// In plain words.
    pub words: String,
    /// The same with its names marked, for the page.
    #[serde(skip)]
    pub marked: String,
    /// Whether it stays among colleagues.
    pub inside: bool,
    /// Who gets it as a letter: everybody outside who takes part by name. For employees.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub recipients: Vec<Recipient>,
}

/// Somebody outside who gets what is written by mail.
#[derive(Clone, Debug, Serialize)]
pub struct Recipient {
    /// Who.
    pub person: PersonId,
    /// Her name.
    pub name: String,
    /// Where she stands.
    pub side: Side,
}

impl AudienceView {
    /// The line above the composer of a conversation.
    pub fn of(reading: &Reading, it: &Seen<Headline>, audience: &Seen<Audience>, house: &str) -> AudienceView {
        let writer = reading.viewer().person();
        let mut marked = if !reading.viewer().inside() {
            t_with("audience-house", &[("house", house.into())])
        } else if it.reach == Reach::Inside {
            inside(&audience.parties, writer)
        } else {
            outside(&audience.parties, &audience.by_mail(writer), writer, Vec::new())
        };
        if it.public {
            marked = format!("{marked} {}", t("audience-public"));
        }
        let outward = reading.viewer().inside() && it.reach == Reach::Outside;
        let letters = if outward { audience.by_mail(writer) } else { Vec::new() };
        let recipient =
            |party: &&AudienceParty| Some(Recipient { person: party.person, name: party.name.clone(), side: party.side? });
        let recipients = letters.iter().filter_map(recipient).collect();
        AudienceView { recipients, ..AudienceView::told(audience.digest(), marked, it.reach == Reach::Inside) }
    }

    /// The line for a conversation that an employee or outsider starts in a space, kept `inside` or not.
    pub(crate) fn of_space(
        reading: &Reading,
        space: &Seen<Space>,
        audience: &Seen<Audience>,
        house: &str,
        reach: Reach,
    ) -> AudienceView {
        let writer = reading.viewer().person();
        let marked = match reach {
            _ if !reading.viewer().inside() => t_with("audience-house", &[("house", house.into())]),
            Reach::Inside => inside(&within(&audience.parties, space.reach), writer),
            Reach::Outside => {
                let addressee = vec![t("audience-addressee").into_owned()];
                outside(&audience.parties, &audience.by_mail(writer), writer, addressee)
            }
        };
        AudienceView::told(audience.digest(), marked, reach == Reach::Inside)
    }

    /// The line for a message that is forwarded out of the house: to the address, and to those colleagues of its
    /// conversation who can read it.
    pub(crate) fn of_forward(reading: &Reading, audience: &Seen<Audience>, message: Position, to: &str) -> AudienceView {
        let reads = |party: &&AudienceParty| !party.outsiders && party.since <= message;
        let parties: Vec<AudienceParty> = audience.parties.iter().filter(reads).cloned().collect();
        let addressee = if to.trim().is_empty() { t("audience-addressee").into_owned() } else { name(to.trim()) };
        let marked = outside(&parties, &[], reading.viewer().person(), vec![addressee]);
        AudienceView::told(audience.digest(), marked, false)
    }

    fn told(digest: String, marked: String, inside: bool) -> AudienceView {
        AudienceView { digest, words: marked.replace(MARKS, ""), marked, inside, recipients: Vec::new() }
    }

    /// The line alone, as an island asks for it.
    pub fn html(&self) -> String {
        crate::page::rendered(&Line { audience: self })
    }

    /// The line as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::to_value(self).unwrap_or_default()
    }
}

/// The audience line alone.
#[derive(askama::Template)]
#[template(path = "audience.html")]
struct Line<'a> {
    audience: &'a AudienceView,
}

/// A name, marked to stand out in a sentence.
pub(crate) fn name(text: &str) -> String {
    format!("{}{}{}", MARKS[0], text.replace(MARKS, ""), MARKS[1])
}

/// A sentence with marked names as plain words.
pub(crate) fn unmarked(sentence: &str) -> String {
    sentence.replace(MARKS, "")
}

/// A sentence with marked names as HTML.
pub(crate) fn bold(sentence: &str) -> String {
    escape(sentence).replace(MARKS[0], "<b>").replace(MARKS[1], "</b>")
}

fn outside(parties: &[AudienceParty], letters: &[&AudienceParty], writer: Option<PersonId>, named: Vec<String>) -> String {
    let told: Vec<_> = letters.iter().map(|party| party.person).collect();
    let by_mail: Vec<String> = letters.iter().map(|party| person(party)).chain(named).collect();
    let here = readers(parties, writer, &|party| party.person.0 == 0 || !told.contains(&party.person));
    let (mail, here_words, many) = (joined(&by_mail), joined(&here.names), here.many);
    match (mail.is_empty(), here_words.is_empty()) {
        (false, false) => {
            t_with("audience-mail-and-here", &[("mail", mail.into()), ("here", here_words.into()), ("many", many.into())])
        }
        (false, true) => t_with("audience-mail", &[("mail", mail.into())]),
        (true, false) => t_with("audience-here", &[("here", here_words.into()), ("many", many.into())]),
        (true, true) => t("audience-you").into_owned(),
    }
}

/// The parties of a space that remain where a conversation in it is kept among colleagues.
fn within(parties: &[AudienceParty], reach: Reach) -> Vec<AudienceParty> {
    let stays = |party: &&AudienceParty| {
        let outsiders = party.outsiders || party.kind == PartyKind::Organization;
        reach == Reach::Inside || !outsiders
    };
    parties.iter().filter(stays).cloned().collect()
}

fn inside(parties: &[AudienceParty], writer: Option<PersonId>) -> String {
    let here = readers(parties, writer, &|_| true);
    if here.names.is_empty() {
        return t("audience-inside-you").into_owned();
    }
    t_with("audience-inside", &[("here", joined(&here.names).into()), ("many", here.many.into())])
}

/// Who reads here, by name, and how many that is for the verb: one sees, many see.
struct Readers {
    names: Vec<String>,
    many: i64,
}

fn readers(parties: &[AudienceParty], writer: Option<PersonId>, counts: &dyn Fn(&AudienceParty) -> bool) -> Readers {
    let others = |party: &&AudienceParty| writer.is_none_or(|writer| writer != party.person) && counts(party);
    let parties: Vec<&AudienceParty> = once_each(parties.iter().filter(others));
    let many = match parties.as_slice() {
        [one] if one.kind == PartyKind::Person || one.people == 1 || [EVERYONE, SIGNED_IN].contains(&one.party) => 1,
        _ => 2,
    };
    Readers { names: parties.into_iter().map(reader).collect(), many }
}

/// A party that reads here: a person by name, anything else with how many people it is.
pub(crate) fn reader(party: &AudienceParty) -> String {
    match party.party {
        EVERYONE => return name(&t("party-everyone")),
        SIGNED_IN => return name(&t("party-signed-in")),
        EMPLOYEES => return name(&t_with("party-employees", &[("people", party.people.into())])),
        _ => {}
    }
    match party.kind {
        PartyKind::Person => person(party),
        _ => name(&t_with("party-people", &[("people", party.people.into()), ("name", (&party.name).into())])),
    }
}

fn person(party: &AudienceParty) -> String {
    match party.side.filter(|side| !side.inside()) {
        None => name(&party.name),
        Some(side) => {
            let side = t(&format!("side-in-sentence-{}", side.word()));
            let warning = if party.comes_back { format!("; {}", t("audience-comes-back")) } else { String::new() };
            format!("{} ({side}{warning})", name(&party.name))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::id::PartyId;

    fn party(id: i64, kind: PartyKind, name: &str, side: Option<Side>, people: i64) -> AudienceParty {
        let address = side.filter(|side| !side.inside()).map(|_| "maya@example.org".to_owned());
        AudienceParty {
            party: PartyId(id),
            kind,
            name: name.into(),
            since: Position::START,
            side,
            address,
            people,
            person: PersonId(if kind == PartyKind::Person { id } else { 0 }),
            outsiders: side.is_some_and(|side| !side.inside()),
            comes_back: false,
        }
    }

    fn told(sentence: &str) -> String {
        sentence.replace(MARKS, "")
    }

    #[test]
    fn the_line_names_who_gets_a_letter_and_who_sees_it_here() {
        let maya = party(50, PartyKind::Person, "Maya Okafor", Some(Side::Customer), 1);
        let parties = [party(60, PartyKind::Unit, "Support", None, 4), maya.clone()];
        assert_eq!(
            told(&outside(&parties, &[&maya], None, Vec::new())),
            "Goes to Maya Okafor (customer) by mail, and 4 people at Support see it."
        );
    }

    #[test]
    fn everyone_sees_as_one() {
        let everyone = AudienceParty { party: EVERYONE, ..party(1, PartyKind::All, "", None, 0) };
        let maya = party(50, PartyKind::Person, "Maya Okafor", Some(Side::Customer), 1);
        assert_eq!(
            told(&outside(&[everyone, maya.clone()], &[&maya], None, Vec::new())),
            "Goes to Maya Okafor (customer) by mail, and everyone sees it."
        );
    }

    #[test]
    fn the_line_warns_of_an_address_whose_letters_come_back() {
        let maya = AudienceParty { comes_back: true, ..party(50, PartyKind::Person, "Maya Okafor", Some(Side::Customer), 1) };
        assert_eq!(
            told(&outside(std::slice::from_ref(&maya), &[&maya], None, Vec::new())),
            "Goes to Maya Okafor (customer; letters to her come back) by mail. Nobody else sees it."
        );
    }

    #[test]
    fn the_writer_is_never_told_that_she_gets_it_herself() {
        let maya = [party(50, PartyKind::Person, "Maya Okafor", Some(Side::Customer), 1)];
        assert_eq!(told(&outside(&maya, &[], Some(PersonId(50)), Vec::new())), told(&t("audience-you")));
    }

    #[test]
    fn one_colleague_sees_and_several_see() {
        let sami = party(7, PartyKind::Person, "Sami", Some(Side::Employee), 1);
        let dora = party(8, PartyKind::Person, "Dora", Some(Side::Employee), 1);
        assert_eq!(told(&inside(std::slice::from_ref(&sami), None)), "Stays inside: Sami sees it. Nobody outside does.");
        assert_eq!(told(&inside(&[sami, dora], None)), "Stays inside: Sami and Dora see it. Nobody outside does.");
    }

    #[test]
    fn a_name_cannot_bring_its_own_elements_into_the_line() {
        let evil = party(50, PartyKind::Person, "<script>\u{e001}</b>", Some(Side::Customer), 1);
        let html = bold(&outside(std::slice::from_ref(&evil), &[&evil], None, Vec::new()));
        assert!(html.contains("<b>&lt;script&gt;&lt;/b&gt;</b>"), "{html}");
    }

    #[test]
    fn what_is_kept_among_colleagues_names_no_outsider() {
        let maya = party(50, PartyKind::Person, "Maya Okafor", Some(Side::Customer), 1);
        let radwerk = party(61, PartyKind::Organization, "Radwerk", None, 3);
        let desk = party(60, PartyKind::Unit, "Support", None, 4);
        let left: Vec<String> = within(&[maya, radwerk, desk], Reach::Outside).into_iter().map(|p| p.name).collect();
        assert_eq!(left, ["Support"]);
    }
}
