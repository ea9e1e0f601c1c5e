//! Mercer Dunmore: a brain injury, no fixed address, and words about ending it all. Care first, no measures.

use evenhand_domain::customer::{
    CircumstanceRecorded, ContactOfficerAssigned, CustomerCommand, NeedRecorded,
};
use evenhand_domain::incident::{CriticalClassed, IncidentCommand, ReferralAnswer, Report};
use evenhand_policy::pack::Channel;

use crate::DemoError;
use crate::people::{Known, person};
use crate::reviews::{agency, set, some};
use crate::scene::{Case, Scene, report};

pub(super) async fn tell(scene: &Scene) -> Result<(), DemoError> {
    scene.at(190, "09:45").await;
    let mercer = person("Mercer", "Dunmore", "public").born(1977, 2, 11).number("centrelink", "207118902B");
    let mercer = scene.enters("W. Lane", mercer).await?;
    for (need, note) in [
        ("no-address", some("Ask at the day centre by the weir, mornings.")),
        ("interpreter", None),
        ("quiet-place", some("One question at a time, and time for each.")),
    ] {
        let need = NeedRecorded { n: 0, need: need.to_owned(), note };
        scene.notes("R. Imre", &mercer, CustomerCommand::RecordNeed(need)).await?;
    }
    for circumstance in ["homelessness", "medical-condition"] {
        let (circumstance, source) = (circumstance.to_owned(), "The hospital's letter".to_owned());
        let circumstance = CircumstanceRecorded { n: 0, circumstance, source };
        scene.notes("R. Imre", &mercer, CustomerCommand::RecordCircumstance(circumstance)).await?;
    }

    let first =
        crisis(scene, &mercer, 160, "Said he would rather not wake up. He had been sent away twice.").await?;
    let because = "One person who knows him, so that he need not tell it again".to_owned();
    let assigned = ContactOfficerAssigned { officer: Some(scene.staff("I. Santos")?), because };
    scene.notes("R. Imre", &mercer, CustomerCommand::AssignContactOfficer(assigned)).await?;
    all_done(scene, &first).await?;
    let second =
        crisis(scene, &mercer, 131, "The same words, quieter. I. Santos came and sat with him.").await?;
    all_done(scene, &second).await?;

    scene.at(1, "10:35").await;
    scene.looks_up("W. Lane", "207118902B", Channel::InPerson).await?;
    let third = Report {
        site: Some(scene.site("Centre 01 Plover Bay")?),
        business_line: some("centrelink"),
        ..report(
            Channel::InPerson,
            "service-centre",
            &["self-harm"],
            "He said he is tired of it all. I. Santos is with him now. He drinks tea.",
        )
    };
    scene.reports("W. Lane", Some(&mercer), 10, third).await?;
    Ok(())
}

async fn crisis(
    scene: &Scene,
    mercer: &evenhand_domain::CustomerId,
    back: i64,
    words: &str,
) -> Result<Case, DemoError> {
    scene.at(back, "11:50").await;
    let talk = Report {
        site: Some(scene.site("Centre 01 Plover Bay")?),
        business_line: some("centrelink"),
        ..report(Channel::InPerson, "service-centre", &["self-harm"], words)
    };
    let case = scene.reports("W. Lane", Some(mercer), 25, talk).await?;
    scene.later(15).await;
    let critical = CriticalClassed {
        example: "self-harm".to_owned(),
        because: "A person spoke of ending his life at a counter".to_owned(),
    };
    scene.does("R. Imre", &case, IncidentCommand::ClassCritical(critical)).await?;
    scene.does("W. Lane", &case, IncidentCommand::FinishReport).await?;
    scene.later(40).await;
    scene.takes_up("R. Imre", &case, true).await?;
    let mut answers = agency(
        "minor",
        ("low", "possible"),
        &["personalised-services"],
        "A matter of care. There was no conduct to answer.",
        "He needs people who know him, not limits.",
    );
    answers.circumstances = set(&["homelessness", "medical-condition"]);
    answers.factors.remove("circumstances");
    answers.referrals.insert("social-work".to_owned(), ReferralAnswer::Accepted);
    answers.no_referral_because = None;
    scene.decides("R. Imre", &case, answers).await?;
    Ok(case)
}

async fn all_done(scene: &Scene, case: &Case) -> Result<(), DemoError> {
    scene.later(24 * 60).await;
    for (task, note) in [
        ("flag-self-harm", "The social worker saw him within the hour"),
        ("outcome-personalised-services", "I. Santos serves him from now on"),
        ("closing-offer-support-0", "W. Lane took the afternoon off and was rung in the evening"),
        ("closing-whs-report", "Entered"),
        ("closing-critical-support-0", "A debrief the next morning with W. Lane and the guard"),
        ("closing-tell-staff", "Told the team how he is served"),
    ] {
        scene.has_done("R. Imre", case, task, note).await?;
    }
    scene.closes("R. Imre", case).await
}
