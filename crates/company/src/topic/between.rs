//! What is said when somebody from another unit is drawn into a talk, and when work goes from hand to hand.

/// The person who draws in another one says; `{guest}` is her handle.
pub(crate) const CALLS: &[&str] = &[
    "I bring in @{guest}, who knows this better than we do.",
    "@{guest}, you had that last year: what did you do?",
    "Before we decide, @{guest} should have a word in it.",
    "@{guest}, could you look at this with fresh eyes?",
];

/// What the guest answers.
pub(crate) const GUESTS: &[&str] = &[
    "Thank you for asking. From where we sit the second way is the better one: it saves us a call for every order.",
    "We had the same thing in spring. It went away as soon as both sides wrote it down in one place.",
    "Happy to help. I would try it with ten first, we can count them on our side.",
    "I did not know you had that problem too. Let us do it together, I have an hour on {day}.",
    "Please do it. Our riders, I mean your riders, ask for it all the time.",
    "One thing to mind: it must be done before stocktaking, else we count it twice.",
];

/// How a talk goes on when there is no more to say by plan.
pub(crate) const THANKS: &[&str] = &[
    "Thank you, that settles it.",
    "Good, so we do it that way.",
    "Then it is decided. I write it down.",
    "That was quick. Thanks to all of you.",
];

/// What somebody says who gives a case to a colleague, beside it.
pub(crate) const HANDOVERS: &[&str] = &[
    "I am away until {day}. {next}, could you take this one over? Everything is in it.",
    "{next}, this is more your subject than mine. I told the rider nothing yet.",
    "My shift ends. {next} takes over, the next step is the parcel.",
];

/// What a rider writes who still has no answer.
pub(crate) const REMINDERS: &[&str] = &[
    "Hello again, did my letter reach you?",
    "I still have not heard anything. A short word would be enough.",
    "Just asking whether somebody is looking after this. Thank you.",
];
