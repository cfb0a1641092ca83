//! The account with the authority: made at the first need, kept in the data folder with its key, and
//! made anew where the authority does not know it any more.

use std::path::PathBuf;

use base64::{
    Engine as _,
    prelude::{BASE64_URL_SAFE, BASE64_URL_SAFE_NO_PAD},
};
use instant_acme::{Account, AccountBuilder, AccountCredentials, ExternalAccountKey, NewAccount};
use serde::{Deserialize, Serialize};

use super::{Acme, order::Trouble};
use crate::{config::TlsConfig, tls::disk};

/// An account and where it is one.
#[derive(Serialize, Deserialize)]
struct Kept {
    directory: String,
    credentials: AccountCredentials,
}

impl Acme {
    /// The account at the authority.
    pub(super) async fn account(&self) -> Result<Account, Trouble> {
        let kept = disk::read(&self.account_file()).map_err(|error| Trouble::lasting(format!("{error:#}")))?;
        let kept: Option<Kept> = kept.and_then(|text| serde_json::from_slice(&text).ok());
        match kept.filter(|kept| kept.directory == self.config.directory) {
            Some(kept) => Ok(builder(&self.config)?.from_credentials(kept.credentials).await?),
            None => self.new_account().await,
        }
    }

    /// Forgets the account, for an authority that does not know it.
    pub(super) fn forget_account(&self) {
        if let Err(error) = std::fs::remove_file(self.account_file()) {
            tracing::warn!(%error, "the account with the authority could not be forgotten");
        }
    }

    async fn new_account(&self) -> Result<Account, Trouble> {
        let contact: Vec<_> = self.config.contact.iter().map(|address| format!("mailto:{address}")).collect();
        let contact: Vec<_> = contact.iter().map(String::as_str).collect();
        let new = NewAccount { contact: &contact, terms_of_service_agreed: true, only_return_existing: false };
        let (directory, outside) = (self.config.directory.clone(), external(&self.config)?);
        let (account, credentials) = builder(&self.config)?.create(&new, directory.clone(), outside.as_ref()).await?;
        let text = serde_json::to_vec(&Kept { directory, credentials }).unwrap_or_default();
        disk::write(&self.account_file(), &text).map_err(|error| Trouble::lasting(format!("{error:#}")))?;
        Ok(account)
    }

    fn account_file(&self) -> PathBuf {
        self.folder.join("acme-account.json")
    }
}

fn builder(config: &TlsConfig) -> Result<AccountBuilder, Trouble> {
    Ok(match &config.ca_file {
        Some(file) => Account::builder_with_root(file)?,
        None => Account::builder()?,
    })
}

/// What links the account to one that the authority knows from elsewhere.
fn external(config: &TlsConfig) -> Result<Option<ExternalAccountKey>, Trouble> {
    let Some((id, key)) = config.eab_kid.clone().zip(config.eab_key.as_deref()) else { return Ok(None) };
    let key = eab_key(key).ok_or_else(|| Trouble::lasting("tls.eab_key is no base64url".to_owned()))?;
    Ok(Some(ExternalAccountKey::new(id, &key)))
}

fn eab_key(text: &str) -> Option<Vec<u8>> {
    let text = text.trim();
    BASE64_URL_SAFE_NO_PAD.decode(text).or_else(|_| BASE64_URL_SAFE.decode(text)).ok()
}
