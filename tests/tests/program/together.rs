//! Working on the same items: who has one open, and who is in charge of it.

use domain::{id::ItemId, person::Role, subject::Subject, workflow::State};
use reqwest::{Method, header};
use store::{changes, events, settings};
use tests::{
    Answer, Client, Office, both,
    items::{act, draft, load},
};

/// The people of a small office, and an item of theirs.
struct Team {
    author: Client,
    wang: Client,
    zhao: Client,
    clearer: Client,
    item: ItemId,
}

impl Team {
    async fn open(office: &Office) -> Self {
        let unit = office.unit("综合科", &[]).await;
        let author = office.person("周鹏", &[Role::Contributor(unit)]).await;
        let wang = office.person("王编辑", &[Role::Editor]).await;
        let zhao = office.person("赵编辑", &[Role::Editor]).await;
        let clearer = office.person("李审查", &[Role::Clearer]).await;
        let item = draft(&author, unit, "复垦项目验收", "（综合科/周鹏）").await;
        act(office, &author, "submit", item, &[]).await;
        act(office, &wang, "receive", item, &[]).await;
        Self { author, wang, zhao, clearer, item }
    }

    async fn another(&self, office: &Office, title: &str) -> ItemId {
        let unit = load(office, self.item).await.submitting_unit;
        let item = draft(&self.author, unit, title, "（综合科/周鹏）").await;
        act(office, &self.author, "submit", item, &[]).await;
        item
    }

    fn page(&self) -> String {
        format!("/items/{}", self.item)
    }

    fn writing_page(&self) -> String {
        format!("/items/{}/edit", self.item)
    }
}

/// What a page's script posts.
async fn beat(who: &Client, item: ItemId, doing: &str, sign: &str) -> Answer {
    let fields = [("item", item.to_string()), ("doing", doing.to_owned()), ("sign", sign.to_owned())];
    let rows = [("row", item.to_string()), ("row", "999999".to_owned())];
    let form = serde_urlencoded::to_string([fields.as_slice(), &rows].concat()).expect("a form");
    let request = who
        .request(Method::POST, "/here")
        .header(header::ORIGIN, who.origin())
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(form);
    who.send(request).await
}

/// Does one thing to several items.
async fn on_many(who: &Client, verb: &str, items: &[ItemId], more: &[(&str, &str)]) -> Answer {
    let mut fields: Vec<(&str, String)> = items.iter().map(|item| ("item", item.to_string())).collect();
    fields.extend(more.iter().map(|(name, value)| (*name, (*value).to_owned())));
    who.post(&format!("/do/{verb}"), &fields).await
}

/// Takes back what an answer offers to.
async fn undo(who: &Client, answer: &Answer) -> Answer {
    let undo = answer.whole_flash().and_then(|flash| flash.undo.clone()).expect("it can be taken back");
    who.post(&format!("/do/{}", undo.verb), &undo.fields).await
}

