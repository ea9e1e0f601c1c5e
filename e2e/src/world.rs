//! Things to look at in an organisation: made through the API, as its people would.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};
use toml::Table;

use crate::site::{Person, Site};

/// An organisation of the demonstration.
#[derive(Debug, Clone, Copy)]
pub struct Organisation {
    pub slug: &'static str,
    pub pack: &'static str,
    /// Somebody who reports, and who reads their reports.
    pub reporter: &'static str,
    pub reviewer: &'static str,
    /// Somebody who may keep people and records out of sight.
    pub records: &'static str,
    pub line: &'static str,
    /// An outcome that asks for nothing more than work of the unit itself.
    pub outcome: &'static str,
    description: &'static str,
}

pub const COUNCIL: Organisation = Organisation {
    slug: "tarrowmere",
    pack: "mount-gambier",
    reporter: "a.quill",
    reviewer: "p.wren",
    records: "e.roth",
    line: "",
    outcome: "no-action",
    description: include_str!("../../crates/demo/organisations/tarrowmere.toml"),
};

pub const AGENCY: Organisation = Organisation {
    slug: "nas",
    pack: "services-australia",
    reporter: "w.lane",
    reviewer: "r.imre",
    records: "m.tan",
    line: "centrelink",
    outcome: "phone-contact",
    description: include_str!("../../crates/demo/organisations/nas.toml"),
};

impl Organisation {
    /// Every account, those that see most of the daily work first.
    pub fn accounts(&self) -> Vec<String> {
        let described: Table = self.description.parse().unwrap();
        let staff = described["staff"].as_array().cloned().unwrap_or_default();
        let named = staff.iter().filter_map(|one| one.get("account")?.as_str().map(str::to_owned));
        let mut all = vec![self.reporter.to_owned(), self.reviewer.to_owned(), self.records.to_owned()];
        for account in named {
            if !all.contains(&account) {
                all.push(account);
            }
        }
        all
    }

    /// The codes of a list of its policy.
    pub fn codes(&self, file: &str, list: &str) -> Vec<String> {
        self.told(file, list, "code")
    }

    /// What a list of its policy calls its items on pages.
    pub fn labels(&self, file: &str, list: &str) -> Vec<String> {
        self.told(file, list, "label")
    }

    /// One text of each item of a list of its policy.
    pub fn told(&self, file: &str, list: &str, key: &str) -> Vec<String> {
        let path = format!("{}/../packs/{}/{file}.toml", env!("CARGO_MANIFEST_DIR"), self.pack);
        let table: Table = std::fs::read_to_string(path).unwrap().parse().unwrap();
        let items = table.get(list).and_then(|list| list.as_array()).cloned().unwrap_or_default();
        items.iter().filter_map(|item| Some(item.get(key)?.as_str()?.to_owned())).collect()
    }

    /// Says once for which line somebody works, so that no report asks.
    pub fn prefers(&self, person: &Person) {
        if !self.line.is_empty() {
            person.post("/me", json!({ "business_line": self.line, "channel": "in-person" }));
        }
    }

    /// A customer with this family name; gives their id.
    pub fn customer(&self, by: &Person, given: &str, family: &str, born: &str) -> String {
        by.make(
            "/customers/new",
            json!({
                "given_names": given, "family_name": family, "born_on": born,
                "customer_type": self.codes("vocabulary", "customer_type").first(),
                "standing": "current", "phones": "0491 570 156",
                "street": "12 Fern Street", "suburb": "Plover Bay", "state": "TW 0000",
            }),
        )
    }

    /// What somebody sends as a first report.
    pub fn report(&self, happenings: &[&str]) -> Json {
        let mut report = json!({
            "safe": "yes", "channel": "in-person", "happenings": happenings, "presence": "gone",
            "words": "The customer said: “I know where you park.” I ended the talk and went to the back office.",
            "site_kind": self.codes("vocabulary", "site_kind").first(),
        });
        if !self.line.is_empty() {
            report["business_line"] = json!(self.line);
        }
        report
    }

    /// An incident, reported; gives its id.
    pub fn incident(&self, by: &Person, customer: &str, happenings: &[&str]) -> String {
        let mut report = self.report(happenings);
        report["customer"] = json!(customer);
        by.make("/incidents/new", report)
    }

