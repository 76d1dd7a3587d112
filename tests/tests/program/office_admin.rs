//! Administration: people, units, newsletters, and the log of it all.

use domain::person::Role;
use tests::{Client, Office, both};

async fn administrator(office: &Office) -> Client {
    office.person("马管理", &[Role::Administrator]).await
}

/// Posts a unit's form, with a group that is made first.
async fn save_unit(client: &Client, fields: &[(&str, &str)]) -> tests::Answer {
    let usual = [("group", "1"), ("year", "2024"), ("order", "1"), ("scored", "true")];
    let mut form = fields.to_vec();
    form.extend(usual.into_iter().filter(|(name, _)| fields.iter().all(|(given, _)| given != name)));
    client.post("/do/save_unit", &form).await
}

#[test]
fn only_administrators_administer() {
    both(async |office| {
        let editor = office.person("赵编辑", &[Role::Editor, Role::Signer, Role::Clearer]).await;
        for path in ["/admin", "/admin/people", "/admin/people/1", "/admin/units", "/admin/newsletters"] {
            assert_eq!(editor.get(path).await.status(), 403, "{path}");
        }
        let form = [("login", "x"), ("name", "某人"), ("password", "long enough"), ("role", "administrator")];
        let answer = editor.post("/do/add_person", &form).await;
        assert_eq!(answer.flash(), "只有管理员可以这样做");
        let reader = office.person("冯读者", &[Role::Reader]).await;
        assert_eq!(reader.get("/events").await.status(), 403);
    });
}

#[test]
fn a_person_is_added_with_roles_in_units_and_acts_with_them() {
    both(async |office| {
        let administrator = administrator(office).await;
        let unit = office.unit("地质矿产管理科", &["地矿科"]).await;
        let contributor = format!("contributor:{unit}");
        let form = [
            ("login", "zhoupeng"),
            ("name", "周鹏"),
            ("password", "first password"),
            ("role", "reader"),
            ("role", contributor.as_str()),
            ("role", ""),
        ];
        let answer = administrator.post("/do/add_person", &form).await;
        assert!(answer.flash().contains("已添加周鹏"), "{}", answer.flash());
        assert!(answer.text().contains("信息员（地质矿产管理科）"), "{}", answer.text());
        let again = administrator.post("/do/add_person", &form).await;
        assert_eq!(again.flash(), "账号 zhoupeng 已经是周鹏的，请另取一个");
    });
}

#[test]
fn the_last_administrator_stays_one() {
    both(async |office| {
        let administrator = administrator(office).await;
        let id = administrator.actor().id.to_string();
        let form = [("person", id.as_str()), ("version", "1")];
        let words = "至少要留一位在用的管理员，请先让别人当管理员";
        assert_eq!(administrator.post("/do/deactivate_person", &form).await.flash(), words);
        let form = [("person", id.as_str()), ("version", "1"), ("name", "马管理"), ("role", "reader")];
        assert_eq!(administrator.post("/do/edit_person", &form).await.flash(), words);
        assert_eq!(administrator.get("/admin").await.status(), 200);
    });
}

#[test]
fn of_two_who_change_an_account_the_second_is_told() {
    both(async |office| {
        let administrator = administrator(office).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let id = editor.actor().id.to_string();
        let form = |name| [("person", id.as_str()), ("version", "1"), ("name", name), ("role", "editor")];
        administrator.post("/do/edit_person", &form("赵主编")).await;
        let answer = administrator.post("/do/edit_person", &form("赵副主编")).await;
        assert!(
            answer.flash().contains("改过这个账号（") && answer.flash().contains("赵主编"),
            "{}",
            answer.flash()
        );
        assert!(administrator.get("/admin/people").await.text().contains("赵主编"));
    });
}

