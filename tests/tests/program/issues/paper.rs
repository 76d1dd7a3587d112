//! Paper equals ledger: whatever is done in whatever order, what is printed is what is credited.

use std::collections::BTreeSet;

use app::desk::{
    Command, Desk,
    issues::{
        AddSection, ClearCorrection, KindCode, MovePlacement, MoveSection, PlaceItems, Publish,
        RemovePlacement, RemoveSection, Retract, SendBack, SendForSignOff, Sign, SignCorrection,
    },
    items::acts::{Clear, Combine, CorrectItem, DecideCredit, RestoreRevision, SaveItem, UndoCombine},
};
use domain::{
    attribution,
    id::{ItemId, UnitId},
    issue::IssueState,
    item::{ItemText, Kind},
    person::Actor,
    scoring::{FactKind, FactReference},
    workflow::State,
};
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use store::{corrections, facts, issues, items, units};
use tests::{Newsroom, Office, both};

/// Something that somebody may try, whether or not it can be done just then. Numbers choose among what there is.
#[derive(Clone, Debug)]
enum Deed {
    /// A new text, perhaps of another kind, saved by the editor.
    Save {
        item: usize,
        kind: Kind,
        unit: usize,
    },
    /// An earlier text, which may be of another kind and other units.
    Restore {
        item: usize,
        number: i32,
    },
    Combine {
        survivor: usize,
        item: usize,
    },
    UndoCombine {
        item: usize,
    },
    AddSection {
        kind: Kind,
    },
    /// Of the sections that there are.
    MoveSection {
        section: usize,
    },
    RemoveSection {
        section: usize,
    },
    Clear {
        item: usize,
    },
    Place {
        item: usize,
    },
    Remove {
        item: usize,
    },
    Up {
        item: usize,
    },
    DecideCredit {
        item: usize,
        unit: usize,
    },
    Send,
    SendBack,
    Sign {
        by: bool,
    },
    Publish,
    Retract {
        item: usize,
    },
    Correct {
        item: usize,
        unit: usize,
    },
    ClearCorrection,
    SignCorrection {
        by: bool,
    },
}

const ITEMS: usize = 5;
const UNITS: [&str; 2] = ["地质矿产管理科", "高唐局"];

fn deed() -> impl Strategy<Value = Deed> {
    let item = || 0..ITEMS;
    let unit = || 0..UNITS.len();
    let kind = || prop_oneof![Just(Kind::Article), Just(Kind::Brief)];
    prop_oneof![
        6 => (item(), kind(), unit()).prop_map(|(item, kind, unit)| Deed::Save { item, kind, unit }),
        3 => (item(), 1..4).prop_map(|(item, number)| Deed::Restore { item, number }),
        1 => (item(), item()).prop_map(|(survivor, item)| Deed::Combine { survivor, item }),
        1 => item().prop_map(|item| Deed::UndoCombine { item }),
        1 => kind().prop_map(|kind| Deed::AddSection { kind }),
        1 => (0_usize..4).prop_map(|section| Deed::MoveSection { section }),
        1 => (0_usize..4).prop_map(|section| Deed::RemoveSection { section }),
        8 => item().prop_map(|item| Deed::Clear { item }),
        8 => item().prop_map(|item| Deed::Place { item }),
        2 => item().prop_map(|item| Deed::Remove { item }),
        1 => item().prop_map(|item| Deed::Up { item }),
        2 => (item(), unit()).prop_map(|(item, unit)| Deed::DecideCredit { item, unit }),
        3 => Just(Deed::Send),
        1 => Just(Deed::SendBack),
        6 => any::<bool>().prop_map(|by| Deed::Sign { by }),
        3 => Just(Deed::Publish),
        1 => item().prop_map(|item| Deed::Retract { item }),
        2 => (item(), unit()).prop_map(|(item, unit)| Deed::Correct { item, unit }),
        4 => Just(Deed::ClearCorrection),
        6 => any::<bool>().prop_map(|by| Deed::SignCorrection { by }),
    ]
}

fn to_print() -> Vec<Deed> {
    let clear = (0..ITEMS).map(|item| Deed::Clear { item });
    let place = (0..ITEMS).map(|item| Deed::Place { item });
    let sign = [Deed::Send, Deed::Sign { by: true }, Deed::Sign { by: false }, Deed::Publish];
    clear.chain(place).chain(sign).collect()
}

