//! Spaces.

use domain::{
    activity::{Activity, Verb},
    address::MailAddress,
    circle::{self, Reach, Sight},
    hat::Hat,
    id::{PartyId, PersonId, Position, SpaceId},
    kind::Kind,
    limits, name, party,
    person::may_administer,
    refusal::Refusal,
    space::may_tend,
};
use store::{Stop, Store, Writing, writing::space::NewSpace};

/// A space to be made, or what it becomes.
#[derive(Clone, Debug)]
pub struct Furnishing {
    /// Its place in URLs; empty to take it from the name.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// Kinds that can be started here.
    pub kinds: Vec<Kind>,
    /// How far it reaches; only at the beginning.
    pub reach: Reach,
    /// Whether outsiders may start here.
    pub open: bool,
    /// Who sees what is started here; only at the beginning.
    pub parties: Vec<PartyId>,
    /// The part of its mail address before the `@`; empty for none.
    pub mail: String,
    /// Days within which a letter into a closed conversation opens it again; `None` to leave it as it is.
    pub reopen_days: Option<i64>,
}

impl Furnishing {
    fn checked(&self) -> Result<NewSpace, Refusal> {
        let name = name::name(&self.name)?;
        let slug = if self.slug.trim().is_empty() { name::slug_of(&name) } else { name::slug(&self.slug)? };
        let purpose = if self.purpose.trim().is_empty() {
            String::new()
        } else {
            name::line("purpose", &self.purpose, limits::SUBJECT_CHARS_MAX)?
        };
        if self.kinds.is_empty() {
            return Err(Refusal::invalid("kinds", "kinds-empty"));
        }
        let mail = if self.mail.trim().is_empty() { None } else { Some(name::slug(&self.mail)?) };
        if mail.as_deref().is_some_and(|mail| mail == "bounce" || mail == "postmaster") {
            return Err(Refusal::invalid("mail", "name-taken"));
        }
        let open = self.open && self.reach == Reach::Outside;
        let reopen_days = self.reopen_days.unwrap_or(limits::REOPEN_DAYS);
        if !(0..=limits::REOPEN_DAYS_MAX).contains(&reopen_days) {
            return Err(Refusal::invalid("reopen_days", "reopen-days-range").with("max", limits::REOPEN_DAYS_MAX));
        }
        Ok(NewSpace { slug, name, purpose, kinds: self.kinds.clone(), open, mail: mail.filter(|_| open), reopen_days })
    }
}

/// Sets in whose name and from which address a space's letters go; empty for their authors' names and its own address.
/// `domains` are those this house may write for.
///
/// # Errors
/// As [`may_tend`]; refuses an address of another's domain: that would be forgery, and mail servers would say so.
pub async fn set_sender(
    store: &Store,
    by: Option<PersonId>,
    space: SpaceId,
    from_name: &str,
    from_address: &str,
    domains: &[String],
) -> Result<(), Stop> {
    let from_name =
        if from_name.trim().is_empty() { String::new() } else { name::line("from_name", from_name, limits::NAME_CHARS_MAX)? };
    let from_address = match from_address.trim() {
        "" => String::new(),
        text => MailAddress::parse(text).map_err(|_| Refusal::invalid("from_address", "address-form"))?.as_str().to_owned(),
    };
    let domain = from_address.rsplit_once('@').map(|(_, domain)| domain.to_owned());
    if domain.is_some_and(|domain| !domains.iter().any(|ours| ours.eq_ignore_ascii_case(&domain))) {
        return Err(Refusal::invalid("from_address", "sender-domain").with("domains", domains.join(", ")).into());
    }
    store
        .act(async move |w| {
            let me = w.acting(by).await?;
            let facts = w.space_facts(&me, space).await?;
            w.set_sender(&may_tend(&me.actor, &facts)?, &from_name, &from_address).await?;
            Ok(w.record(Activity { space: Some(space), ..Activity::of(me.person(), Verb::Arranged, space.0) }).await?)
        })
        .await
}

