//! Support: a noise that three colleagues hunt, a late parcel, a recall, and one that still waits.

use crate::step::{Deed::*, Step, step};
use domain::kind::Kind;

pub(super) const STEPS: &[Step] = &[
    // The noise: a case with a sidebar and somebody from another unit.
    step(
        95,
        "creak",
        "maya",
        Mail {
            space: "support",
            subject: "Creaking from the bottom bracket",
            body: "Hello! My Lind Tourer (frame LT-20814) creaks under load since last week, one crack per pedal turn, always on \
                   the left. I cleaned and re-greased the pedals, it did not help. What can I try before I take it apart?",
        },
    ),
    step(22, "creak", "tomas", AssignTo { who: "tomas" }),
    step(
        6,
        "creak",
        "tomas",
        Say {
            body: "Hi Maya, thank you for trying the pedals first, that spares us a round. Two more things worth five minutes:\n\n\
                   1. Stand beside the bike, hold the front brake and push the left crank towards the frame. Any movement?\n\
                   2. Tighten the two crank bolts crosswise, 12 Nm each.\n\n\
                   Tell me what you find and we decide from there.",
        },
    ),
    step(
        3,
        "creak-sidebar",
        "tomas",
        OpenSidebar {
            beside: "creak",
            body: "Third creaking Tourer from the 208xx batch this month. Is this the bearing cup again? @kofi.mensah would know.",
        },
    ),
    step(2, "creak-sidebar", "tomas", BringPerson { who: "kofi", past: true }),
    step(
        41,
        "creak-sidebar",
        "kofi",
        Say {
            body: "Yes. Cups from lot 7 are 0.04 mm under size; the left one walks out. Pressing it in again holds a month at best. \
                   Send her the new cup, we pay. I will find out how many of lot 7 left the house.",
        },
    ),
    step(4, "creak-sidebar", "sami", React { at: 1, reaction: "🙏" }),
    step(
        18,
        "creak",
        "maya",
        Say {
            body: "Bolts are tight. But there *is* a little movement in the left crank, about a millimetre. Is it dangerous to ride?",
        },
    ),
    step(
        9,
        "creak",
        "tomas",
        Say {
            body: "Not dangerous, but please keep it to short rides. It is a bearing cup on our side, so this is on us: the new one is \
                   on its way to your dealer with a return label for the old part. Thank you for measuring!",
        },
    ),
    step(7, "creak", "maya", React { at: 3, reaction: "❤️" }),
    // The parcel: answered, solved, closed.
    step(
        130,
        "parcel",
        "jonas",
        Mail {
            space: "support",
            subject: "Where is order 4471?",
            body: "Good morning, order 4471 (rack and two panniers) says: handed to carrier, since nine days. Is it lost?",
        },
    ),
    step(12, "parcel", "ines", AssignTo { who: "ines" }),
    step(
        25,
        "parcel",
        "ines",
        Say {
            body: "Good morning Jonas, it sat in the wrong depot and is moving again: tomorrow before noon. I took the shipping off \
                   your bill. Sorry for the wait.",
        },
    ),
    step(1480, "parcel", "jonas", Say { body: "It came today, all complete. Thank you, that was quick!" }),
    step(11, "parcel", "ines", Close { reason: "solved" }),
    // The recall: we write first, by mail.
    step(
        60,
        "seat",
        "lena",
        StartTo {
            space: "support",
            subject: "Your child seat adapter: please swap one bolt",
            to: "aiko",
            body: "Dear Aiko, the adapter you bought in May came with a bolt that is too short for carbon seat tubes. Please do not use \
                   the seat until you have the longer one. It is in the post to you, the swap takes three minutes, and the drawing is \
                   in the box.",
        },
    ),
    step(45, "seat", "lena", AssignTo { who: "lena" }),
    // Among colleagues, in a space that customers write to.
    step(
        50,
        "warranty",
        "sami",
        StartInside {
            space: "support",
            subject: "What we say about second-hand frames",
            body: "Until legal answers: the frame warranty goes with the **frame number**, not with the invoice. Who sells on tells us \
                   the new owner, that is all. Please do not ask for the first bill any more.",
        },
    ),
    step(14, "warranty", "lena", React { at: 0, reaction: "👍" }),
    step(3, "warranty", "ines", Say { body: "Good. I had two of these yesterday and felt silly asking." }),
    // Still waiting: nobody owns it.
    step(
        600,
        "mudguards",
        "jonas",
        Start {
            space: "support",
            kind: Kind::Case,
            subject: "Second pair of mudguards came, I ordered one",
            body: "Hello again, a second pair of mudguards arrived that I neither ordered nor paid. I am happy to pass it on: where to?",
        },
    ),
    step(8, "mudguards", "sami", AssignToTeam { team: "support" }),
];
