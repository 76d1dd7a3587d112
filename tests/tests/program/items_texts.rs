//! Nobody loses words: texts that are kept, texts that two people save, clearances of a text that has changed;
//! and texts that are found again.

use domain::{id::ItemId, person::Role, workflow::State};
use store::items::list::{self, Filter};
use tests::{
    Client, Office, both,
    items::{act, draft, load, save, text_fields},
};

/// An item of a unit with two contributors.
async fn shared_draft(office: &Office) -> (ItemId, Client, Client) {
    let unit = office.unit("综合科", &[]).await;
    let one = office.person("周鹏", &[Role::Contributor(unit)]).await;
    let two = office.person("陈瑶", &[Role::Contributor(unit)]).await;
    (draft(&one, unit, "复垦项目通过验收", "（综合科）").await, one, two)
}

#[test]
fn what_is_typed_is_kept_for_the_person_who_types_and_changes_nothing_else() {
    both(async |office| {
        let (item, one, two) = shared_draft(office).await;
        let before = load(office, item).await;
        let kept = text_fields(&before, "写了一半");
        let kept: Vec<_> = kept.iter().map(|(name, value)| (*name, value.as_str())).collect();
        one.get(&format!("/items/{item}/edit")).await;
        let answer = act(office, &one, "keep_text", item, &kept).await;
        assert_eq!(answer.flash(), "草稿已留存 09:00（别人还看不到）");
        assert_eq!(load(office, item).await, before);
        assert!(answer.html().contains("写了一半</textarea>"), "{}", answer.text());
        assert!(one.get(&answer.path).await.html().contains("写了一半</textarea>"));
        assert!(!two.get(&answer.path).await.html().contains("写了一半"));
        let sheet = tests::sheets::name_of(&answer).expect("the page's name");
        one.post("/do/drop_kept_text", &[("text", sheet)]).await;
        assert!(!one.get(&answer.path).await.html().contains("写了一半"));
    });
}

#[test]
fn what_looks_like_markup_is_text_on_every_page() {
    both(async |office| {
        let (item, one, _) = shared_draft(office).await;
        save(office, &one, item, "</textarea><b>甲</b> & 乙").await;
        let writing = one.get(&format!("/items/{item}/edit")).await;
        assert!(
            writing.html().contains("&lt;/textarea>&lt;b>甲&lt;/b> &amp; 乙</textarea>"),
            "{}",
            writing.html()
        );
        for address in [format!("/items/{item}"), format!("/items/{item}/edit"), "/items".to_owned()] {
            assert!(!one.get(&address).await.html().contains("<b>甲"), "{address}");
        }
    });
}

#[test]
fn a_kept_text_is_gone_once_it_is_saved() {
    both(async |office| {
        let (item, one, _) = shared_draft(office).await;
        let page = tests::sheets::WritingSheet::of_item(&one, item).await;
        page.keep(&one, "复垦项目通过验收", "写了一半", 2).await;
        assert_eq!(page.save(&one, "复垦项目通过验收", "写完了", 4).await.flash(), "已保存");
        let page = one.get(&format!("/items/{item}/edit")).await;
        assert!(page.html().contains("写完了</textarea>"), "{}", page.html());
        assert!(!page.text().contains("没有保存的文字"));
    });
}

#[test]
fn what_is_older_of_many_unsaved_texts_is_a_press_away_and_marks_are_none_of_their_names() {
    both(async |office| {
        let unit = office.unit("地质矿产管理科", &["地矿科"]).await;
        let one = office.person("周鹏", &[Role::Contributor(unit)]).await;
        for number in 1..=5 {
            office.set_now(&format!("2024-01-15T09:0{number}"));
            let page = tests::sheets::WritingSheet::new_item(&one, unit).await;
            page.keep(&one, "", &format!("# 第{number}份**初稿**\n写了一半"), 1).await;
        }
        let page = one.get("/items").await;
        let (newest, older) =
            page.html().split_once("还有 2 份更早的").expect("the older ones are folded away");
        let listed = newest.matches("《第").count();
        assert!(listed >= 3 && newest.contains("《第5份初稿》") && !newest.contains("《第2份"), "{newest}");
        assert!(older.contains("《第2份初稿》") && older.contains("《第1份初稿》"), "{older}");
    });
}

#[test]
fn a_form_in_which_nothing_was_written_is_not_sent_and_leaves_no_draft() {
    both(async |office| {
        let unit = office.unit("地质矿产管理科", &["地矿科"]).await;
        let writer = office.person("周鹏", &[Role::Contributor(unit)]).await;
        let unit = unit.to_string();
        let mut form = vec![("unit", unit.as_str()), ("kind", "信息"), ("title", " "), ("body", "\n")];
        form.extend([("attribution_line", "（地矿科/周鹏）"), ("send", "1")]);
        let answer = writer.post("/do/draft_item", &form).await;
        assert!(answer.text().contains("还没有写，不能报送"), "{}", answer.text());
        assert!(
            !writer.get("/items").await.html().contains("/items/1"),
            "{}",
            writer.get("/items").await.text()
        );
    });
}

