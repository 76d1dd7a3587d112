//! Library of the server: all input and output of Jianbao.

pub mod cli;
pub mod desk;
pub mod export;
pub mod password;
pub mod startup;
pub mod store;
pub mod typeset;
pub mod web;
