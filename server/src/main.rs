//! The program's entry: hands the command line to the library and ends with its exit status.

/// Pages and typesetting are made of many small texts: this allocator gives and takes them in less time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    server::cli::run()
}