#[test]
fn a_deactivated_account_is_restored_by_undo() {
    both(async |office| {
        let administrator = administrator(office).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let id = editor.actor().id.to_string();
        let answer =
            administrator.post("/do/deactivate_person", &[("person", &id), ("version", &"1".into())]).await;
        let undo = answer.whole_flash().and_then(|flash| flash.undo.clone()).expect("it can be undone");
        administrator.post(&format!("/do/{}", undo.verb), &undo.fields).await;
        editor.sign_in(tests::office::PASSWORD).await;
    });
}

#[test]
fn a_name_belongs_to_one_unit_and_the_fault_names_the_other() {
    both(async |office| {
        let administrator = administrator(office).await;
        administrator.post("/do/save_group", &[("name", "机关科室"), ("order", "1")]).await;
        let form = [("name", "地质矿产管理科"), ("short_name", "地矿科"), ("aliases", "矿管科、矿产科")];
        let answer = save_unit(&administrator, &form).await;
        assert!(answer.flash().contains("添加了单位地质矿产管理科"), "{}", answer.flash());
        for (field, name) in [("name", "地矿科"), ("short_name", "矿产科"), ("aliases", "测绘科 矿管科")]
        {
            let mut form = vec![("name", "测绘管理科")];
            form.retain(|(known, _)| *known != field);
            form.push((field, name));
            let answer = save_unit(&administrator, &form).await;
            assert!(answer.flash().contains("已经是地质矿产管理科的名称"), "{field}: {}", answer.flash());
        }
        assert!(!administrator.get("/admin/units").await.text().contains("测绘"));
        administrator.get("/admin/units/new").await;
        let form = [("name", "测绘管理科"), ("aliases", "矿管科"), ("order", "9")];
        let answer = save_unit(&administrator, &form).await;
        assert_eq!(answer.path, "/admin/units/new");
        assert!(answer.html().contains("测绘管理科"), "what was typed is there again");
    });
}

#[test]
fn a_renamed_unit_keeps_its_past_and_its_old_name_as_it_likes() {
    both(async |office| {
        let administrator = administrator(office).await;
        administrator.post("/do/save_group", &[("name", "机关科室"), ("order", "1")]).await;
        save_unit(&administrator, &[("name", "开发利用科"), ("aliases", "利用科")]).await;
        let page = administrator.get("/admin/units/1").await;
        assert!(page.text().contains("2024年起 机关科室"), "{}", page.text());
        let form =
            [("unit", "1"), ("version", "1"), ("name", "自然资源利用科"), ("aliases", "利用科 开发利用科")];
        let answer = save_unit(&administrator, &form).await;
        assert!(answer.flash().contains("全称由“开发利用科”改为“自然资源利用科”"), "{}", answer.flash());
        let stale = save_unit(&administrator, &form).await;
        assert!(
            stale.flash().contains("改过这个单位（自然资源利用科：全称由“开发利用科”改为“自然资源利用科”"),
            "{}",
            stale.flash()
        );
        let log = administrator.get("/events?subject=unit&id=1").await.text();
        assert!(log.contains("添加了单位开发利用科") && log.contains("改为“自然资源利用科”"), "{log}");
    });
}

#[test]
fn a_unit_moves_to_another_group_from_a_year_on() {
    both(async |office| {
        let administrator = administrator(office).await;
        for name in ["机关科室", "局属事业单位"] {
            administrator.post("/do/save_group", &[("name", name)]).await;
        }
        save_unit(&administrator, &[("name", "市测绘院")]).await;
        let form = [
            ("unit", "1"),
            ("version", "1"),
            ("name", "市测绘院"),
            ("group", "2"),
            ("year", "2025"),
            ("scored", "true"),
        ];
        administrator.post("/do/save_unit", &form).await;
        let group_in = async |year: &str| {
            let page = administrator.get(&format!("/admin/units?year={year}")).await.text();
            let (before, _) = page.split_once("市测绘院").expect("the unit is listed").to_owned();
            let headings = ["机关科室", "局属事业单位"];
            headings.into_iter().max_by_key(|name| before.rfind(name)).expect("a heading stands before it")
        };
        assert_eq!(group_in("2024").await, "机关科室");
        assert_eq!(group_in("2025").await, "局属事业单位");
        assert_eq!(group_in("2026").await, "局属事业单位");
    });
}