#[test]
fn the_office_is_told_by_name_who_has_an_item_open_and_its_unit_that_the_office_has_it() {
    both(async |office| {
        let team = Team::open(office).await;
        team.wang.get(&team.writing_page()).await;
        let seen = team.clearer.get(&team.page()).await;
        // Whoever has sent it in is not writing it any more, though nothing said that their page was left.
        assert!(!seen.text().contains("周鹏正在修改"), "{}", seen.text());
        assert!(seen.text().contains("王编辑正在修改，09:00 起"), "{}", seen.text());
        // In rows, on the page, in the item that is open beside the list.
        let inbox = team.zhao.get("/inbox").await;
        assert!(inbox.text().contains("王编辑在改，周鹏、李审查在看"), "{}", inbox.text());
        let beside = team.zhao.get(&format!("/inbox?item={}", team.item)).await;
        assert!(beside.text().contains("王编辑正在修改，09:00 起；周鹏、李审查在看"), "{}", beside.text());
        // Whoever writes is told of who writes, and nobody of themselves.
        let writing = team.zhao.get(&team.writing_page()).await.text();
        assert!(writing.contains("王编辑 09:00 起也在改这篇，先保存的人不会被覆盖"), "{writing}");
        assert!(writing.contains("李审查在看") && !writing.contains("赵编辑在看"), "{writing}");
        let own = team.wang.get(&team.writing_page()).await.text();
        assert!(own.contains("赵编辑 09:00 起也在改这篇") && !own.contains("王编辑 09:00 起"), "{own}");
        // Its unit is not told who; the office is told who of the unit.
        let unit = team.author.get(&team.page()).await.text();
        assert!(unit.contains("编辑部正在处理"), "{unit}");
        assert!(!unit.contains("正在修改") && !unit.contains("李审查"), "{unit}");
        assert!(team.clearer.get(&team.page()).await.text().contains("周鹏在看"));
        let answer = beat(&team.author, team.item, "reading", "heard").await;
        assert_eq!(
            answer.html(),
            format!(
                "{{\"line\":\"编辑部正在处理\",\"notice\":\"\",\"rows\":{{\"{}\":\"编辑部在办\"}}}}",
                team.item
            )
        );
        // What is nobody else's business is in no row of what one may not read.
        let stranger = office.person("陈瑶", &[Role::Contributor(office.unit("人事科", &[]).await)]).await;
        assert_eq!(stranger.get(&team.page()).await.status(), 404);
        assert_eq!(beat(&stranger, team.item, "reading", "heard").await.status(), 404);
        assert_eq!(beat(&team.wang, ItemId(999_999), "writing", "heard").await.status(), 404);
        assert_eq!(beat(&office.visitor(), team.item, "reading", "heard").await.status(), 303);
        let unsent =
            draft(&team.author, load(office, team.item).await.submitting_unit, "草稿", "（综合科）").await;
        assert_eq!(beat(&team.wang, unsent, "reading", "heard").await.status(), 404);
        assert_eq!(office.number("SELECT COUNT(DISTINCT item_id) FROM item_presence").await, 2);
    });
}

#[test]
fn somebody_is_gone_a_minute_after_the_last_sign_and_without_a_script_some_minutes_after_the_page_was_drawn()
{
    both(async |office| {
        office.let_sessions_last().await;
        let team = Team::open(office).await;
        let line = async || {
            let answer = beat(&team.clearer, team.item, "reading", "heard").await;
            let answer: serde_json::Value = serde_json::from_str(answer.html()).expect("an answer");
            answer["line"].as_str().unwrap_or_default().to_owned()
        };
        let at = |time: &str| office.set_now(&format!("2024-01-15T{time}"));
        team.wang.get(&team.page()).await;
        at("09:04:59");
        // Who has sent it in was shown its page, too.
        assert_eq!(line().await, "周鹏、王编辑在看");
        at("09:05:00");
        assert_eq!(line().await, "");
        // A script says more, and sooner.
        beat(&team.wang, team.item, "writing", "heard").await;
        at("09:05:59");
        assert_eq!(line().await, "王编辑正在修改，09:05 起");
        beat(&team.wang, team.item, "writing", "heard").await;
        at("09:06:58");
        assert_eq!(line().await, "王编辑正在修改，09:05 起");
        at("09:07:00");
        assert_eq!(line().await, "");
        // Who leaves is gone; who loads the page anew has not been away.
        beat(&team.wang, team.item, "reading", "heard").await;
        beat(&team.wang, team.item, "reading", "left").await;
        at("09:07:02");
        beat(&team.wang, team.item, "reading", "heard").await;
        let since = "SELECT since_at FROM item_presence WHERE doing = 'reading' ORDER BY since_at DESC";
        assert_eq!(office.number(since).await % 3_600_000, 7 * 60_000);
        beat(&team.wang, team.item, "reading", "left").await;
        at("09:07:05");
        assert_eq!(line().await, "");
        // A text lies open while something is looked up.
        beat(&team.wang, team.item, "writing", "heard").await;
        beat(&team.wang, team.item, "writing", "aside").await;
        at("09:17:00");
        assert_eq!(line().await, "王编辑正在修改，09:07 起");
        // Whoever comes again leaves nothing behind of earlier.
        at("11:30:00");
        beat(&team.wang, team.another(office, "又一篇").await, "reading", "heard").await;
        let of_wang =
            format!("SELECT COUNT(*) FROM item_presence WHERE person_id = {}", team.wang.actor().id);
        assert_eq!(office.number(&of_wang).await, 1);
    });
}

