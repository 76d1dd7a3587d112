//! 撤下 of a published item.

use domain::{item::Kind, workflow::State};
use store::ledger;
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
        assert_eq!(answer.flash(), "只有签发人可以这样做。您的文字已留存");
        let answer = room.signer.post("/do/retract", &fields).await;
        assert!(answer.flash().contains("第1期现为第2版"), "{}", answer.flash());
        assert_eq!((room.state(kept).await, room.state(retracted).await), (State::Adopted, State::Retracted));
        assert_eq!(sum(office).await, "1");
        let page = room.reader.get(&format!("/issues/{issue}")).await;
        assert!(page.text().contains("已撤下1篇"), "{}", page.text());
        assert!(!page.text().contains("第2号河道"), "{}", page.text());
        let second = room.reader.get(&format!("/issues/{issue}/pdf")).await;
        assert_ne!(first.body, second.body);
        assert_eq!(room.editor.get(&format!("/issues/{issue}/versions/1/pdf")).await.body, first.body);
        assert_eq!(room.reader.get(&format!("/issues/{issue}/versions/1/pdf")).await.status(), 403);
        assert_eq!(room.reader.get(&first.path).await.status(), 404);
        let again = room.signer.post("/do/retract", &fields).await;
        assert!(again.flash().starts_with("稿件现在是“已撤下”，不能撤下（"), "{}", again.flash());
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
fn readers_are_told_what_was_written_for_them_and_not_the_internal_reason() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let (kept, retracted) = (room.cleared(Kind::Article).await, room.cleared(Kind::Brief).await);
        let issue = room.published(1, &[kept, retracted]).await;
        let fields = [
            ("item", retracted.to_string()),
            ("reason", "某单位造假，已移交纪检".to_owned()),
            ("notice", "有一则数据有误，已撤下。".to_owned()),
        ];
        room.signer.post("/do/retract", &fields).await;
        let address = format!("/issues/{issue}");
        let reader = room.reader.get(&address).await.text();
        assert!(reader.contains("有一则数据有误，已撤下。") && !reader.contains("造假"), "{reader}");
        let office = room.editor.get(&address).await.text();
        assert!(office.contains("造假") && office.contains("有一则数据有误"), "{office}");
    });
}

#[test]
fn a_pdf_is_named_by_newsletter_and_number_and_says_which_version_it_is() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let (kept, retracted) = (room.cleared(Kind::Article).await, room.cleared(Kind::Brief).await);
        let issue = room.sent(3, &[kept, retracted]).await;
        let name = async |address: &str| {
            let answer = room.editor.get(address).await;
            let header = answer.header("content-disposition").expect("it has a name").to_owned();
            assert!(header.starts_with("inline; filename=\""), "{header}");
            let encoded = header.split("filename*=UTF-8''").nth(1).expect("in Chinese").to_owned();
            let decoded: Vec<(String, String)> =
                serde_urlencoded::from_str(&format!("name={encoded}")).expect("percent-encoded");
            decoded[0].1.clone()
        };
        let hash = room.pdf_in_sign_off(issue).await;
        assert_eq!(name(&format!("/files/{hash}.pdf")).await, "河湖信息2024年第3期（送审稿）.pdf");
        for signer in [&room.signer, &room.director] {
            room.act(signer, "sign", issue, &[("pdf_hash", hash.clone())]).await;
        }
        room.act(&room.editor, "publish", issue, &[]).await;
        assert_eq!(name(&format!("/issues/{issue}/pdf")).await, "河湖信息2024年第3期.pdf");
        let fields = [("item", retracted.to_string()), ("reason", "内容有误".to_owned())];
        room.signer.post("/do/retract", &fields).await;
        assert_eq!(name(&format!("/issues/{issue}/pdf")).await, "河湖信息2024年第3期（更正第2版）.pdf");
        assert_eq!(name(&format!("/issues/{issue}/versions/1/pdf")).await, "河湖信息2024年第3期.pdf");
    });
}
