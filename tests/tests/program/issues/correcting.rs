//! 更正: a corrected text is cleared and signed like the one that it replaces, and only then in force.

use domain::{
    id::{CorrectionId, IssueId, ItemId},
    issue::correction::{Correction, Standing},
    item::Kind,
    person::Role,
};
use store::{corrections, issues, ledger};
use tests::{Answer, Client, Newsroom, Office, both, items::load};

const CORRECTED: &str = "清淤工程昨天完工。";

/// Proposes a text for a published item, as somebody.
async fn propose(office: &Office, who: &Client, item: ItemId, body: &str, attribution: &str) -> Answer {
    let found = load(office, item).await;
    let fields = [
        ("item", item.to_string()),
        ("item_version", found.version.to_string()),
        ("kind", found.text.kind.label().to_owned()),
        ("title", found.text.title.clone()),
        ("body", body.to_owned()),
        ("attribution_line", attribution.to_owned()),
        ("reason", "日期写错，领导来电".to_owned()),
        ("notice", "完工日期应为昨天。".to_owned()),
    ];
    who.post("/do/correct_item", &fields).await
}

async fn act(who: &Client, verb: &str, id: CorrectionId, more: &[(&str, &str)]) -> Answer {
    let id = id.to_string();
    let mut fields = vec![("correction", id.as_str())];
    fields.extend_from_slice(more);
    who.post(&format!("/do/{verb}"), &fields).await
}

async fn last(office: &Office, issue: IssueId) -> Correction {
    let all = corrections::of_issue(office.store().reader(), issue).await.expect("corrections");
    all.into_iter().next_back().expect("a correction")
}

/// The hash of the corrected pages that are being signed.
async fn pages(office: &Office, correction: &Correction) -> String {
    let id = correction.version.expect("there are pages");
    let version = issues::find_version(office.store().reader(), id).await.expect("versions");
    version.expect("the version").pdf_hash
}

async fn sign(office: &Office, who: &Client, issue: IssueId) -> Answer {
    let correction = last(office, issue).await;
    let hash = pages(office, &correction).await;
    act(who, "sign_correction", correction.id, &[("pdf_hash", &hash)]).await
}

async fn is_corrected(room: &Newsroom<'_>, issue: IssueId) -> bool {
    room.reader.get(&format!("/issues/{issue}")).await.text().contains(CORRECTED)
}

async fn sum(office: &Office) -> String {
    let month = "2024-01".parse().expect("a month");
    let entries = ledger::between(office.store().reader(), month..=month).await.expect("a ledger");
    domain::points::Points::checked_sum(entries.iter().map(|line| line.entry.points))
        .expect("a small sum")
        .to_string()
}

