//! The little company, ready to be asked: who is there, and what each of them sees.

use crate::{TestStore, canary::Canaries, naive::Facts, template, test_store::run};
use company::{Company, Manner};
use domain::{
    id::{ConversationId, PartyId, PersonId, SpaceId},
    moment::DAY,
};
use store::{Engine, Reading, Seen, Store, reading::conversation::Headline};

/// A house in which the little company lives; each of its messages carries a canary.
pub struct House {
    test: TestStore,
    /// Who and what is there.
    pub company: Company,
}

impl House {
    /// Builds the company in an empty store.
    ///
    /// # Panics
    /// Where an action stops: the company is ours.
    pub async fn built(test: TestStore) -> House {
        let canaries = Canaries::default();
        let clock = test.clock().clone();
        let manner = Manner { pass: &|micros| clock.advance(micros), words: &|body| canaries.in_words(body) };
        let company = company::build_in(test.store(), &manner).await.expect("the little company is built");
        clock.advance(DAY);
        House { test, company }
    }

    pub(crate) fn copied(test: TestStore, company: Company) -> House {
        House { test, company }
    }

    /// The store.
    pub fn store(&self) -> &Store {
        self.test.store()
    }

    /// The fresh store this house was built in, with its clock and keys.
    pub fn test(&self) -> &TestStore {
        &self.test
    }

    /// Somebody as an actor, as actions take her.
    pub fn by(&self, name: &str) -> Option<PersonId> {
        Some(self.company.person(name))
    }

    /// Somebody as a party.
    pub fn party(&self, name: &str) -> PartyId {
        self.company.person(name).into()
    }

    /// A conversation by its short name.
    pub fn conversation(&self, name: &str) -> ConversationId {
        self.company.conversation(name)
    }

    /// A space by its slug.
    pub fn space(&self, slug: &str) -> SpaceId {
        self.company.space(slug)
    }

    /// The store through somebody's eyes, as she stands at this moment.
    ///
    /// # Panics
    /// Where she was deactivated.
    pub async fn eyes(&self, name: &str) -> Reading {
        self.eyes_of(self.company.person(name)).await
    }

    /// The store through the eyes of somebody the company does not know by name.
    ///
    /// # Panics
    /// Where she was deactivated or is nobody.
    pub async fn eyes_of(&self, person: PersonId) -> Reading {
        let viewer = self.store().recipient(person).await.expect("the store answers").expect("she may come in");
        Reading::new(self.store(), viewer)
    }

    /// The store through a stranger's eyes.
    pub fn strange_eyes(&self) -> Reading {
        Reading::new(self.store(), self.store().stranger())
    }

    /// The conversation as somebody sees it; `None` where she does not.
    ///
    /// # Panics
    /// Where the store fails.
    pub async fn headline(&self, viewer: &str, conversation: &str) -> Option<Seen<Headline>> {
        let id = self.conversation(conversation);
        self.eyes(viewer).await.conversation_by_id(id).await.expect("the store answers")
    }

    /// What the naive second implementation knows at this moment.
    ///
    /// # Panics
    /// Where the store fails.
    pub async fn facts(&self) -> Facts {
        Facts::read(self.store(), self.test.keys()).await
    }
}

/// Runs a scenario in a fresh house of the little company on each engine that is here.
///
/// # Panics
/// Where the scenario does.
pub fn in_company(scenario: impl AsyncFn(&House)) {
    run(&[Engine::Sqlite, Engine::Postgres], async |engine| {
        if let Some(house) = template::house(engine).await {
            scenario(&house).await;
        }
    });
}
