//! Drafts that go, texts that must not be here, and earlier texts that come back.

use app::desk::months::Verifying;
use domain::{item::Kind, person::Role};
use store::ledger;
use tests::{
    Backend, Office, both,
    items::{act, draft, id_of, load, save},
    sheets::WritingSheet,
};

#[test]
fn a_draft_is_deleted_by_who_wrote_it_and_nobody_else() {
    both(async |office| {
        let unit = office.unit("地质矿产管理科", &["地矿科"]).await;
        let writer = office.person("周鹏", &[Role::Contributor(unit)]).await;
        let colleague = office.person("吴敏", &[Role::Contributor(unit)]).await;
        let item = draft(&writer, unit, "写坏的一篇", "（地矿科/周鹏 无名科）").await;
        WritingSheet::of_item(&writer, item).await.keep(&writer, "写坏的一篇", "又写了些", 1).await;
        let refused = act(office, &colleague, "delete_draft", item, &[]).await;
        assert!(refused.flash().contains("只有起草人"), "{}", refused.flash());
        assert!(writer.get(&format!("/items/{item}")).await.text().contains("删除《写坏的一篇》"));
        assert!(!colleague.get(&format!("/items/{item}")).await.text().contains("删除《写坏的一篇》"));
        let deleted = act(office, &writer, "delete_draft", item, &[]).await;
        assert!(deleted.flash().contains("已删除草稿《写坏的一篇》"), "{}", deleted.flash());
        assert_eq!(writer.get(&format!("/items/{item}")).await.status(), 404);
        assert!(!writer.get("/items").await.text().contains("又写了些"));
        assert!(!writer.get("/search?q=%E5%86%99%E5%9D%8F").await.html().contains(&format!("/items/{item}")));
        let sent = draft(&writer, unit, "已报的一篇", "（地矿科/周鹏）").await;
        act(office, &writer, "submit", sent, &[]).await;
        assert!(act(office, &writer, "delete_draft", sent, &[]).await.flash().contains("只有草稿"));
        act(office, &writer, "withdraw", sent, &[]).await;
        assert!(act(office, &writer, "delete_draft", sent, &[]).await.flash().contains("已删除"));
    });
}

#[test]
fn an_earlier_text_is_restored_by_one_click_and_that_is_taken_back_by_another() {
    both(async |office| {
        let unit = office.unit("地质矿产管理科", &["地矿科"]).await;
        let writer = office.person("周鹏", &[Role::Contributor(unit)]).await;
        let item = draft(&writer, unit, "题", "（地矿科/周鹏）").await;
        let first = load(office, item).await.text.body;
        save(office, &writer, item, "改坏了").await;
        let page = writer.get(&format!("/items/{item}")).await;
        assert!(page.html().contains("（第1稿）"), "{}", page.text());
        assert!(!page.html().contains("（第2稿）"), "the present text is no earlier one");
        let restored = act(office, &writer, "restore_revision", item, &[("number", "1")]).await;
        assert!(restored.flash().contains("已恢复第1稿"), "{}", restored.flash());
        assert_eq!(load(office, item).await.text.body, first);
        let undo = restored.whole_flash().and_then(|flash| flash.undo.clone()).expect("a way back");
        writer.post(&format!("/do/{}", undo.verb), &undo.fields).await;
        assert_eq!(load(office, item).await.text.body, "改坏了");
        let brief =
            [("kind", "简讯"), ("title", ""), ("body", "改成简讯"), ("attribution_line", "（办公室）")];
        act(office, &writer, "save_item", item, &brief).await;
        let restored = act(office, &writer, "restore_revision", item, &[("number", "1")]).await;
        assert!(
            restored.flash().contains("；体裁由简讯改为信息；署名单位与刚才不同"),
            "{}",
            restored.flash()
        );
        act(office, &writer, "submit", item, &[]).await;
        let late = act(office, &writer, "restore_revision", item, &[("number", "1")]).await;
        assert!(late.flash().contains("不能改"), "{}", late.flash());
    });
}

const SECRET: &str = "绝密坐标某某高地";

