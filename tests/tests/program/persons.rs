//! Two people where two are asked for: one person under two spellings is one, two of one name can be two, and who
//! cannot act is told who can.

use domain::{id::ItemId, item::Kind, person::Role, workflow::State};
use tests::{
    Answer, Client, Newsroom, Office, both,
    items::{act, draft, id_of, load, save},
    sheets::WritingSheet,
};

async fn clear(office: &Office, who: &Client, item: ItemId) -> Answer {
    act(office, who, "clear", item, &[]).await
}

async fn undo(who: &Client, answer: &Answer) -> Answer {
    let undo = answer.whole_flash().and_then(|flash| flash.undo.clone()).expect("it can be taken back");
    who.post(&format!("/do/{}", undo.verb), &undo.fields).await
}

#[test]
fn the_author_clears_nothing_under_another_spelling_and_a_namesake_states_it() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let item = room.shortlisted(Kind::Article, "（地矿科/阿依古丽·买买提 周鹏）", false).await;
        let author = office.person("阿依古丽•买买提", &[Role::Clearer]).await;
        let refused = clear(office, &author, item).await;
        assert!(refused.flash().contains("署名里有与您同名的作者"), "{}", refused.flash());
        let page = author.get(&format!("/items/{item}")).await.text();
        assert!(page.contains("现在不由您办") && page.contains("可以由钱审查办"), "{page}");
        assert!(page.contains("署名中的“阿依古丽·买买提”是另一个人"), "{page}");
        assert!(!page.contains("保密审查通过"), "{page}");

        let strange =
            author.post("/do/state_namesake", &[("item", item.to_string()), ("author", "周鹏".into())]).await;
        assert!(strange.flash().contains("没有与您同名"), "{}", strange.flash());
        let fields = [("item", item.to_string()), ("author", "阿依古丽·买买提".to_owned())];
        let stated = author.post("/do/state_namesake", &fields).await;
        assert!(stated.flash().contains("以后经办的人看得到"), "{}", stated.flash());
        // Who decides next sees it, and so does the log.
        let page = room.clearer.get(&format!("/items/{item}")).await.text();
        assert!(
            page.contains("“阿依古丽·买买提”（地质矿产管理科）不是阿依古丽•买买提，是同名的另一个人"),
            "{page}"
        );
        assert!(page.contains("说明署名中的“阿依古丽·买买提”是与自己同名的另一个人"), "{page}");
        // Taken back, it holds no more.
        let back = undo(&author, &stated).await;
        assert!(back.flash().contains("已撤回"), "{}", back.flash());
        assert!(clear(office, &author, item).await.flash().contains("同名的作者"));
        author.post("/do/state_namesake", &fields).await;
        assert!(clear(office, &author, item).await.flash().contains("保密审查通过"));
        // For another unit's author of this name nobody has said anything.
        office.unit("高唐局", &[]).await;
        let known = room.shortlisted(Kind::Article, "（地矿科/阿依古丽‧买买提）", false).await;
        assert!(clear(office, &author, known).await.flash().contains("保密审查通过"));
        let whole = room.shortlisted(Kind::Article, "（高唐局/阿依古丽买买提）", false).await;
        assert!(clear(office, &author, whole).await.flash().contains("同名的作者"));
    });
}

