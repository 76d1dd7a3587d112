//! 批注 and 修改建议: said of a passage, read by whom they are for, carried with the text, taken with one press.

use domain::{
    id::{ItemId, UnitId},
    person::Role,
    workflow::State,
};
use tests::{
    Answer, Client, Office, both,
    items::{act, draft, load, save},
};

const BODY: &str = "4月12日，县局组织开展耕地保护督察，共排查图斑320个。\n下一步将压实乡镇责任。";

struct Desk {
    unit: UnitId,
    author: Client,
    colleague: Client,
    stranger: Client,
    editor: Client,
    clearer: Client,
    item: ItemId,
}

/// An item that editors have in hand.
async fn desk(office: &Office) -> Desk {
    let unit = office.unit("冠县林业局", &[]).await;
    let other = office.unit("高唐县局", &[]).await;
    let author = office.person("许以太", &[Role::Contributor(unit)]).await;
    let colleague = office.person("郭向景", &[Role::Contributor(unit)]).await;
    let stranger = office.person("王刚", &[Role::Contributor(other)]).await;
    let editor = office.person("赵编辑", &[Role::Editor]).await;
    let clearer = office.person("钱审查", &[Role::Clearer]).await;
    let item = draft(&author, unit, "督察耕地", "（冠县林业局/许以太）").await;
    save(office, &author, item, BODY).await;
    act(office, &author, "submit", item, &[]).await;
    act(office, &editor, "receive", item, &[]).await;
    Desk { unit, author, colleague, stranger, editor, clearer, item }
}

/// Says something of a passage.
async fn say(office: &Office, who: &Client, item: ItemId, passage: &str, more: &[(&str, &str)]) -> Answer {
    let revision = load(office, item).await.revision.to_string();
    let id = item.to_string();
    let mut fields = vec![("item", id.as_str()), ("revision", &revision), ("quote", passage)];
    fields.extend(more);
    who.post("/do/add_comment", &fields).await
}

async fn last_comment(office: &Office) -> String {
    office.number("SELECT MAX(id) FROM comments").await.to_string()
}

async fn page(who: &Client, item: ItemId) -> String {
    who.get(&format!("/items/{item}")).await.text()
}

/// Takes suggestions, by the text that stands there now.
async fn take(office: &Office, who: &Client, item: ItemId, comments: &[&str]) -> Answer {
    let revision = load(office, item).await.revision.to_string();
    let id = item.to_string();
    let mut fields = vec![("item", id.as_str()), ("revision", revision.as_str())];
    fields.extend(comments.iter().map(|comment| ("comment", *comment)));
    who.post("/do/take_suggestions", &fields).await
}

#[test]
fn a_comment_is_read_by_whom_it_is_for_and_by_nobody_else() {
    both(async |office| {
        let Desk { author, colleague, stranger, editor, clearer, item, .. } = desk(office).await;
        let passage = "共排查图斑320个";
        let said =
            say(office, &editor, item, passage, &[("remark", "内部说：数字可疑"), ("audience", "office")])
                .await;
        assert_eq!(said.flash(), "批注已加上，只有编辑部看得到");
        say(office, &editor, item, passage, &[("remark", "请补充依据"), ("audience", "shared")]).await;
        say(office, &author, item, passage, &[("remark", "咱们自己核一下"), ("audience", "unit")]).await;
        let reads = async |who: &Client| {
            let page = page(who, item).await;
            ["内部说", "请补充依据", "咱们自己"].map(|words| page.contains(words))
        };
        assert_eq!(reads(&editor).await, [true, true, false]);
        assert_eq!(reads(&clearer).await, [true, true, false]);
        assert_eq!(reads(&author).await, [false, true, true]);
        assert_eq!(reads(&colleague).await, [false, true, true]);
        assert_eq!(stranger.get(&format!("/items/{item}")).await.status, 404);
        // What one may not read, one neither says, answers nor settles.
        let refused = say(office, &author, item, passage, &[("remark", "？"), ("audience", "office")]).await;
        assert!(!refused.flash().contains("已加上"), "{}", refused.flash());
        let refused =
            say(office, &stranger, item, passage, &[("remark", "？"), ("audience", "shared")]).await;
        assert!(refused.flash().contains("没有"), "{}", refused.flash());
        let internal = office.number("SELECT MIN(id) FROM comments").await.to_string();
        for verb in
            ["answer_comment", "settle_comment", "reopen_comment", "withdraw_comment", "refuse_suggestion"]
        {
            for who in [&author, &stranger] {
                let fields = [("comment", internal.as_str()), ("remark", "看不到的")];
                let answer = who.post(&format!("/do/{verb}"), &fields).await;
                assert!(answer.flash().contains("没有找到这条批注"), "{verb}: {}", answer.flash());
            }
        }
        // Lists count what one may read.
        assert!(editor.get("/inbox").await.html().contains("comment-count"));
    });
}

