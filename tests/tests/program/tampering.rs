//! 核对 names what somebody did to the database behind the program's back, and nothing else.

use app::desk::{months::Verifying, verification::Verification};
use domain::{item::Kind, person::Role};
use sea_orm::ConnectionTrait;
use store::Store;
use tests::{Office, both, both_demonstrated, newsroom::Newsroom, program::binary};

async fn verify(office: &Office) -> Verification {
    let editor = office.member("bianji").await;
    office.desk().verify(editor.actor(), None).await.expect("an editor may check")
}

fn findings(verification: &Verification) -> Vec<String> {
    verification.findings.iter().map(app::desk::verification::Finding::in_words).collect()
}

async fn tamper(office: &Office, sql: &str) {
    let done = office.store().reader().execute_unprepared(sql).await;
    let rows = done.unwrap_or_else(|error| panic!("{sql}: {error}")).rows_affected();
    assert_eq!(rows, 1, "{sql}");
}

/// Each of these is done to the demonstration, one after the other; what it is found by.
const TAMPERINGS: [(&str, &[&str]); 17] = [
    (
        "UPDATE blobs SET bytes = (SELECT bytes FROM blobs ORDER BY hash DESC LIMIT 1) \
         WHERE hash = (SELECT MIN(hash) FROM blobs)",
        &["文件：", "的内容与校验值不符"],
    ),
    (
        "UPDATE issue_versions SET pdf_hash = (SELECT pdf_hash FROM issue_versions WHERE issue_id = 2 AND number = 1) \
         WHERE issue_id = 1 AND number = 1",
        &["版面：2024年第1期第1版的内容与第", "签字：2024年第1期第1版的", "签的不是这一版的 PDF"],
    ),
    (
        "UPDATE issue_versions SET content = REPLACE(content, '\"body\":\"', '\"body\":\"假') WHERE issue_id = 2 AND number = 1",
        &["版面：2024年第2期第1版的内容与第"],
    ),
    (
        "UPDATE issue_versions SET standing = 'sent_back' WHERE id = (SELECT MAX(id) FROM issue_versions)",
        &["的状态和篇目与第"],
    ),
    ("DELETE FROM signatures WHERE id = 1", &["签字：编号 1 的签字不见了，它登记在第"]),
    ("UPDATE signatures SET signer_id = 1 WHERE id = 2", &["第1版的", "签字与第"]),
    (
        "INSERT INTO signatures (issue_version_id, step, signer_id, signed_at, pdf_hash) \
         SELECT id, '加签', 1, 0, pdf_hash FROM issue_versions WHERE issue_id = 3 AND number = 1",
        &["的加签签字没有登记在任何事件里"],
    ),
    (
        "UPDATE items SET clearance = NULL WHERE id = (SELECT MIN(item_id) FROM placements WHERE issue_id = 3)",
        &["的审查决定不见了", "保密审查：2024年第3期第", "没有对这份文字有效的审查"],
    ),
    (
        "UPDATE items SET clearance = REPLACE(clearance, '\"clearer\":', '\"clearer\":9') \
         WHERE id = (SELECT MAX(item_id) FROM placements WHERE issue_id = 3)",
        &["》的审查决定与第"],
    ),
    // The text of a piece, after it was cleared and printed: where it is read, where it was saved, and both.
    (
        "UPDATE items SET body = body || '假' WHERE id = (SELECT item_id FROM placements WHERE issue_id = 3 ORDER BY item_id LIMIT 1 OFFSET 1)",
        &["保密审查：", "现在的文字不是它的第", "审查的是那一稿"],
    ),
    (
        "UPDATE revisions SET text = REPLACE(text, '\"body\":\"', '\"body\":\"假') WHERE id = \
         (SELECT revision_id FROM items WHERE id = (SELECT item_id FROM placements WHERE issue_id = 3 ORDER BY item_id LIMIT 1 OFFSET 2))",
        &["审查过的文字（第", "登记的不符，被改动过", "版面：2024年第3期第1版印出的《", "有一处被改动过"],
    ),
    (
        "UPDATE records SET title = title || '假' WHERE id = (SELECT MIN(id) FROM records)",
        &["登记：登记“", "登记的不符，被改动过"],
    ),
    (
        "INSERT INTO records (kind, month, date, channel_id, office, title, starred, commissioned, points, reason, count, \
         details, recorded_by, recorded_at) \
         SELECT kind, month, date, channel_id, office, '凭空的一条', starred, commissioned, points, reason, count, \
         details, recorded_by, recorded_at FROM records WHERE id = (SELECT MIN(id) FROM records)",
        &["登记：登记“凭空的一条”没有登记在任何事件里"],
    ),
    (
        "UPDATE issue_versions SET notice = '假' WHERE id = (SELECT MIN(id) FROM issue_versions WHERE number = 2)",
        &["的原因和说明与第"],
    ),
    ("UPDATE events SET happened_at = happened_at + 1 WHERE place = 10", &["事件：第10号与它的校验值不符"]),
    ("UPDATE events SET words = words || '。' WHERE place = 20", &["事件：第20号的文字或原因被改动过"]),
    ("UPDATE event_covers SET digest = salt WHERE id = (SELECT MIN(id) FROM event_covers)", &[]),
];

