//! Signing in, staying signed in, and the end of it.

mod support;

use std::net::SocketAddr;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, header};
use evenhand_testkit::{PASSWORD, SetClock, installation};
use evenhand_web::Settings;
use jiff::SignedDuration;
use serde_json::json;
use support::{Browser, Response, Site};

const OTHER: &str = "quay lantern brisk 73 heron moss";

/// Lets so much time pass that a source has an attempt again.
fn wait(clock: &SetClock) {
    clock.pass(SignedDuration::from_secs(6));
}

async fn sign_in(browser: &Browser<'_>, name: &str, password: &str) -> Response {
    let fields = [("organisation", "tarrowmere"), ("name", name), ("password", password)];
    browser.post_bare("/sign-in", &fields).await
}

/// Whether a browser is signed in and may go on.
async fn goes_on(browser: &Browser<'_>) -> bool {
    let home = browser.get("/api/v1/").await;
    let home = if home.status == 404 { browser.get("/api/v1/notifications").await } else { home };
    assert!(matches!(home.status.as_u16(), 200 | 401), "{}", home.text());
    home.status == 200
}

/// An answer without what is random in it.
fn without_reference(response: &Response) -> (u16, String) {
    let mut json = response.json();
    json["reference"] = json!("");
    (response.status.as_u16(), json.to_string())
}

#[tokio::test]
async fn an_unknown_name_and_a_wrong_password_are_answered_alike_however_often() {
    let site = Site::open().await;
    site.council("a.quill").await;
    site.council("m.birch").await;
    let gone = site.home.tarrowmere.id("m.birch");
    let administrator = site.home.tarrowmere.who("g.pell").await;
    site.home.tarrowmere.app.disable_account(&administrator, &gone, true).await.unwrap();
    let browser = site.browser();
    let mut answers = Vec::new();
    for attempt in 0..8 {
        for name in ["a.quill", "n.obody", "m.birch"] {
            let body =
                json!({ "organisation": "tarrowmere", "name": name, "password": format!("guess {attempt}") });
            answers.push(without_reference(&browser.json("/api/v1/sign-in", &body).await));
        }
        site.home.clock.pass(SignedDuration::from_secs(20));
    }
    for alike in answers.chunks(3) {
        assert_eq!(alike[0], alike[1]);
        assert_eq!(alike[0], alike[2]);
    }
    assert!(answers[0].1.contains("The name or the password is not right"), "{}", answers[0].1);
    assert!(answers[18].1.contains("Too many attempts failed"), "{}", answers[18].1);
    // On the page too, and the name that was typed is still there.
    wait(&site.home.clock);
    let page = sign_in(&browser, "n.obody2", "guess").await;
    page.is(422).has("value=\"n.obody2\"").has_not("guess");
}

#[tokio::test]
async fn failures_in_a_row_make_an_account_wait_twice_as_long_each_time() {
    let site = Site::open().await;
    site.council("a.quill").await;
    let browser = site.browser();
    let clock = &site.home.clock;
    for _ in 0..5 {
        wait(clock);
        sign_in(&browser, "a.quill", "wrong").await.is(422).has("is not right");
    }
    wait(clock);
    sign_in(&browser, "a.quill", PASSWORD).await.is(422).has("Too many attempts failed");
    for minutes in [1, 2, 4] {
        clock.pass(SignedDuration::from_mins(minutes) - SignedDuration::from_secs(12));
        let early = sign_in(&browser, "a.quill", PASSWORD).await;
        if minutes > 1 {
            early.is(422).has("Too many attempts failed");
        }
        clock.pass(SignedDuration::from_secs(30));
        sign_in(&browser, "a.quill", "wrong").await.is(422).has("is not right");
    }
    clock.pass(SignedDuration::from_hours(1));
    sign_in(&browser, "a.quill", PASSWORD).await.is(303);
    sign_in(&browser, "a.quill", "wrong").await.is(422).has("is not right");
}