#[test]
fn a_text_that_must_not_be_here_is_destroyed_wherever_it_was_kept() {
    both(async |office| {
        let unit = office.unit("地质矿产管理科", &["地矿科"]).await;
        let writer = office.person("周鹏", &[Role::Contributor(unit)]).await;
        let editor = office.person("王编", &[Role::Editor]).await;
        let administrator = office.person("马管理", &[Role::Administrator]).await;
        let item = draft(&writer, unit, &format!("{SECRET}一"), "（地矿科/周鹏）").await;
        save(office, &writer, item, &format!("{SECRET}二")).await;
        act(office, &writer, "submit", item, &[]).await;
        act(office, &editor, "receive", item, &[]).await;
        WritingSheet::of_item(&editor, item).await.keep(&editor, "题", &format!("{SECRET}三"), 2).await;
        act(office, &editor, "return_item", item, &[("reason", &format!("{SECRET}四"))]).await;
        let open = WritingSheet::of_item(&writer, item).await;
        open.keep(&writer, "题", &format!("{SECRET}五"), 2).await;
        let begun = WritingSheet::new_item(&writer, unit).await;
        let other = id_of(&begun.save(&writer, "题", &format!("{SECRET}六"), 2).await);

        let look = administrator.get(&format!("/admin/destroy?item={item}")).await;
        assert_eq!(look.status(), 200);
        assert!(!look.html().contains(SECRET), "an administrator is shown nothing of it");
        assert_eq!(editor.get("/admin/destroy").await.status(), 403);
        let fields =
            [("item", item.to_string()), ("reason", "误录涉密内容".to_owned()), ("sure", "1".to_owned())];
        let refused = editor.post("/do/destroy_item", &fields).await;
        assert!(refused.flash().contains("只有管理员"), "{}", refused.flash());
        let unsure = administrator.post("/do/destroy_item", &fields[..2]).await;
        assert!(unsure.flash().contains("先勾选"), "{}", unsure.flash());
        let destroyed = administrator.post("/do/destroy_item", &fields).await;
        assert!(destroyed.flash().contains("已销毁"), "{}", destroyed.flash());
        assert!(
            destroyed.text().contains("误录涉密内容") && destroyed.text().contains("马管理"),
            "{}",
            destroyed.text()
        );

        let fields =
            [("item", other.to_string()), ("reason", "误录涉密内容".to_owned()), ("sure", "1".to_owned())];
        let destroyed = administrator.post("/do/destroy_item", &fields).await;
        assert!(destroyed.flash().contains("已销毁"), "{}", destroyed.flash());

        // Pages that are still open, and what a browser kept for itself, bring nothing back.
        for page in [&open, &begun] {
            let kept = page.keep(&writer, "题", &format!("{SECRET}七"), 9).await;
            assert!(kept.html().contains("destroyed"), "{}", kept.html());
            let saved = page.save(&writer, "题", &format!("{SECRET}八"), 10).await;
            assert!(saved.flash().contains("已由管理员销毁"), "{}", saved.flash());
        }
        let drafts = writer.get("/items").await.text();
        assert!(!drafts.contains("没有保存"), "{drafts}");
        for (who, verb) in [(&editor, "restore"), (&editor, "undo_combine")] {
            let refused = act(office, who, verb, item, &[]).await;
            assert!(!refused.flash().contains("已恢复"), "{verb}: {}", refused.flash());
        }
        // The page's name is good for nothing any more; a new text has a new one.
        let again = writer.get(&begun.address).await;
        assert!(!again.path.contains(&begun.sheet), "{}", again.path);

        for (who, place) in [
            (&writer, format!("/items/{item}")),
            (&writer, "/items".to_owned()),
            (&writer, "/".to_owned()),
            (&writer, format!("/items/{item}/revisions/1")),
            (&editor, format!("/items/{item}/revisions/2")),
            (&editor, "/events".to_owned()),
            (&editor, "/inbox".to_owned()),
            (&editor, "/search?q=%E7%BB%9D%E5%AF%86%E5%9D%90%E6%A0%87".to_owned()),
        ] {
            assert!(!who.get(&place).await.text().replace("绝密坐标\"", "").contains(SECRET), "{place}");
        }
        if office.backend() == Backend::Sqlite {
            assert_nowhere_in_the_files(office, SECRET);
        }
    });
}

#[test]
fn what_is_placed_or_printed_says_what_must_come_first() {
    both(async |office| {
        let room = tests::Newsroom::open(office).await;
        let administrator = office.person("马管理", &[Role::Administrator]).await;
        let placed = room.cleared(Kind::Article).await;
        room.arranged(1, &[placed]).await;
        let printed = room.cleared(Kind::Article).await;
        room.published(2, &[printed]).await;
        for (item, words) in [(placed, "先把它移出"), (printed, "已经印发")] {
            let fields =
                [("item", item.to_string()), ("reason", "误录".to_owned()), ("sure", "1".to_owned())];
            let answer = administrator.post("/do/destroy_item", &fields).await;
            assert!(answer.flash().contains(words), "{}", answer.flash());
            let look = administrator.get(&format!("/admin/destroy?item={item}")).await;
            assert!(look.text().contains(words), "{}", look.text());
        }
    });
}

