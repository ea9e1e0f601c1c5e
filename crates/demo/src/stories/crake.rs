//! Isolde Crake: a third allegation of assault, a trespass notice, and an advocate who steps in.

use evenhand_domain::CustomerId;
use evenhand_domain::customer::{CustomerCommand, NeedRecorded};
use evenhand_domain::incident::{AccountKind, Escalated, Harm, IncidentCommand, LinkedHow, Report};
use evenhand_policy::pack::Channel;

use crate::DemoError;
use crate::people::{Known, person};
use crate::reviews::{answer, council};
use crate::scene::{Case, Scene, report};

pub(super) async fn tell(scene: &Scene) -> Result<(), DemoError> {
    scene.at(301, "09:05").await;
    let isolde = person("Isolde", "Crake", "current-customer")
        .born(1972, 7, 14)
        .phone("0491 570 313")
        .living_at("6 Magpie Row", "Tarrowmere", "TW 0000");
    let isolde = scene.enters("M. Birch", isolde).await?;
    let first =
        earlier(scene, &isolde, 300, "Pulled a book out of my hands. My wrist hurt for a day.").await?;
    let second = earlier(scene, &isolde, 168, "Pushed the trolley at me. It stopped at the shelf.").await?;

    scene.at(6, "13:05").await;
    let third = Report {
        site: Some(scene.site("Library")?),
        harm: [Harm::Hurt, Harm::FirstAid, Harm::Police].into(),
        place: Some("Reading room".to_owned()),
        ..report(
            Channel::InPerson,
            "office",
            &["hurt", "shouting"],
            "She threw a stapler. It hit my shoulder. I was bruised and went home.",
        )
    };
    let third = scene.reports("M. Birch", Some(&isolde), 35, third).await?;
    scene.later(20).await;
    scene.calls("M. Birch", &third, "police", "An officer took my statement at the desk").await?;
    scene
        .finishes("M. Birch", &third, "I had asked her to lower her voice. She had been reading the notice.")
        .await?;
    scene.links("P. Wren", &third, &first, LinkedHow::Related, "The same person and place").await?;
    scene.links("P. Wren", &third, &second, LinkedHow::Related, "The same person and place").await?;
    scene.tells_the_police("P. Wren", &third, "By telephone", Some("TW-88240")).await?;
    decided(scene, &third).await?;
    advocate(scene, &isolde, &third).await
}

async fn earlier(scene: &Scene, isolde: &CustomerId, back: i64, words: &str) -> Result<Case, DemoError> {
    scene.at(back, "15:15").await;
    let assault = Report {
        site: Some(scene.site("Library")?),
        ..report(Channel::InPerson, "office", &["hurt"], words)
    };
    let case = scene.reports("M. Birch", Some(isolde), 30, assault).await?;
    scene.later(15).await;
    scene.tells_the_police("P. Wren", &case, "By telephone", None).await?;
    scene.finishes("M. Birch", &case, "She left when I stepped back.").await?;
    scene.at(back - 1, "11:00").await;
    scene.takes_up("P. Wren", &case, true).await?;
    scene.later(25).await;
    let reasons = "Somebody was touched in anger. She has said what she will do instead.";
    scene.decides("P. Wren", &case, council(&["strategy"], "moderately", reasons)).await?;
    scene
        .has_done(
            "P. Wren",
            &case,
            "outcome-strategy",
            "A quiet table by the window, and M. Birch is not alone",
        )
        .await?;
    scene.has_done("P. Wren", &case, "closing-offer-debrief-0", "Offered; taken up").await?;
    scene.later(5).await;
    scene.closes("P. Wren", &case).await?;
    Ok(case)
}

async fn decided(scene: &Scene, case: &Case) -> Result<(), DemoError> {
    scene.at(5, "10:20").await;
    scene.takes_up("P. Wren", case, true).await?;
    scene.later(110).await;
    let mut answers = council(
        &["restriction", "legal"],
        "grossly",
        "Three times in fifteen months, each a little worse. Staff at the library cannot be asked to wait for a \
         fourth.",
    );
    answers.factors.insert("effect-of-warning".to_owned(), answer(Some(false)));
    answers.factors.insert("undue-impact".to_owned(), answer(Some(true)));
    scene.decides("P. Wren", case, answers).await?;
    scene.has_done("P. Wren", case, "closing-offer-debrief-0", "With M. Birch, at home, by phone").await?;
    let escalated = Escalated {
        level: "chief-executive".to_owned(),
        to: scene.staff("K. Marr")?,
        because: "Ending all access is on the table. That is for two people.".to_owned(),
        told: Vec::new(),
    };
    scene.does("P. Wren", case, IncidentCommand::Escalate(escalated)).await
}

async fn advocate(scene: &Scene, isolde: &CustomerId, case: &Case) -> Result<(), DemoError> {
    scene.at(2, "14:45").await;
    let note = Some("Fern Ibis of the Tarrowmere Advocacy Desk, (08) 5550 0190".to_owned());
    let need = NeedRecorded { n: 0, need: "speaks-through-representative".to_owned(), note };
    scene.notes("P. Wren", isolde, CustomerCommand::RecordNeed(need)).await?;
    scene.says(
        "P. Wren",
        case,
        AccountKind::Note,
        "Her advocate rang. She reads the notices aloud because she cannot keep them in mind, and is told to be \
         quiet. The advocate offers to speak for her from now on.",
    )
    .await?;
    scene.asks_for("P. Wren", case, "L. Osei", "Hear the advocate before anything is decided", 1).await
}
