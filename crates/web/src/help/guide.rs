//! The staff guide, made from the policy pack in force: whatever the pack changes, the guide changes with it. Each
//! statement names its clause.

use evenhand_policy::facts::Step;
use evenhand_policy::pack::{Cite, Dimension, LetterKind, LinkKind, Pack, RestrictionKind, Term, label};
use evenhand_policy::rules::{RULES, Rule};
use evenhand_ui::Html;

use super::reporting::deadlines;
use super::{kind_words, link_now};
use crate::body::{Body, link};
use crate::cx::Cx;
use crate::policy::labels::{self, DeadlineView};
use crate::respond::{Answer, Failure};
use crate::words::counted;

/// The sections, with the ids that the list at the top leads to.
const SECTIONS: &[(&str, &str)] = &[
    ("roles", "Roles and responsibilities"),
    ("mechanisms", "Ways to manage conduct, and when each fits"),
    ("criteria", "What is weighed before access is changed"),
    ("recording", "Recording and reporting"),
    ("telling", "Consulting and telling customers"),
    ("reviews", "Reviews and their times"),
    ("checklists", "Checklists"),
    ("documents", "Documents and links"),
];

pub(crate) async fn guide(cx: &Cx) -> Result<Answer, Failure> {
    let pack = cx.who.pack();
    let sections = SECTIONS.iter().map(|(id, title)| {
        let content = match *id {
            "roles" => roles(pack),
            "mechanisms" => mechanisms(cx, pack),
            "criteria" => criteria(pack),
            "recording" => recording(pack),
            "telling" => telling(pack),
            "reviews" => reviews(pack),
            "checklists" => checklists(pack),
            _ => documents(cx, pack),
        };
        Body::new().section(id, title).add(&content.done()).done()
    });
    let source = |source: &evenhand_policy::pack::Source| {
        format!("{}: {} ({})", source.code, source.title, source.identifier)
    };
    let sources: Vec<String> = pack.sources.iter().map(source).collect();
    let top = Body::new()
        .h1("Staff guide")
        .p("This guide is made from our policy as it is in force. In brackets stands the clause, with the source:")
        .items(sources.iter().map(String::as_str))
        .html("<nav aria-label=\"Sections\">")
        .links(SECTIONS.iter().map(|(id, title)| (*title, format!("#{id}"))))
        .html("</nav>");
    let body = sections.fold(top, |body, section| body.add(&section));
    Ok(Answer::page("Staff guide", body.done()).back("/help"))
}

/// A statement with its clause behind it.
fn stated(text: &str, cite: &Cite) -> Html {
    Html::escaped(&format!("{text} ({cite})"))
}

/// Terms with their hints and clauses.
fn terms<'a>(terms: impl IntoIterator<Item = &'a Term>) -> Vec<Html> {
    terms.into_iter().map(term).collect()
}

fn term(term: &Term) -> Html {
    match &term.hint {
        Some(hint) => stated(&format!("{}. {hint}", term.label.trim_end_matches('.')), &term.cite),
        None => stated(&term.label, &term.cite),
    }
}

fn roles(pack: &Pack) -> Body {
    let body = pack.roles.iter().fold(Body::new(), |body, role| {
        body.h3(&format!("{} ({})", role.label, role.cite)).items(role.states.iter().map(String::as_str))
    });
    let held = pack.authorities.iter().map(|rule| {
        let offices: Vec<&str> = rule.offices.iter().map(|code| label(&pack.roles, code)).collect();
        let who = match (offices.is_empty(), rule.jointly) {
            (true, _) => "only those entered by name in the register of delegations".to_owned(),
            (false, true) => format!("{} together", offices.join(" and ")),
            (false, false) => offices.join(", "),
        };
        let note = rule.note.as_ref().map_or_else(String::new, |note| format!(" {note}"));
        stated(&format!("{}: {who}.{note}", labels::authority(rule.authority)), &rule.cite)
    });
    body.h3("Who may decide what").list(held)
}

fn mechanisms(cx: &Cx, pack: &Pack) -> Body {
    let body = match pack.reviewing.mechanisms.is_empty() {
        true => Body::new(),
        false => Body::new().h3("Ways the policy names").list(terms(&pack.reviewing.mechanisms)),
    };
    let outcomes = terms(pack.reviewing.outcomes.iter().map(|outcome| &outcome.term));
    let body = body.h3("What can follow an incident").list(outcomes);
    Dimension::ALL.iter().fold(body, |body, dimension| {
        let kinds = pack.restriction_kinds.iter().filter(|kind| kind.dimension == *dimension);
        let kinds: Vec<Html> = kinds.map(|kind| restriction(cx, kind)).collect();
        if kinds.is_empty() { body } else { body.h3(labels::dimension(*dimension)).list(kinds) }
    })
}