#[tokio::test]
async fn a_source_gets_ten_attempts_and_others_are_not_in_its_way() {
    let site = Site::open().await;
    site.council("a.quill").await;
    let attempt = async |source: &str, name: &str, password: &str| {
        let body = format!("organisation=tarrowmere&name={name}&password={}", password.replace(' ', "+"));
        let mut request = Request::post("/sign-in")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .unwrap();
        let source: SocketAddr = source.parse().unwrap();
        request.extensions_mut().insert(ConnectInfo(source));
        tower::ServiceExt::oneshot(site.router.clone(), request).await.unwrap()
    };
    for n in 0..10 {
        let name = format!("guess.{n}");
        assert_eq!(attempt("192.0.2.1:4000", &name, "x").await.status(), 422);
    }
    let refused = attempt("192.0.2.1:4001", "a.quill", PASSWORD).await;
    assert_eq!(refused.status(), 429);
    assert_eq!(refused.headers()[header::RETRY_AFTER], "6");
    assert_eq!(attempt("192.0.2.2:4000", "a.quill", PASSWORD).await.status(), 303);
    wait(&site.home.clock);
    assert_eq!(attempt("192.0.2.1:4000", "a.quill", PASSWORD).await.status(), 303);
}

#[tokio::test]
async fn every_address_that_says_yes_or_no_about_a_secret_counts_attempts() {
    let site = Site::open().await;
    let browser = site.council("a.quill").await;
    for path in ["/sign-in", "/unlock", "/invitation/0000", "/setup", "/me/password"] {
        site.home.clock.pass(SignedDuration::from_mins(2));
        let mut last = 0;
        for _ in 0..11 {
            last = browser.post(path, &[("password", "x"), ("old_password", "x")]).await.status.as_u16();
        }
        assert_eq!(last, 429, "{path}");
    }
}

#[tokio::test]
async fn a_session_left_alone_for_a_quarter_of_an_hour_asks_for_the_password_and_keeps_what_was_typed() {
    let site = Site::open().await;
    let browser = site.council("a.quill").await;
    let clock = &site.home.clock;
    clock.pass(SignedDuration::from_mins(15));
    assert!(goes_on(&browser).await);
    clock.pass(SignedDuration::from_mins(15) + SignedDuration::from_secs(1));
    let old = browser.copy();
    let typed = [("words", "He said he knows where I park"), ("safe", "yes"), ("_page", "/incidents/new")];
    let kept = browser.post("/incidents/new", &typed).await;
    assert_eq!(kept.is(303).location(), "/unlock?to=%2Fincidents%2Fnew");
    assert!(!goes_on(&browser).await);
    assert_eq!(browser.get("/api/v1/notifications").await.is(401).json()["error"], "locked");
    browser.post_bare("/unlock", &[("password", "wrong"), ("to", "/incidents/new")]).await.is(422);
    let opened = browser.post_bare("/unlock", &[("password", PASSWORD), ("to", "/incidents/new")]).await;
    assert_eq!(opened.is(303).location(), "/incidents/new");
    assert_ne!(browser.token(), old.token());
    assert!(goes_on(&browser).await && !goes_on(&old).await);
    browser.get("/incidents/new").await.is(200).has("He said he knows where I park");
}

#[tokio::test]
async fn a_session_ends_after_twelve_hours_whatever_happens() {
    let site = Site::open().await;
    let browser = site.council("a.quill").await;
    for _ in 0..72 {
        site.home.clock.pass(SignedDuration::from_mins(10));
        assert!(goes_on(&browser).await);
    }
    site.home.clock.pass(SignedDuration::from_secs(1));
    let typed = [("words", "She threw the form"), ("safe", "yes"), ("_page", "/incidents/new")];
    let kept = browser.post("/incidents/new", &typed).await;
    assert_eq!(kept.is(303).location(), "/sign-in?to=%2Fincidents%2Fnew");
    assert!(!goes_on(&browser).await);
    sign_in(&browser, "a.quill", PASSWORD).await.is(303);
    browser.get("/incidents/new").await.is(200).has("She threw the form");
}

#[tokio::test]
async fn what_another_site_sends_to_a_locked_session_is_not_kept() {
    let site = Site::open().await;
    let browser = site.council("a.quill").await;
    site.home.clock.pass(SignedDuration::from_mins(16));
    let mut headers = axum::http::HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, "application/x-www-form-urlencoded".parse().unwrap());
    headers.insert("sec-fetch-site", "cross-site".parse().unwrap());
    let body = b"words=planted&_page=/incidents/new".to_vec();
    browser.request(axum::http::Method::POST, "/incidents/new", headers, body).await.is(303);
    browser.post_bare("/unlock", &[("password", PASSWORD)]).await.is(303);
    browser.get("/incidents/new").await.is(200).has_not("planted");
}

