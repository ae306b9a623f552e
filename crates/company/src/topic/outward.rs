//! What the company tells everybody outside, and what comes back.

use super::{Asker, Other, Topic};

pub(crate) const TOPICS: &[Topic] = &[
    Topic {
        subject: "The new {model} is in the shops",
        opening: &[
            "From **{day}** on the new {model} stands in the shops: lighter by {count} hundred grams, and with the {part} many of you asked for.",
            "It is here: the {model} of this year. {count} shops have one to try, {city} is the first.",
        ],
        turns: &[
            (Other, &["Which tyres fit it?", "Is there one to try in {city}?"]),
            (Asker, &["Up to 50 mm, and yes, from next week on.", "50 mm with guards. The shop in {city} gets one on {day}."]),
            (Other, &["Thank you, then I will have a look."]),
        ],
    },
    Topic {
        subject: "Open day at our hall on {day}",
        opening: &["On **{day}** we open the hall. Bring your bike, we look at the {part} of everybody who comes."],
        turns: &[
            (Other, &["Is there room for trailers?", "From what time on?"]),
            (Asker, &["There is, and from nine in the morning."]),
        ],
    },
    Topic {
        subject: "{percent} percent of you would buy it again",
        opening: &[
            "Of all who answered our questions, {percent} percent would buy their {model} again. Thank you for the trust.",
        ],
        turns: &[
            (Other, &["And what did the others say?"]),
            (Asker, &["Mostly the {part}. We are on it, and we will tell you here."]),
        ],
    },
    Topic {
        subject: "A free check of every {part}",
        opening: &["Until the end of the month every shop looks at your {part} for nothing, whatever bike it is on."],
        turns: &[(Other, &["Also without an appointment?"]), (Asker, &["Without. On {day} there is the least to wait."])],
    },
    Topic {
        subject: "We ride to {city}",
        opening: &["On **{day}** at ten we ride to {city}, {km} km along the canal. Everybody is welcome, on any bike."],
        turns: &[(Other, &["I will be there, with two children."]), (Asker, &["Wonderful, we stop for ice cream half way."])],
    },
];