#[test]
fn a_comment_goes_along_with_the_text_and_says_when_its_passage_is_gone() {
    both(async |office| {
        let Desk { editor, item, .. } = desk(office).await;
        let words = [("remark", "核实数字"), ("audience", "office")];
        say(office, &editor, item, "共排查图斑 320 个", &words).await;
        let mark = format!("href=\"#comment-{}\"", last_comment(office).await);
        let marked = async || {
            let html = editor.get(&format!("/items/{item}")).await.html().to_owned();
            let at = html.find(&mark)?;
            let rest = &html[at..];
            let start = rest.find('>')? + 1;
            Some(rest[start..rest.find("</a>")?].to_owned())
        };
        assert_eq!(marked().await.as_deref(), Some("共排查图斑320个"));
        save(office, &editor, item, &format!("据悉，近来各地加强督察。\n{BODY}\n（完）")).await;
        assert_eq!(marked().await.as_deref(), Some("共排查图斑320个"));
        save(office, &editor, item, &BODY.replace("320", "326")).await;
        assert_eq!(marked().await.as_deref(), Some("共排查图斑326个"));
        assert!(page(&editor, item).await.contains("现在是“共排查图斑326个”"));
        save(office, &editor, item, "4月12日，县局组织开展耕地保护督察。\n下一步将压实乡镇责任。").await;
        assert_eq!(marked().await, None);
        assert!(page(&editor, item).await.contains("这处文字已经不在了"));
        // Taken up again, it stands there again.
        save(office, &editor, item, BODY).await;
        assert_eq!(marked().await.as_deref(), Some("共排查图斑320个"));
    });
}

#[test]
fn what_is_not_in_the_text_is_no_passage() {
    both(async |office| {
        let Desk { editor, item, .. } = desk(office).await;
        let words = [("remark", "看"), ("audience", "office")];
        let answer = say(office, &editor, item, "文中没有这句", &words).await;
        assert!(answer.text().contains("正文里没有这句话"), "{}", answer.text());
        let answer = say(office, &editor, item, "督察", &[("audience", "office")]).await;
        assert!(answer.text().contains("请写批注，或写改成什么"), "{}", answer.text());
        let answer = say(office, &editor, item, "", &[("wording", "换"), ("audience", "office")]).await;
        assert!(answer.text().contains("先选中要改的文字"), "{}", answer.text());
        let both_ways = [("wording", "换"), ("cut", "true"), ("audience", "office")];
        let answer = say(office, &editor, item, "督察", &both_ways).await;
        assert!(answer.text().contains("只能选一样"), "{}", answer.text());
        let long = "长".repeat(1_001);
        let answer = say(office, &editor, item, "督察", &[("remark", &long), ("audience", "office")]).await;
        assert!(answer.text().contains("太长"), "{}", answer.text());
        assert_eq!(office.number("SELECT COUNT(*) FROM comments").await, 0);
        // A whole paragraph may be meant.
        let long = "督察耕地保护工作的情况".repeat(20);
        save(office, &editor, item, &format!("{BODY}\n{long}")).await;
        let answer = say(office, &editor, item, &long, &words).await;
        assert_eq!(answer.flash(), "批注已加上，只有编辑部看得到");
        // Of the whole item there is no passage.
        let answer = say(office, &editor, item, "", &words).await;
        assert_eq!(answer.flash(), "批注已加上，只有编辑部看得到");
        assert!(page(&editor, item).await.contains("说的是全文"));
    });
}

