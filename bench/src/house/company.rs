//! Who is in the generated house: units, people, spaces, all by the actions an administrator would use.

use crate::{dice::Dice, size::Size};
use actions::{
    house::{Founding, found},
    invitation::{Inviting, Newcomer, accept, invite},
    party::{Arranging, arrange},
    space::{Furnishing, furnish},
};
use anyhow::{Context, Result};
use domain::{
    circle::Reach,
    id::{PartyId, PersonId, SpaceId, UnitId},
    kind::Kind,
    party::{EMPLOYEES, EVERYONE, PartyKind},
    side::Side,
};
use store::Store;

/// Units directly below the whole: divisions.
const DIVISIONS: usize = 8;
/// How many come by one invitation; an action of its own limits it.
const BY_ONE_LINK: i64 = 400;

/// A customer with the address letters to her go to.
#[derive(Clone, Debug)]
pub struct Customer {
    pub person: PersonId,
    pub address: String,
}

/// A space and who answers in it.
#[derive(Clone, Debug)]
pub struct Room {
    pub space: SpaceId,
    pub slug: String,
    pub desk: Vec<PersonId>,
}

/// The generated company.
#[derive(Clone, Debug, Default)]
pub struct Company {
    pub employees: Vec<PersonId>,
    pub customers: Vec<Customer>,
    /// Where customers' cases go: a unit's space each.
    pub desks: Vec<Room>,
    /// Where all employees talk.
    pub halls: Vec<Room>,
    /// Where everyone may read and ask.
    pub squares: Vec<Room>,
}

/// Founds the house and hires everybody.
pub async fn hire(store: &Store, size: Size) -> Result<Company> {
    let founding = Founding {
        house: String::from("Bench Works"),
        name: String::from("Founder"),
        address: String::from("founder@bench.example"),
        password: String::new(),
    };
    let founder = found(store, founding).await?.founder;
    let units = arrange_units(store, founder, size.units()).await?;
    let mut company = Company::default();
    let mut desks: Vec<Vec<PersonId>> = vec![Vec::new(); units.len()];
    let employees = size.people * 3 / 5;
    for (n, unit) in units.iter().enumerate() {
        let count = employees / units.len() + usize::from(n < employees % units.len());
        desks[n] = come(store, founder, Side::Employee, Some(*unit), count, &format!("e{n}"))
            .await?
            .into_iter()
            .map(|c| c.person)
            .collect();
        company.employees.extend(&desks[n]);
    }
    company.customers = come(store, founder, Side::Customer, None, size.people - employees, "c").await?;
    furnish_rooms(store, founder, size, &units, &desks, &mut company).await?;
    shuffle(&mut company.employees);
    Ok(company)
}

/// So that who writes most is spread over the units.
fn shuffle(people: &mut [PersonId]) {
    let mut dice = Dice::seeded(5);
    for n in (1..people.len()).rev() {
        people.swap(n, dice.below(n + 1));
    }
}

async fn arrange_units(store: &Store, founder: PersonId, count: usize) -> Result<Vec<UnitId>> {
    let mut units: Vec<UnitId> = Vec::new();
    for n in 0..count {
        let parent = match n {
            0 => None,
            n if n <= DIVISIONS => Some(units[0]),
            n => Some(units[1 + n % DIVISIONS]),
        };
        let it = Arranging { kind: PartyKind::Unit, name: format!("Unit {n}"), parent, sees_past: true };
        units.push(UnitId(arrange(store, Some(founder), it).await?.0));
    }
    Ok(units)
}

async fn come(
    store: &Store,
    founder: PersonId,
    side: Side,
    unit: Option<UnitId>,
    count: usize,
    mark: &str,
) -> Result<Vec<Customer>> {
    let mut came = Vec::with_capacity(count);
    let mut link = String::new();
    for n in 0..count {
        if n % BY_ONE_LINK as usize == 0 {
            let it = Inviting { side, unit, organization: None, administrator: false, address: String::new(), uses: BY_ONE_LINK };
            link = invite(store, Some(founder), it).await?;
        }
        let address = format!("{mark}.{n}@bench.example");
        let newcomer = Newcomer { name: format!("Person {mark} {n}"), address: address.clone(), password: String::new() };
        let secret = accept(store, &link, newcomer, "bench").await?;
        let entry = store.enter(&secret).await?.context("who came in has a session")?;
        came.push(Customer { person: entry.viewer.person().context("who came in is somebody")?, address });
    }
    Ok(came)
}

async fn furnish_rooms(
    store: &Store,
    founder: PersonId,
    size: Size,
    units: &[UnitId],
    desks: &[Vec<PersonId>],
    company: &mut Company,
) -> Result<()> {
    // Founding made three; of the others one is a square, an eighth are halls, the rest desks.
    let rooms = size.spaces() - 3;
    let halls = 1 + rooms / 8;
    for n in 0..rooms {
        let desk = n % units.len();
        let (reach, party, kinds): (_, PartyId, _) = match n {
            0 => (Reach::Outside, EVERYONE, vec![Kind::Question, Kind::Talk]),
            n if n <= halls => (Reach::Inside, EMPLOYEES, vec![Kind::Talk, Kind::Question]),
            _ => (Reach::Outside, units[desk].into(), vec![Kind::Case, Kind::Question, Kind::Talk]),
        };
        let open = reach == Reach::Outside;
        let slug = format!("room-{n}");
        let it = Furnishing {
            slug: slug.clone(),
            name: format!("Room {n}"),
            purpose: String::from("Made to be measured."),
            kinds,
            reach,
            open,
            parties: vec![party],
            mail: if open { slug.clone() } else { String::new() },
            reopen_days: None,
        };
        let space = furnish(store, Some(founder), it).await?;
        match n {
            0 => company.squares.push(Room { space, slug, desk: company.employees.clone() }),
            n if n <= halls => company.halls.push(Room { space, slug, desk: company.employees.clone() }),
            _ => company.desks.push(Room { space, slug, desk: desks[desk].clone() }),
        }
    }
    Ok(())
}
