//! The incident form (Mount Gambier, Appendix B): the request that a change of access be considered.

use evenhand_app::incidents::IncidentView;
use evenhand_domain::incident::{FormSubmitted, IncidentCommand};
use evenhand_policy::Action;
use evenhand_policy::deadlines::{DeadlineKind, due};
use evenhand_ui::{Button, Html, Input, Select, SummaryList, Textarea};
use jiff::Timestamp;

use super::{change, heading, open, page};
use crate::body::Body;
use crate::cx::Cx;
use crate::form::{self, Field, Kind, error_of};
use crate::respond::{Answer, Failure};
use crate::words;

const TITLE: &str = "Incident form";
const RECEIVED: Field = Field::new("received_at", "When the paper form was received", Kind::Moment)
    .hint("Only for a form handed in on paper")
    .optional();

pub(crate) async fn new(cx: &Cx) -> Result<Answer, Failure> {
    let view = open(cx, Action::SubmitForm).await?;
    if view.pack.reviewing.escalation_questions.is_empty() || view.incident.form.is_some() {
        let says = match view.incident.form {
            Some(_) => "The incident form is already submitted.",
            None => "This organisation has no incident form.",
        };
        let body = heading(cx, &view).h1(TITLE).p(says);
        return Ok(Answer::page(TITLE, body.done()).back(page(&view)));
    }
    let body = heading(cx, &view)
        .h1(TITLE)
        .p("It asks that a change of this person's access be considered. It decides nothing by itself.")
        .add(&by_when(cx, &view))
        .add(&form::wrap(cx, &cx.path, fields(cx, &view), false));
    Ok(Answer::page(TITLE, body.done()).back(page(&view)))
}

/// By when the form should come in, where the policy sets a limit.
fn by_when(cx: &Cx, view: &IncidentView) -> Html {
    let limit = view.pack.deadline(DeadlineKind::EscalationForm);
    let due: Option<Timestamp> = limit
        .zip(view.incident.report.as_ref())
        .map(|(limit, report)| due(limit, report.said.occurred_at, &cx.calendar()));
    let due = due.map(|due| words::clock(due, None, cx.now(), &cx.calendar()).label("Due"));
    due.map_or_else(Html::default, |clock| {
        Body::new().html("<p class=\"govuk-body\">").add(&clock).html("</p>").done()
    })
}

fn fields(cx: &Cx, view: &IncidentView) -> Html {
    let typed = cx.form_values();
    let mut body = Body::new().section("answers", "The questions");
    for question in &view.pack.reviewing.escalation_questions {
        let mut area = Textarea::new(question.code.as_str(), question.label.as_str())
            .rows(4)
            .value(typed.raw(&question.code));
        if let Some(hint) = &question.hint {
            area = area.hint(hint.as_str());
        }
        body = body.add(&area.error(error_of(cx, &question.code).as_deref()));
    }
    let file_number =
        Input::new("file_number", "Case file number (optional)").value(typed.raw("file_number")).width(20);
    let signed_as = Input::new("signed_as", "Your name, as your signature")
        .value(typed.raw("signed_as"))
        .autocomplete("name");
    body = body
        .add(&file_number.error(error_of(cx, "file_number").as_deref()))
        .section("signed", "Signature")
        .add(&signed_as.error(error_of(cx, "signed_as").as_deref()));
    if !view.incident.files.is_empty() {
        let files = view.incident.files.iter();
        let select = files.fold(
            Select::new("scan", "Or the scanned form with the signature").item("", "None"),
            |select, file| select.item(file.hash.as_str(), format!("{} ({})", file.what, file.name)),
        );
        body = body.add(&select.chosen(Some(typed.raw("scan"))).error(error_of(cx, "scan").as_deref()));
    }
    body.add(&form::draw(cx, &RECEIVED)).add(&Button::new("Submit the form").once()).done()
}

pub(crate) async fn create(cx: &Cx) -> Result<Answer, Failure> {
    let text = |name: &str| cx.values.text(name);
    // The decision keeps the questions of the policy that the case began under.
    let answers = cx.values.answers();
    let form = FormSubmitted {
        answers,
        file_number: text("file_number"),
        signed_as: text("signed_as"),
        scan: text("scan"),
        received_at: cx.values.moment("received_at", &cx.calendar())?,
        due_at: None,
        late: false,
        findings: Vec::new(),
        told: Vec::new(),
    };
    change(cx, IncidentCommand::SubmitForm(form), "?news=submitted").await
}

pub(crate) async fn print(cx: &Cx) -> Result<Answer, Failure> {
    let view = open(cx, Action::ReadIncident).await?;
    let Some((submitted, at)) = &view.incident.form else { return Err(Failure::NotFound) };
    let calendar = cx.calendar();
    let number = view.incident.report.as_ref().map_or("", |report| report.said.number.as_str());
    let customer = view.customer.as_ref().map_or("not identified", |(name, _)| name.as_str());
    let late = if submitted.late { "Yes" } else { "No" };
    let signed = match (&submitted.signed_as, &submitted.scan) {
        (Some(name), _) => name.clone(),
        (None, Some(_)) => "On the scanned original".to_owned(),
        (None, None) => "Not signed".to_owned(),
    };
    let officer = cx.name(&view.incident.recorder);
    let happened =
        view.incident.report.as_ref().map(|report| words::moment(report.said.occurred_at, &calendar));
    let facts = SummaryList::new()
        .row("Date of the incident", happened.unwrap_or_default())
        .row("Date of this form", words::moment(*at, &calendar))
        .row("Case officer", officer)
        .row("Customer", customer)
        .row("Customer's case file number", submitted.file_number.as_deref().unwrap_or("none"))
        .row("Incident", number)
        .row(
            "Due",
            submitted.due_at.map_or_else(|| "no limit".to_owned(), |due| words::moment(due, &calendar)),
        )
        .row("Late", late)
        .row("Signed", signed);
    let mut body = Body::new().h1(TITLE).add(&facts);
    for question in &view.pack.reviewing.escalation_questions {
        let answer = submitted.answers.get(&question.code).map_or("No answer", String::as_str);
        body = body.h2(&question.label).words(answer);
    }
    let files = view.incident.files.iter().map(|file| format!("{} ({})", file.what, file.name));
    let files: Vec<String> = files.collect();
    body = match files.is_empty() {
        true => body.h2("Attachments").p("None."),
        false => body.h2("Attachments").items(files.iter().map(String::as_str)),
    };
    let marks = crate::policy::marks(cx).await?;
    Ok(Answer::page(format!("{TITLE} {number}"), body.done()).marked(marks).back(page(&view)))
}
