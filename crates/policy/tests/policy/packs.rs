//! The two packs that ship are complete and without mistakes, and hold what their sources list.

use std::collections::BTreeSet;

use evenhand_policy::Pack;
use evenhand_policy::pack::{Coded, LinkKind};
use jiff::civil::date;

use crate::support::{PACKS, files, pack, packs};

#[test]
fn the_packs_that_ship_have_no_mistake() {
    assert_eq!(packs(), PACKS);
    for name in PACKS {
        assert_eq!(pack(name).identity.name, name);
    }
}

#[test]
fn every_known_contradiction_has_one_reading() {
    let [council, agency] = PACKS.map(|name| {
        let numbers: Vec<i64> = pack(name).readings.iter().map(|reading| reading.number).collect();
        let once: BTreeSet<i64> = numbers.iter().copied().collect();
        assert_eq!(once.len(), numbers.len(), "{name}: a contradiction is read twice");
        once
    });
    let between: BTreeSet<i64> = (51..=69).collect();
    assert_eq!(council, (1..=30).chain(between.iter().copied()).collect());
    assert_eq!(agency, (31..=50).chain(between).collect());
}

// proves: SA-SUP-001
#[test]
fn a_new_version_of_the_support_guidance_leaves_the_contact_guidance_as_it_was() {
    let mut changed = files("services-australia");
    let text = changed.get_mut("pack.toml").expect("the file");
    let support = text.find("code = \"support\"").expect("the source");
    let (contact, rest) = text.split_at(support);
    *text =
        format!("{contact}{}", rest.replacen("2025-12-12T04:02:00+11:00", "2026-03-01T09:00:00+11:00", 1));
    let pack = Pack::read(&changed).expect("the changed pack");
    let [contact, support] = pack.sources.as_slice() else { panic!("two sources") };
    assert_eq!((contact.identifier.as_str(), support.identifier.as_str()), ("104-07020070", "104-07040000"));
    assert_eq!(contact.valid_from, "2025-11-18T20:16:00+11:00".parse().expect("a moment"));
    assert_eq!(support.valid_from, "2026-03-01T09:00:00+11:00".parse().expect("a moment"));
}

// proves: MG-DOC-01
#[test]
fn the_councils_policy_record_has_reference_version_dates_office_minute_and_history() {
    let record = pack("mount-gambier").record.as_ref().expect("a record");
    assert_eq!(record.file_reference.as_deref(), Some("AF18/48"));
    assert_eq!(record.version, "1.0");
    let adopted = Some(date(2020, 12, 15));
    assert_eq!([record.issued, record.effective, record.revised], [adopted; 3]);
    assert_eq!(record.next_reviews.iter().map(|(on, _)| *on).min(), Some(date(2022, 11, 30)));
    assert_eq!(record.office.as_deref(), Some("manager-organisational-development"));
    assert!(record.minute.as_ref().is_some_and(|minute| minute.contains("Resolution 2020/384")));
    assert!(record.history.iter().any(|line| line.contains("First adopted by Council: 15 December 2020")));
}

// proves: MG-DOC-02
#[test]
fn the_council_lists_its_laws_its_strategic_plan_and_its_related_documents() {
    let council = pack("mount-gambier");
    let laws: Vec<&str> = council.legislation.iter().map(|law| law.title.as_str()).collect();
    for law in ["Local Government Act 1999", "Workplace Health and Safety Act 2012 (SA)"] {
        assert!(laws.contains(&law), "{law}");
    }
    let record = council.record.as_ref().expect("a record");
    for title in [
        "Strategic Plan 2020-2024",
        "Request for Service and Complaint Policy - C200",
        "Occupational Health and Safety Principles",
        "Acknowledging and Responding to Customer Feedback and Request for Service",
        "Employee Assistance Program",
        "Practice Manual - 2nd Edition",
    ] {
        assert!(record.related.iter().any(|related| related.contains(title)), "{title}");
    }
}

fn labels(pack: &Pack, kinds: &[LinkKind]) -> Vec<String> {
    let links = pack.links.iter().filter(|link| kinds.contains(&link.kind));
    links.map(|link| link.label.to_lowercase()).collect()
}

fn holds_all(labels: &[String], titles: &[&str]) {
    let missing: Vec<_> = titles
        .iter()
        .filter(|title| !labels.iter().any(|label| label.contains(&title.to_lowercase())))
        .collect();
    assert_eq!(missing, Vec::<&&str>::new());
}

// proves: SA-PIC-020
#[test]
fn the_agency_links_the_fifteen_related_procedures() {
    holds_all(
        &labels(pack("services-australia"), &[LinkKind::Procedure]),
        &[
            "Customer aggression - Managed Service Plan (MSP)",
            "Recording, proposing and approving",
            "Customer not complying",
            "Prevention and management",
            "Customer aggression - Response",
            "Customer aggression - Staff support",
            "Reporting and recording incidents",
            "Family and domestic violence",
            "vulnerability and risk",
            "suicide or self-harm",
            "customers with disabilities",
            "deaf or hard of hearing",
            "National Relay Service",
            "safety or welfare of a child",
            "complaints and feedback",
        ],
    );
}

