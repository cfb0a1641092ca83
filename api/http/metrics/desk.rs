//! Commands, letters and the password hasher as they are measured.

use commands::{Desk, HasherLoad, Owed};
use prometheus_client::{collector::Collector, encoding::DescriptorEncoder, metrics::MetricType};

use super::figures::{Encoded, MICROS, counters, gauge, gauges, histogram};

/// The commands and the hasher, asked at each reading.
pub struct Commands(pub Desk);

/// The mail, asked at each reading.
pub struct Mail(pub Desk);

impl std::fmt::Debug for Commands {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Commands")
    }
}

impl std::fmt::Debug for Mail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Mail")
    }
}

impl Collector for Commands {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Encoded {
        let (encoder, kinds) = (&mut encoder, self.0.tally().kinds());
        let outcomes = kinds.iter().flat_map(|(kind, tally)| {
            tally.outcomes.iter().map(move |(outcome, count)| ([("kind", *kind), ("outcome", *outcome)], *count))
        });
        counters(encoder, "commands", "Commands by kind of stream and outcome", outcomes)?;
        let retries = kinds.iter().map(|(kind, tally)| ([("kind", *kind)], tally.retries));
        counters(encoder, "command_retries", "Commands decided anew because others were faster", retries)?;
        let help = "Time of a command, its turn included";
        let mut family = encoder.encode_descriptor("command_seconds", help, None, MetricType::Histogram)?;
        for (kind, tally) in &kinds {
            histogram(family.encode_family(&[("kind", *kind)])?, &tally.durations, MICROS)?;
        }
        let HasherLoad { running, waiting } = self.0.hasher_load();
        gauge(encoder, "hasher_running", "Password hashes that are being made", running as u64)?;
        gauge(encoder, "hasher_waiting", "Logins that wait for a password hash", waiting as u64)
    }
}

impl Collector for Mail {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Encoded {
        let (encoder, Owed { owed, retrying }) = (&mut encoder, self.0.owed());
        let waiting = owed.saturating_sub(retrying);
        let states = [([("state", "waiting")], waiting as u64), ([("state", "retrying")], retrying as u64)];
        gauges(encoder, "outbox_alerts", "Alerts that wait for their mail, and whether one failed", states)?;
        let letters = self.0.letters().counts();
        let letters = letters.iter().map(|((subject, sent), count)| {
            ([("subject", subject.word()), ("outcome", if *sent { "sent" } else { "failed" })], *count)
        });
        counters(encoder, "letters", "Letters that left or could not, each try", letters)
    }
}