#[test]
fn whatever_is_done_to_the_database_is_named_and_nothing_is_where_nothing_was_done() {
    both_demonstrated(async |office| {
        office.set_now("2024-03-01T12:00");
        let began = std::time::Instant::now();
        let whole = verify(office).await;
        let took = began.elapsed();
        assert_eq!((&whole.differences[..], &findings(&whole)[..]), (&[][..], &[][..]));
        let proof = &whole.proof;
        assert!(proof.events > 500 && proof.afterwards == 0 && proof.files >= 5, "{proof:?}");
        assert!(proof.versions >= 5 && proof.signatures >= 7 && proof.clearances > 50, "{proof:?}");
        assert_eq!(proof.set_otherwise, 0, "this program made them all: {proof:?}");
        assert!(proof.reprinted >= 1, "some are printed anew: {proof:?}");
        assert!(took.as_secs() < 20, "{took:?}: {proof:?}");
        for (sql, _) in TAMPERINGS {
            tamper(office, sql).await;
        }
        let found = findings(&verify(office).await);
        for (sql, told) in TAMPERINGS {
            for words in told {
                assert!(
                    found.iter().any(|found| found.contains(words)),
                    "{sql}: “{words}” is not in {found:?}"
                );
            }
        }
        let vouching =
            "SELECT place FROM events WHERE id = (SELECT event_id FROM event_covers ORDER BY id LIMIT 1)";
        let vouching = format!("事件：第{}号与它的校验值不符", office.number(vouching).await);
        assert!(found.iter().any(|found| found.starts_with(&vouching)), "{vouching} is not in {found:?}");
        let page = office.member("bianji").await.get("/verify?year=2024").await.text();
        assert!(page.contains("第10号与它的校验值不符") && page.contains("事件链末端"), "{page}");
    });
}

#[test]
fn the_next_event_vouches_for_nothing_that_others_put_there() {
    both(async |office| {
        let (editor, administrator) = people(office).await;
        administrator.post("/do/save_group", &[("name", "第1组"), ("order", "1")]).await;
        let found = async || {
            let verification = office.desk().verify(editor.actor(), None).await.expect("an editor may check");
            findings(&verification)
        };
        assert_eq!(found().await, [""; 0]);
        // Other words, with a claim that the next event is to take, and one that belongs to no event.
        let words = "UPDATE events SET words = '假' WHERE place = (SELECT MAX(place) FROM events)";
        tamper(office, words).await;
        for event in ["NULL", "(SELECT id FROM events ORDER BY place LIMIT 1)"] {
            let claim = format!(
                "INSERT INTO event_covers (event_id, kind, subject_id, salt, digest) \
                 SELECT {event}, 'event', id, 'x', 'y' FROM events WHERE words = '假'"
            );
            tamper(office, &claim).await;
        }
        administrator.post("/do/save_group", &[("name", "第2组"), ("order", "2")]).await;
        let found = found().await;
        assert!(found.iter().any(|found| found.contains("的文字或原因被改动过")), "{found:?}");
        let pending = "SELECT COUNT(*) FROM event_covers WHERE event_id IS NULL";
        assert_eq!(office.number(pending).await, 0);
    });
}

