//! What a story is told with: days and hours, people, and what they do through the use cases of the product.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::Arc;

use evenhand_app::lookup::Asked;
use evenhand_app::set_up::Named;
use evenhand_app::work::draft_id;
use evenhand_app::{App, AppError, Clock, Request, Who};
use evenhand_domain::customer::{CustomerCommand, Details, Registered};
use evenhand_domain::delegation::{ActingArranged, DelegationCommand};
use evenhand_domain::incident::{
    AccountKind, Apologised, FollowUpAdded, IncidentCommand, Involved, InvolvedPart, LinkedHow,
    PoliceReported, Rectified, Report, ReviewAnswers, ServiceCalled, StaffConsulted, TaskDone, WordsAdded,
};
use evenhand_domain::{CustomerId, SiteId, StaffId};
use evenhand_policy::calendar::Calendar;
use evenhand_policy::facts::Part;
use evenhand_policy::pack::Channel;
use evenhand_store::beside::Draft;
use jiff::civil::{Date, Time};
use jiff::{Timestamp, ToSpan};

use crate::DemoError;
use crate::director::Turns;
use crate::ports::DemoClock;

/// One organisation, as stories use it.
pub(crate) struct Scene {
    pub app: App,
    pub clock: Arc<DemoClock>,
    pub turns: Turns,
    pub calendar: Calendar,
    pub named: Named,
    /// Staff by the name shown outside, as in `P. Wren`.
    pub staff: BTreeMap<String, StaffId>,
    /// The last working day that is over.
    pub last: Date,
    keys: Cell<u64>,
}

/// An incident of a story.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    pub id: String,
    pub number: String,
}

impl Scene {
    pub(crate) fn new(
        app: App,
        clock: Arc<DemoClock>,
        calendar: Calendar,
        named: Named,
        staff: BTreeMap<String, StaffId>,
        now: Timestamp,
    ) -> Scene {
        let last = last_day(&calendar, now);
        Scene { app, clock, turns: Turns::default(), calendar, named, staff, last, keys: Cell::new(0) }
    }

    /// A working day, counted back from the last one that is over.
    pub(crate) fn day(&self, back: i64) -> Date {
        let mut day = self.last;
        for _ in 0..back {
            day = working_day_before(&self.calendar, day);
        }
        day
    }

    /// A moment of a working day.
    pub(crate) fn moment(&self, back: i64, time: &str) -> Timestamp {
        let time: Time = time.parse().unwrap_or(Time::midnight());
        self.calendar.moment(self.day(back), time)
    }

    /// Waits for a moment of a working day, counted back from the last one that is over.
    pub(crate) async fn at(&self, back: i64, time: &str) {
        self.turns.wait(self.moment(back, time)).await;
    }

    /// Waits some minutes.
    pub(crate) async fn later(&self, minutes: i64) {
        let now = self.clock.now();
        self.turns.wait(now.saturating_add(minutes.minutes()).unwrap_or(now)).await;
    }

    /// Somebody, now.
    pub(crate) async fn who(&self, name: &str) -> Result<Who, DemoError> {
        let who = self.app.who(&self.staff(name)?).await?;
        who.ok_or_else(|| missing("does not work here now", name))
    }

    pub(crate) fn staff(&self, name: &str) -> Result<StaffId, DemoError> {
        self.staff.get(name).cloned().ok_or_else(|| missing("is not on the staff", name))
    }

    pub(crate) fn site(&self, name: &str) -> Result<SiteId, DemoError> {
        self.named.sites.get(name).cloned().ok_or_else(|| missing("is no site", name))
    }

    pub(crate) fn once(&self) -> Request {
        let n = self.keys.get() + 1;
        self.keys.set(n);
        Request { key: format!("story-{n}"), ..Request::default() }
    }

    /// Somebody enters a customer.
    pub(crate) async fn enters(&self, who: &str, details: Details) -> Result<CustomerId, DemoError> {
        let registered =
            Registered { reference: String::new(), details, source: "entered at the counter".to_owned() };
        let done = self.app.register_customer(&self.who(who).await?, registered, &self.once()).await?;
        id_of(&done.stream)
    }

    /// Somebody changes a customer's entry.
    pub(crate) async fn notes(
        &self,
        who: &str,
        customer: &CustomerId,
        command: impl Into<CustomerCommand>,
    ) -> Result<(), DemoError> {
        let who = self.who(who).await?;
        self.app.change_customer(&who, customer.as_str(), command.into(), &self.once()).await?;
        Ok(())
    }

