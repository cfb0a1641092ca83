//! Figures that are asked for at each reading, in the words of the library.

use eventlog::Distribution;
use prometheus_client::{
    encoding::{DescriptorEncoder, EncodeGaugeValue, EncodeMetric, MetricEncoder, NoLabelSet},
    metrics::{MetricType, counter::ConstCounter, gauge::ConstGauge},
};

pub type Encoded = Result<(), std::fmt::Error>;

/// A label and its value.
pub type Label = (&'static str, &'static str);

/// A count without labels.
pub fn counter(encoder: &mut DescriptorEncoder<'_>, name: &str, help: &str, value: u64) -> Encoded {
    ConstCounter::new(value).encode(encoder.encode_descriptor(name, help, None, MetricType::Counter)?)
}

/// A figure without labels.
pub fn gauge(
    encoder: &mut DescriptorEncoder<'_>,
    name: &str,
    help: &str,
    value: impl EncodeGaugeValue + std::fmt::Debug,
) -> Encoded {
    ConstGauge::new(value).encode(encoder.encode_descriptor(name, help, None, MetricType::Gauge)?)
}

/// Counts by their labels.
pub fn counters<const N: usize>(
    encoder: &mut DescriptorEncoder<'_>,
    name: &str,
    help: &str,
    values: impl IntoIterator<Item = ([Label; N], u64)>,
) -> Encoded {
    let mut family = encoder.encode_descriptor(name, help, None, MetricType::Counter)?;
    for (labels, value) in values {
        ConstCounter::new(value).encode(family.encode_family(&labels)?)?;
    }
    Ok(())
}

/// Figures by their labels.
pub fn gauges<const N: usize, V: EncodeGaugeValue + std::fmt::Debug>(
    encoder: &mut DescriptorEncoder<'_>,
    name: &str,
    help: &str,
    values: impl IntoIterator<Item = ([Label; N], V)>,
) -> Encoded {
    let mut family = encoder.encode_descriptor(name, help, None, MetricType::Gauge)?;
    for (labels, value) in values {
        ConstGauge::new(value).encode(family.encode_family(&labels)?)?;
    }
    Ok(())
}

/// How values are spread, each divided by `unit`.
pub fn histogram(mut encoder: MetricEncoder<'_>, values: &Distribution, unit: f64) -> Encoded {
    let bounds = values.bounds.iter().map(|bound| *bound as f64 / unit).chain([f64::MAX]);
    let buckets: Vec<_> = bounds.zip(values.counts.iter().copied()).collect();
    encoder.encode_histogram::<NoLabelSet>(values.sum as f64 / unit, values.count(), &buckets, None)
}

/// Microseconds in a second.
pub const MICROS: f64 = 1e6;
