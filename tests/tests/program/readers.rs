//! What readers find: what is new to them, the next piece, and what they keep.

use domain::item::Kind;
use tests::{both, newsroom::Newsroom};

#[test]
fn an_issue_is_new_until_it_was_opened_and_only_to_whoever_has_not() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let issue = room.published(1, &[room.cleared(Kind::Article).await]).await;
        let is_new = async |who: &tests::Client| who.get("/issues").await.html().contains("class=\"unread\"");
        // Whoever publishes it is shown it.
        assert!(is_new(&room.reader).await && is_new(&room.clearer).await);
        assert!(room.reader.get("/").await.html().contains("class=\"unread\""));
        room.reader.get(&format!("/issues/{issue}")).await;
        assert!(!is_new(&room.reader).await && is_new(&room.clearer).await);
        assert!(!room.reader.get("/").await.html().contains("class=\"unread\""));
        // What came out long ago is new to nobody.
        office.let_sessions_last().await;
        office.set_now("2024-02-25T09:00");
        assert!(!is_new(&room.clearer).await);
    });
}

#[test]
fn a_piece_is_kept_found_again_and_let_go_of() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let pieces = [room.cleared(Kind::Article).await, room.cleared(Kind::Article).await];
        let waiting = room.cleared(Kind::Article).await;
        let issue = room.published(1, &pieces).await;
        let page = room.reader.get(&format!("/issues/{issue}")).await;
        assert!(page.text().contains("下一篇：第2号河道清淤工程完工"), "{}", page.text());
        let keep = [("item", pieces[1].to_string())];
        let kept = room.reader.post("/do/keep_piece", &keep).await;
        assert_eq!(kept.flash(), "已收藏《第2号河道清淤工程完工》");
        let again = room.reader.post("/do/keep_piece", &keep).await;
        assert_eq!(again.flash(), "《第2号河道清淤工程完工》已经在收藏里了");
        let list = room.reader.get("/kept").await;
        assert!(list.html().contains(&format!("href=\"/issues/{issue}#item-{}\"", pieces[1])));
        assert!(room.editor.get("/kept").await.text().contains("还没有收藏"));
        // What is not printed is nobody's to keep.
        let refused = room.reader.post("/do/keep_piece", &[("item", waiting.to_string())]).await;
        assert!(refused.flash().contains("没有找到"), "{}", refused.flash());
        let dropped = room.reader.post("/do/drop_piece", &keep).await;
        assert_eq!(dropped.flash(), "已从收藏里去掉");
        let undo = dropped.whole_flash().and_then(|flash| flash.undo.clone()).expect("it can be taken back");
        room.reader.post(&format!("/do/{}", undo.verb), &undo.fields).await;
        assert!(room.reader.get("/kept").await.text().contains("第2号河道"));
        // What was retracted is nothing for readers any more.
        let reason = [("item", pieces[1].to_string()), ("reason", "有误".to_owned())];
        room.act(&room.director, "retract", issue, &reason).await;
        assert!(room.reader.get("/kept").await.text().contains("还没有收藏"));
    });
}
