//! Dr Alder Pike: a provider who wants one officer, and a team leader who is herself the target.

use evenhand_domain::incident::{AccountKind, IncidentCommand, Report};
use evenhand_policy::facts::Part;
use evenhand_policy::pack::Channel;

use crate::DemoError;
use crate::people::{Known, person};
use crate::reviews::{agency, some};
use crate::scene::{Scene, report};

pub(super) async fn tell(scene: &Scene) -> Result<(), DemoError> {
    scene.at(180, "11:00").await;
    let pike = person("Dr Alder", "Pike", "provider")
        .born(1969, 3, 25)
        .phone("(08) 5550 0277")
        .email("rooms@pike-surgery.example")
        .number("medicare", "P-2200417");
    let pike = scene.enters("L. Petrov", pike).await?;

    scene.at(10, "16:20").await;
    let demands = Report {
        part: Part::Witnessed,
        affected: vec![scene.affected("T. Marlow")?],
        site: Some(scene.site("Smart Centre North")?),
        business_line: some("medicare"),
        ..report(
            Channel::Phone,
            "smart-centre",
            &["pattern", "personal-abuse"],
            "The ninth call this week. He wants T. Marlow and nobody else, and says what he will do to her career.",
        )
    };
    let demands = scene.reports("L. Petrov", Some(&pike), 25, demands).await?;
    scene.finishes("L. Petrov", &demands, "He is owed a payment. It has been late for six weeks.").await?;
    scene.later(30).await;
    private(scene, &pike).await?;

    scene.at(8, "10:10").await;
    scene.takes_up("B. Sayer", &demands, true).await?;
    scene.later(40).await;
    let mut answers = agency(
        "moderate",
        ("medium", "likely"),
        &["warning-letter", "phone-contact"],
        "A provider rings one person again and again and speaks of her career.",
        "The payment is late and that is ours to mend. Ringing one person until she gives way is not.",
    );
    answers.contributed = Some(true);
    answers.contribution = some("A payment of six weeks ago still stands open.");
    scene.decides("B. Sayer", &demands, answers).await?;
    scene
        .asks_for("B. Sayer", &demands, "L. Petrov", "See that the payment goes out, and say when it has", 2)
        .await?;
    scene.has_done("B. Sayer", &demands, "closing-whs-report", "Entered by L. Petrov").await
}

/// What T. Marlow reports is handled by somebody she chose, outside the provider's record.
async fn private(scene: &Scene, pike: &evenhand_domain::CustomerId) -> Result<(), DemoError> {
    let private = Report {
        site: Some(scene.site("Smart Centre North")?),
        business_line: some("medicare"),
        handler: Some(scene.staff("B. Sayer")?),
        ..report(
            Channel::Phone,
            "smart-centre",
            &["sexual"],
            "What he said to me on the phone was about my body. I do not want this in the team's list.",
        )
    };
    let case = scene.reports("T. Marlow", Some(pike), 60, private).await?;
    scene.at(9, "09:00").await;
    scene.does("B. Sayer", &case, IncidentCommand::OpenReview).await?;
    scene
        .says(
            "B. Sayer",
            &case,
            AccountKind::Note,
            "T. Marlow takes none of his calls from today. Nobody in the team is told why.",
        )
        .await?;
    scene.asks_for("B. Sayer", &case, "Q. Abara", "Ring T. Marlow and ask what would help", 2).await
}
