//! A form that is posted twice is done once, also at the same moment and from two processes; newer words are the same act.

use domain::{item::Kind, person::Role, workflow::State};
use futures_util::future::join_all;
use tests::{
    Client, Newsroom, Office, both,
    items::{act, draft, id_of, load},
    sheets::{WritingSheet, field_of, json_post},
};

pub(super) async fn writer(office: &Office) -> (domain::id::UnitId, Client) {
    let unit = office.unit("地质矿产管理科", &["地矿科"]).await;
    (unit, office.person("周鹏", &[Role::Contributor(unit)]).await)
}

#[test]
fn two_clicks_make_one_item_and_one_submission() {
    both(async |office| {
        let (unit, writer) = writer(office).await;
        let page = WritingSheet::new_item(&writer, unit).await;
        let posts = (0..6).map(|_| page.send(&writer, "采矿权网上公示", "当天就能查到。", 7));
        let answers = join_all(posts).await;
        for answer in &answers {
            assert!(answer.path.starts_with("/items/"), "{}: {}", answer.path, answer.text());
        }
        let items: std::collections::BTreeSet<_> = answers.iter().map(id_of).collect();
        assert_eq!(items.len(), 1, "{items:?}");
        assert_eq!(office.number("SELECT COUNT(*) FROM items").await, 1);
        assert_eq!(office.number("SELECT COUNT(*) FROM events WHERE verb = 'submit'").await, 1);
        assert_eq!(office.number("SELECT COUNT(*) FROM revisions").await, 1);
    });
}

#[test]
fn a_second_post_with_more_text_is_the_same_act_with_newer_text() {
    both(async |office| {
        let (unit, writer) = writer(office).await;
        for order in [[5, 9], [9, 5]] {
            let page = WritingSheet::new_item(&writer, unit).await;
            let mut item = None;
            for stamp in order {
                let body = if stamp == 9 {
                    "当天就能查到，企业少跑一趟。"
                } else {
                    "当天就能查到。"
                };
                let answer = page.send(&writer, "采矿权网上公示", body, stamp).await;
                let made = id_of(&answer);
                assert_eq!(*item.get_or_insert(made), made, "{order:?}");
            }
            let item = load(office, item.expect("an item")).await;
            assert_eq!(item.text.body, "当天就能查到，企业少跑一趟。", "{order:?}");
            assert_eq!(item.state, State::Submitted, "{order:?}");
            let sent =
                format!("SELECT COUNT(*) FROM events WHERE verb = 'submit' AND subject_id = {}", item.id);
            assert_eq!(office.number(&sent).await, 1, "{order:?}");
        }
    });
}

#[test]
fn saving_and_sending_from_one_page_is_one_item() {
    both(async |office| {
        let (unit, writer) = writer(office).await;
        let page = WritingSheet::new_item(&writer, unit).await;
        let saved = page.save(&writer, "题", "只写了一半", 3).await;
        let sent = page.send(&writer, "题", "写完了", 8).await;
        assert_eq!(id_of(&saved), id_of(&sent));
        let item = load(office, id_of(&sent)).await;
        assert_eq!((item.text.body.as_str(), item.state), ("写完了", State::Submitted));
    });
}

#[test]
fn pressing_again_before_the_answer_is_no_conflict_and_the_newest_words_stay() {
    both(async |office| {
        let (unit, writer) = writer(office).await;
        let item = draft(&writer, unit, "题", "（地矿科/周鹏）").await;
        let page = WritingSheet::of_item(&writer, item).await;
        let posts = (1..=5).map(|stamp| {
            let page = page.clone();
            let writer = writer.clone();
            async move { page.save(&writer, "题", &format!("第{stamp}次的字"), stamp).await }
        });
        for answer in join_all(posts).await {
            assert!(!answer.flash().contains("也存了一稿"), "{}", answer.flash());
        }
        assert_eq!(load(office, item).await.text.body, "第5次的字");
    });
}

