//! Nobody can stop the office: what is too large is refused when it is saved, heavy work is done aside, and whoever asks
//! for much takes nothing from the others.

use std::{
    io::{Read, Write},
    net::TcpStream,
    time::{Duration, Instant},
};

use domain::person::Role;
use sea_orm::{ConnectionTrait, Statement};
use sha2::Digest;
use store::Store;
use tests::{Answer, Backend, Client, Newsroom, both, items::draft, on, sheets::WritingSheet};

#[test]
fn what_is_too_long_for_its_field_is_refused_in_words_and_kept() {
    both(async |office| {
        let unit = office.unit("地质矿产管理科", &["地矿科"]).await;
        let writer = office.person("周鹏", &[Role::Contributor(unit)]).await;
        let page = WritingSheet::new_item(&writer, unit).await;
        let long = page.save(&writer, &"长".repeat(201), "正文。", 1).await;
        assert!(long.text().contains("最多 200 字，现在 201 字"), "{}", long.text());
        assert!(long.html().contains(&"长".repeat(201)), "what was typed comes back");
        let fits = page.save(&writer, &"长".repeat(200), "正文。", 2).await;
        assert!(fits.flash().contains("已"), "{}", fits.flash());
        let page = WritingSheet::new_item(&writer, unit).await;
        let long = page.save(&writer, "题", &"字".repeat(50_001), 1).await;
        assert!(long.text().contains("最多 50000 字，现在 50001 字"), "{}", long.text());
        let row = format!("|{}\n", "甲|".repeat(20));
        let rule = format!("|{}\n", "---|".repeat(20));
        let table = format!("{row}{rule}{}", "|甲|\n".repeat(110));
        let wide = page.save(&writer, "题", &table, 2).await;
        assert!(wide.text().contains("表格共有2220格，最多2000格"), "{}", wide.text());
    });
}

#[test]
fn no_form_takes_a_value_of_any_length() {
    both(async |office| {
        let administrator = office.person("马管理", &[Role::Administrator]).await;
        let login = [
            ("name", "某人".to_owned()),
            ("login", "长".repeat(3_000)),
            ("password", "jianbao-2024".to_owned()),
        ];
        let refused = administrator.post("/do/add_person", &login).await;
        assert!(refused.text().contains("太长") || refused.text().contains("最多"), "{}", refused.text());
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let reason = [("item", "1".to_owned()), ("version", "1".to_owned()), ("reason", "长".repeat(2_001))];
        let refused = editor.post("/do/return_item", &reason).await;
        assert!(refused.text().contains("“原因”太长"), "{}", refused.text());
    });
}

/// The longest that the health of the office takes to be told, asked again and again until the work is done.
async fn slowest_health(office: &tests::Office, work: impl Future<Output = ()>) -> Duration {
    let visitor = office.visitor();
    let asking = async {
        let mut slowest = Duration::ZERO;
        loop {
            let begun = Instant::now();
            assert_eq!(visitor.get("/healthz").await.status(), 200);
            slowest = slowest.max(begun.elapsed());
            tokio::time::sleep(Duration::from_millis(10)).await;
            // The future is dropped when the work is done.
            SLOWEST.with(|known| known.set(slowest));
        }
    };
    tokio::select! {
        () = work => {}
        () = asking => {}
    }
    SLOWEST.with(std::cell::Cell::get)
}

thread_local! {
    static SLOWEST: std::cell::Cell<Duration> = const { std::cell::Cell::new(Duration::ZERO) };
}

/// A text of so many characters; two of different seeds have nothing in common.
fn unlike(seed: u32, length: u32) -> String {
    let character =
        |at: u32| char::from_u32(0x4e00 + (at.wrapping_mul(7919) ^ seed.wrapping_mul(104_729)) % 20_000);
    (0..length).filter_map(character).collect()
}

#[test]
fn the_difference_of_two_long_texts_is_told_in_time_and_holds_nobody_up() {
    on(Backend::Sqlite, async |office| {
        let unit = office.unit("地质矿产管理科", &["地矿科"]).await;
        let writer = office.person("周鹏", &[Role::Contributor(unit)]).await;
        let item = draft(&writer, unit, "甲", "（地矿科）").await;
        let page = WritingSheet::of_item(&writer, item).await;
        page.save(&writer, "甲", &unlike(1, 49_000), 1).await;
        page.save(&writer, "甲", &unlike(2, 49_000), 2).await;
        let begun = Instant::now();
        let slowest = slowest_health(office, async {
            let address = format!("/items/{item}/revisions/3");
            let pages = (0..4).map(|_| writer.get(&address));
            for page in futures_util::future::join_all(pages).await {
                assert_eq!(page.status(), 200, "{}", page.text());
            }
        });
        let slowest = slowest.await;
        assert!(begun.elapsed() < Duration::from_secs(40), "{:?}", begun.elapsed());
        assert!(slowest < Duration::from_secs(1), "health took {slowest:?}");
    });
}

