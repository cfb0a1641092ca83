//! Which engine keeps the log: the scheme of a URL says so. An engine this build does not have is
//! refused by name; nothing falls back to another one.

use std::{path::PathBuf, sync::Arc};

use crate::{EventLog, LogError, MemoryLog, SqliteLog};

/// Opens the log at `memory:` or `sqlite:PATH`.
///
/// # Errors
/// When the URL names no engine of this build, or the log there cannot be opened.
pub async fn open(url: &str) -> Result<Arc<dyn EventLog>, LogError> {
    let (scheme, rest) = url.split_once(':').unwrap_or((url, ""));
    match scheme {
        "memory" => Ok(Arc::new(MemoryLog::new())),
        "sqlite" => {
            let path = PathBuf::from(rest.strip_prefix("//").unwrap_or(rest));
            if path.as_os_str().is_empty() {
                return Err(LogError::Fault("sqlite: needs a path, such as sqlite:log.db".to_owned()));
            }
            let opened = tokio::task::spawn_blocking(move || SqliteLog::open(&path)).await;
            Ok(Arc::new(opened.map_err(|error| LogError::Fault(error.to_string()))??))
        }
        "postgres" | "postgresql" | "esdb" | "kurrentdb" => {
            Err(LogError::Fault(format!("this build has no engine for {scheme}: logs; it has sqlite: and memory:")))
        }
        _ => Err(LogError::Fault(format!("no log is known by the scheme '{scheme}'; known are sqlite: and memory:"))),
    }
}
