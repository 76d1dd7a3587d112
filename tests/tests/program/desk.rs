//! Going through many: what is unread, lists under a name, queues in their order, words found by whoever may read them,
//! people from a sheet.

use domain::{item::Kind, person::Role, subject::Subject, workflow::State};
use reqwest::header;
use store::events;
use tests::{
    both,
    importing::post_file,
    items::{act, draft, load},
    newsroom::{Newsroom, newsletter},
};

#[test]
fn who_decides_on_what_was_sent_in_has_received_it() {
    both(async |office| {
        let unit = office.unit("综合科", &[]).await;
        let author = office.person("周鹏", &[Role::Contributor(unit)]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let cases = [
            ("shortlist", vec![], State::Shortlisted, "已签收，列入拟用"),
            ("return_item", vec![("reason", "请补充数据")], State::Returned, "已退回"),
            ("reject", vec![("reason", "内容重复")], State::Rejected, "不采用"),
        ];
        for (verb, fields, state, words) in cases {
            let id = draft(&author, unit, &format!("先签收再{verb}"), "（综合科/周鹏）").await;
            act(office, &author, "submit", id, &[]).await;
            let sent = load(office, id).await.version;
            let answer = act(office, &editor, verb, id, &fields).await;
            assert!(answer.flash().contains(words), "{}", answer.flash());
            assert_eq!(load(office, id).await.state, state);
            let version = load(office, id).await.version;
            let events = events::about(office.store().reader(), Subject::Item(id)).await.expect("events");
            let words: Vec<&str> = events.iter().map(|event| event.verb.as_str()).collect();
            assert!(words.contains(&"receive"), "{words:?}");
            // Both are one change; what takes one back takes back both.
            assert_eq!(version, sent + 1);
            if let Some(undo) = answer.whole_flash().and_then(|flash| flash.undo.clone()) {
                editor.post(&format!("/do/{}", undo.verb), &undo.fields).await;
                assert_eq!(load(office, id).await.state, State::Submitted, "{verb}");
            }
        }
        // What is still being written is nobody's to decide on.
        let id = draft(&author, unit, "草稿", "（综合科/周鹏）").await;
        act(office, &editor, "shortlist", id, &[]).await;
        assert_eq!(load(office, id).await.state, State::Draft);
    });
}

#[test]
fn opening_reads_for_the_one_who_opens_and_new_words_are_unread_again() {
    both(async |office| {
        let unit = office.unit("综合科", &[]).await;
        let author = office.person("周鹏", &[Role::Contributor(unit)]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let other = office.person("钱编辑", &[Role::Editor]).await;
        let id = draft(&author, unit, "还没有人看", "（综合科/周鹏）").await;
        act(office, &author, "submit", id, &[]).await;
        let unread = async |who: &tests::Client| who.get("/inbox").await.html().contains("class=\"unread\"");
        assert!(unread(&editor).await);
        editor.get(&format!("/items/{id}")).await;
        assert!(!unread(&editor).await);
        assert!(unread(&other).await);
        assert!(other.get("/inbox?unread=1").await.html().contains("还没有人看"));
        assert!(!editor.get("/inbox?unread=1").await.html().contains("还没有人看"));
        act(office, &editor, "receive", id, &[]).await;
        other.get(&format!("/inbox?item={id}")).await;
        assert!(!unread(&other).await);
        let saved = tests::items::save(office, &editor, id, "换了一段文字。").await;
        assert!(saved.flash().contains("保存"), "{}", saved.flash());
        assert!(unread(&other).await);
    });
}

#[test]
fn a_list_under_a_name_is_ones_own_and_comes_back() {
    both(async |office| {
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let other = office.person("钱编辑", &[Role::Editor]).await;
        let reader = office.person("周读者", &[Role::Reader]).await;
        let save = |name: &'static str, address: &'static str| [("name", name), ("shown", address)];
        let named = "/inbox?kind=brief";
        let answer = editor.post("/do/save_view", &save("要看的简讯", named)).await;
        assert_eq!(answer.flash(), "已存为常用筛选“要看的简讯”");
        let shows = async |who: &tests::Client| who.get("/inbox").await.html().contains("要看的简讯");
        assert!(shows(&editor).await && !shows(&other).await);
        for (name, address) in
            [("", named), ("站外", "https://example.org/"), ("全部", "/inbox"), ("长", "//a?b")]
        {
            let answer = editor.post("/do/save_view", &save(name, address)).await;
            assert!(!answer.flash().starts_with("已存"), "{name}: {}", answer.flash());
        }
        assert!(!reader.post("/do/save_view", &save("不行", named)).await.flash().starts_with("已存"));
        let view = office.number("SELECT id FROM saved_views").await.to_string();
        let refused = other.post("/do/drop_view", &[("view", &view)]).await;
        assert!(refused.flash().contains("没有"), "{}", refused.flash());
        let dropped = editor.post("/do/drop_view", &[("view", &view)]).await;
        assert_eq!(dropped.flash(), "已删去“要看的简讯”");
        let undo = dropped.whole_flash().and_then(|flash| flash.undo.clone()).expect("it can be taken back");
        editor.post(&format!("/do/{}", undo.verb), &undo.fields).await;
        assert!(shows(&editor).await);
    });
}

#[test]
fn clearance_goes_by_the_issues_order() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let mut items = Vec::new();
        for _ in 0..3 {
            items.push(room.shortlisted(Kind::Article, "（地矿科/周鹏）", false).await);
        }
        room.arranged(1, &[items[2], items[0]]).await;
        let page = room.clearer.get("/clearance").await;
        let place =
            |item: usize| page.html().find(&format!("id=\"row-{}\"", items[item])).expect("it is listed");
        assert!(place(2) < place(0) && place(0) < place(1));
        // The first of the queue is open, and the next after a decision.
        assert!(page.text().contains("第1篇，共3篇"));
        let item = load(office, items[2]).await;
        let next = format!("/clearance?item={}#item", items[0]);
        let fields =
            [("item", item.id.to_string()), ("revision", item.revision.to_string()), ("next", next.clone())];
        let answer = room.clearer.post("/do/clear", &fields).await;
        assert_eq!(answer.path, format!("/clearance?item={}", items[0]));
    });
}

