//! Readers of texts that were written elsewhere: each gives the parts that [`domain::manuscript`] makes an item of.
//!
//! They must not know what a part means for an item.

pub mod html;
