//! 合稿, side by side: paragraphs that the survivor takes over are remembered with their source, and go back with it.

use domain::{
    id::ItemId,
    person::Role,
    taken::{Passage, passages},
    workflow::State,
};
use reqwest::{Method, header};
use tests::{
    Answer, Client, Office, both,
    items::{act, draft, load, save},
};

const OWN: &str = "4月12日，地矿科的复垦项目通过验收。\n下一步抓好管护。";
const OTHER: &str =
    "截至4月，调查科完成监测图斑250个，占任务的八成。\n# 二、做法\n| 乡镇 | 图斑 |\n|---|---|\n| 城关 | 12 |";

/// Hands a picture in as the editor does; answers its hash.
async fn picture(client: &Client) -> String {
    let pixels: Vec<u8> = (0..1200_u32 * 800 * 3).map(|at| (at / 7 % 251) as u8).collect();
    let mut content = Vec::new();
    let encoder = jpeg_encoder::Encoder::new(&mut content, 90);
    encoder.encode(&pixels, 1200, 800, jpeg_encoder::ColorType::Rgb).expect("it is written");
    let head = "--end\r\nContent-Disposition: form-data; name=\"picture\"; filename=\"a.jpg\"\r\n\r\n";
    let request = client
        .request(Method::POST, "/pictures")
        .header(header::ORIGIN, client.origin())
        .header(header::ACCEPT, "application/json")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=end")
        .body([head.as_bytes(), &content, b"\r\n--end--\r\n"].concat());
    let answer = client.send(request).await;
    let kept: serde_json::Value = serde_json::from_str(answer.html()).unwrap_or_default();
    kept["hash"].as_str().unwrap_or_else(|| panic!("{}", answer.html())).to_owned()
}

struct Desk {
    editor: Client,
    survivor: ItemId,
    source: ItemId,
}

async fn desk(office: &Office) -> Desk {
    let [one, two] = [office.unit("地矿科", &[]).await, office.unit("调查科", &[]).await];
    let editor = office.person("王编", &[Role::Editor]).await;
    let mut items = Vec::new();
    for (unit, title, line, body) in
        [(one, "复垦验收", "（地矿科）", OWN), (two, "图斑监测", "（调查科）", OTHER)]
    {
        let item = draft(&editor, unit, title, line).await;
        save(office, &editor, item, body).await;
        act(office, &editor, "submit", item, &[]).await;
        act(office, &editor, "receive", item, &[]).await;
        items.push(item);
    }
    Desk { editor, survivor: items[0], source: items[1] }
}

/// Combines, taking these paragraphs over, each behind the survivor's of that number.
async fn combine(office: &Office, desk: &Desk, taken: &[(usize, &str)]) -> Answer {
    let survivor = load(office, desk.survivor).await;
    let source = load(office, desk.source).await;
    let key = |passage: &Passage| format!("{}.{}:{}", source.id, passage.number, passage.mark());
    let mut fields = vec![
        ("survivor", survivor.id.to_string()),
        ("item", survivor.id.to_string()),
        ("item", source.id.to_string()),
        ("revision", survivor.revision.to_string()),
    ];
    for passage in passages(&source.text.body) {
        let wanted = taken.iter().find(|(number, _)| *number == passage.number);
        fields.extend(wanted.map(|_| ("taken", key(&passage))));
        fields.push(("passage", key(&passage)));
        fields.push(("after", wanted.map(|(_, after)| (*after).to_owned()).unwrap_or_default()));
    }
    desk.editor.post("/do/combine", &fields).await
}

#[test]
fn both_texts_stand_side_by_side_with_their_paragraphs() {
    both(async |office| {
        let desk = desk(office).await;
        let (one, two) = (desk.survivor, desk.source);
        let page = desk.editor.get(&format!("/combine?item={one}&item={two}")).await;
        let html = page.html();
        assert_eq!(html.matches("name=\"taken\"").count(), 3, "{html}");
        assert_eq!(html.matches("data-number=").count(), 2, "{html}");
        assert!(
            page.text().contains("取用《图斑监测》（调查科）第1段")
                || html.contains("取用《图斑监测》（调查科）第1段")
        );
        let other = desk.editor.get(&format!("/combine?item={one}&item={two}&survivor={two}")).await;
        assert_eq!(other.html().matches("name=\"taken\"").count(), 2, "{}", other.html());
        assert!(other.html().contains("（调查科 地矿科）"), "{}", other.html());
    });
}

#[test]
fn taken_paragraphs_stand_where_they_are_wanted_and_are_remembered_with_their_source() {
    both(async |office| {
        let desk = desk(office).await;
        let answer = combine(office, &desk, &[(1, "1"), (3, "")]).await;
        assert!(answer.flash().contains("取用2段"), "{}", answer.flash());
        let survivor = load(office, desk.survivor).await;
        let table = "| 乡镇 | 图斑 |\n| --- | --- |\n| 城关 | 12 |";
        let first = OTHER.lines().next().expect("a line");
        let [own_first, own_last] = OWN.lines().collect::<Vec<_>>()[..] else { panic!("two lines") };
        assert_eq!(survivor.text.body, format!("{own_first}\n{first}\n{own_last}\n{table}"));
        assert_eq!(survivor.text.attribution_line, "（地矿科 调查科）");
        assert_eq!(load(office, desk.source).await.state, State::Combined);
        assert_eq!(load(office, desk.source).await.text.body, OTHER, "the source keeps every word");
        let page = async || {
            let page = desk.editor.get(&format!("/items/{}", desk.survivor)).await;
            page.text().replace(' ', "")
        };
        let told = page().await;
        assert!(told.contains("第2段取自《图斑监测》（调查科）"), "{told}");
        assert!(told.contains("第4段取自《图斑监测》（调查科）"), "{told}");
        // It is followed as long as it is known again.
        let mended = survivor.text.body.replace("250个", "300个");
        save(office, &desk.editor, desk.survivor, &format!("新添的开头。\n{mended}")).await;
        let told = page().await;
        assert!(told.contains("第3段取自《图斑监测》（调查科），后来改过"), "{told}");
        assert!(told.contains("第5段取自《图斑监测》（调查科）"), "{told}");
        save(office, &desk.editor, desk.survivor, OWN).await;
        let told = page().await;
        assert!(told.contains("有一段取自《图斑监测》（调查科），后来改写或删去了"), "{told}");
    });
}

