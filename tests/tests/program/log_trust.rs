//! What the log says of people: who came, looked, took along and set; and who may not act alone.

use std::time::Duration;

use domain::{item::Kind, person::Role};
use tests::{
    Client, Newsroom, Office, both,
    items::{act, draft},
    office::PASSWORD,
};

/// The log as somebody reads it, once it holds these words: failures are recorded without anybody waiting.
async fn log_with(who: &Client, query: &str, words: &str) -> String {
    for _ in 0..100 {
        let log = who.get(&format!("/events?{query}")).await.text();
        if log.contains(words) {
            return log;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("“{words}” is not in the log: {}", who.get(&format!("/events?{query}")).await.text());
}

async fn fail(office: &Office, login: &str, password: &str) {
    office.visitor().post("/sign-in", &[("login", login), ("password", password)]).await;
}

#[test]
fn the_log_holds_who_came_and_went_and_who_tried_to() {
    both(async |office| {
        let administrator = office.person("马管理", &[Role::Administrator]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let other = office.person("钱编辑", &[Role::Editor]).await;
        let of = format!("subject=person&id={}", editor.actor().id);
        fail(office, editor.login(), "my-secret-typo").await;
        fail(office, "my-password-in-the-wrong-field", PASSWORD).await;
        for _ in 0..9 {
            fail(office, editor.login(), "wrong again").await;
        }
        let log = log_with(&administrator, &format!("{of}&verb=sign_in_locked"), "试错太多次").await;
        assert!(log.contains("从 127.0.0.1"), "{log}");
        editor.post("/sign-out", &[("", ""); 0]).await;
        let log = log_with(&administrator, &of, "退出登录").await;
        assert!(log.contains("从 127.0.0.1 登录") && log.contains("没有成功：密码不对"), "{log}");
        let all = administrator.get("/events").await;
        for typed in ["my-secret-typo", "my-password-in-the-wrong-field", "wrong again"] {
            assert!(!all.html().contains(typed), "what was typed is not kept: {typed}");
        }
        // Colleagues see their own, and nobody else's.
        let seen = other.get("/events?subject=person").await.text();
        assert!(seen.contains("钱编辑") && !seen.contains("没有成功"), "{seen}");
    });
}

#[test]
fn the_log_is_saved_as_a_file_by_administrators_with_its_conditions() {
    both(async |office| {
        let administrator = office.person("马管理", &[Role::Administrator]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        administrator.post("/do/save_group", &[("name", "=甲组")]).await;
        administrator.post("/do/save_group", &[("name", "乙组")]).await;
        let page = administrator.get("/events?verb=save_group").await;
        assert!(page.html().contains("/events.csv?verb=save_group"), "{}", page.html());
        assert!(!editor.get("/events").await.html().contains("/events.csv"));
        for address in ["/events.csv", "/events.jsonl"] {
            assert_eq!(editor.get(address).await.status(), 403, "{address}");
        }
        let csv = administrator.get("/events.csv?verb=save_group").await;
        assert!(csv.header("content-disposition").is_some_and(|told| told.starts_with("attachment")));
        assert_eq!(csv.html().lines().count(), 3, "{}", csv.html());
        assert!(csv.html().contains("保存分组,分组,"), "{}", csv.html());
        let lines = administrator.get("/events.jsonl?verb=save_group&text=乙组").await;
        let line: serde_json::Value = serde_json::from_str(lines.html().trim()).expect("one line of JSON");
        assert_eq!((line["verb"].as_str(), line["person"].as_str()), (Some("save_group"), Some("马管理")));
        // Whatever is taken along is in the log itself.
        let log = administrator.get("/events?verb=export").await.text();
        assert!(log.contains("下载了“日志 2024-01-15.csv”"), "{log}");
        office.unit("高唐局", &[]).await;
        tests::newsroom::newsletter(office, "河湖信息", false).await;
        assert_eq!(editor.get("/bulletins/2024-01/xlsx").await.status(), 200);
        let log = administrator.get("/events?verb=export&person=赵").await.text();
        assert!(log.contains("下载了“2024年1月通报.xlsx”"), "{log}");
    });
}

#[test]
fn whoever_looks_at_an_unpublished_piece_of_others_is_in_the_log_once_a_day() {
    both(async |office| {
        let unit = office.unit("地质矿产管理科", &["地矿科"]).await;
        let administrator = office.person("马管理", &[Role::Administrator]).await;
        let author = office.person("周鹏", &[Role::Contributor(unit)]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let item = draft(&author, unit, "尚未公开的标题", "（地矿科/周鹏）").await;
        act(office, &author, "submit", item, &[]).await;
        let count = async || {
            let log = administrator.get("/events?verb=read_unpublished").await;
            assert!(!log.html().contains("尚未公开的标题"), "administrators do not read what is in it");
            log.html().matches("查看了还没有印发的稿件").count()
        };
        let address = format!("/items/{item}");
        for who in [&author, &editor, &editor] {
            assert_eq!(who.get(&address).await.status(), 200);
        }
        editor.get(&format!("/items/{item}/revisions/1")).await;
        assert_eq!(count().await, 1);
        assert!(
            !author.get(&address).await.text().contains("查看了还没有印发"),
            "it is no part of its history"
        );
        office.set_now("2024-01-16T09:00");
        for who in [&editor, &administrator] {
            who.sign_in(PASSWORD).await;
        }
        editor.get(&address).await;
        assert_eq!(count().await, 2);
        let colleague = office.person("钱审查", &[Role::Clearer]).await;
        let seen = colleague.get("/events").await;
        assert_eq!(seen.status(), 403, "the log is for editors and administrators");
        let other = office.person("孙编辑", &[Role::Editor]).await;
        assert!(!other.get("/events").await.text().contains("查看了还没有印发的稿件"));
    });
}

#[test]
fn whoever_looks_at_pages_that_are_not_published_is_in_the_log_once_a_day() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let administrator = office.person("马管理", &[Role::Administrator]).await;
        let item = room.cleared(Kind::Article).await;
        let issue = room.sent(1, &[item]).await;
        let count = async || {
            let log = administrator.get("/events?verb=read_unpublished").await;
            log.html().matches("查看了还没有印发的版面").count()
        };
        let before = count().await;
        let sheet = format!("/issues/{issue}/sign");
        let pdf = format!("/files/{}.pdf", room.pdf_in_sign_off(issue).await);
        for address in [&sheet, &sheet, &pdf] {
            let page = room.signer.get(address).await;
            assert_eq!(page.status(), 200, "{}", page.text());
        }
        assert_eq!(count().await, before + 1);
        assert_eq!(room.director.get(&pdf).await.status(), 200);
        assert_eq!(count().await, before + 2);
    });
}

#[test]
fn nobody_gives_himself_a_role_that_acts_on_content() {
    both(async |office| {
        let administrator = office.person("马管理", &[Role::Administrator]).await;
        let id = administrator.actor().id.to_string();
        let give = async |who: &Client, role: &str| {
            let form = [
                ("person", id.as_str()),
                ("version", "1"),
                ("name", "马管理"),
                ("role", "administrator"),
                ("role", role),
            ];
            who.post("/do/edit_person", &form).await.flash().to_owned()
        };
        let alone = give(&administrator, "editor").await;
        assert!(alone.contains("jianbao user grant"), "{alone}");
        let second = office.person("郑管理", &[Role::Administrator]).await;
        for role in ["editor", "clearer", "signer"] {
            let refused = give(&administrator, role).await;
            assert!(refused.contains("不能自己给自己") && refused.contains("郑管理"), "{refused}");
        }
        let twin =
            [("name", "马·管理"), ("login", "ma2"), ("password", "ein langes Passwort"), ("role", "signer")];
        let refused = administrator.post("/do/add_person", &twin).await;
        assert!(refused.flash().contains("不能自己给自己"), "{}", refused.flash());
        // Nor by renaming somebody who has it.
        let other = office.person("过河卒", &[Role::Signer]).await;
        let other = other.actor().id.to_string();
        let renamed =
            [("person", other.as_str()), ("version", "1"), ("name", "马管理（签发）"), ("role", "signer")];
        let refused = administrator.post("/do/edit_person", &renamed).await;
        assert!(refused.flash().contains("不能自己给自己"), "{}", refused.flash());
        let given = give(&second, "editor").await;
        assert!(given.contains("已保存"), "{given}");
    });
}

#[test]
fn the_command_line_gives_the_only_administrator_a_role_and_the_log_says_so() {
    both(async |office| {
        let administrator = office.person("马管理", &[Role::Administrator]).await;
        let login = administrator.login();
        let given = server::accounts::grant(office.store(), login, vec![Role::Editor, Role::Administrator]);
        assert_eq!(given.await, Ok(("马管理".to_owned(), "编辑".to_owned())));
        assert!(server::accounts::grant(office.store(), login, vec![Role::Editor]).await.is_err());
        assert_eq!(administrator.get("/me").await.path, "/sign-in?next=%2Fme");
        administrator.sign_in(PASSWORD).await;
        assert_eq!(administrator.get("/inbox").await.status(), 200);
        let log = administrator.get("/events?verb=edit_person").await.text();
        assert!(log.contains("由命令行给马管理加了角色：编辑"), "{log}");
    });
}

#[test]
fn every_step_is_signed_by_somebody_else_unless_the_office_is_too_small_and_says_so() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let administrator = office.person("马管理", &[Role::Administrator]).await;
        let item = room.cleared(Kind::Article).await;
        let issue = room.sent(1, &[item]).await;
        let hash = room.pdf_in_sign_off(issue).await;
        let sign = [("pdf_hash", hash)];
        let first = room.act(&room.signer, "sign", issue, &sign).await;
        assert!(first.flash().contains("等待签发签字"), "{}", first.flash());
        let again = room.act(&room.signer, "sign", issue, &sign).await;
        assert_eq!(again.flash(), "前面的步骤是您签的，这一步要由别人签");
        assert!(!room.signer.get("/").await.text().contains("等您签字"));
        assert!(room.director.get("/").await.text().contains("等您签字"));
        assert!(!room.signer.get("/").await.text().contains("小单位"));
        let form =
            [("version", "1"), ("idle_minutes", "30"), ("session_hours", "12"), ("one_signer", "true")];
        let early = administrator.post("/do/save_settings", &form).await;
        assert!(early.flash().contains("第1期正在签发，现在不能改成一人签几步"), "{}", early.flash());
        room.act(&room.director, "send_back", issue, &[("reason", "人手不够".to_owned())]).await;
        let set = administrator.post("/do/save_settings", &form).await;
        assert!(set.flash().contains("一人签几步，由不可以改为可以"), "{}", set.flash());
        room.act(&room.editor, "send_for_sign_off", issue, &[]).await;
        let sign = [("pdf_hash", room.pdf_in_sign_off(issue).await)];
        room.act(&room.signer, "sign", issue, &sign).await;
        for who in [&room.signer, &room.editor, &administrator] {
            assert!(who.get("/").await.text().contains("按本单位的设置（小单位），一人可以签几步"));
        }
        assert!(!room.reader.get("/").await.text().contains("小单位"));
        let again = room.act(&room.signer, "sign", issue, &sign).await;
        assert!(again.flash().contains("可以印发了"), "{}", again.flash());
        let log = room.editor.get("/events?verb=sign").await.text();
        assert!(log.contains("按小单位设置，前面的步骤也是此人签的"), "{log}");
    });
}
