//! 校对 and near duplicates: what is pointed out is mended by a press or left with who left it; the office's own lists count;
//! who may not read an item learns nothing of it.

use domain::{id::UnitId, person::Role};
use tests::{Answer, Client, Office, both};

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
