//! One real issue, pasted into the program.

use domain::{attribution, id::IssueId, item::Kind, scoring::facts_file, unit::Unit};
use store::issues;
use tests::{both, newsroom, seed};

#[test]
fn a_real_issue_is_pasted_read_entered_and_printed() {
    let (Some(text), Some(content)) = (seed::text(), seed::issue()) else {
        #[expect(clippy::print_stderr, reason = "a test that was skipped has to say so")]
        {
            eprintln!("skipped: the shared folder with seed 003 is not here");
        }
        return;
    };
    let directory = facts_file::read_units(seed::FACTS).expect("the units of the facts");
    both(async |office| {
        office.set_now("2024-05-01T09:00");
        for unit in directory.units() {
            office.unit_like(Unit { id: domain::id::UnitId(0), ..unit.clone() }, "机关科室").await;
        }
        let newsletter = newsroom::newsletter(office, "河湖信息", false).await;
        let editor = office.person("赵编辑", &[domain::person::Role::Editor]).await;
        let head = |step: &str| {
            vec![
                ("step", step.to_owned()),
                ("newsletter", newsletter.to_string()),
                ("year", "2024".to_owned()),
                ("number", "8".to_owned()),
                ("date", "2024-04-15".to_owned()),
                ("credit_month", "2024-04".to_owned()),
                ("credited", "1".to_owned()),
                ("text", text.clone()),
                // For an item of whose units none is known.
                ("unit", "1".to_owned()),
            ]
        };
        let read = editor.post("/issues/past/new", &head("read")).await;
        assert_eq!(read.html().matches("name=\"body\"").count(), 33);

        let mut fields = head("save");
        let mut unknown = 0;
        for section in &content.sections {
            for item in &section.items {
                let line = attribution::parse(&item.attribution, &directory);
                let is_known = line.unresolved().next().is_none();
                unknown += line.unresolved().count();
                let shown = read.html().contains(&item.title) || read.text().contains(&item.title);
                assert!(shown, "{}", item.title);
                fields.extend([
                    ("kind", section.kind.code().to_owned()),
                    ("title", item.title.clone()),
                    ("subtitle", item.subtitle.clone().unwrap_or_default()),
                    ("body", item.body.clone()),
                    ("attribution", item.attribution.clone()),
                    ("unresolved", if is_known { String::new() } else { "leave".to_owned() }),
                ]);
            }
        }
        assert_eq!(read.text().matches("不认识“").count(), unknown, "only what the bureau does not know");
        let saved = editor.post("/issues/past/new", &fields).await;
        assert!(saved.flash().starts_with("已补录《河湖信息》2024年第8期，33篇；"), "{}", saved.text());
        let version = issues::in_force(office.store().reader(), IssueId(1)).await.expect("versions");
        let printed = version.expect("it is printed");
        let count = |kind| {
            let sections = printed.content.content().sections.iter().filter(|section| section.kind == kind);
            sections.map(|section| section.items.len()).sum::<usize>()
        };
        assert_eq!((count(Kind::Article), count(Kind::Brief)), (8, 25));
        let pdf = editor.get("/issues/1/pdf").await;
        assert!(pdf.body.starts_with(b"%PDF"));
    });
}
