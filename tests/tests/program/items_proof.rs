//! 校对 and near duplicates: what is pointed out is mended by a press or left with who left it; the office's own lists count;
//! who may not read an item learns nothing of it.

use std::time::Duration;

use domain::{
    id::{ItemId, UnitId},
    person::Role,
};
use server::jobs::{Tools, Workers};
use store::jobs;
use tests::{Answer, Client, Newsroom, Office, both, items::act};
use typeset::Typesetter;

const BODY: &str = "近日，地矿科布署矿山巡查，共巡查矿山24处，分别为露天矿10处、地下矿8处、石料矿7处。\n4月3日起，巡查组对在册矿山逐一核对边界桩、监控设施和台账，发现问题当场交办，限期整改，整改一处、销号一处，确保矿区安全平稳。";

async fn unit(office: &Office) -> UnitId {
    office.set_now("2024-04-20T09:00");
    office.unit("地质矿产管理科", &["地矿科"]).await
}

async fn draft(client: &Client, unit: UnitId, title: &str, body: &str) -> String {
    let unit = unit.to_string();
    let form = [
        ("unit", unit.as_str()),
        ("kind", "信息"),
        ("title", title),
        ("body", body),
        ("attribution_line", "（地矿科/周鹏）"),
    ];
    let answer = client.post("/do/draft_item", &form).await;
    answer.path.trim_start_matches("/items/").split('/').next().expect("an item").to_owned()
}

/// The value of a form's field that follows a mark on a page.
fn value_after(page: &Answer, mark: &str, name: &str) -> String {
    let rest =
        page.html().split(mark).nth(1).unwrap_or_else(|| panic!("there is no {mark}: {}", page.text()));
    let field = format!("name=\"{name}\" value=\"");
    let value = rest.split(&field).nth(1).and_then(|rest| rest.split('"').next());
    value.unwrap_or_else(|| panic!("there is no {name}")).replace("&amp;", "&").replace("&quot;", "\"")
}

#[test]
fn what_is_pointed_out_is_mended_by_a_press_or_left_with_who_left_it() {
    both(async |office| {
        let unit = unit(office).await;
        let writer = office.person("周鹏", &[Role::Contributor(unit)]).await;
        let item = draft(&writer, unit, "矿山巡查按步就班", BODY).await;
        let address = format!("/items/{item}");
        let page = writer.get(&address).await;
        for words in ["校对意见 3 处", "错别字", "改为“部署”", "改为“按部就班”", "分项与总数不符", "25"]
        {
            assert!(page.text().contains(words), "{words}: {}", page.text());
        }
        // One is mended by a press: a new text, that is all.
        let key = value_after(&page, "/do/mend_findings", "key");
        let revision = value_after(&page, "/do/mend_findings", "revision");
        let form = [("item", item.as_str()), ("revision", &revision), ("key", &key)];
        let mended = writer.post("/do/mend_findings", &form).await;
        assert!(mended.text().contains("已校对改正1处"), "{}", mended.text());
        let page = writer.get(&address).await;
        assert!(page.text().contains("校对意见 2 处") && page.text().contains("第2稿"), "{}", page.text());
        // The same press once more is too late, and says so.
        let again = writer.post("/do/mend_findings", &form).await;
        assert!(!again.text().contains("已校对改正"), "{}", again.text());
        // The other is left, by name, and taken up again.
        let key = value_after(&page, "/do/leave_finding", "key");
        let left = writer.post("/do/leave_finding", &[("item", item.as_str()), ("key", &key)]).await;
        assert!(left.text().contains("不改，不再指出"), "{}", left.text());
        let page = writer.get(&address).await;
        for words in ["校对意见 1 处", "看过不改的 1 处", "周鹏"] {
            assert!(page.text().contains(words), "{words}: {}", page.text());
        }
        writer.post("/do/take_up_finding", &[("item", item.as_str()), ("key", &key)]).await;
        assert!(writer.get(&address).await.text().contains("校对意见 2 处"));
        // Nobody else's draft.
        let other = office.unit("开发利用科", &["利用科"]).await;
        let stranger = office.person("陈瑶", &[Role::Contributor(other)]).await;
        let refused = stranger.post("/do/leave_finding", &[("item", item.as_str()), ("key", &key)]).await;
        assert!(!refused.text().contains("不再指出"), "{}", refused.text());
    });
}

