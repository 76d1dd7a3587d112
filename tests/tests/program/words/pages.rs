//! Each open page keeps its own text; all of them are listed until each is saved or given up.

use domain::{id::UnitId, person::Role};
use tests::{
    Client, Office, both,
    items::{draft, load},
    sheets::{WritingSheet, name_of},
};

async fn writer(office: &Office) -> (UnitId, Client) {
    let unit = office.unit("地质矿产管理科", &["地矿科"]).await;
    (unit, office.person("周鹏", &[Role::Contributor(unit)]).await)
}

#[test]
fn two_pages_on_new_items_keep_a_text_each() {
    both(async |office| {
        let (unit, writer) = writer(office).await;
        let one = WritingSheet::new_item(&writer, unit).await;
        let two = WritingSheet::new_item(&writer, unit).await;
        assert_ne!(one.sheet, two.sheet);
        for (page, title) in [(&one, "第一篇"), (&two, "第二篇")] {
            let answer = page.keep(&writer, title, "写了一半", 3).await;
            assert!(answer.html().contains("\"outcome\":\"kept\""), "{}", answer.html());
            assert!(answer.html().contains("草稿已留存 09:00（"), "{}", answer.html());
        }
        let saved = one.save(&writer, "第一篇", "写完了", 5).await;
        assert_eq!(saved.flash(), "已存草稿");
        let again = writer.get(&two.address).await;
        assert!(
            again.html().contains("value=\"第二篇\""),
            "saving one took the other's text: {}",
            again.text()
        );
        for place in ["/", "/items", "/items/new"] {
            let page = writer.get(place).await;
            assert!(page.text().contains("新稿《第二篇》"), "{place}: {}", page.text());
            assert!(!page.text().contains("新稿《第一篇》"), "{place}");
            assert!(page.html().contains(&format!("sheet={}", two.sheet)), "{place}: no way to go on");
        }
        let given_up =
            writer.post("/do/drop_kept_text", &[("text", two.sheet.as_str()), ("back", "/items")]).await;
        assert!(!given_up.text().contains("新稿《第二篇》"), "{}", given_up.text());
        let back = writer.post("/do/take_back_kept_text", &[("text", two.sheet.as_str())]).await;
        assert!(
            back.html().contains("value=\"第二篇\""),
            "what was given up can be taken back: {}",
            back.text()
        );
    });
}

#[test]
fn two_pages_on_one_item_keep_a_text_each_and_saving_one_leaves_the_other() {
    both(async |office| {
        let (unit, writer) = writer(office).await;
        let item = draft(&writer, unit, "复垦项目通过验收", "（地矿科/周鹏）").await;
        let one = WritingSheet::of_item(&writer, item).await;
        let two = WritingSheet::of_item(&writer, item).await;
        one.keep(&writer, "复垦项目通过验收", "甲页的字", 4).await;
        two.keep(&writer, "复垦项目通过验收", "乙页的字", 4).await;
        assert!(one.save(&writer, "复垦项目通过验收", "甲页的字", 4).await.flash().starts_with("已保存"));
        let other = writer.get(&two.address).await;
        assert!(other.html().contains("乙页的字</textarea>"), "{}", other.text());
        assert!(
            !other.text().contains("也存了一稿"),
            "one is not in conflict with oneself: {}",
            other.text()
        );
        let saved = two.save(&writer, "复垦项目通过验收", "乙页的字", 4).await;
        assert!(
            saved.flash().starts_with("已保存") && saved.flash().contains("留在历史里"),
            "{}",
            saved.flash()
        );
        assert_eq!(load(office, item).await.text.body, "乙页的字");
        let history = writer.get(&format!("/items/{item}/revisions/2")).await;
        assert!(history.text().contains("甲页的字"), "{}", history.text());
    });
}

#[test]
fn an_unsaved_text_is_its_writers_alone() {
    both(async |office| {
        let (unit, writer) = writer(office).await;
        let colleague = office.person("吴敏", &[Role::Contributor(unit)]).await;
        let page = WritingSheet::new_item(&writer, unit).await;
        page.keep(&writer, "只有我看", "写了一半", 1).await;
        for place in ["/", "/items", "/items?of=unit", page.address.as_str()] {
            assert!(!colleague.get(place).await.text().contains("只有我看"), "{place}");
        }
        assert_eq!(colleague.get(&format!("/unsaved/{}", page.sheet)).await.status(), 404);
    });
}

