//! What the relay counts, in Prometheus' text format.
//! Nothing here tells one mailbox or address from another.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// One number.
#[derive(Debug, Default)]
pub struct Count(AtomicU64);

impl Count {
    /// Adds one.
    pub fn up(&self) {
        self.add(1);
    }

    /// Takes one away.
    pub fn down(&self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }

    /// Adds several.
    pub fn add(&self, several: u64) {
        self.0.fetch_add(several, Ordering::Relaxed);
    }

    fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// All numbers of one relay.
#[derive(Debug, Default)]
pub struct Metrics {
    /// Connections that are open.
    pub connections: Count,
    /// Connections accepted since the start.
    pub connections_accepted: Count,
    /// Requests read since the start.
    pub requests: Count,
    /// Refusals since the start.
    pub refusals: Count,
    /// Mailboxes made since the start.
    pub mailboxes: Count,
    /// Envelopes stored since the start.
    pub envelopes: Count,
    /// Their bytes.
    pub envelope_bytes: Count,
    /// Cells replaced since the start.
    pub cells: Count,
    /// Signals handed on since the start.
    pub signals: Count,
    /// Connections ended because their reader was too slow.
    pub slow_readers: Count,
    /// Groups of writes that reached the disk.
    pub commits: Count,
    /// Groups of writes that the store refused.
    pub commit_failures: Count,
    /// Time spent in commits, in µs.
    commit_micros: Count,
}

impl Metrics {
    /// One group reached the disk.
    pub fn committed(&self, took: Duration) {
        self.commits.up();
        self.commit_micros.add(u64::try_from(took.as_micros()).unwrap_or(u64::MAX));
    }

    /// The text that Prometheus reads.
    pub fn render(&self) -> String {
        let mut text = String::new();
        let counters = [
            ("connections_accepted_total", "Connections accepted.", &self.connections_accepted),
            ("requests_total", "Requests read.", &self.requests),
            ("refusals_total", "Requests and connections refused.", &self.refusals),
            ("mailboxes_total", "Mailboxes made.", &self.mailboxes),
            ("envelopes_total", "Envelopes stored.", &self.envelopes),
            ("envelope_bytes_total", "Bytes of envelopes stored.", &self.envelope_bytes),
            ("cells_total", "Cells replaced.", &self.cells),
            ("signals_total", "Signals handed on.", &self.signals),
            (
                "slow_readers_total",
                "Connections ended because their reader was too slow.",
                &self.slow_readers,
            ),
            ("commits_total", "Groups of writes on disk.", &self.commits),
            ("commit_failures_total", "Groups of writes that the store refused.", &self.commit_failures),
        ];
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "# HELP relay_connections Connections open.\n# TYPE relay_connections gauge\nrelay_connections {}",
            self.connections.get()
        );
        for (name, help, count) in counters {
            let _ = writeln!(
                text,
                "# HELP relay_{name} {help}\n# TYPE relay_{name} counter\nrelay_{name} {}",
                count.get()
            );
        }
        let micros = self.commit_micros.get();
        let _ = writeln!(
            text,
            "# HELP relay_commit_seconds_total Time spent in commits.\n\
             # TYPE relay_commit_seconds_total counter\n\
             relay_commit_seconds_total {}.{:06}",
            micros / 1_000_000,
            micros % 1_000_000
        );
        text
    }
}
