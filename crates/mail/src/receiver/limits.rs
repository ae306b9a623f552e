//! What one client may take of us, and why that much.

use std::time::Duration;

/// All limits of a [`super::Receiver`]. The defaults suit a house on the open internet.
#[derive(Debug, Clone)]
pub struct Limits {
    /// A letter's bytes. 35 MB carry attachments of 25 MB in base64, what the large providers take.
    pub letter_bytes: usize,
    /// Bytes of all letters being received at once: with many connections the letters' limit alone would not
    /// bound memory.
    pub in_flight_bytes: usize,
    /// Recipients of a letter; RFC 5321, 4.5.3.1.8 asks for at least 100.
    pub recipients: usize,
    /// A command line. RFC 5321 says 512, its extensions add up to some 1,500.
    pub line_bytes: usize,
    /// `Received` headers: a letter that passed so many servers runs in a circle (RFC 5321, 6.3).
    pub hops: usize,
    /// Commands since the last letter (or the start): pipelined sessions of real servers use four or five.
    pub idle_commands: usize,
    /// Mistakes in a session before we hang up; a person with telnet makes a few.
    pub mistakes: usize,
    /// Until a whole command line is there: RFC 5321, 4.5.3.2 asks for 5 minutes.
    pub command: Duration,
    /// Between two pieces of a letter.
    pub piece: Duration,
    /// For a whole letter: 35 MB at half a megabit.
    pub letter: Duration,
    /// For an answer of ours to be taken; a client that does not read holds our buffers.
    pub answer: Duration,
    /// For the desk to keep a letter; RFC 5321 lets clients wait 10 minutes for that answer.
    pub keeping: Duration,
    /// For a TLS handshake.
    pub handshake: Duration,
    /// For a session, however busy: a server with more to send comes again.
    pub session: Duration,
    /// Sessions at once. Each costs a socket and some kilobytes.
    pub connections: usize,
    /// Sessions at once of one address (of one /64 in IPv6).
    pub connections_per_address: usize,
    /// Letters of one address in a minute. Our own smart host may bring everything: well above a busy house.
    pub letters_per_minute: u32,
    /// Unknown recipients of one address in a minute: more is someone guessing who works here.
    pub strangers_per_minute: u32,
    /// Addresses remembered for the two rates; some hundred bytes each.
    pub addresses: usize,
    /// Sessions may finish their letter for so long after a stop.
    pub stopping: Duration,
    /// After a failed accept.
    pub accept_pause: Duration,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            letter_bytes: 35 * 1024 * 1024,
            in_flight_bytes: 512 * 1024 * 1024,
            recipients: 200,
            line_bytes: 2_048,
            hops: 60,
            idle_commands: 500,
            mistakes: 20,
            command: Duration::from_secs(300),
            piece: Duration::from_secs(120),
            letter: Duration::from_secs(600),
            answer: Duration::from_secs(60),
            keeping: Duration::from_secs(120),
            handshake: Duration::from_secs(30),
            session: Duration::from_secs(3_600),
            connections: 500,
            connections_per_address: 50,
            letters_per_minute: 30_000,
            strangers_per_minute: 100,
            addresses: 10_000,
            stopping: Duration::from_secs(20),
            accept_pause: Duration::from_millis(200),
        }
    }
}
