//! The demonstration: it is made whole, and its people can sign in.

use tests::{Backend, both, on};

#[test]
fn everybody_in_the_demonstration_signs_in_at_once() {
    on(Backend::Sqlite, async |office| {
        let accounts = server::demo::fill_store(office.store()).await.expect("the demonstration is made");
        assert!(accounts.len() >= 8);
        for account in accounts {
            let client = office.visitor();
            let form = [("login", account.login.as_str()), ("password", server::demo::PASSWORD)];
            let page = client.post("/sign-in", &form).await;
            assert_eq!(page.path, "/", "{account:?}");
            assert!(page.text().contains(&account.name), "{account:?}");
        }
    });
}

#[test]
fn the_demonstration_is_made_on_both_databases() {
    both(async |office| {
        server::demo::fill_store(office.store()).await.expect("the demonstration is made");
    });
}

#[test]
fn a_folder_that_is_not_empty_is_refused_and_an_empty_one_filled() {
    let place = tempfile::tempdir().expect("a folder");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let data = place.path().join("data");
    runtime.block_on(server::demo::fill(&data)).expect("the demonstration is made");
    assert!(data.join("jianbao.sqlite").is_file());
    let refusal = runtime.block_on(server::demo::fill(&data)).expect_err("it is not empty any more");
    assert!(refusal.to_string().contains("不是空的"), "{refusal}");
}
