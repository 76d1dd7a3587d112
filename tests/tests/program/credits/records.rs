//! What editors record, and what becomes of it when it was wrong.

use app::desk::credits::Bulletins;
use domain::{
    clearance::{Clearance, Verdict},
    id::{ItemId, PersonId, UnitId},
    item::Kind,
    person::{Actor, Role},
    scoring::Figures,
};
use store::items::{self, save::set_clearance};
use tests::{Answer, Client, Office, both};

use super::published::{Piece, items_of, publish};

/// A unit's figures of January.
pub async fn january(office: &Office, reader: &Actor, unit: UnitId) -> Figures {
    let month = "2024-01".parse().expect("a month");
    let bulletin = office.desk().bulletin(reader, month).await.expect("an editor may read it");
    let row = bulletin.rows().find(|row| row.unit_id == unit);
    row.expect("the unit stands in a table").figures.clone()
}

/// Records an upper adoption of 10 January by 每日动态.
pub async fn record_upper(editor: &Client, title: &str, units: &str) -> Answer {
    let form = [
        ("channel", "每日动态"),
        ("title", title),
        ("date", "2024-01-10"),
        ("units", units),
        ("back", "/records?month=2024-01"),
    ];
    editor.post("/do/record_upper_adoption", &form).await
}

pub async fn add_channel(editor: &Client, name: &str) {
    let answer = editor.post("/do/add_upper_channel", &[("name", name)]).await;
    assert!(answer.flash().contains("已添加"), "{}", answer.flash());
}

#[test]
fn an_upper_adoption_is_credited_to_every_unit_whole_and_a_star_counts_fifteen() {
    both(async |office| {
        let (one, other) =
            (office.unit("地质矿产管理科", &["地矿科"]).await, office.unit("高唐局", &[]).await);
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        add_channel(&editor, "每日动态").await;
        let answer = record_upper(&editor, "矿山复绿", "地矿科、高唐局").await;
        assert!(answer.flash().contains("计入2024年1月份考核"), "{}", answer.flash());
        let form = [
            ("channel", "每日动态"),
            ("title", "节约用地"),
            ("date", "2024年1月11日"),
            ("month", "2024-01"),
            ("starred", "true"),
            ("units", "高唐局"),
        ];
        editor.post("/do/record_upper_adoption", &form).await;
        let points = |figures: Figures| (figures.upper_count, figures.month.to_string());
        assert_eq!(points(january(office, editor.actor(), one).await), (1.into(), "5".into()));
        assert_eq!(points(january(office, editor.actor(), other).await), (2.into(), "20".into()));
    });
}

