//! A server goes away, comes back, ends connections, and answers are lost on the way: what was acknowledged is
//! saved, once, and whoever was not answered can ask again.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use evenhand_domain::{StreamId, StreamKind};
use evenhand_store::{Place, Statement, StoreError};
use futures::future::join_all;
use tempfile::TempDir;

use crate::bench::{Bench, look, register, register_with_need, save};
use crate::proxy::{Proxy, Way};
use crate::{postgres, raw};

/// A store whose way to the server can fail, and the way.
async fn by_proxy() -> Option<(Bench, Proxy)> {
    postgres::url()?;
    let proxy = Proxy::start().await;
    let Place::Server { schema, .. } = postgres::new_place().await else { panic!("a server was asked for") };
    let place = Place::Server { url: proxy.url(), schema };
    Some((Bench::at(place, TempDir::new().unwrap()).await.unwrap(), proxy))
}

async fn saved_once(bench: &Bench) {
    assert_eq!(bench.number("select count(*) from events").await, 2);
    assert_eq!(bench.number("select count(*) from commands").await, 1);
    assert_eq!(bench.number("select count(*) from outbox").await, 1);
    assert_eq!(bench.store.compare().await.unwrap(), []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_command_whose_answer_is_lost_is_saved_once() {
    let Some((bench, proxy)) = by_proxy().await else { return };
    proxy.is(Way::LosesAnswer);
    let appended = save(&bench.store, register_with_need("c")).await.unwrap();
    // It was found by its key on the next connection.
    assert!(appended.replayed);
    saved_once(&bench).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_command_whose_commit_is_lost_is_saved_on_the_next_connection() {
    let Some((bench, proxy)) = by_proxy().await else { return };
    proxy.is(Way::LosesCommit);
    let appended = save(&bench.store, register_with_need("c")).await.unwrap();
    assert!(!appended.replayed);
    saved_once(&bench).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_is_not_answered_learns_by_the_key_what_came_of_it() {
    let Some((bench, proxy)) = by_proxy().await else { return };
    proxy.is(Way::LosesAnswerAndCloses);
    let unknown = save(&bench.store, register_with_need("c")).await;
    assert!(matches!(unknown, Err(StoreError::Unavailable(_))), "{unknown:?}");
    proxy.is(Way::Open);
    let appended = loop {
        match save(&bench.store, register_with_need("c")).await {
            Err(StoreError::Unavailable(_)) => {}
            outcome => break outcome.unwrap(),
        }
    };
    assert!(appended.replayed);
    saved_once(&bench).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_look_that_may_not_be_recorded_is_refused() {
    let Some((bench, proxy)) = by_proxy().await else { return };
    for (way, recorded) in [(Way::LosesAnswer, 1), (Way::LosesCommit, 1)] {
        proxy.is(way);
        let refused = look(&bench.store, "customer:c").await;
        assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
        assert_eq!(bench.number("select count(*) from looks").await, recorded);
    }
    look(&bench.store, "customer:c").await.unwrap();
    assert_eq!(bench.number("select count(*) from looks").await, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_the_server_is_away_everything_is_refused_and_nothing_waits_for_ever() {
    let Some((bench, proxy)) = by_proxy().await else { return };
    save(&bench.store, register("before")).await.unwrap();
    proxy.is(Way::LosesAnswerAndCloses);
    let refused = join_all((0..30).map(|n| save(&bench.store, register(&format!("c{n}"))))).await;
    assert!(refused.iter().all(|outcome| matches!(outcome, Err(StoreError::Unavailable(_)))));
    proxy.is(Way::Open);
    while save(&bench.store, register("after")).await.is_err() {}
    assert_eq!(bench.store.load(&StreamId::new(StreamKind::Customer, "after")).await.unwrap().len(), 1);
    assert_eq!(bench.store.compare().await.unwrap(), []);
}

/// A store whose connections can be told from those of other tests, and what ends them.
async fn named(name: &str) -> Option<(Bench, String)> {
    let Place::Server { url, schema } = (match postgres::url() {
        Some(_) => postgres::new_place().await,
        None => return None,
    }) else {
        panic!("a server was asked for")
    };
    let name = format!("{name}_{schema}");
    let separator = if url.contains("://") { if url.contains('?') { "&" } else { "?" } } else { " " };
    let place = Place::Server { url: format!("{url}{separator}application_name={name}"), schema };
    let end = format!(
        "do $$ begin perform pg_terminate_backend(pid) from pg_stat_activity \
        where application_name = '{name}' and pid <> pg_backend_pid(); end $$"
    );
    Some((Bench::at(place, TempDir::new().unwrap()).await.unwrap(), end))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connections_that_were_ended_are_made_anew_before_anybody_notices() {
    let Some((bench, end)) = named("idle").await else { return };
    for round in 0..5 {
        let customer = format!("c{round}");
        save(&bench.store, register(&customer)).await.unwrap();
        let stream = StreamId::new(StreamKind::Customer, customer.as_str());
        for _ in 0..4 {
            assert_eq!(bench.store.load(&stream).await.unwrap().len(), 1);
        }
        raw::execute(&bench.place, &end).await.unwrap();
    }
    assert_eq!(bench.number("select count(*) from events").await, 5);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_connections_are_ended_all_the_time_every_command_is_saved_once() {
    let Some((bench, end)) = named("busy").await else { return };
    let over = Arc::new(AtomicBool::new(false));
    let ending = tokio::spawn({
        let (over, place) = (over.clone(), bench.place.clone());
        async move {
            while !over.load(Ordering::Relaxed) {
                raw::execute(&place, &end).await.unwrap();
                tokio::time::sleep(std::time::Duration::from_millis(40)).await;
            }
        }
    });
    let writers = (0..16).map(|writer| {
        let store = bench.store.clone();
        tokio::spawn(async move {
            for n in 0..6 {
                let command = register_with_need(&format!("w{writer}-{n}"));
                while let Err(error) = save(&store, command.clone()).await {
                    assert!(matches!(error, StoreError::Unavailable(_)), "{error}");
                }
            }
        })
    });
    join_all(writers).await.into_iter().for_each(|writer| writer.unwrap());
    over.store(true, Ordering::Relaxed);
    ending.await.unwrap();
    assert_eq!(bench.number("select count(*) from commands").await, 96);
    assert_eq!(bench.number("select count(*) from events").await, 192);
    assert_eq!(bench.number("select count(*) from outbox").await, 96);
    assert_eq!(bench.store.compare().await.unwrap(), []);
    bench.store.verify(evenhand_store::Log::Events, &crate::bench::key().public()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_ends_every_connection_it_is_tried_on_is_given_up_and_others_go_on() {
    let Some((bench, _)) = named("poison").await else { return };
    let poison = Statement::new("select pg_terminate_backend(pg_backend_pid())", vec![]);
    let given_up = bench.store.write_beside(vec![poison]).await;
    assert!(matches!(given_up, Err(StoreError::Unavailable(_))), "{given_up:?}");
    save(&bench.store, register("c")).await.unwrap();
}
