//! Administration: spaces, units, people, intake, outbox. The pages are for administrators, a space's also for its stewards.

use crate::{
    answer::{Trouble, done, made, page, page_again, shown},
    conversation::named_party,
    entry::Visitor,
    form::Form,
    house::House,
};
use actions::{
    invitation::Inviting,
    party::{self as parties, Arranging},
    person as persons,
    space::{self as rooms, Furnishing},
};
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use domain::{
    circle::Reach,
    id::{DeliveryId, LetterId, OrganizationId, PartyId, PersonId, UnitId},
    kind::Kind,
    party::PartyKind,
    refusal::Refusal,
    side::Side,
};
use serde::Deserialize;
use store::Stop;
use views::{
    administration::AdministrationView, administration_people::PeopleView, administration_space::SpaceView,
    administration_spaces::SpacesView, administration_unit::UnitView, administration_units::UnitsView, intake::IntakeView,
    mailboxes::MailboxesView, outbox::OutboxView, people::PeopleView as Colleagues,
};

shown!(AdministrationView, SpacesView, SpaceView, UnitsView, UnitView, PeopleView, IntakeView, MailboxesView, OutboxView);

/// `GET /administration`.
pub async fn overview(State(house): State<House>, visitor: Visitor) -> Result<Response, Trouble> {
    let (reading, relay) = (visitor.reading(&house), house.reach().relay);
    page(&house, &visitor, AdministrationView::gather(&reading, relay)).await
}

/// `POST /administration/house`.
pub async fn house(State(house): State<House>, visitor: Visitor, form: Form) -> Result<Response, Trouble> {
    match actions::house::rename(house.store(), visitor.person(), &form.text("house")).await {
        Ok(()) => Ok(done(&visitor, "/administration")),
        Err(stop) => {
            let (reading, relay) = (visitor.reading(&house), house.reach().relay);
            page_again(
                &house,
                &visitor,
                stop,
                ("/administration/house", form.fields),
                AdministrationView::gather(&reading, relay),
            )
            .await
        }
    }
}

/// `GET /administration/spaces`.
pub async fn spaces(State(house): State<House>, visitor: Visitor) -> Result<Response, Trouble> {
    let reading = visitor.reading(&house);
    page(&house, &visitor, SpacesView::gather(&reading)).await
}

fn furnishing(form: &Form) -> Result<Furnishing, Refusal> {
    let party = |text: &str| text.parse().map_err(|_| Refusal::invalid("party", "party-unknown"));
    Ok(Furnishing {
        slug: form.text("slug"),
        name: form.text("name"),
        purpose: form.text("purpose"),
        kinds: form.all("kinds").into_iter().filter_map(Kind::from_word).collect(),
        reach: if form.get("reach") == Some("outside") { Reach::Outside } else { Reach::Inside },
        open: form.ticked("open"),
        parties: form.all("party").into_iter().filter(|p| !p.is_empty()).map(party).collect::<Result<Vec<PartyId>, _>>()?,
        mail: form.text("mail"),
        reopen_days: form.number("reopen_days")?,
    })
}

/// `POST /administration/spaces`.
pub async fn furnish(State(house): State<House>, visitor: Visitor, form: Form) -> Result<Response, Trouble> {
    let made_space = match furnishing(&form) {
        Ok(it) => rooms::furnish(house.store(), visitor.person(), it).await,
        Err(refusal) => Err(refusal.into()),
    };
    match made_space {
        Ok(space) => Ok(made(&visitor, "/administration/spaces", serde_json::json!({ "id": space }))),
        Err(stop) => {
            let reading = visitor.reading(&house);
            page_again(&house, &visitor, stop, ("/administration/spaces", form.fields), SpacesView::gather(&reading)).await
        }
    }
}

/// `GET /administration/spaces/{slug}`.
pub async fn space(State(house): State<House>, visitor: Visitor, Path(slug): Path<String>) -> Result<Response, Trouble> {
    let reading = visitor.reading(&house);
    page(&house, &visitor, SpaceView::gather(&reading, &slug)).await
}

async fn space_settled(
    house: &House,
    visitor: &Visitor,
    slug: &str,
    path: String,
    form: Form,
    result: Result<(), Stop>,
) -> Result<Response, Trouble> {
    match result {
        Ok(()) => Ok(done(visitor, &format!("/administration/spaces/{slug}"))),
        Err(stop) => {
            let reading = visitor.reading(house);
            page_again(house, visitor, stop, (&path, form.fields), SpaceView::gather(&reading, slug)).await
        }
    }
}

async fn space_id(house: &House, visitor: &Visitor, slug: &str) -> Result<domain::id::SpaceId, Trouble> {
    Ok(visitor.reading(house).space(slug).await?.ok_or_else(Refusal::hidden)?.id)
}

/// `POST /administration/spaces/{slug}`.
pub async fn tend(
    State(house): State<House>,
    visitor: Visitor,
    Path(slug): Path<String>,
    form: Form,
) -> Result<Response, Trouble> {
    let id = space_id(&house, &visitor, &slug).await?;
    let result = match furnishing(&form) {
        Ok(it) => rooms::tend(house.store(), visitor.person(), id, Furnishing { slug: slug.clone(), ..it }).await,
        Err(refusal) => Err(refusal.into()),
    };
    space_settled(&house, &visitor, &slug, format!("/administration/spaces/{slug}"), form, result).await
}

