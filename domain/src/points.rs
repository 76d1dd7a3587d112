//! Exact decimal points.
//! To be written.