#[test]
fn the_second_of_two_who_save_sees_the_difference_and_chooses() {
    both(async |office| {
        let (item, one, two) = shared_draft(office).await;
        let begun = load(office, item).await;
        save(office, &one, item, "面积250亩").await;
        let mut fields = text_fields(&begun, "面积300亩");
        fields.push(("item", item.to_string()));
        fields.push(("revision", begun.revision.to_string()));
        let answer = two.post("/do/save_item", &fields).await;
        assert!(answer.flash().starts_with("您修改期间，周鹏也存了一稿"), "{}", answer.flash());
        assert_eq!(load(office, item).await.text.body, "面积250亩", "nothing is overwritten in silence");

        let page = answer;
        assert!(page.text().contains("您修改期间，周鹏也存了一稿"), "{}", page.text());
        assert!(page.html().contains("<del>250亩</del><ins>300亩</ins>"), "{}", page.html());
        assert!(page.html().contains("面积300亩</textarea>"), "the own text stands in the field");

        assert_eq!(save(office, &two, item, "面积300亩").await.flash(), "已保存");
        assert_eq!(load(office, item).await.text.body, "面积300亩");
        assert!(!two.get(&format!("/items/{item}/edit")).await.text().contains("也存了一稿"));
        let second = one.get(&format!("/items/{item}/revisions/3")).await;
        assert!(second.html().contains("<ins>300亩</ins>"), "{}", second.html());
    });
}

#[test]
fn a_clearance_is_for_the_text_that_was_shown() {
    both(async |office| {
        let (item, one, _) = shared_draft(office).await;
        let editor = office.person("王编", &[Role::Editor]).await;
        let clearer = office.person("李审", &[Role::Clearer]).await;
        act(office, &one, "submit", item, &[]).await;
        act(office, &editor, "receive", item, &[]).await;
        let shown = load(office, item).await.revision.to_string();
        save(office, &editor, item, "另一份文字").await;
        let fields = [("item", item.to_string()), ("revision", shown)];
        let answer = clearer.post("/do/clear", &fields).await;
        assert!(answer.flash().contains("的文字在您打开之后改过"), "{}", answer.flash());
        assert_eq!(load(office, item).await.clearance, None);
    });
}

#[test]
fn what_was_asked_of_an_older_version_is_refused() {
    both(async |office| {
        let (item, one, two) = shared_draft(office).await;
        let old = load(office, item).await.version.to_string();
        save(office, &one, item, "改过").await;
        let answer = two.post("/do/submit", &[("item", item.to_string()), ("version", old)]).await;
        assert!(answer.flash().starts_with("周鹏09:00改过《复垦项目通过验收》（"), "{}", answer.flash());
        assert_eq!(load(office, item).await.state, State::Draft);
    });
}

#[test]
fn search_finds_two_characters_and_more_and_nothing_by_chance() {
    both(async |office| {
        let (item, one, _) = shared_draft(office).await;
        save(office, &one, item, "高唐县土地复垦项目，GPS定位，𬭚矿。").await;
        for question in
            ["复垦", "唐县土地", "垦项", "GPS", "gps", "复垦 高唐", "𬭚矿", "综合科", "通过验收", "矿"]
        {
            assert!(finds(&one, question, item).await, "{question}");
        }
        for question in
            ["县高", "项目定位", "国 矿", "验收高唐", "' OR 1=1 --", "\"复垦\" NOT \"高唐\" 乙", "复垦*国"]
        {
            assert!(!finds(&one, question, item).await, "{question}");
        }
        assert_eq!(one.get("/search?q=%22%27*%3A%26%7C%21").await.status(), 200);
    });
}

#[test]
fn lists_go_on_from_page_to_page_and_count_to_their_cap() {
    both(async |office| {
        let unit = office.unit("综合科", &[]).await;
        let editor = office.person("王编", &[Role::Editor]).await;
        for number in 0..7 {
            let item = draft(&editor, unit, &format!("第{number}篇"), "（综合科）").await;
            act(office, &editor, "submit", item, &[]).await;
            if number % 2 == 0 {
                act(office, &editor, "receive", item, &[]).await;
            }
        }
        let reader = office.store().reader();
        for text in [None, Some("复垦".to_owned())] {
            let states = vec![State::Submitted, State::Editing];
            let filter = Filter { states, text, ..Filter::default() };
            let mut seen = Vec::new();
            let mut before = None;
            loop {
                let page = list::page(reader, &filter, before, 3).await.expect("a page");
                before = page.last().map(|row| row.position);
                seen.extend(page.iter().map(|row| row.title.clone()));
                if page.len() < 3 {
                    break;
                }
            }
            let latest_first: Vec<String> = (0..7).rev().map(|number| format!("第{number}篇")).collect();
            assert_eq!(seen, latest_first);
            assert_eq!(list::count(reader, &filter).await.expect("a count"), 7);
        }
    });
}

async fn finds(person: &Client, question: &str, item: ItemId) -> bool {
    let query: String = question.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let page = person.get(&format!("/search?q={query}")).await;
    assert_eq!(page.status(), 200, "{question}");
    page.html().contains(&format!("/items/{item}"))
}
