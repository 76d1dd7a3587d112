//! 退回 many for one reason, and taking a return back as long as nobody has touched what was returned.

use domain::{
    id::{ItemId, UnitId},
    person::Role,
    unit::Unit,
    workflow::State,
};
use tests::{
    Answer, Client, Office, both,
    items::{act, draft, load, save},
};

async fn sent(office: &Office, author: &Client, unit: UnitId, title: &str) -> ItemId {
    let item = draft(author, unit, title, "（综合科/周鹏）").await;
    act(office, author, "submit", item, &[]).await;
    item
}

async fn return_many(editor: &Client, items: &[ItemId], reason: &str) -> Answer {
    let ids: Vec<String> = items.iter().map(ToString::to_string).collect();
    let mut fields: Vec<(&str, &str)> = ids.iter().map(|id| ("item", id.as_str())).collect();
    fields.extend([("reason", reason), ("kinds", "lacks_substance"), ("back", "/inbox")]);
    editor.post("/do/return_items", &fields).await
}

async fn take_back(who: &Client, answer: &Answer) -> Answer {
    let undo = answer.whole_flash().and_then(|flash| flash.undo.clone()).expect("it can be taken back");
    who.post(&format!("/do/{}", undo.verb), &undo.fields).await
}

#[test]
fn many_are_returned_for_one_reason_and_what_cannot_be_is_told() {
    both(async |office| {
        let unit = office.unit("综合科", &[]).await;
        let author = office.person("周鹏", &[Role::Contributor(unit)]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let (one, other, taken) = (
            sent(office, &author, unit, "甲").await,
            sent(office, &author, unit, "乙").await,
            sent(office, &author, unit, "丙").await,
        );
        act(office, &editor, "receive", other, &[]).await;
        act(office, &editor, "shortlist", taken, &[]).await;
        // A reason is asked for, and nothing is done without.
        let ids = [("item", one.to_string()), ("back", "/inbox".to_owned())];
        let none = editor.post("/do/return_items", &ids).await;
        assert!(none.flash().contains("请勾选或写明原因"), "{}", none.flash());
        assert_eq!(load(office, one).await.state, State::Submitted);
        let answer = return_many(&editor, &[one, other, taken], "请补充数据").await;
        assert!(answer.flash().starts_with("2篇（则）已退回"), "{}", answer.flash());
        assert!(answer.flash().contains("另有1篇（则）没有退回，如《丙》"), "{}", answer.flash());
        let states =
            [load(office, one).await.state, load(office, other).await.state, load(office, taken).await.state];
        assert_eq!(states, [State::Returned, State::Returned, State::Shortlisted]);
        assert!(author.get(&format!("/items/{one}")).await.text().contains("请补充数据"));
        // Nobody else takes it back, and what else is done to the item does not keep its reasons.
        let others = take_back(&office.person("钱编辑", &[Role::Editor]).await, &answer).await;
        assert!(others.flash().contains("不是您退回的"), "{}", others.flash());
        act(office, &editor, "take_charge", one, &[]).await;
        // All of it is taken back: what had been received is, what had not waits for that.
        let back = take_back(&editor, &answer).await;
        assert!(back.flash().starts_with("2篇（则）没有退回"), "{}", back.flash());
        assert_eq!(load(office, one).await.state, State::Submitted);
        assert_eq!(load(office, other).await.state, State::Editing);
        assert!(!author.get(&format!("/items/{one}")).await.text().contains("等您修改"));
        // A return that did not stand counts for nothing.
        assert_eq!(office.number("SELECT COUNT(*) FROM item_reasons").await, 0);
    });
}

#[test]
fn what_was_mended_or_sent_again_stays_returned() {
    both(async |office| {
        let reviewing = Unit {
            id: UnitId(0),
            name: "综合科".to_owned(),
            short_name: None,
            aliases: Vec::new(),
            reviews: true,
            scored: true,
            order: 1,
            since: None,
            until: None,
        };
        let unit = office.unit_like(reviewing, "机关科室").await;
        let author = office.person("周鹏", &[Role::Contributor(unit)]).await;
        let reviewer = office.person("王审核", &[Role::UnitReviewer(unit)]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let colleague = office.person("钱编辑", &[Role::Editor]).await;
        let item = draft(&author, unit, "甲", "（综合科/周鹏）").await;
        act(office, &author, "submit", item, &[]).await;
        // In review it is the unit's: an editor neither returns it nor takes its return back.
        let refused = return_many(&editor, &[item], "早了").await;
        assert!(refused.flash().starts_with("没有找到"), "{}", refused.flash());
        act(office, &reviewer, "return_item", item, &[("reason", "再改改")]).await;
        let not_mine = act(office, &editor, "undo_return", item, &[]).await;
        assert!(!not_mine.flash().contains("没有退回，仍在"), "{}", not_mine.flash());
        assert_eq!(load(office, item).await.state, State::Returned);
        act(office, &author, "submit", item, &[]).await;
        act(office, &reviewer, "approve", item, &[]).await;
        let answer = act(office, &colleague, "return_item", item, &[("reason", "数字不符")]).await;
        save(office, &author, item, "改过的文字。").await;
        let late = take_back(&colleague, &answer).await;
        assert!(!late.flash().contains("没有退回，仍在"), "{}", late.flash());
        assert_eq!(load(office, item).await.state, State::Returned);
    });
}