#[test]
fn a_second_account_of_the_same_name_is_no_second_person_until_an_administrator_says_so() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let administrator = office.person("吴管理", &[Role::Administrator]).await;
        let first = office.person("郑 双", &[Role::Editor]).await;
        let second = office.person("郑双", &[Role::Clearer, Role::Signer]).await;
        let item = draft(&first, room.unit, "双面", "（地矿科/周鹏）").await;
        act(office, &first, "submit", item, &[]).await;
        act(office, &first, "receive", item, &[]).await;
        let refused = clear(office, &second, item).await;
        assert!(refused.flash().contains("另一个账号与您同名"), "{}", refused.flash());

        // What the first account arranged, the second does not sign.
        let cleared = room.cleared(Kind::Article).await;
        let issue = room.issue(1).await;
        let version = room.version(issue).await.to_string();
        let arranged = [("issue", issue.to_string()), ("version", version), ("item", cleared.to_string())];
        first.post("/do/place", &arranged).await;
        room.act(&first, "send_for_sign_off", issue, &[]).await;
        let sheet = second.get(&format!("/issues/{issue}/sign")).await.text();
        assert!(sheet.contains("现在不由您签字") && sheet.contains("孙主任、李局长"), "{sheet}");
        let pdf = room.pdf_in_sign_off(issue).await;
        let signed = room.act(&second, "sign", issue, &[("pdf_hash", pdf)]).await;
        assert!(signed.flash().contains("另一个账号与您同名"), "{}", signed.flash());

        // Neither of the two says that it is not the other: an administrator does, who is neither.
        let pair = [("person", second.actor().id.to_string()), ("other", first.actor().id.to_string())];
        assert_eq!(second.post("/do/state_different", &pair).await.flash(), "只有管理员可以这样做");
        let named = office.person("郑双", &[Role::Administrator]).await;
        let own = named.post("/do/state_different", &pair).await;
        assert!(own.flash().contains("关系到您自己的姓名"), "{}", own.flash());
        let page = administrator.get(&format!("/admin/people/{}", second.actor().id)).await.text();
        assert!(page.contains("同名的账号") && page.contains(first.login()), "{page}");
        let done = administrator.post("/do/state_different", &pair).await;
        assert!(done.flash().contains("是两个人"), "{}", done.flash());
        assert!(clear(office, &second, item).await.flash().contains("保密审查通过"));
        undo(&administrator, &done).await;
        let again = draft(&first, room.unit, "再一篇", "（地矿科/周鹏）").await;
        act(office, &first, "submit", again, &[]).await;
        act(office, &first, "receive", again, &[]).await;
        assert!(clear(office, &second, again).await.flash().contains("另一个账号与您同名"));
        // Who adds an account of a name that is there is told so.
        let new =
            [("name", "郑·双"), ("login", "zs3"), ("password", "ein langes Passwort"), ("role", "reader")];
        let added = administrator.post("/do/add_person", &new).await;
        assert!(
            added.flash().contains("同名的还有账号") && added.flash().contains(first.login()),
            "{}",
            added.flash()
        );
    });
}

#[test]
fn a_mark_behind_a_name_makes_no_second_person() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let first = office.person("林静", &[Role::Editor]).await;
        let item = draft(&first, room.unit, "两个账号", "（地矿科/周鹏）").await;
        act(office, &first, "submit", item, &[]).await;
        act(office, &first, "receive", item, &[]).await;
        for name in ["林静2", "林静（审查）", "林静-B", "林静二号"] {
            let marked = office.person(name, &[Role::Clearer]).await;
            let told = clear(office, &marked, item).await;
            assert!(told.flash().contains("另一个账号与您同名"), "{name}: {}", told.flash());
        }
        // Those whom an office tells apart by marks are as many as they are.
        let one = office.person("审核员1", &[Role::Editor]).await;
        let other = office.person("审核员2", &[Role::Clearer]).await;
        let item = draft(&one, room.unit, "两个人", "（地矿科/周鹏）").await;
        act(office, &one, "submit", item, &[]).await;
        act(office, &one, "receive", item, &[]).await;
        assert!(clear(office, &other, item).await.flash().contains("保密审查通过"));
    });
}

#[test]
fn names_that_were_typed_as_one_are_each_of_them() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let author = office.person("许正清（审查）", &[Role::Clearer]).await;
        for line in ["（地矿科/何苗和许正清）", "（地矿科/何苗|许正清）", "（地矿科/何苗与许正清等）"]
        {
            let item = room.shortlisted(Kind::Article, line, false).await;
            let refused = clear(office, &author, item).await;
            assert!(refused.flash().contains("署名里有与您同名的作者"), "{line}: {}", refused.flash());
        }
        let other = room.shortlisted(Kind::Article, "（地矿科/许正清和）", false).await;
        assert!(clear(office, &author, other).await.flash().contains("同名"));
        let other = room.shortlisted(Kind::Article, "（地矿科/何许正清）", false).await;
        assert!(clear(office, &author, other).await.flash().contains("保密审查通过"));
    });
}

