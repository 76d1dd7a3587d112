//! Accounts that can be trusted: sessions that end where nobody is, passwords that are not guessed, and guessers who lock
//! nobody else out.

use std::time::{Duration, Instant};

use domain::{
    event::{EventKind, Happening},
    person::Role,
    subject::Subject,
};
use reqwest::{Method, header};
use store::events;
use tests::{Answer, Client, Office, both, both_with, office::PASSWORD, sheets::WritingSheet};

const NEW_PASSWORD: &str = "another horse entirely";

async fn is_signed_in(client: &Client) -> bool {
    client.get("/me").await.path == "/me"
}

/// Sets what the office sets, as its form stands but for these fields.
async fn set(administrator: &Client, version: &str, changed: &[(&str, &str)]) -> Answer {
    let mut fields = vec![("version", version), ("idle_minutes", "30"), ("session_hours", "12")];
    fields.retain(|(name, _)| changed.iter().all(|(other, _)| other != name));
    fields.extend_from_slice(changed);
    administrator.post("/do/save_settings", &fields).await
}

#[test]
fn a_session_ends_without_a_sign_of_life_and_typing_is_one() {
    both(async |office| {
        let unit = office.unit("地质矿产管理科", &["地矿科"]).await;
        let writer = office.person("周鹏", &[Role::Contributor(unit)]).await;
        let page = WritingSheet::new_item(&writer, unit).await;
        for (stamp, time) in [(1, "09:29"), (2, "09:58"), (3, "10:27")] {
            office.set_now(&format!("2024-01-15T{time}"));
            let kept = page.keep(&writer, "题", "一直在打字。", stamp).await;
            assert_eq!(kept.status(), 200, "{time}: {}", kept.html());
        }
        office.set_now("2024-01-15T10:57");
        let late = page.keep(&writer, "题", "走开半小时以后打的字。", 4).await;
        assert_eq!(late.status(), 401, "{}", late.html());
        assert!(!is_signed_in(&writer).await);
        writer.sign_in(PASSWORD).await;
        let back = writer.get(&format!("/items/new?unit={unit}&sheet={}", page.sheet)).await;
        assert!(back.html().contains("走开半小时以后打的字。"), "what was typed survives: {}", back.text());
    });
}

