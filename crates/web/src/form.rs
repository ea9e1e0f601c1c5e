//! Forms: one description of the fields draws the page, reads the API's document, and names the fields of errors.

use evenhand_domain::Problem;
use evenhand_store::beside::Draft;
use evenhand_ui::{
    Button, CheckboxItem, Checkboxes, DateInput, ErrorSummary, FileUpload, Html, Input, PasswordInput,
    RadioItem, Radios, Select, Textarea,
};

use serde_json::{Map, Value as Json};

use crate::body::Body;
use crate::cx::{Asking, Cx};
use crate::respond::{Answer, Failure};

/// A form.
pub(crate) struct Form {
    /// The heading.
    pub title: &'static str,
    /// A sentence under the heading.
    pub lead: &'static str,
    pub fields: &'static [Field],
    /// The verb on the button.
    pub button: &'static str,
}

/// A field of a form.
pub(crate) struct Field {
    pub name: &'static str,
    pub label: &'static str,
    pub hint: &'static str,
    pub kind: Kind,
    pub optional: bool,
}

/// What a field takes.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    /// One line.
    Line,
    /// A few characters, such as a number.
    Short,
    /// Words, over several lines.
    Words,
    /// A date in three boxes.
    Date,
    /// A date and a time of day.
    Moment,
    /// A password; never given back.
    Password,
    /// A new password; never given back.
    NewPassword,
    /// One box to tick.
    Tick,
    /// Yes or no.
    YesNo,
    /// One of a few.
    One(Choices),
    /// One of many.
    Pick(Choices),
    /// Any of a few.
    Any(Choices),
    /// A file.
    File,
}

impl Kind {
    /// Whether a value in JSON is of this kind. Nothing at all always is: it was not answered.
    fn takes(self, value: &Json) -> bool {
        match (self, value) {
            (_, Json::Null) => true,
            (Kind::Any(_), Json::Array(items)) => items.iter().all(Json::is_string),
            (Kind::Any(_), value) => value.is_string(),
            (Kind::Tick | Kind::YesNo, value) => {
                value.is_boolean() || matches!(value.as_str(), Some("yes" | "no" | ""))
            }
            (Kind::Short | Kind::Line, value) => value.is_string() || value.is_number(),
            (Kind::Date | Kind::Moment, Json::Object(_)) => true,
            (_, value) => value.is_string(),
        }
    }

    /// What a value in JSON must be, in words.
    fn shape(self) -> &'static str {
        match self {
            Kind::Any(_) => "a list of texts",
            Kind::Tick | Kind::YesNo => "`true` or `false`",
            Kind::Date => "a date, such as `2027-03-16`",
            Kind::Moment => "a moment, such as `2027-03-16T10:14:00+10:30`",
            Kind::Line
            | Kind::Short
            | Kind::Words
            | Kind::Password
            | Kind::NewPassword
            | Kind::One(_)
            | Kind::Pick(_)
            | Kind::File => "a text",
        }
    }
}

/// What can be chosen: code, label, hint.
pub(crate) type Items = Vec<(String, String, String)>;
/// What can be chosen here and now.
pub(crate) type Choices = fn(&Cx) -> Items;

impl Field {
    pub(crate) const fn new(name: &'static str, label: &'static str, kind: Kind) -> Field {
        Field { name, label, hint: "", kind, optional: false }
    }

    pub(crate) const fn hint(self, hint: &'static str) -> Field {
        Field { hint, ..self }
    }

    pub(crate) const fn optional(self) -> Field {
        Field { optional: true, ..self }
    }

    /// Whether a name is this field's, or that of one of its boxes.
    fn is_called(&self, name: &str) -> bool {
        let boxes: &[&str] = match self.kind {
            Kind::Date => &["-day", "-month", "-year"],
            Kind::Moment => &["-day", "-month", "-year", "-time"],
            _ => &[],
        };
        name.strip_prefix(self.name).is_some_and(|rest| rest.is_empty() || boxes.contains(&rest))
    }

    /// The label, which says where a field may be left out.
    fn text(&self) -> String {
        if self.optional { format!("{} (optional)", self.label) } else { self.label.to_owned() }
    }
}

/// The form as a page of its own.
pub(crate) fn page(cx: &Cx, form: &Form, above: Body, back: &str) -> Answer {
    let body = above.h1(form.title).when(!form.lead.is_empty(), |body| body.p(form.lead));
    let body = body.add(&markup(cx, form, &cx.path));
    Answer::page(form.title, body.done()).back(back)
}

/// The form itself, sent to an address.
pub(crate) fn markup(cx: &Cx, form: &Form, action: &str) -> Html {
    markup_with(cx, form, action, &Html::default())
}

