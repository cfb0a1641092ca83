//! How long the certificate lasts, for whoever watches the house. Absent where it has none.

use std::sync::Arc;

use commands::Clock;
use prometheus_client::{collector::Collector, encoding::DescriptorEncoder};
use tokio::sync::watch;

use super::figures::{Encoded, gauge};
use crate::http::CertificateFacts;

/// Looks at the certificate in use at each reading.
pub struct Lasting {
    /// The one in use.
    pub certificate: watch::Receiver<Option<CertificateFacts>>,
    /// The house's clock.
    pub clock: Arc<dyn Clock>,
}

impl Collector for Lasting {
    fn encode(&self, mut encoder: DescriptorEncoder) -> Encoded {
        let Some(until) = self.certificate.borrow().as_ref().map(|facts| facts.until) else { return Ok(()) };
        let left = (until - self.clock.now()).num_seconds();
        gauge(&mut encoder, "certificate_left_seconds", "Seconds until the certificate in use ends", left)
    }
}

impl std::fmt::Debug for Lasting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Lasting")
    }
}
