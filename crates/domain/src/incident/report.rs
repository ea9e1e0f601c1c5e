//! The first report: what a shaken person can say in a minute. Everything else can come later, from them or from
//! somebody they choose.

use std::collections::BTreeSet;

use evenhand_policy::access::Duty;
use evenhand_policy::deadlines::{DeadlineKind, due};
use evenhand_policy::facts::{Part, Step};
use evenhand_policy::pack::{Channel, ConductKind, Happening, Occasion, find};
use evenhand_policy::ruling::{Finding, evaluate};
use evenhand_policy::words;
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

use super::{Conduct, Incident, Involved, InvolvedPart, Stage, Who};
use crate::context::Context;
use crate::customer::Standing;
use crate::event::Recorded;
use crate::ids::{CustomerId, SiteId, StaffId, UnitId};
use crate::incident::IncidentEvent;
use crate::notice::{About, Told, told};
use crate::refusal::{Problem, Refusal, refuse_unless_kept};
use crate::text::Checks;

words! {
    /// Whether the reporter is safe.
    pub enum Safety {
        /// Yes.
        Safe = "safe",
        /// No: get help to them.
        GetHelp = "get-help",
    }
}

words! {
    /// Whether the person is still there.
    pub enum Presence {
        /// They left, or were never there.
        Gone = "gone",
        /// They are still there.
        StillHere = "still-here",
        /// They may come back.
        MayReturn = "may-return",
    }
}

words! {
    /// What came of it at once.
    pub enum Harm {
        /// Somebody was hurt or unwell.
        Hurt = "hurt",
        /// First aid was given.
        FirstAid = "first-aid",
        /// Security was called.
        Security = "security",
        /// The police were called.
        Police = "police",
        /// An ambulance was called.
        Ambulance = "ambulance",
        /// A duress alarm was used.
        Duress = "duress",
    }
}

/// A customer, as far as an incident keeps it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CustomerRef {
    /// Which.
    pub id: CustomerId,
    /// Whether they were a customer at the time.
    pub standing: Standing,
    /// Their type at the time, by the pack's code.
    pub customer_type: String,
    /// Who serves them.
    pub contact_officer: Option<StaffId>,
}

/// What a reporter says.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// The number people use, as in `IN-2027-00118`. Set by the product.
    pub number: String,
    /// How the recorder came to it.
    pub part: Part,
    /// Whether the reporter is safe.
    pub safety: Safety,
    /// Who it was, where that is known.
    pub customer: Option<CustomerRef>,
    /// What they looked like, where it is not.
    pub description: Option<String>,
    /// The business line.
    pub business_line: Option<String>,
    /// The way of contact.
    pub channel: Channel,
    /// The site.
    pub site: Option<SiteId>,
    /// The kind of place, by the pack's code.
    pub site_kind: String,
    /// Where exactly, or on which platform.
    pub place: Option<String>,
    /// When it happened or began.
    pub occurred_at: Timestamp,
    /// It is still happening.
    pub in_progress: bool,
    /// The boxes ticked, by the pack's codes.
    pub happenings: BTreeSet<String>,
    /// What was classified besides the boxes.
    pub conduct: Conduct,
    /// Whether they are still there.
    pub presence: Presence,
    /// What came of it at once.
    pub harm: BTreeSet<Harm>,
    /// In the reporter's own words.
    pub words: Option<String>,
    /// Who it happened to, where that is not the recorder.
    pub affected: Vec<Involved>,
    /// The recorder's role at the time, by the pack's code.
    pub role_at_time: Option<String>,
    /// The reporter would rather somebody other than their manager read it.
    pub someone_else: bool,
    /// Who handles a private report, by the reporter's choice.
    pub handler: Option<StaffId>,
    /// How a manager learned of it, where they record it for somebody.
    pub learned_by: Option<String>,
    /// When they learned of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub learned_at: Option<Timestamp>,
}

