//! Random histories on SQLite, on PostgreSQL, and in a plain model without a store: the same answers, the same
//! events, the same tables; and what must hold after any of them.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot be set up should stop at once")]

mod lists;
mod model;
mod org;
mod script;
mod together;

use std::collections::BTreeMap;
use std::sync::Arc;

use evenhand_app::Who;
use evenhand_app::record::Found;
use evenhand_domain::pack_history::{Loaded, PackCommand};
use evenhand_domain::{Command, StaffId, StreamId, StreamKind};
use evenhand_policy::pack::Files;
use evenhand_testkit::{Engine, Organisation};
use jiff::{SignedDuration, Timestamp};

use model::{Answer, Asked, Model};
use org::{Everything, Org};
use script::{Dice, Script};

/// How many things are asked in a history.
const STEPS: usize = 260;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_random_history_of_the_council_is_the_same_on_both_databases_and_in_the_model() {
    for seed in [1, 2] {
        one_history(seed, Organisation::Tarrowmere).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_random_history_of_the_agency_is_the_same_on_both_databases_and_in_the_model() {
    one_history(3, Organisation::Nas).await;
}

/// A history on every engine and in the model, side by side.
struct History {
    orgs: Vec<Org>,
    model: Model,
    now: Timestamp,
    asked: Vec<Asked>,
    answers: Vec<Answer>,
    pack_files: Files,
}

async fn one_history(seed: u64, organisation: Organisation) {
    let mut history = History::begin(organisation).await;
    let mut dice = Dice::new(seed);
    for n in 0..STEPS {
        history.pass(SignedDuration::from_mins(i64::try_from(dice.below(900)).unwrap()));
        if dice.once_in(70) {
            history.load_pack(&mut dice, n).await;
        }
        history.ask(Dice::new(seed ^ (n as u64) << 20), n).await;
        if n % 40 == 39 {
            let somebody = Script { dice: Dice::new(n as u64), ..history.script(n) }.somebody();
            history.look_around(&[somebody]).await;
        }
    }
    history.is_worth_something();
    history.everybody_sees_the_same().await;
    history.logs_are_the_same().await;
    history.holds_together().await;
    history.again_changes_nothing().await;
}

impl History {
    async fn begin(organisation: Organisation) -> History {
        let mut orgs = Vec::new();
        for engine in Engine::all() {
            orgs.push(Org::on(engine, organisation).await);
        }
        let pack_files = evenhand_app::packs::shipped_files(&organisation.description().pack).unwrap();
        let mut model = Model::default();
        model.packs.extend([kept(&pack_files)]);
        for (stream, recorded) in orgs[0].log().await {
            model.put(stream, recorded);
        }
        let now = evenhand_testkit::begin();
        History { orgs, model, now, asked: Vec::new(), answers: Vec::new(), pack_files }
    }

    fn pass(&mut self, time: SignedDuration) {
        self.now += time;
        self.orgs.iter().for_each(|org| org.clock.set(self.now));
    }

    fn script(&self, n: usize) -> Script<'_> {
        Script { dice: Dice::new(0), model: &self.model, now: self.now, n, earlier: &self.asked }
    }

    /// Asks the next thing everywhere.
    async fn ask(&mut self, dice: Dice, n: usize) {
        let asked = Script { dice, ..self.script(n) }.next();
        let expected = self.model.perform(&asked, self.now);
        for org in &self.orgs {
            assert_eq!(org.perform(&asked).await, expected, "step {n} on {:?}: {asked:#?}", org.engine);
        }
        self.asked.push(asked);
        self.answers.push(expected);
    }

    /// Another version of the policy.
    async fn load_pack(&mut self, dice: &mut Dice, n: usize) {
        let mut files = self.pack_files.clone();
        let identity = files.get_mut("pack.toml").unwrap();
        let first = identity.find("version = \"").unwrap();
        let end = first + 11 + identity[first + 11..].find('"').unwrap();
        identity.replace_range(first..=end, &format!("version = \"9.{n}\""));
        let (reference, pack) = kept(&files);
        let loaded = Loaded {
            name: pack.identity.name.clone(),
            version: pack.identity.version.clone(),
            digest: pack.digest.clone(),
            valid_from: pack.identity.valid_from,
            sources: pack
                .sources
                .iter()
                .map(|s| format!("{}, valid from {}", s.identifier, s.valid_from))
                .collect(),
            missing_parts: pack.missing_parts.iter().map(|m| format!("{}: {}", m.part, m.because)).collect(),
        };
        self.model.packs.insert(reference, pack);
        let stream = StreamId::new(StreamKind::Pack, loaded.name.clone());
        let who = match dice.one(&self.administrators()) {
            Some(administrator) if !dice.once_in(4) => administrator,
            Some(_) | None => Script { dice: Dice::new(n as u64), ..self.script(n) }.somebody(),
        };
        let key = format!("load-{n}");
        let command = Command::Pack(PackCommand::Load(loaded));
        let asked = Asked { who, stream, command, key, expected: None };
        let expected = self.model.perform(&asked, self.now);
        for org in &self.orgs {
            let answer = org.load_pack(&asked.who, files.clone(), &asked.key).await;
            assert_eq!(answer, expected, "loading a pack on {:?}", org.engine);
        }
        self.asked.push(asked);
        self.answers.push(expected);
    }

    fn administrators(&self) -> Vec<StaffId> {
        let (directory, pack) = (self.model.directory(), self.model.pack_at(self.now));
        directory.with_duty(evenhand_policy::access::Duty::Administrator, None, self.now, &pack)
    }

    /// A history in which everything is refused, or nothing, proves little.
    fn is_worth_something(&self) {
        let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
        for answer in &self.answers {
            *kinds.entry(kind_of(answer)).or_default() += 1;
        }
        let common = ["done", "refused", "changed"];
        assert!(common.iter().all(|kind| kinds.get(kind).is_some_and(|count| *count >= 3)), "{kinds:?}");
        assert!(kinds["done"] * 3 > self.answers.len(), "{kinds:?}");
        let streams: std::collections::BTreeSet<StreamKind> =
            self.model.log.iter().map(|(stream, _)| stream.kind).collect();
        assert_eq!(streams.len(), StreamKind::ALL.len(), "{streams:?}");
    }

    async fn look_around(&self, people: &[StaffId]) {
        for org in &self.orgs {
            for staff in people {
                lists::compare(org, &self.model, staff, self.now).await;
            }
        }
    }

    async fn everybody_sees_the_same(&self) {
        let everybody: Vec<StaffId> = self.model.staff().into_iter().map(|(id, _)| id).collect();
        self.look_around(&everybody).await;
        for org in &self.orgs {
            let known = org.app.known().await.unwrap();
            let directory = self.model.directory();
            assert_eq!(known.directory.organisation(), directory.organisation());
            let sorted = |directory: &evenhand_domain::Directory| {
                let all = directory.everyone().map(|(id, staff)| (id.clone(), staff.clone()));
                all.collect::<BTreeMap<_, _>>()
            };
            assert_eq!(sorted(&known.directory), sorted(&directory));
            assert!(known.directory.delegations().eq(directory.delegations()));
            assert_eq!(known.packs, self.model.pack_history());
        }
    }

    /// The same events, the same promises to tell people, and between the databases the same in every byte.
    async fn logs_are_the_same(&self) {
        for org in &self.orgs {
            let log = org.log().await;
            for (found, expected) in log.iter().zip(&self.model.log) {
                assert_eq!(found, expected, "{:?}", org.engine);
            }
            assert_eq!(log.len(), self.model.log.len());
            const SQL: &str = "select id, effect from outbox order by id";
            let outbox: Vec<String> = evenhand_testkit::raw::rows(&org.place, SQL)
                .await
                .iter()
                .map(|row| format!("{row:?}"))
                .collect();
            let expected: Vec<String> = self
                .model
                .outbox
                .iter()
                .map(|(id, effect)| format!("{:?}", [text(id.clone()), text(effect.to_string())]))
                .collect();
            let sorted = |mut all: Vec<String>| {
                all.sort();
                all
            };
            assert_eq!(sorted(outbox), sorted(expected), "{:?}", org.engine);
        }
        if let [first, second] = self.orgs.as_slice() {
            same(&first.everything().await, &second.everything().await);
        }
    }

    /// The tables say what the log says, a rebuild changes nothing, and the logs verify.
    async fn holds_together(&self) {
        for org in &self.orgs {
            let who = self.keeper(org).await;
            assert_eq!(org.app.compare(&who).await.unwrap(), [], "{:?}", org.engine);
            let before = org.everything().await;
            org.app.rebuild(&who).await.unwrap();
            same(&org.everything().await, &before);
            for checked in org.app.verify(&who).await.unwrap() {
                assert!(matches!(checked.found, Found::Intact(_)), "{:?}: {checked:?}", org.engine);
            }
        }
    }

    /// Whoever sends everything again that was carried out gets the same answers, and nothing happens.
    async fn again_changes_nothing(&self) {
        for org in &self.orgs {
            let before = org.everything().await;
            for (asked, answer) in self.asked.iter().zip(&self.answers) {
                if !matches!(answer, Answer::Done(_)) {
                    continue;
                }
                let again = org.perform(asked).await;
                // Whoever has left meanwhile is not asked who they were.
                assert!(
                    again == *answer || again == Answer::Nobody,
                    "{:?}: {again:?}, not {answer:?}",
                    org.engine
                );
            }
            same(&org.everything().await, &before);
        }
    }

    /// Somebody who may check the record: an account that has the right from the beginning may have lost it.
    async fn keeper(&self, org: &Org) -> Who {
        org.app.itself().await.unwrap()
    }
}

fn text(text: String) -> evenhand_store::Value {
    evenhand_store::Value::Text(text)
}

fn same(found: &Everything, expected: &Everything) {
    let different: Vec<_> = found.symmetric_difference(expected).take(6).collect();
    assert!(different.is_empty(), "{different:#?}");
}

fn kind_of(answer: &Answer) -> &'static str {
    match answer {
        Answer::Done(_) => "done",
        Answer::Refused(_) => "refused",
        Answer::NotFound => "not-found",
        Answer::Forbidden(..) => "forbidden",
        Answer::Barred(_) => "barred",
        Answer::Changed(_) => "changed",
        Answer::KeyReused => "key-reused",
        Answer::Nobody => "nobody",
    }
}

/// A pack as the shelf keeps it.
fn kept(files: &Files) -> (String, Arc<evenhand_policy::Pack>) {
    let pack = evenhand_app::packs::read(files).unwrap();
    (pack.reference(), Arc::new(pack))
}
