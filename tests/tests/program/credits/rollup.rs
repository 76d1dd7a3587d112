//! Units that belong to others: on the screen, in the roster's sheet, and what rules that roll up make of it.

use app::desk::credits::Bulletins;
use domain::{id::UnitId, person::Role};
use tests::{Answer, Client, Office, both, hand_in, import};

use super::{
    closing::close,
    records::{add_channel, record_upper},
};

/// Four points for what a higher channel prints; a parent gets half of its children's.
const RULES: &str = r#"
format = "jianbao.rules/1"
name = "试行办法"
version = 1
since = "2024-01"

[[rates]]
rule = "upper"
name = "上级采用"
fact = "upper_adoptions"
points = "4"

[rollup]
times = "0.5"
"#;

/// January's points of a unit, in the bulletin.
async fn january(office: &Office, reader: &Client, unit: UnitId) -> String {
    points(office, reader, unit, "2024-01").await
}

async fn points(office: &Office, reader: &Client, unit: UnitId, month: &str) -> String {
    let bulletin = office.desk().bulletin(reader.actor(), month.parse().expect("a month")).await;
    let bulletin = bulletin.expect("an editor may read it");
    let row = bulletin.rows().find(|row| row.unit_id == unit).expect("the unit stands in a table");
    row.figures.month.to_string()
}

/// Says on the unit's page to which unit it belongs; none where that is empty.
async fn belongs(office: &Office, administrator: &Client, unit: UnitId, parent: &str) -> Answer {
    belongs_since(office, administrator, unit, parent, "").await
}

async fn belongs_since(
    office: &Office,
    administrator: &Client,
    unit: UnitId,
    parent: &str,
    since: &str,
) -> Answer {
    let reader = office.store().reader();
    let found = store::units::find_with_version(reader, unit).await.expect("units can be read");
    let (found, version) = found.expect("the unit exists");
    let form = [
        ("unit", unit.to_string()),
        ("version", version.to_string()),
        ("name", found.name),
        ("group", "1".to_owned()),
        ("order", found.order.to_string()),
        ("scored", "true".to_owned()),
        ("parent", parent.to_owned()),
        ("parent_since", since.to_owned()),
    ];
    administrator.post("/do/save_unit", &form).await
}

struct Bureau {
    administrator: Client,
    editor: Client,
    station: UnitId,
    bureau: UnitId,
    other: UnitId,
}

/// An office whose station has been printed by a higher channel, under rules that roll up.
async fn bureau(office: &Office) -> Bureau {
    office.set_now("2024-02-05T09:00");
    let (station, bureau) = (office.unit("清平所", &[]).await, office.unit("高唐局", &["高唐县局"]).await);
    let other = office.unit("阳谷局", &[]).await;
    let editor = office.person("赵编辑", &[Role::Editor]).await;
    let administrator = office.person("马管理", &[Role::Administrator]).await;
    editor.post("/do/import_rules", &[("document", RULES)]).await;
    let answer = editor.post("/do/put_rules_in_force", &[("version", "1"), ("since", "2024-01")]).await;
    assert!(answer.flash().contains("起施行"), "{}", answer.flash());
    add_channel(&editor, "每日动态").await;
    record_upper(&editor, "矿山复绿", "清平所").await;
    Bureau { administrator, editor, station, bureau, other }
}