/// `POST /administration/spaces/{slug}/sender`.
pub async fn sender(
    State(house): State<House>,
    visitor: Visitor,
    Path(slug): Path<String>,
    form: Form,
) -> Result<Response, Trouble> {
    let id = space_id(&house, &visitor, &slug).await?;
    let reach = house.reach();
    let domains: Vec<String> = reach.sender_domains.iter().chain([&reach.mail_domain]).cloned().collect();
    let (name, address) = (form.text("from_name"), form.text("from_address"));
    let result = rooms::set_sender(house.store(), visitor.person(), id, &name, &address, &domains).await;
    space_settled(&house, &visitor, &slug, format!("/administration/spaces/{slug}/sender"), form, result).await
}

/// A party by its id or by its name.
async fn party_of(house: &House, visitor: &Visitor, form: &Form, field: &'static str) -> Result<PartyId, Stop> {
    match form.number(field)? {
        Some(party) => Ok(PartyId(party)),
        None => named_party(house, visitor, &form.text("name")).await,
    }
}

/// `POST /administration/spaces/{slug}/parties`.
pub async fn space_party(
    State(house): State<House>,
    visitor: Visitor,
    Path(slug): Path<String>,
    form: Form,
) -> Result<Response, Trouble> {
    let id = space_id(&house, &visitor, &slug).await?;
    let result = match party_of(&house, &visitor, &form, "party").await {
        Ok(party) => rooms::set_party(house.store(), visitor.person(), id, party, form.ticked("sees")).await,
        Err(stop) => Err(stop),
    };
    space_settled(&house, &visitor, &slug, format!("/administration/spaces/{slug}/parties"), form, result).await
}

/// `POST /administration/spaces/{slug}/stewards`.
pub async fn steward(
    State(house): State<House>,
    visitor: Visitor,
    Path(slug): Path<String>,
    form: Form,
) -> Result<Response, Trouble> {
    let id = space_id(&house, &visitor, &slug).await?;
    let result = match party_of(&house, &visitor, &form, "person").await {
        Ok(party) => rooms::set_steward(house.store(), visitor.person(), id, PersonId(party.0), form.ticked("wears")).await,
        Err(stop) => Err(stop),
    };
    space_settled(&house, &visitor, &slug, format!("/administration/spaces/{slug}/stewards"), form, result).await
}

/// `GET /administration/units`.
pub async fn units(State(house): State<House>, visitor: Visitor) -> Result<Response, Trouble> {
    let reading = visitor.reading(&house);
    page(&house, &visitor, UnitsView::gather(&reading)).await
}

/// `POST /administration/units`.
pub async fn arrange(State(house): State<House>, visitor: Visitor, form: Form) -> Result<Response, Trouble> {
    let kind = form.get("kind").and_then(PartyKind::from_word).unwrap_or(PartyKind::Unit);
    let it = Arranging {
        kind,
        name: form.text("name"),
        parent: form.number("parent")?.map(UnitId),
        sees_past: form.ticked("sees_past"),
    };
    match parties::arrange(house.store(), visitor.person(), it).await {
        Ok(id) => Ok(made(&visitor, &format!("/administration/units/{id}"), serde_json::json!({ "id": id }))),
        Err(stop) => {
            let reading = visitor.reading(&house);
            page_again(&house, &visitor, stop, ("/administration/units", form.fields), UnitsView::gather(&reading)).await
        }
    }
}

/// `GET /administration/units/{id}`.
pub async fn unit(State(house): State<House>, visitor: Visitor, Path(id): Path<i64>) -> Result<Response, Trouble> {
    let reading = visitor.reading(&house);
    page(&house, &visitor, UnitView::gather(&reading, PartyId(id))).await
}

async fn unit_settled(
    house: &House,
    visitor: &Visitor,
    id: i64,
    path: String,
    form: Form,
    result: Result<(), Stop>,
) -> Result<Response, Trouble> {
    match result {
        Ok(()) => Ok(done(visitor, &format!("/administration/units/{id}"))),
        Err(stop) => {
            let reading = visitor.reading(house);
            page_again(house, visitor, stop, (&path, form.fields), UnitView::gather(&reading, PartyId(id))).await
        }
    }
}

/// `POST /administration/units/{id}`.
pub async fn rearrange(
    State(house): State<House>,
    visitor: Visitor,
    Path(id): Path<i64>,
    form: Form,
) -> Result<Response, Trouble> {
    let parent = form.number("parent")?.map(UnitId);
    let result = parties::rearrange(house.store(), visitor.person(), PartyId(id), &form.text("name"), parent).await;
    unit_settled(&house, &visitor, id, format!("/administration/units/{id}"), form, result).await
}

