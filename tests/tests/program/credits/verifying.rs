//! 核对: facts scored afresh are the ledger's sums, whatever was done; and what somebody did to the ledger is found.

use std::collections::HashMap;

use app::desk::{
    Command, Desk,
    credits::{Bulletins, UnitAccounts},
    months::{CloseMonth, ReopenMonth, Verifying},
    verification::Verification,
};
use domain::{
    calendar::Month,
    id::UnitId,
    item::Kind,
    person::{Actor, Role},
    scoring::{MonthRules, RuleSet, Scoring, months_of, score_months, version_1},
};
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use sea_orm::ConnectionTrait;
use store::{facts, ledger, months, roster};
use tests::{Client, Office, both};

use super::{
    ledger::{UNITS, verb},
    published::{Piece, items_of, publish},
    records::{add_channel, record_upper},
    rules::{import, put_in_force},
};

async fn verify(office: &Office, editor: &Actor) -> Verification {
    office.desk().verify(editor, None).await.expect("an editor may check")
}

fn words(verification: &Verification) -> Vec<String> {
    verification.differences.iter().map(app::desk::verification::Difference::in_words).collect()
}

/// Closing or reopening one of two months, or anything that can be recorded.
fn step() -> impl Strategy<Value = Command> {
    let month = (1..=2_i8).prop_map(|month| Month::new(2024, month).expect("a month"));
    prop_oneof![
        8 => verb(),
        1 => month.clone().prop_map(|month| Command::from(CloseMonth { month, early: true })),
        1 => month.prop_map(|month| Command::from(ReopenMonth { month, reason: "漏登".into() })),
    ]
}

/// What a month earns hangs on the months before it: quotas by quarter, a cap by year, one place of a story.
const REACHING: &str = r#"
format = "jianbao.rules/1"
name = "全年办法"
version = 1
since = "2024-01"
rates = [
    { rule = "upper", name = "上级采用", fact = "upper_adoptions", points = 5 },
    { rule = "commission", name = "约稿", fact = "commissions", points = 2 },
    { rule = "forwarded", name = "报送上级", fact = "reported_up", points = "0.5" },
]
choices = [{ rule = "once", name = "同类择高", among = ["channel"], within = "quarter", keep = "best", count = 3 }]
quotas = [
    { rule = "quarter", name = "每季任务", period = "quarter", conditions = [{ count = ["reported_up"], at_least = 40 }], missed_each = "-0.1" },
]
caps = [{ rule = "most", name = "全年封顶", categories = ["上级采用"], period = "year", most = 30 }]
"#;

#[test]
fn after_any_verbs_closings_and_reopenings_the_facts_give_the_ledgers_sums() {
    both(async |office| {
        let (closings, late) = live_through(office, None).await;
        assert!(closings > 2 && late > 0, "{closings} closings, {late} reversals came late");
    });
}

#[test]
fn where_months_hang_together_the_facts_give_the_ledgers_sums_after_any_closings() {
    both(async |office| {
        let (closings, _) = live_through(office, Some(REACHING)).await;
        assert!(closings > 2, "{closings} closings");
    });
}

/// Any verbs, with months that are closed and reopened among them, by these rules; checks after each. Answers how many
/// months were closed and how many reversals came late.
async fn live_through(office: &Office, rules: Option<&str>) -> (usize, usize) {
    for unit in UNITS {
        office.unit(unit, &[]).await;
    }
    office.set_now("2024-03-01T09:00");
    let editor = office.person("赵编辑", &[Role::Editor]).await;
    add_channel(&editor, "每日动态").await;
    if let Some(rules) = rules {
        import(&editor, rules).await;
        put_in_force(&editor, "1", "2024-01").await;
    }
    let in_force = rules.map_or_else(version_1, |rules| RuleSet::read(rules).expect("the rules are right"));
    let mut runner = TestRunner::deterministic();
    let steps = proptest::collection::vec(step(), 120).new_tree(&mut runner).expect("steps").current();
    let (mut closings, mut late) = (0, 0);
    for step in steps {
        let reader = office.store().reader();
        let closed = months::closed(reader).await.expect("months can be read");
        let mut before = Vec::new();
        for month in closed.months() {
            before.push(ledger::between(reader, month..=month).await.expect("the ledger can be read"));
        }
        let is_reopening = matches!(step, Command::ReopenMonth(_));
        let is_closing = matches!(step, Command::CloseMonth(_));
        let done = office.desk().perform(editor.actor(), step).await;
        closings += usize::from(is_closing && done.is_ok());
        late += usize::from(done.is_ok_and(|done| done.words.contains("已结账，照旧")));
        if !is_reopening {
            for (month, before) in closed.months().zip(before) {
                let now = ledger::between(reader, month..=month).await.expect("the ledger can be read");
                assert_eq!(now, before, "{month} is closed");
            }
        }
        let verification = verify(office, editor.actor()).await;
        assert_eq!(words(&verification), [""; 0]);
        all_months_come_to_what_is_left(office, &in_force).await;
    }
    accounts_are_the_bulletins(office, editor.actor()).await;
    (closings, late)
}

