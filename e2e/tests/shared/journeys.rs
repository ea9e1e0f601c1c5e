//! What people do, from the first page to the last; whoever takes these in says whether scripts run.

use evenhand_e2e::journeys::{entry, look_up, policy, reporting, reviewing};
use evenhand_e2e::world::{AGENCY, COUNCIL};

use super::S;

#[test]
fn an_empty_folder_becomes_an_organisation() {
    entry::first_set_up(S);
}

#[test]
fn somebody_signs_in_and_out() {
    entry::sign_in_and_out(S);
}

#[test]
fn the_screen_is_covered_and_locked() {
    entry::cover_and_lock(S, &COUNCIL);
}

#[test]
fn a_reference_leads_straight_to_the_answer_at_the_council() {
    look_up::by_reference(&COUNCIL, S);
}

#[test]
fn a_reference_leads_straight_to_the_answer_at_the_agency() {
    look_up::by_reference(&AGENCY, S);
}

#[test]
fn a_name_leads_to_the_answer_by_what_the_person_says() {
    look_up::by_name(&COUNCIL, S);
}

#[test]
fn nobody_found_is_no_answer_about_anybody() {
    look_up::nobody(&AGENCY, S);
}

#[test]
fn a_person_file_tells_everything_in_order() {
    look_up::person_file(&COUNCIL, S);
}

#[test]
fn a_sealed_person_is_not_there() {
    look_up::sealed(&COUNCIL, S);
}

#[test]
fn a_first_report_takes_six_actions_on_the_keyboard_at_the_council() {
    reporting::by_keyboard(&COUNCIL, S);
}

#[test]
fn a_first_report_takes_six_actions_on_the_keyboard_at_the_agency() {
    reporting::by_keyboard(&AGENCY, S);
}

#[test]
fn a_draft_survives_signing_out() {
    reporting::draft_survives_sign_out(S);
}

#[test]
fn a_draft_survives_a_locked_session() {
    reporting::draft_survives_a_lock(S);
}

#[test]
fn a_mistake_in_a_report_loses_nothing() {
    reporting::mistakes_lose_nothing(&COUNCIL, S);
}

#[test]
fn a_report_for_a_colleague_is_theirs() {
    reporting::on_behalf(&COUNCIL, "M. Birch", S);
}

#[test]
fn a_second_report_of_the_same_event_is_linked() {
    reporting::similar(&COUNCIL, S);
}

#[test]
fn a_report_is_finished_by_whoever_was_asked() {
    reporting::finish_later(&AGENCY, ("o.dell", "O. Dell"), S);
}

#[test]
fn wording_help_is_given_only_where_asked_for() {
    reporting::wording_help(&COUNCIL, S);
}

#[test]
fn the_reporter_hears_what_came_of_it() {
    reporting::outcome_is_seen(&AGENCY, S);
}

#[test]
fn a_manager_of_the_council_decides_a_review() {
    reviewing::from_work_list_to_decision(&COUNCIL, S);
}

#[test]
fn a_team_leader_of_the_agency_decides_a_review() {
    reviewing::from_work_list_to_decision(&AGENCY, S);
}

#[test]
fn a_lower_severity_needs_a_reason() {
    reviewing::severity_second_look(&AGENCY, S);
}

#[test]
fn open_tasks_stand_in_the_way_of_closing() {
    reviewing::closing(&COUNCIL, S);
}

#[test]
fn the_incident_form_is_submitted_signed() {
    reviewing::escalation_form(&COUNCIL, S);
}

#[test]
fn an_incident_is_escalated() {
    reviewing::escalation(&COUNCIL, "L. Osei", S);
}

#[test]
fn what_changed_meanwhile_is_said() {
    reviewing::changed_meanwhile(&COUNCIL, S);
}

#[test]
fn a_policy_is_proposed_by_one_and_activated_by_another() {
    policy::proposed_by_one_activated_by_another(&COUNCIL, ["n.iyer", "k.marr"], S);
}
