//! Inviting somebody from the machine itself, when there is nobody who could do it on the pages.

use std::process::ExitCode;

use anyhow::Context;
use clap::Args;
use evenhand_app::{App, AppError};

use crate::wiring::{Data, say};

/// Invite somebody to choose a password, when no administrator can.
#[derive(Args)]
pub struct Invite {
    #[command(flatten)]
    data: Data,
    /// Their name, as it is entered
    person: String,
    /// The name they sign in with
    account: String,
    /// The organisation; the only one there is, if none is named
    organisation: Option<String>,
}

impl Invite {
    pub async fn run(self) -> anyhow::Result<ExitCode> {
        let app = self.data.open_one_beside(self.organisation.as_deref()).await?;
        invite(&app, &self.person, &self.account).await?;
        Ok(ExitCode::SUCCESS)
    }
}

/// Invites a person and tells the operator where they choose their password.
pub async fn invite(app: &App, person: &str, account: &str) -> anyhow::Result<()> {
    let token = match app.invite_by_name(person, account).await {
        Err(AppError::NotFound) => {
            let says = format!("nobody, or more than one, is called `{person}` in `{}`", app.slug());
            return Err(AppError::NotFound).context(says);
        }
        invited => invited?,
    };
    say(&format!(
        "{person} chooses a password at /invitation/{token} within 24 hours, and signs in as {account}."
    ));
    Ok(())
}
