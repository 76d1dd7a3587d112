//! Published issues for tests of credits, entered as issues from before the program.

use domain::{
    id::{IssueId, ItemId, NewsletterId},
    item::Kind,
};
use store::{issues, newsletters};
use tests::{Client, Office, newsroom};

/// One piece of an issue.
pub struct Piece<'a> {
    pub kind: Kind,
    pub title: &'a str,
    /// The names of its units, parted by spaces.
    pub units: &'a str,
}

/// Enters a published issue of 2024, credited to a month such as `2024-01`, by an editor's form. The first one
/// makes the newsletter.
pub async fn publish(
    office: &Office,
    editor: &Client,
    number: u32,
    month: &str,
    pieces: &[Piece<'_>],
) -> IssueId {
    let newsletters = newsletters::all(office.store().reader()).await.expect("newsletters can be read");
    let newsletter = match newsletters.first() {
        Some(newsletter) => newsletter.id,
        None => newsroom::newsletter(office, "自然资源信息", false).await,
    };
    publish_in(editor, newsletter, number, month, pieces).await
}

/// The same in one of several newsletters.
pub async fn publish_in(
    editor: &Client,
    newsletter: NewsletterId,
    number: u32,
    month: &str,
    pieces: &[Piece<'_>],
) -> IssueId {
    let mut fields = vec![
        ("step", "save".to_owned()),
        ("newsletter", newsletter.to_string()),
        ("year", "2024".to_owned()),
        ("number", number.to_string()),
        ("date", format!("{month}-10")),
        ("credit_month", month.to_owned()),
        ("credited", "1".to_owned()),
    ];
    for piece in pieces {
        fields.extend([
            ("kind", piece.kind.code().to_owned()),
            ("title", piece.title.to_owned()),
            ("subtitle", String::new()),
            ("body", "河道的清淤工程今天完工。".to_owned()),
            ("attribution", format!("（{}）", piece.units)),
            ("unresolved", String::new()),
        ]);
    }
    let answer = editor.post("/issues/past/new", &fields).await;
    assert!(answer.flash().starts_with("已补录"), "{} {}", answer.flash(), answer.text());
    let issue = answer.path.strip_prefix("/issues/").expect("it leads to the issue");
    IssueId(issue.parse().expect("an issue's address bears its id"))
}

/// The issue's items in the order of print.
pub async fn items_of(office: &Office, issue: IssueId) -> Vec<ItemId> {
    let arrangement = issues::arrangement(office.store().reader(), issue).await.expect("issues can be read");
    arrangement.sections.into_iter().flat_map(|section| section.items).collect()
}
