//! Forwarding a message: to whom it goes, and what of it.

use crate::{
    action::Actions,
    audience::AudienceView,
    moving::Goal,
    page::page,
    time::{self, Zone},
    words::{refusal_words, t, t_with},
};
use domain::{
    circle::Reach,
    forwarding::{composed, may_forward, may_forward_outside},
    id::{AttachmentId, MessageId},
    space::startable,
};
use serde::Serialize;
use store::{
    Fault, Reading, Seen,
    reading::{conversation::Headline, message::Message},
};

/// A file that can go along.
#[derive(Clone, Debug, Serialize)]
pub struct File {
    /// Which.
    pub id: AttachmentId,
    /// Its name.
    pub name: String,
}

/// The form of forwarding a message.
#[derive(Clone, Debug, Serialize)]
pub struct ForwardingView {
    /// Which message.
    pub id: MessageId,
    /// The subject of what is sent.
    pub subject: String,
    /// How the message is quoted below her words.
    pub quoted: String,
    /// Its files.
    pub files: Vec<File>,
    /// The space that was chosen; empty where it goes out of the house.
    pub space: String,
    /// Who gets it.
    pub audience: Option<AudienceView>,
    /// The address that was named already.
    pub to: String,
    /// Why it cannot go, in words; empty where it can.
    pub refused: String,
    /// Spaces it could go to instead.
    pub goals: Vec<Goal>,
    /// Where it is posted.
    pub actions: Actions,
    /// Where the message stands.
    pub href: String,
    #[serde(skip)]
    head: Vec<String>,
    #[serde(skip)]
    source: String,
}

page!(ForwardingView, "forwarding.html");

impl ForwardingView {
    /// The form, for an address or a space; `None` where there is nothing for this viewer to forward.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn gather(
        reading: &Reading,
        id: MessageId,
        to: &str,
        space: Option<&str>,
    ) -> Result<Option<ForwardingView>, Fault> {
        let Some(message) = reading.message(id).await? else { return Ok(None) };
        let Some(of) = reading.conversation_by_id(message.conversation).await? else { return Ok(None) };
        let Some(actor) = reading.viewer().actor() else { return Ok(None) };
        let facts = message.facts();
        let may = match space {
            Some(_) => may_forward(&actor, &of.facts(), &facts),
            None => may_forward_outside(&actor, &of.facts(), &facts),
        };
        let mut view = ForwardingView::blank(reading, &message, &of, to).await?;
        if !actor.side.inside() {
            view.refused = may.err().map(|refusal| refusal_words(&refusal)).unwrap_or_default();
            view.quoted.clear();
            return Ok(Some(view));
        }
        view.refused = may.err().map(|refusal| refusal_words(&refusal)).unwrap_or_default();
        for other in reading.spaces().await?.iter().filter(|space| !startable(&actor, &space.facts()).is_empty()) {
            view.goals.push(Goal { name: other.name.clone(), href: format!("/messages/{id}/forwarding/{}", other.slug) });
        }
        let house = reading.house_name().await?;
        let mut href = format!("/messages/{id}/forwarding");
        match space {
            Some(slug) => {
                let Some(goal) = reading.space(slug).await? else { return Ok(None) };
                if startable(&actor, &goal.facts()).is_empty() {
                    return Ok(None);
                }
                let audience = reading.audience_of_space(&goal).await?;
                view.audience = Some(AudienceView::of_space(reading, &goal, &audience, &house, Reach::Inside));
                view.space.clone_from(&goal.name);
                href = format!("{href}/{slug}");
            }
            None => {
                let audience = reading.audience(&of).await?;
                view.audience = Some(AudienceView::of_forward(reading, &audience, message.position, to));
            }
        }
        if view.refused.is_empty() {
            view.actions.offer("forward", href, &["to", "body", "keep", "audience"]);
        }
        Ok(Some(view))
    }

    async fn blank(reading: &Reading, message: &Seen<Message>, of: &Seen<Headline>, to: &str) -> Result<ForwardingView, Fault> {
        let zone = Zone::named(&reading.me().await?.map(|me| me.time_zone.clone()).unwrap_or_default());
        let head = vec![
            t("forwarding-head").into_owned(),
            t_with("forwarding-from", &[("name", (&message.author_name).into())]),
            t_with("forwarding-date", &[("at", time::absolute(message.at, &zone).into())]),
            t_with("forwarding-subject", &[("subject", (&of.subject).into())]),
        ];
        Ok(ForwardingView {
            id: message.id,
            subject: t_with("forwarding-called", &[("subject", (&of.subject).into())]),
            quoted: composed("", &head, &message.source),
            files: message.attachments.iter().map(|file| File { id: file.id, name: file.name.clone() }).collect(),
            space: String::new(),
            audience: None,
            to: to.to_owned(),
            refused: String::new(),
            goals: Vec::new(),
            actions: Actions::default(),
            href: format!("/messages/{}", message.id),
            head,
            source: message.source.clone(),
        })
    }

    /// All that is sent, with these words of hers.
    pub fn composed(&self, words: &str) -> String {
        composed(words, &self.head, &self.source)
    }

    fn action(&self) -> &str {
        self.actions.get("forward").unwrap_or_default()
    }
}