#[test]
fn a_page_that_asks_by_itself_lets_no_session_go_on_and_changes_nothing() {
    both(async |office| {
        let team = Team::open(office).await;
        team.wang.get(&team.page()).await;
        let seen = async || office.number("SELECT MAX(seen_at) FROM sessions").await;
        let number = async || changes::number(office.store().reader()).await.expect("it is counted");
        let logged = async || office.number("SELECT COUNT(*) FROM events").await;
        let of_wang = format!(
            "SELECT MAX(until_at) FROM item_presence WHERE doing = 'reading' AND person_id = {}",
            team.wang.actor().id
        );
        let until = async || office.number(&of_wang).await;
        office.set_now("2024-01-15T09:03");
        beat(&team.wang, team.item, "reading", "heard").await;
        let before = (seen().await, number().await, logged().await, until().await);
        // What says nothing new is not written down.
        office.set_now("2024-01-15T09:03:14");
        beat(&team.wang, team.item, "reading", "heard").await;
        assert_eq!((seen().await, number().await, logged().await, until().await), before);
        office.set_now("2024-01-15T09:03:20");
        beat(&team.wang, team.item, "reading", "heard").await;
        assert_eq!((seen().await, number().await, logged().await), (before.0, before.1, before.2));
        assert_eq!(until().await, before.3 + 20_000);
        office.set_now("2024-01-15T09:05");
        team.wang.get("/me").await;
        assert!(seen().await > before.0);
        // However long the page asks, the session ends as if it did not.
        let idle = settings::find(office.store().reader()).await.expect("settings can be read").idle_minutes;
        let mut minute = 5;
        while beat(&team.wang, team.item, "reading", "heard").await.status() == 200 {
            minute += 10;
            assert!(minute <= idle + 15, "it goes on for ever");
            office.set_now(&format!("2024-01-15T{:02}:{:02}", 9 + minute / 60, minute % 60));
        }
        assert_eq!(team.wang.send(team.wang.request(Method::GET, "/me")).await.status(), 303);
    });
}

#[test]
fn who_is_there_is_known_to_every_process_and_to_no_copy() {
    both(async |office| {
        let team = Team::open(office).await;
        let other = office.another_process().await;
        beat(&team.wang.at(other.url()), team.item, "writing", "heard").await;
        assert!(team.clearer.get(&team.page()).await.text().contains("王编辑正在修改"));
        let answer = on_many(&team.wang.at(other.url()), "take_charge", &[team.item], &[]).await;
        assert_eq!(answer.flash(), "《复垦项目验收》由您主办");
        assert!(team.zhao.get("/inbox").await.text().contains("王编辑主办"));
        other.stop().await;
    });
}