#[test]
fn events_that_were_taken_out_or_slipped_in_are_named_by_their_numbers() {
    both(async |office| {
        let (editor, administrator) = people(office).await;
        for order in ["1", "2", "3"] {
            let fields = [("name", format!("第{order}组")), ("order", order.to_owned())];
            administrator.post("/do/save_group", &fields).await;
        }
        let checked = async || {
            let verification = office.desk().verify(editor.actor(), None).await.expect("an editor may check");
            findings(&verification)
        };
        assert_eq!(checked().await, [""; 0]);
        let last = office.number("SELECT place FROM event_chain").await;
        assert_eq!(last, office.number("SELECT COUNT(*) FROM events").await);
        let middle = last - 1;
        tamper(office, &format!("DELETE FROM events WHERE place = {middle}")).await;
        assert_eq!(checked().await, [format!("事件：第{middle}号不见了")]);
        tamper(office, &format!("DELETE FROM events WHERE place = {last}")).await;
        assert_eq!(checked().await, [format!("事件：第{middle}号至第{last}号不见了")]);
        // Who also changes what is kept of the end is found out by what stands at the end.
        tamper(office, &format!("UPDATE event_chain SET place = {}", middle - 1)).await;
        assert_eq!(checked().await, [format!("事件：事件链的末端记录（第{}号）与链不符", middle - 1)]);
        tamper(
            office,
            "INSERT INTO events (happened_at, actor_id, verb, subject_kind, subject_id, words) \
             SELECT happened_at, actor_id, verb, subject_kind, subject_id, words FROM events WHERE place = 1",
        )
        .await;
        let id = office.number("SELECT MAX(id) FROM events").await;
        let slipped = format!("事件：编号 {id} 的事件不在链上，不是程序写入的");
        assert!(checked().await.contains(&slipped), "{:?}", checked().await);
        tamper(office, "DELETE FROM event_chain").await;
        assert!(checked().await.contains(&"事件：事件链的末端记录不见了".to_owned()));
    });
}

async fn people(office: &Office) -> (tests::Client, tests::Client) {
    let editor = office.person("赵编辑", &[Role::Editor]).await;
    let administrator = office.person("马管理", &[Role::Administrator]).await;
    (editor, administrator)
}

#[test]
fn content_and_pdf_that_the_same_program_set_prove_each_other() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let item = room.cleared(Kind::Article).await;
        room.published(1, &[item]).await;
        let checked =
            async || office.desk().verify(room.editor.actor(), None).await.expect("an editor may check");
        let whole = checked().await;
        assert_eq!((findings(&whole), whole.proof.reprinted, whole.proof.versions), (vec![], 1, 1));
        // Somebody who knows the program changes the content and what vouches for it, too.
        tamper(
            office,
            "UPDATE issue_versions SET content = REPLACE(content, '\"body\":\"', '\"body\":\"假')",
        )
        .await;
        let reader = office.store().reader();
        reader.execute_unprepared("DELETE FROM event_covers").await.expect("nothing guards it");
        let found = findings(&checked().await);
        assert!(found.iter().any(|words| words.contains("定稿内容和 PDF 不是一份")), "{found:?}");
        // What an earlier program set may come out otherwise: that is said, and is no fault by itself.
        reader.execute_unprepared("UPDATE issue_versions SET typesetting = NULL").await.expect("likewise");
        let checked = checked().await;
        assert_eq!((checked.proof.reprinted, checked.proof.set_otherwise), (0, 1));
        assert!(checked.proof.in_words().join("").contains("由较早版本的程序或别的字体排版"), "{checked:?}");
    });
}

