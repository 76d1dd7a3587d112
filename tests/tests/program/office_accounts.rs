//! Accounts and sessions: who gets in, for how long, and what throws them out.

use domain::person::Role;
use reqwest::{Method, header};
use sea_orm::ConnectionTrait;
use tests::{Client, both, both_with, office::PASSWORD};

const NEW_PASSWORD: &str = "another horse entirely";

async fn is_signed_in(client: &Client) -> bool {
    client.get("/me").await.path == "/me"
}

#[test]
fn a_changed_password_ends_every_other_session() {
    both(async |office| {
        let here = office.person("赵编辑", &[Role::Editor]).await;
        let there = here.elsewhere();
        there.sign_in(PASSWORD).await;
        let form = [("current", PASSWORD), ("new", NEW_PASSWORD), ("again", NEW_PASSWORD)];
        let answer = here.post("/me/password", &form).await;
        assert_eq!(answer.flash(), "密码已改。其他电脑和手机上的登录都已退出");
        assert!(is_signed_in(&here).await);
        assert!(!is_signed_in(&there).await);
        there.sign_in(NEW_PASSWORD).await;
    });
}

#[test]
fn a_password_is_changed_only_with_the_present_one_and_a_good_new_one_typed_twice() {
    both(async |office| {
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        for (current, new, again, words) in [
            ("wrong", NEW_PASSWORD, NEW_PASSWORD, "现在的密码不对，请再输一遍"),
            (PASSWORD, NEW_PASSWORD, "something else", "两遍新密码不一样，请再输一遍"),
            (PASSWORD, "short", "short", "密码至少 10 个字符，或一句至少 8 个字的话，现在是 5 个字符"),
            (PASSWORD, PASSWORD, PASSWORD, "新密码要和现在的不一样"),
        ] {
            let form = [("current", current), ("new", new), ("again", again)];
            let answer = editor.post("/me/password", &form).await;
            assert_eq!((answer.path.as_str(), answer.flash()), ("/me/password", words));
        }
        editor.elsewhere().sign_in(PASSWORD).await;
    });
}

#[test]
fn a_first_password_must_be_changed_before_anything_else() {
    both(async |office| {
        let administrator = office.person("马管理", &[Role::Administrator]).await;
        let form =
            [("name", "钱编辑"), ("login", " QianBJ "), ("password", "first password"), ("role", "editor")];
        administrator.post("/do/add_person", &form).await;
        let newcomer = office.visitor();
        let form = [("login", "qianbj"), ("password", "first password"), ("next", "/events")];
        let answer = newcomer.post("/sign-in", &form).await;
        assert_eq!(answer.path, "/me/password");
        assert_eq!(newcomer.get("/events").await.path, "/me/password");
        let form = [("current", "first password"), ("new", NEW_PASSWORD), ("again", NEW_PASSWORD)];
        newcomer.post("/me/password", &form).await;
        assert_eq!(newcomer.get("/events").await.path, "/events");
    });
}

#[test]
fn sessions_end_when_an_administrator_changes_the_account() {
    both(async |office| {
        let administrator = office.person("马管理", &[Role::Administrator]).await;
        let changes: [(&str, &[(&str, &str)]); 3] = [
            ("edit_person", &[("name", "赵编辑"), ("role", "clearer")]),
            ("reset_password", &[("password", NEW_PASSWORD)]),
            ("deactivate_person", &[]),
        ];
        for (verb, fields) in changes {
            let person = office.person("赵编辑", &[Role::Editor]).await;
            let id = person.actor().id.to_string();
            let mut form = vec![("person", id.as_str()), ("version", "1")];
            form.extend(fields);
            let answer = administrator.post(&format!("/do/{verb}"), &form).await;
            assert_eq!(answer.path, format!("/admin/people/{id}"), "{}", answer.flash());
            assert!(!is_signed_in(&person).await, "{verb}");
        }
    });
}

#[test]
fn only_a_name_changed_leaves_the_session_alone() {
    both(async |office| {
        let administrator = office.person("马管理", &[Role::Administrator]).await;
        let person = office.person("赵编", &[Role::Editor]).await;
        let id = person.actor().id.to_string();
        let form = [("person", id.as_str()), ("version", "1"), ("name", "赵编辑"), ("role", "editor")];
        administrator.post("/do/edit_person", &form).await;
        assert!(person.get("/me").await.text().contains("赵编辑"));
    });
}