#[test]
fn idle_connections_and_heads_that_never_end_cut_nobody_off() {
    on(Backend::Sqlite, async |office| {
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let address = editor.origin().trim_start_matches("http://").to_owned();
        let mut open = Vec::new();
        for number in 0..700 {
            let mut stream = TcpStream::connect(&address).expect("a connection");
            if number % 2 == 0 {
                stream.write_all(b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ").expect("half a head");
            }
            open.push(stream);
        }
        let begun = Instant::now();
        let page = editor.get("/inbox").await;
        assert_eq!(page.status(), 200);
        assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
        // Beyond an address's share the idlest gives way, and whoever comes is answered.
        open.extend((0..500).map(|_| TcpStream::connect(&address).expect("a connection")));
        let begun = Instant::now();
        assert_eq!(office.visitor().get("/sign-in").await.status(), 200);
        assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
        let first = open.first_mut().expect("one of them");
        first.set_read_timeout(Some(Duration::from_secs(2))).expect("a time limit");
        let read = first.read(&mut [0; 1]);
        assert!(!read.is_err_and(|error| error.kind() == std::io::ErrorKind::WouldBlock), "nothing gave way");
        drop(open);
        assert_eq!(editor.get("/inbox").await.status(), 200);
    });
}

async fn sign_in(visitor: &Client, login: &str, password: &str) -> Answer {
    visitor.post("/sign-in", &[("login", login), ("password", password)]).await
}

#[test]
fn a_database_in_trouble_is_told_and_nobody_is_signed_out() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let visitor = office.visitor();
        office.store().clone().close().await.expect("it closes");
        let page = room.editor.get("/inbox").await;
        assert_eq!(page.status(), 503, "{}", page.text());
        assert!(page.text().contains("数据库现在用不了"), "{}", page.text());
        assert!(!page.path.starts_with("/sign-in"), "{}", page.path);
        let saved = room.editor.post("/do/receive", &[("item", "1")]).await;
        assert_eq!(saved.status(), 503, "{}", saved.text());
        let ready = visitor.get("/readyz").await;
        assert_eq!(ready.status(), 503);
        assert_eq!(visitor.get("/healthz").await.status(), 200);
        let refused = sign_in(&visitor, "zhao", "jianbao-2024").await;
        assert_eq!(refused.status(), 503, "{}", refused.text());
    });
}

/// As many pages as there are, and not one more, for the connection that says so: the disk is full.
async fn fill_up(connection: &impl ConnectionTrait) {
    let backend = connection.get_database_backend();
    let pages = connection.query_one_raw(Statement::from_string(backend, "PRAGMA page_count")).await;
    let pages: i64 = pages.expect("pages are counted").expect("a row").try_get_by_index(0).expect("a number");
    let full = format!("PRAGMA max_page_count = {pages}");
    connection.execute_unprepared(&full).await.expect("the limit is set");
}

#[tokio::test]
async fn once_a_full_disk_has_room_again_everything_is_written_again() {
    const ROW: &str = "INSERT INTO filling (words) SELECT hex(zeroblob(40000))";
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(&Store::sqlite_address(folder.path())).await.expect("the database opens");
    store.migrate().await.expect("the tables are made");
    store.reader().execute_unprepared("CREATE TABLE filling (words TEXT)").await.expect("a table");
    for _ in 0..4 {
        let transaction = store.begin().await.expect("a transaction begins");
        fill_up(transaction.connection()).await;
        let written = transaction.connection().execute_unprepared(ROW).await;
        let error = written.expect_err("there is no room").to_string();
        assert!(error.contains("full"), "{error}");
        drop(transaction);
    }
    for _ in 0..4 {
        let write = async {
            let transaction = store.begin().await.expect("a transaction begins");
            let roomy = "PRAGMA max_page_count = 1073741823";
            transaction.connection().execute_unprepared(roomy).await.expect("there is room again");
            transaction.connection().execute_unprepared(ROW).await.expect("a row is written");
            transaction.commit_unseen().await.expect("it is kept");
        };
        tokio::time::timeout(Duration::from_secs(5), write).await.expect("nobody holds the database");
    }
    // Another process sees all of it, so that nothing hangs in a transaction that never ends.
    let other = Store::open(&Store::sqlite_address(folder.path())).await.expect("it opens once more");
    let count = Statement::from_string(other.reader().get_database_backend(), "SELECT COUNT(*) FROM filling");
    let row = other.reader().query_one_raw(count).await.expect("it is counted").expect("a row");
    assert_eq!(row.try_get_by_index::<i64>(0).expect("a number"), 4);
}

