//! The same issue gives the same bytes; other content gives others.

use domain::issue::frozen::FrozenIssue;
use tests::samples::{TYPESETTER, lay_out, whole_issue};
use typeset::{Measures, Typesetter};

#[test]
fn the_same_issue_gives_the_same_bytes_whoever_sets_it_and_whatever_was_set_before() {
    let issue = FrozenIssue::freeze(whole_issue()).expect("an issue that can be printed");
    let print = |typesetter: &Typesetter| {
        typesetter.print_issue(&issue, &Measures::default()).expect("an issue that can be set")
    };
    let first = print(&TYPESETTER);
    let mut other = whole_issue();
    other.sections[0].items.remove(1);
    assert_ne!(lay_out(&other).pdf().expect("a document"), first);
    assert!(print(&TYPESETTER) == first, "set again after another issue");
    let apart = std::thread::spawn({
        let issue = issue.clone();
        move || {
            let typesetter = Typesetter::new(None).expect("the built-in fonts");
            typesetter.print_issue(&issue, &Measures::default()).expect("an issue that can be set")
        }
    });
    assert!(apart.join().expect("no panic") == first, "set by another typesetter");
}

#[test]
fn a_pdf_says_what_it_is_and_nothing_of_when_it_was_made() {
    let pdf = lay_out(&whole_issue()).pdf().expect("a document");
    let text = String::from_utf8_lossy(&pdf);
    assert!(text.starts_with("%PDF-1.7"));
    for sign in ["/Outlines", "/StructTreeRoot", "/MarkInfo", "(zh-CN)", "D:20240415"] {
        assert!(text.contains(sign), "{sign}");
    }
    let dates = text.matches("D:20").count();
    assert_eq!(dates, text.matches("D:20240415").count(), "the issue's date is the only one");
}

#[test]
fn a_page_has_a_picture_of_the_size_asked_for() {
    let pages = lay_out(&whole_issue());
    let png = pages.png(0, 96.0).expect("a first page");
    let number = |at: usize| u32::from_be_bytes([png[at], png[at + 1], png[at + 2], png[at + 3]]);
    assert_eq!((number(16), number(20)), (794, 1123), "A4 at 96 pixels for each inch");
    assert!(pages.png(pages.pages(), 96.0).is_none(), "there is no page after the last");
}
