//! The acts: what they say before, what they do, what they leave as it was, and the way back.

use domain::person::Role;
use tests::{Client, Newsroom, Office, both};

use super::{administrator, bulletin, change, preview, record, standings};

async fn editor_with_channel(office: &Office) -> Client {
    let editor = office.person("赵编辑", &[Role::Editor]).await;
    editor.post("/do/add_upper_channel", &[("name", "每日动态")]).await;
    editor
}

async fn close(editor: &Client, month: &str) -> String {
    let mut answer = editor.post("/do/close_month", &[("month", month)]).await;
    if !answer.flash().contains("已结账") {
        answer = editor.post("/do/close_month", &[("month", month), ("sure", "true")]).await;
    }
    answer.flash().to_owned()
}

#[test]
fn a_merger_carries_points_from_the_first_month_without_the_unit_and_closed_months_stay() {
    both(async |office| {
        office.set_now("2024-04-10T09:00");
        let (a, b) = (office.unit("甲科", &[]).await, office.unit("乙科", &["乙"]).await);
        let (editor, administrator) = (editor_with_channel(office).await, administrator(office).await);
        for (title, date, units) in
            [("一", "2024-01-10", "甲科"), ("二", "2024-02-10", "甲科 乙科"), ("三", "2024-04-08", "乙科")]
        {
            record(&editor, title, date, units).await;
        }
        assert!(close(&editor, "2024-01").await.contains("已结账"));
        let january = bulletin(office, editor.actor(), "2024-01").await;
        let fields = [("day", "2024-03-01"), ("into", "乙"), ("points", "carry"), ("reason", "编发3号")];

        let seen = preview(&administrator, a, "merged", &fields).await;
        for words in [
            "甲科自2024年3月1日起并入乙科，今年已有的得分转入乙科",
            "甲科列名到2024年2月，2024年3月起不再列名",
            "到2024年2月累计10分，2024年3月起计入乙科的累计分数",
            "由5分成为15分",
        ] {
            assert!(seen.contains(words), "{words}: {seen}");
        }
        assert_eq!(
            standings(&bulletin(office, editor.actor(), "2024-04").await).len(),
            2,
            "nothing was done"
        );

        let done = change(&administrator, a, 1, "merged", &fields).await;
        assert_eq!(done.flash(), "甲科自2024年3月1日起并入乙科，今年已有的得分转入乙科");
        assert_eq!(bulletin(office, editor.actor(), "2024-01").await, january);
        assert_eq!(standings(&bulletin(office, editor.actor(), "2024-02").await), ["甲科 5 10", "乙科 5 5"]);
        let april = bulletin(office, editor.actor(), "2024-04").await;
        assert_eq!(standings(&april), ["乙科 5 20"]);
        assert!(april.notes.iter().any(|note| note.contains("甲科自3月份起不再列名")), "{:?}", april.notes);
        // The unit's own page, which reads only sums, says the same; and so do the audit of the ledger and its lines.
        let page = editor.get(&format!("/units/{b}?month=2024-04")).await.text();
        assert!(page.contains("累计 20 分"), "{page}");
        let lines = editor.get(&format!("/ledger?unit={a}")).await.text();
        assert!(lines.contains("每日动态 5"), "{lines}");
        let checked = editor.get("/verify?year=2024").await.text();
        assert!(checked.contains("一致"), "{checked}");
        let page = administrator.get(&format!("/admin/units/{a}")).await.text();
        assert!(page.contains("编发3号") && page.contains("撤回这次变动"), "{page}");

        let undo = done.whole_flash().and_then(|flash| flash.undo.clone()).expect("it can be undone");
        let undone = administrator.post(&format!("/do/{}", undo.verb), &undo.fields).await;
        assert!(undone.flash().contains("已撤回甲科的“并入”"), "{}", undone.flash());
        assert_eq!(standings(&bulletin(office, editor.actor(), "2024-04").await), ["甲科 0 10", "乙科 5 10"]);
    });
}

#[test]
fn a_merger_into_a_closed_month_is_refused_before_and_when_it_is_done() {
    both(async |office| {
        office.set_now("2024-04-10T09:00");
        let (a, _) = (office.unit("甲科", &[]).await, office.unit("乙科", &[]).await);
        let (editor, administrator) = (editor_with_channel(office).await, administrator(office).await);
        record(&editor, "一", "2024-01-10", "甲科").await;
        record(&editor, "二", "2024-02-10", "甲科").await;
        for month in ["2024-01", "2024-02"] {
            assert!(close(&editor, month).await.contains("已结账"));
        }
        let fields = [("day", "2024-02-01"), ("into", "乙科"), ("points", "carry")];
        let words =
            "2024年2月已结账，那时的通报照旧，不能自2024年2月1日起并入。请把日期定在2024年3月1日或以后";
        assert!(preview(&administrator, a, "merged", &fields).await.contains(words));
        let refused = change(&administrator, a, 1, "merged", &fields).await;
        assert!(refused.flash().contains(words), "{}", refused.flash());
        // A day within a closed month is none of its tables' business: the unit still stands there.
        let fields = [("day", "2024-02-15"), ("into", "乙科"), ("points", "leave")];
        let done = change(&administrator, a, 1, "merged", &fields).await;
        assert!(done.flash().contains("今年已有的得分留在原单位"), "{}", done.flash());
        assert_eq!(standings(&bulletin(office, editor.actor(), "2024-02").await), ["甲科 5 10", "乙科 0 0"]);
        assert_eq!(standings(&bulletin(office, editor.actor(), "2024-03").await), ["乙科 0 0"]);
    });
}