#[test]
fn what_somebody_else_touched_meanwhile_is_not_written_over() {
    both(async |office| {
        let (unit, writer) = writer(office).await;
        let editor = office.person("王编", &[Role::Editor]).await;
        let page = WritingSheet::new_item(&writer, unit).await;
        let item = id_of(&page.send(&writer, "题", "报上去的字", 4).await);
        act(office, &editor, "receive", item, &[]).await;
        let late = page.send(&writer, "题", "后来的字", 6).await;
        assert!(late.path.starts_with("/unsaved/"), "{}: {}", late.path, late.text());
        assert!(late.html().contains("后来的字"), "{}", late.text());
        assert!(late.text().contains("王编") && late.text().contains("签收"), "{}", late.text());
        assert_eq!(load(office, item).await.text.body, "报上去的字");
    });
}

#[test]
fn every_form_that_makes_something_makes_it_once() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let page = room.editor.get("/issues/new").await;
        let sheet = field_of(&page, "create_issue", "sheet").expect("the form has a name");
        let form = |total: &str| {
            [
                ("sheet", sheet.clone()),
                ("newsletter", room.newsletter.to_string()),
                ("year", "2024".to_owned()),
                ("number", "1".to_owned()),
                ("total", total.to_owned()),
                ("date", "2024-01-20".to_owned()),
                ("credit_month", "2024-01".to_owned()),
            ]
        };
        let (one, other) = (form(""), form(""));
        let twice =
            [room.editor.post("/do/create_issue", &one), room.editor.post("/do/create_issue", &other)];
        for answer in join_all(twice).await {
            assert!(answer.flash().starts_with("已新建"), "{}", answer.flash());
            assert!(answer.path.ends_with("/desk"), "{}", answer.path);
        }
        assert_eq!(office.number("SELECT COUNT(*) FROM issues").await, 1);
        let another = room.editor.post("/do/create_issue", &form("77")).await;
        assert!(
            another.flash().contains("已经办过"),
            "what was changed is not silently left out: {}",
            another.flash()
        );
        assert_eq!(office.number("SELECT COUNT(*) FROM issues").await, 1);
    });
}

#[test]
fn acts_on_items_answer_the_second_post_as_the_first() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let [one, two] = [room.cleared(Kind::Article).await, room.cleared(Kind::Article).await];
        let page = room.editor.get(&format!("/combine?item={one}&item={two}")).await;
        let sheet = field_of(&page, "combine", "sheet").expect("the form has a name");
        let fields = [
            ("sheet", sheet),
            ("survivor", one.to_string()),
            ("item", one.to_string()),
            ("item", two.to_string()),
        ];
        let twice = [room.editor.post("/do/combine", &fields), room.editor.post("/do/combine", &fields)];
        for answer in join_all(twice).await {
            assert!(answer.flash().starts_with("已把"), "{}", answer.flash());
        }
        let issue = room.issue(1).await;
        let version = room.version(issue).await.to_string();
        let place = [
            ("sheet", "one-form".to_owned()),
            ("issue", issue.to_string()),
            ("version", version),
            ("item", one.to_string()),
        ];
        let mut placed = 0;
        for _ in 0..2 {
            let answer = room.editor.post("/do/place", &place).await;
            assert!(answer.flash().starts_with("已编入"), "{}", answer.flash());
            let events = office.number("SELECT COUNT(*) FROM events WHERE verb = 'place'").await;
            assert!(placed == 0 || placed == events, "it was placed twice");
            placed = events;
        }
        assert_eq!(office.number("SELECT COUNT(*) FROM events WHERE verb = 'combine'").await, 2);
    });
}

