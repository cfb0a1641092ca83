//! What a house outlives: being killed, full disks, lost mail servers, broken view files. And what
//! it refuses to serve: a log that is not what was written.

mod clients;
mod damaged_log;
mod erasures;
mod failed_sync;
mod full_disk;
mod kills;
mod line;
mod outbox;
mod pieces;
mod post;
mod shutdown;
mod uploads;
mod views;
