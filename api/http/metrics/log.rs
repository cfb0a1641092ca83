//! The log as it is measured: what was written, how fast, and what waits.

use commands::Desk;
use prometheus_client::{collector::Collector, encoding::DescriptorEncoder, metrics::MetricType};

use super::figures::{Encoded, MICROS, counter, gauge, histogram};

/// Asked at each reading.
pub struct Log(pub Desk);

impl std::fmt::Debug for Log {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Log")
    }
}

impl Collector for Log {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Encoded {
        let (encoder, tally) = (&mut encoder, self.0.log().tally());
        counter(encoder, "log_appends", "Appends that were written", tally.appends)?;
        counter(encoder, "log_events", "Events that were written", tally.events)?;
        counter(encoder, "log_refused", "Appends that were refused or failed", tally.refused)?;
        gauge(encoder, "log_appends_waiting", "Appends that wait for their answer", tally.waiting)?;
        gauge(encoder, "log_head_position", "The newest position", self.0.head())?;
        gauge(encoder, "log_size_bytes", "What the log takes on the disk", tally.stored_bytes)?;
        let kind = MetricType::Histogram;
        let help = "Time from asking for an append to its answer";
        histogram(encoder.encode_descriptor("log_append_seconds", help, None, kind)?, &tally.answers, MICROS)?;
        let help = "Time of a commit";
        histogram(encoder.encode_descriptor("log_commit_seconds", help, None, kind)?, &tally.commits, MICROS)?;
        let help = "Appends that one commit carried";
        histogram(encoder.encode_descriptor("log_commit_appends", help, None, kind)?, &tally.sizes, 1.0)
    }
}
