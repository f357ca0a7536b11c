//! Which names this server answers to. A page of a stranger's site whose name was made to lead here
//! sends that name: it gets nothing.

use std::net::IpAddr;

/// The names that a request may call this server by.
#[derive(Clone, Debug)]
pub struct Hosts {
    reach: Reach,
    name: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Reach {
    Loopback,
    Network,
}

impl Hosts {
    /// The names for an address that is listened on, and the name that was asked for.
    pub fn new(address: IpAddr, name: Option<&str>) -> Self {
        let reach = if address.is_loopback() { Reach::Loopback } else { Reach::Network };
        Self { reach, name: name.map(str::to_ascii_lowercase) }
    }

    /// Whether a `Host` header names this server.
    pub fn allow(&self, host: &str) -> bool {
        let name = without_port(host).trim_end_matches('.').to_ascii_lowercase();
        if name == "localhost" || name.ends_with(".localhost") || self.name.as_ref() == Some(&name)
        {
            return true;
        }
        // An address is no name that somebody could have made to lead here.
        match name.trim_matches(['[', ']']).parse::<IpAddr>() {
            Ok(address) => address.is_loopback() || self.reach == Reach::Network,
            Err(_) => false,
        }
    }
}

fn without_port(host: &str) -> &str {
    if let Some(end) = host.find(']') {
        return &host[..=end];
    }
    host.rsplit_once(':').map_or(host, |(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine_are_answered() {
        let hosts = Hosts::new("127.0.0.1".parse().expect("an address"), None);
        for good in ["localhost", "localhost:4000", "127.0.0.1:4000", "[::1]:4000", "LOCALHOST.:1"]
        {
            assert!(hosts.allow(good), "{good}");
        }
        for bad in [
            "evil.example",
            "evil.example:4000",
            "192.168.1.2:4000",
            "localhost.evil.example",
            "",
            "127.0.0.1.evil.example",
        ] {
            assert!(!hosts.allow(bad), "{bad}");
        }
    }

    #[test]
    fn on_a_network_addresses_and_the_given_name_are_answered_too() {
        let hosts = Hosts::new("0.0.0.0".parse().expect("an address"), Some("Maps.local"));
        assert!(hosts.allow("192.168.1.2:4000") && hosts.allow("maps.local:4000"));
        assert!(!hosts.allow("evil.example:4000"));
    }
}