#[test]
fn how_long_sessions_last_is_set_on_a_page_holds_at_once_and_is_in_the_log() {
    both(async |office| {
        let administrator = office.person("马管理", &[Role::Administrator]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        assert_eq!(editor.get("/admin/settings").await.status(), 403);
        assert!(set(&editor, "1", &[("idle_minutes", "600")]).await.flash().contains("只有管理员"));
        assert!(administrator.get("/admin").await.html().contains("/admin/settings"));
        let odd = set(&administrator, "1", &[("idle_minutes", "1"), ("password_days", "3")]).await;
        assert!(
            odd.text().contains("请填5至720分钟") && odd.text().contains("请填30至3650天"),
            "{}",
            odd.text()
        );
        let done = set(&administrator, "1", &[("idle_minutes", "10"), ("session_hours", "1")]).await;
        assert!(
            done.flash().contains("由30分钟改为10分钟；登录最长多久，由12小时改为1小时"),
            "{}",
            done.flash()
        );
        let stale = set(&administrator, "1", &[("idle_minutes", "20")]).await;
        assert!(stale.flash().contains("您自己在别的页面上09:00改过设置（"), "{}", stale.flash());
        let log = administrator.get("/events?subject=settings").await.text();
        assert!(log.contains("马管理") && log.contains("由30分钟改为10分钟"), "{log}");
        office.set_now("2024-01-15T09:09");
        assert!(is_signed_in(&editor).await);
        office.set_now("2024-01-15T09:19");
        assert!(!is_signed_in(&editor).await);
        editor.sign_in(PASSWORD).await;
        for time in ["09:28", "09:37", "09:46", "09:55", "10:04", "10:13"] {
            office.set_now(&format!("2024-01-15T{time}"));
            assert!(is_signed_in(&editor).await, "{time}");
        }
        office.set_now("2024-01-15T10:19");
        assert!(!is_signed_in(&editor).await, "used or not, it ends");
    });
}

#[test]
fn signing_in_again_ends_the_browsers_earlier_session() {
    both(async |office| {
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let before = format!("jianbao_session={}", editor.cookie("jianbao_session").expect("a session"));
        editor.sign_in(PASSWORD).await;
        assert!(is_signed_in(&editor).await);
        let replayed = office.visitor().request(Method::GET, "/me").header(header::COOKIE, before);
        assert_eq!(editor.send(replayed).await.status(), 303);
    });
}

#[test]
fn one_sees_where_one_is_signed_in_and_ends_what_one_does_not_know() {
    both(async |office| {
        let here = office.person("赵编辑", &[Role::Editor]).await;
        let stranger = office.person("钱编辑", &[Role::Editor]).await;
        let elsewhere = [here.elsewhere(), here.elsewhere()];
        for other in &elsewhere {
            other.sign_in(PASSWORD).await;
        }
        assert!(here.get("/me").await.html().contains("/me/sessions"));
        let page = here.get("/me/sessions").await;
        assert_eq!(page.text().matches("从 127.0.0.1").count(), 3, "{}", page.text());
        assert_eq!(page.text().matches("就是这里").count(), 1);
        let handle = tests::sheets::field_of(&page, "end_session", "session").expect("one to be ended");
        let foreign = stranger.post("/do/end_session", &[("session", &handle)]).await;
        assert!(foreign.flash().contains("没有找到"), "{}", foreign.flash());
        let done = here.post("/do/end_session", &[("session", &handle)]).await;
        assert!(done.flash().contains("已结束"), "{}", done.flash());
        let left = [is_signed_in(&elsewhere[0]).await, is_signed_in(&elsewhere[1]).await];
        assert_eq!(left.iter().filter(|left| **left).count(), 1);
        let page = here.get("/me/sessions").await;
        let this = tests::sheets::field_of(&page, "end_other_sessions", "session").expect("this one");
        let done = here.post("/do/end_other_sessions", &[("session", &this)]).await;
        assert!(done.flash().contains("1处登录都已结束"), "{}", done.flash());
        assert!(is_signed_in(&here).await && is_signed_in(&stranger).await);
        for other in &elsewhere {
            assert!(!is_signed_in(other).await);
        }
    });
}

#[test]
fn no_password_is_set_that_anybody_would_try_first() {
    both(async |office| {
        let administrator = office.person("马管理", &[Role::Administrator]).await;
        office.unit("地质矿产管理科", &["地矿科"]).await;
        tests::newsroom::newsletter(office, "河湖信息", false).await;
        let weak = [
            ("short", "密码至少 10 个字符"),
            ("Password123!", "很多人用的词"),
            ("qwertyuiop12", "很多人用的词"),
            ("河湖信息河湖信息2024", "单位、刊物的名称"),
            ("地质矿产管理科2024", "单位、刊物的名称"),
            ("chenxinjun2024", "账号"),
            ("陈新军陈新军20241234", "姓名"),
            ("13912345678", "不能只有数字"),
        ];
        for (password, words) in weak {
            let form =
                [("name", "陈新军"), ("login", "chenxinjun"), ("password", password), ("role", "editor")];
            let refused = administrator.post("/do/add_person", &form).await;
            assert!(refused.flash().contains(words), "{password}: {}", refused.flash());
            assert!(!refused.html().contains(password), "a password is never shown");
        }
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let id = editor.actor().id.to_string();
        let reset = [("person", id.as_str()), ("version", "1"), ("password", "admin123456")];
        let refused = administrator.post("/do/reset_password", &reset).await;
        assert!(refused.flash().contains("太容易猜"), "{}", refused.flash());
        let own = [("current", PASSWORD), ("new", "woaini1314520"), ("again", "woaini1314520")];
        let refused = editor.post("/me/password", &own).await;
        assert!(refused.flash().contains("太容易猜"), "{}", refused.flash());
    });
}

#[test]
fn the_last_five_passwords_do_not_come_back() {
    both(async |office| {
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let change = async |from: &str, to: &str| {
            let form = [("current", from), ("new", to), ("again", to)];
            editor.post("/me/password", &form).await.flash().to_owned()
        };
        let mut passwords = vec![PASSWORD.to_owned()];
        for number in ["第一", "第二", "第三", "第四"] {
            let new = format!("{number}句只有自己才知道的话");
            let words = change(passwords.last().expect("one"), &new).await;
            assert!(words.contains("密码已改"), "{words}");
            passwords.push(new);
        }
        let present = passwords.last().expect("one").clone();
        for before in &passwords[..4] {
            let words = change(&present, before).await;
            assert!(words.contains("最近用过的5个密码不能再用"), "{before}: {words}");
        }
        let words = change(&present, NEW_PASSWORD).await;
        assert!(words.contains("密码已改"), "{words}");
        let words = change(NEW_PASSWORD, PASSWORD).await;
        assert!(words.contains("密码已改"), "after five others: {words}");
    });
}

#[test]
fn a_password_is_changed_before_anything_else_where_it_is_older_than_the_office_allows() {
    both(async |office| {
        let administrator = office.person("马管理", &[Role::Administrator]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        set(&administrator, "1", &[("password_days", "30")]).await;
        office.set_now("2024-02-14T08:59");
        editor.sign_in(PASSWORD).await;
        assert_eq!(editor.get("/inbox").await.path, "/inbox");
        office.set_now("2024-02-14T09:00");
        let page = editor.get("/inbox").await;
        assert_eq!(page.path, "/me/password");
        assert!(page.text().contains("用得太久了"), "{}", page.text());
        let form = [("current", PASSWORD), ("new", NEW_PASSWORD), ("again", NEW_PASSWORD)];
        editor.post("/me/password", &form).await;
        assert_eq!(editor.get("/inbox").await.path, "/inbox");
    });
}

#[test]
fn ones_own_password_is_not_guessed_from_a_browser_that_was_left_open() {
    both(async |office| {
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let attempt = async |path: &str, current: &str| {
            let form = [("current", current), ("new", NEW_PASSWORD), ("again", NEW_PASSWORD)];
            editor.post(path, &form).await.flash().to_owned()
        };
        for number in 0..10 {
            let path = if number % 2 == 0 { "/me/password" } else { "/do/change_password" };
            let words = attempt(path, &format!("guess {number}")).await;
            assert!(words.contains("现在的密码不对"), "{number}: {words}");
        }
        for path in ["/me/password", "/do/change_password"] {
            let words = attempt(path, PASSWORD).await;
            assert!(words.contains("试错太多次"), "{words}");
        }
        office.set_now("2024-01-15T09:11");
        let words = attempt("/me/password", PASSWORD).await;
        assert!(words.contains("密码已改"), "ten minutes later: {words}");
    });
}

/// Signs in through the proxy from an address; answers where it leads.
async fn attempt(office: &Office, address: &str, login: &str, password: &str) -> String {
    let client = office.visitor();
    let form = serde_urlencoded::to_string([("login", login), ("password", password)]);
    let request = client
        .request(Method::POST, "/sign-in")
        .header("x-forwarded-for", address)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(form.expect("a form"));
    client.send(request).await.location().expect("it always leads on")
}

fn behind_a_proxy(settings: &mut server::startup::Settings) {
    settings.trusted_proxy = Some([127, 0, 0, 1].into());
}

#[test]
fn a_guesser_locks_no_colleague_out_who_comes_from_the_same_address() {
    both_with(behind_a_proxy, async |office| {
        let colleague = office.person("钱编辑", &[Role::Editor]).await;
        for number in 0..110 {
            let login = format!("nobody-{number}");
            let outcome = attempt(office, "10.0.0.1", &login, "wrong").await;
            assert!(outcome.contains("failed=wrong"), "{number}: {outcome}");
        }
        let begun = Instant::now();
        let outcome = attempt(office, "10.0.0.1", colleague.login(), PASSWORD).await;
        assert_eq!(outcome, "/", "the right password counts");
        assert!(begun.elapsed() >= Duration::from_millis(900), "the address is slowed down");
        let begun = Instant::now();
        assert_eq!(attempt(office, "10.0.0.2", colleague.login(), PASSWORD).await, "/");
        assert!(begun.elapsed() < Duration::from_millis(900), "and no other: {:?}", begun.elapsed());
    });
}

#[test]
fn an_account_is_not_guessed_from_many_addresses_and_its_house_still_gets_in() {
    both_with(behind_a_proxy, async |office| {
        let chief = office.person("赵主任", &[Role::Signer]).await;
        let colleague = office.person("钱编辑", &[Role::Editor]).await;
        assert_eq!(attempt(office, "192.0.2.7", colleague.login(), PASSWORD).await, "/");
        for address in 1..=10 {
            for _ in 0..10 {
                let from = format!("198.51.100.{address}");
                let outcome = attempt(office, &from, chief.login(), "wrong").await;
                assert!(outcome.contains("failed=wrong"), "{outcome}");
            }
        }
        let recorded = async || {
            let kinds = [Happening::SignInFailed, Happening::SignInLocked].map(EventKind::from);
            let subject = Subject::Person(chief.actor().id);
            let since = jiff::Timestamp::UNIX_EPOCH;
            events::count_since(office.store().reader(), subject, &kinds, since).await.expect("a count")
        };
        tokio::time::sleep(Duration::from_millis(300)).await;
        let recorded = recorded().await;
        assert!((40..=51).contains(&recorded), "what strangers do fills no log: {recorded}");
        let stranger = attempt(office, "198.51.100.99", chief.login(), PASSWORD).await;
        assert!(stranger.contains("failed=too_often"), "{stranger}");
        assert_eq!(attempt(office, "192.0.2.7", chief.login(), PASSWORD).await, "/", "where a colleague is");
    });
}
