//! The machine as its network knows it: its name and its addresses, as the kernel lists them.
//!
//! Networks that exist within the machine only (containers, virtual machines) are left out, and so
//! are addresses of the newer kind that change every day or need a zone.

use std::{
    collections::BTreeSet,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

use api::Machine;

/// Beginnings of the names of networks within the machine.
const INSIDE: [&str; 7] = ["lo", "docker", "br-", "veth", "virbr", "podman", "cni"];
const TEMPORARY: u32 = 0x01;

/// Looks at the machine.
pub fn look() -> Machine {
    let text = |path| std::fs::read_to_string(path).unwrap_or_default();
    let (older, newer) =
        (older(&text("/proc/net/fib_trie"), &text("/proc/net/route")), newer(&text("/proc/net/if_inet6")));
    let hostname = text("/proc/sys/kernel/hostname").trim().to_ascii_lowercase();
    let addresses = older.into_iter().map(IpAddr::from).chain(newer.into_iter().map(IpAddr::from)).collect();
    Machine { hostname: Some(hostname).filter(|name| is_name(name)), addresses }
}

/// Whether a text can be the name of a machine.
pub fn is_name(text: &str) -> bool {
    let is_label = |label: &str| {
        let allowed = label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        (1..=63).contains(&label.len()) && allowed && !label.starts_with('-')
    };
    text.len() <= 253 && text.split('.').all(is_label)
}

/// Addresses of the machine's own in the kernel's table, and the networks it reaches them by.
fn older(trie: &str, routes: &str) -> BTreeSet<Ipv4Addr> {
    let routes: Vec<_> = routes.lines().skip(1).filter_map(route).collect();
    let is_inside = |address: Ipv4Addr| {
        let holds = |(_, network, mask): &&(&str, u32, u32)| *mask != 0 && address.to_bits() & mask == *network;
        let name = routes.iter().filter(holds).max_by_key(|(_, _, mask)| *mask).map(|(name, _, _)| *name);
        name.is_some_and(|name| INSIDE.iter().any(|inside| name.starts_with(inside)))
    };
    let mut addresses = BTreeSet::new();
    let mut last = None;
    for line in trie.lines().map(str::trim) {
        if let Some(address) = line.strip_prefix("|-- ") {
            last = address.parse().ok();
        } else if line == "/32 host LOCAL" {
            addresses.extend(last.take().filter(|it: &Ipv4Addr| !it.is_loopback() && !is_inside(*it)));
        }
    }
    addresses
}

/// Name, network and mask of a route; the numbers are written in the machine's order.
fn route(line: &str) -> Option<(&str, u32, u32)> {
    let columns: Vec<_> = line.split_whitespace().collect();
    let number =
        |column: &str| u32::from_str_radix(column, 16).ok().map(|number| u32::from_be_bytes(number.to_ne_bytes()));
    Some((columns.first()?, number(columns.get(1)?)?, number(columns.get(7)?)?))
}

fn newer(list: &str) -> BTreeSet<Ipv6Addr> {
    list.lines().filter_map(newer_address).collect()
}

fn newer_address(line: &str) -> Option<Ipv6Addr> {
    let columns: Vec<_> = line.split_whitespace().collect();
    let (name, flags) = (columns.get(5)?, u32::from_str_radix(columns.get(4)?, 16).ok()?);
    let inside = INSIDE.iter().any(|inside| name.starts_with(inside));
    let everywhere = *columns.get(3)? == "00";
    let bits = u128::from_str_radix(columns.first()?, 16).ok()?;
    (everywhere && !inside && flags & TEMPORARY == 0).then(|| Ipv6Addr::from_bits(bits))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRIE: &str = "Main:\n  +-- 0.0.0.0/0 3 0 5\n     |-- 0.0.0.0\n        /0 universe UNICAST\n     +-- 192.168.1.0/24 2 0 2\n        |-- 192.168.1.0\n           /24 link UNICAST\n        |-- 192.168.1.7\n           /32 host LOCAL\n     |-- 172.17.0.1\n        /32 host LOCAL\n     |-- 127.0.0.1\n        /32 host LOCAL\n";
    const ROUTES: &str = "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT\n\
        eth0\t00000000\t0101A8C0\t0003\t0\t0\t0\t00000000\t0\t0\t0\n\
        eth0\t0001A8C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n\
        docker0\t000011AC\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0\n";
    const SIX: &str = "00000000000000000000000000000001 01 80 10 80       lo\n\
        fe80000000000000021122fffe334455 02 40 20 80     eth0\n\
        fd000000000000000000000000000007 02 40 00 80     eth0\n\
        fd000000000000000000000000000008 02 40 00 01     eth0\n\
        fd000000000000000000000000000009 03 40 00 80  docker0\n";

    #[test]
    fn the_addresses_are_those_that_others_can_reach() {
        let all: Vec<_> = older(TRIE, ROUTES).iter().map(ToString::to_string).collect();
        assert_eq!(all, ["192.168.1.7"]);
        assert_eq!(newer(SIX).iter().map(ToString::to_string).collect::<Vec<_>>(), ["fd00::7"]);
    }

    #[test]
    fn what_the_kernel_does_not_say_is_not_there() {
        assert!(older("", "").is_empty() && newer("nonsense\n\n").is_empty());
        assert!(look().addresses.iter().all(|address| !address.is_loopback()));
    }

    #[test]
    fn a_name_is_made_of_labels() {
        assert!(is_name("pi") && is_name("house.example") && is_name("a_b-c"));
        assert!(!is_name("") && !is_name("a..b") && !is_name("-a") && !is_name("a b") && !is_name("*.a"));
    }
}
