//! `rapport demo`: the company with some weeks of life behind it, and a sign-in link for each of its named people.

use super::in_words;
use crate::{
    consumers,
    serving::{announce, say, start},
    setting::Settings,
};
use actions::terms::Publishing;
use anyhow::ensure;
use company::{Climate, Life, Manner};
use domain::{
    address::MailAddress,
    moment::{DAY, MINUTE},
};
use std::{path::Path, sync::Arc};
use store::{Clock, ManualClock, Store, SystemClock};

/// Days the company has lived through when the demo opens: a quarter, so that nine windows of the observatory have closed.
const DAYS_LIVED: i64 = 90;

/// From this day on units talk with each other and who asks is answered: the observatory tells of it.
const DAY_OF_CHANGE: i64 = 45;

/// From which the demo's life is rolled: the same company for everybody, each time.
const SEED: u64 = 18;

/// Minutes the demo's links work: a day, so that a visitor can come back after lunch.
const LINK_MINUTES: i64 = DAY / MINUTE;

/// Starts the demo in a directory of its own.
///
/// # Errors
/// A directory that holds a house which is not the demo's.
pub async fn run(mut settings: Settings) -> anyhow::Result<()> {
    if settings.data_dir == Path::new("rapport-data") {
        settings.data_dir = Path::new("rapport-data").join("demo");
    }
    move_in(&settings).await?;
    let serving = start(&settings).await?;
    let store = serving.store.clone();
    let demo = store.setting("house-name").await?.is_some_and(|name| name == company::NAME);
    ensure!(demo, "{} holds another house; give the demo a directory of its own (--data-dir)", settings.data_dir.display());
    announce(&serving, &settings).await?;
    say(&settings, "", &serde_json::json!(null), "\nSign in as")?;
    for (name, address, side) in company::cast() {
        let address = MailAddress::parse(address)?;
        let token = actions::session::link_for(&store, &address, LINK_MINUTES).await.map_err(in_words)?;
        let link = format!("{}/sign-in/{token}", serving.origin);
        let value = serde_json::json!({ "name": name, "link": link });
        say(&settings, "sign_in", &value, &format!("  {:<18} {:<9} {link}", name, side.word()))?;
    }
    let words = format!(
        "\nEverybody else comes in by a link as well; addresses stand on the pages of people:\n  \
         rapport sign-in ida.lund@velo-lind.example --data-dir {} --origin {}",
        settings.data_dir.display(),
        serving.origin,
    );
    say(&settings, "", &serde_json::json!(null), &words)?;
    say(&settings, "ready", &serde_json::json!(true), "")?;
    serving.wait().await;
    Ok(())
}

/// Lets the company live through its days before today, on a clock moved by hand, where the house is empty.
async fn move_in(settings: &Settings) -> anyhow::Result<()> {
    let clock = Arc::new(ManualClock::at(SystemClock.now().plus(-DAYS_LIVED * DAY)));
    let (store, _) = Store::open(settings.opening().clock(clock.clone())).await?;
    if store.people_count().await? > 0 {
        return Ok(());
    }
    let later = Some((DAY_OF_CHANGE, Climate::OPENED));
    let life = Life { seed: SEED, days: DAYS_LIVED, climate: Climate::WALLED, later };
    let pass = |micros: i64| clock.advance(micros);
    let began = store.clock().now();
    let (company, _) = life.live(&store, &Manner { pass: &pass, words: &str::to_owned }).await.map_err(in_words)?;
    // What its people were told of in those days goes to nobody either.
    consumers::notices::catch_up(&store).await.map_err(in_words)?;
    actions::delivery::arrived_long_ago(&store, &views::words::of_the_past()).await.map_err(in_words)?;
    // Its people were told before they began what is measured of them, and the observatory is worth a look.
    let notice = Publishing {
        words: views::words::t("notice-proposal").into_owned(),
        group_min: domain::limits::GROUP_PEOPLE_MIN,
        counts_from: Some(began),
    };
    let founder = company.people.first().map(|resident| resident.person);
    actions::terms::publish(&store, founder, notice).await.map_err(in_words)
}