#[test]
fn a_form_is_done_once_by_two_processes() {
    both(async |office| {
        let (_, _) = writer(office).await;
        let editor = office.person("王编", &[Role::Editor]).await;
        editor.post("/do/add_upper_channel", &[("name", "每日动态")]).await;
        let another = office.another_process().await;
        let elsewhere = editor.at(another.url());
        let fields = [
            ("sheet", "one-form"),
            ("channel", "每日动态"),
            ("title", "节约用地"),
            ("month", "2024-01"),
            ("date", "2024-01-12"),
            ("unit", "1"),
            ("units", "地矿科"),
        ];
        let posts = (0..4).map(|number| {
            let who = if number % 2 == 0 { editor.clone() } else { elsewhere.clone() };
            async move { who.post("/do/record_upper_adoption", &fields).await }
        });
        let answers = join_all(posts).await;
        for answer in &answers {
            assert!(answer.flash().starts_with("已登记"), "{}", answer.flash());
        }
        assert_eq!(office.number("SELECT COUNT(*) FROM records").await, 1);
        another.stop().await;
    });
}

#[test]
fn a_newer_covering_text_from_the_same_page_is_no_conflict() {
    both(async |office| {
        let editor = office.person("王编", &[Role::Editor]).await;
        let letter = |covering: &str, stamp: &str| {
            [("sheet", "letter"), ("month", "2024-01"), ("version", "0")]
                .map(|(name, value)| (name, value.to_owned()))
                .into_iter()
                .chain([("covering", covering.to_owned()), ("stamp", stamp.to_owned())])
                .collect::<Vec<_>>()
        };
        let first = editor.post("/do/set_bulletin_letter", &letter("各单位：本月情况如下。", "3")).await;
        assert!(first.flash().starts_with("已保存"), "{}", first.flash());
        let second =
            editor.post("/do/set_bulletin_letter", &letter("各单位：本月情况如下，请查收。", "7")).await;
        assert!(second.flash().starts_with("已保存"), "{}", second.flash());
        let page = editor.get("/bulletins/2024-01/letter").await;
        assert!(page.html().contains("请查收。"), "{}", page.text());
        let other = office.person("李编", &[Role::Editor]).await;
        let stale = other.post("/do/set_bulletin_letter", &letter("另一份。", "1")).await;
        assert!(stale.flash().contains("王编09:00改过通报的正文和落款（"), "{}", stale.flash());
    });
}

#[test]
fn a_reason_that_was_kept_is_not_unsaved_once_it_is_given_and_given_twice_is_once() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let item = draft(&room.editor, room.unit, "甲", "（地矿科）").await;
        act(office, &room.editor, "submit", item, &[]).await;
        room.editor.post("/do/receive", &[("item", item.to_string())]).await;
        let page = room.editor.get(&format!("/items/{item}")).await;
        let sheet = field_of(&page, "return_item", "sheet").expect("the form has a name");
        let version = load(office, item).await.version.to_string();
        let form = [
            ("sheet", sheet),
            ("stamp", "3".to_owned()),
            ("item", item.to_string()),
            ("version", version),
            ("reason", "日期请再核一下".to_owned()),
            ("back", format!("/items/{item}")),
        ];
        let mut kept = form.to_vec();
        kept.push(("keep", "return_item".to_owned()));
        json_post(&room.editor, "/do/keep_text", &kept).await;
        assert!(room.editor.get("/").await.text().contains("退回意见"), "it is listed while it is not given");
        let first = room.editor.post("/do/return_item", &form).await;
        let second = room.editor.post("/do/return_item", &form).await;
        assert_eq!(second.flash(), first.flash(), "the same form twice is once");
        assert!(!room.editor.get("/").await.text().contains("退回意见"), "given is not unsaved");
        let late = json_post(&room.editor, "/do/keep_text", &kept).await;
        assert!(late.html().contains("late"), "{}", late.html());
    });
}

