//! The pages of the gallery. All people and organisations are invented.

use evenhand_ui::*;

/// The name and the markup of every page.
pub fn all() -> Vec<(&'static str, String)> {
    let mut pages = vec![
        ("index.html", forms()),
        ("components.html", components()),
        ("incident.html", incident()),
        ("tasks.html", tasks()),
        ("report.html", report()),
        ("sent.html", sent()),
        ("interruption.html", interruption()),
        ("sign-in.html", sign_in()),
        (
            "cover.html",
            Cover::new("City of Tarrowmere", "Tuesday 16 March 2027, 10:14am", "/counter").to_string(),
        ),
    ];
    pages.extend(cards().map(|(name, card)| (name, counter(card))));
    pages
}

fn frame() -> Frame {
    let navigation = ServiceNavigation::new()
        .link("Look up", "/counter")
        .is_active()
        .link("Record", "/incidents/new")
        .link("My work (3)", "/tasks")
        .link("Support for me", "/support/mine");
    let help = HelpLine::new("Emergency: duress button or 000")
        .help("/help")
        .support("/support/mine")
        .cover("/cover");
    Frame::new("City of Tarrowmere")
        .person("A. Quill, Civic Centre")
        .preferences("/preferences")
        .sign_out("/sign-out", [("token", "7f3a")])
        .navigation(navigation)
        .help(help)
        .demonstration("All people and organisations are invented. Nothing is sent.")
        .print_line("Printed by A. Quill, 16 March 2027, 10:14am. OFFICIAL: Sensitive.")
        .keys(true)
}

fn html(markup: impl Into<String>) -> Html {
    Html::trusted(markup)
}

