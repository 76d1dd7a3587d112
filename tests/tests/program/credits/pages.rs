//! What people see of credits.

use domain::{item::Kind, person::Role};
use tests::both;

use super::{
    published::{Piece, publish},
    records::{add_channel, record_upper},
};

#[test]
fn a_units_people_see_their_month_as_a_sum_with_rank_and_what_is_lacking() {
    both(async |office| {
        let unit = office.unit("高唐局", &[]).await;
        let other = office.unit("阳谷局", &[]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let contributor = office.person("周鹏", &[Role::Contributor(unit)]).await;
        let pieces = ["甲", "乙", "丙"].map(|title| Piece { kind: Kind::Brief, title, units: "高唐局" });
        publish(office, &editor, 1, "2024-01", &pieces).await;
        add_channel(&editor, "每日动态").await;
        record_upper(&editor, "矿山复绿", "高唐局").await;
        record_upper(&editor, "节约用地", "阳谷局").await;
        record_upper(&editor, "春季造林", "阳谷局").await;

        let page = contributor.get("/units/mine").await.text();
        assert!(page.contains("简讯 3 × 0.5 ＋ 每日动态 5 ＝ 6.5"), "{page}");
        assert!(page.contains("第2名，距第1名（阳谷局）还差 3.5 分"), "{page}");
        assert!(page.contains("再报市1篇，可得本月基础分5分"), "{page}");
        assert!(page.contains("矿山复绿") && page.contains("（每日动态）"), "{page}");
        assert_eq!(contributor.get(&format!("/units/{other}")).await.status(), 403);
        assert_eq!(editor.get(&format!("/units/{other}?month=2024-01")).await.status(), 200);
    });
}

#[test]
fn whoever_has_as_many_points_leads_as_well() {
    both(async |office| {
        for name in ["高唐局", "阳谷局", "莘县局"] {
            office.unit(name, &[]).await;
        }
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        add_channel(&editor, "每日动态").await;
        record_upper(&editor, "矿山复绿", "高唐局").await;
        record_upper(&editor, "节约用地", "阳谷局").await;
        let page = editor.get("/bulletins?year=2024").await.text();
        assert!(page.contains("高唐局、阳谷局并列 5分"), "{page}");
    });
}

#[test]
fn a_figure_opens_the_lines_behind_it() {
    both(async |office| {
        let unit = office.unit("高唐局", &[]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        add_channel(&editor, "每日动态").await;
        record_upper(&editor, "矿山复绿", "高唐局").await;
        let address = format!("/bulletins/2024-01/units/{unit}?of=");
        for (column, words) in [
            ("month", "合计 5 分"),
            ("adoption_points", "采用信息·记分"),
            ("upper_count", "1篇"),
            ("rank", "第1名"),
            ("cumulative", "矿山复绿"),
        ] {
            let page = editor.get(&format!("{address}{column}")).await;
            assert!(page.text().contains(words), "{column}: {}", page.text());
            assert!(page.text().contains("每日动态 5"), "{column}: {}", page.text());
        }
        assert_eq!(editor.get(&format!("{address}nothing")).await.status(), 404);
        assert_eq!(editor.get("/bulletins/2024-13").await.status(), 404);
        assert_eq!(editor.get("/bulletins/2024-01/units/99?of=month").await.status(), 404);
    });
}

#[test]
fn pages_about_credits_answer_even_where_there_is_nothing_yet() {
    both(async |office| {
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let reader = office.person("钱读者", &[Role::Reader]).await;
        for path in [
            "/bulletins",
            "/bulletins?year=2020",
            "/bulletins/2024-01",
            "/records",
            "/records/channels",
            "/ledger",
            "/units/mine",
        ] {
            assert_eq!(editor.get(path).await.status(), 200, "{path}");
        }
        for kind in ["commission", "forwarding", "adjustment", "submission", "nonsense"] {
            assert_eq!(editor.get(&format!("/records?form={kind}")).await.status(), 200, "{kind}");
        }
        for path in ["/bulletins", "/bulletins/2024-01", "/bulletins/2024-01/csv", "/ledger"] {
            assert_eq!(reader.get(path).await.status(), 403, "{path}");
        }
    });
}

#[test]
fn the_ledger_is_searched_by_month_unit_category_and_words() {
    both(async |office| {
        let one = office.unit("高唐局", &[]).await;
        office.unit("阳谷局", &[]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        add_channel(&editor, "每日动态").await;
        record_upper(&editor, "矿山复绿", "高唐局").await;
        record_upper(&editor, "节约用地", "阳谷局").await;
        let cases = [
            (format!("unit={one}"), "矿山复绿", "节约用地"),
            ("month=2024-02".to_owned(), "没有符合条件的记分", "矿山复绿"),
            ("category=base".to_owned(), "没有符合条件的记分", "矿山复绿"),
            ("category=upper&q=%E6%AF%8F%E6%97%A5".to_owned(), "节约用地", "没有符合条件的记分"),
            ("q=100%25_".to_owned(), "没有符合条件的记分", "节约用地"),
            ("month=nonsense&before=x".to_owned(), "节约用地", "没有符合条件的记分"),
        ];
        for (query, shown, absent) in cases {
            let text = editor.get(&format!("/ledger?{query}")).await.text();
            assert!(text.contains(shown) && !text.contains(absent), "{query}: {text}");
        }
    });
}
