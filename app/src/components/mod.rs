//! Parts that pages are made of, rendered on the server.

pub mod begin;
pub mod crumb;
pub mod difference;
mod difference_parts;
pub mod drawn;
pub mod error_page;
pub mod fields;
pub mod first_day;
pub mod frame;
pub mod key_help;
pub mod piece;
pub mod prose;
pub mod purposes;
pub mod rows;
pub mod shell;
pub mod state;
pub mod stating;
pub mod unsaved;
pub mod verb_form;