#[test]
fn whoever_is_asked_or_wrote_the_item_is_told_until_it_was_read() {
    both(async |office| {
        let Desk { author, colleague, editor, clearer, item, .. } = desk(office).await;
        let words = [("remark", "@钱审查 这里能公开吗"), ("audience", "shared")];
        say(office, &editor, item, "督察", &words).await;
        let front = async |who: &Client| who.get("/").await.text();
        assert!(front(&clearer).await.contains("《督察耕地》的批注里请您看（新1条）"));
        assert!(front(&author).await.contains("《督察耕地》有1条新批注"));
        assert!(!front(&colleague).await.contains("新批注"));
        assert!(!front(&editor).await.contains("新批注"));
        let comment = last_comment(office).await;
        clearer.post("/do/answer_comment", &[("comment", comment.as_str()), ("remark", "可以公开")]).await;
        assert!(front(&editor).await.contains("《督察耕地》有1条新批注"));
        for who in [&clearer, &author, &editor] {
            assert!(page(who, item).await.contains("可以公开"));
            assert!(!front(who).await.contains("批注"), "{}", front(who).await);
        }
        // Who cannot read it is not asked.
        let internal = office.number("SELECT id FROM people WHERE name = '许以太'").await.to_string();
        let fields = [("remark", "内部"), ("audience", "office"), ("mention", internal.as_str())];
        let refused = say(office, &editor, item, "督察", &fields).await;
        assert!(refused.text().contains("这个人看不到这条批注"), "{}", refused.text());
        let named = [("remark", "@许以太 不该看到"), ("audience", "office")];
        say(office, &editor, item, "督察", &named).await;
        assert!(!front(&author).await.contains("批注"));
        assert_eq!(office.number("SELECT COUNT(*) FROM comment_mentions").await, 1);
    });
}

#[test]
fn a_suggestion_is_taken_with_one_press_and_taken_back_with_one() {
    both(async |office| {
        let Desk { author, editor, clearer, item, .. } = desk(office).await;
        act(office, &editor, "shortlist", item, &[]).await;
        act(office, &clearer, "clear", item, &[]).await;
        say(office, &author, item, "320个", &[("wording", "326个"), ("audience", "shared")]).await;
        let first = last_comment(office).await;
        say(office, &author, item, "压实", &[("wording", "进一步压实"), ("audience", "shared")]).await;
        let second = last_comment(office).await;
        say(office, &author, item, "，共排查图斑320个", &[("cut", "true"), ("audience", "shared")]).await;
        let third = last_comment(office).await;
        // Whoever may not edit the text takes nothing.
        let refused = take(office, &author, item, &[&first]).await;
        assert!(!refused.flash().starts_with("已采纳"), "{}", refused.flash());
        // Of two over each other the first is taken.
        let taken = take(office, &editor, item, &[&first, &second, &third]).await;
        assert_eq!(
            taken.flash(),
            "已采纳修改建议2处；1处不能直接换上，请逐条看。文字有改动，需要重新作保密审查"
        );
        let body = load(office, item).await.text.body;
        assert_eq!(body, "4月12日，县局组织开展耕地保护督察。\n下一步将进一步压实乡镇责任。");
        let undo = taken.whole_flash().and_then(|flash| flash.undo.clone()).expect("it can be taken back");
        let back = editor.post(&format!("/do/{}", undo.verb), &undo.fields).await;
        assert_eq!(back.flash(), "已撤销，2处建议又等着决定");
        assert_eq!(load(office, item).await.text.body, BODY);
        let taken = take(office, &editor, item, &[&first]).await;
        assert!(taken.flash().starts_with("已采纳修改建议1处"), "{}", taken.flash());
        assert_eq!(load(office, item).await.text.body, BODY.replace("320", "326"));
        // Once is once.
        let again = take(office, &editor, item, &[&first]).await;
        assert!(again.flash().contains("已经办过"), "{}", again.flash());
        // What was said of words that have changed is for a person.
        let changed = take(office, &editor, item, &[&third]).await;
        assert!(changed.flash().contains("后来改过"), "{}", changed.flash());
        let refused =
            editor.post("/do/refuse_suggestion", &[("comment", third.as_str()), ("remark", "要留")]).await;
        assert_eq!(refused.flash(), "这条建议没有采纳");
        let page = page(&author, item).await;
        assert!(page.contains("未采纳：赵编辑") && page.contains("要留"), "{page}");
        let history = office.number("SELECT COUNT(*) FROM events WHERE words LIKE '采纳修改建议%'").await;
        assert_eq!(history, 2);
    });
}

