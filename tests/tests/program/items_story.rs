//! An item's way through the office, as its people walk it.

use domain::{id::UnitId, person::Role, workflow::State};
use store::facts;
use tests::{
    Office, both,
    items::{act, draft, id_of, load, save},
    office::PASSWORD,
};

/// How many items count as sent in by a unit in a month.
async fn submitted(office: &Office, unit: UnitId, month: &str) -> usize {
    let month = month.parse().expect("a month");
    let items = facts::submitted_items(office.store().reader(), &[unit], month).await;
    items.expect("facts can be read").len()
}

#[test]
fn an_item_goes_from_its_draft_to_its_clearance() {
    both(async |office| {
        let mining = office.reviewed_unit("地质矿产管理科").await;
        let survey = office.unit("调查监测科", &[]).await;
        let author = office.person("周鹏", &[Role::Contributor(mining)]).await;
        let reviewer = office.person("陈瑶", &[Role::UnitReviewer(mining)]).await;
        let colleague = office.person("贺敏", &[Role::Contributor(survey)]).await;
        let editor = office.person("王编", &[Role::Editor]).await;
        let clearer = office.person("李审", &[Role::Clearer]).await;

        let item = draft(&author, mining, "复垦项目通过验收", "（地质矿产管理科/周鹏）").await;
        let answer = act(office, &author, "submit", item, &[]).await;
        assert_eq!(answer.flash(), "已报送，等待单位审核");
        assert!(reviewer.get("/review").await.text().contains("复垦项目通过验收"));

        let answer = act(office, &reviewer, "return_item", item, &[]).await;
        assert_eq!(answer.flash(), "请勾选或写明原因");
        let reason = [("kinds", "lacks_substance"), ("reason", "请补充面积")];
        act(office, &reviewer, "return_item", item, &reason).await;
        assert_eq!(load(office, item).await.state, State::Returned);
        let page = author.get(&format!("/items/{item}/edit")).await;
        assert!(page.text().contains("退回原因： 缺少数据或案例；请补充面积"), "{}", page.text());

        save(office, &author, item, "4月12日，250亩复垦项目通过验收。").await;
        act(office, &author, "submit", item, &[]).await;
        let answer = act(office, &reviewer, "approve", item, &[]).await;
        assert_eq!(answer.flash(), "《复垦项目通过验收》审核通过，等待办公室签收");
        assert!(!author.get("/items").await.text().contains("退回原因"));

        let other = draft(&colleague, survey, "监测工作启动", "（调查监测科/贺敏）").await;
        act(office, &colleague, "submit", other, &[]).await;
        let inbox = editor.get("/inbox").await.text();
        assert!(inbox.contains("复垦项目通过验收") && inbox.contains("监测工作启动"), "{inbox}");
        let both_items = [("item", item.to_string()), ("item", other.to_string())];
        let answer = editor.post("/do/receive", &both_items).await;
        assert_eq!(answer.flash(), "2篇（则）已签收，进入编辑");

        let address = format!("/combine?item={item}&item={other}");
        let united = "（地质矿产管理科/周鹏　调查监测科/贺敏）";
        assert!(editor.get(&address).await.html().contains(united));
        let survivor =
            [("survivor", item.to_string()), ("item", item.to_string()), ("item", other.to_string())];
        editor.post("/do/combine", &survivor).await;
        let combined = load(office, item).await;
        assert_eq!(combined.text.attribution_line, united);
        assert_eq!(combined.credited_units(), [mining, survey]);
        assert_eq!(load(office, other).await.combined_into, Some(item));
        assert!(colleague.get(&format!("/items/{other}")).await.text().contains("已合入"));

        let answer = act(office, &editor, "clear", item, &[]).await;
        assert_eq!(answer.flash(), "只有保密审查员可以这样做");
        act(office, &clearer, "clear", item, &[]).await;
        assert!(load(office, item).await.is_cleared());
        let answer = save(office, &editor, item, "4月12日，300亩复垦项目通过验收。").await;
        assert_eq!(answer.flash(), "已保存。文字有改动，需要重新作保密审查");
        assert!(!load(office, item).await.is_cleared());
        let page = editor.get(&format!("/items/{item}")).await.text();
        assert!(page.contains("此后文字有改动，需要重新审查"), "{page}");
        act(office, &editor, "shortlist", item, &[]).await;
        assert!(clearer.get("/clearance").await.text().contains("复垦项目通过验收"));
        act(office, &clearer, "clear", item, &[]).await;
        assert!(load(office, item).await.is_cleared());
        assert!(!clearer.get("/clearance").await.text().contains("复垦项目通过验收"));
    });
}

#[test]
fn a_returned_item_counts_once_when_it_is_sent_again_in_another_month() {
    both(async |office| {
        let unit = office.unit("综合科", &[]).await;
        let author = office.person("周鹏", &[Role::Contributor(unit)]).await;
        let editor = office.person("王编", &[Role::Editor]).await;
        let item = draft(&author, unit, "甲", "（综合科）").await;
        assert_eq!(submitted(office, unit, "2024-01").await, 0);
        act(office, &author, "submit", item, &[]).await;
        act(office, &editor, "receive", item, &[]).await;
        act(office, &editor, "return_item", item, &[("kinds", "off_topic")]).await;
        office.set_now("2024-02-02T09:00");
        author.sign_in(PASSWORD).await;
        act(office, &author, "submit", item, &[]).await;
        assert_eq!(load(office, item).await.state, State::Submitted);
        assert_eq!(submitted(office, unit, "2024-01").await, 1);
        assert_eq!(submitted(office, unit, "2024-02").await, 0);
    });
}

