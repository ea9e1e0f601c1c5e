//! The tables are made step by step, each step once, whoever comes and however many come at once.

use std::collections::BTreeSet;

use evenhand_store::{Store, StoreError, Value};
use futures::future::join_all;
use tempfile::TempDir;

use crate::bench::{Bench, Engine, engines, filled, ports, register, save};
use crate::{postgres, raw};

const STEPS: [&str; 3] = ["0001_log", "0002_projections", "0003_beside_the_log"];

async fn steps(bench: &Bench) -> Vec<Vec<Value>> {
    raw::rows(&bench.place, "select name from migrations order by name").await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_record_that_is_opened_again_is_as_it_was_left() {
    for engine in engines() {
        let bench = Bench::on(engine).await;
        assert_eq!(steps(&bench).await, STEPS.map(|name| vec![name.into()]));
        filled(&bench).await;
        let before = bench.everything().await;
        drop(bench.store.clone());
        let again = bench.another().await;
        bench.is_still(&before).await;
        assert_eq!(steps(&bench).await, STEPS.map(|name| vec![name.into()]));
        save(&again, register("after")).await.unwrap();
        assert_eq!(bench.number("select count(*) from events").await, 37);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_record_that_a_newer_version_has_changed_is_refused() {
    for engine in engines() {
        let bench = Bench::on(engine).await;
        raw::execute(&bench.place, "insert into migrations (name) values ('0099_tomorrow')").await.unwrap();
        let refused = Store::open(&bench.place, ports(bench.clock.clone(), bench.fatal.clone())).await;
        let says = refused.map(|_| ()).unwrap_err().to_string();
        assert!(says.contains("a newer version of the product changed this database"), "{says}");
        assert!(says.contains("0099_tomorrow"), "{says}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_who_open_a_new_record_at_once_each_finds_it_made_once() {
    for engine in engines() {
        let folder = TempDir::new().unwrap();
        let place = match engine {
            Engine::Sqlite => evenhand_store::Place::File(folder.path().join("record.db")),
            Engine::Postgres => postgres::new_place().await,
        };
        let open = (0..6).map(|_| {
            let place = place.clone();
            tokio::spawn(
                async move { Store::open(&place, ports(Default::default(), Default::default())).await },
            )
        });
        let opened: Result<Vec<Store>, StoreError> =
            join_all(open).await.into_iter().map(Result::unwrap).collect();
        let stores = opened.unwrap();
        let saved = stores.iter().zip(0..).map(|(store, n)| save(store, register(&format!("c{n}"))));
        assert!(join_all(saved).await.iter().all(Result::is_ok));
        let made = raw::rows(&place, "select name from migrations order by name").await;
        assert_eq!(made, STEPS.map(|name| vec![name.into()]), "{engine:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_organisations_may_begin_on_one_server_at_once() {
    if postgres::url().is_none() {
        return;
    }
    // What belongs to the whole database, as an extension does, is made by one and found by the others.
    let opened = join_all((0..6).map(|_| tokio::spawn(Bench::on(Engine::Postgres)))).await;
    for bench in opened {
        assert_eq!(steps(&bench.unwrap()).await.len(), STEPS.len());
    }
}

/// Table, column, whether it must be filled, whether it is part of the key.
type Columns = BTreeSet<(String, String, bool, bool)>;

async fn columns(bench: &Bench, engine: Engine) -> Columns {
    let sql = match engine {
        // The index for searching is SQLite's own, and so is the place of a customer in it.
        Engine::Sqlite => {
            "select m.name, c.name, c.\"notnull\" or c.pk > 0, \
            c.pk > 0 or (m.name = 'customers' and c.name = 'id') \
            from sqlite_schema m, pragma_table_info(m.name) c where m.type = 'table' \
            and m.name not like 'customer_search%' and not (m.name = 'customers' and c.name = 'n')"
        }
        Engine::Postgres => {
            "select c.table_name::text, c.column_name::text, (c.is_nullable = 'NO')::int::bigint, \
            (k.column_name is not null)::int::bigint from information_schema.columns c \
            left join information_schema.table_constraints t on t.table_schema = c.table_schema \
            and t.table_name = c.table_name and t.constraint_type = 'PRIMARY KEY' \
            left join information_schema.key_column_usage k on k.constraint_schema = t.constraint_schema \
            and k.constraint_name = t.constraint_name and k.column_name = c.column_name \
            where c.table_schema = current_schema()"
        }
    };
    let column = |row: Vec<Value>| match <[Value; 4]>::try_from(row) {
        Ok([Value::Text(table), Value::Text(column), Value::Int(filled), Value::Int(key)]) => {
            (table, column, filled == 1, key == 1)
        }
        other => panic!("{other:?} is no column"),
    };
    raw::rows(&bench.place, sql).await.into_iter().map(column).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_databases_have_the_same_tables() {
    if postgres::url().is_none() {
        return;
    }
    let (sqlite, server) = (Bench::on(Engine::Sqlite).await, Bench::on(Engine::Postgres).await);
    let (here, there) = (columns(&sqlite, Engine::Sqlite).await, columns(&server, Engine::Postgres).await);
    assert!(here.len() > 100, "{} columns", here.len());
    assert_eq!(here.symmetric_difference(&there).collect::<Vec<_>>(), Vec::<&_>::new());
}