#[test]
fn marks_and_blanks_are_put_in_order_by_one_press_and_no_word_is_changed() {
    both(async |office| {
        let unit = unit(office).await;
        let writer = office.person("周鹏", &[Role::Contributor(unit)]).await;
        let body = "据自然资发(2024)3号,巡查矿山 ２４处。\n责令整改,限期复查。";
        let item = draft(&writer, unit, "规划,先行", body).await;
        let address = format!("/items/{item}");
        let page = writer.get(&address).await;
        let offered = page.html().split("class=\"tidy\"").nth(1).expect("the fold").to_owned();
        let form = |name: &str| -> Vec<(&str, String)> {
            let rest = offered.split("</form>").next().expect("a form");
            let field = format!("name=\"{name}\" value=\"");
            let values = rest.split(&field).skip(1);
            let values = values.filter_map(|rest| rest.split('"').next());
            values.map(|value| ("", value.replace("&gt;", ">").replace("&amp;", "&"))).collect()
        };
        let mut fields =
            vec![("item".to_owned(), item.clone()), ("revision".to_owned(), form("revision").remove(0).1)];
        fields.extend(form("key").into_iter().map(|(_, key)| ("key".to_owned(), key)));
        let fields: Vec<(&str, &str)> =
            fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let done = writer.post("/do/mend_findings", &fields).await;
        assert!(done.text().contains("已整理"), "{}", done.text());
        let page = writer.get(&address).await;
        for words in ["规划，先行", "据自然资发〔2024〕3号，巡查矿山24处。", "责令整改，限期复查。"]
        {
            assert!(page.text().contains(words), "{words}: {}", page.text());
        }
        assert!(!page.html().contains("class=\"tidy\""), "nothing is left to put in order: {}", page.text());
    });
}

#[test]
fn a_text_that_was_there_before_is_told_with_both_side_by_side_to_those_who_may_read_it() {
    both(async |office| {
        let unit = unit(office).await;
        let writer = office.person("周鹏", &[Role::Contributor(unit)]).await;
        let first = draft(&writer, unit, "矿山巡查", BODY).await;
        let changed = BODY.replace("4月3日", "4月18日").replace("近日", "日前");
        let second = draft(&writer, unit, "另起一个题目", &changed).await;
        let page = writer.get(&format!("/items/{second}")).await;
        for words in ["相近的稿件", "矿山巡查", "% 相同"] {
            assert!(page.text().contains(words), "{words}: {}", page.text());
        }
        let beside = writer.get(&format!("/items/{second}/beside/{first}")).await;
        assert_eq!(beside.status(), 200, "{}", beside.text());
        assert!(beside.html().contains("<mark>") && beside.text().contains("两篇对照"), "{}", beside.text());
        // A colleague of another unit writes the same, and learns nothing of a draft.
        let other = office.unit("开发利用科", &["利用科"]).await;
        let stranger = office.person("陈瑶", &[Role::Contributor(other)]).await;
        let third = draft(&stranger, other, "第三个题目", BODY).await;
        let page = stranger.get(&format!("/items/{third}")).await;
        assert!(!page.text().contains("相近的稿件"), "{}", page.text());
        assert_eq!(stranger.get(&format!("/items/{third}/beside/{first}")).await.status(), 404);
    });
}

