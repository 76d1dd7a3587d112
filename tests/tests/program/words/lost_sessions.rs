//! The session ends while somebody types: what was typed is there for that person after signing in, and for nobody else.

use domain::{id::UnitId, item::Kind, person::Role};
use reqwest::Method;
use tests::{
    Client, Newsroom, Office, both,
    items::{act, draft, id_of},
    office::PASSWORD,
    sheets::{WritingSheet, field_of, json_post},
};

async fn writer(office: &Office) -> (UnitId, Client) {
    let unit = office.unit("地质矿产管理科", &["地矿科"]).await;
    (unit, office.person("周鹏", &[Role::Contributor(unit)]).await)
}

async fn sign_out(who: &Client) {
    who.post("/sign-out", &[("", "")]).await;
}

/// Signs the browser of one person in as another.
async fn sign_in_as(browser: &Client, person: &Client) {
    let form = [("login", person.login()), ("password", PASSWORD)];
    let answer = browser.post("/sign-in", &form).await;
    assert!(!answer.path.starts_with("/sign-in"), "{}", answer.text());
}

#[test]
fn a_form_posted_without_a_session_is_there_after_signing_in() {
    both(async |office| {
        let (unit, writer) = writer(office).await;
        let page = WritingSheet::new_item(&writer, unit).await;
        sign_out(&writer).await;
        let answer = page.send(&writer, "采矿权网上公示", "打了很久的字。", 1).await;
        assert!(answer.path.starts_with("/sign-in"), "{}", answer.path);
        assert!(answer.text().contains("您打的字已留存"), "{}", answer.text());
        assert!(!answer.html().contains("打了很久的字"), "nobody sees it before signing in");
        let next = tests::sheets::field(&answer, "next").expect("the way back").replace("&amp;", "&");
        writer.sign_in(PASSWORD).await;
        let back = writer.get(&next).await;
        assert!(back.html().contains("打了很久的字。</textarea>"), "{}: {}", next, back.text());
        let sent = page.send(&writer, "采矿权网上公示", "打了很久的字。", 1).await;
        assert!(sent.flash().starts_with("已报送"), "and the act can go on: {}", sent.flash());
    });
}

#[test]
fn what_is_kept_without_a_session_is_for_whoever_opened_the_page() {
    both(async |office| {
        let (unit, writer) = writer(office).await;
        let other = office.person("陈瑶", &[Role::Contributor(unit)]).await;
        let page = WritingSheet::new_item(&writer, unit).await;
        sign_out(&writer).await;
        let kept = page.keep(&writer, "题", "退出后打的字", 5).await;
        assert_eq!(kept.status(), 401, "{}", kept.html());
        assert!(kept.html().contains("signed_out") && kept.html().contains("已留存"), "{}", kept.html());
        // Somebody else signs in in the same browser, and the page is still open there.
        sign_in_as(&writer, &other).await;
        let kept = page.keep(&writer, "题", "换了人以后打的字", 7).await;
        assert_eq!(kept.status(), 409, "{}", kept.html());
        let posted = page.send(&writer, "题", "换了人以后交的字", 8).await;
        let owner = &writer.actor().name;
        assert!(posted.flash().contains(&format!("这一页是{owner}打开的")), "{}", posted.flash());
        // Whoever signs in on the way back to that page begins on the own front page, and is told why.
        for next in [page.address.clone(), format!("/unsaved/{}", page.sheet)] {
            let fields = [("login", other.login()), ("password", PASSWORD), ("next", next.as_str())];
            let signed_in = writer.post("/sign-in", &fields).await;
            assert_eq!(signed_in.path, "/", "{}", signed_in.text());
            assert!(
                signed_in.flash().contains(&format!("刚才那一页是{owner}打开的")),
                "{}",
                signed_in.flash()
            );
        }
        for place in ["/", "/items", "/items/new", page.address.as_str()] {
            let seen = writer.get(place).await;
            assert!(!seen.html().contains("换了人"), "{place}: another person is shown it: {}", seen.text());
        }
        sign_in_as(&writer, &writer).await;
        let back = writer.get(&page.address).await;
        assert!(back.html().contains("换了人以后交的字</textarea>"), "{}", back.text());
    });
}

