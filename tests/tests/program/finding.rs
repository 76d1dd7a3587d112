//! What is no item is found by its words: issues, bulletins, records and what was said of items; by whoever may read them,
//! and by nobody else. And searches under a name.

use domain::{
    id::{ItemId, UnitId},
    item::Kind,
    person::Role,
};
use tests::{
    Client, Office, both,
    items::{act, draft, load},
    newsroom::Newsroom,
};

async fn finds(who: &Client, query: &str) -> String {
    let page = who.get(&format!("/search?{query}")).await;
    assert_eq!(page.status(), 200, "{query}");
    page.html().to_owned()
}

/// How many hits a search shows.
async fn hits(who: &Client, query: &str) -> usize {
    finds(who, query).await.matches("<li class=\"row\">").count()
}

async fn record(editor: &Client, title: &str, units: &str) {
    editor.post("/do/add_upper_channel", &[("name", "每日动态")]).await;
    let form = [("channel", "每日动态"), ("title", title), ("date", "2024-01-10"), ("units", units)];
    let answer = editor.post("/do/record_upper_adoption", &form).await;
    assert!(answer.flash().contains("已登记"), "{}", answer.flash());
}

#[test]
fn records_are_found_by_title_publication_and_unit_by_whoever_reads_them() {
    both(async |office| {
        office.set_now("2024-02-20T09:00");
        let (own, other) = (office.unit("高唐县局", &[]).await, office.unit("阳谷县局", &[]).await);
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let author = office.person("周鹏", &[Role::Contributor(own)]).await;
        let stranger = office.person("王刚", &[Role::Contributor(other)]).await;
        let reader = office.person("周读者", &[Role::Reader]).await;
        record(&editor, "矿山复绿", "高唐县局").await;
        record(&editor, "节约用地", "阳谷县局").await;
        for query in ["in=records&q=矿山", "in=records&q=⾼唐", "in=records&q=复绿 每日"] {
            let page = finds(&editor, query).await;
            assert!(page.contains("/records?month=2024-01#record-"), "{query}: {page}");
            assert_eq!(hits(&editor, query).await, 1, "{query}");
        }
        assert_eq!(hits(&editor, "in=records&q=每日动态").await, 2);
        assert_eq!(hits(&editor, &format!("in=records&q=每日动态&unit={own}")).await, 1);
        assert_eq!(hits(&editor, "in=records&q=每日动态&year=2023").await, 0);
        // The hit is marked wherever it stands: in a unit's name, too.
        assert!(finds(&editor, "in=records&q=阳谷县局").await.contains("<mark>阳谷县局</mark>"));
        // A unit's people find what is credited to it, where its figures are.
        let page = finds(&author, "in=records&q=每日动态").await;
        assert!(
            page.contains(&format!("/units/{own}?month=2024-01")) && page.contains("<mark>每日动态</mark>")
        );
        assert_eq!(hits(&author, "in=records&q=每日动态").await, 1);
        assert_eq!(hits(&author, &format!("in=records&q=每日动态&unit={other}")).await, 0);
        assert_eq!(hits(&stranger, "in=records&q=矿山").await, 0);
        // Whoever only reads has no such place: printed pieces are looked through instead.
        assert!(!finds(&reader, "in=records&q=矿山").await.contains("矿山复绿"));
        // What was reversed is told so.
        let id = office.number("SELECT MIN(id) FROM records").await.to_string();
        editor.post("/do/reverse_record", &[("record", id.as_str()), ("reason", "记错了")]).await;
        assert!(finds(&editor, "in=records&q=矿山").await.contains("已冲销"));
    });
}