#[test]
fn a_page_whose_answer_was_lost_is_told_that_its_own_act_was_done() {
    both(async |office| {
        let (unit, writer) = (office.unit("高唐局", &[]).await, "周鹏");
        let writer = office.person(writer, &[Role::Contributor(unit)]).await;
        let page = writer.get(&format!("/items/new?unit={unit}")).await;
        let of_page = |name: &str| field_of(&page, "draft_item", name).expect("the form has it");
        let mut form = vec![
            ("sheet", of_page("sheet")),
            ("copy", of_page("copy")),
            ("stamp", "4".to_owned()),
            ("unit", unit.to_string()),
            ("kind", "信息".to_owned()),
            ("title", "冬季巡查".to_owned()),
            ("body", "巡查了三处。".to_owned()),
            ("attribution_line", "（高唐局）".to_owned()),
            ("send", "1".to_owned()),
        ];
        let done = json_post(&writer, "/do/draft_item", &form).await;
        assert_eq!(done.status(), 200, "{}", done.html());
        let mut kept = form.clone();
        kept.push(("keep", "draft_item".to_owned()));
        let own = json_post(&writer, "/do/keep_text", &kept).await;
        assert!(own.html().contains("\"done\"") && own.html().contains("已经办成：已报送"), "{}", own.html());
        assert!(!writer.get("/items").await.text().contains("没有保存的文字"));
        // Another copy of the page did not do it.
        kept[1].1 = "0.0.another".to_owned();
        let late = json_post(&writer, "/do/keep_text", &kept).await;
        assert!(!late.html().contains("\"done\""), "{}", late.html());
        // Pressed once more it is the same act, typed on before as well.
        let again = json_post(&writer, "/do/draft_item", &form).await;
        assert_eq!(again.html(), done.html());
        form[2].1 = "5".to_owned();
        form[6].1 = "巡查了三处，都好。".to_owned();
        json_post(&writer, "/do/draft_item", &form).await;
        assert_eq!(office.number("SELECT COUNT(*) FROM items").await, 1);
    });
}

#[test]
fn words_typed_on_after_a_return_are_found_again() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let item = draft(&room.editor, room.unit, "甲", "（地矿科）").await;
        act(office, &room.editor, "submit", item, &[]).await;
        room.editor.post("/do/receive", &[("item", item.to_string())]).await;
        let page = room.editor.get(&format!("/items/{item}")).await;
        let sheet = field_of(&page, "return_item", "sheet").expect("the form has a name");
        let form = |stamp: i64, reason: &str| {
            vec![
                ("sheet", sheet.clone()),
                ("stamp", stamp.to_string()),
                ("item", item.to_string()),
                ("version", "3".to_owned()),
                ("reason", reason.to_owned()),
                ("back", format!("/items/{item}")),
            ]
        };
        let mut first = form(2, "日期请核一下");
        first[3].1 = load(office, item).await.version.to_string();
        room.editor.post("/do/return_item", &first).await;
        let mut kept = form(5, "日期请核一下，面积也请核");
        kept.push(("keep", "return_item".to_owned()));
        json_post(&room.editor, "/do/keep_text", &kept).await;
        let front = room.editor.get("/").await;
        let link = format!("/unsaved/{sheet}");
        assert!(front.html().contains(&link), "{}", front.text());
        let words = room.editor.get(&link).await.text();
        assert!(words.contains("面积也请核") && words.contains("已经办了"), "{words}");
    });
}

