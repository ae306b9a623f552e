//! What riders ask each other where everyone reads along.

use super::{Asker, Other, Owner, Topic};

pub(crate) const TOPICS: &[Topic] = &[
    Topic {
        subject: "Mudguards that fit 50 mm tyres on the {model}?",
        opening: &["I put 50 mm tyres on my {model} and the original guards rub. Which ones do you ride?"],
        turns: &[
            (
                Other,
                &[
                    "The long aluminium ones with 58 mm, and a drop of glue on each screw.",
                    "I bent the stays of the originals outwards, 4 mm are enough.",
                ],
            ),
            (
                Owner,
                &[
                    "Officially the frame takes 47 mm with guards. With 50 please leave 6 mm of air everywhere, small stones get wedged otherwise.",
                ],
            ),
        ],
    },
    Topic {
        subject: "Winter: how often do you oil the chain?",
        opening: &["Salted roads here in {city}. Every ride? Every week? What works for you?"],
        turns: &[
            (
                Other,
                &[
                    "Wipe after every wet ride, oil once a week. More oil only collects more salt.",
                    "Wax. I stopped oiling three winters ago and never looked back.",
                ],
            ),
            (
                Owner,
                &[
                    "What we do with our own fleet: lukewarm water, a rag, oil on the inside of the chain, and wipe the outside dry again.",
                ],
            ),
        ],
    },
    Topic {
        subject: "Best route out of {city} by bike?",
        opening: &["I start a new job on {day}, {count} km out of {city}. Is there a way that is not the main road?"],
        turns: &[
            (
                Other,
                &[
                    "Along the canal, then left at the old brick works. Ten minutes longer, no lorry at all.",
                    "There is a gravel track behind the station that hardly anybody knows. Fine with 40 mm tyres.",
                ],
            ),
            (Asker, &["Tried it this morning: beautiful, and a heron for breakfast. Thank you!"]),
        ],
    },
    Topic {
        subject: "Does the {part} of the {other_model} fit the {model}?",
        opening: &["Mine broke after {km} km and a friend has one of a {other_model} to spare. Has anyone tried that?"],
        turns: &[
            (
                Other,
                &[
                    "It does, with a longer screw.",
                    "I have it on mine since summer. The holes sit 2 mm apart, a round file helped.",
                ],
            ),
            (
                Owner,
                &[
                    "It fits, but please use the M6 screw from the set, the shorter one holds by two threads only. The set is free, write to Support.",
                ],
            ),
        ],
    },
    Topic {
        subject: "Child seat and pannier at the same time?",
        opening: &["Kindergarten, then shopping: does a child seat leave enough room for one pannier on the {model}?"],
        turns: &[
            (
                Other,
                &[
                    "On one side, yes. On the side of her boots, no.",
                    "With the pannier mounted low and far back it works well for us.",
                ],
            ),
            (
                Owner,
                &[
                    "Up to 27 kg together on the rear rack of the {model}. A front rack for the shopping makes it ride much calmer.",
                ],
            ),
        ],
    },
    Topic {
        subject: "How much range do you really get?",
        opening: &["The brochure says up to {km} km. What do you see in daily life, with hills and wind?"],
        turns: &[
            (
                Other,
                &[
                    "Two thirds of it in winter, almost all of it in June.",
                    "With panniers and the second level: a bit more than half.",
                ],
            ),
            (Other, &["Pump up your tyres! That alone gave me ten percent."]),
            (
                Owner,
                &[
                    "The brochure's figure is measured at 15 degrees without wind. Our own commuters report 55 to 80 percent of it.",
                ],
            ),
        ],
    },
    Topic {
        subject: "Squeaking disc brakes after rain",
        opening: &["Ten loud minutes after every rain. The neighbours know when I come home. Ideas?"],
        turns: &[
            (
                Other,
                &[
                    "Clean the discs with alcohol, not with the spray from the kitchen. Ask me how I know.",
                    "Ride round the block with the brake slightly on, they dry in a minute.",
                ],
            ),
            (
                Owner,
                &[
                    "If it is still there on a dry day, the pads are glazed: take them out and rub them over fine sandpaper in a figure of eight.",
                ],
            ),
        ],
    },
    Topic {
        subject: "Who is coming to the spring ride?",
        opening: &["The spring ride starts at the mill pond again, {count}0 km at an easy pace. Who is in?"],
        turns: &[
            (Other, &["Two of us and a dog in the trailer.", "If it does not rain sideways like last year: yes."]),
            (Owner, &["The company brings cake, and a stand with tools at half way."]),
        ],
    },
];