/// Whatever was closed meanwhile and taken back late: all months together are what the facts earn that still hold.
async fn all_months_come_to_what_is_left(office: &Office, rules: &RuleSet) {
    let reader = office.store().reader();
    // What was taken back may count in March, where both months were closed.
    let months = "2024-01".parse().expect("a month")..="2024-12".parse::<Month>().expect("a month");
    let mut facts = facts::between(reader, months.clone()).await.expect("facts can be read");
    facts.retain(|fact| fact.taken_back.is_none());
    let roster = roster::roster(reader, *months.end()).await.expect("units can be read");
    let lines = ledger::between(reader, months).await.expect("the ledger can be read");
    // A month in which nothing but a correction stands is settled too: a quarter's quota may end in it.
    let known = facts.iter().map(|fact| fact.month).chain(lines.iter().map(|line| line.entry.month));
    let months = months_of(known);
    let months: Vec<MonthRules<'_>> =
        months.into_iter().map(|month| MonthRules { month, rules, roster: &roster }).collect();
    let mut sums: HashMap<UnitId, i64> = HashMap::new();
    for line in &lines {
        *sums.entry(line.entry.unit).or_default() += line.entry.points.scaled();
    }
    for entry in score_months(&Scoring { months: &months, facts: &facts, opening: &[] }).entries {
        *sums.entry(entry.unit).or_default() -= entry.points.scaled();
    }
    sums.retain(|_, difference| *difference != 0);
    assert_eq!(sums, HashMap::new());
}

/// A unit's page, which reads no more than its own year, says what the tables say.
async fn accounts_are_the_bulletins(office: &Office, editor: &Actor) {
    let february: Month = "2024-02".parse().expect("a month");
    let bulletins = [february.previous(), february].map(async |month| {
        (month, office.desk().bulletin(editor, month).await.expect("an editor may read it"))
    });
    let mut compared = 0;
    for bulletin in bulletins {
        let (month, bulletin) = bulletin.await;
        for row in bulletin.rows() {
            let account = office.desk().unit_account(editor, row.unit_id, february).await;
            let account = account.expect("an editor may read it");
            let own = account.year.iter().find(|own| own.month == month).copied();
            assert_eq!(own, bulletin.in_brief(row.unit_id), "{month}");
            compared += 1;
            if month == february {
                let ahead =
                    bulletin.account(row.unit_id, &[]).expect("points in range").and_then(|one| one.ahead);
                let account = account.account.expect("a table names it");
                let mut row = row.clone();
                // The page tells the month's lines alone.
                row.entries.retain(|entry| entry.month == february);
                assert_eq!((account.row, account.ahead), (row, ahead));
            }
        }
    }
    assert_eq!(compared, 2 * UNITS.len());
}

/// Three units' January with an adoption, and a record, closed.
async fn closed_january(office: &Office) -> Client {
    office.set_now("2024-02-05T09:00");
    office.unit("高唐局", &[]).await;
    let editor = office.person("赵编辑", &[Role::Editor]).await;
    add_channel(&editor, "每日动态").await;
    record_upper(&editor, "矿山复绿", "高唐局").await;
    let piece = Piece { kind: Kind::Article, title: "甲", units: "高唐局" };
    let issue = publish(office, &editor, 1, "2024-01", &[piece]).await;
    assert_eq!(items_of(office, issue).await.len(), 1);
    let answer = editor.post("/do/close_month", &[("month", "2024-01"), ("early", "true")]).await;
    assert!(answer.flash().contains("已结账"), "{}", answer.flash());
    editor
}

#[test]
fn a_row_of_the_ledger_that_somebody_changed_is_named_by_unit_month_and_figure() {
    both(async |office| {
        let editor = closed_january(office).await;
        assert_eq!(words(&verify(office, editor.actor()).await), [""; 0]);
        let page = editor.get("/verify?year=2024").await.text();
        assert!(page.contains("台账2笔，完全一致"), "{page}");
        let tampered = [
            ("UPDATE ledger_entries SET points = 200000 WHERE category = 'upper'", "台账20分，按事实应为5分"),
            ("UPDATE ledger_entries SET points = 50000 WHERE category = 'upper'", ""),
            (
                "UPDATE ledger_entries SET month = '2024-02' WHERE category = 'upper'",
                "缺少一笔“每日动态 5”5分",
            ),
            ("UPDATE ledger_entries SET month = '2024-01' WHERE category = 'upper'", ""),
            (
                "INSERT INTO ledger_entries (unit_id, month, category, points, rule, rule_set_version, facts, \
                 words, event_id, entered_at) SELECT unit_id, month, category, points, rule, rule_set_version, \
                 facts, words, event_id, entered_at FROM ledger_entries WHERE category = 'upper'",
                "没有这样的事实",
            ),
        ];
        for (statement, told) in tampered {
            office.store().reader().execute_unprepared(statement).await.expect("the ledger is not guarded");
            let verification = verify(office, editor.actor()).await;
            let first = words(&verification).first().cloned().unwrap_or_default();
            assert!(first.contains(told), "{statement}: {first}");
            assert_eq!(first.is_empty(), told.is_empty(), "{statement}: {first}");
            if !told.is_empty() {
                assert!(first.starts_with("2024年1月 高唐局 上级采用："), "{first}");
            }
        }
        let page = editor.get("/verify?year=2024").await.text();
        assert!(page.contains("没有这样的事实"), "{page}");
    });
}