#[test]
fn issues_are_found_by_what_they_are_called() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let item = room.cleared(Kind::Article).await;
        let issue = room.published(1, &[item]).await;
        let next = room.issue(2).await;
        for query in ["in=issues&q=2024年第1期", "in=issues&q=河湖信息 第1期", "in=issues&q=1月20日 第1期"]
        {
            let page = finds(&room.reader, query).await;
            assert!(page.contains(&format!("href=\"/issues/{issue}\"")), "{query}: {page}");
            assert_eq!(hits(&room.reader, query).await, 1, "{query}");
        }
        assert_eq!(hits(&room.reader, "in=issues&q=第2期").await, 0);
        assert!(finds(&room.editor, "in=issues&q=第2期").await.contains(&format!("/issues/{next}/desk")));
        assert_eq!(hits(&room.editor, "in=issues&q=河湖信息").await, 2);
        assert_eq!(hits(&room.editor, "in=issues&q=河湖信息&year=2023").await, 0);
        // Nobody at all, where the newsletter is not open to all.
        assert_eq!(hits(&office.visitor(), "in=issues&q=第1期").await, 0);
        // By the number of the issue they were printed in.
        assert_eq!(hits(&room.reader, "in=printed&q=清淤&number=1").await, 1);
        assert_eq!(hits(&room.reader, "in=printed&q=清淤&number=2&year=2024").await, 0);
        // A number that is given up leaves nothing to find.
        room.act(&room.editor, "remove_issue", next, &[]).await;
        assert_eq!(hits(&room.editor, "in=issues&q=第2期").await, 0);
    });
}