#[test]
fn a_childs_points_count_at_its_parent_too_and_the_ledger_says_so() {
    both(async |office| {
        let Bureau { administrator, editor, station, bureau, other } = bureau(office).await;
        assert_eq!(january(office, &editor, bureau).await, "0");
        let answer = belongs(office, &administrator, station, &bureau.to_string()).await;
        assert!(answer.flash().contains("属于高唐局"), "{}", answer.flash());
        assert_eq!(january(office, &editor, station).await, "4");
        assert_eq!(january(office, &editor, bureau).await, "2");
        let lines = editor.get("/ledger?month=2024-01").await.text();
        assert!(lines.contains("下属单位清平所本月得分 4 × 0.5"), "{lines}");
        let list = administrator.get("/admin/units").await.text();
        assert!(list.contains("属于高唐局"), "{list}");

        belongs(office, &administrator, station, &other.to_string()).await;
        assert_eq!(january(office, &editor, bureau).await, "0");
        assert_eq!(january(office, &editor, other).await, "2");
        let answer = belongs(office, &administrator, station, "").await;
        assert!(answer.flash().contains("不再属于别的单位"), "{}", answer.flash());
        assert_eq!(january(office, &editor, other).await, "0");
    });
}

#[test]
fn units_belong_in_one_level_and_never_in_a_circle() {
    both(async |office| {
        let Bureau { administrator, station, bureau, other, .. } = bureau(office).await;
        let refused = belongs(office, &administrator, station, &station.to_string()).await;
        assert!(refused.flash().contains("单位不能是自己的上级单位"), "{}", refused.flash());
        belongs(office, &administrator, station, &bureau.to_string()).await;
        let refused = belongs(office, &administrator, bureau, &station.to_string()).await;
        assert!(refused.flash().contains("上级单位自己还有上级单位"), "{}", refused.flash());
        let refused = belongs(office, &administrator, bureau, &other.to_string()).await;
        assert!(refused.flash().contains("自己有下属单位"), "{}", refused.flash());
        let refused = belongs(office, &administrator, other, "999").await;
        assert!(refused.flash().contains("没有所选的上级单位"), "{}", refused.flash());
        let page = administrator.get(&format!("/admin/units/{station}")).await;
        assert!(page.html().contains(&format!("<option value=\"{bureau}\" selected")), "{}", page.html());
    });
}

#[test]
fn a_closed_month_keeps_to_whom_its_points_went_and_the_next_ones_go_elsewhere() {
    both(async |office| {
        let Bureau { administrator, editor, station, bureau, other } = bureau(office).await;
        belongs(office, &administrator, station, &bureau.to_string()).await;
        assert!(close(&editor, "2024-01").await.flash().contains("已结账"));
        let form = [("channel", "每日动态"), ("title", "二月"), ("date", "2024-02-02"), ("units", "清平所")];
        editor.post("/do/record_upper_adoption", &form).await;
        let other = (other, other.to_string());
        let refused = belongs(office, &administrator, station, &other.1).await;
        assert!(refused.flash().contains("变动已结账的2024年1月"), "{}", refused.flash());
        let moved = belongs_since(office, &administrator, station, &other.1, "2024-02").await;
        assert!(moved.flash().contains("自2024年2月起属于阳谷局"), "{}", moved.flash());
        let both_of = async |month| {
            [points(office, &editor, bureau, month).await, points(office, &editor, other.0, month).await]
        };
        assert_eq!(both_of("2024-01").await, ["2", "0"]);
        assert_eq!(both_of("2024-02").await, ["0", "2"]);
        let page = administrator.get(&format!("/admin/units/{station}")).await;
        assert!(page.html().contains("value=\"2024-02\""), "{}", page.html());
        assert!(page.text().contains("起初 高唐局 2024年2月起 阳谷局"), "{}", page.text());

        // What is saved as it stands changes nothing; it can end without being forgotten.
        let same = belongs_since(office, &administrator, station, &other.1, "2024-02").await;
        assert!(!same.flash().contains("属于"), "{}", same.flash());
        belongs_since(office, &administrator, station, "", "2024-02").await;
        assert_eq!(both_of("2024-02").await, ["0", "0"]);
        let same = belongs(office, &administrator, station, "").await;
        assert!(!same.flash().contains("属于"), "{}", same.flash());
        assert_eq!(both_of("2024-01").await, ["2", "0"]);
    });
}

