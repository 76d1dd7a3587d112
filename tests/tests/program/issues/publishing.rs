//! Sending for sign-off, signing, publishing.

use domain::{issue::IssueState, item::Kind, person::Role, workflow::State};
use store::{
    issues,
    items::{self, save::save_text},
    ledger,
};
use tests::{Newsroom, both};

#[test]
fn an_issue_is_arranged_signed_published_and_credited() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let (article, brief) = (room.cleared(Kind::Article).await, room.cleared(Kind::Brief).await);
        let issue = room.signed(3, &[article, brief]).await;
        assert_eq!(room.state(article).await, State::Placed);
        assert_eq!(room.reader.get(&format!("/issues/{issue}")).await.status(), 404);
        let sheet = room.editor.get(&format!("/issues/{issue}/sign")).await;
        assert!(sheet.text().contains("孙主任") && sheet.text().contains("李局长"), "{}", sheet.text());
        let answer = room.act(&room.editor, "publish", issue, &[]).await;
        assert_eq!(answer.flash(), "第3期已印发，2篇稿件已采用，计入1月考核");
        assert_eq!(answer.path, format!("/issues/{issue}"));
        assert_eq!((room.state(article).await, room.state(brief).await), (State::Adopted, State::Adopted));
        let month = "2024-01".parse().expect("a month");
        let entries = ledger::between(office.store().reader(), month..=month).await.expect("a ledger");
        let points: Vec<_> = entries.iter().map(|line| line.entry.points.to_string()).collect();
        assert_eq!(points, ["1", "0.5"]);
        assert!(entries.iter().all(|line| line.entry.unit == room.unit));
    });
}

#[test]
fn what_stands_in_the_way_of_sign_off_is_named_each_by_each() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let empty = room.issue(1).await;
        let answer = room.act(&room.editor, "send_for_sign_off", empty, &[]).await;
        assert_eq!(answer.flash(), "还没有编入稿件");
        let uncleared = room.shortlisted(Kind::Article, "（地矿科）", false).await;
        let unknown = room.shortlisted(Kind::Article, "（无名科）", true).await;
        let issue = room.arranged(2, &[uncleared, unknown]).await;
        let answer = room.act(&room.editor, "send_for_sign_off", issue, &[]).await;
        let words = "《第1号河道清淤工程完工》还没有保密审查；《第2号河道清淤工程完工》署名中的“无名科”不是已知的单位";
        assert_eq!(answer.flash(), words);
        let board = room.editor.get(&format!("/issues/{issue}/desk")).await;
        assert!(
            board.html().contains(&format!("<a href=\"/items/{uncleared}\">《第1号")),
            "{}",
            board.html()
        );
    });
}

#[test]
fn a_character_that_no_font_has_is_named_before_sign_off() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let item = room.cleared(Kind::Article).await;
        let issue = room.arranged(1, &[item]).await;
        let transaction = office.store().begin().await.expect("a transaction begins");
        let connection = transaction.connection();
        let mut loaded = items::load(connection, item).await.expect("items").expect("the item");
        let mut text = loaded.text.clone();
        text.body.push_str("这个字印不出：\u{10FFFD}。");
        let (attribution, at) = (loaded.attribution.clone(), office.now().timestamp());
        let writer = room.editor.actor().id;
        save_text(connection, &mut loaded, text, attribution, writer, at).await.expect("a new text");
        transaction.commit().await.expect("the text is kept");
        let answer = room.act(&room.editor, "send_for_sign_off", issue, &[]).await;
        assert!(answer.flash().contains("保密审查后又改过"), "{}", answer.flash());
        assert!(answer.flash().contains("U+10FFFD"), "{}", answer.flash());
    });
}

#[test]
fn nobody_signs_what_they_arranged_nor_another_pdf_nor_out_of_turn() {
    both(async |office| {
        use domain::person::Role;
        let room = Newsroom::open(office).await;
        let item = room.cleared(Kind::Article).await;
        let both_hats = office.person("吴两职", &[Role::Editor, Role::Signer]).await;
        let issue = room.arranged(1, &[item]).await;
        let answer = room.act(&both_hats, "send_for_sign_off", issue, &[]).await;
        assert!(answer.flash().contains("已送审"), "{}", answer.flash());
        let pdf_hash = room.pdf_in_sign_off(issue).await;
        let sign = |hash: &str| [("pdf_hash", hash.to_owned())];
        let answer = room.act(&both_hats, "sign", issue, &sign(&pdf_hash)).await;
        assert_eq!(answer.flash(), "自己编排的一期要由别人签");
        let answer = room.act(&room.editor, "sign", issue, &sign(&pdf_hash)).await;
        assert_eq!(answer.flash(), "只有签发人可以这样做");
        let answer = room.act(&room.signer, "sign", issue, &sign("another")).await;
        assert!(answer.flash().contains("您看到的版面不是现在送审的版面"), "{}", answer.flash());
        let answer = room.act(&room.editor, "publish", issue, &[]).await;
        assert!(answer.flash().starts_with("这一期现在是“送审”，不能印发（"), "{}", answer.flash());
        let answer = room.act(&room.signer, "sign", issue, &sign(&pdf_hash)).await;
        assert_eq!(answer.flash(), "已签字（核稿），等待签发签字");
    });
}

