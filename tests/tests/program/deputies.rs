//! 代办: somebody acts for whoever is away, in the roles and the days that were named, and every act says so.

use domain::{id::PersonId, item::Kind, person::Role, workflow::State};
use tests::{Answer, Client, both, items::act, newsroom::Newsroom};

/// Lets somebody act for a person in a role.
async fn set(who: &Client, (person, deputy): (PersonId, PersonId), role: &str, days: (&str, &str)) -> Answer {
    let fields = [
        ("person", person.to_string()),
        ("deputy", deputy.to_string()),
        ("since", days.0.to_owned()),
        ("until", days.1.to_owned()),
        ("role", role.to_owned()),
    ];
    who.post("/do/set_deputy", &fields).await
}

const DAYS: (&str, &str) = ("2024-01-15", "2024-01-20");

#[test]
fn a_deputy_signs_the_step_of_whoever_is_away_and_the_signature_says_so() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let deputy = office.person("王副局长", &[Role::Reader]).await;
        let piece = room.cleared(Kind::Article).await;
        let issue = room.sent(1, &[piece]).await;
        let hash = room.pdf_in_sign_off(issue).await;
        let pdf = [("pdf_hash", hash)];
        room.act(&room.signer, "sign", issue, &pdf).await;
        let refused = room.act(&deputy, "sign", issue, &pdf).await;
        assert!(!refused.flash().contains("已签字"), "{}", refused.flash());
        let pair = (room.director.actor().id, deputy.actor().id);
        let answer = set(&room.director, pair, "signer", DAYS).await;
        assert_eq!(answer.flash(), "已请王副局长代李局长履行签发人职责，2024年1月15日至2024年1月20日");
        assert!(deputy.get("/").await.text().contains("您代李局长履行签发人职责，到2024年1月20日"));
        assert!(deputy.get("/").await.text().contains("等您签字"));
        let signed = room.act(&deputy, "sign", issue, &pdf).await;
        assert!(
            signed.flash().contains("已签字（签发）") && signed.flash().contains("（代李局长）"),
            "{}",
            signed.flash()
        );
        let page = room.editor.get(&format!("/issues/{issue}/sign")).await;
        assert!(page.text().contains("签发（代李局长）"), "{}", page.text());
        let told = office
            .number("SELECT COUNT(*) FROM events WHERE verb = 'sign' AND words LIKE '%（代李局长）'")
            .await;
        assert_eq!(told, 1);
    });
}

#[test]
fn a_deputy_is_no_second_person_beside_the_one_who_is_away() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let pair = |person: &Client, deputy: &Client| (person.actor().id, deputy.actor().id);
        // Who signed a step signs no other for somebody else.
        let issue = room.sent(1, &[room.cleared(Kind::Article).await]).await;
        let pdf = [("pdf_hash", room.pdf_in_sign_off(issue).await)];
        set(&room.director, pair(&room.director, &room.signer), "signer", DAYS).await;
        room.act(&room.signer, "sign", issue, &pdf).await;
        let refused = room.act(&room.signer, "sign", issue, &pdf).await;
        assert!(!refused.flash().contains("已签字"), "{}", refused.flash());
        assert!(!room.signer.get("/").await.text().contains("等您签字"));
        // What was signed for somebody, that person has signed.
        let substitute = office.person("王副局长", &[Role::Reader]).await;
        let other = room.sent(2, &[room.cleared(Kind::Article).await]).await;
        let pdf = [("pdf_hash", room.pdf_in_sign_off(other).await)];
        set(&room.director, pair(&room.director, &substitute), "signer", DAYS).await;
        room.act(&substitute, "sign", other, &pdf).await;
        let refused = room.act(&room.director, "sign", other, &pdf).await;
        assert!(refused.flash().contains("已有人代您签过"), "{}", refused.flash());
        // For whoever wrote a text nobody clears it.
        let clears = office.person("吴审查", &[Role::Clearer, Role::Editor]).await;
        let stand_in = office.person("郑代办", &[Role::Reader]).await;
        let item = room.shortlisted(Kind::Article, "（地矿科/吴审查）", false).await;
        set(&clears, pair(&clears, &stand_in), "clearer", DAYS).await;
        let refused = act(office, &stand_in, "clear", item, &[]).await;
        assert!(refused.flash().contains("您所代的人先前经办过"), "{}", refused.flash());
        let other = room.shortlisted(Kind::Article, "（地矿科/周鹏）", false).await;
        let cleared = act(office, &stand_in, "clear", other, &[]).await;
        assert!(cleared.flash().contains("（代吴审查）"), "{}", cleared.flash());
        // What is done in the own right says nothing of anybody else.
        set(&room.editor, pair(&room.editor, &clears), "editor", DAYS).await;
        let own = act(office, &clears, "undo_shortlist", other, &[]).await;
        assert!(!own.flash().contains("代赵编辑"), "{}", own.flash());
    });
}

