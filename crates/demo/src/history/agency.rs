//! The agency: 24 service centres, three telephone centres, 36 months, about 5,200 incidents.
//!
//! Planted: centre 07 records less and less while alarms go on; centre 15 really gets better; four weeks of a surge;
//! one reviewer lowers severity more often than others; three reviews are missed, one of them for a reason.

use evenhand_domain::{ObligationId, SiteId, StaffId, UnitId};

use crate::DemoError;
use crate::draw::Draw;
use crate::history::days::{Days, MONTH};
use crate::history::deeds::Deed;
use crate::history::drawn::PeopleSource;
use crate::history::life::{Course, Drawing};
use crate::history::places::{Entering, Post};
use crate::history::{History, conduct};
use crate::scene::Scene;
use crate::words::{FAMILY, GIVEN, SUBURBS, pick};

const MONTHS: usize = 36;
/// Incidents of a service centre in a month, in hundredths.
const CENTRE: u64 = 380;
/// Incidents of a telephone centre in a month, in hundredths.
const TELEPHONE: u64 = 1330;
/// Customers without an incident.
const OTHERS: usize = 1800;
/// The month of the surge, and how many times as much there is then.
const SURGE: (usize, usize) = (30, 5);
/// From this month on, centre 15 has a better queue.
const BETTER_QUEUE: usize = 22;
/// The last months in which centre 07 records little.
const QUIET: usize = 8;
/// Alarms of centre 07 in those months that nobody recorded.
const UNRECORDED: usize = 14;
/// The needs of the agency's policy, each as likely as the next.
const NEEDS: &[&str] = &[
    "interpreter",
    "relay-service",
    "hard-of-hearing",
    "low-vision",
    "cannot-read",
    "easy-language",
    "mobility",
    "quiet-place",
];
const CLOSING: &[&str] = &["closing-offer-support-0", "closing-whs-report", "closing-tell-staff"];
/// Incidents whose review is missed on purpose, and the reason where one was recorded.
const MISSED: [(usize, Option<&str>); 3] =
    [(1201, None), (2907, Some("The centre was without power for three days.")), (3902, None)];

pub(crate) async fn draw(scene: &Scene, seed: u64, months: usize) -> Result<History, DemoError> {
    let first = MONTHS.saturating_sub(months);
    let (posts, lowering) = places(scene, seed).await?;
    let people = PeopleSource::new(seed, "nas", "public", "centrelink", NEEDS);
    let mut drawing = Drawing::new(Days::of(scene, MONTHS - first), people, posts, CLOSING, (seed, "nas"));
    let (mut counts, mut conducts) = (Draw::of(seed, "nas-counts"), Draw::of(seed, "nas-conduct"));
    let mut days: Vec<(usize, usize)> = Vec::new();
    let places = by_place(&drawing.history.posts);
    for month in first..MONTHS {
        for (place, posts) in &places {
            let telephone = place.starts_with("Smart");
            let usual = if telephone { TELEPHONE } else { CENTRE };
            let mean = usual * tenths(place, month) / 10;
            for _ in 0..counts.around(mean) {
                let day = (month - first) * MONTH + counts.below(MONTH);
                days.extend(counts.one(posts).map(|post| (day, post)));
            }
        }
    }
    days.sort_unstable();
    let mut others = Draw::of(seed, "nas-others");
    for _ in 0..OTHERS * (MONTHS - first) / MONTHS {
        let (post, day) = (others.below(drawing.history.posts.len()), others.below(drawing.days.len() / 2));
        drawing.customer(post, day);
    }
    for (n, (day, post)) in days.into_iter().enumerate() {
        let at = &drawing.history.posts[post];
        let lowers = if at.reviewer == lowering { 3 } else { 1 };
        let happened = conduct::agency(&mut conducts, at.site_kind == "smart-centre", lowers);
        let missed = MISSED.iter().find(|(missed, _)| *missed == n);
        let course = missed.map_or(Course::Ordinary, |(_, reason)| Course::Missed(*reason));
        drawing.incident(post, day, happened, course);
    }
    if first == 0 {
        unrecorded(scene, seed, &mut drawing)?;
    }
    Ok(drawing.done())
}

/// How much there is at a place in a month, in tenths of the usual.
fn tenths(place: &str, month: usize) -> u64 {
    let surge = if month == SURGE.0 { SURGE.1 as u64 } else { 1 };
    let here = match place {
        "Centre 07 Saltbush" if month >= MONTHS - QUIET => 4,
        "Centre 15 Quandong" if month >= BETTER_QUEUE => 5,
        _ => 10,
    };
    here * surge
}

fn by_place(posts: &[Post]) -> Vec<(String, Vec<usize>)> {
    let mut places: Vec<(String, Vec<usize>)> = Vec::new();
    for (n, post) in posts.iter().enumerate() {
        match places.iter_mut().find(|(place, _)| *place == post.place) {
            Some((_, posts)) => posts.push(n),
            None => places.push((post.place.clone(), vec![n])),
        }
    }
    places
}

