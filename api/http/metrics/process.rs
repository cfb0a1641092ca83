//! The process and the program as they are measured, under the names every exporter gives them.

use prometheus_client::{
    collector::Collector,
    encoding::{DescriptorEncoder, EncodeMetric},
    metrics::{MetricType, counter::ConstCounter},
};

use super::figures::{Encoded, MICROS, gauge, gauges};
use crate::{http::process::Process, started::Started};

/// Asked at each reading.
#[derive(Debug)]
pub struct Machine {
    pub started: Started,
}

impl Collector for Machine {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Encoded {
        let (encoder, now) = (&mut encoder, Process::now());
        let sizes = [
            ("process_resident_memory_bytes", "Memory that is really there", now.resident_bytes),
            ("process_virtual_memory_bytes", "Memory that was asked for", now.virtual_bytes),
            ("process_open_fds", "Files and connections that are open", now.open_fds),
            ("process_max_fds", "Files and connections that may be open", now.most_fds),
        ];
        for (name, help, value) in sizes {
            if let Some(value) = value {
                gauge(encoder, name, help, value)?;
            }
        }
        if let Some(cpu_s) = now.cpu_s {
            let help = "Time on the processors";
            let cpu = encoder.encode_descriptor("process_cpu_seconds", help, None, MetricType::Counter)?;
            ConstCounter::new(cpu_s).encode(cpu)?;
        }
        let started_s = self.started.at().timestamp_micros() as f64 / MICROS;
        gauge(encoder, "process_start_time_seconds", "When the house was started, in seconds since 1970", started_s)?;
        let version = [([("version", env!("CARGO_PKG_VERSION"))], 1_u64)];
        gauges(encoder, "daybook_build_info", "Which version of the program runs", version)
    }
}
