//! What becomes of the certificate is said: in the server's messages, and in the diary, from which
//! alerts follow.

use commands::{Desk, household};
use domain::household::certificate::{CertificateEnding, CertificateRefused, CertificateTaken, Note};

use super::{now, pair::Pair};

/// Says what becomes of the certificate.
#[derive(Clone)]
pub struct Report(pub Desk);

impl Report {
    /// It came into use.
    pub async fn taken(&self, pair: &Pair) {
        let api::CertificateFacts { issuer, sha256, until, .. } = pair.facts.clone();
        tracing::info!(issuer, %until, "a certificate is in use");
        self.note(Note::Taken(CertificateTaken { sha256, issuer, until_us: until.timestamp_micros() })).await;
    }

    /// Another one cannot be used; the one in use goes on.
    pub async fn refused(&self, reason: &str) {
        tracing::warn!(reason, "a new certificate was refused, the old one goes on");
        self.note(Note::Refused(CertificateRefused { reason: reason.to_owned() })).await;
    }

    /// Says so where it ends soon.
    pub async fn remaining(&self, pair: &Pair, reason: &str) {
        if pair.ends_soon(now()) {
            let until = pair.facts.until;
            tracing::warn!(%until, reason, "the certificate ends soon");
            let ending = CertificateEnding { until_us: until.timestamp_micros(), reason: reason.to_owned() };
            self.note(Note::Ending(ending)).await;
        }
    }

    async fn note(&self, note: Note) {
        if let Err(fault) = household::note_certificate(&self.0, note).await {
            tracing::error!(%fault, "what became of the certificate could not be written down");
        }
    }
}
