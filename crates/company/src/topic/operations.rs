//! What Operations talks about: parcels, pallets, shifts.

use super::{Asker, Other, Topic};

pub(crate) const TOPICS: &[Topic] = &[
    Topic {
        subject: "Container from {city} is late",
        opening: &["Two more weeks, says the agent. In it: {count} pallets of the {part}. What do we build until then?"],
        turns: &[
            (
                Other,
                &[
                    "The {other_model}s, all parts are here. It needs a change of the line on {day}.",
                    "Support should know before riders ask.",
                ],
            ),
            (Asker, &["Line changes on {day}, Support has a line for the riders."]),
        ],
    },
    Topic {
        subject: "Shift plan for the week after next",
        opening: &["{day} is thin: three of us are at the training. Who can swap?"],
        turns: &[
            (Other, &["I can, if I get the Friday.", "I take the early one."]),
            (Asker, &["Solved, thank you both. The plan hangs at the clock."]),
        ],
    },
    Topic {
        subject: "Torn boxes of the {model}",
        opening: &[
            "{count} torn boxes within a month, always at the same corner. The carrier says it is the box, I say it is the carrier.",
        ],
        turns: &[
            (
                Other,
                &[
                    "Put a tilt label on ten of them, then we know.",
                    "The corner where the pedal sits? A piece of felt costs four cents.",
                ],
            ),
            (Asker, &["Felt it is: none torn since {day}."]),
        ],
    },
    Topic {
        subject: "Counting the {part}s",
        opening: &["The system says {km}, the shelf says less. Before we order: has somebody taken some for the fair?"],
        turns: &[(
            Other,
            &["Yes, {count} for the fair in {city}. I forgot the note, sorry.", "Look behind the paint, there is a second box."],
        )],
    },
    Topic {
        subject: "Forklift {digit}: who drives on {day}?",
        opening: &["Two drivers are on leave. I need somebody with a licence from six to ten."],
        turns: &[(Other, &["I have one and am up early anyway.", "From eight on I can."])],
    },
    Topic {
        subject: "Less tape",
        opening: &[
            "We use {km} m of tape a week. The folding boxes of the test need none. Packing takes a minute longer, unpacking a minute less. Worth it?",
        ],
        turns: &[
            (Other, &["The minute is ours, the pleasure is the rider's. Worth it.", "Try it for the small parts first."]),
            (Asker, &["Small parts from {day} on. I count minutes and report."]),
        ],
    },
];
