//! The lines of one person in the files of the request log: those of their account, and those of nobody's
//! that came from a network address that was theirs alone.

use std::{
    fs::{self, File, OpenOptions, Permissions},
    io::{self, BufRead as _, BufReader, BufWriter, Write as _},
    net::IpAddr,
    os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _},
    path::Path,
};

use commands::Whom;
use serde::Deserialize;
use uuid::Uuid;

#[derive(Deserialize)]
struct Seen {
    client: Option<IpAddr>,
    account: Option<Uuid>,
}

/// Whether a line is a person's.
pub fn belongs_to(line: &[u8], whom: &Whom) -> bool {
    match serde_json::from_slice(line) {
        Ok(Seen { account: Some(account), .. }) => account == whom.account.0,
        Ok(Seen { client, .. }) => client.is_some_and(|client| whom.addresses.contains(&client)),
        // One that a killed house left torn says nothing for certain.
        Err(_) => {
            let line = String::from_utf8_lossy(line);
            let named = |address: &IpAddr| line.contains(&address.to_string());
            line.contains(&whom.account.to_string()) || whom.addresses.iter().any(named)
        }
    }
}

/// Writes a file anew without the lines of a person, in one step; answers how many there were.
pub fn take_out(path: &Path, beside: &Path, mode: u32, whom: &Whom) -> io::Result<u64> {
    let mut lines = BufReader::new(File::open(path)?);
    let (mut line, mut taken) = (Vec::new(), 0);
    let fresh = OpenOptions::new().write(true).create(true).truncate(true).mode(mode).open(beside)?;
    fresh.set_permissions(Permissions::from_mode(mode))?;
    let mut fresh = BufWriter::new(fresh);
    while lines.read_until(b'\n', &mut line)? > 0 {
        if belongs_to(&line, whom) {
            taken += 1;
        } else {
            fresh.write_all(&line)?;
        }
        line.clear();
    }
    fresh.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
    if taken == 0 {
        fs::remove_file(beside)?;
    } else {
        fs::rename(beside, path)?;
    }
    Ok(taken)
}

#[cfg(test)]
mod tests {
    use domain::AccountId;

    use super::*;

    fn ada() -> Whom {
        let address: IpAddr = [203, 0, 113, 7].into();
        Whom { account: AccountId(Uuid::from_u128(0xada)), keys: Default::default(), addresses: [address].into() }
    }

    fn line(client: &str, account: Option<u128>) -> String {
        let account = account.map(Uuid::from_u128);
        format!("{}\n", serde_json::json!({ "path": "/", "client": client, "account": account, "more": 1 }))
    }

    #[test]
    fn lines_of_a_person_are_those_of_their_account_and_of_their_own_address() {
        let belongs = |client, account| belongs_to(line(client, account).as_bytes(), &ada());
        assert!(belongs("192.0.2.1", Some(0xada)));
        assert!(belongs("203.0.113.7", None));
        assert!(!belongs("203.0.113.7", Some(0xb0b)), "somebody else's");
        assert!(!belongs("203.0.113.77", None));
        assert!(belongs_to(b"{\"client\":\"203.0.113.7\",\"acc", &ada()), "torn");
    }

    #[test]
    fn a_file_keeps_everybody_elses_lines_byte_for_byte() {
        let folder = tempfile::tempdir().unwrap();
        let (path, beside) = (folder.path().join("requests.log"), folder.path().join(".part"));
        let (own, others) = (line("203.0.113.7", None), [line("192.0.2.1", None), line("192.0.2.1", Some(0xb0b))]);
        fs::write(&path, [&others[0], &own, &others[1], &own].map(String::as_str).concat()).unwrap();
        assert_eq!(take_out(&path, &beside, 0o640, &ada()).unwrap(), 2);
        assert_eq!(fs::read_to_string(&path).unwrap(), others.concat());
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
        assert_eq!(take_out(&path, &beside, 0o640, &ada()).unwrap(), 0);
        assert!(!beside.exists());
    }
}
