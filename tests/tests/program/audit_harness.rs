//! The audit finds what is wrong, and nothing else: a short run of the harness (`src/bin/audit_harness`).

#![expect(clippy::print_stderr, reason = "a form that is left out says so")]

use tests::{
    Backend,
    auditing::{Form, demonstration, has_libreoffice, tried},
    on_demonstrated,
};

#[test]
fn nearly_every_single_edit_is_found_and_nothing_that_is_not_so() {
    on_demonstrated(Backend::Sqlite, async |office| {
        let subjects = demonstration(office).await;
        for (form, edits) in [(Form::Docx, 110), (Form::SavedAgain, 22), (Form::Text, 22)] {
            if form.needs_libreoffice() && !has_libreoffice() {
                eprintln!("skipped: {}, since LibreOffice is not installed", form.label());
                continue;
            }
            let tally = tried(&subjects, form, edits);
            assert_eq!(tally.wrong, 0, "{}: {tally}\n{}", form.label(), tally.faults.join("\n"));
            let found = tally.detected_of_a_thousand();
            assert!(found >= 990, "{}: {tally}\n{}", form.label(), tally.faults.join("\n"));
        }
    });
}