fn to_correct(item: usize) -> Vec<Deed> {
    let signed = [Deed::SignCorrection { by: true }, Deed::SignCorrection { by: false }];
    [Deed::Correct { item, unit: 1 }, Deed::ClearCorrection].into_iter().chain(signed).collect()
}

#[test]
fn after_any_acts_in_any_order_what_is_printed_is_what_is_credited() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        office.unit(UNITS[1], &[]).await;
        let mut runner = TestRunner::deterministic();
        let mut seen = Seen::default();
        for number in 1..=3 {
            let mut ids = Vec::new();
            for index in 0..ITEMS {
                let kind = if index % 2 == 0 { Kind::Article } else { Kind::Brief };
                ids.push(room.shortlisted(kind, "（地质矿产管理科）", true).await);
            }
            room.issue(number).await;
            let mut some = |most: usize| {
                let deeds = proptest::collection::vec(deed(), most).new_tree(&mut runner);
                deeds.expect("deeds").current()
            };
            // Whatever was done before, between and after: the way to print, and that of two corrections.
            let mut deeds = some(30);
            deeds.extend(to_print());
            for item in [0, 3] {
                deeds.extend(some(8));
                deeds.extend(to_correct(item));
            }
            deeds.extend(some(15));
            for deed in deeds {
                if try_deed(office, &room, &ids, number, &deed).await {
                    seen.count(&deed);
                    paper_equals_ledger(office, &deed).await;
                }
            }
        }
        assert!(seen.kinds > 3 && seen.published > 1 && seen.corrected > 0, "too little was done: {seen:?}");
        assert!(seen.restored > 0 && seen.sections > 0, "too little was done: {seen:?}");
    });
}

/// How much came to pass: a test in which nothing happens shows nothing.
#[derive(Debug, Default)]
struct Seen {
    kinds: usize,
    published: usize,
    corrected: usize,
    restored: usize,
    combined: usize,
    sections: usize,
}

impl Seen {
    fn count(&mut self, deed: &Deed) {
        match deed {
            Deed::Save { .. } => self.kinds += 1,
            Deed::Publish => self.published += 1,
            Deed::SignCorrection { .. } => self.corrected += 1,
            Deed::Restore { .. } => self.restored += 1,
            Deed::Combine { .. } => self.combined += 1,
            Deed::AddSection { .. } | Deed::MoveSection { .. } | Deed::RemoveSection { .. } => {
                self.sections += 1;
            }
            _ => {}
        }
    }
}

