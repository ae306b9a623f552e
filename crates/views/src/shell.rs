//! The shell around every page: whose house, who looks, where she is, what waits for her.

use crate::{again::Again, time::Zone, words::count_words};
use domain::{
    circle::Reach,
    id::{PersonId, Position},
};
use store::{Fault, Reading};

/// Where the door serves what browsers need. Icons stand at `/assets/icons.svg`, so that a live fragment needs no paths.
#[derive(Clone, Debug, Default)]
pub struct Assets {
    /// The style sheet.
    pub css: String,
    /// The islands; absent where the house was built without them.
    pub js: Option<String>,
}

/// Who looks.
#[derive(Clone, Debug)]
pub struct Who {
    /// Which person.
    pub id: PersonId,
    /// Her name.
    pub name: String,
    /// Whether she is an employee.
    pub inside: bool,
    /// Whether she wears the administrator's hat.
    pub administrator: bool,
}

/// A space in the rail.
#[derive(Clone, Debug)]
pub struct RailSpace {
    /// Its page.
    pub href: String,
    /// Its name.
    pub name: String,
    /// Whether only colleagues see it.
    pub inside: bool,
    /// How many of its conversations hold something new.
    pub unread: i64,
}

/// What surrounds a page.
#[derive(Clone, Debug, Default)]
pub struct Shell {
    /// The house's name.
    pub house: String,
    /// Who looks; nobody at the door.
    pub who: Option<Who>,
    /// `light`, `dark` or empty for the device's.
    pub theme: String,
    /// The time zone in which moments are told.
    pub zone: Zone,
    /// The spaces she sees.
    pub spaces: Vec<RailSpace>,
    /// How many conversations hold something new.
    pub unread: i64,
    /// The path of the page, which marks the current place.
    pub place: String,
    /// How long the log was before anything of the page was read: from here on the page listens.
    pub cursor: Position,
    /// What browsers need.
    pub assets: Assets,
    /// The domain behind the `@` of the spaces' addresses.
    pub mail_domain: String,
    /// Whether letters wait, since no relay is there to take them.
    pub letters_wait: bool,
    /// The form that was refused, if one was.
    pub again: Again,
}

/// What the house is called before it has a name.
const NAMELESS: &str = "Rapport";

impl Shell {
    /// The shell for who reads. Gather it before the page's own view model, so that its cursor misses nothing.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn gather(reading: &Reading, assets: &Assets, place: &str) -> Result<Shell, Fault> {
        let cursor = reading.head().await?;
        let house = Some(reading.house_name().await?).filter(|name| !name.is_empty()).unwrap_or_else(|| NAMELESS.to_owned());
        let door = Shell { house, place: place.to_owned(), cursor, assets: assets.clone(), ..Shell::default() };
        let Some(me) = reading.me().await? else { return Ok(door) };
        let unread = reading.unread().await?;
        let spaces = reading.spaces().await?;
        let viewer = reading.viewer();
        let rail = |space: &store::Seen<store::reading::space::Space>| RailSpace {
            href: format!("/spaces/{}", space.slug),
            name: space.name.clone(),
            inside: space.reach == Reach::Inside,
            unread: unread.spaces.get(&space.id).copied().unwrap_or(0),
        };
        Ok(Shell {
            who: Some(Who { id: me.id, name: me.name.clone(), inside: viewer.inside(), administrator: viewer.administrator() }),
            theme: me.theme.clone(),
            zone: Zone::named(&me.time_zone),
            spaces: spaces.iter().map(rail).collect(),
            unread: unread.total,
            ..door
        })
    }

    /// Whether an employee looks.
    pub fn inside(&self) -> bool {
        self.who.as_ref().is_some_and(|who| who.inside)
    }

    /// What the title's badge shows.
    pub(crate) fn badge(&self) -> String {
        count_words(self.unread)
    }

    /// Where the page listens for what is new.
    pub(crate) fn live(&self) -> String {
        let conversation = self.place.strip_prefix("/conversations/").and_then(|rest| rest.split('/').next());
        match conversation.filter(|number| number.bytes().all(|b| b.is_ascii_digit())) {
            Some(number) => format!("/live?conversation={number}&cursor={}", self.cursor),
            None => format!("/live?cursor={}", self.cursor),
        }
    }

    /// Whether a link of the rail leads to where she is.
    pub(crate) fn at(&self, href: &str) -> bool {
        self.place == href || (href != "/" && self.place.strip_prefix(href).is_some_and(|rest| rest.starts_with('/')))
    }
}
