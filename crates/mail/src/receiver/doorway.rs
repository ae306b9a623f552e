//! Who may come in: connections in all and per address, and how fast one address may go.
//!
//! Counts and rates are this node's own. An IPv6 client has a whole /64 to itself, so that is the address here.

use super::limits::Limits;
use super::reply::Reply;
use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::time::Instant;

pub(super) struct Doorway {
    book: Arc<Mutex<Book>>,
    /// Bytes of letters being received, of all sessions.
    in_flight: Arc<AtomicUsize>,
    in_flight_max: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    Full,
    TooManyOfYours,
}

impl Refusal {
    pub fn reply(self, host: &str) -> Reply {
        match self {
            Refusal::Full => Reply::new(421, "4.3.2", &format!("{host} has too many connections; please try again later.")),
            Refusal::TooManyOfYours => Reply::new(421, "4.7.0", "You have too many connections to us; please close some."),
        }
    }
}

#[derive(Debug)]
struct Book {
    connections: usize,
    connections_max: usize,
    per_address_max: usize,
    letters_per_minute: f64,
    strangers_per_minute: f64,
    addresses_max: usize,
    visitors: HashMap<IpAddr, Visitor>,
}

#[derive(Debug)]
struct Visitor {
    connections: usize,
    letters: f64,
    strangers: f64,
    seen: Instant,
}

/// A session that came in; leaving is dropping it.
#[derive(Debug)]
pub(super) struct Entered {
    book: Arc<Mutex<Book>>,
    address: IpAddr,
}

impl Doorway {
    pub fn new(limits: &Limits) -> Doorway {
        let book = Book {
            connections: 0,
            connections_max: limits.connections,
            per_address_max: limits.connections_per_address,
            letters_per_minute: f64::from(limits.letters_per_minute),
            strangers_per_minute: f64::from(limits.strangers_per_minute),
            addresses_max: limits.addresses,
            visitors: HashMap::new(),
        };
        Doorway { book: Arc::new(Mutex::new(book)), in_flight: Arc::default(), in_flight_max: limits.in_flight_bytes }
    }

    pub fn enter(&self, address: IpAddr) -> Result<Entered, Refusal> {
        let address = household(address);
        let mut book = lock(&self.book);
        if book.connections >= book.connections_max {
            return Err(Refusal::Full);
        }
        let per_address_max = book.per_address_max;
        let visitor = book.visitor(address);
        if visitor.connections >= per_address_max {
            return Err(Refusal::TooManyOfYours);
        }
        visitor.connections += 1;
        book.connections += 1;
        Ok(Entered { book: Arc::clone(&self.book), address })
    }

    /// Room for a letter that is about to come.
    pub fn burden(&self) -> Burden {
        Burden { total: Arc::clone(&self.in_flight), total_max: self.in_flight_max, bytes: 0 }
    }
}

impl Entered {
    /// Counts a letter; false when this address sends too fast.
    pub fn may_send(&self) -> bool {
        take_one(&mut lock(&self.book).visitor(self.address).letters)
    }

    /// Counts an unknown recipient; false when this address seems to be guessing.
    pub fn may_guess(&self) -> bool {
        take_one(&mut lock(&self.book).visitor(self.address).strangers)
    }
}

impl Drop for Entered {
    fn drop(&mut self) {
        let mut book = lock(&self.book);
        book.connections -= 1;
        if let Some(visitor) = book.visitors.get_mut(&self.address) {
            visitor.connections -= 1;
        }
    }
}

fn take_one(tokens: &mut f64) -> bool {
    let enough = *tokens >= 1.0;
    if enough {
        *tokens -= 1.0;
    }
    enough
}