#[test]
fn a_deputy_acts_in_the_days_and_roles_that_were_named_and_not_beyond() {
    both(async |office| {
        office.let_sessions_last().await;
        let room = Newsroom::open(office).await;
        let deputy = office.person("王副局长", &[Role::Reader]).await;
        let pair = (room.editor.actor().id, deputy.actor().id);
        let item = room.shortlisted(Kind::Article, "（地矿科/周鹏）", false).await;
        set(&room.editor, pair, "editor", ("2024-01-16", "2024-01-17")).await;
        let may = async || {
            act(office, &deputy, "undo_shortlist", item, &[]).await;
            let done = room.state(item).await == State::Editing;
            act(office, &room.editor, "shortlist", item, &[]).await;
            done
        };
        assert!(!may().await, "the day has not come");
        office.set_now("2024-01-17T09:00");
        assert!(may().await);
        let refused = act(office, &deputy, "clear", item, &[]).await;
        assert!(!refused.flash().contains("通过"), "{}", refused.flash());
        office.set_now("2024-01-18T09:00");
        assert!(!may().await, "the last day is over");
        // Ended before its last day, it holds no more; taken back, it does.
        set(&room.editor, pair, "editor", ("2024-01-18", "2024-01-25")).await;
        assert!(may().await);
        let id = office.number("SELECT MAX(id) FROM deputies").await.to_string();
        let ended = room.editor.post("/do/end_deputy", &[("deputising", id.as_str())]).await;
        assert_eq!(ended.flash(), "王副局长不再代赵编辑履行职责");
        assert!(!may().await);
        let undo = ended.whole_flash().and_then(|flash| flash.undo.clone()).expect("it can be taken back");
        room.editor.post(&format!("/do/{}", undo.verb), &undo.fields).await;
        assert!(may().await);
        // Who acts for somebody gives it back, and does not take it again.
        deputy.post("/do/end_deputy", &[("deputising", id.as_str())]).await;
        assert!(!may().await);
        deputy.post("/do/end_deputy", &[("deputising", id.as_str()), ("restored", "true")]).await;
        assert!(!may().await);
    });
}

#[test]
fn nobody_gives_what_is_not_theirs_and_no_administrator_takes_it() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let administrator = office.person("江川", &[Role::Administrator]).await;
        let (editor, reader) = (room.editor.actor().id, room.reader.actor().id);
        let own = administrator.actor().id;
        let cases = [
            (&room.editor, (editor, reader), "signer", DAYS, "只能请人代办本人现在担任的角色"),
            (&administrator, (own, reader), "administrator", DAYS, "管理员、读者、信息员不能代"),
            (&room.editor, (editor, editor), "editor", DAYS, "不能请本人"),
            (&room.reader, (editor, reader), "editor", DAYS, "只有管理员"),
            (&administrator, (editor, own), "editor", DAYS, "不能自己给自己"),
            (&room.editor, (editor, reader), "editor", ("2024-01-10", "2024-01-20"), "已经过去的日子不能补"),
            (&room.editor, (editor, reader), "editor", ("2024-01-20", "2024-01-16"), "不能早于"),
            (&room.editor, (editor, reader), "editor", ("2024-01-20", "2024-12-16"), "最多代办180天"),
            (&room.editor, (editor, reader), "", DAYS, "请勾选代办什么"),
        ];
        for (who, pair, role, days, words) in cases {
            let answer = set(who, pair, role, days).await;
            let said = format!("{}{}", answer.flash(), answer.text());
            assert!(said.contains(words), "{words}: {said}");
        }
        assert_eq!(office.number("SELECT COUNT(*) FROM deputies").await, 0);
        let set_by_administrator = set(&administrator, (editor, reader), "editor", DAYS).await;
        assert!(set_by_administrator.flash().starts_with("已请"), "{}", set_by_administrator.flash());
        let again = set(&room.editor, (editor, reader), "editor", DAYS).await;
        assert!(again.flash().contains("已经请周读者代办了"), "{}", again.flash());
        assert_eq!(room.reader.get(&format!("/admin/people/{editor}/deputies")).await.status, 403);
        assert!(room.reader.get("/me/deputies").await.text().contains("正在代办"));
    });
}
