//! The table, as the README shows it.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "printing the table is what this program does")]

/// Rows of work, bar and figure.
#[derive(Default)]
pub struct Report {
    rows: Vec<(String, String, String, bool)>,
}

impl Report {
    /// A row; `reached` says whether the bar is.
    pub fn row(&mut self, work: &str, bar: &str, figure: String, reached: bool) {
        eprintln!("{work}: {figure}");
        self.rows.push((work.to_owned(), bar.to_owned(), figure, reached));
    }

    /// Prints the table.
    pub fn print(&self) {
        println!("| work | bar | measured | |\n| --- | --- | --- | --- |");
        for (work, bar, figure, reached) in &self.rows {
            println!("| {work} | {bar} | {figure} | {} |", if *reached { "reached" } else { "**missed**" });
        }
    }
}

/// A number with its thousands apart.
pub fn thousands(number: f64) -> String {
    let digits = format!("{number:.0}");
    let grouped: Vec<_> = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy).collect();
    grouped.join(",")
}
