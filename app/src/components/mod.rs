//! Parts that pages are made of, rendered on the server.

pub mod crumb;
pub mod fields;
pub mod frame;
pub mod prose;
pub mod rows;
pub mod state;
pub mod unsaved;
pub mod verb_form;