/// Alarms of centre 07 that nobody recorded.
fn unrecorded(scene: &Scene, seed: u64, drawing: &mut Drawing<'_>) -> Result<(), DemoError> {
    let (manager, about) = (scene.staff("C. Danek")?, scene.staff("C. Nolan")?);
    let mut draw = Draw::of(seed, "nas-alarms");
    for n in 0..UNRECORDED {
        let id = ObligationId::from_random(draw.id());
        let day = (MONTHS - QUIET) * MONTH + n * (QUIET * MONTH - 12) / UNRECORDED;
        drawing.step(day, draw.between(540, 1000), &manager, Deed::Unrecorded(id.clone(), about.clone()));
        if n + 2 < UNRECORDED {
            drawing.step(day + 9, draw.between(540, 1000), &manager, Deed::Forgotten(id));
        }
    }
    Ok(())
}

/// Places and people that the description of the agency does not name; and the reviewer who lowers severity.
async fn places(scene: &Scene, seed: u64) -> Result<(Vec<Post>, StaffId), DemoError> {
    let mut entering = Entering::new(scene, seed);
    let mut posts = Vec::new();
    let mut lowering = scene.staff("R. Imre")?;
    for n in 1..=24_usize {
        let eastern = n % 2 == 1;
        let (region, manager) = if eastern { ("Eastern", "R. Imre") } else { ("Western", "C. Danek") };
        // Centre 07 is in the west.
        let (region, manager) = if n == 7 { ("Western", "C. Danek") } else { (region, manager) };
        let manager = scene.staff(manager)?;
        let known = scene.named.sites.iter().find(|(name, _)| name.starts_with(&format!("Centre {n:02} ")));
        let (place, site) = match known {
            Some((name, site)) => (name.clone(), site.clone()),
            None => {
                let name = format!("Centre {n:02} {}", pick(SUBURBS, n));
                let site = entering.site(&name, "service-centre", region);
                (name, site)
            }
        };
        let area = entering.unit(&format!("Area {n:02}"), &format!("{region} Region"));
        let leader = if matches!(n, 1 | 7) {
            manager.clone()
        } else {
            let regional = scene.staff("A. Loxley")?;
            entering.staff(&name(n), (&area, &site), &regional, ("team-leader", Some(&area)))
        };
        if n == 11 {
            lowering = leader.clone();
        }
        let here = Here { area, site, kind: "service-centre", place };
        officers(&mut entering, &mut posts, &here, &leader, n);
    }
    telephone(scene, &mut entering, &mut posts)?;
    entering.done().await?;
    Ok((posts, lowering))
}

/// A place of work.
struct Here {
    area: UnitId,
    site: SiteId,
    kind: &'static str,
    place: String,
}

/// Two officers of a place, with a post each.
fn officers(entering: &mut Entering<'_>, posts: &mut Vec<Post>, here: &Here, leader: &StaffId, n: usize) {
    for officer in 0..2 {
        let place = (&here.area, &here.site);
        let staff = entering.staff(&name(100 + n * 2 + officer), place, leader, ("service-officer", None));
        posts.push(Post {
            staff,
            reviewer: leader.clone(),
            site: here.site.clone(),
            site_kind: here.kind,
            line: Some("centrelink"),
            place: here.place.clone(),
        });
    }
}

fn telephone(scene: &Scene, entering: &mut Entering<'_>, posts: &mut Vec<Post>) -> Result<(), DemoError> {
    for (n, place, region) in [
        (31, "Smart Centre North", "Eastern"),
        (32, "Smart Centre West", "Western"),
        (33, "Smart Centre South", "Eastern"),
    ] {
        let known = scene.named.sites.get(place).cloned();
        let site = known.unwrap_or_else(|| entering.site(place, "smart-centre", region));
        let area = entering.unit(&format!("{place}, telephones"), "Smart Centres");
        let regional = scene.staff("A. Loxley")?;
        let leader = entering.staff(&name(n), (&area, &site), &regional, ("team-leader", Some(&area)));
        let here = Here { area, site: site.clone(), kind: "smart-centre", place: place.to_owned() };
        officers(entering, posts, &here, &leader, n);
        officers(entering, posts, &here, &leader, n + 20);
    }
    // The other two programmes have their own officers and reviewers.
    for (officer, reviewer, line, place) in [
        ("L. Petrov", "T. Marlow", "medicare", "Smart Centre North"),
        ("S. Amati", "H. Okafor", "child-support", "Smart Centre West"),
    ] {
        let site = scene.site(place)?;
        let post = Post {
            staff: scene.staff(officer)?,
            reviewer: scene.staff(reviewer)?,
            site,
            site_kind: "smart-centre",
            line: Some(line),
            place: place.to_owned(),
        };
        posts.extend([post.clone(), post]);
    }
    Ok(())
}

/// A name that nobody else here has.
fn name(n: usize) -> String {
    format!("{} {}", pick(GIVEN, n * 13 + 5), pick(FAMILY, n * 7 + 2))
}
