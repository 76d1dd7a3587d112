//! Who may go where and do what: every address of the router and every verb of the forms, for every kind of person. The
//! table is `tests/data/matrix.md`; an address or a verb that is not in it fails, and so does one that answers otherwise.
//!
//! `make matrix` makes the table anew and prints it: whoever changes it reads what changed.

use std::{collections::BTreeMap, fmt::Write as _, path::PathBuf};

use app::desk::Command;
use domain::{
    act::Verb,
    id::{ItemId, UnitId},
    item::Kind,
    person::Role,
};
use reqwest::{Method, header};
use tests::{Client, Newsroom, Office, both, items::draft};

/// Where the table is written anew, where that is asked for.
const WRITE: &str = "JIANBAO_MATRIX";

fn kept() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("data/matrix.md")
}

/// Everybody who asks, the least trusted first, and what they ask about.
struct Bureau {
    people: Vec<(&'static str, Client)>,
    subjects: Subjects,
}

/// Things of which not everybody may know.
struct Subjects {
    unit: UnitId,
    /// A draft of the unit, which nobody has sent in.
    draft: ItemId,
    /// A piece that was sent in.
    sent: ItemId,
    /// What its unit's reviewer returned: it never reached the office.
    returned: ItemId,
    published: i64,
    arranged: i64,
    /// Imported, and not shown to readers.
    withheld: i64,
    pdf: String,
    /// Somebody else's account.
    person: String,
}

#[test]
fn every_address_and_every_verb_answers_everybody_as_the_table_says() {
    both(async |office| {
        let bureau = bureau(office).await;
        let mut table = String::from(
            "# 谁能看什么、办什么\n\n由 `make matrix` 写成，测试逐格核对。看：看得到；转：转到别处；登录：先登录；改密码：先改首次密码；\
             不准：没有这个权限；没有：对此人不存在；办：办成了；再问：权限不拦，因内容或状态不办。\n",
        );
        table.push_str("\n## 地址\n\n");
        head(&mut table, &bureau, "地址（所指）");
        for address in server::web::addresses() {
            for (about, filled) in filled(address, &bureau.subjects) {
                let name = if about.is_empty() {
                    format!("`{address}`")
                } else {
                    format!("`{address}`（{about}）")
                };
                let mut cells = Vec::new();
                for (_, person) in &bureau.people {
                    cells.push(seen(person, &filled).await);
                }
                row(&mut table, &name, &cells);
            }
        }
        table.push_str("\n## 事项\n\n");
        head(&mut table, &bureau, "事项");
        let mut verbs: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for (_, person) in &bureau.people {
            for verb in Verb::ALL {
                let fields = Command::fields(*verb);
                let answer = done(person, verb.code(), &fields, &bureau.subjects).await;
                verbs.entry(verb.code()).or_default().push(answer);
            }
        }
        for (verb, cells) in verbs {
            row(&mut table, &format!("`{verb}`"), &cells);
        }
        if let Some(path) = std::env::var_os(WRITE) {
            std::fs::write(path, &table).expect("the table can be written");
            return;
        }
        let expected = std::fs::read_to_string(kept()).unwrap_or_default();
        let differing: Vec<String> = differing(&expected, &table);
        assert!(
            differing.is_empty(),
            "run `make matrix`, read what changed, and keep it if that is meant:\n{}",
            differing.join("\n")
        );
    });
}

/// Lines of one that are not in the other.
fn differing(expected: &str, found: &str) -> Vec<String> {
    let gone = expected.lines().filter(|line| !found.lines().any(|other| other == *line));
    let come = found.lines().filter(|line| !expected.lines().any(|other| other == *line));
    gone.map(|line| format!("- {line}")).chain(come.map(|line| format!("+ {line}"))).collect()
}

fn head(table: &mut String, bureau: &Bureau, first: &str) {
    let names: Vec<&str> = bureau.people.iter().map(|(name, _)| *name).collect();
    let _ = writeln!(table, "| {first} | {} |", names.join(" | "));
    let _ = writeln!(table, "|---{}|", "|---".repeat(names.len()));
}

fn row(table: &mut String, name: &str, cells: &[String]) {
    let _ = writeln!(table, "| {name} | {} |", cells.join(" | "));
}

/// The addresses that a route stands for, each with what it is about.
fn filled(route: &str, subjects: &Subjects) -> Vec<(&'static str, String)> {
    let of_item = || {
        [("草稿", subjects.draft), ("退回而没有报到", subjects.returned), ("已报送", subjects.sent)]
            .map(|(about, item)| (about, item.to_string()))
    };
    let variants: Vec<(&'static str, String)> = match route {
        _ if route.starts_with("/items/{") => of_item().to_vec(),
        _ if route.starts_with("/issues/{") => vec![
            ("编排中", subjects.arranged.to_string()),
            ("导入的，还没有开放", subjects.withheld.to_string()),
            ("已印发", subjects.published.to_string()),
        ],
        "/combine" => vec![("", String::new())],
        _ if route.starts_with("/units/{") => vec![("", subjects.unit.to_string())],
        _ if route.starts_with("/admin/units/{") => vec![("", subjects.unit.to_string())],
        _ if route.starts_with("/admin/people/{") => vec![("", subjects.person.clone())],
        _ if route.starts_with("/files/{hash}") => vec![("", subjects.pdf.clone())],
        _ if route.starts_with("/files/{name}") => vec![("", format!("{}.pdf", subjects.pdf))],
        _ => vec![("", "1".to_owned())],
    };
    let fill = |first: &str| {
        let mut address = String::new();
        let mut rest = route;
        let mut is_first = true;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').expect("a parameter ends");
            let value = match name {
                "month" => "2024-01",
                "year" => "2024",
                "verb" => "no_such_verb",
                "form" if route.contains("/versions/") => "pdf",
                "form" => "csv",
                "name" if route.starts_with("/units/{unit}/charts") => "points",
                "name" if route.contains("charts") => "intake",
                "name" if route.starts_with("/files/{hash}") => "1.png",
                "name" if route.contains("draft") => "1.png",
                "unit" if !is_first => &subjects.unit.to_string(),
                "section" => "rates",
                "sheet" if route.starts_with("/import") => "units",
                _ if is_first => first,
                _ => "1",
            };
            let _ = write!(address, "{before}{value}");
            is_first = false;
            rest = after;
        }
        match route {
            "/combine" => format!("/combine?item={0}&item={0}", subjects.sent),
            "/admin/units/{id}/change" => format!("{address}{rest}?kind=merged"),
            _ => address + rest,
        }
    };
    variants.into_iter().map(|(about, first)| (about, fill(&first))).collect()
}

