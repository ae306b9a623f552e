//! What riders write to Support about.

use super::{Asker, Owner, Topic};

pub(crate) const TOPICS: &[Topic] = &[
    Topic {
        subject: "Order {order}: when will it arrive?",
        opening: &[
            "Hello, I ordered a {part} on {day} (order {order}) and have heard nothing since. Could you tell me when it leaves?",
            "Good morning! Order {order} still says \"in preparation\". We leave on holiday on {day}, will it be here by then?",
        ],
        turns: &[
            (
                Owner,
                &[
                    "Hello {asker}, the {part} was out of stock until yesterday. Yours is packed and leaves today; the tracking number follows tonight.",
                    "Hello {asker}, sorry for the silence. It leaves our hall tomorrow morning and needs two days to {city}.",
                ],
            ),
            (Asker, &["Perfect, thank you for the quick answer.", "That is good to hear. I will wait for the number then."]),
        ],
    },
    Topic {
        subject: "Wrong {part} in the box",
        opening: &[
            "Dear team, in order {order} there was a {part} for the {model}, but I ride a {other_model}. It does not fit. What now?",
            "Hi, I think two boxes were swapped: my invoice says {other_model}, the {part} in it is for the {model}. Order {order}.",
        ],
        turns: &[
            (
                Owner,
                &[
                    "Hi {asker}, you are right, that was our mistake. The right one goes out today; please send the other back with the label in that box, it costs you nothing.",
                    "Hi {asker}, two labels were swapped at our packing table. Keep the wrong one until the right one is there, then use its return label.",
                ],
            ),
            (Asker, &["The right one arrived and fits. The other is on its way back to you.", "Thanks! It is mounted already."]),
        ],
    },
    Topic {
        subject: "{model} pulls to the left when I brake",
        opening: &[
            "Hello, since I changed the front tyre my {model} pulls to the left when I brake hard. Wheel is centred as far as I can see. Frame {frame}.",
        ],
        turns: &[
            (
                Owner,
                &[
                    "Hello {asker}, most often the wheel sits a millimetre askew in the fork. Open the axle with the bike standing on the ground, let it settle, close it again. Does it still pull?",
                ],
            ),
            (Asker, &["It was exactly that. I feel a little silly, but it brakes straight again."]),
            (Owner, &["Glad to hear it, and no reason to feel silly: it happens to us in the workshop too."]),
        ],
    },
    Topic {
        subject: "Battery of the {model} charges only to {percent} %",
        opening: &[
            "Good evening, the battery stops at {percent} % and the charger turns green. It is {months} months old. Is that normal in the cold?",
            "Hi, my battery used to last for {km} km, now it ends after half of that and never shows more than {percent} %.",
        ],
        turns: &[
            (
                Owner,
                &[
                    "Hi {asker}, below five degrees it protects itself and charges less. Please take it inside for a night and charge it there. If it still stops at {percent} %, we exchange it: it is well within warranty.",
                ],
            ),
            (Asker, &["Same in the warm kitchen, I am afraid. {percent} % and green."]),
            (
                Owner,
                &[
                    "Thank you for trying. I have put a note at your dealer's in {city}; they read out the log, which takes ten minutes, and then we know.",
                ],
            ),
        ],
    },
    Topic {
        subject: "Spare {part} for an older {model}",
        opening: &[
            "Hello, is the {part} for a {model} from six years ago still to be had? My dealer in {city} says no.",
            "Good day. I look after my father's old {model} (frame {frame}) and need a {part}. Which of the current ones fits?",
        ],
        turns: &[
            (
                Owner,
                &[
                    "Good day {asker}, we keep parts for ten years. The current {part} fits with the small spacer, which I would put in the parcel. Shall I send you an offer?",
                    "Hello {asker}, yes: there are {count} left on our shelf. Your dealer can order it with the number of the frame.",
                ],
            ),
            (Asker, &["Yes please, with the spacer.", "Wonderful, then the old lady rolls on. Thank you!"]),
        ],
    },
    Topic {
        subject: "Invoice for order {order}",
        opening: &[
            "Dear Sir or Madam, for our bookkeeping we need the invoice of order {order} in the name of the company instead of mine. Is that possible?",
        ],
        turns: &[
            (Owner, &["Dear {asker}, certainly. Please send me the exact name and address, and you have it within the hour."]),
            (Asker, &["Cycling Club {city}, Mill Lane {count}. Many thanks."]),
            (Owner, &["It is on its way to you. Good rides to the club!"]),
        ],
    },
    Topic {
        subject: "Which frame size of the {model}?",
        opening: &[
            "Hello! I am 1.7{digit} m with rather long legs and stand between M and L of the {model}. What would you take?",
            "Hi, my daughter is 1.6{digit} m and still growing. S or M for the {model}?",
        ],
        turns: &[
            (
                Owner,
                &[
                    "Hello {asker}, with long legs rather the larger one and the short stem, which costs nothing extra. Best of all: sit on both, the shop in {city} has them standing there.",
                ],
            ),
            (Asker, &["We were there on {day}: the larger one it is. Thank you, that was good advice."]),
        ],
    },
    Topic {
        subject: "Rattling {part}",
        opening: &[
            "Hi there, the {part} of my {model} rattles on cobbles, and {city} is made of nothing else. Tightening did not help.",
            "Hello, a small thing: the {part} rattles since the first service. It drives me a bit mad.",
        ],
        turns: &[
            (
                Owner,
                &[
                    "Hello {asker}, there is a rubber washer that some of that series lack. I have put two in an envelope to you; the screw wants 6 Nm, not more.",
                    "Hello {asker}, cobbles find everything. Could you send a short film with sound? Then I can tell whether it is the washer or the mount.",
                ],
            ),
            (
                Asker,
                &[
                    "Silence! What a difference a washer makes. Thanks.",
                    "The washers are in, it is almost gone. Good enough for me.",
                ],
            ),
        ],
    },
    Topic {
        subject: "Returning the {part}",
        opening: &["Hello, the {part} from order {order} is lovely but not for me. It is unused. How do I send it back?"],
        turns: &[
            (
                Owner,
                &[
                    "Hello {asker}, within thirty days that is no problem. The label is attached to your order; the money is back three days after the parcel.",
                ],
            ),
            (Asker, &["Sent off on {day}. Thanks for making it easy.", "Done. Until the next order!"]),
        ],
    },
    Topic {
        subject: "First service: what is included?",
        opening: &[
            "Good morning, my {model} has {km} km and the booklet speaks of a first service. What is done, and what does it cost me?",
        ],
        turns: &[
            (
                Owner,
                &[
                    "Good morning {asker}, bolts, brakes, gears, spokes, and a look at the bearings. It costs nothing in the first year, at any of our dealers. In {city} they are free on {day}.",
                ],
            ),
            (Asker, &["Booked for {day}. Thank you!"]),
        ],
    },
    Topic {
        subject: "Lost key of the battery lock",
        opening: &[
            "Help: I lost both keys of the battery lock. Number on the lock is {frame}. Can you make a new one, or do I have to drill?",
        ],
        turns: &[
            (
                Owner,
                &[
                    "Please do not drill! With that number we cut a new one. I need a photo of the lock and of your proof of purchase, then it is with you in four days.",
                ],
            ),
            (
                Asker,
                &[
                    "Photo is on its way. You save my commute.",
                    "Found one of them in the freezer, do not ask. A second would still be good.",
                ],
            ),
            (Owner, &["The new pair left today. One of them belongs in a drawer far away from the other."]),
        ],
    },
    Topic {
        subject: "Praise, and a question about the {part}",
        opening: &["Hello, {km} km on my {model} and not one puncture. Before the next tour: is there a wider {part} for it?"],
        turns: &[
            (
                Owner,
                &[
                    "Hello {asker}, what a letter to start the day with! A wider one is in testing with our colleagues in Research and comes in spring. I can put you on the list.",
                ],
            ),
            (Asker, &["Please do. And say hello to whoever builds these wheels."]),
        ],
    },
    Topic {
        subject: "Address changed for order {order}",
        opening: &["Hi, I moved last week. Order {order} should go to {city} now instead of the old address. Is it too late?"],
        turns: &[
            (
                Owner,
                &[
                    "Hi {asker}, just in time: the parcel was on the table already. Please confirm street and number in one line.",
                    "Hi {asker}, it left this morning, but I have asked the carrier to turn it round. You will see it in the tracking by tonight.",
                ],
            ),
            (Asker, &["Station Road {count}, {city}. Thank you!"]),
        ],
    },
    Topic {
        subject: "Scratches on a new {model}",
        opening: &[
            "Good evening, my new {model} came with two scratches under the down tube. The box was torn on that side. I have photos.",
        ],
        turns: &[
            (
                Owner,
                &[
                    "Good evening {asker}, that must not happen, and I am sorry. Please send the photos of box and frame. You may choose: a repainted frame, or a part of the price back.",
                ],
            ),
            (Asker, &["I would take part of the price back, if it is not too little. Nobody sees it but me."]),
            (Owner, &["Then {count}0 euro are on their way to you, with a bottle of the paint."]),
        ],
    },
    Topic {
        subject: "Leasing through my employer",
        opening: &[
            "Hello, my employer in {city} offers leasing. Can the {model} be had that way, and with the {part} on the same contract?",
        ],
        turns: &[
            (
                Owner,
                &[
                    "Hello {asker}, yes and yes, as long as both stand on one offer. Your dealer writes it; tell them the rate may include the first three services.",
                ],
            ),
            (Asker, &["That helps a lot, thanks. I am off to the dealer on {day}."]),
        ],
    },
    Topic {
        subject: "App shows the wrong distance",
        opening: &["Hi, the display says {km} km, the app says {percent}. Which of them is right? I reset both on the same day."],
        turns: &[
            (
                Owner,
                &[
                    "Hi {asker}, believe the display. The app loses a ride when the phone saves power; the next version fetches them later. I have handed your letter to our colleagues in IT.",
                ],
            ),
            (Asker, &["All right. I ride the same either way."]),
        ],
    },
];