#[test]
fn undoing_gives_back_what_stands_as_it_was_taken_and_loses_no_words() {
    both(async |office| {
        let desk = desk(office).await;
        combine(office, &desk, &[(1, "0"), (2, "")]).await;
        let answer = act(office, &desk.editor, "undo_combine", desk.source, &[]).await;
        assert!(answer.flash().contains("移出取用的2段"), "{}", answer.flash());
        let survivor = load(office, desk.survivor).await;
        assert_eq!(
            (survivor.text.body.as_str(), survivor.text.attribution_line.as_str()),
            (OWN, "（地矿科）")
        );
        assert_eq!(load(office, desk.source).await.state, State::Editing);
        assert_eq!(office.number("SELECT COUNT(*) FROM taken_passages").await, 0);
        // What was written on since is somebody's work and stays.
        combine(office, &desk, &[(1, "0"), (2, "")]).await;
        let body = load(office, desk.survivor).await.text.body.replace("250个", "260个，比去年多");
        save(office, &desk.editor, desk.survivor, &body).await;
        let answer = act(office, &desk.editor, "undo_combine", desk.source, &[]).await;
        let words = answer.flash();
        assert!(words.contains("移出取用的1段") && words.contains("1段后来改写过，还留在合稿里"), "{words}");
        let survivor = load(office, desk.survivor).await;
        assert!(survivor.text.body.contains("260个，比去年多") && !survivor.text.body.contains("二、做法"));
    });
}

#[test]
fn what_was_changed_meanwhile_is_not_taken_unseen() {
    both(async |office| {
        let desk = desk(office).await;
        let (before, source) = (load(office, desk.survivor).await, load(office, desk.source).await);
        let passage = passages(&source.text.body).remove(0);
        let key = format!("{}.{}:{}", source.id, passage.number, passage.mark());
        let fields = |revision: String, key: &str, after: &str| {
            vec![
                ("survivor", before.id.to_string()),
                ("item", source.id.to_string()),
                ("revision", revision),
                ("taken", key.to_owned()),
                ("passage", key.to_owned()),
                ("after", after.to_owned()),
            ]
        };
        let revision = before.revision.to_string();
        for (fields, words) in [
            (fields("1".to_owned(), &key, ""), "不是您取用时看到的"),
            (fields(revision.clone(), &key.replace(":", ":0"), ""), "的文字刚刚改过"),
            (
                fields(revision.clone(), &key.replacen(&source.id.to_string(), "99", 1), ""),
                "不是合进来的稿件的",
            ),
            (fields(revision.clone(), &key, "头上"), "请填数字"),
        ] {
            let answer = desk.editor.post("/do/combine", &fields).await;
            assert!(answer.flash().contains(words), "{words}: {}", answer.flash());
            assert_eq!(load(office, desk.survivor).await, before);
            assert_eq!(load(office, desk.source).await, source);
        }
    });
}

#[test]
fn a_picture_goes_along_and_is_seen_by_whoever_reads_the_survivor() {
    both(async |office| {
        let desk = desk(office).await;
        let reviewer = office
            .person("乔审", &[Role::Contributor(load(office, desk.survivor).await.submitting_unit)])
            .await;
        let hash = picture(&desk.editor).await;
        save(office, &desk.editor, desk.source, &format!("一段话。\n![现场]({hash} \"周鹏\" \"三人在看\")"))
            .await;
        let seen = async || reviewer.get(&format!("/files/{hash}")).await.status();
        assert_ne!(seen().await, 200);
        let answer = combine(office, &desk, &[(2, "1")]).await;
        assert!(answer.flash().contains("取用1段"), "{}", answer.flash());
        assert_eq!(seen().await, 200);
    });
}

#[test]
fn what_is_destroyed_is_remembered_nowhere_and_it_is_told_where_else_its_words_are() {
    both(async |office| {
        let desk = desk(office).await;
        let administrator = office.person("管理员", &[Role::Administrator]).await;
        let name =
            [("item", desk.source.to_string()), ("number", "1".into()), ("name", "李四线索".to_owned())];
        desk.editor.post("/do/name_revision", &name).await;
        assert_eq!(office.number("SELECT COUNT(*) FROM revisions WHERE name = '李四线索'").await, 1);
        combine(office, &desk, &[(1, "")]).await;
        let fields =
            [("item", desk.source.to_string()), ("reason", "误报".to_owned()), ("sure", "true".to_owned())];
        let answer = administrator.post("/do/destroy_item", &fields).await;
        let told = format!("取用它的段落还在编号 {} 的稿件里", desk.survivor);
        assert!(answer.flash().contains(&told), "{}", answer.flash());
        assert_eq!(office.number("SELECT COUNT(*) FROM taken_passages").await, 0);
        assert_eq!(office.number("SELECT COUNT(*) FROM revisions WHERE name IS NOT NULL").await, 0);
        assert_eq!(office.number("SELECT COUNT(*) FROM sheets WHERE answer LIKE '%李四线索%'").await, 0);
    });
}
