//! Pictures handed in for texts: what is kept of them, who may see them and until when, and what is told to whoever hands in
//! something else.

use domain::{act::Verb, id::ItemId, item::Kind, person::Role};
use jiff::{SignedDuration, Timestamp};
use reqwest::{Method, header};
use serde_json::Value;
use tests::{
    Answer, Client, Newsroom, both,
    importing::post_file,
    items::{act, id_of, load, text_fields},
};

/// A photograph as a phone writes it, lying though it was held upright, with its place.
fn photograph() -> Vec<u8> {
    photograph_at(92)
}

fn photograph_at(quality: u8) -> Vec<u8> {
    let (width, height) = (2400_u16, 1600_u16);
    let pixels: Vec<u8> = (0..u32::from(height))
        .flat_map(|y| {
            (0..u32::from(width)).flat_map(move |x| [x / 10, y / 7, (x + y) / 16].map(|ink| ink as u8))
        })
        .collect();
    let mut tiff = b"MM\0*\0\0\0\x08\0\x02".to_vec();
    tiff.extend(b"\x01\x12\0\x03\0\0\0\x01\0\x06\0\0");
    tiff.extend(b"\x88\x25\0\x04\0\0\0\x01\0\0\0\x26\0\0\0\0");
    tiff.extend(b"\0\x01\0\x01\0\x02\0\0\0\x02N\0\0\0\0\0\0\0GeheimPlace");
    let mut bytes = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, quality);
    encoder.add_exif_metadata(&tiff).expect("it has room");
    encoder.encode(&pixels, width, height, jpeg_encoder::ColorType::Rgb).expect("it is written");
    bytes
}

/// Hands a picture in as the editor does.
async fn take_in(client: &Client, content: &[u8]) -> (u16, Value) {
    let head = "--end\r\nContent-Disposition: form-data; name=\"picture\"; filename=\"IMG.HEIC\"\r\n\r\n";
    let body = [head.as_bytes(), content, b"\r\n--end--\r\n"].concat();
    let request = client
        .request(Method::POST, "/pictures")
        .header(header::ORIGIN, client.origin())
        .header(header::ACCEPT, "application/json")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=end")
        .body(body);
    let answer = client.send(request).await;
    (answer.status(), serde_json::from_str(answer.html()).unwrap_or_default())
}

fn in_a_while() -> Timestamp {
    Timestamp::now() + SignedDuration::from_secs(60)
}

/// Posts the writing page's form with a picture, as a browser without a script does.
async fn post_with_picture(client: &Client, fields: &[(&str, String)], content: &[u8]) -> Answer {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(
            format!("--end\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
                .into_bytes(),
        );
    }
    body.extend(b"--end\r\nContent-Disposition: form-data; name=\"picture\"; filename=\"a.jpg\"\r\n\r\n");
    body.extend(content);
    body.extend(b"\r\n--end--\r\n");
    let request = client
        .request(Method::POST, "/pictures")
        .header(header::ORIGIN, client.origin())
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=end")
        .body(body);
    let answer = client.send(request).await;
    match answer.location().filter(|_| answer.status.is_redirection()) {
        Some(to) => client.get(&to).await,
        None => answer,
    }
}

async fn seen(client: &Client, address: &str) -> u16 {
    client.get(address).await.status()
}

/// Drafts an item with this body.
async fn drafted(client: &Client, unit: domain::id::UnitId, body: &str) -> ItemId {
    let fields = [
        ("unit", unit.to_string()),
        ("kind", "信息".to_owned()),
        ("title", "防汛检查全面完成".to_owned()),
        ("body", body.to_owned()),
        ("attribution_line", "（地矿科）".to_owned()),
    ];
    let answer = client.post("/do/draft_item", &fields).await;
    id_of(&answer)
}