#[test]
fn nobody_learns_whether_the_name_or_the_password_was_wrong() {
    both(async |office| {
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let leaver = office.person("孙离职", &[Role::Editor]).await;
        let administrator = office.person("马管理", &[Role::Administrator]).await;
        let id = leaver.actor().id.to_string();
        administrator.post("/do/deactivate_person", &[("person", id.as_str()), ("version", "1")]).await;
        let mut pages = Vec::new();
        for (login, password) in [(editor.login(), "wrong"), ("nobody", PASSWORD), (leaver.login(), PASSWORD)]
        {
            let page = office.visitor().post("/sign-in", &[("login", login), ("password", password)]).await;
            assert!(page.path.starts_with("/sign-in?failed=wrong"), "{}", page.path);
            pages.push(page.html().replace(login, "…"));
        }
        assert!(pages.iter().all(|page| *page == pages[0]));
    });
}

#[test]
fn a_session_ends_after_its_hours_and_with_signing_out() {
    both(async |office| {
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let cookie = format!("jianbao_session={}", editor.cookie("jianbao_session").expect("a session"));
        editor.post("/sign-out", &[("", ""); 0]).await;
        let visitor = office.visitor();
        let replayed = visitor.request(Method::GET, "/me").header(header::COOKIE, cookie);
        assert_eq!(visitor.send(replayed).await.status(), 303);
        editor.sign_in(PASSWORD).await;
        office.let_sessions_last().await;
        let transaction = office.store().begin().await.expect("a transaction begins");
        let twelve = "UPDATE office_settings SET session_hours = 12";
        transaction.connection().execute_unprepared(twelve).await.expect("settings can be changed");
        transaction.commit().await.expect("they are kept");
        office.set_now("2024-01-15T20:59");
        assert!(is_signed_in(&editor).await);
        office.set_now("2024-01-15T21:00");
        assert!(!is_signed_in(&editor).await);
    });
}

#[test]
fn whoever_is_signed_in_is_led_past_the_sign_in_page_and_never_to_another_host() {
    both(async |office| {
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        assert_eq!(editor.get("/sign-in?next=%2Fme").await.path, "/me");
        for next in ["//evil", "https://evil", "/\\evil", "/\t/evil"] {
            let form = [("login", editor.login()), ("password", PASSWORD), ("next", next)];
            let answer = editor.elsewhere().post("/sign-in", &form).await;
            assert_eq!(answer.path, "/", "{next:?}");
        }
    });
}

#[test]
fn guessing_locks_out_one_address_from_one_account_for_a_while_and_nobody_else() {
    let behind_a_proxy = |settings: &mut server::startup::Settings| {
        settings.trusted_proxy = Some([127, 0, 0, 1].into());
    };
    both_with(behind_a_proxy, async |office| {
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let colleague = office.person("钱编辑", &[Role::Editor]).await;
        let attempt = async |login: &str, address: &str, password: &str| {
            let client = office.visitor();
            let form = serde_urlencoded::to_string([("login", login), ("password", password)]);
            let request = client
                .request(Method::POST, "/sign-in")
                .header("x-forwarded-for", format!("203.0.113.77, {address}"))
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(form.expect("a form"));
            client.send(request).await.location().expect("it always leads on")
        };
        for _ in 0..10 {
            let outcome = attempt(editor.login(), "10.0.0.1", "wrong").await;
            assert!(outcome.contains("failed=wrong"), "{outcome}");
        }
        // White space and capitals make no other account of it.
        let same = format!(" {} ", editor.login().to_uppercase());
        for login in [editor.login(), &same] {
            let outcome = attempt(login, "10.0.0.1", PASSWORD).await;
            assert!(outcome.contains("failed=too_often"), "{outcome}");
        }
        assert_eq!(attempt(editor.login(), "10.0.0.2", PASSWORD).await, "/", "from elsewhere");
        assert_eq!(attempt(colleague.login(), "10.0.0.1", PASSWORD).await, "/", "another account");
        office.set_now("2024-01-15T09:11");
        assert_eq!(attempt(editor.login(), "10.0.0.1", PASSWORD).await, "/", "ten minutes later");
    });
}

#[test]
fn many_guesses_at_once_are_counted_one_by_one() {
    both(async |office| {
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let guesses = (0..30).map(|_| {
            let client = editor.elsewhere();
            let login = editor.login().to_owned();
            tokio::spawn(async move {
                client.post("/sign-in", &[("login", login.as_str()), ("password", "wrong")]).await.path
            })
        });
        let mut looked_at = 0;
        for guess in guesses.collect::<Vec<_>>() {
            let path = guess.await.expect("the guess is answered");
            looked_at += usize::from(path.contains("failed=wrong"));
        }
        assert_eq!(looked_at, 10);
    });
}
