//! What a contributor is told without asking: what became of the pieces, what the month lacks, what is not saved.

use domain::{
    id::{ItemId, UnitId},
    item::Kind,
    person::Role,
};
use tests::{
    Client, Newsroom, Office, both,
    items::{act, draft},
    office::PASSWORD,
    sheets::WritingSheet,
};

/// A piece that was sent in and taken into the newsroom's hands.
async fn received(room: &Newsroom<'_>, author: &Client, unit: UnitId, title: &str, line: &str) -> ItemId {
    let item = draft(author, unit, title, line).await;
    act(room.office, author, "submit", item, &[]).await;
    act(room.office, &room.editor, "receive", item, &[]).await;
    item
}

/// Shortlists the piece and clears it.
async fn chosen(room: &Newsroom<'_>, item: ItemId) {
    act(room.office, &room.editor, "shortlist", item, &[]).await;
    act(room.office, &room.clearer, "clear", item, &[]).await;
}

async fn front(who: &Client) -> String {
    who.get("/").await.text()
}

async fn again(office: &Office, who: &Client, time: &str) -> String {
    office.set_now(time);
    who.sign_in(PASSWORD).await;
    front(who).await
}

#[test]
fn a_contributor_sees_what_a_piece_earned_step_by_step() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let author = office.person("周鹏", &[Role::Contributor(room.unit)]).await;
        let colleague = office.person("吴敏", &[Role::Contributor(room.unit)]).await;
        let other = office.unit("调查监测科", &[]).await;
        let stranger = office.person("贺敏", &[Role::Contributor(other)]).await;
        draft(&author, room.unit, "还在写的", "（地矿科/周鹏）").await;
        assert!(!front(&author).await.contains("稿件近况"), "a draft is nothing that became of");

        let item = received(&room, &author, room.unit, "复垦项目通过验收", "（地矿科/周鹏）").await;
        let page = front(&author).await;
        assert!(page.contains("我的稿件近况") && page.contains("复垦项目通过验收"), "{page}");
        assert!(page.contains("编辑中") && !page.contains("拟用"), "{page}");
        chosen(&room, item).await;
        let page = front(&author).await;
        assert!(page.contains("拟用") && !page.contains("采用 +1"), "{page}");
        room.published(1, &[item]).await;
        let page = author.get("/").await;
        assert!(page.text().contains("拟用 → 采用 +1"), "{}", page.text());
        assert!(page.html().contains(&format!("href=\"/items/{item}\"")), "{}", page.html());

        room.editor.post("/do/add_upper_channel", &[("name", "每日动态")]).await;
        let fields = [
            ("channel", "每日动态".to_owned()),
            ("title", "复垦项目通过验收".to_owned()),
            ("date", "2024-01-10".to_owned()),
            ("units", "地矿科".to_owned()),
            ("item", item.to_string()),
        ];
        let recorded = room.editor.post("/do/record_upper_adoption", &fields).await;
        let page = front(&author).await;
        assert!(page.contains("拟用 → 采用 +1 → 上级采用 +5"), "{page}");
        // Who wrote nothing sees how the unit's pieces fare; another unit nothing of it.
        let page = front(&colleague).await;
        assert!(page.contains("本单位稿件近况") && page.contains("采用 +1 → 上级采用 +5"), "{page}");
        let page = front(&stranger).await;
        assert!(!page.contains("稿件近况") && !page.contains("采用 +1"), "{page}");
        assert!(!front(&room.editor).await.contains("稿件近况"));

        // What was reversed earned nothing.
        let undo = recorded.whole_flash().and_then(|flash| flash.undo.clone()).expect("it can be taken back");
        let form = [("record", undo.fields[0].1.as_str()), ("reason", "登记错了")];
        room.editor.post("/do/reverse_record", &form).await;
        let page = front(&author).await;
        assert!(page.contains("拟用 → 采用 +1") && !page.contains("上级采用 +5"), "{page}");
        let retracted = [("item", item.to_string()), ("reason", "内容有误".to_owned())];
        room.signer.post("/do/retract", &retracted).await;
        let page = front(&author).await;
        assert!(page.contains("拟用 → 采用 → 撤下"), "{page}");

        let page = again(office, &author, "2024-03-01T09:00").await;
        assert!(!page.contains("稿件近况"), "it is no news any more: {page}");
    });
}

#[test]
fn a_piece_that_went_into_another_fares_as_that_one() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let author = office.person("周鹏", &[Role::Contributor(room.unit)]).await;
        let survey = office.unit("调查监测科", &[]).await;
        let other_author = office.person("贺敏", &[Role::Contributor(survey)]).await;
        let item = received(&room, &author, room.unit, "复垦项目通过验收", "（地矿科/周鹏）").await;
        let other = received(&room, &other_author, survey, "监测工作启动", "（调查监测科/贺敏）").await;
        let form = [("survivor", item.to_string()), ("item", item.to_string()), ("item", other.to_string())];
        room.editor.post("/do/combine", &form).await;
        chosen(&room, item).await;
        room.published(1, &[item]).await;
        let page = front(&other_author).await;
        assert!(page.contains("监测工作启动") && page.contains("已合稿"), "{page}");
        assert!(page.contains("合稿 → 拟用 → 采用 +1"), "{page}");
    });
}