#[test]
fn a_line_that_was_slipped_into_a_closed_month_is_told_even_where_the_sums_agree() {
    both(async |office| {
        let editor = closed_january(office).await;
        let slip = "UPDATE ledger_entries SET entered_at = entered_at + 1000 WHERE category = 'upper'";
        office.store().reader().execute_unprepared(slip).await.expect("the ledger is not guarded");
        let found = words(&verify(office, editor.actor()).await);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains("写于结账之后"), "{found:?}");
    });
}

#[test]
fn the_command_ends_with_0_where_all_agrees_and_with_1_where_something_does_not() {
    both(async |office| {
        closed_january(office).await;
        let (status, text) = command(office, "text");
        assert_eq!(status, Some(0), "{text}");
        assert!(text.contains("核对2024年1月：事实2件、台账2笔，完全一致"), "{text}");
        let tamper = "UPDATE ledger_entries SET points = 200000 WHERE category = 'upper'";
        office.store().reader().execute_unprepared(tamper).await.expect("the ledger is not guarded");
        let (status, text) = command(office, "text");
        assert_eq!(status, Some(1), "{text}");
        assert!(text.contains("2024年1月 高唐局 上级采用：台账20分，按事实应为5分"), "{text}");
        let (status, text) = command(office, "json");
        assert_eq!(status, Some(1));
        let json: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        let found = &json["differences"][0];
        assert_eq!((&found["unit"], &found["month"]), (&"高唐局".into(), &"2024-01".into()), "{text}");
        assert_eq!((&found["held"], &found["expected"]), (&"20".into(), &"5".into()), "{text}");
    });
}

/// `jianbao verify`, from outside.
fn command(office: &Office, format: &str) -> (Option<i32>, String) {
    let run = std::process::Command::new(tests::program::binary())
        .args(["verify", "--database", office.database(), "--format", format])
        .output()
        .expect("the program runs");
    (run.status.code(), String::from_utf8(run.stdout).expect("a text"))
}

#[test]
fn points_carried_in_count_in_the_year_and_are_fixed_once_a_month_is_closed() {
    both(async |office| {
        let unit = office.unit("高唐局", &[]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let administrator = office.person("钱管理", &[Role::Administrator]).await;
        add_channel(&editor, "每日动态").await;
        record_upper(&editor, "矿山复绿", "高唐局").await;
        let form = |points: &str| {
            [
                ("year", "2024".to_owned()),
                ("month", "2024-01".to_owned()),
                ("unit", unit.to_string()),
                ("points", points.to_owned()),
            ]
        };
        assert_eq!(editor.post("/do/set_opening_points", &form("61")).await.flash(), "只有管理员可以这样做");
        let refused = administrator.post("/do/set_opening_points", &form("许多")).await;
        assert!(refused.flash().starts_with("高唐局："), "{}", refused.flash());
        let answer = administrator.post("/do/set_opening_points", &form("61")).await;
        assert!(answer.flash().contains("1个单位有结转分"), "{}", answer.flash());
        let bulletin = editor.get("/bulletins/2024-01").await.text();
        assert!(bulletin.contains("66"), "{bulletin}");
        let log = editor.get("/events?verb=set_opening_points").await.text();
        assert!(log.contains("高唐局由无改为61"), "{log}");
        editor.post("/do/close_month", &[("month", "2024-01"), ("early", "true")]).await;
        let refused = administrator.post("/do/set_opening_points", &form("62")).await;
        assert!(refused.flash().contains("请先在“月份”中重开2024年1月"), "{}", refused.flash());
        let page = administrator.get("/admin/openings?year=2024").await.text();
        assert!(page.contains("61"), "{page}");
    });
}

#[test]
fn every_unit_that_lacks_something_is_urged_and_nobody_else() {
    both(async |office| {
        for unit in ["高唐局", "临清局"] {
            office.unit(unit, &[]).await;
        }
        let unit = office.unit("莘县局", &[]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let contributor = office.person("周鹏", &[Role::Contributor(unit)]).await;
        let form = [("office", "省厅"), ("title", "甲"), ("date", "2024-01-09"), ("units", "高唐局")];
        editor.post("/do/record_forwarding", &form).await;
        let page = editor.get("/urging?month=2024-01").await.text();
        assert!(page.contains("2个单位还缺，1个单位不缺"), "{page}");
        assert!(page.contains("莘县局：1月份截至1月15日，上报0篇"), "{page}");
        assert!(page.contains("报市0篇。再报市1篇，可得本月基础分5分。"), "{page}");
        assert!(!page.contains("高唐局：1月份"), "{page}");
        let refused = contributor.get("/urging?month=2024-01").await;
        assert!(!refused.status.is_success(), "the list of all is the office's");
        let own = contributor.get("/units/mine?month=2024-01").await.text();
        assert!(own.contains("再报市1篇"), "{own}");
    });
}
