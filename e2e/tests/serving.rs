//! Stopping lets what has begun come to its end; slow, greedy and oversized clients are turned away while everybody
//! else is served.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up should stop at once")]

use std::net::{IpAddr, Ipv4Addr};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use evenhand_e2e::chance::say;
use evenhand_e2e::connection::Connection;
use evenhand_e2e::http::{Request, Response};
use evenhand_e2e::record::Data;
use evenhand_e2e::workplace::Workplace;
use evenhand_web::Limits;
use rustix::process::Signal;
use serde_json::json;
use tempfile::TempDir;

fn site() -> (Workplace, TempDir) {
    let folder = TempDir::new().unwrap();
    (Workplace::open(Data::files(&folder.path().join("data"))), folder)
}

const STATUS: Request = Request { method: "GET", path: "/api/v1/status", headers: &[], body: b"" };
const REPORT: &[u8] = br#"{ "safe": "yes", "channel": "in-person", "site_kind": "office",
    "happenings": ["threat"], "presence": "gone", "words": "Sent while the program was told to stop" }"#;

/// The head and the body of a report by somebody who is signed in.
fn report(site: &Workplace, to: &Connection) -> (String, &'static [u8]) {
    let headers = site.crowd.people[0].headers();
    let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let request = Request { method: "POST", path: "/api/v1/incidents/new", headers: &headers, body: REPORT };
    (to.head(&request), REPORT)
}

fn from(last: u8) -> Option<IpAddr> {
    Some(Ipv4Addr::new(127, 0, 3, last).into())
}

#[test]
fn a_stop_lets_what_has_begun_come_to_its_end_and_seals_the_logs() {
    let (mut site, _folder) = site();
    let address = site.product.address.clone();
    let mut begun = site.crowd.people[0].connect(&address).unwrap();
    let (head, body) = report(&site, &begun);
    begun.send(head.as_bytes()).unwrap();
    begun.send(&body[..40]).unwrap();
    let mut idle = Connection::open(&address, from(1)).unwrap();
    assert_eq!(idle.exchange(&STATUS).unwrap().status, 200);

    site.product.signal(Signal::TERM);
    // It no longer listens, and whoever only waits is sent away.
    idle.until_closed();
    while Connection::open(&address, from(2)).is_ok() {
        std::thread::sleep(Duration::from_millis(5));
    }
    begun.send(&body[40..]).unwrap();
    let answer = begun.answer().unwrap();
    assert_eq!(answer.status, 201, "{}", String::from_utf8_lossy(&answer.body));
    begun.until_closed();
    assert_eq!(site.product.wait().code(), Some(0));

    for (log, size) in [("main", "events"), ("looks", "looks")] {
        let sealed = format!(
            "select case when (select max(size) from checkpoints where log = '{log}' or log = '{size}')
                 = (select count(*) from {size}) then 'sealed' else 'open' end"
        );
        assert_eq!(site.data.rows(&sealed), [["sealed"]], "{log}: to its very end");
    }
    let words = "select cast(count(*) as text) from event_content where content like '%was told to stop%'";
    assert_eq!(site.data.rows(words), [["1"]]);
    say(
        "told to stop: the request in flight was answered 201 and kept, exit code 0, both logs sealed to the end",
    );
}

/// Asks for the status over and over from an address of its own, while something else is done. Gives how often it was
/// answered.
fn while_others_are_served(address: &str, act: impl FnOnce()) -> usize {
    let (stop, served) = (AtomicBool::new(false), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut to = Connection::open(address, from(9)).unwrap();
            while !stop.load(Ordering::Relaxed) {
                assert_eq!(to.exchange(&STATUS).unwrap().status, 200, "others are served meanwhile");
                served.fetch_add(1, Ordering::Relaxed);
                std::thread::sleep(Duration::from_millis(20));
            }
        });
        act();
        stop.store(true, Ordering::Relaxed);
    });
    served.into_inner()
}

/// Sends a byte now and then until the other side has had enough. Gives what it said.
fn trickle(mut to: Connection, bytes: &[u8]) -> Vec<u8> {
    for byte in bytes.iter().cycle() {
        if to.send(&[*byte]).is_err() {
            break;
        }
        if let Some(said) = to.said_within(Duration::from_millis(500)) {
            return said;
        }
    }
    to.until_closed()
}

