//! Rules drafted by forms: what is asked of a quota, and what is refused in the form's words.

use super::*;

#[test]
fn a_proportion_is_asked_for_through_its_form_told_to_the_unit_and_stands_when_its_month_is_closed() {
    both(async |office| {
        office.set_now("2024-02-05T09:00");
        let unit = office.unit("高唐局", &[]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let contributor = office.person("周鹏", &[Role::Contributor(unit)]).await;
        add_channel(&editor, "每日动态").await;
        editor.post("/do/begin_rules", &[("", "")]).await;
        let group = store::units::load_groups(office.store().reader()).await.expect("groups");
        let group = &group[0].name;
        let quota = |version: &'static str, missed_each: &'static str| {
            [
                ("section", "quotas"),
                ("place", ""),
                ("version", version),
                ("rule", "rate"),
                ("name", "采用率"),
                ("groups", group.as_str()),
                ("conditions.0.count", "upper_adoptions"),
                ("conditions.0.of.count", "submissions"),
                ("conditions.0.at_least", "30"),
                ("missed", "-1"),
                ("missed_each", missed_each),
                ("effect", "exclude"),
                ("remark", "未达标"),
            ]
        };
        let page = editor.get("/rules/draft/quotas/new").await;
        let form = page.html();
        assert!(
            form.contains("name=\"conditions.0.of.count\"") && form.contains("name=\"effect\""),
            "{form}"
        );
        let refused = editor.post("/do/save_rule", &quota("1", "2")).await;
        assert!(
            refused.flash().contains("任务第2条 · 每少一篇（分）：是每少一个另加的分"),
            "{}",
            refused.flash()
        );
        let saved = editor.post("/do/save_rule", &quota("1", "")).await;
        assert!(saved.flash().contains("已保存“采用率”"), "{}", saved.flash());
        let draft = editor.get("/rules/draft").await.text();
        let sentence = format!(
            "只对{group}，每月上级采用篇数占报送篇数的比例达到30%：未完成扣1分，未完成的取消评先资格，未完成的通报里写“未达标”。"
        );
        assert!(draft.contains(&sentence), "{draft}");
        let done = put_in_force(&editor, "2", "2024-01").await;
        assert!(done.flash().contains("自2024年1月起施行"), "{}", done.flash());
        editor
            .post("/do/record_submissions", &[("units", "高唐局"), ("month", "2024-01"), ("count", "10")])
            .await;
        record_upper(&editor, "矿山复绿", "高唐局").await;
        let told = "上级采用占报送由10%提高到30%，否则本月扣1分，取消评先资格，通报“未达标”";
        let own = contributor.get("/units/mine?month=2024-01").await.text();
        assert!(own.contains(told), "{own}");
        let urging = editor.get("/urging?month=2024-01").await.text();
        assert!(urging.contains(told), "{urging}");
        assert_eq!(january(office, editor.actor(), unit).await, "4");
        let ledger = editor.get("/ledger?month=2024-01").await.text();
        assert!(ledger.contains("上级采用占报送10%（应30%），扣1分"), "{ledger}");
        assert!(close(&editor, "2024-01").await.flash().contains("已结账"));
        assert_eq!(january(office, editor.actor(), unit).await, "4");
        let verified = editor.get("/verify?year=2024").await;
        assert!(verified.text().contains("完全一致"), "{}", verified.text());
    });
}

#[test]
fn a_story_that_is_not_there_is_not_made_void() {
    both(async |office| {
        office.unit("高唐局", &[]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        add_channel(&editor, "每日动态").await;
        let upper = [("channel", "每日动态"), ("title", "甲"), ("story", "X"), ("units", "高唐局")];
        record(&editor, "record_upper_adoption", &upper).await;
        let void = |story: &'static str| {
            [
                ("date", "2024-01-12"),
                ("ruling", "void"),
                ("reason", "失实"),
                ("story", story),
                ("units", "高唐局"),
            ]
        };
        let refused = editor.post("/do/record_ruling", &void("Y")).await;
        assert!(refused.flash().contains("2024年没有一件登记或采用的稿源是“Y”"), "{}", refused.flash());
        let done = editor.post("/do/record_ruling", &void("X")).await;
        assert!(done.flash().contains("已登记"), "{}", done.flash());
    });
}

#[test]
fn a_decision_sets_a_month_to_zero_and_takes_from_the_year() {
    both(async |office| {
        let unit = office.unit("高唐局", &[]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        add_channel(&editor, "每日动态").await;
        record_upper(&editor, "矿山复绿", "高唐局").await;
        let zero = |ruling: &'static str, beside: &'static str| {
            [
                ("date", "2024-01-12"),
                ("ruling", ruling),
                ("reason", "瞒报"),
                ("units", "高唐局"),
                ("beside", beside),
            ]
        };
        let refused = editor.post("/do/record_ruling", &zero("exclude", "-10")).await;
        assert!(refused.flash().contains("只有本月记零分可以另从全年扣分"), "{}", refused.flash());
        let refused = editor.post("/do/record_ruling", &zero("zero_month", "10")).await;
        assert!(refused.flash().contains("写负数"), "{}", refused.flash());
        let done = editor.post("/do/record_ruling", &zero("zero_month", "-10")).await;
        assert!(done.flash().contains("已登记"), "{}", done.flash());
        assert_eq!(january(office, editor.actor(), unit).await, "-10");
        let list = editor.get("/records?month=2024-01").await.text();
        assert!(list.contains("另从全年扣分：-10"), "{list}");
    });
}