/// A report as it was recorded, with what followed from it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reported {
    /// What the reporter said.
    pub said: Report,
    /// How the conduct is classified, from the boxes and besides.
    pub conduct: Conduct,
    /// Flags the boxes set.
    pub flags: BTreeSet<String>,
    /// Everyone named in it.
    pub people: Vec<Involved>,
    /// The unit it belongs to.
    pub unit: Option<UnitId>,
    /// It is handled by people chosen by name, outside the customer's record.
    pub private: bool,
    /// Nothing but a matter of care was reported: no conduct is classified.
    pub care_only: bool,
    /// Who will review it.
    pub reviewer: Option<StaffId>,
    /// By when it should have been recorded, where the policy sets a limit.
    pub record_due_at: Option<Timestamp>,
    /// Minutes between the occurrence and the recording.
    pub delay_minutes: i64,
    /// It was recorded after the limit.
    pub late: bool,
    /// By when it should be reviewed.
    pub review_due_at: Option<Timestamp>,
    /// What the rules found.
    pub findings: Vec<Finding>,
    /// Who was told.
    pub told: Vec<Told>,
}

/// How far clocks may disagree before a time counts as the future.
const CLOCKS_DISAGREE: SignedDuration = SignedDuration::from_mins(5);
/// Nothing older is an incident of this policy.
const OLDEST_YEARS: i64 = 20;

impl Incident {
    pub(super) fn apply_report(&mut self, reported: Reported, recorded: &Recorded<&IncidentEvent>) {
        self.reported_at = recorded.at;
        self.recorder = recorded.actor.clone();
        self.pack = recorded.pack.clone();
        self.stage = Stage::Reported;
        self.conduct = reported.conduct.clone();
        self.customer = reported.said.customer.as_ref().map(|customer| customer.id.clone());
        self.flags = reported.flags.clone();
        self.people = reported.people.clone();
        self.reviewer = reported.reviewer.clone();
        self.report = Some(reported);
    }

    pub(super) fn report(&self, report: Report, context: &Context<'_>) -> Result<Reported, Refusal> {
        if self.report.is_some() {
            return Err(Refusal::of("already-reported", "This incident is already reported"));
        }
        let said = checked(report, context)?;
        let mut reported = recorded(said, context)?;
        let ruling = evaluate(
            Step::Report,
            &super::facts::of_report(&reported),
            context.pack,
            &std::collections::BTreeMap::new(),
        );
        refuse_unless_kept(&ruling)?;
        reported.findings = ruling.findings;
        reported.told = tell(&reported, context);
        Ok(reported)
    }
}

/// What the reporter typed, cleaned; every mistake at once.
fn checked(mut report: Report, context: &Context<'_>) -> Result<Report, Refusal> {
    let (mut checks, v, now) = (Checks::default(), &context.pack.vocabulary, context.now);
    report.words = checks.maybe_words("words", report.words.as_deref());
    report.description = checks.maybe_words("description", report.description.as_deref());
    report.place = checks.maybe_line("place", report.place.as_deref());
    if report.occurred_at > now.saturating_add(CLOCKS_DISAGREE).unwrap_or(now) {
        checks.add(
            "occurred_at",
            "in-the-future",
            "It cannot have happened in the future; check the date and time",
        );
    }
    let oldest = now.saturating_sub((OLDEST_YEARS * 366 * 24).hours()).unwrap_or(Timestamp::MIN);
    let says = format!("This is more than {OLDEST_YEARS} years ago; check the year");
    checks.require(report.occurred_at > oldest, "occurred_at", "too-long-ago", says);
    checks.require(
        !report.happenings.is_empty(),
        "happenings",
        "empty",
        "Choose at least one thing that happened",
    );
    let known = report.happenings.iter().all(|code| find(&v.happenings, code).is_some());
    checks.require(known, "happenings", "unknown-choice", "Choose from the list of things that happen");
    let known = find(&v.site_kinds, &report.site_kind).is_some();
    checks.require(known, "site_kind", "unknown-choice", "Choose the kind of place");
    let known = report.site.as_ref().is_none_or(|id| context.directory.organisation().sites.contains_key(id));
    checks.require(known, "site", "unknown-site", "Choose a site that exists");
    if let (None, [only]) = (&report.business_line, v.business_lines.as_slice()) {
        report.business_line = Some(only.term.code.clone());
    }
    let line = report.business_line.as_ref();
    let known = line.map_or(v.business_lines.is_empty(), |line| find(&v.business_lines, line).is_some());
    checks.require(known, "business_line", "unknown-choice", "Choose the business line");
    let known = report.role_at_time.as_ref().is_none_or(|role| find(&v.roles_at_time, role).is_some());
    checks.require(known, "role_at_time", "unknown-choice", "Choose the role at the time");
    let known = report.learned_by.as_ref().is_none_or(|way| find(&v.learned_by, way).is_some());
    checks.require(known, "learned_by", "unknown-choice", "Choose how you learned of it");
    report.learned_at = report.learned_by.as_ref().map(|_| report.learned_at.unwrap_or(now));
    let past = report.learned_at.is_none_or(|at| at <= now.saturating_add(CLOCKS_DISAGREE).unwrap_or(now));
    checks.require(past, "learned_at", "in-the-future", "You cannot have learned of it in the future");
    let handler = report.handler.as_ref().is_none_or(|id| context.directory.works(id, now));
    checks.require(handler, "handler", "unknown-staff", "Choose who should handle it");
    report.conduct.check(context.pack, &mut checks);
    for person in &mut report.affected {
        person.check("affected", context, &mut checks);
    }
    checks.finish()?;
    Ok(report)
}

