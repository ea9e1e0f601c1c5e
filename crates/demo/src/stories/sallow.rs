//! Perrin Sallow: 412 e-mails about a flooded street, and he was right.

use evenhand_domain::incident::{AccountKind, Conduct, Escalated, IncidentCommand, Report, TriggerRecorded};
use evenhand_policy::pack::Channel;

use crate::DemoError;
use crate::people::{Known, person};
use crate::reviews::{answer, council, set};
use crate::scene::{Case, Scene, report};

pub(super) async fn tell(scene: &Scene) -> Result<(), DemoError> {
    scene.at(240, "11:05").await;
    let sallow = person("Perrin", "Sallow", "current-customer")
        .born(1951, 1, 17)
        .phone("(08) 5550 0142")
        .email("perrin.sallow@post.example")
        .living_at("3 Culvert Lane", "Tarrowmere", "TW 0000");
    let sallow = scene.enters("B. Sanderling", sallow).await?;

    scene.at(46, "09:20").await;
    let emails = Report {
        site: Some(scene.site("Depot")?),
        conduct: Conduct { kinds: set(&["bombarding"]), ..Conduct::default() },
        ..report(
            Channel::Writing,
            "other-premises",
            &["pattern"],
            "412 e-mails in a year about water in Culvert Lane. Most say the same thing. Some come at night, ten in \
             a row.",
        )
    };
    let case = scene.reports("B. Sanderling", Some(&sallow), 30, emails).await?;
    scene.later(25).await;
    let trigger = TriggerRecorded { trigger: "delay".to_owned(), note: None, contributed: None };
    scene.does("B. Sanderling", &case, IncidentCommand::RecordTrigger(trigger)).await?;
    scene.finishes("B. Sanderling", &case, "He is never rude. He sends photographs with dates.").await?;

    scene.at(45, "14:00").await;
    scene.takes_up("B. Tarn", &case, true).await?;
    scene.later(95).await;
    let mut answers = council(
        &["restriction", "adr"],
        "not-at-all",
        "Every photograph shows the same culvert. It is on no plan of ours. He asks for an answer that we owe him.",
    );
    answers.contributed = Some(true);
    answers.contribution = Some("The culvert was never entered in the asset register.".to_owned());
    answers.factors.insert("merit".to_owned(), answer(Some(true)));
    scene.decides("B. Tarn", &case, answers).await?;
    let escalated = Escalated {
        level: "general-manager".to_owned(),
        to: scene.staff("R. Halloran")?,
        because: "Staff ask for one e-mail account only. I do not think we should.".to_owned(),
        told: Vec::new(),
    };
    scene.does("B. Tarn", &case, IncidentCommand::Escalate(escalated)).await?;
    scene
        .puts_right(
            "B. Tarn",
            &case,
            "The culvert was logged and cleared. A crew looks at it before each winter from now on.",
            ("By letter", "For a year of answers that did not look at what he had sent."),
        )
        .await?;
    the_general_manager(scene, &case).await?;

    scene.at(12, "11:40").await;
    scene
        .says(
            "B. Tarn",
            &case,
            AccountKind::Note,
            "He wrote to thank the crew. The street stayed dry in last week's rain. No e-mail since.",
        )
        .await
}

async fn the_general_manager(scene: &Scene, case: &Case) -> Result<(), DemoError> {
    scene.at(43, "10:15").await;
    let refused = "Not restricted. His concern has merit, our delay contributed, and the e-mails stopped once \
                   somebody answered.";
    scene.has_done("R. Halloran", case, "outcome-restriction", refused).await?;
    let mediated = "A meeting at his kitchen table with B. Tarn. Both sides wrote down what was agreed.";
    scene.has_done("R. Halloran", case, "outcome-adr", mediated).await?;
    scene.has_done("R. Halloran", case, "escalation-0", "Looked at; see the notes on both decisions").await?;
    scene.asks_for("B. Tarn", case, "B. Sanderling", "Enter every culvert residents tell us of", 15).await?;
    scene.at(30, "15:30").await;
    let entered = "Eleven culverts entered, three of them new to us";
    scene.has_done("B. Sanderling", case, "follow-up-1", entered).await?;
    let debrief = "Offered; B. Sanderling would rather have had the map a year ago";
    scene.has_done("B. Tarn", case, "closing-offer-debrief-0", debrief).await?;
    scene.later(20).await;
    scene.closes("B. Tarn", case).await
}