#[test]
fn a_picture_is_its_takers_until_a_text_names_it_and_then_whoever_reads_that_sees_it() {
    both(async |office| {
        let unit = office.unit("地质矿产管理科", &["地矿科"]).await;
        let other = office.unit("开发利用科", &["利用科"]).await;
        let writer = office.person("周鹏", &[Role::Contributor(unit)]).await;
        let colleague = office.person("吴敏", &[Role::Contributor(unit)]).await;
        let stranger = office.person("陈瑶", &[Role::Contributor(other)]).await;
        let handed_in = photograph();
        let (status, kept) = take_in(&writer, &handed_in).await;
        assert_eq!((status, &kept["width"], &kept["height"]), (200, &1600.into(), &2400.into()), "{kept}");
        let (hash, address) =
            (kept["hash"].as_str().expect("a name"), kept["address"].as_str().expect("an address"));
        let file = writer.get(address).await;
        assert_eq!((file.status(), file.header("content-type")), (200, Some("image/jpeg")));
        let says = |word: &str| file.body.windows(word.len()).any(|part| part == word.as_bytes());
        assert!(!says("Geheim") && !says("Exif"), "nothing of the place stays");
        assert_eq!((seen(&colleague, address).await, seen(&stranger, address).await), (404, 404));
        assert_eq!(seen(&office.visitor(), address).await, 404);

        let item = drafted(&writer, unit, &format!("今天检查了堤防。\n![检查现场]({hash} \"周鹏\")")).await;
        assert_eq!((seen(&writer, address).await, seen(&colleague, address).await), (200, 200));
        assert_eq!(seen(&stranger, address).await, 404);
        let page = writer.get(&format!("/items/{item}")).await;
        assert!(page.html().contains("周鹏　摄"), "{}", page.html());

        // It is not sent in without a word for whoever does not see it.
        let send = async |body: String| {
            let mut fields = text_fields(&load(office, item).await, &body);
            fields.push(("send", "1".to_owned()));
            let fields: Vec<(&str, &str)> =
                fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            act(office, &writer, "save_item", item, &fields).await
        };
        let refused = send(format!("今天检查了堤防。\n![检查现场]({hash} \"周鹏\")")).await;
        assert!(refused.text().contains("第1张图片没有写明画面内容"), "{}", refused.text());
        let sent = send(format!("今天检查了堤防。\n![检查现场]({hash} \"周鹏\" \"两人在堤上看水尺\")")).await;
        assert!(sent.text().contains("已报送"), "{}", sent.text());
        let page = writer.get(&format!("/items/{item}")).await;
        assert!(page.html().contains("alt=\"两人在堤上看水尺\""), "{}", page.html());
    });
}

#[test]
fn a_picture_that_never_came_into_a_text_goes_and_one_that_stands_in_what_is_typed_stays() {
    both(async |office| {
        let unit = office.unit("地质矿产管理科", &["地矿科"]).await;
        let writer = office.person("周鹏", &[Role::Contributor(unit)]).await;
        let (_, kept) = take_in(&writer, &photograph()).await;
        let (hash, address) =
            (kept["hash"].as_str().expect("a name"), kept["address"].as_str().expect("an address"));
        let store = office.store();
        store.prune_files(in_a_while()).await.expect("it is looked at");
        assert_eq!(seen(&writer, address).await, 200, "it is in somebody's hand");
        let a_day_ago = Timestamp::now() - SignedDuration::from_hours(24);
        assert_eq!(store.let_go_of_pictures(a_day_ago).await.expect("it is looked at"), 0, "it is young");

        // It stands in a text that is typed and not saved.
        let page = writer.get("/items/new").await;
        let sheet = page.path.split("sheet=").nth(1).expect("a page has a name").to_owned();
        let typed = [
            ("kind", "信息".to_owned()),
            ("title", "题".to_owned()),
            ("body", format!("![]({hash})")),
            ("sheet", sheet),
            ("stamp", "1".to_owned()),
        ];
        writer.post("/do/keep_text", &typed).await;
        assert_eq!(store.let_go_of_pictures(in_a_while()).await.expect("it is looked at"), 0);

        let item = drafted(&writer, unit, &format!("今天检查了堤防。\n![检查现场]({hash})")).await;
        store.let_go_of_pictures(in_a_while()).await.expect("it is looked at");
        store.prune_files(in_a_while()).await.expect("it is looked at");
        assert_eq!(seen(&writer, address).await, 200, "a text names it");
        act(office, &writer, "delete_draft", item, &[]).await;
        assert_eq!(seen(&writer, address).await, 404, "who took it in has it no more than the text");
        store.prune_files(in_a_while()).await.expect("it is pruned");
        assert_eq!(store.file(hash).await.expect("it is looked for"), None);

        // Nobody goes on with it.
        let (_, kept) = take_in(&writer, &photograph_at(90)).await;
        assert_eq!(store.let_go_of_pictures(in_a_while()).await.expect("it is let go of"), 1);
        assert_eq!(seen(&writer, kept["address"].as_str().expect("an address")).await, 404);
    });
}

