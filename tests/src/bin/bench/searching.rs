//! Searching what was printed: a million pieces of twenty years, on SQLite and on PostgreSQL. `JIANBAO_BENCH_PIECES` says how
//! many (1000000); PostgreSQL is measured where `JIANBAO_TEST_POSTGRES` names a server (`scripts/with-postgres`).
//!
//! Each row is asked by a reader, by an editor, and by somebody who is not signed in and is shown one newsletter of eight
//! issues' one. Every question comes twice: nothing is known of it the first time.

use std::time::Duration;

use domain::{id::PersonId, workflow::State};
use jiff::{SignedDuration, Timestamp, civil::date, tz::TimeZone};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use store::{Store, items};

use super::{
    Bench, Failure, bureau,
    load::{self, Asked},
    pieces::Writer,
    report::{Report, milliseconds, percentile},
    serving::Server,
};

const PIECES: usize = 1_000_000;
/// How many pieces are made in one transaction.
const BATCH: usize = 5_000;
const PIECES_OF_AN_ISSUE: usize = 250;
const FIRST_YEAR: i16 = 2004;
const LAST_YEAR: i16 = 2023;
/// The number of the first issue of these years; the demonstration's stand below.
const FIRST_ID: usize = 1_000_000;
/// The newsletter that whoever comes may read, and how many issues there are for each of its own.
const OPEN: i64 = 1_000_000;
const OPEN_ONE_OF: usize = 8;
/// The search page counts no further.
const CAP: i64 = 1000;
const REACH: Duration = Duration::from_millis(50);
/// How many questions of a row are asked.
const QUESTIONS: usize = 40;

const CHARACTERS: [&str; 20] = [
    "国", "水", "林", "地", "火", "春", "土", "田", "村", "厅", "矿", "测", "绘", "树", "法", "宗", "亩",
    "证", "税", "桥",
];
const SEVERAL: [&str; 8] = [
    "耕地 巡查",
    "复垦 验收",
    "不动产 登记 企业",
    "造林 苗木",
    "违法 整改 台账",
    "地质灾害 隐患",
    "督查 临清",
    "办公室 现场会",
];
const PHRASES: [&str; 8] = [
    "“耕地保护联合巡查”",
    "“纳入督查台账”",
    "建设用地报批调度会",
    "“每周通报一次进度”",
    "批而未供和闲置土地",
    "“发现、交办、整改”",
    "转发了这一做法",
    "“群众表示满意”",
];
const COMMON: [&str; 6] = ["办公室", "自然资源", "全市", "工作", "项目", "土地"];
pub(super) async fn measure(bench: &Bench, report: &mut Report) -> Result<(), Failure> {
    let pieces = std::env::var("JIANBAO_BENCH_PIECES").ok().and_then(|pieces| pieces.parse().ok());
    let pieces: usize = pieces.unwrap_or(PIECES);
    let data = bureau::kept(bench, &format!("pieces-{pieces}"), |store| fill(store, pieces)).await?;
    measure_on(bench, report, (&data, &Store::sqlite_address(&data)), pieces).await?;
    let Some(address) =
        bureau::on_postgres(&format!("bench_pieces_{pieces}"), |store| fill(store, pieces)).await?
    else {
        report.note("Searching on PostgreSQL was not measured: JIANBAO_TEST_POSTGRES names no server.");
        return Ok(());
    };
    let folder = tempfile::tempdir_in(&bench.folder)?;
    measure_on(bench, report, (folder.path(), &address), pieces).await?;
    report.note("PostgreSQL has its own settings, and whichever core is free.");
    Ok(())
}

/// What is asked in a row: its words, each with the further fields of the address.
struct Row {
    what: &'static str,
    questions: Vec<Question>,
}

#[derive(Clone, Default)]
struct Question {
    text: String,
    unit: Option<i64>,
    year: Option<i16>,
    kind: Option<&'static str>,
}

impl Question {
    fn of(text: &str) -> Self {
        Self { text: text.to_owned(), ..Self::default() }
    }

