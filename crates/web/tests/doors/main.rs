//! The house tests at the web door: the little company lives in a real store behind the real router, and everybody
//! asks for everything.

mod answer;
mod client;
mod deed;
mod hostile;
mod hostile_input;
mod imports;
mod live;
mod lived;
mod locker_room;
mod manners;
mod merged;
mod mirror;
mod observing;
mod offered_allowed;
mod pictures;
mod place;
mod sending;
mod stream;
mod walk;
