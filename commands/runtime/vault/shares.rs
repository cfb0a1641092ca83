//! Links that share something: only the hash of a link's token is remembered, and the slow hash of its password.
//!
//! What a link opens, and whether it still does, is absent: the log says so.

use domain::{
    AccountId,
    documents::{LinkId, LinkPasswordId},
};
use uuid::Uuid;

use super::{Fault, Vault};

impl Vault {
    /// Remembers whose link a token is; before an event names the link it opens nothing.
    pub(crate) async fn keep_share(&self, digest: [u8; 32], link: LinkId, account: AccountId) -> Result<(), Fault> {
        sqlx::query("INSERT INTO shares (token_hash, link, account) VALUES (?, ?, ?)")
            .bind(&digest[..])
            .bind(&link.0.as_bytes()[..])
            .bind(&account.0.as_bytes()[..])
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Which link a token is.
    pub(crate) async fn share(&self, digest: [u8; 32]) -> Result<Option<LinkId>, Fault> {
        let found: Option<(Vec<u8>,)> = sqlx::query_as("SELECT link FROM shares WHERE token_hash = ?")
            .bind(&digest[..])
            .fetch_optional(&self.pool)
            .await?;
        Ok(found.and_then(|(link,)| Uuid::from_slice(&link).ok().map(LinkId)))
    }

    /// Keeps a password's hash under an id that an event may name from now on.
    pub(crate) async fn keep_share_password(
        &self,
        password: LinkPasswordId,
        (link, account): (LinkId, AccountId),
        hash: &str,
    ) -> Result<(), Fault> {
        let sql =
            "INSERT INTO share_passwords (password, link, account, hash) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING";
        sqlx::query(sql)
            .bind(&password.0.as_bytes()[..])
            .bind(&link.0.as_bytes()[..])
            .bind(&account.0.as_bytes()[..])
            .bind(hash)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    pub(crate) async fn share_password(&self, password: LinkPasswordId) -> Result<Option<String>, Fault> {
        let found: Option<(String,)> = sqlx::query_as("SELECT hash FROM share_passwords WHERE password = ?")
            .bind(&password.0.as_bytes()[..])
            .fetch_optional(&self.pool)
            .await?;
        Ok(found.map(|(hash,)| hash))
    }

    /// Forgets every password of a link but one.
    pub(crate) async fn drop_other_share_passwords(
        &self,
        link: LinkId,
        present: Option<LinkPasswordId>,
    ) -> Result<(), Fault> {
        sqlx::query("DELETE FROM share_passwords WHERE link = ? AND password IS NOT ?")
            .bind(&link.0.as_bytes()[..])
            .bind(present.map(|password| password.0.as_bytes().to_vec()))
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Forgets a link's token and password.
    pub(crate) async fn drop_share(&self, link: LinkId) -> Result<(), Fault> {
        sqlx::query("DELETE FROM shares WHERE link = ?").bind(&link.0.as_bytes()[..]).execute(&self.pool).await?;
        self.drop_other_share_passwords(link, None).await
    }
}
