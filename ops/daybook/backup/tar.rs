//! A few files in one stream, in the form every machine can unpack (POSIX ustar). Links, devices and
//! anything that would lead out of the folder it is unpacked into are deliberately absent.

use std::{
    io::{Error, ErrorKind, Read, Result, Write},
    path::Path,
};

use zeroize::Zeroizing;

use super::manifest::stays_inside;

const BLOCK: usize = 512;
const NAME: usize = 100;
/// No file of a house that is kept secret is larger.
const MOST_BYTES: usize = 1 << 30;

/// A file in a stream of files.
pub struct Entry {
    /// Its path.
    pub path: String,
    /// What it holds.
    pub bytes: Zeroizing<Vec<u8>>,
}

/// Adds a file.
pub fn add(to: &mut impl Write, path: &str, bytes: &[u8]) -> Result<()> {
    let mut header = [0; BLOCK];
    if path.len() >= NAME || !stays_inside(Path::new(path)) {
        return Err(Error::new(ErrorKind::InvalidInput, format!("{path}: this is no name for a file in a backup")));
    }
    header[..path.len()].copy_from_slice(path.as_bytes());
    let mut put = |at: usize, text: &str| header[at..at + text.len()].copy_from_slice(text.as_bytes());
    put(100, "0000600\0");
    put(108, "0000000\0");
    put(116, "0000000\0");
    put(124, &format!("{:011o}\0", bytes.len()));
    put(136, "00000000000\0");
    put(148, "        ");
    put(156, "0");
    put(257, "ustar\x0000");
    let sum = sum(&header);
    header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    to.write_all(&header)?;
    to.write_all(bytes)?;
    to.write_all(&vec![0; bytes.len().next_multiple_of(BLOCK) - bytes.len()])
}

/// Ends the stream.
pub fn end(to: &mut impl Write) -> Result<()> {
    to.write_all(&[0; 2 * BLOCK])
}

/// The next file; `None` after the last.
pub fn next(from: &mut impl Read) -> Result<Option<Entry>> {
    let mut header = [0; BLOCK];
    from.read_exact(&mut header)?;
    if header.iter().all(|byte| *byte == 0) {
        std::io::copy(from, &mut std::io::sink())?;
        return Ok(None);
    }
    let damaged = |what: &str| Error::new(ErrorKind::InvalidData, format!("the secrets of the backup: {what}"));
    let mut blank = header;
    blank[148..156].fill(b' ');
    if octal(&header[148..156]) != Some(sum(&blank)) {
        return Err(damaged("a header does not match its sum"));
    }
    let name = header[..NAME].split(|byte| *byte == 0).next().unwrap_or_default();
    let path = std::str::from_utf8(name).map_err(|_| damaged("a name is no text"))?.to_owned();
    let length = octal(&header[124..136]).filter(|length| *length <= MOST_BYTES);
    let length = length.ok_or_else(|| damaged("a file has no length"))?;
    if header[156] != b'0' || !stays_inside(Path::new(&path)) {
        return Err(damaged("there is something else than a file in it"));
    }
    let mut bytes = Zeroizing::new(vec![0; length.next_multiple_of(BLOCK)]);
    from.read_exact(&mut bytes)?;
    bytes.truncate(length);
    Ok(Some(Entry { path, bytes }))
}

fn sum(header: &[u8; BLOCK]) -> usize {
    header.iter().map(|byte| usize::from(*byte)).sum()
}

fn octal(field: &[u8]) -> Option<usize> {
    let text = std::str::from_utf8(field).ok()?;
    usize::from_str_radix(text.trim_matches(['\0', ' ']), 8).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Vec<u8> {
        let mut stream = Vec::new();
        add(&mut stream, "vault.sqlite", &[7; 1000]).unwrap();
        add(&mut stream, "tls/own.key", b"").unwrap();
        end(&mut stream).unwrap();
        stream
    }

    #[test]
    fn what_is_added_comes_out_again() {
        let stream = sample();
        let mut from = stream.as_slice();
        let first = next(&mut from).unwrap().unwrap();
        assert_eq!((first.path.as_str(), first.bytes.as_slice()), ("vault.sqlite", &[7; 1000][..]));
        let second = next(&mut from).unwrap().unwrap();
        assert_eq!((second.path.as_str(), second.bytes.len()), ("tls/own.key", 0));
        assert!(next(&mut from).unwrap().is_none());
    }

    #[test]
    fn what_was_cut_off_or_leads_out_is_refused() {
        let stream = sample();
        assert!(next(&mut &stream[..700]).is_err());
        assert!(add(&mut Vec::new(), "../vault.sqlite", b"x").is_err());
        let mut other = stream.clone();
        other[3] ^= 1;
        assert!(next(&mut other.as_slice()).is_err());
    }

    #[test]
    fn the_tar_of_the_machine_reads_it() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("secrets.tar");
        std::fs::write(&file, sample()).unwrap();
        let listed = std::process::Command::new("tar").arg("-tf").arg(&file).output().unwrap();
        assert_eq!(String::from_utf8_lossy(&listed.stdout), "vault.sqlite\ntls/own.key\n");
    }
}
