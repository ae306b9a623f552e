//! What I am told by mail: my choices, and stopping it without signing in.

use crate::{
    answer::{Trouble, done, page as show, page_again, shown},
    entry::Visitor,
    form::Form,
    house::House,
};
use actions::telling::{self as act, Wanted};
use axum::{
    extract::{Path, State},
    response::Response,
};
use domain::{
    habit::{Habit, Rhythm},
    refusal::Refusal,
    telling::{Level, Reason, Scope},
};
use store::Stop;
use views::{mail_settings::MailSettingsView, unsubscribe::UnsubscribeView};

shown!(MailSettingsView, UnsubscribeView);

/// `GET /settings/mail`.
pub async fn page(State(house): State<House>, visitor: Visitor) -> Result<Response, Trouble> {
    visitor.signed_in()?;
    let reading = visitor.reading(&house);
    show(&house, &visitor, MailSettingsView::gather(&reading, None)).await
}

/// `GET /spaces/{slug}/mail`.
pub async fn space_page(State(house): State<House>, visitor: Visitor, Path(slug): Path<String>) -> Result<Response, Trouble> {
    visitor.signed_in()?;
    let reading = visitor.reading(&house);
    show(&house, &visitor, MailSettingsView::gather(&reading, Some(&slug))).await
}

/// `POST /settings/mail`: what is not sent stays as it is.
pub async fn settle(State(house): State<House>, visitor: Visitor, form: Form) -> Result<Response, Trouble> {
    visitor.signed_in()?;
    match settled(&house, &visitor, &form).await {
        Ok(()) => Ok(done(&visitor, "/settings/mail")),
        Err(stop) => {
            let reading = visitor.reading(&house);
            page_again(&house, &visitor, stop, ("/settings/mail", form.fields), MailSettingsView::gather(&reading, None)).await
        }
    }
}

async fn settled(house: &House, visitor: &Visitor, form: &Form) -> Result<(), Stop> {
    let (wanted, now) = (wanted(form)?, visitor.reading(house).my_habit().await?);
    let habit = habit(form, &now)?;
    act::choose(house.store(), visitor.person(), None, wanted).await?;
    if habit != *now {
        act::settle_habit(house.store(), visitor.person(), habit).await?;
    }
    Ok(())
}

/// `POST /spaces/{slug}/mail`.
pub async fn settle_space(
    State(house): State<House>,
    visitor: Visitor,
    Path(slug): Path<String>,
    form: Form,
) -> Result<Response, Trouble> {
    let reading = visitor.reading(&house);
    let space = reading.space(&slug).await?.ok_or_else(Refusal::hidden)?;
    let path = format!("/spaces/{slug}/mail");
    let chosen = match wanted(&form) {
        Ok(wanted) => act::choose(house.store(), visitor.person(), Some(space.id), wanted).await,
        Err(refusal) => Err(refusal.into()),
    };
    match chosen {
        Ok(()) => Ok(done(&visitor, &path)),
        Err(stop) => {
            page_again(&house, &visitor, stop, (&path, form.fields), MailSettingsView::gather(&reading, Some(&slug))).await
        }
    }
}

/// A field for each reason, with a level; empty takes the choice back.
fn wanted(form: &Form) -> Result<Vec<Wanted>, Refusal> {
    let mut wanted = Vec::new();
    for reason in Reason::ALL {
        match form.get(reason.word()) {
            None => {}
            Some("") => wanted.push((*reason, None)),
            Some(word) => {
                let level = Level::from_word(word).ok_or(Refusal::invalid("level", "level-unknown"))?;
                wanted.push((*reason, Some(level)));
            }
        }
    }
    Ok(wanted)
}

fn habit(form: &Form, now: &Habit) -> Result<Habit, Refusal> {
    let rhythm = match form.get("digest") {
        None => now.rhythm,
        Some(word) => Rhythm::from_word(word).ok_or(Refusal::invalid("digest", "level-unknown"))?,
    };
    let hour = |name: &'static str, now: i8| Ok::<_, Refusal>(form.number::<i8>(name)?.unwrap_or(now));
    Ok(Habit {
        rhythm,
        hour: hour("hour", now.hour)?,
        quiet_from: hour("quiet_from", now.quiet_from)?,
        quiet_until: hour("quiet_until", now.quiet_until)?,
    })
}

/// `GET /unsubscribe/{token}`: looks, stops nothing (RFC 8058, 3.1).
pub async fn unsubscribe_page(
    State(house): State<House>,
    visitor: Visitor,
    Path(token): Path<String>,
) -> Result<Response, Trouble> {
    let found = act::read_unsubscribe_token(house.store(), &token).await?;
    let (person, space) = found.ok_or_else(Refusal::hidden)?;
    let view = UnsubscribeView::gather(house.store(), &token, person, space, None).await?;
    show(&house, &visitor, async { Ok::<_, Trouble>(Some(view)) }).await
}

/// `POST /unsubscribe/{token}`: by the page's button, or by a mail program's own (RFC 8058): no cookie, no redirect, and
/// the same again changes nothing.
pub async fn unsubscribe(
    State(house): State<House>,
    visitor: Visitor,
    Path(token): Path<String>,
    form: Form,
) -> Result<Response, Trouble> {
    let found = act::read_unsubscribe_token(house.store(), &token).await?;
    let (person, space) = found.ok_or_else(Refusal::hidden)?;
    let scope = form.get("scope").and_then(Scope::from_word).unwrap_or(Scope::Space);
    act::unsubscribe(house.store(), &token, scope).await?;
    let stopped = if space.is_none() && scope == Scope::Space { Scope::Everything } else { scope };
    let view = UnsubscribeView::gather(house.store(), &token, person, space, Some(stopped)).await?;
    show(&house, &visitor, async { Ok::<_, Trouble>(Some(view)) }).await
}
