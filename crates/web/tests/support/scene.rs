//! People who stand in different relations to the same things, and things that are held more or less closely.

use evenhand_domain::{CustomerId, IncidentId};
use evenhand_testkit::TestOrg;
use serde_json::{Value as Json, json};

use super::{Browser, Site};

/// Who plays which part in an organisation.
pub struct Cast {
    /// The table of the file `access.toml` that this organisation has.
    pub table: &'static str,
    /// Everybody in the matrix: the heading of their column, who that is, and the name they sign in with.
    pub columns: &'static [(&'static str, &'static str, &'static str)],
    pub org: fn(&Site) -> &TestOrg,
    pub reporter: &'static str,
    pub affected: &'static str,
    pub reviewer: &'static str,
    /// Given something to do, and nothing else.
    pub named: &'static str,
    pub substitute: &'static str,
    /// The role in which the substitute acts for the reviewer.
    pub acting: &'static str,
    /// Handles private reports.
    pub handler: &'static str,
    pub records: &'static str,
    pub administrator: &'static str,
    /// Somebody who is only looked at.
    pub target: &'static str,
    pub unit: &'static str,
    pub site: &'static str,
    pub site_kind: &'static str,
    pub business_line: Option<&'static str>,
    /// A code of a link, and of a contact.
    pub codes: [&'static str; 2],
}

pub const COUNCIL: Cast = Cast {
    table: "council",
    columns: &[
        ("no", "nobody is signed in", ""),
        ("st", "a staff member who has nothing to do with it", "m.birch"),
        ("re", "reported it", "a.quill"),
        ("af", "the colleague it happened to", "f.corran"),
        ("na", "was given a follow-up by name", "b.sanderling"),
        ("rv", "reviews it: their manager", "p.wren"),
        ("su", "acts for the reviewer", "s.brandt"),
        ("me", "a manager of another unit", "b.tarn"),
        ("gm", "General Manager of the unit", "l.osei"),
        ("ge", "General Manager of another unit", "r.halloran"),
        ("ce", "Chief Executive Officer", "k.marr"),
        ("co", "sole contact officer", "t.navarro"),
        ("gu", "security guard", "d.ames"),
        ("wh", "Human Resources; handles the private report", "v.tolland"),
        ("mo", "nominated senior manager, and owner of the policy", "n.iyer"),
        ("rc", "records officer", "e.roth"),
        ("ad", "administrator", "g.pell"),
        ("au", "auditor", "h.lund"),
    ],
    org: |site| &site.home.tarrowmere,
    reporter: "a.quill",
    affected: "f.corran",
    reviewer: "p.wren",
    named: "b.sanderling",
    substitute: "s.brandt",
    acting: "manager",
    handler: "v.tolland",
    records: "e.roth",
    administrator: "g.pell",
    target: "j.arlen",
    unit: "Library",
    site: "Civic Centre",
    site_kind: "office",
    business_line: None,
    codes: ["self-harm", "police"],
};

pub const AGENCY: Cast = Cast {
    table: "agency",
    columns: &[
        ("no", "nobody is signed in", ""),
        ("st", "a staff member who has nothing to do with it", "c.nolan"),
        ("re", "reported it", "w.lane"),
        ("af", "the colleague it happened to", "o.dell"),
        ("na", "was given a follow-up by name", "l.petrov"),
        ("rv", "reviews it: their team leader", "r.imre"),
        ("su", "acts for the reviewer", "s.amati"),
        ("te", "team leader of another unit", "c.danek"),
        ("el", "EL1 manager of another unit", "b.sayer"),
        ("rm", "regional manager", "a.loxley"),
        ("om", "One Main Contact", "c.oduya"),
        ("ps", "Personalised Services officer", "i.santos"),
        ("gu", "security guard", "w.grey"),
        ("pr", "network contact (CANOC)", "f.hale"),
        ("se", "regional security adviser", "r.vance"),
        ("dm", "approved decision maker", "j.finch"),
        ("wh", "WHS Delivery; handles the private report", "q.abara"),
        ("rc", "records officer", "m.tan"),
        ("po", "policy owner", "y.pike"),
        ("ad", "administrator", "g.shaw"),
        ("au", "auditor", "h.beck"),
    ],
    org: |site| &site.home.nas,
    reporter: "w.lane",
    affected: "o.dell",
    reviewer: "r.imre",
    named: "l.petrov",
    substitute: "s.amati",
    acting: "team-leader",
    handler: "q.abara",
    records: "m.tan",
    administrator: "g.shaw",
    target: "t.marlow",
    unit: "Eastern Region",
    site: "Centre 01 Plover Bay",
    site_kind: "service-centre",
    business_line: Some("centrelink"),
    codes: ["child-safety", "canoc"],
};

/// The things, by their ids.
#[derive(Debug, Clone)]
pub struct Scene {
    pub customer: String,
    pub sealed_customer: String,
    /// Of the reviewer's unit, about the ordinary customer.
    pub incident: String,
    pub private: String,
    /// About the sealed customer.
    pub sealed: String,
    pub obligation: String,
    pub arrangement: String,
    pub target: String,
    pub unit: String,
    pub version: String,
    /// A file that hangs on each incident.
    pub file: String,
}

/// The words of the file.
const FILE: &str = "What was said at the desk, word for word.";
/// Names that stand nowhere else, so that they can be looked for.
pub const SEALED_NAME: &str = "Quillfeather";
pub const ORDINARY_NAME: &str = "Fenn-Castle";

/// An id of an incident that there is not.
pub fn no_incident(n: u8) -> String {
    IncidentId::from_random([n; 16]).to_string()
}

/// An id of a customer that there is not.
pub fn no_customer(n: u8) -> String {
    CustomerId::from_random([n; 16]).to_string()
}

