//! What is in the log stays as it is: the database itself refuses to change it, whoever asks.

use evenhand_store::Log;

use crate::bench::{Bench, Engine, engines, filled, key};
use crate::raw;

/// What is never changed: the table, a column to change, a condition that meets one row.
const KEPT: &[(&str, &str, &str)] = &[
    ("events", "actor", "seq = 3"),
    ("event_content", "content", "seq = 3"),
    ("looks", "actor", "seq = 3"),
    ("look_content", "content", "seq = 3"),
    ("checkpoints", "note", "log = 'events' and size = 12"),
    ("commands", "answer", "key = 'c3'"),
];

async fn attempts(bench: &Bench, engine: Engine, sql: &[String]) {
    let before = bench.everything().await;
    for sql in sql {
        let refused = raw::execute(&bench.place, sql).await;
        assert_eq!(refused, Err("the log is never changed".to_owned()), "{engine:?}: {sql}");
    }
    bench.is_still(&before).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_in_the_log_can_be_changed_or_deleted() {
    for engine in engines() {
        let bench = Bench::on(engine).await;
        filled(&bench).await;
        let mut sql = Vec::new();
        for (table, column, one) in KEPT {
            assert_eq!(bench.number(&format!("select count(*) from {table} where {one}")).await, 1);
            sql.push(format!("update {table} set {column} = 'x' where {one}"));
            sql.push(format!("delete from {table} where {one}"));
            if engine == Engine::Postgres {
                sql.push(format!("truncate {table}"));
            }
        }
        attempts(&bench, engine, &sql).await;
        assert_eq!(bench.store.verify(Log::Events, &key().public()).await.unwrap().entries, 36);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_in_the_log_can_be_written_over() {
    let bench = Bench::on(Engine::Sqlite).await;
    filled(&bench).await;
    let over = |table: &&str| format!("insert or replace into {table} select * from {table} limit 1");
    let tables = ["events", "event_content", "looks", "look_content", "commands"];
    attempts(&bench, Engine::Sqlite, &tables.iter().map(over).collect::<Vec<_>>()).await;
    // By its place in the stream, too.
    let by_version = "insert or replace into events select 99, stream, version, type, v, at, actor, role, \
        delegation, pack, command, payload, leaf from events where seq = 3";
    attempts(&bench, Engine::Sqlite, &[by_version.to_owned()]).await;
    // A checkpoint that is there already is passed over.
    let before = bench.everything().await;
    let checkpoint = "insert or replace into checkpoints select log, size, 'other', at from checkpoints";
    raw::execute(&bench.place, checkpoint).await.unwrap();
    bench.is_still(&before).await;
}
