//! Decisions about items whose traces are figures, and what nobody may do to another's words.

use domain::{id::UnitId, item::Kind, person::Role, points::Points};
use sea_orm::{ConnectionTrait, Database, Statement};
use store::ledger;
use tests::{
    Newsroom, Office, both,
    items::{act, draft, load, text_fields},
};

/// A unit's points of January 2024 in the ledger.
async fn points(office: &Office, unit: UnitId) -> String {
    let month = "2024-01".parse().expect("a month");
    let lines = ledger::between(office.store().reader(), month..=month).await.expect("a ledger");
    let lines = lines.iter().filter(|line| line.entry.unit == unit);
    Points::checked_sum(lines.map(|line| line.entry.points)).expect("a small sum").to_string()
}

#[test]
fn a_decision_on_credits_moves_the_points_of_an_adopted_item_and_back() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let (one, other) = (office.unit("高唐局", &[]).await, office.unit("阳谷局", &[]).await);
        let item = room.cleared(Kind::Article).await;
        room.published(1, &[item]).await;
        let points = async || {
            [points(office, room.unit).await, points(office, one).await, points(office, other).await]
        };
        assert_eq!(points().await, ["1", "0", "0"]);
        let (first, second) = (one.to_string(), other.to_string());
        let without = [("unit", first.as_str())];
        let answer = act(office, &room.editor, "decide_credit", item, &without).await;
        assert_eq!(answer.flash(), "请写明为什么另定记分单位");
        let chosen = [("unit", first.as_str()), ("unit", second.as_str()), ("reason", "联合行动")];
        let answer = act(office, &room.editor, "decide_credit", item, &chosen).await;
        assert!(answer.flash().contains("记分单位定为高唐局、阳谷局"), "{}", answer.flash());
        assert_eq!(points().await, ["0", "1", "1"]);
        let lines = room.editor.get("/ledger?month=2024-01").await.text();
        assert!(lines.contains("冲销：第1期 信息 1") && lines.contains("联合行动"), "{lines}");
        let undo = answer.whole_flash().and_then(|flash| flash.undo.clone()).expect("it can be taken back");
        room.editor.post(&format!("/do/{}", undo.verb), &undo.fields).await;
        assert_eq!(points().await, ["1", "0", "0"]);
    });
}

#[test]
fn who_was_faster_is_named_where_the_state_no_longer_allows_what_is_asked() {
    both(async |office| {
        let unit = office.unit("高唐局", &[]).await;
        let author = office.person("周鹏", &[Role::Contributor(unit)]).await;
        let (one, other) =
            (office.person("王编", &[Role::Editor]).await, office.person("钱编", &[Role::Editor]).await);
        let item = draft(&author, unit, "甲", "（高唐局）").await;
        act(office, &author, "submit", item, &[]).await;
        act(office, &one, "receive", item, &[]).await;
        let late = act(office, &other, "receive", item, &[]).await;
        let words = late.flash();
        assert!(words.starts_with("稿件现在是“编辑中”，不能签收（王编09:00：签收"), "{words}");
        let own = act(office, &one, "receive", item, &[]).await;
        assert!(own.flash().contains("不能签收（您自己09:00：签收"), "{}", own.flash());
        act(office, &one, "reject", item, &[("reason", "不合用")]).await;
        let gone = act(office, &author, "withdraw", item, &[]).await;
        assert!(
            gone.flash().contains("稿件现在是“未采用”") && gone.flash().contains("（王编09:00："),
            "{}",
            gone.flash()
        );
    });
}

#[test]
fn reasons_are_counted_by_unit_and_month() {
    both(async |office| {
        let (one, other) = (office.unit("高唐局", &[]).await, office.unit("阳谷局", &[]).await);
        let author = office.person("周鹏", &[Role::Contributor(one)]).await;
        let colleague = office.person("陈瑶", &[Role::Contributor(other)]).await;
        let editor = office.person("王编", &[Role::Editor]).await;
        let send = async |who, unit, name: &str| {
            let item = draft(who, unit, "甲", &format!("（{name}）")).await;
            act(office, who, "submit", item, &[]).await;
            act(office, &editor, "receive", item, &[]).await;
            item
        };
        let first = send(&author, one, "高唐局").await;
        let two = [("kinds", "lacks_substance"), ("kinds", "off_topic"), ("reason", "再想想")];
        act(office, &editor, "return_item", first, &two).await;
        act(office, &author, "submit", first, &[]).await;
        act(office, &editor, "receive", first, &[]).await;
        act(office, &editor, "reject", first, &[("kinds", "off_topic")]).await;
        let third = send(&colleague, other, "阳谷局").await;
        act(office, &editor, "reject", third, &[("reason", "只有文字，没有种类")]).await;
        office.set_now("2024-02-01T00:00");
        for person in [&colleague, &editor] {
            person.sign_in(tests::office::PASSWORD).await;
        }
        let fourth = send(&colleague, other, "阳谷局").await;
        act(office, &editor, "return_item", fourth, &[("kinds", "off_topic")]).await;
        let counted = [
            format!("{one} 2024-01 lacks_substance 1"),
            format!("{one} 2024-01 off_topic 2"),
            format!("{other} 2024-02 off_topic 1"),
        ];
        assert_eq!(reasons(office).await, counted);
    });
}

