//! Corvin Strake: follows an officer to her car, finds her online.

use evenhand_domain::CustomerId;
use evenhand_domain::incident::{
    AccountKind, Escalated, Harm, IncidentCommand, InvolvedPart, LinkedHow, Report, TaskReassigned, Who,
};
use evenhand_policy::pack::Channel;

use crate::DemoError;
use crate::people::{Known, person};
use crate::reviews::{agency, some};
use crate::scene::{Case, Scene, report};

pub(super) async fn tell(scene: &Scene) -> Result<(), DemoError> {
    scene.at(95, "14:30").await;
    let strake = person("Corvin", "Strake", "public")
        .born(1991, 8, 8)
        .phone("0491 571 804")
        .living_at("5 Quarry Road", "Saltbush", "TW 0000")
        .number("centrelink", "290553316C");
    let strake = scene.enters("C. Nolan", strake).await?;

    scene.at(14, "17:45").await;
    let followed = Report {
        place: some("Car park behind the centre"),
        business_line: some("centrelink"),
        harm: [Harm::Police].into(),
        ..report(
            Channel::InPerson,
            "off-site",
            &["followed", "threat"],
            "He walked behind me to the car and stood at the door until I said I would call the police. He said he \
             knows where I park.",
        )
    };
    let followed = scene.reports("C. Nolan", Some(&strake), 30, followed).await?;
    scene.later(20).await;
    scene.calls("C. Nolan", &followed, "police", "They asked me to come to the station").await?;
    let witness = evenhand_domain::incident::Involved::new(
        Who::Other("A cleaner of the building".to_owned()),
        InvolvedPart::Witness,
    );
    scene.does("C. Nolan", &followed, IncidentCommand::InvolvePerson(witness)).await?;
    scene.says("C. Nolan", &followed, AccountKind::WordsUsed, "I know where you park.").await?;
    scene.finishes("C. Nolan", &followed, "I drove to a friend and not home.").await?;
    the_review(scene, &followed).await?;
    online(scene, &strake, &followed).await
}

async fn the_review(scene: &Scene, case: &Case) -> Result<(), DemoError> {
    scene.at(13, "08:45").await;
    scene.takes_up("C. Danek", case, true).await?;
    scene.tells_the_police("R. Vance", case, "At the station, with C. Nolan", Some("P-71-2188")).await?;
    scene.later(60).await;
    let answers = agency(
        "serious",
        ("high", "likely"),
        &["provisional-plan", "not-to-contact"],
        "An officer was followed to her car and threatened there.",
        "The police asked us not to speak with him until they have. Counter staff must not be alone with this.",
    );
    scene.decides("C. Danek", case, answers).await?;
    let escalated = Escalated {
        level: "regional-manager".to_owned(),
        to: scene.staff("A. Loxley")?,
        because: "Off site, aimed at one officer, and likely to go on".to_owned(),
        told: Vec::new(),
    };
    scene.does("C. Danek", case, IncidentCommand::Escalate(escalated)).await?;
    let support = "Taxi home for two weeks, a silent number, and a name plate without a name";
    scene.has_done("C. Danek", case, "closing-offer-support-0", support).await?;
    scene.asks_for("C. Danek", case, "R. Vance", "Ask about an order for the workplace", 3).await?;
    let tell = "Tell the other centres in the west whom to call";
    scene.asks_for("C. Danek", case, "F. Hale", tell, 15).await?;
    let given = TaskReassigned {
        key: "closing-whs-report".to_owned(),
        to: scene.staff("Q. Abara")?,
        because: "Q. Abara knows the form".to_owned(),
    };
    scene.does("C. Danek", case, IncidentCommand::ReassignTask(given)).await
}

/// Three days later he found her online.
async fn online(scene: &Scene, strake: &CustomerId, followed: &Case) -> Result<(), DemoError> {
    scene.at(11, "08:20").await;
    let found = Report {
        business_line: some("centrelink"),
        place: some("A page of a swimming club"),
        ..report(
            Channel::Online,
            "online",
            &["online"],
            "He wrote under a picture of my swimming club that he knows where I work.",
        )
    };
    let found = scene.reports("C. Nolan", Some(strake), 10 * 60, found).await?;
    scene.does("C. Nolan", &found, IncidentCommand::FinishReport).await?;
    let because = "The same person, three days later";
    scene.links("C. Danek", &found, followed, LinkedHow::Related, because).await?;
    scene.at(10, "09:30").await;
    scene.takes_up("C. Danek", &found, true).await?;
    let answers = agency(
        "moderate",
        ("high", "likely"),
        &["provisional-plan", "not-to-contact"],
        "Contact through a page that has nothing to do with us.",
        "One course of conduct. What was decided two days ago holds for this as well.",
    );
    scene.decides("C. Danek", &found, answers).await?;
    scene.tells_the_police("R. Vance", &found, "By telephone", Some("P-71-2188")).await?;
    scene
        .has_done(
            "C. Danek",
            &found,
            "closing-offer-support-0",
            "R. Vance went through her settings with her",
        )
        .await
}
