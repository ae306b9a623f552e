//! Plays plots through the doors, all in the order of their moments.
//!
//! What falls into the same few minutes in different conversations is done at once: the store commits it as one group.

use crate::{
    Company, Crowd, Manner,
    letter::{self, Arrived, Letter},
    life::pass_to,
    plot::{Act, Deed, Plot},
};
use actions::{
    Saw,
    conversation::{self, Bringing, Started, Starting},
    message::{self, Replying},
    sidebar,
};
use domain::{
    id::{ConversationId, MessageId, PersonId},
    kind::Kind,
    moment::{MINUTE, Moment},
    refusal::Refusal,
};
use futures_util::future::join_all;
use std::ops::Range;
use store::{Stop, Store};

/// What falls into so many minutes is done at once: most of the time a life takes is waiting for the disk.
const WAVE: i64 = 30 * MINUTE;
/// And at most so many things: a group of the store takes them all, and they are asked for in order.
const WAVE_ACTS: usize = 30;

/// A plot that is being played.
struct Ongoing {
    plot: Plot,
    /// Which of all.
    serial: usize,
    /// Where it happens, once it began.
    place: Option<ConversationId>,
    /// The sidebar beside it.
    aside: Option<ConversationId>,
    /// Its subject, for letters.
    subject: String,
    /// The Message-ID of its first letter.
    letter: String,
    /// Its last message, with its author's place.
    last: Option<MessageId>,
    /// The last message somebody other than who began wrote.
    answer: Option<MessageId>,
}

/// What came of an act.
enum Came {
    Began(Started),
    Wrote(Arrived),
    Said(MessageId),
    Beside(ConversationId),
    Nothing,
}

/// All that is planned, and how far it has come.
pub(crate) struct Agenda {
    ongoing: Vec<Ongoing>,
    /// Moment, plot, act; in order.
    entries: Vec<(Moment, usize, usize)>,
    next: usize,
}

impl Agenda {
    pub(crate) fn of(plots: Vec<Plot>) -> Agenda {
        let mut entries = Vec::new();
        for (n, plot) in plots.iter().enumerate() {
            entries.extend(plot.acts.iter().enumerate().map(|(m, act)| (act.at, n, m)));
        }
        entries.sort_unstable();
        let begin = |(serial, plot)| Ongoing {
            plot,
            serial,
            place: None,
            aside: None,
            subject: String::new(),
            letter: String::new(),
            last: None,
            answer: None,
        };
        Agenda { ongoing: plots.into_iter().enumerate().map(begin).collect(), entries, next: 0 }
    }

    /// Plays all that falls before a moment.
    pub(crate) async fn play_until(
        &mut self,
        store: &Store,
        company: &Company,
        crowd: &mut Crowd,
        manner: &Manner<'_>,
        until: Moment,
    ) -> Result<(), Stop> {
        while let Some(wave) = self.wave(until) {
            pass_to(store, manner, self.entries[wave.start].0);
            let entries = &self.entries[wave.clone()];
            let acting = entries.iter().map(|(_, plot, act)| play(store, company, crowd, &self.ongoing[*plot], *act));
            let came: Vec<Came> = join_all(acting).await.into_iter().collect::<Result<_, _>>()?;
            for (n, came) in wave.clone().zip(came) {
                let (_, plot, act) = self.entries[n];
                self.ongoing[plot].after(act, came, crowd);
            }
            self.next = wave.end;
        }
        Ok(())
    }

    /// The next entries that can be played at once: they are of different plots.
    fn wave(&self, until: Moment) -> Option<Range<usize>> {
        let (first, ..) = *self.entries.get(self.next).filter(|(at, ..)| *at < until)?;
        let mut plots: Vec<usize> = Vec::new();
        for (at, plot, _) in self.entries[self.next..].iter().take(WAVE_ACTS) {
            if *at >= until || at.0 - first.0 > WAVE || plots.contains(plot) {
                break;
            }
            plots.push(*plot);
        }
        Some(self.next..self.next + plots.len())
    }
}

impl Ongoing {
    fn after(&mut self, act: usize, came: Came, crowd: &mut Crowd) {
        let act = &self.plot.acts[act];
        let starter = self.plot.acts[0].by;
        if let Deed::Begin { subject, .. } = &act.deed {
            self.subject.clone_from(subject);
        }
        let said = match came {
            Came::Began(started) => {
                self.place = Some(started.conversation);
                started.message
            }
            Came::Wrote(arrived) => {
                crowd.souls[act.by].person = Some(arrived.writer);
                self.place = Some(arrived.started.conversation);
                self.letter = arrived.message_id;
                arrived.started.message
            }
            Came::Said(message) => message,
            Came::Beside(aside) => {
                self.aside = Some(aside);
                return;
            }
            Came::Nothing => return,
        };
        self.last = Some(said);
        if act.by != starter {
            self.answer = Some(said);
        }
    }
}

