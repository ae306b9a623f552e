//! Whom to ask: the system's resolvers, one given by its address, or nobody.

use mail_auth::MessageAuthenticator;
use mail_auth::hickory_resolver::config::{NameServerConfig, ResolverConfig, ResolverOpts};
use mail_auth::hickory_resolver::system_conf::read_system_conf;
use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;
use std::time::Duration;

/// Waiting for one answer; a letter has fifteen seconds for all.
const ANSWER_WAIT_MAX: Duration = Duration::from_secs(3);

/// Questions asked again when no answer came.
const ATTEMPTS: usize = 2;

/// Answers remembered, some hundred octets each: the domains that write to one house.
const REMEMBERED_MAX: u64 = 4_096;

/// Whom to ask about domains.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Dns {
    /// The resolvers this machine uses.
    #[default]
    System,
    /// One resolver, by its address.
    At(SocketAddr),
    /// Nobody: senders are not checked.
    Off,
}

/// A resolver that cannot be used, in words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DnsTrouble {
    /// What was given is no resolver.
    #[error("--dns is \"system\", \"off\" or the address of a resolver such as 127.0.0.53 or [::1]:5353, not \"{0}\".")]
    Form(String),
    /// The system's resolvers cannot be read.
    #[error("This machine's resolvers cannot be read ({0}); give one with --dns ADDRESS, or --dns off.")]
    System(String),
}

impl FromStr for Dns {
    type Err = DnsTrouble;

    fn from_str(text: &str) -> Result<Dns, DnsTrouble> {
        match text.trim() {
            "system" | "" => Ok(Dns::System),
            "off" => Ok(Dns::Off),
            other => {
                let bare = other.trim_matches(['[', ']']).parse::<IpAddr>().map(|ip| SocketAddr::new(ip, 53));
                other.parse().or(bare).map(Dns::At).map_err(|_| DnsTrouble::Form(other.to_owned()))
            }
        }
    }
}

impl Dns {
    pub(super) fn authenticator(&self) -> Result<Option<MessageAuthenticator>, DnsTrouble> {
        let trouble = |error: &dyn std::fmt::Display| DnsTrouble::System(error.to_string());
        let (config, mut options) = match self {
            Dns::Off => return Ok(None),
            Dns::System => read_system_conf().map_err(|error| trouble(&error))?,
            Dns::At(address) => {
                let mut server = NameServerConfig::udp_and_tcp(address.ip());
                for connection in &mut server.connections {
                    connection.port = address.port();
                }
                (ResolverConfig::from_parts(None, Vec::new(), vec![server]), ResolverOpts::default())
            }
        };
        options.timeout = ANSWER_WAIT_MAX;
        options.attempts = ATTEMPTS;
        options.cache_size = REMEMBERED_MAX;
        MessageAuthenticator::new(config, options).map(Some).map_err(|error| trouble(&error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whom_to_ask_is_read_from_the_setting() {
        let check = |text: &str, expect: Option<Dns>| assert_eq!(text.parse::<Dns>().ok(), expect, "{text}");
        check("system", Some(Dns::System));
        check("off", Some(Dns::Off));
        check("127.0.0.53", Some(Dns::At("127.0.0.53:53".parse().unwrap())));
        check("[::1]:5353", Some(Dns::At("[::1]:5353".parse().unwrap())));
        check("::1", Some(Dns::At("[::1]:53".parse().unwrap())));
        check("dns.example", None);
    }
}
