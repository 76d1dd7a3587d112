//! Nobody sees what is not theirs: what has not reached the office, what is said of it in the log, what this program did not
//! say. And on both databases the same race has the same end.

use domain::{item::Kind, person::Role, workflow::State};
use reqwest::{Method, header};
use tests::{
    Newsroom, both,
    items::{act, draft, load, text_fields},
};

#[test]
fn what_its_units_reviewer_returned_has_not_reached_the_office() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let unit = office.reviewed_unit("测绘科").await;
        let writer = office.person("周作者", &[Role::Contributor(unit)]).await;
        let reviewer = office.person("郑审核", &[Role::UnitReviewer(unit)]).await;
        let administrator = office.person("马管理", &[Role::Administrator]).await;
        let item = draft(&writer, unit, "秘而不宣", "（测绘科）").await;
        act(office, &writer, "submit", item, &[]).await;
        act(office, &reviewer, "return_item", item, &[("reason", "内部的话")]).await;
        assert_eq!(load(office, item).await.state, State::Returned);

        let nothing = room.editor.get("/items/999999").await;
        for person in [&room.editor, &room.clearer, &room.signer, &administrator] {
            for address in [format!("/items/{item}"), format!("/items/{item}/revisions/1")] {
                let page = person.get(&address).await;
                assert_eq!(page.status(), 404, "{address}");
                assert!(!page.text().contains("秘而不宣"));
            }
            assert!(!person.get("/search?q=秘而不宣").await.html().contains(&format!("/items/{item}")));
        }
        assert_eq!(
            room.editor.get(&format!("/items/{item}")).await.text(),
            nothing.text(),
            "it is as if there were none"
        );
        for list in ["/inbox?state=returned", "/inbox?state=returned&q=秘而"] {
            assert!(!room.editor.get(list).await.text().contains("秘而不宣"), "{list}");
        }
        for log in ["/events", "/events?text=内部的话", &format!("/events?subject=item&id={item}")] {
            for person in [&room.editor, &administrator] {
                let log = person.get(log).await.text();
                assert!(!log.contains("内部的话") && !log.contains("秘而不宣"), "{log}");
            }
        }
        // Verbs on many name nothing of it either.
        let many = room.editor.post("/do/receive", &[("item", item.to_string())]).await;
        assert!(!many.flash().contains("秘而不宣"), "{}", many.flash());
        assert_eq!(many.flash(), room.editor.post("/do/receive", &[("item", "999999")]).await.flash());
        // Its own people find it, and all of it.
        assert!(writer.get("/search?q=秘而不宣").await.html().contains(&format!("/items/{item}")));
        assert!(writer.get(&format!("/items/{item}")).await.text().contains("内部的话"));

        // Sent on, it is the office's to read, also when the office returns it.
        act(office, &writer, "submit", item, &[]).await;
        act(office, &reviewer, "approve", item, &[]).await;
        act(office, &room.editor, "receive", item, &[]).await;
        act(office, &room.editor, "return_item", item, &[("reason", "请补数字")]).await;
        assert_eq!(room.editor.get(&format!("/items/{item}")).await.status(), 200);
        assert!(room.editor.get("/search?q=秘而不宣").await.html().contains(&format!("/items/{item}")));
        assert!(room.editor.get("/inbox?state=returned").await.text().contains("秘而不宣"));
        assert!(room.editor.get("/events?text=请补数字").await.text().contains("请补数字"));
    });
}

#[test]
fn what_concerns_accounts_is_told_to_administrators() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let administrator = office.person("马管理", &[Role::Administrator]).await;
        let added = [
            ("name", "新来的"),
            ("login", "xinlaide"),
            ("password", "jianbao-first-2024"),
            ("role", "reader"),
        ];
        administrator.post("/do/add_person", &added).await;
        assert!(administrator.get("/events").await.text().contains("添加了人员新来的"));
        assert!(!room.editor.get("/events").await.text().contains("添加了人员新来的"));
    });
}

