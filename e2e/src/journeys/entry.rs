//! The first hour of an installation, signing in and out, the first page, and a screen that is covered.

use serde_json::json;
use tempfile::TempDir;

use super::sign_in;
use crate::axe::problems;
use crate::browser::{Browser, Scripts, keys};
use crate::process::Product;
use crate::site::{PASSWORD, site};
use crate::world::Organisation;

/// An empty folder becomes an organisation, once; then its administrator signs in.
pub fn first_set_up(scripts: Scripts) {
    let folder = TempDir::new().unwrap();
    let product = Product::serve(&folder.path().join("data"));
    let said = product.hear("code: ");
    let code = said.rsplit("code: ").next().unwrap_or_default().trim();
    let browser = site().driver.browser(&product.address, scripts);
    browser.open("/").is_at("Set up Evenhand");
    assert_eq!(problems(&browser), Vec::<String>::new());
    fill_in(&browser, "a wrong code");
    browser.press("Set up").sees("This is not the set-up code");
    assert_eq!(browser.value("Whose law applies"), "South Australia");
    assert_eq!(problems(&browser), Vec::<String>::new());
    browser.fill("Set-up code", code).fill("Password", PASSWORD).press("Set up");
    browser.is_at("Sign in").sees("The organisation is set up");
    browser.fill("Name", "i.first").fill("Password", PASSWORD).press("Sign in");
    browser.sees("Ibis First").open("/admin/people").is_at("People").sees("Ibis First");
    browser.open("/setup").is_at("Page not found");
}

fn fill_in(browser: &Browser, code: &str) {
    browser.fill("Set-up code", code).fill("Name", "Shire of Greenmantle").fill("Short name", "greenmantle");
    browser.pick("Time zone", "Australia/Adelaide").fill("Whose law applies", "South Australia");
    browser.pick("Policy to begin with", "mount-gambier").fill("Their name", "Ibis First");
    browser.fill("Name to sign in with", "i.first").fill("Password", PASSWORD);
}

/// In and out; a wrong password says nothing about the name; without a session there is nothing to see.
pub fn sign_in_and_out(scripts: Scripts) {
    let browser = site().browser(scripts);
    browser.is_at("Sign in").pick("Organisation", "City of Tarrowmere");
    browser.fill("Name", "a.quill").fill("Password", "something else entirely").press("Sign in");
    let wrong = browser.is_at("Sign in").text();
    browser.fill("Name", "nobody.here").fill("Password", "something else entirely").press("Sign in");
    let unknown = browser.is_at("Sign in").text();
    assert_eq!(wrong, unknown, "a wrong password and an unknown name answer alike");
    assert_eq!(browser.value("Name"), "nobody.here");
    sign_in(&browser, "City of Tarrowmere", "a.quill");
    browser.is_at("A. Quill").press("Sign out");
    browser.is_at("Sign in").sees("You are signed out. What you were typing is kept.");
    browser.open("/tasks").is_at("Sign in").sees("Sign in to go on");
    sign_in(&browser, "City of Tarrowmere", "a.quill");
    browser.is_at("My work");
}

/// Everybody's first page is theirs, and every link of their menu leads somewhere they may go.
pub fn home_by_role(organisation: &Organisation, expected: &[(&str, &[&str])]) {
    let browser = site().browser(Scripts::Off);
    for account in organisation.accounts() {
        let person = site().person(organisation.slug, &account);
        browser.forget();
        browser.cookie("session", &person.session);
        browser.open("/");
        let (menu, page) = (browser.menu(), browser.text());
        assert!((1..=6).contains(&menu.len()), "{account}: {menu:?}");
        assert!(page.contains("My next tasks"), "{account}: {page}");
        if let Some((_, links)) = expected.iter().find(|(known, _)| *known == account) {
            assert_eq!(menu, *links, "{account}");
        }
        for href in browser.menu_addresses() {
            let status = person.page(&href).status;
            assert!([200, 303].contains(&status), "{account} {href}: {status}");
        }
    }
}

/// The screen is covered at once, shows nobody, and opens again; after a while only with the password.
pub fn cover_and_lock(scripts: Scripts, organisation: &Organisation) {
    let browser = site().browser_of(organisation.slug, organisation.reporter, scripts);
    browser.open("/counter").follow("Cover screen");
    browser.wait_until("covered", |browser| browser.path() == "/cover");
    browser.sees_not("Look up").press("Continue");
    browser.sees("My next tasks");
    if scripts == Scripts::On {
        browser.keys(keys::SHIFT).keys(keys::SHIFT).keys(keys::SHIFT);
        browser.wait_until("covered by three times Shift", |browser| browser.path() == "/cover");
    } else {
        browser.follow("Cover screen");
    }
    // As if the screen had been covered long ago.
    browser.run("document.querySelector('input[name=at]').value = '0'", json!([]));
    browser.press("Continue").is_at("Enter your password to go on");
    assert_eq!(problems(&browser), Vec::<String>::new());
    browser.open("/tasks").is_at("Enter your password to go on");
    browser.fill("Password", PASSWORD).press("Go on").is_at("My work");
}
