//! Is the record intact? As whoever asks sees it, and as whoever changes the file behind it makes it look.

mod support;

use evenhand_store::Place;
use evenhand_testkit::raw;
use serde_json::json;
use support::Site;

#[tokio::test]
async fn an_intact_record_says_so_and_how_far_it_was_signed() {
    let site = Site::open().await;
    let auditor = site.council("h.lund").await;
    auditor.get("/audit/verify").await.is(200).has("Nothing was signed yet").has("Check the record now");
    let unsigned = auditor.post("/audit/verify", &[]).await;
    unsigned.is(200).has("as far as can be known");
    assert!(site.home.tarrowmere.app.run("seal").await.is_ok());
    let verified = auditor.json("/api/v1/audit/verify", &json!({})).await.is(200).json();
    assert_eq!(verified["intact"], true);
    assert_eq!(verified["logs"][0]["checkpoints"], 1);
    assert_eq!(verified["logs"][0]["entries"], verified["checkpoints"][0]["entries"]);
    assert_eq!(verified["public_key"], site.home.tarrowmere.app.public_key().text());
    auditor.post("/audit/verify", &[]).await.is(200).has("Yes: every entry is as it was written");
    let page = auditor.get("/api/v1/audit/verify").await.is(200).json();
    assert_eq!(page["intact"], json!(null));
    site.council("a.quill").await.post("/audit/verify", &[]).await.is(403);
}

#[tokio::test]
async fn a_record_that_was_changed_is_told_from_the_first_entry_on() {
    let site = Site::open().await;
    let place = Place::File(site.home.folder.path().join("tarrowmere/record.db"));
    let tampered = raw::execute(
        &place,
        "drop trigger event_content_are_not_changed; \
         update event_content set content = replace(content, 'Civic Centre', 'Civil Centre') \
         where seq = (select min(seq) from event_content where content like '%Civic Centre%')",
    );
    assert_eq!(tampered.await, Ok(()));
    let first =
        raw::number(&place, "select min(seq) from event_content where content like '%Civil Centre%'").await;
    let auditor = site.council("h.lund").await;
    let verified = auditor.json("/api/v1/audit/verify", &json!({})).await.is(200).json();
    assert_eq!(verified["intact"], false);
    assert_eq!(verified["logs"][0]["first_bad_entry"], first);
    assert_eq!(verified["logs"][1]["intact"], true);
    let page = auditor.post("/audit/verify", &[]).await;
    page.is(200)
        .has("Its content is not what its header commits to")
        .has(&format!("Entries 1 to {}", first - 1));
    page.has("Nothing is repaired silently");
}