#[test]
fn a_child_may_be_renamed_and_its_parents_closed_months_keep_their_words() {
    both(async |office| {
        let Bureau { administrator, editor, station, bureau, .. } = bureau(office).await;
        belongs(office, &administrator, station, &bureau.to_string()).await;
        let parent = bureau.to_string();
        let names = [
            ("2024-01", "下属单位清平所本月得分 4 × 0.5"),
            ("2024-02", "下属单位清平管理所本月得分 4 × 0.5"),
        ];
        let form = [("channel", "每日动态"), ("title", "二月"), ("date", "2024-02-02"), ("units", "清平所")];
        editor.post("/do/record_upper_adoption", &form).await;
        assert!(close(&editor, "2024-01").await.flash().contains("已结账"));
        let form = [
            ("unit", station.to_string()),
            ("version", "2".to_owned()),
            ("name", "清平管理所".to_owned()),
            ("group", "1".to_owned()),
            ("order", "1".to_owned()),
            ("scored", "true".to_owned()),
            ("parent", parent),
        ];
        let renamed = administrator.post("/do/save_unit", &form).await;
        assert!(renamed.flash().contains("已保存"), "{}", renamed.flash());
        for (month, words) in names {
            let lines = editor.get(&format!("/ledger?month={month}")).await.text();
            assert!(lines.contains(words), "{lines}");
        }
        let checked = editor.get("/verify?year=2024").await.text();
        assert!(checked.contains("一致"), "{checked}");
        let closed = close(&editor, "2024-02").await;
        assert!(closed.flash().contains("已结账"), "{}", closed.flash());
    });
}

#[test]
fn a_roster_that_would_change_a_closed_month_is_refused_when_it_is_looked_at() {
    both(async |office| {
        let Bureau { administrator, editor, .. } = bureau(office).await;
        assert!(close(&editor, "2024-01").await.flash().contains("已结账"));
        for file in ["全称,分组,记分\n清平所,机关科室,否\n", "全称,分组,上级单位\n清平所,机关科室,高唐局\n"]
        {
            let seen = hand_in(&administrator, "名册.csv", file.as_bytes()).await;
            let words = "这样改会变动已结账的2024年1月的通报，不能保存";
            assert!(seen.text().contains(words), "{file}: {}", seen.text());
            assert!(!seen.html().contains("name=\"cells\""), "{file}");
        }
        let later = "全称,分组,上级单位,何月起属于\n清平所,机关科室,高唐局,2024-02\n";
        let seen = hand_in(&administrator, "名册.csv", later.as_bytes()).await;
        assert!(seen.text().contains("将导入1行"), "{}", seen.text());
        let done = import(&administrator, "名册.csv", later.as_bytes()).await;
        assert!(done.text().contains("导入1行"), "{}", done.text());
    });
}

