//! Medians, and the rank test of Mann and Whitney with its normal approximation.
//!
//! Two cases differ where |z| is above 4 and the medians are further apart than a tenth of the spread (the range of the
//! middle half); either alone is noise.

use std::time::Duration;

/// A case and how long each of its tries took.
pub type Case = (&'static str, Vec<Duration>);

/// Prints the table; whether any two cases differ.
pub fn compare(cases: &[Case]) -> bool {
    for (name, times) in cases {
        let [low, middle, high] = quarters(times.clone());
        println!("  {name:<42} median {middle:>8.1} us, middle half {low:.1} to {high:.1}");
    }
    let mut largest = 0.0_f64;
    let mut differs = false;
    for (index, one) in cases.iter().enumerate() {
        for other in &cases[index + 1..] {
            let z = z_of_ranks(&one.1, &other.1);
            largest = largest.max(z.abs());
            differs |= differ(one, other, z);
        }
    }
    println!("  {}; the largest |z| is {largest:.1}", if differs { "SOME DIFFER" } else { "alike" });
    differs
}

fn differ((name, one): &Case, (other_name, other): &Case, z: f64) -> bool {
    let gap = quarters(one.clone())[1] - quarters(other.clone())[1];
    let [low, _, high] = quarters([one.as_slice(), other].concat());
    let differs = z.abs() > 4.0 && gap.abs() > (high - low) / 10.0;
    if differs {
        println!("    {name} / {other_name}: z {z:+.1}, {gap:+.1} us of a spread of {:.1}", high - low);
    }
    differs
}

fn quarters(mut times: Vec<Duration>) -> [f64; 3] {
    times.sort_unstable();
    [1, 2, 3].map(|quarter| times[(times.len() - 1) * quarter / 4].as_secs_f64() * 1e6)
}

#[allow(clippy::cast_precision_loss, reason = "far below 2^52")]
fn z_of_ranks(one: &[Duration], other: &[Duration]) -> f64 {
    let mut ranked: Vec<_> =
        one.iter().map(|time| (time, true)).chain(other.iter().map(|time| (time, false))).collect();
    ranked.sort_unstable();
    let ranks: usize = ranked.iter().enumerate().filter(|(_, (_, is_one))| *is_one).map(|(rank, _)| rank + 1).sum();
    let (n, m) = (one.len() as f64, other.len() as f64);
    (ranks as f64 - n * (n + m + 1.0) / 2.0) / (n * m * (n + m + 1.0) / 12.0).sqrt()
}
