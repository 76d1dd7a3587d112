//! What is no fact and yet decides points, such as what was carried in and what groups and newsletters are called: the
//! ledger follows it at once, so that months can be closed, and closed months keep what they say.

use app::desk::{credits::Bulletins, months::Verifying};
use domain::{
    id::UnitId,
    item::Kind,
    person::{Actor, Role},
};
use sea_orm::ConnectionTrait;
use store::{newsletters, units};
use tests::{Answer, Client, Office, both, newsroom};

use super::{
    closing::{close, reopen},
    published::{Piece, publish_in},
    records::{add_channel, record_upper},
    rules::{import, put_in_force},
};

const WUHAI: &str = include_str!("../../../../docs/rules/wuhai.toml");

/// What a higher channel prints counts for one group alone.
const BY_GROUP: &str = r#"
format = "jianbao.rules/1"
name = "分组办法"
version = 1
since = "2024-01"
rates = [{ rule = "upper", name = "上级采用", fact = "upper_adoptions", when = { group = ["机关科室"] }, points = 5 }]
"#;

/// Points of a month and the cumulative ones with it.
async fn points(office: &Office, reader: &Actor, unit: UnitId, month: &str) -> (String, String) {
    let bulletin = office.desk().bulletin(reader, month.parse().expect("a month")).await;
    let bulletin = bulletin.expect("an editor may read it");
    let row = bulletin.rows().find(|row| row.unit_id == unit).expect("the unit stands in a table");
    (row.figures.month.to_string(), row.figures.cumulative.to_string())
}

/// Facts, ledger and bulletins agree, and the month can be closed.
async fn closes(office: &Office, editor: &Client, month: &str) {
    let verification = office.desk().verify(editor.actor(), None).await.expect("an editor may check");
    assert!(verification.differences.is_empty(), "{verification:?}");
    let answer = close(editor, month).await;
    assert!(answer.flash().contains("已结账"), "{}", answer.flash());
}