#[test]
fn a_destroyed_text_leaves_the_chain_whole_and_nothing_to_guess_it_by() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let administrator = office.person("马管理", &[Role::Administrator]).await;
        let item = room.shortlisted(Kind::Article, "", false).await;
        let fields = |item: &domain::id::ItemId, version: i64, reason: &str| {
            [("item", item.to_string()), ("version", version.to_string()), ("reason", reason.to_owned())]
        };
        let version = office.number(&format!("SELECT version FROM items WHERE id = {item}")).await;
        let rejected = room.editor.post("/do/reject", &fields(&item, version, "秘密的原因")).await;
        assert!(
            rejected.flash().contains("未采用") || rejected.flash().contains("不采用"),
            "{}",
            rejected.flash()
        );
        let about = format!("FROM events WHERE subject_kind = 'item' AND subject_id = {item}");
        assert_eq!(office.number(&format!("SELECT COUNT(*) {about} AND reason = '秘密的原因'")).await, 1);
        let form = [("item", item.to_string()), ("reason", "误录".to_owned()), ("sure", "1".to_owned())];
        let destroyed = administrator.post("/do/destroy_item", &form).await;
        assert!(destroyed.flash().contains("已销毁"), "{}", destroyed.flash());
        let checked = async || {
            let verification = office.desk().verify(room.editor.actor(), None).await;
            findings(&verification.expect("an editor may check"))
        };
        assert_eq!(checked().await, [""; 0]);
        assert_eq!(office.number(&format!("SELECT COUNT(*) {about} AND reason = '秘密的原因'")).await, 0);
        let unsalted = office.number("SELECT COUNT(*) FROM events WHERE salt IS NULL").await;
        assert!(unsalted >= 1, "the salt goes with the words");
        let instead = office.number("SELECT COUNT(*) FROM event_covers WHERE kind = 'event'").await;
        assert_eq!(instead, unsalted, "what is left is vouched for by the destruction");
        // Nobody can pretend a destruction, nor change what one has left.
        let other = "UPDATE events SET words = words || '。' WHERE id = \
                     (SELECT MAX(subject_id) FROM event_covers WHERE kind = 'event')";
        tamper(office, other).await;
        assert_eq!(checked().await.len(), 1);
        tamper(office, "UPDATE events SET salt = NULL, words = '别的' WHERE place = 1").await;
        assert!(checked().await.contains(&"事件：第1号的文字或原因被改动过，也不是销毁所致".to_owned()));
    });
}

/// `jianbao verify`, from outside.
fn command(office: &Office, arguments: &[&str]) -> (Option<i32>, String) {
    let run = std::process::Command::new(binary())
        .args(["verify", "--database", office.database()])
        .args(arguments)
        .output()
        .expect("the program runs");
    let text = [run.stdout, run.stderr].concat();
    (run.status.code(), String::from_utf8(text).expect("a text"))
}

#[test]
fn an_end_that_was_noted_is_part_of_the_chain_until_somebody_makes_the_chain_anew() {
    both(async |office| {
        let (editor, administrator) = people(office).await;
        administrator.post("/do/save_group", &[("name", "甲组"), ("order", "1")]).await;
        let (status, head) = command(office, &["--head"]);
        assert_eq!(status, Some(0), "{head}");
        let head = head.trim();
        assert!(editor.get("/verify").await.text().contains(head), "the page shows the same");
        assert!(editor.get("/months").await.text().contains(head), "so does the year's page");
        administrator.post("/do/save_group", &[("name", "乙组"), ("order", "2")]).await;
        let (status, text) = command(office, &["--since", head]);
        assert_eq!(status, Some(0), "{text}");
        assert!(text.contains("与记下的第"), "{text}");
        let (status, text) = command(office, &["--since", "57"]);
        assert_eq!(status, Some(2), "{text}");
        // Somebody changes an event and makes a chain over it that is whole by itself.
        tamper(office, "UPDATE events SET words = '别的' WHERE place = 1").await;
        for sql in [
            "DELETE FROM event_covers",
            "DELETE FROM event_chain",
            "UPDATE events SET place = NULL, salt = NULL, digest = NULL, hash = NULL",
        ] {
            office.store().reader().execute_unprepared(sql).await.expect("nothing guards it");
        }
        let store = Store::open(office.database()).await.expect("the database opens");
        store.migrate().await.expect("the chain is begun");
        store.close().await.expect("it closes");
        let (status, text) = command(office, &[]);
        assert_eq!(status, Some(0), "by itself it is whole: {text}");
        assert!(text.contains("是升级时补进链的"), "and says that it was made afterwards: {text}");
        let (status, text) = command(office, &["--since", head]);
        assert_eq!(status, Some(1), "{text}");
        assert!(text.contains("末端不在现在的链上"), "{text}");
    });
}

#[test]
fn what_is_moved_from_one_column_of_a_record_to_another_is_named() {
    both_demonstrated(async |office| {
        office.set_now("2024-03-01T12:00");
        let one = "id = (SELECT MIN(id) FROM records WHERE kind = 'forwarding')";
        tamper(
            office,
            &format!(
                "UPDATE records SET evidence = COALESCE(cleared_by, ''), cleared_by = '别人' WHERE {one}"
            ),
        )
        .await;
        let found = findings(&verify(office).await);
        assert!(found.len() == 1 && found[0].contains("登记的不符"), "{found:?}");
    });
}
