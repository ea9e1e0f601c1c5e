//! Who is told of something, by the pack's notification rules. The event keeps who was told; the outbox tells them.

use evenhand_policy::pack::{NoticeRule, Occasion, Recipient};
use serde::{Deserialize, Serialize};

use crate::context::Context;
use crate::event::Event;
use crate::ids::{SiteId, StaffId, UnitId};
use crate::incident::IncidentEvent;
use crate::obligation::ObligationEvent;

/// One notice to one person.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told {
    /// The notification rule, by the pack's code.
    pub notice: String,
    /// Who is told.
    pub to: StaffId,
    /// What they read. No name, no detail.
    pub text: String,
}

/// Whom an event tells of itself.
pub fn told_by(event: &Event) -> &[Told] {
    match event {
        Event::Incident(IncidentEvent::Reported(reported)) => &reported.told,
        Event::Incident(IncidentEvent::FormSubmitted(form)) => &form.told,
        Event::Incident(IncidentEvent::ReviewDecided(decided)) => &decided.told,
        Event::Incident(IncidentEvent::Escalated(escalated)) => &escalated.told,
        Event::Obligation(ObligationEvent::Noted(noted)) => &noted.told,
        _ => &[],
    }
}

/// What a notice is about, as far as its recipients depend on it.
#[derive(Debug, Clone, Default)]
pub struct About {
    /// The person whose line manager and unit are meant.
    pub staff: Option<StaffId>,
    /// The unit.
    pub unit: Option<UnitId>,
    /// The site.
    pub site: Option<SiteId>,
    /// The business line.
    pub business_line: Option<String>,
    /// The customer's contact officer.
    pub contact_officer: Option<StaffId>,
    /// People chosen by name.
    pub named: Vec<StaffId>,
    /// Who reviews, where that is not simply the line manager.
    pub reviewer: Option<StaffId>,
}

impl About {
    /// Something about one person.
    pub fn staff(staff: &StaffId) -> About {
        About { staff: Some(staff.clone()), named: vec![staff.clone()], ..About::default() }
    }
}

/// Everyone the pack has told on an occasion, each once per notice.
pub fn told(occasion: Occasion, about: &About, context: &Context<'_>) -> Vec<Told> {
    let applies = |rule: &&NoticeRule| {
        let lines = &rule.business_lines;
        rule.on == occasion
            && (lines.is_empty() || about.business_line.as_ref().is_some_and(|l| lines.contains(l)))
    };
    let mut told: Vec<Told> = Vec::new();
    for rule in context.pack.notices.iter().filter(applies) {
        for to in recipients(rule, about, context) {
            let told_already = told.iter().any(|told| told.to == to && told.notice == rule.code);
            if !told_already {
                told.push(Told { notice: rule.code.clone(), to, text: rule.text.clone() });
            }
        }
    }
    told
}

fn recipients(rule: &NoticeRule, about: &About, context: &Context<'_>) -> Vec<StaffId> {
    let directory = context.directory;
    let unit = about.unit.clone().or_else(|| {
        about.staff.as_ref().and_then(|id| directory.staff(id)).and_then(|staff| staff.details.unit.clone())
    });
    match rule.to {
        Recipient::LineManager => {
            let manager = about.reviewer.clone().or_else(|| {
                let staff = directory.staff(about.staff.as_ref()?)?;
                staff.details.line_manager.clone()
            });
            manager.into_iter().collect()
        }
        Recipient::UnitManager => {
            let duty = evenhand_policy::access::Duty::Reviewer;
            nearest(directory.with_duty(duty, unit.as_ref(), context.now, context.pack))
        }
        Recipient::Role => {
            let role = rule.role.as_deref().unwrap_or_default();
            nearest(directory.holders(role, unit.as_ref(), context.now))
        }
        Recipient::ContactOfficer => about.contact_officer.iter().cloned().collect(),
        Recipient::Reporter => about.staff.iter().cloned().collect(),
        Recipient::Named => about.named.clone(),
        Recipient::Site => {
            let today = directory.calendar().date(context.now);
            let here =
                |staff: &crate::staff::Staff| staff.works_on(today) && staff.details.site == about.site;
            let everyone = directory.everyone().filter(|(_, staff)| about.site.is_some() && here(staff));
            let mut ids: Vec<StaffId> = everyone.map(|(id, _)| id.clone()).collect();
            ids.sort();
            ids
        }
    }
}

/// A role may be held by many; those nearest to the unit are told, at most three.
fn nearest(ids: Vec<StaffId>) -> Vec<StaffId> {
    ids.into_iter().take(3).collect()
}