async fn seen(person: &Client, address: &str) -> String {
    let answer = person.send(person.request(Method::GET, address)).await;
    let to = answer.location().unwrap_or_default();
    match answer.status() {
        200 => "看",
        300..=399 if to.contains("/sign-in") => "登录",
        300..=399 if to.contains("/me/password") => "改密码",
        300..=399 => "转",
        403 => "不准",
        404 => "没有",
        405 => "不能打开",
        other => return other.to_string(),
    }
    .to_owned()
}

async fn done(person: &Client, verb: &str, fields: &[&str], subjects: &Subjects) -> String {
    let value = |field: &str| -> String {
        match field {
            "item" | "survivor" => subjects.draft.to_string(),
            "issue" => subjects.arranged.to_string(),
            "person" => subjects.person.clone(),
            "unit" => subjects.unit.to_string(),
            // A file, a sheet, an account that is nobody's: what cannot be undone is not done.
            "login" => String::new(),
            other => super::screen_words::plausible(other).to_owned(),
        }
    };
    let form: Vec<(&str, String)> = fields.iter().map(|field| (*field, value(field))).collect();
    let request = person
        .request(Method::POST, &format!("/do/{verb}"))
        .header(header::ORIGIN, person.origin())
        .header(header::ACCEPT, "application/json")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(serde_urlencoded::to_string(form).expect("a form of texts can be written"));
    let answer = person.send(request).await;
    let to = answer.location().unwrap_or_default();
    match answer.status() {
        200 => "办",
        300..=399 if to.contains("/me/password") => "改密码",
        401 => "登录",
        300..=399 if to.contains("/sign-in") => "登录",
        403 => "不准",
        404 => "没有",
        409 | 422 => "再问",
        other => return format!("{other}"),
    }
    .to_owned()
}

