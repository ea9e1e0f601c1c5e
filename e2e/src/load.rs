//! People at work: many at once, each sending commands of every kind through the API, each command with a key of its
//! own and a mark in its words by which it is found again in the record.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use serde_json::{Value as Json, json};

use crate::connection::Connection;
use crate::http::{Request, Response};

/// The password of every account of the demonstration.
pub const PASSWORD: &str = "heron brisk lantern 41 quay";
/// The organisation that everybody here works for.
pub const ORGANISATION: &str = "tarrowmere";
/// How people sign in who may do everything that is sent here.
pub const MANAGER: &str = "p.wren";
/// And one who may do some of it.
pub const STAFF_MEMBER: &str = "a.quill";

/// What can be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    RegisterCustomer,
    ChangeDetails,
    RecordNeed,
    RecordCircumstance,
    ReportIncident,
    AddWords,
    RecordTrigger,
    Correct,
    FollowUp,
}

impl Kind {
    /// In the order in which somebody sends them, over and over.
    pub const ALL: [Kind; 9] = [
        Kind::RegisterCustomer,
        Kind::RecordNeed,
        Kind::ReportIncident,
        Kind::AddWords,
        Kind::ChangeDetails,
        Kind::RecordTrigger,
        Kind::Correct,
        Kind::RecordCircumstance,
        Kind::FollowUp,
    ];

    /// Whether only a manager may.
    fn of_managers(self) -> bool {
        match self {
            Kind::ChangeDetails | Kind::RecordNeed | Kind::RecordCircumstance | Kind::FollowUp => true,
            Kind::RegisterCustomer
            | Kind::ReportIncident
            | Kind::AddWords
            | Kind::RecordTrigger
            | Kind::Correct => false,
        }
    }
}

/// Somebody who is signed in.
#[derive(Debug, Clone)]
pub struct Person {
    pub account: &'static str,
    pub staff: String,
    pub from: IpAddr,
    cookie: String,
    csrf: String,
}

/// A command as it was sent.
#[derive(Debug, Clone)]
pub struct Sent {
    pub person: Person,
    pub kind: Kind,
    pub path: String,
    pub body: Json,
    pub key: String,
    /// The words by which it is found again in the record.
    pub mark: String,
}

/// What was heard of a command.
#[derive(Debug, Clone, PartialEq)]
pub enum Heard {
    /// "Saved", with what was answered.
    Saved(Json),
    /// Nothing, or that it is not known.
    Nothing,
    /// That it was not done.
    Refused(u16, String),
}

/// When a person counts something as saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trust {
    /// When the product says so.
    Answers,
    /// As soon as it is sent: this is what a product comes to that answers before it has saved. Only to see whether
    /// the harness notices.
    Hopes,
}

/// What was sent, and what was heard of it.
#[derive(Default)]
pub struct Notes {
    pub commands: Vec<(Sent, Heard)>,
    /// Cards that were shown: of which customer.
    pub cards: Vec<String>,
}

/// Signs somebody in.
pub fn sign_in(address: &str, account: &'static str, from: IpAddr) -> Person {
    let body = json!({ "organisation": ORGANISATION, "name": account, "password": PASSWORD }).to_string();
    let headers = [("content-type", "application/json")];
    let request =
        Request { method: "POST", path: "/api/v1/sign-in", headers: &headers, body: body.as_bytes() };
    let answer = Connection::open(address, Some(from)).and_then(|mut to| to.exchange(&request)).unwrap();
    assert_eq!(answer.status, 201, "{account} cannot sign in: {}", String::from_utf8_lossy(&answer.body));
    let cookie = answer.header("set-cookie").and_then(|cookie| cookie.split(';').next()).unwrap().to_owned();
    let said = answer.json();
    let text = |name: &str| said[name].as_str().unwrap().to_owned();
    Person { account, staff: text("staff"), from, cookie, csrf: text("csrf") }
}

/// So many people, managers and others by turns, each from an address of their own.
pub fn people(address: &str, count: u8) -> Vec<Person> {
    let account = |n: u8| if n.is_multiple_of(2) { MANAGER } else { STAFF_MEMBER };
    (0..count).map(|n| sign_in(address, account(n), Ipv4Addr::new(127, 0, 1, n + 1).into())).collect()
}

