//! What a signer is told beside the pages: the frozen texts, what differs from the last time, and what is said of them.

use domain::item::Kind;
use tests::{
    both,
    items::{load, save},
    newsroom::Newsroom,
};

#[test]
fn whoever_signs_again_is_told_what_differs_from_the_last_time() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let changed = room.cleared(Kind::Article).await;
        let gone = room.cleared(Kind::Article).await;
        let issue = room.sent(1, &[changed, gone]).await;
        let page = room.signer.get(&format!("/issues/{issue}/sign")).await;
        // The texts stand there, and nothing to compare them with.
        assert!(page.text().contains("第1号河道清淤工程完工") && page.text().contains("河水又清了"));
        assert!(!page.text().contains("与上次送审相比"));
        room.act(&room.signer, "send_back", issue, &[("reason", "日期不对".to_owned())]).await;
        save(office, &room.editor, changed, "第1号河道的清淤工程昨天完工。").await;
        let revision = load(office, changed).await.revision.to_string();
        let fields = [("item", changed.to_string()), ("revision", revision)];
        room.clearer.post("/do/clear", &fields).await;
        room.act(&room.editor, "remove_placement", issue, &[("item", gone.to_string())]).await;
        let sent = room.act(&room.editor, "send_for_sign_off", issue, &[]).await;
        assert!(sent.flash().contains("已送审"), "{}", sent.flash());
        let page = room.signer.get(&format!("/issues/{issue}/sign")).await.text();
        for words in [
            "与上次送审相比",
            "退回的原因：日期不对",
            "《第1号河道清淤工程完工》 文字有改动",
            "《第2号河道清淤工程完工》 已移出",
            "昨天完工",
        ] {
            assert!(page.contains(words), "{words}: {page}");
        }
        // Whoever does not sign sees nothing of it.
        assert_ne!(room.reader.get(&format!("/issues/{issue}/sign")).await.status(), 200);
    });
}

#[test]
fn a_signer_says_something_of_a_piece_and_stays_where_it_is_signed() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let item = room.cleared(Kind::Article).await;
        let issue = room.sent(1, &[item]).await;
        let revision = load(office, item).await.revision.to_string();
        let here = format!("/issues/{issue}/sign#item-{item}");
        let fields = [
            ("item", item.to_string()),
            ("revision", revision),
            ("quote", "清出了淤泥".to_owned()),
            ("remark", "方量是多少".to_owned()),
            ("audience", "office".to_owned()),
            ("back", here.clone()),
            ("next", here),
        ];
        let said = room.signer.post("/do/add_comment", &fields).await;
        assert_eq!(said.path, format!("/issues/{issue}/sign"), "{}", said.flash());
        let page = room.director.get(&format!("/issues/{issue}/sign")).await.text();
        assert!(page.contains("还没有办完的批注") && page.contains("《第1号河道清淤工程完工》1条"), "{page}");
        // It is still the frozen text that is signed.
        let pdf_hash = room.pdf_in_sign_off(issue).await;
        let signed = room.act(&room.signer, "sign", issue, &[("pdf_hash", pdf_hash)]).await;
        assert!(signed.flash().contains("已签字"), "{}", signed.flash());
    });
}
