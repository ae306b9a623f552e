//! A simulated life: weeks in which the company's people write, answer, wait and decide, through the doors people use.
//!
//! **Invariant.** Everything is planned before it happens ([`crate::plot`]); playing it asks nothing of chance. The
//! same seed gives the same company.

use crate::{
    Climate, Company, Crowd, Dice, Manner,
    agenda::Agenda,
    hours::{WAKING, WORKING, midnight},
    player,
    plot::{Plot, Rolling, roll},
    scene::{SCENES, Scene},
    script,
    step::Step,
    topic::Topic,
};
use actions::reading_mark;
use domain::moment::{DAY, HOUR, MINUTE, Moment};
use futures_util::future::join_all;
use store::{Stop, Store};

/// What a life is rolled from.
#[derive(Clone, Debug)]
pub struct Life {
    /// Same seed, same life.
    pub seed: u64,
    /// How many days are lived.
    pub days: i64,
    /// How people are with each other.
    pub climate: Climate,
    /// From which day on they are otherwise.
    pub later: Option<(i64, Climate)>,
}

/// How long before the end of a life people have last read everything.
const READ_BEFORE: i64 = 26 * HOUR;

impl Life {
    /// Builds the company in an empty house and lets it live from the moment the clock shows, so many days.
    ///
    /// # Errors
    /// Whatever stops one of the actions.
    pub async fn live(&self, store: &Store, manner: &Manner<'_>) -> Result<(Company, Crowd), Stop> {
        let end = store.clock().now().plus(self.days * DAY);
        let mut company = crate::settled(store, manner).await?;
        let mut crowd = Crowd::settle(store, &mut company).await?;
        let plots = self.plan(&crowd, store.clock().now(), end);
        let mut agenda = Agenda::of(plots);
        let mut unread = Some(end.plus(-READ_BEFORE));
        let steps: Vec<&Step> = script::steps().collect();
        let script_lasts: i64 = steps.iter().map(|step| step.minutes * MINUTE).sum();
        let mut at = end.plus(-script_lasts - HOUR);
        for step in steps {
            at = at.plus(step.minutes * MINUTE);
            if let Some(read_at) = unread.filter(|read_at| *read_at < at) {
                agenda.play_until(store, &company, &mut crowd, manner, read_at).await?;
                self.read(store, &company).await?;
                unread = None;
            }
            agenda.play_until(store, &company, &mut crowd, manner, at).await?;
            pass_to(store, manner, at);
            player::take(store, &mut company, manner, step).await?;
        }
        agenda.play_until(store, &company, &mut crowd, manner, end.plus(-MINUTE)).await?;
        pass_to(store, manner, end);
        Ok((company, crowd))
    }

    /// As [`Life::live`], without the script at its end: what is said is then the climate's alone.
    ///
    /// # Errors
    /// As [`Life::live`].
    pub async fn live_unscripted(&self, store: &Store, manner: &Manner<'_>) -> Result<(Company, Crowd), Stop> {
        let end = store.clock().now().plus(self.days * DAY);
        let mut company = crate::settled(store, manner).await?;
        let mut crowd = Crowd::settle(store, &mut company).await?;
        let mut agenda = Agenda::of(self.plan(&crowd, store.clock().now(), end));
        agenda.play_until(store, &company, &mut crowd, manner, end.plus(-MINUTE)).await?;
        pass_to(store, manner, end);
        Ok((company, crowd))
    }

    /// Most of the named people have read most spaces: who signs in as one of them finds the last day unread.
    async fn read(&self, store: &Store, company: &Company) -> Result<(), Stop> {
        let mut dice = Dice::seeded(self.seed ^ 1);
        let mut reading = Vec::new();
        for resident in &company.people {
            let rooms = company.spaces.iter().filter(|_| !dice.once_in(6));
            reading.extend(rooms.map(|room| (resident.person, room.space)));
        }
        let marked = reading.into_iter().map(|(person, space)| reading_mark::read_space(store, Some(person), space));
        for done in join_all(marked).await {
            match done {
                // Not everybody sees every space.
                Ok(()) | Err(Stop::Refused(_)) => {}
                Err(stop) => return Err(stop),
            }
        }
        Ok(())
    }

    /// Rolls all plots, in the order they begin.
    pub(crate) fn plan(&self, crowd: &Crowd, begin: Moment, end: Moment) -> Vec<Plot> {
        let mut dice = Dice::seeded(self.seed);
        let mut plots = Vec::new();
        for scene in SCENES {
            let mut deck = Vec::new();
            for day in 0..=self.days {
                let climate = self.climate_on(day);
                let today = midnight(begin).plus(day * DAY);
                for _ in 0..begun(scene, climate, &mut dice) {
                    let hours = if scene.by_mail() { WAKING } else { WORKING };
                    let Some(at) = hours.within(today, &mut dice) else { continue };
                    let topic = dealt(scene, &mut deck, &mut dice);
                    let mut rolling = Rolling { souls: &crowd.souls, climate, dice: &mut dice };
                    plots.extend(roll(&mut rolling, scene, topic, at));
                }
            }
        }
        plots.retain(|plot| plot.acts.first().is_some_and(|act| act.at > begin && act.at < end));
        plots
    }