/// The form with something more below its button: another button, or help that was asked for.
pub(crate) fn markup_with(cx: &Cx, form: &Form, action: &str, more: &Html) -> Html {
    let fields = form.fields.iter().fold(Body::new(), |body, field| body.add(&draw(cx, field)));
    let inside = fields.add(&passing(cx)).add(&Button::new(form.button).once()).add(more);
    wrap(cx, action, inside.done(), has_file(form))
}

/// A form around fields that were drawn by hand.
pub(crate) fn wrap(cx: &Cx, action: &str, inside: Html, with_file: bool) -> Html {
    let encoding = if with_file { " enctype=\"multipart/form-data\"" } else { "" };
    let draft = format!(" data-draft=\"/drafts/{}\"", draft_id(cx));
    let start =
        format!("<form method=\"post\" action=\"{}\" novalidate{encoding}{draft}>", Html::escaped(action));
    Body::new().html(&start).add(&hidden(cx)).add(&inside).html("</form>").done()
}

/// A button that does one thing, with nothing to fill in.
pub(crate) fn button(cx: &Cx, action: &str, button: Button) -> Html {
    let start = format!("<form method=\"post\" action=\"{}\" class=\"ucc-inline\">", Html::escaped(action));
    Body::new().html(&start).add(&hidden(cx)).add(&button.once()).html("</form>").done()
}

/// What every form carries: proof of where it comes from, the key that makes it count once, the version that was
/// seen, the draft it belongs to.
pub(crate) fn hidden(cx: &Cx) -> Html {
    let mut fields = vec![("_csrf", cx.csrf.clone()), ("_key", cx.key.clone()), ("_draft", draft_id(cx))];
    fields.push(("_page", page_of(cx)));
    if let Some(version) = cx.version() {
        fields.push(("_version", version.to_string()));
    }
    let mut html = String::new();
    for (name, value) in fields {
        html.push_str(&format!(
            "<input type=\"hidden\" name=\"{name}\" value=\"{}\">",
            Html::escaped(&value)
        ));
    }
    Html::trusted(html)
}

/// A field, with what was typed and what is wrong with it. A list that the policy leaves empty is not asked.
pub(crate) fn draw(cx: &Cx, field: &Field) -> Html {
    if let Kind::One(choices) | Kind::Pick(choices) | Kind::Any(choices) = field.kind
        && choices(cx).is_empty()
        && error_of(cx, field.name).is_none()
    {
        return Html::default();
    }
    let (name, label, hint) = (field.name, field.text(), field.hint);
    let error = error_of(cx, name);
    let error = error.as_deref();
    let typed = cx.form_values().raw(name);
    macro_rules! shown {
        ($component:expr) => {{
            let component = $component.error(error);
            if hint.is_empty() { Html::of(&component) } else { Html::of(&component.hint(hint)) }
        }};
    }
    match field.kind {
        Kind::Line => shown!(Input::new(name, label).value(typed)),
        Kind::Short => shown!(Input::new(name, label).value(typed).width(10)),
        Kind::Words => shown!(Textarea::new(name, label).value(typed).rows(5)),
        Kind::Password => shown!(PasswordInput::new(name, label)),
        Kind::NewPassword => shown!(PasswordInput::new(name, label).new_password()),
        Kind::Date => shown!(date_input(cx, name, label)),
        Kind::Moment => {
            let time = format!("{name}-time");
            let wrong = error_of(cx, &time);
            let input = Input::new(time.as_str(), "Time of day").value(cx.form_values().raw(&time)).width(10);
            let input = input.hint("For example 10:08am or 14:30").error(wrong.as_deref());
            Html::of(&shown!(date_input(cx, name, label))).and(&input)
        }
        Kind::File => shown!(FileUpload::new(name, label)),
        Kind::Tick => {
            let chosen = cx.form_values().flag(name).then_some("yes");
            shown!(Checkboxes::single(name, "yes", label).chosen(chosen))
        }
        Kind::YesNo => {
            let radios = Radios::new(name, label).item("yes", "Yes").item("no", "No").inline();
            shown!(radios.chosen(Some(typed).filter(|typed| !typed.is_empty())))
        }
        Kind::One(choices) => {
            let radios =
                choices(cx).into_iter().fold(Radios::new(name, label), |radios, (code, text, hint)| {
                    let item = RadioItem::new(code, text);
                    radios.with(if hint.is_empty() { item } else { item.hint(hint) })
                });
            shown!(radios.chosen(Some(typed).filter(|typed| !typed.is_empty())))
        }
        Kind::Pick(choices) => {
            let select = Select::new(name, label).item("", "Choose");
            let select =
                choices(cx).into_iter().fold(select, |select, (code, text, _)| select.item(code, text));
            shown!(select.chosen(Some(typed)))
        }
        Kind::Any(choices) => {
            let boxes =
                choices(cx).into_iter().fold(Checkboxes::new(name, label), |boxes, (code, text, hint)| {
                    let item = CheckboxItem::new(code, text);
                    boxes.with(if hint.is_empty() { item } else { item.hint(hint) })
                });
            shown!(boxes.chosen(cx.form_values().all(name)))
        }
    }
}

