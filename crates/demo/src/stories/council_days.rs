//! Small things at the council: somebody unknown, a dog, a fifteen-year-old, a death, empty calls, an alarm.

use evenhand_domain::customer::{CustomerCommand, DetailsChanged, Standing};
use evenhand_domain::incident::{
    Conduct, Harm, IncidentCommand, Involved, InvolvedPart, Presence, Report, Safety, Who,
};
use evenhand_domain::obligation::{Noted, ObligationCommand};
use evenhand_domain::organisation::{OrganisationCommand, RecordingDiscussed};
use evenhand_domain::policy_record::{Answer, Answered, CopyIssued, CopyRequested, PolicyCommand, Suggested};
use evenhand_policy::facts::Part;
use evenhand_policy::pack::Channel;

use crate::DemoError;
use crate::people::{Known, person};
use crate::reviews::{council, set};
use crate::scene::{Scene, report};

/// Nobody knew who it was; two days later somebody did.
pub(super) async fn unknown_person(scene: &Scene) -> Result<(), DemoError> {
    scene.at(130, "09:35").await;
    let thistle = person("Thistle", "Mallet", "current-customer").born(1999, 3, 8).phone("0491 570 737");
    let thistle = scene.enters("F. Corran", thistle).await?;
    scene.at(4, "16:55").await;
    let damage = Report {
        site: Some(scene.site("Pool")?),
        place: Some("Turnstile".to_owned()),
        description: Some("About 25, green raincoat, bicycle with a child seat".to_owned()),
        ..report(
            Channel::InPerson,
            "other-premises",
            &["damage"],
            "Kicked the turnstile until the arm broke. The card had been refused.",
        )
    };
    let case = scene.reports("F. Corran", None, 12, damage).await?;
    scene.does("F. Corran", &case, IncidentCommand::FinishReport).await?;
    scene.at(2, "09:10").await;
    let because = "She came back, said it was her, and offered to pay for the arm".to_owned();
    let reviewer = scene.who("P. Wren").await?;
    scene.app.link_customer(&reviewer, &case.id, &thistle, because, &scene.once()).await?;
    scene.takes_up("P. Wren", &case, true).await
}

/// A dog at a property, for those who go there next.
pub(super) async fn dog(scene: &Scene) -> Result<(), DemoError> {
    scene.at(3, "12:25").await;
    let bitten = Report {
        place: Some("The green gate at the end of Quarry Road".to_owned()),
        harm: [Harm::FirstAid].into(),
        role_at_time: Some("case-officer".to_owned()),
        conduct: Conduct {
            classes: set(&["unreasonable-behaviour"]),
            issues: set(&["safety"]),
            parties: set(&["staff"]),
            ..Conduct::default()
        },
        ..report(
            Channel::Field,
            "off-site",
            &["something-else"],
            "The dog was let out when I rang. The gate was shut behind me. A scratch on the leg.",
        )
    };
    let case = scene.reports("B. Sanderling", None, 95, bitten).await?;
    scene.later(30).await;
    scene
        .finishes("B. Sanderling", &case, "The owner called the dog back once I said I was from the depot.")
        .await?;
    scene.at(0, "09:40").await;
    scene.does("B. Tarn", &case, IncidentCommand::OpenReview).await?;
    scene
        .asks_for("B. Tarn", &case, "B. Sanderling", "Put the dog on the run sheet of Quarry Road", 2)
        .await?;
    scene.asks_for("B. Tarn", &case, "R. Halloran", "Decide whether two go to Quarry Road", 4).await
}

/// A child is no case for measures: the parents were rung, and that was all.
pub(super) async fn fifteen(scene: &Scene) -> Result<(), DemoError> {
    scene.at(17, "15:50").await;
    let noise = Report {
        site: Some(scene.site("Library")?),
        description: Some("Says she is 15".to_owned()),
        ..report(
            Channel::InPerson,
            "office",
            &["shouting"],
            "Shouted at the two at the next table and would not stop when asked.",
        )
    };
    let case = scene.reports("M. Birch", None, 20, noise).await?;
    scene.does("M. Birch", &case, IncidentCommand::FinishReport).await?;
    scene.at(16, "09:50").await;
    scene.does("P. Wren", &case, IncidentCommand::OpenReview).await?;
    scene.later(20).await;
    let reasons =
        "She is fifteen. Nothing here calls for more than a word with her and her mother, who came.";
    scene.decides("P. Wren", &case, council(&["no-action"], "not-at-all", reasons)).await?;
    scene.has_done("P. Wren", &case, "closing-offer-debrief-0", "Offered; not wanted").await?;
    scene.closes("P. Wren", &case).await
}

/// Somebody died; the entry says so, so that no letter goes there.
pub(super) async fn died(scene: &Scene) -> Result<(), DemoError> {
    scene.at(220, "14:00").await;
    let hollis = person("Hollis", "Drum", "current-customer").born(1937, 6, 1).living_at(
        "2 Mill Lane",
        "Tarrowmere",
        "TW 0000",
    );
    let customer = scene.enters("A. Quill", hollis.clone()).await?;
    scene.at(11, "11:55").await;
    let mut details = hollis;
    details.standing = Standing::Former;
    details.customer_type = "former-customer".to_owned();
    let because = "His daughter told us that he died. No letters, please.".to_owned();
    scene
        .notes("P. Wren", &customer, CustomerCommand::ChangeDetails(DetailsChanged { details, because }))
        .await
}

