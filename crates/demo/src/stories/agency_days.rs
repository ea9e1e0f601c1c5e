//! Small things at the agency: a child in danger, an incident nobody recorded, an ordinary day.

use evenhand_domain::incident::{
    Conduct, FlagSet, Harm, IncidentCommand, Presence, ReferralAnswer, Report, Safety,
};
use evenhand_domain::obligation::{Met, Noted, ObligationCommand};
use evenhand_domain::organisation::{OrganisationCommand, RecordingDiscussed};
use evenhand_domain::policy_record::{PolicyCommand, Suggested};
use evenhand_policy::pack::Channel;

use crate::DemoError;
use crate::people::{Known, person};
use crate::reviews::{agency, set, some};
use crate::scene::{Scene, report};

/// A threat to a child: the procedure first, and the review after it.
pub(super) async fn child(scene: &Scene) -> Result<(), DemoError> {
    scene.at(75, "10:00").await;
    let parent = person("Bracken", "Pintle", "public").born(1993, 4, 4).number("centrelink", "244901138D");
    let parent = scene.enters("W. Lane", parent).await?;
    scene.at(2, "14:50").await;
    let threat = Report {
        site: Some(scene.site("Centre 01 Plover Bay")?),
        business_line: some("centrelink"),
        presence: Presence::Gone,
        harm: [Harm::Security].into(),
        ..report(
            Channel::InPerson,
            "service-centre",
            &["threat"],
            "Said that if the payment does not come, the boy will feel it. The boy was there.",
        )
    };
    let case = scene.reports("W. Lane", Some(&parent), 20, threat).await?;
    let flag = FlagSet { flag: "child-threat".to_owned(), on: true, because: None };
    scene.does("W. Lane", &case, IncidentCommand::SetFlag(flag)).await?;
    scene.finishes("W. Lane", &case, "The payment was released while they waited.").await?;
    scene.later(20).await;
    scene
        .has_done("R. Imre", &case, "flag-child-threat", "Rang the child line with W. Lane; number CL-5520")
        .await?;
    scene.at(1, "09:05").await;
    scene.takes_up("R. Imre", &case, true).await?;
    let mut answers = agency(
        "moderate",
        ("medium", "possible"),
        &["phone-contact"],
        "A threat said in front of the child it was about.",
        "Others look after the boy now. We keep the payment regular and the door open.",
    );
    answers.referrals.insert("social-work".to_owned(), ReferralAnswer::Offered);
    answers.no_referral_because = None;
    scene.decides("R. Imre", &case, answers).await
}

/// A team leader was told of things: one is recorded by now, one is not.
pub(super) async fn not_recorded(scene: &Scene) -> Result<(), DemoError> {
    scene.at(28, "15:00").await;
    let noted = |about, occurred_at, note: &str| Noted {
        about,
        occurred_at: Some(occurred_at),
        learned_by: "verbal".to_owned(),
        note: some(note),
        told: Vec::new(),
    };
    let told = noted(
        scene.staff("O. Dell")?,
        scene.moment(29, "16:00"),
        "A caller swore at O. Dell for ten minutes.",
    );
    let leader = scene.who("R. Imre").await?;
    let duty = scene.app.obligation(&leader, None, ObligationCommand::Note(told), &scene.once()).await?;
    scene.at(27, "09:30").await;
    let swore = Report {
        site: Some(scene.site("Smart Centre North")?),
        business_line: some("centrelink"),
        ..report(
            Channel::Phone,
            "smart-centre",
            &["shouting"],
            "Ten minutes of swearing. I should have hung up.",
        )
    };
    let case = scene.reports("O. Dell", None, 41 * 60, swore).await?;
    let incident = case.id.parse().map_err(|()| evenhand_app::AppError::NotFound)?;
    let duty = duty.stream.split(':').nth(1).unwrap_or_default().to_owned();
    let leader = scene.who("R. Imre").await?;
    let met = ObligationCommand::Meet(Met { incident });
    scene.app.obligation(&leader, Some(&duty), met, &scene.once()).await?;
    scene.does("O. Dell", &case, IncidentCommand::FinishReport).await?;

    scene.at(3, "16:15").await;
    let told = noted(scene.staff("W. Lane")?, scene.moment(4, "13:00"), "The alarm at the counter was used.");
    let leader = scene.who("R. Imre").await?;
    scene.app.obligation(&leader, None, ObligationCommand::Note(told), &scene.once()).await?;
    Ok(())
}

