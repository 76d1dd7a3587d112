//! A month's bulletin on its way: its covering text, signing, issuing, and corrections beside what was issued.

use app::desk::{
    months::Verifying,
    verification::{Difference, Finding},
};
use domain::{id::UnitId, person::Role};
use sea_orm::ConnectionTrait;
use tests::{Answer, Client, Office, both, bulletin_files};

/// An office of two units, with an adoption in January.
struct Desk {
    editor: Client,
    signer: Client,
    contributor: Client,
    /// 阳谷局, which has nothing at first.
    other: UnitId,
}

async fn desk(office: &Office) -> Desk {
    office.set_now("2024-02-20T09:00");
    let unit = office.unit("高唐局", &[]).await;
    let other = office.unit("阳谷局", &[]).await;
    let editor = office.person("赵编辑", &[Role::Editor, Role::Signer]).await;
    add_channel(&editor, "每日动态").await;
    record_upper(&editor, "矿山复绿", "高唐局").await;
    Desk {
        signer: office.person("孙签发", &[Role::Signer]).await,
        contributor: office.person("周鹏", &[Role::Contributor(unit)]).await,
        other,
        editor,
    }
}

async fn add_channel(editor: &Client, name: &str) {
    let answer = editor.post("/do/add_upper_channel", &[("name", name)]).await;
    assert!(answer.flash().contains("已添加"), "{}", answer.flash());
}

async fn record_upper(editor: &Client, title: &str, unit: &str) {
    let form = [("channel", "每日动态"), ("title", title), ("date", "2024-01-10"), ("units", unit)];
    let answer = editor.post("/do/record_upper_adoption", &form).await;
    assert!(answer.flash().contains("已登记"), "{}", answer.flash());
}

/// 结账.
async fn close(editor: &Client) {
    let answer = editor.post("/do/close_month", &[("month", "2024-01"), ("early", "true")]).await;
    assert!(answer.flash().contains("已结账"), "{}", answer.flash());
}

/// 重开.
async fn reopen(editor: &Client) {
    let answer = editor.post("/do/reopen_month", &[("month", "2024-01"), ("reason", "漏记")]).await;
    assert!(answer.flash().contains("已重开"), "{}", answer.flash());
}

async fn save_letter(editor: &Client, month: &str, version: i64, fields: &[(&str, &str)]) -> Answer {
    // A refused form comes back on the page it was sent from.
    editor.get(&format!("/bulletins/{month}/letter")).await;
    let version = version.to_string();
    let mut form = vec![("month", month), ("version", version.as_str())];
    form.extend_from_slice(fields);
    editor.post("/do/set_bulletin_letter", &form).await
}

async fn send(editor: &Client, reason: &str) -> Answer {
    editor.post("/do/send_bulletin", &[("month", "2024-01"), ("reason", reason)]).await
}

/// The hash that stands on a version's page.
fn hash_on(page: &Answer) -> String {
    let html = page.html();
    let start = html.find("name=\"pdf_hash\" value=\"").expect("the signer's form") + 23;
    html[start..start + 64].to_owned()
}

async fn sign_and_issue(desk: &Desk, address: &str) {
    let hash = hash_on(&desk.signer.get(address).await);
    let version = address.rsplit('/').next().expect("an address");
    let signed = desk.signer.post("/do/sign_bulletin", &[("version", version), ("pdf_hash", &hash)]).await;
    assert!(signed.flash().starts_with("已签发"), "{}", signed.flash());
    let issued = desk.editor.post("/do/issue_bulletin", &[("version", version)]).await;
    assert!(issued.flash().contains("已印发"), "{}", issued.flash());
}

