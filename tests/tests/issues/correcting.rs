//! What is done to a published issue.

use domain::{item::Kind, workflow::State};
use server::store::{issues, ledger};
use tests::{Newsroom, Office, both};

async fn sum(office: &Office) -> String {
    let month = "2024-01".parse().expect("a month");
    let entries = ledger::between(office.store().reader(), month..=month).await.expect("a ledger");
    domain::points::Points::checked_sum(entries.iter().map(|line| line.entry.points))
        .expect("a small sum")
        .to_string()
}

#[test]
fn a_retracted_item_leaves_the_issue_and_the_ledger_and_the_old_pdf_is_kept() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let (kept, retracted) = (room.cleared(Kind::Article).await, room.cleared(Kind::Brief).await);
        let issue = room.published(1, &[kept, retracted]).await;
        assert_eq!(sum(office).await, "1.5");
        let first = room.reader.get(&format!("/issues/{issue}/pdf")).await;
        let fields = [("item", retracted.to_string()), ("reason", "内容有误".to_owned())];
        let answer = room.editor.post("/do/retract", &fields).await;
        assert_eq!(answer.flash(), "只有签发人可以这样做");
        let answer = room.signer.post("/do/retract", &fields).await;
        assert!(answer.flash().contains("第1期现为第2版"), "{}", answer.flash());
        assert_eq!((room.state(kept).await, room.state(retracted).await), (State::Adopted, State::Retracted));
        assert_eq!(sum(office).await, "1");
        let page = room.reader.get(&format!("/issues/{issue}")).await;
        assert!(page.text().contains("已撤下 1 篇"), "{}", page.text());
        assert!(!page.text().contains("第2号河道"), "{}", page.text());
        let second = room.reader.get(&format!("/issues/{issue}/pdf")).await;
        assert_ne!(first.body, second.body);
        assert_eq!(room.editor.get(&format!("/issues/{issue}/versions/1/pdf")).await.body, first.body);
        assert_eq!(room.reader.get(&format!("/issues/{issue}/versions/1/pdf")).await.status(), 403);
        assert_eq!(room.reader.get(&first.path).await.status(), 403);
        let again = room.signer.post("/do/retract", &fields).await;
        assert_eq!(again.flash(), "稿件现在是“已撤下”，不能撤下");
    });
}

#[test]
fn an_issue_from_which_everything_is_retracted_says_so() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let item = room.cleared(Kind::Article).await;
        let issue = room.published(1, &[item]).await;
        let fields = [("item", item.to_string()), ("reason", "内容有误".to_owned())];
        room.signer.post("/do/retract", &fields).await;
        let page = room.reader.get(&format!("/issues/{issue}")).await;
        assert!(page.text().contains("本期所刊稿件已撤下"), "{}", page.text());
        assert_eq!(sum(office).await, "0");
    });
}

#[test]
fn a_corrected_text_is_a_version_beside_the_old_one() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let item = room.cleared(Kind::Article).await;
        let issue = room.published(1, &[item]).await;
        let form = room.signer.get(&format!("/items/{item}/correct")).await;
        assert_eq!(form.status(), 200);
        let versioned = form.html().split("name=\"item_version\" value=\"").nth(1).expect("a version");
        let item_version = versioned.split('"').next().expect("a version").to_owned();
        let fields = |body: &str, attribution: &str| {
            [
                ("item", item.to_string()),
                ("item_version", item_version.clone()),
                ("title", "清淤工程昨天完工".to_owned()),
                ("body", body.to_owned()),
                ("attribution", attribution.to_owned()),
                ("reason", "日期有误".to_owned()),
            ]
        };
        let answer = room.signer.post("/do/correct_item", &fields("昨天完工。", "（无名科）")).await;
        assert_eq!(answer.flash(), "署名中的“无名科”不是已知的单位");
        let answer = room.signer.post("/do/correct_item", &fields("昨天完工。", "（地矿科/周鹏）")).await;
        assert!(answer.flash().contains("第1期现为第2版"), "{}", answer.flash());
        let page = room.reader.get(&format!("/issues/{issue}")).await;
        assert!(
            page.text().contains("清淤工程昨天完工") && page.text().contains("日期有误"),
            "{}",
            page.text()
        );
        let first = issues::version_by_number(office.store().reader(), issue, 1).await.expect("versions");
        let first = first.expect("the first version is kept");
        assert!(first.content.content().items().all(|item| item.title.contains("河道清淤工程完工")));
        assert_eq!(sum(office).await, "1");
        let again = room.signer.post("/do/correct_item", &fields("后天完工。", "（地矿科/周鹏）")).await;
        assert!(again.flash().contains("刚刚被别人改过"), "{}", again.flash());
    });
}
