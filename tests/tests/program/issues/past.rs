//! Entering an issue from before the program.

use domain::{person::Role, workflow::State};
use sea_orm::ConnectionTrait;
use store::{issues, items, ledger};
use tests::{Newsroom, both};

const TEXT: &str = "水库除险加固全面开工\n\n三座水库的除险加固工程本周全面开工，计划汛期前完成。\n（地矿科/周鹏）\n\n\
    简讯\n\n▲1月3日，召开了安全生产会议。（无名科）\n";

fn head(step: &str, number: &str) -> Vec<(&'static str, String)> {
    vec![
        ("step", step.to_owned()),
        ("newsletter", "1".to_owned()),
        ("year", "2023".to_owned()),
        ("number", number.to_owned()),
        ("date", "2023-12-28".to_owned()),
        ("credit_month", "2024-01".to_owned()),
        ("credited", "1".to_owned()),
        ("text", TEXT.to_owned()),
    ]
}

fn item(
    kind: &str,
    title: &str,
    body: &str,
    attribution: &str,
    unresolved: &str,
) -> [(&'static str, String); 6] {
    [
        ("kind", kind.to_owned()),
        ("title", title.to_owned()),
        ("subtitle", String::new()),
        ("body", body.to_owned()),
        ("attribution", attribution.to_owned()),
        ("unresolved", unresolved.to_owned()),
    ]
}

#[test]
fn pasted_text_is_read_repaired_and_entered_as_published() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let page = room.editor.get("/issues/past/new").await;
        assert_eq!(page.status(), 200);
        let read = room.editor.post("/issues/past/new", &head("read", "40")).await;
        assert!(read.text().contains("水库除险加固全面开工") || read.html().contains("水库除险加固全面开工"));
        assert!(read.text().contains("不认识“无名科”"), "{}", read.text());
        let article = item("article", "水库除险加固全面开工", "工程本周全面开工。", "（地矿科/周鹏）", "");
        let unknown = item("brief", "", "召开了安全生产会议。", "（地矿科 无名科）", "");
        let fields = [head("save", "40"), article.to_vec(), unknown.to_vec()].concat();
        let refused = room.editor.post("/issues/past/new", &fields).await;
        assert!(refused.text().contains("第2篇：“无名科”不是已知的单位"), "{}", refused.text());
        assert!(refused.html().contains("召开了安全生产会议。"), "what was typed comes back");
        let left = item("brief", "", "召开了安全生产会议。", "（地矿科 无名科）", "leave");
        let fields = [head("save", "40"), article.to_vec(), left.to_vec()].concat();
        let saved = room.editor.post("/issues/past/new", &fields).await;
        assert!(saved.flash().starts_with("已补录《河湖信息》2023年第40期，2篇；"), "{}", saved.flash());
        assert!(saved.text().contains("补录的往期"), "{}", saved.text());
        let issue = domain::id::IssueId(1);
        let version = issues::in_force(office.store().reader(), issue).await.expect("versions").expect("one");
        let ids: Vec<_> = version.items.iter().map(|printed| printed.item).collect();
        for item in items::load_many(office.store().reader(), &ids).await.expect("items") {
            assert_eq!(item.state, State::Adopted);
        }
        let month = "2024-01".parse().expect("a month");
        let entries = ledger::between(office.store().reader(), month..=month).await.expect("a ledger");
        let points: Vec<_> = entries.iter().map(|line| line.entry.points.to_string()).collect();
        assert_eq!(points, ["1", "0.5"]);
        let again = room.editor.post("/issues/past/new", &fields).await;
        assert!(again.text().contains("2023年第40期已经有了"), "{}", again.text());
    });
}

#[test]
fn what_was_printed_in_a_past_issue_is_found_by_its_year() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let article = item("article", "水库除险加固全面开工", "工程本周全面开工。", "（地矿科/周鹏）", "");
        let saved =
            room.editor.post("/issues/past/new", &[head("save", "41"), article.to_vec()].concat()).await;
        assert!(saved.text().contains("2023年第41期"), "{}", saved.text());
        for (year, is_found) in [("2023", true), ("2024", false), ("2022", false), ("", true)] {
            let page = room.editor.get(&format!("/search?in=printed&q=除险加固&year={year}")).await;
            assert_eq!(page.html().contains("<mark>"), is_found, "{year}");
        }
    });
}

