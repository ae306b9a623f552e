//! A post office in the little company's house: letters come in, and what became of them can be seen.

use crate::zone::Zone;
use domain::{
    id::{ConversationId, DeliveryId, LetterId, MessageId},
    proof::Truth,
};
use mail::{
    post_office::PostOffice,
    signing::Signer,
    sorting::Sorter,
    truth::{Dns, Notary, Trusted},
};
use store::{
    reading::{delivery::Delivery, intake::IntakeRow, message::Message, message::Window},
    writing::intake::Arrival,
};
use testkit::House;

pub struct Desk<'a> {
    pub house: &'a House,
    pub office: PostOffice,
    pub signer: Signer,
    sorter: Sorter,
}

impl<'a> Desk<'a> {
    pub async fn open(house: &'a House) -> Desk<'a> {
        Desk::trusting(house, Trusted::default()).await
    }

    pub async fn trusting(house: &'a House, trusted: Trusted) -> Desk<'a> {
        let office = PostOffice::open(house.store(), "velo-lind.example", "https://velo-lind.example").await.unwrap();
        let signer = Signer::open(house.store(), "velo-lind.example").await.unwrap();
        let zone = Zone::of_tests().txt(&signer.dns_name("velo-lind.example"), &signer.dns_record());
        let notary = Notary::new(&Dns::At(zone.serve().await), "velo-lind.example", trusted).unwrap();
        let sorter = Sorter::new(house.store().clone(), house.test().shared_keys(), office.clone()).with_notary(notary);
        Desk { house, office, signer, sorter }
    }

    /// A letter arrives from this address and is sorted; its row in the intake.
    pub async fn take(&self, peer: &str, sender: &str, recipient: &str, raw: &[u8]) -> IntakeRow {
        self.take_vouched(peer, sender, recipient, "", raw).await
    }

    pub async fn take_vouched(&self, peer: &str, sender: &str, recipient: &str, vouched: &str, raw: &[u8]) -> IntakeRow {
        let arrival = Arrival {
            door: "smtp",
            peer: peer.into(),
            helo: "mail.sender.example".into(),
            vouched: vouched.into(),
            believed: String::new(),
            sender: sender.into(),
            recipient: recipient.into(),
            raw: raw.to_vec(),
        };
        self.take_arrival(arrival).await
    }

    pub async fn take_arrival(&self, arrival: Arrival) -> IntakeRow {
        self.house.test().clock().advance(1_000_000);
        let kept = actions::letter::keep(self.house.store(), vec![arrival]).await.unwrap()[0];
        self.sort().await;
        self.row(kept).await
    }

    /// Letters that arrive before any of them is sorted; their rows in the intake.
    pub async fn take_together(&self, sender: &str, recipient: &str, letters: Vec<Vec<u8>>) -> Vec<IntakeRow> {
        let (door, none) = ("smtp", String::new());
        let arrival = |raw| Arrival {
            door,
            peer: "192.0.2.66".into(),
            helo: "mail.sender.example".into(),
            vouched: none.clone(),
            believed: none.clone(),
            sender: sender.into(),
            recipient: recipient.into(),
            raw,
        };
        let kept = actions::letter::keep(self.house.store(), letters.into_iter().map(arrival).collect()).await.unwrap();
        self.sort().await;
        let mut rows = Vec::new();
        for letter in kept {
            rows.push(self.row(letter).await);
        }
        rows
    }

    pub async fn sort(&self) {
        self.sorter.sort_waiting().await.unwrap();
    }

    pub async fn row(&self, letter: LetterId) -> IntakeRow {
        let rows = self.house.eyes("dora").await.intake(LetterId(i64::MAX)).await.unwrap();
        rows.into_iter().map(store::Seen::into_inner).find(|row| row.id == letter).expect("the letter is listed")
    }

    /// Messages of a conversation as an employee at the desk sees them.
    pub async fn messages(&self, conversation: ConversationId) -> Vec<Message> {
        let reading = self.house.eyes("sami").await;
        let Some(headline) = reading.conversation_by_id(conversation).await.unwrap() else { return Vec::new() };
        let shown = reading.messages(&headline, Window::Newest).await.unwrap().shown;
        shown.into_iter().map(store::Seen::into_inner).collect()
    }

    pub async fn truth_of_last(&self, conversation: ConversationId) -> Truth {
        self.messages(conversation).await.pop().and_then(|message| message.truth).expect("somebody looked")
    }

    /// A letter of ours to Maya that was sent: the message, its delivery, and the reply address it carried.
    pub async fn sent_to_maya(&self) -> (MessageId, DeliveryId, String) {
        let creak = self.house.conversation("creak");
        let it = actions::message::Replying {
            conversation: creak,
            body: "Dear Maya".into(),
            answers: None,
            attachments: Vec::new(),
            saw: actions::Saw::default(),
        };
        let said = actions::message::reply(self.house.store(), self.house.by("tomas"), it).await.unwrap().message;
        // Until then it can be taken back.
        self.house.test().clock().advance(11 * domain::moment::SECOND);
        let due = self.house.store().due(self.house.test().keys(), 100).await.unwrap();
        let delivery = due.iter().find(|due| due.delivery.message == Some(said)).expect("a letter waits").delivery.id;
        let store = self.house.store();
        actions::delivery::lease(store, delivery, "one").await.unwrap();
        actions::delivery::settle(store, delivery, "one", 1, actions::delivery::Outcome::Sent("250 ok".into())).await.unwrap();
        (said, delivery, self.office.reply_to("support", creak, delivery).unwrap())
    }

    pub async fn delivery(&self, id: DeliveryId) -> Delivery {
        self.house.store().delivery(self.house.test().keys(), id).await.unwrap().expect("it is there")
    }

    pub fn bounces_to(&self, delivery: DeliveryId) -> String {
        self.office.bounces_to(Some(self.house.conversation("creak")), delivery)
    }
}

/// A letter in few words.
pub fn letter(from: &str, to: &str, more: &str, words: &str) -> Vec<u8> {
    let id = domain_of(words);
    format!("From: {from}\r\nTo: {to}\r\nSubject: Hello\r\nMessage-ID: <{id}@test.example>\r\n{more}\r\n{words}\r\n").into_bytes()
}

/// Something that differs from letter to letter.
fn domain_of(words: &str) -> String {
    store::secret::digest(words).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