async fn bureau(office: &Office) -> Bureau {
    let room = Newsroom::open(office).await;
    let reviewed = office.reviewed_unit("测绘科").await;
    let writer = office.person("周作者", &[Role::Contributor(reviewed)]).await;
    let colleague = office.person("吴同事", &[Role::Contributor(reviewed)]).await;
    let reviewer = office.person("郑审核", &[Role::UnitReviewer(reviewed)]).await;
    let stranger = office.person("陈外人", &[Role::Contributor(room.unit)]).await;
    let administrator = office.person("马管理", &[Role::Administrator]).await;
    let reader = office.person("白读者", &[Role::Reader]).await;
    let somebody = office.person("某某人", &[Role::Reader]).await;
    // The administrator above is not the last one, so that taking roles away is not refused for that.
    office.person("别的管理", &[Role::Administrator]).await;

    let printed = room.cleared(Kind::Article).await;
    let published = room.published(1, &[printed]).await;
    let pdf = store::issues::in_force(office.store().reader(), published)
        .await
        .expect("it can be read")
        .expect("it is published")
        .pdf_hash;
    let arranged = room.arranged(2, &[room.cleared(Kind::Brief).await]).await;
    let sent = room.shortlisted(Kind::Article, "（地矿科）", false).await;
    let unsent = draft(&writer, reviewed, "草稿一篇", "（测绘科）").await;
    let returned = draft(&writer, reviewed, "退回一篇", "（测绘科）").await;
    tests::items::act(office, &writer, "submit", returned, &[]).await;
    tests::items::act(office, &reviewer, "return_item", returned, &[("reason", "再改改")]).await;

    let correction = tests::items::load(office, printed).await;
    let correction = [
        ("item", printed.to_string()),
        ("item_version", correction.version.to_string()),
        ("kind", "信息".to_owned()),
        ("title", "改过的标题".to_owned()),
        ("body", "改过的正文。".to_owned()),
        ("attribution_line", "（地矿科/周鹏）".to_owned()),
        ("reason", "有误".to_owned()),
    ];
    assert!(room.editor.post("/do/correct_item", &correction).await.path.starts_with("/corrections/"));
    let closed = room.editor.post("/do/close_month", &[("month", "2024-01"), ("early", "true")]).await;
    assert!(closed.flash().contains("已结账"), "{}", closed.flash());
    let letter = [("month", "2024-01"), ("version", "0"), ("date", "2024-02-01")];
    room.editor.post("/do/set_bulletin_letter", &letter).await;
    let sent_bulletin = room.editor.post("/do/send_bulletin", &[("month", "2024-01")]).await;
    assert!(sent_bulletin.flash().contains("已送签"), "{}", sent_bulletin.flash());
    room.editor.post("/do/reopen_month", &[("month", "2024-01"), ("reason", "还要补记")]).await;
    room.editor.post("/do/begin_rules", &[("sheet", "")]).await;
    let list = "期号,日期,计入月份,类型,标题,单位\n9,2024-01-12,2024-01,信息,导入的一篇,地质矿产管理科\n";
    let imported = tests::importing::import(&room.editor, "采用.csv", list.as_bytes()).await;
    assert!(imported.text().contains("开放后读者才看得到"), "{}", imported.text());
    let withheld = office.number("SELECT id FROM issues WHERE number = 9").await;

    let newcomer = office.visitor();
    let added =
        [("name", "新来的"), ("login", "xinlaide"), ("password", "jianbao-first-2024"), ("role", "editor")];
    administrator.post("/do/add_person", &added).await;
    newcomer.post("/sign-in", &[("login", "xinlaide"), ("password", "jianbao-first-2024")]).await;
    let people = vec![
        ("未登录", office.visitor()),
        ("首次密码", newcomer),
        ("读者", reader),
        ("外单位信息员", stranger),
        ("本单位信息员", colleague),
        ("本单位审核", reviewer),
        ("保密审查", office.person("钱审", &[Role::Clearer]).await),
        ("签发", office.person("孙签发", &[Role::Signer]).await),
        ("编辑", office.person("赵编", &[Role::Editor]).await),
        ("管理员", administrator),
    ];
    let subjects = Subjects {
        unit: reviewed,
        draft: unsent,
        sent,
        returned,
        published: published.0,
        arranged: arranged.0,
        withheld,
        pdf,
        person: somebody.actor().id.to_string(),
    };
    Bureau { people, subjects }
}