impl Person {
    /// Sends JSON to the API.
    pub fn post(&self, to: &mut Connection, path: &str, body: &Json, key: &str) -> std::io::Result<Response> {
        let (path, body) = (format!("/api/v1{path}"), body.to_string());
        let headers = [
            ("content-type", "application/json"),
            ("cookie", self.cookie.as_str()),
            ("x-csrf-token", &self.csrf),
            ("idempotency-key", key),
        ];
        to.exchange(&Request { method: "POST", path: &path, headers: &headers, body: body.as_bytes() })
    }

    /// Sends a form, as a page does.
    pub fn post_form(&self, to: &mut Connection, path: &str, form: &str) -> std::io::Result<Response> {
        let headers = [
            ("content-type", "application/x-www-form-urlencoded"),
            ("cookie", self.cookie.as_str()),
            ("x-csrf-token", &self.csrf),
        ];
        to.exchange(&Request { method: "POST", path, headers: &headers, body: form.as_bytes() })
    }

    /// Asks for a page or, under `/api/v1`, for data.
    pub fn get(&self, to: &mut Connection, path: &str) -> std::io::Result<Response> {
        let headers = [("cookie", self.cookie.as_str())];
        to.exchange(&Request { method: "GET", path, headers: &headers, body: b"" })
    }

    /// What every request of theirs carries.
    pub fn headers(&self) -> [(&'static str, String); 3] {
        [
            ("content-type", "application/json".to_owned()),
            ("cookie", self.cookie.clone()),
            ("x-csrf-token", self.csrf.clone()),
        ]
    }

    /// Connects from where they are.
    pub fn connect(&self, address: &str) -> std::io::Result<Connection> {
        Connection::open(address, Some(self.from))
    }

    fn may(&self, kind: Kind) -> bool {
        self.account == MANAGER || !kind.of_managers()
    }
}

/// Sends a command, once.
pub fn send(to: &mut Connection, sent: &Sent) -> Heard {
    let Ok(answer) = sent.person.post(to, &sent.path, &sent.body, &sent.key) else { return Heard::Nothing };
    match answer.status {
        201 => Heard::Saved(answer.json()),
        // The product does not know either.
        503 => Heard::Nothing,
        status => Heard::Refused(status, String::from_utf8_lossy(&answer.body).into_owned()),
    }
}

/// People who send one command after the other until they are told to stop or nobody answers any more.
pub struct Crowd {
    pub people: Vec<Person>,
    /// Numbers the marks, so that each is there once.
    count: AtomicU64,
    pub trust: Trust,
    /// How long somebody thinks between two commands.
    pub pause: Duration,
}

impl Crowd {
    pub fn new(people: Vec<Person>) -> Crowd {
        Crowd { people, count: AtomicU64::new(0), trust: Trust::Answers, pause: Duration::ZERO }
    }

    /// Lets everybody work. Returns when all have stopped.
    pub fn work(&self, address: &str, notes: &Mutex<Notes>, stop: &AtomicBool) {
        std::thread::scope(|scope| {
            for person in &self.people {
                scope.spawn(move || self.work_of(person, address, notes, stop));
            }
        });
    }

    fn work_of(&self, person: &Person, address: &str, notes: &Mutex<Notes>, stop: &AtomicBool) {
        let Ok(mut to) = person.connect(address) else { return };
        let mut desk = Desk::default();
        for kind in Kind::ALL.into_iter().cycle().filter(|kind| person.may(*kind)) {
            if stop.load(Ordering::Relaxed) {
                return;
            }
            let Some(sent) = self.command(person, kind, &desk) else { continue };
            if self.trust == Trust::Hopes {
                notes.lock().unwrap().commands.push((sent.clone(), Heard::Saved(Json::Null)));
            }
            let heard = send(&mut to, &sent);
            desk.keep(kind, &heard);
            let over = heard == Heard::Nothing;
            if self.trust == Trust::Answers {
                notes.lock().unwrap().commands.push((sent, heard));
            }
            if over || !look(person, &mut to, kind, &desk, notes) {
                return;
            }
            std::thread::sleep(self.pause);
        }
    }

