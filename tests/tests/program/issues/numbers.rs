//! The numbers of issues: 合刊, 增刊, gaps, totals, years, and an issue that was made by mistake.

use domain::item::Kind;
use tests::{Answer, Newsroom, both};

/// Asks for a new issue with these fields in the place of the usual ones.
async fn make(room: &Newsroom<'_>, fields: &[(&str, &str)]) -> Answer {
    let newsletter = room.newsletter.to_string();
    let usual = [
        ("newsletter", newsletter.as_str()),
        ("year", "2024"),
        ("number", "1"),
        ("total", ""),
        ("date", "2024-01-20"),
        ("credit_month", "2024-01"),
    ];
    let kept = usual.into_iter().filter(|(name, _)| !fields.iter().any(|(other, _)| other == name));
    let all: Vec<(&str, &str)> = kept.chain(fields.iter().copied()).collect();
    room.editor.post("/do/create_issue", &all).await
}

#[test]
fn a_merged_issue_bears_its_numbers_and_nobody_else_bears_one_of_them() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let made = make(&room, &[("number", "51—52"), ("total", "151-152")]).await;
        assert_eq!(made.flash(), "已新建《河湖信息》第51—52期，可以编入稿件了");
        assert!(made.text().contains("第51—52期"), "{}", made.text());
        for number in ["51", "52", "第52期", "50-51", "52～53"] {
            let refused = make(&room, &[("number", number)]).await;
            assert!(refused.flash().contains("2024年第51—52期已经有了"), "{number}: {}", refused.flash());
        }
        for total in ["151", "152", "总第152期", "150—151"] {
            let refused = make(&room, &[("number", "53"), ("total", total)]).await;
            assert!(refused.flash().contains("已经给了2024年第51—52期"), "{total}: {}", refused.flash());
        }
        let form = room.editor.get("/issues/new").await;
        assert!(form.html().contains("value=\"53\"") && form.html().contains("value=\"153\""));
        for number in ["", "0", "-1", "abc", "1.5", "52-51", "99999999999"] {
            let refused = make(&room, &[("number", number)]).await;
            assert!(refused.flash().contains("期号"), "{number:?}: {}", refused.flash());
        }
    });
}

#[test]
fn a_merged_issue_is_printed_credited_and_listed_under_both_numbers() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let item = room.cleared(Kind::Article).await;
        let made = make(&room, &[("number", "51-52")]).await;
        let id = made.path.split('/').nth(2).expect("an issue").parse().expect("an id");
        let issue = domain::id::IssueId(id);
        room.act(&room.editor, "place", issue, &[("item", item.to_string())]).await;
        room.act(&room.editor, "send_for_sign_off", issue, &[]).await;
        let hash = room.pdf_in_sign_off(issue).await;
        for signer in [&room.signer, &room.director] {
            room.act(signer, "sign", issue, &[("pdf_hash", hash.clone())]).await;
        }
        let answer = room.act(&room.editor, "publish", issue, &[]).await;
        assert!(answer.flash().starts_with("第51—52期已印发"), "{}", answer.flash());
        assert!(room.reader.get("/issues").await.text().contains("第51—52期"));
        let ledger = room.editor.get("/ledger?month=2024-01").await.text();
        assert!(ledger.contains("第51—52期"), "{ledger}");
        assert!(room.editor.get(&format!("/items/{item}")).await.text().contains("2024年第51—52期"));
    });
}

#[test]
fn supplements_and_special_issues_are_counted_by_themselves() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        room.issue(1).await;
        for (series, name) in [("supplement", "增刊第1期"), ("special", "特刊第1期")] {
            let form = room.editor.get(&format!("/issues/new?series={series}")).await;
            assert!(form.html().contains("name=\"number\"") && form.html().contains("value=\"1\""));
            let made = make(&room, &[("series", series)]).await;
            assert_eq!(made.flash(), format!("已新建《河湖信息》{name}，可以编入稿件了"));
            let again = make(&room, &[("series", series)]).await;
            assert!(again.flash().contains(&format!("2024年{name}已经有了")), "{}", again.flash());
        }
        assert!(make(&room, &[]).await.flash().contains("2024年第1期已经有了"));
        let work = room.editor.get("/issues/desk").await.text();
        assert!(
            work.contains("增刊第1期") && work.contains("特刊第1期") && !work.contains("1000001"),
            "{work}"
        );
    });
}

