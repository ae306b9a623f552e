//! What does not print, connect or log in.

use super::{Asker, Owner, Topic};

pub(crate) const TOPICS: &[Topic] = &[
    Topic {
        subject: "Label printer in the hall prints empty labels",
        opening: &["Every third label is blank since this morning. Restarting helped for an hour."],
        turns: &[
            (Owner, &["The ribbon is in back to front, the new rolls look alike on both sides. I mark them."]),
            (Asker, &["Prints again. Thank you for coming down in person."]),
        ],
    },
    Topic {
        subject: "New colleague starts on {day}",
        opening: &["She needs a laptop, an account and a headset. She sits in {room}."],
        turns: &[
            (Owner, &["All ready on {day} at eight, with a note where everything is."]),
            (Asker, &["You are the best welcome one can have."]),
        ],
    },
    Topic {
        subject: "Wireless in {room} drops every afternoon",
        opening: &["Around three the connection goes, for five minutes. It is when the forklift charges, if that helps."],
        turns: &[(Owner, &["It helps a lot. The access point hangs on the same fuse. I move it on {day}."])],
    },
    Topic {
        subject: "Access to the drawings of the {model}",
        opening: &["Could I read the drawings of the {model}? Riders ask for measures that stand only there."],
        turns: &[
            (Owner, &["You can, read only, as of now. Product agreed, I asked them."]),
            (Asker, &["Found the measure within a minute. Thanks to both of you."]),
        ],
    },
    Topic {
        subject: "Phone at the front desk rings twice",
        opening: &["Each call rings, stops, and rings again on the other phone. Callers hang up in between."],
        turns: &[(Owner, &["A leftover of the holiday forwarding. Removed; please try."])],
    },
    Topic {
        subject: "Where did the {day} report go?",
        opening: &["The report that came every {day} at seven did not come. Has it moved?"],
        turns: &[
            (Owner, &["It ran into a full disk and gave up politely. It is on its way, and the disk is larger now."]),
            (Asker, &["Here it is. Even the chart is right this time."]),
        ],
    },
    Topic {
        subject: "Two-step sign-in: my phone is in repair",
        opening: &["My phone is in repair for a week. How do I get in meanwhile?"],
        turns: &[(Owner, &["Come by with your badge and I give you a small key for the week. Two minutes."])],
    },
];
