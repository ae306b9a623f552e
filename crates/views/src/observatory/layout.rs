//! Where the circles of a map stand: pulled together by ties, pushed apart by each other, and at last without any overlap.
//!
//! Pure and without chance: what is not given by the ties comes from each unit's own seed, so that the same window is the same
//! picture and a unit stays about where it was when another comes. Lengths are those of a phone's screen, on which a picture
//! is drawn as wide as [`WIDTH`].

/// How wide a map is.
pub(crate) const WIDTH: f64 = 360.0;
/// Between any two boxes, and around all.
const AIR: f64 = 4.0;
/// How much larger the frame is than what stands in it: room for ties to be seen.
const ROOM: f64 = 2.0;
/// Steps in which forces work, and those in which boxes are parted.
const STEPS: [usize; 2] = [400, 300];

/// A circle with its label below it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Body {
    /// Of the circle with its wall.
    pub radius: f64,
    /// How wide and how tall the label is.
    pub label: (f64, f64),
    /// What its place begins with.
    pub seed: u64,
}

impl Body {
    fn half(&self) -> f64 {
        self.radius.max(self.label.0 / 2.0) + AIR / 2.0
    }

    fn up(&self) -> f64 {
        self.radius + AIR / 2.0
    }

    fn down(&self) -> f64 {
        self.radius + self.label.1 + AIR / 2.0
    }
}

/// Where everything stands.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Layout {
    /// The middle of each circle.
    pub spots: Vec<[f64; 2]>,
    /// How tall it became.
    pub height: f64,
}

/// Places bodies; `ties` are pairs of them with a weight between 0 and 1.
pub(crate) fn laid_out(bodies: &[Body], ties: &[(usize, usize, f64)]) -> Layout {
    let area: f64 = bodies.iter().map(|body| 2.0 * body.half() * (body.up() + body.down())).sum();
    let height = (area * ROOM / WIDTH).max(140.0);
    let mut spots: Vec<[f64; 2]> = bodies.iter().map(|body| begun(body.seed, height)).collect();
    for step in 0..STEPS[0] {
        let heat = 20.0 * (1.0 - step as f64 / STEPS[0] as f64);
        pulled(&mut spots, bodies, ties, (height, heat));
    }
    for _ in 0..STEPS[1] {
        if !parted(&mut spots, bodies, height) {
            break;
        }
    }
    settled(spots, bodies)
}

/// A place from a unit's seed alone.
fn begun(seed: u64, height: f64) -> [f64; 2] {
    let mixed = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let part = |bits: u64| (bits & 0xFFFF) as f64 / 65_536.0;
    [WIDTH * (0.1 + 0.8 * part(mixed >> 40)), height * (0.1 + 0.8 * part(mixed >> 16))]
}

fn within(spot: &mut [f64; 2], body: &Body, height: f64) {
    spot[0] = spot[0].clamp(body.half(), (WIDTH - body.half()).max(body.half()));
    spot[1] = spot[1].clamp(body.up(), (height - body.down()).max(body.up()));
}

/// One step of forces, after Fruchterman and Reingold (1991), in a frame.
fn pulled(spots: &mut [[f64; 2]], bodies: &[Body], ties: &[(usize, usize, f64)], (height, heat): (f64, f64)) {
    let ideal = 0.8 * (WIDTH * height / bodies.len().max(1) as f64).sqrt();
    let mut moves = vec![[0.0, 0.0]; spots.len()];
    let mut push = |one: usize, other: usize, force: &dyn Fn(f64) -> f64| {
        let (x, y) = (spots[one][0] - spots[other][0], spots[one][1] - spots[other][1]);
        let far = (x * x + y * y).sqrt().max(0.1);
        let by = force(far) / far;
        for (at, sign) in [(one, 1.0), (other, -1.0)] {
            moves[at] = [moves[at][0] + sign * x * by, moves[at][1] + sign * y * by];
        }
    };
    for one in 0..bodies.len() {
        for other in 0..one {
            push(one, other, &|far| ideal * ideal / far);
        }
    }
    for (one, other, weight) in ties {
        // Even a light tie is one: half of its pull is that it is there.
        push(*one, *other, &|far| -(0.25 + 0.5 * weight) * far * far / ideal);
    }
    for ((spot, by), body) in spots.iter_mut().zip(&moves).zip(bodies) {
        // Nobody is pushed into a corner for want of ties.
        let by = [by[0] + (WIDTH / 2.0 - spot[0]) * 0.15, by[1] + (height / 2.0 - spot[1]) * 0.15];
        let far = (by[0] * by[0] + by[1] * by[1]).sqrt().max(1e-9);
        let step = far.min(heat) / far;
        *spot = [spot[0] + by[0] * step, spot[1] + by[1] * step];
        within(spot, body, height);
    }
}

/// Parts boxes that overlap, each pair by half of what it lacks; whether any did.
fn parted(spots: &mut [[f64; 2]], bodies: &[Body], height: f64) -> bool {
    let mut any = false;
    for one in 0..bodies.len() {
        for other in 0..one {
            let Some(lacks) = overlap(bodies, spots, one, other) else { continue };
            any = true;
            let along = usize::from(lacks[1] < lacks[0]);
            let sign = if spots[one][along] < spots[other][along] { -1.0 } else { 1.0 };
            for (at, sign) in [(one, sign), (other, -sign)] {
                spots[at][along] += sign * (lacks[along] / 2.0 + 0.01);
                within(&mut spots[at], &bodies[at], height);
            }
        }
    }
    any
}