impl Book {
    /// The entry of this address, its tokens filled up to now.
    fn visitor(&mut self, address: IpAddr) -> &mut Visitor {
        let now = Instant::now();
        if self.visitors.len() >= self.addresses_max && !self.visitors.contains_key(&address) {
            self.forget_one();
        }
        let (letters_max, strangers_max) = (self.letters_per_minute, self.strangers_per_minute);
        let fresh = || Visitor { connections: 0, letters: letters_max, strangers: strangers_max, seen: now };
        let visitor = self.visitors.entry(address).or_insert_with(fresh);
        let minutes = now.duration_since(visitor.seen).as_secs_f64() / 60.0;
        visitor.letters = (visitor.letters + minutes * letters_max).min(letters_max);
        visitor.strangers = (visitor.strangers + minutes * strangers_max).min(strangers_max);
        visitor.seen = now;
        visitor
    }

    /// Forgets who was away longest; connected ones stay, and there are fewer of them than entries.
    fn forget_one(&mut self) {
        let away = self.visitors.iter().filter(|(_, visitor)| visitor.connections == 0);
        if let Some(address) = away.min_by_key(|(_, visitor)| visitor.seen).map(|(address, _)| *address) {
            self.visitors.remove(&address);
        }
    }
}

fn household(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX))),
    }
}

/// The book holds plain counts; a panic elsewhere leaves none of them half-written.
fn lock(book: &Mutex<Book>) -> MutexGuard<'_, Book> {
    book.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The bytes one letter holds while it comes in; given back when dropped.
pub(super) struct Burden {
    total: Arc<AtomicUsize>,
    total_max: usize,
    bytes: usize,
}

impl Burden {
    /// False when all letters together would hold too much.
    pub fn grow_to(&mut self, bytes: usize) -> bool {
        let more = bytes.saturating_sub(self.bytes);
        let before = self.total.fetch_add(more, Ordering::Relaxed);
        self.bytes += more;
        before + more <= self.total_max
    }
}

impl Drop for Burden {
    fn drop(&mut self) {
        self.total.fetch_sub(self.bytes, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn doorway() -> Doorway {
        let limits = Limits {
            connections: 3,
            connections_per_address: 2,
            letters_per_minute: 2,
            strangers_per_minute: 1,
            addresses: 4,
            in_flight_bytes: 100,
            ..Limits::default()
        };
        Doorway::new(&limits)
    }

    fn ip(text: &str) -> IpAddr {
        text.parse().expect("is an address")
    }

    #[tokio::test(start_paused = true)]
    async fn one_address_cannot_take_all_connections() {
        let doorway = doorway();
        let _first = doorway.enter(ip("2001:db8::1")).expect("comes in");
        let second = doorway.enter(ip("2001:db8::2")).expect("comes in");
        assert_eq!(doorway.enter(ip("2001:db8::3")).err(), Some(Refusal::TooManyOfYours));
        let _other = doorway.enter(ip("192.0.2.1")).expect("comes in");
        assert_eq!(doorway.enter(ip("192.0.2.2")).err(), Some(Refusal::Full));
        drop(second);
        assert!(doorway.enter(ip("::ffff:192.0.2.2")).is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn rates_fill_up_again() {
        let entered = doorway().enter(ip("192.0.2.1")).expect("comes in");
        assert_eq!([entered.may_send(), entered.may_send(), entered.may_send()], [true, true, false]);
        assert_eq!([entered.may_guess(), entered.may_guess()], [true, false]);
        tokio::time::advance(Duration::from_secs(30)).await;
        assert_eq!([entered.may_send(), entered.may_send()], [true, false]);
    }

    #[tokio::test(start_paused = true)]
    async fn only_so_many_addresses_are_remembered() {
        let doorway = doorway();
        for last in 0..50 {
            assert!(doorway.enter(ip(&format!("192.0.2.{last}"))).is_ok());
        }
        assert_eq!(lock(&doorway.book).visitors.len(), 4);
    }

    #[test]
    fn all_letters_together_are_bounded() {
        let doorway = doorway();
        let (mut one, mut two) = (doorway.burden(), doorway.burden());
        assert!(one.grow_to(60));
        assert!(!two.grow_to(50));
        drop(two);
        assert!(doorway.burden().grow_to(40));
    }
}