#[test]
fn an_unknown_unit_is_answered_with_the_nearest_names_and_nothing_typed_is_lost() {
    both(async |office| {
        office.unit("地质矿产管理科", &[]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        add_channel(&editor, "每日动态").await;
        let answer = record_upper(&editor, "矿山复绿", "地矿科").await;
        assert!(
            answer.flash().contains("没有名为“地矿科”的单位，最接近的是：地质矿产管理科"),
            "{}",
            answer.flash()
        );
        for kept in ["value=\"矿山复绿\"", "value=\"2024-01-10\"", "value=\"地矿科\""] {
            assert!(answer.html().contains(kept), "{kept}: {}", answer.html());
        }
        let offered = "units=%E5%9C%B0%E8%B4%A8%E7%9F%BF%E4%BA%A7%E7%AE%A1%E7%90%86%E7%A7%91";
        assert!(answer.html().contains(offered), "a link with the nearest unit in its place");
        assert!(!editor.get("/records?month=2024-01").await.text().contains("矿山复绿"));
    });
}

#[test]
fn the_same_fact_is_not_recorded_twice() {
    both(async |office| {
        let unit = office.unit("高唐局", &[]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        add_channel(&editor, "每日动态").await;
        record_upper(&editor, "矿山复绿", "高唐局").await;
        let again = record_upper(&editor, "矿山复绿", "高唐局").await;
        assert!(again.flash().contains("已经登记过了"), "{}", again.flash());
        assert_eq!(january(office, editor.actor(), unit).await.month.to_string(), "5");
    });
}

#[test]
fn a_reversal_takes_the_points_back_and_leaves_the_record_with_its_reason() {
    both(async |office| {
        let unit = office.unit("高唐局", &[]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        add_channel(&editor, "每日动态").await;
        let undo = record_upper(&editor, "矿山复绿", "高唐局")
            .await
            .whole_flash()
            .and_then(|flash| flash.undo.clone());
        let undo = undo.expect("what was just recorded can be taken back");
        let record = undo.fields[0].1.clone();
        let without_reason = [("record", record.as_str())];
        let answer = editor.post("/do/reverse_record", &without_reason).await;
        assert!(answer.flash().contains("请写明冲销的原因"), "{}", answer.flash());
        let form = [("record", record.as_str()), ("reason", "刊物登记错了")];
        let answer = editor.post("/do/reverse_record", &form).await;
        assert!(answer.text().contains("已冲销"), "{}", answer.text());
        assert!(answer.text().contains("刊物登记错了"), "{}", answer.text());
        assert_eq!(january(office, editor.actor(), unit).await.month.to_string(), "0");
        let again = editor.post("/do/reverse_record", &form).await;
        assert!(again.flash().contains("已经冲销过了"), "{}", again.flash());
        let ledger = editor.get("/ledger?month=2024-01").await.text();
        assert!(ledger.contains("冲销：每日动态 5") && ledger.contains("原因：刊物登记错了"), "{ledger}");
    });
}

#[test]
fn a_commission_that_was_printed_after_all_is_paid_once() {
    both(async |office| {
        let unit = office.unit("高唐局", &[]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        add_channel(&editor, "昨日市情").await;
        let form = [("office", "市政府"), ("title", "春季造林"), ("date", "2024-01-05"), ("units", "高唐局")];
        let answer = editor.post("/do/record_commission", &form).await;
        let undo = answer.whole_flash().and_then(|flash| flash.undo.clone()).expect("it can be taken back");
        let record = undo.fields[0].1.clone();
        let figures = january(office, editor.actor(), unit).await;
        assert_eq!(
            (figures.commission_count, figures.commission_points.to_string().as_str()),
            (1.into(), "5")
        );
        let printed = [("record", record.as_str()), ("channel", "昨日市情"), ("date", "2024-01-12")];
        let answer = editor.post("/do/commission_printed", &printed).await;
        assert!(answer.flash().contains("原约稿已冲销"), "{}", answer.flash());
        let figures = january(office, editor.actor(), unit).await;
        assert_eq!((figures.commission_count, figures.upper_count), (0.into(), 1.into()));
        assert_eq!(figures.month.to_string(), "5");
        let again = editor.post("/do/commission_printed", &printed).await;
        assert!(again.flash().contains("已经冲销过了"), "{}", again.flash());
        assert!(answer.text().contains("昨日市情约稿"), "{}", answer.text());
    });
}

#[test]
fn a_reversal_and_a_printed_commission_are_taken_back_by_recording_anew() {
    both(async |office| {
        let unit = office.unit("高唐局", &[]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        add_channel(&editor, "每日动态").await;
        let undo = async |answer: Answer| {
            let undo = answer.whole_flash().and_then(|flash| flash.undo.clone());
            let undo = undo.unwrap_or_else(|| panic!("“{}” can be taken back", answer.flash()));
            editor.post(&format!("/do/{}", undo.verb), &undo.fields).await
        };
        let points = async || {
            let figures = january(office, editor.actor(), unit).await;
            (figures.upper_count, figures.commission_count, figures.month.to_string())
        };
        record_upper(&editor, "矿山复绿", "高唐局").await;
        let reversed = editor.post("/do/reverse_record", &[("record", "1"), ("reason", "登记错了")]).await;
        assert_eq!(points().await, (0.into(), 0.into(), "0".to_owned()));
        let again = undo(reversed).await;
        assert_eq!(again.flash(), "已恢复“矿山复绿”，1月份的记分已重算");
        assert_eq!(points().await, (1.into(), 0.into(), "5".to_owned()));
        let standing = editor.post("/do/record_again", &[("record", "2")]).await;
        assert_eq!(standing.flash(), "这条记录没有冲销，不用恢复");
        let twice = editor.post("/do/record_again", &[("record", "1")]).await;
        assert!(twice.flash().contains("已经登记过了"), "{}", twice.flash());

        let form = [("office", "市政府"), ("title", "春季造林"), ("date", "2024-01-05"), ("units", "高唐局")];
        editor.post("/do/record_commission", &form).await;
        let form = [("record", "3"), ("channel", "每日动态"), ("date", "2024-01-12"), ("month", "2024-01")];
        let printed = editor.post("/do/commission_printed", &form).await;
        assert_eq!(points().await, (2.into(), 0.into(), "10".to_owned()));
        let answer = undo(printed).await;
        assert_eq!(answer.flash(), "已撤销，“春季造林”仍记为约稿");
        assert_eq!(points().await, (1.into(), 1.into(), "10".to_owned()));
        let others = [("record", "2"), ("commission", "3")];
        let answer = editor.post("/do/undo_commission_printed", &others).await;
        assert!(answer.flash().contains("不是同一件约稿"), "{}", answer.flash());
        let contributor = office.person("周鹏", &[Role::Contributor(unit)]).await;
        for verb in ["record_again", "undo_commission_printed"] {
            let answer = contributor.post(&format!("/do/{verb}"), &others).await;
            assert_eq!(answer.flash(), "只有编辑可以这样做", "{verb}");
        }
        assert_eq!(points().await, (1.into(), 1.into(), "10".to_owned()));
    });
}

#[test]
fn an_items_page_lists_its_records_and_leads_to_their_forms() {
    both(async |office| {
        let unit = office.unit("高唐局", &[]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let contributor = office.person("周鹏", &[Role::Contributor(unit)]).await;
        let empty = editor.get("/records").await;
        assert!(empty.html().contains("href=\"/records/channels\">添加上级刊物"), "{}", empty.html());
        assert!(!empty.html().contains("登记上级采用</button>"), "{}", empty.html());
        add_channel(&editor, "每日动态").await;
        let piece = Piece { kind: Kind::Article, title: "矿山复绿", units: "高唐局" };
        let issue = publish(office, &editor, 1, "2024-01", &[piece]).await;
        let item = items_of(office, issue).await[0];
        let page = editor.get(&format!("/items/{item}")).await;
        let form = format!("/records?form=upper_adoption&amp;item={item}");
        assert!(page.html().contains(&form), "{form}: {}", page.html());
        let form = editor.get(&form.replace("&amp;", "&")).await;
        assert!(form.html().contains("name=\"title\" type=\"text\" value=\"矿山复绿\""), "{}", form.html());
        let fields = [
            ("channel", "每日动态".to_owned()),
            ("title", "矿山复绿".to_owned()),
            ("date", "2024-01-10".to_owned()),
            ("starred", "true".to_owned()),
            ("units", "高唐局".to_owned()),
            ("item", item.to_string()),
        ];
        editor.post("/do/record_upper_adoption", &fields).await;
        for person in [&editor, &contributor] {
            let page = person.get(&format!("/items/{item}")).await;
            assert!(page.text().contains("每日动态★"), "{}", page.text());
        }
        let page = contributor.get(&format!("/items/{item}")).await;
        assert!(!page.html().contains("/records"), "only those who record are led there");
    });
}

#[test]
fn who_begins_to_write_is_shown_what_was_printed_and_first_what_a_higher_office_printed_too() {
    both(async |office| {
        let unit = office.unit("高唐局", &[]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let writer = office.person("周鹏", &[Role::Contributor(unit)]).await;
        let nothing = writer.get("/items/new").await;
        assert!(!nothing.text().contains("看范文"), "{}", nothing.text());
        add_channel(&editor, "每日动态").await;
        let piece = |kind, title| Piece { kind, title, units: "高唐局" };
        let pieces = [piece(Kind::Article, "矿山复绿"), piece(Kind::Brief, "夜查河道")];
        let first = publish(office, &editor, 1, "2024-01", &pieces).await;
        let second = publish(office, &editor, 2, "2024-01", &[piece(Kind::Article, "零退件")]).await;
        let item = items_of(office, first).await[0];
        let withheld = writer.get("/items/new").await;
        assert!(!withheld.text().contains("看范文"), "readers do not see it yet: {}", withheld.text());
        let signer = office.person("赵签发", &[Role::Signer]).await;
        for issue in [first, second] {
            let released = signer.post("/do/release_issue", &[("issue", issue.to_string())]).await;
            assert!(released.flash().contains("读者看得到了"), "{}", released.flash());
        }
        let page = writer.get("/items/new").await;
        let order = |page: &Answer| {
            let at =
                |words: &str| page.html().find(words).unwrap_or_else(|| panic!("{words}: {}", page.html()));
            at("矿山复绿</a>") < at("零退件</a>")
        };
        assert!(!order(&page), "the newest issue comes first: {}", page.text());
        assert!(page.html().contains(&format!("/issues/{first}#item-{item}")), "{}", page.html());
        assert!(page.html().contains(&format!("/issues/{second}#item-")), "{}", page.html());
        assert!(page.text().contains("夜查河道"), "{}", page.text());
        let fields = [
            ("channel", "每日动态".to_owned()),
            ("title", "矿山复绿".to_owned()),
            ("date", "2024-01-10".to_owned()),
            ("units", "高唐局".to_owned()),
            ("item", item.to_string()),
        ];
        editor.post("/do/record_upper_adoption", &fields).await;
        let page = writer.get("/items/new").await;
        assert!(order(&page), "{}", page.text());
        assert!(page.text().contains("2024年第1期，每日动态采用"), "{}", page.text());
        assert_eq!(page.html().matches("矿山复绿</a>").count(), 1, "each once: {}", page.html());
        // What was printed there more than a year ago is one among the others.
        office.set_now("2025-03-01T09:00");
        let writer = office.person("钱鹏", &[Role::Contributor(unit)]).await;
        let page = writer.get("/items/new").await;
        assert!(!order(&page), "{}", page.text());
    });
}

#[test]
fn pieces_sent_up_earn_the_base_once() {
    both(async |office| {
        let unit = office.unit("高唐局", &[]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        for (title, count) in [("甲", "1"), ("", "3")] {
            let form = [
                ("office", "省厅"),
                ("title", title),
                ("count", count),
                ("date", "2024-01-09"),
                ("units", "高唐局"),
            ];
            let answer = editor.post("/do/record_forwarding", &form).await;
            assert!(answer.flash().contains("已登记"), "{}", answer.flash());
        }
        let figures = january(office, editor.actor(), unit).await;
        assert_eq!((figures.reported_up, figures.base.to_string().as_str()), (4.into(), "5"));
    });
}

#[test]
fn an_item_is_sent_up_only_once_its_text_is_cleared() {
    both(async |office| {
        office.unit("高唐局", &[]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let piece = Piece { kind: Kind::Article, title: "矿山复绿", units: "高唐局" };
        let issue = publish(office, &editor, 1, "2024-01", &[piece]).await;
        let item = items_of(office, issue).await[0].to_string();
        let form = [
            ("office", "省厅"),
            ("title", "矿山复绿"),
            ("date", "2024-01-09"),
            ("units", "高唐局"),
            ("item", item.as_str()),
        ];
        let answer = editor.post("/do/record_forwarding", &form).await;
        assert!(answer.flash().contains("还没有通过保密审查"), "{}", answer.flash());
        clear(office, item.parse().expect("an id"), editor.actor().id).await;
        let answer = editor.post("/do/record_forwarding", &form).await;
        assert!(answer.flash().contains("已报送省厅"), "{}", answer.flash());
        assert!(answer.text().contains("保密审查：赵编辑"), "{}", answer.text());
    });
}

/// Clears an item's present text without asking whether that may be.
async fn clear(office: &Office, item: ItemId, clearer: PersonId) {
    let transaction = office.store().begin().await.expect("a transaction begins");
    let connection = transaction.connection();
    let mut item = items::load(connection, item).await.expect("items can be read").expect("the item exists");
    let decided_at = office.now().timestamp();
    let clearance = Clearance { verdict: Verdict::Cleared, revision: item.revision, clearer, decided_at };
    set_clearance(connection, &mut item, clearance, decided_at).await.expect("the item is cleared");
    transaction.commit().await.expect("the decision is kept");
}

#[test]
fn a_retracted_item_takes_its_points_along_and_nobody_elses() {
    both(async |office| {
        let unit = office.unit("高唐局", &[]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let signer = office.person("孙主任", &[Role::Signer]).await;
        let pieces = [
            Piece { kind: Kind::Article, title: "甲", units: "高唐局" },
            Piece { kind: Kind::Brief, title: "乙", units: "高唐局" },
        ];
        let issue = publish(office, &editor, 1, "2024-01", &pieces).await;
        assert_eq!(january(office, editor.actor(), unit).await.month.to_string(), "1.5");
        let article = items_of(office, issue).await[0].to_string();
        let answer = signer.post("/do/retract", &[("item", article.as_str()), ("reason", "数据有误")]).await;
        assert!(!answer.flash().is_empty());
        let figures = january(office, editor.actor(), unit).await;
        assert_eq!((figures.newsletter_count, figures.month.to_string().as_str()), (1.into(), "0.5"));
        let ledger = editor.get("/ledger?month=2024-01").await.text();
        assert!(ledger.contains("冲销：第1期 信息 1") && ledger.contains("数据有误"), "{ledger}");
        // Every unit reads the ledger; why a piece was retracted is the office's.
        let writer = office.person("白写稿", &[Role::Contributor(unit)]).await;
        for address in ["/ledger?month=2024-01", "/ledger?month=2024-01&q=数据有误"] {
            assert!(!writer.get(address).await.text().contains("：数据有误"), "{address}");
        }
        assert!(!writer.get("/ledger?month=2024-01&q=数据有误").await.text().contains("冲销：第1期"));
    });
}

#[test]
fn a_unit_that_is_on_no_roster_is_a_fault_and_not_silence() {
    both(async |office| {
        office.set_now("2024-06-01T09:00");
        let unit = domain::unit::Unit {
            id: UnitId(0),
            name: "新设中心".into(),
            short_name: None,
            aliases: Vec::new(),
            reviews: false,
            scored: true,
            order: 1,
            since: Some(jiff::civil::date(2024, 3, 1)),
            until: None,
        };
        office.unit_like(unit, "局属事业单位").await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        add_channel(&editor, "每日动态").await;
        let answer = record_upper(&editor, "甲", "新设中心").await;
        assert!(answer.flash().contains("新设中心自2024年3月1日起才设立"), "{}", answer.flash());
    });
}

#[test]
fn only_editors_record() {
    both(async |office| {
        let unit = office.unit("高唐局", &[]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        add_channel(&editor, "每日动态").await;
        let contributor = office.person("周鹏", &[Role::Contributor(unit)]).await;
        let answer = record_upper(&contributor, "甲", "高唐局").await;
        assert!(answer.flash().contains("只有编辑可以这样做"), "{}", answer.flash());
        assert_eq!(contributor.get("/records").await.status(), 403);
        assert_eq!(contributor.get("/records/channels").await.status(), 403);
    });
}

#[test]
fn channels_are_ordered_and_retired_and_what_they_printed_stays() {
    both(async |office| {
        office.unit("高唐局", &[]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        add_channel(&editor, "昨日市情").await;
        add_channel(&editor, "每日动态").await;
        record_upper(&editor, "甲", "高唐局").await;
        let page = editor.post("/do/raise_upper_channel", &[("channel", "2")]).await;
        let text = page.text();
        assert!(text.find("每日动态") < text.rfind("昨日市情"), "{text}");
        editor.post("/do/retire_upper_channel", &[("channel", "2")]).await;
        let refused = record_upper(&editor, "乙", "高唐局").await;
        assert!(refused.flash().contains("已停用"), "{}", refused.flash());
        assert!(editor.get("/records?month=2024-01").await.text().contains("每日动态"));
        let again = editor.post("/do/add_upper_channel", &[("name", "每日动态")]).await;
        assert!(again.flash().contains("已有名为"), "{}", again.flash());
    });
}