    /// The next command of somebody; none where there is nothing yet to do it to.
    fn command(&self, person: &Person, kind: Kind, desk: &Desk) -> Option<Sent> {
        let mark = format!("mark-{:07}", self.count.fetch_add(1, Ordering::Relaxed));
        let (path, body) = desk.form(person, kind, &mark)?;
        let key = format!("key of {mark}");
        Some(Sent { person: person.clone(), kind, path, body, key, mark })
    }
}

/// Looks at the card of a customer who was just entered. False if nobody answers.
fn look(person: &Person, to: &mut Connection, kind: Kind, desk: &Desk, notes: &Mutex<Notes>) -> bool {
    let (Kind::RegisterCustomer, Some(customer)) = (kind, &desk.customer) else { return true };
    let answer = person.get(to, &format!("/api/v1/customers/{customer}/now"));
    if answer.as_ref().is_ok_and(|answer| answer.status == 200) {
        notes.lock().unwrap().cards.push(customer.clone());
    }
    answer.is_ok()
}

/// What somebody has in front of them.
#[derive(Default)]
struct Desk {
    customer: Option<String>,
    incident: Option<String>,
}

impl Desk {
    fn keep(&mut self, kind: Kind, heard: &Heard) {
        let Heard::Saved(answer) = heard else { return };
        let id = answer["stream"].as_str().and_then(|stream| stream.split(':').nth(1)).map(str::to_owned);
        match kind {
            Kind::RegisterCustomer => self.customer = id,
            Kind::ReportIncident => self.incident = id,
            Kind::ChangeDetails
            | Kind::RecordNeed
            | Kind::RecordCircumstance
            | Kind::AddWords
            | Kind::RecordTrigger
            | Kind::Correct
            | Kind::FollowUp => {}
        }
    }

    fn form(&self, person: &Person, kind: Kind, mark: &str) -> Option<(String, Json)> {
        let customer = |what: &str| self.customer.as_ref().map(|id| format!("/customers/{id}/{what}"));
        let incident = |what: &str| self.incident.as_ref().map(|id| format!("/incidents/{id}/{what}"));
        let path = match kind {
            Kind::RegisterCustomer => Some("/customers/new".to_owned()),
            Kind::ReportIncident => Some("/incidents/new".to_owned()),
            Kind::ChangeDetails => customer("details"),
            Kind::RecordNeed => customer("needs"),
            Kind::RecordCircumstance => customer("circumstances"),
            Kind::AddWords => incident("words"),
            Kind::RecordTrigger => incident("trigger"),
            Kind::Correct => incident("correction"),
            Kind::FollowUp => incident("follow-ups"),
        };
        Some((path?, body(person, kind, mark)))
    }
}

fn body(person: &Person, kind: Kind, mark: &str) -> Json {
    match kind {
        Kind::RegisterCustomer => json!({
            "given_names": "Wren", "family_name": "Ashdown", "customer_type": "current-customer",
            "standing": "current", "phones": "0491 570 156", "street": mark,
        }),
        Kind::ChangeDetails => json!({
            "given_names": "Wren", "family_name": "Ashdown", "customer_type": "current-customer",
            "standing": "current", "phones": "0491 570 157", "because": mark,
        }),
        Kind::RecordNeed => json!({ "need": "interpreter", "note": mark }),
        Kind::RecordCircumstance => json!({ "circumstance": "homelessness", "source": mark }),
        // Without a time: it happened now, and a resent one happened when the first was sent.
        Kind::ReportIncident => json!({
            "safe": "yes", "channel": "in-person", "site_kind": "office", "happenings": ["threat"],
            "presence": "gone", "words": mark,
        }),
        Kind::AddWords => json!({ "kind": "account", "text": mark }),
        Kind::RecordTrigger => json!({ "trigger": "waiting", "note": mark }),
        Kind::Correct => json!({ "place": "desk 3", "because": mark }),
        Kind::FollowUp => json!({ "what": format!("Ring back {mark}"), "owner": person.staff }),
    }
}
