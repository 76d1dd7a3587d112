//! The office after ten years at full size: a hundred units, 5,000 adopted pieces a month, all on SQLite.
//!
//! The demonstration gives its people and newsletter; the ten years lie before its own months, with groups and units of
//! their own.

use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use domain::{
    calendar::Month,
    scoring::{CreditEntry, MonthRules, RuleSet, Scoring, score_months},
};
use sea_orm::{
    ConnectionTrait,
    sea_query::{Expr, Query},
};
use store::{Store, facts, roster};

use super::{
    Bench, Failure, bureau,
    report::{Report, median, milliseconds},
    scoring::{RULES, UNITS},
    serving::Server,
};

const FIRST_YEAR: i16 = 2010;
const LAST_YEAR: i16 = 2019;
const ADOPTIONS: i64 = 600_000;
/// The number of the first unit, group, issue, item and record of these years; the demonstration's stand below.
const FIRST_ID: i64 = 10_000;
/// How often the month is closed.
const TIMES: usize = 10;
/// Rows inserted by one statement; a database takes only so many values at once.
const ROWS_AT_ONCE: usize = 1000;

/// Reads the years, closes their last month, and looks at a unit's page.
pub(super) async fn measure(bench: &Bench, report: &mut Report) -> Result<(), Failure> {
    let data = prepared(bench).await?;
    load(&data, report).await?;
    let server = Server::start(&bench.jianbao, &data)?;
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build()?;
    let editor = server.sign_in(&client, "bianji").await?;
    let month = format!("{LAST_YEAR}-12");

    let begun = Instant::now();
    server.get(&client, &format!("/months/{month}"), &editor).await?.text().await?;
    report.beside(
        "the page of a month at that size, the first time after a start",
        milliseconds(begun.elapsed()),
    );
    let mut times = Vec::new();
    for _ in 0..TIMES {
        let begun = Instant::now();
        server.post(&client, "/do/close_month", &[("month", &month)], &editor).await?;
        times.push(begun.elapsed());
        server
            .post(&client, "/do/reopen_month", &[("month", &month), ("reason", "再量一次")], &editor)
            .await?;
    }
    let slowest = times.iter().max().copied().unwrap_or_default();
    let what = "　closing it, the slowest of 10";
    report.row(what, milliseconds(slowest), "300 ms", slowest < Duration::from_millis(300));

    // Each unit's page once, and once more: what was worked out is at hand until something changes.
    let mut first = Vec::new();
    let mut again = Vec::new();
    for unit in FIRST_ID + 1..=FIRST_ID + UNITS {
        let path = format!("/units/{unit}?month={month}");
        for times in [&mut first, &mut again] {
            let begun = Instant::now();
            server.get(&client, &path, &editor).await?.text().await?;
            times.push(begun.elapsed());
        }
    }
    let limit = Duration::from_millis(20);
    for (what, times) in [("worked out", first), ("at hand", again)] {
        let (usual, slowest) = (median(times.clone()), times.into_iter().max().unwrap_or_default());
        let measured = format!("{} (slowest {})", milliseconds(usual), milliseconds(slowest));
        let what = format!("a unit's explanation page at that size, {what}: the middle of 100");
        report.row(&what, measured, "20 ms", usual < limit);
    }
    Ok(())
}

/// All facts, as they are read for scoring.
async fn load(data: &Path, report: &mut Report) -> Result<(), Failure> {
    let store = Store::open(&Store::sqlite_address(data)).await?;
    let (first, last) = (Month::new(FIRST_YEAR, 1)?, Month::new(LAST_YEAR, 12)?);
    let begun = Instant::now();
    let facts = facts::between(store.reader(), first..=last).await?;
    let time = begun.elapsed();
    store.close().await?;
    report.beside(
        &format!("{} facts of {ADOPTIONS} adoptions loaded from SQLite", facts.len()),
        milliseconds(time),
    );
    Ok(())
}

/// A data folder with the years, made once and kept for the next run while schema and demonstration are the same.
async fn prepared(bench: &Bench) -> Result<PathBuf, Failure> {
    bureau::kept(bench, "years", fill).await
}

