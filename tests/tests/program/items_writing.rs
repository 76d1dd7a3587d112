//! The writing page's helpers: the slip beside the text, suggestions for the attribution, and that what was typed on
//! a page that is done with does not come back.

use domain::{id::UnitId, person::Role};
use reqwest::Method;
use tests::{
    Answer, Client, Office, both,
    items::{draft, load, save, text_fields},
};

/// The eight bytes with which every PNG begins.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

struct Desk {
    unit: UnitId,
    writer: Client,
    colleague: Client,
    stranger: Client,
}

async fn desk(office: &Office) -> Desk {
    let unit = office.unit("地质矿产管理科", &["地矿科"]).await;
    let other = office.unit("开发利用科", &["利用科"]).await;
    Desk {
        unit,
        writer: office.person("周鹏", &[Role::Contributor(unit)]).await,
        colleague: office.person("吴敏", &[Role::Contributor(unit)]).await,
        stranger: office.person("陈瑶", &[Role::Contributor(other)]).await,
    }
}

/// The address of the slip that a page or an answer shows.
fn slip_in(text: &str) -> Option<String> {
    let addresses = text.match_indices("/items/").map(|(at, _)| &text[at..]);
    let mut addresses = addresses.filter_map(|rest| rest.split(['"', '\\', '&']).next());
    addresses.find(|address| address.contains("/slip.png?v=")).map(str::to_owned)
}

#[test]
fn the_writing_page_shows_the_slip_of_its_text_without_javascript() {
    both(async |office| {
        let Desk { unit, writer, .. } = desk(office).await;
        let empty = writer.get("/items/new").await;
        assert!(empty.text().contains("写下标题和正文"), "{}", empty.text());
        assert_eq!(slip_in(empty.html()), None);

        let item = draft(&writer, unit, "复垦项目通过验收", "（地矿科）").await;
        let address = format!("/items/{item}/edit");
        let first = slip_in(writer.get(&address).await.html()).expect("a slip");
        let picture = writer.get(&first).await;
        assert_eq!((picture.status(), picture.header("content-type")), (200, Some("image/png")));
        assert!(picture.body.starts_with(PNG));
        assert_eq!(picture.header("cache-control"), Some("private, no-cache"));

        save(office, &writer, item, "面积300亩。").await;
        let second = slip_in(writer.get(&address).await.html()).expect("a slip");
        assert_ne!(first, second, "the slip follows the text");
    });
}

#[test]
fn what_is_being_typed_is_set_for_the_person_who_types_and_nobody_else() {
    both(async |office| {
        let Desk { unit, writer, colleague, stranger } = desk(office).await;
        let item = draft(&writer, unit, "复垦项目通过验收", "（地矿科）").await;
        let saved = load(office, item).await;
        let mut fields = text_fields(&saved, "写到一半的文字");
        fields.push(("item", item.to_string()));
        let typed = slip_in(writer.post("/slip", &fields).await.html()).expect("a slip");
        let picture = writer.get(&typed).await.body;
        assert!(picture.starts_with(PNG));
        let seen = colleague.get(&typed).await;
        assert_eq!(seen.status(), 200, "a colleague may edit the item");
        assert_ne!(seen.body, picture, "and sees the saved text, not what somebody else is typing");
        assert_eq!(seen.header("cache-control"), Some("no-store"));

        let reader = office.person("白露", &[Role::Reader]).await;
        for person in [&stranger, &reader] {
            assert_eq!(person.get(&typed).await.status(), 404);
            assert_eq!(person.post("/slip", &fields).await.status(), 404);
        }
        assert_eq!(reader.get("/items/new/slip.png").await.status(), 404);
        assert_eq!(office.visitor().get(&typed).await.status(), 404);
        assert_eq!(writer.get("/items/99/slip.png").await.status(), 404);
        assert_eq!(writer.get("/items/nothing/slip.png").await.status(), 404);
    });
}