    fn address(&self) -> String {
        let unit = self.unit.map(|unit| unit.to_string()).unwrap_or_default();
        let year = self.year.map(|year| year.to_string()).unwrap_or_default();
        let fields = [
            ("in", "printed"),
            ("q", &self.text),
            ("unit", &unit),
            ("year", &year),
            ("kind", self.kind.unwrap_or_default()),
        ];
        format!("/search?{}", serde_urlencoded::to_string(fields).unwrap_or_default())
    }

    /// Whether there may be nothing for it: a unit, a kind and a year together leave little.
    fn is_narrow(&self) -> bool {
        self.year.is_some() || self.unit.is_some()
    }

    /// The same, asked of the texts themselves; `newsletter` where only one is shown.
    fn condition(&self, newsletter: Option<i64>) -> String {
        let words = self.text.trim_matches(['“', '”']);
        let words = words.split(' ').map(|word| {
            format!("(items.title LIKE '%{word}%' OR items.body LIKE '%{word}%' OR items.attribution_line LIKE '%{word}%')")
        });
        let more = [
            self.unit.map(|unit| format!("items.submitting_unit_id = {unit}")),
            self.year.map(|year| format!("issues.year = {year}")),
            self.kind.map(|kind| format!("items.kind = '{kind}'")),
            newsletter.map(|newsletter| format!("issues.newsletter_id = {newsletter}")),
        ];
        words.chain(more.into_iter().flatten()).collect::<Vec<_>>().join(" AND ")
    }
}

/// All rows, each with so many questions.
fn rows(writer: &Writer, pieces: usize) -> Vec<Row> {
    let all = |words: &[&str]| words.iter().map(|word| Question::of(word)).collect::<Vec<_>>();
    let rare: Vec<Question> =
        writer.rare_words(pieces, QUESTIONS).iter().map(|word| Question::of(word)).collect();
    let units: Vec<i64> = writer.units().map(|unit| unit.0).collect();
    let years: Vec<i16> = (FIRST_YEAR..=LAST_YEAR).collect();
    let office = || (0..QUESTIONS).map(|number| (number, Question::of(COMMON[number % COMMON.len()])));
    let unit = |number: usize| Some(units[number % units.len()]);
    let year = |number: usize| Some(years[number % years.len()]);
    let kind = |number: usize| Some(["article", "brief"][number % 2]);
    vec![
        Row { what: "one character", questions: all(&CHARACTERS) },
        Row { what: "several words", questions: all(&SEVERAL) },
        Row { what: "a phrase", questions: all(&PHRASES) },
        Row { what: "a rare word (a person's name)", questions: rare.clone() },
        Row { what: "a word that stands nearly everywhere", questions: all(&COMMON) },
        Row {
            what: "　of one unit",
            questions: office().map(|(number, one)| Question { unit: unit(number), ..one }).collect(),
        },
        Row {
            what: "　of one year",
            questions: office().map(|(number, one)| Question { year: year(number), ..one }).collect(),
        },
        Row {
            what: "　of one kind",
            questions: office().map(|(number, one)| Question { kind: kind(number), ..one }).collect(),
        },
        Row {
            what: "　of one unit, year and kind",
            questions: office()
                .map(|(number, one)| Question {
                    unit: unit(number),
                    year: year(number),
                    kind: kind(number / 2),
                    ..one
                })
                .collect(),
        },
        Row {
            what: "one character of one year",
            questions: (0..QUESTIONS)
                .map(|number| Question {
                    year: year(number),
                    ..Question::of(CHARACTERS[number * 7 % CHARACTERS.len()])
                })
                .collect(),
        },
        Row {
            what: "a rare word of one year",
            questions: rare
                .into_iter()
                .take(1)
                .chain(
                    (0..QUESTIONS / 2)
                        .map(|number| Question {
                            year: year(number), ..Question::of("纳入督查台账 高唐")
                        }),
                )
                .collect(),
        },
    ]
}