#[tokio::test]
async fn signing_in_gives_a_new_session_and_ends_the_one_that_was_there() {
    let site = Site::open().await;
    let browser = site.council("a.quill").await;
    let planted = browser.copy();
    sign_in(&browser, "a.quill", PASSWORD).await.is(303);
    assert_ne!(browser.token(), planted.token());
    assert!(goes_on(&browser).await && !goes_on(&planted).await);
    let fixed = site.browser();
    fixed.plant("session=tarrowmere.0123456789abcdef");
    sign_in(&fixed, "a.quill", PASSWORD).await.is(303);
    assert_ne!(fixed.token(), "0123456789abcdef");
    fixed.plant("session=tarrowmere.0123456789abcdef");
    assert!(!goes_on(&fixed).await);
}

#[tokio::test]
async fn signing_out_ends_the_session_and_takes_the_cookie() {
    let site = Site::open().await;
    let browser = site.council("a.quill").await;
    let copy = browser.copy();
    let out = browser.post("/sign-out", &[]).await;
    out.is(303);
    assert!(out.headers[header::SET_COOKIE].to_str().unwrap().contains("Max-Age=0"));
    assert!(!goes_on(&copy).await);
}

#[tokio::test]
async fn a_new_password_is_long_not_guessed_early_and_ends_every_other_session() {
    let site = Site::open().await;
    let browser = site.council("a.quill").await;
    let (elsewhere, old) = (site.council("a.quill").await, browser.copy());
    for (weak, says) in [
        ("only 14 chars.", "at least 15 characters"),
        ("passwordpassword", "easy to guess"),
        ("aaaaaaaaaaaaaaaaaaaaaa", "easy to guess"),
        ("tarrowmere tarrowmere", "easy to guess"),
        ("alder quill alder quill", "easy to guess"),
        ("evenhand evenhand", "easy to guess"),
    ] {
        wait(&site.home.clock);
        let refused = browser.post("/me/password", &[("old_password", PASSWORD), ("password", weak)]).await;
        assert_eq!(refused.status, 422, "`{weak}` was taken");
        refused.has(says).has_not(weak);
    }
    wait(&site.home.clock);
    let wrong = browser.post("/me/password", &[("old_password", "not it"), ("password", OTHER)]).await;
    wrong.is(422).has("This is not your password");
    let changed = browser.post("/me/password", &[("old_password", PASSWORD), ("password", OTHER)]).await;
    changed.is(303);
    assert_ne!(browser.token(), old.token());
    assert!(goes_on(&browser).await);
    assert!(!goes_on(&old).await && !goes_on(&elsewhere).await);
    wait(&site.home.clock);
    sign_in(&site.browser(), "a.quill", PASSWORD).await.is(422);
    sign_in(&site.browser(), "a.quill", OTHER).await.is(303);
}

#[tokio::test]
async fn closing_an_account_ends_its_sessions_and_so_does_leaving() {
    let site = Site::open().await;
    let administrator = site.council("g.pell").await;
    let (closed, left) = (site.council("m.birch").await, site.council("f.corran").await);
    let id = |account: &str| site.home.tarrowmere.id(account).to_string();
    assert!(goes_on(&closed).await && goes_on(&left).await);
    administrator.post(&format!("/admin/people/{}/account/closing", id("m.birch")), &[]).await.is(303);
    assert!(!goes_on(&closed).await);
    sign_in(&site.browser(), "m.birch", PASSWORD).await.is(422).has("is not right");
    let on = [("on-day", "15"), ("on-month", "3"), ("on-year", "2027")];
    let leaving = administrator.post(&format!("/admin/people/{}/leaving", id("f.corran")), &on).await;
    leaving.is(303);
    assert!(!goes_on(&left).await);
    sign_in(&site.browser(), "f.corran", PASSWORD).await.is(422).has("is not right");
}

#[tokio::test]
async fn an_invitation_counts_once_and_for_a_day() {
    let site = Site::open().await;
    let administrator = site.council("g.pell").await;
    let invite = async |account: &str| {
        let path = format!("/api/v1/admin/people/{}/account", site.home.tarrowmere.id(account));
        let invited = administrator.json(&path, &json!({ "name": account })).await;
        invited.is(200).json()["address"].as_str().unwrap().to_owned()
    };
    let address = invite("m.birch").await;
    let guest = site.browser();
    guest.get(&address).await.is(200).has("You will sign in as m.birch");
    guest.post_bare(&address, &[("password", "short")]).await.is(422).has("at least 15 characters");
    guest.post_bare(&address, &[("password", "passwordpassword1")]).await.is(422).has("easy to guess");
    guest.post_bare(&address, &[("password", OTHER)]).await.is(303);
    guest.post_bare(&address, &[("password", PASSWORD)]).await.is(404);
    guest.get(&address).await.is(404);
    wait(&site.home.clock);
    sign_in(&site.browser(), "m.birch", OTHER).await.is(303);

    let late = invite("f.corran").await;
    let (first, second) = (invite("a.quill").await, invite("a.quill").await);
    guest.get(&first).await.is(404);
    guest.get(&second).await.is(200);
    site.home.clock.pass(SignedDuration::from_hours(24));
    guest.get(&late).await.is(404);
    guest.post_bare(&late, &[("password", OTHER)]).await.is(404);
}

