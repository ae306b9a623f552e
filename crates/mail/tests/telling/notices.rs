//! Notifications and digests by mail.

use crate::sink::{DOMAIN, ORIGIN, Sink, Taken, derive};
use actions::{
    Saw,
    conversation::{self, Bringing},
    message::{self, Replying},
    reading_mark, telling,
};
use domain::{
    habit::Habit,
    id::ConversationId,
    moment::{DAY, HOUR, MINUTE},
    telling::{Level, Reason, Scope},
};
use testkit::{House, in_company};

async fn says(house: &House, who: &str, conversation: ConversationId, body: &str) -> message::Written {
    let it = Replying { conversation, body: body.to_owned(), answers: None, attachments: Vec::new(), saw: Saw::default() };
    message::reply(house.store(), house.by(who), it).await.expect("she may write here")
}

fn to<'a>(taken: &'a [Taken], who: &str) -> Vec<&'a Taken> {
    taken.iter().filter(|it| it.to().starts_with(who)).collect()
}

/// What the company said before stays behind: the night is over, and every letter of it has gone.
async fn begun(house: &House) -> Sink {
    let sink = Sink::of(house).await;
    derive(house).await;
    house.test().clock().advance(9 * DAY);
    sink.receive(house).await;
    // Noon, so that nobody sleeps.
    let past_midnight = house.test().now().0.rem_euclid(DAY);
    house.test().clock().advance(DAY - past_midnight + 12 * HOUR);
    sink
}

#[test]
fn a_burst_is_one_letter_that_says_why_and_can_be_answered_and_stopped() {
    in_company(async |house| {
        let sink = begun(house).await;
        let ride = house.conversation("ride");
        let first = says(house, "felix", ride, "Half past five instead, @sami.koskinen?").await;
        let second = says(house, "felix", ride, "And bring lights.").await;
        assert!(to(&sink.receive(house).await, "sami").is_empty(), "the burst may go on");
        house.test().clock().advance(4 * MINUTE);
        let taken = sink.receive(house).await;
        let [it] = to(&taken, "sami")[..] else { panic!("{taken:#?}") };
        let letter = it.letter();
        for words in ["Half past five instead", "And bring lights.", "you were mentioned", "somebody answered you"] {
            assert!(letter.text.contains(words), "{words}: {}", letter.text);
        }
        assert_eq!(letter.subject, "Re: Friday ride: mill pond and back");
        assert_eq!(it.header("Message-ID"), Some(format!("<m.{}@{DOMAIN}>", second.message)));
        let references = it.header("References").expect("it threads");
        assert!(references.starts_with(&format!("<c.{ride}@{DOMAIN}>")) && !references.contains(&first.message.to_string()));
        assert_eq!(it.header("In-Reply-To"), references.split_whitespace().last().map(str::to_owned));
        assert_eq!(it.header("Auto-Submitted").as_deref(), Some("auto-generated"));
        assert_eq!(it.header("List-Id"), Some(format!("<talk.{DOMAIN}>")));
        assert_eq!(it.header("List-Unsubscribe-Post").as_deref(), Some("List-Unsubscribe=One-Click"));
        let stop = it.header("List-Unsubscribe").expect("it can be stopped");
        assert!(stop.starts_with(&format!("<{ORIGIN}/unsubscribe/")) && stop.contains(", <mailto:unsubscribe+"), "{stop}");
        assert!(letter.reply_to[0].address.starts_with("postmaster+r"), "{:?}", letter.reply_to);
        assert_eq!(letter.from[0].name.as_deref(), Some("Felix Brandt (Velo Lind)"));

        // What was told is not told again, and the next letter hangs below this one.
        let third = says(house, "felix", ride, "@sami.koskinen last one").await;
        house.test().clock().advance(4 * MINUTE);
        let taken = sink.receive(house).await;
        let [it] = to(&taken, "sami")[..] else { panic!("{taken:#?}") };
        assert!(!it.letter().text.contains("And bring lights."));
        assert_eq!(it.header("In-Reply-To"), Some(format!("<m.{}@{DOMAIN}>", second.message)));
        assert_eq!(it.header("Message-ID"), Some(format!("<m.{}@{DOMAIN}>", third.message)));
    });
}