#[test]
fn lists_and_the_board_tell_what_is_nearly_the_same_to_those_who_may_know() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let unit = room.unit;
        let writer = office.person("周鹏", &[Role::Contributor(unit)]).await;
        let other = office.unit("开发利用科", &["利用科"]).await;
        let stranger = office.person("陈瑶", &[Role::Contributor(other)]).await;
        let send = async |client: &Client, unit: UnitId, title: &str, body: &str| {
            let item = draft(client, unit, title, body).await;
            act(office, client, "submit", ItemId(item.parse().expect("an id")), &[]).await;
            item
        };
        let first = send(&writer, unit, "矿山巡查", BODY).await;
        // A draft of the same words is nobody else's business.
        let hidden = draft(&stranger, other, "还没有报送的", BODY).await;
        let second = send(&stranger, other, "另起一个题目", &BODY.replace("近日", "日前")).await;
        let third = send(&writer, unit, "别的事", "耕地保护田长制会议今天召开，研究了三件事。").await;
        let tools = Tools {
            store: office.store().clone(),
            typesetter: Typesetter::new(None).expect("the built-in fonts can be used"),
            backups: None,
        };
        let workers = Workers::begin(2, &tools, &office.clock());
        for _ in 0..600 {
            if jobs::pending(office.store().reader()).await.expect("a count") == jobs::Pending::default() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        workers.stop().await;
        let inbox = room.editor.get("/inbox").await;
        for (one, other) in [(&first, &second), (&second, &first)] {
            assert!(inbox.html().contains(&format!("/items/{one}/beside/{other}")), "{}", inbox.text());
        }
        for silent in [format!("/items/{third}/beside/"), format!("/beside/{hidden}")] {
            assert!(!inbox.html().contains(&silent), "{silent}: {}", inbox.html());
        }
        assert!(inbox.html().contains("与《矿山巡查》（地质矿产管理科，已报送）"), "{}", inbox.html());
        // On the board it is pointed out once, of both that are placed.
        let issue = room.issue(1).await;
        for item in [&first, &second] {
            let item = ItemId(item.parse().expect("an id"));
            act(office, &room.editor, "receive", item, &[]).await;
            act(office, &room.editor, "shortlist", item, &[]).await;
            let placed = room.act(&room.editor, "place", issue, &[("item", item.to_string())]).await;
            assert!(placed.flash().contains("编入"), "{}", placed.text());
        }
        let board = room.editor.get(&format!("/issues/{issue}/desk")).await;
        assert_eq!(board.html().matches("也在本期").count(), 1, "{}", board.text());
    });
}

#[test]
fn a_new_text_begins_with_a_frame_of_the_office() {
    both(async |office| {
        let unit = unit(office).await;
        let writer = office.person("周鹏", &[Role::Contributor(unit)]).await;
        let page = writer.get(&format!("/items/new?unit={unit}")).await;
        for frame in ["一周简讯", "会议", "问题和办法"] {
            assert!(page.text().contains(frame), "{frame}: {}", page.text());
        }
        let page = writer.get(&format!("/items/new?unit={unit}&frame=1")).await;
        assert!(page.html().contains("# 一、议定事项"), "{}", page.text());
        assert!(page.html().contains("/周鹏）"), "{}", page.text());
        let page = writer.get(&format!("/items/new?unit={unit}&frame=99")).await;
        assert_eq!(page.status(), 200, "a frame that is gone is none");
        // What nobody filled in is pointed out.
        let item =
            draft(&writer, unit, "会议", "〔几月几日〕，地矿科召开会议（自然资发〔2024〕3号）。").await;
        let page = writer.get(&format!("/items/{item}")).await;
        assert!(page.text().contains("模板里要填的地方还没有填"), "{}", page.text());
        assert!(page.text().contains("校对意见 1 处"), "{}", page.text());
        // The office has its own, and phrases beside the common reasons.
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let settings = editor.get("/admin/frames").await;
        let version = value_after(&settings, "/do/save_frames", "version");
        let form = [
            ("version", version.as_str()),
            ("name", "督察整改"),
            ("kind", "信息"),
            ("title", "〔单位〕整改〔什么〕"),
            ("body", "# 一、整改情况\n〔做了什么〕"),
            ("name", ""),
            ("kind", "信息"),
            ("title", ""),
            ("body", ""),
            ("phrases", "请补充面积\n\n请写清地点"),
        ];
        let refused = writer.post("/do/save_frames", &form).await;
        assert!(!refused.text().contains("已保存"), "{}", refused.text());
        let saved = editor.post("/do/save_frames", &form).await;
        assert!(saved.flash().contains("模板1个，常用语2条"), "{}", saved.text());
        let mut late = form;
        late[1].1 = "别的模板";
        let other = office.person("钱编辑", &[Role::Editor]).await;
        let late = other.post("/do/save_frames", &late).await;
        assert!(late.text().contains("模板和常用语") && !late.text().contains("已保存"), "{}", late.text());
        // A fault stands at its own frame, and what was typed in all of them is there.
        let version = value_after(&editor.get("/admin/frames").await, "/do/save_frames", "version");
        let mut nameless = form;
        (nameless[0].1, nameless[7].1) = (version.as_str(), "写了一半的题目");
        nameless[8].1 = "写了一半的正文";
        let refused = editor.post("/do/save_frames", &nameless).await;
        assert!(refused.text().contains("第2个模板没有名称"), "{}", refused.text());
        assert!(
            refused.html().contains("写了一半的正文") && refused.html().contains("督察整改"),
            "{}",
            refused.text()
        );
        let wrong = refused.html().split("aria-invalid=\"true\"").count() - 1;
        assert!(
            wrong == 1 && refused.html().contains("<input aria-invalid=\"true\" id=\"name-1\""),
            "{}",
            refused.html()
        );
        let page = writer.get(&format!("/items/new?unit={unit}")).await;
        assert!(page.text().contains("督察整改") && !page.text().contains("一周简讯"), "{}", page.text());
        let id = ItemId(item.parse().expect("an id"));
        act(office, &writer, "submit", id, &[]).await;
        act(office, &editor, "receive", id, &[]).await;
        let page = editor.get(&format!("/items/{item}")).await;
        assert!(page.text().contains("请写清地点"), "{}", page.text());
        act(office, &editor, "return_item", id, &[("phrase", "请补充面积"), ("phrase", "请写清地点")]).await;
        let page = writer.get(&format!("/items/{item}")).await;
        assert!(page.text().contains("请补充面积；请写清地点"), "{}", page.text());
    });
}

