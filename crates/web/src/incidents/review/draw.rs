//! The parts of the review page, in the order in which a fair decision meets them: what was reported, what went
//! before, what speaks for the customer, how serious it was, what is decided, and why.

use std::collections::BTreeMap;

use evenhand_app::incidents::{Earlier, IncidentView};
use evenhand_domain::incident::ReferralAnswer;
use evenhand_policy::Action;
use evenhand_policy::facts::Step;
use evenhand_policy::pack::{Answer as FactorKind, Coded, Factor, Feature, label};
use evenhand_policy::ruling::evaluate;
use evenhand_policy::severity::proposed;
use evenhand_ui::{
    Button, CheckboxItem, Checkboxes, Details, Finding, Html, InsetText, Radios, ScrollRegion, Select,
    SummaryList, Table, Textarea,
};

use crate::body::{Body, link};
use crate::cx::Cx;
use crate::form::{self, Items, error_of};
use crate::incidents::closing::shown;
use crate::incidents::{choices, coded, page};
use crate::words;

/// What was reported, folded: the reviewer has the incident's page beside it.
pub(super) fn reported(cx: &Cx, view: &IncidentView) -> Html {
    let Some(report) = &view.incident.report else { return Html::default() };
    let v = &view.pack.vocabulary;
    let happened =
        report.said.happenings.iter().map(|code| label(&v.happenings, code)).collect::<Vec<_>>().join("; ");
    let facts = SummaryList::new()
        .row("What happened", happened)
        .row("When", words::near(report.said.occurred_at, cx.now(), &cx.calendar()))
        .row("Reported by", cx.name(&view.incident.recorder))
        .row("Involved", crate::incidents::show::people(cx, view).join("; "));
    let body = Body::new().add(&facts);
    let body = report.said.words.iter().fold(body, |body, text| body.words(text));
    let body = body.link("Everything that was recorded", &page(view));
    Html::of(&Details::new("What was reported", body.done()).open())
}

/// The customer's earlier incidents, and the record that the reviewer looked at them.
pub(super) fn history(cx: &Cx, view: &IncidentView, earlier: &[Earlier]) -> Html {
    let body = Body::new().section("history", "What went before");
    if view.incident.customer.is_none() {
        return body.p("It is not known who it was, so there is no history to look at.").done();
    }
    let body = match earlier.is_empty() {
        true => body.p("No earlier incident of this person is recorded, in any part of the organisation."),
        false => {
            let mut table = Table::new("Earlier incidents")
                .hide_caption()
                .head(["Number", "When", "What", "Severity", "Risk", "Outcome"]);
            for one in earlier {
                let text = |text: &str| Html::escaped(text);
                let when = words::date(cx.calendar().date(one.occurred_at));
                let unrated = "not rated";
                table = table.row([
                    link(&one.number, &format!("/incidents/{}", one.id)),
                    text(&when),
                    text(&one.kinds),
                    text(one.severity.as_deref().unwrap_or("not graded")),
                    text(one.risk.as_deref().unwrap_or(unrated)),
                    text(&one.outcomes),
                ]);
            }
            body.add(&ScrollRegion::new("Earlier incidents", table))
        }
    };
    match &view.incident.history {
        Some((_, at)) => {
            body.p(&format!("The history was looked at {}.", words::near(*at, cx.now(), &cx.calendar())))
        }
        None => {
            let button = Button::new("I have looked at the history").secondary();
            body.add(&form::button(cx, &format!("{}/history-search", page(view)), button))
        }
    }
    .done()
}

/// What stands in the way that this form cannot mend: shown before anything is written.
pub(super) fn findings(cx: &Cx, view: &IncidentView) -> Html {
    let mut facts = view.facts.clone();
    facts.review.reviewer_affected = view.incident.affected_staff().any(|id| *id == cx.staff);
    let ruling = evaluate(Step::DecideReview, &facts, &view.pack, &BTreeMap::new());
    let outside =
        ruling.blocking().filter(|found| ["reviewer", "consultation"].contains(&found.field.as_str()));
    let mut body = Body::new();
    for found in outside {
        let mut finding = shown(found);
        if found.field == "consultation" && view.offers.contains(&Action::ConsultStaff) {
            finding = finding.link("Talk with the staff member", format!("{}/consultation", page(view)));
        }
        if found.field == "reviewer" && view.offers.contains(&Action::EscalateIncident) {
            finding = finding.link("Hand it to somebody else", format!("{}/tasks/review/owner", page(view)));
        }
        body =
            body.html(&format!("<div id=\"{}\" tabindex=\"-1\">", found.field)).add(&finding).html("</div>");
    }
    body.done()
}