    /// What a reviewer answers who decides on strategies only.
    pub fn answers(&self) -> Json {
        let mut answers = Map::new();
        for factor in self.codes("reviewing", "factor") {
            answers.insert(format!("factor-{factor}_unknown"), json!("yes"));
        }
        let last = |list: &str| self.codes("reviewing", list).last().cloned();
        let first = |list: &str| self.codes("reviewing", list).first().cloned();
        let maybe = [
            ("severity", last("severity_level")),
            ("proportionality", last("proportionality")),
            ("risk", first("risk_level")),
            ("likelihood", first("likelihood")),
        ];
        for (name, code) in maybe.into_iter().filter_map(|(name, code)| Some((name, code?))) {
            answers.insert(name.to_owned(), json!(code));
        }
        let words = "They shouted, left when asked, and have not been in touch since.";
        for name in [
            "risk_reasons",
            "summary",
            "actions_taken",
            "contact_so_far",
            "no_referral_because",
            "reasons",
            "no_plan_because",
        ] {
            answers.insert(name.to_owned(), json!(words));
        }
        answers.insert("contributed".to_owned(), json!("no"));
        answers.insert("conduct_is_ground".to_owned(), json!("yes"));
        answers.insert("outcomes".to_owned(), json!([self.outcome]));
        Json::Object(answers)
    }

    /// Takes a reported incident through its review to the decision.
    pub fn decide(&self, reviewer: &Person, reporter: &Person, incident: &str) {
        let here = format!("/incidents/{incident}");
        reviewer.post(&format!("{here}/review-opening"), json!({}));
        reviewer.post(&format!("{here}/history-search"), json!({}));
        let points = self.codes("reviewing", "consultation_point");
        if !points.is_empty() {
            let mut talk: Map<String, Json> =
                points.into_iter().map(|point| (point, json!("We talked about it."))).collect();
            talk.insert("with".to_owned(), json!(reporter.staff));
            reviewer.post(&format!("{here}/consultation"), Json::Object(talk));
        }
        reviewer.post(&format!("{here}/review"), self.answers());
    }
}

/// What the parts of addresses stand for.
pub type Things = BTreeMap<&'static str, Vec<String>>;

/// Something for every page to show.
pub fn things(site: &Site, organisation: &Organisation) -> Things {
    let reporter = site.person(organisation.slug, organisation.reporter);
    let reviewer = site.person(organisation.slug, organisation.reviewer);
    let customer = organisation.customer(&reporter, "Marlow", "Ivarsen", "1971-11-14");
    let need = organisation.codes("vocabulary", "need");
    reviewer
        .post(&format!("/customers/{customer}/needs"), json!({ "need": need.first(), "note": "left ear" }));
    let open = organisation.incident(&reporter, &customer, &["threat", "shouting"]);
    reviewer.post(
        &format!("/incidents/{open}/follow-ups"),
        json!({ "what": "Check the duress button at counter 3", "owner": reviewer.staff }),
    );
    let decided = organisation.incident(&reporter, &customer, &["shouting"]);
    organisation.decide(&reviewer, &reporter, &decided);
    let mut form: Map<String, Json> = organisation
        .codes("reviewing", "escalation_question")
        .into_iter()
        .map(|question| (question, json!("As it was seen from the counter.")))
        .collect();
    form.insert("signed_as".to_owned(), json!("Alder Quill"));
    if form.len() > 1 {
        reporter.post(&format!("/incidents/{decided}/form"), Json::Object(form));
    }
    let version = reviewer_version(site, organisation);
    let task = reviewer.get(&format!("/incidents/{open}"))["tasks"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|task| task["key"].as_str().map(str::to_owned))
        .collect();
    BTreeMap::from([
        ("{customer}", vec![customer]),
        ("{incident}", vec![open, decided]),
        ("{key}", task),
        ("{staff}", vec![reporter.staff.clone()]),
        ("{version}", vec![version.clone()]),
        ("{other}", vec![version]),
        ("{document}", organisation.codes("pack", "document")),
        ("{token}", vec!["no-such-invitation".to_owned()]),
        ("{hash}", vec!["0".repeat(64)]),
    ])
}

fn reviewer_version(site: &Site, organisation: &Organisation) -> String {
    let administrator = if organisation.slug == "nas" { "g.shaw" } else { "g.pell" };
    let packs = site.person(organisation.slug, administrator).get("/admin/policy");
    packs["versions"][0]["version"].as_str().unwrap().to_owned()
}