#[test]
fn what_was_read_taken_away_or_deleted_meanwhile_is_not_mailed() {
    in_company(async |house| {
        let sink = begun(house).await;
        let (ride, creak) = (house.conversation("ride"), house.conversation("creak"));
        let said = says(house, "felix", ride, "@sami.koskinen @mei.tan @ravi.nair look").await;
        let gone = says(house, "mei", ride, "@nora.beck never mind").await;
        conversation::bring(house.store(), house.by("tomas"), creak, Bringing { party: house.party("mei"), past: false })
            .await
            .expect("he may bring her");
        derive(house).await;
        reading_mark::read(house.store(), house.by("sami"), ride, said.position).await.expect("he reads it");
        message::delete(house.store(), house.by("mei"), gone.message).await.expect("it is hers");
        conversation::remove(house.store(), house.by("tomas"), creak, house.party("mei")).await.expect("he may");
        house.test().clock().advance(4 * MINUTE);
        let taken = sink.receive(house).await;
        assert_eq!(to(&taken, "sami").len(), 0, "he has read it");
        assert_eq!(to(&taken, "nora").len(), 0, "it is deleted");
        assert_eq!(to(&taken, "ravi").len(), 1);
        assert!(to(&taken, "mei").iter().all(|it| !it.letter().subject.contains("Creaking")), "she no longer sees it");
        let eyes = house.eyes("dora").await;
        let fates = eyes.outbox(domain::id::DeliveryId(i64::MAX)).await.expect("the store answers");
        for words in ["read-meanwhile", "sight-ended"] {
            assert!(fates.iter().any(|it| it.state == "withheld" && it.words == words), "{words}");
        }
    });
}

#[test]
fn however_much_was_read_meanwhile_what_is_new_is_told() {
    in_company(async |house| {
        let (sink, ride) = (begun(house).await, house.conversation("ride"));
        says(house, "sami", ride, "When?").await;
        says(house, "felix", ride, "The first").await;
        derive(house).await;
        for n in 0..domain::limits::NOTICE_WINDOWS_MAX * domain::limits::PAGE_MESSAGES {
            says(house, "mei", ride, &format!("number {n}")).await;
        }
        let read = house.store().head().await.expect("the store answers");
        says(house, "felix", ride, "At last.").await;
        reading_mark::read(house.store(), house.by("sami"), ride, read).await.expect("he reads it, but for the last");
        house.test().clock().advance(4 * MINUTE);
        let taken = sink.receive(house).await;
        let [it] = to(&taken, "sami")[..] else { panic!("{taken:#?}") };
        let text = it.letter().text;
        assert!(text.contains("At last.") && !text.contains("number"), "{text}");
    });
}

#[test]
fn quiet_hours_hold_letters_until_her_own_morning() {
    in_company(async |house| {
        let sink = begun(house).await;
        let settings =
            |zone: &str| actions::person::Settings { name: "Sami Koskinen".into(), time_zone: zone.into(), theme: String::new() };
        // At noon UTC it is nine in the evening in Tokyo.
        actions::person::settle(house.store(), house.by("sami"), settings("Asia/Tokyo")).await.expect("a zone");
        says(house, "felix", house.conversation("ride"), "@sami.koskinen @mei.tan?").await;
        derive(house).await;
        house.test().clock().advance(10 * MINUTE);
        let taken = sink.receive(house).await;
        assert_eq!((to(&taken, "mei").len(), to(&taken, "sami").len()), (1, 0));
        house.test().clock().advance(9 * HOUR + 49 * MINUTE);
        assert!(to(&sink.receive(house).await, "sami").is_empty(), "one minute to seven");
        house.test().clock().advance(MINUTE);
        assert_eq!(to(&sink.receive(house).await, "sami").len(), 1);
        // Who wants no quiet gets it at once.
        let awake = Habit { quiet_from: 0, quiet_until: 0, ..Habit::default() };
        telling::settle_habit(house.store(), house.by("sami"), awake).await.expect("hours");
        house.test().clock().advance(15 * HOUR);
        says(house, "felix", house.conversation("ride"), "@sami.koskinen again").await;
        derive(house).await;
        house.test().clock().advance(4 * MINUTE);
        assert_eq!(to(&sink.receive(house).await, "sami").len(), 1);
    });
}