#[test]
fn a_correction_is_in_force_only_when_it_was_cleared_and_every_step_was_signed() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let (item, other) = (room.cleared(Kind::Article).await, room.cleared(Kind::Brief).await);
        let issue = room.published(1, &[item, other]).await;
        let form = room.editor.get(&format!("/items/{item}/correct")).await;
        assert_eq!(form.status(), 200);
        let answer = propose(office, &room.editor, item, CORRECTED, "（无名科）").await;
        assert_eq!(answer.flash(), "署名中的“无名科”不是已知的单位。您的文字已留存");
        let answer = propose(office, &room.editor, item, CORRECTED, "（地矿科/周鹏）").await;
        assert!(answer.flash().contains("等待保密审查"), "{}", answer.flash());
        assert!(!is_corrected(&room, issue).await, "proposed is not in force");
        let correction = last(office, issue).await;
        let early = act(&room.signer, "sign_correction", correction.id, &[("pdf_hash", "any")]).await;
        assert!(early.flash().contains("没有要签的版面"), "{}", early.flash());
        assert!(room.clearer.get("/clearance").await.text().contains("等您审查"));
        let answer = act(&room.clearer, "clear_correction", correction.id, &[]).await;
        assert!(answer.flash().contains("等待核稿签字"), "{}", answer.flash());
        assert!(!is_corrected(&room, issue).await, "cleared is not in force");
        let wrong = act(&room.signer, "sign_correction", correction.id, &[("pdf_hash", "another")]).await;
        assert!(wrong.flash().contains("不是现在要签的版面"), "{}", wrong.flash());
        let answer = sign(office, &room.signer, issue).await;
        assert_eq!(answer.flash(), "已签字（核稿），等待签发签字");
        assert!(!is_corrected(&room, issue).await, "one signature of two is not in force");
        let twice = sign(office, &room.signer, issue).await;
        assert_eq!(twice.flash(), "前面的步骤是您签的，这一步要由别人签");
        let hash = pages(office, &last(office, issue).await).await;
        assert_eq!(room.reader.get(&format!("/files/{hash}.pdf")).await.status(), 404);
        let answer = sign(office, &room.director, issue).await;
        assert!(answer.flash().contains("更正生效：第1期现为第2版"), "{}", answer.flash());
        assert!(is_corrected(&room, issue).await);
        let reader = room.reader.get(&format!("/issues/{issue}")).await.text();
        assert!(reader.contains("完工日期应为昨天。") && !reader.contains("领导来电"), "{reader}");
        assert_eq!(sum(office).await, "1.5");
        let version = issues::in_force(office.store().reader(), issue).await.expect("versions").expect("one");
        assert_eq!((version.number, version.content.content().correction), (Some(2), Some(2)));
        let corrected = load(office, item).await;
        assert!(corrected.is_cleared(), "what is printed is what was cleared");
        let printed = version.items.iter().find(|printed| printed.item == item).expect("it is printed");
        assert_eq!(printed.revision, corrected.revision);
        let first = issues::version_by_number(office.store().reader(), issue, 1).await.expect("versions");
        let first = first.expect("the first version is kept");
        assert!(first.content.content().items().all(|item| !item.body.contains(CORRECTED)));
        let stale = act(&room.signer, "sign_correction", correction.id, &[("pdf_hash", &hash)]).await;
        assert!(stale.flash().contains("没有要签的版面"), "{}", stale.flash());
        let sheet = room.editor.get(&format!("/corrections/{}", correction.id)).await.text();
        assert!(sheet.contains("已生效") && sheet.contains("钱审查保密审查通过"), "{sheet}");
    });
}

#[test]
fn nobody_clears_or_signs_a_correction_that_they_wrote() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let item = room.cleared(Kind::Article).await;
        let issue = room.published(1, &[item]).await;
        let everything = office.person("吴全能", &[Role::Editor, Role::Clearer, Role::Signer]).await;
        let refused = propose(office, &room.clearer, item, CORRECTED, "（地矿科/周鹏）").await;
        assert_eq!(refused.flash(), "只有编辑可以这样做。您的文字已留存");
        propose(office, &everything, item, CORRECTED, "（地矿科/周鹏）").await;
        let id = last(office, issue).await.id;
        let answer = act(&everything, "clear_correction", id, &[]).await;
        assert_eq!(answer.flash(), "自己写的稿件要由别人作保密审查");
        let page = everything.get(&format!("/corrections/{id}")).await.text();
        assert!(page.contains("现在不由您办：自己写的稿件要由别人作保密审查。可以由钱审查办"), "{page}");
        act(&room.clearer, "clear_correction", id, &[]).await;
        let answer = sign(office, &everything, issue).await;
        assert_eq!(answer.flash(), "自己写的文字要由别人签字");
        assert!(!everything.get("/").await.text().contains("更正等您签字"));
        sign(office, &room.signer, issue).await;
        assert_eq!(sign(office, &everything, issue).await.flash(), "自己写的文字要由别人签字");
        sign(office, &room.director, issue).await;
        assert!(is_corrected(&room, issue).await);
        // Whoever is named as its author wrote it too; and what they once corrected they wrote for good.
        let author = office.person("郑作者", &[Role::Clearer, Role::Signer]).await;
        propose(office, &room.editor, item, "再改一次。", "（地矿科/郑作者）").await;
        let id = last(office, issue).await.id;
        assert!(act(&author, "clear_correction", id, &[]).await.flash().contains("与您同名的作者"));
        assert!(act(&everything, "clear_correction", id, &[]).await.flash().contains("要由别人作保密审查"));
        act(&room.clearer, "clear_correction", id, &[]).await;
        assert!(sign(office, &author, issue).await.flash().contains("与您同名的作者"));
    });
}

