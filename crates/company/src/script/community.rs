//! Community: riders help riders, and everyone can read along.

use crate::step::{Deed::*, Step, step};
use domain::kind::Kind;

pub(super) const STEPS: &[Step] = &[
    step(
        75,
        "tubeless",
        "wim",
        Start {
            space: "community",
            kind: Kind::Question,
            subject: "Can I run the Lind Gravel tubeless?",
            body: "The rims look tubeless-ready to me, but the manual only speaks of tubes. Has anyone done it?",
        },
    ),
    step(
        33,
        "tubeless",
        "maya",
        Say { body: "I ride mine tubeless since spring, 40 mm tyres at 2.3 bar. Only the tape was missing." },
    ),
    step(
        120,
        "tubeless",
        "kofi",
        Say {
            body: "Yes, officially. All Gravel rims since frame number LG-11000 are made for it:\n\n\
                   | part | what |\n|---|---|\n| tape | 30 mm, two turns |\n| valve | 44 mm |\n| pressure | 2.1 to 2.8 bar |\n\n\
                   The manual is being corrected, thank you for pointing at it.",
        },
    ),
    step(20, "tubeless", "wim", Accept { at: 2 }),
    step(1, "tubeless", "wim", React { at: 2, reaction: "🎉" }),
    step(
        300,
        "paint",
        "aiko",
        Start {
            space: "community",
            kind: Kind::Question,
            subject: "Touch-up paint for fir green?",
            body: "A stone took a flake off my down tube. Does somebody know a nail varnish that comes close to fir green?",
        },
    ),
    step(
        44,
        "paint",
        "jonas",
        Say { body: "Not quite varnish, but model railway paint *RAL 6009* is very near. Two thin coats." },
    ),
];