#[test]
fn a_form_says_all_that_is_wrong_with_it() {
    both(async |office| {
        let a = office.unit("甲科", &[]).await;
        office.unit("乙科", &[]).await;
        let administrator = administrator(office).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        for (kind, fields, words) in [
            ("merged", vec![("day", "2024-01-02")], "请写明并入哪个单位"),
            ("merged", vec![("day", "2024-01-02"), ("into", "甲科")], "甲科不能并入或分设为它自己"),
            ("merged", vec![("day", "2024-01-02"), ("into", "丙局")], "没有名为“丙局”的单位"),
            ("merged", vec![("day", "2024-01-02"), ("into", "乙科")], "请选择今年已有的得分怎样处理"),
            ("split", vec![("day", "2024-01-02"), ("into", "丙科")], "分设出的单位不止一个"),
            (
                "split",
                vec![("day", "2024-01-02"), ("into", "丙科、丁科"), ("points", "戊科")],
                "得分只能转入分设出的一个单位",
            ),
            ("renamed", vec![("day", "2024-01-02"), ("name", "乙科")], "“乙科”已经是乙科的名称"),
            ("renamed", vec![("day", "2024-01-02"), ("name", "甲科")], "与现在的一样"),
            ("renamed", vec![("day", "2024-03-02"), ("name", "新科")], "更名从以后的日期起"),
            ("abolished", vec![("day", "去年")], "请写明自哪一天起撤销"),
        ] {
            assert!(preview(&administrator, a, kind, &fields).await.contains(words), "{words}");
            let refused = change(&administrator, a, 1, kind, &fields).await;
            assert!(refused.flash().contains(words), "{words}: {}", refused.flash());
        }
        let fields = [("day", "2024-01-02"), ("into", "乙科"), ("points", "leave")];
        assert!(change(&editor, a, 1, "merged", &fields).await.flash().contains("只有管理员"));
        for kind in ["renamed", "merged", "split", "abolished"] {
            let page = administrator.get(&format!("/admin/units/{a}/change?kind={kind}")).await;
            assert!(page.text().contains("看会变动什么"), "{}", page.text());
        }
        assert_eq!(editor.get(&format!("/admin/units/{a}/change?kind=merged")).await.status(), 403);
        assert_eq!(administrator.get(&format!("/admin/units/{a}/change?kind=x")).await.status(), 404);
        let stale = change(&administrator, a, 7, "merged", &fields).await;
        assert!(
            stale.flash().contains("改过") && stale.flash().contains("请看过最新的情况再做"),
            "{}",
            stale.flash()
        );
    });
}

