//! Marlow Fenn-Castle: one main contact, hard of hearing, and a backup on leave.

use evenhand_domain::customer::{ContactOfficerAssigned, CustomerCommand, NeedRecorded};
use evenhand_domain::incident::{Conduct, Report};
use evenhand_policy::pack::Channel;

use crate::DemoError;
use crate::people::{Known, person};
use crate::reviews::{council, set};
use crate::scene::{Scene, report};

pub(super) async fn tell(scene: &Scene) -> Result<(), DemoError> {
    scene.at(88, "09:50").await;
    let marlow = person("Marlow", "Fenn-Castle", "current-customer")
        .born(1948, 11, 3)
        .phone("0491 570 157")
        .living_at("12 Tern Avenue", "Tarrowmere", "TW 0000")
        .number("council", "204417");
    let marlow = scene.enters("A. Quill", marlow).await?;
    let note = Some("Left ear. Mornings are better.".to_owned());
    let need = NeedRecorded { n: 0, need: "hard-of-hearing".to_owned(), note };
    scene.notes("P. Wren", &marlow, CustomerCommand::RecordNeed(need)).await?;

    scene.at(70, "11:30").await;
    let calls = Report {
        site: Some(scene.site("Contact Centre")?),
        conduct: Conduct { kinds: set(&["forum-shopping"]), ..Conduct::default() },
        ..report(
            Channel::Phone,
            "office",
            &["pattern"],
            "The same rates question to nine of us in two weeks. Each heard a part of it and gave a part of an \
             answer.",
        )
    };
    let case = scene.reports("A. Quill", Some(&marlow), 20, calls).await?;
    scene.later(10).await;
    scene.finishes("A. Quill", &case, "On the phone he often asks me to say it again.").await?;
    scene.at(69, "10:00").await;
    scene.takes_up("P. Wren", &case, true).await?;
    scene.later(60).await;
    let reasons = "One person who knows the matter will end the going round. He asked for that himself.";
    scene.decides("P. Wren", &case, council(&["strategy"], "not-at-all", reasons)).await?;
    let because = "One person who knows the matter".to_owned();
    let assigned = ContactOfficerAssigned { officer: Some(scene.staff("J. Arlen")?), because };
    scene.notes("P. Wren", &marlow, CustomerCommand::AssignContactOfficer(assigned)).await?;
    scene
        .has_done("P. Wren", &case, "outcome-strategy", "Agreed with the team: pass him to J. Arlen")
        .await?;
    scene.has_done("P. Wren", &case, "closing-offer-debrief-0", "Offered; not wanted").await?;
    scene.closes("P. Wren", &case).await?;

    scene.at(3, "08:30").await;
    let stand_in = ("F. Corran", "T. Navarro", "sole-contact-officer");
    scene.stands_in("G. Pell", stand_in, 9, "Annual leave").await?;
    scene.at(3, "09:41").await;
    scene.looks_up("A. Quill", "204417", Channel::Phone).await?;
    outside(scene, &marlow).await?;
    scene.at(0, "09:03").await;
    scene.looks_up("A. Quill", "204417", Channel::InPerson).await
}

/// A word at the pool that might have been a contact outside the arrangement, and was none.
async fn outside(scene: &Scene, marlow: &evenhand_domain::CustomerId) -> Result<(), DemoError> {
    scene.at(2, "16:05").await;
    let word = Report {
        site: Some(scene.site("Pool")?),
        conduct: Conduct {
            classes: set(&["unreasonable-demands"]),
            issues: set(&["resources"]),
            parties: set(&["staff"]),
            ..Conduct::default()
        },
        ..report(
            Channel::InPerson,
            "other-premises",
            &["something-else"],
            "He asked at the desk what the pool costs and then about his rates. I gave him J. Arlen's number.",
        )
    };
    let case = scene.reports("F. Corran", Some(marlow), 15, word).await?;
    scene.does("F. Corran", &case, evenhand_domain::incident::IncidentCommand::FinishReport).await?;
    scene.at(1, "09:25").await;
    scene.takes_up("P. Wren", &case, true).await?;
    scene.later(15).await;
    let reasons = "He came to swim. A question at the desk is not a way round J. Arlen.";
    scene.decides("P. Wren", &case, council(&["no-action"], "not-at-all", reasons)).await?;
    scene.has_done("P. Wren", &case, "closing-offer-debrief-0", "Not needed, says F. Corran").await?;
    scene.closes("P. Wren", &case).await
}
