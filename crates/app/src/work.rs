//! One's own work: tasks, notices, drafts, preferences; and the work of a team.

use std::collections::BTreeMap;

use evenhand_domain::obligation::{Obligation, ObligationCommand};
use evenhand_domain::{Command, ObligationId, StreamId, StreamKind};
use evenhand_policy::Action;
use evenhand_policy::access::{Duty, Scope};
use evenhand_store::beside::{self, Draft, Notice};
use evenhand_store::read::{RolesHeld, StateRow, TaskFilter, TaskRow};

use crate::access::Who;
use crate::app::App;
use crate::error::AppError;
use crate::perform::{Done, Request};

/// The tabs of a work list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    Mine,
    Team,
    Nobodys,
    Done,
}

/// The most drafts one person keeps; the oldest go first.
const DRAFTS_MAX: usize = 50;
/// The most a draft may hold, in bytes.
pub const DRAFT_MAX: usize = 256 * 1024;

impl App {
    /// Tasks of a tab.
    pub async fn tasks(&self, who: &Who, tab: Tab) -> Result<Vec<TaskRow>, AppError> {
        let filter = match tab {
            Tab::Mine => TaskFilter::Mine { roles: roles(who) },
            Tab::Done => TaskFilter::Done { roles: roles(who) },
            Tab::Team => TaskFilter::Team,
            Tab::Nobodys => TaskFilter::Nobodys,
        };
        if matches!(tab, Tab::Team | Tab::Nobodys) && !who.may_somewhere(Action::ReadTeamWork) {
            return Err(AppError::NotFound);
        }
        Ok(self.reader(who, Action::ReadTeamWork).tasks(&filter, 200).await?)
    }

    /// What somebody was told, newest first.
    pub async fn notices(&self, who: &Who) -> Result<Vec<Notice>, AppError> {
        Ok(self.store().notices(&who.actor.id, 100).await?)
    }

    /// What somebody looked at, newest first.
    pub async fn looks_by_me(&self, who: &Who) -> Result<Vec<evenhand_store::looks::Listed>, AppError> {
        Ok(self.store().looks_by(&who.actor.id, 200).await?)
    }

    /// Marks what somebody was told as read.
    pub async fn notices_read(&self, who: &Who) -> Result<(), AppError> {
        Ok(self.store().write_beside(vec![beside::notices_read(&who.actor.id, who.now)]).await?)
    }

    /// Notes a known incident that is not yet recorded.
    pub async fn obligation(
        &self,
        who: &Who,
        id: Option<&str>,
        command: ObligationCommand,
        request: &Request,
    ) -> Result<Done, AppError> {
        let id = match id {
            Some(id) => id.to_owned(),
            None => {
                ObligationId::from_random(self.derived("obligation", &who.actor.id, &request.key)).to_string()
            }
        };
        self.perform(who, StreamId::new(StreamKind::Obligation, id), Command::Obligation(command), request)
            .await
    }

    /// Known incidents that are not yet recorded, as far as they concern the reader or their units.
    pub async fn obligations(&self, who: &Who) -> Result<Vec<StateRow<Obligation>>, AppError> {
        let rows = self.store().states::<Obligation>(StreamKind::Obligation).await?;
        let viewer = who.viewer(Action::NoteObligation);
        let concerns = |row: &StateRow<Obligation>| {
            let Some((noted, by, _)) = &row.state.noted else { return false };
            let unit = who.directory().staff(&noted.about).and_then(|staff| staff.details.unit.clone());
            let in_units = unit.is_some_and(|unit| viewer.units.iter().any(|known| known == unit.as_str()));
            noted.about.as_str() == who.actor.id || *by == who.actor.id || viewer.everywhere || in_units
        };
        Ok(rows.into_iter().filter(concerns).collect())
    }

    /// A draft of somebody's.
    pub async fn draft(&self, who: &Who, id: &str) -> Result<Option<Draft>, AppError> {
        Ok(self.store().draft(&who.actor.id, id).await?)
    }

    /// Somebody's drafts, newest first.
    pub async fn drafts(&self, who: &Who) -> Result<Vec<Draft>, AppError> {
        Ok(self.store().drafts(&who.actor.id).await?)
    }

    /// Keeps what somebody is typing.
    pub async fn save_draft(&self, staff: &str, draft: &Draft) -> Result<(), AppError> {
        let mut writes = vec![beside::put_draft(staff, draft)];
        let known = self.store().drafts(staff).await?;
        let too_many = known.iter().filter(|known| known.id != draft.id).skip(DRAFTS_MAX - 1);
        writes.extend(too_many.map(|old| beside::drop_draft(staff, &old.id)));
        Ok(self.store().write_beside(writes).await?)
    }

    /// Throws a draft away, once it was sent or its writer says so.
    pub async fn drop_draft(&self, who: &Who, id: &str) -> Result<(), AppError> {
        Ok(self.store().write_beside(vec![beside::drop_draft(&who.actor.id, id)]).await?)
    }

    /// What somebody prefers.
    pub async fn preferences(&self, who: &Who) -> Result<BTreeMap<String, String>, AppError> {
        Ok(self.store().preferences(&who.actor.id).await?)
    }

    /// Keeps what somebody prefers.
    pub async fn prefer(&self, who: &Who, chosen: &BTreeMap<String, String>) -> Result<(), AppError> {
        Ok(self.store().write_beside(vec![beside::put_preferences(&who.actor.id, chosen)]).await?)
    }
}

/// The draft that belongs to a page of somebody.
pub fn draft_id(staff: &str, page: &str) -> String {
    let hash = evenhand_ledger::Hash::of(format!("{staff}\0{page}").as_bytes()).hex();
    hash.get(..24).unwrap_or(&hash).to_owned()
}

/// The roles of somebody, as far as each reaches.
fn roles(who: &Who) -> RolesHeld {
    let mut held = RolesHeld::default();
    for holding in &who.actor.holdings {
        match &holding.scope {
            Scope::Everywhere => held.everywhere.push(holding.role.clone()),
            Scope::Units(units) => {
                held.in_units.extend(units.iter().map(|unit| (holding.role.clone(), unit.clone())));
            }
        }
    }
    if who.actor.has(Duty::PolicyOwner) {
        held.everywhere.push("policy-owner".to_owned());
    }
    held
}
