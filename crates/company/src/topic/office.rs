//! What the office talks about: people, books, law, purchasing.

use super::{Asker, Other, Topic};

pub(crate) const TOPICS: &[Topic] = &[
    Topic {
        subject: "Travel costs: one form instead of three",
        opening: &["I have put the three forms into one. Before it goes round: what have I forgotten?"],
        turns: &[
            (Other, &["The bike. We pay for the car but not for the bike.", "A place for the reason. The auditors ask."]),
            (Asker, &["Both are in. It goes round on {day}."]),
        ],
    },
    Topic {
        subject: "Second-hand frames and our warranty",
        opening: &[
            "The lawyer's answer is here: the warranty may follow the frame, if we say so in writing. Two sentences, attached to the price list?",
        ],
        turns: &[
            (Other, &["Please also on the page where riders look. Support asks about it every week."]),
            (Asker, &["Sent to Support and Marketing with the two sentences."]),
        ],
    },
    Topic {
        subject: "Insurance for the test fleet",
        opening: &["The offer covers theft but not test riders under 18. Do we have any?"],
        turns: &[(Other, &["Twice a year, on the open days.", "Ask for a day's cover on the open days, it is cheaper."])],
    },
    Topic {
        subject: "Trainees for autumn",
        opening: &[
            "{count} applications for three places, many of them good. Interviews are on {day}; every department sends one person, please.",
        ],
        turns: &[
            (Other, &["I come for the hall.", "May they spend a day in Support? One learns there what we are for."]),
            (Asker, &["Yes: one day in Support, one on the bench, one in the hall."]),
        ],
    },
    Topic {
        subject: "Supplier for the {part}",
        opening: &[
            "Two offers: {city}, nearer and dearer, or overseas with eight weeks of sea between us. The difference is {digit} percent.",
        ],
        turns: &[
            (Other, &["Nearer. Eight weeks cost more than that.", "Let Research see a sample of both first."]),
            (Asker, &["Samples are ordered. If both hold, we take the near one."]),
        ],
    },
];
