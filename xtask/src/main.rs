//! Tasks of this repository that are more than one command: `cargo run -p xtask -- TASK`.
//!
//! It must not be needed by anything that runs in production.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "it reports to the person who called it")]

mod bundle;
mod dev;

use std::process::ExitCode;

const USAGE: &str = "Usage: cargo run -p xtask -- TASK

  bundle   build the browser's part of the program into target/bundle, from where the server embeds it
  dev      serve, and build anew whenever a file changes";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["bundle"] => bundle::build().map_err(|error| error.to_string()),
        ["dev"] => dev::serve().map_err(|error| error.to_string()),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
