//! Library of the server: all input and output of Jianbao.

pub mod accounts;
mod aside;
pub mod backup;
pub mod charts;
pub mod cli;
pub mod demo;
mod derived;
pub mod desk;
mod door;
pub mod export;
pub mod folder;
pub mod jobs;
pub mod manuscripts;
pub mod office_files;
pub mod password;
mod pictures;
pub mod press;
mod private;
mod recent;
pub mod startup;
mod verification;
pub mod web;
pub mod work;
