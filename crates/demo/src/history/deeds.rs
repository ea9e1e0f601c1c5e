//! The steps of an incident's life, and the command each one is.

use std::collections::BTreeMap;

use evenhand_app::Who;
use evenhand_app::incidents::Earlier;
use evenhand_domain::customer::{CustomerCommand, NeedRecorded, Registered, Standing};
use evenhand_domain::incident::{
    Apologised, Conduct, CustomerRef, Harm, HistorySearched, IncidentCommand, PoliceReported, Rectified,
    Report, TaskDone, TriggerRecorded,
};
use evenhand_domain::obligation::{Dropped, Noted, ObligationCommand};
use evenhand_domain::{Command, ObligationId, StaffId, StreamId, StreamKind};
use evenhand_policy::calendar::Calendar;
use evenhand_policy::pack::{Channel, label};
use jiff::Timestamp;

use crate::history::conduct::{Happened, Way};
use crate::history::drawn::Incident;
use crate::history::{History, Known, texts};
use crate::reviews::{self, set, some};

/// Something done by somebody at a moment.
pub(crate) struct Step {
    pub at: Timestamp,
    /// Its place among all, and so its key.
    pub n: usize,
    pub who: StaffId,
    pub deed: Deed,
}

/// What is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Deed {
    Register(usize),
    Need(usize),
    Report(usize),
    Finish(usize),
    Trigger(usize),
    Police(usize),
    Open(usize),
    Search(usize),
    Decide(usize),
    Rectify(usize),
    Apologise(usize),
    Task(usize, String),
    Note(usize, &'static str),
    Close(usize),
    /// A duress alarm that nobody recorded: noted by a manager.
    Unrecorded(ObligationId, StaffId),
    /// Nobody remembered, and nothing was recorded.
    Forgotten(ObligationId),
}

/// The command of a step, and what it is asked of.
pub(super) fn command(
    history: &History,
    known: &Known,
    step: &Step,
    who: &Who,
    calendar: &Calendar,
) -> (StreamId, Command) {
    match &step.deed {
        Deed::Register(n) => {
            let details = history.people[*n].details.clone();
            let source = "entered at the counter".to_owned();
            customer(
                history,
                *n,
                CustomerCommand::Register(Registered { reference: String::new(), details, source }),
            )
        }
        Deed::Need(n) => {
            let need = history.people[*n].need.unwrap_or_default().to_owned();
            customer(history, *n, CustomerCommand::RecordNeed(NeedRecorded { n: 0, need, note: None }))
        }
        Deed::Unrecorded(id, about) => {
            let noted = Noted {
                about: about.clone(),
                occurred_at: Some(step.at),
                learned_by: "automatic".to_owned(),
                note: some("A duress alarm was used; there is no report."),
                told: Vec::new(),
            };
            obligation(id, ObligationCommand::Note(noted))
        }
        Deed::Forgotten(id) => {
            let because = "Nobody can say any more who pressed it".to_owned();
            obligation(id, ObligationCommand::Drop(Dropped { because }))
        }
        Deed::Report(n)
        | Deed::Finish(n)
        | Deed::Trigger(n)
        | Deed::Police(n)
        | Deed::Open(n)
        | Deed::Search(n)
        | Deed::Decide(n)
        | Deed::Rectify(n)
        | Deed::Apologise(n)
        | Deed::Task(n, _)
        | Deed::Note(n, _)
        | Deed::Close(n) => {
            let stream = StreamId::new(StreamKind::Incident, history.incident_id(*n).to_string());
            let command = of_incident(history, known, step, *n, who, calendar);
            (stream, Command::Incident(Box::new(command)))
        }
    }
}

