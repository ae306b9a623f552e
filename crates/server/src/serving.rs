//! Serving: opens the store, the doors and the consumers, and closes them in order.

use crate::{
    command::in_words,
    consumers::{clocks, deliver, index, measure, notices, overwrite_erased, plans, sort_letters, ties, undo_imports},
    keeping,
    setting::Settings,
};
use anyhow::Context;
use mail::{
    delivery::Deliverer,
    desk::HouseDesk,
    mailbox::{Mailbox, Puller},
    post_office::PostOffice,
    receiver::{Door, Receiver},
    signing::Signer,
    sorting::Sorter,
    truth::{Dns, DnsTrouble, Notary, Trusted},
};
use std::{io::Write, sync::Arc, time::Duration};
use store::{Claim, Store};
use tokio::net::TcpListener;
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use web::{House, Hub, Reach};

/// How long requests and letters under way may take to end when the house stops.
const STOPPING: Duration = Duration::from_secs(10);

/// A house that is served.
pub struct Serving {
    /// The store.
    pub store: Store,
    /// The address people type.
    pub origin: String,
    /// Where letters are taken, if that door is open.
    pub smtp: Option<String>,
    /// Where a mail server of ours hands letters over, if that door is open.
    pub lmtp: Option<String>,
    /// Mailboxes elsewhere whose letters are pulled.
    pub mailboxes: Vec<String>,
    stop: CancellationToken,
    tasks: TaskTracker,
    /// Ours until the process ends.
    _claim: Claim,
}

/// `rapport serve`: until a signal.
///
/// # Errors
/// A database, port or certificate that cannot be used.
pub async fn serve(settings: Settings) -> anyhow::Result<()> {
    let serving = start(&settings).await?;
    announce(&serving, &settings).await?;
    say(&settings, "ready", &serde_json::json!(true), "")?;
    serving.wait().await;
    Ok(())
}

/// Opens everything; returns once all doors are open.
///
/// # Errors
/// As [`serve`].
pub async fn start(settings: &Settings) -> anyhow::Result<Serving> {
    let (store, keys) = Store::open(settings.opening()).await.context("the store cannot be opened")?;
    let claim = store.claim(&settings.data_dir).await?;
    // Before any door opens: nobody may meet whom a restored backup brought back.
    let back = actions::erasure::replay(&store, &views::words::erased()).await.map_err(in_words)?;
    if back > 0 {
        tracing::warn!(people = back, "a restored backup held people who were erased; they are erased again");
    }
    let keys = Arc::new(keys);
    let (stop, tasks) = (CancellationToken::new(), TaskTracker::new());
    let web_door = TcpListener::bind(&settings.listen).await.with_context(|| format!("cannot listen on {}", settings.listen))?;
    let origin = settings.origin(&web_door.local_addr()?.to_string());
    let relay = settings.relay()?;
    let mailboxes = settings.mailboxes()?;
    let office = PostOffice::open(&store, &settings.mail_domain, &origin).await?;
    let office = office.with_mailboxes(mailboxes.iter().filter_map(Mailbox::alias));
    let (smtp_door, lmtp_door) = (mail_door(&settings.smtp).await?, mail_door(&settings.lmtp).await?);
    let place = |door: &Option<Door>| door.as_ref().map(Door::place).transpose();
    let (smtp, lmtp) = (place(&smtp_door)?, place(&lmtp_door)?);
    let hub = Hub::new(store.clone(), stop.clone());
    tasks.spawn(hub.clone().follow(store.head().await?));
    let reach = Reach {
        origin: origin.clone(),
        mail_domain: settings.mail_domain.clone(),
        smtp: smtp.clone(),
        relay: relay.is_some(),
        proxies: settings.proxies,
        intake_token: settings.intake_token.clone(),
        sender_domains: settings.sender_domains.clone(),
    };
    let house = House::new(store.clone(), hub, reach);
    tasks.spawn(web::serve(web_door, house, stop.clone()));
    if let Some(door) = smtp_door {
        let receiver = receiver(settings, HouseDesk::new(store.clone(), office.clone()))?;
        tasks.spawn(receiver.serve(door, stop.clone()));
    }
    if let Some(door) = lmtp_door {
        let receiver = receiver(settings, HouseDesk::new(store.clone(), office.clone()).behind("lmtp"))?;
        tasks.spawn(receiver.speaking_lmtp().serve(door, stop.clone()));
    }
    let pulled = mailboxes.iter().map(Mailbox::name).collect();
    for mailbox in mailboxes {
        tasks.spawn(Puller::new(store.clone(), office.clone(), mailbox).follow(stop.clone()));
    }
    let sorter = Sorter::new(store.clone(), keys.clone(), office.clone()).with_notary(notary(settings)?);
    tasks.spawn(sort_letters::follow(store.clone(), sorter, stop.clone()));
    let signer = Signer::open(&store, &settings.mail_domain).await?.and_for(&settings.sender_domains);
    tasks.spawn(plans::follow(store.clone(), keys.clone(), stop.clone()));
    tasks.spawn(undo_imports::follow(store.clone(), stop.clone()));
    tasks.spawn(measure::follow(store.clone(), keys.clone(), stop.clone()));
    let deliverer = Deliverer::new(store.clone(), keys, office, relay).signed_by(signer);
    tasks.spawn(deliver::follow(store.clone(), deliverer, stop.clone()));
    tasks.spawn(notices::follow(store.clone(), stop.clone()));
    tasks.spawn(index::follow(store.clone(), stop.clone()));
    tasks.spawn(ties::follow(store.clone(), stop.clone()));
    tasks.spawn(clocks::follow(store.clone(), stop.clone()));
    tasks.spawn(keeping::look_at_log(store.clone(), stop.clone()));
    tasks.spawn(keeping::sweep(store.clone(), settings.pasts(), stop.clone()));
    tasks.spawn(overwrite_erased::follow(store.clone(), stop.clone()));
    tasks.spawn(keeping::expire_backups(settings.data_dir.join("backups"), stop.clone()));
    tasks.close();
    Ok(Serving { store, origin, smtp, lmtp, mailboxes: pulled, stop, tasks, _claim: claim })
}

