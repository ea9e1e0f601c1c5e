use evenhand_app::lookup::{Asked, Looked};
use evenhand_domain::incident::Report;
use evenhand_testkit::{Engine, Organisation, TestOrg};

#[tokio::test]
async fn smoke() {
    for engine in Engine::all() {
        let org = TestOrg::open(Organisation::Tarrowmere, engine).await;
        let quill = org.who("a.quill").await;
        let report = Report {
            happenings: ["shouting".to_owned()].into(),
            site_kind: "office".into(),
            occurred_at: quill.now(),
            ..Report::default()
        };
        let done = org.app.report_incident(&quill, report, None, &org.request()).await.unwrap();
        println!("{done:?}");
        let id = done.stream.strip_prefix("incident:").unwrap().to_owned();
        let view = org.app.incident(&quill, &id).await.unwrap();
        println!("{:#?}", view.items);
        println!("{:?}", view.offers);
        let looked = org.app.look_up(&quill, &Asked { query: "Nobody".into(), ..Asked::default() }).await.unwrap();
        assert_eq!(looked, Looked::NoOne);
    }
}
