//! The ledger: whatever happens in whatever order, it says what the facts earn, and nothing else writes to it.

use std::{collections::HashMap, fs, path::Path};

use app::desk::{
    Command, Desk,
    asked::DetailsForm,
    records::{
        CommissionPrinted, RecordAdjustment, RecordCommission, RecordForwarding, RecordUpperAdoption,
        ReverseRecord,
    },
};
use domain::{
    calendar::Month,
    id::{RecordId, UnitId},
    person::{Actor, Role},
    points::Points,
    scoring::{score, standing, version_1},
};
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use store::{facts, ledger, roster};
use tests::{Office, both};

use super::records::{add_channel, january};

pub const UNITS: [&str; 3] = ["甲局", "乙局", "丙局"];
const MONTHS: [&str; 2] = ["2024-01", "2024-02"];

/// Any verb, of few units and months, so that they meet.
pub fn verb() -> impl Strategy<Value = Command> {
    let units =
        proptest::sample::subsequence(UNITS.to_vec(), 1..=UNITS.len()).prop_map(|units| units.join("、"));
    let day = 1..28_u8;
    (0..6_u8, units, day, 0..MONTHS.len(), any::<bool>(), 1..20_i64, -8..8_i64).prop_map(
        |(kind, units, day, month, starred, record, points)| {
            let date = format!("2024-01-{day:02}");
            let month = MONTHS[month].to_owned();
            let title = format!("第{day}篇");
            let (channel, office, record) = ("每日动态".to_owned(), "省厅".to_owned(), RecordId(record));
            match kind {
                0 => RecordUpperAdoption {
                    details: DetailsForm::default(),
                    channel,
                    title,
                    date,
                    month,
                    starred,
                    commissioned: !starred,
                    units,
                    item: None,
                }
                .into(),
                1 => RecordCommission {
                    office,
                    title,
                    date,
                    month,
                    units,
                    item: None,
                    details: DetailsForm::default(),
                }
                .into(),
                2 => {
                    let count = day.to_string();
                    RecordForwarding {
                        office,
                        title,
                        count,
                        date,
                        month,
                        units,
                        cleared_by: None,
                        item: None,
                        details: DetailsForm::default(),
                    }
                    .into()
                }
                3 => {
                    let points = format!("{}.5", points);
                    RecordAdjustment {
                        points,
                        reason: title,
                        date,
                        month,
                        units,
                        details: DetailsForm::default(),
                    }
                    .into()
                }
                4 => CommissionPrinted { record, channel, date, month, starred }.into(),
                _ => ReverseRecord { record, reason: "错".into(), month: String::new() }.into(),
            }
        },
    )
}

#[test]
fn after_any_verbs_the_ledger_holds_what_the_facts_earn() {
    both(async |office| {
        for unit in UNITS {
            office.unit(unit, &[]).await;
        }
        office.set_now("2024-03-01T09:00");
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        add_channel(&editor, "每日动态").await;
        let mut runner = TestRunner::deterministic();
        let verbs = proptest::collection::vec(verb(), 80).new_tree(&mut runner).expect("verbs").current();
        let mut done = 0;
        for verb in verbs {
            // Some are refused: a record that is not there, a fact recorded twice. They must leave no trace either.
            done += usize::from(office.desk().perform(editor.actor(), verb).await.is_ok());
            for month in MONTHS {
                assert_settled(office, month.parse().expect("a month")).await;
            }
        }
        assert!(done > 40, "only {done} verbs were done");
    });
}

