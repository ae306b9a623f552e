//! What Product talks about: what is built next, and why not.

use super::{Asker, Other, Topic};

pub(crate) const TOPICS: &[Topic] = &[
    Topic {
        subject: "Colours for the {model} next year",
        opening: &["Sales asks for two colours instead of three. Fir green stays. Of sand and slate one has to go: opinions?"],
        turns: &[
            (
                Other,
                &[
                    "Slate goes. It looks like every other bike at the station.",
                    "Keep slate, it hides the scratches of commuting.",
                ],
            ),
            (Other, &["Ask the dealers, they see which one people touch first."]),
            (Asker, &["Asked {count} of them: sand wins, two to one. Decided."]),
        ],
    },
    Topic {
        subject: "Cable routing of the {model}",
        opening: &["Inside the frame looks better, outside is mended in five minutes. The prototype can still do both."],
        turns: &[
            (
                Other,
                &[
                    "Outside. Every letter about rattling comes from the inside.",
                    "Inside, but with a sleeve. I have a sample on my desk.",
                ],
            ),
            (Other, &["Could we count how many of last year's cases were cables? Support would know."]),
            (Asker, &["One in nine, says Support. Outside it is."]),
        ],
    },
    Topic {
        subject: "Weight of the {part}: 40 g too many",
        opening: &["The new {part} is 40 g above the plan. Thinner walls save 30 and cost us a test. Is it worth it?"],
        turns: &[
            (Other, &["Nobody rides 40 g. Leave it.", "Only if the test bench is free before {day}."]),
            (Asker, &["It is not. We leave it and write the true weight."]),
        ],
    },
    Topic {
        subject: "Prototype ride on {day}",
        opening: &["Four frames, {count} km, the usual loop. I need riders of different weight, and honest words afterwards."],
        turns: &[
            (Other, &["I am in, on the small frame.", "Count me in, heavy and honest."]),
            (Other, &["Please note tyre pressure this time, else we compare air with air."]),
        ],
    },
    Topic {
        subject: "Name for the light {other_model}",
        opening: &["It needs a name by {day}. On the list: Lark, Feather, Lind Eins. What does not make you wince?"],
        turns: &[
            (Other, &["Lark. It is a bird and a good time.", "Feather sounds like something that breaks."]),
            (Asker, &["Lark leads. Marketing checks whether it is free."]),
        ],
    },
    Topic {
        subject: "What we can learn from the returned {part}s",
        opening: &["{count} of them lie in the box under the window. I will sort them on {day}; who wants to look too?"],
        turns: &[
            (Other, &["I do. Two of them come from wet places, {city} and the coast, I would start there."]),
            (Asker, &["Sorted: nine in ten show the same edge. A radius of 1 mm would cure it. I change the drawing."]),
        ],
    },
];
