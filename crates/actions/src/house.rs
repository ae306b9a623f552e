//! Founding the house.

use crate::password;
use domain::{
    activity::{Activity, Verb},
    address::MailAddress,
    circle::{Reach, Sight},
    hat::Hat,
    house,
    id::{PersonId, Position},
    kind::Kind,
    limits, name,
    party::PartyKind,
    person::{Actor, may_administer, may_be_myself},
    side::Side,
};
use store::{
    Stop, Store, Writing,
    writing::{party::NewParty, space::NewSpace},
};

/// What founding asks for.
#[derive(Clone, Debug)]
pub struct Founding {
    /// The organization's name.
    pub house: String,
    /// The founder's name.
    pub name: String,
    /// Her mail address.
    pub address: String,
    /// Her password; empty for none, she then comes in by mail links.
    pub password: String,
}

/// A house that was founded.
#[derive(Clone, Debug)]
pub struct Founded {
    /// The founder.
    pub founder: PersonId,
    /// The secret of her session.
    pub token: String,
}

/// Founds the house: its organization, its first administrator, and three spaces to begin with.
///
/// # Errors
/// Hidden once anybody is in; refuses fields that cannot be taken.
pub async fn found(store: &Store, it: Founding) -> Result<Founded, Stop> {
    let house_name = name::line("house", &it.house, limits::NAME_CHARS_MAX)?;
    let founder_name = name::name(&it.name)?;
    let address = MailAddress::parse(&it.address)?;
    let hash = if it.password.is_empty() { None } else { Some(password::hash(it.password).await?) };
    store
        .act(async move |w| {
            let permit = house::may_found(w.people().await?)?;
            w.found(&permit, &house_name).await?;
            let founder = w.add_person(&founder_name, Side::Employee).await?;
            w.add_address(founder, &address, true).await?;
            w.wear(founder, Hat::Administrator, 0).await?;
            if let Some(hash) = hash {
                let myself = Actor { person: founder, side: Side::Employee, administrator: true };
                w.set_password(&may_be_myself(&myself, founder)?, &hash).await?;
            }
            furnish(w, founder, &house_name).await?;
            let (_, token) = w.add_session(founder, "", "all", limits::SESSION_DAYS).await?;
            let recorded = w.record(Activity::of(founder, Verb::Founded, founder.0)).await?;
            w.record(Activity::of(founder, Verb::Arranged, 0)).await?;
            Ok(recorded.with(Founded { founder, token }))
        })
        .await
}

/// What an empty house begins with: a unit and a space for support, a place to talk, and one for news.
async fn furnish(w: &mut Writing, founder: PersonId, house_name: &str) -> Result<(), Stop> {
    let actor = Actor { person: founder, side: Side::Employee, administrator: true };
    let permit = may_administer(&actor)?;
    let party = |kind, name: &str, ours| NewParty {
        kind,
        name: name.to_owned(),
        slug: name::slug_of(name),
        parent: None,
        sees_past: true,
        ours,
    };
    let organization = w.add_party(&permit, &party(PartyKind::Organization, house_name, true)).await?;
    w.enter_party(founder, organization, Position::START).await?;
    let unit = w.add_party(&permit, &party(PartyKind::Unit, "Support", false)).await?;
    w.enter_party(founder, unit, Position::START).await?;
    let rooms = [
        (
            "support",
            "Support",
            "Customers ask, we answer.",
            Reach::Outside,
            unit,
            vec![Kind::Case, Kind::Question, Kind::Talk],
            true,
        ),
        (
            "talk",
            "Talk",
            "Everything among colleagues.",
            Reach::Inside,
            domain::party::EMPLOYEES,
            vec![Kind::Talk, Kind::Question],
            false,
        ),
        (
            "news",
            "News",
            "What everyone here should know.",
            Reach::Inside,
            domain::party::EMPLOYEES,
            vec![Kind::Announcement, Kind::Talk],
            false,
        ),
    ];
    for (slug, name, purpose, reach, who, kinds, open) in rooms {
        let circle = w.add_circle(reach).await?;
        w.give_sight(circle, reach, Sight { party: who, since: Position::START }, founder).await?;
        let mail = open.then(|| slug.to_owned());
        let new = NewSpace {
            slug: slug.into(),
            name: name.into(),
            purpose: purpose.into(),
            kinds,
            open,
            mail,
            reopen_days: limits::REOPEN_DAYS,
        };
        let space = w.add_space(&permit, &new, circle).await?;
        w.wear(founder, Hat::Steward, space.0).await?;
    }
    Ok(())
}

/// Renames the house.
///
/// # Errors
/// Refuses who is no administrator, and a name that cannot be taken.
pub async fn rename(store: &Store, by: Option<PersonId>, new_name: &str) -> Result<(), Stop> {
    let new_name = name::line("house", new_name, limits::NAME_CHARS_MAX)?;
    store
        .act(async move |w| {
            let me = w.acting(by).await?;
            w.set(&may_administer(&me.actor)?, "house-name", &new_name).await?;
            Ok(w.record(Activity::of(me.person(), Verb::Arranged, 0)).await?)
        })
        .await
}
