//! 对照: any two texts of an item, the printed one among them; names of revisions; what one may not read is no choice.

use domain::{
    id::{ItemId, UnitId},
    item::Kind,
    person::Role,
};
use store::{corrections, issues};
use tests::{
    Client, Newsroom, Office, both,
    items::{act, draft, load, save},
};

/// An author's item that an editor worked on, was cleared and printed.
async fn printed(room: &Newsroom<'_>, author: &Client, unit: UnitId) -> (ItemId, domain::id::IssueId) {
    let office = room.office;
    let item = draft(author, unit, "复垦项目通过验收", "（综合科/周鹏）").await;
    act(office, author, "submit", item, &[]).await;
    act(office, &room.editor, "shortlist", item, &[]).await;
    save(office, &room.editor, item, "4月13日，复垦项目通过验收。\n全市已有三处。").await;
    act(office, &room.clearer, "clear", item, &[]).await;
    (item, room.published(1, &[item]).await)
}

async fn correct(room: &Newsroom<'_>, item: ItemId, issue: domain::id::IssueId, body: &str) {
    let found = load(room.office, item).await;
    let fields = [
        ("item", item.to_string()),
        ("item_version", found.version.to_string()),
        ("kind", found.text.kind.label().to_owned()),
        ("title", found.text.title.clone()),
        ("body", body.to_owned()),
        ("attribution_line", found.text.attribution_line.clone()),
        ("reason", "日期写错".to_owned()),
    ];
    let answer = room.editor.post("/do/correct_item", &fields).await;
    assert!(answer.flash().contains("等待保密审查"), "{}", answer.flash());
    let reader = room.office.store().reader();
    let last = async || {
        let all = corrections::of_issue(reader, issue).await.expect("corrections");
        all.into_iter().next_back().expect("a correction")
    };
    let correction = ("correction", last().await.id.to_string());
    room.clearer.post("/do/clear_correction", std::slice::from_ref(&correction)).await;
    for signer in [&room.signer, &room.director] {
        let version = last().await.version.expect("there are pages");
        let version = issues::find_version(reader, version).await.expect("versions").expect("the version");
        let answer =
            signer.post("/do/sign_correction", &[correction.clone(), ("pdf_hash", version.pdf_hash)]).await;
        assert!(answer.flash().contains("已签字"), "{}", answer.flash());
    }
}

async fn author_of(office: &Office) -> (Client, UnitId) {
    let unit = office.unit("综合科", &[]).await;
    (office.person("周鹏", &[Role::Contributor(unit)]).await, unit)
}

#[test]
fn an_author_sees_what_became_of_the_text_as_it_is_printed_corrections_included() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let (author, unit) = author_of(office).await;
        let (item, issue) = printed(&room, &author, unit).await;
        let page = author.get(&format!("/items/{item}")).await;
        let way = format!("/items/{item}/compare?to=printed");
        assert!(page.html().contains(&way) && page.text().contains("报送稿与印发稿对照"), "{}", page.text());
        let compared = author.get(&way).await;
        assert!(compared.html().contains("<del>4月12日</del><ins>4月13日</ins>"), "{}", compared.html());
        assert!(compared.html().contains("<ins>全市已有三处。</ins>"), "{}", compared.html());
        assert!(compared.text().contains("改 2 处"), "{}", compared.text());
        // Without anything chosen it is the same.
        let chosen = author.get(&format!("/items/{item}/compare")).await;
        assert!(chosen.html().contains("<del>4月12日</del><ins>4月13日</ins>"), "{}", chosen.html());
        correct(&room, item, issue, "4月14日，复垦项目通过验收。\n全市已有三处。").await;
        let corrected = author.get(&way).await;
        assert!(corrected.html().contains("<del>4月12日</del><ins>4月14日</ins>"), "{}", corrected.html());
        let sides = author.get(&format!("{way}&view=sides")).await;
        assert!(sides.html().contains("class=\"side-row\""), "{}", sides.html());
        // A stranger's item does not exist, printed or not.
        let stranger = office.person("吴生", &[Role::Contributor(room.unit)]).await;
        assert_eq!(stranger.get(&way).await.status(), 404);
    });
}

#[test]
fn what_went_into_another_is_compared_with_what_was_printed_of_that_and_not_before() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let (author, unit) = author_of(office).await;
        let item = draft(&author, unit, "监测工作启动", "（综合科/周鹏）").await;
        act(office, &author, "submit", item, &[]).await;
        act(office, &room.editor, "shortlist", item, &[]).await;
        let survivor = room.shortlisted(Kind::Article, "（地矿科/周鹏）", false).await;
        let fields = [("survivor", survivor.to_string()), ("item", item.to_string())];
        room.editor.post("/do/combine", &fields).await;
        let way = format!("/items/{item}/compare?to=printed");
        // Another unit's item that is not printed is nothing for this author.
        assert!(!author.get(&format!("/items/{item}")).await.html().contains("/compare?to="));
        assert_eq!(author.get(&way).await.status(), 404);
        assert_eq!(author.get(&format!("/items/{item}/compare?to=survivor")).await.status(), 404);
        let editors = room.editor.get(&format!("/items/{item}/compare?to=survivor")).await;
        assert!(editors.text().contains("合稿后的《"), "{}", editors.text());
        act(office, &room.clearer, "clear", survivor, &[]).await;
        room.published(1, &[survivor]).await;
        let page = author.get(&way).await;
        assert_eq!(page.status(), 200);
        assert!(
            page.text().contains("印发稿（") && page.html().contains("河道的清淤工程今天完工"),
            "{}",
            page.text()
        );
        assert!(author.get(&format!("/items/{item}")).await.html().contains(&way));
    });
}

