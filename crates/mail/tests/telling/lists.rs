//! A space that is lived in by mail.

use crate::sink::{DOMAIN, Sink, Taken, derive};
use actions::{
    Saw,
    conversation::{self, Starting},
    message::{self, Replying},
    telling,
};
use domain::{
    kind::Kind,
    moment::{DAY, MINUTE, SECOND},
    telling::{Level, Reason},
};
use testkit::{House, in_company};

async fn lives_by_mail(house: &House, who: &str, space: &str) {
    let every = vec![(Reason::Every, Some(Level::Now))];
    telling::choose(house.store(), house.by(who), Some(house.space(space)), every).await.expect("she sees the space");
}

fn to<'a>(taken: &'a [Taken], who: &str) -> Vec<&'a Taken> {
    taken.iter().filter(|it| it.to().starts_with(who)).collect()
}

#[test]
fn each_message_is_a_letter_that_threads_and_can_be_answered() {
    in_company(async |house| {
        let sink = Sink::of(house).await;
        derive(house).await;
        house.test().clock().advance(9 * DAY);
        sink.receive(house).await;
        for (who, space) in [("ravi", "talk"), ("lena", "support"), ("emil", "wheels")] {
            lives_by_mail(house, who, space).await;
        }
        let new = Starting {
            space: house.space("talk"),
            kind: Kind::Talk,
            subject: String::from("Lost glove"),
            body: String::from("Left, blue. @ravi.nair?"),
            inside: false,
            with: Vec::new(),
            to: String::new(),
            attachments: Vec::new(),
            saw: None,
        };
        let started = conversation::start(house.store(), house.by("nora"), new).await.unwrap();
        let answer = |conversation, body: &str| Replying {
            conversation,
            body: body.to_owned(),
            answers: None,
            attachments: Vec::new(),
            saw: Saw::default(),
        };
        // An answer comes later than what it answers.
        house.test().clock().advance(SECOND);
        let answered = message::reply(house.store(), house.by("felix"), answer(started.conversation, "Mine!")).await.unwrap();
        message::reply(house.store(), house.by("ravi"), answer(started.conversation, "Good.")).await.unwrap();
        message::reply(house.store(), house.by("tomas"), answer(house.conversation("creak"), "How is it?")).await.unwrap();
        message::reply(house.store(), house.by("bram"), answer(house.conversation("hubs"), "Fine.")).await.unwrap();
        derive(house).await;
        assert!(sink.receive(house).await.is_empty(), "it can still be taken back");
        house.test().clock().advance(11 * SECOND);
        let taken = sink.receive(house).await;
        let mut ravi = to(&taken, "ravi");
        ravi.sort_by_key(|it| it.letter().text.contains("Mine!"));
        let [first, second] = ravi[..] else { panic!("his own words are not sent to him, nor twice: {ravi:#?}") };
        assert_eq!(first.header("Message-ID"), Some(format!("<m.{}@{DOMAIN}>", started.message)));
        assert_eq!(second.header("Message-ID"), Some(format!("<m.{}@{DOMAIN}>", answered.message)));
        assert_eq!(second.header("In-Reply-To"), Some(format!("<m.{}@{DOMAIN}>", started.message)));
        assert_eq!((first.letter().subject.as_str(), second.letter().subject.as_str()), ("Lost glove", "Re: Lost glove"));
        assert_eq!(second.header("List-Post").as_deref(), Some("NO"), "the space has no address");
        assert_eq!(second.header("Precedence").as_deref(), Some("list"));
        assert!(second.header("Auto-Submitted").is_none(), "these are a person's words");
        assert!(second.letter().reply_to[0].address.contains("+r"));
        let lena = to(&taken, "lena");
        assert_eq!(lena.len(), 1);
        assert_eq!(lena[0].header("List-Post"), Some(format!("<mailto:support@{DOMAIN}>")));
        assert_eq!(lena[0].header("List-Id"), Some(format!("<support.{DOMAIN}>")));
        assert_eq!(lena[0].letter().to[0].address, format!("support@{DOMAIN}"));
        assert_eq!(to(&taken, "emil").len(), 1, "partners too");
        // Neither is told once more of what he got as a letter.
        house.test().clock().advance(10 * MINUTE);
        let later = sink.receive(house).await;
        assert!(to(&later, "ravi").is_empty() && to(&later, "emil").is_empty(), "{later:#?}");
    });
}
