//! Reminds people, at most once a day of the same thing: overdue tasks, known incidents that are not recorded,
//! the review of the policy itself.

use evenhand_domain::obligation::Obligation;
use evenhand_domain::{StaffId, StreamId, StreamKind};
use evenhand_policy::access::Duty;
use evenhand_store::Statement;
use evenhand_store::beside::{Notice, deliver};
use jiff::civil::Date;

use crate::app::App;
use crate::error::AppError;

/// Days before the policy's review on which its owner is reminded.
const REVIEW_NOTICE_DAYS: [i32; 5] = [60, 30, 7, 1, 0];

impl App {
    pub(super) async fn remind(&self) -> Result<(), AppError> {
        let mut reminders = self.of_overdue_tasks().await?;
        reminders.extend(self.of_unrecorded_incidents().await?);
        reminders.extend(self.of_the_policy_review().await?);
        if reminders.is_empty() { Ok(()) } else { Ok(self.store().write_beside(reminders).await?) }
    }

    async fn of_overdue_tasks(&self) -> Result<Vec<Statement>, AppError> {
        let overdue = self.store().overdue_by_owner(self.now()).await?;
        let reminder = |(owner, count): (String, u64)| {
            let text = match count {
                1 => "One of your tasks is overdue".to_owned(),
                _ => format!("{count} of your tasks are overdue"),
            };
            (owner, "tasks:".to_owned(), text)
        };
        self.once_today(overdue.into_iter().map(reminder)).await
    }

    async fn of_unrecorded_incidents(&self) -> Result<Vec<Statement>, AppError> {
        let mut reminders = Vec::new();
        for row in self.store().states::<Obligation>(StreamKind::Obligation).await? {
            let Some((noted, by, _)) = &row.state.noted else { continue };
            if row.state.ended.is_some() {
                continue;
            }
            let about = StreamId::new(StreamKind::Obligation, row.id).to_string();
            let recorder = "Please record the incident your manager knows of; somebody can do it for you";
            reminders.push((noted.about.to_string(), about.clone(), recorder.to_owned()));
            reminders.push((by.clone(), about, "A known incident is still not recorded".to_owned()));
        }
        self.once_today(reminders.into_iter()).await
    }

    async fn of_the_policy_review(&self) -> Result<Vec<Statement>, AppError> {
        let (known, now) = (self.known().await?, self.now());
        let pack = known.pack_at(now, self);
        let (record, _) = self.policy_record().await?;
        let Some(next) = record.next_review_under(&pack) else { return Ok(Vec::new()) };
        let today = known.directory.calendar().date(now);
        let Ok(days) = today.until(next).map(|span| span.get_days()) else { return Ok(Vec::new()) };
        let text = match days {
            days if REVIEW_NOTICE_DAYS.contains(&days) => {
                format!("The policy is due for review on {}", next.strftime("%-d %B %Y"))
            }
            days if days < 0 && record.open_review().is_none() => {
                format!("The review of the policy has been due since {}", next.strftime("%-d %B %Y"))
            }
            _ => return Ok(Vec::new()),
        };
        let owners = known.directory.with_duty(Duty::PolicyOwner, None, now, &pack);
        let tell = |owner: StaffId| (owner.to_string(), "policy:one".to_owned(), text.clone());
        self.once_today(owners.into_iter().map(tell)).await
    }

    /// Reminders that are delivered once a day: whom, about what, in which words.
    async fn once_today(
        &self,
        reminders: impl Iterator<Item = (String, String, String)>,
    ) -> Result<Vec<Statement>, AppError> {
        let now = self.now();
        let today: Date = self.known().await?.directory.calendar().date(now);
        let one = |(staff, about, text): (String, String, String)| {
            let id = format!("reminder:{staff}:{about}:{today}");
            deliver(&staff, &Notice { id, about, text, at: now, read_at: None })
        };
        Ok(reminders.map(one).collect())
    }
}
