//! January as the bureau printed it: its facts entered by the program's own verbs give its bulletin.

use std::collections::BTreeMap;

use app::desk::credits::Bulletins;
use domain::{
    id::UnitId,
    item::Kind,
    person::Role,
    scoring::{
        FactKind,
        facts_file::{self, FactsFile},
    },
};
use serde_json::Value;
use tests::{Client, Office, both, bulletin_files};

use super::{
    published::{Piece, publish},
    records::add_channel,
};

const FACTS: &str = include_str!("../../../data/facts-2024-01.json");
const BULLETIN: &str = include_str!("../../../data/bulletin-2024-01.json");

#[test]
fn january_entered_through_the_application_gives_the_printed_bulletin() {
    both(async |office| {
        office.set_now("2024-02-20T09:00");
        let file = facts_file::read(FACTS).expect("the facts file is right");
        add_units(office, &file).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        publish_issues(office, &editor, &file).await;
        record(&editor, &file).await;

        let month = "2024-01".parse().expect("a month");
        let bulletin = office.desk().bulletin(editor.actor(), month).await.expect("an editor may read it");
        let found = server::export::json::bulletin(&bulletin, false).expect("figures are JSON");
        let found: Value = serde_json::from_str(&found).expect("JSON");
        let expected: Value = serde_json::from_str(BULLETIN).expect("JSON");
        assert_eq!(found, expected);

        assert_files_say(&editor, &expected).await;
        assert_page_shows(&editor, &expected).await;
    });
}

/// The units with the file's names and groups.
async fn add_units(office: &Office, file: &FactsFile) {
    for group in &file.roster.groups {
        for unit in &group.units {
            office.unit_like(unit.clone(), &group.name).await;
        }
    }
}

/// Kind, title and the names of the credited units of a piece.
type PieceOfFile<'a> = (Kind, &'a str, String);

async fn publish_issues(office: &Office, editor: &Client, file: &FactsFile) {
    let mut issues: BTreeMap<u32, Vec<PieceOfFile<'_>>> = BTreeMap::new();
    for fact in &file.facts {
        if let FactKind::NewsletterAdoption { issue, item_kind, title, units } = &fact.kind {
            issues.entry(issue.number).or_default().push((*item_kind, title, names(file, units)));
        }
    }
    for (number, pieces) in issues {
        let pieces: Vec<Piece<'_>> =
            pieces.iter().map(|(kind, title, units)| Piece { kind: *kind, title, units }).collect();
        publish(office, editor, number, "2024-01", &pieces).await;
    }
}

fn names(file: &FactsFile, units: &[UnitId]) -> String {
    let name = |unit: &UnitId| file.directory.get(*unit).expect("a unit of the file").name.as_str();
    units.iter().map(name).collect::<Vec<_>>().join(" ")
}

/// Everything that is no adoption, by the forms that an editor fills in.
async fn record(editor: &Client, file: &FactsFile) {
    let names = |units: &[UnitId]| names(file, units);
    for channel in ["昨日市情", "每日动态", "普刊", "聊城信息"] {
        add_channel(editor, channel).await;
    }
    for fact in &file.facts {
        let (verb, mut fields) = match &fact.kind {
            FactKind::NewsletterAdoption { .. } => continue,
            FactKind::Instruction { .. } | FactKind::Ruling { .. } => {
                unreachable!("January has neither")
            }
            FactKind::Submissions { unit, count } => {
                ("record_submissions", vec![("units", names(&[*unit])), ("count", count.to_string())])
            }
            FactKind::UpperAdoption { channel, title, starred, commissioned, units } => (
                "record_upper_adoption",
                vec![
                    ("channel", channel.to_string()),
                    ("title", title.to_string()),
                    ("starred", starred.to_string()),
                    ("commissioned", commissioned.to_string()),
                    ("units", names(units)),
                ],
            ),
            FactKind::Commission { channel, title, units } => (
                "record_commission",
                vec![("office", channel.to_string()), ("title", title.to_string()), ("units", names(units))],
            ),
            FactKind::Forwarding { count, units, .. } => (
                "record_forwarding",
                vec![
                    ("office", "省市".to_owned()),
                    ("title", "一月份报送的稿件".to_owned()),
                    ("count", count.to_string()),
                    ("units", names(units)),
                ],
            ),
            FactKind::Adjustment { unit, points, reason } => (
                "record_adjustment",
                vec![
                    ("points", points.to_string()),
                    ("reason", reason.to_string()),
                    ("units", names(&[*unit])),
                ],
            ),
        };
        fields.extend([("date", "2024-01-31".to_owned()), ("month", "2024-01".to_owned())]);
        let answer = editor.post(&format!("/do/{verb}"), &fields).await;
        assert!(answer.flash().contains("已登记"), "{verb} {fields:?}: {}", answer.flash());
    }
}

/// Each file says the same figures when it is read back.
async fn assert_files_say(editor: &Client, expected: &Value) {
    let tables = bulletin_files::of_json(expected);
    let mut files = Vec::new();
    for (form, media_type) in [
        ("csv", "text/csv; charset=utf-8"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("pdf", "application/pdf"),
    ] {
        let file = editor.get(&format!("/bulletins/2024-01/{form}")).await;
        assert_eq!(file.header("content-type"), Some(media_type));
        let named = format!("filename=\"bulletin-2024-01.{form}\"");
        assert!(file.header("content-disposition").is_some_and(|header| header.contains(&named)), "{form}");
        files.push(file.body);
    }
    assert_eq!(bulletin_files::of_csv(&files[0]), tables);
    assert_eq!(bulletin_files::of_xlsx(&files[1]), tables);
    assert_eq!(bulletin_files::of_docx(&files[2], &tables), tables);
    assert!(bulletin_files::docx_text(&files[2]).contains("未结账"));
    assert!(files[3].starts_with(b"%PDF-"), "{}", String::from_utf8_lossy(&files[3]));
    assert_eq!(editor.get("/bulletins/2024-01/odt").await.status(), 404);
}

/// Every figure stands on the page as a link that opens it.
async fn assert_page_shows(editor: &Client, expected: &Value) {
    let page = editor.get("/bulletins/2024-01").await;
    assert_eq!(page.status(), 200);
    assert!(page.text().contains("未结账"));
    let rows = expected["groups"].as_array().expect("groups").iter();
    for row in rows.flat_map(|group| group["rows"].as_array().expect("rows")) {
        let unit = row["unit"].as_str().expect("a name");
        for (column, key) in [("本月分数", "month"), ("累计分数", "cumulative")] {
            let label = format!("aria-label=\"{unit} {column} {}\"", row[key].as_str().expect("points"));
            assert!(page.html().contains(&label), "{label}");
        }
    }
}