#[test]
fn a_suggestion_that_is_followed_by_hand_counts_as_taken() {
    both(async |office| {
        let Desk { author, editor, item, .. } = desk(office).await;
        say(office, &author, item, "320个", &[("wording", "326个"), ("audience", "shared")]).await;
        say(office, &author, item, "乡镇", &[("wording", "镇街"), ("audience", "shared")]).await;
        let answer = save(office, &editor, item, &BODY.replace("320个", "326 个")).await;
        assert!(answer.flash().contains("照改的建议1处记为已采纳"), "{}", answer.flash());
        assert!(page(&author, item).await.contains("已采纳：赵编辑"));
    });
}

#[test]
fn only_who_said_it_withdraws_it_and_only_as_long_as_nobody_answered() {
    both(async |office| {
        let Desk { author, editor, item, .. } = desk(office).await;
        say(office, &editor, item, "督察", &[("remark", "看看"), ("audience", "shared")]).await;
        let comment = last_comment(office).await;
        let of = [("comment", comment.as_str())];
        let refused = author.post("/do/withdraw_comment", &of).await;
        assert!(refused.flash().contains("只有写批注的人"), "{}", refused.flash());
        let gone = editor.post("/do/withdraw_comment", &of).await;
        assert_eq!(gone.flash(), "批注已收回");
        assert!(!page(&author, item).await.contains("看看"));
        let undo = gone.whole_flash().and_then(|flash| flash.undo.clone()).expect("it can be taken back");
        editor.post(&format!("/do/{}", undo.verb), &undo.fields).await;
        assert!(page(&author, item).await.contains("看看"));
        author.post("/do/answer_comment", &[of[0], ("remark", "看过了")]).await;
        let refused = editor.post("/do/withdraw_comment", &of).await;
        assert!(refused.flash().contains("已经有人答复"), "{}", refused.flash());
        // An answer is answered where the comment stands.
        let answer = last_comment(office).await;
        editor.post("/do/answer_comment", &[("comment", answer.as_str()), ("remark", "好")]).await;
        let of_first = format!("SELECT COUNT(*) FROM comments WHERE answers_id = {comment}");
        assert_eq!(office.number(&of_first).await, 2);
        let settled = author.post("/do/settle_comment", &of).await;
        assert_eq!(settled.flash(), "这条批注已办完");
        assert!(page(&editor, item).await.contains("办完：许以太"));
        let undo = settled.whole_flash().and_then(|flash| flash.undo.clone()).expect("it can be taken back");
        editor.post(&format!("/do/{}", undo.verb), &undo.fields).await;
        assert!(!page(&editor, item).await.contains("办完：许以太"));
    });
}

#[test]
fn a_draft_with_others_comments_is_not_deleted_and_a_destroyed_text_takes_them_along() {
    both(async |office| {
        let Desk { unit, author, colleague, editor, item, .. } = desk(office).await;
        let own = draft(&author, unit, "自己的草稿", "（冠县林业局/许以太）").await;
        say(office, &colleague, own, "", &[("remark", "写得好"), ("audience", "unit")]).await;
        let refused = act(office, &author, "delete_draft", own, &[]).await;
        assert!(refused.flash().contains("同事在这篇上写了批注"), "{}", refused.flash());
        let comment = last_comment(office).await;
        colleague.post("/do/withdraw_comment", &[("comment", comment.as_str())]).await;
        let deleted = act(office, &author, "delete_draft", own, &[]).await;
        assert!(deleted.flash().starts_with("已删除草稿"), "{}", deleted.flash());
        say(office, &editor, item, "督察", &[("remark", "涉密的词"), ("audience", "office")]).await;
        let administrator = office.person("管理员", &[Role::Administrator]).await;
        let id = item.to_string();
        let fields = [("item", id.as_str()), ("reason", "误录"), ("sure", "true")];
        let destroyed = administrator.post("/do/destroy_item", &fields).await;
        assert_eq!(load(office, item).await.state, State::Rejected, "{}", destroyed.flash());
        assert_eq!(office.number("SELECT COUNT(*) FROM comments").await, 0);
    });
}