/// The id of what was made, from what the API says of it.
fn made(done: &Json) -> String {
    done["stream"].as_str().unwrap().split_once(':').unwrap().1.to_owned()
}

impl Cast {
    pub async fn browser<'a>(&self, site: &'a Site, account: &str) -> Browser<'a> {
        site.signed_in((self.org)(site), account).await
    }

    /// A report, as the API takes it.
    pub fn report(&self, site: &Site, customer: &str, happening: &str) -> Json {
        json!({
            "safe": "yes", "customer": customer, "channel": "in-person", "site_kind": self.site_kind,
            "site": (self.org)(site).named.sites[self.site].to_string(),
            "business_line": self.business_line, "happenings": [happening], "presence": "gone",
            "harm": ["police"], "words": "The customer said: “I will wait for you outside.”",
        })
    }

    /// Makes everything there is to see.
    pub async fn set(&self, site: &Site) -> Scene {
        let org = (self.org)(site);
        let id = |account: &str| org.id(account).to_string();
        let administrator = self.browser(site, self.administrator).await;
        let arrangement = json!({
            "who": id(self.substitute), "in_place_of": id(self.reviewer), "role": self.acting,
            "from": "2027-03-01", "until": "2027-06-30", "because": "annual leave",
        });
        let arranged = administrator.json("/api/v1/delegations/acting", &arrangement).await;
        let arrangement = made(&arranged.is(201).json());
        let reporter = self.browser(site, self.reporter).await;
        // A telephone number of the one stands on the record of the other too.
        let customer = self.customer(site, &reporter, ORDINARY_NAME, "0491 570 156").await;
        let phones = "0491 570 157\n0491 570 156";
        let sealed_customer = self.customer(site, &reporter, SEALED_NAME, phones).await;
        let incident = self.incident(site, &reporter, &customer, "threat").await;
        let private = self.incident(site, &reporter, &customer, "sexual").await;
        let sealed = self.incident(site, &reporter, &sealed_customer, "threat").await;
        let reviewer = self.browser(site, self.reviewer).await;
        let records = self.browser(site, self.records).await;
        let seal = json!({ "named": [id(self.reviewer)], "because": "They are known to many." });
        records.json(&format!("/api/v1/customers/{sealed_customer}/seal"), &seal).await.is(201);
        let note = json!({ "about": id(self.reporter), "learned_by": self.learned_by(site).await });
        let noted = reviewer.json("/api/v1/obligations/new", &note).await;
        org.app.put_account(&org.id(self.target), self.target, evenhand_testkit::PASSWORD).await.unwrap();
        let packs = administrator.get("/api/v1/admin/policy").await.is(200).json();
        Scene {
            customer,
            sealed_customer,
            incident,
            private,
            sealed,
            obligation: made(&noted.is(201).json()),
            arrangement,
            target: id(self.target),
            unit: org.named.units[self.unit].to_string(),
            version: packs["versions"][0]["version"].as_str().unwrap().to_owned(),
            file: evenhand_ledger::Hash::of(FILE.as_bytes()).hex(),
        }
    }

    async fn learned_by(&self, site: &Site) -> String {
        let who = (self.org)(site).who(self.reviewer).await;
        who.pack().vocabulary.learned_by.first().unwrap().code.clone()
    }

    async fn customer(&self, site: &Site, reporter: &Browser<'_>, name: &str, phones: &str) -> String {
        let who = (self.org)(site).who(self.reporter).await;
        let kind = who.pack().vocabulary.customer_types.first().unwrap().term.code.clone();
        let details = json!({
                    "given_names": "Marlow", "family_name": name, "born_on": "1971-11-14",
                    "customer_type": kind, "standing": "current", "phones": phones,
        });
        made(&reporter.json("/api/v1/customers/new", &details).await.is(201).json())
    }

    /// An incident with somebody affected, a follow-up for somebody, and a file.
    async fn incident(&self, site: &Site, reporter: &Browser<'_>, customer: &str, what: &str) -> String {
        let id = |account: &str| (self.org)(site).id(account).to_string();
        let mut report = self.report(site, customer, what);
        let private = what == "sexual";
        if private {
            report["handler"] = json!(id(self.handler));
        }
        let incident = made(&reporter.json("/api/v1/incidents/new", &report).await.is(201).json());
        let at = |part: &str| format!("/api/v1/incidents/{incident}/{part}");
        let person = json!({ "who": id(self.affected), "part": "affected" });
        reporter.json(&at("people"), &person).await.is(201);
        reporter.attach(&at("files"), "desk.txt", FILE.as_bytes()).await.is(201);
        let reader = self.browser(site, if private { self.handler } else { self.reviewer }).await;
        let task = json!({ "what": "Ring them back", "owner": id(self.named) });
        reader.json(&at("follow-ups"), &task).await.is(201);
        incident
    }
}

impl Scene {
    /// The address of a route, with things of this scene in it: of an incident and a customer, those given.
    pub fn filled(&self, path: &str, cast: &Cast, incident: &str, customer: &str) -> String {
        let [link, contact] = cast.codes;
        path.replace("{incident}", incident)
            .replace("{customer}", customer)
            .replace("{staff}", &self.target)
            .replace("{unit}", &self.unit)
            .replace("{obligation}", &self.obligation)
            .replace("{delegation}", &self.arrangement)
            .replace("{version}", &self.version)
            .replace("{other}", &self.version)
            .replace("{hash}", &self.file)
            .replace("{key}", "follow-up-1")
            .replace("{code}", if path.contains("contacts") { contact } else { link })
            .replace("{document}", "policy")
            .replace("{n}", "1")
            .replace("{draft}", "000000000000000000000000")
            .replace("{token}", "0000")
    }
}
