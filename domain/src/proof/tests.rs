//! What proofreading finds, and what it leaves alone.

use jiff::civil::{Date, date};

use super::*;

mod borders;
mod confused;
mod found;
mod lists;
mod quiet;
mod tidied;

/// The day of the texts in these tests.
const DAY: Date = date(2024, 4, 15);

fn read(body: &str) -> Vec<Finding> {
    look(&ProofText::of_body(body), &OfficeWords::default(), DAY)
}

/// Each finding in short: its kind's word, its words, and what may stand instead.
fn in_short(findings: &[Finding]) -> Vec<String> {
    let short = |finding: &Finding| {
        let mending = finding.mending.as_deref().unwrap_or("？");
        format!("{} {}→{mending}", finding.kind.label(), finding.words)
    };
    findings.iter().map(short).collect()
}