#[test]
fn a_contributor_sees_what_the_month_lacks_and_how_long_it_lasts() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let author = office.person("周鹏", &[Role::Contributor(room.unit)]).await;
        let page = author.get("/").await;
        assert!(page.text().contains("1月已得 0 分，还剩16天"), "{}", page.text());
        assert!(page.text().contains("还缺：再报市1篇，可得本月基础分5分"), "{}", page.text());
        assert!(page.html().contains("href=\"/units/mine\""), "{}", page.html());
        let item = room.cleared(Kind::Article).await;
        room.published(1, &[item]).await;
        assert!(front(&author).await.contains("1月已得 1 分，还剩16天"));
        let sent_up = [
            ("office", "省厅"),
            ("title", "复垦项目"),
            ("count", "1"),
            ("date", "2024-01-09"),
            ("units", "地矿科"),
        ];
        room.editor.post("/do/record_forwarding", &sent_up).await;
        let page = front(&author).await;
        assert!(page.contains("1月已得 6 分") && !page.contains("还缺"), "{page}");
        assert!(!front(&room.editor).await.contains("还剩"), "who writes for no unit is told of none");
        assert!(!front(&room.reader).await.contains("还剩"));
        let page = again(office, &author, "2024-01-31T18:00").await;
        assert!(page.contains("1月已得 6 分，今天是最后一天"), "{page}");
        let page = again(office, &author, "2024-02-01T09:00").await;
        assert!(page.contains("2月已得 0 分，还剩28天") && page.contains("还缺：再报市1篇"), "{page}");
    });
}

#[test]
fn of_several_units_each_is_told_of_with_the_way_to_its_own_page() {
    both(async |office| {
        let (one, other) = (office.unit("高唐局", &[]).await, office.unit("阳谷局", &[]).await);
        let author = office.person("周鹏", &[Role::Contributor(one), Role::Contributor(other)]).await;
        let page = author.get("/").await;
        for (unit, name) in [(one, "高唐局"), (other, "阳谷局")] {
            let link = format!("<a href=\"/units/{unit}\">{name}</a>");
            assert!(page.html().contains(&link), "{}", page.html());
        }
    });
}

#[test]
fn an_item_tells_of_what_this_person_typed_into_it_and_did_not_save() {
    both(async |office| {
        let unit = office.unit("地质矿产管理科", &["地矿科"]).await;
        let author = office.person("周鹏", &[Role::Contributor(unit)]).await;
        let colleague = office.person("吴敏", &[Role::Contributor(unit)]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let item = draft(&author, unit, "复垦项目通过验收", "（地矿科/周鹏）").await;
        let address = format!("/items/{item}");
        let notice = "您有未保存的修改（09:00 留存，别人还看不到）";
        assert!(!author.get(&address).await.text().contains("未保存的修改"));
        let sheet = WritingSheet::of_item(&author, item).await;
        sheet.keep(&author, "复垦项目通过验收", "写了一半", 2).await;
        let page = author.get(&address).await;
        assert!(page.text().contains(notice), "{}", page.text());
        let way = format!("/items/{item}/edit?sheet={}", sheet.sheet);
        assert!(page.html().contains(&format!("<a href=\"{way}\">继续写</a>")), "{}", page.html());
        assert!(author.get(&way).await.html().contains("写了一半</textarea>"));
        for other in [&colleague, &editor] {
            assert!(!other.get(&address).await.text().contains("未保存的修改"));
        }
        sheet.save(&author, "复垦项目通过验收", "写完了", 4).await;
        assert!(!author.get(&address).await.text().contains("未保存的修改"), "it is saved");

        // What cannot be written on any more is not led to as if it could.
        let sheet = WritingSheet::of_item(&author, item).await;
        sheet.keep(&author, "复垦项目通过验收", "还想改的", 2).await;
        act(office, &colleague, "submit", item, &[]).await;
        let page = author.get(&address).await;
        assert!(page.html().contains(&format!("href=\"/unsaved/{}\"", sheet.sheet)), "{}", page.html());

        // Beside the list of what reached the office as well.
        act(office, &editor, "receive", item, &[]).await;
        let other_editor = office.person("王编辑", &[Role::Editor]).await;
        WritingSheet::of_item(&editor, item).await.keep(&editor, "复垦项目通过验收", "编辑的字", 2).await;
        let beside = format!("/inbox?item={item}");
        assert!(editor.get(&beside).await.text().contains(notice));
        assert!(!other_editor.get(&beside).await.text().contains("未保存的修改"));
    });
}
