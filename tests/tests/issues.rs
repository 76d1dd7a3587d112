//! Issues, from the first section to the corrected version: what people do, on the pages they do it on.

#[path = "issues/arranging.rs"]
mod arranging;
#[path = "issues/correcting.rs"]
mod correcting;
#[path = "issues/numbers.rs"]
mod numbers;
#[path = "issues/paper.rs"]
mod paper;
#[path = "issues/past.rs"]
mod past;
#[path = "issues/publishing.rs"]
mod publishing;
#[path = "issues/reading.rs"]
mod reading;
#[path = "issues/retracting.rs"]
mod retracting;
#[path = "issues/seed.rs"]
mod seed;
#[path = "issues/waiting.rs"]
mod waiting;
