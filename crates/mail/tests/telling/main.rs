//! Letters that leave the house, over a real SMTP line into a server of the test: what they say, to whom, when, and what
//! becomes of those that are not taken.

mod letters;
mod lists;
mod notices;
mod relay;
mod sink;
