//! argon2id (RFC 9106), each hash in memory of its own that goes back to the system.
//!
//! A hash works in 19 MiB. The C library keeps a freed block of up to 32 MiB, puts something small into it, and takes
//! another for the next hash: a thousand logins made a house of 1.2 GB (`bench -- flood`). What is larger comes from the
//! system and returns there at once, and of what is larger only what is written to takes memory.

use argon2::{
    Algorithm, Argon2, Block, CustomizedPasswordHasher, Params, PasswordHash, PasswordHasher, Version,
    password_hash::{
        Result,
        phc::{Output, ParamsString, Salt},
    },
};

const MORE_THAN_IS_KEPT: usize = 33 * 1024 * 1024 / Block::SIZE;

/// Makes and checks hashes; [`argon2::PasswordVerifier`] comes with it.
#[derive(Clone, Debug)]
pub struct Argon2id {
    version: Version,
    params: Params,
}

impl Argon2id {
    pub const fn new(params: Params) -> Self {
        Self { version: Version::V0x13, params }
    }
}

impl PasswordHasher<PasswordHash> for Argon2id {
    fn hash_password_with_salt(&self, password: &[u8], salt: &[u8]) -> Result<PasswordHash> {
        let (salt, blocks) = (Salt::new(salt)?, self.params.block_count());
        let mut memory = Vec::with_capacity(blocks.max(MORE_THAN_IS_KEPT));
        memory.resize(blocks, Block::new());
        let mut output = [0; Params::DEFAULT_OUTPUT_LEN];
        let argon2 = Argon2::new(Algorithm::Argon2id, self.version, self.params.clone());
        argon2.hash_password_into_with_memory(password, &salt, &mut output, memory.as_mut_slice())?;
        Ok(PasswordHash {
            algorithm: Algorithm::Argon2id.ident(),
            version: Some(self.version.into()),
            params: ParamsString::try_from(&self.params)?,
            salt: Some(salt),
            hash: Some(Output::new(&output)?),
        })
    }
}

impl CustomizedPasswordHasher<PasswordHash> for Argon2id {
    type Params = Params;

    fn hash_password_customized(
        &self,
        password: &[u8],
        salt: &[u8],
        algorithm: Option<&str>,
        version: Option<u32>,
        params: Params,
    ) -> Result<PasswordHash> {
        if let Some(other) = algorithm
            && Algorithm::try_from(other)? != Algorithm::Argon2id
        {
            return Err(argon2::password_hash::Error::Algorithm);
        }
        let version = version.map_or(Ok(self.version), Version::try_from)?;
        Self { version, params }.hash_password_with_salt(password, salt)
    }
}

#[cfg(test)]
mod tests {
    use argon2::PasswordVerifier as _;

    use super::*;

    const PASSWORD: &[u8] = b"a word that nobody guesses";

    #[test]
    fn what_it_hashes_the_crate_checks_and_the_other_way_round() {
        let params = Params::new(64, 2, 1, None).expect("a cost");
        let (ours, theirs) = (Argon2id::new(Params::default()), Argon2::from(params.clone()));
        let hash = Argon2id::new(params).hash_password(PASSWORD).expect("a hash").to_string();
        assert!(hash.starts_with("$argon2id$v=19$m=64,t=2,p=1$"), "{hash}");
        theirs.verify_password(PASSWORD, hash.as_str()).expect("the crate finds that it fits");
        let known = PasswordHash::new(&theirs.hash_password(PASSWORD).expect("a hash").to_string()).expect("a hash");
        ours.verify_password(PASSWORD, &known).expect("it fits, at the cost it was made with");
        ours.verify_password(b"another word", &known).expect_err("another word does not");
    }

    #[test]
    fn no_other_algorithm_counts() {
        let other = Argon2::new(Algorithm::Argon2i, Version::V0x13, Params::new(64, 2, 1, None).expect("a cost"));
        let known = other.hash_password(PASSWORD).expect("a hash");
        Argon2id::new(Params::default()).verify_password(PASSWORD, &known).expect_err("it is no argon2id");
    }
}
