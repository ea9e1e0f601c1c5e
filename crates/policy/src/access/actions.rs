//! The words of the access table.

use crate::words;

words! {
    /// What a role is there to do. Packs give their roles one or more.
    pub enum Duty {
        /// Serves customers.
        Frontline = "frontline",
        /// Guards a site; works for a contractor as a rule.
        Guard = "guard",
        /// Reviews what staff of a unit report and looks after them.
        Reviewer = "reviewer",
        /// Serves a customer as their one main contact.
        ContactOfficer = "contact-officer",
        /// Decides about access.
        DecisionMaker = "decision-maker",
        /// Tracks every use of the policy across the organisation (MG-CAV-16).
        Monitor = "monitor",
        /// Answers for the policy itself.
        PolicyOwner = "policy-owner",
        /// Advises on security and liaises with the police.
        Security = "security",
        /// Looks after injured and distressed staff.
        Whs = "whs",
        /// Advises on preventing aggression, sees trends.
        Prevention = "prevention",
        /// Keeps records, answers requests for them.
        Records = "records",
        /// Keeps accounts, sites and packs; sees no case.
        Administrator = "administrator",
        /// Checks that all this is done properly; changes nothing.
        Auditor = "auditor",
        /// The product itself: first set-up, import, demonstration. No role of a pack may have it.
        System = "system",
    }
}

words! {
    /// How an actor stands to the thing acted on.
    pub enum Relation {
        /// It does not matter.
        Any = "any",
        /// They reported it, or made it.
        Own = "own",
        /// It happened to them.
        Affected = "affected",
        /// It was given to them by name.
        Named = "named",
        /// It is theirs to handle: to review, or escalated to them.
        Handler = "handler",
        /// It belongs to a unit their role covers.
        Unit = "unit",
    }
}

words! {
    /// How closely a thing is held.
    pub enum Sensitivity {
        /// As a rule.
        Ordinary = "ordinary",
        /// Handled by people chosen by name, outside the customer's record.
        Private = "private",
        /// The person or case is sealed: for all but the named it does not exist.
        Sealed = "sealed",
    }
}

words! {
    /// Everything that is checked.
    pub enum Action {
        /// Find a customer and see how to serve them.
        LookUpCustomer = "customer.look-up",
        /// Enter a new customer.
        RegisterCustomer = "customer.register",
        /// Open a customer's file.
        ReadCustomer = "customer.read",
        /// Change a customer's details, needs and circumstances.
        EditCustomer = "customer.edit",
        /// See who looked at a customer's record.
        ReadLooks = "customer.read-looks",
        /// Seal a customer, or name who may see them.
        SealCustomer = "customer.seal",
        /// List and search customers' files.
        ListCustomers = "customer.list",
        /// Report an incident.
        ReportIncident = "incident.report",
        /// Open an incident.
        ReadIncident = "incident.read",
        /// List incidents and the register.
        ListIncidents = "incident.list",
        /// Add to what was reported: words, people, place, files.
        AddToIncident = "incident.add",
        /// Ask somebody else to finish a report.
        HandOverFinishing = "incident.hand-over-finishing",
        /// Submit an incident form (Appendix B).
        SubmitForm = "incident.submit-form",
        /// Begin, write and decide the review.
        ReviewIncident = "incident.review",
        /// Read what the review weighed, beyond its outcome.
        ReadReview = "incident.read-review",
        /// Record the talk with the staff member.
        ConsultStaff = "incident.consult",
        /// Record police, emergency and security facts.
        RecordAuthorities = "incident.record-authorities",
        /// Put right what the organisation did wrong, and apologise.
        Rectify = "incident.rectify",
        /// Add and do follow-up tasks.
        FollowUp = "incident.follow-up",
        /// Link an incident to a customer or to another incident.
        LinkIncident = "incident.link",
        /// Escalate an incident.
        EscalateIncident = "incident.escalate",
        /// Close or reopen an incident.
        CloseIncident = "incident.close",
        /// Mark an incident as entered in error.
        EnterInError = "incident.enter-in-error",
        /// See one's own tasks and notices.
        ReadOwnWork = "work.read-own",
        /// See the tasks of a team.
        ReadTeamWork = "work.read-team",
        /// Give a task to somebody else.
        ReassignTask = "work.reassign",
        /// Note a known incident that is not yet recorded.
        NoteObligation = "obligation.note",
        /// Record that the importance of recording was discussed with a team.
        RecordTalk = "unit.record-talk",
        /// Read the staff guide, the policy, links and contacts.
        ReadGuidance = "guidance.read",
        /// Change where a link leads, or a contact.
        EditLinks = "guidance.edit-links",
        /// Suggest a change of the policy.
        SuggestPolicyChange = "policy.suggest",
        /// Answer suggestions and review the policy.
        KeepPolicy = "policy.keep",
        /// Record a request for a copy of the policy.
        RecordCopyRequest = "policy.record-copy",
        /// Read packs and compare versions.
        ReadPacks = "pack.read",
        /// Load a pack version and propose it.
        ProposePack = "pack.propose",
        /// Activate a proposed pack version.
        ActivatePack = "pack.activate",
        /// See staff and their roles.
        ReadStaff = "staff.read",
        /// Enter staff, give and end roles.
        EditStaff = "staff.edit",
        /// Enter delegations and acting arrangements.
        EditDelegations = "delegation.edit",
        /// Enter sites, units and holidays.
        EditOrganisation = "organisation.edit",
        /// Read the table of rights.
        ReadRights = "rights.read",
        /// Verify the record and see checkpoints.
        VerifyRecord = "record.verify",
    }
}

words! {
    /// What an office or a delegated person may decide, beyond a duty. Later capabilities use most of them; a pack
    /// states all that its sources speak of.
    pub enum Authority {
        /// Give a warning by word of mouth.
        GiveVerbalWarning = "verbal-warning",
        /// Sign a warning letter.
        SignWarning = "warning-letter",
        /// Sign a reminder letter.
        SignReminder = "reminder-letter",
        /// Send a text message about a warning or plan.
        SendSms = "sms",
        /// Restrict access provisionally.
        ApproveProvisional = "provisional-plan",
        /// Change or restrict access.
        ApprovePlan = "plan",
        /// Sign the letter that tells of a restriction.
        SignPlanLetter = "plan-letter",
        /// End access altogether.
        Terminate = "termination",
        /// Decide a periodic review.
        DecideReview = "review",
        /// Sign the letter about a review.
        SignReviewLetter = "review-letter",
        /// Sign off the outcome of an appeal.
        SignOffAppeal = "appeal-sign-off",
        /// Approve a representative or support person.
        ApproveRepresentative = "representative",
        /// Approve money or measures for affected staff.
        ApproveRemedy = "remedy",
    }
}
