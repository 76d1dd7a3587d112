//! Naming a unit that does not exist on the day: in attributions, records, credits, corrections, past issues, drafts.

use domain::{id::UnitId, item::Kind, person::Role, unit::Unit};
use tests::{
    Newsroom, Office, both,
    items::{act, draft, load},
};

use super::{administrator, change, record};

/// A unit that exists from a day on and until another.
async fn unit(office: &Office, name: &str, since: Option<&str>, until: Option<&str>) -> UnitId {
    let day = |day: Option<&str>| day.map(|day| day.parse().expect("a day"));
    let unit = Unit {
        id: UnitId(0),
        name: name.to_owned(),
        short_name: None,
        aliases: Vec::new(),
        reviews: false,
        scored: true,
        order: 1,
        since: day(since),
        until: day(until),
    };
    office.unit_like(unit, "机关科室").await
}

/// 旧科 went into 地矿科 on the first of January; 老科 ended without a word on it, 新科 begins in February.
async fn with_changes(office: &Office) -> (Newsroom<'_>, UnitId) {
    let room = Newsroom::open(office).await;
    let old = office.unit("旧科", &[]).await;
    unit(office, "老科", None, Some("2024-01-01")).await;
    unit(office, "新科", Some("2024-02-01"), None).await;
    let administrator = administrator(office).await;
    let fields = [("day", "2024-01-01"), ("into", "地矿科"), ("points", "leave")];
    let done = change(&administrator, old, 1, "merged", &fields).await;
    assert!(done.flash().contains("并入地质矿产管理科"), "{}", done.flash());
    (room, old)
}

#[test]
fn it_is_told_while_it_is_typed_with_the_successor_to_choose() {
    both(async |office| {
        let (room, _) = with_changes(office).await;
        let author = office.person("周鹏", &[Role::Contributor(room.unit)]).await;
        let item = draft(&author, room.unit, "甲", "（旧科/周鹏 老科 新科）").await;
        let page = author.get(&format!("/items/{item}/edit")).await;
        for words in [
            "“旧科”：旧科已于2024年1月1日并入地质矿产管理科",
            "“老科”：老科已于2024年1月1日撤销",
            "“新科”：新科自2024年2月1日起才设立",
        ] {
            assert!(page.text().contains(words), "{words}: {}", page.text());
        }
        assert!(page.html().contains(&format!("value=\"旧科\t{}\"", room.unit)), "{}", page.html());
        let asked = author.get("/check-attribution?line=%EF%BC%88%E6%97%A7%E7%A7%91%EF%BC%89").await;
        assert!(asked.html().contains("已于2024年1月1日并入"), "{}", asked.html());
        let suggested = author.get("/suggest-units?line=%E6%97%A7&at=1").await;
        assert!(!suggested.html().contains("旧科"), "{}", suggested.html());
        // Pressing the button puts the successor in its place and keeps the authors.
        let mut fields = tests::items::text_fields(&load(office, item).await, "正文。");
        fields.push(("choose", format!("旧科\t{}", room.unit)));
        fields.push(("item", item.to_string()));
        fields.push(("revision", load(office, item).await.revision.to_string()));
        fields.push(("back", format!("/items/{item}/edit")));
        let page = author.post("/do/keep_text", &fields).await;
        assert!(page.html().contains("地质矿产管理科/周鹏"), "{}", page.html());
    });
}

