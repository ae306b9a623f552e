//! What we and Radwerk talk about.

use super::{Asker, Other, Owner, Topic};

pub(crate) const TOPICS: &[Topic] = &[
    Topic {
        subject: "Delivery in week {week}",
        opening: &["{count}0 wheels leave us on {day}. Would you rather have them on two pallets or on four low ones?"],
        turns: &[
            (Owner, &["Four low ones, please: the gate is not mended yet.", "Two are fine, the gate is mended."]),
            (Asker, &["Understood. The papers come with the driver."]),
        ],
    },
    Topic {
        subject: "Spoke tension, second half of the series",
        opening: &[
            "Our meter shows {percent} kgf on the drive side where {count} wheels ago it was five more. New spokes or new meter?",
        ],
        turns: &[
            (
                Other,
                &[
                    "Ours shows the same, so it is the spokes. The coil changed on {day}.",
                    "We have a second meter; I measure ten of them tonight.",
                ],
            ),
            (Owner, &["Thank you for stopping to ask. Please keep the tension, and send us three to pull on the bench."]),
            (Asker, &["Three are on the way to you."]),
        ],
    },
    Topic {
        subject: "Rims with eyelets for the {model}?",
        opening: &[
            "The supplier ends the rim with eyelets in summer. The one without is lighter and passed our tests. May we switch?",
        ],
        turns: &[
            (Owner, &["Not blind. Could we have ten for the bench? If they hold {km} km on the drum, gladly."]),
            (Asker, &["Ten leave on {day}."]),
        ],
    },
    Topic {
        subject: "Labels on the wheel bags",
        opening: &["Small wish: could the label stand on the other side? Our people scan lying on their backs, more or less."],
        turns: &[
            (Owner, &["Of course. From the next delivery on, with larger letters as well."]),
            (Asker, &["Their backs thank you."]),
        ],
    },
];
