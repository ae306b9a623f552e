//! Wheels: our product people and Radwerk's, in one conversation instead of two inboxes.

use crate::step::{Deed::*, Paper, Step, step};
use domain::kind::Kind;

const MEASUREMENTS: Paper = Paper {
    name: "hub-series-7.csv",
    media_type: "text/csv",
    text: "hub,bore_mm,runout_mm\n7-001,17.002,0.03\n7-002,17.001,0.02\n7-003,17.009,0.06\n7-004,17.000,0.02\n7-005,17.008,0.05\n",
};

pub(super) const STEPS: &[Step] = &[
    step(
        80,
        "hubs",
        "anton",
        Start {
            space: "wheels",
            kind: Kind::Talk,
            subject: "Hub tolerance for series 7",
            body: "Hello from Radwerk! Two of the first five series 7 hubs run out more than we agreed. Before we stop the line: is \
                   0.05 mm really where you hear it, or can we go to 0.06?",
        },
    ),
    step(26, "hubs", "jana", SayWith { body: "Here are the measurements, taken twice on the same bench.", paper: MEASUREMENTS }),
    step(
        90,
        "hubs",
        "bram",
        Say {
            body: "0.05 it is, please: at 0.06 the disc rubs when it gets warm. Numbers 3 and 5 go back, the other three we build.",
        },
    ),
    step(
        5,
        "hubs-sidebar",
        "bram",
        OpenSidebar {
            beside: "hubs",
            body: "Beside Radwerk: if they cannot hold 0.05 in March, we need the spare supplier for the Courier after all.",
        },
    ),
    step(2, "hubs-sidebar", "bram", BringPerson { who: "yara", past: true }),
    step(30, "hubs-sidebar", "yara", Say { body: "Give them March. Their last three series were the best wheels we ever had." }),
    // Emil joins the group late: he sees what comes after, nothing before.
    step(400, "hubs", "emil", JoinGroup { group: "wheel-group" }),
    step(
        15,
        "hubs",
        "anton",
        Say { body: "Understood, 0.05. Emil from our quality lab joined today, from now on he measures every tenth hub." },
    ),
    step(12, "hubs", "emil", Say { body: "Hello everyone! First ten are on the bench, results tomorrow." }),
    step(3, "hubs", "yara", React { at: 4, reaction: "👍" }),
    step(
        200,
        "calendar",
        "yara",
        Start {
            space: "wheels",
            kind: Kind::Announcement,
            subject: "Order calendar for the coming season",
            body: "The calendar stands: forecasts on the **first Monday** of each month, firm orders a week later, no changes after \
                   that. Questions are welcome, each gets its own conversation.",
        },
    ),
];
