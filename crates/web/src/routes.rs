//! Every address, once: what it answers, who may, which form it takes, what it gives.

use evenhand_policy::Action;
use futures::future::BoxFuture;
use schemars::{JsonSchema, Schema, SchemaGenerator};

use crate::cx::{Cx, OpenCx};
use crate::dispatch::API;
use crate::form::Form;
use crate::respond::{Answer, Failure};
use crate::{admin, counter, customers, help, home, incidents, openapi, policy, record, session, work};

/// The two methods there are: looking changes nothing, posting changes one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    Get,
    Post,
}

/// Where a route stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mounts {
    /// As a page and in the API.
    Both,
    /// As a page only: forms, help.
    Page,
    /// In the API only.
    Api,
}

/// Who gets an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody.
    Open,
    /// Anybody who is signed in.
    SignedIn,
    /// Those with leave for an action, on the thing the address names.
    Needs(Action),
}

pub(crate) type OpenHandler = fn(&OpenCx) -> BoxFuture<'_, Result<Answer, Failure>>;
pub(crate) type SignedHandler = fn(&Cx) -> BoxFuture<'_, Result<Answer, Failure>>;

/// What answers.
#[derive(Clone, Copy)]
pub(crate) enum Handler {
    Open(OpenHandler),
    Signed(SignedHandler),
}

/// One address and method.
pub struct Route {
    pub method: Method,
    pub path: &'static str,
    pub mounts: Mounts,
    pub access: Access,
    /// What it is, for the API's document and the list of pages.
    pub summary: &'static str,
    pub(crate) handler: Handler,
    /// The form it takes, for the API's document.
    pub(crate) form: Option<&'static Form>,
    /// The page its form stands on, where that is not its own address.
    pub(crate) form_at: Option<&'static str>,
    /// What it gives, for the API's document.
    pub(crate) gives: Option<fn(&mut SchemaGenerator) -> Schema>,
    /// Attempts are counted by where they come from.
    pub(crate) throttled: bool,
}

impl Mounts {
    /// The mounts with the format each stands for.
    pub(crate) fn prefixes(self) -> &'static [(crate::cx::Format, &'static str)] {
        use crate::cx::Format::{Json, Page};
        match self {
            Mounts::Both => &[(Page, ""), (Json, API)],
            Mounts::Page => &[(Page, "")],
            Mounts::Api => &[(Json, API)],
        }
    }
}

impl Route {
    /// Whether an address is one of this route's.
    pub fn matches(&self, path: &str) -> bool {
        let (ours, theirs) = (self.path.split('/'), path.split('/'));
        ours.clone().count() == theirs.clone().count()
            && ours
                .zip(theirs)
                .all(|(ours, theirs)| ours == theirs || (ours.starts_with('{') && !theirs.is_empty()))
    }

    /// The page that the form sent to an address of this route stands on.
    pub(crate) fn form_page(&self, path: &str) -> String {
        let Some(form_at) = self.form_at else { return path.to_owned() };
        let given: Vec<(&str, &str)> = self.path.split('/').zip(path.split('/')).collect();
        let part = |part: &str| {
            let same = given.iter().find(|(ours, _)| *ours == part && part.starts_with('{'));
            same.map_or(part, |(_, value)| value).to_owned()
        };
        form_at.split('/').map(part).collect::<Vec<_>>().join("/")
    }

    const fn new(
        method: Method,
        path: &'static str,
        access: Access,
        handler: Handler,
        summary: &'static str,
    ) -> Route {
        let mounts = match method {
            Method::Get => Mounts::Page,
            Method::Post => Mounts::Both,
        };
        Route {
            method,
            path,
            mounts,
            access,
            summary,
            handler,
            form: None,
            form_at: None,
            gives: None,
            throttled: false,
        }
    }

    /// It gives JSON of this shape too.
    const fn gives<T: JsonSchema>(self) -> Route {
        Route { gives: Some(|generator| generator.subschema_for::<T>()), mounts: Mounts::Both, ..self }
    }

    const fn takes(self, form: &'static Form) -> Route {
        Route { form: Some(form), ..self }
    }