#[test]
fn an_issue_sent_back_is_arranged_anew_and_its_signatures_are_void() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let item = room.cleared(Kind::Article).await;
        let issue = room.signed(1, &[item]).await;
        let answer = room.act(&room.director, "send_back", issue, &[("reason", " ".to_owned())]).await;
        assert_eq!(answer.flash(), "请写明退回的原因");
        let answer = room.act(&room.director, "send_back", issue, &[("reason", "题目再改".to_owned())]).await;
        assert_eq!(answer.flash(), "第1期已退回编排，原有签字作废");
        let board = room.editor.get(&format!("/issues/{issue}/desk")).await;
        assert!(board.text().contains("题目再改"), "{}", board.text());
        room.act(&room.editor, "send_for_sign_off", issue, &[]).await;
        let found = issues::find(office.store().reader(), issue).await.expect("issues").expect("the issue");
        assert_eq!((found.state, found.signatures.len()), (IssueState::SentForSignOff, 0));
    });
}

#[test]
fn a_text_changed_behind_the_signers_backs_is_not_published() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let item = room.cleared(Kind::Article).await;
        let issue = room.signed(1, &[item]).await;
        let transaction = office.store().begin().await.expect("a transaction begins");
        let connection = transaction.connection();
        let mut loaded = items::load(connection, item).await.expect("items").expect("the item");
        let (mut text, attribution) = (loaded.text.clone(), loaded.attribution.clone());
        text.title.push('！');
        let (writer, at) = (room.editor.actor().id, office.now().timestamp());
        save_text(connection, &mut loaded, text, attribution, writer, at).await.expect("a new text");
        transaction.commit().await.expect("the text is kept");
        let answer = room.act(&room.editor, "publish", issue, &[]).await;
        assert!(answer.flash().contains("送审后改过"), "{}", answer.flash());
        assert_eq!(room.state(item).await, State::Placed);
    });
}

#[test]
fn who_signs_is_not_changed_under_those_who_are_signing() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let administrator = office.person("马管理", &[Role::Administrator]).await;
        let item = room.cleared(Kind::Article).await;
        let issue = room.sent(3, &[item]).await;
        let hash = room.pdf_in_sign_off(issue).await;
        room.act(&room.signer, "sign", issue, &[("pdf_hash", hash)]).await;
        let newsletters = store::newsletters::all(office.store().reader()).await.expect("newsletters");
        let newsletter = newsletters.first().expect("one").clone();
        let form = |steps: [&str; 2], version: i64| {
            vec![
                ("newsletter", newsletter.id.to_string()),
                ("version", version.to_string()),
                ("name", newsletter.name.clone()),
                ("publisher", newsletter.publisher.clone()),
                ("mark", newsletter.mark.clone().unwrap_or_default()),
                ("report", newsletter.foot.report.join("\n")),
                ("section_kind", "article".to_owned()),
                ("section_title", String::new()),
                ("section_kind", "brief".to_owned()),
                ("section_title", String::new()),
                ("step", steps[0].to_owned()),
                ("step", steps[1].to_owned()),
                ("separate_duties", "true".to_owned()),
            ]
        };
        let turned =
            administrator.post("/do/save_newsletter", &form(["签发", "复核"], newsletter.version)).await;
        assert!(turned.flash().contains("正在签发，签发步骤现在不能改"), "{}", turned.flash());
        let mut together = form(["核稿", "签发"], newsletter.version);
        together.pop();
        let together = administrator.post("/do/save_newsletter", &together).await;
        assert!(together.flash().contains("“自己编排的一期要由别人签”现在不能改"), "{}", together.flash());
        let settings =
            [("version", "1"), ("idle_minutes", "30"), ("session_hours", "12"), ("one_signer", "true")];
        let alone = administrator.post("/do/save_settings", &settings).await;
        assert!(alone.flash().contains("正在签发，现在不能改成一人签几步"), "{}", alone.flash());
        let same =
            administrator.post("/do/save_newsletter", &form(["核稿", "签发"], newsletter.version)).await;
        assert!(same.flash().contains("已保存"), "what is no step can be changed: {}", same.flash());
        let again = room.pdf_in_sign_off(issue).await;
        let signed = room.act(&room.director, "sign", issue, &[("pdf_hash", again)]).await;
        assert!(signed.flash().contains("可以印发"), "{}", signed.flash());
        room.act(&room.editor, "publish", issue, &[]).await;
        let turned =
            administrator.post("/do/save_newsletter", &form(["三审", "终审"], newsletter.version + 1)).await;
        assert!(turned.flash().contains("已保存"), "{}", turned.flash());
        // What was signed bears the name under which it was signed.
        let sheet = room.editor.get(&format!("/issues/{issue}/sign")).await.text();
        assert!(sheet.contains("核稿") && !sheet.contains("三审"), "{sheet}");
    });
}