#[test]
fn whoever_knows_a_pages_address_writes_nothing_over_its_words_nor_beside_them() {
    both(async |office| {
        let (unit, writer) = writer(office).await;
        let page = writer.get(&format!("/items/new?unit={unit}")).await;
        let of_page = |name: &str| field_of(&page, "draft_item", name).expect("the form has it");
        let form = |copy: &str, stamp: &str, body: &str| {
            let fields = [
                ("sheet", of_page("sheet")),
                ("copy", copy.to_owned()),
                ("stamp", stamp.to_owned()),
                ("unit", unit.to_string()),
                ("kind", "信息".to_owned()),
                ("title", "题".to_owned()),
                ("body", body.to_owned()),
                ("attribution_line", String::new()),
                ("keep", "draft_item".to_owned()),
            ];
            fields.to_vec()
        };
        let own = of_page("copy");
        json_post(&writer, "/do/keep_text", &form(&own, "3", "自己打的字")).await;
        let stranger = office.visitor();
        let by_its_address = format!("9.99.{}", of_page("sheet"));
        for (number, copy) in [String::new(), "0.0.1-0-0".to_owned(), "9.99.7-1-1".to_owned(), by_its_address]
            .iter()
            .enumerate()
        {
            for verb in ["keep_text", "draft_item"] {
                let body = format!("伪造{number}");
                let answer = json_post(&stranger, &format!("/do/{verb}"), &form(copy, "99", &body)).await;
                assert!(!answer.html().contains("已留存"), "{verb} {copy}: {}", answer.html());
            }
        }
        let back = writer.get(&page.path).await;
        assert!(
            back.html().contains("自己打的字</textarea>") && !back.html().contains("伪造"),
            "{}",
            back.text()
        );
        assert_eq!(office.number("SELECT COUNT(*) FROM sheets").await, 1);
        // The page itself goes on without its session, as before, and so does the one that was opened once more.
        let kept = json_post(&stranger, "/do/keep_text", &form(&own, "4", "自己又打的字")).await;
        assert!(kept.html().contains("已留存"), "{}", kept.html());
        let reopened =
            field_of(&writer.get(&page.path).await, "draft_item", "copy").expect("the form has it");
        assert_ne!(reopened, own);
        let kept = json_post(&stranger, "/do/keep_text", &form(&reopened, "5", "再打开以后打的字")).await;
        assert!(kept.html().contains("已留存"), "{}", kept.html());
        let back = writer.get(&page.path).await;
        assert!(back.html().contains("再打开以后打的字</textarea>"), "{}", back.text());
    });
}

#[test]
fn a_made_up_page_writes_nothing_for_anybody() {
    both(async |office| {
        let (unit, writer) = writer(office).await;
        let page = WritingSheet::new_item(&writer, unit).await;
        let visitor = office.visitor();
        let id = writer.actor().id;
        let mut forged = page.sheet.clone();
        let last = forged.pop().expect("a signature");
        forged.push(if last == '0' { '1' } else { '0' });
        for sheet in [format!("{id}-0123456789abcdef-0123456789abcdef"), "kept-new".to_owned(), forged] {
            let form = [("sheet", sheet.clone()), ("kind", "信息".to_owned()), ("body", "伪造".to_owned())];
            let answer = json_post(&visitor, "/do/keep_text", &form).await;
            assert_eq!(answer.status(), 401, "{sheet}");
            assert!(!answer.html().contains("已留存"), "{sheet}: {}", answer.html());
        }
        assert!(!writer.get("/items").await.text().contains("没有保存的文字"));
    });
}

