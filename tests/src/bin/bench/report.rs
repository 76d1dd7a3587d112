//! The figures as a table, and what has to be known to read them.

use std::{fmt, time::Duration};

/// Rows as they were measured.
#[derive(Debug, Default)]
pub struct Report {
    rows: Vec<Row>,
    notes: Vec<String>,
}

#[derive(Debug)]
struct Row {
    what: String,
    measured: String,
    reach: String,
    is_reached: Option<bool>,
}

impl Report {
    /// A figure beside what is to be reached.
    pub fn row(&mut self, what: &str, measured: String, reach: &str, is_reached: bool) {
        let is_reached = Some(is_reached);
        self.rows.push(Row { what: what.to_owned(), measured, reach: reach.to_owned(), is_reached });
    }

    /// A figure to compare with.
    pub fn beside(&mut self, what: &str, measured: String) {
        self.rows.push(Row { what: what.to_owned(), measured, reach: String::new(), is_reached: None });
    }

    pub fn note(&mut self, note: impl Into<String>) {
        self.notes.push(note.into());
    }
}

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "| what | measured | reach | |\n|---|---|---|---|")?;
        for row in &self.rows {
            let mark = match row.is_reached {
                Some(true) => "reached",
                Some(false) => "**not reached**",
                None => "",
            };
            writeln!(formatter, "| {} | {} | {} | {mark} |", row.what, row.measured, row.reach)?;
        }
        writeln!(formatter)?;
        for note in &self.notes {
            writeln!(formatter, "- {note}")?;
        }
        Ok(())
    }
}

/// The middle one.
pub fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// So many of a hundred take no longer.
pub fn percentile(times: &[Duration], share: usize) -> Duration {
    let mut times = times.to_vec();
    times.sort();
    let place = (times.len() * share).div_ceil(100).saturating_sub(1);
    times.get(place).copied().unwrap_or_default()
}

/// The middle, 95 and 99 of a hundred.
pub fn percentiles(times: &[Duration]) -> String {
    [50, 95, 99].map(|share| milliseconds(percentile(times, share))).join(", ")
}

pub fn milliseconds(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}