async fn fill(store: Store) -> Result<(), Failure> {
    let transaction = store.begin().await?;
    for statement in statements() {
        transaction.connection().execute_unprepared(&statement).await?;
    }
    transaction.commit().await?;
    for year in FIRST_YEAR..=LAST_YEAR {
        credit(&store, year).await?;
    }
    let sums = "INSERT INTO ledger_sums (month, unit_id, points) \
        SELECT month, unit_id, SUM(points) FROM ledger_entries WHERE event_id = 1000000 GROUP BY month, unit_id";
    store.reader().execute_unprepared(sums).await?;
    store.reader().execute_unprepared("ANALYZE").await?;
    store.close().await?;
    Ok(())
}

/// Spread over months and units by the rule of the facts in memory (`scoring`): every fifth piece was printed by a
/// higher channel too, every tenth is joint between three units.
fn statements() -> Vec<String> {
    let numbers = format!(
        "WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < {ADOPTIONS})"
    );
    let months = format!(
        "months (m, month) AS (SELECT 0, '{FIRST_YEAR}-01' UNION ALL SELECT m + 1, \
         printf('%04d-%02d', {FIRST_YEAR} + (m + 1) / 12, (m + 1) % 12 + 1) FROM months WHERE m < 119)"
    );
    let each_month = ADOPTIONS / 120;
    let day = "printf('%s-%02d', month, n / 25 % 28 + 1)";
    let milliseconds = format!("(CAST(strftime('%s', {day}) AS INTEGER) * 1000)");
    let unit = |more: i64| format!("{FIRST_ID} + (n * 7919 + {more} * 31) % {UNITS} + 1");
    let part = |more: i64| {
        format!(
            "'{{\"text\":\"第' || ({unit} - {FIRST_ID}) || '局\",\"unit\":' || ({unit}) || ',\"authors\":[]}}'",
            unit = unit(more)
        )
    };
    let attribution = format!(
        "'{{\"parts\":[' || {} || CASE WHEN n % 10 = 0 THEN ',' || {} || ',' || {} ELSE '' END || ']}}'",
        part(0),
        part(1),
        part(2)
    );
    let issue = format!("{FIRST_ID} + n / 250");
    let mut statements = vec![
        format!(
            "INSERT INTO unit_groups (id, name, sort_order) VALUES {}",
            (0..4)
                .map(|group| format!("({}, '第{group}组', {group})", FIRST_ID + group))
                .collect::<Vec<_>>()
                .join(", ")
        ),
        format!(
            "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {UNITS}) \
             INSERT INTO units (id, name, reviews, scored, sort_order) \
             SELECT {FIRST_ID} + n, '第' || n || '局', 0, 1, n FROM numbers"
        ),
        format!(
            "WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < {UNITS} * 10) \
             INSERT INTO unit_group_members (unit_id, year, group_id) \
             SELECT {FIRST_ID} + n % {UNITS} + 1, {FIRST_YEAR} + n / {UNITS}, {FIRST_ID} + (n % {UNITS} + 1) % 4 FROM numbers"
        ),
        format!(
            "WITH RECURSIVE {months}, numbers (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM numbers WHERE i + 1 < {ADOPTIONS} / 250) \
             INSERT INTO issues (id, version, newsletter_id, year, number, date, credit_month, state, past, credited, published_at, created_at) \
             SELECT {FIRST_ID} + i, 1, 1, CAST(substr(month, 1, 4) AS INTEGER), i % 240 + 1, month || '-15', month, 'published', 0, 1, 0, 0 \
             FROM numbers JOIN months ON m = i * 250 / {each_month}"
        ),
        format!(
            "INSERT INTO sections (id, issue_id, kind, sort_order) SELECT id, id, 'article', 1 FROM issues WHERE id >= {FIRST_ID}"
        ),
    ];
    statements.extend([
        format!(
            "{numbers}, {months} INSERT INTO items (id, version, state, kind, title, body, attribution_line, attribution, submitting_unit_id, \
             drafted_by, first_reached_at, first_reached_month, first_reached_day, first_reached_kind, reached_at, position, awaits_clearance, list_title, characters, created_at, updated_at) \
             SELECT {FIRST_ID} + n, 1, 'adopted', CASE n % 3 WHEN 0 THEN 'article' ELSE 'brief' END, '第' || n || '件', '正文', '', \
             {attribution}, {unit}, 2, {milliseconds}, month, {day}, CASE n % 3 WHEN 0 THEN 'article' ELSE 'brief' END, {milliseconds}, n, 0, '第' || n || '件', 2, 0, 0 \
             FROM numbers JOIN months ON m = n / {each_month} WHERE n % 5 <> 4",
            unit = unit(0),
        ),
        format!("{numbers} INSERT INTO placements (item_id, issue_id, section_id, sort_order) SELECT {FIRST_ID} + n, {issue}, {issue}, n % 250 FROM numbers WHERE n % 5 <> 4"),
        format!(
            "{numbers}, {months} INSERT INTO records (id, kind, month, date, channel_id, title, starred, commissioned, item_id, recorded_by, recorded_at) \
             SELECT {FIRST_ID} + n, 'upper_adoption', month, {day}, 2, '第' || n || '件', 0, 0, {FIRST_ID} + n - 1, 2, 0 \
             FROM numbers JOIN months ON m = n / {each_month} WHERE n % 5 = 4"
        ),
    ]);
    for (table, id, which) in
        [("item_units", "item_id", "n % 5 <> 4"), ("record_units", "record_id", "n % 5 = 4")]
    {
        let (more_columns, more_values, months_of) = match table {
            "record_units" => {
                (", sort_order, month", ", 1, month", format!(" JOIN months ON m = n / {each_month}"))
            }
            _ => ("", "", String::new()),
        };
        for (more, joint) in [(0, "1"), (1, "n % 10 = 0"), (2, "n % 10 = 0")] {
            statements.push(format!(
                "{numbers}, {months} INSERT INTO {table} ({id}, unit_id{more_columns}) \
                 SELECT {FIRST_ID} + n, {unit}{more_values} FROM numbers{months_of} WHERE {which} AND {joint}",
                unit = unit(more)
            ));
        }
    }
    statements.push(
        "INSERT INTO events (id, happened_at, actor_id, verb, subject_kind, subject_id, words) VALUES (1000000, 0, 2, 'publish', 'issue', 1, '印发')".to_owned(),
    );
    statements.push(format!(
        "INSERT INTO rule_sets (version, since, document, put_in_force_by, put_in_force_at) VALUES (2, '{FIRST_YEAR}-01', '{}', 2, 0)",
        rules().replace('\'', "''")
    ));
    statements.push(format!(
        "WITH RECURSIVE {months} INSERT INTO month_closings (month, rule_set_version, closed_by, closed_at) \
         SELECT month, 2, 2, 0 FROM months WHERE m < 119"
    ));
    statements
}