#[test]
fn printed_words_are_found_by_every_reader_and_by_nobody_who_may_not_read_them() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let [in_title, in_body] = [
            room.shortlisted_with(Kind::Article, "（地矿科/周鹏）", true, "").await,
            room.shortlisted_with(Kind::Article, "（地矿科/周鹏）", true, "第1号河道清淤工程也说到了。")
                .await,
        ];
        let waiting = room.shortlisted_with(Kind::Article, "（地矿科/周鹏）", true, "还没有印的清淤。").await;
        let issue = room.published(1, &[in_title, in_body]).await;
        let found = room.reader.get("/search?q=第1号河道清淤工程").await;
        let place = |item| found.html().find(&format!("/issues/{issue}#item-{item}\""));
        // What has the words in its title comes first; the hit is marked in its line.
        let (title, body) = (place(in_title).expect("in the title"), place(in_body).expect("in the body"));
        assert!(title < body);
        assert!(found.html().contains("<mark>第1号河道清淤工程</mark>"), "{}", found.html());
        assert!(found.text().contains("《河湖信息》2024年第1期"));
        assert!(!room.reader.get("/search?q=还没有印").await.html().contains("<mark>"));
        assert!(
            !room.reader.get("/search?in=items&q=清淤").await.html().contains(&format!("/items/{waiting}"))
        );
        assert!(room.editor.get("/search?q=还没有印").await.html().contains(&format!("/items/{waiting}")));
        assert!(room.editor.get("/search?in=printed&q=清淤").await.html().contains("<mark>清淤</mark>"));
        for (query, is_found) in [
            ("q=清淤&year=2024", true),
            ("q=清淤&year=2023", false),
            ("q=清淤&author=周鹏", true),
            ("q=清淤&author=矿科/周&year=2024", true),
            ("q=清淤&author=周鹏&year=2023", false),
            ("q=河", true),
            ("q=清淤&author=王五", false),
            ("q=清淤&kind=brief", false),
            ("q=\u{201c}第1号 河道\u{201d}", false),
            ("q=清淤 工人们", true),
        ] {
            let page = room.reader.get(&format!("/search?{query}")).await;
            assert_eq!(page.html().contains("<mark>"), is_found, "{query}");
        }
        // Nobody who is not signed in finds what is not open to all; nor a reader what is withheld.
        let visitor = office.visitor();
        assert!(!visitor.get("/search?q=清淤").await.html().contains("<mark>"));
        office.execute("UPDATE newsletters SET open_to_all = TRUE").await;
        newsletter(office, "换一换", false).await;
        assert!(visitor.get("/search?q=清淤").await.html().contains("<mark>清淤</mark>"));
        office.execute("UPDATE issues SET published_at = NULL, past = TRUE").await;
        assert!(!room.reader.get("/search?q=清淤").await.html().contains("<mark>"));
        assert!(room.editor.get("/search?in=printed&q=清淤").await.html().contains("<mark>清淤</mark>"));
    });
}