#[test]
fn what_a_unit_brings_along_takes_the_place_of_the_years_base() {
    both(async |office| {
        office.set_now("2024-07-05T09:00");
        let unit = office.unit("高唐局", &[]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let administrator = office.person("钱管理", &[Role::Administrator]).await;
        add_channel(&editor, "每日动态").await;
        import(&editor, WUHAI).await;
        put_in_force(&editor, "1", "2024-01").await;
        let form =
            [("channel", "每日动态"), ("title", "矿山复绿"), ("date", "2024-06-10"), ("units", "高唐局")];
        editor.post("/do/record_upper_adoption", &form).await;
        let june = async || points(office, editor.actor(), unit, "2024-06").await;
        let carry_in = async |points: &str| {
            let form = [
                ("year", "2024".to_owned()),
                ("month", "2024-06".to_owned()),
                ("unit", unit.to_string()),
                ("points", points.to_owned()),
            ];
            let answer = administrator.post("/do/set_opening_points", &form).await;
            assert!(answer.flash().contains("个单位有结转分"), "{}", answer.flash());
        };
        assert_eq!(june().await, ("105".into(), "105".into()));
        carry_in("161").await;
        assert_eq!(june().await, ("5".into(), "166".into()));
        carry_in("").await;
        assert_eq!(june().await, ("105".into(), "105".into()));
        carry_in("161").await;
        closes(office, &editor, "2024-06").await;
        assert_eq!(june().await, ("5".into(), "166".into()));
    });
}

/// Says on the page of units what the only group is called.
async fn call_group(office: &Office, administrator: &Client, name: &str, order: &str) -> Answer {
    let groups = units::load_groups(office.store().reader()).await.expect("groups can be read");
    let [group] = groups.as_slice() else { panic!("one group: {groups:?}") };
    let form = [("group", group.id.to_string()), ("name", name.to_owned()), ("order", order.to_owned())];
    administrator.post("/do/save_group", &form).await
}

#[test]
fn a_group_that_is_renamed_earns_by_its_new_name_and_keeps_it_in_closed_months() {
    both(async |office| {
        office.set_now("2024-02-05T09:00");
        let unit = office.unit("高唐局", &[]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let administrator = office.person("钱管理", &[Role::Administrator]).await;
        add_channel(&editor, "每日动态").await;
        import(&editor, BY_GROUP).await;
        put_in_force(&editor, "1", "2024-01").await;
        record_upper(&editor, "矿山复绿", "高唐局").await;
        let january = async || points(office, editor.actor(), unit, "2024-01").await.0;
        assert_eq!(january().await, "5");
        let renamed = call_group(office, &administrator, "机关股室", "1").await;
        assert!(renamed.flash().contains("请核对1处名称"), "{}", renamed.flash());
        assert_eq!(january().await, "0");
        closes(office, &editor, "2024-01").await;

        let refused = call_group(office, &administrator, "机关科室", "1").await;
        assert!(refused.flash().contains("2024年1月的通报里有这个分组，没有改名"), "{}", refused.flash());
        assert!(refused.flash().contains("请另添一个分组"), "{}", refused.flash());
        let moved = call_group(office, &administrator, "机关股室", "3").await;
        assert!(moved.flash().contains("顺序3") && !moved.flash().contains("请核对"), "{}", moved.flash());
        assert_eq!(january().await, "0");
        reopen(&editor, "2024-01", "分组改名").await;
        let renamed = call_group(office, &administrator, "机关科室", "1").await;
        assert!(!renamed.flash().contains("请核对"), "{}", renamed.flash());
        assert_eq!(january().await, "5");
        closes(office, &editor, "2024-01").await;
    });
}

/// Says on a newsletter's page what it is called.
async fn call(office: &Office, administrator: &Client, before: &str, name: &str) -> Answer {
    let all = newsletters::all(office.store().reader()).await.expect("newsletters can be read");
    let newsletter = all.into_iter().find(|newsletter| newsletter.name == before).expect("it has that name");
    let form = [
        ("newsletter", newsletter.id.to_string()),
        ("version", newsletter.version.to_string()),
        ("name", name.to_owned()),
        ("publisher", newsletter.publisher),
        ("section_kind", "article".to_owned()),
        ("section_title", String::new()),
        ("step", "签发".to_owned()),
    ];
    administrator.post("/do/save_newsletter", &form).await
}

#[test]
fn a_further_newsletter_that_is_renamed_has_its_new_name_in_open_months_and_keeps_it_in_closed_ones() {
    both(async |office| {
        office.set_now("2024-02-05T09:00");
        office.unit("高唐局", &[]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let administrator = office.person("钱管理", &[Role::Administrator]).await;
        newsroom::newsletter(office, "河湖信息", false).await;
        let further = newsroom::newsletter(office, "水政专报", false).await;
        let piece = Piece { kind: Kind::Article, title: "甲", units: "高唐局" };
        publish_in(&editor, further, 1, "2024-01", &[piece]).await;
        let ledger = async || editor.get("/ledger?month=2024-01").await.text();
        assert!(ledger().await.contains("《水政专报》第1期"), "{}", ledger().await);
        let renamed = call(office, &administrator, "水政专报", "水政要情").await;
        assert!(renamed.flash().contains("改了刊名"), "{}", renamed.flash());
        assert!(ledger().await.contains("《水政要情》第1期"), "{}", ledger().await);
        closes(office, &editor, "2024-01").await;

        let refused = call(office, &administrator, "水政要情", "水政内参").await;
        assert!(refused.flash().contains("《水政要情》在已结账的2024年1月有记分的期"), "{}", refused.flash());
        assert!(refused.flash().contains("请另添一份刊物"), "{}", refused.flash());
        let kept = call(office, &administrator, "水政要情", "水政要情").await;
        assert!(kept.flash().starts_with("已保存"), "{}", kept.flash());
        let first = call(office, &administrator, "河湖信息", "河湖动态").await;
        assert!(first.flash().contains("改了刊名"), "{}", first.flash());
        assert!(reopen(&editor, "2024-01", "刊名有误").await.flash().contains("已重开"));
        let renamed = call(office, &administrator, "水政要情", "水政内参").await;
        assert!(renamed.flash().contains("改了刊名"), "{}", renamed.flash());
        closes(office, &editor, "2024-01").await;
        assert!(ledger().await.contains("《水政内参》第1期"), "{}", ledger().await);
    });
}

#[test]
fn a_ledger_that_differs_can_be_put_right_by_those_whom_the_refusal_names() {
    both(async |office| {
        office.set_now("2024-02-05T09:00");
        let unit = office.unit("高唐局", &[]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let administrator = office.person("钱管理", &[Role::Administrator]).await;
        add_channel(&editor, "每日动态").await;
        record_upper(&editor, "矿山复绿", "高唐局").await;
        let tamper = "UPDATE records SET starred = TRUE";
        office.store().reader().execute_unprepared(tamper).await.expect("records are not guarded");
        let refused = close(&editor, "2024-01").await;
        for told in ["还不能结账", "编辑在“核对”中看", "请管理员在“单位和分组”中把任一单位照原样保存"]
        {
            assert!(refused.flash().contains(told), "{told}: {}", refused.flash());
        }
        let page = editor.get("/months/2024-01").await.text();
        assert!(page.contains("请管理员在“单位和分组”中把任一单位照原样保存"), "{page}");
        let groups = units::load_groups(office.store().reader()).await.expect("groups can be read");
        let as_it_stands = [
            ("unit", unit.to_string()),
            ("version", "1".to_owned()),
            ("name", "高唐局".to_owned()),
            ("group", groups[0].id.to_string()),
            ("order", "1".to_owned()),
            ("scored", "true".to_owned()),
        ];
        let saved = administrator.post("/do/save_unit", &as_it_stands).await;
        assert!(saved.flash().starts_with("已保存"), "{}", saved.flash());
        assert_eq!(points(office, editor.actor(), unit, "2024-01").await.0, "15");
        closes(office, &editor, "2024-01").await;
    });
}