/// Whether it could be done.
async fn try_deed(office: &Office, room: &Newsroom<'_>, ids: &[ItemId], number: i32, deed: &Deed) -> bool {
    let reader = office.store().reader();
    let issue = issues::find_by_number(reader, room.newsletter, 2024, number).await.expect("issues");
    let issue = issue.expect("the issue");
    let version = issues::find(reader, issue).await.expect("issues").expect("the issue").version;
    let open = corrections::of_issue(reader, issue).await.expect("corrections");
    let open = open.into_iter().find(|correction| correction.standing.is_under_way());
    let signer = |by: bool| if by { room.signer.actor() } else { room.director.actor() };
    let editor = room.editor.actor();
    let load = async |index: usize| items::load(reader, ids[index]).await.expect("items").expect("the item");
    let section_of = async |place: usize| {
        let arrangement = issues::arrangement(reader, issue).await.expect("arrangements can be read");
        arrangement.sections.get(place).map(|section| section.id)
    };
    let (actor, command): (&Actor, Command) = match *deed {
        Deed::Save { item, kind, unit } => {
            let found = load(item).await;
            let body = format!("{}再改。", found.text.body);
            let line = format!("（{}）", UNITS[unit]);
            let command = SaveItem {
                item: found.id,
                revision: found.revision,
                sheet: String::new(),
                text: ItemText {
                    kind,
                    title: "改过的标题".to_owned(),
                    body,
                    attribution_line: line,
                    ..ItemText::default()
                },
                send: false,
                original: None,
                attachment: Vec::new(),
                cover: None,
            };
            (editor, Command::from(command))
        }
        Deed::Restore { item, number } => {
            let found = load(item).await;
            let (item, version) = (found.id, found.version);
            (editor, Command::from(RestoreRevision { item, version, number }))
        }
        Deed::Combine { survivor, item } => {
            let command = Combine::into_text_of(ids[survivor], vec![ids[item]]);
            (editor, Command::from(command))
        }
        Deed::UndoCombine { item } => (editor, Command::from(UndoCombine { item: ids[item] })),
        Deed::AddSection { kind } => {
            let command = AddSection { issue, version, kind: KindCode(kind), title: None };
            (editor, Command::from(command))
        }
        Deed::MoveSection { section } => {
            let Some(section) = section_of(section).await else { return false };
            let direction = domain::issue::arrangement::Direction::Down;
            (editor, Command::from(MoveSection { issue, version, section, direction }))
        }
        Deed::RemoveSection { section } => {
            let Some(section) = section_of(section).await else { return false };
            (editor, Command::from(RemoveSection { issue, version, section }))
        }
        Deed::Clear { item } => {
            let found = load(item).await;
            let command = Clear { item: found.id, revision: found.revision, reason: None };
            (room.clearer.actor(), Command::from(command))
        }
        Deed::DecideCredit { item, unit } => {
            let found = load(item).await;
            let directory = units::directory(reader).await.expect("units");
            let unit = directory.find(UNITS[unit]).expect("the unit").id;
            let command = DecideCredit {
                item: found.id,
                version: found.version,
                unit: vec![unit],
                reason: Some("联合".to_owned()),
            };
            (editor, Command::from(command))
        }
        Deed::Place { item } => {
            let item = vec![ids[item]];
            let command = PlaceItems { issue, version, item, section: None, position: None };
            (editor, Command::from(command))
        }
        Deed::Remove { item } => {
            (editor, Command::from(RemovePlacement { issue, version, item: vec![ids[item]] }))
        }
        Deed::Up { item } => {
            let command = MovePlacement {
                issue,
                version,
                item: ids[item],
                direction: Some(domain::issue::arrangement::Direction::Up),
                section: None,
                position: None,
            };
            (editor, Command::from(command))
        }
        Deed::Send => (editor, Command::from(SendForSignOff { issue, version })),
        Deed::SendBack => {
            let reason = "再看".to_owned();
            (editor, Command::from(SendBack { issue, version, reason }))
        }
        Deed::Sign { by } => {
            let Some(frozen) = issues::in_sign_off(reader, issue).await.expect("versions") else {
                return false;
            };
            let command = Sign { issue, version, pdf_hash: frozen.pdf_hash };
            (signer(by), Command::from(command))
        }
        Deed::Publish => (editor, Command::from(Publish { issue, version, month: None })),
        Deed::Retract { item } => {
            let command = Retract { item: ids[item], reason: "有误".to_owned(), notice: None, month: None };
            (room.director.actor(), Command::from(command))
        }
        Deed::Correct { item, unit } => {
            let found = load(item).await;
            let command = CorrectItem {
                item: found.id,
                item_version: found.version,
                text: ItemText {
                    title: "更正的标题".to_owned(),
                    subtitle: None,
                    body: format!("{}更正。", found.text.body),
                    attribution_line: format!("（{}）", UNITS[unit]),
                    ..found.text
                },
                reason: "有误".to_owned(),
                notice: None,
            };
            (editor, Command::from(command))
        }
        Deed::ClearCorrection => {
            let Some(open) = open else { return false };
            let command = ClearCorrection { correction: open.id };
            (room.clearer.actor(), Command::from(command))
        }
        Deed::SignCorrection { by } => {
            let Some(pages) = open.as_ref().and_then(|open| open.version) else { return false };
            let pages = issues::find_version(reader, pages).await.expect("versions").expect("the pages");
            let correction = open.expect("it is open").id;
            let command = SignCorrection { correction, pdf_hash: pages.pdf_hash };
            (signer(by), Command::from(command))
        }
    };
    office.desk().perform(actor, command).await.is_ok()
}