fn of_incident(
    history: &History,
    known: &Known,
    step: &Step,
    n: usize,
    who: &Who,
    calendar: &Calendar,
) -> IncidentCommand {
    let incident = &history.incidents[n];
    let happened = &incident.happened;
    let today = calendar.date(step.at);
    let (wrong, right) = texts::wrong_and_right(happened.text);
    match &step.deed {
        Deed::Report(_) => IncidentCommand::Report(report(history, incident)),
        Deed::Trigger(_) => {
            let trigger = if happened.contributed { "our-mistake" } else { "waiting" };
            let contributed = Some(happened.contributed);
            IncidentCommand::RecordTrigger(TriggerRecorded {
                trigger: trigger.to_owned(),
                note: None,
                contributed,
            })
        }
        Deed::Police(_) => IncidentCommand::ReportToPolice(PoliceReported {
            made_at: step.at,
            how: "By telephone".to_owned(),
            officer: None,
            reference: None,
        }),
        Deed::Open(_) => IncidentCommand::OpenReview,
        Deed::Search(n) => {
            let found =
                history.earlier(*n).into_iter().filter_map(|n| line(history, known, n, who)).collect();
            IncidentCommand::SearchHistory(HistorySearched { found })
        }
        Deed::Decide(_) => IncidentCommand::DecideReview(Box::new(answers(happened, wrong))),
        Deed::Rectify(_) => IncidentCommand::Rectify(Rectified { what: right.to_owned(), done_on: today }),
        Deed::Apologise(_) => IncidentCommand::Apologise(Apologised {
            form: "By telephone".to_owned(),
            made_on: today,
            what_for: wrong.to_owned(),
        }),
        Deed::Task(_, key) => {
            let note = texts::note(key, happened.text).to_owned();
            IncidentCommand::DoTask(TaskDone { key: key.clone(), note })
        }
        Deed::Note(_, text) => IncidentCommand::AddWords(evenhand_domain::incident::WordsAdded {
            kind: evenhand_domain::incident::AccountKind::Note,
            text: (*text).to_owned(),
            severity_felt: None,
        }),
        Deed::Close(_) => IncidentCommand::Close(BTreeMap::new()),
        Deed::Finish(_) | Deed::Register(_) | Deed::Need(_) | Deed::Unrecorded(..) | Deed::Forgotten(_) => {
            IncidentCommand::FinishReport
        }
    }
}

fn customer(history: &History, n: usize, command: CustomerCommand) -> (StreamId, Command) {
    (StreamId::new(StreamKind::Customer, history.customer_id(n).to_string()), Command::Customer(command))
}

fn obligation(id: &ObligationId, command: ObligationCommand) -> (StreamId, Command) {
    (StreamId::new(StreamKind::Obligation, id.to_string()), Command::Obligation(command))
}

fn report(history: &History, incident: &Incident) -> Report {
    let (post, happened) = (&history.posts[incident.post], &incident.happened);
    let customer = incident.person.map(|n| &history.people[n]);
    let customer = customer.map(|person| CustomerRef {
        id: person.id.clone(),
        standing: Standing::Current,
        customer_type: person.details.customer_type.clone(),
        contact_officer: None,
    });
    let mut harm = std::collections::BTreeSet::new();
    harm.extend(happened.hurt.then_some(Harm::Hurt));
    harm.extend(happened.duress.then_some(Harm::Duress));
    let (channel, site_kind) = match happened.channel {
        Way::InPerson => (Channel::InPerson, post.site_kind),
        Way::Phone => (Channel::Phone, post.site_kind),
        Way::Online => (Channel::Online, "online"),
    };
    Report {
        description: if customer.is_none() { some("Nobody we know") } else { None },
        customer,
        business_line: post.line.map(str::to_owned),
        channel,
        site: Some(post.site.clone()),
        site_kind: if happened.happening == "followed" { "off-site" } else { site_kind }.to_owned(),
        occurred_at: incident.occurred_at,
        happenings: set(&[happened.happening]),
        conduct: Conduct {
            kinds: happened.kind.into_iter().map(str::to_owned).collect(),
            ..Conduct::default()
        },
        harm,
        words: some(texts::words(happened.happening, happened.text)),
        ..Report::default()
    }
}

fn answers(happened: &Happened, wrong: &str) -> evenhand_domain::incident::ReviewAnswers {
    let (reasons, summary) = (texts::reasons(happened.text), texts::summary(happened.text / 7));
    let mut answers = match happened.severity {
        "" => reviews::council(&[happened.outcome], happened.proportionality, reasons),
        severity => reviews::agency(
            severity,
            (happened.risk, happened.likelihood),
            &[happened.outcome],
            summary,
            reasons,
        ),
    };
    answers.lower_because = if happened.lowered { some("The officer felt safe throughout.") } else { None };
    answers.contributed = Some(happened.contributed);
    answers.contribution = if happened.contributed { some(wrong) } else { None };
    answers
}

/// An earlier incident as a look at the history shows it.
fn line(history: &History, known: &Known, n: usize, who: &Who) -> Option<String> {
    let incident = &history.incidents[n];
    let number = known.numbers.get(n)?.clone()?;
    let (v, r) = (&who.pack().vocabulary, &who.pack().reviewing);
    let (happened, decided) = (&incident.happened, known.decided[n]);
    let earlier = Earlier {
        id: incident.id.to_string(),
        number,
        occurred_at: incident.occurred_at,
        kinds: label(&v.happenings, happened.happening).to_owned(),
        severity: (decided && !happened.severity.is_empty())
            .then(|| label(&r.severity_levels, happened.severity).to_owned()),
        risk: None,
        outcomes: if decided {
            label(&r.outcomes, happened.outcome).to_owned()
        } else {
            "not decided".to_owned()
        },
        stage: String::new(),
    };
    Some(earlier.line())
}
