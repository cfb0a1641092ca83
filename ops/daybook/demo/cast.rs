//! Who lives in the demo house, on what and from where they come in.
//!
//! Every mail address ends in a name that no mail server has (RFC 2606), every network address is
//! private or made for examples (RFC 1918, RFC 4193, RFC 5737).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use domain::Role;

/// What the house is called: nobody shall take it for theirs.
pub const HOUSE: &str = "Demo house at Linden Lane";
/// What its clocks show.
pub const ZONE: chrono_tz::Tz = chrono_tz::Tz::Europe__Berlin;

/// A device somebody uses.
#[derive(Debug)]
pub struct Device {
    /// By which it is known again.
    pub name: &'static str,
    /// What its browser calls itself.
    pub agent: &'static str,
    /// Where it comes from.
    pub from: IpAddr,
}

/// Somebody who lives there.
#[derive(Debug)]
pub struct Person {
    /// The name.
    pub name: &'static str,
    /// The mail address.
    pub email: &'static str,
    /// The role of the first day.
    pub role: Role,
    /// The password of the first day, set by whoever opened the account.
    pub first_password: &'static str,
    /// The password after that.
    pub password: &'static str,
    /// What is always at hand.
    pub phone: Device,
    /// What is used sitting down.
    pub desk: Device,
}

const ANDROID: &str = "Mozilla/5.0 (Linux; Android 15; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0";
const IPHONE: &str =
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Safari/604.1";
const IPAD: &str = "Mozilla/5.0 (iPad; CPU OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Safari/604.1";
const LINUX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";
const WINDOWS: &str =
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36 Edg/142.0";
const MAC: &str = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.5 Safari/605.1.15";
const CHROME: &str = "Mozilla/5.0 (Linux; Android 14; Mobile) AppleWebKit/537.36 Chrome/142.0.0.0 Mobile Safari/537.36";

const fn at_home(host: u8) -> IpAddr {
    IpAddr::V4(Ipv4Addr::new(192, 168, 178, host))
}

/// Looks after the house.
pub static MARA: Person = Person {
    name: "Mara Linden",
    email: "mara@linden.example",
    role: Role::Admin,
    first_password: "mara waters the lindens",
    password: "mara waters the lindens",
    phone: Device { name: "mara-phone", agent: IPHONE, from: at_home(21) },
    desk: Device { name: "mara-desk", agent: LINUX, from: at_home(20) },
};
/// Looks after it, too.
pub static JONAS: Person = Person {
    name: "Jonas Linden",
    email: "jonas@linden.example",
    role: Role::Admin,
    first_password: "a first word for jonas",
    password: "jonas bakes on sundays",
    phone: Device { name: "jonas-phone", agent: ANDROID, from: at_home(31) },
    desk: Device { name: "jonas-notebook", agent: MAC, from: at_home(30) },
};
/// Types fast.
pub static IDA: Person = Person {
    name: "Ida Linden",
    email: "ida@linden.example",
    role: Role::Member,
    first_password: "a first word for ida",
    password: "ida climbs the oak tree",
    phone: Device { name: "ida-phone", agent: CHROME, from: at_home(41) },
    desk: Device { name: "ida-notebook", agent: WINDOWS, from: at_home(40) },
};
/// Begins as a viewer.
pub static THEO: Person = Person {
    name: "Theo Linden",
    email: "theo@linden.example",
    role: Role::Viewer,
    first_password: "a first word for theo",
    password: "theo collects blue stones",
    phone: Device { name: "theo-tablet", agent: IPAD, from: at_home(51) },
    desk: Device { name: "theo-desk", agent: LINUX, from: at_home(20) },
};
/// Lives upstairs and likes to look.
pub static GRETE: Person = Person {
    name: "Grete Linden",
    email: "grete@linden.example",
    role: Role::Viewer,
    first_password: "a first word for grete",
    password: "grete sings in the kitchen",
    phone: Device { name: "grete-tablet", agent: IPAD, from: at_home(61) },
    desk: Device { name: "grete-desk", agent: WINDOWS, from: at_home(60) },
};
/// Rented the room under the roof until he moved out.
pub static FELIX: Person = Person {
    name: "Felix Ast",
    email: "felix@ast.example",
    role: Role::Member,
    first_password: "a first word for felix",
    password: "felix sleeps until noon",
    phone: Device {
        name: "felix-phone",
        agent: ANDROID,
        from: IpAddr::V6(Ipv6Addr::new(0xfd2a, 0x17, 0xd4e, 0, 0, 0, 0, 0x71)),
    },
    desk: Device { name: "felix-notebook", agent: LINUX, from: at_home(70) },
};

/// Everybody, in the order in which they moved in.
pub static CAST: [&Person; 6] = [&MARA, &JONAS, &IDA, &THEO, &GRETE, &FELIX];

/// The computer at Mara's work.
pub static OFFICE: Device =
    Device { name: "mara-office", agent: WINDOWS, from: IpAddr::V4(Ipv4Addr::new(198, 51, 100, 40)) };
/// Jonas's notebook, on the road.
pub static ON_THE_ROAD: Device =
    Device { name: "jonas-notebook", agent: MAC, from: IpAddr::V4(Ipv4Addr::new(198, 51, 100, 23)) };
/// Ida's new notebook, which the house has never seen.
pub static NEW_NOTEBOOK: Device = Device { name: "ida-new", agent: CHROME, from: at_home(44) };
/// Somebody far away.
pub const FAR_AWAY: IpAddr = IpAddr::V4(Ipv4Addr::new(203, 0, 113, 77));
/// Somebody else far away.
pub const ELSEWHERE: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 141));
