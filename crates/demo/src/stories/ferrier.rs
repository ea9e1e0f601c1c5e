//! Sable Ferrier and Wren Ferrier: separated, each a customer, and one of them in danger from the other.

use evenhand_domain::customer::{CircumstanceRecorded, CustomerCommand, NeedRecorded, Sealed};
use evenhand_domain::incident::{FlagSet, IncidentCommand, ReferralAnswer, Report};
use evenhand_policy::pack::Channel;

use crate::DemoError;
use crate::people::{Known, person};
use crate::reviews::{agency, some};
use crate::scene::{Scene, report};

/// How often somebody looked at a record in a week, without anything to do there.
const LOOKS: i64 = 14;

pub(super) async fn tell(scene: &Scene) -> Result<(), DemoError> {
    scene.at(260, "09:30").await;
    let sable = person("Sable", "Ferrier", "public")
        .born(1982, 9, 2)
        .phone("0491 571 491")
        .living_at("17 Ironbark Way", "Saltbush", "TW 0000")
        .number("child-support", "CS-60418");
    let sable = scene.enters("S. Amati", sable).await?;
    scene.at(259, "15:30").await;
    let wren = person("Wren", "Ferrier", "public").born(1985, 1, 30).number("child-support", "CS-60419");
    let wren = scene.enters("S. Amati", wren).await?;
    let need = NeedRecorded { n: 0, need: "quiet-place".to_owned(), note: None };
    scene.notes("H. Okafor", &wren, CustomerCommand::RecordNeed(need)).await?;
    let source = "A protection order is in force; a colleague holds a copy".to_owned();
    let circumstance = CircumstanceRecorded { n: 0, circumstance: "other".to_owned(), source };
    scene.notes("H. Okafor", &wren, CustomerCommand::RecordCircumstance(circumstance)).await?;

    scene.at(13, "10:40").await;
    let asked = Report {
        site: Some(scene.site("Smart Centre West")?),
        business_line: some("child-support"),
        ..report(
            Channel::Phone,
            "smart-centre",
            &["threat"],
            "Asked three times where Wren lives now. Said he would find the street on his own and we would read \
             about it.",
        )
    };
    let case = scene.reports("S. Amati", Some(&sable), 20, asked).await?;
    let flag = FlagSet { flag: "family-violence".to_owned(), on: true, because: None };
    scene.does("S. Amati", &case, IncidentCommand::SetFlag(flag)).await?;
    scene
        .finishes("S. Amati", &case, "I gave him nothing. I asked H. Okafor to listen to the recording.")
        .await?;
    scene.later(25).await;
    let named = [scene.staff("H. Okafor")?, scene.staff("S. Amati")?].into();
    let because = "Somebody is looking for them, and may know people who work here.".to_owned();
    scene.notes("M. Tan", &wren, CustomerCommand::Seal(Sealed { named, because })).await?;

    scene.at(12, "09:05").await;
    scene.takes_up("H. Okafor", &case, true).await?;
    scene.later(55).await;
    let mut answers = agency(
        "moderate",
        ("high", "likely"),
        &["plan", "not-to-contact"],
        "A threat against the other parent, made to us.",
        "Telling him anything, even that we noticed, could lead him to Wren. One trained officer takes his calls.",
    );
    answers.referrals.insert("family-violence".to_owned(), ReferralAnswer::NotSuitable);
    scene.decides("H. Okafor", &case, answers).await?;
    scene.tells_the_police("R. Vance", &case, "At the station", Some("P-71-2204")).await?;
    scene
        .has_done("H. Okafor", &case, "closing-offer-support-0", "Offered; S. Amati will ring herself")
        .await?;
    let calls = "Take his calls from Monday on, as the one officer he speaks with";
    scene.asks_for("H. Okafor", &case, "C. Oduya", calls, 12).await?;
    sealed(scene, &wren).await?;
    scene.at(0, "11:05").await;
    let looks = "See who opened his record this week, and why";
    scene.asks_for("H. Okafor", &case, "M. Tan", looks, 2).await
}

/// What the other parent reported: known to the named alone.
async fn sealed(scene: &Scene, wren: &evenhand_domain::CustomerId) -> Result<(), DemoError> {
    scene.at(4, "13:35").await;
    let followed = Report {
        business_line: some("child-support"),
        place: some("Told on the telephone; it happened at a school gate"),
        ..report(
            Channel::Phone,
            "off-site",
            &["shouting"],
            "Wren shouted at me and wept, and said sorry. He had waited at the school gate again.",
        )
    };
    let case = scene.reports("S. Amati", Some(wren), 10, followed).await?;
    scene.does("S. Amati", &case, IncidentCommand::FinishReport).await?;
    scene.at(3, "09:15").await;
    scene.takes_up("H. Okafor", &case, true).await?;
    scene.asks_for("H. Okafor", &case, "S. Amati", "Ring the school with Wren, if Wren wants that", 5).await
}

/// Looks of one officer at one record, day after day.
pub(super) async fn looks(scene: &Scene) -> Result<(), DemoError> {
    for n in 0..LOOKS {
        scene.at(9 - n / 3, ["08:52", "12:31", "17:04"][(n % 3) as usize]).await;
        scene.looks_up("C. Nolan", "CS-60418", Channel::Phone).await?;
    }
    Ok(())
}