#[test]
fn a_gap_is_explained_where_it_is_made_or_later() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let first = room.cleared(Kind::Article).await;
        room.published(3, &[first]).await;
        let refused = make(&room, &[("number", "6")]).await;
        assert!(refused.flash().contains("跳过了第4—5期"), "{}", refused.flash());
        let made = make(&room, &[("number", "6"), ("gap", "四、五期因疫情停刊")]).await;
        assert!(made.flash().contains("已新建"), "{}", made.flash());
        let list = room.editor.get("/issues").await.text();
        assert!(list.contains("第4—5期") && list.contains("空号：四、五期因疫情停刊"), "{list}");
        let list = room.reader.get("/issues").await.text();
        assert!(!list.contains("第4—5期") && !list.contains("疫情"), "nothing after it is out yet: {list}");
        let filled = make(&room, &[("number", "5")]).await;
        assert!(filled.flash().contains("已新建"), "what fills a gap needs no reason: {}", filled.flash());
        assert!(!room.reader.get("/issues").await.text().contains("第5期"));
        let fields = [
            ("newsletter", room.newsletter.to_string()),
            ("year", "2024".to_owned()),
            ("number", "5".to_owned()),
            ("reason", "停刊".to_owned()),
        ];
        let refused = room.editor.post("/do/explain_gap", &fields).await;
        assert!(refused.flash().contains("不是空号"), "{}", refused.flash());
        let refused = room.reader.post("/do/explain_gap", &fields).await;
        assert_eq!(refused.flash(), "只有编辑可以这样做");
    });
}

#[test]
fn the_year_differs_from_the_dates_only_where_somebody_says_so() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let odd = [("year", "2023"), ("number", "52"), ("date", "2024-01-03")];
        let refused = make(&room, &odd).await;
        assert!(refused.flash().contains("期号写的是2023年，日期却在2024年"), "{}", refused.flash());
        let knowing = [odd.as_slice(), &[("other_year", "true")]].concat();
        assert!(make(&room, &knowing).await.flash().contains("已新建"));
    });
}

#[test]
fn an_issue_made_by_mistake_is_removed_while_nothing_hangs_on_it() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let made = room.make_issue(1).await;
        let undo = made.whole_flash().and_then(|flash| flash.undo.clone()).expect("it can be taken back");
        let undone = room.editor.post(&format!("/do/{}", undo.verb), &undo.fields).await;
        assert_eq!(undone.flash(), "已删除2024年第1期，期号可以再用");
        let item = room.cleared(Kind::Article).await;
        let issue = room.arranged(1, &[item]).await;
        let refused = room.act(&room.editor, "remove_issue", issue, &[]).await;
        assert!(refused.flash().contains("还有1篇稿件"), "{}", refused.flash());
        room.act(&room.editor, "send_for_sign_off", issue, &[]).await;
        let refused = room.act(&room.editor, "remove_issue", issue, &[]).await;
        assert!(refused.flash().contains("不能编排"), "{}", refused.flash());
        room.act(&room.editor, "send_back", issue, &[("reason", "撤回".to_owned())]).await;
        room.act(&room.editor, "remove_placement", issue, &[("item", item.to_string())]).await;
        let refused = room.act(&room.editor, "remove_issue", issue, &[]).await;
        assert!(refused.flash().contains("送审过"), "{}", refused.flash());
        let empty = room.issue(2).await;
        let refused = room.act(&room.signer, "remove_issue", empty, &[]).await;
        assert_eq!(refused.flash(), "只有编辑可以这样做");
        let board = room.editor.get(&format!("/issues/{empty}/desk")).await;
        assert!(board.text().contains("删除2024年第2期"), "{}", board.text());
        room.act(&room.editor, "remove_issue", empty, &[]).await;
        assert_eq!(room.editor.get(&format!("/issues/{empty}/desk")).await.status(), 404);
    });
}
