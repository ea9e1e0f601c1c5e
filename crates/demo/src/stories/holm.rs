//! Tavish Holm: writing only since the summer, no contact since, and a rebate he missed.

use evenhand_domain::customer::{CustomerCommand, NeedRecorded};
use evenhand_domain::incident::{Conduct, IncidentCommand, Reopened, Report};
use evenhand_policy::pack::Channel;

use crate::DemoError;
use crate::people::{Known, person};
use crate::reviews::{council, set};
use crate::scene::{Scene, report};

pub(super) async fn tell(scene: &Scene) -> Result<(), DemoError> {
    scene.at(118, "09:15").await;
    let holm = person("Tavish", "Holm", "current-customer")
        .born(1984, 4, 12)
        .email("t.holm@post.example")
        .living_at("88 Gravel Road", "Tarrowmere", "TW 0000");
    let holm = scene.enters("A. Quill", holm).await?;
    scene.at(110, "08:30").await;
    let stand_in = ("B. Tarn", "P. Wren", "manager");
    scene.stands_in("G. Pell", stand_in, 6, "Conference and leave").await?;
    scene.at(109, "11:10").await;
    let demands = Report {
        site: Some(scene.site("Civic Centre")?),
        conduct: Conduct { kinds: set(&["insisting-on-seniors"]), ..Conduct::default() },
        ..report(
            Channel::InPerson,
            "office",
            &["would-not-leave"],
            "Would not leave the counter without the chief executive. Two hours, the queue behind him.",
        )
    };
    let case = scene.reports("A. Quill", Some(&holm), 40, demands).await?;
    scene.later(30).await;
    scene.finishes("A. Quill", &case, "He said nobody answers what he writes.").await?;
    scene.at(108, "10:00").await;
    scene.takes_up("B. Tarn", &case, true).await?;
    scene.later(45).await;
    let reasons = "The third time in a month. In writing he puts his concerns well, and we can answer them.";
    scene.decides("B. Tarn", &case, council(&["restriction"], "moderately", reasons)).await?;
    scene.at(106, "14:20").await;
    let decided = "L. Osei decided: in writing for three months, then a look at whether it is still needed";
    scene.has_done("B. Tarn", &case, "outcome-restriction", decided).await?;
    scene.has_done("B. Tarn", &case, "closing-offer-debrief-0", "Offered; taken up").await?;
    scene.closes("B. Tarn", &case).await?;

    scene.at(6, "15:00").await;
    scene.opens("P. Wren", &holm).await?;
    let because =
        "Three months on: no contact at all, and he missed the rates rebate. Silence is no sign that \
                   things are well."
            .to_owned();
    scene.does("P. Wren", &case, IncidentCommand::Reopen(Reopened { because })).await?;
    let need = NeedRecorded { n: 0, need: "help-to-explain".to_owned(), note: None };
    scene.notes("P. Wren", &holm, CustomerCommand::RecordNeed(need)).await?;
    scene.asks_for("P. Wren", &case, "J. Arlen", "Write to him and offer a time on the phone", 2).await?;
    scene.asks_for("P. Wren", &case, "E. Roth", "See whether the rebate can still be given", 9).await
}
