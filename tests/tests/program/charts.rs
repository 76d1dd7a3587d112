//! Charts: who gets them, and that each stands beside its numbers.

use domain::person::Role;
use tests::{Client, both};

async fn record(editor: &Client, title: &str, unit: &str, date: &str) {
    let form = [("channel", "每日动态"), ("title", title), ("date", date), ("units", unit)];
    let answer = editor.post("/do/record_upper_adoption", &form).await;
    assert!(answer.flash().contains("已登记"), "{}", answer.flash());
}

#[test]
fn pictures_are_drawn_from_the_figures_that_stand_beside_them() {
    both(async |office| {
        office.set_now("2024-03-20T09:00");
        let unit = office.unit("高唐局", &[]).await;
        let other = office.unit("阳谷局", &[]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let contributor = office.person("周鹏", &[Role::Contributor(unit)]).await;
        editor.post("/do/add_upper_channel", &[("name", "每日动态")]).await;
        record(&editor, "矿山复绿", "高唐局", "2024-01-10").await;
        record(&editor, "节约用地", "高唐局", "2024-02-10").await;
        record(&editor, "春季造林", "阳谷局", "2024-02-11").await;

        let page = contributor.get("/units/mine").await;
        let address = format!("/units/{unit}/charts/points?month=2024-03");
        assert!(page.html().contains(&format!("src=\"{address}\"")), "{}", page.html());
        assert!(page.text().contains("采用率"), "{}", page.text());
        let picture = contributor.get(&address).await;
        assert_eq!(picture.header("content-type"), Some("image/svg+xml"));
        assert!(picture.html().starts_with("<svg") && picture.html().contains("2月"), "{}", picture.html());
        for (width, ground) in [(320, ""), (420, ""), (560, "&ground=dark"), (760, "&ground=dark")] {
            let wanted = format!("{address}&width={width}{ground}");
            assert!(page.html().contains(&wanted.replace('&', "&amp;")), "{wanted}: {}", page.html());
            let picture = contributor.get(&wanted).await;
            assert!(picture.html().contains(&format!("<svg width=\"{width}\"")), "{}", picture.html());
        }
        for (wrong, words) in [("width=4000", "宽度"), ("width=wide", "宽度"), ("ground=pink", "底色")]
        {
            let refused = contributor.get(&format!("{address}&{wrong}")).await;
            assert_eq!(refused.status(), 422, "{wrong}");
            assert!(refused.text().contains(words), "{}", refused.text());
        }
        assert_eq!(contributor.get(&format!("/units/{other}/charts/points")).await.status(), 403);
        assert_eq!(contributor.get(&format!("/units/{unit}/charts/pie")).await.status(), 404);

        let year = contributor.get("/bulletins/year/2024").await;
        assert!(year.text().contains("机关科室累计名次"), "{}", year.text());
        assert!(year.html().contains("/bulletins/year/2024/charts/ranks-0"), "{}", year.html());
        let ranks = contributor.get("/bulletins/year/2024/charts/ranks-0").await;
        assert!(ranks.html().contains("高唐局") && ranks.html().contains("第1"), "{}", ranks.html());
        for (name, status) in [("intake", 200), ("rates", 200), ("ranks-9", 404), ("ranks-x", 404)] {
            let picture = contributor.get(&format!("/bulletins/year/2024/charts/{name}")).await;
            assert_eq!(picture.status(), status, "{name}");
        }
        let reader = office.person("钱读者", &[Role::Reader]).await;
        assert_eq!(reader.get("/bulletins/year/2024/charts/intake").await.status(), 403);
    });
}
