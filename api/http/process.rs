//! What this process takes from the machine, as the kernel counts it. Nothing where there is no such kernel: a figure
//! that cannot be had is left out, never made up.

use std::{fs, path::Path};

/// The process as it is now.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Process {
    /// Memory that is really there.
    pub resident_bytes: Option<u64>,
    /// Memory that was asked for.
    pub virtual_bytes: Option<u64>,
    /// Time on the processors since it was started.
    pub cpu_s: Option<f64>,
    /// Files and connections that are open.
    pub open_fds: Option<u64>,
    /// How many may be.
    pub most_fds: Option<u64>,
}

impl Process {
    /// Asks the kernel. Quick: nothing here waits for a disk.
    pub fn now() -> Self {
        let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
        let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
        let limit = rustix::process::getrlimit(rustix::process::Resource::Nofile).current;
        Self {
            resident_bytes: kib(&status, "VmRSS:"),
            virtual_bytes: kib(&status, "VmSize:"),
            cpu_s: ticks(&stat).map(|ticks| ticks / rustix::param::clock_ticks_per_second() as f64),
            open_fds: fs::read_dir("/proc/self/fd").ok().map(|open| open.count() as u64),
            most_fds: limit,
        }
    }
}

/// The room that is left where a folder lies, for whoever is not the machine's administrator.
pub fn free_bytes(folder: &Path) -> Option<u64> {
    let there = rustix::fs::statvfs(folder).ok()?;
    there.f_bavail.checked_mul(there.f_frsize)
}

fn kib(status: &str, name: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse::<u64>().ok()?.checked_mul(1024)
}

/// The name of a program stands in brackets and may hold anything; what is counted comes after.
fn ticks(stat: &str) -> Option<f64> {
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
    let mut next = || fields.next()?.parse::<f64>().ok();
    Some(next()? + next()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_process_takes_something() {
        let now = Process::now();
        assert!(now.resident_bytes.is_some_and(|bytes| bytes > 1 << 20), "{now:?}");
        assert!(now.virtual_bytes >= now.resident_bytes && now.open_fds.is_some_and(|open| open > 2), "{now:?}");
        assert!(now.cpu_s.is_some() && free_bytes(Path::new("/")).is_some(), "{now:?}");
    }

    #[test]
    fn a_program_may_be_called_anything() {
        let stat = "7 (a) b (c) S 1 7 7 0 -1 4194560 100 0 0 0 250 50 0 0 20 0 4 0 99 1000 20";
        assert_eq!(ticks(stat), Some(300.0));
        assert_eq!((ticks(""), kib("VmRSS:\t  12 kB", "VmRSS:"), kib("", "VmRSS:")), (None, Some(12_288), None));
    }
}
