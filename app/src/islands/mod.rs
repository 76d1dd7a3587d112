//! The only code that runs in the browser.
//!
//! An island makes a form that already works without it quicker to use. It gets plain data as props, shares
//! nothing with other islands, and speaks to the server with `fetch` to addresses that return JSON. No island
//! may be the only way to do something. Two islands must not bear the same name: the browser finds them by it.

pub mod attribution_check;
pub mod board;
#[cfg(feature = "hydrate")]
mod browser;
pub mod character_count;
#[cfg(feature = "hydrate")]
pub mod editing;
pub mod slip_preview;
pub mod unit_suggestions;
pub mod utf16;

pub use attribution_check::AttributionCheck;
pub use board::ArrangingBoard;
pub use character_count::CharacterCount;
pub use slip_preview::SlipPreview;
pub use unit_suggestions::UnitSuggestions;
