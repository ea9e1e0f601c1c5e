//! A request that has passed everything at the door: who asks, for what, with what.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use evenhand_app::files::Upload;
use evenhand_app::{App, Installation, Request, Who};
use evenhand_domain::{Problem, StaffId};
use evenhand_policy::Pack;
use evenhand_policy::calendar::Calendar;
use evenhand_store::beside::Draft;
use jiff::Timestamp;

use crate::dispatch::Settings;
use crate::respond::Failure;
use crate::values::Values;

/// Whether a page or JSON is wanted: the mount says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Page,
    Json,
}

/// What every handler gets.
pub(crate) struct Asking {
    pub settings: Arc<Settings>,
    pub installation: Installation,
    pub format: Format,
    /// The address without its query.
    pub path: String,
    /// The parts of the address that stand for things.
    pub params: BTreeMap<String, String>,
    pub query: Values,
    /// What was typed: with this request, or before and kept.
    pub values: Values,
    /// A file that came with the form.
    pub file: Option<(String, Vec<u8>)>,
    /// What was wrong with what was typed, when the form is shown again.
    pub problems: Vec<Problem>,
    /// The version the person saw, when somebody else has changed the thing since.
    pub changed_since: Option<u64>,
    /// What was typed before and kept.
    pub draft: Option<Draft>,
    /// The idempotency key of this sending, or of the form that is shown.
    pub key: String,
    /// The version the person saw.
    pub expected: Option<u64>,
}

/// A request of somebody who is signed in.
pub(crate) struct Cx {
    pub request: Asking,
    pub app: App,
    pub who: Who,
    pub staff: StaffId,
    pub csrf: String,
    pub token: String,
    pub must_change: bool,
    /// The version of the thing that a page shows, once it is known.
    pub shown: OnceLock<u64>,
    /// What a form begins with, where nothing was typed yet.
    pub defaults: OnceLock<Values>,
    /// The policy that a case began under, once it is known which case.
    pub case_pack: OnceLock<Arc<Pack>>,
}

/// A request of nobody in particular.
pub(crate) struct OpenCx {
    pub request: Asking,
    /// The session of its cookie, whatever state it is in: organisation and token.
    pub session: Option<(String, String)>,
}

impl std::ops::Deref for Cx {
    type Target = Asking;
    fn deref(&self) -> &Asking {
        &self.request
    }
}

impl std::ops::Deref for OpenCx {
    type Target = Asking;
    fn deref(&self) -> &Asking {
        &self.request
    }
}

impl Asking {
    /// A part of the address.
    pub(crate) fn param(&self, name: &str) -> &str {
        self.params.get(name).map_or("", String::as_str)
    }

    /// The file that was sent, with what it shows.
    pub(crate) fn upload(&self) -> Upload {
        let (name, bytes) = self.file.clone().unwrap_or_default();
        Upload { name, bytes, what: self.values.raw("what").to_owned() }
    }
}

impl Cx {
    /// How the organisation counts days.
    pub(crate) fn calendar(&self) -> Calendar {
        self.who.directory().calendar()
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.who.now()
    }

    /// Says which version of a thing the page shows, so that its forms carry it.
    pub(crate) fn shows(&self, version: u64) {
        // A page shows one thing; the first word counts.
        let _ = self.shown.set(version);
    }

    /// The policy whose lists are shown: that of the case, else the one in force.
    pub(crate) fn pack(&self) -> &Pack {
        self.case_pack.get().map_or(self.who.pack(), Arc::as_ref)
    }

    /// Says what a form begins with, where nothing was typed yet.
    pub(crate) fn fill(&self, defaults: Values) {
        // A page has one form that begins with something; the first word counts.
        let _ = self.defaults.set(defaults);
    }

    /// What a form shows: what was typed, or what it begins with.
    pub(crate) fn form_values(&self) -> &Values {
        match self.defaults.get() {
            Some(defaults) if self.values.is_empty() => defaults,
            _ => &self.values,
        }
    }

    /// The version that forms carry: the one that was seen.
    pub(crate) fn version(&self) -> Option<u64> {
        self.expected.or_else(|| self.shown.get().copied())
    }

    /// What a command carries besides itself.
    pub(crate) fn request(&self) -> Request {
        Request { key: self.key.clone(), expected: self.expected, sent: self.sent() }
    }

    /// The same without a version, for commands on something else than the page shows.
    pub(crate) fn unversioned(&self) -> Request {
        Request { expected: None, ..self.request() }
    }

    /// The form as it was sent, without what the page itself put in. With a file, the command says more than the form.
    fn sent(&self) -> Option<String> {
        let mut answers: Vec<_> =
            self.values.pairs().iter().filter(|(name, _)| !name.starts_with('_')).collect();
        answers.sort();
        let form = serde_json::json!([self.path, answers]).to_string();
        self.file.is_none().then_some(form)
    }

    /// Words with the organisation's name where the policy leaves room for it.
    pub(crate) fn filled(&self, text: &str) -> String {
        text.replace("{organisation}", self.who.directory().organisation().name())
    }

    /// Somebody's display name.
    pub(crate) fn name(&self, id: &str) -> String {
        self.who.directory().name(id)
    }

    /// A site's name.
    pub(crate) fn site(&self, id: &str) -> String {
        let sites = &self.who.directory().organisation().sites;
        let site = id.parse().ok().and_then(|id| sites.get(&id));
        site.map_or_else(|| "a site that is gone".to_owned(), |site| site.name.clone())
    }

    /// A unit's name.
    pub(crate) fn unit(&self, id: &str) -> String {
        let units = &self.who.directory().organisation().units;
        let unit = id.parse().ok().and_then(|id| units.get(&id));
        unit.map_or_else(|| "a unit that is gone".to_owned(), |unit| unit.name.clone())
    }

    /// An id from an address; one that is none does not exist.
    pub(crate) fn id<T: std::str::FromStr>(&self, name: &str) -> Result<T, Failure> {
        self.param(name).parse().map_err(|_| Failure::NotFound)
    }
}
