//! The list of everything that can be asked, and the one way a command becomes events.

use evenhand_policy::Action;
use serde::Serialize;

use crate::context::Context;
use crate::customer::{self, CustomerCommand};
use crate::delegation::{self, DelegationCommand};
use crate::event::Event;
use crate::incident::{self, IncidentCommand};
use crate::obligation::{self, ObligationCommand};
use crate::organisation::{self, OrganisationCommand};
use crate::pack_history::{self, PackCommand};
use crate::policy_record::{self, PolicyCommand};
use crate::refusal::Refusal;
use crate::staff::{self, StaffCommand};
use crate::stream::{State, StreamKind};

/// Something asked of one stream.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[expect(missing_docs, reason = "one variant a noun; the nouns are described in their files")]
pub enum Command {
    Customer(CustomerCommand),
    Delegation(DelegationCommand),
    Incident(Box<IncidentCommand>),
    Obligation(ObligationCommand),
    Organisation(OrganisationCommand),
    Pack(PackCommand),
    Policy(PolicyCommand),
    Staff(StaffCommand),
}

impl Command {
    /// The kind of stream it is asked of.
    pub fn kind(&self) -> StreamKind {
        match self {
            Command::Customer(_) => StreamKind::Customer,
            Command::Delegation(_) => StreamKind::Delegation,
            Command::Incident(_) => StreamKind::Incident,
            Command::Obligation(_) => StreamKind::Obligation,
            Command::Organisation(_) => StreamKind::Organisation,
            Command::Pack(_) => StreamKind::Pack,
            Command::Policy(_) => StreamKind::Policy,
            Command::Staff(_) => StreamKind::Staff,
        }
    }

    /// What leave it needs.
    pub fn action(&self) -> Action {
        match self {
            Command::Customer(command) => match command {
                CustomerCommand::Register(_) => Action::RegisterCustomer,
                CustomerCommand::Seal(_) | CustomerCommand::Unseal(_) => Action::SealCustomer,
                CustomerCommand::ChangeDetails(_)
                | CustomerCommand::RecordNeed(_)
                | CustomerCommand::EndNeed(_)
                | CustomerCommand::RecordCircumstance(_)
                | CustomerCommand::EndCircumstance(_)
                | CustomerCommand::AssignContactOfficer(_) => Action::EditCustomer,
            },
            Command::Delegation(_) => Action::EditDelegations,
            Command::Incident(command) => command.action(),
            Command::Obligation(_) => Action::NoteObligation,
            Command::Organisation(command) => match command {
                OrganisationCommand::SetLink(_) | OrganisationCommand::SetContact(_) => Action::EditLinks,
                OrganisationCommand::DiscussRecording(_) => Action::RecordTalk,
                OrganisationCommand::SetUp(_)
                | OrganisationCommand::AddUnit(_)
                | OrganisationCommand::AddSite(_)
                | OrganisationCommand::AddHoliday(_)
                | OrganisationCommand::NameLine(_)
                | OrganisationCommand::SetTarget(_)
                | OrganisationCommand::NominateMonitor(_) => Action::EditOrganisation,
            },
            Command::Pack(command) => match command {
                PackCommand::Activate(_) => Action::ActivatePack,
                PackCommand::Load(_) | PackCommand::Propose(_) | PackCommand::Withdraw(_) => {
                    Action::ProposePack
                }
            },
            Command::Policy(command) => match command {
                PolicyCommand::Suggest(_) => Action::SuggestPolicyChange,
                PolicyCommand::RequestCopy(_) | PolicyCommand::IssueCopy(_) => Action::RecordCopyRequest,
                PolicyCommand::Answer(_)
                | PolicyCommand::SetNextReview(_)
                | PolicyCommand::OpenReview(_)
                | PolicyCommand::CompleteReview(_) => Action::KeepPolicy,
            },
            Command::Staff(_) => Action::EditStaff,
        }
    }
}

/// What follows from a command in a state: events, or every reason why not.
pub fn decide(state: &State, command: &Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    fn all<E: Into<Event>>(events: Vec<E>) -> Vec<Event> {
        events.into_iter().map(Into::into).collect()
    }
    match (state, command) {
        (State::Customer(state), Command::Customer(command)) => {
            customer::decide(state, command, context).map(all)
        }
        (State::Delegation(state), Command::Delegation(command)) => {
            delegation::decide(state, command, context).map(all)
        }
        (State::Incident(state), Command::Incident(command)) => {
            incident::decide(state, command, context).map(all)
        }
        (State::Obligation(state), Command::Obligation(command)) => {
            obligation::decide(state, command, context).map(all)
        }
        (State::Organisation(state), Command::Organisation(command)) => {
            organisation::decide(state, command, context).map(all)
        }
        (State::Pack(state), Command::Pack(command)) => {
            pack_history::decide(state, command, context).map(all)
        }
        (State::Policy(state), Command::Policy(command)) => {
            policy_record::decide(state, command, context).map(all)
        }
        (State::Staff(state), Command::Staff(command)) => staff::decide(state, command, context).map(all),
        _ => Err(Refusal::of("wrong-stream", "This cannot be asked of that")),
    }
}
