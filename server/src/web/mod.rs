//! The routes that are no pages, and what every answer has in common.

pub mod assets;
