//! Whether the audit finds what is wrong: the demonstration's bulletins with one thing made wrong at a time, what
//! must then be found, reckoned here and not by the program, and what is found in each form of the file.

mod edits;
mod expected;
mod files;
mod report;
mod trial;

pub use self::{
    edits::{Edit, edits},
    expected::{Found, found},
    files::{Form, LIBREOFFICE, has_libreoffice},
    report::Tally,
    trial::{Subject, tried},
};

use app::desk::credits::Bulletins;
use store::people;

use crate::Office;

/// January and February of the demonstration, in its office.
pub async fn demonstration(office: &Office) -> Vec<Subject> {
    office.set_now("2024-03-01T12:00");
    let reader = office.store().reader();
    let account = people::find_by_login(reader, "bianji").await.expect("accounts").expect("the editor");
    let editor = people::actor(reader, &account).await.expect("roles");
    let mut subjects: Vec<Subject> = Vec::new();
    for month in ["2024-01", "2024-02"] {
        let month = month.parse().expect("a month");
        let bulletin = office.desk().bulletin(&editor, month).await.expect("an editor may read it");
        let previous = subjects.last().map(|before| before.bulletin.clone());
        subjects.push(Subject { bulletin, previous });
    }
    subjects
}