    /// Somebody looks a person up.
    pub(crate) async fn looks_up(&self, who: &str, query: &str, channel: Channel) -> Result<(), DemoError> {
        let asked = Asked { query: query.to_owned(), channel, second: None };
        self.app.look_up(&self.who(who).await?, &asked).await?;
        Ok(())
    }

    /// Somebody opens a customer's file.
    pub(crate) async fn opens(&self, who: &str, customer: &CustomerId) -> Result<(), DemoError> {
        self.app.customer_file(&self.who(who).await?, customer.as_str()).await?;
        Ok(())
    }

    /// Somebody reports. What happened, happened some minutes before.
    pub(crate) async fn reports(
        &self,
        who: &str,
        customer: Option<&CustomerId>,
        minutes_ago: i64,
        mut report: Report,
    ) -> Result<Case, DemoError> {
        let now = self.clock.now();
        report.occurred_at = now.saturating_sub(minutes_ago.minutes()).unwrap_or(now);
        let who = self.who(who).await?;
        let done = self.app.report_incident(&who, report, customer.cloned(), &self.once()).await?;
        let id: evenhand_domain::IncidentId = id_of(&done.stream)?;
        Ok(Case { id: id.to_string(), number: done.number.unwrap_or_default() })
    }

    /// Somebody does something to an incident.
    pub(crate) async fn does(
        &self,
        who: &str,
        case: &Case,
        command: IncidentCommand,
    ) -> Result<(), DemoError> {
        self.app.change_incident(&self.who(who).await?, &case.id, command, &self.once()).await?;
        Ok(())
    }

    pub(crate) async fn says(
        &self,
        who: &str,
        case: &Case,
        kind: AccountKind,
        text: &str,
    ) -> Result<(), DemoError> {
        let words = WordsAdded { kind, text: text.to_owned(), severity_felt: None };
        self.does(who, case, IncidentCommand::AddWords(words)).await
    }

    /// Somebody adds their account and finishes the report.
    pub(crate) async fn finishes(&self, who: &str, case: &Case, account: &str) -> Result<(), DemoError> {
        self.says(who, case, AccountKind::Account, account).await?;
        self.does(who, case, IncidentCommand::FinishReport).await
    }

    /// The reviewer opens the review, and looks at the customer's history where there is a customer.
    pub(crate) async fn takes_up(&self, who: &str, case: &Case, known: bool) -> Result<(), DemoError> {
        self.does(who, case, IncidentCommand::OpenReview).await?;
        if known {
            self.app.search_history(&self.who(who).await?, &case.id, &self.once()).await?;
        }
        Ok(())
    }

    pub(crate) async fn decides(
        &self,
        who: &str,
        case: &Case,
        answers: ReviewAnswers,
    ) -> Result<(), DemoError> {
        self.does(who, case, IncidentCommand::DecideReview(Box::new(answers))).await
    }

    /// The reviewer talks with a staff member about each point the policy names.
    pub(crate) async fn consults(
        &self,
        who: &str,
        case: &Case,
        with: &str,
        points: [&str; 5],
    ) -> Result<(), DemoError> {
        let reviewer = self.who(who).await?;
        let codes = reviewer.pack().reviewing.consultation_points.iter().map(|point| point.code.clone());
        let points = codes.zip(points.map(str::to_owned)).collect();
        let consulted = StaffConsulted { with: self.staff(with)?, points };
        self.does(who, case, IncidentCommand::ConsultStaff(consulted)).await
    }

    pub(crate) async fn calls(
        &self,
        who: &str,
        case: &Case,
        service: &str,
        outcome: &str,
    ) -> Result<(), DemoError> {
        let called_at = self.clock.now();
        let (service, outcome) = (service.to_owned(), outcome.to_owned());
        let called = ServiceCalled { service, called_at, outcome, reference: None };
        self.does(who, case, IncidentCommand::CallService(called)).await
    }

    pub(crate) async fn tells_the_police(
        &self,
        who: &str,
        case: &Case,
        how: &str,
        reference: Option<&str>,
    ) -> Result<(), DemoError> {
        let reference = reference.map(str::to_owned);
        let report =
            PoliceReported { made_at: self.clock.now(), how: how.to_owned(), officer: None, reference };
        self.does(who, case, IncidentCommand::ReportToPolice(report)).await
    }

    pub(crate) async fn has_done(
        &self,
        who: &str,
        case: &Case,
        task: &str,
        note: &str,
    ) -> Result<(), DemoError> {
        let done = TaskDone { key: task.to_owned(), note: note.to_owned() };
        self.does(who, case, IncidentCommand::DoTask(done)).await
    }

