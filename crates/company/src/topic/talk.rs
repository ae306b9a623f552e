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
    Topic {
        subject: "Choir: two basses wanted",
        opening: &["The company choir sings at the summer party and has seven sopranos and one bass. Nobody has to read notes."],
        turns: &[
            (Other, &["I can hum low. Does that count?", "My brother-in-law would, if outsiders may."]),
            (Asker, &["Both count. First rehearsal is on {day} in the canteen."]),
        ],
    },
    Topic {
        subject: "Swap: winter gloves for a bottle cage",
        opening: &["Warm gloves, size 9, worn twice. Looking for a black {part} or a cake."],
        turns: &[(Other, &["I have one in the drawer. And a cake, as it happens."]), (Asker, &["Deal. Cake first."])],
    },
    Topic {
        subject: "First aid: refresher on {day}",
        opening: &["Two hours, with a dummy and real plasters. Eight places, five of them are taken."],
        turns: &[(Other, &["One for me, mine is three years old.", "Please put the paint shop down for two."])],
    },
    Topic {
        subject: "Found on the test track: one shoe",
        opening: &["Left, brown, size 43, quite clean. How does one lose one shoe?"],
        turns: &[(
            Other,
            &[
                "At the third corner, with a clipless pedal. Do not ask further.",
                "It belongs to the scarecrow of the neighbours.",
            ],
        )],
    },
    Topic {
        subject: "Who has been to {city} by train with a cargo bike?",
        opening: &["The railway says \"perhaps\". I would like a yes before I buy the tickets."],
        turns: &[(
            Other,
            &["Twice. Take the slow train and the last carriage.", "Measure it: 2.40 m is the limit, and they do measure."],
        )],
    },
    Topic {
        subject: "Bees on the roof",
        opening: &[
            "The beekeeper from across the street would put two hives on our flat roof. We get honey, she gets sun. Against it?",
        ],
        turns: &[
            (Other, &["For it, if nobody has to go up there who is allergic.", "All for it."]),
            (Other, &["Please ask Facilities about the weight."]),
            (Asker, &["Asked: the roof carries it. They move in in May."]),
        ],
    },
    Topic {
        subject: "One good book",
        opening: &[
            "The shelf in the canteen is half empty. Put in one good book and take another. I start with an atlas of ferries.",
        ],
        turns: &[(
            Other,
            &["Took the atlas, left a crime novel without its last page. Write your own.", "Two cook books from me."],
        )],
    },
    Topic {
        subject: "Trainees' day: may they take yours apart?",
        opening: &["Our trainees need {count} old bikes to take apart and put together again. All screws come back, promised."],
        turns: &[(Other, &["Mine, please. It can only get better.", "They did mine last year: it has never run so well."])],
    },
    Topic {
        subject: "Coffee with somebody you do not know",
        opening: &[
            "Every second {day} two people from different corners of the house are drawn by lot and get a coffee. Last time Research met Facilities, and now gate {digit} has a sensor. Who wants in?",
        ],
        turns: &[
            (Other, &["In.", "In, but no coffee for me."]),
            (Other, &["I was drawn last time. It was half an hour and solved a month."]),
        ],
    },
    Topic {
        subject: "Snow: who clears the yard on {day}?",
        opening: &["It is said to snow that night. Three with shovels at half past six would do, breakfast is on the house."],
        turns: &[
            (Other, &["I come, for the breakfast.", "With my own shovel."]),
            (Asker, &["Thank you, that makes three. Scrambled eggs it is."]),
        ],
    },
];
