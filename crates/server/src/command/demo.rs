//! `rapport demo`: the little company, with a sign-in link for each of its people.

use super::in_words;
use crate::{
    serving::{announce, say, start},
    setting::Settings,
};
use anyhow::ensure;
use domain::{address::MailAddress, moment::DAY, moment::MINUTE};
use std::path::Path;

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
    let serving = start(&settings).await?;
    let store = serving.store.clone();
    if store.people_count().await? == 0 {
        company::build(&store).await.map_err(in_words)?;
    }
    let demo = store.setting("house-name").await?.is_some_and(|name| name == company::NAME);
    ensure!(demo, "{} holds another house; give the demo a directory of its own (--data-dir)", settings.data_dir.display());
    announce(&serving, &settings).await?;
    say(&settings, "", &serde_json::json!(null), "\nSign in as")?;
    for resident in company::PEOPLE {
        let address = MailAddress::parse(resident.address)?;
        let token = actions::session::link_for(&store, &address, LINK_MINUTES).await.map_err(in_words)?;
        let link = format!("{}/sign-in/{token}", serving.origin);
        let value = serde_json::json!({ "name": resident.name, "link": link });
        say(&settings, "sign_in", &value, &format!("  {:<18} {:<9} {link}", resident.name, resident.side.word()))?;
    }
    say(&settings, "ready", &serde_json::json!(true), "")?;
    serving.wait().await;
    Ok(())
}