/// The rules of the facts in memory, as the office's second version.
fn rules() -> String {
    RULES.replace("version = 1", "version = 2").replace("2015-01", &format!("{FIRST_YEAR}-01"))
}

/// Writes the lines of a year, as its facts earn them.
async fn credit(store: &Store, year: i16) -> Result<(), Failure> {
    let rules = RuleSet::read(&rules()).map_err(|faults| format!("{faults:?}"))?;
    let january = Month::new(year, 1)?;
    let facts = facts::between(store.reader(), january..=Month::new(year, 12)?).await?;
    let rosters = roster::of_year(store.reader(), year).await?;
    let months: Vec<Month> =
        std::iter::successors(Some(january), |month| Some(month.next())).take(12).collect();
    let rosters: Vec<_> = months.iter().map(|month| rosters.in_month(*month)).collect();
    let months: Vec<MonthRules<'_>> = months
        .iter()
        .zip(&rosters)
        .map(|(month, roster)| MonthRules { month: *month, rules: &rules, roster })
        .collect();
    let entries = score_months(&Scoring { months: &months, facts: &facts, opening: &[] }).entries;
    let transaction = store.begin().await?;
    for entries in entries.chunks(ROWS_AT_ONCE) {
        let mut insert = Query::insert();
        insert.into_table("ledger_entries").columns([
            "unit_id",
            "month",
            "category",
            "points",
            "rule",
            "rule_set_version",
            "facts",
            "words",
            "event_id",
            "entered_at",
        ]);
        for entry in entries {
            insert.values(row(entry)?)?;
        }
        transaction.connection().execute(&insert).await?;
    }
    transaction.commit().await?;
    Ok(())
}

fn row(entry: &CreditEntry) -> Result<Vec<Expr>, Failure> {
    Ok(vec![
        entry.unit.0.into(),
        entry.month.to_string().into(),
        entry.category.code().to_owned().into(),
        entry.points.scaled().into(),
        entry.rule.rule.to_string().into(),
        entry.rule.version.into(),
        serde_json::to_string(&entry.facts)?.into(),
        entry.words.to_string().into(),
        1_000_000.into(),
        0.into(),
    ])
}
