//! The house behind the proxies of `ops/proxies`: the committed files, run by the real nginx and the
//! real Caddy in front of the real program. Only ports, names and paths are others.

mod behind;
mod caddy;
mod checks;
mod files;
mod line;
mod nginx;
mod proxy;
mod sockets;
