//! How many clients the limits keep counts of: bounded, whatever is asked.

use std::sync::Arc;

use prometheus_client::{collector::Collector, encoding::DescriptorEncoder};

use super::figures::{Encoded, gauges};
use crate::http::Limiter;

/// The limits, asked at each reading.
pub struct Counted(pub Arc<Limiter>);

impl std::fmt::Debug for Counted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Counted")
    }
}

impl Collector for Counted {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Encoded {
        let clients = self.0.clients().map(|(limit, clients)| ([("limit", limit.word())], clients));
        gauges(&mut encoder, "limit_clients", "Clients that are counted, by limit", clients)
    }
}
