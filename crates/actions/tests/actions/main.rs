//! What each action does when it is allowed, and with which words and meaning it is refused: on both engines, in the
//! little company, allowed and refused from the same set-up.

mod derived;
mod expect;

mod addresses;
mod assigning;
mod audience_line;
mod block;
mod bringing;
mod conversations;
mod deliveries;
mod erasing;
mod erasing_again;
mod erasing_forwarded;
mod forwarding;
mod house;
mod index;
mod invitations;
mod letters;
mod marks;
mod merging;
mod messages;
mod moment;
mod moving;
mod notices;
mod own_addresses;
mod people;
mod persons;
mod persons_counted;
mod persons_erased;
mod planned;
mod published;
mod raised;
mod relevance;
mod reply_addresses;
mod searching;
mod sidebars;
mod sign_in;
mod spaces;
mod taking_back;
mod teams;
mod telling;
mod ties;
mod voices;
mod waiting;