#[test]
fn people_of_a_sheet_are_added_all_or_none_and_set_their_own_passwords_once() {
    both(async |office| {
        office.unit("综合科", &[]).await;
        let administrator = office.person("马管理", &[Role::Administrator]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let sheet = "姓名\t单位\t角色\t账号\n张三\t综合科\t\t\n李四\t综合科\t信息员、单位审核人\tlisi\n王五\t\t编辑\twangwu";
        let file = sheet.replace('\t', ",");
        let seen =
            post_file(&administrator, "/admin/people/sheet", ("file", "人员.csv"), file.as_bytes()).await;
        assert!(seen.text().contains("3人都可以添加，还没有添加"), "{}", seen.text());
        let count = async || office.number("SELECT COUNT(*) FROM people").await;
        let before = count().await;
        for (wrong, words) in [
            ("姓名,单位\n张三,没有科", "没有“没有科”这个单位"),
            ("姓名,角色\n张三,国王", "没有“国王”这种角色"),
            ("姓名\n张三", "信息员要写明单位"),
            ("姓名,角色,账号\n张三,编辑,a\n李四,编辑,A", "在表里写了两次"),
            ("姓名,角色\n,编辑", "请填写姓名"),
            ("姓名,角色,账号\n甲,编辑,person-1", "已经有人用了"),
        ] {
            let answer = administrator.post("/do/add_people", &[("table", wrong)]).await;
            assert!(
                answer.flash().contains(words) || answer.text().contains(words),
                "{wrong}: {}",
                answer.flash()
            );
        }
        assert_eq!(count().await, before);
        assert!(!editor.post("/do/add_people", &[("table", sheet)]).await.flash().starts_with("已添加"));
        assert_eq!(count().await, before);
        let added = administrator.post("/do/add_people", &[("table", sheet)]).await;
        assert!(added.flash().starts_with("已添加3人"), "{}", added.flash());
        assert_eq!(count().await, before + 3);

        let none: [(&str, &str); 0] = [];
        assert_eq!(editor.post("/admin/people/links", &none).await.status(), 403);
        let links = async || {
            let page = administrator.post("/admin/people/links", &none).await;
            let html = page.html().to_owned();
            let link = |login: &str| {
                let row = html.find(&format!("<td>{login}</td>")).expect("a row");
                let at = row + html[row..].find("/welcome/").expect("a link");
                html[at..].split('<').next().unwrap_or_default().to_owned()
            };
            (link("张三"), link("lisi"), link("wangwu"))
        };
        let (old, li, wang) = links().await;
        // What was handed out goes on serving, unless the link of one is asked for anew.
        let page = administrator.post("/admin/people/links", &none).await;
        assert!(page.text().contains("没有人等着设密码"), "{}", page.text());
        let id = office.number("SELECT id FROM people WHERE login = '张三'").await.to_string();
        let page = administrator.post("/admin/people/links", &[("person", &id)]).await;
        let at = page.html().find("/welcome/").expect("a link");
        let zhang = page.html()[at..].split('<').next().unwrap_or_default().to_owned();
        let newcomer = office.visitor();
        assert_eq!(newcomer.get(&old).await.status(), 404, "a new link takes the old one's place");
        let nobody = administrator.post("/admin/people/links", &[("person", "x")]).await;
        assert_eq!(nobody.status(), 404);
        assert!(newcomer.get(&zhang).await.text().contains("张三，您好"));
        let choose = |new: &'static str, again: &'static str| [("new", new), ("again", again)];
        for (new, again, words) in
            [("short", "short", "密码至少"), ("one horse or two", "another", "两遍密码不一样")]
        {
            let answer = newcomer.post(&zhang, &choose(new, again)).await;
            assert_eq!(answer.status(), 422);
            assert!(answer.text().contains(words), "{}", answer.text());
        }
        let done = newcomer.post(&zhang, &choose("one horse or two", "one horse or two")).await;
        assert_eq!(done.path, "/");
        assert!(newcomer.get("/items/new").await.status() == 200, "signed in");
        assert_eq!(office.visitor().get(&zhang).await.status(), 404, "it serves once");
        assert_eq!(
            office.visitor().post(&zhang, &choose("third horse here", "third horse here")).await.status(),
            404
        );
        let again = office.visitor();
        let form = [("login", "张三"), ("password", "one horse or two")];
        assert_eq!(again.post("/sign-in", &form).await.path, "/");

        // Neither after its days, nor of an account that was stopped.
        office.execute("UPDATE invitations SET expires_at = 1 WHERE person_id = (SELECT id FROM people WHERE login = 'lisi')").await;
        assert_eq!(office.visitor().get(&li).await.status(), 404);
        office.execute("UPDATE people SET active = FALSE WHERE login = 'wangwu'").await;
        assert_eq!(office.visitor().get(&wang).await.status(), 404);
        // The database holds no link.
        assert_eq!(wang.rsplit('/').next().map(str::len), Some(40));
        let is_private = administrator.post("/admin/people/links", &none).await;
        assert!(
            is_private.header(header::CACHE_CONTROL.as_str()).is_some_and(|told| told.contains("no-store"))
        );
    });
}
