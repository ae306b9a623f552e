//! What Marketing talks about.

use super::{Asker, Other, Topic};

pub(crate) const TOPICS: &[Topic] = &[
    Topic {
        subject: "Photos from {city}",
        opening: &[
            "{count} pictures, grey sky, wet streets, real riders. I think they are the best we have had. Look before I cut them down.",
        ],
        turns: &[
            (
                Other,
                &[
                    "The one with the baker! On the cover, please.",
                    "Number four and the last. In the others one sees the brake hose twice.",
                ],
            ),
            (Asker, &["The baker it is. I ask her whether she agrees to the cover."]),
        ],
    },
    Topic {
        subject: "Text for the {model} page",
        opening: &["Draft: *\"For people who arrive.\"* Too short? Too clever?"],
        turns: &[
            (Other, &["Short is good. Say what it carries, too.", "I would buy it. My mother would ask: arrive where?"]),
            (Asker, &["Now with a second line, which says with what and where."]),
        ],
    },
    Topic {
        subject: "Stand at the fair in {city}",
        opening: &["We have 24 square metres on {day}. Three bikes or five? Last year one could not walk between them."],
        turns: &[
            (
                Other,
                &[
                    "Three, and a stand where people may true a wheel themselves.",
                    "Three. Somebody from Support should be there, they answer best.",
                ],
            ),
            (Asker, &["Three bikes, one wheel, two from Support. Booked."]),
        ],
    },
    Topic {
        subject: "What riders really ask us",
        opening: &[
            "I read {count}0 letters with Support's permission. They never ask about watts, always about mudguards, children and theft. Our pages say the opposite.",
        ],
        turns: &[
            (
                Other,
                &[
                    "Then we turn the pages round.",
                    "Could Support check the new text before it is out? They would hear the false notes.",
                ],
            ),
            (Asker, &["They will. First page on {day}."]),
        ],
    },
    Topic {
        subject: "Newsletter: open or not?",
        opening: &["Half of the readers never open it. Fewer, better letters? One a season instead of one a month?"],
        turns: &[
            (Other, &["One a season, with something to keep: a route, a drawing.", "Fewer. And let them answer to it."]),
            (Asker, &["One a season, and answers go to Support's space."]),
        ],
    },
    Topic {
        subject: "Price list for dealers",
        opening: &["The list is due on {day}. The {part} got dearer by {digit} euro: who tells the dealers, and how?"],
        turns: &[(Other, &["Openly, with the reason, before the list.", "I call the ten largest myself."])],
    },
];
