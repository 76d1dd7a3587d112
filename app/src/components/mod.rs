//! Parts that pages are made of, rendered on the server.

pub mod frame;
