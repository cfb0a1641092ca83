//! The raw disk: append some bytes, `fdatasync`, again.

use std::{fs::OpenOptions, io::Write as _, path::Path, time::Instant};

/// Bare durable appends a second.
pub fn appends_per_second(folder: &Path, bytes: usize, count: u32) -> std::io::Result<f64> {
    let path = folder.join("raw");
    let mut file = OpenOptions::new().create(true).append(true).open(&path)?;
    let block = vec![7; bytes];
    let begin = Instant::now();
    for _ in 0..count {
        file.write_all(&block)?;
        file.sync_data()?;
    }
    Ok(f64::from(count) / begin.elapsed().as_secs_f64())
}

/// The middle of several figures.
pub fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or_default()
}
