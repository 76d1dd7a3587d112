//! Every verb of the items area is refused for the wrong person, over HTTP, and changes nothing.

use domain::{act::Verb, id::ItemId, person::Role, workflow::State};
use tests::{
    Client, Office, both,
    items::{act, draft, load},
};

/// The people of a small bureau.
struct Bureau {
    author: Client,
    stranger: Client,
    editor: Client,
    reader: Client,
    clearer: Client,
    signer: Client,
    administrator: Client,
}

/// For each verb: the state it would need, and why each wrong person is refused.
const VERBS: &[(&str, State, &[Wrong])] = &[
    ("submit", State::Draft, &[Wrong::Stranger, Wrong::Reader, Wrong::Signer, Wrong::Administrator]),
    ("withdraw", State::Submitted, &[Wrong::Stranger, Wrong::Editor, Wrong::Reader]),
    ("approve", State::UnitReview, &[Wrong::Author, Wrong::Stranger, Wrong::Editor, Wrong::Reader]),
    ("receive", State::Submitted, &OUTSIDE_THE_EDITORS),
    ("undo_receive", State::Editing, &OUTSIDE_THE_EDITORS),
    ("return_item", State::Editing, &OUTSIDE_THE_EDITORS),
    ("return_items", State::Editing, &OUTSIDE_THE_EDITORS),
    ("undo_return", State::Returned, &OUTSIDE_THE_EDITORS),
    ("shortlist", State::Editing, &OUTSIDE_THE_EDITORS),
    ("undo_shortlist", State::Shortlisted, &OUTSIDE_THE_EDITORS),
    ("reject", State::Editing, &OUTSIDE_THE_EDITORS),
    ("restore", State::Rejected, &OUTSIDE_THE_EDITORS),
    ("combine", State::Editing, &OUTSIDE_THE_EDITORS),
    ("undo_combine", State::Combined, &OUTSIDE_THE_EDITORS),
    (
        "name_revision",
        State::Editing,
        &[Wrong::Stranger, Wrong::Reader, Wrong::Clearer, Wrong::Signer, Wrong::Administrator],
    ),
    ("decide_credit", State::Editing, &OUTSIDE_THE_EDITORS),
    ("undecide_credit", State::Editing, &OUTSIDE_THE_EDITORS),
    ("tell_details", State::Editing, &OUTSIDE_THE_EDITORS),
    ("take_charge", State::Editing, &OUTSIDE_THE_EDITORS),
    ("hand_on", State::Editing, &OUTSIDE_THE_EDITORS),
    ("put_down", State::Editing, &OUTSIDE_THE_EDITORS),
    ("undo_handling", State::Editing, &OUTSIDE_THE_EDITORS),
    ("save_item", State::Editing, &OUTSIDE_THE_EDITORS),
    ("mend_findings", State::Editing, &OUTSIDE_THE_EDITORS),
    ("leave_finding", State::Editing, &OUTSIDE_THE_EDITORS),
    ("take_up_finding", State::Editing, &OUTSIDE_THE_EDITORS),
    ("attach_files", State::Editing, &OUTSIDE_THE_EDITORS),
    ("remove_file", State::Editing, &OUTSIDE_THE_EDITORS),
    ("resolve_unit", State::Editing, &[Wrong::Author, Wrong::Stranger, Wrong::Reader, Wrong::Signer]),
    ("clear", State::Editing, &OUTSIDE_THE_CLEARERS),
    ("refuse_clearance", State::Editing, &OUTSIDE_THE_CLEARERS),
];

/// Verbs that change no item, or have no item yet; they have tests of their own.
const OTHERS: [&str; 8] = [
    "draft_item",
    "draft_from_files",
    "delete_draft",
    "restore_revision",
    "destroy_item",
    "resolve_name",
    "state_namesake",
    "unstate_namesake",
];

#[derive(Clone, Copy, Debug)]
enum Wrong {
    Author,
    Stranger,
    Editor,
    Reader,
    Clearer,
    Signer,
    Administrator,
}

const OUTSIDE_THE_EDITORS: [Wrong; 6] =
    [Wrong::Author, Wrong::Stranger, Wrong::Reader, Wrong::Clearer, Wrong::Signer, Wrong::Administrator];
const OUTSIDE_THE_CLEARERS: [Wrong; 6] =
    [Wrong::Author, Wrong::Stranger, Wrong::Editor, Wrong::Reader, Wrong::Signer, Wrong::Administrator];

#[test]
fn no_verb_is_missing_from_the_table() {
    let mut named: Vec<&str> = VERBS.iter().map(|line| line.0).chain(OTHERS).collect();
    let mut all: Vec<&str> = Verb::of_area("items").iter().map(|verb| verb.code()).collect();
    named.sort_unstable();
    all.sort_unstable();
    assert_eq!(named, all);
}