#[test]
fn what_was_printed_is_destroyed_once_it_is_retracted_with_every_version_that_holds_it() {
    both(async |office| {
        let room = tests::Newsroom::open(office).await;
        let administrator = office.person("马管理", &[Role::Administrator]).await;
        let (kept, secret) = (room.cleared(Kind::Article).await, room.cleared(Kind::Article).await);
        let issue = room.published(1, &[kept, secret]).await;
        let commission = [
            ("office", "市政府".to_owned()),
            ("title", "第2号河道清淤工程完工".to_owned()),
            ("date", "2024-01-09".to_owned()),
            ("units", "地质矿产管理科".to_owned()),
            ("item", secret.to_string()),
        ];
        let recorded = room.editor.post("/do/record_commission", &commission).await;
        assert!(recorded.flash().starts_with("已登记"), "{}", recorded.flash());
        let first = room.reader.get(&format!("/issues/{issue}/pdf")).await;
        let retract = [("item", secret.to_string()), ("reason", "第2号河道涉密".to_owned())];
        room.signer.post("/do/retract", &retract).await;
        let points = async || {
            let month = "2024-01".parse().expect("a month");
            let lines = ledger::between(office.store().reader(), month..=month).await.expect("a ledger");
            lines.iter().map(|line| (line.entry.unit, line.entry.points.to_string())).collect::<Vec<_>>()
        };
        let before = points().await;
        assert_eq!(room.editor.get(&format!("/issues/{issue}/versions/1/pdf")).await.body, first.body);

        let look = administrator.get(&format!("/admin/destroy?item={secret}")).await.text();
        assert!(look.contains("发出去的印本和 PDF 要另外处置"), "{look}");
        let destroy =
            [("item", secret.to_string()), ("reason", "误印涉密内容".to_owned()), ("sure", "1".to_owned())];
        let destroyed = administrator.post("/do/destroy_item", &destroy).await;
        assert!(destroyed.flash().contains("已销毁"), "{}", destroyed.flash());
        assert_eq!(room.editor.get(&format!("/issues/{issue}/versions/1/pdf")).await.status(), 404);
        assert_eq!(room.editor.get(&first.path).await.status(), 404, "{}", first.path);
        let reading = room.reader.get(&format!("/issues/{issue}")).await;
        assert_eq!(reading.status(), 200);
        assert!(
            reading.text().contains("第1号河道") && reading.text().contains("已撤下1篇"),
            "{}",
            reading.text()
        );
        assert_eq!(points().await, before, "what counted counts");
        let verification =
            office.desk().verify(room.editor.actor(), None).await.expect("an editor may check");
        assert_eq!((verification.findings, verification.differences), (Vec::new(), Vec::new()));
        for (who, place) in [
            (&room.editor, format!("/items/{secret}")),
            (&room.editor, format!("/items/{secret}/revisions/1")),
            (&room.editor, format!("/issues/{issue}")),
            (&room.editor, "/events".to_owned()),
            (&room.editor, "/records?month=2024-01".to_owned()),
            (&room.editor, "/ledger?month=2024-01".to_owned()),
            (&room.editor, "/ledger".to_owned()),
            (&room.editor, "/search?q=%E6%B2%B3%E9%81%93".to_owned()),
        ] {
            let seen = who.get(&place).await.text();
            assert!(!seen.contains("第2号河道"), "{place}: {seen}");
        }
        if office.backend() == Backend::Sqlite {
            assert_nowhere_in_the_files(office, "第2号河道");
        }
    });
}

fn assert_nowhere_in_the_files(office: &Office, secret: &str) {
    let folder = std::fs::read_dir(office.data()).expect("the folder can be read");
    for file in folder.map(|entry| entry.expect("an entry").path()).filter(|path| path.is_file()) {
        let bytes = std::fs::read(&file).expect("a file can be read");
        let secret = secret.as_bytes();
        assert!(!bytes.windows(secret.len()).any(|window| window == secret), "{}", file.display());
    }
}
