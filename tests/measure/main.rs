//! What the house tells of itself: to Prometheus, to Grafana, and in its own words. Read by the tools of others, which
//! nobody here wrote.

mod dashboard;
mod figures;
mod messages;
mod prometheus;
mod requests;
