//! The ground moves while somebody types: keeping says so at once, and saving shows the words with what can be done.

use domain::{id::ItemId, item::Kind, person::Role};
use tests::{
    Client, Newsroom, Office, both,
    items::{act, draft, load},
    sheets::WritingSheet,
};

/// Somebody types on an item; somebody else does something to it.
async fn moves(office: &Office, writer: &Client, item: ItemId, what: &str, by: impl AsyncFnOnce()) {
    let page = WritingSheet::of_item(writer, item).await;
    let before = page.keep(writer, "题目在此", "一直在写的字", 2).await;
    assert!(before.html().contains("\"outcome\":\"kept\""), "{what}: {}", before.html());
    let text = load(office, item).await.text.body;
    by().await;
    let kept = page.keep(writer, "题目在此", "一直在写的字，还有", 5).await;
    assert!(
        kept.html().contains("\"outcome\":\"moved\""),
        "{what}: keeping says so at once: {}",
        kept.html()
    );
    assert!(kept.html().contains("已留存"), "{what}: and keeps: {}", kept.html());
    let saved = page.save(writer, "题目在此", "一直在写的字，写完了", 7).await;
    assert_eq!(saved.status(), 200, "{what}: {}", saved.text());
    assert!(saved.path.starts_with("/unsaved/"), "{what}: {}: {}", saved.path, saved.text());
    assert!(saved.html().contains("一直在写的字，写完了"), "{what}: {}", saved.text());
    assert!(saved.text().contains("放弃"), "{what}: {}", saved.text());
    assert!(saved.flash().contains("已留存"), "{what}: {}", saved.flash());
    let reopened = writer.get(&page.address).await;
    assert!(reopened.html().contains("一直在写的字，写完了"), "{what}: {}", reopened.text());
    assert_eq!(load(office, item).await.text.body, text, "{what}: nothing was written over");
}

#[test]
fn a_contributors_item_is_sent_by_a_colleague() {
    both(async |office| {
        let unit = office.unit("地质矿产管理科", &["地矿科"]).await;
        let writer = office.person("周鹏", &[Role::Contributor(unit)]).await;
        let colleague = office.person("吴敏", &[Role::Contributor(unit)]).await;
        let item = draft(&writer, unit, "复垦项目通过验收", "（地矿科/周鹏）").await;
        moves(office, &writer, item, "报送", async || {
            act(office, &colleague, "submit", item, &[]).await;
        })
        .await;
        let page = writer.get("/items").await;
        assert!(page.text().contains("改稿《题目在此》"), "{}", page.text());
        let sheet =
            page.html().split("sheet=").nth(1).and_then(|rest| rest.split('"').next()).expect("a text");
        let anew = writer.post("/do/write_anew", &[("text", sheet)]).await;
        assert!(anew.path.starts_with("/items/new"), "{}", anew.path);
        assert!(anew.html().contains("一直在写的字，写完了</textarea>"), "{}", anew.text());
    });
}

#[test]
fn an_editors_item_is_rejected_combined_placed_and_withdrawn_by_others() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let other = office.person("王编", &[Role::Editor]).await;
        let contributor = office.person("周鹏", &[Role::Contributor(room.unit)]).await;

        let rejected = room.cleared(Kind::Article).await;
        moves(office, &room.editor, rejected, "不采用", async || {
            act(office, &other, "reject", rejected, &[("reason", "过时")]).await;
        })
        .await;

        let [combined, survivor] = [room.cleared(Kind::Article).await, room.cleared(Kind::Article).await];
        moves(office, &room.editor, combined, "合稿", async || {
            let fields = [("survivor", survivor.to_string()), ("item", combined.to_string())];
            let answer = other.post("/do/combine", &fields).await;
            assert!(answer.flash().starts_with("已把"), "{}", answer.flash());
        })
        .await;

        let placed = room.cleared(Kind::Article).await;
        moves(office, &other, placed, "送审", async || {
            room.sent(1, &[placed]).await;
        })
        .await;

        let withdrawn = draft(&contributor, room.unit, "要撤回的", "（地矿科/周鹏）").await;
        act(office, &contributor, "submit", withdrawn, &[]).await;
        act(office, &room.editor, "receive", withdrawn, &[]).await;
        moves(office, &room.editor, withdrawn, "撤回", async || {
            act(office, &other, "undo_receive", withdrawn, &[]).await;
            act(office, &contributor, "withdraw", withdrawn, &[]).await;
        })
        .await;
    });
}

#[test]
fn a_conflict_names_the_other_person_and_keeps_the_words() {
    both(async |office| {
        let unit = office.unit("地质矿产管理科", &["地矿科"]).await;
        let one = office.person("周鹏", &[Role::Contributor(unit)]).await;
        let two = office.person("吴敏", &[Role::Contributor(unit)]).await;
        let item = draft(&one, unit, "题", "（地矿科/周鹏）").await;
        let page = WritingSheet::of_item(&two, item).await;
        let theirs = WritingSheet::of_item(&one, item).await;
        theirs.save(&one, "题", "面积250亩", 3).await;
        let kept = page.keep(&two, "题", "面积300亩", 2).await;
        assert!(kept.html().contains("周鹏也存了一稿"), "keeping says so at once: {}", kept.html());
        let refused = page.save(&two, "题", "面积300亩", 2).await;
        assert!(refused.flash().starts_with("您修改期间，周鹏也存了一稿"), "{}", refused.flash());
        assert!(refused.flash().contains("已留存"), "{}", refused.flash());
        assert!(
            refused.text().contains("周鹏也存了一稿") && refused.html().contains("<ins>300亩</ins>"),
            "{}",
            refused.text()
        );
        let again = WritingSheet::of_item(&two, item).await;
        let saved = again.save(&two, "题", "面积300亩", 1).await;
        assert_eq!(saved.flash(), "已保存", "the text of now was seen");
        assert_eq!(load(office, item).await.text.body, "面积300亩");
    });
}

#[test]
fn an_item_that_cannot_be_changed_is_shown_with_why() {
    both(async |office| {
        let unit = office.unit("地质矿产管理科", &["地矿科"]).await;
        let writer = office.person("周鹏", &[Role::Contributor(unit)]).await;
        let item = draft(&writer, unit, "题", "（地矿科/周鹏）").await;
        act(office, &writer, "submit", item, &[]).await;
        let page = writer.get(&format!("/items/{item}/edit")).await;
        assert_eq!((page.status(), page.path.as_str()), (200, format!("/items/{item}").as_str()));
        assert!(page.flash().contains("稿件在这个状态下不能改"), "{}", page.flash());
    });
}

#[test]
fn a_returns_words_are_there_when_the_item_is_elsewhere() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let other = office.person("王编", &[Role::Editor]).await;
        let item = room.cleared(Kind::Article).await;
        let version = load(office, item).await.version.to_string();
        act(office, &other, "reject", item, &[("reason", "过时")]).await;
        let sheet = tests::sheets::field_of(&room.editor.get("/inbox").await, "receive", "sheet");
        let fields = [
            ("sheet", sheet.unwrap_or_else(|| "page".to_owned())),
            ("item", item.to_string()),
            ("version", version),
            ("reason", "退回的意见写了很久".to_owned()),
            ("back", format!("/items/{item}")),
        ];
        let answer = room.editor.post("/do/return_item", &fields).await;
        assert_eq!(answer.status(), 200);
        assert!(answer.html().contains("退回的意见写了很久"), "{}: {}", answer.path, answer.text());
        assert!(answer.text().contains("王编"), "who did it: {}", answer.text());
    });
}
