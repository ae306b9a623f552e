//! One conversation of a simulated life, rolled from its scene and the climate before anything happens: who says what
//! to whom, and when.
//!
//! **Invariant.** Pure: the same seed, people and climate give the same plots, whatever the house answers.

use crate::{
    Climate, Dice,
    crowd::Soul,
    hours::{Hours, WAKING, WORKING},
    scene::{People, Scene},
    topic::{Topic, Voice, between, support::BESIDE},
    wording::Wording,
};
use domain::{kind::Kind, moment::Moment, name::handle_of};

/// What somebody does.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Deed {
    /// Begins, by letter or in the space.
    Begin { subject: String, body: String },
    /// Writes into the conversation.
    Say(String),
    /// Writes into the sidebar, which the first words open.
    Aside(String),
    /// Gives it to a colleague.
    Assign(usize),
    /// Brings a colleague into the conversation.
    Bring(usize),
    /// Brings a colleague into the sidebar.
    BringAside(usize),
    /// Reacts to the last message.
    React(&'static str),
    /// Accepts the last message of one of us as the answer.
    Accept,
    /// Closes it.
    Close(&'static str),
}

/// Who does what, when; people by their place among the souls.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Act {
    pub at: Moment,
    pub by: usize,
    pub deed: Deed,
}

/// A plot.
pub(crate) struct Plot {
    pub scene: &'static Scene,
    pub acts: Vec<Act>,
}

/// What a plot is rolled with.
pub(crate) struct Rolling<'a> {
    pub souls: &'a [Soul],
    pub climate: &'a Climate,
    pub dice: &'a mut Dice,
}

impl Rolling<'_> {
    /// Whether something with this share of a hundred comes to be.
    pub fn share(&mut self, percent: u32) -> bool {
        self.dice.below(100) < percent as usize
    }

    fn one_of(&mut self, may: impl Fn(&Soul) -> bool) -> Option<usize> {
        let found: Vec<usize> = (0..self.souls.len()).filter(|n| may(&self.souls[*n])).collect();
        (!found.is_empty()).then(|| *self.dice.pick(&found))
    }

    /// Where gates are kept, whoever speaks to another unit is the one who keeps hers.
    fn through_gates(&self, scene: &Scene, asker: usize, owner: usize) -> (usize, usize) {
        let crosses = scene.askers == People::Employees
            && (scene.others == People::Employees || self.souls[asker].team != self.souls[owner].team);
        if self.climate.gatekeeper && crosses { (self.gate_of(asker), self.gate_of(owner)) } else { (asker, owner) }
    }

    /// Who keeps the gate of somebody's unit.
    fn gate_of(&self, of: usize) -> usize {
        self.first_of(self.souls[of].team).unwrap_or(of)
    }

    fn first_of(&self, team: &str) -> Option<usize> {
        self.souls.iter().position(|soul| soul.team == team)
    }
}

/// Rolls the plot of a topic that begins at a moment.
pub(crate) fn roll(rolling: &mut Rolling<'_>, scene: &'static Scene, topic: &'static Topic, at: Moment) -> Option<Plot> {
    let within = if rolling.climate.broadcaster && scene.within_unit() { unit_of(scene) } else { None };
    let asker = match within {
        Some(unit) => rolling.first_of(unit)?,
        None => rolling.one_of(|soul| scene.askers.have(soul))?,
    };
    let owner = rolling.one_of(|soul| scene.owners.have(soul) && soul.address != rolling_address(rolling.souls, asker))?;
    let (asker, owner) = rolling.through_gates(scene, asker, owner);
    let words = Wording::rolled(rolling.dice);
    let mut plotting = Plotting { rolling, scene, words, asker, owner, at, spoke: vec![asker, owner], acts: Vec::new() };
    plotting.begin(topic);
    if plotting.goes_unanswered() {
        plotting.reminds();
    } else {
        plotting.looked_after();
        plotting.talk(topic);
    }
    Some(Plot { scene, acts: plotting.acts })
}

fn unit_of(scene: &Scene) -> Option<&'static str> {
    match scene.others {
        People::Team(unit) => Some(unit),
        _ => None,
    }
}

fn rolling_address(souls: &[Soul], at: usize) -> &str {
    &souls[at].address
}

struct Plotting<'a, 'b> {
    rolling: &'a mut Rolling<'b>,
    scene: &'static Scene,
    words: Wording,
    asker: usize,
    owner: usize,
    at: Moment,
    spoke: Vec<usize>,
    acts: Vec<Act>,
}

const GREETINGS: &[&str] = &["Kind regards", "Best wishes", "Many thanks", "Thank you", "Greetings", "All the best"];

