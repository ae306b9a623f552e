//! What Research talks about: benches, figures, doubts.

use super::{Asker, Other, Topic};

pub(crate) const TOPICS: &[Topic] = &[
    Topic {
        subject: "Bench {digit}: fatigue run of the {part}",
        opening: &[
            "Run {count} ended at {km} thousand cycles with a crack at the weld. The one before made twice that. Same batch, same load.",
        ],
        turns: &[
            (
                Other,
                &[
                    "Was the clamp the same? I changed its jaws on {day}.",
                    "Can you cut it open? I would bet on the root of the weld.",
                ],
            ),
            (Asker, &["It was the clamp. Run repeated, the figure stands as before."]),
        ],
    },
    Topic {
        subject: "Rolling resistance, wet and dry",
        opening: &[
            "First figures of the wet drum: about a fifth more than dry at 2.5 bar, less than I feared. The sheet is on the drive.",
        ],
        turns: &[
            (Other, &["What temperature was the water?", "Beautiful. Could we do it again with the studded tyre?"]),
            (Asker, &["Twelve degrees. The studded one runs tonight."]),
        ],
    },
    Topic {
        subject: "Which torque wrench do we trust?",
        opening: &["Three wrenches, three figures: 5.8, 6.0 and 6.3 Nm. One of them went to calibration, but which?"],
        turns: &[
            (Other, &["The blue one. The red one fell off the bench on {day}."]),
            (Asker, &["Then blue is the truth and red hangs on the wall."]),
        ],
    },
    Topic {
        subject: "Sensor in the {model}: what may we record?",
        opening: &[
            "For the load study I would like to log torque and slope of ten test bikes. No place, no name. Is that enough?",
        ],
        turns: &[
            (
                Other,
                &[
                    "Write down who sees it and when it is deleted, then I would ride one.",
                    "Slope over time is a place, if one knows {city}. Round it.",
                ],
            ),
            (Asker, &["Rounded to ten metres and deleted after three months. It goes to the works council that way."]),
        ],
    },
    Topic {
        subject: "Reading circle: why spokes break at the bend",
        opening: &["On {day} at four: the old paper on residual stress. Twelve pages, half of them pictures."],
        turns: &[(Other, &["Read it. I have a question about figure seven.", "I bring a handful of broken ones."])],
    },
    Topic {
        subject: "Sample of the recycled {part}",
        opening: &["The sample from {city} is here. It looks right, weighs right and smells of shampoo. Bench or bin?"],
        turns: &[
            (
                Other,
                &[
                    "Bench, please. If it holds half as long as the old one, we talk.",
                    "Bench. Marketing asks me about it every week.",
                ],
            ),
            (Asker, &["It held longer than the old one. I run it again, I do not believe it yet."]),
        ],
    },
];
