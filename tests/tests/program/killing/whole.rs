//! What must be true of an office whatever happened to its program.

use std::sync::Arc;

use app::desk::credits::Bulletins;
use domain::{
    calendar::Month,
    issue::IssueState,
    points::Points,
    scoring::{difference, score, version_1},
    workflow::State,
};
use server::desk::OfficeDesk;
use sha2::{Digest, Sha256};
use store::{Store, facts, issues, items, ledger, roster, year::known_months};
use typeset::Typesetter;

use super::deeds::Prepared;

/// Every line of the ledger: unit, month, points, words, and whether it takes another one back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credits(Vec<(i64, Month, Points, String, bool)>);

impl Credits {
    pub async fn read(store: &Store) -> Self {
        let mut lines = Vec::new();
        for month in known_months(store.reader()).await.expect("months can be read") {
            for line in ledger::between(store.reader(), month..=month).await.expect("the ledger can be read")
            {
                let entry = line.entry;
                lines.push((
                    entry.unit.0,
                    entry.month,
                    entry.points,
                    entry.words.to_string(),
                    line.reverses.is_some(),
                ));
            }
        }
        Self(lines)
    }
}

/// The database is sound; each issue is published wholly or not at all; the ledger holds what the facts earn, and
/// the tables show what the ledger holds.
pub async fn check_whole(prepared: &Prepared, store: &Store, url: &str, typesetter: &Typesetter) {
    if prepared.database.address.starts_with("sqlite") {
        store.check().await.expect("the file is whole");
    }
    for issue in prepared.issues {
        check_issue(prepared, store, url, issue).await;
    }
    for month in known_months(store.reader()).await.expect("months can be read") {
        check_month(prepared, store, typesetter, month).await;
    }
}

async fn check_issue(prepared: &Prepared, store: &Store, url: &str, id: domain::id::IssueId) {
    let issue = issues::find(store.reader(), id).await.expect("issues can be read").expect("the issue");
    let in_force = issues::in_force(store.reader(), id).await.expect("versions can be read");
    let printed = prepared.reader.at(url).get(&format!("/issues/{id}/pdf")).await;
    match in_force {
        Some(version) => {
            assert_eq!(issue.state, IssueState::Published);
            assert_eq!(printed.status(), 200, "readers get its PDF");
            let hash: String =
                Sha256::digest(&printed.body).iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(hash, version.pdf_hash, "and it is the one that was signed");
            let printed: Vec<_> = version.items.iter().map(|printed| printed.item).collect();
            let items = items::load_many(store.reader(), &printed).await.expect("items can be read");
            assert!(items.iter().all(|item| item.state == State::Adopted), "{items:?}");
        }
        None => {
            assert_eq!(issue.state, IssueState::Signed);
            assert_eq!(printed.status(), 404, "readers get no PDF of it");
            let version = issues::in_sign_off(store.reader(), id).await.expect("versions can be read");
            let version = version.expect("the signed version is still there");
            let placed: Vec<_> = version.items.iter().map(|printed| printed.item).collect();
            let items = items::load_many(store.reader(), &placed).await.expect("items can be read");
            assert!(items.iter().all(|item| item.state == State::Placed), "{items:?}");
        }
    }
}

async fn check_month(prepared: &Prepared, store: &Store, typesetter: &Typesetter, month: Month) {
    let held = ledger::between(store.reader(), month..=month).await.expect("the ledger can be read");
    let facts = facts::between(store.reader(), month..=month).await.expect("facts can be read");
    let roster = roster::roster(store.reader(), month).await.expect("units can be read");
    let due = score(&facts, &version_1(), &roster);
    let missing = difference(&held, &due, "").expect("small sums");
    assert!(missing.is_empty(), "computed afresh, the ledger lacks {missing:?}");
    let clock = Arc::new(jiff::Zoned::now);
    let desk = OfficeDesk::new(store.clone(), clock, typesetter.clone());
    let bulletin = desk.bulletin(prepared.editor.actor(), month).await.expect("editors may read it");
    for row in bulletin.rows() {
        let lines = held.iter().filter(|line| line.entry.unit == row.unit_id);
        let sum = Points::checked_sum(lines.map(|line| line.entry.points)).expect("a small sum");
        assert_eq!(row.figures.month, sum, "the table's figure of {}", row.figures.unit);
    }
}