#[test]
fn an_editor_takes_charge_hands_on_with_a_word_and_puts_down_and_each_is_taken_back() {
    both(async |office| {
        let team = Team::open(office).await;
        let facts = async |who: &Client| who.get(&team.page()).await.text();
        assert!(facts(&team.zhao).await.contains("主办 无人主办"));
        let taken = on_many(&team.wang, "take_charge", &[team.item], &[]).await;
        assert_eq!(taken.flash(), "《复垦项目验收》由您主办");
        assert!(facts(&team.zhao).await.contains("主办 王编辑，1月15日起"));
        // It is no change of the item: whoever has a form of it open does what it says.
        let version = load(office, team.item).await.version;
        // Nobody's item is taken from them by who did not see that they have it.
        let late = on_many(&team.zhao, "take_charge", &[team.item], &[]).await;
        assert!(late.flash().contains("现在由王编辑主办"), "{}", late.flash());
        let wang = team.wang.actor().id.to_string();
        let (zhao, word) = (team.zhao.actor().id.to_string(), [("word", "先核实数字")]);
        let over = on_many(&team.zhao, "take_charge", &[team.item], &[("former", &wang)]).await;
        assert_eq!(over.flash(), "《复垦项目验收》由您主办");
        undo(&team.zhao, &over).await;
        assert!(facts(&team.zhao).await.contains("主办 王编辑"));
        // Handed on, with a word, until it is opened.
        let fields = [("handler", zhao.as_str()), word[0]];
        let handed = on_many(&team.wang, "hand_on", &[team.item], &fields).await;
        assert_eq!(handed.flash(), "《复垦项目验收》已转给赵编辑主办，首页上会提醒");
        let front = team.zhao.get("/").await.text();
        assert!(front.contains("王编辑把《复垦项目验收》转给您主办：先核实数字"), "{front}");
        assert!(front.contains("您主办的1篇"), "{front}");
        let opened = facts(&team.zhao).await;
        assert!(opened.contains("王编辑 1月15日 09:00 转给您主办：先核实数字"), "{opened}");
        assert!(!facts(&team.zhao).await.contains("转给您主办"));
        assert!(!team.zhao.get("/").await.text().contains("转给您主办"));
        assert!(facts(&team.clearer).await.contains("王编辑转交：先核实数字"));
        // The office's own business is not its unit's.
        let unit = facts(&team.author).await;
        assert!(!unit.contains("主办") && !unit.contains("先核实数字"), "{unit}");
        // Whoever did it last takes it back; nobody takes another's back.
        let put_down = on_many(&team.wang, "put_down", &[team.item], &[]).await;
        assert_eq!(put_down.flash(), "不是由您主办的");
        let put_down = on_many(&team.zhao, "put_down", &[team.item], &[]).await;
        assert_eq!(put_down.flash(), "《复垦项目验收》不再由您主办");
        let not_theirs = undo(&team.wang, &handed).await;
        assert_eq!(not_theirs.flash(), "后来又有变动，没有撤销");
        assert_eq!(undo(&team.zhao, &put_down).await.flash(), "《复垦项目验收》的主办已恢复原样");
        assert_eq!(undo(&team.zhao, &put_down).await.flash(), "后来又有变动，没有撤销");
        assert!(facts(&team.wang).await.contains("主办 赵编辑"));
        assert_eq!(load(office, team.item).await.version, version);
        // Others go on acting on it.
        let shortlisted = act(office, &team.wang, "shortlist", team.item, &[]).await;
        assert!(shortlisted.flash().contains("拟用"), "{}", shortlisted.flash());
        let events = events::about(office.store().reader(), Subject::Item(team.item)).await.expect("events");
        let words: Vec<(&str, Option<&str>)> =
            events.iter().map(|event| (event.words.as_str(), event.reason.as_deref())).collect();
        assert!(words.contains(&("转给赵编辑主办", Some("先核实数字"))), "{words:?}");
        assert!(words.contains(&("由自己主办", None)) && words.contains(&("不再主办", None)), "{words:?}");
        assert!(words.contains(&("撤销，仍由赵编辑主办", None)), "{words:?}");
        // What is over needs nobody in charge.
        act(office, &team.wang, "reject", team.item, &[("reason", "重复")]).await;
        let over = on_many(&team.wang, "take_charge", &[team.item], &[("former", &zhao)]).await;
        assert!(over.flash().contains("不用再定主办"), "{}", over.flash());
        let clearer = team.clearer.actor().id.to_string();
        let nobody = on_many(&team.wang, "hand_on", &[team.item], &[("handler", &clearer)]).await;
        assert_eq!(nobody.flash(), "请选好转给哪位编辑");
    });
}