impl Plotting<'_, '_> {
    fn begin(&mut self, topic: &Topic) {
        let given = given(&self.rolling.souls[self.asker].name).to_owned();
        self.words.with("asker", &given);
        let subject = self.words.fill(topic.subject);
        let mut body = self.pick(topic.opening);
        if self.scene.by_mail() {
            let greeting = *self.rolling.dice.pick(GREETINGS);
            body = format!("{body}\n\n{greeting}\n{}", self.rolling.souls[self.asker].name);
        }
        self.acts.push(Act { at: self.at, by: self.asker, deed: Deed::Begin { subject, body } });
    }

    fn goes_unanswered(&mut self) -> bool {
        let ignored = self.rolling.climate.ignored;
        self.scene.begins_outside() && self.rolling.share(ignored)
    }

    /// Who waits asks again, once, after some days.
    fn reminds(&mut self) {
        if self.rolling.share(40) {
            let again = self.pick(between::REMINDERS);
            let days = 2 + self.rolling.dice.below(3);
            self.later(self.asker, days * 24 * 60, Deed::Say(again));
        }
    }

    /// Somebody takes it, and perhaps asks colleagues before she answers.
    fn looked_after(&mut self) {
        if self.scene.kind != Kind::Case {
            return;
        }
        let wait = self.answer_minutes();
        let (owner, sidebars) = (self.owner, self.rolling.climate.sidebars);
        if self.rolling.share(80) {
            self.later(owner, wait / 2, Deed::Assign(owner));
        }
        if self.scene.begins_outside() && self.rolling.share(sidebars) {
            self.beside();
        }
    }

    /// Colleagues talk beside a case, some of them from elsewhere.
    fn beside(&mut self) {
        let topic = self.rolling.dice.pick(BESIDE);
        let opening = self.pick(topic.opening);
        let owner = self.caller(self.owner);
        self.soon(owner, 15, Deed::Aside(opening));
        let across = self.rolling.climate.across;
        let guest = if self.rolling.share(across) { self.guest() } else { self.other_of(self.scene.owners) };
        let Some(guest) = guest else { return };
        if !self.scene.owners.have(&self.rolling.souls[guest]) {
            self.soon(owner, 5, Deed::BringAside(guest));
        }
        for (voice, lines) in topic.turns {
            let line = self.pick(lines);
            let by = if *voice == Voice::Asker { owner } else { guest };
            self.soon(by, 60, Deed::Aside(line));
        }
    }

    fn talk(&mut self, topic: &Topic) {
        let (across, dialogue, handovers) =
            (self.rolling.climate.across, self.rolling.climate.dialogue, self.rolling.climate.handovers);
        let drawn_in = self.scene.within_unit() && self.scene.kind == Kind::Talk && self.rolling.share(across);
        for (n, (voice, lines)) in topic.turns.iter().enumerate() {
            let answers_outside = n == 0 && self.scene.begins_outside();
            if !answers_outside && !self.rolling.share(dialogue) {
                // Nobody says more; what was answered is closed all the same.
                if n > 0 && self.scene.kind == Kind::Case {
                    self.end();
                }
                return;
            }
            let Some(by) = self.speaker(*voice) else { return };
            let line = self.pick(lines);
            let wait = if n == 0 { self.answer_minutes() } else { self.reply_minutes(by) };
            self.later(by, wait, Deed::Say(line));
            self.reaction();
            if n == 0 && drawn_in {
                self.draw_in();
            }
            if n == 0 && self.scene.by_mail() && self.rolling.share(handovers) {
                self.hand_over();
            }
        }
        self.end();
    }

    /// Somebody of another unit is brought into a talk, and answers.
    fn draw_in(&mut self) {
        let Some(guest) = self.guest() else { return };
        let handle = handle_of(&self.rolling.souls[guest].name);
        self.words.with("guest", &handle);
        let (call, answer) = (self.pick(between::CALLS), self.pick(between::GUESTS));
        let caller = self.caller(self.asker);
        self.soon(caller, 40, Deed::Bring(guest));
        self.soon(caller, 3, Deed::Say(call));
        let wait = self.answer_minutes();
        self.later(guest, wait, Deed::Say(answer));
        // Where she keeps the gate the last word to who came through it is hers, too.
        if self.rolling.climate.gatekeeper || self.rolling.share(60) {
            let thanks = self.pick(between::THANKS);
            self.soon(caller, 200, Deed::Say(thanks));
        }
    }

