//! Juniper Vale: abuse by telephone over a letter about a debt that was sent in error.

use evenhand_domain::customer::{CustomerCommand, NeedRecorded};
use evenhand_domain::incident::{
    AccountKind, IncidentCommand, ReferralAnswer, Report, TriggerRecorded, WordsAdded,
};
use evenhand_policy::pack::Channel;

use crate::DemoError;
use crate::people::{Known, person};
use crate::reviews::{agency, some};
use crate::scene::{Scene, report};

pub(super) async fn tell(scene: &Scene) -> Result<(), DemoError> {
    scene.at(200, "10:20").await;
    let juniper = person("Juniper", "Vale", "public")
        .born(1988, 12, 19)
        .phone("0491 571 266")
        .living_at("9 Bellbird Close", "Plover Bay", "TW 0000")
        .number("centrelink", "311204557K");
    let juniper = scene.enters("O. Dell", juniper).await?;
    let note = Some("The number is shared with a housemate: no messages.".to_owned());
    let need = NeedRecorded { n: 0, need: "relay-service".to_owned(), note };
    scene.notes("R. Imre", &juniper, CustomerCommand::RecordNeed(need)).await?;
    scene.at(198, "10:20").await;
    let housemate = person("Garnet", "Reamer", "public").born(1986, 6, 6).phone("0491 571 266");
    scene.enters("O. Dell", housemate).await?;

    scene.at(19, "11:48").await;
    let abuse = Report {
        site: Some(scene.site("Smart Centre North")?),
        business_line: some("centrelink"),
        ..report(
            Channel::Phone,
            "smart-centre",
            &["shouting", "personal-abuse"],
            "Shouted and called me names over a letter that says she owes 2,310 dollars.",
        )
    };
    let case = scene.reports("O. Dell", Some(&juniper), 15, abuse).await?;
    scene.later(8).await;
    let felt = WordsAdded {
        kind: AccountKind::Felt,
        text: "Worse than the words was that I could not say whether the letter was right.".to_owned(),
        severity_felt: some("moderate"),
    };
    scene.does("O. Dell", &case, IncidentCommand::AddWords(felt)).await?;
    scene
        .finishes("O. Dell", &case, "The relay officer stayed calm. She hung up after four minutes.")
        .await?;
    let trigger = TriggerRecorded { trigger: "our-mistake".to_owned(), note: None, contributed: Some(true) };
    scene.does("O. Dell", &case, IncidentCommand::RecordTrigger(trigger)).await?;

    scene.at(18, "09:20").await;
    scene.takes_up("R. Imre", &case, true).await?;
    scene.later(75).await;
    let mut answers = agency(
        "minor",
        ("low", "unlikely"),
        &["phone-contact", "verbal-warning"],
        "A debt letter went out for income that was reported in time.",
        "The words were not all right. The letter was not right either, and she was on her own with it.",
    );
    answers.lower_because = some("No threat, one call, and our letter was wrong. O. Dell agrees.");
    answers.contributed = Some(true);
    answers.contribution = some("The debt was raised in error.");
    answers.referrals.insert("counselling".to_owned(), ReferralAnswer::Declined);
    scene.decides("R. Imre", &case, answers).await?;
    scene
        .puts_right(
            "R. Imre",
            &case,
            "The debt was taken off and a letter says so.",
            (
                "By telephone, through the relay service",
                "For the letter, and for the week she spent with it.",
            ),
        )
        .await?;
    after(scene, &case).await
}

async fn after(scene: &Scene, case: &crate::scene::Case) -> Result<(), DemoError> {
    scene.at(16, "14:10").await;
    let called = "Through the relay service, at the time she asked for. She said sorry to O. Dell.";
    scene.has_done("R. Imre", case, "outcome-phone-contact", called).await?;
    let warned = "Both consequences were said, and she said she had expected that.";
    scene.has_done("R. Imre", case, "outcome-verbal-warning", warned).await?;
    scene
        .has_done("R. Imre", case, "closing-offer-support-0", "Offered; a walk and a coffee were enough")
        .await?;
    scene.has_done("R. Imre", case, "closing-whs-report", "Entered by O. Dell").await?;
    scene
        .has_done("R. Imre", case, "closing-tell-staff", "Told O. Dell what was found and what was done")
        .await?;
    scene.later(10).await;
    scene.closes("R. Imre", case).await
}