#[test]
fn a_digest_comes_at_her_hour_with_what_is_still_new() {
    in_company(async |house| {
        let sink = begun(house).await;
        let (ride, coffee) = (house.conversation("ride"), house.conversation("coffee"));
        for conversation in [ride, coffee] {
            reading_mark::read(house.store(), house.by("ravi"), conversation, house.store().head().await.unwrap()).await.unwrap();
        }
        telling::choose(house.store(), house.by("ravi"), None, vec![(Reason::Mentioned, Some(Level::Digest))]).await.unwrap();
        says(house, "felix", ride, "@ravi.nair one").await;
        let read = says(house, "nora", coffee, "@ravi.nair two").await;
        derive(house).await;
        house.test().clock().advance(HOUR);
        assert!(to(&sink.receive(house).await, "ravi").is_empty());
        reading_mark::read(house.store(), house.by("ravi"), coffee, read.position).await.unwrap();
        house.test().clock().advance(19 * HOUR);
        let taken = sink.receive(house).await;
        let [it] = to(&taken, "ravi")[..] else { panic!("{taken:#?}") };
        let letter = it.letter();
        assert!(letter.subject.contains("one conversation"), "{}", letter.subject);
        assert!(letter.text.contains("Friday ride") && !letter.text.contains("coffee"), "{}", letter.text);
        house.test().clock().advance(DAY);
        assert!(to(&sink.receive(house).await, "ravi").is_empty(), "nothing is new");
    });
}

#[test]
fn somebody_who_stopped_a_space_hears_of_it_no_more_and_stopping_twice_changes_nothing() {
    in_company(async |house| {
        let sink = begun(house).await;
        let ride = house.conversation("ride");
        let (sami, talk) = (house.company.person("sami"), house.space("talk"));
        says(house, "felix", ride, "@sami.koskinen still on?").await;
        derive(house).await;
        let token = telling::unsubscribe_token(house.store(), sami, Some(talk)).await.unwrap();
        for _ in 0..2 {
            telling::unsubscribe(house.store(), &token, Scope::Space).await.unwrap();
        }
        house.test().clock().advance(4 * MINUTE);
        assert!(to(&sink.receive(house).await, "sami").is_empty(), "what was queued is withheld");
        says(house, "felix", ride, "@sami.koskinen hello?").await;
        says(house, "ines", house.conversation("warranty"), "@sami.koskinen here it works").await;
        derive(house).await;
        house.test().clock().advance(4 * MINUTE);
        let taken = sink.receive(house).await;
        let subjects: Vec<String> = to(&taken, "sami").iter().map(|it| it.letter().subject).collect();
        assert_eq!(subjects, ["Re: What we say about second-hand frames"]);
        // Everything is everything, also what she had chosen for a space.
        telling::unsubscribe(house.store(), &token, Scope::Everything).await.unwrap();
        let choices = house.eyes("sami").await.my_choices().await.unwrap();
        assert!(choices.iter().all(|choice| choice.level == Level::Never && choice.space.is_none()), "{choices:?}");
        assert!(telling::unsubscribe(house.store(), "made-up", Scope::Everything).await.is_err());
    });
}

#[test]
fn people_outside_get_no_notification_of_what_they_get_as_a_letter_anyway() {
    in_company(async |house| {
        let sink = begun(house).await;
        says(house, "tomas", house.conversation("creak"), "A new cup is on its way.").await;
        says(house, "bram", house.conversation("hubs"), "Number 3 is fine after all.").await;
        derive(house).await;
        house.test().clock().advance(5 * MINUTE);
        let taken = sink.receive(house).await;
        assert_eq!(to(&taken, "maya").len(), 1, "the letter itself");
        assert!(to(&taken, "maya")[0].header("List-Id").is_none());
        // The partner's people see the conversation by their group; those it answers are told.
        let emil = to(&taken, "emil");
        assert_eq!(emil.len(), 1, "he spoke last before");
        assert!(emil[0].header("List-Id").is_some());
    });
}