#[test]
fn the_covering_text_fills_itself_and_a_wrong_field_is_named() {
    both(async |office| {
        let desk = desk(office).await;
        let text = "〔月份〕的信息工作开展得扎实，〔累计前三：科室〕居前。";
        let wrong = save_letter(&desk.editor, "2024-01", 0, &[("covering", text)]).await;
        assert!(wrong.flash().contains("分组“科室”不在本月通报中"), "{}", wrong.flash());
        let wrong = save_letter(&desk.editor, "2024-01", 0, &[("covering", "〔收到数〕条")]).await;
        assert!(wrong.flash().contains("没有〔收到数〕这一项"), "{}", wrong.flash());
        assert!(wrong.html().contains("〔收到数〕条</textarea>"), "what was typed is not lost");

        let text = "〔月份〕的信息工作开展得扎实，〔各组累计前三〕。";
        let saved = save_letter(&desk.editor, "2024-01", 0, &[("covering", text)]).await;
        assert!(saved.flash().starts_with("已保存"), "{}", saved.flash());
        let page = desk.contributor.get("/bulletins/2024-01").await.text();
        assert!(page.contains("1月份的信息工作开展得扎实，得分前三的"), "{page}");
        assert!(page.contains("为高唐局。"), "{page}");
        let document = desk.contributor.get("/bulletins/2024-01/docx").await;
        assert!(bulletin_files::docx_text(&document.body).contains("1月份的信息工作开展得扎实，"));
    });
}

#[test]
fn what_was_copied_from_another_month_is_pointed_out() {
    both(async |office| {
        let desk = desk(office).await;
        let remark = "有的单位稿件写得空，请引以为戒。";
        let text = format!("〔月份〕收到〔收到总数〕条。\n{remark}");
        save_letter(&desk.editor, "2024-01", 0, &[("covering", &text)]).await;
        let february = desk.editor.get("/bulletins/2024-02/letter").await.text();
        assert!(!february.contains(remark), "remarks belong to their month: {february}");
        let text = format!("{text}\n1月份的稿件不少。");
        save_letter(&desk.editor, "2024-02", 0, &[("covering", &text), ("notes", "通报从3月起改版。")]).await;
        let february = desk.editor.get("/bulletins/2024-02/letter").await.text();
        assert!(february.contains(&format!("2024年1月份的通报中有一字不差的一句：“{remark}”")), "{february}");
        assert!(february.contains("写着“1月”，不是本月"), "{february}");
        assert!(february.contains("写着“3月”，不是本月"), "{february}");
    });
}

#[test]
fn a_remark_drawn_from_figures_is_put_into_the_text_by_a_button() {
    both(async |office| {
        let desk = desk(office).await;
        // February has nothing, January has: that is a change worth a remark.
        let page = desk.editor.get("/bulletins/2024-02/letter").await;
        assert!(page.text().contains("与1月份相比") || !page.html().contains("name=\"append\""));
        let done = save_letter(&desk.editor, "2024-01", 0, &[("append", "〔与上月比较〕")]).await;
        assert_eq!(done.flash(), "已加上〔与上月比较〕");
        let page = desk.editor.get("/bulletins/2024-01/letter").await;
        assert!(page.html().contains("累计〔各组累计前三〕。\n〔与上月比较〕</textarea>"), "{}", page.html());
    });
}