/// Makes a space; who makes it is its first steward.
///
/// # Errors
/// Refuses who is no administrator, a slug or address that is taken, and parties that do not fit its reach.
pub async fn furnish(store: &Store, by: Option<PersonId>, it: Furnishing) -> Result<SpaceId, Stop> {
    let new = it.checked()?;
    store
        .act(async move |w| {
            let me = w.acting(by).await?;
            let permit = may_administer(&me.actor)?;
            if w.space_by_slug(&new.slug).await?.is_some() {
                return Err(Refusal::invalid("slug", "name-taken").into());
            }
            free_mail(w, new.mail.as_deref(), None).await?;
            let circle = w.add_circle(it.reach).await?;
            let parties = if it.parties.is_empty() { vec![party::EMPLOYEES] } else { it.parties };
            for (n, party) in parties.into_iter().enumerate() {
                let outsiders = crate::conversation::carries_outsiders(w, party).await?;
                circle::may_hold(it.reach, party, outsiders, n)?;
                w.give_sight(circle, it.reach, Sight { party, since: Position::START }, me.person()).await?;
            }
            let space = w.add_space(&permit, &new, circle).await?;
            w.wear(me.person(), Hat::Steward, space.0).await?;
            Ok(w.record(Activity { space: Some(space), ..Activity::of(me.person(), Verb::Arranged, space.0) }).await?.with(space))
        })
        .await
}

async fn free_mail(w: &Writing, mail: Option<&str>, mine: Option<SpaceId>) -> Result<(), Stop> {
    if let Some(mail) = mail
        && w.space_by_mail(mail).await?.is_some_and(|space| Some(space) != mine)
    {
        return Err(Refusal::invalid("mail", "name-taken").into());
    }
    Ok(())
}

/// Changes a space: name, purpose, kinds, whether it is open, its address. Its slug and circle stay.
///
/// # Errors
/// Refuses who is neither steward nor administrator, and an address that is taken.
pub async fn tend(store: &Store, by: Option<PersonId>, space: SpaceId, it: Furnishing) -> Result<(), Stop> {
    store
        .act(async move |w| {
            let me = w.acting(by).await?;
            let facts = w.space_facts(&me, space).await?;
            let permit = may_tend(&me.actor, &facts)?;
            let reopen_days = it.reopen_days.or(Some(w.reopen_days(space).await?));
            let new = Furnishing { reach: facts.reach, reopen_days, ..it }.checked()?;
            free_mail(w, new.mail.as_deref(), Some(space)).await?;
            w.tend_space(&permit, &new).await?;
            Ok(w.record(Activity { space: Some(space), ..Activity::of(me.person(), Verb::Arranged, space.0) }).await?)
        })
        .await
}

/// Changes who sees what is started in a space from now on; conversations that stand keep their circles.
///
/// # Errors
/// Refuses who is neither steward nor administrator, and parties that do not fit the reach.
pub async fn set_party(store: &Store, by: Option<PersonId>, space: SpaceId, party: PartyId, sees: bool) -> Result<(), Stop> {
    store
        .act(async move |w| {
            let me = w.acting(by).await?;
            let facts = w.space_facts(&me, space).await?;
            may_tend(&me.actor, &facts)?;
            if sees {
                let now = w.sights(facts.circle).await?.len();
                circle::may_hold(facts.reach, party, crate::conversation::carries_outsiders(w, party).await?, now)?;
                w.give_sight(facts.circle, facts.reach, Sight { party, since: Position::START }, me.person()).await?;
            } else if !w.take_sight(facts.circle, party).await? {
                return Err(Refusal::hidden().into());
            }
            let line = Activity { space: Some(space), ..Activity::of(me.person(), Verb::Arranged, space.0) };
            Ok(w.record(line.other(party.0)).await?)
        })
        .await
}

/// Makes an employee a steward of a space, or no longer.
///
/// # Errors
/// Refuses who is neither steward nor administrator, and an outsider as steward.
pub async fn set_steward(store: &Store, by: Option<PersonId>, space: SpaceId, person: PersonId, wears: bool) -> Result<(), Stop> {
    store
        .act(async move |w| {
            let me = w.acting(by).await?;
            let facts = w.space_facts(&me, space).await?;
            may_tend(&me.actor, &facts)?;
            let Some((_, side)) = w.person_name(person).await? else { return Err(Refusal::hidden().into()) };
            if !side.inside() {
                return Err(Refusal::new("employees-only").into());
            }
            if wears {
                w.wear(person, Hat::Steward, space.0).await?;
            } else {
                w.take_off(person, Hat::Steward, space.0).await?;
            }
            let line = Activity { space: Some(space), ..Activity::of(me.person(), Verb::Arranged, space.0) };
            Ok(w.record(line.other(person.0)).await?)
        })
        .await
}