/// The kinds of reasons with their counts, by unit and month.
async fn reasons(office: &Office) -> Vec<String> {
    let database = Database::connect(office.database()).await.expect("the database opens");
    let sql = "SELECT CAST(unit_id AS TEXT) || ' ' || month || ' ' || kind || ' ' || CAST(COUNT(*) AS TEXT) \
               FROM item_reasons GROUP BY unit_id, month, kind ORDER BY unit_id, month, kind";
    let statement = Statement::from_string(database.get_database_backend(), sql);
    let rows = database.query_all_raw(statement).await.expect("reasons can be counted");
    let reasons = rows.iter().map(|row| row.try_get_by_index(0).expect("a text")).collect();
    database.close().await.expect("the connection closes");
    reasons
}

#[test]
fn nobody_drafts_without_a_unit_that_is_theirs_and_exists() {
    both(async |office| {
        let unit = office.unit("高唐局", &[]).await;
        let author = office.person("周鹏", &[Role::Contributor(unit)]).await;
        let editor = office.person("王编", &[Role::Editor]).await;
        let reader = office.person("白露", &[Role::Reader]).await;
        let fields = |unit: i64, body: &str| {
            [("unit", unit.to_string()), ("kind", "信息".to_owned()), ("body", body.to_owned())]
        };
        let answer = reader.post("/do/draft_item", &fields(unit.0, "读者的字")).await;
        assert!(answer.flash().starts_with("只有本单位的信息员可以这样做"), "{}", answer.flash());
        let answer = editor.post("/do/draft_item", &fields(99, "编辑的字")).await;
        assert!(answer.flash().starts_with("没有找到这个单位，可能已被移走"), "{}", answer.flash());
        let answer = author.post("/do/draft_item", &fields(unit.0, &"长".repeat(60_000))).await;
        assert!(answer.flash().contains("请删短 10000 字。您的文字已留存"), "{}", answer.flash());
        assert!(author.get("/items").await.text().contains("还没有"), "nothing was drafted");
    });
}

#[test]
fn nobody_keeps_a_text_for_an_item_that_is_not_theirs_to_read() {
    both(async |office| {
        let (unit, other) = (office.unit("高唐局", &[]).await, office.unit("阳谷局", &[]).await);
        let author = office.person("周鹏", &[Role::Contributor(unit)]).await;
        let stranger = office.person("陈瑶", &[Role::Contributor(other)]).await;
        let item = draft(&author, unit, "甲", "（高唐局 无名科）").await;
        let before = load(office, item).await;
        let typed = text_fields(&before, "别人的字");
        let mut typed: Vec<(&str, &str)> =
            typed.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let answer = act(office, &stranger, "keep_text", item, &typed).await;
        assert!(
            answer.flash().starts_with("这篇稿件已经不在了，或您不能看。草稿已留存"),
            "{}",
            answer.flash()
        );
        assert!(!answer.html().contains("周鹏"), "nothing is told of the item: {}", answer.text());
        let answer =
            stranger.post("/do/keep_text", &[("item", "99"), ("kind", "信息"), ("body", "字")]).await;
        assert!(answer.flash().starts_with("这篇稿件已经不在了"), "{}", answer.flash());
        typed.push(("choose", "无名科\t99"));
        let answer = act(office, &author, "keep_text", item, &typed).await;
        assert!(answer.text().contains("没有找到这个单位，可能已被移走"), "{}", answer.text());
        assert!(answer.html().contains("别人的字"), "the words stand on the page that answers");
        let long = "长".repeat(140_000);
        typed.retain(|(name, _)| !["choose", "body"].contains(name));
        typed.push(("body", &long));
        let answer = act(office, &author, "keep_text", item, &typed).await;
        assert!(
            answer.flash().starts_with("草稿已留存"),
            "what is too long to be saved is kept: {}",
            answer.flash()
        );
        assert_eq!(load(office, item).await, before);
        assert!(!author.get(&format!("/items/{item}/edit")).await.html().contains("别人的字"));
    });
}

