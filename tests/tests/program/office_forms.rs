//! A form that is refused comes back as it was filled in: nobody types anything twice because of one fault.

use domain::{item::Kind, person::Role};
use tests::{
    Client, Newsroom, Office, both,
    items::{act, draft, load},
};

async fn administrator(office: &Office) -> Client {
    office.person("马管理", &[Role::Administrator]).await
}

/// Posts a form from its page, which must refuse it, and insists on what stands in the fields again.
async fn refused(person: &Client, page: &str, verb: &str, form: &[(&str, &str)], back: &[&str]) {
    assert_eq!(person.get(page).await.status(), 200, "{page}");
    let answer = person.post(&format!("/do/{verb}"), form).await;
    let path = answer.path.split('?').next().unwrap_or_default();
    assert_eq!(path, page, "{verb}: {}", answer.flash());
    for words in back {
        assert!(answer.html().contains(words), "{verb}: {words} is lost: {}", answer.html());
    }
    for part in [
        "<title>错误：",
        "id=\"error-summary\"",
        "<a href=\"#",
        "aria-invalid=\"true\"",
        "class=\"field-fault\"",
    ] {
        assert!(answer.html().contains(part), "{verb}: {part} is not there: {}", answer.html());
    }
    let next = person.get(page).await;
    assert!(!next.html().contains(back[0]), "{verb}: it comes back once");
}

#[test]
fn what_administrators_type_comes_back_with_the_fault() {
    both(async |office| {
        let administrator = administrator(office).await;
        office.unit("地质矿产管理科", &["地矿科"]).await;
        let person = [
            ("login", administrator.login()),
            ("name", "周鹏<新>"),
            ("password", "ein langes Passwort"),
            ("role", "editor"),
            ("role", "contributor:1"),
            ("role", ""),
        ];
        let back = [
            "value=\"周鹏&lt;新&gt;\"",
            "value=\"editor\" checked",
            "<option value=\"contributor:1\" selected",
            "id=\"password\" name=\"password\" type=\"password\" value=\"\"",
        ];
        refused(&administrator, "/admin/people/new", "add_person", &person, &back).await;
        let unit = [
            ("name", "新设中心"),
            ("aliases", "地矿科\n新中心"),
            ("group", "1"),
            ("order", "7"),
            ("reviews", "true"),
        ];
        let back =
            ["value=\"新设中心\"", ">地矿科\n新中心</textarea>", "name=\"reviews\" value=\"true\" checked"];
        refused(&administrator, "/admin/units/new", "save_unit", &unit, &back).await;
        let newsletter = [
            ("name", "河湖信息"),
            ("publisher", ""),
            ("report", "市政府\n省厅"),
            ("section_kind", "brief"),
            ("section_title", "一句话新闻"),
            ("section_kind", "article"),
            ("section_title", ""),
            ("step", "初核"),
            ("step", "终签"),
        ];
        let back =
            ["value=\"河湖信息\"", "市政府\n省厅</textarea>", "value=\"一句话新闻\"", "value=\"终签\""];
        refused(&administrator, "/admin/newsletters/new", "save_newsletter", &newsletter, &back).await;
        let group = [("group", ""), ("name", "机关科室"), ("order", "77")];
        refused(&administrator, "/admin/units", "save_group", &group, &["value=\"77\""]).await;
    });
}

#[test]
fn what_editors_and_signers_type_comes_back_with_the_fault() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let item = room.cleared(Kind::Article).await;
        let issue = room.published(1, &[item]).await;
        let sent = draft(&room.editor, room.unit, "甲", "（地矿科）").await;
        act(office, &room.editor, "submit", sent, &[]).await;
        let (id, version) = (item.to_string(), load(office, item).await.version.to_string());
        let correction = [
            ("item", id.as_str()),
            ("item_version", version.as_str()),
            ("kind", "信息"),
            ("title", "改过的标题"),
            ("body", "改过的正文。\n第二段。"),
            ("attribution_line", "（无名科）"),
            ("reason", "日期有误"),
        ];
        let back = ["value=\"改过的标题\"", "改过的正文。\n第二段。</textarea>", "value=\"（无名科）\""];
        refused(&room.signer, &format!("/items/{item}/correct"), "correct_item", &correction, &back).await;
        let issue_form = [
            ("newsletter", "1"),
            ("year", "2024"),
            ("number", "1"),
            ("date", "2024-01-28"),
            ("credit_month", "2024-02"),
        ];
        let back = ["value=\"2024-01-28\"", "value=\"2024-02\""];
        refused(&room.editor, "/issues/new", "create_issue", &issue_form, &back).await;
        let rejection =
            [("item", id.as_str()), ("version", "1"), ("kinds", "off_topic"), ("reason", "写了很久的意见")];
        let answer = room.editor.post("/do/reject", &rejection).await;
        assert!(!answer.flash().is_empty());
        let retraction = [("item", id.as_str()), ("reason", "")];
        let answer = room.signer.post("/do/retract", &retraction).await;
        assert!(answer.flash().contains("请写明"), "{}", answer.flash());
        assert_eq!(room.reader.get(&format!("/issues/{issue}")).await.status(), 200);
    });
}

#[test]
fn what_one_person_typed_is_nobody_elses_and_is_forgotten_after_a_while() {
    both(async |office| {
        let administrator = administrator(office).await;
        let other = office.person("牛管理", &[Role::Administrator]).await;
        administrator.get("/admin/newsletters/new").await;
        let form = [("name", "河湖信息"), ("publisher", "")];
        let request = administrator.try_post("/do/save_newsletter", &owned(&form)).await.expect("an answer");
        assert!(request.whole_flash().is_some_and(|flash| flash.kept));
        // The other one's browser claims that something was kept.
        other.get("/admin/newsletters/new").await;
        let answer = other.post("/do/receive", &[("item", "99")]).await;
        assert!(!answer.html().contains("河湖信息"), "{}", answer.html());
        let now = office.now();
        office.set_now("2024-01-15T09:11");
        let late = administrator.get("/admin/newsletters/new").await;
        assert!(!late.html().contains("河湖信息"), "{now}: {}", late.html());
    });
}

fn owned(form: &[(&str, &str)]) -> Vec<(String, String)> {
    form.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}
