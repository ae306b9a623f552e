//! The words in braces of a topic, rolled once for each conversation.

use crate::Dice;

const MODELS: &[&str] = &["Lind Tourer", "Lind Gravel", "Lind City", "Lind Junior", "Lind Trail", "Lind Step"];
const PARTS: &[&str] = &[
    "rear rack",
    "kickstand",
    "chain guard",
    "saddle post",
    "front light",
    "bottle cage",
    "pannier hook",
    "handlebar grip",
    "crank arm",
    "brake lever",
    "mudguard stay",
    "axle cap",
];
const CITIES: &[&str] =
    &["Ghent", "Lübeck", "Groningen", "Aarhus", "Graz", "Nantes", "Bergen", "Leiden", "Freiburg", "Malmö", "Bilbao", "Utrecht"];
const DAYS: &[&str] = &["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"];
const ROOMS: &[&str] = &["the paint shop", "the small meeting room", "the canteen", "room 204", "the wheel room", "the showroom"];

/// What stands for each word in braces, in one conversation.
pub(crate) struct Wording(Vec<(&'static str, String)>);

impl Wording {
    /// Rolls all words.
    pub fn rolled(dice: &mut Dice) -> Wording {
        let model = dice.below(MODELS.len());
        let other = (model + 1 + dice.below(MODELS.len() - 1)) % MODELS.len();
        let between = |dice: &mut Dice, low: usize, high: usize| (low + dice.below(high - low)).to_string();
        Wording(vec![
            ("model", MODELS[model].to_owned()),
            ("other_model", MODELS[other].to_owned()),
            ("part", (*dice.pick(PARTS)).to_owned()),
            ("city", (*dice.pick(CITIES)).to_owned()),
            ("day", (*dice.pick(DAYS)).to_owned()),
            ("room", (*dice.pick(ROOMS)).to_owned()),
            ("order", between(dice, 4500, 6200)),
            ("frame", format!("L{}-{}", dice.pick(&["T", "G", "C", "J"]), between(dice, 10_400, 21_900))),
            ("percent", between(dice, 61, 94)),
            ("months", between(dice, 5, 22)),
            ("count", between(dice, 4, 19)),
            ("digit", between(dice, 2, 9)),
            ("week", between(dice, 12, 40)),
            ("km", format!("{}0", between(dice, 41, 96))),
        ])
    }

    /// With one more word.
    pub fn with(&mut self, word: &'static str, text: &str) {
        self.0.retain(|(known, _)| *known != word);
        self.0.push((word, text.to_owned()));
    }

    /// A text with its words in place.
    pub fn fill(&self, text: &str) -> String {
        let mut filled = text.to_owned();
        for (word, stands) in &self.0 {
            filled = filled.replace(&format!("{{{word}}}"), stands);
        }
        filled
    }
}