#[test]
fn what_is_no_picture_is_refused_in_words_and_who_writes_nothing_hands_in_nothing() {
    both(async |office| {
        let unit = office.unit("地质矿产管理科", &["地矿科"]).await;
        let writer = office.person("周鹏", &[Role::Contributor(unit)]).await;
        let reviewer = office.person("郑楠", &[Role::UnitReviewer(unit)]).await;
        let reader = office.person("孙读", &[Role::Reader]).await;
        let (status, told) = take_in(&writer, b"\0\0\0\x18ftypheic\0\0\0\0mif1heic").await;
        assert_eq!(status, 422);
        assert!(told["words"].as_str().expect("words").contains("兼容性最佳"), "{told}");
        let (status, told) = take_in(&writer, b"").await;
        assert_eq!((status, told["words"].as_str()), (422, Some("请先选择图片")));
        assert_eq!(take_in(&writer, &vec![0; 23 << 20]).await.0, 413);
        assert_eq!(take_in(&reader, &photograph()).await.0, 403);
        assert_eq!(take_in(&office.visitor(), &photograph()).await.0, 401);
        assert_eq!(take_in(&reviewer, &photograph()).await.0, 200);
    });
}

#[test]
fn without_a_script_the_text_comes_back_with_the_pictures_line() {
    both(async |office| {
        let unit = office.unit("地质矿产管理科", &["地矿科"]).await;
        let writer = office.person("周鹏", &[Role::Contributor(unit)]).await;
        let page = writer.get("/items/new").await;
        assert!(page.html().contains("formenctype=\"multipart/form-data\""), "{}", page.html());
        let sheet = page.path.split("sheet=").nth(1).expect("a page has a name").to_owned();
        let fields = |shows: &str| {
            [
                ("sheet", sheet.clone()),
                ("back", format!("/items/new?unit={unit}")),
                ("unit", unit.to_string()),
                ("kind", "信息".to_owned()),
                ("title", "防汛检查".to_owned()),
                ("body", "今天检查了堤防。".to_owned()),
                ("attribution_line", "（地矿科）".to_owned()),
                ("picture_caption", "检查现场".to_owned()),
                ("picture_source", "周鹏".to_owned()),
                ("picture_shows", shows.to_owned()),
            ]
        };
        let refused = post_with_picture(&writer, &fields("堤防"), b"GIF89a").await;
        assert!(refused.text().contains("GIF"), "{}", refused.text());
        assert!(refused.html().contains("今天检查了堤防。"), "the text is there: {}", refused.html());
        let back = post_with_picture(&writer, &fields("两人在堤上看水尺"), &photograph()).await;
        assert!(back.text().contains("图片已放在正文末尾"), "{}", back.text());
        let body = back.html().split("<textarea").nth(1).and_then(|rest| rest.split("</textarea>").next());
        let body = body.expect("the text's field");
        assert!(body.contains("今天检查了堤防。\n![检查现场]("), "{body}");
        assert!(body.trim_end().ends_with("\"周鹏\" \"两人在堤上看水尺\")"), "{body}");
    });
}

#[test]
fn an_item_whose_picture_says_nothing_is_not_placed() {
    both(async |office| {
        let newsroom = Newsroom::open(office).await;
        let (_, kept) = take_in(&newsroom.editor, &photograph()).await;
        let line = format!("\n![清淤现场]({})", kept["hash"].as_str().expect("a name"));
        let item = newsroom.shortlisted_with(Kind::Article, "（地矿科/周鹏）", true, &line).await;
        let issue = newsroom.issue(1).await;
        let version = newsroom.version(issue).await.to_string();
        let fields = [("issue", issue.to_string()), ("version", version), ("item", item.to_string())];
        let refused = newsroom.editor.post(&format!("/do/{}", Verb::PlaceItems.code()), &fields).await;
        assert!(refused.text().contains("的第1张图片没有写明画面内容"), "{}", refused.text());
    });
}

/// The field is what counts, not the file's name.
#[test]
fn what_is_posted_under_another_name_is_no_picture() {
    both(async |office| {
        let unit = office.unit("地质矿产管理科", &["地矿科"]).await;
        let writer = office.person("周鹏", &[Role::Contributor(unit)]).await;
        let answer = post_file(&writer, "/pictures", ("file", "a.jpg"), &photograph()).await;
        assert!(answer.status.is_redirection() || answer.status() >= 400, "{}", answer.status());
    });
}