    /// Who calls somebody of another unit: she herself, or who keeps the gate of hers.
    fn caller(&self, own: usize) -> usize {
        if self.rolling.climate.gatekeeper { self.rolling.gate_of(own) } else { own }
    }

    /// The case goes to a colleague, who is told beside it.
    fn hand_over(&mut self) {
        let Some(next) = self.other_of(self.scene.owners) else { return };
        self.words.with("next", given(&self.rolling.souls[next].name));
        let line = self.pick(between::HANDOVERS);
        let owner = self.owner;
        self.soon(owner, 60, Deed::Aside(line));
        self.soon(owner, 4, Deed::Assign(next));
        self.owner = next;
    }

    fn reaction(&mut self) {
        if self.rolling.share(22) {
            let by = *self.rolling.dice.pick(&self.spoke);
            let reaction = *self.rolling.dice.pick(&["👍", "👍", "🙏", "🎉", "❤️", "👀"]);
            if self.acts.last().is_some_and(|act| act.by != by) && !self.writes_only(by) {
                self.soon(by, 90, Deed::React(reaction));
            }
        }
    }

    fn end(&mut self) {
        let closed = self.rolling.climate.closed;
        match self.scene.kind {
            Kind::Question if self.rolling.share(closed) => self.soon(self.asker, 600, Deed::Accept),
            Kind::Case if self.rolling.share(closed) => {
                let wait = 120 + self.rolling.dice.below(2400);
                self.later(self.owner, wait, Deed::Close("solved"));
            }
            _ => {}
        }
    }

    /// Who speaks next; an `Other` is somebody new each time.
    fn speaker(&mut self, voice: Voice) -> Option<usize> {
        let by = match voice {
            Voice::Asker => self.asker,
            Voice::Owner => self.owner,
            Voice::Other if self.scene.others == People::Employees => self.anybody()?,
            Voice::Other => self.other_of(self.scene.others)?,
        };
        self.spoke.push(by);
        Some(by)
    }

    /// Somebody of the company, from the asker's unit or from another one.
    fn anybody(&mut self) -> Option<usize> {
        let across = if self.rolling.climate.gatekeeper { 100 } else { self.rolling.climate.across };
        let team = self.rolling.souls[self.asker].team;
        if self.rolling.share(across) { self.guest() } else { self.other_of(People::Team(team)) }
    }

    /// Somebody of another unit: anybody, or the one who keeps its gate.
    fn guest(&mut self) -> Option<usize> {
        let home = match self.scene.owners {
            People::Team(unit) => unit,
            _ => self.rolling.souls[self.asker].team,
        };
        let guest = self.rolling.one_of(|soul| soul.side.inside() && soul.team != home)?;
        match self.rolling.climate.gatekeeper {
            true => self.rolling.first_of(self.rolling.souls[guest].team),
            false => Some(guest),
        }
    }

    fn other_of(&mut self, people: People) -> Option<usize> {
        let spoke = &self.spoke;
        let found: Vec<usize> =
            (0..self.rolling.souls.len()).filter(|n| people.have(&self.rolling.souls[*n]) && !spoke.contains(n)).collect();
        (!found.is_empty()).then(|| *self.rolling.dice.pick(&found))
    }

    /// Customers who only write letters have no button to press.
    fn writes_only(&self, by: usize) -> bool {
        self.rolling.souls[by].person.is_none()
    }

    fn answer_minutes(&mut self) -> usize {
        let about = self.rolling.climate.answer_hours as usize * 60;
        about / 4 + self.rolling.dice.below(about * 3 / 2 + 1)
    }

    fn reply_minutes(&mut self, by: usize) -> usize {
        let most = if self.writes_only(by) { 1500 } else { 240 };
        12 + self.rolling.dice.below(most)
    }

    fn soon(&mut self, by: usize, minutes_max: usize, deed: Deed) {
        let minutes = 1 + self.rolling.dice.below(minutes_max);
        self.later(by, minutes, deed);
    }

    fn later(&mut self, by: usize, minutes: usize, deed: Deed) {
        self.at = hours(&self.rolling.souls[by]).after(self.at, minutes, self.rolling.dice);
        self.acts.push(Act { at: self.at, by, deed });
    }

    fn pick(&mut self, lines: &[&str]) -> String {
        let line: &str = self.rolling.dice.pick::<&str>(lines);
        self.words.fill(line)
    }
}

/// When somebody writes.
pub(crate) fn hours(soul: &Soul) -> Hours {
    if soul.side.inside() || !soul.team.is_empty() { WORKING } else { WAKING }
}

fn given(name: &str) -> &str {
    name.split(' ').next().unwrap_or(name)
}