#[test]
fn whoever_clears_what_was_refused_as_it_stands_says_why() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let other = office.person("沈审查", &[Role::Clearer]).await;
        let item = room.shortlisted(Kind::Article, "（地矿科/周鹏）", false).await;
        act(office, &room.clearer, "refuse_clearance", item, &[("reason", "有坐标")]).await;
        let page = other.get(&format!("/items/{item}")).await.text();
        assert!(page.contains("改判保密审查通过"), "{page}");
        for who in [&other, &room.clearer] {
            let silent = clear(office, who, item).await;
            assert!(silent.flash().contains("没有通过（有坐标）"), "{}", silent.flash());
        }
        assert!(!load(office, item).await.is_cleared());
        let said = act(office, &other, "clear", item, &[("reason", "坐标是公开的")]).await;
        assert!(said.flash().contains("改判通过"), "{}", said.flash());
        assert!(load(office, item).await.is_cleared());
        let page = other.get(&format!("/items/{item}")).await.text();
        assert!(page.contains("坐标是公开的") && page.contains("有坐标"), "{page}");
        // Another text is another decision.
        act(office, &room.clearer, "refuse_clearance", item, &[("reason", "再看看")]).await;
        save(office, &room.editor, item, "坐标去掉了。").await;
        assert!(clear(office, &other, item).await.flash().contains("保密审查通过"));
    });
}

#[test]
fn people_are_linked_to_names_in_attributions() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let administrator = office.person("吴管理", &[Role::Administrator]).await;
        let writer = office.person("冯原名", &[Role::Clearer]).await;
        let item = room.shortlisted(Kind::Article, "（地矿科/清泉）", false).await;
        let id = writer.actor().id.to_string();
        let link = [("person", id.clone()), ("unit", room.unit.to_string()), ("name", "清　泉".to_owned())];
        assert_eq!(writer.post("/do/link_author", &link).await.flash(), "只有管理员可以这样做");
        let nameless = [("person", id.clone()), ("unit", String::new()), ("name", "清泉".to_owned())];
        assert_eq!(administrator.post("/do/link_author", &nameless).await.flash(), "请选择署名里的单位");
        let linked = administrator.post("/do/link_author", &link).await;
        assert!(linked.flash().contains("署名“清 泉”就是冯原名"), "{}", linked.flash());
        assert_eq!(clear(office, &writer, item).await.flash(), "自己写的稿件要由别人作保密审查");
        let page = room.clearer.get(&format!("/items/{item}")).await.text();
        assert!(page.contains("就是冯原名"), "{page}");
        let gone = undo(&administrator, &linked).await;
        assert!(gone.flash().contains("已删去"), "{}", gone.flash());
        assert!(clear(office, &writer, item).await.flash().contains("保密审查通过"));
    });
}

#[test]
fn a_reviewer_who_mends_a_typo_approves_and_one_who_writes_it_anew_does_not() {
    both(async |office| {
        let unit = office.reviewed_unit("高唐局").await;
        let author = office.person("周鹏", &[Role::Contributor(unit)]).await;
        let reviewer = office.person("陈审核", &[Role::UnitReviewer(unit)]).await;
        office.person("吴管理", &[Role::Administrator]).await;
        let send = async || {
            let item = draft(&author, unit, "复垦项目通过验收", "（高唐局/周鹏）").await;
            let sent = act(office, &author, "submit", item, &[]).await;
            assert_eq!(sent.flash(), "已报送，等待单位审核");
            item
        };
        let item = send().await;
        let mended = save(office, &reviewer, item, "4月12日，复垦项目通过了验收。").await;
        assert!(mended.flash().contains("仍由您审核"), "{}", mended.flash());
        let page = reviewer.get(&format!("/items/{item}")).await.text();
        assert!(page.contains("审核人改字句"), "{page}");
        assert!(act(office, &reviewer, "approve", item, &[]).await.flash().contains("审核通过"));

        // Little by little is not little: each text is compared with the one that was sent.
        let item = send().await;
        for body in ["4月12日，复垦地项目通过验收。", "4月12日，汛期地防治通过验收。"]
        {
            save(office, &reviewer, item, body).await;
        }
        let anew = save(office, &reviewer, item, "5月3日，汛期地质灾害防治会议召开，部署值守。").await;
        assert!(anew.flash().contains("要由别人审核"), "{}", anew.flash());
        let refused = act(office, &reviewer, "approve", item, &[]).await;
        assert_eq!(refused.flash(), "自己写的稿件要由别人审核");
        // Nobody else can: the page says so, and who can change it; to the author as well.
        for who in [&reviewer, &author] {
            let page = who.get(&format!("/items/{item}")).await.text();
            assert!(page.contains("没有能办的单位审核人，请管理员（吴管理）另设一位"), "{page}");
        }
        let second = office.person("林审核", &[Role::UnitReviewer(unit)]).await;
        let page = reviewer.get(&format!("/items/{item}")).await.text();
        assert!(page.contains("可以由林审核办"), "{page}");
        assert!(act(office, &second, "approve", item, &[]).await.flash().contains("审核通过"));
        assert_eq!(load(office, item).await.state, State::Submitted);
    });
}