#[test]
fn a_renamed_unit_keeps_its_old_name_as_an_alias_and_old_months_print_it() {
    both(async |office| {
        office.set_now("2024-04-10T09:00");
        let unit = office.unit("开发利用科", &["利用科"]).await;
        let (editor, administrator) = (editor_with_channel(office).await, administrator(office).await);
        for (title, date) in [("一", "2024-01-10"), ("二", "2024-02-10"), ("三", "2024-03-10")] {
            record(&editor, title, date, "利用科").await;
        }
        assert!(close(&editor, "2024-01").await.contains("已结账"));
        let refused = [("day", "2024-01-20"), ("name", "自然资源利用科")];
        let answer = change(&administrator, unit, 1, "renamed", &refused).await;
        assert!(answer.flash().contains("2024年1月已结账"), "{}", answer.flash());

        let fields = [("day", "2024-03-15"), ("name", "自然资源利用科"), ("short_name", "资源科")];
        let seen = preview(&administrator, unit, "renamed", &fields).await;
        assert!(seen.contains("2024年3月起的通报印“自然资源利用科”，以前各月照旧印“开发利用科”"), "{seen}");
        let done = change(&administrator, unit, 1, "renamed", &fields).await;
        assert_eq!(done.flash(), "开发利用科自2024年3月15日起更名为自然资源利用科");
        let mut names = Vec::new();
        for month in ["2024-01", "2024-02", "2024-03", "2024-04"] {
            names.extend(standings(&bulletin(office, editor.actor(), month).await));
        }
        assert_eq!(
            names,
            ["开发利用科 5 5", "开发利用科 5 10", "自然资源利用科 5 15", "自然资源利用科 0 15"]
        );
        for name in ["开发利用科", "利用科", "资源科", "自然资源利用科"] {
            let recorded = record(&editor, name, "2024-04-01", name).await;
            assert!(recorded.flash().contains("资源科"), "{name}: {}", recorded.flash());
        }
        // The name on the unit's own page is changed from a day on as well; without a day everywhere.
        let form = |name: &str, version: &str, day: &str| {
            [
                ("unit", unit.to_string()),
                ("version", version.to_owned()),
                ("name", name.to_owned()),
                ("renamed_on", day.to_owned()),
                ("aliases", "开发利用科 利用科 自然资源利用科 资源科".to_owned()),
                ("group", "1".to_owned()),
                ("order", "1".to_owned()),
                ("scored", "true".to_owned()),
            ]
        };
        let saved = administrator.post("/do/save_unit", &form("利用处", "2", "2024-04-01")).await;
        assert!(saved.flash().contains("自2024年4月1日起，以前各月照旧"), "{}", saved.flash());
        let march = bulletin(office, editor.actor(), "2024-03").await;
        let april = bulletin(office, editor.actor(), "2024-04").await;
        assert_eq!(
            (&*march.groups[0].rows[0].figures.unit, &*april.groups[0].rows[0].figures.unit),
            ("自然资源利用科", "利用处")
        );
        let saved = administrator.post("/do/save_unit", &form("利用處", "3", "")).await;
        assert!(saved.flash().contains("已保存"), "{}", saved.flash());
        for name in ["自然资源利用科", "利用处", "利用處"] {
            let recorded = record(&editor, &format!("又{name}"), "2024-04-02", name).await;
            assert!(recorded.flash().contains("已登记"), "{name}: {}", recorded.flash());
        }
    });
}

#[test]
fn what_comes_out_of_a_unit_begins_with_the_day_and_may_go_on_with_its_points() {
    both(async |office| {
        office.set_now("2024-04-10T09:00");
        let unit = office.unit("规划建设科", &[]).await;
        let (editor, administrator) = (editor_with_channel(office).await, administrator(office).await);
        record(&editor, "一", "2024-01-10", "规划建设科").await;
        let fields = [("day", "2024-03-01"), ("into", "规划科、建设科"), ("points", "建设科")];
        let seen = preview(&administrator, unit, "split", &fields).await;
        assert!(
            seen.contains("规划科自2024年3月1日起设立，分组、顺序、审核和记分与规划建设科相同"),
            "{seen}"
        );
        let done = change(&administrator, unit, 1, "split", &fields).await;
        assert_eq!(done.flash(), "规划建设科自2024年3月1日起分设为规划科、建设科，今年已有的得分转入建设科");
        assert_eq!(standings(&bulletin(office, editor.actor(), "2024-02").await), ["规划建设科 0 5"]);
        assert_eq!(
            standings(&bulletin(office, editor.actor(), "2024-03").await),
            ["建设科 0 5", "规划科 0 0"]
        );
        let early = record(&editor, "早", "2024-02-10", "规划科").await;
        let words = "规划科自2024年3月1日起才设立，请改写为规划建设科，记不了分";
        assert!(early.flash().contains(words), "{}", early.flash());
    });
}

#[test]
fn a_unit_whose_points_nobody_would_get_is_not_abolished_silently() {
    both(async |office| {
        office.set_now("2024-04-10T09:00");
        let (a, _) = (office.unit("甲科", &[]).await, office.unit("乙科", &[]).await);
        let (editor, administrator) = (editor_with_channel(office).await, administrator(office).await);
        record(&editor, "一", "2024-03-10", "甲科").await;
        let words = "那时甲科已不在册，而记在它名下的还有：2024年3月上级采用1件";
        let day = [("day", "2024-03-01")];
        assert!(preview(&administrator, a, "abolished", &day).await.contains(words));
        let refused = change(&administrator, a, 1, "abolished", &day).await;
        assert!(refused.flash().contains(words), "{}", refused.flash());
        // Nor by its page.
        let form = [
            ("unit", a.to_string()),
            ("version", "1".to_owned()),
            ("name", "甲科".to_owned()),
            ("group", "1".to_owned()),
            ("scored", "true".to_owned()),
            ("until", "2024-03-01".to_owned()),
        ];
        let refused = administrator.post("/do/save_unit", &form).await;
        assert!(refused.flash().contains(words), "{}", refused.flash());
        // With a successor the successor gets them.
        let fields = [("day", "2024-03-01"), ("into", "乙科"), ("points", "leave")];
        let seen = preview(&administrator, a, "merged", &fields).await;
        assert!(seen.contains("2024年3月起已记在甲科名下的上级采用1件，改记乙科"), "{seen}");
        change(&administrator, a, 1, "merged", &fields).await;
        assert_eq!(standings(&bulletin(office, editor.actor(), "2024-03").await), ["乙科 5 5"]);
        let page = editor.get("/units/2?month=2024-03").await.text();
        assert!(page.contains("累计 5 分"), "{page}");
        // The day is the merger's now.
        let form = form.map(|(name, value)| match name {
            "version" => (name, "2".to_owned()),
            "until" => (name, "2024-04-01".to_owned()),
            _ => (name, value),
        });
        let refused = administrator.post("/do/save_unit", &form).await;
        assert!(refused.flash().contains("撤销日期是“并入”时定下的"), "{}", refused.flash());
    });
}

