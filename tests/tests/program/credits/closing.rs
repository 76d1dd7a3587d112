//! Months that close and stay closed, what comes too late for them, and reopening.

use app::desk::credits::Bulletins;
use domain::{
    id::UnitId,
    item::Kind,
    person::{Actor, Role},
};
use store::months;
use tests::{Answer, Client, Newsroom, Office, both, items};

use super::{
    published::{Piece, items_of, publish},
    records::{add_channel, record_upper},
};

pub async fn close(who: &Client, month: &str) -> Answer {
    who.post("/do/close_month", &[("month", month), ("early", "true")]).await
}

pub async fn reopen(who: &Client, month: &str, reason: &str) -> Answer {
    who.post("/do/reopen_month", &[("month", month), ("reason", reason)]).await
}

/// Points of a month and the cumulative ones with it.
async fn points(office: &Office, reader: &Actor, unit: UnitId, month: &str) -> (String, String) {
    let bulletin = office.desk().bulletin(reader, month.parse().expect("a month")).await;
    let bulletin = bulletin.expect("an editor may read it");
    let row = bulletin.rows().find(|row| row.unit_id == unit).expect("the unit stands in a table");
    (row.figures.month.to_string(), row.figures.cumulative.to_string())
}

/// How the office's closed months are written down.
async fn closed(office: &Office) -> Vec<String> {
    let closed = months::closed(office.store().reader()).await.expect("months can be read");
    closed.months().map(|month| month.to_string()).collect()
}

