//! Entries of staff, for those who may see them: all, or those of the units that a role of theirs covers.

use evenhand_domain::staff::Staff;
use evenhand_domain::{StaffId, State, StreamId, StreamKind};
use evenhand_policy::Action;
use evenhand_store::accounts::Account;

use crate::access::{Who, unit_subject};
use crate::app::App;
use crate::error::AppError;

impl App {
    /// Everybody whose entry somebody may see, by name.
    pub fn staff_entries(&self, who: &Who) -> Result<Vec<(StaffId, Staff)>, AppError> {
        if !who.may_somewhere(Action::ReadStaff) {
            who.permit(Action::ReadStaff, &Default::default())?;
        }
        let seen =
            |staff: &Staff| who.permit(Action::ReadStaff, &unit_subject(staff.details.unit.as_ref())).is_ok();
        let all = who.directory().everyone().filter(|(_, staff)| seen(staff));
        let mut all: Vec<(StaffId, Staff)> = all.map(|(id, staff)| (id.clone(), staff.clone())).collect();
        all.sort_by(|(a_id, a), (b_id, b)| (&a.details.name, a_id).cmp(&(&b.details.name, b_id)));
        Ok(all)
    }

    /// One entry with its version, so that two people who change it at once hear of each other.
    pub async fn staff_entry(&self, who: &Who, id: &StaffId) -> Result<(Staff, u64), AppError> {
        let staff = who.directory().staff(id).ok_or(AppError::NotFound)?;
        who.permit(Action::ReadStaff, &unit_subject(staff.details.unit.as_ref()))?;
        let events = self.store().load(&StreamId::new(StreamKind::Staff, id.to_string())).await?;
        match State::replay(StreamKind::Staff, &events) {
            State::Staff(staff) if staff.entered => Ok((*staff, events.len() as u64)),
            _ => Err(AppError::NotFound),
        }
    }

    /// The account of a staff member, for those who keep accounts.
    pub async fn account_of(&self, who: &Who, id: &StaffId) -> Result<Option<Account>, AppError> {
        who.permit(Action::EditStaff, &Default::default())?;
        Ok(self.store().account_of(id.as_str()).await?)
    }
}
