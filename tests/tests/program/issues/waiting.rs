//! What waits for somebody stands on that person's front page and in the rail.

use domain::{item::Kind, person::Role};
use tests::{Client, Newsroom, both, items};

/// The front page's words, and the count in the rail beside a place.
async fn front(who: &Client) -> String {
    who.get("/").await.text()
}

async fn count(who: &Client, place: &str) -> u32 {
    let text = who.get("/").await.text();
    let rail = text.split(&format!("{place} ")).nth(1).unwrap_or_default().to_owned();
    let mut words = rail.split(' ');
    let number = words.next().and_then(|word| word.parse().ok()).unwrap_or(0);
    if words.next() == Some("件待办") { number } else { 0 }
}

#[test]
fn an_issue_waits_at_every_step_for_those_who_can_take_it() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let item = room.cleared(Kind::Article).await;
        let issue = room.arranged(1, &[item]).await;
        assert!(front(&room.editor).await.contains("《河湖信息》第1期正在编排，等您送审"));
        assert_eq!((count(&room.editor, "编排").await, count(&room.signer, "编排").await), (1, 0));
        room.act(&room.editor, "send_for_sign_off", issue, &[]).await;
        for signer in [&room.signer, &room.director] {
            assert!(front(signer).await.contains("《河湖信息》第1期等您签字（核稿）"));
            assert_eq!(count(signer, "编排").await, 1);
        }
        assert_eq!(count(&room.editor, "编排").await, 0);
        room.act(&room.signer, "send_back", issue, &[("reason", "题目再改".to_owned())]).await;
        assert!(front(&room.editor).await.contains("第1期被退回编排，等您改好再送审：题目再改"));
        assert_eq!((count(&room.editor, "编排").await, count(&room.signer, "编排").await), (1, 0));
        room.act(&room.editor, "send_for_sign_off", issue, &[]).await;
        let hash = room.pdf_in_sign_off(issue).await;
        for signer in [&room.signer, &room.director] {
            room.act(signer, "sign", issue, &[("pdf_hash", hash.clone())]).await;
        }
        for who in [&room.editor, &room.signer, &room.director] {
            let page = front(who).await;
            assert!(page.contains("《河湖信息》第1期已签发，等您印发"), "{page}");
            assert_eq!(count(who, "编排").await, 1);
        }
        room.act(&room.editor, "publish", issue, &[]).await;
        for who in [&room.editor, &room.signer] {
            assert!(front(who).await.contains("现在没有等您办理的事"));
        }
        assert!(!front(&room.reader).await.contains("等您办理"));
    });
}

#[test]
fn a_correction_waits_for_its_clearer_its_signers_and_whoever_must_mend_it() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let item = room.cleared(Kind::Article).await;
        room.published(1, &[item]).await;
        let version = items::load(office, item).await.version.to_string();
        let id = item.to_string();
        let fields = [
            ("item", id.as_str()),
            ("item_version", &version),
            ("kind", "信息"),
            ("title", "改过的标题"),
            ("body", "改过的正文。"),
            ("attribution_line", "（地矿科/周鹏）"),
            ("reason", "有误"),
        ];
        room.editor.post("/do/correct_item", &fields).await;
        assert!(front(&room.clearer).await.contains("第1期《改过的标题》的更正等您保密审查"));
        assert_eq!((count(&room.clearer, "保密审查").await, count(&room.signer, "编排").await), (1, 0));
        room.clearer.post("/do/clear_correction", &[("correction", "1")]).await;
        assert!(front(&room.signer).await.contains("第1期《改过的标题》的更正等您签字"));
        let back = [("correction", "1"), ("reason", "再想想")];
        room.signer.post("/do/send_back_correction", &back).await;
        assert!(front(&room.editor).await.contains("第1期《改过的标题》的更正被退回，等您修改"));
        assert_eq!((count(&room.editor, "编排").await, count(&room.signer, "编排").await), (1, 0));
    });
}

#[test]
fn what_lies_with_the_editors_is_counted_and_what_was_refused_is_named() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let sent = items::draft(&room.editor, room.unit, "甲", "（地矿科）").await;
        items::act(office, &room.editor, "submit", sent, &[]).await;
        assert!(front(&room.editor).await.contains("1 篇来稿等您签收"));
        room.editor.post("/do/receive", &[("item", sent.to_string())]).await;
        office.set_now("2024-01-18T09:00");
        room.editor.sign_in(tests::office::PASSWORD).await;
        let page = front(&room.editor).await;
        assert!(page.contains("1 篇编辑中，最早3天前"), "{page}");
        assert_eq!(count(&room.editor, "来稿").await, 1);
        room.editor.post("/do/shortlist", &[("item", sent.to_string())]).await;
        room.clearer.sign_in(tests::office::PASSWORD).await;
        items::act(office, &room.clearer, "refuse_clearance", sent, &[("reason", "有坐标")]).await;
        assert!(front(&room.editor).await.contains("《甲》保密审查没有通过，等您处理"));
    });
}

#[test]
fn months_that_are_over_wait_to_be_closed_and_closed_ones_for_their_bulletin() {
    both(async |office| {
        office.let_sessions_last().await;
        let room = Newsroom::open(office).await;
        let item = room.cleared(Kind::Article).await;
        room.published(1, &[item]).await;
        assert!(!front(&room.editor).await.contains("结账"), "the month is not over");
        office.set_now("2024-02-01T09:00");
        let over = "2024年1月已过完，还没有结账";
        assert!(front(&room.editor).await.contains(over), "{}", front(&room.editor).await);
        assert!(!front(&room.clearer).await.contains(over));
        let closed = room.editor.post("/do/close_month", &[("month", "2024-01")]).await;
        assert!(closed.flash().contains("已结账"), "{}", closed.flash());
        let page = front(&room.editor).await;
        assert!(!page.contains(over) && page.contains("2024年1月已结账，通报还没有送签"), "{page}");
        let letter = [("month", "2024-01"), ("version", "0"), ("date", "2024-02-01")];
        room.editor.post("/do/set_bulletin_letter", &letter).await;
        let sent = room.editor.post("/do/send_bulletin", &[("month", "2024-01")]).await;
        assert!(sent.flash().contains("已送签"), "{}", sent.flash());
        assert!(!front(&room.editor).await.contains("通报还没有送签"));
    });
}

#[test]
fn whoever_wrote_a_piece_neither_signs_its_issue_nor_is_asked_to() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let author = office.person("周鹏", &[Role::Signer]).await;
        let item = room.cleared(Kind::Article).await;
        let issue = room.sent(1, &[item]).await;
        let hash = room.pdf_in_sign_off(issue).await;
        let refused = room.act(&author, "sign", issue, &[("pdf_hash", hash)]).await;
        assert!(refused.flash().contains("与您同名的作者"), "{}", refused.flash());
        assert_eq!(count(&author, "编排").await, 0);
        let sheet = author.get(&format!("/issues/{issue}/sign")).await.text();
        assert!(sheet.contains("与您同名的作者") && sheet.contains("可以由孙主任"), "{sheet}");
    });
}