/// What colleagues say beside a case.
pub(crate) const BESIDE: &[Topic] = &[
    Topic {
        subject: "",
        opening: &[
            "Third letter of this kind this week. Do we know of something?",
            "Before I answer: what did we tell the others who asked this?",
        ],
        turns: &[
            (
                Owner,
                &[
                    "Not officially. I have two more of them and put all three together on {day}.",
                    "The same as in spring: we say yes, we pay, and we write it on the order.",
                ],
            ),
            (Asker, &["Good, then I answer that way and keep you posted."]),
        ],
    },
    Topic {
        subject: "",
        opening: &[
            "She is right, and it is our fault twice. How far may I go with the price?",
            "This is the second time we let this rider wait. I would like to add something to the parcel.",
        ],
        turns: &[(Owner, &["Up to a third, you need not ask.", "Do it. A bell, a cap, whatever is left of the summer."])],
    },
    Topic {
        subject: "",
        opening: &["Does somebody have five minutes? I would rather not guess here."],
        turns: &[
            (
                Owner,
                &[
                    "Never guess. Ask for a photo or a number first, then we decide together.",
                    "I had the same one in {city}. Say what we know, and when we know more.",
                ],
            ),
            (Asker, &["Asked. Thank you, I feel better with that."]),
        ],
    },
];