#[test]
fn who_wrote_a_returned_correction_decides_on_none_of_its_successors() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let item = room.cleared(Kind::Article).await;
        let issue = room.published(1, &[item]).await;
        let everything = office.person("吴全能", &[Role::Editor, Role::Clearer, Role::Signer]).await;
        propose(office, &everything, item, CORRECTED, "（地矿科/周鹏）").await;
        let first = last(office, issue).await.id;
        act(&room.clearer, "refuse_correction", first, &[("reason", "再核一下日期")]).await;
        let again = propose(office, &room.editor, item, CORRECTED, "（地矿科/周鹏）").await;
        assert!(again.flash().contains("等待保密审查"), "{}", again.flash());
        let id = last(office, issue).await.id;
        assert_ne!(id, first);
        assert_eq!(
            act(&everything, "clear_correction", id, &[]).await.flash(),
            "自己写的稿件要由别人作保密审查"
        );
        act(&room.clearer, "clear_correction", id, &[]).await;
        assert_eq!(sign(office, &everything, issue).await.flash(), "自己写的文字要由别人签字");
    });
}

#[test]
fn a_signer_alone_publishes_no_new_text() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let item = room.cleared(Kind::Article).await;
        let issue = room.published(1, &[item]).await;
        propose(office, &room.signer, item, CORRECTED, "（地矿科/周鹏）").await;
        let id = last(office, issue).await.id;
        for verb in ["clear_correction", "sign_correction", "publish"] {
            act(&room.signer, verb, id, &[("pdf_hash", "any")]).await;
        }
        assert!(!is_corrected(&room, issue).await);
        let draft = room.signer.get(&format!("/items/{item}/correct")).await.text();
        assert!(draft.contains("这篇稿件的更正正在办理"), "{draft}");
    });
}

#[test]
fn a_correction_that_changes_nothing_is_refused() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let item = room.cleared(Kind::Article).await;
        room.published(1, &[item]).await;
        let body = load(office, item).await.text.body;
        let same = [
            body.clone(),
            format!("{body}\r\n"),
            format!("\r\n{body}\r\n\r\n"),
            format!("　　{body}"),
            format!("{body}  \n"),
        ];
        for body in &same {
            for attribution in ["（地矿科/周鹏）", " （地矿科/周鹏） ", "(地矿科/周鹏)"] {
                let answer = propose(office, &room.editor, item, body, attribution).await;
                assert!(answer.flash().contains("没有改动"), "{body:?} {attribution}: {}", answer.flash());
            }
        }
    });
}

#[test]
fn a_correction_proposed_again_from_the_same_page_is_the_same_one_with_newer_words() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let item = room.cleared(Kind::Article).await;
        let issue = room.published(1, &[item]).await;
        let page = room.editor.get(&format!("/items/{item}/correct")).await;
        let sheet = tests::sheets::name_of(&page).expect("the page has a name");
        let found = load(office, item).await;
        let propose = |body: &str, stamp: &str| {
            let fields = [
                ("sheet", sheet.clone()),
                ("stamp", stamp.to_owned()),
                ("item", item.to_string()),
                ("item_version", found.version.to_string()),
                ("kind", found.text.kind.label().to_owned()),
                ("title", found.text.title.clone()),
                ("body", body.to_owned()),
                ("attribution_line", "（地矿科/周鹏）".to_owned()),
                ("reason", "日期写错".to_owned()),
            ];
            let editor = room.editor.clone();
            async move { editor.post("/do/correct_item", &fields).await }
        };
        let first = propose("清淤工程前天完工。", "3").await;
        assert!(first.flash().starts_with("已提出对"), "{}", first.flash());
        let newer = propose(CORRECTED, "9").await;
        assert!(newer.flash().starts_with("已提出对"), "{}", newer.flash());
        let all = corrections::of_issue(office.store().reader(), issue).await.expect("corrections");
        let standings: Vec<_> = all.iter().map(|one| (one.standing, one.text.body.as_str())).collect();
        assert_eq!(
            standings,
            [(Standing::Withdrawn, "清淤工程前天完工。"), (Standing::ToBeCleared, CORRECTED)]
        );
        // Once somebody has decided on it, its words are no longer exchanged, and that is said.
        let cleared = act(&room.clearer, "clear_correction", all[1].id, &[]).await;
        assert!(cleared.flash().contains("通过"), "{}", cleared.flash());
        let late = propose("清淤工程大前天完工。", "12").await;
        assert!(!late.flash().starts_with("已提出对"), "{}", late.flash());
        assert_eq!(last(office, issue).await.text.body, CORRECTED);
    });
}