#[test]
fn a_bulletin_is_found_by_what_it_prints_once_it_may_be_read() {
    both(async |office| {
        office.set_now("2024-02-20T09:00");
        let unit = office.unit("高唐县局", &[]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let signer = office.person("孙签发", &[Role::Signer]).await;
        let author = office.person("周鹏", &[Role::Contributor(unit)]).await;
        record(&editor, "矿山复绿", "高唐县局").await;
        let closed = editor.post("/do/close_month", &[("month", "2024-01"), ("early", "true")]).await;
        assert!(closed.flash().contains("已结账"), "{}", closed.flash());
        let letter = [("month", "2024-01"), ("version", "0"), ("date", "2024-02-01")];
        editor.post("/do/set_bulletin_letter", &letter).await;
        let sent = editor.post("/do/send_bulletin", &[("month", "2024-01")]).await;
        let address = sent.path.clone();
        assert!(address.starts_with("/bulletins/2024-01/versions/"), "{address}: {}", sent.flash());
        let query = "in=bulletins&q=矿山复绿";
        assert!(finds(&editor, query).await.contains(&address));
        assert_eq!(hits(&author, query).await, 0, "it is not issued yet");
        let html = signer.get(&address).await.html().to_owned();
        let hash =
            html.split("name=\"pdf_hash\" value=\"").nth(1).and_then(|rest| rest.get(..64)).expect("a hash");
        let version = address.rsplit('/').next().expect("an address");
        signer.post("/do/sign_bulletin", &[("version", version), ("pdf_hash", hash)]).await;
        editor.post("/do/issue_bulletin", &[("version", version)]).await;
        let page = finds(&author, query).await;
        assert!(page.contains(&address) && page.contains("<mark>矿山复绿</mark>"), "{page}");
        assert_eq!(hits(&author, "in=bulletins&q=矿山复绿&year=2023").await, 0);
    });
}

async fn say(office: &Office, who: &Client, item: ItemId, audience: &str, remark: &str) {
    let revision = load(office, item).await.revision.to_string();
    let id = item.to_string();
    let fields = [
        ("item", id.as_str()),
        ("revision", &revision),
        ("quote", ""),
        ("remark", remark),
        ("audience", audience),
    ];
    let said = who.post("/do/add_comment", &fields).await;
    assert!(said.flash().contains("批注已加上"), "{}", said.flash());
}

async fn sent_in(office: &Office, author: &Client, unit: UnitId) -> ItemId {
    let item = draft(author, unit, "督察耕地", "（高唐县局/周鹏）").await;
    act(office, author, "submit", item, &[]).await;
    item
}

#[test]
fn what_was_said_is_found_by_whom_it_was_said_to_until_it_is_withdrawn() {
    both(async |office| {
        let (own, other) = (office.unit("高唐县局", &[]).await, office.unit("阳谷县局", &[]).await);
        let author = office.person("周鹏", &[Role::Contributor(own)]).await;
        let stranger = office.person("王刚", &[Role::Contributor(other)]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let item = sent_in(office, &author, own).await;
        say(office, &editor, item, "office", "图斑数量可疑").await;
        say(office, &editor, item, "shared", "图斑数量请附依据").await;
        say(office, &author, item, "unit", "图斑我们自己再数一遍").await;
        let query = "in=comments&q=图斑";
        assert_eq!(hits(&editor, query).await, 2);
        assert_eq!(hits(&author, query).await, 2);
        assert_eq!(hits(&stranger, query).await, 0);
        assert!(finds(&author, query).await.contains(&format!("/items/{item}#comment-")));
        assert_eq!(hits(&editor, &format!("{query}&unit={other}")).await, 0);
        let last = office.number("SELECT MAX(id) FROM comments").await.to_string();
        author.post("/do/withdraw_comment", &[("comment", last.as_str())]).await;
        assert_eq!(hits(&author, query).await, 1);
    });
}

#[test]
fn what_was_entered_before_words_were_kept_is_found_after_the_next_start() {
    both(async |office| {
        office.set_now("2024-02-20T09:00");
        let unit = office.unit("高唐县局", &[]).await;
        let author = office.person("周鹏", &[Role::Contributor(unit)]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        record(&editor, "矿山复绿", "高唐县局").await;
        let item = sent_in(office, &author, unit).await;
        say(office, &editor, item, "office", "图斑数量可疑").await;
        let forgotten = match office.backend() {
            tests::Backend::Sqlite => "DELETE FROM subject_search WHERE rowid > 0",
            tests::Backend::Postgres => "DELETE FROM subject_search",
        };
        office.execute(forgotten).await;
        office.execute("DELETE FROM upkeep WHERE name = 'subject_search'").await;
        assert_eq!(hits(&editor, "in=records&q=矿山").await, 0);
        office.store().migrate().await.expect("the program starts");
        assert_eq!(hits(&editor, "in=records&q=矿山").await, 1);
        assert_eq!(hits(&editor, "in=comments&q=图斑").await, 1);
    });
}

#[test]
fn what_was_destroyed_is_found_by_none_of_its_words() {
    both(async |office| {
        office.set_now("2024-02-20T09:00");
        let unit = office.unit("高唐县局", &[]).await;
        let author = office.person("周鹏", &[Role::Contributor(unit)]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let administrator = office.person("马管理", &[Role::Administrator]).await;
        let item = sent_in(office, &author, unit).await;
        editor.post("/do/add_upper_channel", &[("name", "每日动态")]).await;
        let form = [
            ("channel", "每日动态".to_owned()),
            ("title", "督察耕地".to_owned()),
            ("date", "2024-01-10".to_owned()),
            ("units", "高唐县局".to_owned()),
            ("item", item.to_string()),
        ];
        let recorded = editor.post("/do/record_upper_adoption", &form).await;
        assert!(recorded.flash().contains("已登记"), "{}", recorded.flash());
        say(office, &editor, item, "office", "图斑数量可疑").await;
        let found = async || {
            (hits(&editor, "in=records&q=督察耕地").await, hits(&editor, "in=comments&q=图斑").await)
        };
        assert_eq!(found().await, (1, 1));
        act(office, &editor, "reject", item, &[("reason", "误录")]).await;
        let fields =
            [("item", item.to_string()), ("reason", "误录涉密内容".to_owned()), ("sure", "1".to_owned())];
        let destroyed = administrator.post("/do/destroy_item", &fields).await;
        assert!(destroyed.flash().contains("已销毁"), "{}", destroyed.flash());
        assert_eq!(found().await, (0, 0));
        // The record itself stays, and is found by what is left of it.
        assert_eq!(hits(&editor, "in=records&q=每日动态").await, 1);
    });
}

#[test]
fn a_search_bears_a_name_for_everybody_and_no_filter_takes_it() {
    both(async |office| {
        let reader = office.person("周读者", &[Role::Reader]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let address = "/search?q=清淤&in=printed";
        for who in [&reader, &editor] {
            let kept = who.post("/do/save_view", &[("name", "清淤的"), ("shown", address)]).await;
            assert_eq!(kept.flash(), "已存为常用搜索“清淤的”");
            assert!(who.get("/search").await.html().contains(">清淤的</a>"));
        }
        // It is no filter of the inbox, and loses its name to none.
        assert!(!editor.get("/inbox").await.html().contains("清淤的"));
        let taken = editor.post("/do/save_view", &[("name", "清淤的"), ("shown", "/inbox?kind=brief")]).await;
        assert!(taken.flash().contains("“清淤的”已经是另一种常用的名字"), "{}", taken.flash());
    });
}