    fn climate_on(&self, day: i64) -> &Climate {
        match &self.later {
            Some((from, climate)) if day >= *from => climate,
            _ => &self.climate,
        }
    }
}

/// How many begin in a scene on one day.
fn begun(scene: &Scene, climate: &Climate, dice: &mut Dice) -> u32 {
    let outside = if scene.announces_outside() { climate.announcing } else { 100 };
    let hundredths = scene.pace * climate.bustle / 100 * outside / 100;
    hundredths / 100 + u32::from(dice.below(100) < (hundredths % 100) as usize)
}

/// The next topic from a shuffled deck, so that none comes again before all were there.
fn dealt(scene: &'static Scene, deck: &mut Vec<usize>, dice: &mut Dice) -> &'static Topic {
    if deck.is_empty() {
        deck.extend(0..scene.topics.len());
    }
    &scene.topics[deck.swap_remove(dice.below(deck.len()))]
}

/// Moves the clock to a moment, never back.
pub(crate) fn pass_to(store: &Store, manner: &Manner<'_>, at: Moment) {
    (manner.pass)((at.0 - store.clock().now().0).max(0));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        crowd,
        plot::{Act, Deed},
    };

    /// Monday, the 2nd of March 2026.
    const BEGIN: Moment = Moment(1_772_409_600_000_000);

    fn planned(climate: Climate, later: Option<(i64, Climate)>) -> (Crowd, Vec<Plot>) {
        let (crowd, life) = (crowd::imagined(), Life { seed: 7, days: 90, climate, later });
        let plots = life.plan(&crowd, BEGIN, BEGIN.plus(90 * DAY));
        (crowd, plots)
    }

    /// Who was brought into a conversation or its sidebar.
    fn brought(plots: &[Plot]) -> impl Iterator<Item = usize> {
        plots.iter().flat_map(|plot| &plot.acts).filter_map(|act| match act.deed {
            Deed::Bring(who) | Deed::BringAside(who) => Some(who),
            _ => None,
        })
    }

    fn ignored<'a>(plots: impl Iterator<Item = &'a Plot>) -> usize {
        let mut outside = 0;
        let silent = plots.filter(|plot| plot.scene.by_mail()).filter(|plot| {
            outside += 1;
            !plot.acts.iter().any(|act| act.by != plot.acts[0].by && matches!(act.deed, Deed::Say(_)))
        });
        let silent = silent.count();
        silent * 100 / outside.max(1)
    }

    #[test]
    fn the_same_seed_plans_the_same_words() {
        let acts = |plots: Vec<Plot>| plots.into_iter().flat_map(|plot| plot.acts).collect::<Vec<Act>>();
        let (one, other) = (planned(Climate::MIXED, None).1, planned(Climate::MIXED, None).1);
        assert!(one.len() > 300, "{}", one.len());
        assert_eq!(acts(one), acts(other));
    }

    #[test]
    fn what_is_built_in_is_there() {
        let (mixed, siloed) = (planned(Climate::MIXED, None), planned(Climate::SILOED, None));
        let (open, closed) = (brought(&mixed.1).count(), brought(&siloed.1).count());
        assert!(open > 60 && closed * 8 < open, "{open} and {closed}");

        let (crowd, gatekept) = planned(Climate::GATEKEPT, None);
        let first = |who: usize| crowd.souls.iter().position(|soul| soul.team == crowd.souls[who].team) == Some(who);
        assert!(brought(&gatekept).all(first));
        assert!(!brought(&mixed.1).all(first));

        let (kind, unkind) = (ignored(mixed.1.iter()), ignored(planned(Climate::IGNORING, None).1.iter()));
        assert!(kind < 18 && unkind > 50, "{kind} and {unkind} percent");
        assert_eq!(ignored(planned(Climate::DIALOGUE, None).1.iter()), 0);
    }

    #[test]
    fn a_house_improves_from_the_day_on() {
        let (_, plots) = planned(Climate::IGNORING, Some((45, Climate::DIALOGUE)));
        let early = |plot: &&Plot| plot.acts[0].at < BEGIN.plus(45 * DAY);
        assert!(ignored(plots.iter().filter(early)) > 50);
        assert_eq!(ignored(plots.iter().filter(|plot| !early(plot))), 0);
    }

    #[test]
    fn no_word_in_braces_is_left_and_nobody_acts_before_it_began() {
        for plot in planned(Climate::MIXED, None).1 {
            assert!(matches!(plot.acts[0].deed, Deed::Begin { .. }));
            assert!(plot.acts.windows(2).all(|pair| pair[0].at <= pair[1].at));
            for act in plot.acts {
                assert!(!words(&act.deed).contains(['{', '}']), "{act:?}");
            }
        }
    }

    fn words(deed: &Deed) -> String {
        match deed {
            Deed::Begin { subject, body } => format!("{subject} {body}"),
            Deed::Say(body) | Deed::Aside(body) => body.clone(),
            _ => String::new(),
        }
    }
}
