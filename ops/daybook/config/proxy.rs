//! What a proxy in front may be asked to do.

use serde::{Deserialize, Serialize};

/// What a proxy may be asked to do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Proxy {
    /// Where the proxy finds the data folder's files, for `X-Accel-Redirect`.
    pub accel_prefix: Option<String>,
}

impl Proxy {
    /// Whether it fits.
    ///
    /// # Errors
    /// A sentence about the key that does not.
    pub fn check(&self) -> Result<(), String> {
        match self.accel_prefix.as_deref() {
            Some(prefix) if !fits(prefix) => {
                Err(format!("proxy.accel_prefix: '{prefix}' is no path; use one like /protected, in plain letters"))
            }
            _ => Ok(()),
        }
    }
}

fn fits(prefix: &str) -> bool {
    let part = |part: &str| {
        !part.is_empty()
            && part != "."
            && part != ".."
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
    };
    let inner = prefix.strip_prefix('/').map(|rest| rest.strip_suffix('/').unwrap_or(rest));
    inner.is_some_and(|inner| inner.split('/').all(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_is_a_plain_path() {
        for right in ["/protected", "/protected/", "/a/b-c_1.d"] {
            assert!(fits(right), "{right}");
        }
        for wrong in ["", "/", "protected", "//", "/a//b", "/..", "/a/../b", "/a b", "/a\r\nb", "/a?b", "/%2e"] {
            assert!(!fits(wrong), "{wrong}");
        }
    }
}