#[test]
fn every_verb_is_refused_for_the_wrong_person_and_changes_nothing() {
    both(async |office| {
        let (bureau, unit) = bureau(office).await;
        for (verb, state, wrong) in VERBS {
            let item = draft(&bureau.author, unit, verb, "（综合科 某某科）").await;
            let other = draft(&bureau.author, unit, "另一篇", "（综合科）").await;
            bring(office, item, *state).await;
            bring(office, other, State::Editing).await;
            let before = load(office, item).await;
            for wrong in *wrong {
                let unit = unit.to_string();
                let (survivor, source) = (other.to_string(), item.to_string());
                let more = [
                    ("kind", "信息"),
                    ("body", "别的"),
                    ("reason", "原因"),
                    ("unit", unit.as_str()),
                    ("name", "某某科"),
                    ("keep_alias", "1"),
                    ("key", "wording:甲[乙]丙"),
                    ("file", "1"),
                    ("number", "1"),
                    ("survivor", if *verb == "combine" { &survivor } else { &source }),
                ];
                let answer = act(office, bureau.person(*wrong), verb, item, &more).await;
                let refusal = answer.flash();
                let is_refused = refusal.starts_with("只有") || refusal.starts_with("没有找到这");
                let is_refused = is_refused || refusal.starts_with("自己写的");
                assert!(is_refused, "{verb} by {wrong:?}: “{refusal}”");
                assert_eq!(load(office, item).await, before, "{verb} by {wrong:?}");
            }
        }
    });
}

#[test]
fn nobody_drafts_for_another_unit_and_what_was_typed_is_kept() {
    both(async |office| {
        let (bureau, unit) = bureau(office).await;
        let fields = [("unit", unit.to_string()), ("kind", "信息".into()), ("body", "我的字".into())];
        let answer = bureau.stranger.post("/do/draft_item", &fields).await;
        assert!(answer.flash().starts_with("只有本单位的信息员可以这样做"), "{}", answer.flash());
        assert!(answer.html().contains("我的字</textarea>"), "{}", answer.html());
        assert!(bureau.stranger.get("/items").await.text().contains("新稿《我的字》"));
    });
}

#[test]
fn pages_show_only_what_one_may_read() {
    both(async |office| {
        let (bureau, unit) = bureau(office).await;
        let item = draft(&bureau.author, unit, "秘而不宣", "（综合科）").await;
        let pages =
            [format!("/items/{item}"), format!("/items/{item}/edit"), format!("/items/{item}/revisions/1")];
        for wrong in [Wrong::Stranger, Wrong::Editor, Wrong::Reader, Wrong::Administrator] {
            for page in &pages {
                let answer = bureau.person(wrong).get(page).await;
                assert_eq!(answer.status(), 404, "{page} for {wrong:?}");
                assert!(!answer.text().contains("秘而不宣"));
            }
            let found = bureau.person(wrong).get("/search?q=秘而不宣").await;
            assert!(found.text().contains("没有找到"), "{wrong:?}: {}", found.text());
        }
        for (page, wrong) in
            [("/inbox", Wrong::Author), ("/review", Wrong::Editor), ("/clearance", Wrong::Reader)]
        {
            assert_eq!(bureau.person(wrong).get(page).await.status(), 403, "{page} for {wrong:?}");
        }
        assert!(bureau.author.get("/search?q=秘而").await.html().contains("<mark>秘而</mark>不宣</a>"));
    });
}

impl Bureau {
    fn person(&self, who: Wrong) -> &Client {
        match who {
            Wrong::Author => &self.author,
            Wrong::Stranger => &self.stranger,
            Wrong::Editor => &self.editor,
            Wrong::Reader => &self.reader,
            Wrong::Clearer => &self.clearer,
            Wrong::Signer => &self.signer,
            Wrong::Administrator => &self.administrator,
        }
    }
}

async fn bureau(office: &Office) -> (Bureau, domain::id::UnitId) {
    let unit = office.unit("综合科", &[]).await;
    let other = office.unit("人事科", &[]).await;
    let bureau = Bureau {
        author: office.person("周鹏", &[Role::Contributor(unit), Role::UnitReviewer(unit)]).await,
        stranger: office.person("陈瑶", &[Role::Contributor(other), Role::UnitReviewer(other)]).await,
        editor: office.person("王编", &[Role::Editor]).await,
        reader: office.person("张读", &[Role::Reader]).await,
        clearer: office.person("李审", &[Role::Clearer]).await,
        signer: office.person("赵签", &[Role::Signer]).await,
        administrator: office.person("钱管", &[Role::Administrator]).await,
    };
    (bureau, unit)
}

/// Puts an item into a state, behind the pages.
async fn bring(office: &Office, id: ItemId, state: State) {
    if state == State::Draft {
        return;
    }
    let mut item = load(office, id).await;
    let transaction = office.store().begin().await.expect("a transaction begins");
    let now = office.now();
    let reached = (state != State::UnitReview).then(|| now.date());
    let sender = item.drafted_by;
    store::items::save::save_sent(
        transaction.connection(),
        &mut item,
        state,
        sender,
        reached,
        now.timestamp(),
    )
    .await
    .expect("the item is as it was read");
    transaction.commit().await.expect("the item is kept");
}