// proves: SA-SUP-023
#[test]
fn the_agency_gathers_the_resources_for_the_support_of_staff() {
    let agency = pack("services-australia");
    let mut all = labels(agency, &[LinkKind::Support]);
    all.extend(agency.contacts.iter().filter(|contact| contact.support).map(|c| c.label().to_lowercase()));
    holds_all(
        &all,
        &[
            "(CIMS)",
            "(CIRT)",
            "Our Safety",
            "Notifiable work health and safety (WHS) incidents",
            "Incident notification forms",
            "Employment Law Team",
            "Creating a mentally healthy workplace hub",
            "Customer Aggression Prevention Hub",
            "Early intervention procedures",
            "Emergency Response Procedures Aggression (ERPAs)",
            "Employee Assistance Program (EAP)",
            "Health and Safety Branch",
            "Health and Safety Hub",
            "Health and Wellbeing Hub",
            "Incident management and escalation policy",
            "Infectious and communicable diseases",
            "Injury and Illness Management Policy",
            "Mental Health First Aid Officers",
            "Personal security",
            "Security Incident Reporting",
            "Staff distress help",
            "Staff Distress Response Toolkit",
            "Working away from the office",
            "Working from home safety",
            "Work Health and Safety incident reporting",
            "Workplace Adjustment",
            "WHS Delivery team contacts",
            "WHS Terms and Definitions",
        ],
    );
}

/// The list under a heading of the rights document, and what follows it.
fn listed(heading: &str) -> (Vec<&'static str>, String) {
    let council = pack("mount-gambier");
    let document = council.documents.iter().find(|document| document.code == "rights-and-responsibilities");
    let text = council.text(document.expect("the document"));
    let (_, rest) = text.split_once(&format!("### {heading}\n")).expect("the heading");
    let section = rest.split("\n#").next().unwrap_or_default();
    let items: Vec<&str> = section.lines().filter_map(|line| line.strip_prefix("- ")).collect();
    let after: Vec<&str> = section.lines().filter(|line| !line.starts_with("- ")).collect();
    (items, after.join("\n"))
}

/// Each item of a list holds the words that make it the one the source has there.
fn are_about(heading: &str, words: &[&str]) {
    let (items, _) = listed(heading);
    assert_eq!(items.len(), words.len(), "{heading}: {items:#?}");
    for (item, word) in items.iter().zip(words) {
        assert!(item.contains(word), "{heading}: `{item}` does not speak of `{word}`");
    }
}

// proves: MG-A-01, MG-A-02, MG-A-03
#[test]
fn the_rights_document_states_seven_seven_and_six_rights() {
    are_about(
        "Customers have the right",
        &[
            "raise concerns",
            "fair and impartial assessment",
            "fair hearing",
            "actions taken and outcome",
            "given reasons",
            "courtesy and respect",
            "without fear of reprisal",
        ],
    );
    are_about(
        "Staff have the right",
        &[
            "whether, and if so how",
            "finalise matters",
            "cooperation and reasonable assistance from customers",
            "from organisations and people",
            "courtesy and respect",
            "safe and healthy working environment",
            "modify, curtail or decline service",
        ],
    );
    are_about(
        "Subjects of customer concerns have the right",
        &[
            "fair and impartial assessment",
            "courtesy and respect",
            "substance of the allegations",
            "proposed adverse comment or decision",
            "put their case",
            "told the outcome of any investigation",
        ],
    );
}

// proves: MG-A-04, MG-A-05, MG-A-06, MG-A-07
#[test]
fn the_rights_document_states_six_ten_five_and_seven_responsibilities() {
    are_about(
        "Customers are responsible for",
        &[
            "clearly identifying",
            "relevant information",
            "being honest",
            "any other action",
            "cooperating",
            "courtesy",
        ],
    );
    are_about(
        "Staff are responsible for",
        &[
            "reasonable assistance",
            "professionally, fairly and impartially",
            "customers or their advocates a reasonable opportunity to explain",
            "opportunity to put their case",
            "substance of the allegations",
            "keeping customers informed",
            "reasons that are clear",
            "courtesy and respect",
            "in reprisal",
            "adequate warning of the consequences",
        ],
    );
    let subjects = "Subjects of customer concerns are responsible for";
    are_about(
        subjects,
        &["cooperating", "properly authorised direction", "being honest", "courtesy", "in reprisal"],
    );
    assert!(listed(subjects).1.contains("action may be taken under relevant laws and/or codes of conduct"));
    are_about(
        "The {organisation} is responsible for",
        &[
            "complaint handling system",
            "professionally, fairly and impartially",
            "courtesy and respect",
            "sound reasoning",
            "finalising matters",
            "in reprisal",
            "privacy implications",
        ],
    );
}