    const fn form_at(self, page: &'static str) -> Route {
        Route { form_at: Some(page), ..self }
    }

    const fn page_only(self) -> Route {
        Route { mounts: Mounts::Page, ..self }
    }

    const fn throttled(self) -> Route {
        Route { throttled: true, ..self }
    }
}

macro_rules! get {
    (open $path:literal, $handler:path, $summary:literal) => {
        Route::new(Method::Get, $path, Access::Open, Handler::Open(|cx| Box::pin($handler(cx))), $summary)
    };
    ($path:literal, $handler:path, $summary:literal) => {
        Route::new(
            Method::Get,
            $path,
            Access::SignedIn,
            Handler::Signed(|cx| Box::pin($handler(cx))),
            $summary,
        )
    };
    ($action:ident $path:literal, $handler:path, $summary:literal) => {
        Route::new(
            Method::Get,
            $path,
            Access::Needs(Action::$action),
            Handler::Signed(|cx| Box::pin($handler(cx))),
            $summary,
        )
    };
}
macro_rules! post {
    (open $path:literal, $handler:path, $summary:literal) => {
        Route::new(Method::Post, $path, Access::Open, Handler::Open(|cx| Box::pin($handler(cx))), $summary)
    };
    ($path:literal, $handler:path, $summary:literal) => {
        Route::new(
            Method::Post,
            $path,
            Access::SignedIn,
            Handler::Signed(|cx| Box::pin($handler(cx))),
            $summary,
        )
    };
    ($action:ident $path:literal, $handler:path, $summary:literal) => {
        Route::new(
            Method::Post,
            $path,
            Access::Needs(Action::$action),
            Handler::Signed(|cx| Box::pin($handler(cx))),
            $summary,
        )
    };
}