/// The ledger's sums, and the lines that stand, are those that the month's facts earn now.
async fn assert_settled(office: &Office, month: Month) {
    let reader = office.store().reader();
    let ledger = ledger::between(reader, month..=month).await.expect("the ledger can be read");
    let facts = facts::between(reader, month..=month).await.expect("facts can be read");
    let roster = roster::roster(reader, month).await.expect("units can be read");
    let mut due = score(&facts, &version_1(), &roster);
    let mut stand: Vec<_> = standing(&ledger).into_iter().map(|line| line.entry.clone()).collect();
    let mut sums: HashMap<UnitId, Points> = HashMap::new();
    for line in &ledger {
        let sum = sums.entry(line.entry.unit).or_default();
        *sum = sum.checked_add(line.entry.points).expect("small points");
    }
    for unit in roster.scored() {
        let earned = due.iter().filter(|entry| entry.unit == unit.id).map(|entry| entry.points);
        let earned = Points::checked_sum(earned).expect("small points");
        assert_eq!(sums.get(&unit.id).copied().unwrap_or_default(), earned, "{month} {}", unit.name);
    }
    let key = |entry: &domain::scoring::CreditEntry| (entry.unit, entry.words.clone(), entry.facts.to_vec());
    due.sort_by_key(key);
    stand.sort_by_key(key);
    assert_eq!(stand, due, "{month}");
}

#[test]
fn people_who_record_at_once_earn_a_unit_its_base_once() {
    both(async |office| {
        let unit = office.unit("高唐局", &[]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let forwardings = (0..12).map(|number| {
            let (desk, actor) = (office.desk(), editor.actor().clone());
            tokio::spawn(async move { desk.perform(&actor, forwarding(number)).await })
        });
        for forwarding in forwardings.collect::<Vec<_>>() {
            forwarding.await.expect("nobody panics").expect("an editor may record");
        }
        let figures = january(office, editor.actor(), unit).await;
        assert_eq!((figures.reported_up, figures.base.to_string().as_str()), (12.into(), "5"));
        assert_settled(office, "2024-01".parse().expect("a month")).await;
    });
}

#[test]
fn people_who_record_the_same_at_once_record_it_once() {
    both(async |office| {
        office.unit("高唐局", &[]).await;
        let editor: Actor = office.person("赵编辑", &[Role::Editor]).await.actor().clone();
        let tries = (0..6).map(|_| {
            let (desk, actor) = (office.desk(), editor.clone());
            tokio::spawn(async move { desk.perform(&actor, forwarding(0)).await.is_ok() })
        });
        let mut done = 0;
        for one in tries.collect::<Vec<_>>() {
            done += usize::from(one.await.expect("nobody panics"));
        }
        assert_eq!(done, 1);
    });
}

fn forwarding(number: usize) -> Command {
    Command::from(RecordForwarding {
        details: DetailsForm::default(),
        office: "省厅".into(),
        title: format!("第{number}篇"),
        count: String::new(),
        date: "2024-01-09".into(),
        month: String::new(),
        units: "高唐局".into(),
        cleared_by: None,
        item: None,
    })
}

/// One function appends to the ledger, and one place calls it.
#[test]
fn nothing_but_the_settlement_writes_to_the_ledger() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut callers = Vec::new();
    visit(&root.join("server/src"), &mut |path, text| {
        if text.contains("ledger::append(") {
            callers.push(path.to_owned());
        }
    });
    let mut writers = Vec::new();
    visit(&root.join("store/src"), &mut |path, text| {
        if text.contains("\"ledger_entries\"") {
            writers.push(path.to_owned());
        }
    });
    writers.sort();
    assert_eq!(callers, ["desk/ledger.rs"]);
    assert_eq!(writers, ["database.rs", "ledger.rs", "ledger/search.rs"], "the first one counts them");
}

fn visit(folder: &Path, look: &mut impl FnMut(&str, &str)) {
    fn walk(root: &Path, folder: &Path, look: &mut impl FnMut(&str, &str)) {
        for entry in fs::read_dir(folder).expect("the folder is there") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                walk(root, &path, look);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name =
                    path.strip_prefix(root).expect("it is below the root").to_string_lossy().into_owned();
                look(&name, &fs::read_to_string(&path).expect("sources are text"));
            }
        }
    }
    walk(folder, folder, look);
}