#[test]
fn who_sends_in_what_nobody_can_approve_is_told_at_once() {
    both(async |office| {
        let unit = office.reviewed_unit("高唐局").await;
        let both = [Role::Contributor(unit), Role::UnitReviewer(unit)];
        let only = office.person("陈独一", &both).await;
        office.person("吴管理", &[Role::Administrator]).await;
        let item = draft(&only, unit, "独木", "（高唐局/陈独一）").await;
        let sent = act(office, &only, "submit", item, &[]).await;
        assert!(sent.flash().contains("请管理员（吴管理）另设一位"), "{}", sent.flash());
    });
}

#[test]
fn names_written_character_by_character_are_asked_about() {
    both(async |office| {
        let unit = office.unit("高唐局", &[]).await;
        let author = office.person("周鹏", &[Role::Contributor(unit)]).await;
        let item = draft(&author, unit, "谁写的", "（高唐局/李 明 王 刚）").await;
        let asked = act(office, &author, "submit", item, &[]).await;
        assert!(asked.flash().contains("看不出是几个人"), "{}", asked.flash());
        assert_eq!(load(office, item).await.state, State::Draft);
    });
}

#[test]
fn what_was_approved_is_not_exchanged_for_other_words() {
    both(async |office| {
        let unit = office.reviewed_unit("高唐局").await;
        let author = office.person("周鹏", &[Role::Contributor(unit)]).await;
        let reviewer = office.person("陈审核", &[Role::UnitReviewer(unit)]).await;
        let sheet = WritingSheet::new_item(&author, unit).await;
        let mut form = sheet.form("复垦", "4月12日，复垦项目通过验收。", 1);
        form.retain(|(name, _)| *name != "attribution_line");
        form.extend([("attribution_line", "（高唐局/周鹏）".to_owned()), ("send", "1".to_owned())]);
        let sent = author.post(sheet.verb(), &form).await;
        assert!(sent.flash().contains("已报送"), "{}", sent.flash());
        let item = id_of(&sent);
        // Before anybody looked at it, the same page makes its words newer.
        let mut newer = form.clone();
        newer.retain(|(name, _)| !["body", "stamp"].contains(name));
        newer.extend([("body", "4月13日，复垦项目通过验收。".to_owned()), ("stamp", "2".to_owned())]);
        author.post(sheet.verb(), &newer).await;
        assert!(load(office, item).await.text.body.contains("4月13日"));
        act(office, &reviewer, "approve", item, &[]).await;
        newer.retain(|(name, _)| !["body", "stamp"].contains(name));
        newer.extend([("body", "谁也没看过的话。".to_owned()), ("stamp", "3".to_owned())]);
        let late = author.post(sheet.verb(), &newer).await;
        assert!(load(office, item).await.text.body.contains("4月13日"), "{}", late.flash());
        assert!(late.flash().contains("已留存"), "the words are not lost: {}", late.flash());
    });
}

#[test]
fn whoever_wrote_a_source_or_was_called_otherwise_clears_nothing_of_it() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let unit = office.unit("高唐局", &[]).await;
        let writer = office.person("冯两职", &[Role::Contributor(unit), Role::Clearer]).await;
        let source = draft(&writer, unit, "乙", "（高唐局/周鹏）").await;
        act(office, &writer, "submit", source, &[]).await;
        act(office, &room.editor, "receive", source, &[]).await;
        let survivor = room.shortlisted(Kind::Article, "（地矿科/周鹏）", false).await;
        act(office, &room.editor, "undo_shortlist", survivor, &[]).await;
        let combining = [("survivor", survivor.to_string()), ("item", source.to_string())];
        let answer = room.editor.post("/do/combine", &combining).await;
        assert!(answer.flash().contains("署名已合并"), "{}", answer.flash());
        assert_eq!(clear(office, &writer, survivor).await.flash(), "自己写的稿件要由别人作保密审查");

        // A new name makes nobody a new person.
        let administrator = office.person("吴管理", &[Role::Administrator]).await;
        let author = office.person("郑原名", &[Role::Clearer]).await;
        let own = room.shortlisted(Kind::Article, "（地矿科/郑原名）", false).await;
        let rename = [
            ("person", author.actor().id.to_string()),
            ("version", "1".to_owned()),
            ("name", "郑新名".to_owned()),
            ("role", "clearer".to_owned()),
        ];
        let renamed = administrator.post("/do/edit_person", &rename).await;
        assert!(renamed.flash().contains("姓名由郑原名改为郑新名"), "{}", renamed.flash());
        assert!(clear(office, &author, own).await.flash().contains("与您同名的作者"));
        // And nobody says of the own name that it is somebody else's.
        let both = office.person("何管审", &[Role::Administrator, Role::Clearer]).await;
        let link = [
            ("person", author.actor().id.to_string()),
            ("unit", room.unit.to_string()),
            ("name", "何管审".to_owned()),
        ];
        assert!(both.post("/do/link_author", &link).await.flash().contains("关系到您自己的姓名"));
    });
}