fn restriction(cx: &Cx, kind: &RestrictionKind) -> Html {
    let capable = if kind.needs_capability { " Only where the customer is able to keep to it." } else { "" };
    let hint = kind.term.hint.as_ref().map_or_else(String::new, |hint| format!(" {hint}"));
    stated(&cx.filled(&format!("{}.{hint}{capable}", kind.term.label)), &kind.term.cite)
}

fn criteria(pack: &Pack) -> Body {
    let factors = pack.reviewing.factors.iter().map(|factor| stated(&factor.ask, &factor.term.cite));
    Body::new().p("A manager weighs these after every incident that is reviewed.").list(factors)
}

fn checklists(pack: &Pack) -> Body {
    if pack.reviewing.checklists.is_empty() {
        return Body::new().p("The policy has none.");
    }
    pack.reviewing.checklists.iter().fold(Body::new(), |body, list| {
        body.h3(&format!("{} ({})", list.title, list.cite)).list(terms(&list.items))
    })
}

fn recording(pack: &Pack) -> Body {
    let times: Vec<DeadlineView> =
        pack.deadlines.iter().map(|deadline| DeadlineView::new(pack, deadline)).collect();
    let body = match times.is_empty() {
        true => Body::new().p("The policy sets no times."),
        false => Body::new().h3("By when").add(&deadlines("Times of the policy", &times)),
    };
    let body = body.h3("What is asked for when you report").list(rules(pack, Step::Report));
    let body = match rules(pack, Step::SubmitForm) {
        form if form.is_empty() => body,
        form => body.h3("What is asked for in the incident form").list(form),
    };
    body.links([
        ("How to report, and to whom", "/help/reporting".to_owned()),
        ("Why records matter", "/help/recording".to_owned()),
    ])
}

/// The rules that the organisation uses about a step.
fn rules(pack: &Pack, step: Step) -> Vec<Html> {
    let of_step = RULES.iter().filter(|rule| rule.steps.contains(&step));
    let used = |rule: &Rule| pack.rule(rule.slug).map(|used| stated(rule.plain, &used.cite));
    of_step.filter_map(used).collect()
}

fn telling(pack: &Pack) -> Body {
    let body = match pack.letter_kinds.is_empty() {
        true => Body::new().p("The policy has no letters of its own."),
        false => Body::new(),
    };
    let body = pack.letter_kinds.iter().fold(body, letter);
    match pack.reviewing.consultation_points.as_slice() {
        [] => body,
        points => body.h3("What a manager first talks about with the staff member").list(terms(points)),
    }
}

fn letter(body: Body, kind: &LetterKind) -> Body {
    let hint = kind.term.hint.as_deref().unwrap_or_default();
    body.h3(&format!("{} ({})", kind.term.label, kind.term.cite))
        .when(!hint.is_empty(), |body| body.p(hint))
        .when(!kind.elements.is_empty(), |body| body.p("It states:").list(terms(&kind.elements)))
}

fn reviews(pack: &Pack) -> Body {
    let reviews = &pack.reviews;
    let every = |months: Option<i64>, what: &str| {
        months.map(|months| format!("{what}: every {}", counted(months, "month")))
    };
    let between: Vec<String> =
        reviews.interval_months.iter().map(|months| counted(*months, "month")).collect();
    let between =
        (!between.is_empty()).then(|| format!("Review of an arrangement: every {}", between.join(" or ")));
    let longest = reviews
        .longest_months
        .map(|months| format!("An arrangement lasts at most {}", counted(months, "month")));
    let times = [
        between,
        longest,
        every(reviews.monitoring_months, "Check that a warning or arrangement is kept and works"),
        every(reviews.officer_months, "Check that a sole contact officer copes"),
    ];
    let times: Vec<String> = times.into_iter().flatten().collect();
    let body = match times.is_empty() {
        true => Body::new().p("The sources of this policy set no times for reviews."),
        false => Body::new().h3("Times").items(times.iter().map(String::as_str)),
    };
    let body = match reviews.criteria.is_empty() {
        true => body,
        false => body.h3("What a review considers").list(terms(&reviews.criteria)),
    };
    let missing = pack.missing_parts.iter().map(|missing| {
        stated(&format!("{}: {}", labels::part(missing.part), missing.because), &missing.cite)
    });
    let missing: Vec<Html> = missing.collect();
    body.when(!missing.is_empty(), |body| body.h3("What is missing").list(missing))
}

fn documents(cx: &Cx, pack: &Pack) -> Body {
    let documents = pack.documents.iter().map(|document| {
        let page = format!("/policy/documents/{}", document.code);
        link(&document.title, &page).and(&Html::escaped(&format!(" ({})", document.cite)))
    });
    let body = Body::new().h3("Documents").list(documents);
    LinkKind::ALL.iter().fold(body, |body, kind| {
        let links = cx.who.links(&[*kind]);
        let links: Vec<Html> = links
            .iter()
            .map(|now| link_now(now).and(&Html::escaped(&format!(" ({})", now.link.cite))))
            .collect();
        if links.is_empty() { body } else { body.h3(kind_words(*kind)).list(links) }
    })
}