#[test]
fn months_that_were_closed_empty_do_not_hinder_a_roster() {
    both(async |office| {
        office.set_now("2024-04-05T09:00");
        office.unit("清平所", &[]).await;
        office.unit("高唐局", &[]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let administrator = office.person("马管理", &[Role::Administrator]).await;
        let base = "[[grants]]\nrule = \"base\"\nname = \"基础\"\npoints = 100\nperiod = \"year\"\n";
        let rules = RULES.replace("[rollup]", &format!("{base}[rollup]"));
        editor.post("/do/import_rules", &[("document", &rules)]).await;
        editor.post("/do/put_rules_in_force", &[("version", "1"), ("since", "2024-01")]).await;
        add_channel(&editor, "每日动态").await;
        let form = [("channel", "每日动态"), ("title", "三月"), ("date", "2024-03-02"), ("units", "清平所")];
        editor.post("/do/record_upper_adoption", &form).await;
        assert!(close(&editor, "2024-03").await.flash().contains("连同没有记录的2024年1月、2月"));
        let file = "全称,分组,上级单位,何月起属于\n清平所,机关科室,高唐局,2024-04\n";
        let seen = hand_in(&administrator, "名册.csv", file.as_bytes()).await.text();
        assert!(seen.contains("将导入1行") && !seen.contains("变动已结账"), "{seen}");
        let done = import(&administrator, "名册.csv", file.as_bytes()).await;
        assert!(done.text().contains("导入1行"), "{}", done.text());
    });
}

#[test]
fn a_roster_says_to_which_unit_another_belongs_in_whatever_order() {
    both(async |office| {
        let Bureau { administrator, editor, bureau, .. } = bureau(office).await;
        let file = "全称,分组,上级单位\n清平所,县局,高唐县局\n汇鑫所,县局,阳谷二局\n阳谷二局,县局,\n";
        let seen = hand_in(&administrator, "名册.csv", file.as_bytes()).await.text();
        assert!(seen.contains("（县局，属于高唐县局）") && seen.contains("将导入3行"), "{seen}");
        import(&administrator, "名册.csv", file.as_bytes()).await;
        assert_eq!(january(office, &editor, bureau).await, "2");
        let again = hand_in(&administrator, "名册.csv", file.as_bytes()).await.text();
        assert!(again.contains("3行都已在系统里"), "{again}");

        for (file, fault) in [
            ("全称,分组,上级单位\n阳谷局,县局,没有的局\n", "第2行C列：没有名为“没有的局”的单位"),
            ("全称,分组,上级单位\n阳谷局,县局,清平所\n", "第2行C列：上级单位自己还有上级单位，只能有一层"),
            ("全称,分组,上级单位\n高唐局,县局,阳谷局\n", "第2行C列：这个单位自己有下属单位"),
            ("全称,分组,上级单位\n阳谷局,县局,阳谷局\n", "第2行C列：单位不能是自己的上级单位"),
            ("全称,分组,上级单位,何月起属于\n汇鑫所,县局,高唐局,夏天\n", "第2行D列：“夏天”不是月份"),
            (
                "全称,分组,上级单位,何月起属于\n汇鑫所,县局,,2024-02\n",
                "第2行D列：写了何月起属于，也要写上级单位",
            ),
        ] {
            let faulty = hand_in(&administrator, "名册.csv", file.as_bytes()).await.text();
            assert!(faulty.contains(fault), "{fault}: {faulty}");
        }
        let moved = "全称,分组,上级单位,何月起属于\n清平所,县局,阳谷局,2024-02\n";
        import(&administrator, "名册.csv", moved.as_bytes()).await;
        assert_eq!(january(office, &editor, bureau).await, "2");
        let again = hand_in(&administrator, "名册.csv", moved.as_bytes()).await.text();
        assert!(again.contains("1行都已在系统里"), "{again}");

        // An empty cell says nothing; 无 says that it belongs to none, from a month on or from the first.
        let silent = "全称,分组,上级单位\n清平所,县局,\n";
        let again = hand_in(&administrator, "名册.csv", silent.as_bytes()).await.text();
        assert!(again.contains("1行都已在系统里"), "{again}");
        let alone = "全称,分组,上级单位,何月起属于\n清平所,县局,无,2024-03\n";
        import(&administrator, "名册.csv", alone.as_bytes()).await;
        assert_eq!(january(office, &editor, bureau).await, "2");
        let freed = "全称,分组,上级单位\n高唐局,县局,阳谷局\n清平所,县局,无\n";
        let seen = hand_in(&administrator, "名册.csv", freed.as_bytes()).await.text();
        assert!(seen.contains("修改单位清平所（县局，不属于别的单位）"), "{seen}");
        import(&administrator, "名册.csv", freed.as_bytes()).await;
        assert_eq!(january(office, &editor, bureau).await, "0");
        let again = hand_in(&administrator, "名册.csv", freed.as_bytes()).await.text();
        assert!(again.contains("2行都已在系统里"), "{again}");
    });
}
