//! The issue as a Word document: what is in force, for whoever may read it; and as it is arranged, for the office.

use domain::item::Kind;
use tests::{both, bulletin_files::docx_text, newsroom::Newsroom};

const MORE: &str =
    "\n\n一、清出淤泥<&>\n\n| 河段 | 方量 |\n|---|---|\n| 上游 | 320 |\n\n1. 第一项\n2. 第二项";

#[test]
fn a_published_issue_is_had_as_word_as_it_is_in_force() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let kept = room.shortlisted_with(Kind::Article, "（地矿科/周鹏）", true, MORE).await;
        let gone = room.cleared(Kind::Article).await;
        let brief = room.cleared(Kind::Brief).await;
        let issue = room.published(1, &[kept, gone, brief]).await;
        let address = format!("/issues/{issue}/docx");
        assert!(room.reader.get(&format!("/issues/{issue}")).await.html().contains(&address));
        let file = room.reader.get(&address).await;
        assert_eq!(file.status(), 200);
        let text = docx_text(&file.body);
        let order = [
            "河湖信息",
            "第1期",
            "2024年1月20日",
            "第1号河道",
            "清出淤泥<&>",
            "河段",
            "320",
            "第一项",
            "（地矿科/周鹏）",
            "▲第3号河道",
        ];
        let places: Vec<usize> =
            order.iter().map(|words| text.find(words).unwrap_or_else(|| panic!("{words}: {text}"))).collect();
        assert!(places.is_sorted(), "{places:?}: {text}");
        assert!(text.contains("第2号河道清淤工程完工"));
        // The same content gives the same bytes.
        assert_eq!(room.editor.get(&address).await.body, file.body);
        // What was retracted is in it no more.
        room.signer.post("/do/retract", &[("item", gone.to_string().as_str()), ("reason", "有误")]).await;
        let text = docx_text(&room.reader.get(&address).await.body);
        assert!(!text.contains("第2号河道清淤工程完工"), "{text}");
        // Whoever may not read the issue has no document of it.
        let stranger = office.visitor().get(&address).await;
        assert!(stranger.path.starts_with("/sign-in"), "{}", stranger.path);
    });
}

#[test]
fn an_issue_that_is_arranged_is_had_as_word_by_the_office_alone() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let item = room.cleared(Kind::Article).await;
        let issue = room.arranged(1, &[item]).await;
        let address = format!("/issues/{issue}/desk/docx");
        let file = room.editor.get(&address).await;
        assert_eq!(file.status(), 200);
        assert!(docx_text(&file.body).contains("第1号河道清淤工程完工"));
        assert_ne!(room.reader.get(&address).await.status(), 200);
        assert_ne!(room.reader.get(&format!("/issues/{issue}/docx")).await.status(), 200);
        assert_ne!(room.editor.get(&format!("/issues/{issue}/docx")).await.status(), 200);
    });
}