#[test]
fn an_issue_entered_without_credit_earns_nothing() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let article = item("article", "水库除险加固全面开工", "工程本周全面开工。", "（地矿科/周鹏）", "");
        let mut fields = [head("save", "41"), article.to_vec()].concat();
        fields.retain(|(name, _)| *name != "credited");
        let saved = room.editor.post("/issues/past/new", &fields).await;
        assert!(saved.text().contains("不计入考核"), "{}", saved.text());
        let month = "2024-01".parse().expect("a month");
        let entries = ledger::between(office.store().reader(), month..=month).await.expect("a ledger");
        assert!(entries.is_empty());
    });
}

#[test]
fn what_comes_since_the_newsletter_is_made_here_is_not_entered_as_past() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let first = room.cleared(domain::item::Kind::Article).await;
        room.published(7, &[first]).await;
        office.set_now("2024-01-25T09:00");
        let editor = office.person("吴编辑", &[domain::person::Role::Editor]).await;
        let article = item("article", "没有审查过的一篇", "正文。", "（地矿科/周鹏）", "");
        let dated = |date: &str, number: &str| {
            let mut fields = [head("save", number), article.to_vec()].concat();
            for (name, value) in &mut fields {
                if *name == "date" {
                    date.clone_into(value);
                }
            }
            fields.push(("other_year", "1".to_owned()));
            fields
        };
        let today = editor.post("/issues/past/new", &dated("2024-01-22", "41")).await;
        assert!(today.text().contains("起在这里编印"), "{}", today.text());
        assert!(today.html().contains("没有审查过的一篇"), "what was typed comes back");
        let future = editor.post("/issues/past/new", &dated("2024-12-30", "41")).await;
        assert!(future.text().contains("日期还没有到"), "{}", future.text());
        let mut later = dated("2024-01-02", "9");
        later.iter_mut().filter(|(name, _)| *name == "year").for_each(|(_, year)| "2024".clone_into(year));
        let later = editor.post("/issues/past/new", &later).await;
        assert!(later.text().contains("起在这里编印"), "{}", later.text());
        let before = editor.post("/issues/past/new", &dated("2023-12-28", "41")).await;
        assert!(before.flash().starts_with("已补录《河湖信息》2023年第41期，1篇"), "{}", before.flash());
    });
}

