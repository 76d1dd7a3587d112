//! How often the database is asked: a year is loaded once, however much of it is settled.

use std::sync::{Arc, Mutex};

use app::desk::{Desk, command::Command};
use domain::{act::Verb, item::Kind, person::Role};
use server::desk::OfficeDesk;
use store::Store;
use tests::{Office, both, newsroom::Newsroom};
use typeset::Typesetter;

use super::records::add_channel;

/// The most that settling one record on an open month may ask.
const MOST_TO_SETTLE: usize = 11;

/// An office of which every statement is written down.
async fn told(office: &Office) -> (OfficeDesk, Arc<Mutex<Vec<String>>>) {
    let statements: Arc<Mutex<Vec<String>>> = Arc::default();
    let mut store = Store::open(office.database()).await.expect("it opens");
    let into = statements.clone();
    store.tell_of_statements(move |sql| into.lock().expect("nobody panics").push(sql.to_owned()));
    let typesetter = Typesetter::new(None).expect("the built-in fonts can be used");
    (OfficeDesk::new(store, office.clock(), typesetter), statements)
}

/// What was asked between the event, of which lines are written, and the end of the act.
fn settling(statements: &[String]) -> &[String] {
    let begins = |sql: &String| sql.contains("UPDATE event_chain");
    let ends = |sql: &String| sql.contains("ledger_entries") && sql.contains("INSERT");
    let from = statements.iter().position(begins).expect("an event is written");
    let to = statements.iter().rposition(ends).expect("lines are written");
    &statements[from + 1..=to]
}

#[test]
fn one_record_on_an_open_month_is_settled_with_few_questions() {
    both(async |office| {
        office.set_now("2024-03-05T09:00");
        let newsroom = Newsroom::open(office).await;
        newsroom.published(1, &[newsroom.cleared(Kind::Article).await]).await;
        add_channel(&newsroom.editor, "每日动态").await;
        office.person("钱管理", &[Role::Administrator]).await;
        let unit = office.unit("高唐局", &[]).await;
        let (desk, statements) = told(office).await;
        for title in ["矿山复绿", "湿地保护"] {
            let form = serde_urlencoded::to_string([
                ("channel", "每日动态"),
                ("title", title),
                ("date", "2024-03-04"),
                ("units", "高唐局"),
            ]);
            let form = form.expect("a form");
            let command = Command::from_form(Verb::RecordUpperAdoption, &form).expect("it is read");
            statements.lock().expect("nobody panics").clear();
            desk.perform(newsroom.editor.actor(), command).await.expect("it is recorded");
            let asked = statements.lock().expect("nobody panics").clone();
            let settling = settling(&asked);
            assert!(
                settling.len() <= MOST_TO_SETTLE,
                "{} of {}:\n{}",
                settling.len(),
                asked.len(),
                settling.join("\n")
            );
        }
        let lines = format!("SELECT COUNT(*) FROM ledger_entries WHERE unit_id = {unit}");
        assert_eq!(office.number(&lines).await, 2);
    });
}
