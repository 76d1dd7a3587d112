//! The demonstration: it is made whole, its January is the bureau's, and its people can sign in.

use std::collections::BTreeSet;

use app::desk::credits::Bulletins;
use domain::{
    id::ItemId,
    issue::IssueState,
    item::Item,
    person::{Actor, Role},
    workflow::State,
};
use serde_json::Value;
use store::{issues, items, newsletters, people};
use tests::{Backend, Office, both_demonstrated, on};

const BULLETIN: &str = include_str!("../../data/bulletin-2024-01.json");

#[test]
fn the_demonstrations_january_gives_the_printed_bulletin_and_february_has_everything() {
    both_demonstrated(async |office| {
        office.set_now("2024-03-01T12:00");
        january_gives_the_printed_bulletin(office).await;
        there_are_items_in_every_state(office).await;
        there_are_issues_on_every_stretch_of_their_way(office).await;
        no_piece_stands_twice(office).await;
    });
}

async fn january_gives_the_printed_bulletin(office: &Office) {
    let editor = somebody(office, "bianji").await;
    let month = "2024-01".parse().expect("a month");
    let bulletin = office.desk().bulletin(&editor, month).await.expect("an editor may read it");
    let found = server::export::json::bulletin(&bulletin, false).expect("figures are JSON");
    let found: Value = serde_json::from_str(&found).expect("JSON");
    let expected: Value = serde_json::from_str(BULLETIN).expect("JSON");
    assert_eq!(found, expected);
}

async fn there_are_items_in_every_state(office: &Office) {
    let states: BTreeSet<State> = all_items(office).await.iter().map(|item| item.state).collect();
    let missing: Vec<_> = State::ALL.into_iter().filter(|state| !states.contains(state)).collect();
    assert!(missing.is_empty(), "nothing is {missing:?}");
}

async fn there_are_issues_on_every_stretch_of_their_way(office: &Office) {
    let reader = office.store().reader();
    let newsletter = newsletters::all(reader).await.expect("newsletters").remove(0);
    let mut states = Vec::new();
    for number in 1..=5 {
        let id = issues::find_by_number(reader, newsletter.id, 2024, number).await.expect("issues");
        let id = id.expect("five issues");
        let issue = issues::find(reader, id).await.expect("issues").expect("the issue");
        states.push((issue.state, issue.signatures.len()));
        let pdf = issues::current_pdf(reader, id).await.expect("versions");
        assert_eq!(pdf.is_some(), number < 5, "issue {number}");
    }
    let published = (IssueState::Published, 2);
    let expected =
        [published, published, published, (IssueState::SentForSignOff, 1), (IssueState::Arranging, 0)];
    assert_eq!(states, expected);
}

/// No two pieces have the same body: numbers and days differ even where a pattern returns.
async fn no_piece_stands_twice(office: &Office) {
    let items = all_items(office).await;
    let bodies: BTreeSet<&str> = items.iter().map(|item| item.text.body.as_str()).collect();
    assert_eq!(bodies.len(), items.len());
    assert!(items.len() > 300, "{} items", items.len());
}

async fn all_items(office: &Office) -> Vec<Item> {
    let ids: Vec<ItemId> = (1..=1000).map(ItemId).collect();
    items::load_many(office.store().reader(), &ids).await.expect("items can be read")
}

async fn somebody(office: &Office, login: &str) -> Actor {
    let reader = office.store().reader();
    let account = people::find_by_login(reader, login).await.expect("accounts").expect("the account");
    people::actor(reader, &account).await.expect("roles")
}

#[test]
fn everybody_in_the_demonstration_signs_in_at_once() {
    on(Backend::Sqlite, async |office| {
        let accounts = server::demo::fill_store(office.store()).await.expect("the demonstration is made");
        let roles = ["信息员", "单位审核人", "编辑", "保密审查员", "签发人", "读者", "管理员"];
        for role in roles {
            assert!(accounts.iter().any(|account| account.role.starts_with(role)), "nobody is {role}");
        }
        for account in accounts {
            let client = office.visitor();
            let form = [("login", account.login.as_str()), ("password", server::demo::PASSWORD)];
            let page = client.post("/sign-in", &form).await;
            assert_eq!((page.path.as_str(), page.status()), ("/", 200), "{account:?}");
            assert!(page.text().contains(&account.name), "{account:?}");
        }
        let administrator = somebody(office, "guanli").await;
        assert!(administrator.has(Role::Administrator));
    });
}

#[test]
fn a_folder_that_is_not_empty_is_refused_and_left_alone() {
    let place = tempfile::tempdir().expect("a folder");
    std::fs::write(place.path().join("letter.txt"), "mine").expect("written");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let refusal = runtime.block_on(server::demo::fill(place.path())).expect_err("it is not empty");
    assert!(refusal.to_string().contains("不是空的"), "{refusal}");
    assert_eq!(std::fs::read_dir(place.path()).expect("a folder").count(), 1);
}
