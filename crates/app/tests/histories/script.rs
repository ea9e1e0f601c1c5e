//! Random histories from a seed: people of all roles ask for things that fit the record as it stands, and now and
//! then for what they may not, what is not there, what has changed, or what they asked for before.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use evenhand_domain::customer::{
    Address, CircumstanceEnded, CircumstanceRecorded, ContactOfficerAssigned, CustomerCommand, Details,
    DetailsChanged, NeedEnded, NeedRecorded, Registered, Sealed, Standing, Unsealed,
};
use evenhand_domain::delegation::{ActingArranged, DelegationCommand, Ended, Granted};
use evenhand_domain::incident::{
    AccountKind, Apologised, Corrected, CustomerLinked, CustomerRef, EnteredInError, Escalated, FactorAnswer,
    FileAttached, FinisherNamed, FlagSet, FollowUpAdded, FormSubmitted, Harm, HistorySearched,
    IncidentCommand, IncidentLinked, Involved, InvolvedPart, LinkedHow, PoliceReported, Rectified,
    ReferralAnswer, Reopened, Report, ReviewAnswers, ServiceCalled, StaffConsulted, TaskDone, TaskReassigned,
    TriggerRecorded, Who, WordsAdded,
};
use evenhand_domain::obligation::{Dropped, Met, Noted, ObligationCommand};
use evenhand_domain::organisation::{
    Holiday, LinkSet, MonitorNominated, OrganisationCommand, RecordingDiscussed, Site, TargetSet, Unit,
};
use evenhand_domain::pack_history::{Activated, PackCommand, Proposed, Withdrawn};
use evenhand_domain::policy_record::{
    Answer as Answered, Answered as SuggestionAnswered, CopyIssued, CopyRequested, Ground, NextReviewSet,
    PolicyCommand, ReviewCompleted, ReviewOpened, Suggested,
};
use evenhand_domain::staff::{Details as StaffDetails, Left, RoleEnded, RoleGiven, StaffCommand};
use evenhand_domain::{Command, StaffId, StreamId, StreamKind};
use evenhand_policy::Pack;
use evenhand_policy::access::Authority;
use evenhand_policy::facts::Part;
use evenhand_policy::pack::{Coded, Factor};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};

use crate::model::{Asked, Model};

/// Numbers that look random and are the same for the same seed (SplitMix64).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) % n.max(1) as u64).unwrap()
    }

    /// Once in so many times.
    pub fn once_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    pub fn one<T: Clone>(&mut self, of: &[T]) -> Option<T> {
        let at = self.below(of.len());
        of.get(at).cloned()
    }

    fn code<T: Coded>(&mut self, of: &[T]) -> String {
        let at = self.below(of.len());
        of.get(at).map_or_else(|| "no-such-code".to_owned(), |item| item.code().to_owned())
    }

    fn maybe<T>(&mut self, of: T) -> Option<T> {
        if self.once_in(2) { Some(of) } else { None }
    }
}

/// Somebody makes a history.
pub struct Script<'a> {
    pub dice: Dice,
    pub model: &'a Model,
    pub now: Timestamp,
    pub n: usize,
    pub earlier: &'a [Asked],
}

const GIVEN: [&str; 8] = ["Alma", "Almira", "Bo", "Cato", "Catherine", "Kathryn", "Zoë", "O'Shea"];
const FAMILY: [&str; 7] = ["Teal", "Teale", "Fenn-Castle", "Marlow", "Marlowe", "Smith", "Smyth"];