/// Section and item are of one kind wherever an item is placed; and what stands on the pages in force is, item by item,
/// kind by kind and unit by unit, what the months are credited with.
async fn paper_equals_ledger(office: &Office, deed: &Deed) {
    let reader = office.store().reader();
    let month = "2024-01".parse().expect("a month");
    let credited = facts::between(reader, month..=month).await.expect("facts can be read");
    let credited: BTreeSet<(i64, Kind, Vec<UnitId>)> = credited
        .into_iter()
        .filter_map(|fact| match (fact.reference, fact.kind) {
            (FactReference::Adoption { item, .. }, FactKind::NewsletterAdoption { item_kind, units, .. }) => {
                Some((item.0, item_kind, units.into_vec()))
            }
            _ => None,
        })
        .collect();
    let directory = units::directory(reader).await.expect("units can be read");
    let mut printed = BTreeSet::new();
    for number in 1..=3 {
        let found = issues::find_by_number(reader, domain::id::NewsletterId(1), 2024, number).await;
        let Some(id) = found.expect("issues can be read") else { continue };
        let arrangement = issues::arrangement(reader, id).await.expect("arrangements can be read");
        for section in &arrangement.sections {
            for item in items::load_many(reader, &section.items).await.expect("items can be read") {
                assert_eq!(item.text.kind, section.kind, "after {deed:?}");
            }
        }
        let issue = issues::find(reader, id).await.expect("issues can be read").expect("the issue");
        if issue.state != IssueState::Published {
            continue;
        }
        let version = issues::in_force(reader, id).await.expect("versions can be read").expect("one");
        let mut whose = version.items.iter();
        for section in &version.content.content().sections {
            for content in &section.items {
                // A notice in the place of what was retracted is nobody's.
                let Some(piece) = whose.next() else { continue };
                let item = items::load(reader, piece.item).await.expect("items").expect("the item");
                assert_eq!(item.state, State::Adopted, "after {deed:?}");
                assert!(item.is_cleared() && item.revision == piece.revision, "after {deed:?}");
                assert_eq!(item.text.title.trim(), content.title, "after {deed:?}");
                let printed_units = attribution::parse(&content.attribution, &directory).units();
                let units = item.credit.map_or(printed_units, |credit| credit.units);
                printed.insert((item.id.0, section.kind, units));
            }
        }
    }
    assert_eq!(printed, credited, "after {deed:?}");
}

#[test]
fn a_placed_item_of_another_kind_moves_to_a_section_of_that_kind_or_is_refused() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let item = room.cleared(Kind::Article).await;
        let issue = room.arranged(1, &[item]).await;
        let save = async |kind: Kind| {
            let found = tests::items::load(office, item).await;
            let mut fields = tests::items::text_fields(&found, "改过的正文，也改了体裁。");
            fields[0].1 = kind.label().to_owned();
            fields[2].1.push_str(kind.label());
            let fields: Vec<(&str, &str)> =
                fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            tests::items::act(office, &room.editor, "save_item", item, &fields).await
        };
        let saved = save(Kind::Brief).await;
        assert!(saved.flash().contains("移到同一体裁的栏目"), "{}", saved.flash());
        let arrangement = issues::arrangement(office.store().reader(), issue).await.expect("an arrangement");
        assert_eq!(arrangement.section_of(item).map(|section| section.kind), Some(Kind::Brief));
        let article = arrangement.sections.iter().find(|section| section.kind == Kind::Article);
        let section = article.expect("an empty section").id;
        room.act(&room.editor, "remove_section", issue, &[("section", section.to_string())]).await;
        let refused = save(Kind::Article).await;
        assert!(refused.flash().contains("还没有“信息”栏目"), "{}", refused.flash());
        assert_eq!(tests::items::load(office, item).await.text.kind, Kind::Brief);
        // Whatever part of the program saves it: the store does not let the two differ.
        let mut found = tests::items::load(office, item).await;
        let (mut text, attribution) = (found.text.clone(), found.attribution.clone());
        text.kind = Kind::Article;
        let transaction = office.store().begin().await.expect("a transaction begins");
        let (connection, at) = (transaction.connection(), office.now().timestamp());
        let writer = room.editor.actor().id;
        let saved = items::save::save_text(connection, &mut found, text, attribution, writer, at).await;
        assert!(saved.is_err(), "it would be printed as one and credited as the other");
    });
}
