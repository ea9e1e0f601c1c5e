//! Rowan Tull and Rowan Tull: the same name in the same street, and the wrong one was blamed.

use evenhand_domain::customer::{CustomerCommand, NeedRecorded};
use evenhand_domain::incident::{AccountKind, EnteredInError, IncidentCommand, Report};
use evenhand_policy::pack::Channel;

use crate::DemoError;
use crate::people::{Known, person};
use crate::reviews::council;
use crate::scene::{Scene, report};

pub(super) async fn tell(scene: &Scene) -> Result<(), DemoError> {
    scene.at(150, "10:10").await;
    let elder = person("Rowan", "Tull", "current-customer").born(1961, 2, 9).phone("0491 570 159").living_at(
        "14 Kestrel Street",
        "Tarrowmere",
        "TW 0000",
    );
    let elder = scene.enters("F. Corran", elder).await?;
    let need = NeedRecorded { n: 0, need: "mobility".to_owned(), note: None };
    scene.notes("P. Wren", &elder, CustomerCommand::RecordNeed(need)).await?;
    scene.at(90, "12:20").await;
    let younger = person("Rowan", "Tull", "current-customer")
        .born(1994, 10, 27)
        .phone("0491 570 110")
        .living_at("41 Kestrel Street", "Tarrowmere", "TW 0000");
    let younger = scene.enters("A. Quill", younger).await?;

    scene.at(26, "17:10").await;
    let shouting = |scene: &Scene| {
        Ok::<Report, DemoError>(Report {
            site: Some(scene.site("Pool")?),
            ..report(
                Channel::InPerson,
                "other-premises",
                &["shouting"],
                "Shouted at the lifeguard about the closed lane and threw a towel at the counter.",
            )
        })
    };
    let case = scene.reports("F. Corran", Some(&elder), 25, shouting(scene)?).await?;
    scene.later(4).await;
    let twice = scene.reports("F. Corran", Some(&elder), 29, shouting(scene)?).await?;
    scene.later(8).await;
    scene.finishes("F. Corran", &case, "The card that was shown had the name Rowan Tull on it.").await?;
    let because = "Sent twice; the first one stands".to_owned();
    scene.does("P. Wren", &twice, IncidentCommand::EnterInError(EnteredInError { because })).await?;
    scene.at(25, "09:30").await;
    scene.takes_up("P. Wren", &case, true).await?;
    scene.later(30).await;
    let reasons = "Shouting and a thrown towel frightened children in the lane.";
    scene.decides("P. Wren", &case, council(&["warning"], "moderately", reasons)).await?;
    scene
        .has_done("P. Wren", &case, "outcome-warning", "Letter prepared and handed to the General Manager")
        .await?;
    appeal(scene, &case, &younger).await
}

/// Somebody uninvolved looks again: it was the other Rowan Tull.
async fn appeal(
    scene: &Scene,
    case: &crate::scene::Case,
    younger: &evenhand_domain::CustomerId,
) -> Result<(), DemoError> {
    scene.at(14, "11:00").await;
    scene.says(
        "P. Wren",
        case,
        AccountKind::Note,
        "Rowan Tull of number 14 came in with a stick and said: I have not swum in ten years. The picture of the \
         entrance shows a man of about thirty.",
    )
    .await?;
    let because = "The picture of the entrance, and the membership card with the date of birth".to_owned();
    let reviewer = scene.who("P. Wren").await?;
    scene.app.link_customer(&reviewer, &case.id, younger, because, &scene.once()).await?;
    scene.app.search_history(&reviewer, &case.id, &scene.once()).await?;
    scene.later(40).await;
    let mut answers = council(
        &["no-action"],
        "moderately",
        "The wrong person was blamed. For the right one this was a first time, and the lane was closed without notice.",
    );
    answers.contributed = Some(true);
    answers.contribution = Some("We went by the name alone and met an innocent man with a guard.".to_owned());
    scene.decides("P. Wren", case, answers).await?;
    let right = "The entry was corrected and everybody who was told was told again. The desk now asks for a date of \
                 birth.";
    let sorry = ("In person and by letter", "For the guard at the pool, and for believing a name.");
    scene.puts_right("P. Wren", case, right, sorry).await?;
    scene.has_done("P. Wren", case, "closing-offer-debrief-0", "F. Corran took it up").await?;
    scene.later(15).await;
    scene.closes("P. Wren", case).await
}
