//! Several processes on one database: what one of them changes, the others show at once.

use domain::{item::Kind, person::Role};
use tests::{Newsroom, both, items::act};

#[test]
fn what_is_retracted_at_one_process_is_gone_at_the_other() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let (kept, retracted) = (room.cleared(Kind::Article).await, room.cleared(Kind::Brief).await);
        let issue = room.published(1, &[kept, retracted]).await;
        let other = office.another_process().await;
        let reader = room.reader.at(other.url());
        let address = format!("/issues/{issue}");
        let before = reader.get(&address).await;
        assert!(!before.text().contains("本期有更正"), "{}", before.text());
        let pdf = reader.get(&format!("{address}/pdf")).await.path;

        let fields = [("item", retracted.to_string()), ("reason", "数据有误".to_owned())];
        room.signer.post("/do/retract", &fields).await;

        let after = reader.get(&address).await;
        assert!(after.text().contains("本期有更正"), "{}", after.text());
        assert_eq!(reader.get(&pdf).await.status(), 404, "an old version is not for readers");
        assert_ne!(reader.get(&format!("{address}/pdf")).await.path, pdf);
        other.stop().await;
    });
}

#[test]
fn who_is_shut_out_at_one_process_is_shut_out_at_the_other() {
    both(async |office| {
        let administrator = office.person("管理员", &[Role::Administrator]).await;
        let reader = office.person("周读者", &[Role::Reader]).await;
        let other = office.another_process().await;
        let elsewhere = reader.at(other.url());
        assert_eq!(elsewhere.get("/issues").await.path, "/issues");
        let id = reader.actor().id;
        let fields = [("person", id.to_string()), ("version", "1".to_owned())];
        administrator.post("/do/deactivate_person", &fields).await;
        assert!(elsewhere.get("/issues").await.path.starts_with("/sign-in"));
        other.stop().await;
    });
}

#[test]
fn what_waits_is_counted_anew_after_each_act() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let other = office.another_process().await;
        let clearer = room.clearer.at(other.url());
        let badge = async || {
            let page = clearer.get("/issues").await;
            (1..=3).find(|count| page.text().contains(&format!("保密审查 {count} 件待办")))
        };
        assert_eq!(badge().await, None);
        let item = room.shortlisted(Kind::Article, "（地矿科）", false).await;
        assert_eq!(badge().await, Some(1));
        room.shortlisted(Kind::Article, "（地矿科）", false).await;
        assert_eq!(badge().await, Some(2));
        act(office, &room.clearer, "clear", item, &[]).await;
        assert_eq!(badge().await, Some(1));
        other.stop().await;
    });
}