/// Who fills in which page's form for which verb, and the fields that nobody types.
type LongForm<'a> = (&'a Client, &'a str, &'a str, Vec<(&'a str, String)>);

#[test]
fn every_long_form_outlives_the_session() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let waiting = draft(&room.editor, room.unit, "待退的稿件", "（地矿科）").await;
        act(office, &room.editor, "submit", waiting, &[]).await;
        act(office, &room.editor, "receive", waiting, &[]).await;
        let item = room.cleared(Kind::Article).await;
        let printed = room.cleared(Kind::Article).await;
        room.published(1, &[printed]).await;
        let item_page = format!("/items/{waiting}");
        let correct = format!("/items/{printed}/correct");
        room.editor.post("/do/begin_rules", &[("", "")]).await;
        let cases: Vec<LongForm<'_>> = vec![
            (
                &room.editor,
                &item_page,
                "return_item",
                vec![("item", waiting.to_string()), ("version", "9".into())],
            ),
            (
                &room.editor,
                &item_page,
                "reject",
                vec![("item", waiting.to_string()), ("version", "9".into())],
            ),
            (
                &room.clearer,
                &item_page,
                "refuse_clearance",
                vec![("item", waiting.to_string()), ("revision", "1".into())],
            ),
            (
                &room.signer,
                &correct,
                "correct_item",
                vec![("item", printed.to_string()), ("item_version", "1".into())],
            ),
            (
                &room.editor,
                "/bulletins/2024-01/letter",
                "set_bulletin_letter",
                vec![("month", "2024-01".into()), ("version", "0".into())],
            ),
            (&room.editor, "/rules", "import_rules", vec![]),
            (&room.editor, "/rules/draft/heads", "save_rule_heads", vec![("version", "1".into())]),
        ];
        let _ = item;
        for (number, (who, page, verb, mut fields)) in cases.into_iter().enumerate() {
            let words = format!("第{number}份打了很久的字");
            let opened = who.get(page).await;
            let Some(sheet) = field_of(&opened, verb, "sheet") else {
                panic!("{verb}: its form on {page} has no name: {}", opened.text())
            };
            let field = match verb {
                "correct_item" => "body",
                "set_bulletin_letter" => "covering",
                "import_rules" => "document",
                "save_rule_heads" => "columns",
                _ => "reason",
            };
            fields.extend([("sheet", sheet.clone()), ("back", page.to_owned()), (field, words.clone())]);
            sign_out(who).await;
            let answer = who.post(&format!("/do/{verb}"), &fields).await;
            assert!(answer.path.starts_with("/sign-in"), "{verb}: {}", answer.path);
            assert!(answer.text().contains("您打的字已留存"), "{verb}: {}", answer.text());
            who.sign_in(PASSWORD).await;
            let back = who.get(&format!("{page}?sheet={sheet}")).await;
            assert!(back.html().contains(&words), "{verb} on {page}: {}", back.text());
            assert_eq!(
                field_of(&back, verb, "sheet").as_deref(),
                Some(sheet.as_str()),
                "{verb}: the same page goes on"
            );
            let front = who.get("/").await;
            assert!(
                front.html().contains(&format!("sheet={sheet}")),
                "{verb}: it is listed: {}",
                front.text()
            );
            who.post("/do/drop_kept_text", &[("text", sheet.as_str())]).await;
        }
    });
}

#[test]
fn an_issue_from_before_the_program_outlives_the_session() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let page = room.editor.get("/issues/past/new").await;
        let sheet = tests::sheets::name_of(&page).expect("the form has a name");
        let fields = [
            ("sheet", sheet.as_str()),
            ("step", "check"),
            ("newsletter", "1"),
            ("year", "2023"),
            ("number", "5"),
            ("text", "粘贴的全文"),
            ("kind", "article"),
            ("title", "补录的题"),
            ("subtitle", ""),
            ("body", "核对了很久的字。"),
            ("attribution", "（地矿科）"),
            ("unresolved", ""),
        ];
        sign_out(&room.editor).await;
        let answer = room.editor.post("/issues/past/new", &fields).await;
        assert!(answer.path.starts_with("/sign-in"), "{}", answer.path);
        room.editor.sign_in(PASSWORD).await;
        let back = room.editor.get(&format!("/issues/past/new?sheet={sheet}")).await;
        for words in ["核对了很久的字。</textarea>", "value=\"补录的题\"", "粘贴的全文", "value=\"5\""]
        {
            assert!(back.html().contains(words), "{words}: {}", back.text());
        }
    });
}

#[test]
fn a_script_that_posts_a_form_is_told_where_the_browser_would_go() {
    both(async |office| {
        let (unit, writer) = writer(office).await;
        let page = WritingSheet::new_item(&writer, unit).await;
        let post = async |form: &[(&str, String)]| {
            let request = writer
                .request(Method::POST, "/do/draft_item")
                .header("origin", writer.origin())
                .header("jianbao-form", "1")
                .header("content-type", "application/x-www-form-urlencoded")
                .body(serde_urlencoded::to_string(form).expect("a form of texts can be written"));
            writer.send(request).await
        };
        let form = page.form("题", "文", 1);
        let answer = post(&form).await;
        assert!(
            answer.html().contains("\"done\":true") && answer.html().contains("/edit"),
            "{}",
            answer.html()
        );
        assert_eq!(answer.whole_flash().map(|flash| flash.words.as_str()), Some("已存草稿"));
        sign_out(&writer).await;
        let form = page.form("题", "后来的字", 4);
        let answer = post(&form).await;
        assert_eq!(answer.status(), 401);
        assert!(
            answer.html().contains("signed_out") && answer.html().contains("已留存"),
            "{}",
            answer.html()
        );
        writer.sign_in(PASSWORD).await;
        let item = id_of(&writer.get(&page.address).await);
        let again = writer.get(&format!("/items/{item}/edit?sheet={}", page.sheet)).await;
        assert!(again.html().contains("后来的字</textarea>"), "{}", again.text());
    });
}