async fn measure_on(
    bench: &Bench,
    report: &mut Report,
    (data, address): (&std::path::Path, &str),
    pieces: usize,
) -> Result<(), Failure> {
    let store = Store::open(address).await?;
    let rows = rows(&Writer::of(&store, PersonId(1)).await?, pieces);
    let expected = expected(&store, &rows).await?;
    let database = bureau::name_of(&store);
    store.close().await?;
    let server = Server::start_on(&bench.jianbao, data, address)?;
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build()?;
    let people = [
        ("reader", server.sign_in(&client, "duzhe").await?),
        ("editor", server.sign_in(&client, "bianji").await?),
        ("nobody signed in", String::new()),
    ];
    for (row, expected) in rows.iter().zip(expected) {
        let mut told = Vec::new();
        let mut is_reached = true;
        for ((who, cookie), expected) in people.iter().zip(&expected) {
            let mut times = Vec::new();
            // As many questions for each row, each twice.
            let questions = row.questions.iter().cycle().take(QUESTIONS.max(row.questions.len()) * 2);
            for (number, question) in questions.enumerate() {
                let asked = Asked { address: server.address(&question.address()), cookie };
                let (time, page) = load::once(&client, &asked).await?;
                times.push(time);
                let count = counted(&page);
                // The first question's answer is known; somebody signed in finds what is asked for more widely.
                let may_be_nothing = cookie.is_empty() || question.is_narrow();
                let is_right = if number == 0 { count == *expected } else { count > 0 || may_be_nothing };
                if !is_right {
                    let text = &question.text;
                    return Err(format!(
                        "“{text}” ({}), {who}, {database}: {count} found, {expected} stand there",
                        row.what
                    )
                    .into());
                }
            }
            is_reached &= percentile(&times, 95) <= REACH;
            let [middle, most] = [50, 95].map(|share| milliseconds(percentile(&times, share)));
            told.push(format!("{who} {middle}, {most}"));
        }
        let what = format!("search of {pieces} pieces on {database}, {} (p50, p95)", row.what);
        report.row(&what, told.join("; "), "50 ms", is_reached);
    }
    Ok(())
}

/// How many a page of hits tells; 1000 for more.
fn counted(page: &str) -> i64 {
    let before = page.split(" 篇（则）").next().filter(|before| before.len() < page.len());
    let number: String = before
        .map(|before| before.chars().rev().take_while(|one| one.is_ascii_digit() || *one == '+').collect())
        .unwrap_or_default();
    let number: String = number.chars().rev().filter(char::is_ascii_digit).collect();
    number.parse().unwrap_or_default()
}

/// How many pieces answer the first question of each row, for somebody signed in (twice) and for somebody who is not, as the
/// texts themselves say.
async fn expected(store: &Store, rows: &[Row]) -> Result<Vec<[i64; 3]>, Failure> {
    let columns = rows.iter().filter_map(|row| row.questions.first()).flat_map(|question| {
        [None, Some(OPEN)]
            .map(|newsletter| format!("SUM(CASE WHEN {} THEN 1 ELSE 0 END)", question.condition(newsletter)))
    });
    let sql = format!(
        "SELECT {} FROM items JOIN placements ON placements.item_id = items.id JOIN issues ON issues.id = placements.issue_id \
         WHERE items.state = 'adopted' AND issues.state = 'published' AND issues.published_at IS NOT NULL",
        columns.collect::<Vec<_>>().join(", ")
    );
    let statement = Statement::from_string(store.reader().get_database_backend(), sql);
    let found = store.reader().query_one_raw(statement).await?.ok_or("there are no pieces")?;
    let mut counts = Vec::new();
    for (number, row) in rows.iter().enumerate() {
        let signed_in: i64 = found.try_get_by_index(number * 2)?;
        let others: i64 = found.try_get_by_index(number * 2 + 1)?;
        if signed_in == 0 {
            return Err(format!("no piece answers the first question of “{}”", row.what).into());
        }
        counts.push([signed_in.min(CAP), signed_in.min(CAP), others.min(CAP)]);
    }
    Ok(counts)
}