#[test]
fn whoever_trickles_is_timed_out_while_others_are_served() {
    let (mut site, _folder) = site();
    let address = &site.product.address.clone();
    let open = |n: u8| Connection::open(address, from(n)).unwrap();
    let (head, _) = report(&site, &open(20));
    let served = while_others_are_served(address, || {
        std::thread::scope(|scope| {
            let heads: Vec<_> = (20..40).map(|n| scope.spawn(move || trickle(open(n), b"x"))).collect();
            let idle: Vec<_> = (40..50).map(|n| scope.spawn(move || open(n).until_closed())).collect();
            let bodies: Vec<_> = (50..60)
                .map(|n| {
                    let (mut to, head) = (open(n), &head);
                    scope.spawn(move || {
                        to.send(head.as_bytes()).unwrap();
                        trickle(to, b" ")
                    })
                })
                .collect();
            for said in heads.into_iter().chain(idle) {
                let said = said.join().unwrap();
                assert!(!said.starts_with(b"HTTP/1.1 2"), "{}", String::from_utf8_lossy(&said));
            }
            for said in bodies {
                let said = String::from_utf8_lossy(&said.join().unwrap()).into_owned();
                assert!(
                    said.starts_with("HTTP/1.1 503") && said.contains("Nothing you sent counts as saved"),
                    "{said}"
                );
            }
        });
    });
    assert!(served > 0);
    site.product.kill();
    say(&format!(
        "slow clients: 20 that trickled their heads, 10 that said nothing and 10 that trickled their bodies were timed \
         out; {served} requests of others were answered meanwhile"
    ));
}

/// Opens so many connections from each address, and says nothing on them. None if this process may not have so many.
fn open_many(address: &str, sources: impl Iterator<Item = u8>, each: usize) -> Option<Vec<Connection>> {
    let source = |n: u8| Some(Ipv4Addr::new(127, 0, 4, n).into());
    sources.flat_map(|n| (0..each).map(move |_| Connection::open(address, source(n)).ok())).collect()
}

/// Whether somebody at this address is served.
fn is_served(address: &str, from: Option<IpAddr>) -> bool {
    Connection::open(address, from)
        .is_ok_and(|mut to| to.exchange(&STATUS).is_ok_and(|answer| answer.status == 200))
}

#[test]
fn one_machine_has_only_so_many_connections_and_so_have_all_together() {
    let (site, _folder) = site();
    let address = &site.product.address;
    let limits = Limits::default();
    let greedy: IpAddr = Ipv4Addr::new(127, 0, 4, 1).into();
    let mut served: Vec<Connection> = Vec::new();
    for _ in 0..limits.connections_each + 20 {
        let mut to = Connection::open(address, Some(greedy)).unwrap();
        if to.exchange(&STATUS).is_ok_and(|answer| answer.status == 200) {
            served.push(to);
        }
    }
    assert_eq!(served.len(), limits.connections_each, "connections of one machine");
    assert!(is_served(address, from(1)), "another machine is served");
    drop(served);

    // Whoever says nothing loses the place after a while; on a busy machine it takes more than one try to fill all.
    let last = u8::try_from(limits.connections / limits.connections_each + 1).unwrap();
    let full = (0..5).any(|_| match open_many(address, 2..=last, limits.connections_each) {
        Some(open) => {
            let refused = !is_served(address, from(1));
            drop(open);
            refused
        }
        None => panic!("this process may not have enough files open to try: raise `ulimit -n`"),
    });
    assert!(full, "connections of all machines together");
    while !is_served(address, Some(greedy)) {
        std::thread::sleep(Duration::from_millis(10));
    }
    let Limits { connections, connections_each, .. } = limits;
    say(&format!(
        "connections: {connections_each} of one machine, {connections} together, then no more; room again once they left"
    ));
}

#[test]
fn a_body_that_is_too_large_is_refused_while_others_are_served() {
    let (mut site, _folder) = site();
    let address = &site.product.address.clone();
    let person = &site.crowd.people[0];
    let mut refused = 0;
    let served = while_others_are_served(address, || {
        for _ in 0..10 {
            let words = json!({ "words": "x".repeat(3 * 1024 * 1024) });
            let answer = too_large(&mut person.connect(address).unwrap(), |to| {
                person.post(to, "/incidents/new", &words, "too large")
            });
            if let Some(answer) = answer {
                assert_eq!(answer.status, 413, "{}", String::from_utf8_lossy(&answer.body));
                assert!(String::from_utf8_lossy(&answer.body).contains("larger than this page takes"));
                refused += 1;
            }
        }
    });
    assert!(refused > 0, "the refusal could be read");
    assert!(served > 0);
    assert_eq!(site.product.ended(), None);
    say(&format!(
        "10 bodies of 3 MB refused, {refused} with an answer; {served} requests of others answered meanwhile"
    ));
}

/// A client may still be sending when it is refused; then it sees the connection close.
fn too_large(
    to: &mut Connection,
    send: impl FnOnce(&mut Connection) -> std::io::Result<Response>,
) -> Option<Response> {
    send(to).ok().or_else(|| to.answer().ok())
}
