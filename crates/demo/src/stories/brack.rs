//! Ottoline Brack: a terminal that failed twice, a threat, a guard who was pushed, and a visit a week later.

use std::collections::BTreeMap;

use evenhand_domain::customer::{CircumstanceRecorded, CustomerCommand, NeedRecorded};
use evenhand_domain::incident::{
    AccountKind, FormSubmitted, Harm, IncidentCommand, LinkedHow, Presence, Report, TriggerRecorded,
};
use evenhand_policy::facts::Part;
use evenhand_policy::pack::Channel;

use crate::DemoError;
use crate::people::{Known, person};
use crate::reviews::{answer, council};
use crate::scene::{Case, Scene, report};

pub(super) async fn tell(scene: &Scene) -> Result<(), DemoError> {
    scene.at(64, "10:31").await;
    let brack = person("Ottoline", "Brack", "current-customer")
        .born(1979, 8, 30)
        .phone("0491 570 156")
        .living_at("19 Sandpiper Court", "Tarrowmere", "TW 0000");
    let brack = scene.enters("M. Birch", brack).await?;
    let need = NeedRecorded { n: 0, need: "quiet-place".to_owned(), note: None };
    scene.notes("P. Wren", &brack, CustomerCommand::RecordNeed(need)).await?;

    scene.at(5, "14:41").await;
    let threat = Report {
        site: Some(scene.site("Library")?),
        place: Some("Payment terminal by the entrance".to_owned()),
        role_at_time: Some("security-staff".to_owned()),
        harm: [Harm::Hurt, Harm::Security, Harm::Police, Harm::Duress].into(),
        affected: vec![scene.affected("A. Quill")?],
        ..report(
            Channel::InPerson,
            "office",
            &["shouting", "threat", "hurt"],
            "The terminal failed twice. She said she would wait for A. Quill after work. I stepped between and was \
             pushed with both hands.",
        )
    };
    let case = scene.reports("D. Ames", Some(&brack), 19, threat).await?;
    scene.later(6).await;
    let seen = Report {
        site: Some(scene.site("Library")?),
        part: Part::Witnessed,
        affected: vec![scene.affected("A. Quill")?],
        ..report(
            Channel::InPerson,
            "office",
            &["shouting", "threat"],
            "I was at the returns desk. The card machine said no twice, and twenty people were watching. She \
             shouted, and said to A. Quill that she knew when the library closes.",
        )
    };
    let witnessed = scene.reports("M. Birch", None, 25, seen).await?;
    the_first_hours(scene, &case, &witnessed).await?;
    the_review(scene, &case).await?;

    scene.at(0, "10:08").await;
    scene.looks_up("D. Ames", "Ottoline Brack", Channel::InPerson).await?;
    let back = Report {
        site: Some(scene.site("Civic Centre")?),
        place: Some("Front door".to_owned()),
        presence: Presence::MayReturn,
        role_at_time: Some("security-staff".to_owned()),
        ..report(
            Channel::InPerson,
            "office",
            &["would-not-leave"],
            "She came to pay in person. I asked her to wait outside for P. Wren. She left after ten minutes and \
             said she would be back today.",
        )
    };
    let back = scene.reports("D. Ames", Some(&brack), 4, back).await?;
    scene.later(22).await;
    scene.links("P. Wren", &back, &case, LinkedHow::FollowsFrom, "The same matter, a week later").await?;
    let circumstance = CircumstanceRecorded {
        n: 0,
        circumstance: "personal-crisis".to_owned(),
        source: "She told D. Ames at the door".to_owned(),
    };
    scene.notes("P. Wren", &brack, CustomerCommand::RecordCircumstance(circumstance)).await
}

async fn the_first_hours(scene: &Scene, case: &Case, witnessed: &Case) -> Result<(), DemoError> {
    scene.later(9).await;
    scene.calls("D. Ames", case, "police", "Two officers came and spoke with her outside").await?;
    let trigger = TriggerRecorded {
        trigger: "our-mistake".to_owned(),
        note: Some("The payment terminal had failed every day since Monday.".to_owned()),
        contributed: Some(true),
    };
    scene.does("D. Ames", case, IncidentCommand::RecordTrigger(trigger)).await?;
    scene.later(70).await;
    scene.says("A. Quill", case, AccountKind::Felt, "I was frightened on the way to the car.").await?;
    scene.says("A. Quill", case, AccountKind::WordsUsed, "I know when you close. I will be there.").await?;
    scene
        .finishes("D. Ames", case, "She stopped when the second colleague came over, and walked out.")
        .await?;
    scene.links("P. Wren", case, witnessed, LinkedHow::SameEvent, "Both saw the same minutes").await?;
    scene.tells_the_police("P. Wren", case, "To the officers who came", Some("TW-88213")).await?;
    scene.later(20).await;
    let answers: BTreeMap<String, String> = [
        ("details", "Threat to wait for a staff member after work; a guard was pushed. Police came."),
        ("why-unreasonable", "It was aimed at one person, with a time and a place."),
        ("action-taken", "She was asked to stop, the alarm was used, the police were called."),
        ("suggestion", "Visits by appointment, at the Civic Centre, with a second guard."),
        ("other-information", "The terminal was broken for four days. That should be fixed first."),
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

async fn the_review(scene: &Scene, case: &Case) -> Result<(), DemoError> {
    scene.at(4, "09:12").await;
    scene.takes_up("P. Wren", case, true).await?;
    scene.later(35).await;
    let points = [
        "A broken terminal, a queue, and a payment due that day.",
        "A. Quill is shaken and does not want to walk to the car alone.",
        "She did not stop when asked; she stopped when a second person came.",
        "Stayed calm, offered to take the payment by phone, then used the alarm.",
        "Appointments only, at the Civic Centre, until this is sorted out.",
    ];
    scene.consults("P. Wren", case, "A. Quill", points).await?;
    scene.later(50).await;
    let mut answers = council(
        &["restriction"],
        "grossly",
        "A threat with a time and a place needs an answer today. A warning does not protect A. Quill tonight.",
    );
    answers.contributed = Some(true);
    answers.contribution = Some("The terminal was reported broken on Monday and left as it was.".to_owned());
    answers.factors.insert("effect-of-warning".to_owned(), answer(Some(false)));
    answers.factors.insert("effect-of-restriction".to_owned(), answer(Some(true)));
    scene.decides("P. Wren", case, answers).await?;
    scene
        .has_done("P. Wren", case, "closing-offer-debrief-0", "Offered to D. Ames, who said no for now")
        .await?;
    scene.asks_for("P. Wren", case, "S. Brandt", "Walk A. Quill to the car until this is decided", 2).await?;
    scene.asks_for("P. Wren", case, "M. Birch", "Have the terminal replaced and say when it is", 8).await?;
    scene.asks_for("P. Wren", case, "V. Tolland", "Ring A. Quill at home and ask what would help", 4).await
}