#[test]
fn what_one_person_enters_or_imports_readers_see_once_a_signer_has_looked_through_it() {
    both(async |office| {
        office.let_sessions_last().await;
        let room = Newsroom::open(office).await;
        office.set_now("2024-01-28T09:00");
        let file = "期号,日期,计入月份,类型,标题,单位,正文\n\
                    8,2024-01-25,2024-01,信息,没有审查过的一篇,地质矿产管理科,还没有给人看过的正文。\n\
                    3,2023-12-20,2024-01,信息,早先印发的一篇,地质矿产管理科,早先的正文。\n";
        let seen = tests::importing::hand_in(&room.editor, "采用.csv", file.as_bytes()).await;
        assert!(seen.text().contains("刊物2期，由签发人核对开放后读者才看得到"), "{}", seen.text());
        let done = tests::importing::import_seen(&room.editor, &seen).await;
        assert!(done.text().contains("刊物2期由签发人核对开放后读者才看得到"), "{}", done.text());
        let entered = [
            head("save", "41"),
            item("article", "补录的一篇", "补录的正文。", "（地矿科/周鹏）", "").to_vec(),
        ];
        let entered = room.editor.post("/issues/past/new", &entered.concat()).await;
        assert!(entered.flash().ends_with("由签发人核对开放后读者才看得到"), "{}", entered.flash());
        let ids = async |year: i32, number: i32| {
            office.number(&format!("SELECT id FROM issues WHERE number = {number} AND year = {year}")).await
        };
        let all = [ids(2024, 8).await, ids(2023, 3).await, ids(2023, 41).await];
        let unseen = async |who: &tests::Client| {
            for id in all {
                assert_eq!(who.get(&format!("/issues/{id}")).await.status(), 404);
                assert_eq!(who.get(&format!("/issues/{id}/pdf")).await.status(), 404);
            }
            for list in ["/issues?year=2024", "/issues?year=2023", "/"] {
                let text = who.get(list).await.text();
                assert!(!text.contains("第8期") && !text.contains("第41期"), "{list}: {text}");
            }
        };
        unseen(&room.reader).await;
        // It is credited all the same, and the office reads it.
        let account = room.editor.get("/units/1?month=2024-01").await.text();
        assert!(account.contains("没有审查过的一篇"), "{account}");
        assert!(room.editor.get("/issues?year=2023").await.text().contains("读者还看不到"));
        let page = room.editor.get(&format!("/issues/{}", all[0])).await.text();
        assert!(page.contains("读者还看不到这一期") && page.contains("您不能开放"), "{page}");
        assert!(room.signer.get("/").await.text().contains("3 期补录或导入的刊物等您核对后开放给读者"));
        let fields = |ids: &[i64]| ids.iter().map(|id| ("issue", id.to_string())).collect::<Vec<_>>();
        let refused = room.editor.post("/do/release_issue", &fields(&all)).await;
        assert!(refused.flash().contains("只有签发人"), "{}", refused.flash());
        // Whoever entered it does not show it, whatever the newsletter's steps allow.
        let both = office.person("吴一人", &[Role::Editor, Role::Signer]).await;
        office
            .store()
            .reader()
            .execute_unprepared("UPDATE newsletters SET separate_duties = FALSE")
            .await
            .expect("the newsletter is one of a small office");
        let own = "期号,日期,计入月份,类型,标题,单位\n9,2024-01-26,2024-01,信息,自己导入的,地质矿产管理科\n";
        tests::importing::import(&both, "采用.csv", own.as_bytes()).await;
        let alone = both.post("/do/release_issue", &fields(&[ids(2024, 9).await])).await;
        assert!(alone.flash().contains("编排"), "{}", alone.flash());
        unseen(&room.reader).await;
        let released = room.signer.post("/do/release_issue", &fields(&all)).await;
        assert_eq!(released.flash(), "3期已开放，读者看得到了");
        let page = room.reader.get(&format!("/issues/{}", all[0])).await.text();
        assert!(page.contains("还没有给人看过的正文") && !page.contains("签发："), "{page}");
        assert!(room.reader.get("/issues?year=2024").await.text().contains("第8期"));
        let again = room.signer.post("/do/release_issue", &fields(&all[..1])).await;
        assert!(again.flash().contains("不用再开放"), "{}", again.flash());
    });
}

#[test]
fn a_number_of_another_year_than_the_days_is_of_the_year_beside_it() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let article = item("article", "远年的一篇", "正文。", "（地矿科/周鹏）", "");
        let mut fields = [head("save", "1"), article.to_vec()].concat();
        fields.push(("other_year", "1".to_owned()));
        fields.iter_mut().filter(|(name, _)| *name == "year").for_each(|(_, year)| "2199".clone_into(year));
        let refused = room.editor.post("/issues/past/new", &fields).await;
        assert!(refused.text().contains("差得太多"), "{}", refused.text());
        let sheet = "期号,年度,日期,类型,标题,单位\n增刊1,2199,2023-12-30,信息,甲,地质矿产管理科\n";
        let seen = tests::importing::hand_in(&room.editor, "采用.csv", sheet.as_bytes()).await;
        assert!(seen.text().contains("差得太多"), "{}", seen.text());
    });
}

#[test]
fn only_editors_enter_past_issues() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        assert_eq!(room.reader.get("/issues/past/new").await.status(), 403);
        let refused = room.signer.post("/issues/past/new", &head("read", "40")).await;
        assert_eq!(refused.status(), 403);
    });
}