impl Script<'_> {
    /// The next thing that is asked.
    pub fn next(&mut self) -> Asked {
        if self.dice.once_in(14)
            && let Some(mut again) = self.dice.one(self.earlier)
        {
            if self.dice.once_in(3) {
                again.command = self.policy_suggestion();
                again.stream = StreamId::only(StreamKind::Policy);
            }
            return again;
        }
        let (stream, command) = match self.dice.below(100) {
            0..=19 => self.customer(),
            20..=71 => self.incident(),
            72..=77 => self.staff(),
            78..=82 => self.delegation(),
            83..=87 => self.obligation(),
            88..=92 => self.organisation(),
            93..=96 => self.policy(),
            _ => self.pack(),
        };
        let version = self.model.events(&stream).len() as u64;
        let expected = match self.dice.below(10) {
            0..=4 => None,
            5..=8 => Some(version),
            _ => Some(version.saturating_sub(1)),
        };
        Asked {
            who: self.asker(&command, &stream),
            stream,
            command,
            key: format!("key-{}", self.n),
            expected,
        }
    }

    /// Whoever would ask this as a rule, or anybody.
    fn asker(&mut self, command: &Command, stream: &StreamId) -> StaffId {
        let anybody = self.somebody();
        if self.dice.once_in(5) {
            return anybody;
        }
        if let (Command::Incident(_), evenhand_domain::State::Incident(incident)) =
            (command, self.model.state(stream))
        {
            let named: Vec<StaffId> = incident.named().into_iter().chain(incident.recorder.parse()).collect();
            return self.dice.one(&named).unwrap_or(anybody);
        }
        let units = self.model.organisation().units.into_keys().map(String::from).collect();
        let subject = evenhand_policy::access::Subject { units, ..Default::default() };
        let may = |who: &&StaffId| {
            let actor = self.model.actor(who, self.now);
            actor.is_some_and(|actor| {
                evenhand_policy::access::check(&actor, command.action(), &subject, &Pack::default()).is_ok()
            })
        };
        let all: Vec<StaffId> = self.model.staff().into_iter().map(|(id, _)| id).collect();
        let able: Vec<StaffId> = all.iter().filter(may).cloned().collect();
        self.dice.one(&able).unwrap_or(anybody)
    }

    pub fn somebody(&mut self) -> StaffId {
        let all: Vec<StaffId> = self.model.staff().into_iter().map(|(id, _)| id).collect();
        self.dice.one(&all).unwrap()
    }

    /// A thing that is there, or now and then a new one, or one that is not.
    fn thing(&mut self, kind: StreamKind, new_in: usize) -> (StreamId, bool) {
        let known = self.model.ids(kind);
        let fresh = format!("{kind}-{}", self.n);
        match self.dice.one(&known) {
            Some(id) if !self.dice.once_in(new_in) => (StreamId::new(kind, id), false),
            Some(_) | None => (StreamId::new(kind, fresh), true),
        }
    }

    fn because(&mut self) -> String {
        if self.dice.once_in(12) { " ".to_owned() } else { format!("Because of {}.", self.n) }
    }

    fn pack_now(&self) -> Arc<Pack> {
        self.model.pack_at(self.now)
    }

    fn today(&self) -> Date {
        self.model.directory().calendar().date(self.now)
    }

    fn some_day(&mut self) -> Date {
        let days = i64::try_from(self.dice.below(60)).unwrap() - 20;
        self.today().saturating_add(days.days())
    }

    fn customer(&mut self) -> (StreamId, Command) {
        let (stream, new) = self.thing(StreamKind::Customer, 3);
        let pack = self.pack_now();
        let v = &pack.vocabulary;
        let because = self.because();
        let n = u32::try_from(self.dice.below(3)).unwrap() + 1;
        let command = match if new { 0 } else { self.dice.below(12) } {
            0 => CustomerCommand::Register(Registered {
                reference: String::new(),
                details: self.details(),
                source: "Front desk".to_owned(),
            }),
            1..=2 => CustomerCommand::ChangeDetails(DetailsChanged { details: self.details(), because }),
            3..=4 => {
                CustomerCommand::RecordNeed(NeedRecorded { n: 0, need: self.dice.code(&v.needs), note: None })
            }
            5 => CustomerCommand::EndNeed(NeedEnded { n, because }),
            6 => CustomerCommand::RecordCircumstance(CircumstanceRecorded {
                n: 0,
                circumstance: self.dice.code(&v.circumstances),
                source: because,
            }),
            7 => CustomerCommand::EndCircumstance(CircumstanceEnded { n, because }),
            8..=9 => {
                let officer = Some(self.somebody());
                CustomerCommand::AssignContactOfficer(ContactOfficerAssigned { officer, because })
            }
            10 => {
                let named = BTreeSet::from([self.somebody(), self.somebody()]);
                CustomerCommand::Seal(Sealed { named, because })
            }
            _ => CustomerCommand::Unseal(Unsealed { because }),
        };
        (stream, Command::Customer(command))
    }

    fn details(&mut self) -> Details {
        let pack = self.pack_now();
        let phone = format!("08 8723 10{:02}", self.dice.below(6));
        let email = format!("{}@teal.example", self.dice.below(6));
        let born_on = Some(Date::new(1950 + i16::try_from(self.dice.below(6)).unwrap(), 3, 14).unwrap());
        let number = ("council".to_owned(), format!("F-{}", 1_000 + self.dice.below(30)));
        Details {
            given_names: self.dice.one(&GIVEN).unwrap().to_owned(),
            family_name: self.dice.one(&FAMILY).unwrap().to_owned(),
            other_names: self.dice.maybe("Nell Quist".to_owned()).into_iter().collect(),
            born_on: self.dice.maybe(born_on).flatten(),
            customer_type: self.dice.code(&pack.vocabulary.customer_types),
            standing: self.dice.one(Standing::ALL).unwrap(),
            numbers: self.dice.maybe(number).into_iter().collect(),
            phones: self.dice.maybe(phone).into_iter().collect(),
            emails: self.dice.maybe(email).into_iter().collect(),
            addresses: self
                .dice
                .maybe(Address { suburb: "Tarrowmere".to_owned(), ..Address::default() })
                .into_iter()
                .collect(),
            ..Details::default()
        }
    }

    fn incident(&mut self) -> (StreamId, Command) {
        let (stream, new) = self.thing(StreamKind::Incident, 5);
        let command = if new { IncidentCommand::Report(self.report()) } else { self.change(&stream) };
        (stream, Command::Incident(Box::new(command)))
    }

    fn a_customer(&mut self) -> Option<CustomerRef> {
        let (id, customer) = self.dice.one(&self.model.customers())?;
        Some(CustomerRef {
            id: id.parse().unwrap(),
            standing: customer.details.standing,
            customer_type: customer.details.customer_type,
            contact_officer: customer.contact_officer,
        })
    }

    fn report(&mut self) -> Report {
        let pack = self.pack_now();
        let v = &pack.vocabulary;
        let sites: Vec<_> = self.model.organisation().sites.into_keys().collect();
        let minutes = i64::try_from(self.dice.below(4_000)).unwrap();
        let happened = self.dice.below(2) + 1;
        let witness = Involved::new(Who::Staff(self.somebody()), InvolvedPart::Affected);
        let part = self.dice.one(Part::ALL).unwrap();
        let customer = self.a_customer();
        let handler = self.somebody();
        Report {
            part,
            customer: self.dice.maybe(customer).flatten(),
            description: self.dice.maybe("A man in a red coat".to_owned()),
            business_line: self.dice.maybe(self.code_of(&v.business_lines)),
            channel: Default::default(),
            site: self.dice.one(&sites),
            site_kind: self.dice.code(&v.site_kinds),
            occurred_at: self.now - SignedDuration::from_mins(minutes),
            happenings: (0..happened).map(|_| self.dice.code(&v.happenings)).collect(),
            harm: self.dice.maybe(Harm::Police).into_iter().collect(),
            words: Some(format!("Words {}", self.n)),
            affected: if part == Part::Experienced { Vec::new() } else { vec![witness] },
            someone_else: self.dice.once_in(4),
            handler: self.dice.maybe(handler),
            ..Report::default()
        }
    }

    fn code_of<T: Coded>(&self, of: &[T]) -> String {
        of.first().map_or_else(String::new, |first| first.code().to_owned())
    }

    fn change(&mut self, stream: &StreamId) -> IncidentCommand {
        use IncidentCommand as C;
        let evenhand_domain::State::Incident(incident) = self.model.state(stream) else {
            panic!("{stream} is no incident")
        };
        let pack = self.model.pack(&incident.pack);
        let (v, because, staff) = (&pack.vocabulary, self.because(), self.somebody());
        match self.dice.below(40) {
            0..=5 => C::OpenReview,
            6..=11 => C::DecideReview(Box::new(self.review(&pack))),
            12..=15 => C::Close(self.reasons(&pack)),
            16..=19 => C::DoTask(TaskDone { key: self.task(&incident, &pack), note: because }),
            20 => C::ReassignTask(TaskReassigned { key: self.task(&incident, &pack), to: staff, because }),
            21 => C::Reopen(Reopened { because }),
            22 => C::EnterInError(EnteredInError { because }),
            23 => C::AddWords(WordsAdded {
                kind: self.dice.one(AccountKind::ALL).unwrap(),
                text: because,
                severity_felt: None,
            }),
            24 => C::Correct(Corrected {
                occurred_at: Some(self.now - SignedDuration::from_mins(7)),
                site: None,
                place: Some("Counter 3".to_owned()),
                before: String::new(),
                because,
            }),
            25 => C::AttachFile(FileAttached {
                hash: format!("{:04x}", self.dice.below(9)),
                name: "letter.pdf".to_owned(),
                media_type: "application/pdf".to_owned(),
                size: 48_213,
                what: because,
            }),
            26 => {
                C::InvolvePerson(Involved::new(Who::Staff(staff), self.dice.one(InvolvedPart::ALL).unwrap()))
            }
            27 => C::SetFlag(FlagSet {
                flag: self.dice.code(&v.flags),
                on: !self.dice.once_in(3),
                because: Some(because),
            }),
            28 => C::RecordTrigger(TriggerRecorded {
                trigger: self.dice.code(&v.triggers),
                note: Some(because),
                contributed: None,
            }),
            29 => C::CallService(ServiceCalled {
                service: self.dice.code(&v.emergency_services),
                called_at: self.now,
                outcome: because,
                reference: None,
            }),
            30 => C::ReportToPolice(PoliceReported {
                made_at: self.now,
                how: because,
                officer: None,
                reference: None,
            }),
            31 if self.dice.once_in(2) => C::NameFinisher(FinisherNamed { finisher: staff }),
            31 => C::FinishReport,
            32 => C::SubmitForm(self.form(&pack)),
            33 => C::SearchHistory(HistorySearched { found: vec![because] }),
            34 => C::ConsultStaff(StaffConsulted {
                with: staff,
                points: answers(&pack.reviewing.consultation_points),
            }),
            35 => C::Rectify(Rectified { what: because, done_on: self.some_day() }),
            36 => C::Apologise(Apologised {
                form: "By telephone".to_owned(),
                made_on: self.some_day(),
                what_for: because,
            }),
            37 => C::AddFollowUp(FollowUpAdded {
                n: 0,
                what: because,
                owner: staff,
                due_on: Some(self.some_day()),
                due_at: None,
            }),
            38 => match self.a_customer() {
                Some(customer) => C::LinkCustomer(CustomerLinked { customer, because }),
                None => C::FinishReport,
            },
            _ if self.dice.once_in(2) => C::Escalate(Escalated {
                level: self.dice.code(&v.escalation_levels),
                to: staff,
                because,
                told: Vec::new(),
            }),
            _ => C::LinkIncident(IncidentLinked {
                other: self.dice.one(&self.model.ids(StreamKind::Incident)).unwrap().parse().unwrap(),
                other_number: format!("IN-2027-{:05}", self.dice.below(9) + 1),
                how: self.dice.one(LinkedHow::ALL).unwrap(),
                because: Some(because),
            }),
        }
    }

    fn task(&mut self, incident: &evenhand_domain::incident::Incident, pack: &Pack) -> String {
        let open: Vec<String> =
            incident.tasks(pack).into_iter().filter(|task| task.is_open()).map(|task| task.key).collect();
        self.dice.one(&open).unwrap_or_else(|| "no-such-task".to_owned())
    }

    fn reasons(&mut self, pack: &Pack) -> BTreeMap<String, String> {
        if self.dice.once_in(3) {
            return BTreeMap::new();
        }
        pack.rules.iter().map(|rule| (rule.slug.clone(), format!("Reason {}", self.n))).collect()
    }

    fn review(&mut self, pack: &Pack) -> ReviewAnswers {
        let r = &pack.reviewing;
        let factor = |factor: &Factor| {
            let answer =
                FactorAnswer { not_known: false, yes: Some(true), words: Some("Considered.".to_owned()) };
            (factor.code().to_owned(), answer)
        };
        ReviewAnswers {
            factors: r.factors.iter().map(factor).collect(),
            circumstances: BTreeSet::from([self.dice.code(&pack.vocabulary.circumstances)]),
            severity: (!r.severity_levels.is_empty()).then(|| self.dice.code(&r.severity_levels)),
            lower_because: Some("The cause is resolved.".to_owned()),
            proportionality: (!r.proportionality.is_empty()).then(|| self.dice.code(&r.proportionality)),
            risk: (!r.risk_levels.is_empty()).then(|| self.dice.code(&r.risk_levels)),
            likelihood: (!r.likelihoods.is_empty()).then(|| self.dice.code(&r.likelihoods)),
            risk_reasons: Some("A first incident.".to_owned()),
            contributed: Some(self.dice.once_in(3)),
            contribution: Some("Six weeks without a word.".to_owned()),
            outcomes: BTreeSet::from([self.dice.code(&r.outcomes)]),
            mechanisms: BTreeSet::new(),
            conduct_is_ground: true,
            summary: Some("Loud at the counter.".to_owned()),
            actions_taken: Some("The payment was traced.".to_owned()),
            referrals: r
                .referrals
                .first()
                .map(|referral| (referral.code.clone(), ReferralAnswer::Offered))
                .into_iter()
                .collect(),
            no_referral_because: None,
            contact_so_far: Some("None yet.".to_owned()),
            reasons: (!self.dice.once_in(10)).then(|| format!("Reasons {}", self.n)),
            no_plan_because: Some("A call is enough.".to_owned()),
            passed: self.reasons(pack),
        }
    }

    fn form(&mut self, pack: &Pack) -> FormSubmitted {
        FormSubmitted {
            answers: answers(&pack.reviewing.escalation_questions),
            file_number: None,
            signed_as: Some("A. Quill".to_owned()),
            scan: None,
            received_at: None,
            due_at: None,
            late: false,
            findings: Vec::new(),
            told: Vec::new(),
        }
    }

    fn staff(&mut self) -> (StreamId, Command) {
        let (stream, new) = self.thing(StreamKind::Staff, 4);
        let organisation = self.model.organisation();
        let units: Vec<_> = organisation.units.into_keys().collect();
        let (unit, manager, pack) = (self.dice.one(&units), self.somebody(), self.pack_now());
        let details = StaffDetails {
            name: format!("Person {}", self.n),
            display_name: self.because(),
            unit: unit.clone(),
            line_manager: self.dice.maybe(manager),
            ..StaffDetails::default()
        };
        let command = match if new { 0 } else { self.dice.below(8) } {
            0 => StaffCommand::Enter(details),
            1 => StaffCommand::Change(details),
            2..=4 => StaffCommand::GiveRole(RoleGiven {
                n: 0,
                role: self.dice.code(&pack.roles),
                units: unit.into_iter().collect(),
                from: self.some_day(),
                to: None,
            }),
            5..=6 => StaffCommand::EndRole(RoleEnded { n: 1, on: self.some_day(), because: None }),
            _ => StaffCommand::Leave(Left { on: self.some_day() }),
        };
        (stream, Command::Staff(command))
    }

    fn delegation(&mut self) -> (StreamId, Command) {
        let (stream, new) = self.thing(StreamKind::Delegation, 2);
        let (who, in_place_of, because) = (self.somebody(), self.somebody(), self.because());
        let held = self.model.staff().into_iter().find(|(id, _)| *id == in_place_of);
        let role = held.and_then(|(_, staff)| staff.roles.first().map(|role| role.role.clone()));
        let command = match if new { self.dice.below(3) } else { 3 } {
            0 => DelegationCommand::Grant(Granted {
                to: who,
                authority: self.dice.one(Authority::ALL).unwrap(),
                from: self.some_day(),
                until: None,
                instrument: because,
            }),
            1 | 2 => DelegationCommand::ArrangeActing(ActingArranged {
                who,
                in_place_of,
                role: role.unwrap_or_default(),
                from: self.today(),
                until: self.some_day(),
                because,
            }),
            _ => DelegationCommand::End(Ended { on: self.some_day(), because }),
        };
        (stream, Command::Delegation(command))
    }

    fn obligation(&mut self) -> (StreamId, Command) {
        let (stream, new) = self.thing(StreamKind::Obligation, 2);
        let (about, because, pack) = (self.somebody(), self.because(), self.pack_now());
        let incidents = self.model.ids(StreamKind::Incident);
        let command = match (if new { 0 } else { self.dice.below(3) }, self.dice.one(&incidents)) {
            (0, _) => ObligationCommand::Note(Noted {
                about,
                occurred_at: Some(self.now),
                learned_by: self.dice.code(&pack.vocabulary.learned_by),
                note: Some(because),
                told: Vec::new(),
            }),
            (1, Some(incident)) => ObligationCommand::Meet(Met { incident: incident.parse().unwrap() }),
            _ => ObligationCommand::Drop(Dropped { because }),
        };
        (stream, Command::Obligation(command))
    }

    fn organisation(&mut self) -> (StreamId, Command) {
        let (organisation, pack) = (self.model.organisation(), self.pack_now());
        let units: Vec<_> = organisation.units.into_keys().collect();
        let (unit, name) = (self.dice.one(&units).unwrap(), self.because());
        let command = match self.dice.below(8) {
            0..=1 => OrganisationCommand::AddUnit(Unit {
                id: format!("unit-{}", self.n).parse().unwrap(),
                name,
                parent: Some(unit),
            }),
            2 => OrganisationCommand::AddSite(Site {
                id: format!("site-{}", self.n % 40).parse().unwrap(),
                name,
                kind: self.dice.code(&pack.vocabulary.site_kinds),
                address: None,
                region: None,
            }),
            3 => OrganisationCommand::AddHoliday(Holiday { on: self.some_day(), name }),
            4 => OrganisationCommand::SetTarget(TargetSet {
                review_hours: i64::try_from(self.dice.below(2_000)).unwrap(),
            }),
            5 => OrganisationCommand::SetLink(LinkSet {
                code: "self-harm".to_owned(),
                target: format!("https://intranet.example/{}", self.n),
            }),
            6 => OrganisationCommand::NominateMonitor(MonitorNominated { staff: self.somebody() }),
            _ => OrganisationCommand::DiscussRecording(RecordingDiscussed {
                unit,
                on: self.some_day(),
                note: Some(name),
            }),
        };
        (StreamId::only(StreamKind::Organisation), Command::Organisation(command))
    }

    fn policy_suggestion(&mut self) -> Command {
        Command::Policy(PolicyCommand::Suggest(Suggested { n: 0, text: self.because() }))
    }

    fn policy(&mut self) -> (StreamId, Command) {
        let n = u32::try_from(self.dice.below(3)).unwrap() + 1;
        let because = self.because();
        let command = match self.dice.below(8) {
            0..=1 => PolicyCommand::Suggest(Suggested { n: 0, text: because }),
            2 => PolicyCommand::Answer(SuggestionAnswered {
                n,
                answer: self.dice.one(Answered::ALL).unwrap(),
                because,
            }),
            3 => PolicyCommand::RequestCopy(CopyRequested { n: 0, by: because, fee_cents: 1_500 }),
            4 => PolicyCommand::IssueCopy(CopyIssued { n, version: String::new() }),
            5 => PolicyCommand::SetNextReview(NextReviewSet { on: self.some_day() }),
            6 => PolicyCommand::OpenReview(ReviewOpened {
                ground: self.dice.one(Ground::ALL).unwrap(),
                note: None,
            }),
            _ => PolicyCommand::CompleteReview(ReviewCompleted {
                outcome: because,
                minute: None,
                next_on: None,
            }),
        };
        (StreamId::only(StreamKind::Policy), Command::Policy(command))
    }

    fn pack(&mut self) -> (StreamId, Command) {
        let history = self.model.pack_history();
        let version = self.dice.one(&history.versions).unwrap().loaded;
        let from = self.now + SignedDuration::from_hours(i64::try_from(self.dice.below(40)).unwrap());
        let (name, version, because) = (version.name, version.version, self.because());
        let command = match self.dice.below(5) {
            0..=1 => PackCommand::Propose(Proposed { version, from, because }),
            2..=3 => PackCommand::Activate(Activated { version, from, because }),
            _ => PackCommand::Withdraw(Withdrawn { version, because }),
        };
        (StreamId::new(StreamKind::Pack, name), Command::Pack(command))
    }
}

fn answers<T: Coded>(of: &[T]) -> BTreeMap<String, String> {
    of.iter().map(|item| (item.code().to_owned(), format!("About {}.", item.label()))).collect()
}