/// What follows from a report: its classification, people, unit, reviewer and dates.
fn recorded(said: Report, context: &Context<'_>) -> Result<Reported, Refusal> {
    let recorder = context.staff().ok_or_else(|| Refusal::of("unknown-staff", "Only staff can report"))?;
    let (v, directory) = (&context.pack.vocabulary, context.directory);
    let boxes: Vec<_> = said.happenings.iter().filter_map(|code| find(&v.happenings, code)).collect();
    let mut conduct = said.conduct.clone();
    for happened in &boxes {
        conduct.classes.extend(happened.classes.iter().cloned());
        conduct.kinds.extend(happened.kinds.iter().cloned());
        conduct.issues.extend(happened.issues.iter().cloned());
        conduct.parties.extend(happened.parties.iter().cloned());
    }
    conduct
        .classes
        .extend(conduct.kinds.iter().filter_map(|kind| find(&v.conduct_kinds, kind)?.class.clone()));
    let private = boxes.iter().any(|happened| happened.private);
    let people = people(&said, &recorder);
    let subject =
        people.iter().find(|person| person.part == InvolvedPart::Affected).and_then(|p| p.who.staff());
    let subject = subject.cloned().unwrap_or_else(|| recorder.clone());
    let unit = directory.staff(&subject).and_then(|staff| staff.details.unit.clone());
    let reviewer =
        if private { handler(&said, context)? } else { reviewer(&said, &subject, &people, context) };
    let limit = context.pack.deadline(DeadlineKind::IncidentRecorded);
    let calendar = directory.calendar();
    let record_due_at = limit.map(|limit| due(limit, said.occurred_at, &calendar));
    let target = directory.organisation().review_hours.map(|hours| context.now.saturating_add(hours.hours()));
    let by_policy =
        context.pack.deadline(DeadlineKind::IncidentReviewed).map(|d| due(d, context.now, &calendar));
    Ok(Reported {
        flags: boxes.iter().flat_map(|happened| happened.flags.iter().cloned()).collect(),
        delay_minutes: context.now.duration_since(said.occurred_at).as_mins().max(0),
        late: record_due_at.is_some_and(|due| context.now > due),
        record_due_at,
        review_due_at: by_policy.or(target.and_then(Result::ok)),
        care_only: is_care_only(&boxes, &conduct, context),
        conduct,
        people,
        unit,
        private,
        reviewer,
        findings: Vec::new(),
        told: Vec::new(),
        said,
    })
}