    pub(crate) async fn puts_right(
        &self,
        who: &str,
        case: &Case,
        what: &str,
        sorry: (&str, &str),
    ) -> Result<(), DemoError> {
        let today = self.calendar.date(self.clock.now());
        let rectified = Rectified { what: what.to_owned(), done_on: today };
        self.does(who, case, IncidentCommand::Rectify(rectified)).await?;
        let (form, what_for) = (sorry.0.to_owned(), sorry.1.to_owned());
        let apology = Apologised { form, made_on: today, what_for };
        self.does(who, case, IncidentCommand::Apologise(apology)).await
    }

    /// Somebody adds a follow-up for somebody, to be done within some working days.
    pub(crate) async fn asks_for(
        &self,
        who: &str,
        case: &Case,
        owner: &str,
        what: &str,
        days: i64,
    ) -> Result<(), DemoError> {
        let today = self.calendar.date(self.clock.now());
        let due_on = Some(self.calendar.working_days_after(today, days));
        let (what, owner) = (what.to_owned(), self.staff(owner)?);
        let added = FollowUpAdded { n: 0, what, owner, due_on, due_at: None };
        self.does(who, case, IncidentCommand::AddFollowUp(added)).await
    }

    pub(crate) async fn links(
        &self,
        who: &str,
        case: &Case,
        other: &Case,
        how: LinkedHow,
        because: &str,
    ) -> Result<(), DemoError> {
        let (staff, because) = (self.who(who).await?, Some(because.to_owned()));
        self.app.link_incident(&staff, &case.id, &other.number, how, because, &self.once()).await?;
        Ok(())
    }

    pub(crate) async fn closes(&self, who: &str, case: &Case) -> Result<(), DemoError> {
        self.does(who, case, IncidentCommand::Close(BTreeMap::new())).await
    }

    /// An administrator enters that somebody stands in for somebody, for some working days from today.
    pub(crate) async fn stands_in(
        &self,
        administrator: &str,
        (who, in_place_of, role): (&str, &str, &str),
        days: i64,
        because: &str,
    ) -> Result<(), DemoError> {
        let from = self.calendar.date(self.clock.now());
        let arranged = ActingArranged {
            who: self.staff(who)?,
            in_place_of: self.staff(in_place_of)?,
            role: role.to_owned(),
            from,
            until: self.calendar.working_days_after(from, days),
            because: because.to_owned(),
        };
        let administrator = self.who(administrator).await?;
        let command = DelegationCommand::ArrangeActing(arranged);
        self.app.change_delegation(&administrator, None, command, &self.once()).await?;
        Ok(())
    }

    /// Somebody begins a first report and does not send it.
    pub(crate) async fn begins(&self, who: &str, fields: &[(&str, &str)]) -> Result<(), DemoError> {
        let (who, page) = (self.staff(who)?, "/incidents/new");
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let draft = Draft {
            id: draft_id(who.as_str(), page),
            page: page.to_owned(),
            fields: fields.collect(),
            saved_at: self.clock.now(),
        };
        Ok(self.app.save_draft(who.as_str(), &draft).await?)
    }

    /// Somebody on the staff it happened to.
    pub(crate) fn affected(&self, name: &str) -> Result<Involved, DemoError> {
        Ok(Involved::new(evenhand_domain::incident::Who::Staff(self.staff(name)?), InvolvedPart::Affected))
    }
}

/// A first report at a site of the organisation.
pub(crate) fn report(channel: Channel, site_kind: &str, happenings: &[&str], words: &str) -> Report {
    Report {
        part: Part::Experienced,
        channel,
        site_kind: site_kind.to_owned(),
        happenings: happenings.iter().map(|code| (*code).to_owned()).collect(),
        words: Some(words.to_owned()),
        ..Report::default()
    }
}

/// The last working day whose last hour is over.
fn last_day(calendar: &Calendar, now: Timestamp) -> Date {
    let today = calendar.date(now);
    let over = calendar.moment(today, Time::constant(18, 0, 0, 0)) <= now;
    if over && calendar.is_working_day(today) { today } else { working_day_before(calendar, today) }
}

pub(crate) fn working_day_before(calendar: &Calendar, day: Date) -> Date {
    let mut day = day;
    while let Ok(before) = day.yesterday() {
        day = before;
        if calendar.is_working_day(day) {
            break;
        }
    }
    day
}

/// The id in the name of a stream, as in `incident:0123`.
fn id_of<T: std::str::FromStr>(stream: &str) -> Result<T, DemoError> {
    let id = stream.split(':').nth(1).and_then(|id| id.parse().ok());
    id.ok_or_else(|| missing("names no thing", stream))
}

fn missing(what: &str, name: &str) -> DemoError {
    DemoError::App(AppError::Unavailable(format!("`{name}` {what}")))
}
