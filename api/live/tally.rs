//! What is measured of the sockets, for the metrics.

use prometheus_client::{
    collector::Collector,
    encoding::{DescriptorEncoder, EncodeLabelSet, EncodeMetric as _},
    metrics::{
        counter::Counter,
        family::Family,
        gauge::{ConstGauge, Gauge},
    },
    registry::Registry,
};

use super::places::Places;

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Kind {
    kind: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Reason {
    reason: &'static str,
}

/// Counts since the start. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    pushed: Family<Kind, Counter>,
    subscribers: Family<Kind, Gauge>,
    refused: Family<Reason, Counter>,
    closed: Family<Reason, Counter>,
}

impl Tally {
    /// Lets a registry tell them.
    pub fn register(&self, registry: &mut Registry) {
        registry.register("socket_messages", "Messages that were pushed, by type", self.pushed.clone());
        registry.register("socket_subscribers", "Sockets that listen, by type", self.subscribers.clone());
        registry.register("socket_refusals", "Connections that were not let in, by reason", self.refused.clone());
        registry.register("socket_closings", "Sockets that the house closed, by reason", self.closed.clone());
    }

    /// So many sockets were told of a type.
    pub fn pushed(&self, kind: &'static str, sockets: u64) {
        self.pushed.get_or_create(&Kind { kind }).inc_by(sockets);
    }

    /// So many more sockets, or fewer, listen to a type.
    pub fn listen(&self, kind: &'static str, change: i64) {
        self.subscribers.get_or_create(&Kind { kind }).inc_by(change);
    }

    /// A connection was not let in.
    pub fn refused(&self, reason: &'static str) {
        self.refused.get_or_create(&Reason { reason }).inc();
    }

    /// The house closed a socket.
    pub fn closed(&self, reason: &'static str) {
        self.closed.get_or_create(&Reason { reason }).inc();
    }
}

impl Collector for Places {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), std::fmt::Error> {
        let open = ConstGauge::new(i64::from(self.taken()));
        open.encode(encoder.encode_descriptor("sockets", "Sockets that are open", None, open.metric_type())?)
    }
}
