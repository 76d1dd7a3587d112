//! Issues, from the first section to the corrected version: what people do, on the pages they do it on.

mod arranging;
mod correcting;
mod numbers;
mod paper;
mod past;
mod publishing;
mod reading;
mod retracting;
mod seed;
mod signing_again;
mod waiting;
mod word;
