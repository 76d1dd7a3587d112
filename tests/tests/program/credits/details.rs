//! What an editor tells of an item for rules that ask: on its page, on a sheet, before and after it is printed.

use app::desk::credits::Bulletins;
use domain::{id::UnitId, item::Kind, person::Role};
use tests::{Client, Newsroom, Office, both, import, items::act};

use super::{
    closing::close,
    published::{Piece, items_of, publish},
};

/// One point for what the newsletter prints, five for a special report by the office's way, a lead story twice.
const RULES: &str = r#"
format = "jianbao.rules/1"
name = "试行办法"
version = 1
since = "2024-01"

[[rates]]
rule = "special"
name = "单篇专报"
fact = "adoptions"
when = { form = "单篇专报", route = "经办公室报送" }
points = "5"

[[rates]]
rule = "outside"
name = "上级评分"
fact = "adoptions"
when = { form = "评优" }
points = "given"

[[rates]]
rule = "own"
name = "采用"
fact = "adoptions"
points = "1"

[[multipliers]]
rule = "lead"
name = "头版"
when = { marks = "头版" }
times = "2"
"#;

async fn january(office: &Office, editor: &Client, unit: UnitId) -> String {
    let bulletin = office.desk().bulletin(editor.actor(), "2024-01".parse().expect("a month")).await;
    let bulletin = bulletin.expect("an editor may read it");
    let row = bulletin.rows().find(|row| row.unit_id == unit).expect("the unit stands in a table");
    row.figures.month.to_string()
}

async fn with_rules(editor: &Client) {
    let answer = editor.post("/do/import_rules", &[("document", RULES)]).await;
    assert!(answer.flash().contains("已导入"), "{}", answer.flash());
    let answer = editor.post("/do/put_rules_in_force", &[("version", "1"), ("since", "2024-01")]).await;
    assert!(answer.flash().contains("起施行"), "{}", answer.flash());
}

#[test]
fn what_is_told_of_an_item_before_it_is_printed_is_credited_with_it() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        with_rules(&room.editor).await;
        let plain = room.cleared(Kind::Article).await;
        let told = room.cleared(Kind::Article).await;
        let report = [("form", " 单篇专报 "), ("route", "经办公室报送"), ("marks", "头版，编者按")];
        let answer = act(office, &room.editor, "tell_details", told, &report).await;
        assert!(
            answer.flash().contains("计分情况：形式：单篇专报，报送渠道：经办公室报送，标记：头版、编者按"),
            "{}",
            answer.flash()
        );
        let page = room.editor.get(&format!("/items/{told}")).await.text();
        assert!(page.contains("形式：单篇专报，报送渠道：经办公室报送，标记：头版、编者按"), "{page}");
        room.published(1, &[plain, told]).await;
        assert_eq!(january(office, &room.editor, room.unit).await, "11");
    });
}

#[test]
fn a_change_after_print_writes_the_difference_with_its_reason_and_can_be_taken_back() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        with_rules(&room.editor).await;
        let item = room.cleared(Kind::Article).await;
        room.published(1, &[item]).await;
        assert_eq!(january(office, &room.editor, room.unit).await, "1");
        let report = [("form", "单篇专报"), ("route", "经办公室报送")];
        let answer = act(office, &room.editor, "tell_details", item, &report).await;
        assert_eq!(answer.flash(), "稿件已计入考核，请写明为什么改");
        let wrong = [("form", "评优"), ("outside_points", "许多"), ("reason", "补登")];
        let answer = act(office, &room.editor, "tell_details", item, &wrong).await;
        assert!(answer.flash().contains("“许多”不是"), "{}", answer.flash());
        assert_eq!(january(office, &room.editor, room.unit).await, "1");

        let reasoned = [report[0], report[1], ("reason", "当时漏写")];
        let answer = act(office, &room.editor, "tell_details", item, &reasoned).await;
        assert_eq!(january(office, &room.editor, room.unit).await, "5");
        let lines = room.editor.get("/ledger?month=2024-01").await.text();
        assert!(lines.contains("冲销：") && lines.contains("当时漏写"), "{lines}");
        let undo = answer.whole_flash().and_then(|flash| flash.undo.clone()).expect("it can be taken back");
        room.editor.post(&format!("/do/{}", undo.verb), &undo.fields).await;
        assert_eq!(january(office, &room.editor, room.unit).await, "1");
        let given = [("form", "评优"), ("outside_points", "3.5"), ("reason", "评优结果")];
        act(office, &room.editor, "tell_details", item, &given).await;
        assert_eq!(january(office, &room.editor, room.unit).await, "3.5");
    });
}

#[test]
fn in_a_closed_month_nothing_more_is_told() {
    both(async |office| {
        office.set_now("2024-02-05T09:00");
        let unit = office.unit("高唐局", &[]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        with_rules(&editor).await;
        let piece = Piece { kind: Kind::Article, title: "甲", units: "高唐局" };
        let issue = publish(office, &editor, 1, "2024-01", &[piece]).await;
        let item = items_of(office, issue).await[0];
        assert!(close(&editor, "2024-01").await.flash().contains("已结账"));
        let report = [("form", "单篇专报"), ("reason", "漏写")];
        let answer = act(office, &editor, "tell_details", item, &report).await;
        assert!(answer.flash().contains("计分情况不再变动"), "{}", answer.flash());
        assert_eq!(january(office, &editor, unit).await, "1");
    });
}

#[test]
fn a_sheet_of_adoptions_tells_it_too() {
    both(async |office| {
        office.set_now("2024-02-05T09:00");
        let unit = office.unit("高唐局", &[]).await;
        tests::newsroom::newsletter(office, "河湖信息", false).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        with_rules(&editor).await;
        let file = "期号,日期,计入月份,类型,标题,单位,形式,报送渠道,标记,上级给的分\n\
                    1,2024-01-10,2024-01,信息,甲,高唐局,单篇专报,经办公室报送,头版,\n\
                    1,2024-01-10,2024-01,信息,乙,高唐局,评优,,,2.5\n\
                    1,2024-01-10,2024-01,简讯,丙,高唐局,,,,\n";
        let done = import(&editor, "采用.csv", file.as_bytes()).await.text();
        assert!(done.contains("导入3行"), "{done}");
        assert_eq!(january(office, &editor, unit).await, "13.5");
    });
}