/// The form.
pub(super) fn fields(cx: &Cx, view: &IncidentView) -> Html {
    let r = &view.pack.reviewing;
    let has_part = |code: &str| r.parts.iter().any(|part| part.code == code);
    let mut body = Body::new();
    if !r.factors.is_empty() {
        body = body
            .section("factors", "What to weigh")
            .p("Every factor gets an answer. “Not known” is an answer.");
        body = r.factors.iter().fold(body, |body, factor| body.add(&draw_factor(cx, factor)));
    }
    body = body.add(&severity(cx, view));
    if view.pack.has(Feature::Proportionality) {
        let legend = "How proportionate was the customer's response to what happened to them?";
        body = body.add(&one_of(cx, "proportionality", legend, choices(&r.proportionality)));
    }
    if view.pack.has(Feature::Risk) {
        body = body
            .h2("Risk")
            .add(&one_of(cx, "risk", "The risk of harm to somebody", choices(&r.risk_levels)))
            .add(&one_of(cx, "likelihood", "How likely a repetition is", choices(&r.likelihoods)))
            .add(&text(cx, "risk_reasons", "Why it is rated so", "Facts, not impressions"));
    }
    body = body
        .h2("Our part")
        .add(&one_of(cx, "contributed", "Did we contribute to what happened?", yes_no()))
        .add(&text(
            cx,
            "contribution",
            "How (optional)",
            "If we did, putting it right and an apology become tasks",
        ));
    if !r.parts.is_empty() {
        body = body.section("parts", "The review");
    }
    for (code, name, title, hint) in [
        ("review", "summary", "What the review found", ""),
        ("actions", "actions_taken", "What was done so far", ""),
        ("contact", "contact_so_far", "Contact with the customer so far, or why there was none", ""),
    ] {
        if has_part(code) {
            body = body.add(&text(cx, name, title, hint));
        }
    }
    body = body.add(&referrals(cx, view)).h2("Decision").add(&outcomes(cx, view));
    if !r.mechanisms.is_empty() {
        body =
            body.add(&any_of(cx, "mechanisms", "How it will be managed (optional)", choices(&r.mechanisms)));
    }
    let ground =
        "The ground is what was done. It is not a complaint, a question or a concern the customer raised.";
    let ground = Checkboxes::single("conduct_is_ground", "yes", ground);
    let ground = ground.chosen(cx.form_values().flag("conduct_is_ground").then_some("yes"));
    body = body.add(&ground.error(error_of(cx, "conduct_is_ground").as_deref())).add(&text(
        cx,
        "reasons",
        "Reasons for this decision in this case",
        "What the customer or a court could be shown",
    ));
    if r.severity_levels.iter().any(|level| level.plan_or_reason) {
        body = body.add(&text(
            cx,
            "no_plan_because",
            "If there is no plan although it was this serious: why (optional)",
            "",
        ));
    }
    body.add(&form::passing(cx))
        .buttons([
            Button::new("Decide").once(),
            Button::new("Save and come back").secondary().sends("_save", "yes"),
            Button::new("Check wording").secondary().sends("_check", "yes"),
        ])
        .done()
}

fn yes_no_or_not_known() -> Items {
    let not_known = ("unknown".to_owned(), "Not known".to_owned(), String::new());
    yes_no().into_iter().chain([not_known]).collect()
}

fn yes_no() -> Items {
    [("yes", "Yes"), ("no", "No")]
        .map(|(code, label)| (code.to_owned(), label.to_owned(), String::new()))
        .into()
}

fn one_of(cx: &Cx, name: &str, legend: &str, items: Items) -> Radios {
    let typed = cx.form_values().text(name);
    let radios = items.into_iter().fold(Radios::new(name, legend), |radios, (code, label, hint)| {
        let item = evenhand_ui::RadioItem::new(code, label);
        radios.with(if hint.is_empty() { item } else { item.hint(hint) })
    });
    radios.small().chosen(typed.as_deref()).error(error_of(cx, name).as_deref())
}

fn any_of(cx: &Cx, name: &str, legend: &str, items: Items) -> Checkboxes {
    let boxes = items.into_iter().fold(Checkboxes::new(name, legend), |boxes, (code, label, hint)| {
        let item = CheckboxItem::new(code, label);
        boxes.with(if hint.is_empty() { item } else { item.hint(hint) })
    });
    boxes.small().chosen(cx.form_values().all(name)).error(error_of(cx, name).as_deref())
}

fn text(cx: &Cx, name: &str, label: &str, hint: &str) -> Textarea {
    let area = Textarea::new(name, label).rows(3).value(cx.form_values().raw(name));
    let area = if hint.is_empty() { area } else { area.hint(hint) };
    area.error(error_of(cx, name).as_deref())
}