#[test]
fn what_each_editor_has_in_hand_is_counted_filtered_and_kept_as_a_view() {
    both(async |office| {
        office.let_sessions_last().await;
        let team = Team::open(office).await;
        let second = team.another(office, "第二处矿山修复").await;
        let third = team.another(office, "第三处矿山修复").await;
        office.set_now("2024-01-18T09:00");
        on_many(&team.wang, "take_charge", &[team.item, second], &[]).await;
        act(office, &team.wang, "shortlist", second, &[]).await;
        let mixed = on_many(&team.zhao, "take_charge", &[team.item, third], &[]).await;
        assert!(
            mixed.flash().starts_with(
                "《第三处矿山修复》由您主办；另有1篇（则）没有由您主办，如《复垦项目验收》：现在由王编辑主办"
            ),
            "{}",
            mixed.flash()
        );
        undo(&team.zhao, &mixed).await;
        let titles = async |who: &Client, address: &str| {
            let page = who.get(address).await.html().to_owned();
            [team.item, second, third].map(|item| page.contains(&format!("id=\"row-{item}\"")))
        };
        assert_eq!(titles(&team.wang, "/inbox?handler=me").await, [true, true, false]);
        assert_eq!(titles(&team.zhao, "/inbox?handler=me").await, [false; 3]);
        assert_eq!(titles(&team.zhao, "/inbox?handler=none").await, [false, false, true]);
        let wang = team.wang.actor().id;
        assert_eq!(
            titles(&team.clearer, &format!("/inbox?handler={wang}&state=editing")).await,
            [true, false, false]
        );
        // With words, too.
        assert_eq!(titles(&team.zhao, "/inbox?handler=none&q=修复").await, [false, false, true]);
        assert_eq!(titles(&team.zhao, &format!("/inbox?handler={wang}&q=修复")).await, [false, true, false]);
        let inbox = team.wang.get("/inbox?handler=me").await;
        assert!(
            inbox.text().contains("我主办的 2") && inbox.text().contains("无人主办 1"),
            "{}",
            inbox.text()
        );
        assert!(inbox.text().contains("拟用 1") && inbox.text().contains("已报送 0"), "{}", inbox.text());
        assert!(inbox.html().contains("/inbox?state=editing&amp;handler=me"));
        assert!(!team.clearer.get("/inbox").await.text().contains("我主办的 "));
        let saved =
            team.wang.post("/do/save_view", &[("name", "我的"), ("shown", "/inbox?handler=me")]).await;
        assert_eq!(saved.flash(), "已存为常用筛选“我的”");
        // Each number leads to the list that it counts.
        let load = team.clearer.get("/inbox/load").await;
        let row = |name: &str| {
            let text = load.text();
            let from = text.find(&format!(" {name} ")).unwrap_or_else(|| panic!("{name}: {text}"));
            text[from..].chars().take(60).collect::<String>()
        };
        assert!(row("王编辑").contains("编辑中 1") && row("王编辑").contains("拟用 1"), "{}", row("王编辑"));
        assert!(row("王编辑").contains("1月15日到稿（3天）"), "{}", row("王编辑"));
        assert!(row("无人主办").contains("已报送 1"), "{}", row("无人主办"));
        assert!(load.html().contains(&format!("/inbox?state=shortlisted&amp;handler={wang}")));
        assert!(team.wang.get("/").await.text().contains("您主办的2篇，最早3天前到稿"));
        assert_eq!(team.author.get("/inbox/load").await.status(), 403);
        // Handed on together it is told together.
        let zhao = team.zhao.actor().id.to_string();
        on_many(&team.wang, "hand_on", &[team.item, second], &[("handler", &zhao), ("word", "本周出刊")])
            .await;
        let front = team.zhao.get("/").await.text();
        assert!(front.contains("等2篇转给您主办：本周出刊"), "{front}");
    });
}

#[test]
fn of_what_an_editor_who_left_was_in_charge_nobody_is() {
    both(async |office| {
        let team = Team::open(office).await;
        let administrator = office.person("马管理", &[Role::Administrator]).await;
        on_many(&team.wang, "take_charge", &[team.item], &[]).await;
        let account = [("person", team.wang.actor().id.to_string()), ("version", "1".to_owned())];
        administrator.post("/do/deactivate_person", &account).await;
        let page = team.zhao.get(&team.page()).await.text();
        assert!(page.contains("无人主办（原主办王编辑已停用）"), "{page}");
        assert!(team.zhao.get("/inbox?handler=none").await.html().contains(&format!("row-{}", team.item)));
        assert!(team.zhao.get("/").await.text().contains("王编辑已停用，原来主办的1篇无人主办"));
        let load = team.zhao.get("/inbox/load").await.text();
        assert!(load.contains("王编辑已停用，原来主办的1篇算在“无人主办”里"), "{load}");
        // Whoever takes it takes it from nobody.
        let taken = on_many(&team.zhao, "take_charge", &[team.item], &[]).await;
        assert_eq!(taken.flash(), "《复垦项目验收》由您主办");
        assert_eq!(load_state(office, team.item).await, State::Editing);
    });
}

#[test]
fn nothing_is_left_of_who_had_a_destroyed_item_in_hand_and_with_which_word() {
    both(async |office| {
        let team = Team::open(office).await;
        let administrator = office.person("马管理", &[Role::Administrator]).await;
        let zhao = team.zhao.actor().id.to_string();
        on_many(&team.wang, "hand_on", &[team.item], &[("handler", &zhao), ("word", "极机密的话")]).await;
        act(office, &team.wang, "reject", team.item, &[("reason", "不该在这里")]).await;
        let fields =
            [("item", team.item.to_string()), ("reason", "误传".to_owned()), ("sure", "1".to_owned())];
        let destroyed = administrator.post("/do/destroy_item", &fields).await;
        assert!(destroyed.flash().contains("已销毁"), "{}", destroyed.flash());
        assert_eq!(office.number("SELECT COUNT(*) FROM item_handlers").await, 0);
        let left = "SELECT COUNT(*) FROM events WHERE words LIKE '%极机密%' OR reason LIKE '%极机密%'";
        assert_eq!(office.number(left).await, 0);
    });
}

async fn load_state(office: &Office, item: ItemId) -> State {
    load(office, item).await.state
}
