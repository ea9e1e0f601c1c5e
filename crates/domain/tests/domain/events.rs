//! What the log holds stays readable for ever: every kind of event has samples in `tests/samples`, by name and version
//! of the shape. They are never changed; a new shape gets new samples beside the old ones.

use std::collections::{BTreeMap, BTreeSet};

use evenhand_domain::event::Unreadable;
use evenhand_domain::{Event, State, StreamKind};
use serde_json::{Value, json};

use crate::support::*;

/// Content by name and shape.
type Samples = BTreeMap<String, BTreeMap<String, Vec<Value>>>;

/// Places whose keys are codes or names, where any key may stand.
const KEYED: &[(&str, &str)] = &[
    ("incident.form-submitted", "answers"),
    ("incident.review-decided", "factors"),
    ("incident.review-decided", "passed"),
    ("incident.review-decided", "referrals"),
    ("incident.staff-consulted", "points"),
];

fn samples_of(kind: StreamKind) -> Samples {
    let text = match kind {
        StreamKind::Customer => include_str!("../samples/customer.json"),
        StreamKind::Delegation => include_str!("../samples/delegation.json"),
        StreamKind::Incident => include_str!("../samples/incident.json"),
        StreamKind::Obligation => include_str!("../samples/obligation.json"),
        StreamKind::Organisation => include_str!("../samples/organisation.json"),
        StreamKind::Pack => include_str!("../samples/pack.json"),
        StreamKind::Policy => include_str!("../samples/policy.json"),
        StreamKind::Staff => include_str!("../samples/staff.json"),
    };
    serde_json::from_str(text).unwrap()
}

struct Sample {
    kind: StreamKind,
    name: String,
    shape: u32,
    content: Value,
}

impl Sample {
    fn read(&self) -> Result<Event, Unreadable> {
        Event::read(self.kind, &self.name, self.shape, self.content.clone())
    }

    fn with(&self, content: Value) -> Sample {
        Sample { kind: self.kind, name: self.name.clone(), shape: self.shape, content }
    }
}

fn samples() -> Vec<Sample> {
    let mut all = Vec::new();
    for kind in StreamKind::ALL.iter().copied() {
        for (name, shapes) in samples_of(kind) {
            for (shape, contents) in shapes {
                let shape = shape.parse().unwrap();
                let sample = |content| Sample { kind, name: name.clone(), shape, content };
                all.extend(contents.into_iter().map(sample));
            }
        }
    }
    all
}

/// Whether everything of a sample is there again. Fields that came later may stand beside it.
fn holds(now: &Value, sample: &Value) -> bool {
    match (now, sample) {
        (Value::Object(now), Value::Object(sample)) => {
            sample.iter().all(|(key, value)| now.get(key).is_some_and(|now| holds(now, value)))
        }
        (Value::Array(now), Value::Array(sample)) => {
            now.len() == sample.len() && now.iter().zip(sample).all(|(now, sample)| holds(now, sample))
        }
        (now, sample) => now == sample,
    }
}