#[test]
fn an_unknown_name_is_resolved_while_the_unit_still_reviews_the_item() {
    both(async |office| {
        let reviewing = domain::unit::Unit {
            id: UnitId(0),
            name: "地质矿产管理科".to_owned(),
            short_name: Some("地矿科".to_owned()),
            aliases: Vec::new(),
            reviews: true,
            scored: true,
            order: 1,
            since: None,
            until: None,
        };
        let unit = office.unit_like(reviewing, "机关科室").await;
        let patrol = office.unit("执法支队", &[]).await;
        let author = office.person("周鹏", &[Role::Contributor(unit)]).await;
        let reviewer = office.person("吴敏", &[Role::UnitReviewer(unit)]).await;
        let editor = office.person("王编", &[Role::Editor]).await;
        let item = draft(&author, unit, "矿山巡查用上无人机", "（地矿科/周鹏 矿山执法中心/郑凯）").await;
        assert_eq!(editor.get("/names").await.status(), 200);
        assert!(editor.get("/names").await.text().contains("没有要识别的名称"), "a draft asks nobody");
        let answer = act(office, &author, "submit", item, &[]).await;
        assert_eq!(answer.flash(), "已报送，等待单位审核；“矿山执法中心”是哪个单位，已请办公室识别");
        let list = editor.get("/names").await;
        for words in ["“矿山执法中心”", "（地矿科/周鹏 矿山执法中心/郑凯）", "周鹏", "还在单位审核"]
        {
            assert!(list.text().contains(words), "{words}: {}", list.text());
        }
        assert!(!list.html().contains(&format!("/items/{item}")), "the item is still the unit's own");
        assert!(!list.text().contains("无人机"), "nothing of the item but its attribution: {}", list.text());
        assert_eq!(editor.get(&format!("/items/{item}")).await.status(), 404);
        assert!(editor.get("/").await.html().contains("href=\"/names\""), "the rail leads there");
        let choice = [("name", "矿山执法中心".to_owned()), ("unit", patrol.to_string())];
        for other in [&author, &reviewer] {
            assert_eq!(other.get("/names").await.status(), 403);
            assert_eq!(other.post("/do/resolve_name", &choice).await.flash(), "只有编辑可以这样做");
        }
        let nothing = [("name", "矿山执法中心"), ("unit", "")];
        let answer = editor.post("/do/resolve_name", &nothing).await;
        assert_eq!(answer.flash(), "请选择“矿山执法中心”是哪个单位");
        let answer = editor.post("/do/resolve_name", &choice).await;
        assert_eq!(answer.flash(), "“矿山执法中心”已记为执法支队的别名，1篇稿件的署名随之认出");
        assert_eq!(load(office, item).await.credited_units(), [unit, patrol]);
        let again = editor.post("/do/resolve_name", &choice).await;
        assert!(again.flash().contains("可能刚刚有人认过了"), "{}", again.flash());
        let answer = act(office, &reviewer, "approve", item, &[]).await;
        assert!(answer.flash().contains("审核通过"), "{}", answer.flash());
    });
}

#[test]
fn an_alias_that_an_administrator_adds_is_recognised_where_it_was_unknown() {
    both(async |office| {
        let unit = office.unit("综合科", &[]).await;
        let patrol = office.unit("执法支队", &[]).await;
        let author = office.person("周鹏", &[Role::Contributor(unit)]).await;
        let administrator = office.person("马管理", &[Role::Administrator]).await;
        let item = draft(&author, unit, "甲", "（综合科 矿山执法中心）").await;
        act(office, &author, "submit", item, &[]).await;
        assert!(administrator.get("/names").await.text().contains("矿山执法中心"));
        let form = [
            ("unit", patrol.to_string()),
            ("version", "1".to_owned()),
            ("name", "执法支队".to_owned()),
            ("aliases", "矿山执法中心".to_owned()),
            ("group", "1".to_owned()),
            ("order", "1".to_owned()),
            ("scored", "true".to_owned()),
        ];
        let answer = administrator.post("/do/save_unit", &form).await;
        assert!(answer.flash().contains("已保存"), "{}", answer.flash());
        assert_eq!(load(office, item).await.credited_units(), [unit, patrol]);
        assert!(administrator.get("/names").await.text().contains("没有要识别的名称"));
    });
}