/// Three boxes for a date, with what was typed in them.
pub(crate) fn date_input(cx: &Cx, name: &str, label: String) -> DateInput {
    let [day, month, year] = cx.form_values().boxes(name);
    let whole = cx.form_values().date(name).ok().flatten();
    match whole.filter(|_| day.is_empty() && month.is_empty() && year.is_empty()) {
        Some(date) => DateInput::new(name, label).values(
            date.day().to_string(),
            date.month().to_string(),
            date.year().to_string(),
        ),
        None => DateInput::new(name, label).values(day, month, year),
    }
}

/// What is wrong with a field.
pub(crate) fn error_of(asking: &Asking, name: &str) -> Option<String> {
    let of_field: Vec<&str> = asking
        .problems
        .iter()
        .filter(|problem| problem.field == name)
        .map(|problem| problem.says.as_str())
        .collect();
    (!of_field.is_empty()).then(|| of_field.join(". "))
}

/// Everything that is wrong, at the top of the page.
pub(crate) fn summary(problems: &[Problem]) -> ErrorSummary {
    problems.iter().fold(ErrorSummary::new(), |summary, problem| {
        let says = match &problem.source {
            Some(source) => format!("{}. Why: {source}", problem.says.trim_end_matches('.')),
            None => problem.says.clone(),
        };
        if problem.field.is_empty() {
            summary.general(says)
        } else {
            summary.error(&anchor(&problem.field), says)
        }
    })
}

/// The element an error leads to.
fn anchor(field: &str) -> String {
    match field {
        "occurred_at" => "when".to_owned(),
        field => field.to_owned(),
    }
}

/// Where a rule only says "should", the actor may go on with a reason: a field for each.
pub(crate) fn passing(cx: &Cx) -> Html {
    let passable = cx.problems.iter().filter(|problem| problem.can_be_passed);
    let fields = passable.map(|problem| {
        let name = format!("pass-{}", problem.code);
        let typed = cx.values.raw(&name).to_owned();
        let hint = problem.source.clone().unwrap_or_default();
        Html::of(
            &Textarea::new(name.as_str(), format!("Go on without this? Say why: {}", problem.says))
                .hint(hint)
                .value(typed)
                .rows(2),
        )
    });
    fields.fold(Body::new(), |body, field| body.add(&field)).done()
}

/// The reasons for going on, by rule.
pub(crate) fn passed(cx: &Cx) -> std::collections::BTreeMap<String, String> {
    let pairs = cx.values.pairs().iter();
    let reasons =
        pairs.filter_map(|(name, value)| Some((name.strip_prefix("pass-")?.to_owned(), value.clone())));
    reasons.filter(|(_, reason)| !reason.trim().is_empty()).collect()
}

/// The draft that belongs to a page of somebody.
pub(crate) fn draft_id(cx: &Cx) -> String {
    draft_id_of(cx.staff.as_str(), &page_of(cx))
}

pub(crate) fn draft_id_of(staff: &str, page: &str) -> String {
    evenhand_app::work::draft_id(staff, page)
}

/// The page a form stands on, with the query that says what it is about.
pub(crate) fn page_of(asking: &Asking) -> String {
    let named = asking.values.raw("_page");
    if named.starts_with('/') && !named.starts_with("//") {
        return named.to_owned();
    }
    match asking.query.text("customer") {
        Some(customer) => format!("{}?customer={customer}", asking.path),
        None => asking.path.clone(),
    }
}

/// Keeps what was typed as a draft, for those who want to come back to it.
pub(crate) async fn keep(cx: &Cx) -> Result<(), Failure> {
    let typed = cx.values.pairs().iter().filter(|(name, _)| !crate::dispatch::secret(name));
    let draft =
        Draft { id: draft_id(cx), page: page_of(cx), fields: typed.cloned().collect(), saved_at: cx.now() };
    Ok(cx.app.save_draft(cx.staff.as_str(), &draft).await?)
}

/// What of a JSON object does not fit a form: fields it does not have, and values that are none of their field's kind.
pub(crate) fn misfits(form: &Form, sent: &Map<String, Json>) -> Vec<Problem> {
    let misfit = |(name, value): (&String, &Json)| {
        if name.starts_with('_') || (name.starts_with("pass-") && value.is_string()) {
            return None;
        }
        match form.fields.iter().find(|field| field.is_called(name)) {
            None => Some(Problem::field(name, "unknown-field", format!("There is no field `{name}` here"))),
            Some(field) if field.name == name && !field.kind.takes(value) => {
                Some(Problem::field(name, "wrong-type", format!("`{name}` must be {}", field.kind.shape())))
            }
            Some(_) => None,
        }
    };
    sent.iter().filter_map(misfit).collect()
}

fn has_file(form: &Form) -> bool {
    form.fields.iter().any(|field| matches!(field.kind, Kind::File))
}
