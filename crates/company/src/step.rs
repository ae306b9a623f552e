//! The steps a script is made of: one line, one thing somebody does.

use domain::kind::Kind;

/// A file that belongs to a message.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Paper {
    pub name: &'static str,
    pub media_type: &'static str,
    pub text: &'static str,
}

/// What happens in a step. Conversations, people, teams and spaces go by their short names; `at` counts the messages
/// of the conversation from 0.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Deed {
    Start {
        space: &'static str,
        kind: Kind,
        subject: &'static str,
        body: &'static str,
    },
    StartInside {
        space: &'static str,
        subject: &'static str,
        body: &'static str,
    },
    StartTo {
        space: &'static str,
        subject: &'static str,
        to: &'static str,
        body: &'static str,
    },
    /// By mail to a space: how somebody outside comes in who has nothing with us yet.
    Mail {
        space: &'static str,
        subject: &'static str,
        body: &'static str,
    },
    OpenSidebar {
        beside: &'static str,
        body: &'static str,
    },
    Say {
        body: &'static str,
    },
    SayWith {
        body: &'static str,
        paper: Paper,
    },
    Edit {
        at: usize,
        body: &'static str,
    },
    Delete {
        at: usize,
    },
    React {
        at: usize,
        reaction: &'static str,
    },
    BringPerson {
        who: &'static str,
        past: bool,
    },
    AssignTo {
        who: &'static str,
    },
    AssignToTeam {
        team: &'static str,
    },
    Accept {
        at: usize,
    },
    Close {
        reason: &'static str,
    },
    JoinGroup {
        group: &'static str,
    },
}

/// One step: so many minutes after the one before, in a conversation, somebody does something.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Step {
    pub minutes: i64,
    pub conversation: &'static str,
    pub by: &'static str,
    pub deed: Deed,
}

/// A step, written short.
pub(crate) const fn step(minutes: i64, conversation: &'static str, by: &'static str, deed: Deed) -> Step {
    Step { minutes, conversation, by, deed }
}
