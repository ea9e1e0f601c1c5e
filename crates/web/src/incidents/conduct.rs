//! What the conduct was, what led to it, and what it calls for.

use evenhand_domain::incident::{Conduct, CriticalClassed, FlagSet, IncidentCommand, TriggerRecorded};
use evenhand_policy::Action;
use evenhand_policy::Pack;
use evenhand_policy::pack::{Coded, label};
use evenhand_ui::{Details, Html};

use super::report::{classes, issues, kinds, parties};
use super::{add, change, choices, coded, heading, open, page, with_heading};
use crate::body::{Body, link};
use crate::cx::Cx;
use crate::form::{self, Field, Form, Items, Kind};
use crate::respond::{Answer, Failure};
use crate::values::Values;

pub(crate) const FORM: Form = Form {
    title: "Classify the conduct",
    lead: "Classify what was done, not the person. What you choose replaces what stands now; the record keeps both.",
    fields: &[
        Field::new("classes", "Class of conduct", Kind::Any(classes)),
        Field::new("kinds", "Kind of conduct", Kind::Any(kinds)).optional(),
        Field::new("issues", "What it puts at stake", Kind::Any(issues)),
        Field::new("parties", "Whom it affects", Kind::Any(parties)),
        Field::new("capability_confirmed", "The customer is clearly capable of doing otherwise", Kind::YesNo)
            .hint("Asked for kinds of conduct that only count where this is so")
            .optional(),
    ],
    button: "Save",
};

pub(crate) const FLAG: Form = Form {
    title: "Marks that open a procedure",
    lead: "A mark opens the procedure that belongs to it. A mark of care is never a ground for a restriction.",
    fields: &[
        Field::new("flag", "Mark", Kind::One(marks)),
        Field::new("on", "What to do", Kind::One(set_or_not)),
        Field::new("because", "Why it is taken off", Kind::Words).optional(),
    ],
    button: "Save",
};

pub(crate) const CRITICAL: Form = Form {
    title: "Class as critical",
    lead: "",
    fields: &[
        Field::new("example", "What it resembles", Kind::One(examples)),
        Field::new("because", "Why it is critical", Kind::Words),
    ],
    button: "Class as critical",
};

pub(crate) const TRIGGER: Form = Form {
    title: "What led to it",
    lead: "This is how we find out what to do better. Our own part belongs here as much as anything else.",
    fields: &[
        Field::new("trigger", "What led to it", Kind::One(triggers)),
        Field::new("note", "What exactly", Kind::Words).optional(),
        Field::new("contributed", "Did we contribute?", Kind::YesNo).optional(),
    ],
    button: "Add",
};

fn marks(cx: &Cx) -> Items {
    coded(&cx.pack().vocabulary.flags)
}

fn set_or_not(_: &Cx) -> Items {
    [("yes", "Set the mark"), ("no", "Take it off")]
        .map(|(c, l)| (c.to_owned(), l.to_owned(), String::new()))
        .into()
}

fn examples(cx: &Cx) -> Items {
    choices(&cx.pack().vocabulary.critical_examples)
}

fn triggers(cx: &Cx) -> Items {
    choices(&cx.pack().vocabulary.triggers)
}

pub(crate) async fn new(cx: &Cx) -> Result<Answer, Failure> {
    let view = open(cx, Action::AddToIncident).await?;
    cx.fill(filled(&view.incident.conduct));
    let above = heading(cx, &view).add(&examples_elsewhere(cx, &view.pack));
    Ok(form::page(cx, &FORM, above, &page(&view)))
}