async fn mail_door(place: &str) -> anyhow::Result<Option<Door>> {
    match place {
        "off" | "" => Ok(None),
        place => Ok(Some(Door::open(place).await.with_context(|| format!("cannot take mail on {place}"))?)),
    }
}

fn receiver(settings: &Settings, desk: HouseDesk) -> anyhow::Result<Receiver> {
    let receiver = Receiver::new(&settings.mail_domain, &[&settings.mail_domain], Arc::new(desk));
    Ok(match (&settings.tls_cert, &settings.tls_key) {
        (Some(cert), Some(key)) => receiver.with_tls(keeping::tls(cert, key)?),
        _ => receiver,
    })
}

/// Who finds out whether letters are from whom they say.
///
/// # Errors
/// A resolver that is none, in words.
pub fn notary(settings: &Settings) -> anyhow::Result<Notary> {
    let trusted = Trusted {
        servers: settings.trusted_authserv_id.clone(),
        addresses: settings.trusted_mx.clone(),
        sealers: settings.trusted_arc.clone(),
    };
    match Notary::new(&settings.dns.parse()?, &settings.mail_domain, trusted.clone()) {
        // A machine without resolvers still serves; its letters are not checked.
        Err(DnsTrouble::System(why)) => {
            tracing::warn!(why, "senders are not checked: give a resolver with --dns");
            Ok(Notary::new(&Dns::Off, &settings.mail_domain, trusted)?)
        }
        made => Ok(made?),
    }
}

impl Serving {
    /// Waits for a signal, then stops.
    pub async fn wait(self) {
        keeping::signal().await;
        tracing::info!("stopping");
        self.stop.cancel();
        if tokio::time::timeout(STOPPING, self.tasks.wait()).await.is_err() {
            tracing::warn!("some work did not end in time; what was acknowledged is kept");
        }
    }
}

/// Says where everything is, and how to begin.
///
/// # Errors
/// A terminal that cannot be written, or a fault of the store.
pub async fn announce(serving: &Serving, settings: &Settings) -> anyhow::Result<()> {
    say(settings, "listening", &serde_json::json!(serving.origin), &format!("Pages and API   {}", serving.origin))?;
    if let Some(smtp) = &serving.smtp {
        say(
            settings,
            "smtp",
            &serde_json::json!(smtp),
            &format!("Mail comes in   {smtp}, for addresses @{}", settings.mail_domain),
        )?;
    }
    if let Some(lmtp) = &serving.lmtp {
        say(settings, "lmtp", &serde_json::json!(lmtp), &format!("and is handed   {lmtp}, by LMTP"))?;
    }
    for mailbox in &serving.mailboxes {
        say(settings, "mailbox", &serde_json::json!(mailbox), &format!("and is pulled   {mailbox}"))?;
    }
    if settings.smtp_relay.is_none() && !settings.json {
        let words = "Mail goes out   not yet: letters wait in the outbox until you give a relay (--smtp-relay smtp://host:25)";
        say(settings, "", &serde_json::json!(null), words)?;
    }
    if !settings.json {
        let kept =
            settings.database.as_ref().map_or_else(|| settings.data_dir.display().to_string(), |_| String::from("PostgreSQL"));
        say(settings, "", &serde_json::json!(null), &format!("Everything lies {kept}"))?;
    }
    if serving.store.people_count().await? == 0 {
        let link = format!("{}/found?key={}", serving.origin, web::founding_key(&serving.store).await?);
        say(settings, "found", &serde_json::json!(link), &format!("\nFound your house: {link}\n"))?;
    }
    Ok(())
}

/// Prints one fact: for a person, or as a line of JSON.
///
/// # Errors
/// A terminal that cannot be written.
pub fn say(settings: &Settings, name: &str, value: &serde_json::Value, words: &str) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    if settings.json {
        if !name.is_empty() {
            writeln!(out, "{}", serde_json::json!({ name: value }))?;
        }
    } else if !words.is_empty() {
        writeln!(out, "{words}")?;
    }
    out.flush()
}