/// How far two boxes stand in each other, across and down; none where they do not.
fn overlap(bodies: &[Body], spots: &[[f64; 2]], one: usize, other: usize) -> Option<[f64; 2]> {
    let across = bodies[one].half() + bodies[other].half() - (spots[one][0] - spots[other][0]).abs();
    let (upper, lower) = if spots[one][1] <= spots[other][1] { (one, other) } else { (other, one) };
    let down = bodies[upper].down() + bodies[lower].up() - (spots[lower][1] - spots[upper][1]);
    (across > 0.0 && down > 0.0).then_some([across, down])
}

/// From top to bottom: whoever still stands in somebody goes down until she does not. So nothing overlaps, whatever came
/// before, and the frame ends where the last one does.
fn settled(mut spots: Vec<[f64; 2]>, bodies: &[Body]) -> Layout {
    let mut order: Vec<usize> = (0..bodies.len()).collect();
    order.sort_by(|one, other| spots[*one][1].total_cmp(&spots[*other][1]).then(one.cmp(other)));
    for at in 0..order.len() {
        let body = order[at];
        while let Some(above) = order[..at].iter().find(|above| overlap(bodies, &spots, body, **above).is_some()) {
            spots[body][1] = spots[*above][1] + bodies[*above].down() + bodies[body].up() + 0.01;
        }
    }
    let top = (0..bodies.len()).map(|at| spots[at][1] - bodies[at].up()).fold(f64::INFINITY, f64::min);
    let shift = if top.is_finite() { AIR / 2.0 - top } else { 0.0 };
    let spots: Vec<[f64; 2]> = spots.into_iter().map(|spot| [rounded(spot[0]), rounded(spot[1] + shift)]).collect();
    let bottom = spots.iter().zip(bodies).map(|(spot, body)| spot[1] + body.down()).fold(0.0, f64::max);
    Layout { spots, height: (bottom + AIR / 2.0).ceil() }
}

/// To a tenth: what no eye sees need not be sent.
pub(crate) fn rounded(length: f64) -> f64 {
    (length * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::{super::sample::dice, *};

    type Made = (Vec<Body>, Vec<(usize, usize, f64)>);

    fn made(seed: u64) -> Made {
        let mut state = seed;
        let count = (dice(&mut state) * 25.0) as usize;
        let body = |state: &mut u64| Body {
            radius: 2.0 + dice(state) * 34.0,
            label: (dice(state) * 100.0, 12.0 + dice(state) * 16.0),
            seed: (dice(state) * 1e9) as u64,
        };
        let bodies = (0..count).map(|_| body(&mut state)).collect();
        let many = (dice(&mut state) * 80.0) as usize;
        let end = |state: &mut u64| (dice(state) * count as f64) as usize;
        let ties = (0..many).map(|_| (end(&mut state), end(&mut state), dice(&mut state)));
        let ties = ties.filter(|(one, other, _)| one != other).collect();
        (bodies, ties)
    }

    #[test]
    fn no_circle_and_no_label_stands_in_another_or_outside_the_frame() {
        for seed in 0..300 {
            let (bodies, ties) = made(seed);
            let layout = laid_out(&bodies, &ties);
            for (at, (body, [x, y])) in bodies.iter().zip(&layout.spots).enumerate() {
                // Half of the air is around each box, so that it is not missed when rounding takes a tenth.
                let half = body.radius.max(body.label.0 / 2.0);
                assert!(x - half >= 0.0 && x + half <= WIDTH, "{seed}: {x} and {body:?}");
                assert!(y - body.radius >= 0.0 && y + body.radius + body.label.1 <= layout.height, "{seed}: {y} and {body:?}");
                for (other, [ox, oy]) in bodies.iter().zip(&layout.spots).take(at) {
                    let across = (x - ox).abs() >= half + other.radius.max(other.label.0 / 2.0);
                    let below = y - body.radius >= oy + other.radius + other.label.1;
                    let above = oy - other.radius >= y + body.radius + body.label.1;
                    assert!(across || below || above, "{seed}: {body:?} at {x},{y} and {other:?} at {ox},{oy}");
                }
            }
        }
    }

    #[test]
    fn the_same_is_drawn_the_same_and_in_whatever_order_nobody_is_alike() {
        for seed in 0..20 {
            let (bodies, ties) = made(seed);
            assert_eq!(laid_out(&bodies, &ties), laid_out(&bodies, &ties));
        }
        let alike = vec![Body { radius: 10.0, label: (40.0, 12.0), seed: 3 }; 9];
        let layout = laid_out(&alike, &[]);
        assert!(layout.height < 900.0 && layout.spots.iter().all(|spot| spot.iter().all(|length| length.is_finite())));
        assert_eq!(laid_out(&[], &[]).spots, Vec::<[f64; 2]>::new());
    }

    #[test]
    fn whoever_turns_to_each_other_stands_nearer() {
        let bodies: Vec<Body> = (0..8).map(|seed| Body { radius: 12.0, label: (50.0, 12.0), seed }).collect();
        let mut ties = Vec::new();
        for one in 0..8 {
            ties.extend((0..one).filter(|other| one / 4 == other / 4).map(|other| (one, other, 1.0)));
        }
        let spots = laid_out(&bodies, &ties).spots;
        let far = |one: usize, other: usize| (spots[one][0] - spots[other][0]).hypot(spots[one][1] - spots[other][1]);
        let mean = |same: bool| {
            let pairs = (0..8).flat_map(|one| (0..one).map(move |other| (one, other)));
            let far: Vec<f64> =
                pairs.filter(|(one, other)| (one / 4 == other / 4) == same).map(|(one, other)| far(one, other)).collect();
            far.iter().sum::<f64>() / far.len() as f64
        };
        assert!(mean(true) < mean(false), "{} and {}", mean(true), mean(false));
    }
}
