//! An office's first day: what is to be set up before the first issue, until all of it is.

use domain::{item::Kind, person::Role};
use tests::{both, newsroom::Newsroom};

#[test]
fn an_empty_office_is_led_to_its_first_issue_and_then_left_alone() {
    both(async |office| {
        let administrator = office.person("马管理", &[Role::Administrator]).await;
        let page = administrator.get("/").await;
        let text = page.text();
        let mut rest = text.split("从这里开始").nth(1).expect("the list is there");
        for words in ["待办 单位", "待办 刊物", "已办 计分办法", "待办 人员", "待办 第一期"]
        {
            rest = rest.split_once(words).unwrap_or_else(|| panic!("{words}: {text}")).1;
        }
        assert!(
            page.html().contains("href=\"/admin/people/sheet\"") && page.html().contains("href=\"/import\"")
        );
        // The making of an issue is an editor's.
        assert!(!page.html().contains("<a href=\"/issues/desk\">第一期</a>"));
        let room = Newsroom::open(office).await;
        let text = administrator.get("/admin").await.text();
        assert!(text.contains("从这里开始") && text.contains("1个") && text.contains("1种"), "{text}");
        let editor = room.editor.get("/").await;
        assert!(editor.html().contains("<a href=\"/issues/desk\">第一期</a>"), "{}", editor.html());
        // It is nobody else's.
        assert!(!room.reader.get("/").await.text().contains("从这里开始"));
        let item = room.cleared(Kind::Article).await;
        room.arranged(1, &[item]).await;
        for who in [&administrator, &room.editor] {
            assert!(!who.get("/").await.text().contains("从这里开始"));
        }
    });
}

#[test]
fn another_month_is_chosen_without_leaving_the_page() {
    both(async |office| {
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        for (of, expected) in [
            ("/bulletins/2024-01", "/bulletins/2023-11"),
            ("/months/2024-01", "/months/2023-11"),
            ("/records?month=2024-01&form=ruling", "/records?month=2023-11&form=ruling"),
            ("/urging?month=2024-01", "/urging?month=2023-11"),
        ] {
            let query = serde_urlencoded::to_string([("of", of), ("year", "2023"), ("month", "11")])
                .expect("a query");
            let page = editor.get(&format!("/month?{query}")).await;
            assert_eq!((page.status(), page.path.as_str()), (200, expected), "{of}");
            assert!(page.text().contains("2023年11月"), "{}", page.text());
        }
        for of in ["//example.org/2024-01", "/inbox", "https://example.org/2024-01"] {
            let query = serde_urlencoded::to_string([("of", of), ("year", "2023"), ("month", "11")])
                .expect("a query");
            assert_eq!(editor.get(&format!("/month?{query}")).await.status(), 404, "{of}");
        }
        assert_eq!(editor.get("/month?of=/months/2024-01&year=2023&month=13").await.status(), 404);
    });
}