#[test]
fn an_issue_that_credits_it_cannot_be_sent_and_the_item_offers_the_way_out() {
    both(async |office| {
        let (room, _) = with_changes(office).await;
        let gone = room.shortlisted(Kind::Article, "（旧科/周鹏）", true).await;
        let over = room.shortlisted(Kind::Article, "（老科）", true).await;
        let coming = room.shortlisted(Kind::Article, "（新科）", true).await;
        let issue = room.arranged(1, &[gone, over, coming]).await;
        let refused = room.act(&room.editor, "send_for_sign_off", issue, &[]).await;
        let words = [
            "《第1号河道清淤工程完工》署名中的旧科已于2024年1月1日并入地质矿产管理科，请改写为地质矿产管理科，否则记不了分",
            "《第2号河道清淤工程完工》署名中的老科已于2024年1月1日撤销，请改写为当时存在的单位，否则记不了分",
            "《第3号河道清淤工程完工》署名中的新科自2024年2月1日起才设立",
        ];
        for words in words {
            assert!(refused.flash().contains(words), "{words}: {}", refused.flash());
        }
        let board = room.editor.get(&format!("/issues/{issue}/desk")).await;
        assert!(board.text().contains(words[0]), "{}", board.text());
        let page = room.editor.get(&format!("/items/{gone}")).await.text();
        assert!(page.contains("改署这个单位"), "{page}");
        let mended = act(
            office,
            &room.editor,
            "resolve_unit",
            gone,
            &[("name", "旧科"), ("unit", &room.unit.to_string())],
        )
        .await;
        assert_eq!(mended.flash(), "署名“旧科”已改为地质矿产管理科；文字有改动，需要重新作保密审查");
        assert_eq!(load(office, gone).await.credited_units(), [room.unit]);
        // An editor may also decide who is credited; the name is then printed as it stands.
        let unit = room.unit.to_string();
        let decide = [("unit", unit.as_str()), ("reason", "职能已划转")];
        act(office, &room.editor, "decide_credit", over, &decide).await;
        let board = room.editor.get(&format!("/issues/{issue}/desk")).await.text();
        assert!(board.contains("署名中的老科已于2024年1月1日撤销，照此印出；记分已另定"), "{board}");
        assert!(!board.contains(words[1]), "{board}");
    });
}

#[test]
fn it_is_no_unit_to_be_credited_by_a_decision_or_a_record() {
    both(async |office| {
        let (room, old) = with_changes(office).await;
        let item = room.cleared(Kind::Article).await;
        let page = room.editor.get(&format!("/items/{item}")).await;
        assert!(!page.html().contains("旧科"), "it is not offered: {}", page.html());
        let unit = old.to_string();
        let decide = [("unit", unit.as_str()), ("reason", "以为还在")];
        let refused = act(office, &room.editor, "decide_credit", item, &decide).await;
        let words = "旧科已于2024年1月1日并入地质矿产管理科，请改写为地质矿产管理科，记不了分";
        assert!(refused.flash().contains(words), "{}", refused.flash());

        room.editor.post("/do/add_upper_channel", &[("name", "每日动态")]).await;
        room.editor.get("/records?month=2024-01").await;
        let refused = record(&room.editor, "甲", "2024-01-10", "旧科").await;
        assert!(refused.flash().contains(words), "{}", refused.flash());
        assert!(
            refused.text().contains("“旧科”：旧科已于2024年1月1日并入地质矿产管理科，改为："),
            "{}",
            refused.text()
        );
        let form = [("units", "老科"), ("month", "2024-01"), ("count", "3")];
        let refused = room.editor.post("/do/record_submissions", &form).await;
        assert!(refused.flash().contains("老科已于2024年1月1日撤销"), "{}", refused.flash());
        // Nor is one that has no group in the month's year.
        let before = record(&room.editor, "去年的", "2023-12-10", "旧科").await;
        assert!(before.flash().contains("“旧科”在2023-12没有分组，记不了分"), "{}", before.flash());
    });
}

