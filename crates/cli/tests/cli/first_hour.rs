//! An organisation's first hour: the code, `/setup`, which closes for ever, and organisations from files.

use std::fs;
use std::path::Path;

use crate::support::{PASSWORD, Response, Serving, TARROWMERE, demonstration, folder, on};

fn set_up(served: &Serving, code: &str, slug: &str) -> Response {
    let fields = [
        ("code", code),
        ("name", "City of Larkfield"),
        ("slug", slug),
        ("zone", "Australia/Adelaide"),
        ("jurisdiction", "South Australia"),
        ("pack", "mount-gambier"),
        ("administrator", "Gale Pell"),
        ("account", "g.pell"),
        ("password", PASSWORD),
    ];
    served.post("/setup", None, &fields)
}

/// The code that the process printed.
fn code(served: &Serving) -> String {
    let said = served.until_it_says("with this code: ");
    let code = said.split("with this code: ").nth(1).unwrap();
    code.lines().next().unwrap().to_owned()
}

fn sign_in(served: &Serving, name: &str) -> Response {
    served.post("/sign-in", None, &[("name", name), ("password", PASSWORD)])
}

#[test]
fn set_up_asks_for_the_code_makes_the_first_administrator_and_closes_for_ever() {
    let here = folder();
    let served = Serving::start("serve", here.path(), &[]);
    let code = code(&served);
    assert_eq!(served.get("/sign-in").header("location"), Some("/setup"));
    assert_eq!(served.get("/setup").status, 200);
    for wrong in ["", "0000", &code[1..]] {
        let refused = set_up(&served, wrong, "larkfield");
        assert_eq!(refused.status, 422);
        assert!(refused.body.contains("This is not the set-up code"));
        assert!(!refused.body.contains(&code));
    }
    assert!(!here.path().join("larkfield").exists());
    assert_eq!(set_up(&served, &code, "larkfield").status, 303);
    assert_eq!(sign_in(&served, "g.pell").status, 303);

    assert_eq!(served.get("/setup").status, 404);
    assert_eq!(set_up(&served, &code, "another").status, 404);
    assert_eq!(served.stop().0, 0);

    let again = Serving::start("serve", here.path(), &[]);
    assert_eq!(again.get("/setup").status, 404);
    assert_eq!(set_up(&again, &code, "another").status, 404);
    assert!(!again.said().contains("code"), "{}", again.said());
    assert_eq!(sign_in(&again, "g.pell").status, 303);
    assert!(!here.path().join("another").exists());
    drop(again);
    on(here.path(), &["verify"]).well();
}

#[test]
fn each_start_of_an_empty_folder_has_a_code_of_its_own() {
    let here = folder();
    let first = code(&Serving::start("serve", here.path(), &[]));
    let second = Serving::start("serve", here.path(), &[]);
    assert_ne!(first, code(&second));
    assert!(first.len() >= 24 && first.chars().all(|c| c.is_ascii_hexdigit()), "{first}");
    assert_eq!(set_up(&second, &first, "larkfield").status, 422);
}

#[test]
fn a_set_up_that_was_cut_short_can_be_done_again() {
    let here = folder();
    // As when the process was killed before anything was kept: a key, and an empty record.
    fs::create_dir(here.path().join("larkfield")).unwrap();
    fs::write(here.path().join("larkfield/log.key"), "07".repeat(32)).unwrap();
    let served = Serving::start("serve", here.path(), &[]);
    let code = code(&served);
    assert_eq!(set_up(&served, &code, "larkfield").status, 303);
    assert_eq!(sign_in(&served, "g.pell").status, 303);
}

#[test]
fn the_demonstration_has_no_set_up_and_says_where_it_is() {
    let demo = demonstration();
    let served = Serving::start("demo", demo.path(), &[]);
    assert_eq!(served.get("/setup").status, 404);
    assert!(served.get("/sign-in").body.contains(PASSWORD));
    let (code, said) = served.stop();
    assert_eq!(code, 0);
    assert!(said.contains("Its accounts are on the sign-in page."), "{said}");
}

#[test]
fn a_demonstration_is_never_made_over_something_else() {
    let here = folder();
    fs::write(here.path().join("thesis.txt"), "years of work").unwrap();
    let says = "holds something that is not a demonstration; choose another folder";
    on(here.path(), &["demo", "--small", "--build-only"]).saying(1, says);
    assert_eq!(fs::read_to_string(here.path().join("thesis.txt")).unwrap(), "years of work");
}

#[test]
fn an_organisation_from_a_file_invites_its_administrator_who_lets_themselves_in() {
    let here = folder();
    let entered = on(here.path(), &["organisation", TARROWMERE]).well();
    assert!(entered.out.starts_with("City of Tarrowmere is entered."), "{}", entered.out);
    let served = Serving::start("serve", here.path(), &[]);
    assert_eq!(served.get("/setup").status, 404);
    accept(&served, &entered.out);
    assert_eq!(sign_in(&served, "g.pell").status, 303);
    assert_eq!(served.stop().0, 0);
    // The same file again changes nothing.
    on(here.path(), &["organisation", TARROWMERE]).well();
    on(here.path(), &["verify"]).well();
}

/// Takes up the invitation that was printed.
fn accept(served: &Serving, said: &str) {
    let path = said.split("/invitation/").nth(1).unwrap().split_whitespace().next().unwrap();
    let path = format!("/invitation/{path}");
    assert_eq!(served.get(&path).status, 200);
    let accepted = served.post(&path, None, &[("password", PASSWORD)]);
    assert_eq!(accepted.status, 303, "{accepted:?}");
    assert_eq!(served.get(&path).status, 404);
}

#[test]
fn somebody_is_invited_from_the_machine_while_it_is_served() {
    let here = folder();
    on(here.path(), &["organisation", TARROWMERE]).well();
    let served = Serving::start("serve", here.path(), &[]);
    let invited = on(here.path(), &["invite", "Gale Pell", "g.pell"]).well();
    accept(&served, &invited.out);
    assert_eq!(sign_in(&served, "g.pell").status, 303);
    on(here.path(), &["invite", "Nobody Here", "n.here"])
        .saying(1, "nobody, or more than one, is called `Nobody Here`");
}

#[test]
fn a_file_that_describes_no_organisation_is_refused_with_its_mistake() {
    let here = folder();
    let refused = |text: &str, says: &str| {
        let file = here.path().join("organisation.toml");
        fs::write(&file, text).unwrap();
        on(&here.path().join("data"), &["organisation", file.to_str().unwrap()]).saying(1, says);
    };
    refused("name = 3", "describes no organisation");
    let text = fs::read_to_string(Path::new(TARROWMERE)).unwrap();
    refused(&text.replacen("slug = ", "slugg = ", 1), "unknown field `slugg`");
    refused(
        &text.replacen("pack = \"mount-gambier\"", "pack = \"elsewhere\"", 1),
        "no policy pack is called `elsewhere`; there are: ",
    );
    refused(
        &text.replacen("slug = \"tarrowmere\"", "slug = \"Tarrow Mere\"", 1),
        "cannot name an organisation",
    );
    on(here.path(), &["organisation", "no-such-file.toml"]).saying(1, "`no-such-file.toml` cannot be read");
}