/// Whether every box that was ticked is a matter of care, such as talk of suicide: then there is no conduct.
fn is_care_only(boxes: &[&Happening], conduct: &Conduct, context: &Context<'_>) -> bool {
    let flags = &context.pack.vocabulary.flags;
    let care = |happened: &&Happening| {
        let marks = &happened.flags;
        !marks.is_empty() && marks.iter().all(|code| find(flags, code).is_some_and(|flag| flag.care))
    };
    conduct.classes.is_empty() && boxes.iter().all(care)
}

fn people(said: &Report, recorder: &StaffId) -> Vec<Involved> {
    let mut people = said.affected.clone();
    let part = match said.part {
        Part::Experienced => InvolvedPart::Affected,
        Part::Witnessed => InvolvedPart::Witness,
        Part::OnBehalf => return people,
    };
    let named = people.iter().any(|person| person.who.staff() == Some(recorder));
    if !named {
        let mut reporter = Involved::new(Who::Staff(recorder.clone()), part);
        reporter.role_at_time = said.role_at_time.clone();
        people.insert(0, reporter);
    }
    people
}

/// The reviewer: the line manager of the person affected, or the next one up where they were involved or the
/// reporter would rather have somebody else.
fn reviewer(said: &Report, subject: &StaffId, people: &[Involved], context: &Context<'_>) -> Option<StaffId> {
    let directory = context.directory;
    let mut not: Vec<StaffId> = people.iter().filter_map(|person| person.who.staff().cloned()).collect();
    if said.someone_else {
        not.extend(directory.staff(subject).and_then(|staff| staff.details.line_manager.clone()));
    }
    directory
        .reviewer_for(subject, &not, context.now, context.pack)
        .or_else(|| directory.reviewer_for(subject, &[], context.now, context.pack))
}

/// Who handles a private report: the reporter's choice; else somebody who looks after staff.
fn handler(said: &Report, context: &Context<'_>) -> Result<Option<StaffId>, Refusal> {
    if said.handler.is_some() {
        return Ok(said.handler.clone());
    }
    let able = context.directory.with_duty(Duty::Whs, None, context.now, context.pack);
    let first = able.into_iter().find(|id| Some(id) != context.staff().as_ref());
    first.map(Some).ok_or_else(|| {
        Problem::field("handler", "no-handler", "Choose who should handle it; nobody is appointed for this")
            .into()
    })
}

/// Who hears of it at once.
fn tell(reported: &Reported, context: &Context<'_>) -> Vec<Told> {
    if reported.private {
        let text = "A report was given to you to handle in private".to_owned();
        let told =
            |to: &StaffId| Told { notice: "private-report".to_owned(), to: to.clone(), text: text.clone() };
        return reported.reviewer.iter().map(told).collect();
    }
    let (said, v) = (&reported.said, &context.pack.vocabulary);
    let customer = said.customer.as_ref();
    let about = About {
        staff: context.staff(),
        unit: reported.unit.clone(),
        site: said.site.clone(),
        business_line: said.business_line.clone(),
        contact_officer: customer.and_then(|customer| customer.contact_officer.clone()),
        named: Vec::new(),
        reviewer: reported.reviewer.clone(),
    };
    let any = |test: fn(&ConductKind) -> bool| {
        reported.conduct.kinds.iter().filter_map(|kind| find(&v.conduct_kinds, kind)).any(test)
    };
    let provider = customer
        .and_then(|customer| find(&v.customer_types, &customer.customer_type))
        .is_some_and(|kind| kind.contact_role.is_some());
    let help = said.safety == Safety::GetHelp || said.presence != Presence::Gone;
    let occasions = [
        (Occasion::HelpNeeded, help),
        (Occasion::Reported, true),
        (Occasion::Immediate, any(|kind| kind.immediate)),
        (Occasion::Managed, about.contact_officer.is_some()),
        (Occasion::Security, any(|kind| kind.security)),
        (Occasion::Provider, provider),
    ];
    occasions
        .iter()
        .filter(|(_, now)| *now)
        .flat_map(|(occasion, _)| told(*occasion, &about, context))
        .collect()
}