/// All routes.
pub const ROUTES: &[Route] = &[
    // Entry
    get!(open "/sign-in", session::sign_in::new, "Sign in"),
    post!(open "/sign-in", session::sign_in::create, "Sign in").takes(&session::sign_in::FORM).throttled(),
    post!("/sign-out", session::sign_out::create, "Sign out"),
    get!(open "/unlock", session::unlock::new, "Go on after a while away"),
    post!(open "/unlock", session::unlock::create, "Go on after a while away").takes(&session::unlock::FORM).throttled(),
    get!(open "/invitation/{token}", session::invitation::new, "Choose a password"),
    post!(open "/invitation/{token}", session::invitation::create, "Choose a password")
        .takes(&session::invitation::FORM).page_only().throttled(),
    get!(open "/setup", session::set_up::new, "First set-up"),
    post!(open "/setup", session::set_up::create, "First set-up").page_only().throttled(),
    get!("/", home::show, "First page").gives::<home::Home>(),
    get!("/go", home::go, "Go to a reference or page"),
    get!("/cover", home::cover, "Covered screen"),
    post!("/uncover", home::uncover, "Back from the covered screen").page_only(),
    get!("/notifications", home::notifications, "What you were told").gives::<home::Notifications>(),
    post!("/notifications/read", home::read, "Mark what you were told as read"),
    get!("/me", home::me, "Preferences"),
    post!("/me", home::prefer, "Change preferences").takes(&home::PREFERENCES),
    get!("/me/activity", home::activity, "What the record says you looked at").gives::<home::Activity>(),
    get!("/me/password", session::password::new, "Change your password"),
    post!("/me/password", session::password::create, "Change your password")
        .takes(&session::password::FORM).page_only().throttled(),
    get!(open "/status", help::status, "Whether this installation works").gives::<help::Status>(),
    get!(open "/version", help::version, "Version").gives::<help::Version>(),
    get!(open "/accessibility", help::accessibility, "Accessibility statement"),
    get!("/help", help::index, "Help"),
    get!("/help/emergency", help::emergency, "What to do in an emergency"),
    get!("/help/keys", help::keys, "Keys"),
    get!("/help/words", help::words, "Words"),
    get!("/help/reporting", help::reporting, "How to report, and to whom").gives::<help::Reporting>(),
    get!("/help/guide", help::guide, "Staff guide"),
    get!("/help/messages", help::messages, "Messages the system sends by itself").gives::<help::Messages>(),
    get!("/help/recording", help::recording, "Why records matter"),
    get!("/support", help::support, "Support for me"),
    get!("/support/notice", help::notice, "Support notice to print"),
    get!(ReadGuidance "/resources", help::resources, "Links and contacts").gives::<help::Resources>(),
    get!(EditLinks "/resources/links/{code}", help::edit_link, "Change a link"),
    post!(EditLinks "/resources/links/{code}", help::set_link, "Change a link").takes(&help::LINK),
    get!(EditLinks "/resources/contacts/{code}", help::edit_contact, "Enter a contact"),
    post!(EditLinks "/resources/contacts/{code}", help::set_contact, "Enter a contact").takes(&help::CONTACT),
    get!(open "/openapi.json", openapi::show, "This document").gives::<serde_json::Value>(),

    // Look up
    get!(LookUpCustomer "/counter", counter::new, "Look up a customer"),
    post!(LookUpCustomer "/counter", counter::create, "Look up a customer")
        .takes(&counter::FORM).gives::<counter::Found>(),
    get!(LookUpCustomer "/customers/{customer}/now", counter::card, "Contact card").gives::<counter::CardView>(),
    get!(LookUpCustomer "/customers/unknown", counter::unknown, "When nobody is found"),

    // Customers
    get!(ListCustomers "/customers", customers::index, "Customers").gives::<customers::List>(),
    post!(ListCustomers "/customers", customers::search, "Find customers by name")
        .takes(&customers::FIND).gives::<customers::List>(),
    get!(RegisterCustomer "/customers/new", customers::new, "Enter a customer"),
    post!(RegisterCustomer "/customers/new", customers::create, "Enter a customer").takes(&customers::DETAILS),
    get!(ReadCustomer "/customers/{customer}", customers::show, "Person file").gives::<customers::File>(),
    get!(ReadCustomer "/customers/{customer}/timeline", customers::timeline, "Everything that happened")
        .gives::<customers::TimelineView>(),
    get!(EditCustomer "/customers/{customer}/details", customers::edit, "Change details"),
    post!(EditCustomer "/customers/{customer}/details", customers::update, "Change details").takes(&customers::CHANGE),
    get!(EditCustomer "/customers/{customer}/needs", customers::needs::index, "Needs and circumstances"),
    post!(EditCustomer "/customers/{customer}/needs", customers::needs::create, "Record a need")
        .takes(&customers::needs::NEED),
    post!(EditCustomer "/customers/{customer}/needs/{n}/end", customers::needs::end, "End a need")
        .takes(&customers::needs::END).form_at("/customers/{customer}/needs"),
    post!(EditCustomer "/customers/{customer}/circumstances", customers::needs::circumstance, "Record a circumstance")
        .takes(&customers::needs::CIRCUMSTANCE).form_at("/customers/{customer}/needs"),
    post!(EditCustomer "/customers/{customer}/circumstances/{n}/end", customers::needs::end_circumstance,
        "End a circumstance").takes(&customers::needs::END).form_at("/customers/{customer}/needs"),
    get!(EditCustomer "/customers/{customer}/officer", customers::officer, "Contact officer"),
    post!(EditCustomer "/customers/{customer}/officer", customers::assign, "Assign a contact officer")
        .takes(&customers::OFFICER),
    get!(SealCustomer "/customers/{customer}/seal", customers::seal, "Seal this person"),
    post!(SealCustomer "/customers/{customer}/seal", customers::create_seal, "Seal this person").takes(&customers::SEAL),
    post!(SealCustomer "/customers/{customer}/unseal", customers::unseal, "Lift the seal")
        .takes(&customers::UNSEAL).form_at("/customers/{customer}/seal"),
    get!(ReadLooks "/customers/{customer}/looks", customers::looks, "Who looked").gives::<customers::Looks>(),

    // Incidents
    get!("/incidents", incidents::index::show, "Incidents").gives::<incidents::index::List>(),
    get!("/incidents/register.csv", incidents::index::csv, "Register of incidents"),
    get!(ReportIncident "/incidents/new", incidents::report::new, "Record what happened"),
    post!(ReportIncident "/incidents/new", incidents::report::create, "Record what happened")
        .takes(&incidents::report::FORM),
    get!(AddToIncident "/incidents/{incident}/sent", incidents::sent::show, "Sent").gives::<incidents::sent::Sent>(),
    get!(AddToIncident "/incidents/{incident}/similar", incidents::similar::show, "It may be reported already")
        .gives::<incidents::similar::List>(),
    get!(ReadIncident "/incidents/{incident}", incidents::show::show, "Incident").gives::<incidents::show::Incident>(),
    get!(AddToIncident "/incidents/{incident}/finish", incidents::finish::show, "Finish a report"),
    post!(AddToIncident "/incidents/{incident}/finish", incidents::finish::create, "The report is finished"),
    get!(HandOverFinishing "/incidents/{incident}/finisher", incidents::finish::finisher, "Ask somebody to finish it"),
    post!(HandOverFinishing "/incidents/{incident}/finisher", incidents::finish::name_finisher,
        "Ask somebody to finish it").takes(&incidents::finish::FINISHER),
    get!(AddToIncident "/incidents/{incident}/words", incidents::words::new, "Add words"),
    post!(AddToIncident "/incidents/{incident}/words", incidents::words::create, "Add words").takes(&incidents::words::FORM),
    get!(AddToIncident "/incidents/{incident}/people", incidents::people::new, "Name somebody"),
    post!(AddToIncident "/incidents/{incident}/people", incidents::people::create, "Name somebody")
        .takes(&incidents::people::FORM),
    get!(AddToIncident "/incidents/{incident}/conduct", incidents::conduct::new, "Classify the conduct"),
    post!(AddToIncident "/incidents/{incident}/conduct", incidents::conduct::create, "Classify the conduct")
        .takes(&incidents::conduct::FORM),
    get!(AddToIncident "/incidents/{incident}/flags", incidents::conduct::flags, "Marks that open a procedure"),
    post!(AddToIncident "/incidents/{incident}/flags", incidents::conduct::set_flag, "Set or take off a mark")
        .takes(&incidents::conduct::FLAG),
    get!(ReviewIncident "/incidents/{incident}/critical", incidents::conduct::critical, "Class as critical"),
    post!(ReviewIncident "/incidents/{incident}/critical", incidents::conduct::class_critical, "Class as critical")
        .takes(&incidents::conduct::CRITICAL),
    get!(AddToIncident "/incidents/{incident}/trigger", incidents::conduct::trigger, "What led to it"),
    post!(AddToIncident "/incidents/{incident}/trigger", incidents::conduct::record_trigger, "What led to it")
        .takes(&incidents::conduct::TRIGGER),
    get!(AddToIncident "/incidents/{incident}/services", incidents::authorities::services_called, "Emergency services"),
    post!(AddToIncident "/incidents/{incident}/services", incidents::authorities::call_service,
        "Emergency services").takes(&incidents::authorities::SERVICE),
    get!(RecordAuthorities "/incidents/{incident}/police", incidents::authorities::police, "Report to the police"),
    post!(RecordAuthorities "/incidents/{incident}/police", incidents::authorities::report_to_police,
        "Report to the police").takes(&incidents::authorities::POLICE),
    get!(AddToIncident "/incidents/{incident}/files", incidents::files::new, "Attach a file"),
    post!(AddToIncident "/incidents/{incident}/files", incidents::files::create, "Attach a file")
        .takes(&incidents::files::FORM),
    get!(ReadIncident "/incidents/{incident}/files/{hash}", incidents::files::show, "A file"),
    get!(AddToIncident "/incidents/{incident}/correction", incidents::words::correct, "Correct a fact"),
    post!(AddToIncident "/incidents/{incident}/correction", incidents::words::create_correction, "Correct a fact")
        .takes(&incidents::words::CORRECTION),
    get!(SubmitForm "/incidents/{incident}/form", incidents::form::new, "Incident form"),
    post!(SubmitForm "/incidents/{incident}/form", incidents::form::create, "Submit the incident form"),
    get!(ReadIncident "/incidents/{incident}/form/print", incidents::form::print, "Incident form to print"),
    get!(ReviewIncident "/incidents/{incident}/review", incidents::review::new, "Review"),
    post!(ReviewIncident "/incidents/{incident}/review", incidents::review::create, "Decide the review"),
    post!(ReviewIncident "/incidents/{incident}/review-opening", incidents::review::open, "Begin the review")
        .form_at("/incidents/{incident}"),
    post!(ReviewIncident "/incidents/{incident}/history-search", incidents::review::search_history,
        "The history was searched").form_at("/incidents/{incident}/review"),
    get!(ReadReview "/incidents/{incident}/review/print", incidents::review::print, "Review to print"),
    get!(ConsultStaff "/incidents/{incident}/consultation", incidents::consultation::new, "Talk with the staff member"),
    post!(ConsultStaff "/incidents/{incident}/consultation", incidents::consultation::create,
        "Talk with the staff member"),
    get!(Rectify "/incidents/{incident}/rectification", incidents::rectification::new, "Put something right"),
    post!(Rectify "/incidents/{incident}/rectification", incidents::rectification::create, "Put something right")
        .takes(&incidents::rectification::FORM),
    get!(Rectify "/incidents/{incident}/apology", incidents::rectification::apology, "Apologise"),
    post!(Rectify "/incidents/{incident}/apology", incidents::rectification::apologise, "Apologise")
        .takes(&incidents::rectification::APOLOGY),
    get!(FollowUp "/incidents/{incident}/follow-ups", incidents::tasks::new, "Add a follow-up"),
    post!(FollowUp "/incidents/{incident}/follow-ups", incidents::tasks::create, "Add a follow-up")
        .takes(&incidents::tasks::FORM),
    get!(FollowUp "/incidents/{incident}/tasks/{key}", incidents::tasks::show, "A task"),
    post!(FollowUp "/incidents/{incident}/tasks/{key}", incidents::tasks::done, "A task is done")
        .takes(&incidents::tasks::DONE),
    get!(ReassignTask "/incidents/{incident}/tasks/{key}/owner", incidents::tasks::hand_on, "Hand a task on"),
    post!(ReassignTask "/incidents/{incident}/tasks/{key}/owner", incidents::tasks::reassign, "Hand a task on")
        .takes(&incidents::tasks::OWNER),
    get!(LinkIncident "/incidents/{incident}/customer", incidents::link::customer, "Who it was"),
    post!(LinkIncident "/incidents/{incident}/customer", incidents::link::link_customer, "Who it was")
        .takes(&incidents::link::CUSTOMER),
    get!(LinkIncident "/incidents/{incident}/links", incidents::link::new, "Link to another incident"),
    post!(LinkIncident "/incidents/{incident}/links", incidents::link::create, "Link to another incident")
        .takes(&incidents::link::FORM),
    get!(EscalateIncident "/incidents/{incident}/escalation", incidents::closing::escalation, "Escalate"),
    post!(EscalateIncident "/incidents/{incident}/escalation", incidents::closing::escalate, "Escalate")
        .takes(&incidents::closing::ESCALATION),
    get!(CloseIncident "/incidents/{incident}/closing", incidents::closing::new, "Close"),
    post!(CloseIncident "/incidents/{incident}/closing", incidents::closing::create, "Close"),
    get!(CloseIncident "/incidents/{incident}/reopening", incidents::closing::reopening, "Reopen"),
    post!(CloseIncident "/incidents/{incident}/reopening", incidents::closing::reopen, "Reopen")
        .takes(&incidents::closing::REOPENING),
    get!(EnterInError "/incidents/{incident}/error", incidents::closing::error, "Entered in error"),
    post!(EnterInError "/incidents/{incident}/error", incidents::closing::enter_in_error, "Entered in error")
        .takes(&incidents::closing::ERROR),

    // Work
    get!("/tasks", work::tasks, "My work").gives::<work::Tasks>(),
    get!("/drafts", work::drafts, "Drafts"),
    post!("/drafts/{draft}", work::save_draft, "Keep a draft").page_only(),
    post!("/drafts/{draft}/discard", work::discard_draft, "Throw a draft away").page_only(),
    get!(NoteObligation "/obligations/new", work::new_obligation, "Note a known incident"),
    post!(NoteObligation "/obligations/new", work::note, "Note a known incident").takes(&work::NOTE),
    get!("/obligations", work::obligations, "Known incidents that are not recorded").gives::<work::Obligations>(),
    post!(NoteObligation "/obligations/{obligation}/meeting", work::meet, "The incident is recorded")
        .takes(&work::MEET).form_at("/obligations"),
    post!(NoteObligation "/obligations/{obligation}/dropping", work::drop, "There is nothing to record")
        .takes(&work::DROP).form_at("/obligations"),
    get!(RecordTalk "/recording", work::recording, "Late recordings by team"),
    post!(RecordTalk "/recording/{unit}", work::talk, "Recording was discussed")
        .takes(&work::TALK).form_at("/recording"),

    // The policy as a document
    get!(ReadGuidance "/policy", policy::show, "Policy").gives::<policy::PolicyView>(),
    get!(ReadGuidance "/policy/documents/{document}", policy::document, "A document of the policy"),
    get!(ReadGuidance "/policy/record", policy::record, "The policy's record").gives::<policy::RecordView>(),
    get!(SuggestPolicyChange "/policy/suggestions", policy::suggestions, "Suggestions"),
    post!(SuggestPolicyChange "/policy/suggestions", policy::suggest, "Suggest a change").takes(&policy::SUGGESTION),
    post!(KeepPolicy "/policy/suggestions/{n}/answer", policy::answer, "Answer a suggestion")
        .takes(&policy::ANSWER).form_at("/policy/suggestions"),
    get!(RecordCopyRequest "/policy/copies", policy::copies, "Copies for the public"),
    post!(RecordCopyRequest "/policy/copies", policy::request_copy, "Record a request for a copy").takes(&policy::COPY),
    post!(RecordCopyRequest "/policy/copies/{n}/issue", policy::issue_copy, "A copy was handed out")
        .form_at("/policy/copies"),
    get!(KeepPolicy "/policy/reviews", policy::reviews, "Reviews of the policy"),
    post!(KeepPolicy "/policy/reviews", policy::open_review, "Open a review").takes(&policy::REVIEW),
    post!(KeepPolicy "/policy/reviews/next", policy::next_review, "Set the next review")
        .takes(&policy::NEXT).form_at("/policy/reviews"),
    post!(KeepPolicy "/policy/reviews/completion", policy::complete_review, "Complete the review")
        .takes(&policy::COMPLETION).form_at("/policy/reviews"),

    // Administration
    get!(ReadStaff "/admin/people", admin::people::index, "People").gives::<admin::people::List>(),
    get!(EditStaff "/admin/people/new", admin::people::new, "Enter somebody"),
    post!(EditStaff "/admin/people/new", admin::people::create, "Enter somebody").takes(&admin::people::DETAILS),
    get!(ReadStaff "/admin/people/{staff}", admin::people::show, "A staff member").gives::<admin::people::Person>(),
    get!(EditStaff "/admin/people/{staff}/details", admin::people::edit, "Change details"),
    post!(EditStaff "/admin/people/{staff}/details", admin::people::update, "Change details")
        .takes(&admin::people::DETAILS),
    get!(EditStaff "/admin/people/{staff}/roles", admin::people::roles, "Give a role"),
    post!(EditStaff "/admin/people/{staff}/roles", admin::people::give_role, "Give a role").takes(&admin::people::ROLE),
    post!(EditStaff "/admin/people/{staff}/roles/{n}/end", admin::people::end_role, "End a role")
        .takes(&admin::people::END).form_at("/admin/people/{staff}"),
    get!(EditStaff "/admin/people/{staff}/account", admin::people::account, "Account"),
    post!(EditStaff "/admin/people/{staff}/account", admin::people::invite, "Invite").takes(&admin::people::INVITE),
    post!(EditStaff "/admin/people/{staff}/account/closing", admin::people::disable, "Close the account")
        .form_at("/admin/people/{staff}/account"),
    post!(EditStaff "/admin/people/{staff}/leaving", admin::people::leave, "They left")
        .takes(&admin::people::LEAVE).form_at("/admin/people/{staff}"),
    get!(EditDelegations "/delegations", admin::delegations::index, "Delegations")
        .gives::<admin::delegations::List>(),
    get!(EditDelegations "/delegations/new", admin::delegations::new, "Give an authority"),
    post!(EditDelegations "/delegations/new", admin::delegations::create, "Give an authority")
        .takes(&admin::delegations::GRANT),
    get!(EditDelegations "/delegations/acting", admin::delegations::acting, "Acting arrangement"),
    post!(EditDelegations "/delegations/acting", admin::delegations::arrange, "Acting arrangement")
        .takes(&admin::delegations::ACTING),
    post!(EditDelegations "/delegations/{delegation}/end", admin::delegations::end, "End it")
        .takes(&admin::delegations::END).form_at("/delegations"),
    get!(EditOrganisation "/admin/places", admin::places::index, "Sites, units, closed days")
        .gives::<admin::places::Places>(),
    post!(EditOrganisation "/admin/places/units", admin::places::add_unit, "Add a unit")
        .takes(&admin::places::UNIT).form_at("/admin/places"),
    post!(EditOrganisation "/admin/places/sites", admin::places::add_site, "Add a site")
        .takes(&admin::places::SITE).form_at("/admin/places"),
    post!(EditOrganisation "/admin/places/holidays", admin::places::add_holiday, "Add a closed day")
        .takes(&admin::places::HOLIDAY).form_at("/admin/places"),
    post!(EditOrganisation "/admin/places/monitor", admin::places::nominate, "Nominate the senior manager")
        .takes(&admin::places::MONITOR).form_at("/admin/places"),
    post!(EditOrganisation "/admin/places/target", admin::places::target, "Set the target for reviews")
        .takes(&admin::places::TARGET).form_at("/admin/places"),
    get!(ReadRights "/admin/rights", admin::rights::show, "Who may do what").gives::<admin::rights::Rights>(),
    get!(ReadPacks "/admin/policy", admin::packs::index, "Policy packs").gives::<admin::packs::List>(),
    get!(ReadPacks "/admin/policy/{version}", admin::packs::show, "A version of the policy pack")
        .gives::<admin::packs::Version>(),
    get!(ReadPacks "/admin/policy/{version}/compare/{other}", admin::packs::compare, "Compare two versions"),
    get!(ProposePack "/admin/policy/{version}/proposal", admin::packs::proposal, "Propose a version"),
    post!(ProposePack "/admin/policy/{version}/proposal", admin::packs::propose, "Propose a version")
        .takes(&admin::packs::PROPOSAL),
    get!(ActivatePack "/admin/policy/{version}/activation", admin::packs::activation, "Activate a version"),
    post!(ActivatePack "/admin/policy/{version}/activation", admin::packs::activate, "Activate a version")
        .takes(&admin::packs::ACTIVATION),
    post!(ProposePack "/admin/policy/{version}/withdrawal", admin::packs::withdraw, "Withdraw a proposal")
        .takes(&admin::packs::WITHDRAWAL).form_at("/admin/policy/{version}/proposal"),
    get!(VerifyRecord "/audit/verify", record::show, "Is the record intact?").gives::<record::Verified>(),
    post!(VerifyRecord "/audit/verify", record::verify, "Check the record now").gives::<record::Verified>(),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_address_is_answered_twice() {
        for (at, route) in ROUTES.iter().enumerate() {
            let again =
                ROUTES.iter().take(at).find(|known| known.path == route.path && known.method == route.method);
            assert!(again.is_none(), "{:?} {} stands twice", route.method, route.path);
        }
    }

    #[test]
    fn every_form_that_is_sent_stands_on_a_page() {
        for route in ROUTES.iter().filter(|route| route.method == Method::Post) {
            let page = route.form_page(route.path);
            let own = [
                "/sign-out",
                "/uncover",
                "/notifications/read",
                "/drafts/{draft}",
                "/drafts/{draft}/discard",
            ];
            let found = ROUTES.iter().any(|known| known.method == Method::Get && known.matches(&page));
            assert!(found || own.contains(&route.path), "{} has no page with its form", route.path);
        }
    }
}