#[test]
fn a_newsletter_is_set_with_its_foot_its_sections_and_its_steps() {
    both(async |office| {
        let administrator = administrator(office).await;
        let signer = office.person("李局长", &[Role::Signer]).await;
        let id = signer.actor().id.to_string();
        let form = [
            ("name", "自然资源信息"),
            ("publisher", "市局办公室"),
            ("mark", "内部资料 注意保存"),
            ("report", "市委办公室\n市政府办公室\n"),
            ("copies", "120"),
            ("section_kind", "article"),
            ("section_title", ""),
            ("section_kind", "brief"),
            ("section_title", "一线短讯"),
            ("section_kind", ""),
            ("section_title", ""),
            ("step", "核稿"),
            ("step", "签发"),
            ("step", ""),
            ("signers_2", &id),
            ("separate_duties", "true"),
        ];
        let answer = administrator.post("/do/save_newsletter", &form).await;
        assert!(answer.flash().contains("添加了刊物《自然资源信息》"), "{}", answer.flash());
        let newsletters =
            store::newsletters::all(office.store().reader()).await.expect("newsletters can be read");
        let [newsletter] = newsletters.as_slice() else { panic!("one newsletter: {newsletters:?}") };
        assert_eq!(newsletter.foot.report, ["市委办公室", "市政府办公室"]);
        assert_eq!(newsletter.foot.copies, Some(120));
        let sections: Vec<_> =
            newsletter.sections.iter().map(|plan| (plan.kind.label(), plan.title.as_deref())).collect();
        assert_eq!(sections, [("信息", None), ("简讯", Some("一线短讯"))]);
        let steps: Vec<_> =
            newsletter.steps.iter().map(|step| (step.name.as_str(), step.signers.as_slice())).collect();
        assert_eq!(steps, [("核稿", &[][..]), ("签发", &[signer.actor().id][..])]);
        let page = administrator.get(&answer.path).await;
        assert!(page.html().contains("一线短讯"), "{}", page.html());
        let again = administrator.post("/do/save_newsletter", &form).await;
        assert_eq!(again.flash(), "已经有《自然资源信息》这份刊物");
    });
}

#[test]
fn the_log_is_searched_by_person_subject_day_and_text_and_read_page_by_page() {
    both(async |office| {
        let first = administrator(office).await;
        let second = office.person("郑管理", &[Role::Administrator]).await;
        for number in 1..=30 {
            first.post("/do/save_group", &[("name", format!("第{number}组"))]).await;
        }
        office.set_now("2024-01-16T08:00");
        let second_day = second.elsewhere();
        second_day.sign_in(tests::office::PASSWORD).await;
        for number in 31..=60 {
            second_day.post("/do/save_group", &[("name", format!("100%_{number}组"))]).await;
        }
        let count = async |query: &str| {
            second_day.get(&format!("/events?{query}")).await.html().matches("添加了分组").count()
        };
        assert_eq!(count("person=马").await, 30);
        assert_eq!(count("from=2024-01-16").await, 30);
        assert_eq!(count("until=2024-01-15").await, 30);
        assert_eq!(count("text=%25_").await, 30);
        assert_eq!(count("text=第7组").await, 1);
        assert_eq!(count("subject=unit").await, 0);
        let page = second_day.get("/events?verb=save_group").await;
        assert_eq!(page.html().matches("添加了分组").count(), 50);
        let next = page
            .html()
            .split("href=\"")
            .find(|rest| rest.starts_with("/events?") && rest.contains("before="));
        let next =
            next.and_then(|rest| rest.split('"').next()).expect("there is a next page").replace("&amp;", "&");
        assert_eq!(second_day.get(&next).await.html().matches("添加了分组").count(), 10);
    });
}