/// One factor, answered in its way; each can be answered by "not known".
fn draw_factor(cx: &Cx, factor: &Factor) -> Html {
    let name = format!("factor-{}", factor.code());
    let body = Body::new().h3(factor.label());
    let body = match factor.answer {
        FactorKind::Words => body.add(&text(cx, &name, &factor.ask, "")),
        FactorKind::YesNo => {
            let answers = one_of(cx, &format!("{name}_yes"), &factor.ask, yes_no_or_not_known()).inline();
            return body.add(&answers).add(&text(cx, &name, "In words (optional)", "").rows(2)).done();
        }
        FactorKind::Circumstances => body
            .add(&any_of(cx, "circumstances", &factor.ask, choices(&cx.pack().vocabulary.circumstances)))
            .add(&text(cx, &name, "In words (optional)", "")),
        FactorKind::Proportionality => {
            let reasons = text(cx, &name, "Why it is rated so (optional)", "");
            return body.p("The degree is answered below, under proportionality.").add(&reasons).done();
        }
    };
    let unknown = format!("{name}_unknown");
    let chosen = cx.form_values().flag(&unknown).then_some("yes");
    body.add(&Checkboxes::single(unknown.as_str(), "yes", "Not known").small().chosen(chosen)).done()
}

/// How serious it was: what the signs suggest and what the reporter felt, before the reviewer's own answer.
fn severity(cx: &Cx, view: &IncidentView) -> Html {
    let levels = &view.pack.reviewing.severity_levels;
    if !view.pack.has(Feature::Severity) || levels.is_empty() {
        return Html::default();
    }
    let mut facts = SummaryList::new();
    if let Some((level, signs)) = proposed(&view.facts, &view.pack) {
        let because: Vec<String> = signs.iter().map(|sign| sign_in_words(view, sign)).collect();
        let because = if because.is_empty() { "no sign of more".to_owned() } else { because.join("; ") };
        facts = facts.row("The recorded signs suggest", format!("{} ({because})", level.label()));
    }
    if let Some(felt) = &view.incident.severity_felt {
        facts = facts.row("The reporter felt", label(levels, felt).to_owned());
    }
    Body::new()
        .h2("Severity")
        .add(&InsetText::html(
            Body::new()
                .p("A suggestion, not a decision. What the reporter felt is kept as they said it.")
                .done(),
        ))
        .add(&facts)
        .add(&one_of(cx, "severity", "You find", coded(levels)))
        .add(&text(
            cx,
            "lower_because",
            "Why it is lower, if it is lower than suggested or felt (optional)",
            "",
        ))
        .done()
}

fn sign_in_words(view: &IncidentView, sign: &evenhand_policy::pack::Sign) -> String {
    let kinds = &view.pack.vocabulary.conduct_kinds;
    let met =
        sign.kinds.iter().filter(|kind| view.facts.kinds.contains(*kind)).map(|kind| label(kinds, kind));
    let hurt = (sign.hurt && view.facts.hurt).then_some("somebody was hurt");
    let ambulance = (sign.ambulance && view.facts.ambulance).then_some("an ambulance was called");
    met.chain(hurt).chain(ambulance).collect::<Vec<_>>().join(", ")
}

fn referrals(cx: &Cx, view: &IncidentView) -> Html {
    let known = &view.pack.reviewing.referrals;
    if known.is_empty() {
        return Html::default();
    }
    let mut body = Body::new()
        .section("referrals", "Referrals")
        .p("Help that was offered to the customer, and what they said.");
    for referral in known {
        let name = format!("referral-{}", referral.code);
        let select = Select::new(name.as_str(), referral.label.as_str()).item("", "Not considered");
        let select = ReferralAnswer::ALL.iter().fold(select, |select, answer| {
            let says = match answer {
                ReferralAnswer::Accepted => "Accepted",
                ReferralAnswer::Declined => "Declined",
                ReferralAnswer::Offered => "Offered, no answer yet",
                ReferralAnswer::NotSuitable => "Does not fit",
            };
            select.item(answer.as_str(), says)
        });
        body =
            body.add(&select.chosen(Some(cx.form_values().raw(&name))).error(error_of(cx, &name).as_deref()));
    }
    body.add(&text(cx, "no_referral_because", "Why no referral was offered, if none was (optional)", ""))
        .done()
}

/// What can be decided. Proposals say who decides them.
fn outcomes(cx: &Cx, view: &IncidentView) -> Html {
    let items = view.pack.reviewing.outcomes.iter().map(|outcome| {
        let decided = match (&outcome.goes_to, outcome.proposal) {
            (Some(role), true) => {
                let role = view.pack.role(role).map_or(role.as_str(), |role| role.label.as_str());
                format!("A proposal; decided by: {role}")
            }
            (None, true) => "A proposal; decided by somebody with the authority".to_owned(),
            (_, false) => outcome.term.hint.clone().unwrap_or_default(),
        };
        (outcome.code().to_owned(), outcome.label().to_owned(), decided)
    });
    let highest = view.pack.reviewing.risk_levels.last().map(|level| level.label.clone());
    let barred = view.pack.rule("no-warning-at-high-risk").zip(highest).map(|(rule, highest)| {
        let says = format!("A warning is not open where the risk is {}.", highest.to_lowercase());
        Finding::for_information(says).source(view.pack.cited(&rule.cite))
    });
    Body::new()
        .add(&any_of(cx, "outcomes", "What is decided? Choose one or more", items.collect()))
        .maybe(barred)
        .done()
}