/// What waits for people today.
pub(super) async fn today(scene: &Scene) -> Result<(), DemoError> {
    scene.at(15, "08:30").await;
    let stand_in = ("T. Marlow", "B. Sayer", "el1-manager");
    scene.stands_in("G. Shaw", stand_in, 4, "Leave").await?;
    scene.at(4, "11:20").await;
    let outside = Report {
        business_line: some("medicare"),
        site: Some(scene.site("Smart Centre North")?),
        description: some("Would not say who he was"),
        ..report(
            Channel::Phone,
            "smart-centre",
            &["personal-abuse"],
            "Called me names because of the waiting time.",
        )
    };
    scene.reports("L. Petrov", None, 15, outside).await?;
    scene.at(2, "09:00").await;
    let stand_in = ("C. Danek", "R. Imre", "team-leader");
    scene.stands_in("G. Shaw", stand_in, 6, "R. Imre is away in the mornings").await?;
    scene.at(1, "15:05").await;
    let push = Report {
        business_line: some("centrelink"),
        site: Some(scene.site("Centre 07 Saltbush")?),
        harm: [Harm::Hurt, Harm::FirstAid, Harm::Security].into(),
        description: some("About 60, grey coat, came by bus"),
        ..report(
            Channel::InPerson,
            "service-centre",
            &["hurt"],
            "Pushed past me at the door. I fell against the rail.",
        )
    };
    let case = scene.reports("C. Nolan", None, 20, push).await?;
    scene
        .says(
            "C. Nolan",
            &case,
            evenhand_domain::incident::AccountKind::Before,
            "The queue was out of the door.",
        )
        .await?;
    let swore = Report {
        business_line: some("centrelink"),
        site: Some(scene.site("Smart Centre North")?),
        ..report(Channel::Phone, "smart-centre", &["shouting"], "Swore at me twice, then asked for my name.")
    };
    scene.later(35).await;
    scene.reports("O. Dell", None, 12, swore).await?;
    scene.at(0, "10:25").await;
    let returns = Report {
        business_line: some("centrelink"),
        site: Some(scene.site("Centre 01 Plover Bay")?),
        safety: Safety::Safe,
        presence: Presence::MayReturn,
        role_at_time: some("guard"),
        conduct: Conduct { kinds: set(&["harassment"]), ..Conduct::default() },
        description: some("Red cap, two bags"),
        ..report(
            Channel::InPerson,
            "service-centre",
            &["shouting"],
            "Stood at the glass and shouted names at W. Lane.",
        )
    };
    scene.reports("W. Grey", None, 6, returns).await?;
    scene.at(0, "14:40").await;
    scene
        .begins(
            "W. Lane",
            &[
                ("safe", "yes"),
                ("channel", "in-person"),
                ("happenings", "shouting"),
                ("presence", "gone"),
                ("business_line", "centrelink"),
                ("words", "He came for his card, and the card was not"),
            ],
        )
        .await
}

/// Suggestions, and a talk about recording.
pub(super) async fn policy(scene: &Scene) -> Result<(), DemoError> {
    scene.at(40, "13:10").await;
    let text = "Say what counts as one incident when somebody rings nine times.".to_owned();
    let suggestion = PolicyCommand::Suggest(Suggested { n: 0, text });
    scene.app.change_policy_record(&scene.who("O. Dell").await?, suggestion, &scene.once()).await?;
    scene.at(22, "09:00").await;
    if let Some(unit) = scene.named.units.get("Smart Centres").cloned() {
        let note = some("Two did not know that swearing counts.");
        let talk =
            OrganisationCommand::DiscussRecording(RecordingDiscussed { unit, on: scene.day(22), note });
        scene.app.change_organisation(&scene.who("R. Imre").await?, talk, &scene.once()).await?;
    }
    Ok(())
}