/// `POST /administration/units/{id}/members`.
pub async fn member(State(house): State<House>, visitor: Visitor, Path(id): Path<i64>, form: Form) -> Result<Response, Trouble> {
    let result = match party_of(&house, &visitor, &form, "person").await {
        Ok(person) if form.ticked("member") => {
            parties::enter(house.store(), visitor.person(), PersonId(person.0), PartyId(id)).await
        }
        Ok(person) => parties::leave(house.store(), visitor.person(), PersonId(person.0), PartyId(id)).await,
        Err(stop) => Err(stop),
    };
    unit_settled(&house, &visitor, id, format!("/administration/units/{id}/members"), form, result).await
}

/// Where a list goes on.
#[derive(Deserialize)]
pub struct Asked {
    before: Option<i64>,
    #[serde(default)]
    q: String,
    #[serde(default)]
    after: String,
}

/// `GET /administration/people`.
pub async fn people(State(house): State<House>, visitor: Visitor, Query(asked): Query<Asked>) -> Result<Response, Trouble> {
    let reading = visitor.reading(&house);
    page(&house, &visitor, PeopleView::gather(&reading, &asked.q, &asked.after)).await
}

/// `POST /administration/invitations`: the link stands on the answer's page, this once.
pub async fn invite(State(house): State<House>, visitor: Visitor, form: Form) -> Result<Response, Trouble> {
    let it = Inviting {
        side: form.get("side").and_then(Side::from_word).unwrap_or(Side::Employee),
        unit: form.number("unit")?.map(UnitId),
        organization: form.number("organization")?.map(OrganizationId),
        administrator: form.ticked("administrator"),
        address: form.text("address"),
        uses: form.number("uses")?.unwrap_or(1),
    };
    // Any colleague invites people from outside; she has the list of people, not the administration's.
    let (reading, administers) = (visitor.reading(&house), visitor.viewer.administrator());
    match actions::invitation::invite(house.store(), visitor.person(), it).await {
        // A mailed invitation's link is for its reader alone.
        Ok(token) if token.is_empty() => Ok(done(&visitor, if administers { "/administration/outbox" } else { "/people" })),
        Ok(token) => {
            let link = format!("{}/invitation/{token}", house.reach().origin);
            if visitor.json {
                return Ok(made(&visitor, "/administration/people", serde_json::json!({ "link": link })));
            }
            match administers {
                true => page(&house, &visitor, PeopleView::gather_with_link(&reading, link)).await,
                false => page(&house, &visitor, Colleagues::gather_with_link(&reading, link)).await,
            }
        }
        Err(stop) if !administers => {
            page_again(&house, &visitor, stop, ("/administration/invitations", form.fields), Colleagues::gather(&reading, "", ""))
                .await
        }
        Err(stop) => {
            page_again(&house, &visitor, stop, ("/administration/invitations", form.fields), PeopleView::gather(&reading, "", ""))
                .await
        }
    }
}

/// `POST /administration/people/{id}/deactivation`.
pub async fn deactivate(State(house): State<House>, visitor: Visitor, Path(id): Path<i64>) -> Result<Response, Trouble> {
    persons::deactivate(house.store(), visitor.person(), PersonId(id)).await?;
    Ok(done(&visitor, "/administration/people"))
}

/// `POST /administration/people/{id}/reactivation`.
pub async fn reactivate(State(house): State<House>, visitor: Visitor, Path(id): Path<i64>) -> Result<Response, Trouble> {
    persons::reactivate(house.store(), visitor.person(), PersonId(id)).await?;
    Ok(done(&visitor, "/administration/people"))
}

/// `POST /administration/people/{id}/hat`.
pub async fn hat(State(house): State<House>, visitor: Visitor, Path(id): Path<i64>, form: Form) -> Result<Response, Trouble> {
    persons::set_administrator(house.store(), visitor.person(), PersonId(id), form.ticked("wears")).await?;
    Ok(done(&visitor, "/administration/people"))
}

/// `GET /administration/intake`.
pub async fn intake(State(house): State<House>, visitor: Visitor, Query(asked): Query<Asked>) -> Result<Response, Trouble> {
    let reading = visitor.reading(&house);
    page(&house, &visitor, IntakeView::gather(&reading, LetterId(asked.before.unwrap_or(i64::MAX)))).await
}

/// `GET /administration/mailboxes`.
pub async fn mailboxes(State(house): State<House>, visitor: Visitor) -> Result<Response, Trouble> {
    let reading = visitor.reading(&house);
    page(&house, &visitor, MailboxesView::gather(&reading)).await
}

/// `GET /administration/outbox`.
pub async fn outbox(State(house): State<House>, visitor: Visitor, Query(asked): Query<Asked>) -> Result<Response, Trouble> {
    let reading = visitor.reading(&house);
    page(&house, &visitor, OutboxView::gather(&reading, DeliveryId(asked.before.unwrap_or(i64::MAX)), house.reach().relay)).await
}

/// `POST /administration/outbox/retry`.
pub async fn retry(State(house): State<House>, visitor: Visitor) -> Result<Response, Trouble> {
    actions::delivery::retry(house.store(), visitor.person()).await?;
    Ok(done(&visitor, "/administration/outbox"))
}