#[test]
fn a_unit_that_ends_within_a_month_is_named_until_the_day_before() {
    both(async |office| {
        office.set_now("2024-01-25T09:00");
        let room = Newsroom::open(office).await;
        unit(office, "中科", Some("2024-01-05"), Some("2024-01-15")).await;
        room.editor.post("/do/add_upper_channel", &[("name", "每日动态")]).await;
        for (date, recorded) in
            [("2024-01-04", false), ("2024-01-05", true), ("2024-01-14", true), ("2024-01-15", false)]
        {
            let answer = record(&room.editor, date, date, "中科").await;
            assert_eq!(answer.flash().contains("已登记"), recorded, "{date}: {}", answer.flash());
        }
        let form = [("units", "中科"), ("month", "2024-01"), ("count", "3")];
        let counted = room.editor.post("/do/record_submissions", &form).await;
        assert!(counted.flash().contains("已登记"), "a month is no day: {}", counted.flash());
    });
}

#[test]
fn nobody_writes_for_it_any_more() {
    both(async |office| {
        let (room, old) = with_changes(office).await;
        let author = office.person("周鹏", &[Role::Contributor(old)]).await;
        let fields = [
            ("unit", old.to_string()),
            ("kind", "信息".to_owned()),
            ("title", "甲".to_owned()),
            ("body", "乙".to_owned()),
            ("attribution_line", "（旧科）".to_owned()),
        ];
        let refused = author.post("/do/draft_item", &fields).await;
        assert!(
            refused.flash().contains("旧科已于2024年1月1日并入地质矿产管理科，不能再以它的名义起草"),
            "{}",
            refused.flash()
        );
        drop(room);
    });
}

#[test]
fn what_was_drafted_before_counts_for_the_successor_when_it_is_sent() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let old = office.unit("旧科", &[]).await;
        let author = office.person("周鹏", &[Role::Contributor(old)]).await;
        let item = draft(&author, old, "甲", "（地矿科）").await;
        let administrator = administrator(office).await;
        let fields = [("day", "2024-01-01"), ("into", "地矿科"), ("points", "leave")];
        change(&administrator, old, 1, "merged", &fields).await;
        let sent = act(office, &author, "submit", item, &[]).await;
        assert!(sent.flash().contains("上报篇数记在地质矿产管理科"), "{}", sent.flash());
        let january = super::bulletin(office, room.editor.actor(), "2024-01").await;
        let counted: Vec<_> =
            january.rows().map(|row| (row.unit_id, row.figures.submitted.to_string())).collect();
        assert_eq!(counted, [(room.unit, "1".to_owned())]);
    });
}

#[test]
fn a_past_issue_names_who_existed_then_unless_it_is_not_credited() {
    both(async |office| {
        let (room, _) = with_changes(office).await;
        let enter = async |number: &str, date: &str, month: &str, attribution: &str, credited: bool| {
            let mut form = vec![
                ("newsletter", room.newsletter.to_string()),
                ("year", date[..4].to_owned()),
                ("number", number.to_owned()),
                ("date", date.to_owned()),
                ("credit_month", month.to_owned()),
                ("kind", "article".to_owned()),
                ("title", "甲".to_owned()),
                ("subtitle", String::new()),
                ("body", "乙。".to_owned()),
                ("attribution", attribution.to_owned()),
                ("unresolved", String::new()),
            ];
            if credited {
                form.push(("credited", "true".to_owned()));
            }
            room.editor.post("/do/enter_past_issue", &form).await.flash().to_owned()
        };
        let refused = enter("1", "2024-01-05", "2024-01", "（旧科）", true).await;
        assert!(refused.contains("第1篇：署名中的旧科已于2024年1月1日并入"), "{refused}");
        assert!(enter("2", "2024-01-05", "2024-01", "（旧科）", false).await.contains("已补录"));
        assert!(enter("9", "2023-12-05", "2023-12", "（旧科）", false).await.contains("已补录"));
        let refused = enter("7", "2023-12-07", "2023-12", "（旧科）", true).await;
        assert!(refused.contains("旧科在2023年12月没有分组"), "{refused}");
        let refused = enter("8", "2023-12-06", "2023-12", "（新科）", true).await;
        assert!(refused.contains("新科自2024年2月1日起才设立"), "{refused}");
    });
}
