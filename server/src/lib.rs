//! Library of the server: all input and output of Jianbao.

pub mod cli;
pub mod web;
