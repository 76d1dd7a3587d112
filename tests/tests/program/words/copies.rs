//! A page that is open in two browsers under one name: neither loses its words, and nothing is made twice.

use tests::{
    both,
    items::{draft, id_of, load},
    sheets::{WritingSheet, field_of, json_post},
};

use super::forms_once::writer;

#[test]
fn a_page_that_is_open_in_two_browsers_answers_neither_with_the_others_words() {
    both(async |office| {
        let (unit, writer) = writer(office).await;
        let item = draft(&writer, unit, "甲", "（地矿科）").await;
        let here = WritingSheet::of_item(&writer, item).await;
        here.keep(&writer, "甲", "两处都有的话。", 2).await;
        let address = format!("/items/{item}/edit?sheet={}", here.sheet);
        let copies = [writer.get(&address).await, writer.get(&address).await];
        let [this, there] =
            copies.map(|page| field_of(&page, "save_item", "copy").expect("a copy of the page"));
        assert_ne!(this, there);
        let post = async |copy: &str, body: &str, stamp| {
            let mut form = here.form("甲", body, stamp);
            form.push(("copy", copy.to_owned()));
            writer.post("/do/save_item", &form).await
        };
        let saved = post(&there, "那一处后来写的话。", 9).await;
        assert!(saved.flash().contains("已保存"), "{}", saved.flash());
        // What was on its way when something newer was saved is nothing new.
        let late = post(&there, "那一处先写的话。", 5).await;
        assert_eq!(late.flash(), saved.flash());
        // However often each changed it: what was saved there is not known here.
        for (stamp, body) in [(4, "这一处写的话。"), (12, "这一处又写的话。")] {
            let other = post(&this, body, stamp).await;
            assert!(other.flash().contains("另一处打开的同一页"), "{}", other.flash());
            assert_eq!(load(office, item).await.text.body, "那一处后来写的话。");
            let front = writer.get("/").await.text();
            assert!(front.contains("没有保存"), "{front}");
            let words = writer.get(&other.path).await;
            assert!(words.html().contains(body), "{}: {}", other.path, words.text());
        }
        // Opened after it, the page knows what it is based on.
        let after = WritingSheet::of_item(&writer, item).await;
        let saved = after.save(&writer, "甲", "看过以后写的话。", 1).await;
        assert!(saved.flash().contains("已保存"), "{}", saved.flash());
        assert_eq!(load(office, item).await.text.body, "看过以后写的话。");
    });
}

#[test]
fn what_is_typed_in_two_browsers_at_once_is_kept_twice() {
    both(async |office| {
        let (unit, writer) = writer(office).await;
        let page = WritingSheet::new_item(&writer, unit).await;
        page.keep(&writer, "题", "两处都有的话。", 1).await;
        let opened = [writer.get(&page.address).await, writer.get(&page.address).await];
        let [this, there] =
            opened.map(|page| field_of(&page, "draft_item", "copy").expect("a copy of the page"));
        let keep = async |sheet: &str, copy: &str, body: &str, stamp| {
            let mut form = page.form("题", body, stamp);
            form.retain(|(name, _)| *name != "sheet");
            form.extend([
                ("sheet", sheet.to_owned()),
                ("copy", copy.to_owned()),
                ("keep", "draft_item".to_owned()),
            ]);
            json_post(&writer, "/do/keep_text", &form).await.html().to_owned()
        };
        let first = keep(&page.sheet, &this, "这一处写的话。", 4).await;
        assert!(first.contains("已留存") && !first.contains("另外留存"), "{first}");
        let second = keep(&page.sheet, &there, "那一处写的话，更多。", 9).await;
        assert!(second.contains("另外留存") && second.contains("\"sheet\""), "{second}");
        // What a browser had kept for itself and hands in later is beside it as well.
        let third = keep(&page.sheet, &there, "那一处断网时写的话。", 3).await;
        assert!(third.contains("另外留存"), "{third}");
        let own = keep(&page.sheet, &this, "这一处又写的话。", 6).await;
        assert!(own.contains("已留存") && !own.contains("另外留存"), "{own}");
        let listed = office.number("SELECT COUNT(*) FROM sheets WHERE form IS NOT NULL").await;
        assert_eq!(listed, 3, "each text is there");
        for words in ["这一处又写的话。", "那一处写的话，更多。", "那一处断网时写的话。"]
        {
            let kept = format!("SELECT COUNT(*) FROM sheets WHERE form LIKE '%{words}%'");
            assert_eq!(office.number(&kept).await, 1, "{words}");
        }
        // Saved in one place, nothing of the other is called saved, and what comes from the other is no second item.
        let mut form = page.form("题", "这一处又写的话。", 6);
        form.push(("copy", this.clone()));
        writer.post("/do/draft_item", &form).await;
        let left = office.number("SELECT COUNT(*) FROM sheets WHERE form IS NOT NULL").await;
        assert_eq!(left, 2);
        let late = keep(&page.sheet, &there, "那一处晚到的话。", 2).await;
        assert!(late.contains("另外留存"), "{late}");
        let of_item = "SELECT COUNT(*) FROM sheets WHERE verb = 'save_item' AND item_id IS NOT NULL AND \
                       form LIKE '%那一处晚到的话。%'";
        assert_eq!(office.number(of_item).await, 1);
        let apart =
            late.split("\"sheet\":\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a name");
        let mut form = page.form("题", "那一处晚到的话，又写了。", 5);
        form.retain(|(name, _)| *name != "sheet");
        form.extend([("sheet", apart.to_owned()), ("copy", there.clone())]);
        writer.post("/do/draft_item", &form).await;
        assert_eq!(office.number("SELECT COUNT(*) FROM items").await, 1, "the page goes on with the item");
    });
}

#[test]
fn a_new_page_that_is_open_twice_makes_one_item_and_keeps_both_texts() {
    both(async |office| {
        let (unit, writer) = writer(office).await;
        let page = WritingSheet::new_item(&writer, unit).await;
        page.keep(&writer, "题", "两处都有的话。", 1).await;
        let opened = [writer.get(&page.address).await, writer.get(&page.address).await];
        let [this, there] =
            opened.map(|page| field_of(&page, "draft_item", "copy").expect("a copy of the page"));
        let post = async |copy: &str, body: &str, stamp| {
            let mut form = page.form("题", body, stamp);
            form.push(("copy", copy.to_owned()));
            writer.post("/do/draft_item", &form).await
        };
        let made = id_of(&post(&there, "那一处写的话。", 5).await);
        let other = post(&this, "这一处写的话。", 6).await;
        assert!(other.path.starts_with(&format!("/items/{made}/edit?sheet=")), "{}", other.path);
        assert!(other.html().contains("这一处写的话。"), "{}", other.text());
        assert_eq!(office.number("SELECT COUNT(*) FROM items").await, 1);
    });
}