#[test]
fn words_that_can_be_neither_saved_nor_kept_stand_on_the_page_that_answers() {
    both(async |office| {
        let unit = office.unit("综合科", &[]).await;
        let writer = office.person("周鹏", &[Role::Contributor(unit)]).await;
        let page = WritingSheet::new_item(&writer, unit).await;
        let away = async |from: &str, to: &str| {
            let rename = format!("ALTER TABLE {from} RENAME TO {to}");
            office.store().reader().execute_unprepared(&rename).await.expect("it is renamed");
        };
        away("sheets", "sheets_away").await;
        let refused = page.send(&writer, "题", "没有存下的字", 2).await;
        assert_eq!(refused.status(), 500, "{}", refused.text());
        assert!(refused.text().contains("您打的字没有存下，也没有留存"), "{}", refused.text());
        assert!(
            refused.html().contains("题\n\n没有存下的字\n\n（地矿科/周鹏）</textarea>"),
            "{}",
            refused.text()
        );
        away("sheets_away", "sheets").await;
        let again = page.send(&writer, "题", "没有存下的字", 2).await;
        assert!(again.path.starts_with("/items/"), "{}: {}", again.path, again.text());
    });
}

#[test]
fn a_form_of_very_many_fields_is_refused_before_it_is_read() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        for (who, status) in [(&office.visitor(), 413), (&room.editor, 413)] {
            let request = who
                .request(reqwest::Method::POST, "/do/receive")
                .header("origin", who.origin())
                .header("content-type", "application/x-www-form-urlencoded")
                .body("item=1&".repeat(280_000));
            let begun = Instant::now();
            let answer = who.send(request).await;
            assert_eq!(answer.status(), status, "{}", answer.text());
            assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
        }
    });
}

#[test]
fn a_page_has_no_name_of_any_length_and_nobody_fills_the_disk_with_what_was_given_up() {
    both(async |office| {
        let unit = office.unit("综合科", &[]).await;
        let writer = office.person("周鹏", &[Role::Contributor(unit)]).await;
        let long = "z".repeat(10_000);
        let named = [("sheet", long.as_str()), ("stamp", "1"), ("title", "题"), ("body", "字")];
        writer.post("/do/keep_text", &named).await;
        assert!(!writer.get("/").await.html().contains(&long[..200]));
        let body = "长".repeat(200_000);
        for number in 100..210 {
            let sheet = format!("page-{number}");
            let kept = [("sheet", sheet.as_str()), ("stamp", "1"), ("title", "题"), ("body", &body)];
            let answer = writer.post("/do/keep_text", &kept).await;
            assert!(answer.flash().contains("已留存"), "{}", answer.text());
            writer.post("/do/drop_kept_text", &[("text", &sheet)]).await;
        }
        let held = office.number("SELECT CAST(SUM(LENGTH(form)) AS BIGINT) FROM sheets").await;
        assert!(held < 21_000_000, "{held} characters are held");
        let last = writer.post("/do/take_back_kept_text", &[("text", "page-209")]).await;
        assert!(last.flash().contains("文字还在"), "{}", last.flash());
    });
}

