//! Rule sets on the screen: drafted by forms, tried on the past, put in force; and published ones give their figures.

use app::desk::{credits::Bulletins, months::Verifying};
use domain::{
    id::UnitId,
    item::Kind,
    person::{Actor, Role},
    unit::Unit,
};
use sea_orm::ConnectionTrait;
use tests::{Answer, Client, Office, both, items};

use super::{
    closing::close,
    published::{Piece, items_of, publish},
    records::{add_channel, record_upper},
};

#[path = "rules_conditions.rs"]
mod conditions;

const LIANYUNGANG: &str = include_str!("../../../../docs/rules/lianyungang.toml");
const WUHAI: &str = include_str!("../../../../docs/rules/wuhai.toml");

/// Points of January of a unit.
async fn january(office: &Office, reader: &Actor, unit: domain::id::UnitId) -> String {
    let bulletin = office.desk().bulletin(reader, "2024-01".parse().expect("a month")).await;
    let bulletin = bulletin.expect("an editor may read it");
    let row = bulletin.rows().find(|row| row.unit_id == unit).expect("the unit stands in a table");
    row.figures.month.to_string()
}

pub async fn import(editor: &Client, document: &str) {
    let answer = editor.post("/do/import_rules", &[("document", document)]).await;
    assert!(answer.flash().contains("已导入"), "{}", answer.flash());
}

pub async fn put_in_force(editor: &Client, version: &str, since: &str) -> Answer {
    editor.post("/do/put_rules_in_force", &[("version", version), ("since", since)]).await
}

async fn record(editor: &Client, verb: &str, fields: &[(&str, &str)]) {
    let mut form = vec![("date", "2024-01-10")];
    form.extend(fields);
    if !fields.iter().any(|(field, _)| *field == "units") {
        form.push(("units", "发改委"));
    }
    let answer = editor.post(&format!("/do/{verb}"), &form).await;
    assert!(answer.flash().contains("已登记"), "{verb} {fields:?}: {}", answer.flash());
}