#[test]
fn what_is_issued_stays_and_a_correction_stands_beside_it() {
    both(async |office| {
        let desk = desk(office).await;
        let refused = send(&desk.editor, "").await;
        assert!(refused.flash().contains("1月份还没有结账"), "{}", refused.flash());
        assert!(refused.flash().contains("还没有填落款日期"), "{}", refused.flash());
        close(&desk.editor).await;
        save_letter(&desk.editor, "2024-01", 0, &[("date", "2024-02-20")]).await;
        let sent = send(&desk.editor, "").await;
        assert!(sent.flash().contains("已送签，等待签发人签发"), "{}", sent.flash());
        let first = sent.path.clone();
        assert!(desk.signer.get("/").await.text().contains("2024年1月通报已送签，等您签发"));
        assert!(desk.signer.get("/bulletins?year=2024").await.html().contains(&format!("href=\"{first}\"")));
        assert!(!desk.editor.get("/").await.text().contains("等您签发"), "nobody signs their own");
        assert!(send(&desk.editor, "").await.flash().contains("已有一份在途"));
        sign_and_issue(&desk, &first).await;
        let pdf = desk.contributor.get(&format!("{first}/pdf")).await.body;
        let csv = desk.contributor.get(&format!("{first}/csv")).await.html().to_owned();
        assert!(csv.contains("高唐局,,1,,5"), "{csv}");
        assert!(send(&desk.editor, "没有变动").await.flash().contains("一字不差"));

        reopen(&desk.editor).await;
        record_upper(&desk.editor, "节约用地", "阳谷局").await;
        close(&desk.editor).await;
        assert!(send(&desk.editor, "").await.flash().contains("请写明更正的原因"));
        let second = send(&desk.editor, "漏记一篇").await.path;
        assert_ne!(first, second);
        sign_and_issue(&desk, &second).await;
        let page = desk.contributor.get("/bulletins/2024-01").await.text();
        assert!(page.contains("第1次更正") && page.contains("原因：漏记一篇"), "{page}");
        let corrected = desk.contributor.get(&format!("{second}/csv")).await;
        assert!(corrected.html().contains("阳谷局,,1,,5"), "{}", corrected.html());
        let document = desk.contributor.get(&format!("{second}/docx")).await;
        assert!(bulletin_files::docx_text(&document.body).contains("（第1次更正）"));
        // The first one is what it was.
        assert!(desk.contributor.get(&format!("{first}/pdf")).await.body == pdf);
        assert_eq!(desk.contributor.get(&format!("{first}/csv")).await.html(), csv);
        // A figure of it opens what stood behind it then.
        let figure = format!("/units/{}?of=month", desk.other);
        for address in [first.as_str(), second.as_str(), "/bulletins/2024-01"] {
            let table = desk.contributor.get(address).await;
            assert!(table.html().contains(&format!("href=\"{address}{figure}#figure\"")), "{}", table.html());
            let opened = desk.contributor.get(&format!("{address}{figure}")).await;
            assert_eq!(opened.status(), 200, "{address}");
            let is_first = address == first;
            assert_eq!(opened.text().contains("节约用地"), !is_first, "{}", opened.text());
            assert_eq!(opened.text().contains("还没有记分"), is_first, "{}", opened.text());
        }
        assert_eq!(desk.contributor.get(&format!("{first}/units/99?of=month")).await.status(), 404);
    });
}

#[test]
fn nobody_signs_what_they_sent_and_nobody_else_sees_it_before_it_is_issued() {
    both(async |office| {
        let desk = desk(office).await;
        save_letter(&desk.editor, "2024-01", 0, &[("date", "2024-02-20")]).await;
        close(&desk.editor).await;
        let forbidden = desk.contributor.post("/do/send_bulletin", &[("month", "2024-01")]).await;
        assert!(forbidden.flash().contains("只有编辑"), "{}", forbidden.flash());
        let address = send(&desk.editor, "").await.path;
        let version = address.rsplit('/').next().expect("an address");
        let hash = hash_on(&desk.signer.get(&address).await);
        assert!(desk.editor.get(&address).await.text().contains("自己送签的通报要由别人签发"));
        let own = desk.editor.post("/do/sign_bulletin", &[("version", version), ("pdf_hash", &hash)]).await;
        assert!(own.flash().contains("自己送签的通报要由别人签发"), "{}", own.flash());
        let figure = format!("{address}/units/{}?of=month", desk.other);
        for path in [address.clone(), figure, format!("{address}/pdf"), format!("{address}/xlsx")] {
            assert_eq!(desk.contributor.get(&path).await.status(), 404, "{path}");
        }
        assert!(!desk.contributor.get("/bulletins/2024-01").await.text().contains("待签发"));
        let early = desk.editor.post("/do/issue_bulletin", &[("version", version)]).await;
        assert!(early.flash().contains("现在是“待签发”，不能印发"), "{}", early.flash());

        let silent = desk.signer.post("/do/send_back_bulletin", &[("version", version)]).await;
        assert!(silent.flash().contains("请写明退回的原因"), "{}", silent.flash());
        let fields = [("version", version), ("reason", "日期不对")];
        let back = desk.signer.post("/do/send_back_bulletin", &fields).await;
        assert!(back.flash().contains("已退回"), "{}", back.flash());
        let stale = desk.signer.post("/do/sign_bulletin", &[("version", version), ("pdf_hash", &hash)]).await;
        assert!(stale.flash().contains("不能签发"), "{}", stale.flash());
        let again = send(&desk.editor, "").await;
        assert!(again.flash().contains("已送签"), "{}", again.flash());
        let other = again.path.rsplit('/').next().expect("an address").to_owned();
        let fields = [("version", other.as_str()), ("pdf_hash", "0")];
        let another_pdf = desk.signer.post("/do/sign_bulletin", &fields).await;
        assert!(another_pdf.flash().contains("不是现在送签的这一份"), "{}", another_pdf.flash());
    });
}

