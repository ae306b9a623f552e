//! What drips, squeaks or does not open.

use super::{Asker, Owner, Topic};

pub(crate) const TOPICS: &[Topic] = &[
    Topic {
        subject: "Heating in {room} is stuck",
        opening: &[
            "It is 27 degrees in {room} and the knob turns freely. Nobody here is cold, but still.",
            "{room}: 16 degrees this morning, three people in coats.",
        ],
        turns: &[
            (Owner, &["The valve has come loose. I come by before lunch with a new one."]),
            (Asker, &["Works again, thank you!"]),
        ],
    },
    Topic {
        subject: "The door of {room} does not close",
        opening: &["Since {day} one has to lift it. It is only a question of time until it stays open at night."],
        turns: &[(
            Owner,
            &[
                "The hinge is worn. Until the new one is there, please use the side door.",
                "Adjusted. If it comes back I change the hinge.",
            ],
        )],
    },
    Topic {
        subject: "Lamp above bench {digit} flickers",
        opening: &["It makes truing wheels a guessing game. No emergency."],
        turns: &[(Owner, &["The starter, I suppose. On my round on {day}."]), (Asker, &["Steady as the sun. Thanks!"])],
    },
    Topic {
        subject: "More hooks for bikes, please",
        opening: &["In the yard there are {count} bikes for ten hooks, and this is a bicycle company."],
        turns: &[
            (Owner, &["Fair point. Twenty more are ordered and come up along the east wall."]),
            (Asker, &["East wall is perfect, it is dry there."]),
        ],
    },
    Topic {
        subject: "Gate {digit} stops half way",
        opening: &["Gate {digit} stops half way up and needs a push. The carrier waits for nobody."],
        turns: &[(Owner, &["The light barrier is dirty. Wiped for now, the technician comes on {day}."])],
    },
    Topic {
        subject: "Tap in the kitchen drips",
        opening: &["One drop a second. We have put a cup under it and named it."],
        turns: &[
            (Owner, &["A seal, three minutes. I do it tonight. What is its name?"]),
            (Asker, &["Ludwig. He will be missed."]),
        ],
    },
    Topic {
        subject: "A larger table for {room}",
        opening: &["Six of us sit around a table for four every {day}. Is there a larger one somewhere?"],
        turns: &[(Owner, &["The oval one from the old showroom fits through the door, I measured. On {day} it moves."])],
    },
];
