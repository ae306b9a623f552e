//! Invitations, by link and by mail.

use domain::{
    activity::{Activity, Verb},
    address::MailAddress,
    hat::Hat,
    id::{OrganizationId, PartyId, PersonId, Position, UnitId},
    limits, name,
    party::PartyKind,
    person::may_invite,
    refusal::Refusal,
    side::Side,
};
use store::{
    Stop, Store, Writing,
    writing::{outbox::NewDelivery, session::Invitation},
};

/// Whom to invite to what.
#[derive(Clone, Debug)]
pub struct Inviting {
    /// The side it leads to.
    pub side: Side,
    /// The unit of a new employee.
    pub unit: Option<UnitId>,
    /// The organization of a new partner or customer.
    pub organization: Option<OrganizationId>,
    /// Whether the administrator's hat comes with it.
    pub administrator: bool,
    /// The address it is mailed to; empty for a link that is handed over.
    pub address: String,
    /// How many may come by the link.
    pub uses: i64,
}

/// How many may come by one link: a whole department, not the whole web.
const USES_MAX: i64 = 500;

/// Invites; gives the secret of a link that is handed over. One that is mailed proves the address, so its secret
/// travels in the letter alone and nothing is given here: whoever invites could else come in as the invited.
///
/// # Errors
/// Refuses who may not invite to that side, what is no address, and a unit or organization that is none.
pub async fn invite(store: &Store, by: Option<PersonId>, it: Inviting) -> Result<String, Stop> {
    let address = if it.address.trim().is_empty() { None } else { Some(MailAddress::parse(&it.address)?) };
    store
        .act(async move |w| {
            let me = w.acting(by).await?;
            may_invite(&me.actor, it.side)?;
            if it.administrator {
                domain::person::may_administer(&me.actor)?;
            }
            must_be(w, it.unit.map(Into::into), PartyKind::Unit, "unit").await?;
            must_be(w, it.organization.map(Into::into), PartyKind::Organization, "organization").await?;
            let text = address.as_ref().map_or_else(String::new, |a| a.as_str().to_owned());
            let uses = if address.is_some() { 1 } else { it.uses.clamp(1, USES_MAX) };
            let invitation = Invitation {
                side: it.side,
                unit: it.unit.filter(|_| it.side.inside()),
                organization: it.organization,
                administrator: it.administrator,
                address: text.clone(),
                made_by: me.person(),
            };
            let (id, secret) = w.add_invitation(&invitation, uses).await?;
            let recorded = w.record(Activity::of(me.person(), Verb::Invited, id.0)).await?;
            if address.is_none() {
                return Ok(recorded.with(secret));
            }
            let recipient = me.person();
            let new = NewDelivery { reason: "invitation", message: None, conversation: None, recipient, address: text, secret };
            w.add_delivery(&new).await?;
            Ok(recorded.with(String::new()))
        })
        .await
}

/// Refuses an id that is no party of this kind: an invitation to an organization must not lead into a unit.
async fn must_be(w: &Writing, party: Option<PartyId>, kind: PartyKind, field: &'static str) -> Result<(), Stop> {
    let Some(party) = party else { return Ok(()) };
    match w.party(party).await? {
        Some((found, ..)) if found == kind => Ok(()),
        _ => Err(Refusal::invalid(field, "party-unknown").into()),
    }
}

/// Who comes by an invitation.
#[derive(Clone, Debug)]
pub struct Newcomer {
    /// Her name.
    pub name: String,
    /// Her address; where the invitation was mailed, that address counts.
    pub address: String,
    /// Her password; empty for none.
    pub password: String,
}

/// Comes in by an invitation; gives the session's secret.
///
/// # Errors
/// Refuses a spent link, and an address that somebody has.
pub async fn accept(store: &Store, token: &str, it: Newcomer, agent: &str) -> Result<String, Stop> {
    let token = token.to_owned();
    let agent = agent.chars().filter(|c| !c.is_control()).take(120).collect::<String>();
    let newcomer_name = name::name(&it.name)?;
    let typed = MailAddress::parse(&it.address);
    let hash = if it.password.is_empty() { None } else { Some(crate::password::hash(it.password).await?) };
    store
        .act(async move |w| {
            let Some(invitation) = w.use_invitation(&token).await? else { return Err(spent()) };
            let mailed = !invitation.address.is_empty();
            let address = if mailed { MailAddress::parse(&invitation.address)? } else { typed.clone()? };
            let person = newcomer(w, &invitation, &newcomer_name, &address, mailed).await?;
            if let Some(hash) = hash {
                let me = w.acting(Some(person)).await?;
                w.set_password(&domain::person::may_be_myself(&me.actor, person)?, &hash).await?;
            }
            let (session, secret) = w.add_session(person, &agent, "all", limits::SESSION_DAYS).await?;
            w.record(Activity::of(person, Verb::Joined, person.0)).await?;
            Ok(w.record(Activity::of(person, Verb::SignedIn, session.0)).await?.with(secret))
        })
        .await
}

fn spent() -> Stop {
    Refusal::new("link-spent").into()
}

/// The person an invitation makes: a new one, or the one who only ever wrote letters from the invited address.
async fn newcomer(
    w: &mut Writing,
    it: &Invitation,
    person_name: &str,
    address: &MailAddress,
    proved: bool,
) -> Result<PersonId, Stop> {
    let known = w.person_by_address(address).await?;
    if known.is_some() && !proved {
        return Err(Refusal::invalid("address", "address-taken").into());
    }
    // Who invited may have lost the hat, or left, since.
    let inviter = w.acting(Some(it.made_by)).await.map_err(|stop| if stop.refusal().is_some() { spent() } else { stop })?;
    may_invite(&inviter.actor, it.side).map_err(|_| spent())?;
    let person = match known {
        Some((person, _)) => {
            if it.side.inside() {
                let permit = domain::person::may_administer(&inviter.actor)?;
                // What she said as an outsider was an outsider's, and is in no number about colleagues.
                if !w.side_of(person).await?.is_some_and(Side::inside) {
                    crate::tie::forget(w, person).await?;
                }
                w.set_side(&permit, person, it.side).await?;
            }
            person
        }
        None => w.add_person(person_name, it.side).await?,
    };
    w.add_address(person, address, proved).await?;
    let since = Position::START;
    for party in [it.unit.map(Into::into), it.organization.map(Into::into)].into_iter().flatten() {
        if w.enter_party(person, party, since).await? {
            w.record(Activity::of(it.made_by, Verb::Entered, person.0).other(party.0)).await?;
        }
    }
    if it.administrator {
        w.wear(person, Hat::Administrator, 0).await?;
    }
    Ok(person)
}
