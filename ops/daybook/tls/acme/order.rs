//! One order: the authority asks whether the names are ours, we answer where it looks, it signs.

use std::{sync::Arc, time::Duration};

use instant_acme::{
    AuthorizationStatus, ChallengeType, Error, Identifier, KeyAuthorization, NewOrder, Order, OrderStatus, RetryPolicy,
};
use rcgen::{CertificateParams, CustomExtension, KeyPair};
use rustls::{
    crypto::ring::default_provider,
    pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
    sign::CertifiedKey,
};

use super::Acme;

/// How long the authority may take to look, and to sign.
const PATIENCE: RetryPolicy = RetryPolicy::new().timeout(Duration::from_secs(120)).backoff(1.5);
/// Good requests are refused now and then, on purpose even, for a word that has to be used once.
const TRIES: u32 = 3;

/// Why there is no certificate.
#[derive(Debug)]
pub struct Trouble {
    /// For people.
    pub reason: String,
    /// Nobody said no: the authority could not be reached, or has trouble itself.
    pub is_passing: bool,
    unknown_account: bool,
    used_word: bool,
}

impl Trouble {
    /// One that goes away by itself.
    pub fn passing(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), is_passing: true, unknown_account: false, used_word: false }
    }

    /// One that somebody has to mend.
    pub fn lasting(reason: String) -> Self {
        Self { is_passing: false, ..Self::passing(reason) }
    }
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        let Error::Api(problem) = &error else { return Self::passing(chain(&error)) };
        let kind = problem.r#type.as_deref().unwrap_or_default();
        Self {
            reason: problem.to_string(),
            is_passing: kind.ends_with(":serverInternal") || problem.status.is_some_and(|status| status >= 500),
            unknown_account: kind.ends_with(":accountDoesNotExist"),
            used_word: kind.ends_with(":badNonce"),
        }
    }
}

/// An error with everything that led to it.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        let more = error.to_string();
        if !text.contains(&more) {
            text = format!("{text}: {more}");
        }
        source = error.source();
    }
    text
}

impl Acme {
    /// Orders a certificate; chain and key as PEM.
    pub(super) async fn order(&self, kind: ChallengeType) -> Result<(String, String), Trouble> {
        let mut tries = 0;
        loop {
            tries += 1;
            match self.try_order(kind.clone()).await {
                Err(trouble) if trouble.unknown_account && tries < TRIES => self.forget_account(),
                Err(trouble) if trouble.used_word && tries < TRIES => {}
                outcome => return outcome,
            }
        }
    }

    async fn try_order(&self, kind: ChallengeType) -> Result<(String, String), Trouble> {
        let account = self.account().await?;
        let names: Vec<_> = self.config.names.iter().cloned().map(Identifier::Dns).collect();
        let mut order = account.new_order(&NewOrder::new(&names)).await?;
        self.answer_all(&mut order, kind).await?;
        if order.poll_ready(&PATIENCE).await? != OrderStatus::Ready {
            return Err(Trouble::lasting(what_was_wrong(&mut order).await?));
        }
        let key = order.finalize().await?;
        let chain = order.poll_certificate(&PATIENCE).await?;
        Ok((chain, key))
    }

    async fn answer_all(&self, order: &mut Order, kind: ChallengeType) -> Result<(), Trouble> {
        let mut authorizations = order.authorizations();
        while let Some(authorization) = authorizations.next().await {
            let mut authorization = authorization?;
            if authorization.status == AuthorizationStatus::Valid {
                continue;
            }
            let name = authorization.identifier().to_string();
            let Some(mut challenge) = authorization.challenge(kind.clone()) else {
                return Err(Trouble::lasting(format!("the authority does not offer {} for {name}", word(&kind))));
            };
            let answer = challenge.key_authorization();
            match kind {
                ChallengeType::Http01 => self.challenges.answer(challenge.token.clone(), answer.as_str().to_owned()),
                _ => self.chooser.answer(&name, looked_at(&name, &answer)?),
            }
            challenge.set_ready().await?;
        }
        Ok(())
    }
}

/// The certificate in which an authority reads the answer (RFC 8737).
fn looked_at(name: &str, answer: &KeyAuthorization) -> Result<Arc<CertifiedKey>, Trouble> {
    let made = || -> anyhow::Result<CertifiedKey> {
        let mut params = CertificateParams::new([name.to_owned()])?;
        params.custom_extensions = vec![CustomExtension::new_acme_identifier(answer.digest().as_ref())];
        let key = KeyPair::generate()?;
        let certificate = params.self_signed(&key)?.der().clone();
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let key = default_provider().key_provider.load_private_key(key)?;
        Ok(CertifiedKey::new(vec![certificate], key))
    };
    made().map(Arc::new).map_err(|error| Trouble::lasting(format!("{error:#}")))
}

/// What the authority found where it looked.
async fn what_was_wrong(order: &mut Order) -> Result<String, Trouble> {
    let mut told = Vec::new();
    let mut authorizations = order.authorizations();
    while let Some(authorization) = authorizations.next().await {
        let mut authorization = authorization?;
        let state = authorization.refresh().await?;
        let errors = state.challenges.iter().filter_map(|challenge| challenge.error.as_ref());
        told.extend(errors.map(|error| format!("{}: {error}", state.identifier())));
    }
    Ok(if told.is_empty() { "the authority refused and did not say why".to_owned() } else { told.join("; ") })
}

const fn word(kind: &ChallengeType) -> &'static str {
    match kind {
        ChallengeType::Http01 => "http-01",
        _ => "tls-alpn-01",
    }
}
