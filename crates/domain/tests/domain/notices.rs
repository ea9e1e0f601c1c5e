//! Who is told of what, by the pack's own rules.

use evenhand_domain::incident::{CustomerRef, IncidentCommand, Presence, Report, Reported, Safety};
use evenhand_policy::pack::Coded;

use crate::support::*;

fn told(case: &Case, report: Report) -> Vec<(String, String)> {
    let reported: Reported = case.when("quill", IncidentCommand::Report(report)).then("incident.reported");
    reported.told.into_iter().map(|told| (told.notice, told.to.to_string())).collect()
}

fn pairs<const N: usize>(pairs: [(&str, &str); N]) -> Vec<(String, String)> {
    pairs.map(|(notice, to)| (notice.to_owned(), to.to_owned())).into()
}

// proves: SA-PIC-022
#[test]
fn one_report_is_kept_numbered_and_told_to_the_line_manager() {
    let case = agency().given("quill", IncidentCommand::Report(agency_report()));
    assert_eq!(case.incident().report.unwrap().said.number, "IN-2027-00118");
    assert_eq!(told(&agency(), agency_report()), pairs([("line-manager", "wren")]));
    assert_eq!(case.task("review").owner, evenhand_domain::task::Owner::Person("wren".to_owned()));
}

#[test]
fn a_contact_officer_hears_of_a_further_incident_with_their_customer() {
    let customer = CustomerRef { contact_officer: Some(id("crane")), ..customer() };
    let report = Report { customer: Some(customer), ..agency_report() };
    assert_eq!(told(&agency(), report), pairs([("line-manager", "wren"), ("contact-officer", "crane")]));
}

#[test]
fn everyone_at_the_site_hears_where_help_is_needed() {
    for (safety, presence) in [
        (Safety::GetHelp, Presence::Gone),
        (Safety::Safe, Presence::StillHere),
        (Safety::Safe, Presence::MayReturn),
    ] {
        let report = Report { safety, presence, ..agency_report() };
        let told = told(&agency(), report);
        let at_site =
            told.iter().filter(|(notice, _)| notice == "help-needed-site").map(|(_, to)| to.as_str());
        let everyone =
            ["crane", "finch", "grebe", "heron", "ibis", "kite", "martin", "quill", "reed", "swift", "wren"];
        assert_eq!(at_site.collect::<Vec<_>>(), everyone, "and not Egret, who has left");
        assert!(told.contains(&("help-needed-manager".to_owned(), "wren".to_owned())));
    }
}

#[test]
fn a_notice_of_one_business_line_is_told_there_only() {
    let provider = CustomerRef { customer_type: "provider".to_owned(), ..customer() };
    let report = |line: &str| Report {
        customer: Some(provider.clone()),
        business_line: Some(line.to_owned()),
        ..agency_report()
    };
    assert_eq!(told(&agency(), report("medicare")), pairs([("line-manager", "wren"), ("provider", "wren")]));
    assert_eq!(told(&agency(), report("centrelink")), pairs([("line-manager", "wren")]));
}

#[test]
fn security_hears_of_the_kinds_the_organisation_names() {
    assert_eq!(told(&agency(), agency_report()), pairs([("line-manager", "wren")]), "none is named yet");
    let named = agency().under(|pack| {
        let kinds = pack.vocabulary.conduct_kinds.iter_mut();
        kinds.filter(|kind| kind.code() == "shouting").for_each(|kind| kind.security = true);
    });
    assert_eq!(told(&named, agency_report()), pairs([("line-manager", "wren"), ("security-cims", "kite")]));
}

// proves: MG-4.1-08
#[test]
fn a_manager_hears_at_once_of_the_kinds_the_organisation_adds_to_its_list() {
    let damage = Report { happenings: set(["damage"]), ..report() };
    let usual = pairs([("reported-supervisor", "wren"), ("reported-manager", "wren")]);
    assert_eq!(told(&council(), damage.clone()), usual);
    let listed = council().under(|pack| {
        let kinds = pack.vocabulary.conduct_kinds.iter_mut();
        kinds.filter(|kind| kind.code() == "property-damage").for_each(|kind| kind.immediate = true);
    });
    let at_once = pairs([("immediate-manager", "wren")]);
    assert_eq!(told(&listed, damage), [usual, at_once].concat());
}

#[test]
fn a_notice_names_nobody_and_tells_no_detail() {
    for pack in [council_pack(), agency_pack()] {
        for notice in &pack.notices {
            assert!(!notice.text.contains('{'), "{}", notice.code);
        }
    }
}
