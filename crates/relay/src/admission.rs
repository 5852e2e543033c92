//! Who may come in, how often, and how much: by address, forgotten when the relay ends.
//! An IPv6 address counts as its /64 network, because its holder can use all of it.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use wire::ErrorCode;

use crate::config::Limits;

/// A refusal, and when to try again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refusal {
    /// Why.
    pub code: ErrorCode,
    /// When to try again.
    pub retry_after: Duration,
}

/// Counts and rates of all addresses.
pub struct Admission {
    requests: DefaultKeyedRateLimiter<IpAddr>,
    creations: DefaultKeyedRateLimiter<IpAddr>,
    patience: Duration,
    connected: Mutex<Connected>,
    connections: usize,
    connections_per_address: usize,
    clock: DefaultClock,
}

#[derive(Default)]
struct Connected {
    total: usize,
    by_address: HashMap<IpAddr, usize>,
}

/// A connection's place; leaving is dropping it.
pub struct Seat {
    admission: Arc<Admission>,
    address: IpAddr,
}

impl Admission {
    /// Nobody is in yet.
    pub fn new(limits: &Limits) -> Self {
        let requests = Quota::per_second(limits.requests_per_second).allow_burst(limits.request_burst);
        Self {
            requests: RateLimiter::keyed(requests),
            creations: RateLimiter::keyed(per_day(limits.mailboxes_per_address)),
            patience: Duration::from_millis(limits.patience_ms),
            connected: Mutex::default(),
            connections: limits.connections,
            connections_per_address: limits.connections_per_address,
            clock: DefaultClock::default(),
        }
    }

    /// Lets a connection in.
    ///
    /// # Errors
    /// If the relay or the address has as many connections as it may.
    pub fn connect(self: &Arc<Self>, address: IpAddr) -> Result<Seat, Refusal> {
        let address = network(address);
        let mut connected = self.connected.lock().unwrap_or_else(PoisonError::into_inner);
        if connected.total >= self.connections {
            return Err(Refusal { code: ErrorCode::Busy, retry_after: Duration::from_secs(30) });
        }
        let own = connected.by_address.entry(address).or_default();
        if *own >= self.connections_per_address {
            return Err(Refusal { code: ErrorCode::Quota, retry_after: Duration::from_secs(30) });
        }
        *own += 1;
        connected.total += 1;
        Ok(Seat { admission: Arc::clone(self), address })
    }

    /// Lets a request pass, if need be after a while: waiting keeps an address's envelopes in their order,
    /// where refusing one and taking the next would not.
    ///
    /// # Errors
    /// If it would have to wait for too long.
    pub async fn request(&self, address: IpAddr) -> Result<(), Refusal> {
        let address = network(address);
        let latest = Instant::now() + self.patience;
        while let Err(not_until) = self.requests.check_key(&address) {
            let wait = not_until.wait_time_from(self.clock.now());
            if Instant::now() + wait > latest {
                return Err(Refusal { code: ErrorCode::Busy, retry_after: wait });
            }
            tokio::time::sleep(wait).await;
        }
        Ok(())
    }

    /// Lets a mailbox be made.
    ///
    /// # Errors
    /// If the address has made as many as it may.
    pub fn creation(&self, address: IpAddr) -> Result<(), Refusal> {
        self.creations.check_key(&network(address)).map_err(|not_until| Refusal {
            code: ErrorCode::Quota,
            retry_after: not_until.wait_time_from(self.clock.now()),
        })
    }

    /// Forgets addresses that have used nothing for a while.
    pub fn forget_idle(&self) {
        self.requests.retain_recent();
        self.creations.retain_recent();
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut connected = self.admission.connected.lock().unwrap_or_else(PoisonError::into_inner);
        connected.total = connected.total.saturating_sub(1);
        if let Some(own) = connected.by_address.get_mut(&self.address) {
            *own = own.saturating_sub(1);
            if *own == 0 {
                connected.by_address.remove(&self.address);
            }
        }
    }
}

fn per_day(count: NonZeroU32) -> Quota {
    let one = Duration::from_secs(24 * 60 * 60) / count.get();
    Quota::with_period(one).unwrap_or(Quota::per_second(count)).allow_burst(count)
}

fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use clap::Parser;

    use super::*;
    use crate::config::Config;

    fn admission(flags: &[&str]) -> Arc<Admission> {
        let config = Config::parse_from(["relay", "--ephemeral"].iter().chain(flags));
        Arc::new(Admission::new(&config.limits))
    }

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn a_seat_is_free_again_when_its_connection_ends() {
        let admission = admission(&["--connections", "3", "--connections-per-address", "2"]);
        let first = admission.connect(address("10.0.0.1")).ok().unwrap();
        let _second = admission.connect(address("10.0.0.1")).ok().unwrap();
        let refused = admission.connect(address("10.0.0.1")).err().unwrap();
        assert_eq!(refused.code, ErrorCode::Quota);
        let _third = admission.connect(address("10.0.0.2")).ok().unwrap();
        let refused = admission.connect(address("10.0.0.3")).err().unwrap();
        assert_eq!(refused.code, ErrorCode::Busy);
        drop(first);
        assert!(admission.connect(address("10.0.0.1")).is_ok());
    }

    #[test]
    fn one_network_of_ipv6_counts_as_one_address() {
        let admission = admission(&["--mailboxes-per-address", "1"]);
        assert!(admission.creation(address("2001:db8::1")).is_ok());
        let refused = admission.creation(address("2001:db8::2")).unwrap_err();
        assert_eq!(refused.code, ErrorCode::Quota);
        assert!(refused.retry_after > Duration::from_secs(23 * 60 * 60));
        assert!(admission.creation(address("2001:db8:0:1::1")).is_ok());
        assert!(admission.creation(address("::ffff:10.0.0.1")).is_ok());
        assert!(admission.creation(address("10.0.0.1")).is_err());
    }

    #[tokio::test]
    async fn a_request_beyond_the_rate_waits_and_then_is_refused() {
        let slow = ["--requests-per-second", "1", "--request-burst", "1", "--patience-ms", "0"];
        let impatient = admission(&slow);
        assert!(impatient.request(address("10.0.0.1")).await.is_ok());
        let refused = impatient.request(address("10.0.0.1")).await.unwrap_err();
        assert_eq!(refused.code, ErrorCode::Busy);
        assert!(refused.retry_after <= Duration::from_secs(1));
        assert!(impatient.request(address("10.0.0.2")).await.is_ok());

        let patient = admission(&["--requests-per-second", "100", "--request-burst", "1"]);
        for _ in 0..5 {
            assert!(patient.request(address("10.0.0.1")).await.is_ok());
        }
    }
}