/// The pieces, in issues of two newsletters, one of which is open to whoever comes.
async fn fill(store: Store, pieces: usize) -> Result<(), Failure> {
    let editor = PersonId(2);
    let writer = Writer::of(&store, editor).await?;
    let indexes = without_indexes(&store).await?;
    let first_day = date(FIRST_YEAR, 1, 1).to_zoned(TimeZone::UTC)?.timestamp();
    let years = i64::from(LAST_YEAR - FIRST_YEAR + 1);
    let seconds = years * 365 * 24 * 3600 / i64::try_from(pieces)?.max(1);
    let at = |number: usize| {
        let number = i64::try_from(number).unwrap_or_default();
        first_day + SignedDuration::from_secs(seconds * number)
    };
    let mut first = None;
    for start in (0..pieces).step_by(BATCH) {
        let new = (start..(start + BATCH).min(pieces))
            .map(|number| writer.piece(number, State::Adopted, at(number)));
        let transaction = store.begin().await?;
        let made = items::insert_many(transaction.connection(), new.collect()).await?;
        transaction.commit().await?;
        first = first.or_else(|| made.first().map(|item| item.id.0));
    }
    let first = first.ok_or("no pieces were made")?;
    let transaction = store.begin().await?;
    let connection = transaction.connection();
    connection
        .execute_unprepared(&format!(
            "INSERT INTO newsletters (id, name, mark, publisher, foot, sections, steps, separate_duties, open_to_all, \
             sort_order, version) SELECT {OPEN}, '公开的信息', mark, publisher, foot, sections, steps, separate_duties, \
             true, 2, 1 FROM newsletters WHERE id = 1"
        ))
        .await?;
    let issues = pieces.div_ceil(PIECES_OF_AN_ISSUE);
    for start in (0..issues).step_by(500) {
        let rows =
            (start..(start + 500).min(issues)).map(|number| issue(number, at(number * PIECES_OF_AN_ISSUE)));
        let sections = (start..(start + 500).min(issues)).map(|number| {
            let id = FIRST_ID + number;
            format!("({id}, {id}, 'article', 1)")
        });
        for sql in [
            format!(
                "INSERT INTO issues (id, version, newsletter_id, year, number, date, credit_month, state, past, credited, \
                 published_at, created_at) VALUES {}",
                rows.collect::<Vec<_>>().join(", ")
            ),
            format!(
                "INSERT INTO sections (id, issue_id, kind, sort_order) VALUES {}",
                sections.collect::<Vec<_>>().join(", ")
            ),
        ] {
            connection.execute_unprepared(&sql).await?;
        }
    }
    let issue = format!("{FIRST_ID} + (id - {first}) / {PIECES_OF_AN_ISSUE}");
    connection
        .execute_unprepared(&format!(
            "INSERT INTO placements (item_id, issue_id, section_id, sort_order) \
             SELECT id, {issue}, {issue}, (id - {first}) % {PIECES_OF_AN_ISSUE} FROM items WHERE id >= {first}"
        ))
        .await?;
    transaction.commit().await?;
    // Where they were printed is part of what they are found by, and is known only now.
    store.reader().execute_unprepared("DELETE FROM upkeep WHERE name = 'search'").await?;
    store.migrate().await?;
    for index in indexes {
        store.reader().execute_unprepared(&index).await?;
    }
    bureau::look_over(&store).await?;
    store.close().await?;
    Ok(())
}

fn issue(number: usize, at: Timestamp) -> String {
    let day = at.to_zoned(TimeZone::UTC).date();
    let newsletter = if number.is_multiple_of(OPEN_ONE_OF) { OPEN } else { 1 };
    format!(
        "({}, 1, {newsletter}, {}, {number}, '{day}', '{}', 'published', true, false, {}, 0)",
        FIRST_ID + number,
        day.year(),
        day.strftime("%Y-%m"),
        at.as_millisecond()
    )
}

/// Takes away PostgreSQL's inverted indexes, which are made in a tenth of the time where everything is there already;
/// answers how they are made again.
async fn without_indexes(store: &Store) -> Result<Vec<String>, Failure> {
    let connection = store.reader();
    if connection.get_database_backend() != DbBackend::Postgres {
        return Ok(Vec::new());
    }
    let sql = "SELECT indexname::text, indexdef FROM pg_indexes WHERE indexdef LIKE '%USING gin%'";
    let mut indexes = vec!["SET maintenance_work_mem = '1GB'".to_owned()];
    for row in connection.query_all_raw(Statement::from_string(DbBackend::Postgres, sql)).await? {
        let (name, definition): (String, String) = row.try_get_many_by_index()?;
        connection.execute_unprepared(&format!("DROP INDEX {name}")).await?;
        indexes.push(definition);
    }
    // One statement, and so one connection, which keeps what was set.
    Ok(vec![indexes.join("; ")])
}
