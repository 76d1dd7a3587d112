//! Edits tried: written, read in a form of the file, audited, and compared with what must be found.

use domain::{
    audit::{Audited, Document, audit},
    scoring::{Bulletin, RuleSet},
};

use super::{
    edits::{Edit, edits},
    expected::{Found, found},
    files::{self, Form},
    report::Tally,
};

/// A bulletin, and the one of the month before where there is one.
#[derive(Clone, Debug)]
pub struct Subject {
    pub bulletin: Bulletin,
    pub previous: Option<Bulletin>,
}

/// Tries so many edits in a form of the file, and says what came of them.
pub fn tried(subjects: &[Subject], form: Form, count: usize) -> Tally {
    let mut tally = Tally::default();
    let edits: Vec<(&Subject, Edit)> = edits(subjects, count);
    let written: Vec<Vec<u8>> = edits.iter().map(|(subject, edit)| edit.apply(&subject.bulletin)).collect();
    let read = files::read(form, &written);
    let previous: Vec<Option<Document>> = subjects
        .iter()
        .map(|subject| {
            let file = subject.previous.as_ref().map(files::docx)?;
            files::read(form, &[file]).pop()
        })
        .collect();
    for ((subject, edit), document) in edits.iter().zip(&read) {
        let place = subjects.iter().position(|other| std::ptr::eq(other, *subject)).expect("one of them");
        let report = audited(document, previous[place].as_ref(), &subject.bulletin.rules);
        tally.add(edit, &edit.expected(&subject.bulletin), &report);
    }
    tally
}

fn audited(bulletin: &Document, previous: Option<&Document>, rules: &RuleSet) -> Vec<Found> {
    match audit(Audited { bulletin, previous, units: None, rules }) {
        Ok(report) => report.findings.iter().map(found).collect(),
        Err(error) => vec![Found::error(&error.to_string())],
    }
}
