//! What stands around every page: headers, origins, limits, health, the schema's version.

use domain::person::Role;
use reqwest::{Method, header};
use sea_orm::{ConnectionTrait, Database};
use server::startup::{Application, Settings, StartupError};
use store::StoreError;
use tests::{both, both_with};

#[test]
fn every_page_forbids_scripts_and_styles_of_its_own_and_holds_none() {
    both(async |office| {
        let roles = [Role::Administrator, Role::Editor, Role::Clearer, Role::Signer, Role::Reader];
        let person = office.person("马主任", &roles).await;
        let pages = [
            "/sign-in",
            "/",
            "/me",
            "/me/password",
            "/events",
            "/admin",
            "/admin/people",
            "/admin/people/new",
            "/admin/units",
            "/admin/units/new",
            "/admin/newsletters",
            "/admin/newsletters/new",
            "/nowhere",
        ];
        for path in pages {
            let page = person.get(path).await;
            let policy = page.header("content-security-policy").unwrap_or_default();
            assert!(policy.contains("script-src 'self' 'wasm-unsafe-eval';"), "{path}: {policy}");
            assert!(policy.contains("style-src 'self';"), "{path}: {policy}");
            assert!(!policy.contains("unsafe-inline"), "{path}: {policy}");
            assert_eq!(page.header("x-content-type-options"), Some("nosniff"), "{path}");
            assert_eq!(page.header("cache-control"), Some("no-store"), "{path}");
            let html = page.html();
            for forbidden in [" style=", "<style", " onclick=", "javascript:"] {
                assert!(!html.contains(forbidden), "{path} holds {forbidden}");
            }
        }
    });
}

#[test]
fn a_form_posted_from_another_site_changes_nothing() {
    both(async |office| {
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        for (name, value) in [
            (header::ORIGIN, "http://evil.example".to_owned()),
            (header::ORIGIN, "null".to_owned()),
            (header::REFERER, "http://evil.example/page".to_owned()),
            // A name that was made to lead to this machine.
            (header::HOST, "evil.example:3000".to_owned()),
        ] {
            let mut request = editor.request(Method::POST, "/sign-out").header(name.clone(), value.clone());
            if name == header::HOST {
                request = request.header(header::ORIGIN, format!("http://{value}"));
            }
            let answer = editor.send(request).await;
            assert_eq!(answer.status(), 403, "{name}: {value}");
            assert!(answer.html().contains("没有执行"), "{}", answer.html());
        }
        assert_eq!(editor.get("/me").await.path, "/me", "still signed in");
    });
}

#[test]
fn behind_a_proxy_with_https_cookies_are_secure_and_only_the_public_address_is_home() {
    let behind_a_proxy = |settings: &mut Settings| {
        settings.public_url = Some("https://jianbao.example".to_owned());
        settings.trusted_proxy = Some([127, 0, 0, 1].into());
    };
    both_with(behind_a_proxy, async |office| {
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let sign_in = |origin: String| {
            let form = format!("login={}&password=correct+horse+battery", editor.login());
            let client = office.visitor();
            let request = client
                .request(Method::POST, "/sign-in")
                .header(header::ORIGIN, origin)
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(form);
            async move { client.send(request).await }
        };
        let answer = sign_in("https://jianbao.example".to_owned()).await;
        let cookie = answer.header("set-cookie").unwrap_or_default();
        for part in ["; Secure", "; HttpOnly", "; SameSite=Lax", "; Max-Age=43200"] {
            assert!(cookie.contains(part), "{cookie}");
        }
        assert_eq!(answer.header("strict-transport-security"), Some("max-age=31536000"));
        assert_eq!(sign_in(office.url().to_owned()).await.status(), 403);
    });
}

#[test]
fn what_is_too_large_is_refused_in_words() {
    both(async |office| {
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let text = "字".repeat(1024 * 1024);
        let answer = editor.post("/do/receive", &[("item", text)]).await;
        assert_eq!(answer.status(), 413);
        assert!(answer.html().contains("一次最多 2 MB"), "{}", answer.html());
    });
}

#[test]
fn what_cannot_be_read_is_refused_in_words() {
    both(async |office| {
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        for (path, status) in
            [("/events?from=gestern", 400), ("/admin/people/x", 400), ("/sign-in?failed=x", 400)]
        {
            let visitor = if path.starts_with("/sign-in") { office.visitor() } else { editor.clone() };
            let page = visitor.get(path).await;
            assert_eq!(page.status(), status, "{path}");
            assert!(page.text().contains("读不懂"), "{path}: {}", page.text());
        }
        let page = editor.get("/do/receive").await;
        assert_eq!(page.status(), 405);
        assert!(page.text().contains("用来提交表单"), "{}", page.text());
    });
}

#[test]
fn pages_are_compressed_for_those_who_ask() {
    both(async |office| {
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let encoding = async |path: &str, asked: &str| {
            let request = editor.request(Method::GET, path).header(header::ACCEPT_ENCODING, asked);
            editor.send(request).await.header("content-encoding").map(str::to_owned)
        };
        assert_eq!(encoding("/me", "gzip").await.as_deref(), Some("gzip"));
        assert_eq!(encoding("/me", "identity").await, None);
    });
}

#[test]
fn health_is_told_to_anybody() {
    both(async |office| {
        let visitor = office.visitor();
        assert_eq!(visitor.get("/healthz").await.html(), "ok");
        assert_eq!(visitor.get("/readyz").await.status(), 200);
        let transaction = office.store().begin().await.expect("a transaction begins");
        let forget = "DELETE FROM seaql_migrations";
        transaction.connection().execute_unprepared(forget).await.expect("the history is forgotten");
        transaction.commit().await.expect("it is kept");
        assert_eq!(visitor.get("/readyz").await.status(), 503, "the schema is not known to be current");
        assert_eq!(visitor.get("/healthz").await.status(), 200);
    });
}

#[test]
fn a_database_newer_than_the_program_is_refused() {
    both(async |office| {
        let database = Database::connect(office.database()).await.expect("the database opens");
        let newer = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999_future', 0)";
        database.execute_unprepared(newer).await.expect("the row is new");
        database.close().await.expect("the connection closes");
        let refusal = Application::build(office.settings()).await.expect_err("the database is newer");
        assert!(matches!(&refusal, StartupError::Store(StoreError::TooNew(name)) if name == "m9999_future"));
        assert!(refusal.to_string().contains("更新的程序"), "{refusal}");
    });
}