#[test]
fn no_digest_of_a_password_is_kept_that_could_be_guessed_at() {
    both(async |office| {
        let administrator = office.person("马管理", &[Role::Administrator]).await;
        let reader = office.person("白读者", &[Role::Reader]).await;
        let id = reader.actor().id.to_string();
        let fields =
            [("sheet", "reset-1"), ("person", &id), ("version", "1"), ("password", "Quartz-Heron-77")];
        let done = administrator.post("/do/reset_password", &fields).await;
        assert!(done.flash().contains("密码"), "{}", done.flash());
        let content = format!("person={id}&version=1&password=Quartz-Heron-77");
        let guessed: String =
            sha2::Sha256::digest(content.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
        let found = format!(
            "SELECT COUNT(*) FROM sheets WHERE done_digest = '{guessed}' OR sheet LIKE '%{}%'",
            &guessed[..16]
        );
        assert_eq!(office.number("SELECT COUNT(*) FROM sheets WHERE done_digest IS NOT NULL").await, 1);
        assert_eq!(office.number(&found).await, 0);
    });
}

#[test]
fn nothing_that_a_stranger_types_is_kept_or_repeated_without_bound() {
    both(async |office| {
        let visitor = office.visitor();
        let refused = sign_in(&visitor, &"名".repeat(150_000), "jianbao-2024").await;
        assert_eq!(refused.status(), 401, "{}", refused.text());
        assert!(refused.html().len() < 50_000, "{} bytes", refused.html().len());
        assert!(refused.path.len() < 200, "{}", refused.path.len());
    });
}

#[test]
fn a_misspelt_database_prints_no_password() {
    for address in ["postgre://jianbao:geheim-2024@localhost/jianbao", "mysql://a:geheim-2024@b/c"] {
        let answer = std::process::Command::new(tests::program::binary())
            .args(["serve", "--addr", "127.0.0.1:0", "--database", address])
            .arg("--data")
            .arg(tempfile::tempdir().expect("a folder").path())
            .output()
            .expect("the program runs");
        let words = String::from_utf8_lossy(&answer.stderr).into_owned();
        assert!(!answer.status.success());
        assert!(words.contains("数据库的地址读不懂"), "{words}");
        assert!(!words.contains("geheim"), "{words}");
    }
}

#[test]
fn until_the_first_password_is_changed_nothing_is_seen() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let item = room.cleared(domain::item::Kind::Article).await;
        let issue = room.published(1, &[item]).await;
        let administrator = office.person("马管理", &[Role::Administrator]).await;
        let added = [
            ("name", "新编辑".to_owned()),
            ("login", "xinbianji".to_owned()),
            ("password", "jianbao-first-2024".to_owned()),
            ("role", "editor".to_owned()),
        ];
        let added = administrator.post("/do/add_person", &added).await;
        assert!(added.flash().contains("新编辑"), "{}", added.flash());
        let newcomer = office.visitor();
        sign_in(&newcomer, "xinbianji", "jianbao-first-2024").await;
        let pdf = format!("/files/{}.pdf", "0".repeat(64));
        for address in [
            "/".to_owned(),
            "/inbox".to_owned(),
            format!("/items/{item}"),
            format!("/items/{item}/slip.png?v=x"),
            format!("/issues/{issue}"),
            pdf,
            "/no/such/page".to_owned(),
        ] {
            let page = newcomer.get(&address).await;
            assert_eq!(page.path, "/me/password", "{address}");
        }
        let done = newcomer.post("/do/receive", &[("item", item.to_string())]).await;
        assert_eq!(done.path, "/me/password");
    });
}

#[test]
fn the_heaviest_that_is_taken_is_done_in_time_and_holds_nobody_up() {
    on(Backend::Sqlite, async |office| {
        let unit = office.unit("地质矿产管理科", &["地矿科"]).await;
        let writer = office.person("周鹏", &[Role::Contributor(unit)]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let row = |cells: usize| format!("|{}\n", "甲乙丙|".repeat(cells));
        let table = format!("{}|{}\n{}", row(40), "---|".repeat(40), row(40).repeat(49));
        let heads = "{ heading = \"列\", field = \"month\" },\n".repeat(8_000);
        let document = format!("format = \"jianbao.rules/1\"\ncolumns = [\n{heads}]\n");
        let texts = [
            ("长题", "无断处".repeat(66), "正文。".to_owned()),
            ("长词", "W".repeat(200), "W".repeat(50_000)),
            ("大表", "表".to_owned(), table),
            ("长文", "文".to_owned(), "各县（市、区）局：情况如下，".repeat(3_500)),
        ];
        for (what, title, body) in texts {
            let form =
                [("kind", "信息"), ("title", &title), ("body", &body), ("attribution_line", "（地矿科）")];
            let begun = Instant::now();
            let slowest = slowest_health(office, async {
                let slip = writer.post("/slip", &form).await;
                assert!(slip.status() < 500, "{what}: {}", slip.text());
            });
            let slowest = slowest.await;
            assert!(begun.elapsed() < Duration::from_secs(20), "{what}: {:?}", begun.elapsed());
            assert!(slowest < Duration::from_millis(500), "{what}: health took {slowest:?}");
        }
        let begun = Instant::now();
        let slowest = slowest_health(office, async {
            let refused = editor.post("/do/import_rules", &[("document", &document)]).await;
            assert!(refused.status() < 500, "{}", refused.text());
        });
        let slowest = slowest.await;
        assert!(begun.elapsed() < Duration::from_secs(20), "rules: {:?}", begun.elapsed());
        assert!(slowest < Duration::from_millis(500), "rules: health took {slowest:?}");
    });
}

#[test]
fn what_one_person_types_and_never_saves_is_bounded() {
    on(Backend::Sqlite, async |office| {
        let unit = office.unit("地质矿产管理科", &["地矿科"]).await;
        let writer = office.person("周鹏", &[Role::Contributor(unit)]).await;
        for number in 0..100 {
            let page = WritingSheet::new_item(&writer, unit).await;
            let kept = page.keep(&writer, &format!("第{number}份"), "字", 1).await;
            assert!(kept.html().contains("\"outcome\":\"kept\""), "{number}: {}", kept.html());
        }
        let page = WritingSheet::new_item(&writer, unit).await;
        let refused = page.keep(&writer, "再一份", "字", 1).await;
        assert!(refused.html().contains("没有保存的文字已有100份"), "{}", refused.html());
        assert!(writer.get("/items").await.text().contains("第0份"), "all of them are listed");
    });
}
