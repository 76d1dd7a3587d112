//! Lists say what they come to: the ledger over all pages of what is looked for, records by their kinds.

use domain::person::Role;
use tests::both;

use super::records::{add_channel, record_upper};

#[test]
fn the_ledger_says_what_all_lines_come_to_and_not_those_of_one_page() {
    both(async |office| {
        office.set_now("2024-02-20T09:00");
        office.unit("高唐局", &[]).await;
        office.unit("临城局", &[]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        for number in 1..=28 {
            let form = [
                ("points", "1.5".to_owned()),
                ("reason", format!("第{number}件事")),
                ("date", format!("2024-01-{number:02}")),
                ("month", "2024-01".to_owned()),
                ("units", "高唐局、临城局".to_owned()),
            ];
            let answer = editor.post("/do/record_adjustment", &form).await;
            assert!(answer.flash().contains("已登记"), "{}", answer.flash());
        }
        let form = [
            ("points", "-90"),
            ("reason", "扣分"),
            ("date", "2024-01-10"),
            ("month", "2024-01"),
            ("units", "高唐局"),
        ];
        editor.post("/do/record_adjustment", &form).await;
        let text = async |query: &str| editor.get(&format!("/ledger?{query}")).await.text();
        let all = text("category=adjustment").await;
        assert!(all.contains("共 57 笔，合计 -6 分") && all.contains("更早的"), "{all}");
        let first = editor.get("/ledger?category=adjustment").await;
        let next = first.html().split("href=\"/ledger?").nth(1).and_then(|rest| rest.split('"').next());
        let second = text(&next.expect("there is a second page").replace("&amp;", "&")).await;
        assert!(second.contains("共 57 笔，合计 -6 分"), "{second}");
        let some = text("category=adjustment&q=%E7%AC%AC1%E4%BB%B6").await;
        assert!(some.contains("共 2 笔，合计 +3 分"), "{some}");
        let none = text("month=2024-05").await;
        assert!(none.contains("没有符合条件的记分") && !none.contains("合计"), "{none}");
        // What wrote a line is folded behind it.
        assert!(first.html().contains("<summary>来由"), "{}", first.html());
        let records = editor.get("/records?month=2024-01").await.text();
        assert!(records.contains("合计-6分"), "{records}");
    });
}

#[test]
fn who_has_no_points_has_no_rank_in_its_own_account() {
    both(async |office| {
        let first = office.unit("高唐局", &[]).await;
        let none = office.unit("临城局", &[]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        add_channel(&editor, "每日动态").await;
        record_upper(&editor, "甲", "高唐局").await;
        let page = async |unit| editor.get(&format!("/units/{unit}?month=2024-01")).await.html().to_owned();
        let (first, none) = (page(first).await, page(none).await);
        assert!(first.contains("of=rank"), "{first}");
        assert!(!none.contains("of=rank") && none.contains("<td class=\"figure\">—</td>"), "{none}");
    });
}

#[test]
fn records_say_by_kind_what_holds_of_them() {
    both(async |office| {
        office.unit("高唐局", &[]).await;
        office.unit("临城局", &[]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        add_channel(&editor, "每日动态").await;
        record_upper(&editor, "甲", "高唐局").await;
        let answer = record_upper(&editor, "乙", "高唐局").await;
        let page = answer.text();
        assert!(page.contains("共2篇"), "{page}");
        let record = office.number("SELECT MAX(id) FROM records").await;
        let form = [("record", record.to_string()), ("reason", "重复".to_owned())];
        editor.post("/do/reverse_record", &form).await;
        for (office, count) in [("省厅", "2"), ("市委", "3")] {
            let form = [
                ("office", office),
                ("count", count),
                ("date", "2024-01-10"),
                ("month", "2024-01"),
                ("units", "高唐局"),
                ("cleared_by", "李审查"),
            ];
            editor.post("/do/record_forwarding", &form).await;
        }
        let page = editor.get("/records?month=2024-01").await;
        let text = page.text();
        assert!(text.contains("共1篇（已冲销的1条不算）"), "{text}");
        assert!(text.contains("共5篇"), "{text}");
        // What can be done to a record is folded into one.
        let rows = page.html().matches("class=\"row record\"").count();
        let folded = page.html().matches("class=\"record-acts\"").count();
        assert_eq!((rows, folded), (4, 3), "{}", page.html());
    });
}
