//! Makes single edits of the demonstration's bulletins and prints how many the audit finds, in each form of the
//! file: `cargo run --release -p tests --bin audit_harness -- [500]`. With `--faults`, also what went wrong.

use tests::{
    Backend,
    auditing::{Form, demonstration, has_libreoffice, tried},
    on_demonstrated,
};

#[expect(clippy::print_stdout, reason = "the figures are what this program is for")]
fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let count = arguments.iter().find_map(|argument| argument.parse().ok()).unwrap_or(500);
    let faults = arguments.iter().any(|argument| argument == "--faults");
    on_demonstrated(Backend::Sqlite, async |office| {
        let subjects = demonstration(office).await;
        for form in Form::ALL {
            if form.needs_libreoffice() && !has_libreoffice() {
                println!("{}: left out, LibreOffice is not installed", form.label());
                continue;
            }
            let tally = tried(&subjects, form, count);
            println!("{}: {tally}", form.label());
            if faults {
                for fault in &tally.faults {
                    println!("  {fault}");
                }
            }
        }
    });
}