#[test]
fn nobody_is_told_what_this_program_did_not_say() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let forged = serde_urlencoded::to_string([(
            "f",
            r#"{"mood":"done","words":"请拨打 123","undo":{"verb":"retract","fields":[]}}"#,
        )])
        .expect("a cookie");
        let with = |cookie: String| {
            let session = room.editor.cookie("jianbao_session").expect("signed in");
            room.editor
                .request(Method::GET, "/inbox")
                .header(header::COOKIE, format!("jianbao_session={session}; jianbao_flash={cookie}"))
        };
        for cookie in [forged.clone(), format!("{forged}&s=0123456789abcdef")] {
            let page = room.editor.send(with(cookie)).await;
            assert_eq!(page.status(), 200);
            assert!(!page.text().contains("123") || !page.text().contains("请拨打"), "{}", page.text());
        }
        // What it did say is shown, once, in that session alone.
        let item = room.shortlisted(Kind::Article, "（地矿科）", false).await;
        let said = act(office, &room.editor, "undo_shortlist", item, &[]).await;
        assert!(said.flash().contains("退出拟用") || !said.flash().is_empty(), "{}", said.flash());
    });
}

#[test]
fn two_administrators_who_switch_each_other_off_leave_one() {
    both(async |office| {
        let one = office.person("马管理", &[Role::Administrator]).await;
        let other = office.person("牛管理", &[Role::Administrator]).await;
        let off = async |asking: &tests::Client, person: &tests::Client| {
            let page = asking.get(&format!("/admin/people/{}", person.actor().id)).await;
            let version =
                page.html().split("name=\"version\" value=\"").nth(1).expect("the form has a version");
            let version = version.split('"').next().expect("a value").to_owned();
            [("person", person.actor().id.to_string()), ("version", version)]
        };
        let (first, second) = (off(&one, &other).await, off(&other, &one).await);
        let (first, second) = tokio::join!(
            one.post("/do/deactivate_person", &first),
            other.post("/do/deactivate_person", &second)
        );
        assert!(first.status() < 500 && second.status() < 500);
        let left = [&one, &other];
        let mut active = 0;
        for person in left {
            active += usize::from(person.get("/admin/people").await.path.starts_with("/admin/people"));
        }
        assert_eq!(active, 1, "exactly one of them is left");
    });
}

#[test]
fn what_many_do_at_the_same_moment_is_done_once_or_refused_in_words() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let others = [
            office.person("赵一", &[Role::Editor]).await,
            office.person("赵二", &[Role::Editor]).await,
            office.person("赵三", &[Role::Editor]).await,
            office.person("赵四", &[Role::Editor]).await,
        ];
        // The same issue number, four times.
        let newsletter = room.newsletter.to_string();
        let number = [
            ("newsletter", newsletter.as_str()),
            ("year", "2024"),
            ("number", "7"),
            ("total", ""),
            ("date", "2024-01-20"),
            ("credit_month", "2024-01"),
        ];
        let made =
            futures_util::future::join_all(others.iter().map(|who| who.post("/do/create_issue", &number)));
        let made = made.await;
        assert!(made.iter().all(|answer| answer.status() < 500));
        let done = made.iter().filter(|answer| answer.path.ends_with("/desk")).count();
        assert_eq!(done, 1, "{:?}", made.iter().map(|answer| answer.flash().to_owned()).collect::<Vec<_>>());
        // The same text saved by four, of whom one is first and the others are told by whom.
        let item = room.shortlisted(Kind::Article, "（地矿科）", false).await;
        let read = load(office, item).await;
        let saves = others.iter().enumerate().map(async |(at, who)| {
            let mut fields = text_fields(&read, &format!("第{at}人的字"));
            fields.push(("item", item.to_string()));
            fields.push(("revision", read.revision.to_string()));
            who.post("/do/save_item", &fields).await
        });
        let saved = futures_util::future::join_all(saves).await;
        assert!(saved.iter().all(|answer| answer.status() < 500));
        let saved = saved.iter().filter(|answer| answer.flash().starts_with("已保存")).count();
        assert_eq!(saved, 1);
        // Combining and rejecting at once.
        let [one, two] = [
            room.shortlisted(Kind::Article, "（地矿科）", false).await,
            room.shortlisted(Kind::Article, "（地矿科）", false).await,
        ];
        let combine = |survivor: domain::id::ItemId, source: domain::id::ItemId| {
            [("survivor", survivor.to_string()), ("item", source.to_string())]
        };
        let (there, back) = (combine(one, two), combine(two, one));
        let (there, back) =
            tokio::join!(others[0].post("/do/combine", &there), others[1].post("/do/combine", &back));
        assert!(there.status() < 500 && back.status() < 500);
        let combined = [load(office, one).await.state, load(office, two).await.state];
        assert_eq!(combined.iter().filter(|state| **state == State::Combined).count(), 1);
    });
}
