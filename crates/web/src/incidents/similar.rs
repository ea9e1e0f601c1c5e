//! Reports that may be of the same event: enough to recognise it, and a way to link them.

use evenhand_policy::Action;
use evenhand_ui::{Html, ScrollRegion, Table};
use schemars::JsonSchema;
use serde::Serialize;

use super::{heading, open, page};
use crate::body::link;
use crate::cx::Cx;
use crate::respond::{Answer, Failure};
use crate::words;

/// Similar reports, in JSON.
#[derive(Serialize, JsonSchema)]
pub(crate) struct List {
    pub similar: Vec<Similar>,
}

/// A report that may be of the same event.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Similar {
    pub number: String,
    pub occurred_at: String,
    pub site: Option<String>,
    /// The reader may open it, and so link it.
    pub can_open: bool,
}

pub(crate) async fn show(cx: &Cx) -> Result<Answer, Failure> {
    let view = open(cx, Action::AddToIncident).await?;
    let found = cx.app.similar(&cx.who, view.id.as_str()).await?;
    let calendar = cx.calendar();
    let similar = found.iter().map(|similar| Similar {
        number: similar.number.clone(),
        occurred_at: words::machine(similar.occurred_at, &calendar),
        site: similar.site.as_ref().map(|site| cx.site(site)),
        can_open: similar.open,
    });
    let list = List { similar: similar.collect() };
    let links = view.offers.contains(&Action::LinkIncident);
    Ok(Answer::view("It may be reported already", &list, || {
        let body = heading(cx, &view).h1("It may be reported already");
        if list.similar.is_empty() {
            return body.p("No other report is near this one in person, place and time.").done();
        }
        let mut table = Table::new("Reports near this one").hide_caption().head(["Number", "When", "Where", "What you can do"]);
        for (row, similar) in list.similar.iter().zip(&found) {
            let text = |text: &str| Html::escaped(text);
            let number = match row.can_open {
                true => link(&row.number, &format!("/incidents/{}", similar.id)),
                false => text(&row.number),
            };
            let what = match row.can_open && links {
                true => link(
                    &format!("Link {} as the same event", row.number),
                    &format!("{}/links?number={}&how=same-event", page(&view), row.number),
                ),
                false => text("Your manager sees both"),
            };
            let when = words::near(similar.occurred_at, cx.now(), &calendar);
            table = table.row([number, text(&when), text(row.site.as_deref().unwrap_or("not known")), what]);
        }
        body.p("Keep your own report: two people see more than one. Linking them shows that they belong together.")
            .add(&ScrollRegion::new("Reports near this one", table))
            .done()
    })
    .back(page(&view)))
}
