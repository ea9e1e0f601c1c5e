//! The council: five places, 30 months, about 420 incidents.
//!
//! Planted: for two months after card payments moved there, the library has far more than usual.

use evenhand_domain::StaffId;

use crate::DemoError;
use crate::draw::Draw;
use crate::history::days::{Days, MONTH};
use crate::history::drawn::PeopleSource;
use crate::history::life::{Course, Drawing};
use crate::history::places::{Entering, Post};
use crate::history::{History, conduct};
use crate::scene::Scene;

const MONTHS: usize = 30;
/// Places, who works there, who reviews, and incidents in a month in hundredths.
const PLACES: &[(&str, &str, &str, &str, &str, u64)] = &[
    ("Civic Centre", "office", "Customer Services", "A. Quill", "P. Wren", 390),
    ("Contact Centre", "office", "Customer Services", "J. Arlen", "P. Wren", 330),
    ("Library", "office", "Library", "M. Birch", "P. Wren", 260),
    ("Pool", "other-premises", "Pool", "F. Corran", "P. Wren", 210),
    ("Depot", "other-premises", "Depot", "B. Sanderling", "B. Tarn", 150),
];
/// The months after card payments moved to the library, and how many incidents each has besides.
const CARDS: (std::ops::Range<usize>, u64) = (14..16, 950);
/// Customers without an incident.
const OTHERS: usize = 420;
/// The needs of the council's policy, each as likely as the next.
const NEEDS: &[&str] = &[
    "interpreter",
    "cannot-read",
    "low-vision",
    "relay-service",
    "hard-of-hearing",
    "easy-language",
    "mobility",
    "quiet-place",
];
const CLOSING: &[&str] = &["closing-offer-debrief-0"];

pub(crate) async fn draw(scene: &Scene, seed: u64, months: usize) -> Result<History, DemoError> {
    let first = MONTHS.saturating_sub(months);
    let posts = places(scene, seed).await?;
    let people = PeopleSource::new(seed, "tarrowmere", "current-customer", "council", NEEDS);
    let of = (seed, "tarrowmere");
    let mut drawing = Drawing::new(Days::of(scene, MONTHS - first), people, posts, CLOSING, of);
    let (mut counts, mut conducts) = (Draw::of(seed, "council-counts"), Draw::of(seed, "council-conduct"));
    let mut days: Vec<(usize, usize)> = Vec::new();
    for month in first..MONTHS {
        for (n, (place, .., usual)) in PLACES.iter().enumerate() {
            let more = if *place == "Library" && CARDS.0.contains(&month) { CARDS.1 } else { 0 };
            for _ in 0..counts.around(usual + more) {
                days.push(((month - first) * MONTH + counts.below(MONTH), n * 2 + counts.below(2)));
            }
        }
    }
    days.sort_unstable();
    let mut others = Draw::of(seed, "council-others");
    for _ in 0..OTHERS * (MONTHS - first) / MONTHS {
        let (post, day) = (others.below(drawing.history.posts.len()), others.below(drawing.days.len() / 2));
        drawing.customer(post, day);
    }
    for (day, post) in days {
        let telephone = drawing.history.posts[post].place == "Contact Centre";
        let happened = conduct::council(&mut conducts, telephone);
        drawing.incident(post, day, happened, Course::Ordinary);
    }
    Ok(drawing.done())
}

/// Two posts at each place: somebody whom the description names, and a colleague.
async fn places(scene: &Scene, seed: u64) -> Result<Vec<Post>, DemoError> {
    let mut entering = Entering::new(scene, seed);
    let mut posts = Vec::new();
    let colleagues = ["Tansy Lathe", "Merlin Hasp", "Sedge Gimlet", "Plover Adze", "Vetch Trowel"];
    for ((place, kind, unit, staff, reviewer, _), colleague) in PLACES.iter().zip(colleagues) {
        let (site, reviewer): (_, StaffId) = (scene.site(place)?, scene.staff(reviewer)?);
        let unit = scene.named.units.get(*unit).cloned().ok_or(evenhand_app::AppError::NotFound)?;
        let colleague = entering.staff(colleague, (&unit, &site), &reviewer, ("staff-member", None));
        for staff in [scene.staff(staff)?, colleague] {
            posts.push(Post {
                staff,
                reviewer: reviewer.clone(),
                site: site.clone(),
                site_kind: kind,
                line: None,
                place: (*place).to_owned(),
            });
        }
    }
    entering.done().await?;
    Ok(posts)
}
