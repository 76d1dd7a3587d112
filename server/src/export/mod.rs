//! A bulletin in the forms that other programs read. Each is made from the one [`domain::scoring::Bulletin`].

pub mod csv;
pub mod json;
