//! Making an issue and arranging it.

use domain::{id::IssueId, item::Kind, workflow::State};
use store::issues;
use tests::{Newsroom, Office, both};

async fn order(office: &Office, issue: IssueId) -> Vec<Vec<i64>> {
    let arrangement = issues::arrangement(office.store().reader(), issue).await.expect("an arrangement");
    arrangement.sections.iter().map(|section| section.items.iter().map(|item| item.0).collect()).collect()
}

#[test]
fn a_number_is_proposed_and_stands_once_in_a_newsletters_year() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        room.issue(7).await;
        let form = room.editor.get("/issues/new").await;
        assert!(form.html().contains("required value=\"8\""), "{}", form.html());
        let again = room.make_issue(7).await;
        assert!(again.flash().contains("第7期已经有了"), "{}", again.flash());
        assert_eq!(room.issue(8).await.0, 2);
    });
}

#[test]
fn items_are_placed_moved_and_removed_without_javascript() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let (first, second, brief) = (
            room.cleared(Kind::Article).await,
            room.cleared(Kind::Article).await,
            room.cleared(Kind::Brief).await,
        );
        let issue = room.arranged(1, &[first, second, brief]).await;
        assert_eq!(order(office, issue).await, [vec![first.0, second.0], vec![brief.0]]);
        assert_eq!(room.state(first).await, State::Placed);
        let up = [("item", second.to_string()), ("direction", "up".to_owned())];
        let answer = room.act(&room.editor, "move_placement", issue, &up).await;
        assert_eq!(answer.flash(), "已上移");
        assert_eq!(order(office, issue).await, [vec![second.0, first.0], vec![brief.0]]);
        let answer = room.act(&room.editor, "remove_placement", issue, &[("item", second.to_string())]).await;
        assert!(answer.flash().contains("回到拟用"), "{}", answer.flash());
        assert_eq!(room.state(second).await, State::Shortlisted);
        let undo = answer.whole_flash().and_then(|flash| flash.undo.clone()).expect("it can be taken back");
        room.editor.post(&format!("/do/{}", undo.verb), &undo.fields).await;
        assert_eq!(order(office, issue).await, [vec![second.0, first.0], vec![brief.0]]);
        let board = room.editor.get(&format!("/issues/{issue}/desk")).await;
        assert_eq!(board.status(), 200);
        assert!(!board.text().contains("送审前要办好"), "{}", board.text());
        // Neighbours of one unit are pointed out, and stand in nobody's way.
        assert!(board.text().contains("挨着，都是地质矿产管理科的"), "{}", board.text());
        assert!(board.html().contains(&format!("/issues/{issue}/draft/1.png?v=")), "{}", board.html());
    });
}

#[test]
fn sections_are_added_moved_renamed_and_removed_when_empty() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let item = room.cleared(Kind::Article).await;
        let issue = room.arranged(1, &[item]).await;
        let fields = [("kind", "article".to_owned()), ("title", "领导活动".to_owned())];
        room.act(&room.editor, "add_section", issue, &fields).await;
        let sections = issues::arrangement(office.store().reader(), issue).await.expect("sections").sections;
        assert_eq!(
            sections.iter().map(|section| section.label()).collect::<Vec<_>>(),
            ["信息", "简讯", "领导活动"]
        );
        let added = sections[2].id.to_string();
        let fields = [("section", added.clone()), ("direction", "up".to_owned())];
        room.act(&room.editor, "move_section", issue, &fields).await;
        let fields = [("item", item.to_string()), ("section", added.clone())];
        let answer = room.act(&room.editor, "move_placement", issue, &fields).await;
        assert_eq!(answer.flash(), "已移到“领导活动”");
        let answer = room.act(&room.editor, "remove_section", issue, &[("section", added)]).await;
        assert!(answer.flash().contains("栏目里还有稿件"), "{}", answer.flash());
        assert_eq!(order(office, issue).await, [vec![], vec![item.0], vec![]]);
    });
}

#[test]
fn a_section_of_articles_is_set_in_columns_where_that_is_wished_and_frozen_so() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let item = room.cleared(Kind::Article).await;
        let issue = room.arranged(1, &[item]).await;
        let sections = issues::arrangement(office.store().reader(), issue).await.expect("sections").sections;
        let change = |section: usize, wished: bool| {
            let mut fields =
                vec![("section", sections[section].id.to_string()), ("title", "通讯".to_owned())];
            fields.extend(wished.then(|| ("in_columns", "on".to_owned())));
            fields
        };
        let board = async || room.editor.get(&format!("/issues/{issue}/desk")).await;
        assert!(!board().await.html().contains("name=\"in_columns\" type=\"checkbox\" value=\"on\" checked"));
        let answer = room.act(&room.editor, "rename_section", issue, &change(0, true)).await;
        assert_eq!(answer.flash(), "栏目已改为“通讯”，正文分栏排");
        let page = board().await;
        assert_eq!(
            page.html().matches("name=\"in_columns\"").count(),
            1,
            "简讯 have no choice: {}",
            page.html()
        );
        assert!(page.html().contains("checked"), "{}", page.html());
        // 简讯 stand in columns anyway.
        let answer = room.act(&room.editor, "rename_section", issue, &change(1, true)).await;
        assert_eq!(answer.flash(), "栏目已改为“通讯”");
        let answer = room.act(&room.editor, "send_for_sign_off", issue, &[]).await;
        assert!(answer.flash().contains("送审"), "{}", answer.flash());
        let version = issues::in_sign_off(office.store().reader(), issue).await.expect("versions");
        let content = version.expect("it is in sign-off").content;
        let in_columns: Vec<bool> =
            content.content().sections.iter().map(|section| section.in_columns).collect();
        assert_eq!(in_columns, [true]);
    });
}

#[test]
fn whoever_arranges_an_older_board_is_told_and_changes_nothing() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let (first, second) = (room.cleared(Kind::Article).await, room.cleared(Kind::Article).await);
        let issue = room.arranged(1, &[first]).await;
        let stale = [("issue", issue.to_string()), ("version", "1".to_owned()), ("item", second.to_string())];
        let answer = room.editor.post("/do/place", &stale).await;
        assert!(answer.flash().contains("您自己在别的页面上09:00改过这一期（已编入"), "{}", answer.flash());
        assert_eq!(order(office, issue).await, [vec![first.0], vec![]]);
        assert_eq!(room.state(second).await, State::Shortlisted);
    });
}

#[test]
fn only_editors_arrange() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let item = room.cleared(Kind::Article).await;
        let issue = room.issue(1).await;
        for person in [&room.signer, &room.clearer, &room.reader] {
            let answer = room.act(person, "place", issue, &[("item", item.to_string())]).await;
            // To a reader an issue that is not out does not exist.
            let is_reader = person.actor().id == room.reader.actor().id;
            let words = if is_reader {
                "没有找到这一期，可能已被移走"
            } else {
                "只有编辑可以这样做"
            };
            assert_eq!(answer.flash(), words);
            let board = person.get(&format!("/issues/{issue}/desk")).await;
            assert_eq!(board.status(), if is_reader { 404 } else { 403 });
        }
        assert_eq!(room.state(item).await, State::Shortlisted);
        assert_eq!(room.reader.get(&format!("/issues/{issue}")).await.status(), 404);
        assert_eq!(room.reader.get(&format!("/issues/{issue}/draft/1.png")).await.status(), 404);
    });
}