#[test]
fn points_go_into_no_unit_that_earns_none() {
    both(async |office| {
        office.set_now("2024-04-10T09:00");
        let (a, office_room) = (office.unit("甲科", &[]).await, office.unit("办公室", &[]).await);
        let (editor, administrator) = (editor_with_channel(office).await, administrator(office).await);
        record(&editor, "一", "2024-04-08", "甲科").await;
        let form = [
            ("unit", office_room.to_string()),
            ("version", "1".to_owned()),
            ("name", "办公室".to_owned()),
            ("group", "1".to_owned()),
            ("order", "9".to_owned()),
        ];
        let saved = administrator.post("/do/save_unit", &form).await;
        assert!(saved.flash().contains("已保存"), "{}", saved.flash());
        let fields = |points: &'static str| [("day", "2024-04-01"), ("into", "办公室"), ("points", points)];
        let refused = change(&administrator, a, 1, "merged", &fields("carry")).await;
        assert!(refused.flash().contains("办公室不记分，转入以后不计入任何单位"), "{}", refused.flash());
        // What is recorded of it later would be nobody's either.
        let refused = change(&administrator, a, 1, "merged", &fields("leave")).await;
        assert!(refused.flash().contains("没有单位记分"), "{}", refused.flash());
        // Nothing is wrong twice.
        let unknown = [("day", "2024-04-01"), ("into", "没有这个科"), ("points", "carry")];
        let refused = change(&administrator, a, 1, "merged", &unknown).await;
        assert!(!refused.flash().contains("得分转不出去"), "{}", refused.flash());
    });
}

#[test]
fn an_issue_signed_before_a_merger_credits_the_successor_and_nobody_else_loses() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let successor = office.unit("资源科", &[]).await;
        let administrator = administrator(office).await;
        let item = room.cleared(domain::item::Kind::Article).await;
        let issue = room.signed(1, &[item]).await;
        let fields = [("day", "2024-01-01"), ("into", "资源科"), ("points", "leave")];
        let seen = preview(&administrator, room.unit, "merged", &fields).await;
        let words = "已编入第1期：已经送审，印出的仍是署名里的名称，记分归资源科；要改署名，请退回编排";
        assert!(seen.contains(words), "{seen}");
        // Until the month's end it earns its points itself.
        let within = [("day", "2024-01-15"), ("into", "资源科"), ("points", "leave")];
        let seen = preview(&administrator, room.unit, "merged", &within).await;
        assert!(seen.contains("已经送审，当月仍由"), "{seen}");
        let sheet = format!("/issues/{issue}/sign");
        assert!(!room.signer.get(&sheet).await.text().contains("送审以后单位有变动"));
        change(&administrator, room.unit, 1, "merged", &fields).await;
        let told = room.signer.get(&sheet).await.text();
        assert!(told.contains("送审以后单位有变动") && told.contains("记分归资源科"), "{told}");
        let published = room.act(&room.editor, "publish", issue, &[]).await;
        assert!(published.flash().contains("已印发"), "{}", published.flash());
        let january = bulletin(office, room.editor.actor(), "2024-01").await;
        assert_eq!(standings(&january), ["资源科 1 1"]);
        assert!(january.rows().all(|row| row.unit_id == successor));
    });
}

#[test]
fn an_issue_whose_unit_was_abolished_after_it_was_signed_is_not_published_without_a_word() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let administrator = administrator(office).await;
        let item = room.cleared(domain::item::Kind::Article).await;
        let issue = room.signed(1, &[item]).await;
        let done = change(&administrator, room.unit, 1, "abolished", &[("day", "2024-01-01")]).await;
        assert!(done.flash().contains("起撤销"), "{}", done.flash());
        let refused = room.act(&room.editor, "publish", issue, &[]).await;
        assert!(refused.flash().contains("地质矿产管理科已于2024年1月1日撤销"), "{}", refused.flash());
    });
}
