//! Linnet Ashgrove: 41 calls a day, low vision, and a first idea that would have shut her out.

use std::collections::BTreeMap;

use evenhand_domain::customer::{CircumstanceRecorded, CustomerCommand, NeedRecorded};
use evenhand_domain::incident::{Conduct, FormSubmitted, IncidentCommand, Report};
use evenhand_policy::pack::Channel;

use crate::DemoError;
use crate::people::{Known, person};
use crate::reviews::{answer, council, set};
use crate::scene::{Case, Scene, report};

pub(super) async fn tell(scene: &Scene) -> Result<(), DemoError> {
    scene.at(33, "13:15").await;
    let linnet = person("Linnet", "Ashgrove", "current-customer")
        .born(1990, 5, 22)
        .phone("0491 570 158")
        .living_at("Unit 4, 27 Heron Street", "Tarrowmere", "TW 0000");
    let linnet = scene.enters("A. Quill", linnet).await?;
    let note = Some("Large print or a recording, never a plain letter.".to_owned());
    let need = NeedRecorded { n: 0, need: "low-vision".to_owned(), note };
    scene.notes("P. Wren", &linnet, CustomerCommand::RecordNeed(need)).await?;
    let source = "She told A. Quill".to_owned();
    let circumstance = CircumstanceRecorded { n: 0, circumstance: "physical-disability".to_owned(), source };
    scene.notes("P. Wren", &linnet, CustomerCommand::RecordCircumstance(circumstance)).await?;

    scene.at(9, "15:40").await;
    let calls = Report {
        site: Some(scene.site("Contact Centre")?),
        conduct: Conduct { kinds: set(&["bombarding"]), ..Conduct::default() },
        ..report(
            Channel::Phone,
            "office",
            &["pattern"],
            "41 calls today, most about the bin that was not emptied. Others could not get through.",
        )
    };
    let case = scene.reports("A. Quill", Some(&linnet), 45, calls).await?;
    scene.later(12).await;
    scene.finishes("A. Quill", &case, "She is polite. She rings again because nobody rang back.").await?;
    form(scene, &case).await?;

    scene.at(8, "10:30").await;
    scene.takes_up("P. Wren", &case, true).await?;
    let points = [
        "A bin missed three weeks in a row, and no call back.",
        "The line was busy for others for most of two days.",
        "She agreed to one call in the morning, and rang again at noon.",
        "Offered a set time. Wrote the bin down, again.",
        "A call from us every morning for a while, and a set time for hers.",
    ];
    scene.consults("P. Wren", &case, "A. Quill", points).await?;
    scene.later(80).await;
    let mut answers = council(
        &["restriction"],
        "moderately",
        "Writing only would shut her out: she cannot read our letters. Set times for calls keep the line free and \
         keep her served.",
    );
    answers.circumstances = set(&["physical-disability"]);
    answers.factors.remove("personal-circumstances");
    answers.factors.insert("merit".to_owned(), answer(Some(true)));
    scene.decides("P. Wren", &case, answers).await?;
    scene.has_done("P. Wren", &case, "closing-offer-debrief-0", "Offered and taken up on Friday").await?;
    scene.asks_for("P. Wren", &case, "B. Tarn", "Have the bin emptied and tell A. Quill when it is", 1).await
}

async fn form(scene: &Scene, case: &Case) -> Result<(), DemoError> {
    let answers: BTreeMap<String, String> = [
        ("details", "41 calls in a day, on one matter."),
        ("why-unreasonable", "Other people could not get through to us."),
        ("action-taken", "A set time was offered and not kept."),
        ("suggestion", "Set times for calls."),
        ("other-information", "She has low vision. Letters are no way to reach her."),
    ]
    .map(|(code, text)| (code.to_owned(), text.to_owned()))
    .into();
    let form = FormSubmitted {
        answers,
        file_number: None,
        signed_as: Some("Alder Quill".to_owned()),
        scan: None,
        received_at: None,
        due_at: None,
        late: false,
        findings: Vec::new(),
        told: Vec::new(),
    };
    scene.does("A. Quill", case, IncidentCommand::SubmitForm(form)).await
}