#[test]
fn a_correction_that_is_returned_goes_back_to_whoever_wrote_it_and_can_be_given_up() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let (item, other) = (room.cleared(Kind::Article).await, room.cleared(Kind::Article).await);
        let issue = room.published(1, &[item, other]).await;
        propose(office, &room.editor, item, CORRECTED, "（地矿科/周鹏）").await;
        let busy = propose(office, &room.editor, other, CORRECTED, "（地矿科/周鹏）").await;
        assert!(busy.flash().contains("已有一份更正在办"), "{}", busy.flash());
        let id = last(office, issue).await.id;
        let empty = act(&room.clearer, "refuse_correction", id, &[("reason", " ")]).await;
        assert!(empty.flash().contains("请写明"), "{}", empty.flash());
        act(&room.clearer, "refuse_correction", id, &[("reason", "坐标不能登")]).await;
        assert_eq!(last(office, issue).await.standing, Standing::Returned);
        assert!(room.editor.get("/").await.text().contains("的更正被退回，等您修改"));
        let draft = room.editor.get(&format!("/items/{item}/correct")).await;
        assert!(draft.text().contains("坐标不能登") && draft.html().contains(CORRECTED));
        propose(office, &room.editor, item, "改后再提。", "（地矿科/周鹏）").await;
        let id = last(office, issue).await.id;
        act(&room.clearer, "clear_correction", id, &[]).await;
        sign(office, &room.signer, issue).await;
        act(&room.director, "send_back_correction", id, &[("reason", "再想想")]).await;
        let answer = act(&room.editor, "withdraw_correction", id, &[]).await;
        assert!(answer.flash().contains("作罢"), "{}", answer.flash());
        let over = act(&room.clearer, "clear_correction", id, &[]).await;
        assert!(over.flash().starts_with("这份更正现在是“已作罢”，不能作保密审查（"), "{}", over.flash());
        assert!(!is_corrected(&room, issue).await);
        assert_eq!(room.reader.get(&format!("/corrections/{id}")).await.status(), 404);
    });
}

#[test]
fn a_retraction_in_between_has_the_correction_signed_anew_on_the_new_pages() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let (item, wrong) = (room.cleared(Kind::Article).await, room.cleared(Kind::Article).await);
        let issue = room.published(1, &[item, wrong]).await;
        propose(office, &room.editor, item, CORRECTED, "（地矿科/周鹏）").await;
        let id = last(office, issue).await.id;
        act(&room.clearer, "clear_correction", id, &[]).await;
        sign(office, &room.signer, issue).await;
        let before = pages(office, &last(office, issue).await).await;
        let fields = [("item", wrong.to_string()), ("reason", "内容有误".to_owned())];
        let answer = room.director.post("/do/retract", &fields).await;
        assert!(answer.flash().contains("现为第2版"), "{}", answer.flash());
        let stale = act(&room.director, "sign_correction", id, &[("pdf_hash", &before)]).await;
        assert!(stale.flash().contains("不是现在要签的版面"), "{}", stale.flash());
        assert_eq!(sign(office, &room.signer, issue).await.flash(), "已签字（核稿），等待签发签字");
        let answer = sign(office, &room.director, issue).await;
        assert!(answer.flash().contains("现为第3版"), "{}", answer.flash());
        let text = room.reader.get(&format!("/issues/{issue}")).await.text();
        assert!(text.contains(CORRECTED) && !text.contains("第2号河道"), "{text}");
        // The correction of a piece that is itself retracted is over.
        propose(office, &room.editor, item, "又改。", "（地矿科/周鹏）").await;
        let fields = [("item", item.to_string()), ("reason", "内容有误".to_owned())];
        room.director.post("/do/retract", &fields).await;
        assert_eq!(last(office, issue).await.standing, Standing::Withdrawn);
    });
}

#[test]
fn credited_units_are_decided_without_a_correction_of_the_text() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let other = office.unit("高唐局", &[]).await;
        let item = room.cleared(Kind::Article).await;
        let issue = room.published(1, &[item]).await;
        let version = load(office, item).await.version.to_string();
        let fields = [
            ("item", item.to_string()),
            ("version", version),
            ("unit", other.to_string()),
            ("reason", "联合活动".to_owned()),
        ];
        let answer = room.editor.post("/do/decide_credit", &fields).await;
        assert!(answer.flash().contains("高唐局"), "{}", answer.flash());
        let versions =
            issues::published_versions(office.store().reader(), issue).await.expect("versions can be read");
        assert_eq!(versions.len(), 1, "no text was touched");
    });
}
