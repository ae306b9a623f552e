//! The table of contents: every URL of the house. Verbs are nouns here: closing is `POST …/closure`.

use crate::{
    administration as admin, answer, assets, attachment, conversation, forwarding, founding, headers, home, house::House,
    idempotency, import, intake, invitation, live, mail_settings, merging, message, mirror, moving, observatory, openapi,
    own_address, person, person_merging, planned, search, settings, sign_in, space, suggestion, terms, waiting,
};
use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware,
    routing::{MethodRouter, get, post},
};

/// Every path with its handlers.
fn table() -> Vec<(&'static str, MethodRouter<House>)> {
    [everybody(), messages(), people(), observing(), administration()].concat()
}

fn everybody() -> Vec<(&'static str, MethodRouter<House>)> {
    vec![
        ("/", get(home::home)),
        ("/found", get(founding::page).post(founding::found)),
        ("/sign-in", get(sign_in::page).post(sign_in::enter)),
        ("/sign-in/{token}", get(sign_in::link).post(sign_in::use_link)),
        ("/sign-out", post(sign_in::leave)),
        ("/invitation/{token}", get(invitation::page).post(invitation::accept)),
        ("/spaces", get(space::spaces)),
        ("/spaces/{slug}", get(space::space)),
        ("/spaces/{slug}/mark", post(space::mark)),
        ("/spaces/{slug}/mail", get(mail_settings::space_page).post(mail_settings::settle_space)),
        ("/spaces/{slug}/new", get(space::new)),
        ("/spaces/{slug}/conversations", post(space::start)),
        ("/conversations/new", get(space::new_somewhere)),
        ("/conversations/{number}", get(conversation::conversation)),
        ("/conversations/{number}/messages", post(conversation::reply)),
        ("/conversations/{number}/audience", get(conversation::audience)),
        ("/conversations/{number}/draft", post(conversation::draft)),
        ("/conversations/{number}/mark", post(conversation::mark)),
        ("/conversations/{number}/closure", post(conversation::close)),
        ("/conversations/{number}/reopening", post(conversation::reopen)),
        ("/conversations/{number}/assignment", post(conversation::assign)),
        ("/conversations/{number}/parties", post(conversation::bring)),
        ("/conversations/{number}/parties/{party}/removal", post(conversation::remove)),
        ("/conversations/{number}/sidebar", post(conversation::open_sidebar)),
        ("/conversations/{number}/answer", post(conversation::accept)),
        ("/conversations/{number}/moving", get(moving::goals)),
        ("/conversations/{number}/moving/{slug}", get(moving::goal).post(moving::go)),
        ("/conversations/{number}/moving-back", post(moving::back)),
        ("/conversations/{number}/merging", get(merging::others)),
        ("/conversations/{number}/merging/{into}", get(merging::other).post(merging::merge)),
        ("/conversations/{number}/parting", post(merging::part)),
        ("/settings", get(settings::page).post(settings::settle)),
        ("/notices/{reason}", get(home::notices)),
        ("/notices/{reason}/seen", post(home::seen)),
        ("/planned", get(planned::page)),
        ("/planned/{id}", post(planned::change)),
        ("/planned/{id}/cancellation", post(planned::cancel)),
        ("/unsubscribe/{token}", get(mail_settings::unsubscribe_page).post(mail_settings::unsubscribe)),
        ("/settings/mail", get(mail_settings::page).post(mail_settings::settle)),
        ("/settings/addresses", get(own_address::page).post(own_address::ask)),
        ("/settings/addresses/{id}/first", post(own_address::put_first)),
        ("/settings/addresses/{id}/removal", post(own_address::remove)),
        ("/settings/addresses/proof/{token}", get(own_address::proof).post(own_address::prove)),
        ("/settings/terms", get(terms::page).post(terms::choose)),
        ("/settings/theme", post(settings::theme)),
        ("/settings/password", post(settings::password)),
        ("/settings/erasure", post(settings::erase)),
        ("/settings/sessions/{id}/end", post(settings::end_session)),
        ("/settings/tokens", post(settings::token)),
        (intake::PATH, post(intake::mail)),
        ("/search", get(search::search)),
        ("/search.atom", get(search::feed)),
        ("/openapi.json", get(openapi::description)),
        ("/live", get(live::live)),
        ("/assets/{name}", get(assets::asset)),
    ]
}