#[test]
fn the_offices_own_lists_count_and_a_line_that_cannot_be_read_is_named() {
    both(async |office| {
        let unit = unit(office).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let page = editor.get("/admin/words").await;
        assert!(page.text().contains("校对词表"), "{}", page.text());
        let version = value_after(&page, "/do/save_office_words", "version");
        let wrong = [("version", version.as_str()), ("confusions", "只有一个")];
        let refused = editor.post("/do/save_office_words", &wrong).await;
        assert!(refused.text().contains("第1行：要写错的和对的两个词"), "{}", refused.text());
        let form = [
            ("version", version.as_str()),
            ("confusions", "边界桩 界桩"),
            ("forbidden", "台账（用“清单”）"),
            ("switched_off", "布署"),
        ];
        let saved = editor.post("/do/save_office_words", &form).await;
        assert!(saved.text().contains("易错词由0条改为1条"), "{}", saved.text());
        let item = draft(&editor, unit, "矿山巡查", BODY).await;
        let page = editor.get(&format!("/items/{item}")).await;
        for words in ["改为“界桩”", "禁用词"] {
            assert!(page.text().contains(words), "{words}: {}", page.text());
        }
        assert!(!page.text().contains("改为“部署”"), "{}", page.text());
        let writer = office.person("周鹏", &[Role::Contributor(unit)]).await;
        assert_eq!(writer.get("/admin/words").await.status(), 403);
        let refused = writer.post("/do/save_office_words", &form).await;
        assert!(!refused.text().contains("已保存"), "{}", refused.text());
    });
}

#[test]
fn the_writing_page_is_told_what_there_is_to_look_at_as_it_stands() {
    both(async |office| {
        let unit = unit(office).await;
        let writer = office.person("周鹏", &[Role::Contributor(unit)]).await;
        let unit = unit.to_string();
        let form = [("unit", unit.as_str()), ("kind", "信息"), ("title", "题"), ("body", BODY)];
        let answer = writer.post("/proof", &form).await;
        let proof: serde_json::Value = serde_json::from_slice(&answer.body).expect("JSON");
        let lines = proof["lines"].as_array().expect("lines");
        assert!(lines.iter().any(|line| line["words"] == "布署" && line["mending"] == "部署"), "{proof}");
        let place = &lines[0]["place"];
        let words: String = BODY
            .chars()
            .skip(usize::try_from(place["start"].as_u64().expect("a place")).expect("a place"))
            .take(2)
            .collect();
        assert_eq!(lines[0]["words"], words.as_str());
        let reader = office.person("郑读者", &[]).await;
        assert_ne!(reader.post("/proof", &form).await.status(), 200);
    });
}
