//! How people of a company are with each other: the few figures from which a simulated life is rolled.

/// A climate. Shares are in percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Climate {
    /// How many of a hundred things begin that could: 100 is a usual day.
    pub bustle: u32,
    /// Share of the talks inside that draw somebody of another unit in, or are answered by one.
    pub across: u32,
    /// Whether all that crosses a unit's wall goes through one person of that unit.
    pub gatekeeper: bool,
    /// Whether one person in each unit begins all talks there.
    pub broadcaster: bool,
    /// Share of the answers that come where one could: low, and people speak into the air.
    pub dialogue: u32,
    /// How many of a hundred announcements to everybody outside are made: 100 is one in a fortnight.
    pub announcing: u32,
    /// Share of the letters and questions from outside that nobody ever answers.
    pub ignored: u32,
    /// About how many working hours somebody waits for a first answer.
    pub answer_hours: u32,
    /// Share of the cases that colleagues talk about in a sidebar.
    pub sidebars: u32,
    /// Share of the cases that go from one colleague to another.
    pub handovers: u32,
    /// Share of what has come to its end that somebody closes.
    pub closed: u32,
}

impl Climate {
    /// People who know each other across units, and mostly answer.
    pub const MIXED: Climate = Climate {
        bustle: 100,
        across: 45,
        gatekeeper: false,
        broadcaster: false,
        dialogue: 85,
        announcing: 100,
        ignored: 9,
        answer_hours: 4,
        sidebars: 35,
        handovers: 15,
        closed: 85,
    };
    /// Each unit behind a wall with one gate, and many who wait: the demo's before somebody looked at it. Fewer things begin, too.
    pub const WALLED: Climate = Climate {
        bustle: 60,
        across: 20,
        gatekeeper: true,
        dialogue: 70,
        ignored: 35,
        answer_hours: 18,
        sidebars: 12,
        handovers: 25,
        ..Climate::MIXED
    };
    /// The same house after its gates were opened, and livelier for it: the demo's today.
    pub const OPENED: Climate = Climate { bustle: 170, ..Climate::MIXED };
    /// Each unit for itself.
    pub const SILOED: Climate = Climate { across: 3, sidebars: 10, ..Climate::MIXED };
    /// What crosses a wall goes through one person.
    pub const GATEKEPT: Climate = Climate { gatekeeper: true, ..Climate::MIXED };
    /// One speaks, few answer, and much is announced.
    pub const BROADCASTING: Climate = Climate { broadcaster: true, dialogue: 20, across: 10, announcing: 2500, ..Climate::MIXED };
    /// Hardly anything is left without an answer.
    pub const DIALOGUE: Climate = Climate { dialogue: 100, ignored: 0, answer_hours: 2, ..Climate::MIXED };
    /// Who writes from outside often waits in vain.
    pub const IGNORING: Climate = Climate { ignored: 60, answer_hours: 30, ..Climate::MIXED };
}
