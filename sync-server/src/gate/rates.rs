//! Token buckets, one an address and one for all, in bounded memory.
//!
//! Our own hundred lines instead of `governor`: its keyed limiter grows with every new key until somebody sweeps it,
//! and what we need most (pay for a failure, be given back most of it for a success) it does not have.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::Client;

/// What a request costs that turns out to be wrong.
pub const FAILURE: u32 = 10;
/// What is given back for one that was right.
const REFUND: u32 = FAILURE - 1;
/// Addresses that are remembered; beyond them all new ones share one bucket.
const CLIENTS: usize = 4_096;

/// How much there may be at once, and how much comes back in a second.
#[derive(Clone, Copy)]
struct Allowance {
    burst: u32,
    per_second: u32,
}

/// One address: 60 failures at once, then one every two seconds; ten times as many successes.
const CLIENT: Allowance = Allowance { burst: 60 * FAILURE, per_second: 5 };
/// All together: 600 failures at once, then 20 a second.
const ALL: Allowance = Allowance { burst: 600 * FAILURE, per_second: 20 * FAILURE };

/// How long to wait before the next try.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TooMany {
    /// At least one.
    pub seconds: u64,
}

#[derive(Clone, Copy)]
struct Bucket {
    left: f64,
    at: Instant,
}

impl Bucket {
    fn full(allowance: Allowance, now: Instant) -> Self {
        Self { left: f64::from(allowance.burst), at: now }
    }

    fn refill(&mut self, allowance: Allowance, now: Instant) {
        let gained = now.saturating_duration_since(self.at).as_secs_f64() * f64::from(allowance.per_second);
        self.left = (self.left + gained).min(f64::from(allowance.burst));
        self.at = self.at.max(now);
    }

    fn wait(&self, allowance: Allowance, cost: u32) -> Option<TooMany> {
        let missing = f64::from(cost) - self.left;
        (missing > 0.0).then(|| {
            let wait = Duration::from_secs_f64(missing / f64::from(allowance.per_second));
            TooMany { seconds: wait.as_secs() + 1 }
        })
    }
}

/// What each address has left for fetching invitations, joining, and introducing devices that nobody knows.
pub struct Rates {
    buckets: Mutex<Buckets>,
}

struct Buckets {
    clients: BTreeMap<Client, Bucket>,
    others: Bucket,
    all: Bucket,
}

impl Rates {
    /// Nobody has used anything.
    pub fn new(now: Instant) -> Self {
        let (others, all) = (Bucket::full(CLIENT, now), Bucket::full(ALL, now));
        Self { buckets: Mutex::new(Buckets { clients: BTreeMap::new(), others, all }) }
    }

    /// Takes what `failures` failures cost before the work begins, so that many requests at one time cannot get more
    /// than one after the other. A refused request costs nothing.
    pub fn pay(&self, client: Client, failures: u32, now: Instant) -> Result<(), TooMany> {
        let cost = failures.saturating_mul(FAILURE);
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        buckets.all.refill(ALL, now);
        if let Some(wait) = buckets.all.wait(ALL, cost) {
            return Err(wait);
        }
        let bucket = buckets.of(client, now);
        if let Some(wait) = bucket.wait(CLIENT, cost) {
            return Err(wait);
        }
        bucket.left -= f64::from(cost);
        buckets.all.left -= f64::from(cost);
        Ok(())
    }

    /// Gives back most of it: the request was right.
    pub fn refund(&self, client: Client, failures: u32, now: Instant) {
        let back = f64::from(failures.saturating_mul(REFUND));
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        buckets.all.left += back;
        buckets.all.refill(ALL, now);
        let bucket = buckets.of(client, now);
        bucket.left += back;
        bucket.refill(CLIENT, now);
    }
}

impl Buckets {
    fn of(&mut self, client: Client, now: Instant) -> &mut Bucket {
        if self.clients.len() >= CLIENTS && !self.clients.contains_key(&client) {
            // Whoever has a full bucket again need not be remembered.
            self.clients.retain(|_, bucket| {
                bucket.refill(CLIENT, now);
                bucket.left < f64::from(CLIENT.burst)
            });
        }
        let bucket = if self.clients.len() >= CLIENTS && !self.clients.contains_key(&client) {
            &mut self.others
        } else {
            self.clients.entry(client).or_insert_with(|| Bucket::full(CLIENT, now))
        };
        bucket.refill(CLIENT, now);
        bucket
    }
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use super::*;

    fn client(number: u32) -> Client {
        Client::from(IpAddr::V4(Ipv4Addr::from_bits(number)))
    }

    fn failures(rates: &Rates, client: Client, now: Instant) -> u32 {
        (0..10_000).take_while(|_| rates.pay(client, 1, now).is_ok()).count().try_into().unwrap()
    }

    #[test]
    fn failures_are_slowed_to_one_every_two_seconds_and_told_how_long_to_wait() {
        let now = Instant::now();
        let rates = Rates::new(now);
        assert_eq!(failures(&rates, client(1), now), 60);
        let TooMany { seconds } = rates.pay(client(1), 1, now).unwrap_err();
        assert_eq!(seconds, 3);
        assert_eq!(failures(&rates, client(1), now + Duration::from_secs(seconds)), 1);
        assert_eq!(failures(&rates, client(1), now + Duration::from_secs(60)), 29);
    }

    #[test]
    fn a_flood_from_one_address_takes_nothing_from_another() {
        let now = Instant::now();
        let rates = Rates::new(now);
        failures(&rates, client(1), now);
        assert_eq!(failures(&rates, client(2), now), 60);
    }

    #[test]
    fn what_was_right_costs_a_tenth() {
        let now = Instant::now();
        let rates = Rates::new(now);
        for _ in 0..500 {
            rates.pay(client(1), 1, now).unwrap();
            rates.refund(client(1), 1, now);
        }
        assert_eq!(failures(&rates, client(1), now), 10);
    }

    #[test]
    fn a_refund_never_makes_more_than_there_was() {
        let now = Instant::now();
        let rates = Rates::new(now);
        rates.refund(client(1), 1_000, now);
        assert_eq!(failures(&rates, client(1), now), 60);
    }

    #[test]
    fn however_many_addresses_come_memory_and_the_failures_of_all_are_bounded() {
        let now = Instant::now();
        let rates = Rates::new(now);
        let mut admitted = 0;
        for number in 0..100_000 {
            admitted += u32::from(rates.pay(client(number), 1, now).is_ok());
        }
        assert_eq!(admitted, 600);
        // Slowly enough, so that only the number of addresses counts.
        let mut later = now;
        for number in 0..50_000 {
            later += Duration::from_millis(60);
            let _ = rates.pay(client(number), 1, later);
        }
        assert!(rates.buckets.lock().unwrap().clients.len() <= CLIENTS);
    }

    #[test]
    fn an_address_beyond_those_remembered_shares_its_allowance_with_others() {
        let now = Instant::now();
        let rates = Rates::new(now);
        {
            let mut buckets = rates.buckets.lock().unwrap();
            for number in 0..u32::try_from(CLIENTS).unwrap() {
                buckets.clients.insert(client(number), Bucket { left: 0.0, at: now });
            }
        }
        assert_eq!(failures(&rates, client(1_000_001), now), 60);
        assert_eq!(failures(&rates, client(1_000_002), now), 0);
    }
}