#[test]
fn texts_that_are_not_there_cannot_be_chosen() {
    both(async |office| {
        let (author, unit) = author_of(office).await;
        let item = draft(&author, unit, "草稿", "（综合科/周鹏）").await;
        let page = author.get(&format!("/items/{item}/compare")).await;
        assert!(page.text().contains("两份文字没有不同"), "{}", page.text());
        for wrong in ["from=9", "to=printed", "to=survivor", "from=0"] {
            assert_eq!(author.get(&format!("/items/{item}/compare?{wrong}")).await.status(), 404, "{wrong}");
        }
        assert_eq!(author.get(&format!("/items/{item}/compare?from=x&to=")).await.status(), 200);
    });
}

#[test]
fn a_revision_has_a_name_as_long_as_somebody_gives_it_one() {
    both(async |office| {
        let (author, unit) = author_of(office).await;
        let editor = office.person("王编", &[Role::Editor]).await;
        let clearer = office.person("李审", &[Role::Clearer]).await;
        let colleague = office.person("贺敏", &[Role::Contributor(unit)]).await;
        let item = draft(&author, unit, "取名", "（综合科/周鹏）").await;
        save(office, &author, item, "领导改过的话。").await;
        let name = |number: &str, name: &str| {
            vec![("item", item.to_string()), ("number", number.to_owned()), ("name", name.to_owned())]
        };
        let answer = colleague.post("/do/name_revision", &name("2", " 领导  改后 ")).await;
        assert_eq!(answer.flash(), "第2稿现在叫“领导 改后”");
        for address in ["", "/revisions/2", "/compare?from=2"] {
            let page = author.get(&format!("/items/{item}{address}")).await;
            assert!(page.text().contains("第2稿“领导 改后”"), "{address}: {}", page.text());
        }
        let undo = answer.whole_flash().and_then(|flash| flash.undo.clone()).expect("it can be taken back");
        author.post(&format!("/do/{}", undo.verb), &undo.fields).await;
        assert!(!author.get(&format!("/items/{item}")).await.text().contains("领导 改后"));
        let long = author.post("/do/name_revision", &name("2", &"长".repeat(21))).await;
        assert!(long.flash().contains("名字最多20字，现在21字"), "{}", long.flash());
        let missing = author.post("/do/name_revision", &name("9", "无")).await;
        assert!(missing.flash().contains("没有找到第9稿"), "{}", missing.flash());
        // Once it is with the office, its people name it, and whoever saved a text that one.
        act(office, &author, "submit", item, &[]).await;
        act(office, &editor, "receive", item, &[]).await;
        save(office, &editor, item, "编辑改过的话。").await;
        let refused = author.post("/do/name_revision", &name("3", "我来取")).await;
        assert_eq!(refused.flash(), "只有编辑可以这样做");
        let refused = clearer.post("/do/name_revision", &name("3", "我来取")).await;
        assert_eq!(refused.flash(), "只有编辑可以这样做");
        let named = editor.post("/do/name_revision", &name("3", "合规改后")).await;
        assert_eq!(named.flash(), "第3稿现在叫“合规改后”");
        let own = author.post("/do/name_revision", &name("1", "初稿")).await;
        assert_eq!(own.flash(), "第1稿现在叫“初稿”");
        let log = office.number("SELECT COUNT(*) FROM events WHERE words LIKE '%合规改后%'").await;
        assert_eq!(log, 0, "the log outlives the item's words");
    });
}

#[test]
fn an_earlier_text_comes_back_from_the_page_that_compares_it() {
    both(async |office| {
        let (author, unit) = author_of(office).await;
        let item = draft(&author, unit, "恢复", "（综合科/周鹏）").await;
        let first = load(office, item).await.text.body;
        save(office, &author, item, "后来的话。").await;
        let page = author.get(&format!("/items/{item}/compare?from=1&to=2")).await;
        assert!(page.text().contains("恢复第1稿") && !page.text().contains("恢复第2稿"), "{}", page.text());
        let answer = act(office, &author, "restore_revision", item, &[("number", "1")]).await;
        assert!(answer.flash().contains("已恢复第1稿的文字"), "{}", answer.flash());
        assert_eq!(load(office, item).await.text.body, first);
        let undo = answer.whole_flash().and_then(|flash| flash.undo.clone()).expect("it can be taken back");
        author.post(&format!("/do/{}", undo.verb), &undo.fields).await;
        assert_eq!(load(office, item).await.text.body, "后来的话。");
    });
}