#[test]
fn a_slip_says_what_cannot_be_printed_and_is_calm_about_too_much() {
    both(async |office| {
        let Desk { writer, .. } = desk(office).await;
        let set = async |body: &str| {
            let fields =
                [("kind", "简讯"), ("title", ""), ("body", body), ("attribution_line", "（地矿科）")];
            writer.post("/slip", &fields).await
        };
        assert!(set("今天开会。").await.html().contains("\"notes\":[]"));
        let rare = set("𪚥龙矿区复绿。").await;
        assert!(slip_in(rare.html()).is_some(), "{}", rare.html());
        let unprintable = set("今天\u{10FFFD}开会。").await;
        assert!(unprintable.html().contains("（U+10FFFD）没有字形"), "{}", unprintable.html());
        for calm in
            [set("  \n").await, set(&"很长的一段。\n".repeat(9_000)).await, set(&"一\n".repeat(3_000)).await]
        {
            assert_eq!(calm.status(), 200);
            assert!(calm.html().contains("\"picture\":null"), "{}", calm.html());
        }
        assert_eq!(writer.post("/slip", &[("kind", "诗歌")]).await.status(), 422);
    });
}

#[test]
fn units_are_suggested_for_the_word_at_the_cursor() {
    both(async |office| {
        let Desk { writer, .. } = desk(office).await;
        let suggested = async |line: &str, at: usize| {
            let line: String = line.bytes().map(|byte| format!("%{byte:02X}")).collect();
            writer.get(&format!("/suggest-units?line={line}&at={at}")).await.html().to_owned()
        };
        let begun = suggested("（地", 2).await;
        assert!(begun.contains("\"start\":1,\"end\":2") && begun.contains("地质矿产管理科"), "{begun}");
        let within = suggested("（地矿科/周鹏 利用）", 9).await;
        assert!(within.contains("\"start\":8,\"end\":10") && within.contains("开发利用科"), "{within}");
        for nothing in
            [suggested("（地矿科/周", 6).await, suggested("", 0).await, suggested("（宣传", 3).await]
        {
            assert!(nothing.contains("\"units\":[]"), "{nothing}");
        }
        assert!(office.visitor().get("/suggest-units?line=a&at=1").await.path.starts_with("/sign-in"));
    });
}

#[test]
fn a_writing_page_names_itself_in_its_forms() {
    both(async |office| {
        let Desk { writer, .. } = desk(office).await;
        let sheet = |page: &Answer| tests::sheets::name_of(page).expect("a field for the page's name");
        let (one, two) = (writer.get("/items/new").await, writer.get("/items/new").await);
        assert!(one.path.contains(&sheet(&one)), "going back leads to the page of this name: {}", one.path);
        assert_ne!(sheet(&one), sheet(&two));
    });
}

#[test]
fn nobody_is_set_a_slip_from_another_site() {
    both(async |office| {
        let Desk { writer, .. } = desk(office).await;
        let request = writer
            .request(Method::POST, "/slip")
            .header("origin", "https://elsewhere.example")
            .header("content-type", "application/x-www-form-urlencoded")
            .body("kind=%E4%BF%A1%E6%81%AF");
        assert_eq!(writer.send(request).await.status(), 403);
    });
}

#[test]
fn what_was_copied_elsewhere_comes_back_as_an_items_parts() {
    both(async |office| {
        let Desk { writer, .. } = desk(office).await;
        let pasted = |html: &str| {
            writer
                .request(Method::POST, "/pasted")
                .header("origin", writer.origin())
                .header("content-type", "text/plain; charset=utf-8")
                .body(html.to_owned())
        };
        let html = "<p align=center>复垦项目通过验收</p><p>近日，三处矿坑<b>通过</b>验收。</p><p>（地矿科/周鹏）</p>";
        let answer = writer.send(pasted(html)).await;
        assert_eq!(answer.status(), 200);
        let manuscript: serde_json::Value = serde_json::from_str(answer.html()).expect("JSON");
        assert_eq!(manuscript["title"], "复垦项目通过验收");
        assert_eq!(manuscript["attribution"], "（地矿科/周鹏）");
        assert_eq!(manuscript["blocks"].as_array().map(Vec::len), Some(1));
        assert_eq!(manuscript["done"], serde_json::json!(["标题", "署名"]));
        let much = format!("<p>{}</p>", "很长的一段。".repeat(200_000));
        assert_eq!(writer.send(pasted(&much)).await.status(), 413);
    });
}
