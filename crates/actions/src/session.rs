//! Coming in and going out: mail links, passwords, sessions, tokens.

use crate::password;
use domain::{
    activity::{Activity, Verb},
    address::MailAddress,
    id::{PersonId, SessionId},
    limits,
    refusal::Refusal,
};
use store::{Stop, Store, writing::outbox::NewDelivery};

/// Characters kept of a browser's name.
const AGENT_CHARS_MAX: usize = 120;

fn short(agent: &str) -> String {
    agent.chars().filter(|c| !c.is_control()).take(AGENT_CHARS_MAX).collect()
}

/// Asks for a sign-in link by mail. Answers alike whether or not anybody has the address.
///
/// # Errors
/// Refuses what is no address; a fault of the store.
pub async fn ask_for_link(store: &Store, address: &str) -> Result<(), Stop> {
    let address = MailAddress::parse(address)?;
    let asked = store
        .act(async move |w| {
            let Some((person, blocked)) = w.person_by_address(&address).await? else { return Err(Refusal::hidden().into()) };
            if blocked || w.person_name(person).await?.is_none() || w.links_asked(person).await? >= limits::SIGN_IN_LINKS_PER_HOUR
            {
                return Err(Refusal::hidden().into());
            }
            let secret = w.add_sign_in(person, &address, limits::SIGN_IN_MINUTES).await?;
            let address = address.as_str().to_owned();
            let new = NewDelivery { reason: "sign-in", message: None, conversation: None, recipient: person, address, secret };
            w.add_delivery(&new).await?;
            Ok(w.record(Activity::of(person, Verb::AskedIn, person.0)).await?)
        })
        .await;
    match asked {
        Err(Stop::Refused(_)) => Ok(()),
        other => other,
    }
}

/// Makes a sign-in link that is handed over by other means than mail: by the command line and the demo.
///
/// # Errors
/// Refuses an address nobody has.
pub async fn link_for(store: &Store, address: &MailAddress, minutes: i64) -> Result<String, Stop> {
    let address = address.clone();
    store
        .act(async move |w| {
            let Some((person, _)) = w.person_by_address(&address).await? else {
                return Err(Refusal::invalid("address", "address-unknown").into());
            };
            let secret = w.add_sign_in(person, &address, minutes).await?;
            Ok(w.record(Activity::of(person, Verb::AskedIn, person.0)).await?.with(secret))
        })
        .await
}

/// Comes in by a link that was mailed; gives the session's secret. The link proves the address.
///
/// # Errors
/// Refuses a link that was used, is too old or never was.
pub async fn enter_by_link(store: &Store, token: &str, agent: &str) -> Result<String, Stop> {
    let (token, agent) = (token.to_owned(), short(agent));
    store
        .act(async move |w| {
            let Some(person) = w.use_sign_in(&token).await? else { return Err(Refusal::new("link-spent").into()) };
            if w.person_name(person).await?.is_none() {
                return Err(Refusal::new("link-spent").into());
            }
            let (session, secret) = w.add_session(person, &agent, "all", limits::SESSION_DAYS).await?;
            Ok(w.record(Activity::of(person, Verb::SignedIn, session.0)).await?.with(secret))
        })
        .await
}

/// Comes in by password; gives the session's secret.
///
/// # Errors
/// One refusal for the unknown address and the wrong password, in the same time.
pub async fn enter_by_password(store: &Store, address: &str, password: String, agent: &str) -> Result<String, Stop> {
    let address = MailAddress::parse(address)?;
    let found = store.password_of(&address).await?;
    let (person, hash) = found.map_or((None, String::new()), |(person, hash)| (Some(person), hash));
    let fits = password::fits(password, hash).await?;
    let Some(person) = person.filter(|_| fits) else { return Err(Refusal::invalid("password", "password-wrong").into()) };
    let agent = short(agent);
    store
        .act(async move |w| {
            let (session, secret) = w.add_session(person, &agent, "all", limits::SESSION_DAYS).await?;
            Ok(w.record(Activity::of(person, Verb::SignedIn, session.0)).await?.with(secret))
        })
        .await
}

/// Makes an access token for programs; gives its secret, shown once.
///
/// # Errors
/// Refuses the stranger, an empty name and unknown scopes.
pub async fn make_token(store: &Store, by: Option<PersonId>, name: &str, scopes: &str, days: i64) -> Result<String, Stop> {
    let name = domain::name::name(name)?;
    let scopes = scopes.split_whitespace().collect::<Vec<_>>().join(" ");
    if scopes.is_empty() || scopes.split(' ').any(|scope| !SCOPES.contains(&scope)) {
        return Err(Refusal::invalid("scopes", "scope-unknown").with("scopes", SCOPES.join(" ")).into());
    }
    let days = days.clamp(1, TOKEN_DAYS_MAX);
    store
        .act(async move |w| {
            let me = w.acting(by).await?;
            let (session, secret) = w.add_session(me.person(), &name, &scopes, days).await?;
            Ok(w.record(Activity::of(me.person(), Verb::SignedIn, session.0)).await?.with(secret))
        })
        .await
}

/// What a token may be allowed.
pub const SCOPES: [&str; 3] = ["read", "write", "admin"];
/// Days a token may last: after a year somebody should look at it again.
const TOKEN_DAYS_MAX: i64 = 366;

/// Ends one of my sessions or tokens.
///
/// # Errors
/// Hidden where it is not mine.
pub async fn leave(store: &Store, by: Option<PersonId>, session: SessionId) -> Result<(), Stop> {
    store
        .act(async move |w| {
            let me = w.acting(by).await?;
            if !w.end_session(me.person(), session).await? {
                return Err(Refusal::hidden().into());
            }
            Ok(w.record(Activity::of(me.person(), Verb::SignedOut, session.0)).await?)
        })
        .await
}

/// Notes that a session is in use; asked for at most every ten minutes.
///
/// # Errors
/// A fault of the store.
pub async fn keep(store: &Store, person: PersonId, session: SessionId) -> Result<(), Stop> {
    store
        .act(async move |w| {
            w.use_session(session).await?;
            Ok(w.record(Activity::of(person, Verb::SignedIn, session.0)).await?)
        })
        .await
}
