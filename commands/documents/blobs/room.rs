//! Whether there is room for more bytes. What people store must not take the room that the log needs to go on.

use std::{fs::File, io};

/// A twentieth of the disk stays free, up to so much.
const MOST_RESERVED: u64 = 1 << 30;

/// Whether so many bytes can be written where a file lies without taking the last room.
pub fn is_left(file: &File, bytes: u64) -> io::Result<bool> {
    Ok(bytes_left(file)? >= bytes)
}

/// How many bytes can be written where a file or folder lies without taking the last room.
pub fn bytes_left(file: &File) -> io::Result<u64> {
    let disk = rustix::fs::fstatvfs(file)?;
    let reserved = (disk.f_blocks.saturating_mul(disk.f_frsize) / 20).min(MOST_RESERVED);
    Ok(disk.f_bavail.saturating_mul(disk.f_frsize).saturating_sub(reserved))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_disk_has_room_for_everything() {
        let file = tempfile::tempfile().unwrap();
        assert!(!is_left(&file, u64::MAX).unwrap());
    }
}
