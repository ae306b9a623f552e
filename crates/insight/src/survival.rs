//! How long things take, the unfinished counted: Kaplan and Meier 1958, and by kind of ending Aalen and Johansen 1978.
//!
//! An average over what was answered gets better when work is ignored. Here what still waits counts as waiting, and makes
//! every number worse.

use crate::measured::{Lacking, Said};
use crate::wilson::Z;

/// Below so many still at risk a curve is not shown: the rest of it would be the story of single people.
pub const AT_RISK_MIN: usize = 5;

/// One clock: how long it ran, and how it ended; `None` where it still runs or was stopped without an end.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Clock {
    /// In any unit, the same for all.
    pub ran: u64,
    /// Which of the endings that compete.
    pub ended: Option<u8>,
}

/// A moment at which something ended.
#[derive(Clone, PartialEq, Debug)]
struct Step {
    at: u64,
    at_risk: f64,
    /// Endings of each kind, and of all.
    ended: Vec<f64>,
    all: f64,
    /// The share still waiting before and after.
    before: f64,
    after: f64,
    /// Greenwood's sum up to here.
    greenwood: f64,
}

/// What became of a group of clocks.
#[derive(Clone, PartialEq, Debug)]
pub struct Curve {
    steps: Vec<Step>,
    /// How long each clock ran, ascending.
    ran: Vec<u64>,
}

/// An estimate with its 95 % interval.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Estimate {
    /// The share.
    pub value: f64,
    /// The lower bound.
    pub low: f64,
    /// The upper bound.
    pub high: f64,
    /// Clocks still running just before that time.
    pub at_risk: usize,
}

/// When a share has ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reached {
    /// At this time.
    At(u64),
    /// Later than the longest clock.
    After(u64),
}

impl Curve {
    /// Over all clocks; `endings` is how many kinds of ending there are.
    pub fn of(clocks: &[Clock], endings: u8) -> Self {
        let mut sorted = clocks.to_vec();
        // Ends before those that merely stop: who stopped at the same time was still at risk.
        sorted.sort_unstable_by_key(|clock| (clock.ran, clock.ended.is_none(), clock.ended));
        let (mut steps, mut waiting, mut greenwood): (Vec<Step>, f64, f64) = (Vec::new(), 1.0, 0.0);
        let mut at = 0;
        while at < sorted.len() {
            let (ran, at_risk) = (sorted[at].ran, (sorted.len() - at) as f64);
            let mut ended = vec![0.0; usize::from(endings)];
            while at < sorted.len() && sorted[at].ran == ran {
                if let Some(kind) = sorted[at].ended {
                    ended[usize::from(kind)] += 1.0;
                }
                at += 1;
            }
            let all: f64 = ended.iter().sum();
            if all > 0.0 {
                let before = waiting;
                waiting *= 1.0 - all / at_risk;
                if all < at_risk {
                    greenwood += all / (at_risk * (at_risk - all));
                }
                steps.push(Step { at: ran, at_risk, ended, all, before, after: waiting, greenwood });
            }
        }
        Self { steps, ran: sorted.iter().map(|clock| clock.ran).collect() }
    }

    /// How many clocks.
    pub fn clocks(&self) -> usize {
        self.ran.len()
    }

    /// How long the longest clock ran.
    pub fn longest(&self) -> Option<u64> {
        self.ran.last().copied()
    }

    /// The share still waiting after `time`; the interval by log(-log) (Kalbfleisch and Prentice).
    ///
    /// # Errors
    /// [`Lacking`] where there is no clock, or none ran that long, so that nobody knows.
    pub fn waiting(&self, time: u64) -> Said<Estimate> {
        let at_risk = self.known(time)?;
        let Some(step) = self.steps.iter().rfind(|step| step.at <= time) else {
            return Ok(Estimate { value: 1.0, low: 1.0, high: 1.0, at_risk });
        };
        if step.after <= 0.0 {
            return Ok(Estimate { value: 0.0, low: 0.0, high: 0.0, at_risk });
        }
        let log = step.after.ln();
        let spread = Z * step.greenwood.sqrt() / log.abs();
        let bound = |sign: f64| step.after.powf((sign * spread).exp());
        Ok(Estimate { value: step.after, low: bound(1.0), high: bound(-1.0), at_risk })
    }

    /// The share that has ended by `time`, in whatever way.
    ///
    /// # Errors
    /// As [`Curve::waiting`].
    pub fn ended(&self, time: u64) -> Said<Estimate> {
        let waiting = self.waiting(time)?;
        let Estimate { value, low, high, at_risk } = waiting;
        Ok(Estimate { value: 1.0 - value, low: 1.0 - high, high: 1.0 - low, at_risk })
    }

    /// The share that has ended in this way by `time`, the other ways competing (Aalen and Johansen); the interval by the
    /// variance of Marubini and Valsecchi 1995, kept within 0 and 1.
    ///
    /// # Errors
    /// As [`Curve::waiting`].
    pub fn ended_by(&self, kind: u8, time: u64) -> Said<Estimate> {
        let at_risk = self.known(time)?;
        let steps = || self.steps.iter().take_while(|step| step.at <= time);
        let part = |step: &Step| step.before * step.ended[usize::from(kind)] / step.at_risk;
        let value: f64 = steps().map(part).sum();
        let (mut so_far, mut variance) = (0.0, 0.0);
        for step in steps() {
            so_far += part(step);
            let (ended, n) = (step.ended[usize::from(kind)], step.at_risk);
            let rest = value - so_far;
            if step.all < n {
                variance += rest * rest * step.all / (n * (n - step.all));
            }
            variance += step.before * step.before * (n - ended) * ended / (n * n * n);
            variance -= 2.0 * rest * step.before * ended / (n * n);
        }
        let half = Z * variance.max(0.0).sqrt();
        Ok(Estimate { value, low: (value - half).max(0.0), high: (value + half).min(1.0), at_risk })
    }

    /// The smallest time by which `share` has ended.
    ///
    /// # Errors
    /// [`Lacking::NoRecords`] without a clock.
    pub fn percentile(&self, share: f64) -> Said<Reached> {
        let last = *self.ran.last().ok_or(Lacking::NoRecords)?;
        // A rounding error in the product must not move a percentile to the next step.
        let reached = self.steps.iter().find(|step| step.after <= 1.0 - share + 1e-12);
        Ok(reached.map_or(Reached::After(last), |step| Reached::At(step.at)))
    }

    /// The steps that may be shown: time, share still waiting, clocks at risk.
    pub fn shown(&self) -> impl Iterator<Item = (u64, f64, usize)> {
        let few = |step: &&Step| step.at_risk >= AT_RISK_MIN as f64;
        self.steps.iter().take_while(few).map(|step| (step.at, step.after, step.at_risk as usize))
    }

    /// Clocks at risk at `time`. Past the longest clock nothing is known, unless all have ended.
    fn known(&self, time: u64) -> Said<usize> {
        let last = *self.ran.last().ok_or(Lacking::NoRecords)?;
        let all_ended = self.steps.last().is_some_and(|step| step.after <= 0.0);
        if time > last && !all_ended {
            return Err(Lacking::NotReached);
        }
        Ok(self.ran.len() - self.ran.partition_point(|ran| *ran < time))
    }
}