#[test]
fn a_version_says_what_differs_from_the_one_before_that_its_reader_may_read() {
    both(async |office| {
        let desk = desk(office).await;
        save_letter(&desk.editor, "2024-01", 0, &[("date", "2024-02-20")]).await;
        close(&desk.editor).await;
        let first = send(&desk.editor, "").await.path;
        assert!(!desk.signer.get(&first).await.text().contains("与上一份"), "there is none before it");
        let version = first.rsplit('/').next().expect("an address");
        let back = [("version", version), ("reason", "漏了一件")];
        desk.signer.post("/do/send_back_bulletin", &back).await;
        reopen(&desk.editor).await;
        record_upper(&desk.editor, "节约用地", "阳谷局").await;
        close(&desk.editor).await;
        let second = send(&desk.editor, "").await.path;
        let page = desk.signer.get(&second).await.text();
        assert!(page.contains("与上一份（已退回）相比") && page.contains("阳谷局"), "{page}");
        sign_and_issue(&desk, &second).await;
        // What was sent back is nothing for a unit's people, and neither is what differs from it.
        let page = desk.contributor.get(&second).await;
        assert_eq!(page.status(), 200);
        assert!(!page.text().contains("与上一份"), "{}", page.text());
    });
}

#[test]
fn a_letter_of_an_issued_bulletin_that_somebody_rewrites_is_named() {
    both(async |office| {
        let desk = desk(office).await;
        save_letter(&desk.editor, "2024-01", 0, &[("covering", "各单位：请查收。"), ("date", "2024-02-20")])
            .await;
        close(&desk.editor).await;
        let sent = send(&desk.editor, "").await.path;
        sign_and_issue(&desk, &sent).await;
        let found = async || {
            let verification = office.desk().verify(desk.editor.actor(), None).await;
            let verification = verification.expect("an editor may check");
            verification.findings.iter().map(Finding::in_words).collect::<Vec<_>>()
        };
        assert_eq!(found().await, [""; 0]);
        let rewritten = "UPDATE bulletin_versions SET letter = REPLACE(letter, '请查收', '请照办')";
        office.store().reader().execute_unprepared(rewritten).await.expect("nothing guards the row");
        let found = found().await;
        assert!(found.iter().any(|words| words.starts_with("通报：2024年1月的通报")), "{found:?}");
        let page = desk.editor.get("/verify?year=2024").await.text();
        assert!(page.contains("2024年1月的通报"), "{page}");
    });
}

#[test]
fn what_was_issued_is_checked_against_the_ledger_as_it_stood_and_as_it_stands() {
    both(async |office| {
        let desk = desk(office).await;
        let verify = async || {
            let found = office.desk().verify(desk.editor.actor(), Some(2024)).await;
            let found = found.expect("an editor may check");
            (found.bulletins, found.differences.iter().map(Difference::in_words).collect::<Vec<_>>())
        };
        save_letter(&desk.editor, "2024-01", 0, &[("date", "2024-02-20")]).await;
        close(&desk.editor).await;
        let first = send(&desk.editor, "").await.path;
        sign_and_issue(&desk, &first).await;
        assert_eq!(verify().await, (1, Vec::new()));
        // The ledger goes on: the bulletin was right, and is not any more.
        office.set_now("2024-02-20T09:20");
        reopen(&desk.editor).await;
        record_upper(&desk.editor, "节约用地", "阳谷局").await;
        let (_, found) = verify().await;
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].starts_with("2024年1月 阳谷局 本月分数：印发的通报以后台账又有变动"), "{found:?}");
        close(&desk.editor).await;
        let second = send(&desk.editor, "漏记一件").await.path;
        sign_and_issue(&desk, &second).await;
        assert_eq!(verify().await, (2, Vec::new()));
        // Somebody rewrites what was issued.
        let rewritten =
            r#"UPDATE bulletin_versions SET bulletin = REPLACE(bulletin, '"month":"5"', '"month":"9"')"#;
        office.store().reader().execute_unprepared(rewritten).await.expect("nothing guards the row");
        let (_, found) = verify().await;
        assert!(found.iter().any(|words| words.contains("与当时的台账不符：印的是9，台账为5")), "{found:?}");
    });
}