/// Where the practice manual has more examples of each class, if the policy says so.
fn examples_elsewhere(cx: &Cx, pack: &Pack) -> Html {
    let manual = cx.who.link("practice-manual");
    let classes = pack.vocabulary.conduct_classes.iter();
    let with_pages = classes.filter_map(|class| Some((class.label(), class.manual_pages.as_ref()?)));
    let lines = with_pages.map(|(name, pages)| {
        let pages = format!("practice manual, pages {}", pages.replace('-', " to "));
        let target = manual.as_ref().and_then(|now| now.target.clone());
        let pages = target.map_or_else(|| Html::escaped(&pages), |target| link(&pages, &target));
        Html::escaped(&format!("{name}: ")).and(&pages)
    });
    let lines: Vec<Html> = lines.collect();
    if lines.is_empty() {
        return Html::default();
    }
    Html::of(&Details::new("More examples of each class", Body::new().list(lines).done()))
}

/// How the conduct is classified now, as the form holds it.
fn filled(conduct: &Conduct) -> Values {
    let mut values = Values::default();
    for (name, codes) in [
        ("classes", &conduct.classes),
        ("kinds", &conduct.kinds),
        ("issues", &conduct.issues),
        ("parties", &conduct.parties),
    ] {
        codes.iter().for_each(|code| values.push(name, code.clone()));
    }
    if let Some(confirmed) = conduct.capability_confirmed {
        values.push("capability_confirmed", if confirmed { "yes" } else { "no" });
    }
    values
}

pub(crate) async fn create(cx: &Cx) -> Result<Answer, Failure> {
    let set = |name: &str| cx.values.all(name).into_iter().collect();
    let conduct = Conduct {
        classes: set("classes"),
        kinds: set("kinds"),
        issues: set("issues"),
        parties: set("parties"),
        capability_confirmed: cx.values.answer("capability_confirmed"),
    };
    change(cx, IncidentCommand::Classify(conduct), "?news=saved").await
}

pub(crate) async fn flags(cx: &Cx) -> Result<Answer, Failure> {
    let view = open(cx, Action::AddToIncident).await?;
    let known = &view.pack.vocabulary.flags;
    let set: Vec<&str> = view.incident.flags.iter().map(|code| label(known, code)).collect();
    let body = heading(cx, &view);
    let body = match set.is_empty() {
        true => body,
        false => body.p("Marks that are set:").items(set),
    };
    Ok(form::page(cx, &FLAG, body, &page(&view)))
}

pub(crate) async fn set_flag(cx: &Cx) -> Result<Answer, Failure> {
    let flag = FlagSet {
        flag: cx.values.raw("flag").to_owned(),
        on: cx.values.answer("on").unwrap_or(true),
        because: cx.values.text("because"),
    };
    change(cx, IncidentCommand::SetFlag(flag), "?news=saved").await
}

pub(crate) async fn critical(cx: &Cx) -> Result<Answer, Failure> {
    let view = open(cx, Action::ReviewIncident).await?;
    if view.pack.vocabulary.critical_examples.is_empty() {
        let body =
            Body::new().h1(CRITICAL.title).p("The policy of this organisation has no critical incidents.");
        return Ok(Answer::page(CRITICAL.title, body.done()).back(page(&view)));
    }
    Ok(form::page(cx, &CRITICAL, heading(cx, &view), &page(&view)))
}

pub(crate) async fn class_critical(cx: &Cx) -> Result<Answer, Failure> {
    let critical = CriticalClassed {
        example: cx.values.raw("example").to_owned(),
        because: cx.values.raw("because").to_owned(),
    };
    change(cx, IncidentCommand::ClassCritical(critical), "?news=saved").await
}

pub(crate) async fn trigger(cx: &Cx) -> Result<Answer, Failure> {
    with_heading(cx, Action::AddToIncident, &TRIGGER).await
}

pub(crate) async fn record_trigger(cx: &Cx) -> Result<Answer, Failure> {
    let trigger = TriggerRecorded {
        trigger: cx.values.raw("trigger").to_owned(),
        note: cx.values.text("note"),
        contributed: cx.values.answer("contributed"),
    };
    add(cx, IncidentCommand::RecordTrigger(trigger), "?news=added").await
}