fn messages() -> Vec<(&'static str, MethodRouter<House>)> {
    vec![
        ("/messages/{id}", get(message::permalink)),
        ("/messages/{id}/actions", get(message::actions)),
        ("/messages/{id}/wording", get(message::wording).post(message::edit)),
        ("/messages/{id}/versions", get(message::versions)),
        ("/messages/{id}/original", get(message::original)),
        ("/messages/{id}/deliveries", get(message::deliveries)),
        ("/messages/{id}/taking-back", post(message::take_back)),
        ("/messages/{id}/forwarding", get(forwarding::outward_form).post(forwarding::outward)),
        ("/messages/{id}/forwarding/{slug}", get(forwarding::inward_form).post(forwarding::inward)),
        ("/messages/{id}/deletion", post(message::delete)),
        ("/messages/{id}/reactions", post(message::react)),
        ("/attachments/{id}/{name}", get(attachment::attachment)),
    ]
}

fn people() -> Vec<(&'static str, MethodRouter<House>)> {
    vec![
        ("/people", get(person::people)),
        ("/suggestions", get(suggestion::suggestions)),
        ("/people/{id}", get(person::person)),
        ("/people/{id}/block", post(person::block)),
        ("/people/{id}/merging", get(person_merging::others)),
        ("/people/{id}/merging/{other}", get(person_merging::other).post(person_merging::merge)),
        ("/people/{id}/parting", post(person_merging::part)),
        ("/people/{id}/erasure", post(person::erase)),
        ("/people/{id}/repair", post(person::repair)),
        ("/people/{id}/outreach", post(person::outreach)),
    ]
}

fn observing() -> Vec<(&'static str, MethodRouter<House>)> {
    vec![
        ("/waiting", get(waiting::board)),
        ("/waiting.csv", get(waiting::csv)),
        ("/observatory", get(observatory::page)),
        ("/observatory/units/{id}", get(observatory::unit)),
        ("/observatory/units.csv", get(observatory::units_csv)),
        ("/observatory/pairs.csv", get(observatory::pairs_csv)),
        ("/observatory/figures.csv", get(observatory::figures_csv)),
        ("/mirror", get(mirror::page)),
        ("/mirror.csv", get(mirror::csv)),
    ]
}

fn administration() -> Vec<(&'static str, MethodRouter<House>)> {
    vec![
        ("/administration", get(admin::overview)),
        ("/administration/house", post(admin::house)),
        ("/administration/spaces", get(admin::spaces).post(admin::furnish)),
        ("/administration/spaces/{slug}", get(admin::space).post(admin::tend)),
        ("/administration/spaces/{slug}/sender", post(admin::sender)),
        ("/administration/spaces/{slug}/parties", post(admin::space_party)),
        ("/administration/spaces/{slug}/stewards", post(admin::steward)),
        ("/administration/units", get(admin::units).post(admin::arrange)),
        ("/administration/units/{id}", get(admin::unit).post(admin::rearrange)),
        ("/administration/units/{id}/members", post(admin::member)),
        ("/administration/people", get(admin::people)),
        ("/administration/invitations", post(admin::invite)),
        ("/administration/people/{id}/deactivation", post(admin::deactivate)),
        ("/administration/people/{id}/reactivation", post(admin::reactivate)),
        ("/administration/people/{id}/hat", post(admin::hat)),
        ("/administration/notice", get(terms::notice).post(terms::publish)),
        ("/administration/notice/end", post(terms::end)),
        ("/administration/intake", get(admin::intake)),
        ("/administration/mailboxes", get(admin::mailboxes)),
        ("/administration/imports", get(import::imports)),
        ("/administration/imports/{id}", get(import::import)),
        ("/administration/imports/{id}/undoing", post(import::undo)),
        ("/administration/merged-people", get(person_merging::list)),
        ("/administration/outbox", get(admin::outbox)),
        ("/administration/outbox/retry", post(admin::retry)),
    ]
}

/// Every path, for the test that walks them all.
pub fn paths() -> Vec<&'static str> {
    table().into_iter().map(|(path, _)| path).collect()
}

/// The router with its layers.
pub fn router(house: House) -> Router {
    let routes = table().into_iter().fold(Router::new(), |router, (path, methods)| router.route(path, methods));
    headers::layered(
        routes
            .fallback(answer::not_here)
            .layer(DefaultBodyLimit::disable())
            .layer(middleware::from_fn_with_state(house.clone(), idempotency::once))
            .layer(middleware::from_fn_with_state(house.clone(), answer::settle)),
    )
    .with_state(house)
}
