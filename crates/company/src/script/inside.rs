//! Among colleagues: coffee, a ride, news, a sinking stand, and belt or chain.

use crate::step::{Deed::*, Paper, Step, step};
use domain::kind::Kind;

const ROUTE: Paper = Paper {
    name: "friday-ride.gpx",
    media_type: "application/gpx+xml",
    text: "<?xml version=\"1.0\"?>\n<gpx version=\"1.1\" creator=\"Felix\"><trk><name>Mill pond and back</name></trk></gpx>\n",
};

pub(super) const OPENING: &[Step] = &[
    step(
        10,
        "courier",
        "lucia",
        Start {
            space: "news",
            kind: Kind::Announcement,
            subject: "The Lind Courier goes on sale in March",
            body: "It is decided: the **Courier**, our first cargo bike, goes on sale in March. Test rides for everyone in the yard \
                   next Thursday from ten. Bring something heavy.",
        },
    ),
    step(14, "courier", "felix", Say { body: "I bring the anvil." }),
    step(2, "courier", "dora", React { at: 1, reaction: "🎉" }),
    step(1, "courier", "mei", React { at: 0, reaction: "🎉" }),
    step(
        45,
        "coffee",
        "nora",
        Start {
            space: "talk",
            kind: Kind::Talk,
            subject: "The new coffee machine",
            body: "The new machine is upstairs, it grinds by itself. Please do **not** press both buttons at once.",
        },
    ),
    step(6, "coffee", "ravi", Say { body: "I pressed both buttons at once." }),
    step(1, "coffee", "greta", React { at: 1, reaction: "👀" }),
    step(2, "coffee", "ravi", Edit { at: 1, body: "I pressed both buttons at once. It makes a *very* long espresso." }),
    step(3, "coffee", "piet", Say { body: "Who has the key to the old one? I mean: wrong room, sorry." }),
    step(1, "coffee", "piet", Delete { at: 2 }),
    step(
        70,
        "ride",
        "felix",
        Start {
            space: "talk",
            kind: Kind::Talk,
            subject: "Friday ride: mill pond and back",
            body: "We leave on Friday at half past four: 32 km, mostly gravel, back before dark. @sami.koskinen, you promised.",
        },
    ),
    step(9, "ride", "felix", SayWith { body: "The route, with the detour around the ford.", paper: ROUTE }),
    step(16, "ride", "sami", Say { body: "I did, and I will. Somebody has to carry the cake." }),
    step(2, "ride", "mei", React { at: 2, reaction: "👍" }),
];

pub(super) const CLOSING: &[Step] = &[
    step(
        90,
        "stand",
        "mei",
        Start {
            space: "facilities",
            kind: Kind::Case,
            subject: "Repair stand 3 sinks",
            body: "Stand 3 in the lab sinks a hand's breadth under an e-bike. It holds without the battery. No hurry, but mind your toes.",
        },
    ),
    step(20, "stand", "nora", AssignTo { who: "nora" }),
    step(
        30,
        "stand",
        "nora",
        Say { body: "The gas spring is ordered. Until then stand 3 has a red ribbon and takes road bikes only." },
    ),
    step(
        55,
        "belt",
        "yara",
        Start {
            space: "product",
            kind: Kind::Talk,
            subject: "Belt or chain for the Courier",
            body: "Purchasing needs a word by Friday. Belt: quiet, clean, 90 euro more. Chain: everyone can mend it on the road.",
        },
    ),
    step(
        35,
        "belt",
        "mei",
        Say { body: "On the bench the belt outlives three chains, but only if the frame is stiff. Ours is, loaded and all." },
    ),
    // Somebody from Support is brought in, without what was said before.
    step(12, "belt", "yara", BringPerson { who: "ines", past: false }),
    step(4, "belt", "yara", Say { body: "@ines.duarte, what do riders really write to us about: torn belts or dirty chains?" }),
    step(25, "belt", "ines", Say { body: "Chains, nine to one. Nobody ever wrote to praise one, either." }),
    step(6, "belt", "bram", React { at: 3, reaction: "👍" }),
];