#[test]
fn what_is_withdrawn_for_good_does_not_count() {
    both(async |office| {
        let unit = office.unit("综合科", &[]).await;
        let author = office.person("周鹏", &[Role::Contributor(unit)]).await;
        let item = draft(&author, unit, "甲", "（综合科）").await;
        act(office, &author, "submit", item, &[]).await;
        assert_eq!(submitted(office, unit, "2024-01").await, 1);
        let answer = act(office, &author, "withdraw", item, &[]).await;
        assert_eq!(answer.flash(), "已撤回，成为草稿；改好后可再报送");
        assert_eq!(submitted(office, unit, "2024-01").await, 0);
        office.set_now("2024-02-02T09:00");
        author.sign_in(PASSWORD).await;
        act(office, &author, "submit", item, &[]).await;
        assert_eq!(
            submitted(office, unit, "2024-01").await,
            1,
            "it counts where it first reached the office"
        );
    });
}

#[test]
fn an_item_entered_for_a_unit_counts_for_that_unit() {
    both(async |office| {
        let unit = office.unit("综合科", &[]).await;
        let editor = office.person("王编", &[Role::Editor]).await;
        let item = draft(&editor, unit, "甲", "（综合科）").await;
        act(office, &editor, "submit", item, &[]).await;
        assert_eq!(submitted(office, unit, "2024-01").await, 1);
        let page = editor.get(&format!("/items/{item}")).await.text();
        assert!(page.contains("代综合科录入"), "{page}");
    });
}

#[test]
fn what_an_item_lacks_is_said_at_once_and_nothing_is_lost() {
    both(async |office| {
        let unit = office.unit("综合科", &[]).await;
        let author = office.person("周鹏", &[Role::Contributor(unit)]).await;
        let fields = [
            ("unit", unit.to_string()),
            ("kind", "信息".to_owned()),
            ("body", "正文".to_owned()),
            ("attribution_line", "（宣传部）".to_owned()),
            ("send", "1".to_owned()),
        ];
        let answer = author.post("/do/draft_item", &fields).await;
        assert_eq!(answer.flash(), "文字已保存，但还不能报送：信息需要标题；署名里至少要有一个已知的单位");
        let text = answer.text();
        assert!(answer.html().contains("正文</textarea>"), "{}", answer.html());
        assert!(text.contains("信息需要标题") && text.contains("“宣传部”不是已知的单位"), "{text}");
        assert_eq!(load(office, id_of(&answer)).await.state, State::Draft);
    });
}

#[test]
fn combining_is_undone_until_the_survivor_is_placed() {
    both(async |office| {
        let one = office.unit("综合科", &[]).await;
        let two = office.unit("人事科", &[]).await;
        let editor = office.person("王编", &[Role::Editor]).await;
        let mut ids = Vec::new();
        for (unit, line) in [(one, "（综合科/周鹏）"), (two, "（人事科）")] {
            let item = draft(&editor, unit, line, line).await;
            act(office, &editor, "submit", item, &[]).await;
            act(office, &editor, "receive", item, &[]).await;
            ids.push(item);
        }
        let fields = [("survivor", ids[0].to_string()), ("item", ids[1].to_string())];
        editor.post("/do/combine", &fields).await;
        assert_eq!(load(office, ids[0]).await.text.attribution_line, "（综合科/周鹏　人事科）");
        act(office, &editor, "undo_combine", ids[1], &[]).await;
        assert_eq!(load(office, ids[0]).await.text.attribution_line, "（综合科/周鹏）");
        assert_eq!(load(office, ids[1]).await.state, State::Editing);
        let answer = act(office, &editor, "undo_combine", ids[1], &[]).await;
        assert!(answer.flash().starts_with("稿件现在是“编辑中”，不能撤销合稿（"), "{}", answer.flash());
    });
}

#[test]
fn an_unknown_name_becomes_an_alias_for_all_that_wait_with_it() {
    both(async |office| {
        let unit = office.unit("地质矿产管理科", &[]).await;
        let known = office.unit("综合科", &[]).await;
        let author = office.person("周鹏", &[Role::Contributor(unit)]).await;
        let editor = office.person("王编", &[Role::Editor]).await;
        let first = draft(&author, unit, "甲", "（地矿科/周鹏 综合科）").await;
        let second = draft(&author, unit, "乙", "（地矿科 综合科）").await;
        act(office, &author, "submit", first, &[]).await;
        let choice = [("name", "地矿科"), ("unit", &unit.to_string()), ("keep_alias", "1")];
        let answer = act(office, &author, "resolve_unit", first, &choice).await;
        assert_eq!(answer.flash(), "只有编辑可以这样做");
        let answer = act(office, &editor, "resolve_unit", first, &choice).await;
        assert_eq!(answer.flash(), "“地矿科”已记为地质矿产管理科的别名，2篇稿件的署名随之认出");
        assert_eq!(load(office, second).await.credited_units(), [unit, known]);
        assert_eq!(load(office, second).await.text.attribution_line, "（地矿科 综合科）");
    });
}