#[tokio::test]
async fn first_set_up_asks_for_its_code_and_closes_for_ever() {
    let (installation, _, _folder) = installation::empty().await;
    let settings = Settings { set_up_code: Some("blue-heron-7".to_owned()), ..Settings::default() };
    let site = Site {
        router: evenhand_web::router(installation.clone(), settings.clone()),
        home: evenhand_testkit::TestInstallation::open().await,
    };
    let guest = site.browser();
    let fields = |code: &'static str| {
        [
            ("code", code),
            ("name", "Shire of Nowhere"),
            ("slug", "nowhere"),
            ("zone", "Australia/Perth"),
            ("jurisdiction", "Western Australia"),
            ("pack", "mount-gambier"),
            ("administrator", "Robin Vale"),
            ("account", "r.vale"),
            ("password", OTHER),
        ]
    };
    assert_eq!(guest.get("/sign-in").await.is(303).location(), "/setup");
    guest.get("/setup").await.is(200);
    let refused = guest.post_bare("/setup", &fields("red-heron-7")).await;
    refused.is(422).has("This is not the set-up code").has("value=\"Shire of Nowhere\"").has_not(OTHER);
    guest.post_bare("/setup", &fields("blue-heron-7")).await.is(303);
    for _ in 0..2 {
        guest.get("/setup").await.is(404);
        guest.post_bare("/setup", &fields("blue-heron-7")).await.is(404);
    }
    // A restart with the same code does not open it again.
    let again = Site { router: evenhand_web::router(installation, settings), home: site.home };
    again.browser().get("/setup").await.is(404);
    again.browser().post_bare("/setup", &fields("blue-heron-7")).await.is(404);
    let signed_in = [("organisation", "nowhere"), ("name", "r.vale"), ("password", OTHER)];
    again.browser().post_bare("/sign-in", &signed_in).await.is(303);
}

#[tokio::test]
async fn no_secret_is_kept_as_it_is() {
    let site = Site::open().await;
    let browser = site.council("a.quill").await;
    let administrator = site.council("g.pell").await;
    let path = format!("/api/v1/admin/people/{}/account", site.home.tarrowmere.id("m.birch"));
    let invited = administrator.json(&path, &json!({ "name": "m.birch" })).await.is(200).json();
    let invitation = invited["address"].as_str().unwrap().trim_start_matches("/invitation/").to_owned();
    let mut kept = Vec::new();
    for entry in std::fs::read_dir(site.home.folder.path().join("tarrowmere")).unwrap() {
        kept.extend(std::fs::read(entry.unwrap().path()).unwrap());
    }
    let holds = |wanted: &[u8]| kept.windows(wanted.len()).any(|window| window == wanted);
    assert!(holds(browser.csrf().as_bytes()), "the sessions are in what was read");
    for secret in [browser.token(), administrator.token(), invitation] {
        assert_eq!(secret.len(), 64, "{secret}");
        assert!(!holds(secret.as_bytes()), "a token is kept as text");
        let bytes: Vec<u8> =
            (0..32).map(|at| u8::from_str_radix(&secret[at * 2..at * 2 + 2], 16).unwrap()).collect();
        assert!(!holds(&bytes), "a token is kept as bytes");
    }
    assert!(!holds(PASSWORD.as_bytes()), "a password is kept");
    assert!(holds(b"$argon2id$"), "passwords are kept as hashes");
}

#[tokio::test]
async fn an_account_of_one_organisation_opens_nothing_of_the_other() {
    let site = Site::open().await;
    let browser = site.council("a.quill").await;
    site.agency("w.lane").await;
    browser.plant(&format!("session=nas.{}", browser.token()));
    assert!(!goes_on(&browser).await);
    sign_in(&site.browser(), "w.lane", PASSWORD).await.is(422);
}
