//! What colleagues talk about among themselves.

use super::{Asker, Other, Topic};

pub(crate) const TOPICS: &[Topic] = &[
    Topic {
        subject: "Lunch on {day}: soup or not?",
        opening: &["The canteen asks whether soup on {day} should become a habit. I am for it. You?"],
        turns: &[
            (Other, &["For it, as long as there is bread.", "Only if the lentil one comes back."]),
            (Other, &["Soup yes, kale no."]),
            (Asker, &["Soup it is, I tell them."]),
        ],
    },
    Topic {
        subject: "Car pool from {city}?",
        opening: &["From next week on I come from {city} by car on rainy days. Two seats are free, leaving at seven."],
        turns: &[
            (Other, &["I would take one on {day}.", "Interested, if you do not mind a folded bike in the boot."]),
            (Asker, &["No problem, it is an estate."]),
        ],
    },
    Topic {
        subject: "Somebody left a helmet in {room}",
        opening: &["Grey, size M, with a light on it. It hangs on the hook by the door now."],
        turns: &[(
            Other,
            &["That is mine! I have been looking for it since {day}.", "Not mine, but it looks like one from the test fleet."],
        )],
    },
    Topic {
        subject: "How do you explain the warranty in one sentence?",
        opening: &["I was asked at a party and needed four. Who can do it in one?"],
        turns: &[
            (Other, &["Ten years on the frame, whoever rides it.", "If it breaks while you ride it like a bicycle, we pay."]),
            (Other, &["I like that. Can we print it?"]),
        ],
    },
    Topic {
        subject: "Language lunch: who joins?",
        opening: &["Every {day} one table speaks another language only. We begin with Dutch, because of the dealers up north."],
        turns: &[
            (Other, &["Ik kom graag!", "Can one come to listen?"]),
            (Asker, &["Listening is welcome, smiling is required."]),
        ],
    },
    Topic {
        subject: "The noise in the hall this morning",
        opening: &["Did anybody else hear that whistle around nine? It came from above the gate."],
        turns: &[(
            Other,
            &[
                "It is the wind in the new ventilation. Facilities knows.",
                "I thought it was the kettle and made tea for six people.",
            ],
        )],
    },
    Topic {
        subject: "What I learned at the dealers' day in {city}",
        opening: &[
            "Three things: they love the new catalogue, they hate the order form, and all of them ask when the Courier comes.\n\nThe order form is worth a talk. Who owns it?",
        ],
        turns: &[
            (
                Other,
                &[
                    "We do, half of it. The other half is history. I am glad to sit down with you.",
                    "I made the first version of it, in a hurry, nine years ago. Let us replace it.",
                ],
            ),
            (Asker, &["Thursday at ten, with coffee? I bring the forms with their notes on them."]),
            (Other, &["I am in. Please also ask Support, they type those forms in."]),
        ],
    },
    Topic {
        subject: "A thank-you from a rider",
        opening: &[
            "At the till in {city} somebody saw my jacket and said, word for word: \"Tell them the {model} changed my mornings.\" Hereby told.",
        ],
        turns: &[(Other, &["That makes my morning.", "Printed and pinned to the wall of the hall."])],
    },
    Topic {
        subject: "Old monitors: who wants one?",
        opening: &["{count} monitors from the old meeting rooms are free. They still work, they are only not pretty."],
        turns: &[
            (
                Other,
                &["One for the paint shop, please.", "I would take one for my daughter's homework corner, if that is allowed."],
            ),
            (Asker, &["It is. Take the cable too."]),
        ],
    },
    Topic {
        subject: "Quiet hours, a month later",
        opening: &[
            "We tried no meetings before ten for four weeks now. My feeling: I get done before ten what used to take me until two. What is yours?",
        ],
        turns: &[
            (
                Other,
                &[
                    "Keep it. It is the best thing that happened this year.",
                    "Good for me, hard for those who talk with Radwerk: their day starts at six.",
                ],
            ),
            (Other, &["Could {day} be the exception then?"]),
            (Asker, &["Good idea. I propose it that way."]),
        ],
    },
];