#[test]
fn a_city_offices_published_rules_give_their_figures_through_the_screens() {
    both(async |office| {
        let unit = office.unit("发改委", &[]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        for channel in ["昨日情况", "专报信息", "政务建议"] {
            add_channel(&editor, channel).await;
        }
        import(&editor, LIANYUNGANG).await;
        let answer = put_in_force(&editor, "1", "2024-01").await;
        assert!(answer.flash().contains("第2版自2024年1月起施行"), "{}", answer.flash());
        let upper = "record_upper_adoption";
        let full =
            |story, title| [("channel", "昨日情况"), ("title", title), ("form", "全文"), ("story", story)];
        record(&editor, upper, &full("X", "甲")).await;
        let special = [("channel", "专报信息"), ("title", "甲"), ("level", "省级"), ("story", "X")];
        record(&editor, upper, &special).await;
        let selected = [("office", "省政府办公厅"), ("title", "甲"), ("level", "省级"), ("story", "X")];
        record(&editor, "record_forwarding", &selected).await;
        let instruction = |level, story, title, channel| {
            [("level", level), ("story", story), ("title", title), ("channel", channel)]
        };
        record(&editor, "record_instruction", &instruction("省级", "X", "甲", "专报信息")).await;
        record(&editor, upper, &full("Y", "乙")).await;
        record(&editor, "record_instruction", &instruction("市级", "Y", "乙", "昨日情况")).await;
        record(&editor, upper, &[("channel", "昨日情况"), ("title", "丙"), ("form", "简要"), ("story", "Z")])
            .await;
        record(&editor, upper, &[("channel", "政务建议"), ("title", "丁"), ("story", "W")]).await;
        record(&editor, "record_instruction", &instruction("市级", "W", "丁", "政务建议")).await;
        assert_eq!(january(office, editor.actor(), unit).await, "114");
        let page = editor.get(&format!("/units/{unit}?month=2024-01")).await;
        assert!(page.text().contains("省领导批示"), "{}", page.text());
    });
}

#[test]
fn a_colleges_published_rules_give_their_figures_through_the_screens() {
    both(async |office| {
        office.unit("地质矿产管理科", &["地矿科"]).await;
        let unit = office.unit("发改委", &[]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        add_channel(&editor, "市政府信息").await;
        import(&editor, WUHAI).await;
        put_in_force(&editor, "1", "2024-01").await;
        let piece = |title| Piece { kind: Kind::Article, title, units: "发改委" };
        let issue = publish(office, &editor, 1, "2024-01", &[piece("甲"), piece("乙")]).await;
        let items = items_of(office, issue).await;
        let (first, second) = (items[0].to_string(), items[1].to_string());
        // The item is the story: its adoptions here and above are one, and count by the highest.
        record(
            &editor,
            "record_upper_adoption",
            &[("channel", "市政府信息"), ("title", "甲"), ("item", &first)],
        )
        .await;
        record(&editor, "record_instruction", &[("level", "市级"), ("title", "甲"), ("item", &first)]).await;
        record(&editor, "record_instruction", &[("level", "学院"), ("title", "乙"), ("item", &second)]).await;
        let counted = [("month", "2024-01"), ("count", "7"), ("units", "发改委")];
        let answer = editor.post("/do/record_submissions", &counted).await;
        assert!(answer.flash().contains("已登记"), "{}", answer.flash());
        assert_eq!(january(office, editor.actor(), unit).await, "121");
    });
}

/// Three points more for what a leader wrote on, and a quota of points.
const INSTRUCTED: &str = r#"
format = "jianbao.rules/1"
name = "批示办法"
version = 1
since = "2024-01"
rates = [{ rule = "upper", name = "上级采用", fact = "upper_adoptions", points = 4 }]
extras = [{ rule = "written", name = "批示另加", fact = ["upper_adoptions"], when = { instructed = true }, points = 3 }]
quotas = [{ rule = "task", name = "每月得分", conditions = [{ at_least = 9 }], met = 1 }]
"#;

#[test]
fn a_units_page_knows_of_the_instruction_that_another_unit_got_for_their_piece() {
    both(async |office| {
        let unit = office.unit("发改委", &[]).await;
        office.unit("高唐局", &[]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        add_channel(&editor, "每日动态").await;
        import(&editor, INSTRUCTED).await;
        put_in_force(&editor, "1", "2024-01").await;
        let joint = [("channel", "每日动态"), ("title", "甲"), ("story", "X"), ("units", "发改委 高唐局")];
        record(&editor, "record_upper_adoption", &joint).await;
        assert_eq!(january(office, editor.actor(), unit).await, "4");
        let written = [("level", "市级"), ("title", "甲"), ("story", "X"), ("units", "高唐局")];
        record(&editor, "record_instruction", &written).await;
        assert_eq!(january(office, editor.actor(), unit).await, "7");
        let page = editor.get(&format!("/units/{unit}?month=2024-01")).await.text();
        assert!(page.contains("4 + 3") && page.contains("再得分2分"), "{page}");
    });
}

/// One unit's own task.
const NAMING: &str = r#"
format = "jianbao.rules/1"
name = "各单位任务"
version = 1
since = "2024-01"
rates = [{ rule = "upper", name = "上级采用", fact = "upper_adoptions", points = 4 }]
quotas = [{ rule = "task", name = "任务", conditions = [{ count = ["upper_adoptions"], for_units = { "发改委" = 1 } }], met = 2 }]
"#;

#[test]
fn a_unit_that_rules_name_keeps_its_name_in_closed_months_and_is_pointed_out_in_open_ones() {
    both(async |office| {
        office.set_now("2024-02-05T09:00");
        let unit = office.unit("发改委", &[]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let administrator = office.person("钱管理", &[Role::Administrator]).await;
        add_channel(&editor, "每日动态").await;
        import(&editor, NAMING).await;
        put_in_force(&editor, "1", "2024-01").await;
        record(&editor, "record_upper_adoption", &[("channel", "每日动态"), ("title", "甲")]).await;
        assert_eq!(january(office, editor.actor(), unit).await, "6");
        let call = async |name: &str, version: &str| {
            let form = [
                ("unit", unit.to_string()),
                ("version", version.to_owned()),
                ("name", name.to_owned()),
                ("group", "1".to_owned()),
                ("order", "1".to_owned()),
                ("scored", "true".to_owned()),
            ];
            administrator.post("/do/save_unit", &form).await
        };
        let open = call("发展改革委", "1").await;
        assert!(open.flash().contains("请核对1处名称"), "{}", open.flash());
        assert_eq!(january(office, editor.actor(), unit).await, "4");
        call("发改委", "2").await;
        assert_eq!(january(office, editor.actor(), unit).await, "6");
        assert!(close(&editor, "2024-01").await.flash().contains("已结账"));
        let refused = call("发展改革委", "3").await;
        assert!(
            refused.flash().contains("2024年1月的计分办法里写着“发改委”，改名会变动"),
            "{}",
            refused.flash()
        );
        assert_eq!(january(office, editor.actor(), unit).await, "6");

        // A unit that came later is free to be called as it likes.
        let later = |name: &str| {
            let (group, order) = ("1".to_owned(), "2".to_owned());
            let since = "2024-02-01".to_owned();
            vec![("name", name.to_owned()), ("group", group), ("order", order), ("since", since)]
        };
        let added = administrator.post("/do/save_unit", &later("高唐局")).await;
        assert!(added.flash().contains("添加了单位高唐局"), "{}", added.flash());
        let id = added.path.rsplit('/').next().expect("an address").to_owned();
        let renamed = [later("高唐县局"), vec![("unit", id), ("version", "1".to_owned())]].concat();
        let renamed = administrator.post("/do/save_unit", &renamed).await;
        assert!(renamed.flash().contains("已保存"), "{}", renamed.flash());
    });
}

#[test]
fn a_rule_is_drafted_by_its_form_tried_and_put_in_force() {
    both(async |office| {
        office.set_now("2024-02-05T09:00");
        let unit = office.unit("高唐局", &[]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        add_channel(&editor, "每日动态").await;
        record_upper(&editor, "矿山复绿", "高唐局").await;
        assert_eq!(january(office, editor.actor(), unit).await, "5");
        let begun = editor.post("/do/begin_rules", &[("", "")]).await;
        assert!(begun.flash().contains("已照现行办法起草新版"), "{}", begun.flash());
        let draft = editor.get("/rules/draft").await;
        assert!(draft.text().contains("上级采用，每篇5分。"), "{}", draft.text());
        let form = editor.get("/rules/draft/rates/3").await;
        assert!(form.html().contains("value=\"upper\""), "{}", form.html());
        let rate = |version: &'static str, points: &'static str| {
            [
                ("section", "rates"),
                ("place", "3"),
                ("version", version),
                ("rule", "upper"),
                ("name", "上级采用"),
                ("fact", "upper_adoptions"),
                ("points", points),
            ]
        };
        let refused = editor.post("/do/save_rule", &rate("1", "八")).await;
        assert!(refused.flash().contains("计分标准第4条 · 分值：“八”不是分值"), "{}", refused.flash());
        assert!(refused.html().contains("value=\"八\""), "the form comes back as it was filled in");
        let saved = editor.post("/do/save_rule", &rate("1", "8")).await;
        assert!(saved.flash().contains("已保存“上级采用”"), "{}", saved.flash());
        let stale = editor.post("/do/save_rule", &rate("1", "9")).await;
        assert!(stale.flash().contains("您在另一页上改过草稿"), "{}", stale.flash());
        // Nothing has changed yet; the trial says what would.
        assert_eq!(january(office, editor.actor(), unit).await, "5");
        let trial = editor.get("/rules/draft/trial?from=2024-01&until=2024-01").await;
        assert!(trial.text().contains("1个单位的本月分数不同"), "{}", trial.text());
        assert!(trial.text().contains("+3"), "{}", trial.text());
        let document = editor.get("/rules/draft/document").await;
        assert!(document.html().contains("points = \"8\""), "{}", document.html());
        let done = put_in_force(&editor, "2", "2024-01").await;
        assert!(done.flash().contains("第2版自2024年1月起施行"), "{}", done.flash());
        assert_eq!(january(office, editor.actor(), unit).await, "8");
        let versions = editor.get("/rules").await;
        assert!(versions.text().contains("现行"), "{}", versions.text());
        let ledger = editor.get("/ledger?month=2024-01").await;
        assert!(ledger.text().contains("规则：上级采用（第2版）"), "{}", ledger.text());
    });
}

#[test]
fn a_version_begins_after_the_closed_months_and_leaves_them_as_they_are() {
    both(async |office| {
        office.set_now("2024-02-05T09:00");
        let unit = office.unit("高唐局", &[]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let contributor = office.person("周鹏", &[Role::Contributor(unit)]).await;
        add_channel(&editor, "每日动态").await;
        record_upper(&editor, "矿山复绿", "高唐局").await;
        assert!(close(&editor, "2024-01").await.flash().contains("已结账"));
        import(&editor, WUHAI).await;
        let refused = put_in_force(&editor, "1", "2024-01").await;
        assert!(refused.flash().contains("2024-01已结账"), "{}", refused.flash());
        let done = put_in_force(&editor, "1", "2024-02").await;
        assert!(done.flash().contains("自2024年2月起施行"), "{}", done.flash());
        assert_eq!(january(office, editor.actor(), unit).await, "5");
        let forbidden = contributor.post("/do/begin_rules", &[("", "")]).await;
        assert!(forbidden.flash().contains("只有编辑"), "{}", forbidden.flash());
        assert_eq!(contributor.get("/rules").await.status(), 200);
        let faulty = editor.post("/do/import_rules", &[("document", "format = 1")]).await;
        assert!(faulty.flash().contains("第1行 format"), "{}", faulty.flash());
    });
}

#[test]
fn what_units_send_is_asked_for_by_the_week_and_its_titles_are_not_for_others() {
    // A month goes by, in which nobody signs in again.
    both(async |office| {
        office.let_sessions_last().await;
        let unit = office.unit("高唐局", &[]).await;
        let other = office.unit("阳谷局", &[]).await;
        let contributor = office.person("周鹏", &[Role::Contributor(unit)]).await;
        let stranger = office.person("吴刚", &[Role::Contributor(other)]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        office.set_now("2024-01-03T09:00");
        import(&editor, WEEKLY).await;
        put_in_force(&editor, "1", "2024-01").await;
        // Two in the first week, none in the second, a brief in the third.
        for (day, kind, title) in
            [("03", "信息", "矿山复绿"), ("04", "信息", "春季造林"), ("17", "简讯", "清淤完工")]
        {
            office.set_now(&format!("2024-01-{day}T09:00"));
            let item = items::draft(&contributor, unit, title, "（高唐局）").await;
            let draft = items::load(office, item).await;
            let mut fields = items::text_fields(&draft, "河道的清淤工程今天完工。");
            fields.retain(|(name, _)| *name != "kind");
            fields.push(("kind", kind.to_owned()));
            let fields: Vec<(&str, &str)> =
                fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            items::act(office, &contributor, "save_item", item, &fields).await;
            items::act(office, &contributor, "submit", item, &[]).await;
        }
        office.set_now("2024-02-02T09:00");
        // Three weeks without an article, of four that end in January.
        assert_eq!(january(office, editor.actor(), unit).await, "-1");
        let page = contributor.get("/units/mine?month=2024-01").await.text();
        assert!(page.contains("矿山复绿") && page.contains("报送（信息） 1"), "{page}");
        let ledger = stranger.get("/ledger?month=2024-01").await.text();
        assert!(ledger.contains("报送的一篇稿件") && !ledger.contains("矿山复绿"), "{ledger}");
        let figure = stranger.get(&format!("/bulletins/2024-01/units/{unit}?of=submitted")).await.text();
        assert!(figure.contains("上报3篇") && !figure.contains("矿山复绿"), "{figure}");
        // What has gone back to its unit is its own business, until it is sent again.
        let address = format!("/bulletins/2024-01/units/{unit}?of=submitted");
        assert!(editor.get(&address).await.text().contains("矿山复绿"));
        let back = "UPDATE items SET state = 'unit_review' WHERE list_title = '矿山复绿'";
        office.store().reader().execute_unprepared(back).await.expect("items can be changed");
        for (who, told) in [(&editor, false), (&contributor, true)] {
            let figure = who.get(&address).await.text();
            assert_eq!(figure.contains("矿山复绿"), told, "{figure}");
            assert!(figure.contains("春季造林"), "{figure}");
        }
        let ledger = editor.get("/ledger?month=2024-01").await.text();
        assert!(ledger.contains("报送的一篇稿件") && !ledger.contains("矿山复绿"), "{ledger}");
        // What becomes of the text later changes nothing of what was sent.
        let verification = { office.desk().verify(editor.actor(), None).await.expect("an editor may check") };
        assert!(verification.differences.is_empty(), "{verification:?}");
    });
}

const WEEKLY: &str = r#"
format = "jianbao.rules/1"
name = "每周报送"
version = 1
since = "2024-01"
rates = [{ rule = "sent", name = "报送信息", fact = "submissions", when = { form = "信息" }, points = 1 }]
quotas = [
    { rule = "weekly", name = "每周一篇", period = "week", conditions = [{ count = ["submissions"], when = { form = "信息" }, at_least = 1 }], missed = -1 },
]
"#;

#[test]
fn a_group_that_nobody_is_in_is_pointed_out_and_holds_nothing_back() {
    both(async |office| {
        office.unit("高唐局", &[]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        add_channel(&editor, "每日动态").await;
        record_upper(&editor, "矿山复绿", "高唐局").await;
        let group = store::units::load_groups(office.store().reader()).await.expect("groups");
        let group = &group[0].name;
        let document = format!(
            "format = \"jianbao.rules/1\"\nname = \"办法\"\nversion = 1\nsince = \"2024-01\"\n\
             [[rates]]\nrule = \"upper\"\nname = \"上级采用\"\nfact = \"upper_adoptions\"\npoints = \"5\"\n\
             when = {{ group = [\"{group}\", \"乡镇所\"] }}\n\
             [[quotas]]\nrule = \"task\"\nname = \"每月任务\"\nmissed = \"-1\"\n\
             conditions = [{{ count = [\"submissions\"], for_groups = {{ \"机关股室\" = \"2\" }} }}]\n"
        );
        import(&editor, &document).await;
        let warnings = [
            format!("计分标准“上级采用”的“分组”写了“乡镇所”，没有记分单位在这个分组；现有分组：{group}"),
            "的“各分组任务数”写了“机关股室”，没有记分单位在这个分组".to_owned(),
        ];
        for page in ["/rules/draft", "/rules/draft/trial?from=2024-01&until=2024-01"] {
            let text = editor.get(page).await.text();
            assert!(warnings.iter().all(|warning| text.contains(warning)), "{page}: {text}");
        }
        let draft = editor.get("/rules/draft").await.text();
        assert!(draft.contains("有2处请核对"), "{draft}");
        let done = put_in_force(&editor, "1", "2024-01").await;
        assert!(done.flash().contains("请核对2处"), "{}", done.flash());
    });
}

#[test]
fn a_month_in_which_nothing_came_is_scored_when_it_closes_and_none_before_the_first() {
    both(async |office| {
        office.set_now("2024-04-02T09:00");
        let unit = office.unit("发改委", &[]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let monthly = WEEKLY
            .replace("period = \"week\"", "period = \"month\"")
            .replace("count = [\"submissions\"], when = { form = \"信息\" }", "count = [\"reported_up\"]");
        import(&editor, &monthly).await;
        put_in_force(&editor, "1", "2024-01").await;
        let sent = [("office", "省厅"), ("title", "甲"), ("month", "2024-02")];
        record(&editor, "record_forwarding", &sent).await;
        assert!(close(&editor, "2024-02").await.flash().contains("已结账"));
        assert!(close(&editor, "2024-03").await.flash().contains("已结账"));
        let points = async |month: &str| {
            let bulletin = office.desk().bulletin(editor.actor(), month.parse().expect("a month")).await;
            let bulletin = bulletin.expect("an editor may read it");
            let row = bulletin.rows().find(|row| row.unit_id == unit).expect("a row");
            row.figures.month.to_string()
        };
        assert_eq!(points("2024-01").await, "0");
        assert_eq!(points("2024-02").await, "0");
        assert_eq!(points("2024-03").await, "-1");
    });
}

#[test]
fn groups_are_looked_for_in_the_month_from_which_the_rules_hold() {
    both(async |office| {
        let unit = |name: &str, since| Unit {
            id: UnitId(0),
            name: name.to_owned(),
            short_name: None,
            aliases: Vec::new(),
            reviews: false,
            scored: true,
            order: 1,
            since,
            until: None,
        };
        office.unit_like(unit("清平所", Some(jiff::civil::date(2024, 2, 1))), "乡镇所").await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let document = "format = \"jianbao.rules/1\"\nname = \"办法\"\nversion = 1\nsince = \"2024-01\"\n\
                        [[grants]]\nrule = \"base\"\nname = \"基础分\"\npoints = \"5\"\ngroups = [\"乡镇所\"]\n";
        import(&editor, document).await;
        let done = put_in_force(&editor, "1", "2024-01").await;
        assert!(done.flash().contains("请核对1处"), "{}", done.flash());
        import(&editor, document).await;
        let done = put_in_force(&editor, "1", "2024-02").await;
        assert!(done.flash().contains("自2024年2月起施行"), "{}", done.flash());
        assert!(!done.flash().contains("请核对"), "{}", done.flash());
    });
}