#[test]
fn in_a_closed_month_nothing_changes_and_every_refusal_offers_the_ways_out() {
    both(async |office| {
        office.set_now("2024-02-05T09:00");
        office.unit("地质矿产管理科", &["地矿科"]).await;
        let unit = office.unit("高唐局", &[]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let administrator = office.person("钱管理", &[Role::Administrator]).await;
        add_channel(&editor, "每日动态").await;
        record_upper(&editor, "矿山复绿", "高唐局").await;
        let piece = Piece { kind: Kind::Article, title: "甲", units: "高唐局" };
        let issue = publish(office, &editor, 1, "2024-01", &[piece]).await;
        let item = items_of(office, issue).await[0].to_string();
        assert!(close(&editor, "2024-01").await.flash().contains("已结账"));
        assert_eq!(closed(office).await, ["2024-01"]);

        let refused = record_upper(&editor, "晚到的一件", "高唐局").await;
        assert!(refused.flash().contains("改计入2024年2月（日期照写）"), "{}", refused.flash());
        assert!(refused.flash().contains("重开2024年1月"), "{}", refused.flash());
        let version = || async {
            let item = item.parse().expect("an id");
            let item = store::items::load(office.store().reader(), item).await;
            item.expect("items can be read").expect("the item exists").version.to_string()
        };
        let credit = [
            ("item", item.clone()),
            ("version", version().await),
            ("unit", "1".to_owned()),
            ("reason", "错".to_owned()),
        ];
        let refused = editor.post("/do/decide_credit", &credit).await;
        assert!(refused.flash().contains("记分单位不再变动"), "{}", refused.flash());
        let head = [
            ("newsletter", "1"),
            ("year", "2024"),
            ("number", "9"),
            ("date", "2024-01-31"),
            ("credit_month", "2024-01"),
        ];
        let refused = editor.post("/do/create_issue", &head).await;
        assert!(refused.flash().contains("改计入2024年2月"), "{}", refused.flash());
        let unscored = [
            ("unit", unit.to_string()),
            ("version", "1".to_owned()),
            ("name", "高唐局".to_owned()),
            ("group", "1".to_owned()),
            ("order", "1".to_owned()),
        ];
        let refused = administrator.post("/do/save_unit", &unscored).await;
        assert!(refused.flash().contains("变动已结账的2024年1月"), "{}", refused.flash());
        assert_eq!(points(office, editor.actor(), unit, "2024-01").await, ("6".into(), "6".into()));
    });
}

#[test]
fn what_comes_late_counts_in_an_open_month_with_its_own_day() {
    both(async |office| {
        office.set_now("2024-02-05T09:00");
        let unit = office.unit("高唐局", &[]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        add_channel(&editor, "每日动态").await;
        record_upper(&editor, "矿山复绿", "高唐局").await;
        close(&editor, "2024-01").await;
        let late = [
            ("channel", "每日动态"),
            ("title", "晚到的一件"),
            ("date", "2024-01-30"),
            ("month", "2024-02"),
            ("units", "高唐局"),
        ];
        assert!(editor.post("/do/record_upper_adoption", &late).await.flash().contains("计入2024年2月"));
        let list = editor.get("/records?month=2024-02").await.text();
        assert!(list.contains("2024年1月30日（日期不在本月）"), "{list}");
        assert_eq!(points(office, editor.actor(), unit, "2024-02").await, ("5".into(), "10".into()));

        // A wrong record of the closed month stays there and is taken back in the open one.
        let reversal = [("record", "1"), ("reason", "登记错了"), ("month", "2024-02")];
        let answer = editor.post("/do/reverse_record", &reversal).await;
        assert!(answer.flash().contains("2024年1月已结账，照旧；记分在2024年2月冲减"), "{}", answer.flash());
        assert_eq!(points(office, editor.actor(), unit, "2024-01").await, ("5".into(), "5".into()));
        assert_eq!(points(office, editor.actor(), unit, "2024-02").await, ("0".into(), "5".into()));
        let ledger = editor.get("/ledger?month=2024-02").await.text();
        assert!(ledger.contains("结账后撤销2024年1月“矿山复绿”"), "{ledger}");
        let again = editor.post("/do/record_again", &[("record", "1")]).await;
        assert!(again.flash().contains("2024年2月不再冲减"), "{}", again.flash());
        assert_eq!(points(office, editor.actor(), unit, "2024-02").await, ("5".into(), "10".into()));

        // Whoever reopens the month is told what came late for it, and may have it there.
        editor.post("/do/reverse_record", &reversal).await;
        office.set_now("2024-02-05T09:20");
        reopen(&editor, "2024-01", "要改").await;
        let month = editor.get("/months/2024-01").await.text();
        assert!(month.contains("有1条的日期在本月，结账后才登记，计在2024年2月。要改计本月"), "{month}");
        assert!(month.contains("有1条是结账后冲销的，分数冲减在2024年2月。要直接在本月冲销"), "{month}");
        editor.post("/do/record_again", &[("record", "1")]).await;
        editor.post("/do/reverse_record", &[("record", "1"), ("reason", "登记错了")]).await;
        assert_eq!(points(office, editor.actor(), unit, "2024-01").await, ("0".into(), "0".into()));
        assert_eq!(points(office, editor.actor(), unit, "2024-02").await, ("5".into(), "5".into()));
        assert!(!editor.get("/months/2024-01").await.text().contains("结账后冲销的"));
    });
}

#[test]
fn a_retraction_after_closing_is_taken_back_in_the_first_open_month() {
    both(async |office| {
        office.set_now("2024-02-05T09:00");
        let room = Newsroom::open(office).await;
        let (kept, wrong) = (room.cleared(Kind::Article).await, room.cleared(Kind::Brief).await);
        room.published(1, &[kept, wrong]).await;
        assert!(close(&room.editor, "2024-01").await.flash().contains("已结账"));
        let january = points(office, room.editor.actor(), room.unit, "2024-01").await;
        let retraction = [("item", wrong.to_string()), ("reason", "数据有误".to_owned())];
        let answer = room.signer.post("/do/retract", &retraction).await;
        assert!(answer.flash().contains("2024年1月已结账，记分在2024年2月冲减"), "{}", answer.flash());
        assert_eq!(points(office, room.editor.actor(), room.unit, "2024-01").await, january);
        assert_eq!(
            points(office, room.editor.actor(), room.unit, "2024-02").await,
            ("-0.5".into(), "1".into())
        );
        let ledger = room.editor.get("/ledger?month=2024-02").await.text();
        assert!(ledger.contains("数据有误") && ledger.contains("结账后撤销2024年1月"), "{ledger}");
        reopen(&room.editor, "2024-01", "要看").await;
        let month = room.editor.get("/months/2024-01").await.text();
        assert!(month.contains("有1件是结账后撤下的，分数冲减在2024年2月"), "{month}");
    });
}

#[test]
fn an_issue_whose_month_was_closed_meanwhile_counts_for_an_open_one() {
    both(async |office| {
        office.set_now("2024-02-05T09:00");
        let room = Newsroom::open(office).await;
        let item = room.cleared(Kind::Article).await;
        let issue = room.signed(1, &[item]).await;
        close(&room.editor, "2024-01").await;
        let refused = room.act(&room.editor, "publish", issue, &[]).await;
        assert!(refused.flash().contains("改计入2024年2月"), "{}", refused.flash());
        let page = room.editor.get(&format!("/issues/{issue}/sign")).await;
        assert!(page.text().contains("改计入2024年2月考核"), "{}", page.text());
        let month = [("month", "2024-02".to_owned())];
        let answer = room.act(&room.editor, "publish", issue, &month).await;
        assert!(answer.flash().contains("计入2月考核"), "{}", answer.flash());
        assert_eq!(points(office, room.editor.actor(), room.unit, "2024-02").await, ("1".into(), "1".into()));
    });
}

#[test]
fn months_close_in_their_order_and_reopening_one_reopens_the_later_ones_for_all_to_see() {
    both(async |office| {
        office.set_now("2024-03-05T09:00");
        let unit = office.unit("高唐局", &[]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let contributor = office.person("周鹏", &[Role::Contributor(unit)]).await;
        let reader = office.person("周读者", &[Role::Reader]).await;
        add_channel(&editor, "每日动态").await;
        record_upper(&editor, "矿山复绿", "高唐局").await;
        let refused = close(&editor, "2024-02").await;
        assert!(refused.flash().contains("请先结2024年1月"), "{}", refused.flash());
        assert!(close(&editor, "2024-04").await.flash().contains("还没有到"));
        assert_eq!(close(&contributor, "2024-01").await.flash(), "只有编辑可以这样做");
        close(&editor, "2024-01").await;
        close(&editor, "2024-02").await;
        assert!(close(&editor, "2024-02").await.flash().contains("已经结账"));
        let page = editor.get("/months/2024-01").await.text();
        assert!(page.contains("2024年2月也随之重开"), "{page}");
        assert!(reopen(&editor, "2024-01", " ").await.flash().contains("请写明为什么重开"));
        let answer = reopen(&editor, "2024-01", "漏登了一件").await;
        assert!(answer.flash().contains("已重开2024年1月、2月"), "{}", answer.flash());
        assert_eq!(closed(office).await, [""; 0]);
        for (person, told) in [(&editor, true), (&contributor, true), (&reader, false)] {
            let front = person.get("/").await.text();
            assert_eq!(front.contains("重开，数字可能变动：漏登了一件"), told, "{front}");
        }
        let log = editor.get("/events?verb=reopen_month").await.text();
        assert!(log.contains("漏登了一件"), "{log}");
        // Closing it again ends the notice.
        close(&editor, "2024-01").await;
        close(&editor, "2024-02").await;
        assert!(!contributor.get("/").await.text().contains("漏登了一件"));
        let list = editor.get("/months").await.text();
        assert!(list.contains("赵编辑结账"), "{list}");
    });
}

#[test]
fn upper_channels_are_marked_as_received_one_by_one_and_the_bulletin_warns_until_then() {
    both(async |office| {
        let unit = office.unit("高唐局", &[]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let contributor = office.person("周鹏", &[Role::Contributor(unit)]).await;
        add_channel(&editor, "每日动态").await;
        add_channel(&editor, "昨日市情").await;
        let warning = async || {
            let page = editor.get("/bulletins/2024-01").await.text();
            page.split("本月的采用情况：").nth(1).map(|rest| rest.split('。').next().unwrap_or("").to_owned())
        };
        assert_eq!(warning().await.as_deref(), Some("每日动态、昨日市情"));
        assert!(!contributor.get("/bulletins/2024-01").await.text().contains("还没有收到"));
        editor.post("/do/receive_upper", &[("month", "2024-01"), ("channel", "1")]).await;
        let none = [("month", "2024-01"), ("channel", "2"), ("nothing", "true")];
        let answer = editor.post("/do/receive_upper", &none).await;
        assert!(answer.text().contains("本月没有"), "{}", answer.text());
        assert_eq!(warning().await, None);
        editor.post("/do/take_back_receipt", &[("month", "2024-01"), ("channel", "1")]).await;
        assert_eq!(warning().await.as_deref(), Some("每日动态"));
    });
}

#[test]
fn what_is_sent_in_a_closed_month_counts_as_sent_in_the_first_open_one() {
    both(async |office| {
        let unit = office.unit("高唐局", &[]).await;
        let contributor = office.person("周鹏", &[Role::Contributor(unit)]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let submitted = async |month: &str| {
            let bulletin = office.desk().bulletin(editor.actor(), month.parse().expect("a month")).await;
            let bulletin = bulletin.expect("an editor may read it");
            bulletin.rows().map(|row| row.figures.submitted.to_string()).collect::<String>()
        };
        let early = items::draft(&contributor, unit, "早报的", "（高唐局）").await;
        let withdrawn = items::draft(&contributor, unit, "撤回过的", "（高唐局）").await;
        for item in [early, withdrawn] {
            items::act(office, &contributor, "submit", item, &[]).await;
        }
        items::act(office, &contributor, "withdraw", withdrawn, &[]).await;
        // The office closes January in the middle of it.
        assert!(close(&editor, "2024-01").await.flash().contains("已结账"));
        let refused = items::act(office, &contributor, "withdraw", early, &[]).await;
        assert!(refused.flash().contains("不能撤回"), "{}", refused.flash());
        // What was counted and returned is sent again without being counted anew.
        items::act(office, &editor, "receive", early, &[]).await;
        items::act(office, &editor, "return_item", early, &[("reason", "请补数据")]).await;
        let again = items::act(office, &contributor, "submit", early, &[]).await;
        assert_eq!(again.flash(), "已报送，等待办公室签收");
        let late = items::draft(&contributor, unit, "晚报的", "（高唐局）").await;
        for item in [withdrawn, late] {
            let answer = items::act(office, &contributor, "submit", item, &[]).await;
            assert!(answer.flash().contains("计入2024年2月的上报篇数"), "{}", answer.flash());
        }
        assert_eq!((submitted("2024-01").await, submitted("2024-02").await), ("1".into(), "2".into()));
    });
}

#[test]
fn a_month_that_is_not_over_is_closed_only_by_who_says_so_knowing_what_closes_with_it() {
    both(async |office| {
        office.set_now("2024-03-31T09:00");
        office.unit("高唐局", &[]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let page = editor.get("/months/2024-03").await;
        let words = "2024年3月到3月31日才过完，从4月1日起再结账不迟";
        assert!(page.text().contains(words), "{}", page.text());
        assert!(page.text().contains("没有记录的2024年1月、2月一同结账"), "{}", page.text());
        let refused = editor.post("/do/close_month", &[("month", "2024-03")]).await;
        assert!(refused.flash().contains("2024年3月到3月31日才过完"), "{}", refused.flash());
        assert!(refused.flash().contains("没有记录的2024年1月、2月也会一同结账"), "{}", refused.flash());
        assert!(closed(office).await.is_empty());
        assert!(close(&editor, "2024-03").await.flash().contains("已结账（连同没有记录的2024年1月、2月）"));
        reopen(&editor, "2024-01", "试一试").await;
        office.set_now("2024-04-01T00:01");
        editor.sign_in(tests::office::PASSWORD).await;
        assert!(!editor.get("/months/2024-03").await.html().contains("name=\"early\""));
        let done = editor.post("/do/close_month", &[("month", "2024-03")]).await;
        assert!(done.flash().contains("已结账"), "{}", done.flash());
    });
}
