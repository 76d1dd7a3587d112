//! Trying changes of units out on copies: nobody waits, nobody sees it, nothing stays.

use store::{
    Connection,
    trial::OF_UNITS,
    units::{self, write},
};
use tests::both;

async fn names(connection: &impl Connection) -> Vec<String> {
    let groups = units::load_groups(connection).await.expect("groups");
    groups.into_iter().map(|group| group.name).collect()
}

#[test]
fn what_is_tried_is_seen_by_who_tries_it_alone_and_is_gone_after() {
    both(async |office| {
        office.unit("甲科", &[]).await;
        let store = office.store();
        // The statements are prepared for the real tables before.
        let before = names(store.reader()).await;
        let writing = store.begin().await.expect("somebody writes meanwhile");
        for round in 0..20 {
            let trial = store.try_out(&OF_UNITS).await.expect("it is tried");
            let id = write::insert_group(trial.connection(), "试一试", 9).await.expect("a group");
            let mut seen = names(trial.connection()).await;
            assert!(seen.contains(&"试一试".to_owned()), "round {round}: {seen:?}");
            seen.retain(|name| name != "试一试");
            assert_eq!(seen, before, "round {round}: whoever tries sees what there is");
            assert!(id.0 > 0, "round {round}");
            assert_eq!(names(store.reader()).await, before, "round {round}: others see nothing");
            assert!(trial.commit().await.is_err(), "nothing of it stays");
            assert_eq!(names(store.reader()).await, before, "round {round}: nothing stayed");
        }
        drop(writing);
        let transaction = store.begin().await.expect("the writer's place is free");
        write::insert_group(transaction.connection(), "真的", 9).await.expect("a group");
        transaction.commit().await.expect("it stays");
        assert!(names(store.reader()).await.contains(&"真的".to_owned()));
    });
}
