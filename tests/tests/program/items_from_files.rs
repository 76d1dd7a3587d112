//! Items out of files: what a file holds is seen before it is drafted, each piece becomes an item with the file as its
//! original, and what belongs to an item and is not printed goes along with it.

use domain::{markdown, person::Role};
use store::items::came_with;
use tests::{
    Answer, Client, Office, both, hand_in_as,
    items::{act, id_of as item_of, load, text_fields},
};

const PIECE: &str = "矿山巡查改用无人机\n近日，地矿科用无人机巡查在册矿山12处。\n一、主要做法\n每周巡查一次。\n（地矿科/周鹏）";
const OTHER: &str = "复垦项目通过验收\n4月3日，城东复垦项目通过验收，新增耕地300亩。\n（地矿科/吴敏）";

async fn writer_of(office: &Office) -> Client {
    let unit = office.unit("地质矿产管理科", &["地矿科"]).await;
    office.person("周鹏", &[Role::Contributor(unit)]).await
}

/// Hands a text file in to be drafted; the page that shows what is in it.
async fn seen(client: &Client, name: &str, text: &str) -> Answer {
    hand_in_as(client, "/manuscripts", "file", name, text.as_bytes()).await
}

/// The values of the fields of this name on a page.
fn values(page: &Answer, name: &str) -> Vec<String> {
    let marked = format!("name=\"{name}\" value=\"");
    let rests = page.html().split(&marked).skip(1);
    rests.filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

#[test]
fn a_file_is_seen_then_drafted_and_stays_with_the_item_as_its_original() {
    both(async |office| {
        let writer = writer_of(office).await;
        let page = seen(&writer, "巡查.txt", PIECE).await;
        assert_eq!(page.status(), 200, "{}", page.text());
        for words in ["读出1篇，还没有存", "矿山巡查改用无人机", "1 个小标题", "地质矿产管理科"]
        {
            assert!(page.text().contains(words), "{words}: {}", page.text());
        }
        assert!(writer.get("/items").await.text().contains("这里还没有稿件"), "nothing is kept yet");
        let pieces = values(&page, "piece");
        let done = writer.post("/do/draft_from_files", &[("piece", &pieces[0])]).await;
        assert!(done.text().contains("已存1篇草稿"), "{}", done.text());
        let item = item_of(&done);
        let page = writer.get(&format!("/items/{item}")).await;
        for words in ["从“巡查.txt”起草", "原件", "巡查.txt"] {
            assert!(page.text().contains(words), "{words}: {}", page.text());
        }
        let address = page.html().split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
        let address =
            address.clone().find(|address| address.contains("/files/")).expect("the original's address");
        let original = writer.get(address).await;
        assert_eq!(original.body, PIECE.as_bytes());
        assert_eq!(original.header("content-type"), Some("application/octet-stream"));
        assert!(original.header("content-disposition").is_some_and(|shown| shown.starts_with("attachment")));
        let stranger = office.person("郑读者", &[]).await;
        assert_eq!(stranger.get(address).await.status(), 404, "who may not read the item has not its file");
    });
}

#[test]
fn forty_files_become_forty_drafts_or_are_sent_at_once_and_what_cannot_be_sent_is_told() {
    both(async |office| {
        let writer = writer_of(office).await;
        let (first, second) = (seen(&writer, "一.txt", PIECE).await, seen(&writer, "二.txt", OTHER).await);
        let lacking = seen(&writer, "三.txt", "没有署名的一篇\n这一篇没有署名，还不能报送。\n结束。").await;
        assert!(lacking.text().contains("还不能报送"), "{}", lacking.text());
        let pieces: Vec<String> =
            [first, second, lacking].iter().flat_map(|page| values(page, "piece")).collect();
        assert_eq!(pieces.len(), 3);
        let mut form: Vec<(&str, &str)> = pieces.iter().map(|piece| ("piece", piece.as_str())).collect();
        form.push(("send", "1"));
        let done = writer.post("/do/draft_from_files", &form).await;
        for words in ["已报送2篇", "1篇存为草稿", "署名里至少要有一个已知的单位"] {
            assert!(done.text().contains(words), "{words}: {}", done.text());
        }
    });
}

#[test]
fn an_editor_enters_for_the_unit_that_the_attribution_names_or_another_one() {
    both(async |office| {
        let unit = office.unit("地质矿产管理科", &["地矿科"]).await;
        let other = office.unit("开发利用科", &["利用科"]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let page = seen(&editor, "巡查.txt", PIECE).await;
        let piece = values(&page, "piece").remove(0);
        assert!(page.html().contains(&format!("value=\"{piece}:{unit}\" selected")), "{}", page.html());
        let chosen = format!("{piece}:{other}");
        let kind = format!("{piece}:brief");
        let form = [("piece", piece.as_str()), ("piece_unit", &chosen), ("piece_kind", &kind)];
        let done = editor.post("/do/draft_from_files", &form).await;
        let page = editor.get(&format!("/items/{}", item_of(&done))).await;
        assert!(page.text().contains("代开发利用科录入"), "{}", page.text());
        assert!(page.text().contains("简讯"), "{}", page.text());
    });
}

#[test]
fn what_was_handed_in_is_nobody_elses_and_what_cannot_be_read_is_told_in_words() {
    both(async |office| {
        let writer = writer_of(office).await;
        let page = seen(&writer, "巡查.txt", PIECE).await;
        let piece = values(&page, "piece").remove(0);
        let file = piece.split('.').next().expect("the file's number").to_owned();
        let unit = office.unit("开发利用科", &["利用科"]).await;
        let other = office.person("陈瑶", &[Role::Contributor(unit)]).await;
        assert_eq!(other.get(&format!("/manuscripts?file={file}")).await.status(), 404);
        let done = other.post("/do/draft_from_files", &[("piece", &piece)]).await;
        assert!(done.text().contains("请重新选择"), "{}", done.text());
        let reader = office.person("郑读者", &[]).await;
        assert_eq!(reader.get("/manuscripts").await.status(), 403);
        let picture = hand_in_as(&writer, "/manuscripts", "file", "图.png", b"\x89PNG\r\n\x1a\n0000").await;
        assert!(picture.text().contains("1个文件没有读出"), "{}", picture.text());
        let nothing = writer.post("/do/draft_from_files", &[("send", "1")]).await;
        assert!(nothing.text().contains("请先勾选"), "{}", nothing.text());
        let gone = writer.post("/do/draft_from_files", &[("piece", &format!("{file}.7"))]).await;
        assert!(gone.text().contains("没有这一篇"), "{}", gone.text());
    });
}

#[test]
fn attachments_go_along_with_an_item_and_end_with_it() {
    both(async |office| {
        let writer = writer_of(office).await;
        let page = seen(&writer, "巡查.txt", PIECE).await;
        let piece = values(&page, "piece").remove(0);
        let item = item_of(&writer.post("/do/draft_from_files", &[("piece", &piece)]).await);
        let address = format!("/attachments?item={item}");
        let added = hand_in_as(&writer, &address, "file", "数据表.xlsx", b"PK-none").await;
        for words in ["已添加附件“数据表.xlsx”", "附件", "移去"] {
            assert!(added.text().contains(words), "{words}: {}", added.text());
        }
        let stranger = office.person("郑读者", &[]).await;
        let refused = hand_in_as(&stranger, &address, "file", "数据表.xlsx", b"PK-none").await;
        assert_ne!(refused.status(), 200, "{}", refused.text());
        let file =
            added.html().split("name=\"file\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        let file = file.expect("the attachment's number").to_owned();
        let removed = writer.post("/do/remove_file", &[("item", &item.to_string()), ("file", &file)]).await;
        assert!(removed.text().contains("已移去附件“数据表.xlsx”"), "{}", removed.text());
        assert!(!removed.html().contains("download=\"数据表.xlsx\""), "{}", removed.text());
        // The draft goes, and its original with it.
        let version = values(&removed, "version").pop().expect("a version");
        let deleted =
            writer.post("/do/delete_draft", &[("item", &item.to_string()), ("version", &version)]).await;
        assert!(deleted.text().contains("已删除草稿"), "{}", deleted.text());
    });
}

/// Hands files in as the page on which somebody writes does; their numbers.
async fn along(client: &Client, files: &[(&str, &str)]) -> Vec<String> {
    let mut numbers = Vec::new();
    for (name, content) in files {
        let answer = hand_in_as(client, "/attachments/handed-in", "file", name, content.as_bytes())
            .await
            .html()
            .to_owned();
        let number = answer.split("\"number\":").nth(1).and_then(|rest| rest.split(',').next());
        numbers.push(number.unwrap_or_else(|| panic!("no number in {answer}")).to_owned());
    }
    numbers
}

#[test]
fn attachments_are_added_while_one_writes_and_are_the_items_as_soon_as_it_is_saved() {
    both(async |office| {
        let writer = writer_of(office).await;
        let unit = writer.actor().units()[0];
        let numbers = along(&writer, &[("台账.xlsx", "甲"), ("说明.pdf", "乙")]).await;
        let text = [
            ("unit", unit.to_string()),
            ("kind", "信息".to_owned()),
            ("title", "矿山巡查改用无人机".to_owned()),
            ("body", "4月12日，复垦项目通过验收。".to_owned()),
            ("attribution_line", "（地矿科/周鹏）".to_owned()),
        ];
        let with = |numbers: &[String]| {
            let mut fields = text.to_vec();
            fields.extend(numbers.iter().map(|number| ("attachment", number.clone())));
            fields
        };
        // Nobody else's, and what is not kept any more: the text is saved and it is said.
        let stranger = office.person("陈瑶", &[Role::Contributor(unit)]).await;
        let foreign = along(&stranger, &[("别人的.xlsx", "丙")]).await;
        let drafted = writer.post("/do/draft_item", &with(&[numbers.clone(), foreign].concat())).await;
        assert_eq!(
            drafted.flash(),
            "已存草稿。添加附件“台账.xlsx”“说明.pdf”；有1个附件过了一天没有存，已经不在，请重新添加"
        );
        let item = item_of(&drafted);
        let page = writer.get(&format!("/items/{item}")).await;
        for words in ["台账.xlsx", "说明.pdf", "添加附件"] {
            assert!(page.text().contains(words), "{words}: {}", page.text());
        }
        assert!(!page.text().contains("别人的.xlsx"), "{}", page.text());
        let save = async |numbers: Vec<String>| {
            let known = load(office, item).await;
            let mut fields = text_fields(&known, &known.text.body);
            fields.extend(numbers.into_iter().map(|number| ("attachment", number)));
            let fields: Vec<(&str, &str)> =
                fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            act(office, &writer, "save_item", item, &fields).await
        };
        // Saved again from the same page they are not there twice; alone they are a change, too.
        assert_eq!(save(numbers.clone()).await.flash(), "没有改动");
        let more = along(&writer, &[("照片.zip", "丁"), ("照片（副本）.zip", "丁")]).await;
        let said = "添加附件“照片.zip”；“照片（副本）.zip”和另一个附件内容完全相同，只附一份";
        assert_eq!(save(more).await.flash(), said);
        // Sending says it, too, and what comes once it is sent is told.
        let twice = along(&writer, &[("表（东区）.xlsx", "戊"), ("表（西区）.xlsx", "戊")]).await;
        let mut sending = with(&twice);
        sending.push(("send", "1".to_owned()));
        let sent = writer.post("/do/draft_item", &sending).await;
        assert!(sent.flash().contains("已报送"), "{}", sent.flash());
        assert!(sent.flash().contains("“表（西区）.xlsx”和另一个附件内容完全相同"), "{}", sent.flash());
        // Too many are refused before anything is saved.
        let many: Vec<(String, String)> =
            (0..18).map(|number| (format!("{number}.txt"), number.to_string())).collect();
        let many: Vec<(&str, &str)> =
            many.iter().map(|(name, words)| (name.as_str(), words.as_str())).collect();
        let many = along(&writer, &many).await;
        let refused = save(many).await;
        assert!(refused.text().contains("最多20个文件"), "{}", refused.text());
        let files = came_with::files_of(office.store().reader(), item).await.expect("files can be read");
        assert_eq!(files.len(), 3);
    });
}

#[test]
fn what_is_typed_beside_an_attachment_is_kept_with_it() {
    both(async |office| {
        let writer = writer_of(office).await;
        let numbers = along(&writer, &[("台账.xlsx", "甲")]).await;
        let page = writer.get("/items/new").await;
        let sheet = values(&page, "sheet").remove(0);
        let unit = writer.actor().units()[0].to_string();
        let kept = [
            ("keep", "draft_item"),
            ("sheet", &sheet),
            ("stamp", "3"),
            ("unit", &unit),
            ("kind", "信息"),
            ("body", "写了一半"),
            ("attachment", &numbers[0]),
            ("attachment", "999999"),
        ];
        writer.post("/do/keep_text", &kept).await;
        let page = writer.get(&format!("/items/new?sheet={sheet}")).await;
        assert!(page.text().contains("写了一半"), "{}", page.text());
        assert_eq!(values(&page, "attachment"), numbers, "what is not there is not offered");
    });
}

#[test]
fn what_the_office_needs_with_an_item_is_kept_with_it_and_an_urgent_one_says_so() {
    both(async |office| {
        office.set_now("2024-04-20T09:00");
        let unit = office.unit("地质矿产管理科", &["地矿科"]).await;
        let writer = office.person("周鹏", &[Role::Contributor(unit)]).await;
        let page = writer.get("/items/new").await;
        for filled in ["value=\"（地质矿产管理科/周鹏）\"", "name=\"drafter\" type=\"text\" value=\"周鹏\""]
        {
            assert!(page.html().contains(filled), "{filled}: {}", page.html());
        }
        let unit = unit.to_string();
        let form = [
            ("unit", unit.as_str()),
            ("kind", "信息"),
            ("title", "矿山巡查"),
            ("body", "近日，巡查矿山。"),
            ("attribution_line", "（地矿科/周鹏）"),
            ("drafter", "周鹏"),
            ("telephone", "5550123"),
            ("approver", "李科长"),
            ("approved_on", "2024-04-19"),
            ("urgent_until", "2024-04-25"),
        ];
        let item = item_of(&writer.post("/do/draft_item", &form).await);
        let page = writer.get(&format!("/items/{item}")).await;
        for words in ["最迟 2024年4月25日", "周鹏 5550123", "李科长，2024年4月19日"] {
            assert!(page.text().contains(words), "{words}: {}", page.text());
        }
        assert!(writer.get("/items").await.text().contains("急 4月25日前"));
        // The telephone that was given last is filled in.
        assert!(writer.get("/items/new").await.html().contains("value=\"5550123\""));
        // Only what the office needs is another: no new text, and so no new clearance.
        let edit = writer.get(&format!("/items/{item}/edit")).await;
        let revision = values(&edit, "revision").pop().expect("a revision");
        let item_number = item.to_string();
        let mut form: Vec<(&str, &str)> = form.to_vec();
        form.retain(|(name, _)| !["unit", "urgent_until"].contains(name));
        form.extend([("item", item_number.as_str()), ("revision", &revision)]);
        let saved = writer.post("/do/save_item", &form).await;
        assert!(saved.text().contains("已保存"), "{}", saved.text());
        let page = writer.get(&format!("/items/{item}")).await;
        assert!(page.text().contains("改报送信息") && !page.text().contains("最迟"), "{}", page.text());
        assert!(!page.text().contains("第2稿"), "{}", page.text());
    });
}

/// A document that lies beside the tests.
fn document(name: &str) -> Vec<u8> {
    let path = format!("{}/data/manuscripts/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn a_word_document_brings_its_pictures_its_comments_and_all_its_pieces_along() {
    both(async |office| {
        let writer = writer_of(office).await;
        let with_pictures = document("pictures.docx");
        let page = hand_in_as(&writer, "/manuscripts", "file", "巡查.docx", &with_pictures).await;
        let piece = values(&page, "piece").remove(0);
        let item = item_of(&writer.post("/do/draft_from_files", &[("piece", &piece)]).await);
        let kept = load(office, item).await;
        let pictures = markdown::pictures(&kept.text.body);
        assert!(!pictures.is_empty(), "{}", kept.text.body);
        for picture in &pictures {
            let shown = writer.get(&format!("/files/{picture}")).await;
            assert_eq!(shown.status(), 200, "{picture}");
            assert!(shown.header("content-type").is_some_and(|kind| kind.starts_with("image/")));
        }
        let commented = document("changes-and-comments.docx");
        let page = hand_in_as(&writer, "/manuscripts", "file", "修订.docx", &commented).await;
        assert!(page.text().contains("1条批注随稿留存"), "{}", page.text());
        let piece = values(&page, "piece").remove(0);
        let item = item_of(&writer.post("/do/draft_from_files", &[("piece", &piece)]).await);
        let page = writer.get(&format!("/items/{item}")).await;
        for words in ["请核对这个数", "王五", "1.2万公顷", "修订.docx"] {
            assert!(page.text().contains(words), "{words}: {}", page.text());
        }
        let two = hand_in_as(&writer, "/manuscripts", "file", "两篇.docx", &document("two-items.docx")).await;
        assert!(two.text().contains("分成2篇"), "{}", two.text());
        assert_eq!(values(&two, "piece").len(), 2);
    });
}

#[test]
fn of_a_destroyed_item_neither_the_original_nor_what_was_handed_in_is_left() {
    both(async |office| {
        let writer = writer_of(office).await;
        let administrator = office.person("钱管理", &[Role::Administrator]).await;
        let page = seen(&writer, "巡查.txt", PIECE).await;
        let piece = values(&page, "piece").remove(0);
        let file = piece.split('.').next().expect("the file's number").to_owned();
        let item = item_of(&writer.post("/do/draft_from_files", &[("piece", &piece)]).await);
        let page = writer.get(&format!("/items/{item}")).await;
        let original = page.html().split("href=\"").filter_map(|rest| rest.split('"').next());
        let original =
            original.clone().find(|address| address.contains("/files/")).expect("an address").to_owned();
        assert_eq!(writer.get(&format!("/manuscripts?file={file}")).await.status(), 200);
        let form = [("item", item.to_string()), ("reason", "误录".to_owned()), ("sure", "1".to_owned())];
        let destroyed = administrator.post("/do/destroy_item", &form).await;
        assert!(destroyed.text().contains("已销毁"), "{}", destroyed.text());
        assert_eq!(writer.get(&original).await.status(), 404);
        assert_eq!(writer.get(&format!("/manuscripts?file={file}")).await.status(), 404);
    });
}
