//! What is announced to all, and the few words that come back.

use super::{Other, Topic};

pub(crate) const TOPICS: &[Topic] = &[
    Topic {
        subject: "Open workshop on {day}",
        opening: &[
            "On **{day}** the workshop is open for families from two to six. There will be waffles, and a frame to draw on.",
        ],
        turns: &[(Other, &["I bring the waffle iron.", "Can neighbours come too?"])],
    },
    Topic {
        subject: "{percent} percent of our parcels now leave the same day",
        opening: &[
            "A year ago it was one in three. Thank you to everybody in Operations, and to Support for asking the right questions.",
        ],
        turns: &[(Other, &["The new packing table did it. Come and see it."])],
    },
    Topic {
        subject: "Stocktaking: nothing leaves on {day}",
        opening: &["On **{day}** we count. Orders of that day leave a day later; Support has a line ready for riders who ask."],
        turns: &[(Other, &["Noted, thank you.", "Is the showroom open all the same?"])],
    },
    Topic {
        subject: "Welcome to our new colleagues",
        opening: &[
            "This month {count} people started with us, in the hall, in Support and in Research. Say hello when you see a face you do not know yet.",
        ],
        turns: &[(Other, &["Hello from the second floor, third door!"])],
    },
    Topic {
        subject: "The summer catalogue is at the printer's",
        opening: &[
            "112 pages, no bike stands in front of a mountain, and every photo shows one of our own riders. It comes in three weeks.",
        ],
        turns: &[(Other, &["I have seen the proofs: beautiful.", "Finally somebody riding in rain."])],
    },
    Topic {
        subject: "How the quarter went",
        opening: &[
            "In short: more bikes than planned, fewer complaints than feared, one container late. The long version is on the board beside the canteen, with a chart for each.",
        ],
        turns: &[(Other, &["Thank you for putting it on one page."])],
    },
];
