//! Characters that nobody sees, and those that are not what they look like: from the form to the search.

use domain::{person::Role, workflow::State};
use store::items::list::{self, Filter};
use tests::{
    Office, both,
    items::{draft, id_of, load},
};

#[test]
fn what_is_typed_comes_clean_and_is_told_where_one_sees_it() {
    both(async |office| {
        let unit = office.unit("综合科", &[]).await;
        let author = office.person("周鹏", &[Role::Contributor(unit)]).await;
        let fields = [
            ("unit", unit.to_string()),
            ("kind", "信息".to_owned()),
            ("title", "⾃然\u{200b}资源\u{202e}执法".to_owned()),
            ("body", "一\u{ad}段\r\n\u{feff}二段\u{0}".to_owned()),
            ("attribution_line", "（综\u{200b}合科）".to_owned()),
        ];
        let answer = author.post("/do/draft_item", &fields).await;
        let words = answer.flash();
        assert!(
            words.contains("已存草稿") && words.contains("倒排") && words.contains("⾃（U+2F83）→自"),
            "{words}"
        );
        let item = load(office, id_of(&answer)).await;
        assert_eq!(item.text.title, "自然资源执法");
        assert_eq!(item.text.body, "一段\n二段");
        assert_eq!(item.attribution.units(), [unit]);

        let fields = [
            ("unit", unit.to_string()),
            ("kind", "信息".to_owned()),
            ("title", "普\u{200b}通".to_owned()),
            ("body", String::new()),
            ("attribution_line", String::new()),
        ];
        let answer = author.post("/do/draft_item", &fields).await;
        let words = answer.flash();
        assert!(!words.contains('（'), "nothing that one sees has changed: {words}");
    });
}

#[test]
fn a_character_of_private_use_is_named_with_its_field_and_a_past_issue_says_what_was_changed() {
    both(async |office| {
        let unit = office.unit("综合科", &[]).await;
        let author = office.person("周鹏", &[Role::Contributor(unit)]).await;
        let fields = [
            ("unit", unit.to_string()),
            ("kind", "信息".to_owned()),
            ("title", "普通".to_owned()),
            ("body", "头一行\n镇\u{e123}村".to_owned()),
            ("attribution_line", "（综合科）".to_owned()),
        ];
        let words = author.post("/do/draft_item", &fields).await.flash().to_owned();
        assert!(words.contains("U+E123（正文第2行第2字）"), "{words}");

        tests::newsroom::newsletter(office, "河湖信息", false).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let past = [("step", "read"), ("newsletter", "1"), ("text", "⾃然资源\n\n完工。\n（综合科）\n")];
        let page = editor.post("/issues/past/new", &past).await.text();
        assert!(page.contains("⾃（U+2F83）→自"), "{page}");
    });
}

/// Which of these titles a question finds.
async fn found(office: &Office, titles: [&str; 4], question: &str) -> [bool; 4] {
    let (states, text) = (State::ALL.to_vec(), Some(question.to_owned()));
    let filter = Filter { states, text, ..Filter::default() };
    let rows = list::page(office.store().reader(), &filter, None, 50).await.expect("items can be listed");
    titles.map(|title| rows.iter().any(|row| row.title == title))
}

#[test]
fn a_search_finds_phrases_in_any_width() {
    both(async |office| {
        let unit = office.unit("综合科", &[]).await;
        let author = office.person("周鹏", &[Role::Contributor(unit)]).await;
        let titles = ["1月8日召开会议", "8月1日和11月8日", "１月 ８日", "2月8日至1月18日"];
        for title in titles {
            draft(&author, unit, title, "（综合科）").await;
        }
        let found = async |question: &str| found(office, titles, question).await;
        assert_eq!(found("1月8日").await, [true, false, true, false]);
        assert_eq!(found("１月８日召开").await, [true, false, false, false]);
        assert_eq!(found("⽉8日").await, [true, true, true, true]);
        assert_eq!(found("会议 1月").await, [true, false, false, false]);
        assert_eq!(found("\u{200b}召\u{200b}开").await, [true, false, false, false]);
    });
}

#[test]
fn a_search_tells_figures_from_each_other_by_their_signs() {
    both(async |office| {
        let unit = office.unit("综合科", &[]).await;
        let author = office.person("周鹏", &[Role::Contributor(unit)]).await;
        let titles = ["完成９６％以上", "完成96分", "增长3.5倍", "第3、5项"];
        for title in titles {
            draft(&author, unit, title, "（综合科）").await;
        }
        let found = async |question: &str| found(office, titles, question).await;
        assert_eq!(found("96%").await, [true, false, false, false]);
        assert_eq!(found("96").await, [true, true, false, false]);
        assert_eq!(found("96%以上").await, [true, false, false, false]);
        assert_eq!(found("3.5").await, [false, false, true, false]);
        assert_eq!(found("３．５倍").await, [false, false, true, false]);
        assert_eq!(found("3、5").await, [false, false, false, true]);
    });
}