#[test]
fn newer_words_of_a_reason_are_the_same_act() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        for (verb, state, order) in [
            ("return_item", State::Returned, [3, 8]),
            ("return_item", State::Returned, [8, 3]),
            ("reject", State::Rejected, [3, 8]),
        ] {
            let item = draft(&room.editor, room.unit, "甲", "（地矿科）").await;
            act(office, &room.editor, "submit", item, &[]).await;
            room.editor.post("/do/receive", &[("item", item.to_string())]).await;
            let page = room.editor.get(&format!("/items/{item}")).await;
            let sheet = field_of(&page, verb, "sheet").expect("the form has a name");
            let version = load(office, item).await.version.to_string();
            let form = |stamp: i64| {
                let mut form = vec![
                    ("sheet", sheet.clone()),
                    ("stamp", stamp.to_string()),
                    ("item", item.to_string()),
                    ("version", version.clone()),
                    ("back", format!("/items/{item}")),
                ];
                form.push(("kinds", "lacks_substance".to_owned()));
                if stamp == 8 {
                    form.push(("reason", "日期请核一下，第二段的面积也请核".to_owned()));
                } else {
                    form.push(("reason", "日期请核一下".to_owned()));
                }
                form
            };
            for stamp in order {
                let answer = room.editor.post(&format!("/do/{verb}"), &form(stamp)).await;
                let words = answer.flash();
                assert!(words.contains("已退回") || words.contains("不采用"), "{verb} {stamp}: {words}");
            }
            assert_eq!(load(office, item).await.state, state);
            let page = room.editor.get(&format!("/items/{item}")).await.text();
            assert!(page.contains("第二段的面积也请核"), "{verb} {order:?}: {page}");
            let counted = format!("SELECT COUNT(*) FROM item_reasons WHERE item_id = {item}");
            assert_eq!(office.number(&counted).await, 1, "its kinds of reasons count once");
            let unsaved = room.editor.get("/").await.text();
            assert!(!unsaved.contains("没有保存"), "{unsaved}");
            if verb == "reject" {
                act(office, &room.editor, "restore", item, &[]).await;
                let late = room.editor.post(&format!("/do/{verb}"), &form(8)).await;
                assert!(late.flash().contains("不采用"), "what was done is answered: {}", late.flash());
                let mut another = form(9);
                another[6].1 = "又一个原因".to_owned();
                let refused = room.editor.post(&format!("/do/{verb}"), &another).await;
                assert!(refused.flash().contains("之后又有"), "{}", refused.flash());
            }
        }
    });
}

#[test]
fn a_deleted_draft_leaves_colleagues_their_words() {
    both(async |office| {
        let (unit, writer) = writer(office).await;
        let colleague = office.person("陈瑶", &[Role::Contributor(unit)]).await;
        let item = draft(&writer, unit, "甲", "（地矿科）").await;
        let page = WritingSheet::of_item(&colleague, item).await;
        page.keep(&colleague, "甲", "陈瑶想了半天的话。", 4).await;
        act(office, &writer, "delete_draft", item, &[]).await;
        let listed = colleague.get("/").await.text();
        assert!(listed.contains("没有保存"), "{listed}");
        let words = colleague.get(&format!("/unsaved/{}", page.sheet)).await.text();
        assert!(words.contains("陈瑶想了半天的话"), "{words}");
    });
}

#[test]
fn a_past_issue_that_was_entered_is_not_in_the_way_of_the_next_from_the_same_page() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let page = room.editor.get("/issues/past/new").await;
        let sheet = tests::sheets::name_of(&page).expect("the page's name");
        let issue = |number: &str, sheet: &str| {
            vec![
                ("sheet", sheet.to_owned()),
                ("stamp", "1".to_owned()),
                ("step", "save".to_owned()),
                ("newsletter", room.newsletter.to_string()),
                ("year", "2023".to_owned()),
                ("number", number.to_owned()),
                ("date", format!("2023-0{number}-10")),
                ("credit_month", format!("2023-0{number}")),
                ("text", "清淤。".to_owned()),
                ("kind", "article".to_owned()),
                ("title", "河道清淤".to_owned()),
                ("subtitle", String::new()),
                ("body", "清淤完工。".to_owned()),
                ("attribution", "（地矿科/周鹏）".to_owned()),
                ("unresolved", String::new()),
            ]
        };
        let first = room.editor.post("/issues/past/new", &issue("1", &sheet)).await;
        assert!(first.flash().contains("已补录"), "{}", first.text());
        let again = room.editor.post("/issues/past/new", &issue("2", &sheet)).await;
        assert!(again.text().contains("刚才已经办过"), "{}", again.text());
        let next = tests::sheets::name_of(&again).expect("the page that comes back has a name");
        assert_ne!(next, sheet);
        let second = room.editor.post("/issues/past/new", &issue("2", &next)).await;
        assert!(second.flash().contains("已补录"), "{}", second.text());
    });
}