#[test]
fn going_back_after_saving_leads_to_the_saved_item() {
    both(async |office| {
        let (unit, writer) = writer(office).await;
        let page = WritingSheet::new_item(&writer, unit).await;
        let saved = page.save(&writer, "采矿权网上公示", "当天就能查到。", 9).await;
        let item = tests::items::id_of(&saved);
        let back = writer.get(&page.address).await;
        assert!(back.path.starts_with(&format!("/items/{item}/edit")), "{}", back.path);
        assert!(back.html().contains("当天就能查到。</textarea>"));
        let edit = WritingSheet::of_item(&writer, item).await;
        edit.save(&writer, "采矿权网上公示", "三天就能查到。", 9).await;
        let back = writer.get(&edit.address).await;
        assert!(back.html().contains("三天就能查到。</textarea>"), "{}", back.text());
        assert_ne!(name_of(&back).as_deref(), Some(edit.sheet.as_str()), "it is another page");
    });
}

#[test]
fn what_comes_late_does_not_come_back_and_what_was_typed_since_stays() {
    both(async |office| {
        let (unit, writer) = writer(office).await;
        let page = WritingSheet::new_item(&writer, unit).await;
        page.keep(&writer, "题", "旧字", 4).await;
        let item = tests::items::id_of(&page.save(&writer, "题", "新字", 6).await);
        let late = page.keep(&writer, "题", "旧字", 4).await;
        assert!(late.html().contains("\"outcome\":\"late\""), "{}", late.html());
        assert!(!late.html().contains("已留存"), "it never says more than it did: {}", late.html());
        assert!(late.html().contains(&format!("/items/{item}/edit")), "{}", late.html());
        assert!(!writer.get("/items/new").await.text().contains("旧字"));
        // Typed after the button was pressed, and before the answer came.
        let since = page.keep(&writer, "题", "新字，还有", 8).await;
        assert!(since.html().contains("\"outcome\":\"kept\""), "{}", since.html());
        let again = writer.get(&page.address).await;
        assert!(again.path.starts_with(&format!("/items/{item}/edit")), "{}", again.path);
        assert!(again.html().contains("新字，还有</textarea>"), "{}", again.text());
        assert_eq!(load(office, item).await.text.body, "新字");
    });
}

#[test]
fn a_text_over_the_limit_is_kept_and_refused_in_words() {
    both(async |office| {
        let (unit, writer) = writer(office).await;
        let page = WritingSheet::new_item(&writer, unit).await;
        assert!(writer.get(&page.address).await.text().contains("最长 50000 字"), "the limit is said before");
        let body = "长".repeat(50_001);
        let refused = page.save(&writer, "长文", &body, 2).await;
        assert!(refused.flash().contains("最多 50000 字"), "{}", refused.flash());
        assert!(refused.flash().contains("已留存"), "{}", refused.flash());
        assert!(refused.html().contains(&format!("{body}</textarea>")), "the words stand in the field");
    });
}

#[test]
fn what_an_earlier_schema_kept_is_listed_and_gone_on_with() {
    both(async |office| {
        let (unit, writer) = writer(office).await;
        let item = draft(&writer, unit, "复垦项目通过验收", "（地矿科/周鹏）").await;
        let text = r#"{"kind":"信息","title":"早先的题","subtitle":null,"content_type":null,"body":"早先的字","attribution_line":""}"#;
        let person = writer.actor().id;
        let transaction = office.store().begin().await.expect("a transaction begins");
        for (sheet, item) in [("kept-new", "NULL".to_owned()), ("0123456789abcdef", item.to_string())] {
            let verb = if sheet == "kept-new" { "draft_item" } else { "save_item" };
            let sql = format!(
                "INSERT INTO sheets (person_id, sheet, verb, item_id, base_revision_id, address, form, stamp, kept_at) \
                 VALUES ({person}, '{sheet}', '{verb}', {item}, 1, '', '{text}', 0, 1705280000000)"
            );
            let done = sea_orm::ConnectionTrait::execute_unprepared(transaction.connection(), &sql).await;
            done.expect("a row is written");
        }
        transaction.commit().await.expect("it is kept");
        let list = writer.get("/items").await;
        assert!(
            list.text().contains("新稿《早先的题》") && list.text().contains("改稿《早先的题》"),
            "{}",
            list.text()
        );
        for address in
            ["/items/new?sheet=kept-new".to_owned(), format!("/items/{item}/edit?sheet=0123456789abcdef")]
        {
            let page = writer.get(&address).await;
            assert!(page.html().contains("早先的字</textarea>"), "{address}: {}", page.text());
        }
    });
}