/// The same empty call, again and again, from a number nobody knows.
pub(super) async fn empty_calls(scene: &Scene) -> Result<(), DemoError> {
    scene.at(7, "10:05").await;
    let calls = Report {
        site: Some(scene.site("Contact Centre")?),
        description: Some("Number withheld; music in the background".to_owned()),
        conduct: Conduct { kinds: set(&["bombarding"]), ..Conduct::default() },
        ..report(
            Channel::Phone,
            "office",
            &["pattern"],
            "63 calls since Monday. Nobody speaks, then they hang up.",
        )
    };
    let case = scene.reports("A. Quill", None, 90, calls).await?;
    scene.later(3).await;
    let finisher = evenhand_domain::incident::FinisherNamed { finisher: scene.staff("J. Arlen")? };
    scene.does("A. Quill", &case, IncidentCommand::NameFinisher(finisher)).await?;
    scene.at(0, "11:15").await;
    scene
        .begins(
            "A. Quill",
            &[
                ("safe", "yes"),
                ("channel", "phone"),
                ("happenings", "personal-abuse"),
                ("presence", "gone"),
                ("words", "A caller about a fence. He called me names, and then said sorry, and then"),
            ],
        )
        .await
}

/// The duress alarm was pressed and nothing was recorded: a manager knows, and sees that it is.
pub(super) async fn not_recorded(scene: &Scene) -> Result<(), DemoError> {
    scene.at(2, "13:20").await;
    let noted = Noted {
        about: scene.staff("F. Corran")?,
        occurred_at: Some(scene.moment(3, "17:20")),
        learned_by: "told".to_owned(),
        note: Some("The alarm at the pool was pressed. Nobody was hurt. There is no report yet.".to_owned()),
        told: Vec::new(),
    };
    let manager = scene.who("P. Wren").await?;
    scene.app.obligation(&manager, None, ObligationCommand::Note(noted), &scene.once()).await?;
    scene.at(1, "12:10").await;
    let late = Report {
        part: Part::OnBehalf,
        site: Some(scene.site("Depot")?),
        affected: vec![Involved::new(
            Who::Other("A driver of the bin contractor".to_owned()),
            InvolvedPart::Affected,
        )],
        learned_by: Some("told".to_owned()),
        ..report(
            Channel::InPerson,
            "other-premises",
            &["shouting"],
            "A resident shouted at the driver about a full bin. He told me only now.",
        )
    };
    scene.reports("B. Tarn", None, 3 * 24 * 60, late).await?;
    scene.at(0, "16:35").await;
    let help = Report {
        safety: Safety::GetHelp,
        presence: Presence::StillHere,
        in_progress: true,
        site: Some(scene.site("Pool")?),
        ..report(
            Channel::InPerson,
            "other-premises",
            &["would-not-leave"],
            "Two men will not leave the changing rooms.",
        )
    };
    scene.reports("F. Corran", None, 2, help).await?;
    Ok(())
}

/// The policy as a document: suggestions, a copy for somebody, a talk about recording.
pub(super) async fn policy(scene: &Scene) -> Result<(), DemoError> {
    let suggest = |text: &str| PolicyCommand::Suggest(Suggested { n: 0, text: text.to_owned() });
    scene.at(52, "15:10").await;
    keeps(scene, "A. Quill", suggest("Say in 4.1 who records for a contractor who has no account.")).await?;
    scene.at(47, "10:40").await;
    let because = "The managers asked for the same. It is on the list for the next review.".to_owned();
    keeps(scene, "N. Iyer", PolicyCommand::Answer(Answered { n: 1, answer: Answer::Kept, because })).await?;
    scene.at(29, "11:20").await;
    let by = "A resident at the counter".to_owned();
    keeps(scene, "A. Quill", PolicyCommand::RequestCopy(CopyRequested { n: 0, by, fee_cents: 0 })).await?;
    scene.later(10).await;
    let issued = CopyIssued { n: 1, version: String::new() };
    keeps(scene, "A. Quill", PolicyCommand::IssueCopy(issued)).await?;
    scene.at(18, "09:00").await;
    let unit = scene.named.units.get("Customer Services").cloned();
    if let Some(unit) = unit {
        let note = Some("Half did not know that a colleague can finish a report.".to_owned());
        let on = scene.day(18);
        let talk = OrganisationCommand::DiscussRecording(RecordingDiscussed { unit, on, note });
        scene.app.change_organisation(&scene.who("P. Wren").await?, talk, &scene.once()).await?;
    }
    scene.at(2, "10:05").await;
    keeps(scene, "D. Ames", suggest("Tell guards at the other sites when somebody was turned away here."))
        .await
}

async fn keeps(scene: &Scene, who: &str, command: PolicyCommand) -> Result<(), DemoError> {
    scene.app.change_policy_record(&scene.who(who).await?, command, &scene.once()).await?;
    Ok(())
}
