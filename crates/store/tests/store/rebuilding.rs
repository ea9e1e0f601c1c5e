//! The tables say what the log says: a rebuild changes nothing, and a difference is found.

use evenhand_store::{Difference, tables};

use crate::bench::{Bench, engines, filled, register_with_need, save};
use crate::raw;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rebuild_gives_the_tables_as_they_were() {
    for engine in engines() {
        let bench = Bench::on(engine).await;
        filled(&bench).await;
        let before = bench.everything().await;
        assert_eq!(bench.store.compare().await.unwrap(), []);
        bench.store.rebuild().await.unwrap();
        bench.is_still(&before).await;

        // Whatever was done to the tables behind the store's back is gone.
        for table in tables() {
            raw::execute(&bench.place, &format!("delete from {}", table.name)).await.unwrap();
        }
        bench.store.rebuild().await.unwrap();
        bench.is_still(&before).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_row_too_few_too_many_or_changed_is_one_difference() {
    for engine in engines() {
        let bench = Bench::on(engine).await;
        filled(&bench).await;
        let difference = [Difference { table: "customers", rows: 1 }];
        for sql in [
            "update customers set name = 'Somebody Else' where id = 'c3'",
            "delete from customers where id = 'c3'",
            "insert into customers (id, reference, name, standing, customer_type, sealed, version, search, state) \
                values ('nobody', 'WB-0', 'Nobody', 'current', '', 0, 1, '', '{}')",
        ] {
            raw::execute(&bench.place, sql).await.unwrap();
            assert_eq!(bench.store.compare().await.unwrap(), difference, "{engine:?}: {sql}");
            bench.store.rebuild().await.unwrap();
            assert_eq!(bench.store.compare().await.unwrap(), [], "{engine:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_appended_during_a_rebuild_is_in_the_tables_after_it() {
    for engine in engines() {
        let bench = Bench::on(engine).await;
        filled(&bench).await;
        let store = bench.another().await;
        let writer = tokio::spawn(async move {
            for n in 0..40 {
                save(&store, register_with_need(&format!("late{n}"))).await.unwrap();
            }
        });
        while !writer.is_finished() {
            // With somebody writing all the time, giving up is an answer; losing a row is not.
            let _ = bench.store.rebuild().await;
        }
        writer.await.unwrap();
        assert_eq!(bench.store.compare().await.unwrap(), [], "{engine:?}");
        assert_eq!(bench.number("select count(*) from customers").await, 52);
    }
}