fn heading(text: &str) -> Html {
    html(format!(r#"<h2 class="govuk-heading-m">{text}</h2>"#))
}

fn title(text: &str) -> Html {
    html(format!(r#"<h1 class="govuk-heading-l">{text}</h1>"#))
}

fn forms() -> String {
    let errors = ErrorSummary::new()
        .error("received-2-day", "The date it was received must be in the past")
        .error("channel-2", "Choose how it came")
        .error("reasons-2", "Give your reasons")
        .general("Somebody else changed this meanwhile");
    let conditional = RadioItem::new("someone", "I’m recording for someone")
        .hint("Both names are kept.")
        .reveal(Input::new("for-whom", Label::plain("Their name")));
    let content = title("Forms")
        .and(
            &Input::new("name", "Name")
                .hint("As they gave it.")
                .value("Marlow Fenn-Castle")
                .autocomplete("off"),
        )
        .and(&Input::new("amount", "Cost").prefix("$").suffix("a month").width(5).digits())
        .and(
            &Input::new("reference", "Reference")
                .value("WB-2044")
                .width(10)
                .error("Enter a reference like WB-204417"),
        )
        .and(
            &Textarea::new("reasons", "Reasons")
                .hint("Facts, and where they come from.")
                .value("She rang\ntwice."),
        )
        .and(&Textarea::new("reasons-2", "Reasons, with an error").rows(3).error("Give your reasons"))
        .and(&CharacterCount::new("sms", "Text message").max_characters(160).rows(3))
        .and(
            &Radios::new("safe", "Are you safe now?")
                .item("yes", "Yes")
                .item("no", "No, get help to me")
                .with(conditional)
                .chosen("someone"),
        )
        .and(
            &Radios::new("channel-2", "How did it come?")
                .hint("Choose one.")
                .item("phone", "Phone")
                .item("post", "Post")
                .divider("or")
                .with(RadioItem::new("none", "It did not").disabled())
                .error("Choose how it came"),
        )
        .and(
            &Radios::new("again", "Is a review due?")
                .inline()
                .item("yes", "Yes")
                .item("no", "No")
                .chosen("no"),
        )
        .and(
            &Checkboxes::new("conduct", "What happened?")
                .hint("Choose all that apply.")
                .item("shouting", "Shouting or swearing")
                .with(
                    CheckboxItem::new("threat", "Threat to harm someone")
                        .reveal(Input::new("threat-how", Label::plain("How?"))),
                )
                .divider("or")
                .with(CheckboxItem::new("none", "None of these").exclusive())
                .chosen(["shouting", "threat"]),
        )
        .and(
            &Checkboxes::new("kinds", "Kinds")
                .small()
                .item("reviews", "Reviews")
                .item("letters", "Letters")
                .error("Choose at least one kind"),
        )
        .and(&Checkboxes::single("read", "yes", "I have read this letter as the customer will receive it"))
        .and(
            &Select::new("site", "Site")
                .item("", "All sites")
                .item("library", "Library")
                .item("depot", "Depot")
                .chosen("library"),
        )
        .and(&Select::new("site-2", "Site, with an error").item("library", "Library").error("Choose a site"))
        .and(
            &DateInput::new("received", "When was it received?")
                .hint("For example, 9 3 2027 or 9 March 2027.")
                .values("9", "3", "2027"),
        )
        .and(
            &DateInput::new("received-2", "When was it received, with an error?")
                .values("31", "March", "2028")
                .error("The date it was received must be in the past")
                .error_in([DatePart::Year]),
        )
        .and(&FileUpload::new("file", "File").hint("At most 20 MB.").accept(".pdf"))
        .and(&FileUpload::new("files", "Several files").multiple())
        .and(&FileUpload::new("file-2", "File, with an error").error("The file must be smaller than 20 MB"))
        .and(&PasswordInput::new("password", "Password"))
        .and(&Fieldset::new(
            "Address",
            Html::of(&Input::new("street", Label::plain("Street")))
                .and(&Input::new("town", Label::plain("Town"))),
        ))
        .and(&html(r#"<div class="govuk-button-group">"#))
        .and(&Button::new("Save and send").once().attribute("aria-describedby", DraftStatus::ID))
        .and(&Button::new("Save and come back").secondary())
        .and(&Button::new("End the service").warning())
        .and(&Button::new("Look up another").secondary().link("/counter"))
        .and(&Link::new("Discard this draft", "/drafts/7/discard"))
        .and(&html("</div>"))
        .and(&DraftStatus::new("Draft saved at 10:16am"))
        .and(&html(
            r#"<button type="submit" class="govuk-button" disabled aria-disabled="true">Not yet</button>"#,
        ));
    let breadcrumbs = Breadcrumbs::new().link("Home", "/").link("Gallery", "/gallery").current("Forms");
    frame()
        .page(
            "Forms",
            html(format!(
                r#"<form action="/gallery" method="post" novalidate data-draft="/drafts/7">{content}</form>"#
            )),
        )
        .breadcrumbs(breadcrumbs)
        .errors(errors)
        .to_string()
}

fn components() -> String {
    let content = title("Components")
        .and(&heading("Clocks"))
        .and(&html(r#"<ul class="govuk-list">"#))
        .and(&clocks())
        .and(&html("</ul>"))
        .and(&heading("Findings"))
        .and(&Finding::blocks("a warning is not open while the risk is high").source("Policy 7.3").link("See the other options", "#options"))
        .and(&Finding::needs_reason("a serious incident without a plan").source("Policy 7.4"))
        .and(&Finding::for_information("the customer has a main contact, who will make the contact"))
        .and(&heading("Changes"))
        .and(&Diff::new("Version 2.0 and version 2.1", changes()))
        .and(&Diff::new("Version 2.0 and version 2.1, changes only", changes()).changes_only())
        .and(&heading("Checklist, read only"))
        .and(&factors().read_only())
        .and(&heading("Quote"))
        .and(&Quote::new("I know where you park.\nI will wait.").note("contains threats").about("as heard by D. Ames"))
        .and(&heading("Summary"))
        .and(&SummaryList::new().with(SummaryRow::new("Name", "Ottoline Brack").change("/x", "name")).row("Told", "Not provided").with(SummaryRow::new("Letter", Tag::new("Sent").colour(TagColour::Green)).action("Read", "/y", "the letter").action("Print", "/z", "the letter")))
        .and(&SummaryList::card("What will happen").row("Letter", "By post to the customer").row("Alert", "To 12 staff at the Library"))
        .and(&heading("Tasks"))
        .and(&TaskList::new().task("What led to it", "/a", TaskStatus::Completed).task("Who saw it", "/b", TaskStatus::InProgress).hint("Two of three statements are in.").task("Files", "/c", TaskStatus::NotStarted).task("Send", "/d", TaskStatus::CannotStartYet).task("Words used", "/e", TaskStatus::Problem))
        .and(&heading("Tags"))
        .and(&html(r#"<p class="govuk-body">"#))
        .and(&tags())
        .and(&html("</p>"))
        .and(&heading("Text"))
        .and(&InsetText::new("The General Manager decides within 5 working days."))
        .and(&WarningText::new("A letter that has been sent cannot be called back."))
        .and(&Details::new("How is this counted?", "From the day the letter is delivered."))
        .and(&NotificationBanner::new(html(r#"<p class="govuk-notification-banner__heading">The office is closed on 26 and 29 March. <a class="govuk-notification-banner__link" href="/closures">See the closures</a>.</p>"#)))
        .and(&NotificationBanner::success("The review was saved.").attribute("data-disable-auto-focus", "true").title("Saved").title_id("saved"))
        .and(&Accordion::new("parts").section("What we expect", "Respect for staff and other customers.").section("What we offer", "An interpreter, a social worker, a main contact."))
        .and(&heading("Pages"))
        .and(&Pagination::pages(6, 40, |page| format!("?page={page}")))
        .and(&Pagination::neighbours().previous("Version 2.0", "/2.0").next("Version 2.2", "/2.2").label("Versions"))
        .and(&heading("Wide table"))
        .and(&wide_table())
        .and(&ExitThisPage::new("Cover this page", "/cover"))
        .and(&GenericHeader::new("Another organisation", "/"));
    let success = html("");
    frame().page("Components", content).news(success).back("/gallery").to_string()
}

fn clocks() -> Html {
    let states = [
        ClockState::OnTime,
        ClockState::DueToday,
        ClockState::Overdue("1 day".into()),
        ClockState::Paused("waiting for the customer’s letter".into()),
        ClockState::Met,
        ClockState::MetLate,
        ClockState::CannotBeMet("the site is closed".into()),
    ];
    states.into_iter().fold(Html::default(), |all, state| {
        all.and(&html("<li>"))
            .and(&Clock::new(state).label("Review within 2 days").date("11 March 2027, 3:40pm"))
            .and(&html("</li>"))
    })
}

fn tags() -> Html {
    let colours = [
        TagColour::Grey,
        TagColour::Blue,
        TagColour::Teal,
        TagColour::Green,
        TagColour::Yellow,
        TagColour::Red,
    ];
    let plain = Html::of(&Tag::new("Plain"));
    colours
        .into_iter()
        .fold(plain, |all, colour| all.and(&html(" ")).and(&Tag::new(format!("{colour:?}")).colour(colour)))
}

fn changes() -> Vec<Change> {
    vec![
        Change::Same("You may contact us by post or by the online form, ".into()),
        Change::Removed("once a week".into()),
        Change::Added("as often as you need".into()),
        Change::Same(", until 14 July 2027.\nA person who speaks for you may call us".into()),
        Change::Added(" at any time".into()),
        Change::Same(".".into()),
    ]
}

fn wide_table() -> ScrollRegion {
    let table = Table::new("Clocks of two versions of the policy")
        .head(["Clock", "Version 2.0", "Version 2.1", "Source", "Counted from", "Pauses for"])
        .row([
            Cell::new("Incident report"),
            Cell::number("24"),
            Cell::number("24"),
            "4.1, Appendix B".into(),
            "The incident".into(),
            "Nothing".into(),
        ])
        .row([
            Cell::new("Plan review"),
            Cell::number("3"),
            Cell::number("6"),
            "10.1".into(),
            "The letter’s delivery".into(),
            "Nothing".into(),
        ])
        .first_cell_is_header();
    ScrollRegion::new("Clocks of two versions of the policy", table)
}

fn factors() -> Checklist {
    Checklist::new("factors")
        .item(
            ChecklistItem::new("overt", "Overt anger or violence")
                .answer("yes")
                .note("Shouted, and hit the counter.")
                .evidence("First report", "#e1"),
        )
        .item(
            ChecklistItem::new("merit", "Does their case have merit?")
                .hint("Their complaint, not their conduct.")
                .answer("yes")
                .evidence("Fault log", "#e2")
                .evidence("Refund", "#e3"),
        )
        .item(
            ChecklistItem::new("warning", "Would a warning work?").error("Say whether a warning would work"),
        )
}

fn incident() -> String {
    let bar = PersonBar::new("Ottoline Brack", "WB-118203")
        .state(Tag::new("No arrangement").colour(TagColour::Grey))
        .link("Person file", "/people/WB-118203")
        .link("Contact card", "/counter/WB-118203");
    let steps = Steps::new("Progress of this incident")
        .done("Recorded")
        .done("Finished")
        .current("Reviewed")
        .to_do("Contact")
        .to_do("Decided")
        .to_do("Closed");
    let clocks = Html::of(&html(r#"<ul class="govuk-list"><li>"#))
        .and(
            &Clock::new(ClockState::Met)
                .label("Report within 24 hours")
                .date("1 minute; finished in 1 hour 12 minutes"),
        )
        .and(&html("</li><li>"))
        .and(&Clock::new(ClockState::DueToday).label("Review within 2 days").date("3:40pm"))
        .and(&html("</li></ul>"));
    let head = Html::of(&bar)
        .and(&title("Incident IN-2027-00131"))
        .and(&html(r#"<p class="govuk-body">In person, Library, 9 March 2027, 3:40pm</p>"#))
        .and(&steps)
        .and(&clocks);
    let page = head.and(&Columns::new(timeline(), "Review", review()));
    frame().page("Incident IN-2027-00131, review due today", page).back("/tasks").to_string()
}

fn timeline() -> Html {
    let kinds = Subnav::new("Kinds of events")
        .link("All", "?kind=all")
        .is_current()
        .link("Words", "?kind=words")
        .link("Contact", "?kind=contact")
        .link("Files", "?kind=files");
    let timeline = Timeline::new(3)
        .item(TimelineItem::new("e6", "Note added", "10 March 2027, 9:02am", "2027-03-10T09:02+10:30").by("P. Wren").hash("9f3c2a1").text("Spoke with A. Quill. She is well and back at the desk."))
        .item(TimelineItem::new("e5", "Witness statement", "9 March 2027, 4:55pm", "2027-03-09T16:55+10:30").by("D. Ames, guard").hash("41d07bb").more(Quote::new("I know where you park.").note("contains threats")))
        .item(TimelineItem::new("e4", "Finished", "9 March 2027, 4:52pm", "2027-03-09T16:52+10:30").by("A. Quill").text("The trigger: a card payment failed twice. Our part: the terminal was known to be faulty since 4 March."))
        .item(TimelineItem::new("e3", "Site alert raised", "9 March 2027, 3:43pm", "2027-03-09T15:43+10:30").by("D. Ames").text("May return. Seen by 11 of 12 on shift.").corrected("10 March 2027", "#e6").statement("I had left the building by then."))
        .item(TimelineItem::new("e1", "Payment failed", "9 March 2027", "2027-03-09"));
    heading("Timeline").and(&kinds).and(&timeline)
}

fn review() -> Html {
    let severity = Radios::new("severity", "Severity")
        .hint("The rule proposes serious: threat with intent, 1 hurt.")
        .item("minor", "Minor")
        .item("moderate", "Moderate")
        .with(RadioItem::new("serious", "Serious"))
        .item("critical", "Critical")
        .chosen("serious")
        .small();
    let options = Checkboxes::new("options", "Options")
        .item("phone", "Phone the customer")
        .item("no-contact", "Decide not to contact")
        .with(CheckboxItem::new("warning", "Warning").hint("Not open: the risk is high.").disabled())
        .item("plan", "Provisional plan")
        .small();
    let form = heading("Review by P. Wren")
        .and(&severity)
        .and(&factors())
        .and(&options)
        .and(&Finding::needs_reason("a serious incident without a plan").source("Policy 7.4"))
        .and(&Textarea::new("review-reasons", "Reasons"))
        .and(&DraftStatus::new("Draft saved at 10:16am"))
        .and(&html(r#"<div class="govuk-button-group">"#))
        .and(&Button::new("Save review").once())
        .and(&Button::new("Ask for help").secondary())
        .and(&html("</div>"));
    html(format!(
        r#"<form action="/incidents/IN-2027-00131/review" method="post" novalidate data-draft="/drafts/9">{form}</form>"#
    ))
}

fn tasks() -> String {
    let views = Subnav::new("Work lists")
        .link("Mine", "/tasks")
        .count(9)
        .is_current()
        .link("My team", "/tasks?of=team")
        .count(31)
        .link("Nobody’s", "/tasks?of=nobody")
        .count(2)
        .link("Waiting", "/tasks?of=waiting")
        .count(6)
        .link("Done", "/tasks?of=done");
    let fields = Html::of(
        &Checkboxes::new("kind", Legend::plain("Show"))
            .small()
            .item("reviews", "Reviews")
            .item("contact", "Contact")
            .item("letters", "Letters")
            .chosen(["reviews"]),
    )
    .and(&Select::new("site", Label::plain("Site")).item("", "All").item("library", "Library"));
    let filter = Filter::new("/tasks", fields)
        .chip("Kind: reviews", "/tasks?site=library")
        .chip("Site: Library", "/tasks?kind=reviews");
    let table = Table::new("My work")
        .hide_caption()
        .head(["What", "About", "State"])
        .row([
            Cell::from(Link::new("Review incident IN-2027-00140", "/incidents/IN-2027-00140")),
            "Depot, abuse".into(),
            Clock::new(ClockState::DueToday).date("3:40pm").into(),
        ])
        .row([
            Cell::from(Link::new("Tell the customer: letter came back", "/letters/9")),
            "WB-118203".into(),
            Clock::new(ClockState::Overdue("1 day".into())).date("15 March 2027, 5:00pm").into(),
        ])
        .row([
            Cell::from(Link::new("Notify the regulator: dangerous incident", "/notifiable/2")),
            "Civic Centre".into(),
            Clock::new(ClockState::DueToday).label("By law").date("immediately; aware since 10:11am").into(),
        ])
        .row([
            Cell::from(Link::new("Plan review, 3 months", "/reviews/4")),
            "WB-118750".into(),
            Clock::new(ClockState::OnTime).date("14 April 2027").into(),
        ]);
    let page = title("My work")
        .and(&views)
        .and(&filter)
        .and(&Finding::for_information(
            "1 overdue, 2 due today. The office is closed on 26 and 29 March; clocks skip those days.",
        ))
        .and(&ScrollRegion::new("My work", table))
        .and(&Pagination::pages(1, 2, |page| format!("?page={page}")));
    frame().page("My work: 1 overdue", page).to_string()
}

fn report() -> String {
    let person = SummaryList::new()
        .with(SummaryRow::new("Who was it?", "Marlow Fenn-Castle, WB-204417").change("/x", "who it was"))
        .with(
            SummaryRow::new("How, where and when?", "Phone, Contact Centre, today, 10:08am")
                .change("/y", "how, where and when"),
        );
    let form = Html::of(
        &Radios::new("safe", "Are you safe now?")
            .item("yes", "Yes")
            .item("no", "No, get help to me")
            .item("someone", "I’m recording for someone")
            .chosen("yes"),
    )
    .and(&person)
    .and(
        &Checkboxes::new("conduct", "What happened?")
            .hint("Choose all that apply.")
            .item("shouting", "Shouting or swearing")
            .item("abuse", "Personal abuse")
            .item("hurt", "Hurt or tried to hurt")
            .with(CheckboxItem::new("sexual", "Sexual behaviour").hint("Handled separately, and privately."))
            .chosen(["shouting"]),
    )
    .and(&Textarea::new("words", "In your own words (optional; you can add this later)"))
    .and(&DraftStatus::new("Draft saved at 10:16am"))
    .and(&html(r#"<div class="govuk-button-group">"#))
    .and(&Button::new("Save and send").once().attribute("aria-describedby", DraftStatus::ID))
    .and(&Button::new("Save and come back").secondary())
    .and(&Link::new("Discard this draft", "/drafts/7/discard"))
    .and(&html("</div>"));
    let page = html(r#"<h1 class="govuk-heading-l">Record what happened</h1><p class="govuk-body"><strong>In danger now?</strong> Use the duress button or call 000. Do that before this form.</p><p class="govuk-body">You can stop at any time. Nothing you write is lost. You can ask someone else to finish.</p>"#)
        .and(&html(format!(r#"<form action="/incidents" method="post" novalidate data-draft="/drafts/7">{form}</form>"#)));
    frame().page("Record what happened", page).to_string()
}

fn sent() -> String {
    frame()
        .page(
            "Sent",
            Html::of(&Panel::new("Sent. You have done what was needed.").body("IN-2027-00143"))
                .and(&html(r#"<p class="govuk-body">P. Wren will read it by tomorrow, 10:20am.</p>"#)),
        )
        .to_string()
}

fn interruption() -> String {
    let panel = Panel::interruption("This closes the last open way to contact you")
        .body("The customer could then reach you only through a person who speaks for them.")
        .submit("Close it all the same")
        .link("Keep it open", "/plans/7");
    frame()
        .page(
            "This closes the last open way",
            html(format!(r#"<form action="/plans/7" method="post">{panel}</form>"#)),
        )
        .to_string()
}

fn sign_in() -> String {
    let form = title("Sign in")
        .and(&Input::new("name", "Name").autocomplete("username").width(20))
        .and(&PasswordInput::new("password", "Password"))
        .and(&Button::new("Sign in"));
    Frame::new("City of Tarrowmere")
        .page("Sign in", html(format!(r#"<form action="/sign-in" method="post" novalidate>{form}</form>"#)))
        .to_string()
}

fn cards() -> [(&'static str, ContactCard); 6] {
    let log = || {
        html(format!(
            r#"<form action="/contacts" method="post"><div class="govuk-button-group">{}{}{}{}</div></form>"#,
            Button::new("Done as shown").once(),
            Button::new("Something else").secondary(),
            Button::new("Turned away, may return").secondary(),
            Button::new("Record an incident").secondary().link("/incidents/new")
        ))
    };
    let note = || {
        html(
            r#"<p><a class="govuk-link" href="/why">Why is this in place?</a> (asks for your reason and is logged)</p><p>This look was recorded at 10:14am.</p>"#,
        )
    };
    let about = html(format!(
        r#"<form class="ucc-fields" action="/counter" method="get">{}{}</form>"#,
        Select::new("about", Label::plain("It is about")).item("", "anything else").item("foi", "FOI"),
        Button::new("Check again").secondary()
    ));
    let pass = ContactCard::pass_to("J. Arlen, extension 5123")
        .context("phone, now 10:14am")
        .need("Hard of hearing in left ear. Speak slowly. Prefers mornings.")
        .say("I can put you through to J. Arlen, who looks after your matters. If the line is busy I can take a message, or you can write to us.")
        .step("Transfer to 5123. Backup: T. Navarro, 5130.")
        .step("Nobody answers: take a message. Do not discuss the fence claim.")
        .step(html(r#"You feel unsafe: end the call with <a class="govuk-link" href="/help/ending">the ending words</a>."#))
        .always_allowed("emergency")
        .always_allowed("rates payment")
        .always_allowed("FOI")
        .always_allowed("review or appeal")
        .always_allowed("Ombudsman")
        .about(about)
        .fact("Until 14 July 2027")
        .fact("next review 14 April 2027")
        .told("letter delivered 16 January 2027")
        .log(log())
        .channel("In person", Answer::ServeThisWay, "Serve this way", "By appointment, Civic Centre room 2, two staff")
        .channel("Email", Answer::NotByChannel, "Not by email", "One address only. Mail elsewhere is diverted and read")
        .channel("Post", Answer::ServeAsUsual, "Serve as usual", "")
        .note(note());
    let way = ContactCard::serve_this_way()
        .context("in person, now 10:14am")
        .need("Needs an Auslan interpreter.")
        .say("Let us go to room 2, where we can talk.")
        .step("Two staff.")
        .step("Civic Centre room 2.")
        .fact("Until 14 July 2027")
        .not_yet_told("do not say trespass")
        .log(log());
    let not = ContactCard::not_by("phone")
        .context("phone, now 10:14am")
        .say("I can’t take this call. You can write to us, and we will answer within five days.")
        .offer_instead("Post, or the online form")
        .always_allowed("emergency")
        .always_allowed("Ombudsman")
        .log(log());
    let help = ContactCard::get_help_first()
        .step("Press the duress button or call 000.")
        .step("Move behind the door. Do not approach.")
        .log(log());
    let unchecked = ContactCard::not_checked(
        "The register has not answered since 10:02am. The last copy is from 9:40am today.",
    )
    .step("Use the paper sheet at the desk.")
    .step("Ask P. Wren, extension 5100.");
    [
        ("card-as-usual.html", ContactCard::serve_as_usual().log(log())),
        ("card-this-way.html", way),
        ("card-pass-to.html", pass),
        ("card-not-by.html", not),
        ("card-help-first.html", help),
        ("card-not-checked.html", unchecked),
    ]
}

fn counter(card: ContactCard) -> String {
    let search = Input::new("q", Label::plain("Name, phone, address or reference"))
        .kind("search")
        .value("WB-204417")
        .width(20)
        .attribute("data-search", "");
    let channel = Radios::new("channel", Legend::plain("They are:"))
        .inline()
        .small()
        .item("phone", "on the phone")
        .item("counter", "here")
        .item("post", "writing")
        .chosen("phone");
    let form = html(format!(
        r#"<form class="ucc-fields" action="/counter" method="get" novalidate>{search}{channel}{}</form>"#,
        Button::new("Look up").secondary()
    ));
    let bar = PersonBar::new("Marlow Fenn-Castle", "WB-204417")
        .identifier("born 14 Nov 1971")
        .identifier("confirmed by reference")
        .link("Not this person", "/counter");
    let title = format!("{}: Marlow Fenn-Castle", card.heading());
    frame().page(title, form.and(&bar).and(&card)).to_string()
}
