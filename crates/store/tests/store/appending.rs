//! Appending: once for each key, on the version expected, with numbers given once, all or nothing.

use evenhand_domain::{StreamId, StreamKind};
use evenhand_ledger::Hash;
use evenhand_store::beside::{Notice, deliver};
use evenhand_store::{Statement, Store, StoreError, done, later};
use futures::future::join_all;
use jiff::ToSpan;
use serde_json::json;

use crate::bench::{Bench, Engine, engines, need, now, register, register_with_need, save};
use crate::raw;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_key_is_carried_out_once_and_answered_the_same() {
    for engine in engines() {
        let bench = Bench::on(engine).await;
        let first = save(&bench.store, register("one")).await.unwrap();
        assert_eq!((first.version, first.replayed), (1, false));
        let again = save(&bench.store, register("one")).await.unwrap();
        assert_eq!((again.version, again.answer, again.replayed), (1, first.answer, true));

        let mut other = register("one");
        other.digest = Hash::of(b"another command");
        assert!(matches!(save(&bench.store, other).await, Err(StoreError::KeyReused)));
        assert_eq!(bench.number("select count(*) from events").await, 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_that_comes_sixteen_times_at_once_is_carried_out_once() {
    for engine in engines() {
        let bench = Bench::on(engine).await;
        let outcomes = join_all((0..16).map(|_| save(&bench.store, register("one")))).await;
        let appended: Vec<_> = outcomes.into_iter().map(Result::unwrap).collect();
        assert_eq!(appended.iter().filter(|appended| !appended.replayed).count(), 1);
        assert!(appended.iter().all(|a| a.version == 1 && a.answer == json!({ "made": "one" })));
        assert_eq!(bench.number("select count(*) from events").await, 1);
        assert_eq!(bench.number("select count(*) from commands").await, 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_who_saw_the_same_version_one_is_told_that_it_has_changed() {
    for engine in engines() {
        let bench = Bench::on(engine).await;
        save(&bench.store, register("c")).await.unwrap();
        let late = (0..16).map(|n| save(&bench.store, need(&format!("n{n}"), "c", &[register("c")])));
        let (saved, refused): (Vec<_>, Vec<_>) = join_all(late).await.into_iter().partition(Result::is_ok);
        assert_eq!((saved.len(), refused.len()), (1, 15));
        assert!(refused.iter().all(|outcome| matches!(outcome, Err(StoreError::Conflict { current: 2 }))));
        assert_eq!(bench.number("select count(*) from events").await, 2);
    }
}

/// Enters a customer with the next free number of a series, as often as it takes.
async fn take_a_number(store: &Store, key: &str) {
    loop {
        let mut command = register(key);
        command.numbers = vec![("WB".to_owned(), store.highest_number("WB").await.unwrap() + 1)];
        match save(store, command).await {
            Err(StoreError::NumberTaken { series, .. }) => assert_eq!(series, "WB"),
            outcome => return assert!(outcome.is_ok(), "{outcome:?}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn numbers_have_no_gaps_and_no_doubles_under_sixteen_writers_and_two_processes() {
    for engine in engines() {
        let bench = Bench::on(engine).await;
        let stores = [bench.store.clone(), bench.another().await];
        let writers = (0..16).map(|writer| {
            let store = stores[writer % 2].clone();
            tokio::spawn(async move {
                for n in 0..3 {
                    take_a_number(&store, &format!("w{writer}-{n}")).await;
                }
            })
        });
        join_all(writers).await.into_iter().for_each(|writer| writer.unwrap());
        let numbers = raw::rows(&bench.place, "select n from numbers where series = 'WB' order by n").await;
        let expected: Vec<Vec<evenhand_store::Value>> = (1..=48_i64).map(|n| vec![n.into()]).collect();
        assert_eq!(numbers, expected, "{engine:?}");
        // Both wrote to the same log, and it is one log.
        assert_eq!(bench.number("select count(*) from events").await, 48);
        assert_eq!(bench.number("select max(seq) from events").await, 48);
        assert_eq!(bench.number("select size from trees where log = 'events'").await, 48);
    }
}

/// Makes every insert into the outbox that speaks of `bad` fail.
async fn refuse_bad_effects(bench: &Bench, engine: Engine) {
    let sql = match engine {
        Engine::Sqlite => {
            "create trigger bad before insert on outbox when new.effect like '%bad%' begin \
            select raise(abort, 'injected'); end"
        }
        Engine::Postgres => {
            "create function bad() returns trigger language plpgsql as $$ begin \
            if new.effect like '%bad%' then raise exception 'injected'; end if; return new; end $$; \
            create trigger bad before insert on outbox for each row execute function bad()"
        }
    };
    raw::execute(&bench.place, sql).await.unwrap();
}

async fn allow_bad_effects(bench: &Bench, engine: Engine) {
    let sql = match engine {
        Engine::Sqlite => "drop trigger bad",
        Engine::Postgres => "drop trigger bad on outbox",
    };
    raw::execute(&bench.place, sql).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_statement_that_fails_takes_the_whole_command_with_it() {
    for engine in engines() {
        let bench = Bench::on(engine).await;
        save(&bench.store, register_with_need("good")).await.unwrap();
        let before = bench.everything().await;
        refuse_bad_effects(&bench, engine).await;

        let outcome = save(&bench.store, register_with_need("bad")).await;
        assert!(
            matches!(&outcome, Err(StoreError::Unavailable(why)) if why.contains("injected")),
            "{outcome:?}"
        );
        // Events, tables, outbox and key go together.
        bench.is_still(&before).await;

        allow_bad_effects(&bench, engine).await;
        assert!(!save(&bench.store, register_with_need("bad")).await.unwrap().replayed);
        assert_eq!(bench.number("select count(*) from events").await, 4);
        assert_eq!(bench.number("select count(*) from outbox").await, 2);
        assert_eq!(bench.number("select count(*) from customers").await, 2);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bad_command_does_not_take_its_neighbours_with_it() {
    for engine in engines() {
        let bench = Bench::on(engine).await;
        refuse_bad_effects(&bench, engine).await;
        let name = |n: usize| if n == 20 { "bad".to_owned() } else { format!("c{n}") };
        let outcomes = join_all((0..40).map(|n| save(&bench.store, register_with_need(&name(n))))).await;
        for (n, outcome) in outcomes.iter().enumerate() {
            assert_eq!(outcome.is_ok(), n != 20, "{engine:?} {n} {outcome:?}");
        }
        assert_eq!(bench.number("select count(*) from events").await, 78);
        assert_eq!(bench.number("select count(*) from commands").await, 39);
        assert_eq!(bench.store.compare().await.unwrap(), []);
    }
}

fn notice(id: &str) -> Notice {
    Notice {
        id: id.to_owned(),
        about: "customer:c".to_owned(),
        text: "Told".to_owned(),
        at: now(),
        read_at: None,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_waits_is_delivered_once_or_not_at_all() {
    for engine in engines() {
        let bench = Bench::on(engine).await;
        save(&bench.store, register_with_need("c")).await.unwrap();
        let due = bench.store.outbox_due(now(), 10).await.unwrap();
        assert_eq!(due.len(), 1);
        assert_eq!((due[0].id.as_str(), &due[0].effect), ("tell c", &json!({ "told": "c" })));

        // The delivery and its end are one step: if the second half fails, so does the first.
        let half =
            vec![deliver("s1", &notice("tell c")), Statement::new("insert into nowhere values (1)", vec![])];
        assert!(bench.store.write_beside(half).await.is_err());
        assert_eq!(bench.store.notices("s1", 10).await.unwrap(), []);

        // Two workers that took the same thing deliver it once.
        let whole = || vec![deliver("s1", &notice("tell c")), done("tell c")];
        let both = join_all([bench.store.write_beside(whole()), bench.store.write_beside(whole())]).await;
        assert!(both.iter().all(Result::is_ok));
        assert_eq!(bench.store.notices("s1", 10).await.unwrap(), [notice("tell c")]);
        assert_eq!(bench.store.outbox_due(now(), 10).await.unwrap(), []);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_could_not_be_delivered_waits_for_its_time() {
    for engine in engines() {
        let bench = Bench::on(engine).await;
        save(&bench.store, register_with_need("c")).await.unwrap();
        let tomorrow = now() + 24.hours();
        bench.store.write_beside(vec![later("tell c", tomorrow, "nobody answers")]).await.unwrap();
        assert_eq!(bench.store.outbox_due(now(), 10).await.unwrap(), []);
        let due = bench.store.outbox_due(tomorrow, 10).await.unwrap();
        assert_eq!((due.len(), due[0].attempts), (1, 1));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stream_gives_back_what_was_appended_to_it() {
    for engine in engines() {
        let bench = Bench::on(engine).await;
        let entered = register_with_need("c");
        save(&bench.store, entered.clone()).await.unwrap();
        save(&bench.store, need("n", "c", std::slice::from_ref(&entered))).await.unwrap();
        let events = bench.store.load(&StreamId::new(StreamKind::Customer, "c")).await.unwrap();
        let places: Vec<(u64, u64)> = events.iter().map(|event| (event.seq, event.version)).collect();
        assert_eq!(places, [(1, 1), (2, 2), (3, 3)]);
        assert_eq!(events[0].event, entered.events[0]);
        assert_eq!(events[1].event, entered.events[1]);
        let header = (events[0].actor.as_str(), events[0].role.as_str(), events[0].at);
        assert_eq!(header, ("system", "system", now()));
        assert_eq!(bench.store.load(&StreamId::new(StreamKind::Customer, "nobody")).await.unwrap(), []);
    }
}
