//! Given what happened, when somebody asks for something, then this happens or it is refused: a case, its people and
//! its policy, all in memory.

mod people;
mod samples;

use std::fs;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use evenhand_domain::customer::{Customer, CustomerCommand};
use evenhand_domain::delegation::DelegationCommand;
use evenhand_domain::incident::{Incident, IncidentCommand};
use evenhand_domain::obligation::ObligationCommand;
use evenhand_domain::organisation::OrganisationCommand;
use evenhand_domain::pack_history::PackCommand;
use evenhand_domain::policy_record::PolicyCommand;
use evenhand_domain::staff::StaffCommand;
use evenhand_domain::task::Task;
use evenhand_domain::{Command, Context, Directory, Event, Recorded, Refusal, State, StreamKind};
use evenhand_policy::access::{Action, Actor, Subject, check};
use evenhand_policy::pack::{Files, Pack};
use jiff::{SignedDuration, Timestamp};
use serde::de::DeserializeOwned;

pub use people::{Place, id};
pub use samples::*;

/// When every case begins: Tuesday 16 March 2027, 10:14 in Adelaide.
pub const BEGIN: &str = "2027-03-16T10:14:00+10:30";

/// A moment, as it is written with its offset.
pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn read(name: &str) -> Arc<Pack> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs").join(name);
    let mut files = Files::new();
    for folder in [root.clone(), root.join("documents")] {
        for path in
            fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file())
        {
            let name = path.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
            files.insert(name, fs::read_to_string(&path).unwrap());
        }
    }
    Arc::new(Pack::read(&files).unwrap())
}

static COUNCIL: LazyLock<Arc<Pack>> = LazyLock::new(|| read("mount-gambier"));
static AGENCY: LazyLock<Arc<Pack>> = LazyLock::new(|| read("services-australia"));

/// The council's policy.
pub fn council_pack() -> Arc<Pack> {
    COUNCIL.clone()
}

/// The agency's policy.
pub fn agency_pack() -> Arc<Pack> {
    AGENCY.clone()
}

/// One stream, what happened to it, and everything that decisions about it look at.
#[derive(Clone)]
pub struct Case {
    kind: StreamKind,
    pub pack: Arc<Pack>,
    pub place: Place,
    directory: Arc<Directory>,
    pub now: Timestamp,
    events: Vec<Recorded<Event>>,
}

/// An incident at the council, before anything happened.
pub fn council() -> Case {
    Case::new(StreamKind::Incident, council_pack(), Place::council())
}

/// An incident at the agency, before anything happened.
pub fn agency() -> Case {
    Case::new(StreamKind::Incident, agency_pack(), Place::agency())
}

impl Case {
    pub fn new(kind: StreamKind, pack: Arc<Pack>, place: Place) -> Case {
        let directory = Arc::new(place.directory());
        Case { kind, pack, place, directory, now: at(BEGIN), events: Vec::new() }
    }

    /// The same place and policy, another thing.
    pub fn about(mut self, kind: StreamKind) -> Case {
        self.kind = kind;
        self.events.clear();
        self
    }

    /// With another policy.
    pub fn under(mut self, change: impl FnOnce(&mut Pack)) -> Case {
        change(Arc::make_mut(&mut self.pack));
        self
    }

    /// With other people, units or sites.
    pub fn with(mut self, change: impl FnOnce(&mut Place)) -> Case {
        change(&mut self.place);
        self.directory = Arc::new(self.place.directory());
        self
    }

    /// Some time passes.
    pub fn later(mut self, time: SignedDuration) -> Case {
        self.now += time;
        self
    }

    /// Hours pass.
    pub fn hours_later(self, hours: i64) -> Case {
        self.later(SignedDuration::from_hours(hours))
    }

    /// Something happened, because somebody asked for it.
    #[track_caller]
    pub fn given(mut self, who: &str, command: impl Ask) -> Case {
        match self.decided(who, command) {
            Ok(events) => events.into_iter().for_each(|event| self.record(who, event)),
            Err(refusal) => panic!("given that {who} may: {:#?}", refusal.problems),
        }
        self
    }

    /// Somebody asks for something now.
    pub fn when(&self, who: &str, command: impl Ask) -> Outcome {
        Outcome(self.decided(who, command))
    }

