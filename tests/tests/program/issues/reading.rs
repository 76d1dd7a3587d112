//! Reading issues, and their PDFs.

use domain::{id::IssueId, item::Kind};
use reqwest::{Method, StatusCode};
use sea_orm::ConnectionTrait;
use tests::{Newsroom, Office, both, newsroom};

#[test]
fn the_front_page_shows_the_newest_issue_with_its_first_page() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let empty = room.reader.get("/").await;
        assert!(empty.text().contains("还没有印发过刊物"), "{}", empty.text());
        let item = room.cleared(Kind::Article).await;
        let issue = room.published(1, &[item]).await;
        let front = room.reader.get("/").await;
        assert!(front.text().contains("《河湖信息》第1期"), "{}", front.text());
        let picture =
            front.html().split("src=\"").find_map(|rest| rest.strip_prefix("/files/")).expect("a picture");
        let picture = format!("/files/{}", picture.split('"').next().expect("an address"));
        let picture = room.reader.get(&picture).await;
        assert_eq!(picture.header("content-type"), Some("image/png"));
        assert!(picture.body.starts_with(b"\x89PNG"));
        let list = room.reader.get("/issues").await;
        assert!(list.html().contains(&format!("href=\"/issues/{issue}\"")), "{}", list.html());
        let page = room.reader.get(&format!("/issues/{issue}")).await;
        assert!(page.text().contains("第1号河道清淤工程完工"), "{}", page.text());
        assert!(page.text().contains("（地矿科/周鹏）"), "{}", page.text());
    });
}

#[test]
fn a_pdf_is_kept_by_its_hash_and_sent_in_parts() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let item = room.cleared(Kind::Article).await;
        let issue = room.published(1, &[item]).await;
        let pdf = room.reader.get(&format!("/issues/{issue}/pdf")).await;
        assert!(pdf.body.starts_with(b"%PDF-"));
        assert_eq!(pdf.header("content-type"), Some("application/pdf"));
        assert_eq!(pdf.header("cache-control"), Some("private, no-cache"));
        let tag = pdf.header("etag").expect("a tag").to_owned();
        let ask = |name: &'static str, value: &str| {
            room.reader.request(Method::GET, &pdf.path).header(name, value.to_owned())
        };
        let held = room.reader.send(ask("if-none-match", &tag)).await;
        assert_eq!((held.status, held.body.len()), (StatusCode::NOT_MODIFIED, 0));
        let part = room.reader.send(ask("range", "bytes=1-4")).await;
        assert_eq!((part.status, part.body.as_slice()), (StatusCode::PARTIAL_CONTENT, b"PDF-".as_slice()));
        assert_eq!(part.header("content-range"), Some(format!("bytes 1-4/{}", pdf.body.len()).as_str()));
        let beyond = room.reader.send(ask("range", "bytes=99999999-")).await;
        assert_eq!(beyond.status, StatusCode::RANGE_NOT_SATISFIABLE);
    });
}

#[test]
fn whoever_is_not_signed_in_reads_only_what_is_open_to_all() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let item = room.cleared(Kind::Article).await;
        let issue = room.published(1, &[item]).await;
        let pdf = room.reader.get(&format!("/issues/{issue}/pdf")).await.path;
        let visitor = office.visitor();
        for path in ["/", "/issues", &format!("/issues/{issue}"), &pdf] {
            let answer = visitor.get(path).await;
            assert!(answer.path.starts_with("/sign-in"), "{path} led to {}", answer.path);
        }
        open_to_all(office).await;
        for path in ["/", "/issues", &format!("/issues/{issue}"), &pdf] {
            assert_eq!(visitor.get(path).await.path, *path);
        }
        assert_eq!(
            visitor.get(&pdf).await.header("cache-control"),
            Some("public, max-age=31536000, immutable")
        );
        let unfinished = room.issue(2).await;
        assert!(visitor.get(&format!("/issues/{unfinished}")).await.path.starts_with("/sign-in"));
        assert!(visitor.get("/issues/desk").await.path.starts_with("/sign-in"));
        let nothing = visitor.get(&format!("/issues/{}", IssueId(99))).await;
        assert_eq!(nothing.status(), 404);
    });
}

async fn open_to_all(office: &Office) {
    let transaction = office.store().begin().await.expect("a transaction begins");
    let connection = transaction.connection();
    connection.execute_unprepared("UPDATE newsletters SET open_to_all = TRUE").await.expect("one row");
    transaction.commit().await.expect("the newsletter is open");
}

#[test]
fn a_second_newsletter_has_numbers_and_a_list_of_its_own() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let item = room.cleared(Kind::Article).await;
        room.published(1, &[item]).await;
        let second = newsroom::newsletter(office, "每周快报", false).await;
        let list = room.reader.get(&format!("/issues?newsletter={second}")).await;
        assert!(list.text().contains("还没有印发过"), "{}", list.text());
        let form = room.editor.get(&format!("/issues/new?newsletter={second}")).await;
        assert!(form.html().contains("required value=\"1\""), "{}", form.html());
    });
}