/// The same content with an unknown field in one of its objects, for every object in turn.
fn with_an_unknown_field(name: &str, key: &str, content: &Value) -> Vec<Value> {
    let mut all = Vec::new();
    match content {
        Value::Object(fields) => {
            // The answers of a review are a thing of their own; those of a form are keyed by its questions.
            if !KEYED.contains(&(name, key)) {
                let mut more = fields.clone();
                more.insert("of_a_later_version".to_owned(), json!("something"));
                all.push(Value::Object(more));
            }
            for (key, value) in fields {
                for changed in with_an_unknown_field(name, key, value) {
                    let mut more = fields.clone();
                    more.insert(key.clone(), changed);
                    all.push(Value::Object(more));
                }
            }
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                for changed in with_an_unknown_field(name, "", item) {
                    let mut more = items.clone();
                    more[at] = changed;
                    all.push(Value::Array(more));
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    all
}

#[test]
fn every_kind_of_event_has_a_sample_of_its_newest_shape() {
    let sampled: BTreeSet<(String, u32)> =
        samples().into_iter().map(|sample| (sample.name, sample.shape)).collect();
    let missing: Vec<_> = Event::names()
        .into_iter()
        .filter(|(name, shape)| !sampled.contains(&((*name).to_owned(), *shape)))
        .collect();
    assert!(missing.is_empty(), "put a sample of each into tests/samples/<noun>.json: {missing:?}");
}

#[test]
fn no_event_was_renamed_or_taken_away() {
    let known: BTreeSet<&str> = Event::names().into_iter().map(|(name, _)| name).collect();
    for sample in samples() {
        assert!(known.contains(sample.name.as_str()), "`{}` is in somebody's log", sample.name);
        assert!(sample.name.starts_with(&format!("{}.", sample.kind)), "{}", sample.name);
    }
}

#[test]
fn no_two_events_have_one_name() {
    let names: Vec<&str> = Event::names().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
}

#[test]
fn every_sample_ever_kept_still_reads_and_nothing_of_it_is_lost() {
    for sample in samples() {
        let event = sample.read().unwrap_or_else(|why| panic!("{why}"));
        assert_eq!(event.name(), sample.name);
        assert!(holds(&event.content(), &sample.content), "{}: {:#}", sample.name, event.content());
    }
}

#[test]
fn what_is_read_is_kept_the_same_again() {
    for sample in samples() {
        let event = sample.read().unwrap();
        let again = Event::read(sample.kind, event.name(), event.shape(), event.content()).unwrap();
        assert_eq!(again, event);
        // As the log keeps it: a text.
        let text = serde_json::to_string(&event.content()).unwrap();
        assert_eq!(sample.with(serde_json::from_str(&text).unwrap()).read().unwrap(), event);
    }
}

#[test]
fn every_sample_folds_into_the_state_of_its_kind() {
    for sample in samples() {
        let mut case = council().about(sample.kind);
        case.record("wren", sample.read().unwrap());
        let recorded = &case.events()[0];
        let mut state = State::empty(sample.kind);
        state.apply(recorded);
        assert_eq!(state, case.state());
        for other in StreamKind::ALL.iter().copied().filter(|kind| *kind != sample.kind) {
            assert_eq!(State::replay(other, case.events()), State::empty(other), "streams do not mix");
        }
    }
}

#[test]
fn a_field_that_this_version_does_not_know_is_refused_wherever_it_stands() {
    for sample in samples() {
        let changed = with_an_unknown_field(&sample.name, "", &sample.content);
        assert!(!changed.is_empty());
        for content in changed {
            let refused = sample.with(content.clone()).read().map_err(|why| why.to_string());
            let why = refused.expect_err(&format!("{}: {content:#}", sample.name));
            assert!(why.contains(&sample.name), "{why}");
        }
    }
}

#[test]
fn a_shape_that_this_version_does_not_know_is_refused_by_name() {
    for (name, newest) in Event::names() {
        let kind: StreamKind = name.split_once('.').unwrap().0.parse().unwrap();
        for shape in [0, newest + 1, u32::MAX] {
            let refused = Event::read(kind, name, shape, json!({})).unwrap_err();
            assert_eq!((refused.name.as_str(), refused.shape), (name, shape));
            let says = format!(
                "the event `{name}` of shape {shape} cannot be read: this version of the product does not know it"
            );
            assert_eq!(refused.to_string(), says);
        }
    }
}

#[test]
fn an_event_of_another_noun_or_of_no_name_is_refused() {
    for sample in samples() {
        for kind in StreamKind::ALL.iter().copied().filter(|kind| *kind != sample.kind) {
            assert!(Event::read(kind, &sample.name, sample.shape, sample.content.clone()).is_err());
        }
    }
    for name in ["", "incident", "incident.", "incident.Reported", "incident.reported "] {
        assert!(Event::read(StreamKind::Incident, name, 1, json!({})).is_err(), "{name}");
    }
}

#[test]
fn content_that_is_no_object_is_refused() {
    for sample in samples() {
        for content in [json!(null), json!(1), json!("text"), json!([]), json!(true)] {
            assert!(sample.with(content.clone()).read().is_err(), "{}: {content}", sample.name);
        }
    }
}