async fn play(store: &Store, company: &Company, crowd: &Crowd, it: &Ongoing, act: usize) -> Result<Came, Stop> {
    let act = &it.plot.acts[act];
    let soul = &crowd.souls[act.by];
    if it.plot.scene.by_mail() && act.by == it.plot.acts[0].by {
        return written(store, soul, it, act).await;
    }
    let by = Some(soul.person.ok_or_else(Refusal::stranger)?);
    if let Deed::Begin { subject, body } = &act.deed {
        return begun(store, company, by, it.plot.scene, subject, body).await;
    }
    let place = it.place.ok_or_else(Refusal::hidden)?;
    let person = |soul: usize| crowd.souls[soul].person.ok_or_else(Refusal::stranger);
    match &act.deed {
        Deed::Say(body) => said(store, by, place, body).await,
        Deed::Aside(body) => match it.aside {
            Some(aside) => said(store, by, aside, body).await.map(|_| Came::Nothing),
            None => Ok(Came::Beside(sidebar::open(store, by, place, body).await?.conversation)),
        },
        Deed::Assign(to) => nothing(conversation::assign(store, by, place, Some(person(*to)?.into())).await),
        Deed::Bring(who) => brought(store, by, place, person(*who)?).await,
        Deed::BringAside(who) => brought(store, by, it.aside.ok_or_else(Refusal::hidden)?, person(*who)?).await,
        Deed::React(reaction) => match it.last {
            Some(last) => message::react(store, by, last, reaction).await.map(|_| Came::Nothing),
            None => Ok(Came::Nothing),
        },
        Deed::Accept => match it.answer {
            Some(answer) => nothing(conversation::accept(store, by, place, answer).await),
            None => Ok(Came::Nothing),
        },
        Deed::Close(reason) => nothing(conversation::close(store, by, place, reason).await),
        Deed::Begin { .. } => Ok(Came::Nothing),
    }
}

/// Somebody who only writes letters begins, or goes on.
async fn written(store: &Store, soul: &crate::Soul, it: &Ongoing, act: &Act) -> Result<Came, Stop> {
    let (subject, words) = match &act.deed {
        Deed::Begin { subject, body } => (subject.clone(), body),
        Deed::Say(body) => (format!("Re: {}", it.subject), body),
        _ => return Ok(Came::Nothing),
    };
    let space = it.plot.scene.space;
    let serial = format!("{}.{}", it.serial, act.at.0);
    let (name, address) = (soul.name.as_str(), soul.address.as_str());
    let letter = Letter { name, address, space, subject: &subject, words, after: &it.letter, serial: &serial };
    Ok(Came::Wrote(letter::arrives(store, &letter).await?))
}

async fn begun(
    store: &Store,
    company: &Company,
    by: Option<PersonId>,
    scene: &crate::scene::Scene,
    subject: &str,
    body: &str,
) -> Result<Came, Stop> {
    // A sentence that ends in a question mark asks, where questions are at home.
    let asks = subject.ends_with('?') && scene.kind == Kind::Talk && scene.within_unit();
    let kind = if asks { Kind::Question } else { scene.kind };
    let it = Starting::of(company.space(scene.space), kind, subject, body);
    Ok(Came::Began(conversation::start(store, by, it).await?))
}

async fn said(store: &Store, by: Option<PersonId>, place: ConversationId, body: &str) -> Result<Came, Stop> {
    let it = Replying { conversation: place, body: body.to_owned(), answers: None, attachments: Vec::new(), saw: Saw::default() };
    Ok(Came::Said(message::reply(store, by, it).await?.message))
}

/// Who is here already need not be brought.
async fn brought(store: &Store, by: Option<PersonId>, place: ConversationId, who: PersonId) -> Result<Came, Stop> {
    match conversation::bring(store, by, place, Bringing { party: who.into(), past: true }).await {
        Err(Stop::Refused(refusal)) if refusal.key == "party-here-already" => Ok(Came::Nothing),
        other => nothing(other),
    }
}

fn nothing(done: Result<(), Stop>) -> Result<Came, Stop> {
    done.map(|()| Came::Nothing)
}