#[test]
fn a_decision_on_credits_and_a_combination_do_not_meet() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        office.unit("高唐局", &[]).await;
        let item = async |attribution: &str| {
            let item = room.shortlisted(Kind::Article, attribution, true).await;
            act(office, &room.editor, "undo_shortlist", item, &[]).await;
            item
        };
        let (survivor, source) = (item("（地矿科/周鹏）").await, item("（高唐局/李四）").await);
        let unit = room.unit.to_string();
        let decided = [("unit", unit.as_str()), ("reason", "主要是他们写的")];
        for decided_on in [survivor, source] {
            act(office, &room.editor, "decide_credit", decided_on, &decided).await;
            let combining = [("survivor", survivor.to_string()), ("item", source.to_string())];
            let refused = room.editor.post("/do/combine", &combining).await;
            assert!(refused.flash().contains("恢复按署名记分"), "{}", refused.flash());
            act(office, &room.editor, "undecide_credit", decided_on, &[]).await;
        }
    });
}

#[test]
fn what_nobody_can_decide_stands_on_an_administrators_front_page() {
    both(async |office| {
        let administrator = office.person("吴管理", &[Role::Administrator]).await;
        let unit = office.reviewed_unit("高唐局").await;
        let roles = [Role::Contributor(unit), Role::UnitReviewer(unit)];
        let only = office.person("陈独一", &roles).await;
        let item = draft(&only, unit, "独木", "（高唐局/陈独一）").await;
        act(office, &only, "submit", item, &[]).await;
        let page = administrator.get("/").await.text();
        assert!(page.contains("《独木》等单位审核，现在没有人能办"), "{page}");
        assert!(!only.get("/").await.text().contains("篇稿件等您审核"), "it does not wait for who may not");
        let second = office.person("林审核", &[Role::UnitReviewer(unit)]).await;
        assert!(!administrator.get("/").await.text().contains("没有人能办"));
        assert!(second.get("/").await.text().contains("1 篇稿件等您审核"));

        // What was returned to somebody who is gone waits for the unit.
        let colleague = office.person("孙同事", &[Role::Contributor(unit)]).await;
        act(office, &second, "return_item", item, &[("reason", "再核一下")]).await;
        assert!(!colleague.get("/").await.text().contains("起草人已不在用"));
        let gone = [("person", only.actor().id.to_string()), ("version", "1".to_owned())];
        administrator.post("/do/deactivate_person", &gone).await;
        let page = colleague.get("/").await.text();
        assert!(page.contains("1 篇本单位的稿件被退回，起草人已不在用，等您接着改"), "{page}");
    });
}

#[test]
fn a_signer_who_bears_an_authors_name_states_it_where_he_signs() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let item = room.shortlisted(Kind::Article, "（地矿科/孙主任）", true).await;
        let issue = room.sent(1, &[item]).await;
        let page = room.signer.get(&format!("/issues/{issue}/sign")).await;
        assert!(page.text().contains("署名中的“孙主任”是另一个人"), "{}", page.text());
        let fields = [("item", item.to_string()), ("author", "孙主任".to_owned())];
        let stated = room.signer.post("/do/state_namesake", &fields).await;
        assert_eq!(stated.path, format!("/issues/{issue}/sign"), "one goes on where one was");
        let pdf = room.pdf_in_sign_off(issue).await;
        let signed = room.act(&room.signer, "sign", issue, &[("pdf_hash", pdf)]).await;
        assert!(signed.flash().contains("已签字"), "{}", signed.flash());
        // The next one sees it.
        let next = room.director.get(&format!("/issues/{issue}/sign")).await.text();
        assert!(next.contains("不是孙主任，是同名的另一个人"), "{next}");
    });
}