    /// What follows from a command, without its happening.
    pub fn decided(&self, who: &str, command: impl Ask) -> Result<Vec<Event>, Refusal> {
        let actor = self.actor(who);
        // Who may do what is the access check's business and tested there; a decision only carries its leave.
        let permit = check(&actor, Action::ReadGuidance, &Subject::default(), &self.pack).unwrap();
        let context = Context {
            now: self.now,
            actor: &actor,
            permit: &permit,
            pack: &self.pack,
            directory: &self.directory,
        };
        evenhand_domain::decide(&self.state(), &command.ask(), &context)
    }

    /// Puts an event behind the others.
    pub fn record(&mut self, who: &str, event: Event) {
        let version = self.events.len() as u64 + 1;
        let recorded = Recorded {
            seq: version,
            version,
            at: self.now,
            actor: who.to_owned(),
            role: "role".to_owned(),
            delegation: None,
            pack: self.pack.reference(),
            event,
        };
        self.events.push(recorded);
    }

    /// Everything somebody holds now.
    pub fn actor(&self, who: &str) -> Actor {
        if who == "system" {
            return Actor::system();
        }
        self.directory
            .actor(&id(who), self.now, &self.pack)
            .unwrap_or_else(|| panic!("{who} does not work here"))
    }

    pub fn directory(&self) -> &Directory {
        &self.directory
    }

    pub fn events(&self) -> &[Recorded<Event>] {
        &self.events
    }

    pub fn state(&self) -> State {
        State::replay(self.kind, &self.events)
    }

    pub fn incident(&self) -> Incident {
        let State::Incident(incident) = self.state() else { panic!("this is no incident") };
        *incident
    }

    pub fn customer(&self) -> Customer {
        let State::Customer(customer) = self.state() else { panic!("this is no customer") };
        *customer
    }

    /// A task of the incident.
    #[track_caller]
    pub fn task(&self, key: &str) -> Task {
        let tasks = self.incident().tasks(&self.pack);
        let keys: Vec<String> = tasks.iter().map(|task| task.key.clone()).collect();
        tasks
            .into_iter()
            .find(|task| task.key == key)
            .unwrap_or_else(|| panic!("no task `{key}` among {keys:?}"))
    }

    /// The keys of the incident's open tasks.
    pub fn open_tasks(&self) -> Vec<String> {
        let tasks = self.incident().tasks(&self.pack).into_iter().filter(Task::is_open);
        tasks.map(|task| task.key).collect()
    }
}

/// What came of asking.
#[derive(Debug)]
#[must_use]
pub struct Outcome(Result<Vec<Event>, Refusal>);

impl Outcome {
    /// One event happened, of this name; its content, as the log would give it back.
    #[track_caller]
    pub fn then<T: DeserializeOwned>(self, name: &str) -> T {
        match self.0.as_deref() {
            Ok([event]) => {
                assert_eq!(event.name(), name);
                serde_json::from_value(event.content()).unwrap()
            }
            Ok(events) => panic!("expected one event, found {events:#?}"),
            Err(refusal) => panic!("expected `{name}`, but it was refused: {:#?}", refusal.problems),
        }
    }

    /// One event happened, of this name.
    #[track_caller]
    pub fn happens(self, name: &str) {
        let _: serde_json::Value = self.then(name);
    }

    /// It was refused for exactly these reasons: field and code of each.
    #[track_caller]
    pub fn refused(self, reasons: &[(&str, &str)]) {
        let found: Vec<(String, String)> =
            self.refusal().problems.into_iter().map(|problem| (problem.field, problem.code)).collect();
        let found: Vec<(&str, &str)> =
            found.iter().map(|(field, code)| (field.as_str(), code.as_str())).collect();
        assert_eq!(found, reasons);
    }

    /// The refusal.
    #[track_caller]
    pub fn refusal(self) -> Refusal {
        match self.0 {
            Err(refusal) => refusal,
            Ok(events) => panic!("expected a refusal, but this happened: {events:#?}"),
        }
    }
}

/// Everything that can be asked.
pub trait Ask {
    fn ask(self) -> Command;
}

impl Ask for Command {
    fn ask(self) -> Command {
        self
    }
}

impl Ask for IncidentCommand {
    fn ask(self) -> Command {
        Command::Incident(Box::new(self))
    }
}

macro_rules! asked {
    ($($command:ty => $kind:ident),+ $(,)?) => { $(impl Ask for $command {
        fn ask(self) -> Command {
            Command::$kind(self)
        }
    })+ };
}
asked! {
    CustomerCommand => Customer,
    DelegationCommand => Delegation,
    ObligationCommand => Obligation,
    OrganisationCommand => Organisation,
    PackCommand => Pack,
    PolicyCommand => Policy,
    StaffCommand => Staff,
}
